"""Means over intervals: each measure over what it is a mean of.

The service level of offered calls, the wait of all callers and abandonment are means over the calls offered; ASA and
the service level of answered calls are means over the calls answered, that of callers over those whose last attempt it
is, one that leaves out who soon hangs up over the others; occupancy is one over operator hours.
"""

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.targets import AVERAGED, SERVICE_LEVEL

NOBODY = 1e-9  # of the callers; no more than rounding


def weights(
    calls: ArrayLike,
    lost: Floats,
    hours: ArrayLike,
    service_level_of: ArrayLike,
    *,
    last_attempts: ArrayLike | None = None,
    counted: ArrayLike = 1.0,
) -> dict[str, Floats]:
    """Return what each measure is weighted by, as arrays of one shape.

    Args:
        calls: offered.
        lost: share of them who hang up or find it busy; NaN where it is not known, and then the weight is not either.
        hours: of operators on duty.
        service_level_of: the calls that the service level is the share of.
        last_attempts: calls after which nobody calls again; None: all of them.
        counted: share of the calls that a level "short" is of.
    """
    offered, lost, on_duty = np.broadcast_arrays(
        np.asarray(calls, dtype=np.float64), lost, np.asarray(hours, dtype=np.float64)
    )
    answered = np.where(offered > 0, offered * answered_share(lost), 0.0)
    by_name = {"offered": offered, "answered": answered, "operator_hours": on_duty}
    found = {measure.name: by_name[str(measure.weight)] for measure in AVERAGED}
    last = offered if last_attempts is None else np.asarray(last_attempts, dtype=np.float64)
    not_left_out = np.where(offered > 0, offered * counted, 0.0)
    of = np.asarray(service_level_of)
    found[SERVICE_LEVEL.name] = np.select(
        [of == "answered", of == "callers", of == "short"], [answered, last, not_left_out], offered
    )
    return found


def answered_share(lost: Floats) -> Floats:
    """Return the share of the callers who are answered; 0 where nobody is, but for rounding."""
    share = 1 - lost
    return np.where(share <= NOBODY, 0.0, share)


def mean(values: Floats, weight: Floats) -> float:
    """Return the weighted mean; NaN where a value that counts is not known, or none counts."""
    total = float(weight.sum())
    counted = np.where(weight > 0, values, 0.0)
    return float((counted * weight).sum()) / total if total else np.nan
