"""Breaks that were placed for several starts together, dealt out to the shifts of each start."""

from collections.abc import Sequence

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.core.shifts.problem import Break


def dealt(operators: Ints, starts: Sequence[int], own: Break, begins: Ints, taken: Ints) -> Ints:
    """Return the operators of each start who take a break at each time (S x B), counted from the start.

    Whoever's window ends first is served first, which serves everybody wherever somebody can.

    Args:
        operators: by start (S), on one day.
        starts: when they begin, in order.
        own: the break.
        begins: when it begins, in order (intervals after midnight).
        taken: operators who take it then.

    Raises:
        ValueError: if somebody gets no break.
    """
    found = np.zeros((len(starts), len(own.begins)), dtype=np.int64)
    left = operators.copy()
    for begin, count in zip(begins.tolist(), taken.tolist(), strict=True):
        for at, start in enumerate(starts):
            if start + own.first <= begin <= start + own.last:
                served = min(int(left[at]), count)
                found[at, begin - start - own.first] += served
                left[at] -= served
                count -= served  # noqa: PLW2901  what is left of this time's breaks
        if count:
            raise ValueError("a break lies in nobody's window")
    if left.any():
        raise ValueError("somebody gets no break")
    return found
