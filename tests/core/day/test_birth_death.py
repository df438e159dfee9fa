"""The law of the number of calls against matrix exponentials and closed forms."""

import numpy as np
import pytest
from scipy import special
from scipy.linalg import expm

from mfc_capacity.core.day import birth_death
from mfc_capacity.core.day.birth_death import POLES, Rates, Spread, derivative, distance, empty, flow, joined

MU = 1 / 200.0


def rates_of(load: np.ndarray, operators: np.ndarray, hang_up: np.ndarray) -> Rates:
    return Rates(load * MU, np.full(load.size, MU), hang_up, operators.astype(np.int64))


def generator(rates: Rates, row: int, size: int) -> np.ndarray:
    k = np.arange(size)
    busy = np.minimum(k, rates.operators[row])
    down = busy * rates.service[row] + (k - busy) * rates.hang_up[row]
    up = np.where(k < size - 1, rates.arrivals[row], 0.0)
    return np.diag(-(up + down)) + np.diag(up[:-1], -1) + np.diag(down[1:], 1)


def law_of(spread: Spread, row: int, size: int) -> np.ndarray:
    return spread.take(np.array([row])).on(np.array([0]), np.array([size])).mass[..., :]


@pytest.mark.parametrize("fraction", [1.0, 0.98, 0.9, 0.7, 0.5])
def test_poles_make_the_exponential_on_the_negative_axis(fraction: float) -> None:
    z = -np.concatenate([[0], np.geomspace(1e-6, 1e9, 999)])
    resolvent = 1 / (POLES - z[:, None])
    end, average, before, six = (
        birth_death._residues((1.0, fraction)) @ np.hstack([resolvent.real, resolvent.imag]).T
    )
    assert np.abs(end - np.exp(z)).max() < 1e-12
    assert np.abs(before - np.exp(fraction * z)).max() < 1e-7
    assert np.abs(average - special.exprel(z)).max() < 1e-11
    assert 1e-10 < np.abs(six - np.exp(z)).max() < 1e-7


@pytest.mark.slow
def test_laws_against_the_matrix_exponential() -> None:
    """From empty, then a step to other loads and operators: the hard and the easy case."""
    rng = np.random.default_rng(2)
    load, hang_up = rng.uniform(1, 40, 6), np.where(np.arange(6) % 2, 0, 1 / 120)
    first = rates_of(load, np.ceil(load * rng.uniform(0.8, 1.2, 6)), hang_up)
    second = rates_of(load * np.exp(rng.normal(0, 0.4, 6)), np.ceil(load), hang_up)
    size, law = 200, empty(6)
    for rates, duration in ((first, 600.0), (second, 900.0)):
        moved = flow(rates, law, duration, (4.0, 20.0))
        for row in range(6):
            q, start = generator(rates, row, size), law_of(law, row, size)
            block = np.block([[q, np.zeros_like(q)], [np.eye(size), np.zeros_like(q)]])
            exact = expm(duration * block) @ np.concatenate([start, np.zeros(size)])
            late = expm((duration - 20) * q) @ start
            assert np.abs(law_of(moved.end, row, size) - exact[:size]).sum() < 2e-8
            assert np.abs(law_of(moved.integral, row, size) - exact[size:]).sum() < 2e-8 * duration
            assert np.abs(law_of(moved.before, row, size)[1] - late).sum() < 2e-8
        law = moved.end


def test_enough_operators_leave_a_poisson_law() -> None:
    """From empty, M/M/inf has a Poisson number of calls with mean load (1 - e^(-mu t)) (Eick et al. 1993)."""
    load, size = np.array([0.5, 20.0, 300.0]), 700
    moved = flow(rates_of(load, np.full(3, size), np.zeros(3)), empty(3), 150.0)
    mean = load * -np.expm1(-150 * MU)
    k = np.arange(size)
    for row in range(3):
        poisson = np.exp(special.xlogy(k, mean[row]) - mean[row] - special.gammaln(k + 1))
        assert np.abs(law_of(moved.end, row, size) - poisson).sum() < 2e-8


def test_ages_in_the_first_half_of_a_step() -> None:
    rates = rates_of(np.array([8.0]), np.array([9]), np.array([0.01]))
    moved = flow(rates, empty(1), 100.0, (10.0, 60.0, 95.0))
    for age, law in zip((10.0, 60.0, 95.0), law_of(moved.before, 0, 60), strict=True):
        exact = expm((100 - age) * generator(rates, 0, 60))[:, 0]
        assert np.abs(law - exact).sum() < 2e-8


def test_derivative_is_the_generator() -> None:
    rates = rates_of(np.array([8.0, 30.0]), np.array([9, 25]), np.array([0.01, 0.0]))
    law = flow(rates, empty(2), 300.0).end
    for row in range(2):
        expected = generator(rates, row, 200) @ law_of(law, row, 200)
        assert np.abs(law_of(derivative(rates, law), row, 200) - expected).max() < 1e-12


def test_spreads_of_several_systems() -> None:
    one = Spread(np.array([2, 0]), np.array([2, 1]), np.array([0.25, 0.75, 1.0]))
    assert one.states.tolist() == [2, 3, 0]
    assert one.total(one.mass * one.states).tolist() == [2.75, 0.0]
    assert one.take(np.array([1, 0])).mass.tolist() == [1.0, 0.25, 0.75]
    assert one.on(np.array([1, 0]), np.array([2, 3])).mass.tolist() == [0, 0.25, 1, 0, 0]
    both = joined([one, empty(1)])
    assert both.size.tolist() == [2, 1, 1]
    assert distance(one, empty(2)).tolist() == [2.0, 0.0]
    changed = one.put(np.array([False, True]), Spread(np.array([0]), np.array([1]), np.array([0.5])))
    assert changed.mass.tolist() == [0.25, 0.75, 0.5]
