"""Rates from counts: what each day had, and of the shape what is beyond chance."""

import numpy as np

from mfc_capacity.core.learning.rates import rates_seen

DAYS, INTERVALS = 40, 24
SHAPE = np.linspace(5.0, 60.0, INTERVALS)
IS_OPEN = np.ones((DAYS, INTERVALS), bool)


def counts(expected: np.ndarray, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).poisson(expected).astype(float)


def test_days_keep_their_calls() -> None:
    came = counts(np.tile(SHAPE, (DAYS, 1)) * np.linspace(0.7, 1.3, DAYS)[:, np.newaxis], 1)
    rates = rates_seen(came, np.tile(SHAPE, (DAYS, 1)), IS_OPEN)
    np.testing.assert_allclose(rates.sum(axis=1), came.sum(axis=1))


def test_chance_is_not_taken_for_a_shape() -> None:
    """Where the shape is as expected, rates err by less than counts, by far: those by sqrt(rate)."""
    expected = np.tile(SHAPE, (DAYS, 1))
    off = [
        np.abs(rates_seen(counts(expected, seed), expected, IS_OPEN) / expected - 1).mean()
        for seed in range(5)
    ]
    by_count = np.abs(counts(expected, 0) / expected - 1).mean()
    assert max(off) < by_count / 3


def test_another_shape_is_found() -> None:
    flat = np.full((DAYS, INTERVALS), SHAPE.mean())
    rates = rates_seen(counts(np.tile(SHAPE, (DAYS, 1)), 2), flat, IS_OPEN)
    np.testing.assert_allclose(rates.mean(axis=0), SHAPE, rtol=0.25)
    assert abs(rates.mean(axis=0) - SHAPE).mean() < 1.0


def test_nothing_is_closed_and_called() -> None:
    is_open = IS_OPEN.copy()
    is_open[:, :8] = False
    rates = rates_seen(np.full((DAYS, INTERVALS), 3.0), np.tile(SHAPE, (DAYS, 1)), is_open)
    assert not rates[:, :8].any()
    unexpected = rates_seen(np.full((1, 4), 3.0), np.zeros((1, 4)), np.ones((1, 4), bool))
    assert unexpected.tolist() == [[3.0] * 4]
