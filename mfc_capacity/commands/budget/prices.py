"""What operators on duty cost where the money pays for them, to the hundredth, as every command counts it.

Operators on duty are counted by rate (see `rates`) and by tariff. Hours after duty are taken to be the share of the
paid ones that the plan has of them, whoever is on duty.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain
from operator import mul

import numpy as np

from mfc_capacity.commands.budget.batches import Batches, Staffing
from mfc_capacity.commands.budget.rates import rates_of
from mfc_capacity.commands.budget.spending import Tariff, fixed_cost, tariffs
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.files.problems import NoAnswerError, say
from mfc_capacity.plan import money
from mfc_capacity.plan.planner import GroupPlan, Planned

ZERO = Fraction(0)


class Prices:
    """What operators on duty cost: the paid hours behind them, by rate, at the tariff of the day."""

    def __init__(self, plan: Planned) -> None:
        self.tariffs: Sequence[Tariff] = tariffs(plan)
        self.fixed = fixed_cost(plan)
        self.rates = rates_of(plan)
        self.after_duty = [_after_duty(group_plan, plan) for group_plan in plan.groups]

    @property
    def paid_hours(self) -> list[Fraction]:
        """The paid hours of one operator in one interval, by rate."""
        return [rate.paid_hours for rate in self.rates.each]

    @property
    def first(self) -> Floats:
        """The price of the first paid hour, by tariff."""
        return np.array([float(tariff.price) for tariff in self.tariffs])

    @property
    def surcharges(self) -> Floats:
        """What a paid hour costs beside the price of its tariff, rates x tariffs."""
        more = [float(rate.wages - 1) for rate in self.rates.each]
        surcharges: Floats = np.outer(more, [float(tariff.wage) for tariff in self.tariffs])
        return surcharges

    def on_duty(self, batches: Batches, staffing: Staffing) -> Ints:
        """Return how many intervals of one operator on duty a staffing has, rates x tariffs."""
        counts = np.zeros((len(self.paid_hours), len(self.tariffs)), dtype=np.int64)
        place = (batches.rate[staffing.batch], batches.tariff[staffing.batch])
        np.add.at(counts, place, staffing.operators * staffing.times)
        return counts

    def hours(self, on_duty: Ints) -> list[list[Fraction]]:
        """Return the paid hours, rates x tariffs."""
        return [
            [int(count) * each for count in row] for row, each in zip(on_duty, self.paid_hours, strict=True)
        ]

    def hours_of_groups(self, on_duty: Ints) -> list[float]:
        """Return the paid hours by group."""
        hours = [ZERO] * len(self.after_duty)
        for rate, row in zip(self.rates.each, self.hours(on_duty), strict=True):
            hours[rate.group] += sum(row)
        return [float(own) for own in hours]

    def costs(self, on_duty: Ints) -> list[int] | None:
        """Return the cost by group in hundredths; None where a contract does not have so many hours."""
        return self.costs_of_hours(self.hours(on_duty))

    def total(self, on_duty: Ints) -> int | float:
        """Return the whole cost in hundredths, infinite where a contract does not have so many hours.

        It is `fixed` and the sum of `costs`, which searches would wait for: in whole numbers.
        """
        counts = on_duty.tolist()
        paid, hour = self._paid_in_units
        booked = self._booked([sum(map(mul, column, paid)) * hour for column in zip(*counts, strict=True)])
        if booked is None:
            return math.inf
        wages, hundredth = self._wages_in_units
        flat = list(chain(*counts))
        labour = (money.nearest(sum(map(mul, flat, own)) * hundredth) for own in wages)
        return self.fixed + sum(labour) + sum(booked)

    def of_one_more(self, on_duty: Ints) -> Floats:
        """Return what one more operator in one interval costs, rates x tariffs; infinite where no hour is left."""
        used = [sum(of_rates, Fraction(0)) for of_rates in zip(*self.hours(on_duty), strict=True)]
        hour = [tariff.price_at(hours) for tariff, hours in zip(self.tariffs, used, strict=True)]
        prices = [math.inf if price is None else float(price) for price in hour]
        wages = [float(tariff.wage) for tariff in self.tariffs]
        beside = [rate.wages - 1 + self.after_duty[rate.group] for rate in self.rates.each]
        paid, more = (np.array(each, dtype=float) for each in (self.paid_hours, beside))
        of_one_more: Floats = np.outer(paid, prices) + np.outer(paid * more, wages)
        return of_one_more

    def costs_of_hours(self, hours: Sequence[Sequence[Fraction]]) -> list[int] | None:
        """Return the cost by group in hundredths of paid hours, rates x tariffs; None if there are not so many.

        Labour is rounded by group and a contract by its account, as the plan does, so that both say the same.
        """
        booked = self._booked([sum(of_rates, ZERO) for of_rates in zip(*hours, strict=True)])
        if booked is None:
            return None
        shares = [ZERO] * len(self.after_duty)
        for cost, of_rates in zip(booked, zip(*hours, strict=True), strict=True):
            total = sum(of_rates, ZERO)
            for rate, own in zip(self.rates.each, of_rates, strict=True) if total else ():
                shares[rate.group] += own / total * cost
        contracts = money.apportioned(shares, sum(booked))
        return [wages + contract for wages, contract in zip(self._labour(hours), contracts, strict=True)]

    def _labour(self, hours: Sequence[Sequence[Fraction]]) -> list[int]:
        """Return the wages by group in hundredths."""
        wages, paid = [ZERO] * len(self.after_duty), [ZERO] * len(self.after_duty)
        for rate, row in zip(self.rates.each, hours, strict=True):
            plain = sum(
                (own * tariff.wage for own, tariff in zip(row, self.tariffs, strict=True) if tariff.wage),
                ZERO,
            )
            wages[rate.group] += rate.wages * plain
            paid[rate.group] += plain
        return [
            money.nearest((own + beside * plain) * money.HUNDREDTHS) if own else 0
            for own, plain, beside in zip(wages, paid, self.after_duty, strict=True)
        ]

    @cached_property
    def _paid_in_units(self) -> tuple[list[int], Fraction]:
        """The paid hours of one operator in one interval, by rate, in units of the second."""
        (paid,), hour = money.in_units([self.paid_hours])
        return paid, hour

    @cached_property
    def _wages_in_units(self) -> tuple[list[list[int]], Fraction]:
        """The hundredths of wages of one in one interval, groups x (rates x tariffs), in units of the second."""
        factors = [
            (rate, rate.paid_hours * tariff.wage) for rate in self.rates.each for tariff in self.tariffs
        ]
        return money.in_units(
            [
                [
                    (rate.wages + beside) * plain * money.HUNDREDTHS * (rate.group == group)
                    for rate, plain in factors
                ]
                for group, beside in enumerate(self.after_duty)
            ]
        )

    def _booked(self, hours: Sequence[Fraction]) -> list[int] | None:
        """Return what each tariff's contract asks for in hundredths; None if one does not have so many hours."""
        costs = [
            tariff.contract_cost(of_tariff) for tariff, of_tariff in zip(self.tariffs, hours, strict=True)
        ]
        known = [cost for cost in costs if cost is not None]
        return known if len(known) == len(costs) else None


def _after_duty(group_plan: GroupPlan, plan: Planned) -> Fraction:
    """Return what the hours after duty of a group's plan cost, as a share of its plain wages; 0 of nobody.

    Raises:
        NoAnswerError: if they have a price and are not known.
    """
    expected, kinds = group_plan.operators.expected, group_plan.load.kinds
    after_duty_hours = group_plan.load.in_day(expected.after_duty_hours)
    by_kind = money.hours_after_duty(after_duty_hours, plan.scenario.costs)
    if by_kind is None:
        message, hint = (
            say("budget.after_duty_unknown", group=group_plan.name),
            say("budget.WITHOUT_AFTER_DUTY"),
        )
        raise NoAnswerError([plan.loaded.problem_at("costs.after_duty", message, hint)])
    operators, days = group_plan.operators, np.bincount(kinds, minlength=len(group_plan.load.open))
    in_day = group_plan.load.in_day(operators.required)
    on_duty = zip((in_day * days).tolist(), operators.shrinkage, strict=True)
    paid = sum(
        (money.paid_hours(count, plan.scenario.interval_s, shrinkage) for count, shrinkage in on_duty), ZERO
    )
    after_duty = sum((by_kind[kind] for kind in kinds.tolist()), ZERO) * plan.scenario.costs.after_duty
    return after_duty / paid if paid else ZERO
