"""Lines that are full in the steady state: published values, an independent chain, limits and smallest numbers."""

from dataclasses import fields

import numpy as np
import pytest
from scipy import linalg

from mfc_capacity.core.steady.erlang import SteadyState, erlang_b, steady_state
from mfc_capacity.core.steady.lines import (
    LINES,
    is_endless,
    lines_required_for,
    log_busy,
    operators_with_lines,
    steady_state_with_lines,
)
from mfc_capacity.core.steady.redials import steady_state_with_redials
from mfc_capacity.core.targets import Targets

NAMES = [field.name for field in fields(SteadyState)]


@pytest.mark.parametrize(
    ("calls", "aht_s", "operators", "lines", "busy", "asa_h"),
    [
        (40.0, 120.0, 3, 7, None, 0.036517 - 1 / 30),
        (50.0, 360.0, 4, 6, 0.293543, None),
        (3.0, 1800.0, 2, 5, 0.0851138, 0.2308576),
    ],
)
def test_published_values(
    calls: float, aht_s: float, operators: int, lines: int, busy: float | None, asa_h: float | None
) -> None:
    """Octave's queueing package (mmarzolla/queueing), the tests of qsmmmk.m; its last digits are cut, not rounded."""
    met = steady_state_with_lines(calls, aht_s, operators, lines)
    if busy is not None:
        assert float(met.busy) == pytest.approx(busy, abs=6e-7)
    if asa_h is not None:
        assert float(met.asa_s) / 3600 == pytest.approx(asa_h, abs=6e-7)


def test_as_many_lines_as_operators_is_erlang_b() -> None:
    n = np.array([1, 10, 300])
    busy = steady_state_with_lines([30.0, 144.0, 5000.0], 200.0, n, n, patience_s=60.0).busy
    np.testing.assert_allclose(busy, erlang_b(n, np.array([30.0, 144.0, 5000.0]) / 18), rtol=1e-12)


def chain(load: float, n: int, k: int, theta: float, within: float) -> dict[str, float]:
    """Solve the balance equations, and follow a caller through the states ahead by matrix exponentials."""
    q = np.zeros((k + 1, k + 1))
    for state in range(k + 1):
        if state < k:
            q[state, state + 1] = load
        if state:
            q[state, state - 1] = min(state, n) + max(state - n, 0) * theta
    q -= np.diag(q.sum(axis=1))
    pi = np.linalg.lstsq(np.vstack([q.T, np.ones(k + 1)]), np.append(np.zeros(k + 1), 1.0), rcond=None)[0]
    found = {"busy": pi[k], "free": pi[: min(n, k)].sum(), "in_time": pi[: min(n, k)].sum(), "served": 0.0}
    found["served"] = found["free"]
    for met in range(min(n, k), k):
        ahead = met - n
        # States of one caller: ahead..0 others before them, then served; who hangs up disappears.
        step = np.zeros((ahead + 2, ahead + 2))
        for place in range(ahead + 1):
            step[place, place + 1] = n + (ahead - place) * theta
            step[place, place] = -(n + (ahead - place + 1) * theta)
        found["in_time"] += pi[met] * linalg.expm(step * within)[0, -1]
        found["served"] += pi[met] * linalg.expm(step * 1e4)[0, -1]
    waiting = sum(pi[state] * max(state - n, 0) for state in range(k + 1))
    found["lost"], found["mean_wait"] = theta * waiting / load, waiting / load
    return found


@pytest.mark.parametrize(
    ("load", "n", "k", "theta"),
    [
        (2.0, 2, 5, 0.7),
        (5.0, 4, 9, 0.0),
        (8.0, 3, 12, 2.5),
        (0.4, 1, 3, 0.1),
        (3.0, 5, 3, 1.0),
        (9.0, 4, 4, 1.0),
    ],
)
def test_against_balance_equations(load: float, n: int, k: int, theta: float) -> None:
    aht_s, within = 200.0, 0.3
    patience_s = aht_s / theta if theta else np.inf
    met = steady_state_with_lines(load * 18, aht_s, n, k, patience_s=patience_s, within_s=within * aht_s)
    right = chain(load, n, k, theta, within)
    assert float(met.busy) == pytest.approx(right["busy"], rel=1e-9)
    assert float(met.p_wait) == pytest.approx(1 - right["free"] - right["busy"], abs=1e-9)
    assert float(met.service_level_offered) == pytest.approx(right["in_time"], rel=1e-9)
    assert float(met.service_level_answered) == pytest.approx(right["in_time"] / right["served"], rel=1e-9)
    assert float(met.abandonment) == pytest.approx(right["lost"], abs=1e-9)
    assert float(met.mean_wait_s) == pytest.approx(right["mean_wait"] * aht_s, abs=1e-7)
    assert float(met.occupancy) == pytest.approx(load * right["served"] / n, rel=1e-9)


@pytest.mark.parametrize("patience_s", [np.inf, 1e6, 300.0, 20.0])
def test_lines_without_end_are_erlang_c_and_a(patience_s: float) -> None:
    calls, n = np.array([100.0, 1800.0, 18_000.0, 180_000.0]), np.array([7, 104, 1020, 10_060])
    endless = steady_state(calls, 200.0, n, patience_s=patience_s)
    many = steady_state_with_lines(calls, 200.0, n, n + 100_000, patience_s=patience_s)
    for name in NAMES:
        np.testing.assert_allclose(
            getattr(many, name), getattr(endless, name), rtol=1e-9, atol=1e-12, err_msg=name
        )


@pytest.mark.parametrize("patience_s", [np.inf, 400.0, 120.0])
def test_monotone(patience_s: float) -> None:
    lines, n, calls = np.arange(20, 60), np.arange(1, 40), np.linspace(200.0, 800.0, 20)
    by_lines = steady_state_with_lines(400.0, 200.0, 20, lines, patience_s=patience_s)
    assert (np.diff(by_lines.busy) < 0).all()
    assert (np.diff(by_lines.mean_wait_s) > 0).all()
    by_operators = steady_state_with_lines(400.0, 200.0, n, 40, patience_s=patience_s)
    if patience_s > 200.0:
        assert (np.diff(by_operators.busy) <= 1e-15).all()
    assert (np.diff(by_operators.service_level_offered) >= -1e-15).all()
    assert (np.diff(by_operators.asa_s) < 0).all()
    by_calls = steady_state_with_lines(calls, 200.0, 20, 30, patience_s=patience_s)
    assert (np.diff(by_calls.busy) > 0).all()
    assert (np.diff(by_calls.service_level_offered) < 0).all()


def test_more_operators_may_make_lines_busier() -> None:
    """Who is answered holds a line for 200 s, who waits in vain only for 120: so a share of busy asks for lines."""
    busy = steady_state_with_lines(400.0, 200.0, [20, 25], 40, patience_s=120.0).busy
    assert busy[1] > busy[0]


def test_nobody_on_duty() -> None:
    met = steady_state_with_lines(100.0, 200.0, 0, 10)
    assert float(met.busy) == pytest.approx(1.0)
    assert float(met.service_level_offered) == 0.0
    impatient = steady_state_with_lines(100.0, 200.0, 0, 10, patience_s=100.0)
    a = 100 * 100 / 3600  # who waits hangs up: Erlang B of the lines
    assert float(impatient.busy) == pytest.approx(float(erlang_b(10, a)), rel=1e-9)
    assert float(impatient.abandonment + impatient.busy) == pytest.approx(1.0)


TARGET_SETS = [
    Targets(service_level=0.8),
    Targets(service_level=0.9, service_level_of="answered"),
    Targets(max_asa_s=10.0),
    Targets(max_abandonment=0.03),
    Targets(max_occupancy=0.85),
    Targets(max_p_wait=0.2),
]


@pytest.mark.parametrize("targets", TARGET_SETS, ids=lambda each: ",".join(each.limits))
def test_smallest_number_of_operators(targets: Targets) -> None:
    calls = np.array([60.0, 400.0, 1500.0])
    lines = np.array([14, 60, 160])
    found = operators_with_lines(calls, 200.0, lines, patience_s=120.0, targets=targets)
    assert (found.operators < lines).all()

    def is_kept(n: np.ndarray) -> np.ndarray:
        met = steady_state_with_lines(calls, 200.0, n, lines, patience_s=120.0)
        for row, limit in targets.each():
            level = f"service_level_{targets.service_level_of}"
            value = getattr(met, level if row.key == "service_level" else row.measure.name)
            return value >= limit if row.is_least else value <= limit
        raise AssertionError

    assert is_kept(found.operators).all()
    assert not is_kept(found.operators - 1).any()
    assert found.bound_by.tolist() == [next(iter(targets.each()))[0].key] * 3


def test_lines_bind_operators() -> None:
    """With 30 lines for 30 Erlangs every eighth caller finds them busy, whoever is on duty: 90 % is out of reach."""
    found = operators_with_lines(540.0, 200.0, 30, targets=Targets(service_level=0.9))
    assert (int(found.operators), str(found.bound_by)) == (30, LINES)
    assert float(erlang_b(30, 30.0)) > 0.1


@pytest.mark.parametrize("patience_s", [np.inf, 120.0])
def test_fewest_lines(patience_s: float) -> None:
    n = np.array([8, 30, 110])
    load = np.array([6.0, 28.0, 104.0])
    theta = np.full(3, 0.0 if np.isinf(patience_s) else 200.0 / patience_s)
    found = lines_required_for(load * 18, 200.0, n, 0.01, patience_s=patience_s)
    busy, fewer = (np.exp(log_busy(n * 1.0, found - less, load, theta)) for less in (0.0, 1.0))
    assert (busy <= 0.01).all()
    assert (fewer > 0.01).all()


def test_no_number_of_lines_is_enough_where_the_queue_would_grow() -> None:
    found = lines_required_for([180.0, 0.0, 180.0], 200.0, [9, 9, 12], 0.01)
    assert np.isinf(found[0])
    assert np.isnan(found[1])
    assert np.isfinite(found[2])
    # A tenth of the calls is too many: at most a fifth find it busy.
    assert 9 < float(lines_required_for(180.0, 200.0, 9, 0.2)) < np.inf
    assert float(lines_required_for(180.0, 200.0, 9, 1.0)) == 1.0


@pytest.mark.parametrize("again", [0.0, 0.5, 0.9])
def test_where_no_number_of_lines_is_enough(again: float) -> None:
    """10 Erlangs for 9 operators: many lines leave busy what the balance of flows says, and no fewer."""
    rules = {"share": again, "after_s": 2000.0, "lines": np.array([400.0, 4000.0])}
    few, many = steady_state_with_redials(180.0, 200.0, 9, **rules).busy
    load, n, theta = np.array([10.0]), np.array([9.0]), np.zeros(1)
    limit = (10 - 9) / (10 - again * 9)
    assert few >= many - 1e-9
    assert many == pytest.approx(limit, rel=2e-3)
    assert is_endless(load, n, theta, limit * 0.999, again).all()
    assert not is_endless(load, n, theta, limit * 1.001, again).any()


@pytest.mark.parametrize(("patience_s", "sign"), [(400.0, -1), (200.0, 0), (100.0, 1)])
def test_more_operators_free_lines_sooner_only_where_patience_is_longer_than_a_call(
    patience_s: float, sign: int
) -> None:
    """A call ends at the rate 1 / 200 s and a caller hangs up at 1 / patience: what a line is free after."""
    busy = steady_state_with_lines(180.0, 200.0, [9, 10, 11], 12, patience_s=patience_s).busy
    change = np.diff(busy)
    assert (np.sign(np.where(np.abs(change) < 1e-12, 0, change)) == sign).all()


def test_millions_of_lines_are_refused_only_where_they_would_be_taken() -> None:
    assert float(steady_state_with_lines(180.0, 200.0, 12, 5_000_000).busy) == 0.0
    with pytest.raises(ValueError, match="places"):
        steady_state_with_lines(180.0, 200.0, 9, 5_000_000)
