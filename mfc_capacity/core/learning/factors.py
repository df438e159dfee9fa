"""Factors that were learnt by their logarithm, each with the interval of Student's t."""

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.learning.estimates import SURE, Estimate

NONE_SEEN = float(-np.log((1 - SURE) / 2))  # the mean of Poisson counts of which so few are 0


def factor(log: float, variance: float, free: float, rows: int) -> Estimate:
    """Return what has this logarithm, whose variance was estimated with so many degrees of freedom."""
    reach = float(t_quantile(1 - SURE, free) * np.sqrt(max(variance, 0.0)))
    return Estimate(float(np.exp(log)), float(np.exp(log - reach)), float(np.exp(log + reach)), rows)


def few_of(calls: float, expected: float, rows: int) -> Estimate:
    """Return the share of expected calls that came, where only chance brings any (Garwood 1936).

    >>> few_of(0, 100, 5).high
    0.0368...
    """
    beyond = (1 - SURE) / 2
    low = special.gammaincinv(calls, beyond) if calls else 0.0
    return Estimate(
        calls / expected,
        float(low / expected),
        float(special.gammainccinv(calls + 1, beyond) / expected),
        rows,
    )


def t_quantile(chance: float, free: float) -> float:
    """Return how far from 0, to either side, Student's t is with this chance."""
    return float(special.stdtrit(max(free, 1.0), 1 - chance / 2))


def log_mean(effects: Floats, columns: Floats) -> tuple[float, Floats]:
    """Return the logarithm of the mean of exp(x'b) over rows of columns (C x P), and its derivative by b (P)."""
    means = np.exp(columns @ effects)
    return float(np.log(means.mean())), (means / means.sum()) @ columns
