"""The smallest numbers of operators that keep the targets all day, the queue being carried from interval to interval.

An interval inherits what the one before left, so the day is decided forwards: each interval gets the smallest
number that keeps its own targets. Only callers who still wait when it ends depend on the next interval's
operators; these are taken as decided last, and an interval is decided again when they have changed or another
state reaches it, until nothing changes: then every target is kept, and in no interval with one operator fewer.
All days are searched at once, from the steady state's answer to the modified offered load (Jennings,
Mandelbaum, Massey & Whitt 1996).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.birth_death import Ints, Spread, distance, joined
from mfc_capacity.core.erlang import HOUR_S
from mfc_capacity.core.intervals import Passage, Plan, fate_tables
from mfc_capacity.core.places import Fates
from mfc_capacity.core.poisson import Bools, Floats
from mfc_capacity.core.staffing import (
    LARGE,
    STABILITY,
    TARGET_NAMES,
    Requirement,
    Targets,
    Texts,
    operators_required,
    smallest_root,
    target_limits,
)
from mfc_capacity.core.transient import State, day_plan, entered, first_state, left, occupancy, ratio

MIN_OPERATORS = "min_operators"
TOLERANCE = 1e-9  # of a share, of a mean wait in seconds and relative: the chain is exact to about 1e-10
SAME_STATE = 1e-10
FREE_SWEEPS = 12
DAYS_AT_ONCE = 128
SPARE_PLACES = 64


def operators_through_day(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    *,
    interval_s: float,
    targets: Targets,
    patience_s: ArrayLike = np.inf,
    is_open: ArrayLike = True,
    min_operators: int = 0,
    periodic: bool = False,
) -> Requirement:
    """Return the smallest numbers of operators (K x I) that keep all targets set in every interval with calls.

    Arguments are as for `through_day`. Where nobody calls, `min_operators` are on duty while the doors are open; where
    somebody does, at least one. `bound_by` is the first target that one operator fewer in the interval would not
    keep, "min_operators" where all would be kept, "stability" where no target is set, "" where nobody calls.

    Raises:
        ValueError: for a NaN, negative or infinite argument, a target outside its range, or calls at closed doors.
        UnreachableTargetError: if a target is out of reach in some interval.
    """
    doors = np.asarray(is_open, dtype=bool)
    lowest = np.where(doors, arguments.whole("min_operators", min_operators), 0)
    plan = day_plan(
        calls_per_hour,
        aht_s,
        lowest,
        interval_s=interval_s,
        patience_s=patience_s,
        within_s=float(np.asarray(targets.within_s)),
        periodic=periodic,
    )
    if np.any((plan.arrivals > 0) & ~np.broadcast_to(doors, plan.arrivals.shape)):
        raise ValueError("calls_per_hour must be 0 where is_open is False")
    guess = _steady_guess(plan, targets)
    limits = np.stack([np.broadcast_to(limit, guess.shape) for limit in target_limits(targets)])
    order = np.argsort(guess.max(axis=1), kind="stable")
    operators, bound_by = plan.operators.copy(), np.full(guess.shape, "", dtype="<U15")
    for start in range(0, order.size, DAYS_AT_ONCE):
        rows = order[start : start + DAYS_AT_ONCE]
        search = _Search(plan.take(rows), guess[rows], limits[:, rows], targets.service_level_of)
        operators[rows], bound_by[rows] = search.solve()
    return Requirement(operators, bound_by)


def _steady_guess(plan: Plan, targets: Targets) -> Ints:
    """Return what a steady state of each interval's modified offered load needs (K x I), refusing hopeless targets.

    That load is the mean number of calls in progress if none had to wait.
    """
    steady = operators_required(
        plan.arrivals * HOUR_S, 1 / plan.service, patience_s=_patience_s(plan), targets=targets
    )
    turns = plan.service * plan.interval_s
    own, in_progress = plan.arrivals / plan.service, np.zeros(plan.arrivals.shape[0])
    load = np.empty_like(own)
    for i in range(plan.intervals):
        fading = in_progress - own[:, i]
        load[:, i] = own[:, i] + fading * -np.expm1(-turns[:, i]) / turns[:, i]
        in_progress = own[:, i] + fading * np.exp(-turns[:, i])
    calling = plan.arrivals > 0
    modified = np.where(calling, load * plan.service, 0.0) * HOUR_S
    guess = operators_required(modified, 1 / plan.service, patience_s=_patience_s(plan), targets=targets)
    del steady
    return np.where(calling, np.maximum(guess.operators, 1), 0)


def _patience_s(plan: Plan) -> Floats:
    return np.where(plan.hang_up > 0, 1 / np.where(plan.hang_up > 0, plan.hang_up, 1.0), np.inf)


@dataclass(frozen=True)
class _Trials:
    """What was tried for an interval: of which day, how many operators, by how much targets are missed, the end."""

    day: Ints
    operators: Ints
    excess: Floats
    end: State
    long_waits: Bools

    def of(self, operators: Ints) -> Ints:
        """Return which trial of each day was with so many operators, -1 where none was."""
        found = np.full(operators.size, -1)
        hit = np.flatnonzero(self.operators == operators[self.day])
        found[self.day[hit]] = hit
        return found


class _Search:
    """The operators of a few days as far as they are decided, and the state with which each interval begins."""

    def __init__(self, plan: Plan, guess: Ints, limits: Floats, of: str) -> None:
        self.least = np.where(plan.arrivals > 0, np.maximum(plan.operators, 1), plan.operators)
        self.plan = replace(plan, operators=np.maximum(guess, self.least))
        self.limits, self.of = limits, of
        self.bound_by = np.full(guess.shape, "", dtype="<U15")
        self.stale = np.ones(guess.shape, dtype=bool)
        self.tables: list[Fates] | None = None
        self.long = np.zeros(guess.shape[0], dtype=bool)
        begin, _ = first_state(self.plan)
        self.states = [begin] * (plan.intervals + 1)

    def solve(self) -> tuple[Ints, Texts]:
        for sweep in count():
            if not self.stale.any():
                break
            for i in range(self.plan.intervals):
                days = np.flatnonzero(self.stale[:, i])
                if days.size:
                    self._settle(i, days, rise_only=sweep >= FREE_SWEEPS)

        return self.plan.operators, self.bound_by

    def _settle(self, i: int, days: Ints, *, rise_only: bool) -> None:
        """Decide interval i of some days, and mark what depends on it."""
        before = self.plan.operators[days, i]
        trials, n = self._decided(i, days, rise_only)
        end = trials.end.take(trials.of(n))
        self.stale[days, i] = False
        changed = n != before
        self.plan.operators[days, i] = n
        self._mark_earlier(i, days[changed])
        moved = changed | (distance(end.law, self.states[i + 1].take(days).law) > SAME_STATE)
        self.states[i + 1] = _replaced(self.states[i + 1], days, end)
        if i + 1 < self.plan.intervals:
            self.stale[days[moved], i + 1] = True
        elif self.plan.periodic:
            self.states[0] = self.states[-1]
            self.stale[days[moved], 0] = True

    def _mark_earlier(self, i: int, days: Ints) -> None:
        reach = int(np.ceil(self.plan.within_s / self.plan.interval_s)) or 1
        for back in range(1, reach + 1):
            if i - back >= 0 or self.plan.periodic:
                self.stale[days, i - back] |= True

    def _decided(self, i: int, days: Ints, rise_only: bool) -> tuple[_Trials, Ints]:
        plan, before = self.plan.take(days), self.states[i].take(days)
        limits, least, current = self.limits[:, days, i], self.least[days, i], self.plan.operators[days, i]
        tried: list[_Trials] = []

        def excess(n: Ints, at: Ints) -> Floats:
            part = plan.take(at)
            part.operators[:, i] = n
            start = entered(part, i, before.take(at))
            passage = Passage(part, i, start.law)
            each = _excess(passage, start.finishing, limits[:, at], self.of)
            tried.append(_Trials(at, n.copy(), each, left(passage, start), passage.long_waits))
            return each.max(axis=0)

        calling = plan.arrivals[:, i] > 0
        floor = np.where(calling, np.maximum(least - 2, 0), least - 1)
        if rise_only:
            floor = np.maximum(floor, current - 1)
        n = smallest_root(excess, floor, np.maximum(current, floor + 1))
        n = np.maximum(n, least)
        trials = _joined(tried)
        missing = np.flatnonzero(trials.of(n) < 0)
        if missing.size:
            excess(n[missing], missing)
            trials = _joined(tried)
        self.bound_by[days, i] = np.where(calling, _bound_by(trials, n, least, limits), "")
        return trials, n


def _excess(passage: Passage, finishing: Floats, limits: Floats, of: str) -> Floats:
    """Return log(measure / limit) of each target (4 x K), very negative where it is not set."""
    level, asa_s, abandonment, most_busy = limits
    measures = np.full(limits.shape, np.nan)
    offered = passage.offered
    calling = offered > 0
    if np.any(level > 0):
        whole = offered - passage.lost if of == "answered" else offered
        measures[0] = 1 - ratio(passage.in_time(virtual=of == "virtual"), whole, 0.0)
    if np.any(np.isfinite(asa_s)):
        measures[1] = ratio(passage.served_wait_s, offered - passage.lost, np.inf)
    if np.any(abandonment < 1):
        measures[2] = ratio(passage.lost, offered, 0.0)
    if not np.all(np.isnan(most_busy)):
        measures[3] = occupancy(passage, finishing)
    allowed = np.stack([1 - level, asa_s, abandonment, most_busy])
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = np.log(np.maximum(measures, 0) / (allowed * (1 + TOLERANCE) + TOLERANCE))
    excess[np.isnan(excess) | ~calling] = -LARGE
    return np.clip(excess, -LARGE, LARGE)


def _bound_by(trials: _Trials, n: Ints, least: Ints, limits: Floats) -> Texts:
    fewer = trials.of(n - 1)
    missed = trials.excess[:, fewer] > 0
    asked = ~np.isnan(limits[:3])
    first_asked = np.where(asked.any(axis=0), np.array(TARGET_NAMES)[asked.argmax(axis=0)], STABILITY)
    names = np.where(missed.any(axis=0), np.array(TARGET_NAMES)[missed.argmax(axis=0)], MIN_OPERATORS)
    return np.where(fewer >= 0, names, np.where(n > 1, MIN_OPERATORS, first_asked))


def _joined(tried: list[_Trials]) -> _Trials:
    ends = [trial.end for trial in tried]
    end = State(
        joined([each.law for each in ends]),
        np.concatenate([each.operators for each in ends]),
        np.concatenate([each.finishing for each in ends]),
    )
    return _Trials(
        np.concatenate([t.day for t in tried]),
        np.concatenate([t.operators for t in tried]),
        np.concatenate([t.excess for t in tried], axis=1),
        end,
        np.concatenate([t.long_waits for t in tried]),
    )


def _replaced(state: State, rows: Ints, part: State) -> State:
    at = np.arange(state.operators.size)
    at[rows] = state.operators.size + np.arange(rows.size)
    both = State(
        joined([state.law, part.law]),
        np.concatenate([state.operators, part.operators]),
        np.concatenate([state.finishing, part.finishing]),
    )
    return both.take(at)
