"""From operators by the quarter of an hour to people: the cheapest shifts that cover a plan, and who works them."""

from mfc_capacity.commands.schedule.schedule import Request, schedule

__all__ = ["Request", "schedule"]
