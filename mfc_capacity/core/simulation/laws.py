"""Random times of mean 1: how long calls last and callers wait, beside the mean.

Erlang's formulas take every time to be exponential. Measured handling times are closer to log-normal (Brown
et al. 2005, "Statistical analysis of a telephone call center", JASA 100). A Weibull patience of a shape
below 1 belongs to callers of whom some give up early and the others grow ever more stubborn; of a shape
above 1, to callers who tire.

A law is multiplied by a mean, so the mean stays what it is called whatever the law.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mfc_capacity.core.arrays import Floats

MOST_VARIED = 100.0
LEAST_SHAPE = 0.1


class Law(Protocol):
    """A law of positive times whose mean is 1."""

    def draw(self, generator: np.random.Generator, size: int) -> Floats:
        """Return `size` independent times (N)."""


@dataclass(frozen=True)
class Exponential:
    """Times without memory, coefficient of variation 1."""

    def draw(self, generator: np.random.Generator, size: int) -> Floats:
        """Return `size` independent times (N)."""
        return generator.standard_exponential(size)


@dataclass(frozen=True)
class Lognormal:
    """Times whose logarithm is normal; a coefficient of variation `cv` of 0 is a constant.

    Raises:
        ValueError: if `cv` is not between 0 and 100.
    """

    cv: float

    def __post_init__(self) -> None:
        """Refuse a coefficient of variation out of range."""
        if not 0 <= self.cv <= MOST_VARIED:
            raise ValueError(f"cv must be between 0 and {MOST_VARIED:g}, not {self.cv:g}")

    def draw(self, generator: np.random.Generator, size: int) -> Floats:
        """Return `size` independent times (N)."""
        variance = math.log1p(self.cv**2)
        return generator.lognormal(-variance / 2, math.sqrt(variance), size)


@dataclass(frozen=True)
class Weibull:
    """Times whose hazard falls (`shape` below 1), stays (1: exponential) or rises (above 1).

    Raises:
        ValueError: if `shape` is infinite or below 0.1, where one time in thousands makes the mean.
    """

    shape: float

    def __post_init__(self) -> None:
        """Refuse a shape out of range."""
        if not LEAST_SHAPE <= self.shape < math.inf:
            raise ValueError(f"shape must be finite and at least {LEAST_SHAPE:g}, not {self.shape:g}")

    def draw(self, generator: np.random.Generator, size: int) -> Floats:
        """Return `size` independent times (N)."""
        return generator.weibull(self.shape, size) / math.gamma(1 + 1 / self.shape)
