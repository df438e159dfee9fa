"""The queue through a day against closed forms, the literature, balances and the steady state."""

import math
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mfc_capacity.core.day.transient import Day, through_day
from mfc_capacity.core.steady.erlang import erlang_b, steady_state

SHARES = (
    "p_wait",
    "abandonment",
    "occupancy",
    "service_level_offered",
    "service_level_answered",
    "service_level_virtual",
)
FIGURES = (*SHARES, "asa_s", "mean_wait_s")


def sane(day: Day) -> bool:
    """Say whether nothing is NaN or out of bounds."""
    shares = np.stack([getattr(day, name) for name in SHARES])
    numbers = np.stack([day.asa_s, day.mean_wait_s, day.waiting_at_end])
    return bool(((shares >= 0) & (shares <= 1)).all() and (numbers >= 0).all())


@pytest.mark.parametrize("intervals", [1, 8, 32])
@pytest.mark.parametrize(("patience_s", "in_time"), [(math.inf, 1815.27), (60.0, 1906.72)])
def test_lecuyer_and_buist(intervals: int, patience_s: float, in_time: float) -> None:
    """From empty, 8 hours, 4.2 calls a minute, handled in 2 minutes by 12 operators, within 20 seconds.

    L'Ecuyer & Buist, Modeling and simulation of call centers, WSC 2006: 1812.62 to 1819.70 and 1903.79 to
    1908.23 answered in time with 95 % confidence; the exact values are from an independent solution.
    """
    day = through_day(
        np.full(intervals, 252.0), 120, 12, interval_s=28_800 / intervals, patience_s=patience_s
    )
    calls = 2016 / intervals
    assert (day.service_level_offered * calls).sum() == pytest.approx(in_time, abs=0.005)


def test_lecuyer_and_buist_abandoned() -> None:
    """59.24 hang up within the 8 hours (57.66 to 59.56); some of those who wait at the end follow."""
    day = through_day(np.full(16, 252.0), 120, 12, interval_s=1800, patience_s=60)
    later = day.waiting_at_end[0, -1]
    lost = (day.abandonment * 126).sum()
    assert 0 < lost - 59.24 < 0.25 * later


def test_many_operators_and_a_wave_of_calls() -> None:
    """M_t/M/inf with a + b sin(g t) calls: the load is a / mu + b (mu sin g t - g cos g t) / (mu^2 + g^2)."""
    mu, a, b, g, step_s = 1 / 300, 0.05, 0.03, 2 * math.pi / 86_400, 300.0
    middle = (np.arange(288) + 0.5) * step_s
    day = through_day((a + b * np.sin(g * middle)) * 3600, 1 / mu, 120, interval_s=step_s, periodic=True)
    load = a / mu + b * (mu * np.sin(g * middle) - g * np.cos(g * middle)) / (mu**2 + g**2)
    np.testing.assert_allclose(day.occupancy[0] * 120, load, rtol=1e-4)
    assert day.stable.all()


@given(
    st.floats(0.1, 60),
    st.floats(0.7, 1.4),
    st.sampled_from([30.0, 120.0, 900.0, math.inf]),
    st.sampled_from([0.0, 20.0, 300.0]),
)
@settings(max_examples=15)
def test_a_long_constant_day_is_the_steady_state(
    load: float, ratio: float, patience_s: float, within_s: float
) -> None:
    n = max(round(load * ratio), 1)
    if patience_s == math.inf:
        n = math.ceil(load + 0.5 * math.sqrt(load))
    args: dict[str, Any] = {"patience_s": patience_s, "within_s": within_s}
    day = through_day(np.full(24, load * 20), 180, n, interval_s=7200, **args)
    steady = steady_state(load * 20, 180, n, **args)
    for name in FIGURES:
        assert getattr(day, name)[0, -1] == pytest.approx(float(getattr(steady, name)), rel=1e-6, abs=1e-9), (
            name
        )


@st.composite
def days(draw: st.DrawFn) -> dict[str, Any]:
    intervals = draw(st.integers(1, 6))
    each = {"min_size": intervals, "max_size": intervals}
    interval_s = draw(st.sampled_from([60.0, 900.0]))
    return {
        "calls_per_hour": draw(st.lists(st.sampled_from([0.0, 1.0, 30.0, 200.0, 900.0]), **each)),
        "aht_s": draw(st.sampled_from([30.0, 180.0, 1200.0])),
        "operators": draw(st.lists(st.sampled_from([0, 1, 3, 12, 40]), **each)),
        "patience_s": draw(st.sampled_from([1e-3, 5.0, 120.0, 5000.0, math.inf])),
        "within_s": draw(st.sampled_from([0.0, 20.0, 700.0])),
        "interval_s": interval_s,
        "periodic": draw(st.booleans()) and intervals * interval_s >= 3600,  # longer than calls and waits
    }


# Queues of hundreds before few operators, or none: the farther laws travel, the more of their digits they lose.
DIGITS_KEPT = 2e-5
ABANDONED_QUEUE = {
    "calls_per_hour": [0.0, 200.0, 1.0, 0.0],
    "aht_s": 30.0,
    "operators": [0, 3, 0, 0],
    "patience_s": 5000.0,
    "within_s": 700.0,
    "interval_s": 900.0,
    "periodic": False,
}
LONG_QUEUE = {
    "calls_per_hour": [0.0, 900.0, 0.0, 0.0],
    "aht_s": 30.0,
    "operators": [0, 12, 1, 0],
    "patience_s": 5000.0,
    "within_s": 700.0,
    "interval_s": 900.0,
    "periodic": False,
}


LONG_NIGHT = {
    "calls_per_hour": [0.0, 1.0, 900.0, 900.0, 0.0, 1.0],
    "aht_s": 30.0,
    "operators": [1, 0, 0, 0, 1, 1],
    "patience_s": 5000.0,
    "within_s": 0.0,
    "interval_s": 900.0,
    "periodic": True,
}


@pytest.mark.slow
@given(days())
@example(LONG_QUEUE)
@example(ABANDONED_QUEUE)
@settings(max_examples=40)
def test_bounds_and_balances(arguments: dict[str, Any]) -> None:
    day = through_day(**arguments)
    assert sane(day)
    calls = np.array(arguments["calls_per_hour"])
    in_time, answered = day.service_level_offered, day.service_level_answered * (1 - day.abandonment)
    np.testing.assert_allclose(in_time, answered, atol=DIGITS_KEPT)
    assert (day.service_level_virtual >= in_time - 1e-5).all()
    assert (1 - day.p_wait <= in_time + 1e-5)[:, calls > 0].all()
    if arguments["patience_s"] == math.inf and min(arguments["operators"]) > 0:
        assert (day.abandonment < 1e-9).all()
        np.testing.assert_allclose(day.asa_s, day.mean_wait_s, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("patience_s", "interval_s", "operators", "periodic"),
    [(5.0, 900.0, [1, 3, 0], False), (5.0, 900.0, [12, 1, 3], True), (120.0, 60.0, [1, 3, 0], True)],
)
def test_a_threshold_far_beyond_the_patience_is_kept_for_all_who_are_answered(
    patience_s: float, interval_s: float, operators: list[int], periodic: bool
) -> None:
    day = through_day(
        calls_per_hour=[900.0] * 3,
        aht_s=30.0 if patience_s < 60 else 180.0,
        operators=operators,
        patience_s=patience_s,
        within_s=700.0,
        interval_s=interval_s,
        periodic=periodic,
    )
    late = np.exp(-700.0 / patience_s)  # at most so many still wait by then
    np.testing.assert_allclose(day.service_level_offered, 1 - day.abandonment, atol=1e-6 + late)


# Long queues before next to nobody: four callers of a million are answered, or none.
HARDLY_ANSWERED = {
    "calls_per_hour": [0.0, 0.0, 0.0, 200.0, 900.0, 1.0],
    "aht_s": 180.0,
    "patience_s": 5000.0,
    "within_s": 0.0,
    "interval_s": 900.0,
    "periodic": False,
}


@pytest.mark.slow
@given(days())
@example(HARDLY_ANSWERED | {"operators": [0, 0, 0, 0, 3, 0]})
@example(HARDLY_ANSWERED | {"operators": [0, 0, 0, 0, 1, 0]})
@example(LONG_NIGHT)
@settings(max_examples=20)
def test_days_do_not_touch_each_other(arguments: dict[str, Any]) -> None:
    other = [arguments["calls_per_hour"], np.array(arguments["calls_per_hour"])[::-1] / 3]
    both = through_day(**{**arguments, "calls_per_hour": other})
    alone = through_day(**arguments)
    are_answered = (
        alone.abandonment[0] < 1 - 1e-4
    )  # the mean wait of fewer is a ratio of what rounding leaves
    for field in fields(Day):
        told = are_answered if field.name == "asa_s" else ...
        one, other_too = getattr(alone, field.name)[0][told], getattr(both, field.name)[0][told]
        np.testing.assert_allclose(other_too, one, rtol=DIGITS_KEPT, atol=1e-7)


@pytest.mark.slow
def test_days_of_another_patience_change_hardly_a_digit() -> None:
    """A threshold far beyond one patience is looked at more often for all days that are worked out together."""
    shape = {"aht_s": 180, "operators": [0, 1, 12, 0], "interval_s": 900, "within_s": 700}
    calls = [900.0, 0.0, 0.0, 1.0]
    alone = through_day(calls, **shape).service_level_offered
    both = through_day(calls, patience_s=[[math.inf], [60.0]], **shape).service_level_offered
    np.testing.assert_allclose(both[0], alone[0], atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("patience_s", [60.0, 1000.0, math.inf])
def test_time_waited_is_time_spent_in_the_queue(patience_s: float) -> None:
    """Little's law over a day that ends empty: all waits together are the integral of the queue.

    The integral is taken by Simpson's rule from the queue at the ends of short intervals.
    """
    calls, n = np.repeat([120.0, 260.0, 60.0, 0.0], 40), np.repeat([8, 8, 7, 7], 40)
    day = through_day(calls, 120, n, interval_s=30, patience_s=patience_s)
    queue = np.concatenate([[0], day.waiting_at_end[0]])
    assert queue[-1] < 1e-6
    integral = 10 * (queue[:-1:2] + 4 * queue[1::2] + queue[2::2]).sum()
    waited = (day.mean_wait_s[0] * calls).sum() * 30 / 3600
    assert waited == pytest.approx(integral, rel=1e-4)
    if patience_s < math.inf:
        assert (day.abandonment[0] * calls).sum() * 30 / 3600 == pytest.approx(waited / patience_s, rel=1e-9)


@pytest.mark.parametrize("intervals", [1, 4])
def test_the_length_of_an_interval_does_not_matter(intervals: int) -> None:
    """An overload of two hours, drained in two more, seen in longer or shorter intervals."""
    calls, n = np.repeat([400.0, 100.0], 12), np.repeat([16, 12], 12)
    fine = through_day(calls, 180, n, interval_s=600)
    coarse = through_day(
        np.repeat([400.0, 100.0], intervals), 180, np.repeat([16, 12], intervals), interval_s=7200 / intervals
    )
    for name in ("p_wait", "asa_s", "mean_wait_s", "service_level_offered"):
        averaged = getattr(fine, name).reshape(2, -1).mean(axis=1)
        expected = getattr(coarse, name).reshape(2, -1).mean(axis=1)
        np.testing.assert_allclose(averaged, expected, rtol=1e-5, err_msg=name)


def test_a_backlog_that_forms_and_is_gone() -> None:
    """Callers who never hang up outnumber the operators for two hours, and every wait stays finite."""
    calls = np.array([100, 100, 260, 260, 100, 100, 100, 100.0])
    day = through_day(calls, 180, 10, interval_s=3600)
    assert day.stable.all()
    assert sane(day)
    assert day.waiting_at_end[0].argmax() == 3
    assert day.waiting_at_end[0, 3] == pytest.approx(120, rel=0.1)  # 2 x (260 - 200) calls
    assert day.asa_s[0, 3] > 1000
    assert day.service_level_offered[0, 3] < 1e-3
    assert day.service_level_offered[0, -1] == pytest.approx(
        float(steady_state(100, 180, 10).service_level_offered), abs=1e-6
    )


def test_the_doors_close_on_an_overload() -> None:
    """The last operators stay until the queue is empty, so its last callers wait for all of those before."""
    day = through_day([400.0, 0.0], 180, [10, 0], interval_s=3600)
    assert day.waiting_at_end[0, 0] == pytest.approx(200, rel=0.1)
    assert day.waiting_at_end[0, 1] == 0
    assert np.isfinite(day.asa_s).all()
    assert day.mean_wait_s[0, 0] == pytest.approx(1800, rel=0.15)


def test_a_day_that_opens_twice_begins_empty_twice() -> None:
    twice = through_day([200, 300, 0, 200, 300.0], 200, [14, 20, 0, 14, 20], interval_s=1800, patience_s=300)
    once = through_day([200, 300.0], 200, [14, 20], interval_s=1800, patience_s=300)
    for name in (*FIGURES, "waiting_at_end"):
        values = getattr(twice, name)[0]
        np.testing.assert_allclose(values[:2], getattr(once, name)[0], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(values[3:], values[:2], rtol=1e-9, atol=1e-12)


def test_no_calls() -> None:
    for n in (0, 5):
        day = through_day(np.zeros(4), 180, n, interval_s=900)
        assert [getattr(day, name).tolist() for name in FIGURES] == [
            [[0.0] * 4],
            [[0.0] * 4],
            [[0.0] * 4],
            *[[[1.0] * 4]] * 3,
            [[0.0] * 4],
            [[0.0] * 4],
        ]
        assert day.stable.all()


def test_handling_times_are_needed_only_where_somebody_calls() -> None:
    unknown = math.nan
    day = through_day(
        [0, 90, 0, 90.0],
        [unknown, 100, unknown, 100],
        4,
        interval_s=900,
        patience_s=[unknown, 60, unknown, 60],
    )
    known = through_day([0, 90, 0, 90.0], 100, 4, interval_s=900, patience_s=60)
    np.testing.assert_array_equal(day.occupancy, known.occupancy)
    with pytest.raises(ValueError, match="aht_s"):
        through_day([0, 90.0], [100, unknown], 4, interval_s=900)


def test_nobody_on_duty() -> None:
    day = through_day(np.full(4, 90.0), 180, 0, interval_s=900, patience_s=60)
    np.testing.assert_allclose(day.abandonment, 1)
    np.testing.assert_allclose(day.mean_wait_s[0, :3], 60, rtol=1e-6)
    assert day.mean_wait_s[0, 3] < 60  # sent away when the doors close
    assert (day.asa_s == math.inf).all()
    assert (day.service_level_answered == 0).all()


def test_one_caller_met_by_one_operator() -> None:
    """So few calls that no two meet: everybody is answered at once."""
    day = through_day([1e-6], 60, 1, interval_s=900)
    assert day.service_level_offered[0, 0] == pytest.approx(1, abs=1e-7)
    assert day.occupancy[0, 0] == pytest.approx(1e-6 / 60 * (1 - (1 - math.exp(-15)) / 15), rel=1e-4)


@pytest.mark.parametrize("n", [1, 24])
def test_no_patience_is_a_loss_system(n: int) -> None:
    day = through_day(np.full(6, 600.0), 120, n, interval_s=3600, patience_s=1e-4, within_s=0)
    assert day.abandonment[0, -1] == pytest.approx(float(erlang_b(n, 20)), rel=1e-5)
    assert day.asa_s[0, -1] < 1e-3


def test_operators_who_leave_finish_their_call() -> None:
    """Ten calls in progress when all but one operator leave: nine are finished outside, in their own time."""
    day = through_day([3600, 0, 0.0], 600, [40, 1, 1], interval_s=600, patience_s=100)
    steady_before = day.occupancy[0, 0]
    assert 0.3 < steady_before < 1
    assert day.occupancy[0, 1] > 0.95
    assert day.occupancy[0, 2] < day.occupancy[0, 1]
    assert (day.waiting_at_end[0] == 0).sum() == 0


def test_more_operators_never_hurt() -> None:
    calls = np.array([120, 260, 220, 90.0])
    base = np.array([8, 13, 11, 6])
    plans = np.vstack([base, base + np.eye(4, dtype=int)])
    day = through_day(np.broadcast_to(calls, plans.shape), 180, plans, interval_s=900, patience_s=300)
    for name in ("abandonment", "asa_s", "mean_wait_s"):
        values = getattr(day, name)
        assert (values[1:] <= values[0] + 1e-9).all(), name


def test_round_the_clock_begins_as_it_ends() -> None:
    """A day seen from midnight and the same day seen from noon."""
    calls = np.array([20, 10, 60, 200, 260, 180, 120, 50.0])
    n = np.array([2, 2, 5, 12, 13, 11, 7, 4])
    args: dict[str, Any] = {"interval_s": 10_800, "patience_s": 900, "periodic": True}
    midnight, noon = (
        through_day(calls, 180, n, **args),
        through_day(np.roll(calls, 4), 180, np.roll(n, 4), **args),
    )
    assert midnight.stable.all()
    for name in (*FIGURES, "waiting_at_end"):
        np.testing.assert_allclose(
            np.roll(getattr(midnight, name)[0], 4), getattr(noon, name)[0], rtol=1e-6, atol=1e-9, err_msg=name
        )


def test_round_the_clock_without_a_repeating_day() -> None:
    """A queue that grows by 20 calls an hour is reported, and worked out as a first day."""
    both = through_day([[60] * 6, [60] * 6], 180, [[2] * 6, [5] * 6], interval_s=14_400, periodic=True)
    assert both.stable.tolist() == [False, True]
    assert sane(both)
    assert np.isfinite(both.asa_s).all()
    assert both.waiting_at_end[0, -1] == pytest.approx(24 * 20, rel=0.05)


def test_closed_at_night_is_no_matter_of_midnight() -> None:
    calls, n = [0, 100, 300, 0.0], [0, 5, 8, 0]
    daily = through_day(calls, 180, n, interval_s=3600, periodic=True)
    single = through_day(calls, 180, n, interval_s=3600)
    assert daily.stable.all()
    np.testing.assert_allclose(daily.mean_wait_s, single.mean_wait_s)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("calls_per_hour", -1.0),
        ("calls_per_hour", math.nan),
        ("aht_s", 0.0),
        ("aht_s", math.inf),
        ("operators", 2.5),
        ("operators", -1.0),
        ("patience_s", 0.0),
        ("interval_s", 0.0),
        ("interval_s", math.nan),
        ("within_s", -20.0),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: float) -> None:
    arguments = {
        "calls_per_hour": 90.0,
        "aht_s": 180.0,
        "operators": 6.0,
        "interval_s": 900.0,
        "within_s": 20.0,
    }
    with pytest.raises(ValueError, match=name):
        through_day(**{**arguments, name: value})


@pytest.mark.slow
@pytest.mark.parametrize("operators", [2, 3, 8])
def test_a_day_begins_as_it_ends_however_long_ago_the_last_call_was(operators: int) -> None:
    """Nobody calls in the evening, and yet the backlog of the afternoon, if there is one, lasts past midnight."""
    calls = np.array([0.0] * 8 + [60.0] * 8 + [0.0] * 8)
    args: dict[str, Any] = {"interval_s": 3600, "patience_s": np.inf}
    one = through_day(calls, 360, operators, periodic=True, **args)
    days = through_day(np.tile(calls, 6), 360, operators, **args)
    if operators == 2:
        assert not one.stable.any()
        return
    assert one.stable.all()
    np.testing.assert_allclose(one.waiting_at_end[0], days.waiting_at_end[0, -24:], atol=1e-5)
    np.testing.assert_allclose(one.occupancy[0], days.occupancy[0, -24:], atol=1e-5)
    assert (one.waiting_at_end[0, -1] > 1) == (operators == 3)
