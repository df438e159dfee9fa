"""Waits that people feel: five service levels, who waits at all, the waits of those answered and their percentile.

What is expected is summed over the states of the queue with the laws of what a caller meets in each, at 30 digits, or
integrated over the wait by another library's rule; neither shares a formula with the code.
"""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mfc_capacity.core.simulation.laws import Lognormal, Weibull
from mfc_capacity.core.steady import percentile
from mfc_capacity.core.steady.erlang import Queue, SteadyState, exact_queue, steady_state
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.steady.percentile import plain_wait_not_exceeded_s
from mfc_capacity.core.steady.queue_states import searched_queue
from mfc_capacity.core.steady.staffing import UnreachableTargetError, operators_required
from mfc_capacity.core.targets import SERVICE_LEVELS_OF, Targets

AHT_S = 200.0
SLACK = 1e-9


def by_states(n: int, load: float, theta: float, within: float) -> dict[str, float]:
    """Return shares of all callers by a sum over the states of the queue, times in handling times."""
    mp.mp.dps = 30
    a, q, t = mp.mpf(load), mp.mpf(theta), mp.mpf(within)
    weights = [a**k / mp.factorial(k) for k in range(n + 1)]
    waiting = [weights[n]]
    while len(waiting) < 40 or waiting[-1] > waiting[0] * mp.mpf(10) ** -25:
        waiting.append(waiting[-1] * a / (n + len(waiting) * q))
    total = mp.fsum(weights[:n]) + mp.fsum(waiting)
    free = mp.fsum(weights[:n]) / total
    longer = in_time = served = mp.mpf(0)
    for k, weight in enumerate(waiting):
        # Sum of k + 1 exponential times of rates n + i q: e^(-q V) is Beta(n / q, k + 1).
        virtual = mp.betainc(n / q, k + 1, 0, mp.exp(-q * t), regularized=True)
        answered = n / (n + (k + 1) * q)
        late = answered * mp.betainc(n / q + 1, k + 1, 0, mp.exp(-q * t), regularized=True)
        longer += weight * virtual / total
        served += weight * answered / total
        in_time += weight * (answered - late) / total
    return {
        "free": float(free),
        "in_time": float(free + in_time),
        "served": float(free + served),
        "longer": float(longer),
        "overdue": float(longer * mp.exp(-q * t)),
    }


SYSTEMS = [(50, 48.0, 0.5, 1 / 3), (3, 4.5, 2.0, 0.1), (20, 12.0, 0.3, 0.0), (9, 15.0, 0.8, 1.5)]


@pytest.mark.parametrize(("n", "load", "theta", "within"), SYSTEMS)
def test_levels_are_those_of_the_states_of_the_queue(
    n: int, load: float, theta: float, within: float
) -> None:
    met = by_states(n, load, theta, within)
    soon = by_states(n, load, theta, within / 4)
    found = [
        steady_state(
            load * 3600 / AHT_S, AHT_S, n, patience_s=AHT_S / theta, within_s=within * AHT_S, short_s=short_s
        )
        for short_s in (None, within / 4 * AHT_S)
    ]
    near = {"rel": 1e-10, "abs": 1e-13}
    for state in found:
        assert float(state.p_wait) == pytest.approx(1 - met["free"], **near)
        assert float(state.service_level_positive) == pytest.approx(1 - met["overdue"], **near)
        assert float(state.service_level_answered) == pytest.approx(met["in_time"] / met["served"], **near)
    for state, counted in zip(found, (met, soon), strict=True):
        expected = met["in_time"] / (counted["in_time"] + counted["overdue"])
        assert float(state.service_level_short) == pytest.approx(expected, **near)


def test_six_levels_of_one_queue_as_published() -> None:
    """Mandelbaum & Zeltyn 2007: 48 calls a minute of a minute, two minutes of patience, 50 operators, 20 seconds."""
    state = steady_state(2880, 60, 50, patience_s=120, within_s=20)
    levels = {of: float(getattr(state, f"service_level_{of}")) for of in SERVICE_LEVELS_OF}
    expected = {
        "offered": 0.94302,
        "answered": 0.97310,
        "virtual": 0.96794,
        "short": 0.97203,
        "positive": 0.97286,
        "callers": 0.94302,  # nobody calls again
    }
    assert levels == pytest.approx(expected, abs=6e-6)


@pytest.mark.parametrize(
    "patience",
    [
        Patience(90.0),
        Patience(90.0, Weibull(0.6)),
        Patience(90.0, Lognormal(1.2)),
        Patience(90.0, at_once=0.2),
    ],
    ids=["exponential", "weibull", "log-normal", "at once"],
)
def test_levels_of_patience_of_any_law_are_integrals_over_the_wait(patience: Patience) -> None:
    """The density of the wait offered, lambda H(v) - n mu v in its exponent, by another rule of quadrature."""
    n, per_s, mu, within_s, short_s = 12, 13 / AHT_S, 1 / AHT_S, 20.0, 5.0

    def course(v: float) -> tuple[float, float]:
        _, kept, spent_s = patience.course(np.array([max(v, 1e-300)]))
        return float(kept[0]), float(spent_s[0])

    def density(v: mp.mpf) -> float:
        return n * mu * float(mp.exp(per_s * course(float(v))[1] - n * mu * float(v)))

    points = [0, short_s, within_s, 60, 200, 600, 2000]
    mp.mp.dps = 15
    whole = mp.quad(density, points)
    below = [13.0**k / float(mp.factorial(k)) for k in range(n + 1)]
    wait = float(whole / (whole + sum(below[:n]) / below[n] * 1.0))
    free = 1 - wait
    served_by = {
        end: free
        + wait * float(mp.quad(lambda v: density(v) * course(float(v))[0], [0, end / 8, end]) / whole)
        for end in (short_s, within_s)
    }
    overdue = {
        end: wait * course(end)[0] * float(mp.quad(density, [p for p in points if p >= end]) / whole)
        for end in (short_s, within_s)
    }
    hotline = Hotlines((Callers(AHT_S, patience=patience),))
    state = hotline.met(np.array([[per_s * 3600]]), np.array([n]), within_s, short_s=np.array([short_s]))
    assert float(state.p_wait[0]) == pytest.approx(wait, rel=1e-6)
    assert float(state.service_level_positive[0]) == pytest.approx(1 - overdue[within_s], rel=1e-6)
    expected = served_by[within_s] / (served_by[short_s] + overdue[short_s])
    assert float(state.service_level_short[0]) == pytest.approx(expected, rel=1e-6)


@given(st.floats(0.01, 400), st.floats(-3, 3), st.floats(0.05, 50), st.floats(0, 2))
def test_both_ways_to_sum_a_queue_agree(load: float, spare: float, theta: float, within: float) -> None:
    operators = max(np.rint(load + spare * np.sqrt(load)), 1.0)
    row = [np.array([value]) for value in (operators, load, theta, within)]
    summed, integrated = searched_queue(*row), exact_queue(*row)
    for of in ("short", "positive"):
        np.testing.assert_allclose(summed.missed(of), integrated.missed(of), rtol=1e-11, atol=1e-290)


@given(st.floats(0.5, 200), st.floats(-1, 3), st.floats(20, 2000), st.floats(1, 200))
@settings(max_examples=60)
def test_levels_stand_in_their_order_and_rise_with_operators(
    load: float, spare: float, patience_s: float, within_s: float
) -> None:
    """Offered <= short <= positive, since who hangs up in time first counts against, then not, then for the level."""
    first = max(int(np.rint(load + spare * np.sqrt(load))), 1)
    n = np.arange(first, first + 4)
    state = steady_state(load * 3600 / AHT_S, AHT_S, n, patience_s=patience_s, within_s=within_s)
    assert np.all(state.service_level_offered <= state.service_level_short + SLACK)
    assert np.all(state.service_level_short <= state.service_level_positive + SLACK)
    for of in SERVICE_LEVELS_OF:
        assert np.all(np.diff(getattr(state, f"service_level_{of}")) >= -SLACK)


def test_who_never_hangs_up_makes_all_levels_one() -> None:
    state = steady_state([100.0, 100.0, 0.0], AHT_S, [7, 5, 3], within_s=20)
    levels = [getattr(state, f"service_level_{of}") for of in SERVICE_LEVELS_OF]
    for level in levels:
        np.testing.assert_allclose(level, levels[0], rtol=1e-12)


GOALS = [
    (Targets(service_level=0.8, service_level_of="short"), {}),
    (Targets(service_level=0.8, service_level_of="short", short_s=5.0), {"short_s": 5.0}),
    (Targets(service_level=0.9, service_level_of="positive"), {}),
    (Targets(max_p_wait=0.2), {}),
    (Targets(wait=0.95, wait_within_s=60.0), {}),
    (Targets(service_level=0.6, wait=0.99, wait_within_s=45.0, max_p_wait=0.5), {}),
]
CALLS = np.array([3.0, 40.0, 90.0, 300.0, 1200.0, 9000.0])
UNLIKE = Hotlines((Callers(120.0, patience=Patience(60.0)), Callers(360.0, 1.2, Patience(600.0))))


def is_kept(goal: Targets, state: SteadyState, level_at_wait: np.ndarray) -> np.ndarray:
    limits = {row.field: limit for row, limit in goal.each()}
    level = getattr(state, f"service_level_{goal.service_level_of}")
    kept = level >= limits.get("service_level", 0.0) - SLACK
    kept &= state.p_wait <= limits.get("max_p_wait", 1.0) + SLACK
    return np.asarray(kept & (level_at_wait >= limits.get("wait", 0.0) - SLACK))


@pytest.mark.parametrize("patience_s", [np.inf, 90.0])
@pytest.mark.parametrize(("goal", "short"), GOALS)
def test_the_fewest_operators_from_both_sides(
    goal: Targets, short: dict[str, float], patience_s: float
) -> None:
    solved = operators_required(CALLS, AHT_S, patience_s=patience_s, targets=goal)

    def kept(n: np.ndarray) -> np.ndarray:
        args = {"patience_s": patience_s}
        state = steady_state(CALLS, AHT_S, n, within_s=20.0, **args, **short)
        wait_s = 20.0 if goal.wait_within_s is None else goal.wait_within_s
        wait = steady_state(CALLS, AHT_S, n, within_s=wait_s, **args).service_level_answered
        return is_kept(goal, state, wait)

    assert kept(solved.operators).all()
    assert not kept(solved.operators - 1)[solved.operators > 1].any()


@pytest.mark.parametrize(("goal", "short"), GOALS)
def test_the_fewest_operators_where_callers_differ(goal: Targets, short: dict[str, float]) -> None:
    calls = CALLS[1:, np.newaxis] * [0.6, 0.4]
    solved = UNLIKE.required(goal, calls)

    def kept(n: np.ndarray) -> np.ndarray:
        left_out = np.full(n.shape, short["short_s"]) if short else None
        state = UNLIKE.met(calls, n, 20.0, short_s=left_out)
        wait_s = 20.0 if goal.wait_within_s is None else float(np.asarray(goal.wait_within_s))
        return is_kept(goal, state, UNLIKE.met(calls, n, wait_s).service_level_answered)

    assert kept(solved.operators).all()
    assert not kept(solved.operators - 1)[solved.operators > 1].any()


def test_targets_decide_by_name_and_out_of_reach_ones_are_refused() -> None:
    goal = Targets(service_level=0.5, wait=0.99, wait_within_s=30.0)
    assert operators_required(300.0, AHT_S, targets=goal).bound_by == "wait"
    assert operators_required(300.0, AHT_S, targets=Targets(max_p_wait=0.01)).bound_by == "max_p_wait"
    for limits in ({"max_p_wait": 0.0}, {"wait": 1.0}):
        with pytest.raises(UnreachableTargetError):
            operators_required(300.0, AHT_S, targets=Targets(wait_within_s=30.0, **limits))


def p90(calls: np.ndarray, n: np.ndarray, patience_s: float) -> np.ndarray:
    asa_s = steady_state(calls, AHT_S, n, patience_s=patience_s).asa_s
    every = np.ones(calls.size)
    return plain_wait_not_exceeded_s(calls, AHT_S * every, n.astype(float), patience_s * every, asa_s, 0.9)


def test_the_percentile_without_patience_is_that_of_an_exponential_wait() -> None:
    """P(W > t) = C e^(-(n - a) t / AHT), Erlang C, at one in ten."""
    n = np.array([10, 6, 7, 20])
    load = np.array([5.0, 5.5, 5.5, 19.5])
    calls = load * 3600 / AHT_S
    chance = steady_state(calls, AHT_S, n).p_wait
    expected = np.maximum(np.log(chance / 0.1), 0) * AHT_S / (n - load)
    np.testing.assert_allclose(p90(calls, n, np.inf), expected, rtol=1e-9)
    assert expected[0] == 0 < expected[1]


def test_nine_of_ten_answered_callers_wait_no_longer() -> None:
    n, calls = np.array([5, 30, 300, 40]), np.array([100.0, 600.0, 5400.0, 3600.0])
    found = p90(calls, n, 120.0)
    level = steady_state(calls, AHT_S, n, patience_s=120.0, within_s=found).service_level_answered
    np.testing.assert_allclose(level[found > 0], 0.9, rtol=1e-9)
    assert np.all(level >= 0.9 - 1e-9)


@pytest.mark.parametrize("patience_s", [20.0, 120.0, 900.0])
def test_the_search_begins_where_it_ends(patience_s: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The waits of Erlang A are an incomplete gamma function: the queue is looked at once at 0, and to make sure."""
    looks = []

    def looked_at(*arguments: np.ndarray) -> Queue:
        looks.append(arguments[0].size)
        return searched_queue(*arguments)

    monkeypatch.setattr(percentile, "searched_queue", looked_at)
    calls = np.array([100.0, 600.0, 5400.0])
    assert (p90(calls, np.array([5, 30, 270]), patience_s) > 0).all()
    assert looks == [3, 3]


def test_nothing_is_known_of_waits_without_end() -> None:
    assert np.isnan(p90(np.array([3600.0]), np.array([10]), np.inf)).all()
