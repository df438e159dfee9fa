"""A quick, rough picture of a large queue: the wait as the tail of a normal distribution.

Around n = a + beta sqrt(a) the bends of the exact formulas are nearly parabolas (Halfin & Whitt 1981 for
Erlang C; Garnett, Mandelbaum & Reiman 2002 for Erlang A). Off by an operator or so where it matters, and
cheap: it tells the search where to begin, nothing more.
"""

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.steady.erlang import Queue
from mfc_capacity.core.steady.waiting import Waiting

LEAST_THETA = 1e-6  # stands for endless patience
LEAST_CURVATURE = 1e-200
FARTHEST, LARGEST_EXPONENT = 10.0, 300.0  # keep products of these exponentials finite


def rough_queue(operators: Floats, load: Floats, theta: Floats, within: Floats) -> Queue:
    """Return roughly what `exact_queue` does, for arrays of one shape (N)."""
    theta = np.maximum(theta, LEAST_THETA)
    spare = operators - load
    curvature = np.maximum(load * theta, LEAST_CURVATURE)
    all_waits = _tail(spare, curvature, 0.0)
    served, late = _tail(spare + theta, curvature, 0.0), _tail(spare + theta, curvature, within)
    lost = np.maximum(1 - served / all_waits, 0)
    late_virtual = _tail(spare, curvature, within) / all_waits
    weight, odds = operators * all_waits, np.sqrt(load) * _mills(-spare / np.sqrt(load))
    waiting = Waiting(
        log_weight=np.log(weight),
        lost=lost,
        timely=(served - late) / all_waits,
        late=late / all_waits,
        timely_virtual=1 - late_virtual,
        late_virtual=late_virtual,
        mean=lost / theta,
        mean_served=lost / theta,
        overdue=np.exp(-theta * within) * late_virtual,
    )
    return Queue(free=odds / (weight + odds), wait=weight / (weight + odds), waiting=waiting)


def _tail(rate: Floats, curvature: Floats, start: Floats | float) -> Floats:
    """Return the integral of exp(-rate v - curvature v^2 / 2) from `start` on."""
    exponent = np.minimum(-rate * start - curvature * np.square(start) / 2, LARGEST_EXPONENT)
    root = np.sqrt(curvature)
    return np.exp(exponent) * _mills((rate + curvature * start) / root) / root


def _mills(z: Floats) -> Floats:
    """Return the standard normal tail beyond z over the density at z."""
    ratio: Floats = special.erfcx(np.maximum(z / np.sqrt(2), -FARTHEST)) * np.sqrt(np.pi / 2)
    return ratio
