"""The targets of days as limits of measures, and which of them are missed in an interval or on a whole day."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.day.figures import level_of, occupancy, ratio, wait_level
from mfc_capacity.core.day.intervals import IntervalQueue, Plan, interval_queue
from mfc_capacity.core.day.transient import Day, entered, evaluated, first_state, left
from mfc_capacity.core.steady.erlang import HOUR_S
from mfc_capacity.core.steady.staffing import LARGE, refuse_unreachable, target_limits, unreachable
from mfc_capacity.core.targets import (
    ABANDONMENT,
    ASA,
    BUSY,
    MEAN_WAIT,
    OCCUPANCY,
    P_WAIT,
    SERVICE_LEVEL,
    WAIT_LEVEL,
    Measure,
    ServiceLevelOf,
    Target,
    Targets,
)

TOLERANCE = 1e-9  # of a share or a mean wait, relative and absolute


@dataclass(frozen=True)
class Goals:
    """The targets (T), and the highest values of the measures they limit (T x K x I), NaN where not set.

    For the service level that is the share not answered in time. `comes_again`: whether some who are not served do.
    """

    targets: Targets
    most: Floats
    comes_again: bool

    def take(self, days: Ints) -> "Goals":
        """Return the goals of some days."""
        return replace(self, most=self.most[:, days])

    def at(self, i: int) -> "Goals":
        """Return the goals of interval i (T x K)."""
        return replace(self, most=self.most[..., i])

    @property
    def rows(self) -> tuple[Target, ...]:
        """The targets there are."""
        return self.targets.rows

    @cached_property
    def is_set(self) -> Bools:
        """Which targets are set somewhere (T)."""
        return np.array([not np.isnan(most).all() for most in self.most])

    @property
    def follow_waits(self) -> bool:
        """Whether what callers meet after their interval matters beyond the threshold."""
        follow = [row.follows_waits for row in self.rows]
        of = self.targets.service_level_of
        of_served = of == "answered" or (of == "callers" and self.comes_again)
        return of_served or bool(np.any(self.is_set & follow))

    @property
    def asked(self) -> Bools:
        """Whether each target can be missed at all (T x K x I)."""
        free = [1 - row.never_missed if row.is_least else row.never_missed for row in self.rows]
        asked: Bools = self.most < np.array(free)[:, None, None]
        return asked


def goals_of(plan: Plan, targets: Targets) -> Goals:
    """Return the goals of some days; raises UnreachableTargetError where one is out of reach."""
    calls_per_hour = plan.arrivals * HOUR_S
    refuse_unreachable(targets, unreachable(targets, calls_per_hour, patience_s(plan)))
    most = [
        np.broadcast_to(1 - limit if row.is_least else limit, plan.arrivals.shape)
        for row, limit in zip(targets.rows, target_limits(targets), strict=True)
    ]
    return Goals(targets, np.stack(most), plan.again is not None)


def patience_s(plan: Plan) -> Floats:
    """Return the mean patience (K x I), infinite where callers never hang up."""
    with np.errstate(divide="ignore"):
        return 1 / plan.hang_up


def missed_targets(plan: Plan, goals: Goals, long_waits: Bools) -> Bools:
    """Return which targets are missed where (T x K x I), the whole days worked out; waits known to be long in full."""
    found, long_waits = np.zeros(goals.most.shape, dtype=bool), long_waits.copy()
    short = np.flatnonzero(~long_waits)
    if short.size:
        found[:, short], long_waits[short] = _missed_in_short(plan.take(short), goals.take(short))
    if long_waits.any():
        long = np.flatnonzero(long_waits)
        found[:, long] = _missed_in_full(plan.take(long), goals.take(long))
    calling: Bools = found & (plan.arrivals > 0) & ~_as_many_as_lines(plan.operators, plan.lines)
    return calling


def _as_many_as_lines(operators: Ints, lines: Ints | None) -> Bools:
    """Say where there is an operator for every line (K) among operators (K or K x I): more would change nothing."""
    every: Bools = np.zeros(operators.shape, dtype=bool) if lines is None else (lines <= operators.T).T
    return every


def _missed_in_short(plan: Plan, goals: Goals) -> tuple[Bools, Bools]:
    """Return which targets are missed where (T x K x I) if all waits are short, and on which days they are not (K)."""
    state, stable = first_state(plan)
    beyond, long_waits = np.zeros(goals.most.shape), np.zeros(stable.shape, dtype=bool)
    for i in range(plan.intervals):
        start = entered(plan, i, state)
        queue = interval_queue(plan, i, start.law)
        beyond[..., i] = excess_of(queue, start.finishing, goals.at(i))
        long_waits |= queue.long_waits & goals.follow_waits
        state = left(queue, start)
    return (beyond > 0) | (goals.asked & ~stable[:, None]), long_waits


def _missed_in_full(plan: Plan, goals: Goals) -> Bools:
    """Return which targets are missed where (T x K x I), every wait followed to its end."""
    day = evaluated(plan, goals.targets.service_level_of)
    measures = np.stack([of_day(day, row.measure, goals.targets.service_level_of) for row in goals.rows])
    missed: Bools = measures > goals.most * (1 + TOLERANCE) + TOLERANCE
    return missed | (goals.asked & ~day.stable[:, None])


def of_day(day: Day, measure: Measure, of: ServiceLevelOf) -> Floats:
    """Return a measure of a day (K x I), of a level the share that misses it."""
    if measure.better == "high":
        name = f"service_level_{of}" if measure == SERVICE_LEVEL else measure.name
        missed: Floats = 1 - getattr(day, name)
        return missed
    values: Floats = getattr(day, measure.name)
    return values


def excess_of(queue: IntervalQueue, finishing: Floats, goals: Goals) -> Floats:
    """Return log(measure / target) of each target (T x K), very negative where it is not set."""
    measures = np.zeros(goals.most.shape)
    for t in np.flatnonzero(goals.is_set):
        measures[t] = _of_interval(goals.rows[t].measure, queue, finishing, goals.targets.service_level_of)
    with np.errstate(divide="ignore"):
        excess = np.log(np.maximum(measures, 0.0)) - np.log(goals.most * (1 + TOLERANCE) + TOLERANCE)
    enough = (queue.offered == 0) | _as_many_as_lines(queue.rates.operators, queue.rates.lines)
    silent = np.isnan(goals.most) | enough | np.isposinf(goals.most)
    return np.clip(np.where(silent, -LARGE, excess), -LARGE, LARGE)


def _of_interval(measure: Measure, queue: IntervalQueue, finishing: Floats, of: ServiceLevelOf) -> Floats:
    """Return a measure of an interval (K), of a level the share that misses it."""
    offered = queue.offered
    if measure == SERVICE_LEVEL:
        return 1 - level_of(queue, of, queue.answered if of in {"answered", "callers"} else offered)
    if measure == WAIT_LEVEL:
        return 1 - wait_level(queue, queue.answered)
    if measure == ASA:
        return ratio(queue.served_wait_s, queue.answered, np.inf)
    if measure == OCCUPANCY:
        return occupancy(queue, finishing)
    return ratio(getattr(queue, _OF_OFFERED[measure]), offered, 0.0)


_OF_OFFERED = {MEAN_WAIT: "wait_s", P_WAIT: "waited", ABANDONMENT: "lost", BUSY: "found_busy"}
