"""Waits that people feel, through a day: their targets from both sides, and their percentile as its own threshold."""

import numpy as np
import pytest

from mfc_capacity.core.day.mixed import mixed_through_day
from mfc_capacity.core.day.mixed_staffing import operators_for_mixed_day
from mfc_capacity.core.day.staffing import operators_through_day
from mfc_capacity.core.day.transient import Day, through_day
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.targets import SERVICE_LEVELS_OF, Targets

CALLS = np.array([60.0, 200.0, 330.0, 330.0, 250.0, 90.0])
AHT_S, INTERVAL_S, SLACK = 240.0, 900.0, 3e-9
GOALS = [
    Targets(service_level=0.8, service_level_of="short", short_s=5.0),
    Targets(service_level=0.9, service_level_of="positive"),
    Targets(max_p_wait=0.2),
    Targets(wait=0.95, wait_within_s=60.0),
    Targets(service_level=0.5, within_s=60.0, wait=0.95, wait_within_s=15.0),
    Targets(service_level=0.5, wait=0.98, wait_within_s=1200.0, max_p_wait=0.7),
]
UNLIKE = Hotlines((Callers(120.0, patience=Patience(90.0)), Callers(360.0, patience=Patience(400.0))))


def missed(goal: Targets, day: Day) -> np.ndarray:
    """Return where some target is missed."""
    found = np.zeros(day.p_wait.shape, dtype=bool)
    names = {
        "service_level": f"service_level_{goal.service_level_of}",
        "max_p_wait": "p_wait",
        "wait": "wait_level",
    }
    for row, limit in goal.each():
        value = getattr(day, names[row.key])
        found |= value < limit - SLACK if row.is_least else value > limit + SLACK
    return found


@pytest.mark.parametrize("patience_s", [np.inf, 120.0])
@pytest.mark.parametrize("goal", GOALS)
def test_the_fewest_through_a_day_from_both_sides(goal: Targets, patience_s: float) -> None:
    solved = operators_through_day(
        CALLS, AHT_S, interval_s=INTERVAL_S, targets=goal, patience_s=patience_s, periodic=True
    )

    def met(operators: np.ndarray) -> np.ndarray:
        levels = goal.levels
        day = through_day(
            np.broadcast_to(CALLS, operators.shape),
            AHT_S,
            operators,
            interval_s=INTERVAL_S,
            patience_s=patience_s,
            within_s=levels.within_s,
            short_s=levels.short_s,
            wait_within_s=levels.wait_within_s,
            periodic=True,
        )
        return missed(goal, day) | ~day.stable[:, None]

    assert not met(solved.operators).any()
    fewer = solved.operators - np.eye(CALLS.size, dtype=np.int64)
    assert met(fewer).any(axis=1).all()


@pytest.mark.parametrize("goal", GOALS[:4])
def test_targets_are_kept_through_a_day_of_hotlines_that_differ(goal: Targets) -> None:
    calls = CALLS * np.array([[[0.6], [0.4]]])
    is_open = np.ones((1, CALLS.size), dtype=bool)
    solved, met = operators_for_mixed_day(calls, UNLIKE, interval_s=INTERVAL_S, targets=goal, is_open=is_open)
    levels = goal.levels
    again = mixed_through_day(
        calls,
        UNLIKE,
        solved.operators,
        interval_s=INTERVAL_S,
        within_s=levels.within_s,
        service_level_of=goal.service_level_of,
        short_s=levels.short_s,
        wait_within_s=levels.wait_within_s,
    )
    assert not missed(goal, again).any()
    np.testing.assert_array_equal(met.p_wait, again.p_wait)
    assert (solved.bound_by != "").all()


def test_a_long_flat_day_ends_in_the_steady_state() -> None:
    day = through_day(
        np.full(16, 2880.0), 60, 50, interval_s=900, patience_s=120, short_s=5.0, wait_within_s=40.0
    )
    steady = steady_state(2880.0, 60, 50, patience_s=120, short_s=5.0)
    for of in SERVICE_LEVELS_OF:
        name = f"service_level_{of}"
        assert getattr(day, name)[0, -1] == pytest.approx(float(getattr(steady, name)), abs=1e-9)
    longer = steady_state(2880.0, 60, 50, patience_s=120, within_s=40.0)
    assert day.wait_level[0, -1] == pytest.approx(float(longer.service_level_answered), abs=1e-9)


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("patience_s", [np.inf, 120.0])
def test_the_percentile_is_the_threshold_that_nine_of_ten_keep(patience_s: float, periodic: bool) -> None:
    """Also where the next interval has more operators, or fewer, than the one in which they call."""
    operators = np.array([7, 15, 22, 27, 17, 9])
    rules = {"interval_s": INTERVAL_S, "patience_s": patience_s, "periodic": periodic}
    day = through_day(CALLS, AHT_S, operators, with_p90=True, **rules)
    found = day.p90_wait_s[0]
    assert np.isfinite(found).all()
    assert (found > 0).sum() >= 3
    for interval, wait_s in enumerate(found):
        level = through_day(CALLS, AHT_S, operators, wait_within_s=wait_s, **rules).wait_level[0, interval]
        if wait_s > 0:
            assert level == pytest.approx(0.9, abs=1e-6)
        else:
            assert level >= 0.9


def test_a_percentile_beyond_the_interval_is_not_known() -> None:
    day = through_day([600.0, 600.0], 240, [10, 10], interval_s=900, with_p90=True)
    assert day.asa_s[0, 1] > 900
    assert np.isnan(day.p90_wait_s[0, 1])


def test_nothing_is_worked_out_that_is_not_asked_for() -> None:
    day = through_day(CALLS, AHT_S, 25, interval_s=INTERVAL_S)
    assert np.isnan(day.wait_level).all()
    assert np.isnan(day.p90_wait_s).all()
