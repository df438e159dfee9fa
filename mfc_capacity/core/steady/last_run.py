"""The fewest operators where more of them may be worse: with only so many lines.

With few operators beside the lines nearly all who call find all lines busy, and hardly anybody is left who could wait:
the share who wait first rises with operators, and then falls. Where callers hang up before a call would end, an
operator more makes lines busier, and levels that do not count who hangs up rise first, and then fall. So the numbers
that keep all targets are runs, with gaps between them. What is looked for is the start of the last run: with one
operator fewer a target is missed, and few operators are not taken for enough because nobody even gets to wait for them.
With an operator for each line nobody waits, so that mostly it reaches up to the lines.
"""

from collections.abc import Callable

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.steady.staffing import smallest_root, target_limits
from mfc_capacity.core.targets import ABANDONMENT, P_WAIT, Target, Targets

LEVELS_THAT_FALL = (
    "virtual",
    "short",
    "positive",
)  # with operators, where callers hang up before a call ends
SELDOM_FULL = 1e-3  # of callers; where fewer find all lines busy, more operators are better as without lines
LOOKS, FEW_LOOKS = 1000, 64  # numbers of operators looked at, at most; fewer where each takes long


def may_worsen(row: Target, targets: Targets, *, again: bool = False) -> bool:
    """Say whether a target may be missed with more operators at the same lines; `again` where callers come again.

    The share who wait is worse, beside less than one operator for each Erlang, where callers wait longer than a call
    lasts; levels are where they hang up before; abandonment where those who find all lines busy come again. All else
    was better with each operator in random systems.
    """
    worse = {P_WAIT, ABANDONMENT} if again else {P_WAIT}
    return row.measure in worse or targets.level_of(row.measure) in LEVELS_THAT_FALL


def worsening(targets: Targets, *, again: bool) -> Bools:
    """Return where some target set may be missed with more operators at the same lines: see `may_worsen`."""
    is_set = [
        ~np.isnan(limit) & may_worsen(row, targets, again=again)
        for row, limit in zip(targets.rows, target_limits(targets), strict=True)
    ]
    found: Bools = np.any(np.broadcast_arrays(*is_set), axis=0)
    return found


def start_of_last_run(
    worst: Callable[[Ints, Ints], Floats], fails: Ints, most: Ints, looks: int = LOOKS
) -> tuple[Ints, Bools]:
    """Return the start of the last run of numbers above `fails`, up to `most` (N), with worst(n, rows) <= 0.

    And which rows have one; of those that have none the most. Each round looks at one number of each row still open,
    from the most down; `looks` of them at most, and then between the last two.
    """
    n, found = most.copy(), np.zeros(most.shape, dtype=bool)
    meets, below = most.copy(), fails.copy()
    step = np.maximum(-(-(most - fails) // looks), 1)
    at = np.flatnonzero(n > fails)
    while at.size:
        is_met = worst(n[at], at) <= 0
        is_over = ~is_met & found[at]
        meets[at[is_met]], below[at[is_over]] = n[at[is_met]], n[at[is_over]]
        found[at] |= is_met
        n[at] -= step[at]
        at = at[~is_over & (n[at] > fails[at])]
    between = np.flatnonzero(found & (meets - below > 1))
    if between.size:
        start = meets[between]
        meets[between] = smallest_root(lambda n, of: worst(n, between[of]), below[between], start, start)
    return meets, found


def last_runs_on_lines(
    excesses: Callable[[Ints, Ints], Floats],
    busy: Callable[[Ints, Ints], Floats],
    found: tuple[Ints, Bools],
    lines: Floats,
    rows: Ints,
) -> tuple[Ints, Bools]:
    """Return the operators found (N), and what one fewer misses (T x N), at `rows` those of the start of the last run.

    Only where lines are at times all busy, with those found or with one for each: see `SELDOM_FULL`.
    `excesses` are log(measure / target) of each target (T x N), `busy` the share who find all lines busy.
    """
    operators, missed, rows = found[0].copy(), found[1].copy(), rows[np.isfinite(lines[rows])]
    most = lines[rows].astype(np.int64)
    if rows.size:
        share = np.maximum(busy(np.minimum(operators[rows], most), rows), busy(most, rows))
        rows, most = rows[share >= SELDOM_FULL], most[share >= SELDOM_FULL]
    if not rows.size:
        return operators, missed

    def worst(n: Ints, at: Ints) -> Floats:
        excess: Floats = excesses(n, rows[at]).max(axis=0)
        return excess

    operators[rows] = start_of_last_run(worst, np.zeros_like(most), most, FEW_LOOKS)[0]
    missed[:, rows] = excesses(operators[rows] - 1, rows) > 0
    return operators, missed
