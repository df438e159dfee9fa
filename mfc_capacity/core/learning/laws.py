"""The laws of times that a scenario knows, as records are held against them: by their mean and one figure more.

They are those that `core.simulation.laws` draws from. Named by BIC, -2 log-likelihood + figures x log(ends seen): a
law with more figures must earn them, and with many records the right one is named (Schwarz 1978; that it is the number
of ends, not of records, that counts where some are not seen: Volinsky & Raftery 2000).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.simulation.laws import LEAST_SHAPE, MOST_VARIED

MOST_SHAPE, LEAST_VARIED = 100.0, 1e-3  # beyond them a time is as good as a constant


@dataclass(frozen=True)
class TimeLaw:
    """A law of times.

    Attributes:
        name: as a scenario writes it.
        figures: how many it has, the mean being the first.
        bounds: of its own figure, a shape or a coefficient of variation.
        log_left: logarithm of the share that last longer than some times (N), given the mean and its own figure.
    """

    name: str
    figures: int
    bounds: tuple[float, float]
    log_left: Callable[[Floats, float, float], Floats]

    def at(self, times_s: Floats, logs: Floats) -> Floats | None:
        """Return `log_left` of times, given the logarithms of the figures; None where the law has no such figure."""
        own = math.exp(logs[1]) if self.figures == 2 and logs[1] < 10 else 1.0
        if not self.bounds[0] <= own <= self.bounds[1] or abs(logs[0]) > 60:
            return None
        with np.errstate(divide="ignore", over="ignore"):
            return self.log_left(times_s, math.exp(logs[0]), own)


def _exponential(times_s: Floats, mean_s: float, _: float) -> Floats:
    return -times_s / mean_s


def _weibull(times_s: Floats, mean_s: float, shape: float) -> Floats:
    return -((times_s * (math.gamma(1 + 1 / shape) / mean_s)) ** shape)


def _lognormal(times_s: Floats, mean_s: float, cv: float) -> Floats:
    variance = math.log1p(cv**2)
    middle = math.log(mean_s) - variance / 2
    left: Floats = special.log_ndtr((middle - np.log(times_s)) / math.sqrt(variance))
    return left


EXPONENTIAL = TimeLaw("exponential", 1, (1.0, 1.0), _exponential)
WEIBULL = TimeLaw("weibull", 2, (LEAST_SHAPE, MOST_SHAPE), _weibull)
LOGNORMAL = TimeLaw("lognormal", 2, (LEAST_VARIED, MOST_VARIED), _lognormal)


def log_between(longer: Floats, shorter: Floats) -> Floats:
    """Return the logarithm of the share between two times, given the logarithms of what is left after each."""
    with np.errstate(divide="ignore", invalid="ignore"):
        between: Floats = longer + np.log(-np.expm1(shorter - longer))
    return between


def bic(log_likelihood: float, figures: int, ends: int) -> float:
    """Return by how much a law costs: the lower, the better it explains."""
    return figures * math.log(max(ends, 2)) - 2 * log_likelihood
