"""A figure that was learnt, and how well it is known."""

from dataclasses import dataclass

import numpy as np
from scipy import special

SURE = 0.95
NORMAL_95 = float(
    special.ndtri((1 + SURE) / 2)
)  # standard deviations to either side of a normal law's middle
CHI_SQUARE_95 = NORMAL_95**2  # by which twice a log-likelihood may fall short, one figure being asked for


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval and the rows that it was learnt from.

    NaN is not known: a figure of which nothing was seen, an interval that has no end. One end may be known where
    the figure is not: nobody hung up in two hours of waiting, so patience is at least half an hour.
    """

    value: float
    low: float
    high: float
    rows: int


def beside(value: float, error: float, rows: int) -> Estimate:
    """Return the estimate of a figure above 0 whose logarithm is normal, given its standard error."""
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = float(np.exp(NORMAL_95 * np.float64(error) / value))
    return Estimate(value, value / factor, value * factor, rows)
