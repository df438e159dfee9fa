"""Redials learnt from records of callers whose habits are known."""

import math

import numpy as np
import pytest

from mfc_capacity.core.learning.redials import Redials, first_attempts, redials

DAY_S = 86_400.0


def record(
    rng: np.random.Generator,
    share: float,
    after_s: float,
    fresh_a_day: float,
    days: float,
    callers: int = 6_000,
) -> tuple[np.ndarray, ...]:
    """Callers who ring at random, are lost three times in ten, and then redial as they are told to."""
    calls = rng.poisson(callers * fresh_a_day * days)
    who, arrived_s = rng.integers(0, callers, calls), rng.uniform(0, days * DAY_S, calls)
    rounds = []
    while who.size:
        waited_s, answered = rng.exponential(40, who.size), rng.random(who.size) > 0.3
        left_s = arrived_s + waited_s + answered * rng.exponential(200, who.size)
        rounds.append((who, arrived_s, left_s, answered))
        again = ~answered & (rng.random(who.size) < share)
        who, arrived_s = who[again], left_s[again] + rng.exponential(after_s, again.sum())
    whole = tuple(np.concatenate(column) for column in zip(*rounds, strict=True))
    seen = whole[1] < days * DAY_S
    return tuple(column[seen] for column in whole)


def learnt(
    seed: int, share: float, after_s: float, fresh_a_day: float, days: float, callers: int = 6_000
) -> list[Redials]:
    spawned = np.random.default_rng(seed).spawn(100)
    return [
        redials(*record(rng, share, after_s, fresh_a_day, days, callers), days * DAY_S) for rng in spawned
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("share", "after_s", "fresh_a_day", "days"),
    [
        pytest.param(0.6, 480, 0.05, 10, marks=pytest.mark.long),
        (0.3, 120, 0.3, 4),
        pytest.param(0.8, 1_800, 0.5, 2, marks=pytest.mark.long),
        pytest.param(0.5, 900, 0.01, 10, marks=pytest.mark.long),
        (0.4, 60, 0.005, 10),  # some 90 lost attempts
        pytest.param(
            0.5, 3_600, 2.0, 0.25, marks=pytest.mark.long
        ),  # a record shorter than callers take, of whom many call anyhow
    ],
)
def test_intervals_hold_the_truth(share: float, after_s: float, fresh_a_day: float, days: float) -> None:
    found = learnt(31, share, after_s, fresh_a_day, days)
    assert sum(each.share.low <= share <= each.share.high for each in found) >= 89
    assert sum(each.after_s.low <= after_s <= each.after_s.high for each in found) >= 89


@pytest.mark.parametrize("after_s", [60.0, 300.0, 900.0, 1_800.0, 3_600.0])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_the_time_is_found_wherever_it_is(share: float, after_s: float) -> None:
    """10,000 callers of whom none calls of himself a second time: the time is known by its events, as 1 / root."""
    rng = np.random.default_rng(int(after_s))
    found = redials(*record(rng, share, after_s, 1e-4, 10, callers=10_000_000), 10 * DAY_S)
    events = found.share.rows * found.came_again.value
    assert abs(math.log(found.after_s.value / after_s)) < 4 / math.sqrt(events)
    assert found.share.value == pytest.approx(share, abs=0.04)
    assert 3 < math.log(found.after_s.high / found.after_s.low) * math.sqrt(events) < 6


@pytest.mark.slow
def test_where_nobody_redials_fresh_calls_are_not_taken_for_it() -> None:
    found = learnt(5, 0.0, 480, 2.0, 1, callers=1_000)
    assert np.mean([each.came_again.value for each in found]) > 0.2
    assert sum(each.share.low == 0 for each in found) >= 92
    assert np.median([each.share.value for each in found]) < 0.05


def test_with_few_fresh_calls_the_share_is_that_of_those_who_came() -> None:
    found = redials(*record(np.random.default_rng(1), 0.6, 300, 0.02, 20), 20 * DAY_S)
    assert found.share.value == pytest.approx(found.came_again.value, abs=0.02)
    assert found.came_anyhow.value < 0.02
    assert found.share.rows == found.came_again.rows


@pytest.mark.parametrize("after_s", [60.0, 600.0, 2_400.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_climb_does_not_stop_halfway_where_nobody_calls_anyhow(seed: int, after_s: float) -> None:
    """Of callers who call once all next attempts are redials; their mean gap is known by the root of their number."""
    found = redials(
        *record(np.random.default_rng(seed), 0.6, after_s, 1e-4, 10, callers=2_000_000), 10 * DAY_S
    )
    again = found.came_again.value * found.came_again.rows
    assert found.after_s.value == pytest.approx(after_s, rel=4 / math.sqrt(again))


def test_who_rings_after_closing_is_not_watched() -> None:
    """Two lost callers, the second of them two minutes before the doors close."""
    found = redials([1, 2, 1], [0.0, 3_480.0, 300.0], [20.0, 3_500.0, 500.0], [False, False, True], 3_600.0)
    assert found.came_again.value == 0.5
    assert found.share.value > 0.9
    assert found.share.low < 0.2


def test_nobody_came_again() -> None:
    callers = np.arange(50)
    found = redials(callers, callers * 60.0, callers * 60.0 + 30, np.zeros(50, dtype=bool), DAY_S)
    assert found.share.value == 0
    assert (1 - found.share.high) ** 50 == pytest.approx(0.025)
    assert math.isnan(found.after_s.value)


def test_nobody_was_lost() -> None:
    found = redials([1, 2], [0.0, 5.0], [3.0, 9.0], np.ones(2, dtype=bool), DAY_S)
    assert math.isnan(found.share.value)
    assert found.share.rows == 0


def test_shapes_and_times() -> None:
    with pytest.raises(ValueError, match="of one shape"):
        redials([1], [0.0, 1.0], [1.0], np.ones(1, dtype=bool), DAY_S)
    with pytest.raises(ValueError, match="must be finite"):
        redials([1], [math.nan], [1.0], np.ones(1, dtype=bool), DAY_S)


@pytest.mark.slow
@pytest.mark.parametrize("after_s", [60.0, 1_200.0, 7_200.0])
def test_first_attempts_are_recovered(after_s: float) -> None:
    """300 days of one shape: a morning peak, and three in ten lost."""
    rng = np.random.default_rng(17)
    first = 20 + 60 * np.exp(-np.square(np.arange(48) - 10) / 30)
    attempts, lost = np.zeros(48), np.zeros(48)
    for _ in range(300):
        at_s = np.repeat(np.arange(48) * 900.0, rng.poisson(first))
        at_s += rng.uniform(0, 900, at_s.size)
        while at_s.size:
            attempts += np.bincount((at_s // 900).astype(int), minlength=48)
            at_s = at_s[rng.random(at_s.size) < 0.3]
            lost += np.bincount((at_s // 900).astype(int), minlength=48)
            again_s = at_s[rng.random(at_s.size) < 0.7]
            at_s = again_s + rng.exponential(after_s, again_s.size)
            at_s = at_s[at_s < 48 * 900]
    found = first_attempts(attempts, lost, 0.7, after_s, 900.0) / 300
    assert found.sum() == pytest.approx(first.sum(), rel=0.01)
    assert found == pytest.approx(first, abs=5 * math.sqrt(1.5 * first.max() / 300))


def test_days_are_worked_out_side_by_side() -> None:
    attempts, lost = np.random.default_rng(2).uniform(50, 99, (3, 8)), np.full((3, 8), 20.0)
    together = first_attempts(attempts, lost, 0.5, 600.0, 900.0)
    assert together[1] == pytest.approx(first_attempts(attempts[1], lost[1], 0.5, 600.0, 900.0))


def test_soon_again_is_within_the_interval_and_nobody_again_changes_nothing() -> None:
    attempts, lost = np.full(4, 100.0), np.full(4, 20.0)
    assert first_attempts(attempts, lost, 0.5, 1e-3, 900.0) == pytest.approx(np.full(4, 90.0), rel=1e-4)
    assert first_attempts(attempts, lost, 0.0, 60.0, 900.0) == pytest.approx(attempts)
