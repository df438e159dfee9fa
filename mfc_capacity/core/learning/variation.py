"""By how much days differ beyond chance, and how much of it hotlines share, from counts beside what was expected.

A day's calls are its expected ones times a Gamma factor of mean 1, and given it Poisson: counts are negative binomial
with variance m + v^2 m^2 (Jongbloed & Koole 2001), v being what a scenario calls `varies`. Whoever has worked out
expected calls from the same counts has come too close to them: each figure that was fitted, a weekday, a trend, takes
a day's worth of difference away, and residuals are widened by as much.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.learning.estimates import SURE, Estimate, unknown
from mfc_capacity.core.learning.likelihood import interval, most_likely

LEAST_VARIATION, MOST_VARIATION = 1e-4, 10.0  # less is none
USUAL_VARIATION = 0.1
NEAREST_TO_ONE = 1 - 1e-6  # correlation, of which the logarithm is finite


@dataclass(frozen=True)
class Variation:
    """Coefficient of variation of days beyond chance.

    Attributes:
        by_likelihood: of the negative binomial law; 0 where days differ no more than at random, and the lower end of
            the interval is 0 where they may.
        by_moments: the root of the mean of (calls / expected - 1)^2 - 1 / expected; 0 where that is negative.
    """

    by_likelihood: Estimate
    by_moments: float


def variation(counts: ArrayLike, expected: ArrayLike, figures: int = 0) -> Variation:
    """Return by how much days differ beyond chance.

    Args:
        counts: calls by day (D); NaN for a day to leave out.
        expected: calls by day (D), above 0.
        figures: how many figures the expected calls were fitted with to these counts.

    Raises:
        ValueError: for counts or expected calls out of range, or of unlike shapes.

    >>> found = variation([100, 131, 85, 70, 120, 94], np.full(6, 100.0))
    >>> round(found.by_moments, 3)
    0.179
    """
    calls, means = _days(counts, expected)
    days = calls.size
    if days <= figures:
        return Variation(unknown(days), math.nan)
    residuals = _residuals(calls, means, figures)
    seen = np.maximum(means * (1 + residuals), 0.0)

    def log_likelihood(figure: Floats) -> float:
        return _log_likelihood(seen, means, float(figure[0]))

    best = most_likely(log_likelihood, np.array([USUAL_VARIATION]))
    if log_likelihood(best) <= log_likelihood(np.zeros(1)):
        best = np.zeros(1)
    ends = interval(log_likelihood, best, 0, least=0.0)
    by_moments = math.sqrt(max(0.0, float(np.mean(np.square(residuals) - 1 / means))))
    return Variation(Estimate(float(best[0]), *ends, days), by_moments)


def together(counts: ArrayLike, expected: ArrayLike, figures: int = 0) -> Estimate:
    """Return the correlation of the days' factors of any two hotlines, which a scenario calls `varies_together`.

    Covariances of all pairs together by products of their variations, as chance is each hotline's own. Interval by
    the jackknife over days, on Fisher's scale. Not known where fewer than two hotlines vary.

    Args:
        counts: calls by day and hotline (D x H); a day with NaN in it is left out.
        expected: calls by day and hotline (D x H), above 0.
        figures: how many figures the expected calls of a hotline were fitted with.

    Raises:
        ValueError: for counts or expected calls out of range, or of unlike shapes.
    """
    calls, means = _days(counts, expected)
    days = len(calls)
    if days <= figures + 2:
        return unknown(days)
    residuals = _residuals(calls, means, figures)
    beyond = np.square(residuals) - 1 / means
    varies = beyond.mean(axis=0) > LEAST_VARIATION**2
    residuals, beyond = residuals[:, varies], beyond[:, varies]
    pairs = _pairs(residuals)
    value = float(_correlation(pairs.mean(), beyond.mean(axis=0)))
    without = _correlation((pairs.sum() - pairs) / (days - 1), (beyond.sum(axis=0) - beyond) / (days - 1))
    scores = np.arctanh(without)
    error = math.sqrt((days - 1) * float(np.var(scores)))
    reach = float(special.stdtrit(days - figures - 1, (1 + SURE) / 2)) * error
    middle = math.atanh(value)
    return Estimate(value, math.tanh(middle - reach), math.tanh(middle + reach), days)


def _days(counts: ArrayLike, expected: ArrayLike) -> tuple[Floats, Floats]:
    """Return counts and expected calls of the days that were counted."""
    calls, means = np.asarray(counts, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if calls.shape != means.shape:
        raise ValueError(f"counts and expected must be of one shape, not {calls.shape} and {means.shape}")
    counted = ~np.isnan(calls).any(axis=tuple(range(1, calls.ndim)))
    return arguments.finite("counts", calls[counted]), arguments.positive("expected", means[counted])


def _residuals(calls: Floats, means: Floats, figures: int) -> Floats:
    """Return differences by what was expected, as wide as they would be if it had not been fitted."""
    widened: Floats = (calls / means - 1) * math.sqrt(len(calls) / (len(calls) - figures))
    return widened


def _log_likelihood(calls: Floats, means: Floats, variation: float) -> float:
    """Return the log-likelihood of counts, but for what does not depend on the variation."""
    if not 0 <= variation <= MOST_VARIATION:
        return -math.inf
    if variation < LEAST_VARIATION:
        return float(np.sum(calls * np.log(means) - means))
    shape = variation**-2
    rising = special.gammaln(calls + shape) - special.gammaln(shape)
    return float(np.sum(rising + calls * np.log(means / (shape + means)) - shape * np.log1p(means / shape)))


def _pairs(values: Floats) -> Floats:
    """Return the sum of the products of every two values of a row."""
    products: Floats = (np.square(values.sum(axis=-1)) - np.square(values).sum(axis=-1)) / 2
    return products


def _correlation(covariance: ArrayLike, variances: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.asarray(covariance) / _pairs(np.sqrt(np.maximum(variances, 0.0)))
    return np.clip(ratio, -NEAREST_TO_ONE, NEAREST_TO_ONE)
