"""What callers meet in an interval, and what is known of it where nobody calls or the operators cannot keep up."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints, Texts


@dataclass(frozen=True)
class Performance:
    """What callers meet, kinds x intervals (K x I); NaN where nothing is known, and `status` says why.

    `waiting_at_end` is the mean number of callers who wait when the interval ends; only the queue that is carried
    through the day knows it.
    """

    status: Texts
    service_level: Floats
    asa_s: Floats
    mean_wait_s: Floats
    p_wait: Floats
    abandonment: Floats
    occupancy: Floats
    waiting_at_end: Floats

    def of_kinds(self, kinds: Ints) -> "Performance":
        """Return the figures of some kinds of day."""
        return Performance(*(getattr(self, field.name)[kinds] for field in fields(self)))


def performances_joined(parts: Sequence[Performance]) -> Performance:
    """Return the figures of the kinds of day of several parts, one part after the other."""
    return Performance(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Performance))
    )
