"""Forecasts of the past, by hand where a habit can be worked out so."""

from datetime import date

import numpy as np
import pytest

from mfc_capacity.core.forecast.daily import forecast
from mfc_capacity.core.forecast.rolling import Rolling, by_habit, rolling

MONDAY = date(2024, 1, 1)


def test_habits_by_hand() -> None:
    counts = np.arange(70.0)
    naive, mean_of_six = by_habit(counts, 9)
    assert naive.tolist() == [63, 64, 65, 66, 67, 68, 69, 63, 64]
    assert mean_of_six[0] == np.mean([63, 56, 49, 42, 35, 28])
    assert mean_of_six[8] == np.mean([64, 57, 50, 43, 36, 29])


def test_habits_pass_over_missing_days() -> None:
    counts = np.arange(70.0)
    counts[[63, 56]] = np.nan
    counts[1::7] = np.nan
    naive, mean_of_six = by_habit(counts, 2)
    assert naive.tolist() == pytest.approx([49, np.nan], nan_ok=True)
    assert mean_of_six.tolist() == pytest.approx([np.mean([49, 42, 35, 28]), np.nan], nan_ok=True)


def test_habits_of_less_than_a_week() -> None:
    naive, mean_of_six = by_habit(np.array([5.0, 6.0]), 7)
    assert naive.tolist() == pytest.approx([np.nan] * 5 + [5, 6], nan_ok=True)
    assert mean_of_six.tolist() == pytest.approx([np.nan] * 5 + [5, 6], nan_ok=True)


def test_scores_by_hand() -> None:
    rolled = Rolling(
        origin=np.zeros(4, dtype=np.int64),
        day=np.array([0, 1, 2, 7]),
        actual=np.array([100.0, 50, 50, 10]),
        p10=np.array([80.0, 55, 30, 1]),
        p50=np.array([90.0, 60, 50, 12]),
        p90=np.array([120.0, 70, 60, 9]),
        naive=np.array([120.0, 40, 50, 10]),
        mean_of_six=np.array([100.0, 50, np.nan, 20]),
    )
    first, second = rolled.scores()["forecast"]
    assert (first.week, first.days, second.week, second.days) == (1, 2, 2, 1)
    assert (first.wape, first.bias, first.cover) == pytest.approx((20 / 150, 0, 0.5))
    assert (second.wape, second.bias, second.cover) == pytest.approx((0.2, 0.2, 0))
    naive = rolled.scores()["naive"][0]
    assert (naive.wape, naive.bias) == pytest.approx((30 / 150, 10 / 150))
    assert np.isnan(naive.cover)


def test_each_forecast_knows_only_what_was_before_it() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson(500, 84).astype(float)
    counts[60] = np.nan
    rolled = rolling(MONDAY, counts, {}, weeks=2)
    assert sorted(set(rolled.origin.tolist())) == [56, 63, 70, 77]
    assert 60 not in rolled.day
    assert np.all(rolled.day >= rolled.origin)
    at = rolled.origin == 63
    told = forecast(MONDAY, counts[:63], 14, {})
    assert rolled.p50[at].tolist() == told.p50.tolist()
    assert rolled.actual[at].tolist() == counts[63:77].tolist()


def test_it_beats_both_habits_where_days_differ_by_chance_and_the_month() -> None:
    rng = np.random.default_rng(5)
    days = np.arange(420)
    means = 1_000 * (1 + 0.1 * np.cos(2 * np.pi * days / 30.4)) * np.tile([1.3, 1, 1, 1, 0.9, 0.5, 0.3], 60)
    scores = rolling(MONDAY, rng.poisson(means * rng.gamma(400, 1 / 400, 420)).astype(float), {}).scores()
    for told, naive, six in zip(*scores.values(), strict=True):
        assert told.wape < 0.75 * naive.wape
        assert told.wape < 0.92 * six.wape


def test_short_records_give_no_rows_and_no_scores() -> None:
    rolled = rolling(MONDAY, np.full(56, 5.0), {})
    assert rolled.actual.size == 0
    assert rolled.scores() == {"forecast": [], "naive": [], "mean_of_six": []}


def test_days_without_calls_have_no_share_to_miss() -> None:
    (score,) = rolling(MONDAY, np.zeros(63), {}, weeks=1).scores()["forecast"]
    assert np.isnan([score.wape, score.bias]).all()
    assert score.cover == 1


def test_nothing_is_forecast_before_anything_is_counted() -> None:
    counts = np.concatenate([np.full(70, np.nan), np.full(14, 5.0)])
    rolled = rolling(MONDAY, counts, {}, weeks=1)
    assert set(rolled.origin.tolist()) == {77}
