"""Days whose volume differs by more than chance: all calls of a day are multiplied by a Gamma factor of mean 1.

Given its factor a day is Poisson, so that counts by day are negative binomial (Jongbloed & Koole 2001, "Managing
uncertainty in call centres using Poisson mixtures"). What callers meet is mixed over the factor by the trapezoidal
rule over normal scores z, at the quantiles of their probabilities: there the factor is nearly a cubic of z (Wilson &
Hilferty 1931), the integrand ends flat at both ends, and the rule converges faster than any power of its step
(Trefethen & Weideman 2014). Quantiles at Gauss-Legendre's probabilities reach 1e-4 with as many, for the tails.

Callers who wait long, or for ever, make a queue turn from good to bad at once where calls reach what operators serve:
there the rule errs by up to a point and more. Then the scores are cut at that day, in pieces that shrink towards it,
and each piece has a Gauss rule.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats

FARTHEST_SCORE = 5.5  # beyond it lie 4e-8 of the days
CUTS = np.array([-5.5, -3.5, -1.5, 0.0, 1.5, 3.5, 5.5])
NEAR_CUTS = np.array([-0.25, -0.05, -0.01, 0.0, 0.01, 0.05, 0.25])  # from a day at which a queue turns
NODES = 7  # in each piece
NARROWEST_STEP = 0.04
LEAST_VARIATION = 1e-7  # less is none


@dataclass(frozen=True)
class Days:
    """Days to look at: their normal scores (M), those of more calls last, and how many of all days each stands for.

    Both may be by kind of day (M x K).
    """

    scores: Floats
    weights: Floats

    def factors(self, variation: ArrayLike) -> Floats:
        """Return the factor of each for one coefficient of variation (M), or for several (M x K)."""
        by_kind = np.asarray(variation, dtype=np.float64)
        scores = self.scores[:, np.newaxis] if self.scores.ndim == by_kind.ndim == 1 else self.scores
        return factor_at(scores, by_kind)


def days_of(variation: float, load_erlangs: float, farthest: float = FARTHEST_SCORE) -> Days:
    """Return the days by which to mix what changes with calls as sharply as a queue of this load does.

    It turns from good to bad over about 1 / sqrt(load) of its calls; with the law of the days that is as smooth as a
    normal law whose deviation is the step, which the rule integrates to about 3e-9.

    Raises:
        ValueError: for a negative, infinite or NaN argument.
    """
    arguments.finite("variation", variation)
    arguments.finite("load_erlangs", load_erlangs)
    step = max(NARROWEST_STEP, (1 + variation**2 * load_erlangs) ** -0.5)
    return even_days(math.ceil(farthest / step), farthest)


def days_around(turning: Floats) -> Days:
    """Return the days by which to mix what turns from good to bad at some scores (K x C) of each kind of day."""
    near = (turning[..., np.newaxis] + NEAR_CUTS).reshape(len(turning), -1)
    cuts = np.concatenate([np.broadcast_to(CUTS, (len(turning), CUTS.size)), near], axis=1)
    cuts = np.sort(np.clip(cuts, CUTS[0], CUTS[-1]), axis=1)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    width = np.diff(cuts)[..., np.newaxis]
    scores = (cuts[:, :-1, np.newaxis] + width * (nodes + 1) / 2).reshape(len(turning), -1).T
    density = (width * weights).reshape(len(turning), -1).T * np.exp(-np.square(scores) / 2)
    return Days(scores, density / density.sum(axis=0))


@cache
def even_days(steps: int, farthest: float) -> Days:
    """Return days in so many even steps of their scores on either side."""
    scores = np.linspace(-farthest, farthest, 2 * steps + 1)
    weights = np.exp(-np.square(scores) / 2)
    return Days(scores, weights / weights.sum())


def factor_at(score: ArrayLike, variation: ArrayLike) -> Floats:
    """Return the quantile of the factor at normal scores; arguments broadcast.

    >>> factor_at(special.ndtri(0.9), [0.0, 0.1, 1.0]).round(6).tolist()
    [1.0, 1.130105, 2.302585]

    Raises:
        ValueError: for a negative, infinite or NaN variation.
    """
    z, v = np.broadcast_arrays(np.asarray(score, dtype=np.float64), arguments.finite("variation", variation))
    differs = v > LEAST_VARIATION
    factor = np.ones(z.shape)
    z, shape = z[differs], v[differs] ** -2.0
    below = special.gammaincinv(shape, special.ndtr(np.minimum(z, 0)))
    above = special.gammainccinv(shape, special.ndtr(-np.maximum(z, 0)))
    factor[differs] = np.where(z < 0, below, above) / shape
    return factor


def score_of(factor: ArrayLike, variation: ArrayLike) -> Floats:
    """Return the normal score of a factor, infinite where days do not differ; arguments broadcast."""
    x, v = np.broadcast_arrays(arguments.finite("factor", factor), arguments.finite("variation", variation))
    differs = v > LEAST_VARIATION
    score = np.where(x < 1, -np.inf, np.inf)
    shape = v[differs] ** -2.0
    scaled = x[differs] * shape
    below, above = special.gammainc(shape, scaled), special.gammaincc(shape, scaled)
    score[differs] = np.where(below < above, special.ndtri(below), -special.ndtri(above))
    return score


def chance_below(calls: ArrayLike, expected: ArrayLike, variation: ArrayLike) -> Floats:
    """Return how many of all days have fewer calls than a day, those with as many counted half; arguments broadcast.

    A day given its factor is Poisson; NaN where nobody is expected.

    >>> chance_below([100, 113, 128], 100.0, [0.0, 0.0, 0.2]).round(2).tolist()
    [0.51, 0.9, 0.89]

    Raises:
        ValueError: for a negative, infinite or NaN argument.
    """
    count, mean, v = np.broadcast_arrays(
        arguments.finite("calls", calls),
        arguments.finite("expected", expected),
        arguments.finite("variation", variation),
    )
    below = np.full(count.shape, np.nan)
    some = mean > 0
    n, m, varies = count[some], mean[some], v[some] > LEAST_VARIATION
    shape = np.where(varies, v[some], 1.0) ** -2.0

    def at_most(k: Floats) -> Floats:
        binomial = special.betainc(shape, np.maximum(k, 0) + 1, shape / (shape + m))
        each = np.where(varies, binomial, special.pdtr(np.maximum(k, 0), m))
        return np.where(k < 0, 0.0, each)

    below[some] = (at_most(n) + at_most(n - 1)) / 2
    return below


def together(shares: Floats, variations: Floats, correlation: float) -> Floats:
    """Return the coefficient of variation of the calls of several hotlines together.

    Args:
        shares: of the calls, days x hotlines (D x S); they add up to 1, or to 0 where nobody calls.
        variations: of each hotline's (D x S).
        correlation: of the factors of any two of them.
    """
    parts = shares * variations
    variance = (1 - correlation) * np.square(parts).sum(axis=-1) + correlation * np.square(parts.sum(axis=-1))
    return np.asarray(np.sqrt(variance), dtype=np.float64)
