"""Erlang B, C and A in the steady state of one interval.

Calls arrive at random (Poisson) and are handled for a random time (exponential) by n operators; offered load a = calls x handling
time, in Erlangs. Erlang B loses the calls that find no operator free, Erlang C queues them for ever, Erlang A lets each caller hang
up after an exponential patience. With D the weight of the states with an operator free and A the weight of the states without, both
relative to the state where exactly all are busy, the share of callers who wait is A / (A + D); Erlang B is the case A = 1.

Sources: Erlang 1917; Palm 1957; Mandelbaum & Zeltyn 2007 for Erlang A; Jagerman 1974 for Erlang B with real n.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from mfc_capacity.core import waiting
from mfc_capacity.core.poisson import Floats, log_odds_below

Bools = NDArray[np.bool_]
HOUR_S = 3600.0


@dataclass(frozen=True)
class SteadyState:
    """What callers meet, arrays of one shape. Where there is no steady state, `stable` is False and the rest are its limits.

    Attributes:
        stable: False where callers never hang up and offered load reaches the operators.
        p_wait: share of callers who find no operator free.
        asa_s: mean wait of answered callers; infinite where nobody is answered.
        mean_wait_s: mean wait of all callers.
        abandonment: share of callers who hang up.
        occupancy: busy time / time on duty.
        service_level_offered: answered in time / offered.
        service_level_answered: answered in time / answered.
        service_level_virtual: chance that a caller of endless patience is answered in time.
    """

    stable: Bools
    p_wait: Floats
    asa_s: Floats
    mean_wait_s: Floats
    abandonment: Floats
    occupancy: Floats
    service_level_offered: Floats
    service_level_answered: Floats
    service_level_virtual: Floats
