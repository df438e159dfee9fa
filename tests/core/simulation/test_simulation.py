"""The simulation against formulas, a chain solved exactly, its own trace, and the rules of the queue."""

import math
import pickle
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, linalg, special

from mfc_capacity.core.day.transient import through_day
from mfc_capacity.core.simulation import replications as simulation
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull
from mfc_capacity.core.simulation.played_day import (
    MOST_WARM_UP_DAYS,
    Day,
    Outcome,
    Trace,
    play,
    timeline_of,
    trace_day,
)
from mfc_capacity.core.simulation.replications import (
    LEAST_REPLICATIONS,
    Estimate,
    Estimates,
    Simulation,
    shrunk,
    simulate,
)
from mfc_capacity.core.steady.erlang import erlang_b, steady_state

pytestmark = pytest.mark.slow

HOUR_S = 3600.0
HALF_WIDTHS = 2.05  # four standard errors
OF_OTHERS = {
    "wait_level",
    "attempts",
    "never_served",
}  # of a target that is not set, of callers who come again
MEASURES = [field.name for field in fields(Estimates) if field.name not in OF_OTHERS]


def agree(estimate: Estimate, exact: np.ndarray | float, widest: float) -> None:
    """Assert that the exact values are within four standard errors, and these small enough to tell."""
    assert (estimate.half_width <= widest).all(), estimate.half_width
    assert (np.abs(estimate.value - exact) <= HALF_WIDTHS * estimate.half_width).all(), (estimate, exact)


def steady_day(calls_per_hour: float, n: int, stream: Stream, within_s: float = 20) -> Day:
    calls = np.full(24, calls_per_hour)
    return Day([replace(stream, calls=calls)], np.full(24, n), HOUR_S, within_s, periodic=True)


def in_steady_state(calls_per_hour: float, n: int, stream: Stream, replications: int) -> Simulation:
    day = steady_day(calls_per_hour, n, stream)
    return simulate(day, seed=11, precision=1e-9, max_replications=replications)


def twelve_operators(patience_s: float, replications: int) -> Simulation:
    """L'Ecuyer & Buist: from empty, 8 hours of 4.2 calls a minute, handled in 2 minutes on average."""
    day = Day([Stream(np.full(32, 63), 120, patience_s=patience_s)], np.full(32, 12), 900)
    return simulate(day, seed=3, precision=1e-9, max_replications=replications)


@pytest.mark.parametrize(
    ("calls_per_hour", "aht_s", "n", "patience_s"),
    [
        (100, 180, 7, math.inf),
        (100, 180, 6, math.inf),
        (12, 180, 1, math.inf),
        (400, 240, 30, math.inf),
        (2880, 60, 50, 120),
        (100, 180, 4, 60),
        (100, 180, 6, 600),
        (900, 200, 48, 30),
    ],
)
def test_steady_state(calls_per_hour: float, aht_s: float, n: int, patience_s: float) -> None:
    stream = Stream(0, aht_s, patience_s=patience_s)
    run = in_steady_state(calls_per_hour, n, stream, max(16, int(12_000 / calls_per_hour)))
    exact = steady_state(calls_per_hour, aht_s, n, patience_s=patience_s)
    assert run.stable
    for name in MEASURES:
        value = float(getattr(exact, name))
        widest = max(value, 1 - value) * 0.05 if name not in {"asa_s", "mean_wait_s"} else value * 0.2
        agree(getattr(run.day, name), value, widest)


@pytest.mark.parametrize("law", [Exponential(), Lognormal(0), Lognormal(2)])
@pytest.mark.parametrize("impatience", [{"patience_s": 1e-9}, {"hangs_up_at_once": 1.0}])
def test_loss_depends_on_the_mean_handling_time_only(law: Law, impatience: dict[str, float]) -> None:
    """Erlang B holds for every law of handling times (Sevastyanov 1957)."""
    run = in_steady_state(120, 6, Stream(0, 180, aht_law=law, **impatience), 60)
    blocked = float(erlang_b(6, 6))
    agree(run.day.abandonment, blocked, 0.007)
    agree(run.day.p_wait, blocked, 0.007)
    agree(run.day.occupancy, 1 - blocked, 0.015)
    assert float(run.day.asa_s.value) == 0


@pytest.mark.parametrize("cv", [0, 0.5, 1.5])
def test_one_operator_and_any_handling_time(cv: float) -> None:
    """The mean wait of M/G/1 is rho AHT (1 + cv^2) / (2 (1 - rho)) (Pollaczek 1930, Khinchine 1932)."""
    run = in_steady_state(14, 1, Stream(0, 180, aht_law=Lognormal(cv)), 600)
    exact = 0.7 * 180 * (1 + cv**2) / 2 / 0.3
    agree(run.day.mean_wait_s, exact, exact * 0.08)
    agree(run.day.p_wait, 0.7, 0.01)


@pytest.mark.parametrize(
    ("law", "survival"),
    [
        (Weibull(0.7), lambda x: math.exp(-((x * math.gamma(1 + 1 / 0.7)) ** 0.7))),
        (Weibull(2.5), lambda x: math.exp(-((x * math.gamma(1 + 1 / 2.5)) ** 2.5))),
        (
            Lognormal(1.3),
            lambda x: 1 - special.ndtr(math.log(max(x, 1e-99) * math.sqrt(2.69)) / math.sqrt(math.log(2.69))),
        ),
    ],
)
def test_patience_of_any_law(law: Law, survival: Any) -> None:
    """M/M/n+G: with J of Zeltyn & Mandelbaum (2005) in minutes and a mean patience of 2 minutes."""
    rate, n, mu, patience = 5.0, 10, 0.5, 2.0
    run = in_steady_state(rate * 60, n, Stream(0, 120, patience_s=120, patience_law=law), 60)
    grid = np.linspace(0, 60, 60_001)
    stays = integrate.cumulative_simpson([survival(u / patience) for u in grid], x=grid, initial=0)
    j = integrate.simpson(np.exp(rate * stays - n * mu * grid), x=grid)
    before = 1 / float(erlang_b(n - 1, rate / mu))
    agree(run.day.p_wait, rate * j / (before + rate * j), 0.01)
    agree(run.day.abandonment, (1 + (rate - n * mu) * j) / (before + rate * j), 0.005)


def test_callers_who_hang_up_at_once() -> None:
    """Half of the callers do not queue: the states beyond n have the ratio a / 2n."""
    n, load, share = 5, 4.5, 0.5
    run = in_steady_state(90, n, Stream(0, 180, hangs_up_at_once=share), 100)
    weight = load**n / math.factorial(n) / (1 - share * load / n)
    waits = weight / (weight + sum(load**k / math.factorial(k) for k in range(n)))
    agree(run.day.p_wait, waits, 0.01)
    agree(run.day.abandonment, share * waits, 0.01)


def test_two_hotlines_mix() -> None:
    streams = [Stream(np.full(24, 30), 240), Stream(np.full(24, 60), 120)]
    day = Day(streams, np.full(24, 40), HOUR_S, periodic=True)
    run = simulate(day, seed=2, precision=1e-9, max_replications=40)
    agree(run.day.occupancy, (30 * 240 + 60 * 120) / HOUR_S / 40, 0.002)


def test_lecuyer_and_buist_without_hanging_up() -> None:
    level = twelve_operators(math.inf, 2000).day.service_level_offered
    agree(level, 1815.27 / 2016, 0.002)


def test_lecuyer_and_buist_with_a_minute_of_patience() -> None:
    day = twelve_operators(60, 800).day
    agree(day.service_level_offered, 1906.72 / 2016, 0.002)
    agree(day.abandonment, 59.24 / 2016, 0.001)


def test_enough_operators_for_a_sinusoid() -> None:
    """M_t/M/inf: the mean number busy is a/mu + b (mu sin gt - g cos gt) / (mu^2 + g^2)."""
    intervals, length_s, n = 48, 300.0, 200
    edges_s = np.arange(intervals + 1) * length_s
    g, mu, a, b = 2 * math.pi / edges_s[-1], 1 / 900, 0.03, 0.02
    calls = a * length_s - b * np.diff(np.cos(g * edges_s)) / g
    wave = -b * (mu * np.cos(g * edges_s) + g * np.sin(g * edges_s)) / g / (mu**2 + g**2)
    busy = a / mu + np.diff(wave) / length_s
    day = Day([Stream(calls, 1 / mu)], np.full(intervals, n), length_s, periodic=True)
    run = simulate(day, seed=8, precision=1e-9, max_replications=1000)
    agree(run.intervals.occupancy, busy / n, 0.003)
    assert float(run.day.p_wait.value) == 0


def chain(n: int, rate: float, mu: float, theta: float, states: int) -> np.ndarray:
    k = np.arange(states)
    leaves = np.minimum(k, n) * mu + np.maximum(k - n, 0) * theta
    flow = np.diag(np.full(states - 1, rate), 1) + np.diag(leaves[1:], -1)
    return flow - np.diag(flow.sum(axis=1))


def relieved(p: np.ndarray, before: int, after: int) -> np.ndarray:
    k = np.arange(p.size)
    waiting = np.maximum(k - before, 0)
    to = np.where(after < before, np.minimum(np.minimum(k, before), after) + waiting, k)
    return np.bincount(to, weights=p, minlength=p.size)


def exact_day(calls: list[float], operators: list[int], patience: float) -> tuple[np.ndarray, float]:
    """Solve the chain, handling time 1: who waits per interval, and how many hang up in all, also later."""
    length, steps, states, before = 2.0, 400, 120, 0
    p, waits, lost = np.eye(1, states)[0], [], 0.0
    for rate, n in [*zip(np.divide(calls, length), operators, strict=True), (0.0, operators[-1])]:
        p = relieved(p, before, n)
        closed = len(waits) == len(operators)
        turns = 20 * steps if closed else steps
        move = linalg.expm(chain(n, rate, 1.0, 1 / patience, states) * length / steps)
        path = np.array([p, *(p := p @ move for _ in range(turns))])
        x = np.linspace(0, length * turns / steps, turns + 1)
        lost += integrate.simpson(path @ np.maximum(np.arange(states) - n, 0), x=x) / patience
        waits.append(integrate.simpson(path[:, n:].sum(axis=1), x=x) / length)
        before = n
    return np.array(waits[:-1]), lost


@pytest.mark.parametrize("operators", [[6, 3, 8, 4], [5, 0, 6, 2], [3, 3, 3, 3], [0, 4, 1, 5]])
def test_staff_comes_and_goes(operators: list[int]) -> None:
    """Operators who leave finish their call, the others serve on; those of the last interval stay."""
    calls = [14.0, 9.0, 16.0, 12.0]
    waits, lost = exact_day(calls, operators, patience=1.5)
    day = Day([Stream(calls, 60, patience_s=90)], operators, 120, within_s=10)
    run = simulate(day, seed=4, precision=1e-9, max_replications=6000)
    agree(run.intervals.p_wait, np.where(np.equal(operators, 0), 1.0, waits), 0.012)
    agree(run.day.abandonment, lost / sum(calls), 0.006)


def test_surplus_operators_finish_their_call() -> None:
    """All 30 leave after the first interval: what is left of their calls is overtime, and all of it busy."""
    day = Day([Stream([300, 0, 0], 100)], [30, 0, 0], 100)
    run = simulate(day, seed=6, precision=1e-9, max_replications=300)
    timeline = timeline_of(day)
    tallies = [simulation.tally_of(timeline, 6, replication) for replication in range(300)]
    busy_s = np.mean([tally.busy_s for tally in tallies], axis=0)
    assert busy_s[2] == pytest.approx(busy_s[1] / math.e, rel=0.03)
    assert busy_s[1] > 500
    assert run.intervals.occupancy.value[1:] == pytest.approx(1)
    assert run.intervals.occupancy.value[0] < 1


operators_of_a_day = st.lists(st.sampled_from([0, 1, 1, 2, 3, 6]), min_size=1, max_size=6)
streams_of_a_day = st.lists(
    st.tuples(
        st.floats(0, 15),
        st.sampled_from([0.0, 10.0, 60.0, 200.0]),
        st.sampled_from([1e-12, 20.0, 200.0, math.inf]),
        st.sampled_from([0.0, 0.3, 1.0]),
    ),
    min_size=1,
    max_size=2,
)


@given(operators_of_a_day, streams_of_a_day, st.data())
@settings(max_examples=150)
def test_rules_of_the_queue(
    operators: list[int], rows: list[tuple[float, ...]], choices: st.DataObject
) -> None:
    """First come, first served; nobody waits beside an idle operator; no more are at work than on duty."""
    size = len(operators)
    is_open = np.array(choices.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    streams = [
        Stream(calls * is_open, aht_s, patience_s=patience_s, hangs_up_at_once=at_once)
        for calls, aht_s, patience_s, at_once in rows
    ]
    day = Day(streams, operators * is_open, 60, is_open=is_open, periodic=choices.draw(st.booleans()))
    timeline = timeline_of(day)
    trace, overtime_s = play(timeline, 1, 0)
    answered = trace.outcome == Outcome.ANSWERED
    free_s = trace.arrival_s + trace.offered_wait_s
    assert np.isfinite(trace.wait_s).all()
    assert (trace.wait_s <= trace.offered_wait_s * (1 + 1e-12)).all()
    assert (trace.wait_s[answered] == trace.offered_wait_s[answered]).all()
    assert (trace.handling_s[~answered] == 0).all()
    moments = moments_between(trace, overtime_s, timeline.operators.size)
    index = (moments / 60).astype(int)
    on_duty = np.append(timeline.operators, 0)[np.minimum(index, timeline.operators.size)]
    begun_s = (trace.arrival_s + trace.wait_s)[answered]
    ended_s = begun_s + trace.handling_s[answered]
    busy = inside(moments, begun_s, ended_s) - inside(moments, *overtime_s.T)
    closed = np.append(np.flatnonzero(~np.resize(is_open, timeline.operators.size)), timeline.operators.size)
    closing_s = closed[np.searchsorted(closed, trace.interval)] * 60
    waiting = inside(moments, trace.arrival_s, np.minimum(trace.arrival_s + trace.wait_s, closing_s))
    assert ((busy >= 0) & (busy <= on_duty)).all()
    assert (busy == on_duty)[waiting > 0].all()
    for session in sessions_of(trace.interval, np.resize(is_open, timeline.operators.size)):
        met_s = np.maximum(free_s[session], trace.arrival_s[session])
        assert (np.diff(met_s[answered[session]]) >= -1e-9).all()


def moments_between(trace: Trace, overtime_s: np.ndarray, size: int) -> np.ndarray:
    begun_s = trace.arrival_s + trace.wait_s
    ended_s = begun_s + trace.handling_s
    events = [trace.arrival_s, begun_s, ended_s, overtime_s.ravel(), np.arange(size + 1) * 60.0]
    at = np.unique(np.concatenate(events))
    far_apart = np.diff(at) > 1e-6
    return ((at[1:] + at[:-1]) / 2)[far_apart]


def inside(moments: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    return ((begin <= moments[:, None]) & (moments[:, None] < end)).sum(axis=1)


def sessions_of(interval: np.ndarray, is_open: np.ndarray) -> list[np.ndarray]:
    session = np.cumsum(~is_open)[interval]
    return [session == number for number in np.unique(session)]


def test_trace_sums_up_to_the_simulation() -> None:
    streams = [
        Stream(np.array([40, 90, 60, 0, 30]), 150, Lognormal(1.1), 60, Weibull(0.7), 0.08),
        Stream(np.array([20, 20, 50, 0, 10]), 90),
    ]
    is_open = np.array([True, True, True, False, True])
    day = Day(streams, np.array([9, 14, 11, 0, 8]), 900, 20, is_open)
    run = simulate(day, seed=77, precision=1e-9, max_replications=25)
    traces = [trace_day(day, 77, replication) for replication in range(25)]
    joined = {each.name: np.concatenate([getattr(t, each.name) for t in traces]) for each in fields(Trace)}
    all_calls = Trace(**joined)
    assert run.calls == all_calls.wait_s.size
    check_measures(all_calls, np.full(run.calls, True), {n: float(e.value) for n, e in of(run.day).items()})
    for index in (0, 1, 2, 4):
        measured = {name: float(estimate.value[index]) for name, estimate in of(run.intervals).items()}
        check_measures(all_calls, all_calls.interval == index, measured)
    at_once = all_calls.outcome == Outcome.HUNG_UP_AT_ONCE
    assert at_once.any()
    assert (all_calls.wait_s[at_once] == 0).all()
    assert (all_calls.stream[at_once] == 0).all()


def of(estimates: Estimates) -> dict[str, Estimate]:
    return {name: getattr(estimates, name) for name in MEASURES}


def check_measures(trace: Trace, calls: np.ndarray, measured: dict[str, float]) -> None:
    answered = calls & (trace.outcome == Outcome.ANSWERED)
    in_time = answered & (trace.wait_s <= 20)
    expected = {
        "p_wait": np.mean(trace.offered_wait_s[calls] > 0),
        "asa_s": np.mean(trace.wait_s[answered]),
        "mean_wait_s": np.mean(trace.wait_s[calls]),
        "abandonment": np.mean(trace.outcome[calls] > 0),
        "service_level_offered": in_time.sum() / calls.sum(),
        "service_level_answered": in_time.sum() / answered.sum(),
        "service_level_virtual": np.mean(trace.offered_wait_s[calls] <= 20),
    }
    for name, value in expected.items():
        assert measured[name] == pytest.approx(value, rel=1e-12), name


def test_busy_time_is_all_handling_time() -> None:
    day = Day([Stream([80, 60, 0, 0, 0, 0], 100)], [6, 8, 8, 8, 8, 8], 900)
    timeline = timeline_of(day)
    trace, _ = play(timeline, 5, 0)
    assert (trace.arrival_s + trace.wait_s + trace.handling_s).max() < 6 * 900
    assert simulation.tally_of(timeline, 5, 0).busy_s.sum() == pytest.approx(trace.handling_s.sum())


def overnight(periodic: bool, days: int) -> Day:
    """Too few operators from 20:00 on: the queue of the evening is served after midnight."""
    calls = np.tile(np.repeat([30.0, 60.0, 60.0], 8), days)
    operators = np.tile(np.repeat([3, 4, 2], 8), days)
    return Day([Stream(calls, 120)], operators, HOUR_S, periodic=periodic)


def test_round_the_clock_is_a_day_among_others() -> None:
    days = simulate(overnight(periodic=False, days=4), seed=1, precision=1e-9, max_replications=300)
    day = simulate(overnight(periodic=True, days=1), seed=2, precision=1e-9, max_replications=300)
    alone = simulate(overnight(periodic=False, days=1), seed=3, precision=1e-9, max_replications=300)
    assert alone.intervals.p_wait.value[0] < 0.3 < day.intervals.p_wait.value[0]
    for name in MEASURES:
        estimate, among = of(day.intervals)[name], of(days.intervals)[name]
        distance = np.hypot(estimate.half_width, among.half_width[48:72]) * HALF_WIDTHS
        assert (np.abs(estimate.value - among.value[48:72]) <= distance).all(), name
    assert (day.intervals.p_wait.half_width < 0.06).all()


@pytest.mark.parametrize(
    ("calls_per_hour", "patience_s", "at_once", "stable"),
    [(59, math.inf, 0, True), (61, math.inf, 0, False), (61, 9000, 0, True), (61, math.inf, 0.1, True)],
)
def test_a_queue_that_grows_from_day_to_day(
    calls_per_hour: float, patience_s: float, at_once: float, stable: bool
) -> None:
    """One operator answers 60 calls of a minute in an hour."""
    stream = Stream(0, 60, patience_s=patience_s, hangs_up_at_once=at_once)
    day = steady_day(calls_per_hour, 1, stream)
    assert timeline_of(day).stable == stable
    assert timeline_of(replace(day, periodic=False)).stable


@pytest.mark.parametrize(("calls_per_hour", "days"), [(40, 1), (58, 10), (70, MOST_WARM_UP_DAYS)])
def test_slow_queues_are_warmed_up_longer(calls_per_hour: float, days: int) -> None:
    timeline = timeline_of(steady_day(calls_per_hour, 1, Stream(0, 60)))
    assert timeline.measured == slice(24 * days, 24 * (days + 1))
    assert timeline.operators.size == 24 * (days + 2)


def test_the_same_seed_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "POOL_PAYS_FROM_CALLS", 0)
    day = Day([Stream([50, 80], 200, patience_s=90)], [12, 15], 900)
    one, two = (simulate(day, seed=5, precision=0.02, workers=workers) for workers in (1, 2))
    assert one.replications > LEAST_REPLICATIONS
    assert pickle.dumps(one) == pickle.dumps(two)
    assert simulate(day, seed=6, precision=0.02).day != one.day


def test_other_operators_meet_the_same_callers() -> None:
    day = Day([Stream([50, 80], 200, patience_s=90)], [12, 15], 900)
    fewer = trace_day(replace(day, operators=[9, 9]), 5)
    joined = trace_day(replace(day, streams=[*day.streams, Stream([5, 5], 100)]), 5)
    assert (trace_day(day, 5).arrival_s == fewer.arrival_s).all()
    assert (joined.arrival_s[joined.stream == 0] == fewer.arrival_s).all()
    assert not np.array_equal(trace_day(day, 5, 1).arrival_s, fewer.arrival_s)


def test_stops_when_precise_enough() -> None:
    day = Day([Stream([50, 80], 200, patience_s=90)], [12, 15], 900)
    seen: list[tuple[int, int]] = []
    run = simulate(day, seed=5, precision=0.01, progress=lambda done, planned: seen.append((done, planned)))
    assert float(run.day.service_level_offered.half_width) <= 0.01
    assert [done for done, _ in seen] == list(range(1, run.replications + 1))
    looks = sorted({planned for _, planned in seen})
    for look in looks[:-1]:
        earlier = simulate(day, seed=5, precision=1e-9, max_replications=look)
        assert float(earlier.day.service_level_offered.half_width) > 0.01
    assert len(looks) > 1
    assert all(1.25 * few <= more <= 2 * few for few, more in pairwise(looks))
    assert simulate(day, seed=5, precision=0.001, max_replications=30).replications == 30


def test_half_widths_cover_the_truth() -> None:
    """19 of 20 intervals hold the exact value: 380 of 400, give or take 17, four standard errors."""
    exact = steady_state(100, 180, 6, patience_s=60)
    covered = 0
    for seed in range(400):
        day = Day([Stream([100.0], 180, patience_s=60)], [6], HOUR_S, periodic=True)
        run = simulate(day, seed=seed, max_replications=10)
        level = run.day.service_level_offered
        covered += bool(abs(level.value - exact.service_level_offered) <= level.half_width)
    assert 363 <= covered <= 397


def test_all_calls_in_time_is_no_certainty() -> None:
    """Not one of N calls missed: were the chance of a miss ln 40 / N, 39 of 40 runs would have shown one."""
    day = Day([Stream([5.0], 10)], [50], HOUR_S)
    few = simulate(day, seed=1, precision=0.5)
    assert float(few.day.service_level_offered.value) == 1
    assert float(few.day.service_level_offered.half_width) == pytest.approx(1 - 0.025 ** (1 / few.calls))
    assert simulate(day, seed=1, precision=0.001).calls >= 3688


def test_no_calls() -> None:
    run = simulate(Day([Stream([0.0, 0.0], 100)], [3, 0], 900), seed=1)
    assert (run.replications, run.calls) == (LEAST_REPLICATIONS, 0)
    for name in MEASURES:
        value, width = of(run.day)[name].value, of(run.day)[name].half_width
        assert (np.isnan(value) and np.isnan(width)) or (name == "occupancy" and (value, width) == (0, 0))
    assert run.intervals.occupancy.value[0] == 0
    assert np.isnan(run.intervals.occupancy.value[1])


def test_a_call_now_and_then() -> None:
    run = simulate(Day([Stream([1.0], 100)], [1], HOUR_S), seed=1, max_replications=200)
    assert 140 < run.calls < 260
    assert float(run.day.service_level_offered.value) > 0.9


def test_no_operators() -> None:
    """Callers hang up or are turned away when the doors close: nobody waits for ever."""
    day = Day([Stream([30.0, 30.0], 100, patience_s=300), Stream([10.0, 10.0], 100)], [0, 0], 900)
    run, trace = simulate(day, seed=1, max_replications=40), trace_day(day, 1)
    assert float(run.day.abandonment.value) == float(run.day.p_wait.value) == 1
    assert float(run.day.service_level_virtual.value) == 0
    assert np.isnan(run.day.asa_s.value)
    assert np.isnan(run.day.service_level_answered.value)
    endless = trace.stream == 1
    assert trace.wait_s[endless] == pytest.approx((1800 - trace.arrival_s)[endless])
    assert (trace.arrival_s + trace.wait_s <= 1800 * (1 + 1e-12))[trace.outcome == Outcome.ABANDONED].all()
    assert simulate(replace(day, periodic=True), seed=1, max_replications=2).stable is False


def test_overload_all_day_with_endless_patience() -> None:
    """Operators stay until all 100,000 callers are answered, twice as long as the doors are open."""
    calls = np.full(48, 100_000 / 48)
    day = Day([Stream(calls, 216)], np.full(48, 250), 900)
    trace = trace_day(day, 9)
    assert (trace.outcome == Outcome.ANSWERED).all()
    assert trace.wait_s.max() == pytest.approx(43_200, rel=0.03)
    assert abs(trace.wait_s.size - 100_000) < 4 * math.sqrt(100_000)


def test_a_day_that_opens_twice() -> None:
    """The queue of the morning is the morning's: its operators stay, and the evening starts afresh."""
    is_open = np.array([True, False, True])
    day = Day([Stream([200.0, 0, 20.0], 600)], [2, 0, 50], 900, is_open=is_open)
    run = simulate(day, seed=1, max_replications=20)
    assert run.intervals.mean_wait_s.value[0] > 10_000
    assert run.intervals.p_wait.value[2] == 0
    assert np.isnan(run.intervals.p_wait.value[1])
    assert run.intervals.occupancy.value[1] == 1
    assert run.intervals.occupancy.value[2] < 1


def test_handling_takes_no_time() -> None:
    run = simulate(Day([Stream([100.0], 0, patience_s=1e-300)], [1], 900), seed=1, max_replications=20)
    assert float(run.day.service_level_offered.value) == 1
    assert float(run.day.occupancy.value) == 0


GOOD = Day([Stream([1.0, 1.0], 60)], [1, 1], 900)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (replace(GOOD, streams=[]), "at least one stream"),
        (replace(GOOD, streams=[Stream([1.0], 60)]), "each of the 2 intervals"),
        (replace(GOOD, streams=[Stream([1.0, -1.0], 60)]), "calls must be finite"),
        (replace(GOOD, streams=[Stream([1.0, math.nan], 60)]), "calls must be finite"),
        (replace(GOOD, streams=[Stream([1.0, 1.0], -60)]), "aht_s must be finite"),
        (replace(GOOD, streams=[Stream([1.0, 1.0], 60, patience_s=0)]), "patience_s must be above 0"),
        (replace(GOOD, streams=[Stream([1.0, 1.0], 60, hangs_up_at_once=1.1)]), "between 0 and 1"),
        (replace(GOOD, operators=[1, 1.5]), "operators must be whole"),
        (replace(GOOD, interval_s=0), "interval_s must be finite and above 0"),
        (replace(GOOD, within_s=-1), "within_s must be finite"),
        (replace(GOOD, is_open=[True, False]), "0 while the doors are closed"),
    ],
)
def test_nonsense_is_refused(day: Day, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        simulate(day, seed=1)


@pytest.mark.parametrize("options", [{"seed": -1}, {"precision": 0}, {"max_replications": 1}, {"workers": 0}])
def test_nonsense_is_refused_of_the_run_too(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        simulate(GOOD, **({"seed": 1} | options))


OFFICE_WEIGHTS = np.repeat([3, 7, 10, 9, 6, 5, 7, 7, 7, 5, 3, 3], 2)


def test_over_200_seeds_intervals_hold_the_true_value_and_the_worst_one_is_not_low_by_chance() -> None:
    calls = 300 * OFFICE_WEIGHTS / OFFICE_WEIGHTS.sum()
    operators = np.ceil(calls / 6 + np.sqrt(calls / 6))
    operators[16] -= 1  # one interval is worse than all others
    exact = through_day(calls * 2, 300, operators, interval_s=1800, patience_s=300).service_level_offered[0]
    day = Day([Stream(calls, 300, patience_s=300)], operators, 1800, 20)
    runs = [simulate(day, seed=seed, precision=0.03) for seed in range(200)]

    def held(estimate: Estimate, true: np.ndarray | float) -> float:
        return float(np.mean(np.abs(estimate.value - true) <= estimate.half_width))

    of_day = [held(run.day.service_level_offered, float(exact @ calls / calls.sum())) for run in runs]
    of_intervals = [held(run.intervals.service_level_offered, exact) for run in runs]
    drawn = [shrunk(run.intervals.service_level_offered, exact + 0.03) for run in runs]
    worst = [int(np.argmin(each.value)) for each in drawn]
    off = [float(each.value[k] - exact[k]) for each, k in zip(drawn, worst, strict=True)]
    inside = [abs(by) <= each.half_width[k] for each, k, by in zip(drawn, worst, off, strict=True)]
    assert 0.93 <= np.mean(of_day) <= 0.99
    assert 0.94 <= np.mean(of_intervals) <= 0.98
    assert np.mean(inside) >= 0.94
    assert abs(np.mean(off)) < 0.01
    as_they_are = runs[0].intervals.service_level_offered
    unknown = shrunk(as_they_are, np.full(exact.shape, np.nan))
    assert np.array_equal(unknown.value, as_they_are.value)
