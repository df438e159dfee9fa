"""M/M/n+G against Erlang A, B and C, an independent quadrature, identities and simulation."""

import math
from itertools import pairwise

import mpmath
import numpy as np
import pytest

from mfc_capacity.core.simulation.laws import Exponential, Lognormal, Weibull
from mfc_capacity.core.steady import erlang, staffing
from mfc_capacity.core.steady.general_patience import Load, meet_mixed, steady_state_mixed
from mfc_capacity.core.steady.handling import handling, meet_varied
from mfc_capacity.core.steady.mixed_staffing import operators_required_mixed, unreachable_mixed
from mfc_capacity.core.steady.patience import Patience, mixture
from mfc_capacity.core.targets import Targets

FIGURES = (
    "p_wait",
    "asa_s",
    "mean_wait_s",
    "abandonment",
    "occupancy",
    "service_level_offered",
    "service_level_answered",
    "service_level_virtual",
)


def _grid(count=300, least=0.5, most=20_000.0):
    generator = np.random.default_rng(3)
    load = 10 ** generator.uniform(np.log10(least), np.log10(most), count)
    aht_s = 10 ** generator.uniform(1, 3.3, count)
    return load, aht_s, np.maximum(np.round(load * generator.uniform(0.6, 1.5, count)), 1)


def _steady(calls, aht_s, operators, kinds, within_s=20.0):
    calls = np.atleast_2d(np.asarray(calls, dtype=np.float64))
    one = np.ones(len(calls))
    return steady_state_mixed(
        calls.sum(axis=1), aht_s * one, operators * one, mixture(kinds, calls), within_s=within_s * one
    )


@pytest.mark.parametrize("patience_s", [1e-3, 30.0, 120.0, 3600.0, 1e6, math.inf])
def test_one_exponential_patience_is_erlang_a_and_none_is_erlang_c(patience_s) -> None:
    load, aht_s, operators = _grid()
    if math.isinf(patience_s):
        operators = np.maximum(operators, np.ceil(load * 1.01))
    calls = load / aht_s * 3600
    known = erlang.steady_state(calls, aht_s, operators, patience_s=patience_s)
    found = _steady(calls[:, None], aht_s, operators, [Patience(patience_s)])
    for name in FIGURES:
        np.testing.assert_allclose(getattr(found, name), getattr(known, name), rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize(
    "kind", [Patience(1e-9), Patience(120.0, at_once=1.0), Patience(math.inf, at_once=1.0)]
)
def test_no_patience_is_erlang_b(kind) -> None:
    load, aht_s, operators = _grid()
    found = _steady((load / aht_s * 3600)[:, None], aht_s, operators, [kind])
    np.testing.assert_allclose(found.abandonment, erlang.erlang_b(operators, load), rtol=1e-6)


def _brute(calls_per_s, operators, aht_s, within_s, kinds):  # noqa: C901
    """Independent of the package: mpmath's tanh-sinh quadrature of g and the state sum of Erlang B."""
    mp = mpmath.mp.clone()
    mp.dps = 16

    def survival(mean, law, v):
        if math.isinf(mean):
            return mp.mpf(1)
        if isinstance(law, Weibull):
            return mp.exp(-((v * mp.gamma(1 + 1 / mp.mpf(law.shape)) / mean) ** law.shape))
        if isinstance(law, Lognormal):
            variance = mp.log(1 + mp.mpf(law.cv) ** 2)
            return mp.erfc((mp.log(v / mean) + variance / 2) / mp.sqrt(2 * variance)) / 2 if v else mp.mpf(1)
        return mp.exp(-v / mean)

    def kept(v):
        return sum(
            share * (1 - kind.at_once) * survival(mp.mpf(kind.mean_s), kind.law, v) for share, kind in kinds
        )

    edges = [mp.mpf(0)] + [mp.mpf(10) ** (mp.mpf(k) / 4) for k in range(-28, 17)] + [mp.mpf(within_s)]
    edges = sorted(edges)
    spent = [mp.mpf(0)]
    for start, end in pairwise(edges):
        spent.append(spent[-1] + mp.quad(kept, [start, end]))
    drain = mp.mpf(operators) / aht_s
    sums = dict.fromkeys(("all", "kept", "timely", "timely_all"), mp.mpf(0))
    for start, end, before in zip(edges, edges[1:], spent, strict=False):
        nodes, weights = _legendre(mp)
        for node, weight in zip(nodes, weights, strict=True):
            v = start + (end - start) * node
            part = before + mp.quad(kept, [start, v], maxdegree=4)
            g = drain * mp.exp(calls_per_s * part - drain * v) * weight * (end - start)
            sums["all"] += g
            sums["kept"] += g * kept(v)
            if end <= within_s:
                sums["timely"] += g * kept(v)
                sums["timely_all"] += g
    load = mp.mpf(calls_per_s) * aht_s
    term, below = mp.mpf(1), mp.mpf(0)
    for k in range(operators, 0, -1):
        term *= k / load
        below += term
    total = sums["all"] + below
    return {
        "p_wait": float(sums["all"] / total),
        "abandonment": float((sums["all"] - sums["kept"]) / total),
        "service_level_offered": float((below + sums["timely"]) / total),
        "service_level_virtual": float((below + sums["timely_all"]) / total),
    }


def _legendre(mp, count=12):
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return [(1 + mp.mpf(float(x))) / 2 for x in nodes], [mp.mpf(float(w)) / 2 for w in weights]


@pytest.mark.parametrize(
    ("calls_per_s", "operators", "aht_s", "kinds"),
    [
        (0.02, 3, 180.0, [(0.5, Patience(30.0)), (0.5, Patience(600.0))]),
        (0.05, 9, 180.0, [(0.5, Patience(0.01)), (0.5, Patience())]),
        (0.05, 8, 180.0, [(0.3, Patience(60.0, Lognormal(1.3), 0.1)), (0.7, Patience(120.0, Exponential()))]),
        (0.05, 9, 180.0, [(1.0, Patience(120.0, Weibull(2.0)))]),
    ],
)
def test_mixtures_against_an_independent_quadrature(calls_per_s, operators, aht_s, kinds) -> None:
    known = _brute(calls_per_s, operators, aht_s, 20.0, kinds)
    calls = [[calls_per_s * 3600 * share for share, _ in kinds]]
    found = _steady(calls, aht_s, operators, [kind for _, kind in kinds])
    for name, value in known.items():
        assert getattr(found, name)[0] == pytest.approx(value, rel=1e-9), name


@pytest.mark.parametrize(
    "kinds",
    [
        [Patience(30.0), Patience(600.0)],
        [Patience(1e-4), Patience()],
        [Patience(60.0, Weibull(0.5), 0.1), Patience(90.0, Lognormal(1.4))],
        [Patience(60.0, Lognormal(0.0)), Patience(60.0, Weibull(8.0))],
    ],
)
def test_sums_and_bounds(kinds) -> None:
    load, aht_s, operators = _grid(100)
    operators = np.maximum(operators, np.ceil(load * 0.6))
    calls = (load / aht_s * 3600)[:, None] * [0.5, 0.5]
    one = np.ones(load.size)
    queue = meet_mixed(Load(operators, calls.sum(axis=1) / 3600, aht_s, 20 * one, one, mixture(kinds, calls)))
    waiting = queue.waiting
    np.testing.assert_allclose(waiting.lost + waiting.timely + waiting.late, 1, rtol=1e-12)
    np.testing.assert_allclose(waiting.timely_virtual + waiting.late_virtual, 1, rtol=1e-12)
    np.testing.assert_allclose(queue.served_work, queue.served, rtol=1e-9)
    # flow balance: busy operators = served load, from the states: n P(wait) + load P(below) is load (1 - lost)
    free_at_most = load * queue.served / operators
    assert np.all(free_at_most <= 1 + 1e-9)


def test_flow_balance_ties_loss_to_the_density() -> None:
    """Integrating psi' exp(psi) gives calls (1 - lost) = n mu (1 - 1 / weight): exact for any patience."""
    load, aht_s, operators = _grid(200)
    kinds = [Patience(20.0, Weibull(0.7)), Patience(400.0)]
    calls = (load / aht_s * 3600)[:, None] * [0.4, 0.6]
    one = np.ones(load.size)
    waiting = meet_mixed(
        Load(operators, calls.sum(axis=1) / 3600, aht_s, 20 * one, one, mixture(kinds, calls))
    ).waiting
    kept = load * (1 - waiting.lost)
    np.testing.assert_allclose(kept, operators * (1 - np.exp(-waiting.log_weight)), rtol=1e-10)


def test_each_operator_more_improves_every_measure() -> None:
    operators = np.arange(40.0, 140.0)
    calls = np.full((operators.size, 2), 1000.0)
    state = _steady(calls, 180.0, operators, [Patience(30.0), Patience(600.0)])
    assert np.all(np.diff(state.service_level_offered) > 0)
    for name in ("p_wait", "abandonment", "occupancy", "asa_s", "mean_wait_s"):
        assert np.all(np.diff(getattr(state, name)) < 0), name


def test_those_who_never_hang_up_can_overload() -> None:
    state = _steady([[240.0, 240.0]], 180.0, 10.0, [Patience(10.0), Patience()])
    assert not state.stable[0]
    assert math.isinf(state.asa_s[0])
    required = operators_required_mixed(
        np.array([2000.0]),
        handling(np.array([[1000.0, 1000.0]]), np.array([180.0, 180.0])),
        mixture([Patience(10.0), Patience()], np.array([[1000.0, 1000.0]])),
        Targets(max_asa_s=30.0),
    )
    assert required.operators[0] > 50


@pytest.mark.parametrize(("calls", "operators"), [((1.5, 0.5), 1), ((4.0, 0.5), 2)])
def test_one_operator_may_be_too_busy(calls: tuple[float, float], operators: int) -> None:
    both, aht_s, kinds = np.array([calls]), np.array([120.0, 1200.0]), [Patience(60.0), Patience(300.0)]
    times, callers = handling(both, aht_s), mixture(kinds, both, aht_s)
    required = operators_required_mixed(both.sum(axis=1), times, callers, Targets(max_occupancy=0.2))
    assert required.operators.tolist() == [operators]
    one = np.ones(1)
    alone = Load(one, both.sum(axis=1) / 3600, times.aht_s, 20 * one, one, callers)
    occupancy = alone.erlangs[0] * meet_varied(alone, times)[0].served_work[0]
    assert (occupancy > 0.2) == (operators > 1)


def test_nobody_calls_nobody_answers() -> None:
    state = _steady([[0.0, 0.0], [10.0, 0.0]], 180.0, np.array([3.0, 0.0]), [Patience(30.0), Patience(60.0)])
    assert state.service_level_offered.tolist() == [1.0, 0.0]
    assert state.abandonment.tolist() == [0.0, 1.0]
    assert state.mean_wait_s.tolist() == [0.0, 30.0]


def test_alike_hotlines_are_staffed_as_before() -> None:
    load, aht_s, _ = _grid(200, most=3000)
    targets = Targets(service_level=0.8, max_abandonment=0.05, max_occupancy=0.9)
    calls = (load / aht_s * 3600)[:, None]
    for patience_s in (120.0, math.inf):
        known = staffing.operators_required(calls[:, 0], aht_s, patience_s=patience_s, targets=targets)
        times = handling(calls, 1.0)
        times = type(times)(aht_s, times.kinds, 1 / aht_s, times.within, 1 / aht_s)
        found = operators_required_mixed(calls[:, 0], times, mixture([Patience(patience_s)], calls), targets)
        np.testing.assert_array_equal(found.operators, known.operators)
        np.testing.assert_array_equal(found.bound_by, known.bound_by)


def test_the_smallest_number_meets_and_one_fewer_does_not() -> None:
    generator = np.random.default_rng(1)
    calls = generator.uniform(1, 800, (200, 2))
    kinds, aht_s = [Patience(40.0, Weibull(0.8), 0.02), Patience(500.0)], np.array([100.0, 400.0])
    times, callers = handling(calls, aht_s), mixture(kinds, calls, aht_s)
    found = operators_required_mixed(calls.sum(axis=1), times, callers, Targets(service_level=0.8)).operators
    for operators, met in ((found, True), (found - 1, False)):
        some = np.flatnonzero(operators > 0)
        one = np.ones(some.size)
        load = Load(
            operators[some] * 1.0,
            calls.sum(axis=1)[some] / 3600,
            times.aht_s[some],
            20 * one,
            one,
            callers.take(some),
        )
        level = meet_varied(load, times.take(some))[0].service_level("offered")
        assert np.all((level >= 0.8 - 1e-9) == met)


def test_unreachable_is_named() -> None:
    callers = mixture([Patience(10.0), Patience()], np.array([[1.0, 1.0], [0.0, 5.0]]))
    names = unreachable_mixed(Targets(max_abandonment=0.0), np.array([2.0, 5.0]), callers)
    assert names.tolist() == ["max_abandonment", ""]


@pytest.mark.parametrize(
    ("ratio", "share", "patience_s", "load", "operators", "level", "lost"),
    [  # simulated, 95 % half-width below 0.5 point of service level
        (5, 0.5, (120.0, 120.0), 40.0, 41, 0.8120, 0.0605),
        (5, 0.5, (60.0, math.inf), 270.0, 271, 0.8479, 0.0520),
        (5, 0.1, (600.0, 60.0), 8.0, 10, 0.8007, 0.0330),
        (20, 0.5, (120.0, 120.0), 270.0, 252, 0.7934, 0.0757),
        (2, 0.5, (60.0, math.inf), 270.0, 261, 0.8312, 0.0645),
    ],
)
def test_unlike_handling_times_as_simulated(ratio, share, patience_s, load, operators, level, lost) -> None:
    short = 180 / (1 - share + share * ratio)
    aht_s = np.array([short, short * ratio])
    calls = load / 180 * 3600 * np.array([[1 - share, share]])
    times, one = handling(calls, aht_s), np.ones(1)
    callers = mixture([Patience(mean) for mean in patience_s], calls, aht_s)
    state = Load(operators * one, calls.sum(axis=1) / 3600, times.aht_s, 20 * one, one, callers)
    queue, _ = meet_varied(state, times)
    assert queue.service_level("offered")[0] == pytest.approx(level, abs=0.01)
    assert queue.abandonment[0] == pytest.approx(lost, abs=0.005)
