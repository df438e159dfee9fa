"""The regression against an optimiser that knows only the likelihood."""

import numpy as np
import pytest
from scipy import optimize, stats

from mfc_capacity.core.forecast.regression import most_likely, regress


def a_sample(seed: int, days: int = 80, dispersion: float = 0.0):
    rng = np.random.default_rng(seed)
    columns = np.column_stack([np.ones(days), rng.random(days) < 0.3, rng.normal(0, 0.4, days)])
    means = np.exp(columns @ [4.0, -1.2, 0.5])
    factors = rng.gamma(1 / dispersion, dispersion, days) if dispersion else np.ones(days)
    return columns, rng.poisson(means * factors).astype(float), rng


PRECISELY = {"xatol": 1e-9, "fatol": 1e-10, "maxiter": 4000}


@pytest.mark.parametrize("penalty", [(0.0, 0.0, 0.0), (0.0, 30.0, 200.0)])
@pytest.mark.parametrize("dispersion", [0.0, 0.02, 1.0])
def test_effects_are_those_that_an_optimiser_finds(dispersion: float, penalty: tuple[float, ...]) -> None:
    columns, counts, rng = a_sample(1, dispersion=dispersion)
    weights, offsets = rng.uniform(0.1, 1, counts.size), rng.normal(0, 0.3, counts.size)

    def loss(effects: np.ndarray) -> float:
        means = np.exp(columns @ effects + offsets)
        size = 1 / dispersion if dispersion else np.inf
        law = stats.nbinom(size, size / (size + means)) if dispersion else stats.poisson(means)
        return float(-weights @ law.logpmf(counts) + np.square(effects) @ penalty / 2)

    found = optimize.minimize(loss, [np.log(counts.mean()), 0, 0], method="Nelder-Mead", options=PRECISELY)
    given = np.array(penalty), dispersion, np.log(counts + 0.5)
    effects, logs = most_likely(columns, counts, weights, offsets, *given)
    assert effects == pytest.approx(found.x, abs=1e-5)
    assert logs == pytest.approx(columns @ effects + offsets, abs=1e-8)


def test_one_mean_is_the_weighted_average() -> None:
    weights = np.array([1.0, 0.5, 0.25])
    ones = np.ones((3, 1))
    learnt = regress(ones, np.array([10.0, 20, 40]), weights, np.zeros(3), np.array([np.inf]))
    assert learnt.mean(ones) == pytest.approx([(10 + 10 + 10) / 1.75] * 3)


def test_a_count_far_from_all_others_is_found() -> None:
    columns = np.column_stack([np.ones(30), np.arange(30) == 7])
    counts = np.where(columns[:, 1] == 1, 1e6, 3.0)
    guess = np.full(30, np.log(counts.mean()))
    effects, _ = most_likely(columns, counts, np.ones(30), np.zeros(30), np.zeros(2), 0.0, guess)
    assert np.exp(effects) == pytest.approx([3, 1e6 / 3])


@pytest.mark.parametrize("dispersion", [0.0, 0.01, 0.09])
def test_effects_and_dispersion_are_recovered_and_their_errors_are_told(dispersion: float) -> None:
    wanted = np.array([4.0, -1.2, 0.5])
    runs = []
    for seed in range(60):
        columns, counts, _ = a_sample(seed, 200, dispersion)
        weights = 0.5 ** (np.arange(200)[::-1] / 84)
        runs.append(regress(columns, counts, weights, np.zeros(200), np.array([np.inf, 5, 5])))
    effects = np.array([run.effects for run in runs])
    told = np.array([np.sqrt(np.diag(run.covariance)) for run in runs])
    assert np.abs(effects.mean(axis=0) - wanted) == pytest.approx(0, abs=0.02)
    assert told.mean(axis=0) == pytest.approx(effects.std(axis=0), rel=0.3)
    assert np.mean([run.dispersion for run in runs]) == pytest.approx(dispersion, abs=0.003 + dispersion / 10)


def test_days_like_each_other_tell_of_no_variation_of_their_own() -> None:
    counts = np.full(200, 100.0)
    learnt = regress(np.ones((200, 1)), counts, np.ones(200), np.zeros(200), np.array([np.inf]))
    assert learnt.dispersion == 0
    assert learnt.variation(np.ones((1, 1))) == pytest.approx([1 / 100 / 200], rel=1e-6)
