"""What an operator of a shift is paid for: hours within the horizon, with shrinkage and what surcharges are worth.

A shift that runs over an end of the horizon counts by the part that lies within, so that horizons that follow each
other add up. Its unpaid breaks count by their share of its length there, wherever they lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mfc_capacity.core.arrays import Ints
from mfc_capacity.demand.calendar import Days
from mfc_capacity.files.units import DAY_S
from mfc_capacity.plan.money import paid_hours
from mfc_capacity.plan.surcharges import surcharges_by_day
from mfc_capacity.scenario import Group, Scenario, Shift

ByStart = tuple[tuple[Fraction, ...], ...]

HOUR_S = 3600


@dataclass(frozen=True)
class ShiftHours:
    """Of one operator who begins on each day of work at each start (D + 1 x S).

    `paid` is with shrinkage; `priced` is what these hours are worth at the price of an hour, surcharges and the shift's
    own factor included.
    """

    paid: ByStart
    priced: ByStart


def shrinkage_of(group: Group, shift: Shift, day: date | None, kind: int) -> Fraction:
    """Return the shrinkage of who works a shift on a day: without breaks, where the shift holds its own."""
    timeline = group.shrinkage_without_breaks
    if not shift.breaks or timeline is None:
        return group.terms_on(day, kind).shrinkage
    return timeline.at(day)[0 if day is None else day.month - 1]


def shift_hours(
    scenario: Scenario, group: Group, shift: Shift, days: Days, span: Sequence[int]
) -> ShiftHours:
    """Return the hours of a shift in a horizon of planned days that follow each other (D)."""
    interval_s = scenario.interval_s
    day = DAY_S // interval_s
    surcharges = surcharges_by_day(scenario.costs.surcharges, days, interval_s)
    worth = [1 + share for own in span for share in surcharges.shares[int(surcharges.of_day[own])]]
    an_interval = Fraction(interval_s, HOUR_S) * shift.paid_s / shift.length_s
    paid, priced = [], []
    for row in range(len(span) + 1):
        own = span[max(row - 1, 0)]
        hour = an_interval / (1 - shrinkage_of(group, shift, days.dates[own], int(days.kinds[own])))
        begins = [(row - 1) * day + start_s // interval_s for start_s in shift.starts_s]
        within = [worth[max(begin, 0) : max(begin + shift.length_s // interval_s, 0)] for begin in begins]
        paid.append(tuple(len(part) * hour for part in within))
        priced.append(tuple(sum(part, Fraction(0)) * hour * shift.cost_factor for part in within))
    return ShiftHours(tuple(paid), tuple(priced))


def bare_hours(
    scenario: Scenario, group: Group, days: Days, span: Sequence[int], required: Ints
) -> tuple[Fraction, Fraction]:
    """Return the paid hours of operators who are there only while required (D x I), and what these are worth."""
    surcharges = surcharges_by_day(scenario.costs.surcharges, days, scenario.interval_s)
    paid = priced = Fraction(0)
    for day, own in zip(span, required.tolist(), strict=True):
        shrinkage = group.terms_on(days.dates[day], int(days.kinds[day])).shrinkage
        hour = paid_hours(1, scenario.interval_s, shrinkage)
        worth = surcharges.shares[int(surcharges.of_day[day])]
        paid += sum(own) * hour
        priced += sum(count * (1 + share) for count, share in zip(own, worth, strict=True)) * hour
    return paid, priced
