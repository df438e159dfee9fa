"""Maximum likelihood of a few figures, with intervals that need no normal law: those of the profile likelihood.

The interval of a figure holds every value at which the likelihood, all else chosen for the best, falls short of the
largest by no more than chance does in 95 of 100 (Wilks 1938). It may be lopsided, ends at a bound, and has no end where
records set none. The root of the shortfall is nearly linear in the figure, so that an end is found in a few steps.
"""

import math
from collections.abc import Callable

import numpy as np
from scipy import optimize

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.learning.estimates import NORMAL_95

LogLikelihood = Callable[
    [Floats], float
]  # of figures on scales on which a step of 0.1 is small; -inf where impossible

FIRST_STEP = 0.1
NEAREST, FARTHEST = 1e-3, 30.0  # from the most likely value, where an end of the interval is looked for
MOST_GROWTH = 10.0
EXACT = 0.01  # of the distance of an end
CLOSE = 1e-4  # of a log-likelihood
IMPOSSIBLE = 1e12  # infinities cannot be compared


def most_likely(log_likelihood: LogLikelihood, start: Floats) -> Floats:
    """Return the figures (P) of the largest likelihood, climbed to from a start by Nelder and Mead's simplex."""
    if not start.size:
        return start

    def cost(figures: Floats) -> float:
        return min(-log_likelihood(figures), IMPOSSIBLE)

    corners: Floats = np.vstack([start, start + FIRST_STEP * np.eye(start.size)])
    found = optimize.minimize(
        cost,
        start,
        method="Nelder-Mead",
        options={"initial_simplex": corners, "xatol": 0.01, "fatol": CLOSE, "maxiter": 400 * start.size},
    )
    return np.asarray(found.x, dtype=np.float64)


def interval(
    log_likelihood: LogLikelihood, best: Floats, which: int, least: float = -math.inf
) -> tuple[float, float]:
    """Return the ends of the 95 % interval of one of the most likely figures; NaN for an end that is not known.

    Args:
        log_likelihood: of figures (P).
        best: the most likely ones.
        which: the figure asked for.
        least: the smallest value that it can have.
    """
    top = log_likelihood(best)
    others = np.delete(best, which)

    def away(value: float) -> float:
        """Return how many standard deviations further from the best a value is than the interval's end."""

        def at_value(rest: Floats) -> float:
            return log_likelihood(np.concatenate([rest[:which], [value], rest[which:]]))

        shortfall = 2 * (top - at_value(most_likely(at_value, others)))
        return math.sqrt(min(max(0.0, shortfall), IMPOSSIBLE)) - NORMAL_95

    middle = float(best[which])
    return _end(away, middle, -1, least), _end(away, middle, 1, least)


def _end(away: Callable[[float], float], middle: float, side: int, least: float) -> float:
    """Return the interval's end on a side of the most likely value, or the bound before which it does not come."""
    inside, step = middle, NEAREST
    while step < FARTHEST:
        outside = max(middle + side * step, least)
        beyond = away(outside)
        if beyond > 0:
            return float(optimize.brentq(away, inside, outside, xtol=EXACT * abs(outside - middle)))
        if outside == least:
            return least
        inside, step = outside, step * min(MOST_GROWTH, 1.2 * NORMAL_95 / (beyond + NORMAL_95 + 1e-9))
    return math.nan
