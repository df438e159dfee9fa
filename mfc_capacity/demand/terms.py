"""By which terms a group is staffed on each day: targets, shrinkage, and operators stated, at least and at most.

They change from dates on, with the month and with the day of the week. Few days differ, so the distinct terms are
kept once, and for each day which of them hold.
"""

from bisect import bisect_right
from dataclasses import dataclass

from mfc_capacity.demand.calendar import Days
from mfc_capacity.scenario import Group, Terms


@dataclass(frozen=True)
class TermsByDay:
    """The distinct terms of a group, in the order of their days, and the number of those that hold on each day (D)."""

    distinct: tuple[Terms, ...]
    of_day: tuple[int, ...]


def terms_by_day(group: Group, days: Days) -> TermsByDay:
    """Return the terms of a group on the planned days."""
    starts = group.starts
    alike = [
        (0, 0, kind) if day is None else (bisect_right(starts, day), day.month, kind)
        for day, kind in zip(days.dates, days.kinds.tolist(), strict=True)
    ]
    of_key = {
        key: group.terms_on(day, key[-1]) for key, day in dict(zip(alike, days.dates, strict=True)).items()
    }
    number = {terms: k for k, terms in enumerate(dict.fromkeys(of_key.values()))}
    number_of = {key: number[terms] for key, terms in of_key.items()}
    return TermsByDay(tuple(number), tuple(number_of[key] for key in alike))
