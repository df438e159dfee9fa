"""The fewest operators, and lines, that keep the targets of attempts, where callers who are not served come again.

With each operator more, fewer are lost and fewer come again, so that every measure improves, as without redials; and
there are never fewer operators than for the first attempts alone, but for a service level of callers: who is served in
time at the second attempt is served in time.
"""

from collections.abc import Callable

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.steady.erlang import SteadyState, offered
from mfc_capacity.core.steady.lines import LINES, fewest_lines, is_endless
from mfc_capacity.core.steady.redials import steady_state_with_redials
from mfc_capacity.core.steady.staffing import (
    LARGE,
    STABILITY,
    TOLERANCE,
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
    fewest = np.minimum(start, 1) if targets.service_level_of == "callers" else start
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

    found, missed = smallest_and_missed(excesses, fewest - 1, start, lines)
    otherwise = np.where(found > start, STABILITY, first.bound_by)
    reasons = np.where(missed.any(axis=0), np.array(targets.keys)[missed.argmax(axis=0)], otherwise)
    bound_by = reasons.astype(np.result_type(no_reasons((), targets), np.array(LINES)))
    full = np.flatnonzero(found >= lines)
    if full.size:
        bound_by[full[excesses(found[full], full).max(axis=0) > 0]] = LINES
    return Requirement(found, bound_by)


def lines_with_redials(
    calls_per_hour: Floats,
    aht_s: Floats,
    operators: Floats,
    max_busy: Floats | float,
    *,
    share: Floats,
    after_s: Floats,
    patience_s: Floats,
) -> Floats:
    """Return the fewest lines with which at most a share of attempts finds all busy (N), infinite for none.

    The other arguments are those of `steady_state_with_redials`; somebody calls in every interval.
    """
    load, theta = offered(calls_per_hour, aht_s, patience_s)
    most, n = np.broadcast_to(max_busy, load.shape), operators
    rows = np.flatnonzero(~is_endless(load, n, theta, most, share))

    def excess(lines: Ints, at: Ints) -> Floats:
        own = rows[at]
        met = steady_state_with_redials(
            *(calls_per_hour[own], aht_s[own], n[own]),
            share=share[own],
            after_s=after_s[own],
            patience_s=patience_s[own],
            lines=lines,
        )
        with np.errstate(divide="ignore"):
            beyond: Floats = np.log(met.busy) - np.log(most[own]) - TOLERANCE
        return beyond

    found = np.full(load.shape, np.inf)
    found[rows] = fewest_lines(excess, n[rows], np.maximum(n, load)[rows])
    return found
