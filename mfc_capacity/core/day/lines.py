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
from mfc_capacity.core.steady.lines import fewest_lines


def lines_through_day(plan: Plan, max_busy: float) -> Floats:
    """Return the fewest lines (K) with which at most a share of the callers of each interval finds all busy.

    NaN on days on which nobody calls, infinite where no number of lines is enough, see `fewest_lines`.
    """
    calling = np.flatnonzero((plan.arrivals > 0).any(axis=1))
    plan, found = plan.take(calling), np.full(plan.operators.shape[0], np.nan)
    most_operators = plan.operators.max(axis=1)

    def excess(lines: Ints, at: Ints) -> Floats:
        worst = busy_through_day(replace(plan.take(at), lines=lines)).max(axis=1)
        with np.errstate(divide="ignore"):
            beyond: Floats = np.log(worst) - np.log(max_busy) - ROUNDING
        return beyond

    found[calling] = fewest_lines(excess, most_operators, most_operators + np.sqrt(most_operators) + 1)
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
