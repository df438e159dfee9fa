"""Days that vary: the Gamma law of their factor, and what is mixed over it."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import integrate, special, stats

from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.varying import chance_below, days_of, factor_at, score_of, together

# Erlang A with 200 s of handling and 120 s of patience, 20 s, a Gamma(alpha) day: service level of calls, computed by
# an independent quadrature with 400 nodes. Calls an hour, alpha, operators; of the mean day, and mixed over days.
MIXED = [
    (100, 10, 6, 0.6575, 0.5957),
    (1000, 28.7, 58, 0.8791, 0.7588),
    (6000, 28.7, 335, 0.9711, 0.7536),
    (6000, 300, 340, 0.9809, 0.9575),
]
VARIATIONS = [0.01, 0.1, 0.3, 1.0]


def level(calls_per_hour: float, factor: np.ndarray, operators: int) -> np.ndarray:
    return steady_state(calls_per_hour * factor, 200, operators, patience_s=120).service_level_offered


def mixed(calls_per_hour: float, variation: float, operators: int) -> float:
    days = days_of(variation, calls_per_hour * 200 / 3600)
    factors = days.factors(variation)
    return float((days.weights * factors * level(calls_per_hour, factors, operators)).sum())


@pytest.mark.parametrize(("calls", "alpha", "operators", "at_mean", "over_days"), MIXED)
def test_the_mean_over_days_is_that_of_an_independent_quadrature(
    calls: float, alpha: float, operators: int, at_mean: float, over_days: float
) -> None:
    assert_allclose(level(calls, np.ones(1), operators), at_mean, atol=5e-5)
    assert_allclose(mixed(calls, alpha**-0.5, operators), over_days, atol=5e-5)


@pytest.mark.parametrize("variation", [0.02, 0.1, 0.2, 0.5])
@pytest.mark.parametrize(("calls", "operators"), [(100, 7), (1000, 60), (6000, 340)])
def test_the_mean_over_days_is_that_of_an_adaptive_quadrature_to_a_millionth(
    calls: float, operators: int, variation: float
) -> None:
    law = stats.gamma(variation**-2, scale=variation**2)

    def weighed(factor: float) -> float:
        return float(law.pdf(factor) * factor * level(calls, np.array(factor), operators))

    cuts = [float(law.ppf(p)) for p in (1e-9, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1 - 1e-9)]
    parts = [integrate.quad(weighed, *part, epsabs=1e-10)[0] for part in pairwise(cuts)]
    assert_allclose(mixed(calls, variation, operators), sum(parts), atol=1e-6)


@pytest.mark.parametrize("variation", VARIATIONS)
@pytest.mark.parametrize(
    ("measure", "mean"),
    [
        (lambda x, _v: x, lambda _v: 1.0),
        (lambda x, v: np.square(x - 1) / v**2, lambda _v: 1.0),
        # The transform of a Gamma law of mean 1: (1 + s / shape) ** -shape, here for s = 2.
        (lambda x, _v: np.exp(-2 * x), lambda v: (1 + 2 * v**2) ** (-1 / v**2)),
    ],
    ids=["mean", "variance", "transform"],
)
def test_what_is_smooth_is_mixed_exactly(
    variation: float, measure: Callable[[np.ndarray, float], np.ndarray], mean: Callable[[float], float]
) -> None:
    days = days_of(variation, 1.0)
    found = float((days.weights * measure(days.factors(variation), variation)).sum())
    assert_allclose(found, mean(variation), rtol=1e-6)


@pytest.mark.parametrize("variation", VARIATIONS)
def test_factors_are_the_quantiles_of_their_law(variation: float) -> None:
    scores = np.array([-5.0, -1.0, 0.0, special.ndtri(0.9), 4.0])
    law = stats.gamma(variation**-2, scale=variation**2)
    found = factor_at(scores, variation)
    assert_allclose(found[:4], law.ppf(special.ndtr(scores[:4])), rtol=1e-9)
    assert_allclose(found[4], law.isf(special.ndtr(-4.0)), rtol=1e-9)
    assert_allclose(score_of(found, variation), scores, atol=1e-8)


def test_days_that_do_not_vary_have_no_factor() -> None:
    assert factor_at([-3.0, 0.0, 3.0], 0.0).tolist() == [1.0, 1.0, 1.0]


def test_several_hotlines_vary_less_unless_they_vary_as_one() -> None:
    shares, variations = np.array([[0.75, 0.25]]), np.array([[0.2, 0.4]])
    # 0.75 * 0.2 = 0.15 and 0.25 * 0.4 = 0.1: roots of 0.15^2 + 0.1^2 + 2 rho 0.15 0.1.
    assert_allclose(together(shares, variations, 0.0), np.sqrt(0.0325))
    assert_allclose(together(shares, variations, 0.5), np.sqrt(0.0475))
    assert_allclose(together(shares, variations, 1.0), 0.25)


@pytest.mark.parametrize("arguments", [(-0.1, 1.0), (np.nan, 1.0), (0.1, np.inf)])
def test_nonsense_is_refused(arguments: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        days_of(*arguments)


@pytest.mark.parametrize("expected", [3.0, 40.0, 2500.0])
@pytest.mark.parametrize("variation", [0.0, 0.01, 0.12, 0.6])
def test_chance_below_is_that_of_poisson_or_negative_binomial_days(expected: float, variation: float) -> None:
    shape = np.inf if variation == 0 else variation**-2
    law = stats.poisson(expected) if variation == 0 else stats.nbinom(shape, shape / (shape + expected))
    calls = np.arange(0.0, 4 * expected)
    assert_allclose(chance_below(calls, expected, variation), law.cdf(calls) - law.pmf(calls) / 2, atol=1e-9)


def test_chance_below_is_unknown_where_nobody_is_expected() -> None:
    assert np.isnan(chance_below([0, 3], 0.0, 0.1)).all()
