"""Forecasts of days against days whose truth is known."""

from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats

from mfc_capacity.core.forecast.daily import HALF_LIFE_DAYS, forecast, quantile

MONDAY = date(2024, 1, 1)
WEEK = np.array([1.3, 1.1, 1.0, 1.0, 0.9, 0.5, 0.2])


def simulated(seed: int, days: int, mean: float, variation: float, walk: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    level = np.exp(np.cumsum(rng.normal(0, walk, days)))
    factors = rng.gamma(variation**-2, variation**2, days) if variation else np.ones(days)
    return rng.poisson(mean * WEEK[np.arange(days) % 7] * level * factors).astype(float)


@pytest.mark.parametrize(
    ("weeks", "mean", "variation", "walk"),
    [
        (6, 2_000, 0.1, 0),
        (16, 2_000, 0.05, 0),
        (16, 20_000, 0.15, 0),
        (40, 1_000, 0.05, 0.01),
        (20, 400, 0.0, 0),
    ],
)
def test_four_of_five_days_lie_between_p10_and_p90(
    weeks: int, mean: float, variation: float, walk: float
) -> None:
    held = []
    for seed in range(60):
        counts = simulated(seed, 7 * weeks + 28, mean, variation, walk)
        told = forecast(MONDAY, counts[: 7 * weeks], 28, {})
        to_come = counts[7 * weeks :]
        held.append(((to_come >= told.p10) & (to_come <= told.p90)).mean())
    error = 2 * np.std(held) / np.sqrt(len(held))
    assert 0.75 - error < np.mean(held) < 0.88 + error


@pytest.mark.parametrize("weeks", [1, 2])
def test_little_is_known_of_few_days(weeks: int) -> None:
    counts = simulated(3, 7 * weeks, 1_000, 0.05)
    few = forecast(MONDAY, counts, 7, {})
    many = forecast(MONDAY, simulated(3, 140, 1_000, 0.05), 7, {})
    assert np.all(few.variation > 2 * many.variation)


def test_weekdays_are_recovered() -> None:
    means = [forecast(MONDAY, simulated(seed, 140, 3_000, 0.05), 7, {}).mean for seed in range(30)]
    assert np.mean(means, axis=0) / 3_000 == pytest.approx(WEEK, rel=0.02)


def test_dispersion_is_that_of_the_days() -> None:
    found = [forecast(MONDAY, simulated(seed, 210, 3_000, 0.1), 7, {}).dispersion for seed in range(30)]
    assert np.mean(found) == pytest.approx(0.01, rel=0.1)


def test_the_level_follows_with_its_half_life() -> None:
    counts = np.repeat([1_000.0, 2_000.0], HALF_LIFE_DAYS)
    assert forecast(date(2024, 1, 1), counts, 84, {}).mean.mean() == pytest.approx(1_667, rel=0.02)


def test_a_level_that_wanders_widens_what_is_far_ahead() -> None:
    grown = [forecast(MONDAY, simulated(seed, 280, 5_000, 0.03, 0.02), 56, {}) for seed in range(8)]
    assert np.median([told.drift for told in grown]) > 1e-3
    told = max(grown, key=lambda each: each.drift)
    assert np.all(told.variation[49:] > told.variation[:7])


def test_a_level_that_has_changed_altogether_blows_nothing_up() -> None:
    counts = np.concatenate([np.zeros(90), np.full(60, 1_000.0)])
    told = forecast(MONDAY, counts, 28, {})
    assert np.all(told.p90 < 3_000)
    assert np.all(told.p90 > 1_000)


def test_holidays_of_a_year_ago_count_in_full_at_the_level_of_their_time() -> None:
    counts = np.full(730, 1_000.0)
    counts[365:] = 1_500.0
    past, to_come = 300, 732
    counts[past], counts[past + 1] = 200.0, 1_200.0
    holidays = {MONDAY + timedelta(past): "Feast", MONDAY + timedelta(to_come): "Feast"}
    told = forecast(MONDAY, counts, 7, holidays)
    ordinary = told.mean[5:].mean()
    assert told.mean[2] / ordinary == pytest.approx(0.2, rel=0.15)
    assert told.mean[3] / ordinary == pytest.approx(1.2, rel=0.05)


def test_holidays_of_different_names_differ_and_a_new_one_is_between() -> None:
    counts = np.full(400, 1_000.0)
    days = {20: "A", 60: "B", 100: "A", 140: "B", 401: "A", 404: "B", 407: "C"}
    counts[[20, 100]], counts[[60, 140]] = 300.0, 800.0
    told = forecast(MONDAY, counts, 10, {MONDAY + timedelta(k): name for k, name in days.items()})
    assert told.mean[1] == pytest.approx(300, rel=0.1)
    assert told.mean[4] == pytest.approx(800, rel=0.1)
    assert 350 < told.mean[7] < 750
    assert told.p90[7] - told.p10[7] > 2 * (told.p90[4] - told.p10[4])


def test_a_holiday_never_seen_is_an_ordinary_day_of_which_little_is_known() -> None:
    told = forecast(MONDAY, simulated(1, 140, 1_000, 0.05), 14, {MONDAY + timedelta(142): "New"})
    assert told.mean[2] == pytest.approx(told.mean[9], rel=0.05)
    assert told.p10[2] < 0.6 * told.mean[2]
    assert told.p90[2] > 1.5 * told.mean[2]


def test_missing_days_are_left_out_not_read_as_none() -> None:
    counts = simulated(1, 140, 1_000, 0.0)
    holes = counts.copy()
    holes[np.random.default_rng(1).random(140) < 0.2] = np.nan
    told, whole = (forecast(MONDAY, given, 7, {}) for given in (holes, counts))
    assert told.mean == pytest.approx(whole.mean, rel=0.05)


def test_days_never_counted_are_unknown_and_days_without_calls_have_none() -> None:
    counts = np.tile([100.0, 100, 100, 100, 100, 0, np.nan], 10)
    told = forecast(MONDAY, counts, 7, {})
    for values in (told.mean, told.p10, told.p50, told.p90):
        assert np.all(values[:5] > 80)
        assert values[5] == 0
        assert np.isnan(values[6])


def test_calls_ten_times_as_many_are_forecast_so() -> None:
    counts = simulated(1, 140, 50_000, 0.1)
    told, tenfold = forecast(MONDAY, counts, 28, {}), forecast(MONDAY, 10 * counts, 28, {})
    assert tenfold.mean == pytest.approx(10 * told.mean, rel=1e-3)
    assert tenfold.p90 == pytest.approx(10 * told.p90, rel=5e-3)


def test_a_day_with_more_calls_raises_what_is_to_come_on_its_weekday() -> None:
    counts = simulated(1, 140, 1_000, 0.05)
    more = counts.copy()
    more[-7] += 500
    assert forecast(MONDAY, more, 7, {}).mean[0] > forecast(MONDAY, counts, 7, {}).mean[0]


def test_quantiles_stand_in_their_order() -> None:
    told = forecast(MONDAY, simulated(1, 40, 5, 0.3), 60, {})
    assert np.all((told.p10 <= told.p50) & (told.p50 <= told.p90))
    assert np.all((told.p10 < told.mean) & (told.mean < told.p90))


@pytest.mark.parametrize("counts", [[0.0], [0.0] * 60, [np.nan, 0.0]])
def test_no_calls_give_none(counts: list[float]) -> None:
    told = forecast(MONDAY, np.array(counts), 7, {})
    assert np.nanmax(told.p90) == 0


def test_one_day_is_forecast_with_wide_intervals() -> None:
    told = forecast(MONDAY, np.array([100.0]), 14, {})
    assert told.mean == pytest.approx([100] * 14, rel=1e-6)
    assert np.all(told.p10[:6] < 40)
    assert np.all(told.p90[:6] > 160)


@pytest.mark.parametrize(
    ("counts", "ahead", "problem"),
    [
        ([], 7, "counts must hold at least one day"),
        ([np.nan, np.nan], 7, "counts must hold at least one day"),
        ([3.0, -1.0], 7, "counts must be finite and at least 0, not -1"),
        ([3.0, np.inf], 7, "counts must be finite and at least 0, not inf"),
        ([3.0], 0, "ahead must be at least 1, not 0"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused_by_name(counts: list[float], ahead: int, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        forecast(MONDAY, np.array(counts), ahead, {})


@pytest.mark.parametrize("mean", [0.05, 3.0, 100.0, 3e4])
@pytest.mark.parametrize("variation", [1e-6, 1e-3, 0.1, 2.0])
def test_quantiles_are_those_of_negative_binomial_counts(mean: float, variation: float) -> None:
    for probability in (0.1, 0.5, 0.9):
        found = quantile(probability, np.array([mean]), np.array([variation]))
        assert found == stats.nbinom.ppf(probability, 1 / variation, 1 / (1 + variation * mean))


def test_without_variation_quantiles_are_those_of_poisson_counts() -> None:
    assert quantile(0.9, np.array([7.0]), np.array([0.0])) == stats.poisson.ppf(0.9, 7)


def test_days_before_the_first_count_tell_nothing() -> None:
    counts = simulated(1, 70, 1_000, 0.05)
    later = np.concatenate([np.full(91, np.nan), counts])
    told = forecast(MONDAY, later, 7, {})
    assert told.mean == pytest.approx(forecast(MONDAY + timedelta(91), counts, 7, {}).mean)
    assert told.drift == 0
