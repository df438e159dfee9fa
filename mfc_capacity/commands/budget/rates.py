"""What an operator on duty costs in which interval: the paid hours behind one, and what surcharges make of a wage.

Both are the same in many intervals: shrinkage changes with dates and months, surcharges with the clock and the weekday.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.plan import money
from mfc_capacity.plan.planner import Planned
from mfc_capacity.plan.surcharges import surcharges_by_day

ONE = Fraction(1)


@dataclass(frozen=True)
class Rate:
    """The paid hours of one operator of a group in one interval, and how many times the plain wage an hour has."""

    group: int
    paid_hours: Fraction
    wages: Fraction


@dataclass(frozen=True, eq=False)
class Rates:
    """All rates of a plan, and which holds where.

    Attributes:
        each: the distinct rates.
        of_interval: by group, from a kind of surcharges, a kind of day and an interval (P x K x I) to the rate.
        surcharges_of_day: the kind of surcharges of each planned day (D).
    """

    each: tuple[Rate, ...]
    of_interval: tuple[Ints, ...]
    surcharges_of_day: Ints

    @property
    def kinds_of_surcharges(self) -> range:
        """The kinds of surcharges."""
        return range(self.of_interval[0].shape[0])


def rates_of(plan: Planned) -> Rates:
    """Return the rates of a planned scenario."""
    scenario = plan.scenario
    by_day = surcharges_by_day(scenario.costs.surcharges, plan.days, scenario.interval_s)
    shares = list(dict.fromkeys(by_day.shares)) if scenario.costs.surcharges else [by_day.shares[0]]
    kind_of = {row: k for k, row in enumerate(shares)}
    of_day = np.array([kind_of.get(row, 0) for row in by_day.shares])[by_day.of_day]
    number: dict[Rate, int] = {}
    found = []
    for group, group_plan in enumerate(plan.groups):
        own = np.empty((len(shares), *group_plan.load.open.shape), dtype=np.int64)
        for shrinkage in dict.fromkeys(group_plan.operators.shrinkage):
            kinds = np.array([each == shrinkage for each in group_plan.operators.shrinkage])
            hours = money.paid_hours(1, scenario.interval_s, shrinkage)
            for k, row in enumerate(shares):
                rates = [Rate(group, hours, ONE + share) for share in row]
                own[k, kinds] = [number.setdefault(rate, len(number)) for rate in rates]
        found.append(own)
    return Rates(tuple(number), tuple(found), of_day)
