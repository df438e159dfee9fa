"""Queueing mathematics on arrays: the steady state of one interval, and the smallest number of operators that meets targets.

Nothing here knows of scenarios, hotlines, calendars or money. Rates are per hour, times in seconds, loads in Erlangs; every
function broadcasts its arguments as NumPy does.
"""
