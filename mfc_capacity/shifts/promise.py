"""The service level of each day or hour as what shifts are to keep, in the place of operators in every interval.

A period keeps its service level where the sum over its intervals of weight * (level - share promised) is not negative;
weights are those that means are taken by. Each interval's term is a curve of its operators, from the fewest that keep
a floor on, and enters the program as concave pieces. Curves are those of steady states. What is promised is what the
plan's own method says: where with the operators found a period falls short by it, more is asked of its curves.

Sources: Koole & van der Sluis, Optimal shift scheduling with a global service level constraint, IIE Transactions 35
(2003); Atlason, Epelman & Henderson, Call center staffing with simulation and cutting plane methods, Annals of
Operations Research 127 (2004), who correct the program's service levels by those of the operators found.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Literal, NamedTuple

import numpy as np

from mfc_capacity.core import means
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.concave import Pieces, concave_pieces
from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.shifts.covering import Covered, cover
from mfc_capacity.core.shifts.problem import Problem, Promise, at_desk
from mfc_capacity.core.targets import SERVICE_LEVEL
from mfc_capacity.files.problems import InputError, say
from mfc_capacity.plan.planner import GroupPlan, Planned, no_answer
from mfc_capacity.scenario import TargetSet
from mfc_capacity.staffing.method import HOUR_S, Performance, UnreachableError
from mfc_capacity.staffing.operators import (
    SLACK,
    STATIONARY,
    GroupTask,
    beyond,
    core_targets,
    limits_of,
    requirement,
)

Per = Literal["day", "hour"]
Start = Callable[[Promise], Floats]  # a first answer to what is asked of curves

MOST_BELOW = 1e-3  # of the calls, by which pieces lie below a curve
AMPLE = 5.0  # standard deviations above the load: fewer than one caller in a million waits
AMPLE_DAY = 4.0  # standard deviations of days that vary
ROUNDS = 4
FIRST = 0.4  # of the time, for people to begin from
MARGIN = 1e-5  # calls, more than the tolerance of a program
LARGEST = 10**10  # operators, more than there are
WORTH = 5e-3  # of a period's calls, by which its level is beyond what is promised before less is asked
WORTH_ASKING = 1e-6  # of a period's calls, by which what is asked changes before it is asked
A_LITTLE = 0.05  # of what a period lacks, asked for beyond it


@dataclass(frozen=True)
class Period:
    """A day or an hour of a schedule: its day in the horizon, its first interval, and its level beside the promise."""

    day: int
    interval: int
    service_level: float
    promised: float

    @property
    def is_kept(self) -> bool:
        """Whether the promise is kept, but for rounding."""
        return 1 - self.service_level <= (1 - self.promised) * (1 + SLACK)


@dataclass(frozen=True)
class MissedTarget:
    """A target beside the service level that a schedule misses, in so many of the `intervals` with calls.

    Attributes:
        key: of the target.
        mean: of its measure over the horizon, weighted as means are; None where it is not averaged or not known.
        limits: the lowest and the highest that hold in the horizon.
        missed: intervals that miss it.
        intervals: with calls on days that have it.
    """

    key: str
    mean: float | None
    limits: tuple[float, float]
    missed: int
    intervals: int


@dataclass(frozen=True, eq=False)
class Judge:
    """What callers of a group meet on D days of a horizon, judged as the group's plan judges it.

    Attributes:
        task: the group on these days, each of a kind of its own.
        of_period: the period of each interval (D x I), -1 where nobody calls.
    """

    task: GroupTask
    of_period: Ints

    def met(self, operators: Ints) -> Performance:
        """Return what callers meet of which the targets speak (D x I)."""
        return self.task.met_as_promised(operators * self.task.load.open)

    def periods(self, met: Performance) -> tuple[Period, ...]:
        """Return the service level of every period with calls."""
        surplus, weights = (self.sums(own) for own in surpluses(self.task, met))
        numbers, first = np.unique(self.of_period, return_index=True)
        days, intervals = np.divmod(first[numbers >= 0], self.of_period.shape[1])
        promised = shares_promised(self.task)[days]
        levels = np.divide(surplus, weights, out=np.full_like(surplus, np.nan), where=weights > 0) + promised
        columns = (days.tolist(), intervals.tolist(), levels.tolist(), promised.tolist())
        return tuple(Period(*row) for row in zip(*columns, strict=True))

    def missed_beside(self, met: Performance, operators: Ints) -> tuple[MissedTarget, ...]:
        """Return the targets beside the service level that are missed in some interval."""
        load, targets = self.task.load, [terms.targets for terms in self.task.by_kind]
        calls = load.calls * (load.times > 0)
        hours: Floats = operators * (load.open * load.times * (self.task.interval_s / HOUR_S))
        weights = weights_of(self.task, met, hours)
        found = []
        for row in core_targets(targets[0]).rows:
            limits = limits_of(targets, row)
            has, name = np.isfinite(limits), row.measure.name
            if row.measure == SERVICE_LEVEL or not has.any():
                continue
            excess = beyond(met, calls, row, limits)
            is_missed = (calls > 0) & has[:, np.newaxis] & ~(excess <= SLACK)
            if is_missed.any():
                mean = means.mean(getattr(met, name)[has], weights[name][has]) if name in weights else np.nan
                found.append(
                    MissedTarget(
                        row.key,
                        float(mean) if np.isfinite(mean) else None,
                        (float(limits[has].min()), float(limits[has].max())),
                        int(is_missed.sum()),
                        int((calls > 0)[has].sum()),
                    )
                )
        return tuple(found)

    def sums(self, values: Floats) -> Floats:
        """Return the sums over the intervals (D x I) of each period (P)."""
        own = np.flatnonzero(self.of_period >= 0)
        return self.sums_of(own, values.flat[own])

    def sums_of(self, intervals: Ints, values: Floats) -> Floats:
        """Return the sums over each period (P) of values at some intervals, given as flat indices."""
        count = int(self.of_period.max(initial=-1)) + 1
        return np.bincount(self.of_period.flat[intervals], values, minlength=count).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Sought:
    """The pieces that shifts are to keep at first, and who judges what they keep.

    `needed` is what the pieces of each period (P) would add if it just kept its promise; with `every` operators
    (D x I) each interval keeps what is promised of its period.
    """

    judge: Judge
    promise: Promise
    needed: Floats
    every: Ints

    @property
    def is_exact(self) -> bool:
        """Whether the curves are of the plan's own method."""
        return self.judge.task.method_name == STATIONARY

    def corrected(self, promise: Promise, operators: Ints) -> tuple[bool, Promise | None]:
        """Return whether every period is kept with these operators, and what to ask for next; None: nothing else.

        What the plan's method finds beside the curves is taken to be the same of the next operators.
        """
        surplus, weights = (
            self.judge.sums(own) for own in surpluses(self.judge.task, self.judge.met(operators))
        )
        spare = self.needed + surplus - self.promise.calls_in_time + MARGIN
        is_short = spare < 0
        added = self.judge.sums_of(promise.pieces, promise.gains * promise.taken(operators))
        binds = added < promise.calls_in_time + WORTH * weights
        is_worth = is_short.any() or (not self.is_exact and (binds & (spare > WORTH * weights)).any())
        most = self.judge.sums_of(promise.pieces, promise.gains * promise.widths)
        asked = np.minimum(added - spare * np.where(is_short, 1 + A_LITTLE, 1.0) + MARGIN, most)
        goals = np.maximum(promise.calls_in_time, asked) if self.is_exact else asked
        has_changed = np.abs(goals - promise.calls_in_time) > WORTH_ASKING * weights
        is_other = bool(is_worth and has_changed.any())
        return not is_short.any(), replace(promise, calls_in_time=goals) if is_other else None


def judge_of(planned: Planned, plan: GroupPlan, span: Sequence[int], per: Per) -> Judge:
    """Return the judge of a group on some planned days.

    Raises:
        InputError: if the group has no service level on one of them.
    """
    kinds = plan.load.kinds[list(span)].tolist()
    if any(plan.terms(kind).targets.service_level is None for kind in set(kinds)):
        message = say("shifts.no_service_level", group=plan.name)
        hint = say("shifts.NAME_SERVICE_LEVEL")
        raise InputError([planned.loaded.problem_at(f"groups.{plan.name}", message, hint)])
    load = plan.load.of_kinds(kinds)
    days, intervals = load.calls.shape
    hours = np.arange(intervals) * plan.task.interval_s // int(HOUR_S)
    numbers = np.arange(days)[:, np.newaxis] * intervals + (hours if per == "hour" else 0 * hours)
    numbers = np.where((load.calls > 0) & (load.times > 0), numbers, -1)
    used = np.unique(numbers[numbers >= 0])
    return Judge(plan.task.on(load), np.where(numbers < 0, -1, np.searchsorted(used, numbers)))


def sought(
    planned: Planned, plan: GroupPlan, span: Sequence[int], per: Per, floor: float, problem: Problem
) -> Sought:
    """Return what shifts are to keep on some planned days in the place of a problem's required operators.

    `floor` is the service level of every interval at least, where more than that is promised.

    Raises:
        InputError: if the group has no service level on one of the days.
        NoAnswerError: if no number of operators keeps the floor in some interval.
    """
    judge = judge_of(planned, plan, span, per)
    kinds, of_day = np.unique(plan.load.kinds[list(span)], return_inverse=True)
    task = plan.task.on(plan.load.of_kinds(kinds.tolist()))
    calling = (task.load.calls > 0) & (task.load.times > 0)
    try:
        least, every = (floor_operators(task, share) * task.load.comes for share in (floor, 1.0))
    except UnreachableError as error:
        raise no_answer(planned.loaded, plan.name, error) from None
    curves = Curves(replace(task, method_name=STATIONARY), *np.nonzero(calling))
    pieces = curves.pieces(least[calling])
    number = np.full(calling.shape, -1)
    number[calling] = np.arange(pieces.base.size)
    reached = problem.within_reach()
    is_lonely = bool((~reached & calling[of_day]).any())
    alone = curves.alone if is_lonely else pieces.base
    return _laid_out(judge, least[of_day], every[of_day], number[of_day], pieces, alone, reached)


def _laid_out(
    judge: Judge, floor: Ints, every: Ints, curve: Ints, pieces: Pieces, alone: Floats, reached: Bools
) -> Sought:
    """Return the pieces of curves on the days of a horizon: `curve` leads from an interval (D x I) to its own, or -1.

    In intervals that nobody reaches callers are `alone`. Others of the period make up for them; where these never
    could, they do not count.
    """
    begins = np.searchsorted(pieces.curves, np.arange(pieces.base.size + 1))
    own = np.flatnonzero((curve >= 0) & reached)
    counts = np.diff(begins)[curve.flat[own]]
    interval = np.repeat(own, counts)
    first = np.repeat(counts.cumsum() - counts, counts)
    piece = np.repeat(begins[curve.flat[own]], counts) + np.arange(interval.size) - first
    widths, gains = pieces.widths[piece], pieces.gains[piece]
    base = np.zeros(curve.shape)
    calling = curve >= 0
    base[calling] = np.where(reached[calling], pieces.base[curve[calling]], alone[curve[calling]])
    needed, reachable = -judge.sums(base), -judge.sums(np.where(reached, base, 0.0)) + MARGIN
    most = judge.sums_of(interval, widths * gains)
    goals = np.where(needed + MARGIN <= most, needed + MARGIN, np.minimum(reachable, most))
    return Sought(judge, Promise(floor, interval, widths, gains, judge.of_period, goals), needed, every)


def floor_operators(task: GroupTask, floor: float) -> Ints:
    """Return the fewest operators with which every interval keeps a service level (K x I), if more is promised of it.

    Raises:
        UnreachableError: if no number of operators keeps it in some interval.
    """
    found = np.zeros(task.load.calls.shape, dtype=np.int64)
    for kinds, part in task.parts():
        level = part.targets.service_level
        if level is None or floor <= 0:
            least = np.array([terms.min_operators for terms in task.by_kind])[kinds, np.newaxis]
            found[kinds] = least * task.load.open[kinds]
            continue
        level = level._replace(share=min(floor, level.share))
        found[kinds] = requirement(replace(part, targets=TargetSet(level, on_days=part.targets.on_days)))
    return found


@dataclass(frozen=True, eq=False)
class Curves:
    """What intervals (N) add to their period's surplus by their operators, each a settled queue by itself.

    `kinds` and `intervals` (N) say where they are in the days of `task`.
    """

    task: GroupTask
    kinds: Ints
    intervals: Ints

    @property
    def alone(self) -> Floats:
        """What they add with nobody there."""
        every = np.arange(self.kinds.size)
        return self.surpluses(every, 0 * every)

    def pieces(self, least: Ints) -> Pieces:
        """Return concave pieces of them, from the least operators (N) to as many as are worth a look."""
        load = self.task.load
        calls = load.calls * load.times
        most = np.maximum(self._ample(), least)
        return concave_pieces(self.surpluses, least, most, MOST_BELOW * calls[self.kinds, self.intervals])

    def surpluses(self, rows: Ints, operators: Ints) -> Floats:
        """Return what some of them add with so many operators."""
        if not rows.size:
            return np.zeros(0)
        task = self.task.on(self.task.load.of_intervals(self.kinds[rows], self.intervals[rows]))
        return surpluses(task, task.met_as_promised(operators[:, np.newaxis]))[0][:, 0]

    def _ample(self) -> Ints:
        """Return so many operators that more are of no use, or may not be."""
        load, of_kind = self.task.load, self.task.by_kind
        erlangs = (
            load.calls * load.aht_s / self.task.interval_s * (1 + AMPLE_DAY * load.varies[:, np.newaxis])
        )
        caps = np.array([min(own.max_operators or LARGEST, own.lines or LARGEST) for own in of_kind])
        own = erlangs[self.kinds, self.intervals]
        ample = np.ceil(own + AMPLE * np.sqrt(own) + AMPLE).astype(np.int64)
        most: Ints = np.minimum(ample, caps[self.kinds])
        return most


def surpluses(task: GroupTask, met: Performance) -> tuple[Floats, Floats]:
    """Return weight * (service level - share promised) of every interval (K x I), and the weight.

    Where nothing is known of a level, nobody is answered in time.
    """
    calls = task.load.calls * task.load.times * np.nan_to_num(met.attempts, nan=1.0)
    weight = weights_of(task, met, np.zeros_like(calls))[SERVICE_LEVEL.name]
    weight = np.where(np.isnan(weight), calls, weight)
    level = np.nan_to_num(met.service_level, nan=0.0)
    return weight * (level - shares_promised(task)[:, np.newaxis]), weight


def weights_of(task: GroupTask, met: Performance, hours: Floats) -> dict[str, Floats]:
    """Return what the mean of each measure over intervals is weighted by (K x I)."""
    calls = task.load.calls * task.load.times
    return means.weights(
        calls * np.nan_to_num(met.attempts, nan=1.0),
        met.abandonment + met.busy,
        hours,
        np.array([terms.targets.service_level_of for terms in task.by_kind])[:, np.newaxis],
        last_attempts=calls * met.last_attempts,
        counted=met.counted,
    )


def shares_promised(task: GroupTask) -> Floats:
    """Return the share of the service level of each kind of day (K)."""
    levels = (terms.targets.service_level for terms in task.by_kind)
    return np.array([np.nan if level is None else level.share for level in levels])


def kept(problem: Problem, own: Sought, effort: Effort) -> tuple[Problem, Covered]:
    """Return the cheapest people found who keep a promise by the plan's method, and the problem that they solve.

    They are looked for from those who keep the share promised in every interval. What is asked of the curves is then
    corrected in a few rounds; where none of them keeps the promise, the last one is the nearest. The bound is that of
    the first round, whose curves nothing has been added to; there is none where curves are not of the plan's method.

    Raises:
        ImportError: without highspy.
    """
    ends = perf_counter() + effort.time_limit_s
    found, start = _everywhere(problem, own, replace(effort, time_limit_s=effort.time_limit_s * FIRST))
    asked, bound = own.promise, -math.inf
    for number in range(ROUNDS):
        left = ends - perf_counter()
        if number and left <= 0:
            break
        is_enough = own.is_exact and number == 0
        tried = replace(effort, time_limit_s=left if is_enough else left / 2)
        covered = cover(replace(problem, promise=asked), tried, start and start(asked))
        if covered.worked is None or covered.missing is not None:
            if found:
                break
            return replace(problem, promise=asked), covered
        bound = covered.cost.bound if is_enough else bound
        is_kept, following = own.corrected(asked, at_desk(problem, covered.worked))
        found.append(_Round(asked, covered, is_kept))
        if following is None:
            break
        asked = following
    best = min((each for each in found if each.is_kept), key=_Round.cost, default=found[-1])
    cost = best.covered.cost
    proven = replace(cost, bound=min(bound, cost.objective))
    return replace(problem, promise=best.promise), replace(best.covered, cost=proven)


def _everywhere(problem: Problem, own: Sought, effort: Effort) -> tuple[list["_Round"], Start | None]:
    """Return the people who keep the share promised in every interval, and what begins the search from them.

    Nobody and nothing, where not all of it can be covered in the time.
    """
    every = replace(problem, promise=None, required=own.every)
    covered = cover(every, replace(effort, on_progress=lambda _objective, _bound: None))
    values = covered.cost.values
    if covered.worked is None or covered.missing is not None or values is None:
        return [], None
    there = at_desk(every, covered.worked)
    is_kept, _ = own.corrected(own.promise, there)
    return [_Round(own.promise, covered, is_kept)], lambda promise: np.append(values, promise.taken(there))


class _Round(NamedTuple):
    """What was asked of the curves, who was found, and whether they keep the promise."""

    promise: Promise
    covered: Covered
    is_kept: bool

    def cost(self) -> float:
        """Return what they cost."""
        return self.covered.cost.objective
