"""A figure that was learnt, and how well it is known."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

SURE = 0.95
NORMAL_95 = float(
    special.ndtri((1 + SURE) / 2)
)  # standard deviations to either side of a normal law's middle


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


def unknown(rows: int, value: float = math.nan) -> Estimate:
    """Return the estimate of a figure that is not known, or not how well."""
    return Estimate(value, math.nan, math.nan, rows)


def beside(value: float, error: float, rows: int) -> Estimate:
    """Return the estimate of a figure above 0 from its standard error, on a logarithmic scale and by Student's t."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        factor = float(np.exp(special.stdtrit(rows - 1, (1 + SURE) / 2) * np.float64(error) / value))
    return (
        Estimate(value, value / factor, value * factor, rows) if factor < math.inf else unknown(rows, value)
    )


def of_logarithms(value: float, ends: tuple[float, float], rows: int) -> Estimate:
    """Return the estimate of a figure of which the logarithm and those of the interval's ends are known."""
    return Estimate(math.exp(value), math.exp(ends[0]), math.exp(ends[1]), rows)


def of_log_odds(value: float, ends: tuple[float, float], rows: int) -> Estimate:
    """Return the estimate of a share of which the logarithm of the odds and those of the interval's ends are known.

    An end that is not known (NaN) is 0 or 1.
    """
    low, high = special.expit(np.where(np.isnan(ends), (-math.inf, math.inf), ends))
    return Estimate(float(special.expit(value)), float(low), float(high), rows)


def share(some: float, rows: int) -> Estimate:
    """Return the estimate of a share of rows, with the exact interval of Clopper & Pearson (1934).

    >>> share(0, 100)
    Estimate(value=0.0, low=0.0, high=0.036216..., rows=100)
    """
    if not rows:
        return unknown(0)
    low = special.betaincinv(some, rows - some + 1, (1 - SURE) / 2) if some else 0.0
    high = special.betaincinv(some + 1, rows - some, (1 + SURE) / 2) if some < rows else 1.0
    return Estimate(float(some) / rows, float(low), float(high), rows)
