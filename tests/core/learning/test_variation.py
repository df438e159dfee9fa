"""Variation of days whose factors were drawn from a known law."""

import math
from functools import cache

import numpy as np
import pytest

from mfc_capacity.core.learning.variation import Variation, together, variation

WEEK = np.array([1.3, 1.1, 1.0, 1.0, 0.9, 0.5, 0.2])


def week_means(counts: np.ndarray) -> np.ndarray:
    """Means of each weekday: seven figures fitted to the counts."""
    means = np.array([counts[weekday::7].mean(axis=0) for weekday in range(7)])
    return means[np.arange(len(counts)) % 7]


def days(rng: np.random.Generator, number: int, mean: float, varies: float) -> np.ndarray:
    factors = rng.gamma(varies**-2, varies**2, number) if varies else np.ones(number)
    return rng.poisson(mean * WEEK[np.arange(number) % 7] * factors).astype(float)


@cache
def hundred(number: int, mean: float, varies: float) -> list[Variation]:
    spawned = np.random.default_rng(2011).spawn(100)
    counts = [days(rng, number, mean, varies) for rng in spawned]
    return [variation(each, week_means(each), figures=7) for each in counts]


CASES = [(91, 2_000.0, 0.12), (182, 500.0, 0.05), (56, 9_000.0, 0.2), (364, 200.0, 0.1), (182, 2_000.0, 0.0)]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_intervals_hold_the_truth(case: tuple[int, float, float]) -> None:
    found = hundred(*case)
    assert sum(each.by_likelihood.low <= case[2] <= each.by_likelihood.high for each in found) >= 89


@pytest.mark.slow
def test_four_weeks_hold_it_nine_times_of_ten() -> None:
    held = [each.by_likelihood.low <= 0.1 <= each.by_likelihood.high for each in hundred(28, 500.0, 0.1)]
    assert np.mean(held) == pytest.approx(0.9, abs=0.06)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES[:4])
def test_what_was_fitted_is_paid_for(case: tuple[int, float, float]) -> None:
    for squares in (
        [each.by_likelihood.value**2 for each in hundred(*case)],
        [each.by_moments**2 for each in hundred(*case)],
    ):
        error = float(np.std(squares)) / 10
        assert np.mean(squares) == pytest.approx(case[2] ** 2, abs=3.5 * error)


@pytest.mark.slow
def test_days_that_differ_at_random_alone_may_have_no_variation() -> None:
    found = hundred(*CASES[4])
    assert sum(each.by_likelihood.low == 0 for each in found) >= 93
    assert all(each.by_likelihood.high < 0.02 for each in found)


def test_both_ways_agree_on_many_days() -> None:
    counts = days(np.random.default_rng(1), 2_100, 1_000, 0.15)
    found = variation(counts, week_means(counts), figures=7)
    assert found.by_likelihood.value == pytest.approx(found.by_moments, rel=0.05)
    assert found.by_likelihood.value == pytest.approx(0.15, rel=0.05)
    assert found.by_likelihood.rows == 2_100


def shared_days(rng: np.random.Generator, number: int, varies: float, correlation: float) -> np.ndarray:
    """Three hotlines; Gamma factors with a part in common, so that their correlation is exact."""
    shape = varies**-2
    common = rng.gamma(correlation * shape, 1, (number, 1)) if correlation else np.zeros((number, 1))
    factors = (common + rng.gamma((1 - correlation) * shape, 1, (number, 3))) / shape
    return rng.poisson([3_000, 1_000, 400] * WEEK[np.arange(number) % 7, np.newaxis] * factors).astype(float)


@pytest.mark.slow
@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("number", [91, pytest.param(364, marks=pytest.mark.long)])
def test_correlation(number: int, correlation: float) -> None:
    held, values = 0, []
    for rng in np.random.default_rng(2014).spawn(100):
        counts = shared_days(rng, number, 0.12, correlation)
        found = together(counts, week_means(counts), figures=7)
        held += found.low <= correlation <= found.high
        values.append(found.value)
    assert held >= 89
    assert np.mean(values) == pytest.approx(correlation, abs=0.03)


def test_chance_is_not_shared() -> None:
    """Few calls a day: counts hardly correlate, the factors behind them do."""
    rng = np.random.default_rng(3)
    factors = rng.gamma(25, 1 / 25, (2_000, 1))
    found = together(rng.poisson(40 * factors * np.ones(2)), np.full((2_000, 2), 40.0))
    assert found.value == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize("hotlines", [1, 2])
def test_hotlines_that_do_not_vary_say_nothing_of_each_other(hotlines: int) -> None:
    counts = np.full((30, hotlines), 100.0)
    assert math.isnan(together(counts, counts).value)


def test_missing_days_are_left_out() -> None:
    counts = days(np.random.default_rng(5), 70, 1_000, 0.1)
    expected = np.full(70, 1_000.0) * WEEK[np.arange(70) % 7]
    holes = counts.copy()
    holes[10:20] = np.nan
    kept = np.delete(np.arange(70), np.s_[10:20])
    assert variation(holes, expected) == variation(counts[kept], expected[kept])


@pytest.mark.parametrize("number", [0, 7])
def test_as_many_figures_as_days_leave_nothing(number: int) -> None:
    found = variation(np.full(number, 10.0), np.full(number, 10.0), figures=7)
    assert math.isnan(found.by_likelihood.value)
    assert math.isnan(found.by_moments)


def test_expected_calls_must_be_some() -> None:
    with pytest.raises(ValueError, match="expected must be finite and above 0"):
        variation([1.0], [0.0])
    with pytest.raises(ValueError, match="of one shape"):
        variation([1.0], [1.0, 2.0])
