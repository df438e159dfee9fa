"""Callers who come again through a day: conservation, and the limits of short and long delays."""

import numpy as np
import pytest

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.day.redials import DayOfRedials

CALLS = np.array([[[40.0, 90.0, 60.0, 0.0], [10.0, 0.0, 30.0, 20.0]]])
LOST = np.array([[[0.1, 0.4, 0.2, 0.0], [0.3, 0.0, 0.5, 0.1]]])


def settled(day: DayOfRedials, lost_of_more: float = 0.3) -> Floats:
    attempts = np.ones_like(CALLS)
    for _ in range(200):
        attempts = day.attempts(attempts, LOST, np.full((1, 1, 4), lost_of_more))
    return attempts


def day_of(after: float, *, periodic: bool = False) -> DayOfRedials:
    return DayOfRedials(CALLS, np.full_like(CALLS, 0.6), np.full((1, 4), after), periodic)


def test_at_once_they_come_in_the_interval_in_which_they_are_lost() -> None:
    expected = np.where(CALLS > 0, 1 / (1 - 0.6 * LOST), 1.0)
    assert settled(day_of(1e-6)) == pytest.approx(expected, rel=1e-4)


def test_hardly_anybody_comes_who_waits_for_days() -> None:
    assert settled(day_of(1e5)) == pytest.approx(1, abs=1e-4)


def test_who_is_lost_comes_later_or_gives_up() -> None:
    day = DayOfRedials(CALLS, np.full_like(CALLS, 0.6), np.full((1, 4), 0.2), periodic=False)
    attempts = settled(day)
    redials = (CALLS * (attempts - 1)).sum(axis=2)
    held = (0.6 * CALLS * attempts * LOST).sum(axis=2)
    assert np.all(redials < held)
    assert redials[0, 0] == pytest.approx(
        held[0, 0], rel=0.1
    )  # but for who is left at the end, and at closed doors


def test_how_much_is_lost_of_more_does_not_matter_in_the_end() -> None:
    day = day_of(0.8, periodic=True)
    assert settled(day, 0.0) == pytest.approx(settled(day, 0.7), rel=1e-6)


def test_losses_of_hotlines_add_up_to_that_of_all() -> None:
    day, attempts = day_of(0.8), np.full_like(CALLS, 1.2)
    of_all = np.array([[0.2, 0.3, 0.1, 0.05]])
    own = day.lost_of_each(attempts, of_all, np.array([[[1.0] * 4, [2.0] * 4]]))
    made = CALLS * attempts
    assert (made * own).sum(axis=1) / made.sum(axis=1) == pytest.approx(of_all)
    assert own[0, 1] == pytest.approx(2 * own[0, 0])


@pytest.mark.parametrize("after", [0.05, 0.8, 5.0])
def test_each_caller_is_served_or_gives_up_once(after: float) -> None:
    """Over the day of a hotline that is open without a break, attempts but those that lead to another are callers."""
    calls, lost = CALLS[:, :1, :3], LOST[:, :1, :3]
    day = DayOfRedials(calls, np.full_like(calls, 0.6), np.full((1, 3), after), periodic=False)
    attempts = np.ones_like(calls)
    for _ in range(200):
        attempts = day.attempts(attempts, lost, np.full((1, 1, 3), 0.3))
    served, given_up = (1 - lost) * attempts, day.given_up(attempts, lost)
    assert (calls * (served + given_up[:, np.newaxis])).sum() == pytest.approx(calls.sum(), rel=1e-6)
    assert np.all(np.diff(day.comes_again[0, 0]) < 0)  # the nearer closing time, the fewer can


def test_on_days_without_end_all_who_will_call_again_do() -> None:
    calls = CALLS[:, :1, :3]
    day = DayOfRedials(calls, np.full_like(calls, 0.6), np.full((1, 3), 4.0), periodic=True)
    assert day.comes_again == pytest.approx(0.6, rel=1e-4)


def test_losses_without_anybody_prone_to_them_are_those_of_all_alike() -> None:
    """Who never hangs up finds all lines busy as others do."""
    own = day_of(0.8).lost_of_each(np.ones_like(CALLS), np.full((1, 4), 0.2), np.zeros_like(CALLS))
    assert own == pytest.approx(0.2)
