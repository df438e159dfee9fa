"""What callers meet in weeks in which fewer are there than the plan, or its shifts, have at their desks.

Those who are there are shared out over the intervals as these have them, and the plan's own method says what callers
meet. In a week in which nobody is missing they meet what the plan promises, or what its shifts come to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.plan.ledger import weighted
from mfc_capacity.plan.planner import GroupPlan, Required

GOLDEN = (5**0.5 - 1) / 2

Sums = Mapping[str, Floats]


def sums_by_week(
    plan: GroupPlan, spans: Sequence[range], shares: Floats, interval_s: int, at_desk: Ints | None = None
) -> Sums:
    """Return the measures of each week, each summed with its weights, and the weights themselves (T each).

    Args:
        plan: of the group.
        spans: the days of each week (T).
        shares: of the operators that the plan requires, those who are there (T); 1 and more: as the plan has them.
        interval_s: length of an interval.
        at_desk: operators of the shifts, in the place of those required, by day (D x I).
    """
    load, hours = plan.load, interval_s / 3600
    as_planned = weighted(plan, plan.operators.expected, load.calls, plan.operators.required * hours, "")
    sums = {
        name: np.array([values[load.kinds[span]].sum() for span in spans])
        for name, values in as_planned.items()
    }
    anew = np.flatnonzero((shares < 1) | (at_desk is not None)).tolist()
    if not anew:
        return sums
    by_day = Required(load, plan.operators.required).by_day if at_desk is None else at_desk
    days = list(chain.from_iterable(spans[week] for week in anew))
    there = np.concatenate([fewer(by_day[list(spans[week])], shares[week]) for week in anew])
    distinct, which = np.unique(np.column_stack([load.kinds[days], there]), axis=0, return_inverse=True)
    own = replace(plan, task=plan.task.on(load.of_kinds(distinct[:, 0].tolist())))
    met = own.task.met(distinct[:, 1:])
    by_kind = weighted(own, met, own.load.calls, distinct[:, 1:] * hours, "")
    week_of_day = np.repeat(anew, [len(spans[week]) for week in anew])
    for name, values in by_kind.items():
        sums[name][anew] = np.bincount(week_of_day, values[which.ravel()], len(spans))[anew]
    return sums


def fewer(required: Ints, share: float) -> Ints:
    """Return a share of operators, in whole people who are as many in all as the share leaves, rounded down.

    Each interval has its share, rounded down; the largest remainders are rounded up, equal ones all through the week.

    >>> fewer(np.array([2, 10, 4]), 0.9).tolist()
    [2, 9, 3]
    """
    parts = np.round(required * share, 9)
    floors = np.floor(parts).astype(np.int64)
    left = int(np.floor(np.round(parts.sum(), 6))) - int(floors.sum())
    remainders = (parts - floors).ravel()
    evenly = np.arange(remainders.size) * GOLDEN % 1
    up = np.lexsort((evenly, -remainders))[:left]
    floors.flat[up] += 1
    return floors
