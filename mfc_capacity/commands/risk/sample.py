"""A sample of all that may be off: a scrambled Sobol sequence with a dimension for each input that moves by itself.

Inputs are figures with a range, and the mean of the factors by which the days of the horizon vary: see `days`.

Its points fill the space more evenly than random ones, so that means and shares are known better by as many plans; the
number of points is a power of two, at which the sequence is balanced. Sources: I. M. Sobol, USSR Comput. Math. Math.
Phys. 7 (1967), 86-112; A. B. Owen, J. Complexity 14 (1998), 466-489, on scrambling.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from mfc_capacity.commands.risk.days import DayInput
from mfc_capacity.core.arrays import Floats
from mfc_capacity.scenario import Range
from mfc_capacity.scenario.ranges import P90

LEAST, MOST = 8, 65_536
_SMALLEST = 2.0**-32  # a point on the border would be infinitely far off

Mover = tuple[Range, ...]
Changes = tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """A point of the sample: the values set, as `--set` takes them, and the normal scores of the days."""

    changes: Changes
    scores: tuple[float, ...]


@dataclass(frozen=True)
class Inputs:
    """What may be off: figures that move by themselves or together, and the days, by name."""

    movers: Sequence[Mover]
    days: Sequence[DayInput] = ()

    def __len__(self) -> int:
        """Return the number of dimensions."""
        return len(self.movers) + len(self.days)

    def at(self, normal: Sequence[float]) -> Point:
        """Return the point at standard normal variables (M)."""
        count = len(self.movers)
        changes = tuple(
            f"{each.key}={each.text_of(each.number_at(z))}"
            for mover, z in zip(self.movers, normal[:count], strict=True)
            for each in mover
        )
        return Point(changes, tuple(normal[count:]))

    def ends(self) -> list[tuple[Point, Point]]:
        """Return, for each input, the points with it at its low and at its high, and all others at their values."""
        still = (0.0,) * len(self.days)
        figures = [
            tuple(Point(self._changes(mover, end), still) for end in ("low", "high")) for mover in self.movers
        ]
        values = self._changes((), "value")
        days = [
            tuple(Point(values, (*still[:k], score, *still[k + 1 :])) for score in (-P90, P90))
            for k in range(len(self.days))
        ]
        return [(low, high) for low, high in (*figures, *days)]

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield the name of each input, its low and its high."""
        for mover in self.movers:
            yield tuple(  # type: ignore[misc]
                ", ".join(getattr(each, name) for each in mover) for name in ("key", "low", "high")
            )
        for day in self.days:
            yield day.name, day.low, day.high

    def _changes(self, moved: Mover, end: str) -> Changes:
        return tuple(
            f"{each.key}={getattr(each, end if mover is moved else 'value')}"
            for mover in self.movers
            for each in mover
        )


@dataclass(frozen=True)
class Sample:
    """Points (N x M, standard normal) and what they are of each input's first figure (N x M), in its unit."""

    inputs: Inputs
    normal: Floats
    numbers: Floats

    @property
    def points(self) -> list[Point]:
        """What is set at each point."""
        return [self.inputs.at(point) for point in self.normal.tolist()]


def sampled(inputs: Inputs, count: int, seed: int) -> Sample:
    """Return a sample of so many points, which is a power of two."""
    from scipy.stats import qmc  # noqa: PLC0415 - slow to import, and not for the processes that share the work

    sobol = qmc.Sobol(len(inputs), scramble=True, seed=np.random.default_rng(seed))
    uniform = np.clip(sobol.random_base2(count.bit_length() - 1), _SMALLEST, 1 - _SMALLEST)
    normal: Floats = ndtri(uniform)
    numbers = normal.copy()
    for k, mover in enumerate(inputs.movers):
        numbers[:, k] = [mover[0].number_at(z) for z in normal[:, k].tolist()]
    return Sample(inputs, normal, numbers)
