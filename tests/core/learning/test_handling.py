"""Handling times drawn from known laws, with what records hold besides."""

import math
from functools import cache

import numpy as np
import pytest
from scipy import stats

from mfc_capacity.core.learning.handling import Handling, by_hour, handling
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal

MEAN_S = 200.0
KNOWN = {
    "exponential": (Exponential(), 1.0),
    "log-normal": (Lognormal(1.3), 1.3),
    "narrow": (Lognormal(0.3), 0.3),
}


def times(rng: np.random.Generator, law: Law, calls: int = 5_000) -> np.ndarray:
    return np.rint(MEAN_S * law.draw(rng, calls))


@cache
def hundred(case: str) -> list[Handling]:
    return [handling(times(rng, KNOWN[case][0])) for rng in np.random.default_rng(2003).spawn(100)]


@pytest.mark.slow
@pytest.mark.parametrize("case", KNOWN)
def test_law_and_intervals(case: str) -> None:
    law, cv = KNOWN[case]
    found = hundred(case)
    assert sum(each.law == type(law).__name__.lower() for each in found) >= 95
    assert sum(each.mean_s.low <= MEAN_S <= each.mean_s.high for each in found) >= 89
    assert sum(each.cv.low <= cv <= each.cv.high for each in found) >= 89
    assert sum(each.law_cv.low <= cv <= each.law_cv.high for each in found) >= 89
    assert sum(each.absurd for each in found) <= 2


def test_log_normal_times_of_a_variation_of_one_are_not_exponential() -> None:
    named = [handling(times(rng, Lognormal(1.0))).law for rng in np.random.default_rng(4).spawn(5)]
    assert named == ["lognormal"] * 5


def test_a_call_left_open_over_night_is_counted_and_left_out() -> None:
    usual = times(np.random.default_rng(1), Lognormal(1.3))
    found, clean = handling([*usual, 40_000.0, 86_400.0, 1e9]), handling(usual)
    assert found.absurd == 3
    assert found.mean_s == clean.mean_s
    assert found.law_cv == clean.law_cv
    assert found.longest_s == usual.max()


def test_long_calls_of_another_kind_are_not_absurd() -> None:
    rng = np.random.default_rng(1)
    mixed = np.concatenate([rng.exponential(30, 4_500), rng.exponential(1_800, 500)])
    assert handling(mixed).absurd == 0
    assert handling(mixed).mean_s.value == pytest.approx(mixed.mean(), rel=0.01)


def test_times_that_are_all_alike() -> None:
    found = handling(np.full(50, 180.0))
    assert (found.law, found.law_cv.value, found.cv.value) == ("constant", 0, 0)
    assert found.mean_s.value == found.mean_s.low == found.mean_s.high == 180


def test_times_of_nothing_are_times() -> None:
    found = handling(np.concatenate([np.zeros(100), times(np.random.default_rng(2), Exponential(), 900)]))
    assert found.mean_s.rows == 1_000
    assert found.mean_s.value == pytest.approx(180, rel=0.1)


@pytest.mark.parametrize("calls", [0, 1])
def test_too_few_calls(calls: int) -> None:
    found = handling(np.full(calls, 60.0))
    assert found.mean_s.rows == calls
    assert math.isnan(found.mean_s.low)
    assert math.isnan(found.cv.value)
    assert math.isnan(found.law_cv.value)


def test_hours_are_ranked_as_in_the_literature() -> None:
    rng = np.random.default_rng(5)
    hours = rng.integers(0, 6, 600)
    calls_s = np.rint(rng.exponential(40 + 5 * hours))
    reference = stats.kruskal(*(calls_s[hours == hour] for hour in range(6)))
    assert by_hour(calls_s, hours).p_alike == pytest.approx(reference.pvalue, rel=1e-9)


@pytest.mark.slow
def test_hours_that_are_alike_look_different_as_often_as_stated() -> None:
    spawned = np.random.default_rng(6).spawn(300)
    chances = [
        by_hour(times(rng, Lognormal(1.3), 3_000), rng.integers(0, 12, 3_000)).p_alike for rng in spawned
    ]
    assert 0.02 <= np.mean(np.array(chances) < 0.05) <= 0.09


def test_an_evening_of_longer_calls_is_found() -> None:
    rng = np.random.default_rng(8)
    hours = rng.integers(8, 20, 6_000)
    calls_s = times(rng, Lognormal(1.3), 6_000) * np.where(hours >= 18, 1.2, 1.0)
    found = by_hour(calls_s, hours)
    assert found.p_alike < 0.01
    assert found.rows.tolist() == np.bincount(hours).tolist()
    assert np.isnan(found.mean_s[:8]).all()
    day, evening = (
        np.average(found.mean_s[hours], weights=found.rows[hours]) for hours in (np.s_[8:18], np.s_[18:])
    )
    assert evening / day == pytest.approx(1.2, abs=0.15)


@pytest.mark.slow
@pytest.mark.parametrize("law", [pytest.param(Exponential(), marks=pytest.mark.long), Lognormal(1.3)])
def test_intervals_by_hour_hold_all_at_once(law: Law) -> None:
    held = 0
    for rng in np.random.default_rng(9).spawn(100):
        found = by_hour(times(rng, law, 6_000), rng.integers(0, 12, 6_000))
        held += bool(np.all((found.low_s <= MEAN_S) & (found.high_s >= MEAN_S)))
    assert held >= 89


def test_one_hour_is_compared_with_none() -> None:
    assert math.isnan(by_hour(np.arange(100.0), np.zeros(100)).p_alike)
    assert math.isnan(by_hour([], []).p_alike)
