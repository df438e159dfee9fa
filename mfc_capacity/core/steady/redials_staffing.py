"""The fewest operators that keep the targets of attempts, where what these meet is known for any number of operators.

With each operator more, fewer are lost and fewer come again, so that every measure improves, as without redials; and
there are never fewer operators than for the first attempts alone.
"""

from collections.abc import Callable

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.steady.erlang import SteadyState
from mfc_capacity.core.steady.lines import LINES
from mfc_capacity.core.steady.staffing import (
    LARGE,
    STABILITY,
    Requirement,
    no_reasons,
    smallest_and_missed,
    target_excess,
    target_limits,
    target_thresholds,
)
from mfc_capacity.core.targets import Targets

Met = Callable[[Ints, Ints, Floats], SteadyState]


def required_with_redials(first: Requirement, targets: Targets, lines: Floats, met: Met) -> Requirement:
    """Return the fewest operators that keep the targets (N), at most one for each of the lines.

    Args:
        first: what is required for the first attempts alone.
        targets: limits and thresholds may differ from interval to interval.
        lines: infinite for as many as calls take. With an operator for each, where a target is missed, `bound_by` is
            "lines".
        met: what attempts meet with n operators in the intervals at some indices, with thresholds of their own.
    """
    start = first.operators
    within_s, *thresholds = (
        np.broadcast_to(values, start.shape) for values in (targets.within_s, *target_thresholds(targets))
    )
    limits = [np.broadcast_to(limit, start.shape) for limit in target_limits(targets)]

    def excesses(n: Ints, at: Ints) -> Floats:
        """Return log(measure / target) of each target (T x M), very negative where it is not set."""
        found = np.full((len(limits), n.size), -LARGE)
        own = met(n, at, within_s[at])
        for t, (row, limit, threshold) in enumerate(zip(targets.rows, limits, thresholds, strict=True)):
            if np.isnan(limit[at]).all():
                continue
            level = targets.level_of(row.measure)
            other = own if np.array_equal(threshold[at], within_s[at]) else met(n, at, threshold[at])
            name = row.measure.name if level is None else f"service_level_{level}"
            found[t] = target_excess(getattr(other, name), row, limit[at], n)
        return found

    found, missed = smallest_and_missed(excesses, start - 1, start, lines)
    bound_by = first.bound_by.astype(np.result_type(no_reasons((), targets), np.array(LINES)))
    more = found > start
    reasons = np.where(missed.any(axis=0), np.array(targets.keys)[missed.argmax(axis=0)], STABILITY)
    bound_by[more] = reasons[more]
    full = np.flatnonzero(found >= lines)
    if full.size:
        bound_by[full[excesses(found[full], full).max(axis=0) > 0]] = LINES
    return Requirement(found, bound_by)
