"""Regression of counts in which old days count less and effects start from none.

Counts have mean exp(x'b) and variance mean + dispersion x mean^2: Poisson within a day, negative binomial between days
(Cameron & Trivedi 2013). The effects b maximise the weighted likelihood less a penalty that is a normal law around
none; it is concave, and climbed by iterated least squares (McCullagh & Nelder 1989). The dispersion is that of moments.
The effects' covariance is the sandwich, as weights are not numbers of days.
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Floats

USUAL_DISPERSION, ITS_DAYS = 0.1**2, 2.0  # a tenth up or down: a guess that weighs as much as two days
PASSES = 3  # dispersion and penalty depend on each other, weakly
MOST_STEPS, LONGEST_STEP = 50, 3.0
SMALLEST_STEP = 1e-5  # the error of the next one is about its square


@dataclass(frozen=True)
class Regression:
    """Effects (P) with their covariance (P x P), and the dispersion: variance beyond Poisson by the mean squared."""

    effects: Floats
    covariance: Floats
    dispersion: float

    def mean(self, columns: Floats) -> Floats:
        """Return the mean of days with these columns (N x P)."""
        means: Floats = np.exp(columns @ self.effects)
        return means

    def variation(self, columns: Floats) -> Floats:
        """Return the variance beyond Poisson by the mean squared (N): that of days, and of the effects."""
        beyond: Floats = self.dispersion + _squares(columns, self.covariance)
        return beyond


def regress(columns: Floats, counts: Floats, weights: Floats, offsets: Floats, spreads: Floats) -> Regression:
    """Return the regression of counts (N) on columns (N x P) with a weight and an offset for each day.

    `spreads` (P) are the standard deviations of the effects before anything is counted, infinite where not known.
    At least one count is above 0.
    """
    dispersion = USUAL_DISPERSION
    logs = np.log(counts + 0.5)
    penalty = spreads**-2.0
    for _ in range(PASSES):
        effects, logs = most_likely(columns, counts, weights, offsets, penalty, dispersion, logs)
        means: Floats = np.exp(logs)
        precision: Floats = means / (1 + dispersion * means)
        known: Floats = (columns.T * (weights * precision)) @ columns + np.diag(penalty)
        inverse = np.linalg.inv(known).astype(np.float64)
        left = 1 - weights * precision * _squares(columns, inverse)
        telling = weights * np.square(precision) / np.average(np.square(precision), weights=weights)
        beyond = float(telling @ (np.square(counts / means - 1) - left / means))
        dispersion = max(0.0, (ITS_DAYS * USUAL_DISPERSION + beyond) / (ITS_DAYS + float(telling @ left)))
    noise: Floats = (columns.T * (weights**2 * precision)) @ columns + np.diag(penalty)
    return Regression(effects, inverse @ noise @ inverse, dispersion)


def most_likely(
    columns: Floats,
    counts: Floats,
    weights: Floats,
    offsets: Floats,
    penalty: Floats,
    dispersion: float,
    logs: Floats,
) -> tuple[Floats, Floats]:
    """Return the effects (P) of the largest weighted log-likelihood less penalty'b^2 / 2, and log means (N).

    `logs` are a first guess of the latter.
    """
    effects: Floats = np.zeros(columns.shape[1])
    for _ in range(MOST_STEPS):
        means = np.exp(logs)
        pull = columns.T * (weights * means / (1 + dispersion * means))
        known: Floats = pull @ columns + np.diag(penalty)
        wanted: Floats = pull @ (logs - offsets + counts / means - 1)
        effects = np.linalg.solve(known, wanted).astype(np.float64)
        step = columns @ effects + offsets - logs
        longest = float(np.abs(step).max())
        logs = logs + min(1.0, LONGEST_STEP / max(longest, SMALLEST_STEP)) * step
        if longest < SMALLEST_STEP:
            break
    return effects, logs


def _squares(columns: Floats, matrix: Floats) -> Floats:
    squares: Floats = ((columns @ matrix) * columns).sum(axis=1)
    return squares
