"""Queueing mathematics on arrays: steady states, and the fewest operators that meet targets.

Nothing here knows of scenarios, hotlines, calendars or money. Rates are per hour, times in seconds, loads
in Erlangs; every function broadcasts its arguments as NumPy does.
"""
