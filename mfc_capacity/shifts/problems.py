"""A group's days and shifts as the core takes them: intervals in place of clock times."""

from collections.abc import Mapping, Sequence

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.core.shifts.problem import Break, Family, Problem
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario import Shift
from mfc_capacity.shifts.hours import ShiftHours

SATURDAY = 5


def problem_of(
    planned: Planned,
    plan: GroupPlan,
    span: Sequence[int],
    required: Ints,
    hours: Mapping[str, ShiftHours],
) -> Problem:
    """Return what a group's shifts are to cover.

    Args:
        planned: the scenario.
        plan: of the group.
        span: the planned days of the horizon, which follow each other (D).
        required: operators at their desks (D x I).
        hours: of each shift that the group's people may work.
    """
    scenario, days = planned.scenario, planned.days
    own = list(span)
    calls = plan.load.calls[plan.load.kinds[own]]
    weights = np.divide(calls, required, out=np.ones_like(calls), where=(required > 0) & (calls > 0))
    terms = [plan.terms(kind) for kind in plan.load.kinds[own].tolist()]
    seats = None
    if any(each.max_operators is not None for each in terms):
        most = [
            np.iinfo(np.int32).max if each.max_operators is None else each.max_operators for each in terms
        ]
        seats = np.repeat(np.array(most)[:, np.newaxis], required.shape[1], axis=1)
    return Problem(
        required=required,
        families=tuple(
            _family(scenario.shifts[name], each, scenario.interval_s) for name, each in hours.items()
        ),
        rest=-(-scenario.rest_s // scenario.interval_s),
        weights=weights,
        weekend=days.weekdays[own] >= SATURDAY,
        seats=seats,
    )


def _family(shift: Shift, hours: ShiftHours, interval_s: int) -> Family:
    return Family(
        starts=tuple(start_s // interval_s for start_s in shift.starts_s),
        length=shift.length_s // interval_s,
        breaks=tuple(
            Break(
                each.length_s // interval_s,
                each.earliest_s // interval_s,
                (each.latest_s - each.length_s) // interval_s,
            )
            for each in shift.breaks
        ),
        days_on=shift.days_on,
        days_off=shift.days_off,
        costs=np.array([[float(worth) for worth in of_day] for of_day in hours.priced]),
        fewest=shift.min_operators,
        most=shift.max_operators,
        most_share=shift.max_share,
    )
