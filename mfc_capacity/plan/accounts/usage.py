"""What a day takes of a contract, in the contract's unit: calls, minutes of handling, or operator hours.

Calls are those offered to operators, of all hotlines together; minutes are these calls times their handling
time; operator hours are the paid hours of all groups, as the plan needs them. Calls and minutes are expected
values, counted in billionths of a unit, so that ten days of 100.1 calls are 1,001 calls and no more; paid
hours are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mfc_capacity.core.arrays import Floats
from mfc_capacity.plan import money
from mfc_capacity.plan.planner import GroupPlan, Planned

GRAIN = 10**9
OPERATOR_HOURS = "operator_hours"


@dataclass(frozen=True)
class Usage:
    """Units used by day (D), exactly; units that one call takes, by hotline and day; units of days without calls."""

    used: tuple[Fraction, ...]
    per_call: Mapping[str, Floats]
    without_calls: Floats


def usage(plan: Planned, unit: str) -> Usage:
    """Return what every planned day takes in a unit."""
    return _operator_hours(plan) if unit == OPERATOR_HOURS else _calls_or_minutes(plan, unit)


def _calls_or_minutes(plan: Planned, unit: str) -> Usage:
    nothing = np.zeros(len(plan.days))
    per_call = {
        name: nothing + (hotline.aht_s / 60 if unit == "minutes" else 1.0)
        for name, hotline in plan.scenario.hotlines.items()
    }
    by_day = sum((per_call[name] * one.calls for name, one in plan.hotlines.items()), start=nothing)
    used = tuple(Fraction(round(units * GRAIN), GRAIN) for units in by_day.tolist())
    return Usage(used, per_call, nothing)


def _operator_hours(plan: Planned) -> Usage:
    """Share each group's hours of a day among its calls by their handling time."""
    used = [Fraction(0)] * len(plan.days)
    per_call: dict[str, Floats] = {}
    without_calls = np.zeros(len(plan.days))
    for group_plan in plan.groups:
        paid = _paid_hours(group_plan, plan.scenario.interval_s)
        used = [total + hours for total, hours in zip(used, paid, strict=True)]
        hours = np.array(paid, dtype=float)
        aht_s = {name: plan.scenario.hotlines[name].aht_s for name in group_plan.group.hotlines}
        busy_s = sum(seconds * plan.hotlines[name].calls for name, seconds in aht_s.items())
        per_busy_s = np.divide(hours, busy_s, out=np.zeros_like(hours), where=busy_s > 0)
        per_call |= {name: seconds * per_busy_s for name, seconds in aht_s.items()}
        without_calls += np.where(busy_s > 0, 0.0, hours)
    return Usage(tuple(used), per_call, without_calls)


def _paid_hours(group_plan: GroupPlan, interval_s: int) -> list[Fraction]:
    on_duty = group_plan.operators.required.sum(axis=1).tolist()
    by_kind = [money.paid_hours(count, interval_s, group_plan.group.shrinkage) for count in on_duty]
    return [by_kind[kind] for kind in group_plan.load.kinds]
