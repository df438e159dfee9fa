"""Cost, paid hours and operators at the peak of many scenarios, as exact numbers.

To split a change over eight inputs takes 256 plans that differ a little: what they share is worked out once. Not all
of them are kept at once, or a long horizon would not fit into memory.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.plan import money
from mfc_capacity.plan.ledger import TOTAL
from mfc_capacity.plan.planner import Demand, Planner, Required, contacts_of, surcharged_hours
from mfc_capacity.scenario import Scenario
from mfc_capacity.staffing.operators import GroupTask

SCENARIOS_AT_ONCE = 16  # and as many before them are remembered
COST, HOURS, PEAK = "cost", "operator_hours_paid", "peak_operators_required"
EXACT_METRICS = (COST, HOURS, PEAK)

Figures = dict[tuple[str, str], Fraction | None]


def exact_figures(scenarios: Sequence[Scenario], planner: Planner) -> list[Figures]:
    """Return the figures of each scenario by group (and total) and metric.

    Raises:
        UnreachableError: if a target of one of them cannot be kept by any number of operators.
    """
    figures: list[Figures] = []
    for start in range(0, len(scenarios), SCENARIOS_AT_ONCE):
        planner.memory.begin_round()
        demands = [planner.demand(scenario) for scenario in scenarios[start : start + SCENARIOS_AT_ONCE]]
        required = iter(planner.requirements([each for one in demands for each in one.tasks.values()]))
        figures += [
            _figures(planner, demand, {name: next(required) for name in demand.tasks}) for demand in demands
        ]
    return figures


def _figures(planner: Planner, demand: Demand, required: dict[str, Required]) -> Figures:
    """Return the figures of one scenario."""
    scenario, once, figures = demand.scenario, planner.memory.once, Figures()
    prices = tuple(scenario.costs.contacts.items())
    for name, own in required.items():
        shrinkage = tuple(terms.shrinkage for terms in demand.tasks[name].terms)
        hours = once(_paid_hours, own, scenario.interval_s, shrinkage)
        contact_cost = once(_contact_cost, demand.members(name), prices)
        price, share = scenario.costs.operator_hour, scenario.costs.after_duty
        beside = (
            once(_after_duty_hours, demand.tasks[name], own) if price is not None and share else Fraction(0)
        )
        surcharged = surcharged_hours(scenario, demand.days, demand.tasks[name], own.operators)
        beside = None if beside is None else beside * share + sum(surcharged or (), Fraction(0))
        priced = None if beside is None else hours + beside
        figures[name, COST] = _cost(priced, price, contact_cost)
        figures[name, HOURS] = hours
        figures[name, PEAK] = once(_peak, own)
    for metric in (COST, HOURS):
        values = [figures[name, metric] for name in required]
        known = [value for value in values if value is not None]
        figures[TOTAL, metric] = sum(known, Fraction(0)) if len(known) == len(values) else None
    figures[TOTAL, PEAK] = once(_peak, *required.values())
    return figures


def _paid_hours(required: Required, interval_s: int, shrinkage: tuple[Fraction, ...]) -> Fraction:
    """Return the paid hours of all days; `shrinkage` is that of each set of terms."""
    load = required.load
    days = np.bincount(load.kinds, minlength=len(load.open))
    by_kind = load.in_day(required.operators) * days
    on_duty = [int(by_kind[load.terms == number].sum()) for number in range(len(shrinkage))]
    hours = (
        money.paid_hours(count, interval_s, each) for count, each in zip(on_duty, shrinkage, strict=True)
    )
    return sum(hours, Fraction(0))


def _after_duty_hours(task: GroupTask, required: Required) -> Fraction | None:
    """Return the hours after duty of all days; None where some are not known."""
    hours = required.load.in_day(task.on(required.load).met(required.operators).after_duty_hours)
    if np.isnan(hours).any():
        return None
    days = np.bincount(required.load.kinds, minlength=len(hours)).tolist()
    by_kind = zip(hours.tolist(), days, strict=True)
    return sum((Fraction(each) * count for each, count in by_kind), Fraction(0))


def _peak(*required: Required) -> Fraction:
    """Return the most operators that the groups require at once."""
    return Fraction(int(np.max(sum(each.by_day for each in required))))


def _cost(hours: Fraction | None, price: Decimal | None, contact_cost: Fraction | None) -> Fraction | None:
    if hours is None or price is None or contact_cost is None:
        return None
    labour = Fraction(money.nearest(hours * Fraction(price) * money.HUNDREDTHS), money.HUNDREDTHS)
    return labour + contact_cost


def _contact_cost(
    members: tuple[HotlineDays, ...], prices: tuple[tuple[str, Decimal], ...]
) -> Fraction | None:
    days = len(members[0].shape)
    amounts = money.contact_amounts(contacts_of(members), dict(prices), days)
    return None if amounts is None else Fraction(money.nearest(money.total(amounts)), money.HUNDREDTHS)
