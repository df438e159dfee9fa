"""The smallest numbers of operators that keep the targets all day, when the queue is carried through it.

An interval inherits what the one before left, so the day is decided forwards: each interval gets the
smallest number that keeps its own targets. Only callers who still wait when it ends depend on what follows;
the numbers decided last are taken for that, and an interval is decided again when they have changed or
another state reaches it, until nothing changes: then every target is kept, and in no interval with one
operator fewer. Now and then neighbours keep pushing each other up and down; then numbers may only rise, and
in the end each that was held so is tried with one fewer. All days are searched at once, from the steady
state's answer to the modified offered load (Jennings, Mandelbaum, Massey & Whitt 1996).
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.day.goals import Goals, excess_of, goals_of, missed_targets, patience_s
from mfc_capacity.core.day.intervals import Plan, interval_queue, remaining_wait_tables
from mfc_capacity.core.day.places import RemainingWaits
from mfc_capacity.core.day.transient import State, day_plan, entered, first_state, left, states_joined
from mfc_capacity.core.day.trimming import Trimming
from mfc_capacity.core.steady.erlang import HOUR_S
from mfc_capacity.core.steady.staffing import (
    MIN_OPERATORS,
    STABILITY,
    Requirement,
    no_reasons,
    operators_required,
    smallest_root,
)
from mfc_capacity.core.targets import Targets

SAME_STATE = 1e-10
FREE_SWEEPS, MOST_SWEEPS = 6, 20
DAY_BY_DAY_SWEEPS = 3
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
    guess: Ints | None = None,
    lines: ArrayLike | None = None,
    again: ArrayLike | None = None,
) -> Requirement:
    """Return the smallest numbers of operators (K x I) that keep all targets in every interval with calls.

    Arguments are as for `through_day`; the threshold `targets.within_s` is one for all. While the doors are
    open there are at least `min_operators`, and at least one where somebody calls; where callers never hang
    up, and no target is set or the queue would grow from day to day, enough for a steady state. With one
    operator fewer in a single interval a target would be missed, there or in another. `bound_by` is that
    target, "min_operators" where there is none, "stability" where it is the steady state, "" where nobody
    calls. A target counts as met within 1e-9. The search begins with `guess` where one is known. With so many `lines`
    an operator beyond them serves nobody: a target that asks for more gets one for each line.

    Raises:
        ValueError: for a NaN, negative or infinite argument, a target out of its range, or calls at closed
            doors.
        UnreachableTargetError: if a target is out of reach in some interval.
    """
    on_duty = np.where(
        np.asarray(is_open, dtype=bool), arguments.whole_number("min_operators", min_operators), 0
    )
    plan = day_plan(
        calls_per_hour,
        aht_s,
        on_duty,
        interval_s=interval_s,
        patience_s=patience_s,
        **thresholds_of(targets),
        periodic=periodic,
        lines=lines,
        again=again,
    )
    if np.any((plan.arrivals > 0) & ~np.broadcast_to(is_open, plan.arrivals.shape)):
        raise ValueError("calls_per_hour must be 0 where is_open is False")
    goals = goals_of(plan, targets)
    plan = replace(plan, operators=_least(plan, goals))
    first = _modified_load_answer(plan, targets) if guess is None else guess
    if plan.lines is not None:
        first = np.minimum(first, plan.lines[:, None])
    guess = np.maximum(plan.operators, first)
    order = np.argsort(guess.max(axis=1), kind="stable")
    operators, bound_by = guess.copy(), no_reasons(guess.shape, targets)
    for start in range(0, order.size, DAYS_AT_ONCE):
        rows = order[start : start + DAYS_AT_ONCE]
        operators[rows], bound_by[rows] = _solved(plan.take(rows), guess[rows], goals.take(rows))
    return Requirement(operators, bound_by)


def thresholds_of(targets: Targets) -> dict[str, Any]:
    """Return the thresholds of targets, each one number for all intervals, by the names of `through_day`."""
    levels = targets.levels
    return {
        "within_s": levels.within_s,
        "short_s": levels.short_s,
        "wait_within_s": levels.wait_within_s,
    }


def _least(plan: Plan, goals: Goals) -> Ints:
    """Return the least operators (K x I) whatever the targets."""
    steady = _steady(plan)
    needed = np.where(goals.asked.any(axis=0), np.minimum(steady, 1), steady)
    return np.maximum(plan.operators, needed)


def _steady(plan: Plan) -> Ints:
    """Return the least operators (K x I) with whom each interval by itself has a steady state."""
    if plan.lines is not None:
        return (plan.arrivals > 0).astype(np.int64)
    return operators_required(
        plan.arrivals * HOUR_S, 1 / plan.service, patience_s=patience_s(plan), targets=Targets()
    ).operators


def _modified_load_answer(plan: Plan, targets: Targets) -> Ints:
    """Return what steady states need (K x I) with the calls that would be in progress if nobody waited."""
    turns = plan.service * plan.interval_s
    own, in_progress = plan.arrivals / plan.service, np.zeros(plan.arrivals.shape[0])
    load = np.zeros_like(own)
    for i in range(plan.intervals):
        fading = in_progress - own[:, i]
        load[:, i] = own[:, i] - fading * np.expm1(-turns[:, i]) / turns[:, i]
        in_progress = own[:, i] + fading * np.exp(-turns[:, i])
    calls_per_hour = np.where(plan.arrivals > 0, load * plan.service * HOUR_S, 0.0)
    return operators_required(
        calls_per_hour, 1 / plan.service, patience_s=patience_s(plan), targets=targets
    ).operators


def _solved(least: Plan, guess: Ints, goals: Goals) -> tuple[Ints, Texts]:
    search = _Search(least, guess, goals)
    search.settle_all()
    days = np.flatnonzero(search.long_waits)
    if days.size:
        further = _Search(least.take(days), search.plan.operators[days], goals.take(days), looks_further=True)
        further.settle_all()
        search.adopt(days, further)
    search.add_missing()
    search.remove_spare()
    return _steadied(least, goals, search)


def _steadied(least: Plan, goals: Goals, search: "_Search") -> tuple[Ints, Texts]:
    """Return what was found, or where the queue would grow from day to day more: enough for a steady state."""
    operators, bound_by = search.plan.operators, search.bound_by
    patient = np.flatnonzero((least.hang_up == 0).all(axis=1))
    if not least.periodic or not patient.size:
        return operators, bound_by
    growing = patient[~first_state(search.plan.take(patient))[1]]
    some = least.take(growing)
    steady = np.maximum(some.operators, _steady(some))
    can_rise: Bools = np.any(steady > some.operators, axis=1)
    days, some, steady = growing[can_rise], some.take(can_rise), steady[can_rise]
    if days.size:
        guess = np.maximum(operators[days], steady)
        operators[days], reasons = _solved(replace(some, operators=steady), guess, goals.take(days))
        is_steady = (reasons == MIN_OPERATORS) & (operators[days] > some.operators)
        bound_by[days] = np.where(is_steady, STABILITY, reasons)
    return operators, bound_by


@dataclass(frozen=True)
class _Trials:
    """Numbers of operators tried for an interval of some days: what each (N) missed, and what it left."""

    day: Ints
    operators: Ints
    excess: Floats
    long_waits: Bools
    end: State

    def of(self, operators: Ints) -> Ints:
        """Return which trial of each day (K) was with so many operators, -1 where none was."""
        found = np.full(operators.size, -1)
        hits = np.flatnonzero(self.operators == operators[self.day])
        found[self.day[hits]] = hits
        return found


class _Search:
    """The operators of some days as decided so far, and the state before each interval and after the last."""

    def __init__(self, least: Plan, guess: Ints, goals: Goals, *, looks_further: bool = False) -> None:
        self.least, self.looks_further = least.operators, looks_further
        self.goals, self.asked = goals, goals.asked
        self.plan = replace(least, operators=guess.copy())
        self.bound_by = no_reasons(guess.shape, goals.targets)
        self.stale = np.ones(guess.shape, dtype=bool)
        self.lowest = guess.copy()
        self.long_waits = np.zeros(guess.shape[0], dtype=bool)
        self.is_carried = np.ones(guess.shape[0], dtype=bool)
        self.places = 0
        self.states = [first_state(self.plan)[0]] * (self.plan.intervals + 1)

    def settle_all(self) -> None:
        """Decide all intervals until nothing changes."""
        for sweep in range(MOST_SWEEPS):
            if not self.stale.any():
                return
            if self.plan.periodic and sweep >= DAY_BY_DAY_SWEEPS:
                self._begin_again()
            tables = (
                remaining_wait_tables(self.plan, self.places + SPARE_PLACES) if self.looks_further else None
            )
            for i in range(self.plan.intervals):
                days = np.flatnonzero(self.stale[:, i])
                if days.size:
                    self._settle(i, days, tables, may_fall=sweep < FREE_SWEEPS)

    def _begin_again(self) -> None:
        """Let the days begin as they end once they have repeated themselves, not as the last one ended."""
        days = np.flatnonzero(self.stale[:, 0])
        if not days.size:
            return
        begin = first_state(self.plan.take(days))[0]
        self.stale[days, 0] |= begin.distance(self.states[0].take(days)) > SAME_STATE
        self.states[0] = self.states[0].replaced(days, begin)

    def _settle(self, i: int, days: Ints, tables: list[RemainingWaits] | None, *, may_fall: bool) -> None:
        """Decide an interval of some days, and mark what depends on it."""
        current = self.plan.operators[days, i]
        floor = np.where(may_fall, self.least[days, i], current)
        coming = None if tables is None else tables[(i + 1) % self.plan.intervals].take(days)
        trials, needed = self._tried(i, days, floor, coming)
        n = np.maximum(needed, floor)
        chosen = trials.of(n)
        end = trials.end.take(chosen)
        self.stale[days, i] = False
        self.lowest[days, i] = np.where(n > needed, self.least[days, i], n)
        self.bound_by[days, i] = self._bound_by(i, days, trials, n)
        self.long_waits[days] |= trials.long_waits[chosen]
        self.plan.operators[days, i] = n
        self._mark_earlier(i, days[n != current])
        moved = (n != current) | (end.distance(self.states[i + 1].take(days)) > SAME_STATE)
        self.states[i + 1] = self.states[i + 1].replaced(days, end)
        if i + 1 < self.plan.intervals:
            self.stale[days[moved], i + 1] = True
        elif self.plan.periodic:
            self.states[0] = self.states[-1]
            self.stale[days[moved], 0] = True

    def _mark_earlier(self, i: int, days: Ints) -> None:
        """Mark the intervals before i some of whose callers may still wait in it."""
        reach = max(int(np.ceil(max(self.plan.thresholds_s) / self.plan.interval_s)), 1)
        for back in range(1, (self.plan.intervals if self.looks_further else reach) + 1):
            if self.plan.periodic or back <= i:
                self.stale[days, (i - back) % self.plan.intervals] = True

    def _tried(self, i: int, days: Ints, floor: Ints, coming: RemainingWaits | None) -> tuple[_Trials, Ints]:
        """Return what was tried, and the fewest operators who keep the targets, down to `floor` - 1."""
        plan, before = self.plan.take(days), self.states[i].take(days)
        goals = self.goals.take(days).at(i)
        tried: list[_Trials] = []

        def excess(n: Ints, at: Ints) -> Floats:
            part = plan.take(at)
            part.operators[:, i] = n
            start = entered(part, i, before.take(at))
            queue = interval_queue(part, i, start.law, coming and coming.take(at))
            beyond = excess_of(queue, start.finishing, goals.take(at))
            long_waits = queue.long_waits if goals.follow_waits else np.zeros(at.size, dtype=bool)
            tried.append(_Trials(at, n.copy(), beyond, long_waits, left(queue, start)))
            self.places = max(self.places, queue.places)
            worst: Floats = beyond.max(axis=0)
            return worst

        calling = plan.arrivals[:, i] > 0
        fails = np.where(calling, np.maximum(floor - 2, 0), floor - 1)
        last = np.maximum(plan.operators[:, i], fails + 1)
        everyone, fewer = np.arange(days.size), np.flatnonzero(last - 1 > fails)
        first = np.full((2, days.size), np.nan)  # with the last number of operators, and with one fewer
        together = excess(np.append(last, last[fewer] - 1), np.append(everyone, fewer))
        first[0], first[1, fewer] = np.split(together, [days.size])

        def known_or_tried(n: Ints, at: Ints) -> Floats:
            known = np.select([n == last[at], n == last[at] - 1], first[:, at], np.nan)
            new = np.isnan(known)
            if new.any():
                known[new] = excess(n[new], at[new])
            return known

        needed = smallest_root(known_or_tried, fails, last)
        trials = _joined(tried)
        untried = np.flatnonzero(trials.of(np.maximum(needed, floor)) < 0)
        if untried.size:
            excess(floor[untried], untried)
            trials = _joined(tried)
        return trials, needed

    def _bound_by(self, i: int, days: Ints, trials: _Trials, n: Ints) -> Texts:
        fewer = trials.of(n - 1)
        missed = (trials.excess[:, fewer] > 0) & (fewer >= 0)
        goals = self.goals
        needs_operators = np.array([row.needs_operators for row in goals.rows])
        asked = self.asked[:, days, i] & (n == 1) & needs_operators[:, None]
        names = goals.targets.keys
        reasons = np.select([*missed, *asked], [*names, *names], MIN_OPERATORS)
        reasons = np.where(
            self.asked[:, days, i].any(axis=0) | (reasons != MIN_OPERATORS), reasons, STABILITY
        )
        return np.where(self.plan.arrivals[days, i] > 0, reasons, "")

    def adopt(self, days: Ints, other: "_Search") -> None:
        """Take over what another search has decided for some of the days."""
        for name in ("bound_by", "lowest", "stale"):
            getattr(self, name)[days] = getattr(other, name)
        self.plan.operators[days] = other.plan.operators
        self.is_carried[days] = False

    def add_missing(self) -> None:
        """Add operators where a target is missed, on days for which the sweeps have not sufficed."""
        days = np.flatnonzero(self.stale.any(axis=1))
        while days.size:
            missed = missed_targets(self.plan.take(days), self.goals.take(days), self.long_waits[days])
            short = np.asarray(missed.any(axis=0))
            self.plan.operators[days] += short
            self.lowest[days] = np.where(short, self.least[days], self.lowest[days])
            self.is_carried[days] = False
            days = days[short.any(axis=1)]

    def remove_spare(self) -> None:
        """Take away operators who were only held for the sake of the search."""
        days = np.flatnonzero((self.plan.operators > self.lowest).any(axis=1))
        if not days.size:
            return
        trimming = Trimming(
            self.plan.take(days),
            self.goals.take(days),
            self.lowest[days],
            states_joined([state.take(days) for state in self.states]),
            long_waits=self.long_waits[days],
            carried=self.is_carried[days],
        )
        trimming.trim()
        self.plan.operators[days] = trimming.plan.operators
        reasons = trimming.bound_by
        self.bound_by[days] = np.where(reasons == "", self.bound_by[days], reasons)


def _joined(tried: list[_Trials]) -> _Trials:
    return _Trials(
        day=np.concatenate([each.day for each in tried]),
        operators=np.concatenate([each.operators for each in tried]),
        excess=np.concatenate([each.excess for each in tried], axis=1),
        long_waits=np.concatenate([each.long_waits for each in tried]),
        end=states_joined([each.end for each in tried]),
    )
