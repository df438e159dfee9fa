"""Where falling functions pass 0, many of them at once: by secants, and now and then by halves."""

from collections.abc import Callable

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints

MOST_STEPS, SECANTS = 60, 7


def falling_roots(
    excess: Callable[[Floats, Ints], Floats], at_0: Floats, near: Floats, high: Floats, precision: Floats
) -> Floats:
    """Return where functions (N) pass 0.

    Args:
        excess: the values at x (M) of the functions at indices (M).
        at_0: their values at 0, above 0.
        near: where to look first.
        high: where they have passed it.
        precision: how far off an answer may be.

    >>> falling_roots(lambda x, at: 2 - x**2, np.full(1, 2.0), np.ones(1), np.full(1, 2.0), np.full(1, 1e-9)).round(6)
    array([1.414214])
    """
    found, x, at = np.empty_like(near), near, np.arange(near.size)
    last_x, last, low = np.zeros(at.size), at_0, np.zeros(at.size)
    for step in range(MOST_STEPS):
        if not at.size:
            break
        value = excess(x, at)
        low, high = np.where(value > 0, x, low), np.where(value > 0, high, x)
        with np.errstate(invalid="ignore", divide="ignore"):
            secant = x - value * (x - last_x) / (value - last)
        is_inside = (secant >= low) & (secant <= high) & (step % (SECANTS + 1) < SECANTS)
        following = np.where(is_inside, secant, (low + high) / 2)
        found[at] = following
        is_open = np.abs(following - x) > precision[at]
        last_x, last, x = x[is_open], value[is_open], following[is_open]
        at, low, high = at[is_open], low[is_open], high[is_open]
    return found
