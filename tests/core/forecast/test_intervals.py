"""Days divided among their intervals."""

from datetime import date

import numpy as np
import pytest

from mfc_capacity.core.forecast.daily import forecast
from mfc_capacity.core.forecast.intervals import by_interval, weekday_profiles

MONDAY = date(2024, 1, 1)
SHARES = np.array([0.1, 0.2, 0.4, 0.3])


def simulated(seed: int, days: int, mean: float, shared: float = 0.0, apart: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    of_day = rng.gamma(shared**-2, shared**2, (days, 1)) if shared else np.ones((days, 1))
    of_interval = rng.gamma(apart**-2, apart**2, (days, 4)) if apart else np.ones((days, 4))
    return rng.poisson(mean * SHARES * of_day * of_interval).astype(float)


def test_profiles_by_hand() -> None:
    counts = np.tile(np.array([[1.0, 3.0]]), (14, 1))
    counts[[1, 8]] = [[4, 0], [0, 4]]
    shares, _ = weekday_profiles(counts)
    assert shares[0].tolist() == [0.25, 0.75]
    assert shares[1].tolist() == [0.5, 0.5]


def test_only_eight_weeks_count_and_days_with_holes_do_not() -> None:
    counts = np.concatenate([np.tile([[9.0, 1.0]], (28, 1)), np.tile([[1.0, 1.0]], (56, 1))])
    counts[-1] = [np.nan, 50]
    shares, dispersion = weekday_profiles(counts)
    assert shares[:6] == pytest.approx(np.full((6, 2), 0.5))
    assert dispersion == 0


def test_a_weekday_not_counted_has_the_profile_of_all_days() -> None:
    shares, _ = weekday_profiles(np.array([[1.0, 3.0], [3.0, 1.0], [2.0, 6.0]]))
    assert shares[5].tolist() == [6 / 16, 10 / 16]


def test_means_of_a_day_add_up_and_follow_the_weekday() -> None:
    counts = simulated(1, 66, 1_000)
    counts[0::7] = counts[0::7, ::-1]
    daily = forecast(MONDAY, counts.sum(axis=1), 14, {})
    told = by_interval(daily, counts)
    assert told.mean.sum(axis=1) == pytest.approx(daily.mean)
    monday = (7 - 66 % 7) % 7
    assert told.mean[monday] / daily.mean[monday] == pytest.approx(SHARES[::-1], abs=0.02)
    assert told.mean[monday + 1] / daily.mean[monday + 1] == pytest.approx(SHARES, abs=0.02)


@pytest.mark.parametrize(("shared", "apart"), [(0.0, 0.0), (0.1, 0.0), (0.05, 0.1)])
def test_four_of_five_intervals_lie_between_p10_and_p90(shared: float, apart: float) -> None:
    held = []
    for seed in range(40):
        counts = simulated(seed, 98, 4_000, shared, apart)
        told = by_interval(forecast(MONDAY, counts[:84].sum(axis=1), 14, {}), counts[:84])
        held.append(((counts[84:] >= told.p10) & (counts[84:] <= told.p90)).mean())
    assert 0.76 < np.mean(held) < 0.88


def test_shares_vary_by_chance_alone_or_more() -> None:
    by_chance = [weekday_profiles(simulated(seed, 56, 4_000, 0.1))[1] for seed in range(20)]
    more = [weekday_profiles(simulated(seed, 56, 40_000, 0.1, 0.1))[1] for seed in range(20)]
    assert np.mean(by_chance) < 1e-4
    # of each interval, less what the day's sum shares: (1 - 2 p) p^2 + p^2 sum(p^2), by sum(p^2)
    squares = np.square(SHARES)
    expected = 0.01 * ((1 - 2 * SHARES) * squares + squares * squares.sum()).sum() / squares.sum()
    assert np.mean(more) == pytest.approx(expected, rel=0.1)


def test_unknown_days_stay_unknown_and_days_without_calls_have_none() -> None:
    counts = simulated(1, 56, 100)
    counts[5::7], counts[6::7] = 0.0, np.nan
    told = by_interval(forecast(MONDAY, counts.sum(axis=1), 7, {}), counts)
    assert np.all(told.p90[5] == 0)
    assert np.isnan(told.mean[6]).all()
    assert np.isnan(told.p10[6]).all()


@pytest.mark.parametrize(
    ("counts", "problem"),
    [([[1.0, np.nan]], "counts must hold at least one whole day"), ([[1.0, -1.0]], "counts must be finite")],
)
def test_what_is_no_day_is_refused(counts: list[list[float]], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        weekday_profiles(np.array(counts))


def test_days_without_any_call_are_divided_evenly() -> None:
    told = by_interval(forecast(MONDAY, np.zeros(14), 7, {}), np.zeros((14, 4)))
    assert np.all(told.mean == 0)
    assert np.all(told.p90 == 0)
