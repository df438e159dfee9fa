"""Calls as they are drawn: how long they take depends on the interval in which they come."""

import numpy as np
import pytest

from mfc_capacity.core.simulation.callers import Stream, draw_callers, expected_calls
from mfc_capacity.core.simulation.laws import Lognormal
from mfc_capacity.core.simulation.played_day import Day, trace_day

CONSTANT = Lognormal(0.0)


def test_each_interval_has_its_own_handling_time() -> None:
    aht_s = [60.0, 120.0, 30.0, 240.0]
    trace = trace_day(Day([Stream([50.0] * 4, aht_s, CONSTANT)], [50] * 4, 900.0), seed=1)
    assert np.array(aht_s)[trace.interval] == pytest.approx(trace.handling_s)


def test_round_the_clock_every_day_has_the_same_times() -> None:
    aht_s = [60.0, 120.0]
    day = Day([Stream([50.0] * 2, aht_s, CONSTANT)], [50] * 2, 900.0, periodic=True)
    trace = trace_day(day, seed=1)
    assert set(trace.interval) == {0, 1}
    assert np.array(aht_s)[trace.interval] == pytest.approx(trace.handling_s)


def test_one_time_for_all_draws_the_same_calls() -> None:
    seeds = [np.random.SeedSequence(3)]
    calls = np.array([[40.0, 60.0]])
    one = draw_callers([Stream(calls[0], 90.0)], calls, 900.0, seeds)
    seeds = [np.random.SeedSequence(3)]
    each = draw_callers([Stream(calls[0], [90.0, 90.0])], calls, 900.0, seeds)
    assert one.handling_s.tolist() == each.handling_s.tolist()


def test_times_of_other_intervals_are_refused() -> None:
    with pytest.raises(ValueError, match="one number or one for each of the 2 intervals"):
        expected_calls([Stream([1.0, 2.0], [60.0, 60.0, 60.0])], 2)
