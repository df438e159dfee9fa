"""Queueing mathematics on arrays: steady states, the queue through a day, the fewest operators that do.

Nothing here knows of scenarios, hotlines, calendars or money. Rates are per hour, times in seconds, loads
in Erlangs; every function broadcasts its arguments as NumPy does.
"""
