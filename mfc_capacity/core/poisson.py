"""Fewer Poisson events than n, relative to exactly n: the ratio behind every Erlang formula.

With N ~ Poisson(a), the ratio D(n, a) = P(N < n) / P(N = n) weighs the states with an operator free against
the state where all n are just busy. Erlang B is 1 / (1 + D), and both Erlang C and A weigh D against the
states with a queue. For real n it continues as Q(n, a) / p(n, a), with the regularised upper incomplete
gamma function Q and p(n, a) = a^n e^-a / Gamma(n + 1). It spans more orders of magnitude than a float
holds, so it is kept as a logarithm.
"""

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats

STIRLING_FROM = 15.0
LOG_ROOT_2_PI = 0.5 * np.log(2 * np.pi)
FRACTION_FROM = 5.0
FRACTION_TERMS = 60


def log_odds_below(count: Floats, mean: Floats) -> Floats:
    """Return log D(n, a), D = P(N < n) / P(N = n), for real n >= 0 and a > 0 of one shape.

    Where n is in the bulk of the distribution or above, SciPy's Q is accurate; far below, Q underflows, and
    Legendre's continued fraction (DLMF 8.9.2) gives the quotient itself.
    """
    low = mean > count + 1 + FRACTION_FROM * np.sqrt(count + 1)
    odds = np.empty_like(mean)
    with np.errstate(divide="ignore"):
        if low.any():
            odds[low] = np.log(_legendre(count[low], mean[low]))
        n, a = count[~low], mean[~low]
        odds[~low] = np.log(special.gammaincc(n, a)) - log_poisson(n, a)
    return odds


def log_poisson(count: Floats, mean: Floats) -> Floats:
    """Return log p(n, a) for real n >= 0 and a > 0, by Loader's saddle point (2000), as R's dpois does.

    The plain n log a - a - log Gamma(n + 1) is a small difference of large numbers: it loses nine digits
    at a = 1e6.
    """
    n = np.maximum(count, STIRLING_FROM)
    square = n * n
    series = 1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square
    stirling = (1 / 12 - series / square) / n
    saddle = -stirling - _deviance(n, mean) - 0.5 * np.log(n) - LOG_ROOT_2_PI
    plain = special.xlogy(count, mean) - mean - special.gammaln(count + 1)
    return np.where(count > STIRLING_FROM, saddle, plain)


def _deviance(count: Floats, mean: Floats) -> Floats:
    """Return n log(n / a) + a - n, by the series of log((1 + v) / (1 - v)) where the plain form cancels."""
    excess = (mean - count) / count
    near = np.abs(excess) < 0.1
    v = np.where(near, excess / (2 + excess), 0.0)
    square = v * v
    series = np.zeros_like(v)
    for k in range(17, 1, -2):
        series = (series + 1 / k) * square
    return count * np.where(near, v * (excess - 2 * series), excess + np.log(count / mean))


def _legendre(count: Floats, mean: Floats) -> Floats:
    tail = mean - count + 2 * FRACTION_TERMS + 1
    for k in range(FRACTION_TERMS, 0, -1):
        tail = mean - count + (2 * k - 1) + k * (count - k) / tail
    return count / tail
