"""The wait that a share of the answered callers do not exceed.

It is the root of the share who wait longer, whose logarithm is nearly straight in the wait. By Markov's inequality no
more than one in ten waits longer than ten times the mean, which brackets it.

The offered wait of Erlang A has the density exp(a (1 - e^(-theta t)) / theta - n t) up to a factor, and of those who
are offered t a share e^(-theta t) waits so long (Zeltyn & Mandelbaum 2005, Call centers with impatient customers). In
u = e^(-theta t) the waits of those answered are hence an incomplete gamma function, whose inverse is where the search
begins; in its far tails it has few digits, so that the root is looked at nevertheless.
"""

from collections.abc import Callable

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.roots import falling_roots
from mfc_capacity.core.steady.erlang import offered
from mfc_capacity.core.steady.queue_states import searched_queue

SAME = 1e-10
LONGEST = 700.0  # a float holds e^-700

Longer = Callable[[Floats, Ints], Floats]


def wait_not_exceeded_s(
    longer_at: Longer,
    asa_s: Floats,
    share: float,
    *,
    near_s: Longer | None = None,
    longest_s: Floats | float = np.inf,
    precision: float = SAME,
) -> Floats:
    """Return the wait that a share of the answered callers do not exceed (N), 0 where so many do not wait at all.

    Args:
        longer_at: the share of those answered who wait longer than times in seconds (M), in the rows at indices (M).
        asa_s: their mean wait; where it is not finite, nothing is known (NaN).
        share: below 1.
        near_s: about the waits that shares (M) of those who wait at all exceed, in the rows at indices (M); where it is
            no number, or None, waits are taken as exponential.
        longest_s: a wait that is known to be longer.
        precision: of the wait, relative to the mean.
    """
    found = np.where(np.isfinite(asa_s), 0.0, np.nan)
    at = np.flatnonzero(np.isfinite(asa_s) & (asa_s > 0))

    def excess(times_s: Floats, rows: Ints) -> Floats:
        with np.errstate(divide="ignore"):
            log: Floats = np.log(longer_at(times_s, rows)) - np.log(1 - share)
        above: Floats = np.maximum(log, -LONGEST)
        return above

    if not at.size:
        return found
    at_once = excess(np.zeros(at.size), at)
    at, at_once = at[at_once > 0], at_once[at_once > 0]
    most_s = asa_s[at] / (1 - share)
    high_s = np.minimum(most_s, np.broadcast_to(longest_s, asa_s.shape)[at])
    time_s = np.minimum(most_s * np.exp(-at_once) * at_once, high_s)
    if near_s is not None:
        near = near_s(np.exp(-at_once), at)
        time_s = np.where((near > 0) & (near < high_s), near, time_s)
    found[at] = falling_roots(
        lambda times_s, rows: excess(times_s, at[rows]), at_once, time_s, high_s, precision * asa_s[at]
    )
    return found


def plain_wait_not_exceeded_s(
    calls_per_hour: Floats, aht_s: Floats, operators: Floats, patience_s: Floats, asa_s: Floats, share: float
) -> Floats:
    """Return the same (N) of Erlang C and A: rows with a finite `asa_s` have a steady state."""
    load, theta = offered(calls_per_hour, aht_s, patience_s)

    def longer_at(times_s: Floats, at: Ints) -> Floats:
        queue = searched_queue(operators[at], load[at], theta[at], times_s / aht_s[at])
        return queue.missed("answered")

    def near_s(shares: Floats, at: Ints) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            shape, most = operators[at] / theta[at] + 1, load[at] / theta[at]
            left = special.gammaincinv(shape, shares * special.gammainc(shape, most))
            near: Floats = patience_s[at] * np.log(most / left)
        return near

    return wait_not_exceeded_s(longer_at, asa_s, share, near_s=near_s)
