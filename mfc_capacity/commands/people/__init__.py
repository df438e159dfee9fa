"""Who is there against who is needed, by week, and the cheapest classes that close the gap."""

from mfc_capacity.commands.people.people import people

__all__ = ["people"]
