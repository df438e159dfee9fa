"""From the calendar and the hotlines of a scenario to the calls of each group, interval by interval."""
