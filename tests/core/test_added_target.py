"""A target is a row: one that the tables do not have yet is planned for by both methods and named as what decides."""

from collections.abc import Callable

import numpy as np
import pytest

from mfc_capacity.core.day.staffing import operators_through_day
from mfc_capacity.core.day.transient import through_day
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.steady.staffing import (
    Requirement,
    UnreachableTargetError,
    operators_required,
    unreachable,
)
from mfc_capacity.core.targets import MEAN_WAIT, P_WAIT, TARGETS, Target, Targets

AHT_S, INTERVAL_S, PATIENCE_S = 240.0, 1800.0, 300.0
CALLS_PER_HOUR = np.array([30.0, 90.0, 200.0, 260.0, 150.0, 60.0])
SLACK = 2e-9
UNLIKE = Hotlines((Callers(120.0, patience=Patience(60.0)), Callers(360.0, 1.2, Patience(600.0))))
MIXED_CALLS = CALLS_PER_HOUR[:, np.newaxis] * [0.6, 0.4]

(WAITING,) = (row for row in TARGETS if row.measure == P_WAIT)
LONG_WAITS = Target("max_mean_wait", MEAN_WAIT, never_met=0.0, never_missed=np.inf, follows_waits=True)
ROWS = (*TARGETS, LONG_WAITS)
GOALS = [
    (Targets(rows=ROWS, max_p_wait=0.2), WAITING, 0.2),
    (Targets(rows=ROWS, max_mean_wait_s=12.0), LONG_WAITS, 12.0),
]


def steady(goal: Targets) -> Requirement:
    return operators_required(CALLS_PER_HOUR, AHT_S, patience_s=PATIENCE_S, targets=goal)


def carried(goal: Targets) -> Requirement:
    solved = operators_through_day(
        CALLS_PER_HOUR, AHT_S, interval_s=INTERVAL_S, patience_s=PATIENCE_S, targets=goal
    )
    return Requirement(solved.operators[0], solved.bound_by[0])


def mixed(goal: Targets) -> Requirement:
    return UNLIKE.required(goal, MIXED_CALLS)


def steadily_met(row: Target, operators: np.ndarray) -> np.ndarray:
    state = steady_state(CALLS_PER_HOUR, AHT_S, operators, patience_s=PATIENCE_S)
    return np.asarray(getattr(state, row.measure.name))


def met_through_day(row: Target, operators: np.ndarray) -> np.ndarray:
    day = through_day(CALLS_PER_HOUR, AHT_S, operators, interval_s=INTERVAL_S, patience_s=PATIENCE_S)
    return np.asarray(getattr(day, row.measure.name)[0])


def met_by_all(row: Target, operators: np.ndarray) -> np.ndarray:
    return np.asarray(getattr(UNLIKE.met(MIXED_CALLS, operators, 20.0), row.measure.name))


METHODS = [(steady, steadily_met), (carried, met_through_day), (mixed, met_by_all)]


@pytest.mark.parametrize(("goal", "row", "most"), GOALS, ids=[row.key for _, row, _ in GOALS])
@pytest.mark.parametrize(("plan", "met"), METHODS, ids=["steady", "carried", "mixed"])
def test_a_target_that_is_added_is_kept_by_the_fewest(
    plan: Callable[[Targets], Requirement],
    met: Callable[[Target, np.ndarray], np.ndarray],
    goal: Targets,
    row: Target,
    most: float,
) -> None:
    solved = plan(goal)
    assert (solved.bound_by == row.key).all()
    assert (met(row, solved.operators) <= most * (1 + SLACK) + SLACK).all()
    for interval in range(solved.operators.size):
        fewer = solved.operators.copy()
        fewer[interval] -= 1
        assert (met(row, fewer) > most).any()


@pytest.mark.parametrize("plan", [steady, carried, mixed])
def test_it_decides_only_where_it_asks_for_most(plan: Callable[[Targets], Requirement]) -> None:
    alone = plan(Targets(rows=ROWS, service_level=0.9)).operators
    both = plan(Targets(rows=ROWS, service_level=0.9, max_p_wait=0.1))
    assert (both.operators >= alone).all()
    assert (both.operators > alone).any()
    assert (both.bound_by[both.operators > alone] == "max_p_wait").all()


@pytest.mark.parametrize("plan", [steady, carried, mixed])
def test_its_value_that_cannot_be_met_is_refused(plan: Callable[[Targets], Requirement]) -> None:
    goal = Targets(rows=ROWS, max_p_wait=0.0)
    assert (unreachable(goal, CALLS_PER_HOUR, PATIENCE_S) == "max_p_wait").all()
    with pytest.raises(UnreachableTargetError, match="max_p_wait"):
        plan(goal)


def test_a_target_without_a_row_is_refused() -> None:
    with pytest.raises(TypeError, match="max_mean_wait_s"):
        Targets(max_mean_wait_s=12.0)
