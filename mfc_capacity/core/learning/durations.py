"""Durations as records have them: in whole seconds, some of them not seen to their end.

A record of 12 s is a duration of 11.5 to 12.5 s, and is counted so: its likelihood is the chance of that interval, not
a density, so that a short patience or a duration of 0 s needs no special case. Equal durations are counted together:
what is learnt from ten million calls is learnt from a few thousand rows.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints

MOST_STEPS = 10_000_000  # of lengths that are counted without sorting: four months of seconds


@dataclass(frozen=True)
class Durations:
    """How many durations there are of each length, arrays (K) in order of length.

    Attributes:
        at_s: the lengths.
        ended: durations that ended then.
        unfinished: durations that were seen so far and no further (censored).
        resolution_s: what lengths are rounded to.
    """

    at_s: Floats
    ended: Floats
    unfinished: Floats
    resolution_s: float

    @property
    def begins_s(self) -> Floats:
        """The shortest duration that is recorded as each length."""
        return np.maximum(self.at_s - self.resolution_s / 2, 0.0)

    @property
    def ends_s(self) -> Floats:
        """The longest duration that is recorded as each length."""
        return self.at_s + self.resolution_s / 2

    def without_none(self) -> "Durations":
        """Return them without those that are as good as none and have not ended: nothing was seen of these."""
        some = (self.at_s > 0) | (self.ended > 0)
        unfinished = np.where(self.at_s > 0, self.unfinished, 0.0)
        return replace(self, at_s=self.at_s[some], ended=self.ended[some], unfinished=unfinished[some])

    def spent_s(self, edges_s: ArrayLike) -> Floats:
        """Return the time that all durations together had lasted by each edge (E)."""
        spent: Floats = np.minimum(self.at_s, np.asarray(edges_s, dtype=np.float64)[:, np.newaxis]) @ (
            self.ended + self.unfinished
        )
        return spent


def counted(durations_s: ArrayLike, ended: Bools, resolution_s: float = 1.0) -> Durations:
    """Return how many durations (N) there are of each length; `ended` (N) are those seen to their end.

    Raises:
        ValueError: for a duration that is negative, infinite or NaN, a resolution not above 0, or unlike shapes.
    """
    lengths_s = arguments.finite("durations_s", durations_s)
    ended = np.asarray(ended, dtype=np.bool_)
    arguments.positive("resolution_s", resolution_s)
    if lengths_s.shape != ended.shape:
        raise ValueError(
            f"durations_s and ended must be of one shape, not {lengths_s.shape} and {ended.shape}"
        )
    at_s, place = lengths(lengths_s, resolution_s)
    every = np.bincount(place, minlength=at_s.size)
    seen = np.bincount(place[ended], minlength=at_s.size)
    return Durations(at_s, seen.astype(np.float64), (every - seen).astype(np.float64), resolution_s)


def lengths(durations_s: Floats, resolution_s: float) -> tuple[Floats, Ints]:
    """Return the rounded lengths that there are (K), in order, and at which of them each duration is (N)."""
    steps: Floats = np.rint(durations_s / resolution_s)
    if steps.max(initial=0.0) > MOST_STEPS:
        some, place = np.unique(steps, return_inverse=True)
        return some * resolution_s, place.astype(np.int64)
    whole = steps.astype(np.int64)
    there = np.bincount(whole) > 0
    at_s = np.flatnonzero(there).astype(np.float64) * resolution_s
    return at_s, (np.cumsum(there) - 1)[whole]
