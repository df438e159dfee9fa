"""Operators seen at work: their number where callers wait, a bound where nobody does."""

import numpy as np
import pytest

from mfc_capacity.core.learning.on_duty import operators_seen
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.played_day import Day, Outcome, trace_day

HOUR_S, DAY_S = 3600, 86_400


@pytest.mark.parametrize("seed", range(3))
def test_operators_who_were_all_busy_are_counted(seed: int) -> None:
    there = np.repeat([0, 6, 10, 7, 0], [8, 3, 5, 4, 4])
    calls = np.where(there > 0, there * 21.0, 0.0)  # 180 s each: a load of a twentieth beyond them
    trace = trace_day(Day([Stream(calls, 180.0, patience_s=120.0)], there, HOUR_S, is_open=there > 0), seed)
    answered = trace.outcome == Outcome.ANSWERED
    begins = (trace.arrival_s + trace.wait_s)[answered]
    seen = operators_seen(begins, begins + trace.handling_s[answered], trace.arrival_s, trace.wait_s, HOUR_S)
    is_open = there > 0  # those on duty stay until nobody waits
    assert seen.is_full[is_open].all()
    assert (seen.count[is_open] == there[is_open]).all()
    assert not seen.is_full[:8].any()


def test_where_nobody_waits_there_is_a_bound() -> None:
    begins = np.array([0.0, 100.0, 200.0])
    seen = operators_seen(begins, begins + 250, begins, np.zeros(3), HOUR_S)
    assert (int(seen.count[0]), bool(seen.is_full[0])) == (3, False)


def test_ringing_is_no_wait() -> None:
    begins = np.arange(0.0, HOUR_S, 10)
    seen = operators_seen(begins + 4, begins + 9, begins, np.full(begins.size, 4.0), HOUR_S)
    assert not seen.is_full.any()


def test_a_service_from_the_day_before_counts() -> None:
    seen = operators_seen(np.array([-600.0]), np.array([600.0]), np.empty(0), np.empty(0), HOUR_S)
    assert seen.count.tolist() == [1] + [0] * 23


def test_more_in_service_than_while_callers_waited_is_no_number() -> None:
    """Two answer while somebody waits; then five more come."""
    begins = np.array([0.0, 0.0, *[1800.0] * 5])
    seen = operators_seen(begins, np.full(7, 3600.0), np.array([100.0]), np.array([600.0]), HOUR_S)
    assert (int(seen.count[0]), bool(seen.is_full[0])) == (7, False)
