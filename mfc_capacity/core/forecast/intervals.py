"""Calls by interval of the days to come: a day's calls, divided as those of its weekday were in the last eight weeks.

A day's volume and how it is spread over the day are learnt apart (Weinberg, Brown & Stroud 2007, "Bayesian
forecasting of an inhomogeneous Poisson process with applications to call center data").
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.forecast.daily import PROBABILITIES, Forecast, quantile

PROFILE_DAYS = 56


@dataclass(frozen=True)
class IntervalForecast:
    """Calls of K intervals of H days to come (H x K): the mean, and P10, P50, P90 of each interval by itself.

    The means of a day add up to its own, its quantiles do not: intervals are not low or high all at once. NaN on days
    of which nothing is known. `dispersion` is the variance of an interval's share beyond chance, by its square.
    """

    mean: Floats
    p10: Floats
    p50: Floats
    p90: Floats
    dispersion: float


def by_interval(daily: Forecast, counts: Floats) -> IntervalForecast:
    """Return the forecast of the days (H) that follow the counted ones, divided among their intervals.

    Args:
        daily: the days' forecast.
        counts: calls by interval of consecutive days (N x K), those that `daily` was learnt from; a day with NaN in it
            is left out.

    Raises:
        ValueError: for counts that are negative or infinite, or when no day is counted.
    """
    shares, dispersion = weekday_profiles(counts)
    ahead = (len(counts) + np.arange(daily.mean.size)) % 7
    mean = daily.mean[:, np.newaxis] * shares[ahead]
    variation = np.broadcast_to(daily.variation[:, np.newaxis] + dispersion, mean.shape)
    p10, p50, p90 = (quantile(probability, mean, variation) for probability in PROBABILITIES)
    return IntervalForecast(mean, p10, p50, p90, dispersion)


def weekday_profiles(counts: Floats) -> tuple[Floats, float]:
    """Return the share of a day's calls in each interval (7 x K), and how much shares vary beyond chance.

    Row k is of the weekday of the k-th count. A weekday without a call in eight weeks has the profile of all days; the
    eight weeks are those before the last day that has one.
    """
    counts = np.asarray(counts, dtype=np.float64)
    whole = np.flatnonzero(np.isfinite(counts).all(axis=1))
    if not whole.size:
        raise ValueError("counts must hold at least one whole day")
    arguments.finite("counts", counts[whole])
    called = whole[counts[whole].sum(axis=1) > 0]
    if not called.size:
        return np.full((7, counts.shape[1]), 1 / counts.shape[1]), 0.0
    recent = called[called > called[-1] - PROFILE_DAYS]
    weekday = recent % 7
    sums = np.stack([counts[recent[weekday == day]].sum(axis=0) for day in range(7)])
    sums[sums.sum(axis=1) == 0] = counts[recent].sum(axis=0)
    shares = sums / sums.sum(axis=1, keepdims=True)
    return shares, share_dispersion(counts[recent], weekday, shares)


def share_dispersion(counts: Floats, kind: Ints, shares: Floats) -> float:
    """Return by moments what shares vary beyond chance, by their square; 0 where each kind of day was counted once.

    Args:
        counts: calls by interval of days (D x K).
        kind: of each day, as a position in `shares` (D).
        shares: of a day's calls, by kind, as these days have them (M x K).
    """
    expected = counts.sum(axis=1, keepdims=True) * shares[kind]
    days, free = len(counts), len(counts) - np.unique(kind).size
    if not free:
        return 0.0
    beyond = np.square(counts - expected).sum() * days / free - (expected * (1 - shares[kind])).sum()
    return max(0.0, float(beyond / np.square(expected).sum()))
