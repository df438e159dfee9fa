"""The wait that a share of the answered callers do not exceed.

It is the root of the share who wait longer, whose logarithm is nearly straight in the wait. By Markov's inequality no
more than one in ten waits longer than ten times the mean, which brackets it.
"""

from collections.abc import Callable

import numpy as np

from mfc_capacity.core.arrays import Floats

MOST_STEPS, SAME = 60, 1e-10
LONGEST = 700.0  # a float holds e^-700


def wait_not_exceeded_s(
    level_at: Callable[[Floats], Floats],
    asa_s: Floats,
    share: float,
    *,
    longest_s: Floats | float = np.inf,
    precision: float = SAME,
) -> Floats:
    """Return the wait that a share of the answered callers do not exceed (N), 0 where so many do not wait at all.

    Args:
        level_at: the share of those answered who wait no longer than each of some times (N), seconds.
        asa_s: their mean wait; where it is not finite, nothing is known (NaN).
        share: below 1.
        longest_s: a wait that is known to be longer.
        precision: of the wait, relative to the mean.
    """
    mean_s = np.where(np.isfinite(asa_s), asa_s, 0.0)

    def excess(times_s: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            longer: Floats = np.log(np.maximum(1 - level_at(times_s), 0.0)) - np.log(1 - share)
        return np.maximum(longer, -LONGEST)

    low, high = np.zeros_like(mean_s), np.minimum(mean_s / (1 - share), longest_s)
    last_s, last = low, excess(low)
    waits = (last > 0) & (high > 0)
    # Were waits exponential this would be their percentile.
    time_s = np.where(waits, np.minimum(mean_s / (1 - share) * np.exp(-last) * last, high), 0.0)
    for step in range(MOST_STEPS):
        value = excess(time_s)
        low, high = np.where(value > 0, time_s, low), np.where(value > 0, high, time_s)
        with np.errstate(invalid="ignore", divide="ignore"):
            secant = time_s - value * (time_s - last_s) / (value - last)
        is_inside = (secant >= low) & (secant <= high) & (step % 8 != 7)
        last_s, last = time_s, value
        time_s = np.where(waits, np.where(is_inside, secant, (low + high) / 2), 0.0)
        if np.all(np.abs(time_s - last_s) <= precision * mean_s):
            break
    return np.where(np.isfinite(asa_s), time_s, np.nan)
