"""By which terms a group is staffed on each day: targets, shrinkage, and operators stated, at least and at most.

They change from dates on, with the month and with the day of the week. Few days differ, so the distinct terms are
kept once, and for each day which of them hold.
"""

from dataclasses import dataclass
from functools import cache

from mfc_capacity.demand.calendar import Days
from mfc_capacity.scenario import Group, Terms


@dataclass(frozen=True)
class TermsByDay:
    """The distinct terms of a group, in the order of their days, and the number of those that hold on each day (D)."""

    distinct: tuple[Terms, ...]
    of_day: tuple[int, ...]


def terms_by_day(group: Group, days: Days) -> TermsByDay:
    """Return the terms of a group on the planned days."""
    on = cache(group.terms_on)
    by_day = [on(day, kind) for day, kind in zip(days.dates, days.kinds.tolist(), strict=True)]
    number = {terms: k for k, terms in enumerate(dict.fromkeys(by_day))}
    return TermsByDay(tuple(number), tuple(number[terms] for terms in by_day))
