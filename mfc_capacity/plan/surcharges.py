"""What an operator's hour costs beside its price at night, at weekends and on holidays, as a share of the price.

Surcharges that hold together add up; one that holds for a part of an interval counts by its share of the time. Days of
the same weekday, holidays apart, have the same ones. Hours after duty have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import lcm

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.demand.calendar import Days
from mfc_capacity.files.units import DAY_S, HOLIDAY
from mfc_capacity.plan import money
from mfc_capacity.scenario import HOLIDAY_KINDS, Surcharge

ALWAYS = ((0, DAY_S),)


@dataclass(frozen=True, eq=False)
class SurchargesByDay:
    """The surcharges of each kind of day by interval (P x I), and the number of the kind for each planned day (D)."""

    shares: tuple[tuple[Fraction, ...], ...]
    of_day: Ints

    def hours(
        self, on_duty: Ints, kinds: Ints, shrinkage: Sequence[Fraction], interval_s: int
    ) -> list[Fraction]:
        """Return by day (D) the paid hours that the surcharges are worth, of operators on duty by kind (K x I)."""
        parts = lcm(*(share.denominator for row in self.shares for share in row))
        counts = np.array([[int(share * parts) for share in row] for row in self.shares], dtype=object)
        weighted = on_duty.astype(object) @ counts.T

        @cache
        def of(kind: int, surcharges: int) -> Fraction:
            return money.paid_hours(int(weighted[kind, surcharges]), interval_s, shrinkage[kind]) / parts

        return [of(kind, own) for kind, own in zip(kinds.tolist(), self.of_day.tolist(), strict=True)]


def surcharges_by_day(surcharges: Sequence[Surcharge], days: Days, interval_s: int) -> SurchargesByDay:
    """Return the surcharges of the planned days."""
    kinds = [kind_of_day(days, day) for day in range(len(days))]
    number = {kind: k for k, kind in enumerate(dict.fromkeys(kinds))}
    shares = tuple(
        tuple(_share(surcharges, kind, start, interval_s) for start in range(0, DAY_S, interval_s))
        for kind in number
    )
    return SurchargesByDay(shares, np.array([number[kind] for kind in kinds]))


def kind_of_day(days: Days, day: int) -> frozenset[int]:
    """Return what a day is to surcharges: the weekday that it is planned as and, of a holiday, `HOLIDAY` too."""
    is_holiday, weekday = divmod(int(days.kinds[day]), HOLIDAY_KINDS)
    return frozenset({weekday, HOLIDAY} if is_holiday else {weekday})


def in_force(surcharges: Sequence[Surcharge], kind: frozenset[int]) -> list[int]:
    """Return the numbers of the surcharges that hold on a kind of day."""
    return [k for k, each in enumerate(surcharges) if each.days is None or kind & set(each.days)]


def share_of_interval(surcharge: Surcharge, start_s: int, interval_s: int) -> Fraction:
    """Return the part of an interval for which a surcharge holds on its days."""
    spans = ALWAYS if surcharge.hours is None else surcharge.hours
    held = sum(max(min(end, start_s + interval_s) - max(begin, start_s), 0) for begin, end in spans)
    return Fraction(held, interval_s)


def _share(surcharges: Sequence[Surcharge], kind: frozenset[int], start_s: int, interval_s: int) -> Fraction:
    own = (surcharges[k] for k in in_force(surcharges, kind))
    return sum((each.add * share_of_interval(each, start_s, interval_s) for each in own), Fraction(0))
