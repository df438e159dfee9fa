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


def none_of(expected: float, rows: int) -> Estimate:
    """Return the share of expected calls that came where none did: 0, or so little that chance kept it away."""
    return Estimate(0.0, 0.0, NONE_SEEN / expected, rows)


def t_quantile(chance: float, free: float) -> float:
    """Return how far from 0, to either side, Student's t is with this chance."""
    return float(special.stdtrit(max(free, 1.0), 1 - chance / 2))


def log_mean(effects: Floats, columns: Floats) -> tuple[float, Floats]:
    """Return the logarithm of the mean of exp(x'b) over rows of columns (C x P), and its derivative by b (P)."""
    means = np.exp(columns @ effects)
    return float(np.log(means.mean())), (means / means.sum()) @ columns
