"""Operators taken away where only what feels it is worked out, against whole days worked out each time."""

from dataclasses import replace

import numpy as np
import pytest

from mfc_capacity.core.arrays import Ints
from mfc_capacity.core.day.goals import Goals, goals_of
from mfc_capacity.core.day.intervals import Plan, interval_queue
from mfc_capacity.core.day.staffing import operators_through_day
from mfc_capacity.core.day.transient import day_plan, entered, first_state, left, states_joined
from mfc_capacity.core.day.trimming import Trimming
from mfc_capacity.core.targets import Targets

CALLS = np.array([[40.0, 60, 90, 80, 50, 30, 20, 60], [400.0, 500, 300, 200, 600, 300, 250, 100]])
TARGETS = Targets(service_level=0.8, within_s=20.0, max_abandonment=0.04)


def trimming(plan: Plan, goals: Goals, lowest: Ints, *, in_part: bool) -> Trimming:
    state = first_state(plan)[0]
    begin = [state]
    for i in range(plan.intervals):
        start = entered(plan, i, state)
        state = left(interval_queue(plan, i, start.law), start)
        begin.append(state)
    short, carried = np.zeros(len(lowest), dtype=bool), np.full(len(lowest), in_part)
    found = Trimming(plan, goals, lowest, states_joined(begin), long_waits=short, carried=carried)
    found.trim()
    return found


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("minutes", [5, 30])
def test_parts_of_a_day_tell_what_whole_days_tell(minutes: int, periodic: bool) -> None:
    calls = np.repeat(CALLS[:1, :4] if minutes < 30 else CALLS, 30 // minutes, axis=1)
    arguments = {"aht_s": 240.0, "interval_s": 60.0 * minutes, "patience_s": 150.0}
    least = operators_through_day(calls, targets=TARGETS, periodic=periodic, **arguments).operators
    plan = day_plan(calls, operators=least, within_s=20.0, periodic=periodic, **arguments)
    held = replace(plan, operators=least + np.random.default_rng(2).integers(0, 2, least.shape))
    goals = goals_of(plan, TARGETS)
    part, whole = (trimming(held, goals, least, in_part=in_part) for in_part in (True, False))
    assert part.in_part.all()
    assert (held.operators != part.plan.operators).any()
    np.testing.assert_array_equal(part.plan.operators, whole.plan.operators)
    np.testing.assert_array_equal(part.bound_by, whole.bound_by)
