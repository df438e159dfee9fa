"""Shifts: the fewest paid hours that cover what is required, and who works on which day."""
