"""At which rate calls came, as far as counts tell it from chance.

A count is a rate and chance. Taken as rates, the counts of single intervals would make days look more uneven than they
were. What is taken from them is how much each day had, and how each interval of the day differed from what was expected
over all days: by as much of it as chance does not explain (James & Stein 1961).
"""

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats


def rates_seen(counts: Floats, expected: Floats, is_open: Bools) -> Floats:
    """Return the calls to be expected in each interval, given those that came (D x I); 0 where it is not open.

    Args:
        counts: calls that came.
        expected: calls that were expected; of a day without any the counts stand as they are.
        is_open: when calls are taken.

    >>> is_open = np.ones((2, 2), bool)
    >>> rates_seen(np.array([[30.0, 30.0], [10.0, 10.0]]), np.full((2, 2), 20.0), is_open).tolist()
    [[30.0, 30.0], [10.0, 10.0]]
    """
    counts, expected = np.where(is_open, counts, 0.0), np.where(is_open, expected, 0.0)
    total, came = expected.sum(axis=1, keepdims=True), counts.sum(axis=1, keepdims=True)
    of_day = expected * np.divide(came, total, out=np.zeros_like(total), where=total > 0)
    shaped = of_day * _factors(np.where(total > 0, counts, 0.0), of_day)
    kept = shaped.sum(axis=1, keepdims=True)
    rates = shaped * np.divide(came, kept, out=np.zeros_like(kept), where=kept > 0)
    return np.where(kept > 0, rates, counts)


def _factors(counts: Floats, of_day: Floats) -> Floats:
    """Return by how much each interval differed over all days, drawn towards 1 by as much as chance explains (I)."""
    came, expected = counts.sum(axis=0), of_day.sum(axis=0)
    some = expected > 0
    if some.sum() < 2:
        return np.ones(expected.size)
    excess = np.divide(came - expected, expected, out=np.zeros_like(expected), where=some)
    by_chance = (some.sum() - 1) / float((excess**2 * expected).sum() or np.inf)
    factors: Floats = 1 + excess * max(0.0, 1 - by_chance)
    return factors
