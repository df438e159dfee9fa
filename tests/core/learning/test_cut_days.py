"""Days that were cut off are told from those that end early every week, and from quiet ones."""

import numpy as np
import pytest

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.learning.cut_days import are_cut_off

SHAPE = np.array([0] * 8 + [3, 5, 6, 5, 4, 4, 5, 4, 3, 2, 1, 1] + [0] * 4, dtype=float)


def weeks(calls_per_day: float, days: int = 29, seed: int = 1) -> Floats:
    counts = (
        np.random.default_rng(seed).poisson(calls_per_day * SHAPE / SHAPE.sum(), (days, 24)).astype(float)
    )
    counts[4::7, 15:] = 0  # the fifth day of each week closes at three
    return counts


@pytest.mark.parametrize("seed", range(20))
def test_whole_days_are_whole(seed: int) -> None:
    for calls, days in ((400, 29), (400, 33), (60, 29), (8, 40)):
        assert are_cut_off(weeks(calls, days, seed)) == (False, False)


def test_a_day_that_ends_at_eleven_is_cut_off() -> None:
    counts = weeks(400)
    counts[-1, 11:] = 0
    assert are_cut_off(counts) == (False, True)
    counts[0, :12] = 0
    assert are_cut_off(counts) == (True, True)


def test_few_calls_or_weeks_do_not_tell() -> None:
    counts = weeks(400)
    counts[-1, 11:] = 0
    assert are_cut_off(counts[-14:]) == (False, False)
    assert are_cut_off(np.round(counts / 40)) == (False, False)
