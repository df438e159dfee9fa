"""How many operators were on duty, learnt from calls: while somebody waits all are busy, and busy ones can be counted.

Calls in service at one moment are a lower bound of those on duty, and on a quiet day a low one: the number is censored.
While a caller waits nobody is free, and the bound is the number itself. Where an interval has such time, the median of
the calls in service over it is taken: a second in which an operator has hung up and not yet picked up does not count.

Calls are counted once a second. Waits count from their sixth second on: shorter ones are those of ringing.
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.learning.counting import DAY_S

RINGING_S = 5.0
ENOUGH_S = 30  # in which somebody waits, of an interval
OFTEN_ABOVE = (
    0.1  # of an interval with at least two more in service than while callers waited: the number changed
)


@dataclass(frozen=True, eq=False)
class OnDuty:
    """The operators on duty by interval of a day (I).

    `count` is their number where `is_full`: all were seen to be busy; elsewhere there were at least so many.
    """

    count: Ints
    is_full: Bools


def operators_seen(
    begins_s: Floats, ends_s: Floats, arrived_s: Floats, waited_s: Floats, interval_s: int
) -> OnDuty:
    """Return the operators on duty on a day, from what is seen of its calls.

    Args:
        begins_s: when each service begins, in seconds of the day; it may lie outside the day (N).
        ends_s: when it ends (N).
        arrived_s: when each call comes, answered or not (M).
        waited_s: how long it waits (M).
        interval_s: length of an interval, which divides a day.

    >>> begins, ends = np.array([0.0, 0.0, 300.0]), np.array([300.0, 600.0, 600.0])
    >>> seen = operators_seen(begins, ends, np.array([200.0]), np.array([100.0]), 600)
    >>> int(seen.count[0]), bool(seen.is_full[0])
    (2, True)
    """
    in_service = _at_once(begins_s, ends_s).reshape(-1, interval_s)
    is_waiting = (_at_once(arrived_s + RINGING_S, arrived_s + waited_s) > 0).reshape(-1, interval_s)
    count = in_service.max(axis=1)
    is_full = is_waiting.sum(axis=1) >= ENOUGH_S
    for interval in np.flatnonzero(is_full).tolist():
        own = in_service[interval]
        while_waiting = int(np.median(own[is_waiting[interval]]))
        is_full[interval] = while_waiting > 0 and np.mean(own > while_waiting + 1) <= OFTEN_ABOVE
        count[interval] = while_waiting if is_full[interval] else count[interval]
    return OnDuty(count, is_full)


def _at_once(begins_s: Floats, ends_s: Floats) -> Ints:
    """Return how many of some spans hold the middle of each second of the day."""
    first, last = (np.clip(np.ceil(edge - 0.5), 0, DAY_S).astype(np.int64) for edge in (begins_s, ends_s))
    some = last > first
    changes = np.bincount(first[some], minlength=DAY_S + 1) - np.bincount(last[some], minlength=DAY_S + 1)
    at_once: Ints = np.cumsum(changes[:-1])
    return at_once
