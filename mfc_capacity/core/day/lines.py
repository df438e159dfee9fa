"""The fewest lines with which hardly anybody finds all busy, when the queue is carried through the day.

Lines are there all day, so that a day needs as many as its worst interval. More lines are busy less often, and what a
day does with so many is known from its laws alone: nobody's wait has to be followed.
"""

from dataclasses import replace

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.day.birth_death import flow
from mfc_capacity.core.day.intervals import Plan
from mfc_capacity.core.day.transient import State, entered, first_state
from mfc_capacity.core.steady.erlang import ROUNDING
from mfc_capacity.core.steady.staffing import LARGE, smallest_root

MOST_LINES = 100_000  # beyond the operators; with more, a day takes too long


def lines_through_day(plan: Plan, max_busy: float) -> Ints:
    """Return the fewest lines (K) with which at most a share of the callers of each interval finds all busy.

    0 on days on which nobody calls, -1 where MOST_LINES more than operators are not enough.
    """
    calling = np.flatnonzero((plan.arrivals > 0).any(axis=1) & (max_busy < 1))
    plan, found = plan.take(calling), np.zeros(plan.operators.shape[0], dtype=np.int64)
    most_operators = plan.operators.max(axis=1)

    def excess(lines: Ints, at: Ints) -> Floats:
        with np.errstate(divide="ignore"):
            beyond = np.log(busy_through_day(replace(plan.take(at), lines=lines)).max(axis=1)) - np.log(
                max_busy
            )
        is_far = lines - most_operators[at] >= MOST_LINES
        return np.where(is_far, -LARGE, np.clip(beyond - ROUNDING, -LARGE, LARGE))

    start = most_operators + np.ceil(np.sqrt(most_operators)).astype(np.int64) + 1
    lines = smallest_root(excess, np.zeros_like(start), start)
    found[calling] = np.where(lines - most_operators >= MOST_LINES, -1, lines)
    return found


def busy_through_day(plan: Plan) -> Floats:
    """Return the share of callers who find all lines busy in each interval (K x I), 0 where nobody calls."""
    if plan.lines is None:
        return np.zeros(plan.arrivals.shape)
    (state, _), lines = first_state(plan), plan.lines
    found = np.zeros(plan.arrivals.shape)
    for i in range(plan.intervals):
        start = entered(plan, i, state)
        rates = plan.rates(i)
        moved = flow(rates, start.law, plan.interval_s)
        law_s = moved.integral
        full_s = law_s.total(law_s.mass * (law_s.states == law_s.each(lines)))
        found[:, i] = np.where(rates.arrivals > 0, np.clip(full_s / plan.interval_s, 0.0, 1.0), 0.0)
        state = State(moved.end, start.operators, start.finishing * plan.last_calls(i).kept)
    return found
