"""Profiles learnt from days whose shape is known."""

import numpy as np
import pytest

from mfc_capacity.core.learning.profile import Profile, in_whole_parts, profiles

HALF_HOURS = 24
MORNING = np.exp(-0.5 * ((np.arange(HALF_HOURS) - 6) / 6) ** 2)
MORNING /= MORNING.sum()
EVENING = MORNING[::-1].copy()
CALLS = np.array([1_300.0, 1_100, 1_000, 1_000, 900, 500, 200])
WEEKEND = {5, 6}


def counted(
    rng: np.random.Generator, weeks: int, of_day: float, of_interval: float, calls: np.ndarray = CALLS
) -> tuple[np.ndarray, np.ndarray]:
    """Return counts and kinds of days: one shape from Monday to Friday, another at weekends."""
    kinds = np.tile(np.arange(7), weeks)
    shares = np.where(np.isin(kinds, [*WEEKEND])[:, np.newaxis], EVENING, MORNING)
    means = calls[kinds][:, np.newaxis] * shares
    if of_day:
        means *= rng.gamma(of_day**-2, of_day**2, (kinds.size, 1))
    if of_interval:
        means *= rng.gamma(of_interval**-2, of_interval**2, means.shape)
    return rng.poisson(means).astype(float), kinds


def tilted(rng: np.random.Generator, days: int, shift: float) -> np.ndarray:
    """Return counts of days, each early or late as a whole."""
    tilt = np.exp(np.outer(rng.normal(0, shift, days), np.linspace(-1, 1, HALF_HOURS)))
    return rng.poisson(1_000 * MORNING * tilt).astype(float)


def runs(number: int) -> list[np.random.Generator]:
    return [np.random.default_rng(seed) for seed in np.random.SeedSequence(11).spawn(number)]


@pytest.mark.slow
@pytest.mark.parametrize(("of_day", "of_interval"), [(0.0, 0.0), (0.12, 0.0), (0.12, 0.1)])
@pytest.mark.parametrize("weeks", [4, pytest.param(26, marks=pytest.mark.long)])
def test_shares_cover(weeks: int, of_day: float, of_interval: float) -> None:
    held = np.zeros((2, HALF_HOURS))
    for rng in runs(100):
        found = profiles(*counted(rng, weeks, of_day, of_interval))
        if len(found) == 2:
            held += [
                (profile.low <= truth) & (truth <= profile.high)
                for profile, truth in zip(found, (MORNING, EVENING), strict=True)
            ]
        else:
            held += 0.95  # what is told apart without need is counted by the test below
    assert held.mean() >= 93
    assert held.min() >= 84  # of 48 intervals, one is low by chance


@pytest.mark.slow
@pytest.mark.parametrize(("of_day", "of_interval"), [(0.0, 0.0), (0.12, 0.1)])
@pytest.mark.parametrize("weeks", [4, pytest.param(26, marks=pytest.mark.long)])
def test_weekdays_that_are_alike_are_put_together(weeks: int, of_day: float, of_interval: float) -> None:
    kinds = [
        [profile.kinds for profile in profiles(*counted(rng, weeks, of_day, of_interval))]
        for rng in runs(200)
    ]
    assert sum(sorted(map(sorted, found)) == [[0, 1, 2, 3, 4], [5, 6]] for found in kinds) >= 0.93 * 200
    assert all(not {*one} & WEEKEND or {*one} <= WEEKEND for found in kinds for one in found)


@pytest.mark.slow
@pytest.mark.parametrize("weeks", [4, pytest.param(13, marks=pytest.mark.long)])
def test_days_that_are_early_or_late_as_a_whole_are_still_alike(weeks: int) -> None:
    """The intervals of such a day are no independent witnesses."""
    kinds = np.tile(np.arange(7), weeks)
    found = [len(profiles(tilted(rng, kinds.size, 0.3), kinds)) for rng in runs(200)]
    assert sum(number == 1 for number in found) >= 0.93 * 200


def test_one_weekday_that_differs_stands_alone() -> None:
    rng = np.random.default_rng(3)
    counts, kinds = counted(rng, 8, 0.1, 0.05)
    friday = kinds == 4
    counts[friday] = counts[friday] * np.linspace(1.4, 0.6, HALF_HOURS)
    assert [profile.kinds for profile in profiles(counts, kinds)] == [(0, 1, 2, 3), (4,), (5, 6)]


def test_a_single_week_tells_weekends_from_weekdays() -> None:
    counts, kinds = counted(np.random.default_rng(4), 1, 0.1, 0.0)
    assert [profile.kinds for profile in profiles(counts, kinds)] == [(0, 1, 2, 3, 4), (5, 6)]


def test_shares_by_hand() -> None:
    counts = np.array([[1.0, 3, 0], [3, 5, 0], [np.nan, 1, 1], [0, 0, 0]])
    (found,) = profiles(counts, np.zeros(4, dtype=int))
    assert found.shares.tolist() == [4 / 12, 8 / 12, 0]
    assert (found.days, found.calls, found.kinds) == (2, 12, (0,))
    assert found.low[2] == 0 < found.high[2] == pytest.approx(-np.log(0.025) / 12)


def test_all_calls_in_one_interval() -> None:
    (found,) = profiles(np.array([[0.0, 9.0], [0.0, 8.0]]), np.array([0, 0]))
    assert found.shares.tolist() == [0, 1]
    assert found.low[1] < found.high[1] == 1


@pytest.mark.parametrize("parts", [100, 1_000, 10_000])
@pytest.mark.parametrize("intervals", [1, 7, 48, 96])
def test_whole_parts_add_up_and_lie_next_to_the_shares(intervals: int, parts: int) -> None:
    shares = np.random.default_rng(intervals).dirichlet(np.ones(intervals))
    whole = in_whole_parts(shares, parts)
    assert whole.sum() == parts
    assert np.all(np.abs(whole - shares * parts) < 1)


def test_no_calls_are_refused() -> None:
    with pytest.raises(ValueError, match="whole day with calls"):
        profiles(np.zeros((3, 4)), np.zeros(3, dtype=int))


def widths(found: tuple[Profile, ...]) -> float:
    return float(np.mean(found[0].high - found[0].low))


def test_more_days_are_known_better() -> None:
    few, many = (profiles(*counted(np.random.default_rng(5), weeks, 0.1, 0.1)) for weeks in (4, 64))
    assert widths(many) == pytest.approx(widths(few) / 4, rel=0.25)
