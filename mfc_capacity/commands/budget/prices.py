"""What operators on duty cost where the money pays for them, to the hundredth, as every command counts it.

Hours after duty are taken to be the share of the paid ones that the plan has of them, whoever is on duty.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from mfc_capacity.commands.budget.batches import Batches, Staffing
from mfc_capacity.commands.budget.spending import Tariff, fixed_cost, tariffs
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.files.problems import NoAnswerError, say
from mfc_capacity.plan import money
from mfc_capacity.plan.planner import GroupPlan, Planned

ZERO = Fraction(0)


class Prices:
    """What operators on duty cost: the paid hours behind them, by group, at the tariff of the day."""

    def __init__(self, plan: Planned) -> None:
        self.tariffs: Sequence[Tariff] = tariffs(plan)
        self.fixed = fixed_cost(plan)
        interval_s = plan.scenario.interval_s
        self.paid_hours = [
            money.paid_hours(1, interval_s, group_plan.group.shrinkage) for group_plan in plan.groups
        ]
        self.after_duty = [
            _after_duty(group_plan, plan, each)
            for group_plan, each in zip(plan.groups, self.paid_hours, strict=True)
        ]

    @cached_property
    def _parts_an_hour(self) -> int:
        """How many parts an hour has, so that every operator in an interval is paid a whole number of them."""
        return lcm(*(each.denominator for each in self.paid_hours))

    @cached_property
    def _hour_parts(self) -> list[int]:
        return [int(each * self._parts_an_hour) for each in self.paid_hours]

    @cached_property
    def _labour_rates(self) -> list[list[Fraction]]:
        """The wages of a part of an hour in hundredths, groups x tariffs."""
        part = Fraction(money.HUNDREDTHS, self._parts_an_hour)
        return [[(1 + beside) * tariff.wage * part for tariff in self.tariffs] for beside in self.after_duty]

    def on_duty(self, batches: Batches, staffing: Staffing) -> Ints:
        """Return how many intervals of one operator on duty a staffing has, groups x tariffs."""
        counts = np.zeros((len(self.paid_hours), len(self.tariffs)), dtype=np.int64)
        place = (batches.group[staffing.batch], batches.tariff[staffing.batch])
        np.add.at(counts, place, staffing.operators * staffing.times)
        return counts

    def hours(self, on_duty: Ints) -> list[list[Fraction]]:
        """Return the paid hours, groups x tariffs."""
        return [
            [int(count) * each for count in row] for row, each in zip(on_duty, self.paid_hours, strict=True)
        ]

    def costs(self, on_duty: Ints) -> list[int] | None:
        """Return the cost by group in hundredths; None where a contract does not have so many hours."""
        return self.costs_of_hours(self.hours(on_duty))

    def total(self, on_duty: Ints) -> int | float:
        """Return the whole cost in hundredths, infinite where a contract does not have so many hours.

        It is `fixed` and the sum of `costs`, counted in whole numbers of a part of an hour: searches ask often.
        """
        counts: list[list[int]] = on_duty.tolist()
        parts = [[count * each for count in row] for row, each in zip(counts, self._hour_parts, strict=True)]
        total = self.fixed
        for row, rates in zip(parts, self._labour_rates, strict=True):
            wages = [own * rate for own, rate in zip(row, rates, strict=True) if own and rate]
            total += money.nearest(sum(wages, ZERO)) if wages else 0
        for tariff, of_groups in zip(self.tariffs, zip(*parts, strict=True), strict=True):
            cost = tariff.contract_cost(Fraction(sum(of_groups), self._parts_an_hour))
            if cost is None:
                return math.inf
            total += cost
        return total

    def of_one_more(self, on_duty: Ints) -> Floats:
        """Return what one more operator in one interval costs, groups x tariffs; infinite where no hour is left."""
        used = [sum(of_groups, Fraction(0)) for of_groups in zip(*self.hours(on_duty), strict=True)]
        hour = [
            tariff.price if tariff.hours is None or hours < tariff.hours else tariff.beyond
            for tariff, hours in zip(self.tariffs, used, strict=True)
        ]
        prices = [math.inf if price is None else float(price) for price in hour]
        wages = [float(tariff.wage) for tariff in self.tariffs]
        paid, after_duty = (np.array(each, dtype=float) for each in (self.paid_hours, self.after_duty))
        of_one_more: Floats = np.outer(paid, prices) + np.outer(paid * after_duty, wages)
        return of_one_more

    def costs_of_hours(self, hours: Sequence[Sequence[Fraction]]) -> list[int] | None:
        """Return the cost by group in hundredths of paid hours, groups x tariffs; None if there are not so many.

        Labour is rounded by group and a contract by its account, as the plan does, so that both say the same.
        """
        labour = [
            (1 + after_duty) * sum((own * t.wage for own, t in zip(row, self.tariffs, strict=True)), ZERO)
            for row, after_duty in zip(hours, self.after_duty, strict=True)
        ]
        shares, booked = [ZERO] * len(hours), 0
        for tariff, of_groups in zip(self.tariffs, zip(*hours, strict=True), strict=True):
            total = sum(of_groups, ZERO)
            cost = tariff.contract_cost(total)
            if cost is None:
                return None
            booked += cost
            shares = [
                share + (own / total * cost if total else 0)
                for share, own in zip(shares, of_groups, strict=True)
            ]
        contracts = money.apportioned(shares, booked)
        return [
            money.nearest(wages * money.HUNDREDTHS) + contract
            for wages, contract in zip(labour, contracts, strict=True)
        ]


def _after_duty(group_plan: GroupPlan, plan: Planned, paid_hours: Fraction) -> Fraction:
    """Return what the hours after duty of a group's plan cost, as a share of its wages; 0 of nobody.

    Raises:
        NoAnswerError: if they have a price and are not known.
    """
    expected, kinds = group_plan.operators.expected, group_plan.load.kinds
    by_kind = money.hours_after_duty(expected.after_duty_hours.sum(axis=1), plan.scenario.costs)
    if by_kind is None:
        message, hint = (
            say("budget.after_duty_unknown", group=group_plan.name),
            say("budget.WITHOUT_AFTER_DUTY"),
        )
        raise NoAnswerError([plan.loaded.problem_at("costs.after_duty", message, hint)])
    paid = int(group_plan.operators.required.sum(axis=1)[kinds].sum()) * paid_hours
    after_duty = sum((by_kind[kind] for kind in kinds.tolist()), ZERO) * plan.scenario.costs.after_duty
    return after_duty / paid if paid else ZERO
