"""How many operators go off duty in the middle of a call, when fewer are wanted or the doors close.

Idle operators leave first. In a steady state the number of busy ones, below all of them, is that of a Poisson number
of calls below n, whatever callers do who have to wait; all n are busy as often as a new caller has to wait.
"""

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats, Ints


def busy_beyond(load_erlangs: Floats, operators: Ints, staying: Ints, p_wait: Floats) -> Floats:
    """Return the mean number of busy operators beyond those who stay, E[(busy - staying)+].

    Args:
        load_erlangs: offered load, above 0.
        operators: on duty, n.
        staying: how many of them stay, at most n.
        p_wait: chance that all are busy.
    """
    n, m, a = operators.astype(float), staying.astype(float), load_erlangs
    below_n = _below(n, a)
    part = a * (_below(n - 1, a) - _below(m, a)) - m * (below_n - _below(m + 1, a))
    some_free = np.divide(part, below_n, out=np.zeros_like(part), where=below_n > 0)
    beyond: Floats = p_wait * (n - m) + (1 - p_wait) * np.where(n > m + 1, np.maximum(some_free, 0.0), 0.0)
    return beyond


def _below(count: Floats, mean: Floats) -> Floats:
    """Return P(N < count) of a Poisson number N."""
    return np.where(count > 0, special.gammaincc(np.maximum(count, 1.0), mean), 0.0)
