"""Shifts of a plan: the cheapest people who cover what each group requires, and who is there when."""
