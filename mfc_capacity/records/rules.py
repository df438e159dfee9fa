"""Which rows of a log are no calls of a queue, or cannot be: each rule has a name, and bounds have a reason."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.records.calls import ANSWERED, HUNG_UP, Calls

# No caller holds on for half a working day, and no operator talks through a shift: such times are lines that were
# never cleared down, or days that were mixed up.
LONGEST_QUEUE_S = 6 * 3600
LONGEST_HANDLING_S = 12 * 3600
UNKNOWN_OUTCOME = "unknown-outcome"
RULES = (
    "phantom",
    UNKNOWN_OUTCOME,
    "no-arrival",
    "left-in-menu",
    "negative-time",
    "too-long",
    "no-service",
)
UNREADABLE, A_PHANTOM = -1, -2  # outcomes that are none of OUTCOMES


@dataclass(frozen=True)
class Rows:
    """What is judged of the rows of a file (N); times as of `Calls`."""

    outcome: Ints
    is_queued: Bools
    has_arrived: Bools
    queue_s: Floats
    handling_s: Floats


def broken(rows: Rows) -> Iterator[tuple[str, Bools]]:
    """Yield each of RULES with the rows that it leaves out; a row counts under the first (N each)."""
    with np.errstate(invalid="ignore"):
        each = (
            rows.outcome == A_PHANTOM,
            rows.outcome == UNREADABLE,
            ~rows.has_arrived,
            (rows.outcome == HUNG_UP) & ~rows.is_queued,
            (rows.queue_s < 0) | (rows.handling_s < 0),
            (rows.queue_s > LONGEST_QUEUE_S) | (rows.handling_s > LONGEST_HANDLING_S),
            (rows.outcome == ANSWERED) & (rows.handling_s == 0),
        )
    yield from zip(RULES, each, strict=True)


def is_repeated(calls: Calls, identity: NDArray[np.uint64]) -> Bools:
    """Return which calls a log has twice: all that is known of them is the same, and which caller or call it was (N).

    Args:
        calls: N calls, in the order of their arrival.
        identity: a number for each caller or call; 0: unknown, and never repeated.
    """
    repeated = np.zeros(len(calls), bool)
    same_time = np.diff(calls.arrived) == np.timedelta64(0)
    rows = (
        np.flatnonzero(np.append(same_time, False) | np.append(False, same_time)) if len(calls) else repeated
    )
    if not rows.size:
        return repeated
    known = [
        calls.hotline,
        calls.outcome,
        np.nan_to_num(calls.queue_s, nan=-1),
        np.nan_to_num(calls.handling_s, nan=-1),
    ]
    keys = [values[rows] for values in (*known, identity, calls.arrived)]
    order = np.lexsort(keys)
    same = np.logical_and.reduce([values[order][1:] == values[order][:-1] for values in keys])
    later = order[1:][same]
    repeated[rows[later[identity[rows[later]] != 0]]] = True
    return repeated
