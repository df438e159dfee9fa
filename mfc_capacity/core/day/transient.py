"""The queue through a day: what callers meet when the state is carried from interval to interval.

In each interval calls arrive at random at a constant rate, handling times and patience are exponential, and
a constant number of operators is on duty (M_t/M/n_t + M). The chance of every number of calls in the system
is carried through the day; nothing is simulated and no steady state is assumed. At a boundary

- operators who leave finish their call first: idle ones go at once, a surplus of busy ones goes on outside
  the system; those who stay or come take the next waiting caller as soon as they are free;
- a caller belongs to the interval in which the call arrives, also when the wait goes on in the next;
- calls in progress and callers who wait go on at the rates of the interval they are in;
- the doors are closed where nobody calls and nobody is on duty. When they close, those who wait are still
  served by the operators of the last interval, who stay until the queue is empty; if there are none, they
  are sent away. A group that opens again begins empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.day.birth_death import Spread, distance, empty, flow, joined
from mfc_capacity.core.day.figures import figures_of
from mfc_capacity.core.day.intervals import (
    IntervalQueue,
    LastCalls,
    Plan,
    interval_queue,
    remaining_wait_tables,
    with_operators,
)
from mfc_capacity.core.day.percentile import waits_not_exceeded_s
from mfc_capacity.core.day.places import RemainingWaits
from mfc_capacity.core.steady.erlang import HOUR_S, ROUNDING
from mfc_capacity.core.targets import P90, ServiceLevelOf

SETTLED = 1e-9  # change of the law at midnight from day to day
MOST_DAYS = 60
FEW_INTERVALS = 8
FAR = 12.0  # standard deviations
ENDLESS_S, SHORTEST_PATIENCE = 1e9, 1e9  # seconds; handling times / patience
DAYS_AT_ONCE, STATES_AT_ONCE = 64, 150_000.0  # the latter in deviations of a day's number of calls
SPARE_PLACES = 8
LARGEST_TABLE = 50_000


@dataclass(frozen=True)
class Day:
    """What callers of each interval meet, days x intervals (K x I).

    Where nobody calls, service levels are 1 and the rest is 0.

    Attributes:
        stable: False for days round the clock whose queue grows from day to day (K).
        p_wait: share of callers who find no operator free.
        asa_s: mean wait of answered callers; infinite where nobody is answered.
        mean_wait_s: mean wait of all callers.
        abandonment: share of callers who hang up, or are sent away.
        busy: share of callers who find all lines busy.
        occupancy: busy time / time on duty, the time in which leaving operators finish calls in both.
        service_level_offered: answered in time / offered.
        service_level_answered: answered in time / answered.
        service_level_virtual: chance that a caller of endless patience is answered in time.
        service_level_short: answered in time / offered but for those who hang up within a short time.
        service_level_positive: share of callers who wait no longer, answered or not.
        service_level_callers: answered in time / callers whose last attempt it is: who is answered, or gives up.
        counted: share of callers whom `service_level_short` is of; NaN where that is not worked out.
        wait_level: answered within the threshold of the target `wait` / answered; NaN without one.
        p90_wait_s: the wait that nine of ten answered callers do not exceed; NaN where it is longer than an interval,
            or not asked for.
        waiting_at_end: mean number of callers who wait when the interval ends.
        after_duty_s: time that operators work after they go off duty: those who leave before or within the interval
            and finish a call within it, and where the doors close with it, all that is left to be done.
    """

    stable: Bools
    p_wait: Floats
    asa_s: Floats
    mean_wait_s: Floats
    abandonment: Floats
    busy: Floats
    occupancy: Floats
    service_level_offered: Floats
    service_level_answered: Floats
    service_level_virtual: Floats
    service_level_short: Floats
    service_level_positive: Floats
    service_level_callers: Floats
    counted: Floats
    wait_level: Floats
    p90_wait_s: Floats
    waiting_at_end: Floats
    after_duty_s: Floats


def through_day(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    operators: ArrayLike,
    *,
    interval_s: float,
    patience_s: ArrayLike = np.inf,
    within_s: float = 20.0,
    periodic: bool = False,
    service_level_of: ServiceLevelOf | None = None,
    short_s: float | None = None,
    wait_within_s: float | None = None,
    finished: LastCalls | None = None,
    with_p90: bool = False,
    lines: ArrayLike | None = None,
    again: ArrayLike | None = None,
) -> Day:
    """Return what callers meet through days of equal intervals; arguments broadcast to (K x I).

    A day begins empty. If `periodic`, a day that is open in its first and last interval is taken to repeat
    itself, and begins as it ends; where its queue would grow from day to day there is no such state,
    `stable` is False, and the figures are those of a first day that begins empty.

    Args:
        calls_per_hour: arrivals.
        aht_s: mean handling time; NaN, as `patience_s`, where it is not known because nobody calls.
        operators: on duty; where there are none and nobody calls, the doors are closed.
        interval_s: length of an interval.
        patience_s: mean patience; infinite for callers who never hang up.
        within_s: threshold of the service level.
        periodic: whether the state is carried over midnight; the day is much longer than calls and waits.
        service_level_of: the only service level to work out, the others are NaN; None: all.
        short_s: how soon those hang up who are left out of the level "short"; None for `within_s`.
        wait_within_s: threshold of the target `wait`; None: there is none.
        finished: calls that operators finish off duty (K x I), where they take unlike time.
        with_p90: whether to work out `p90_wait_s` too.
        lines: the most calls in service and waiting together, of all days or of each (K); more find all lines busy.
            A call that an operator finishes off duty no longer counts. None: as many as come.
        again: share of those not served in an interval who call again, for the level "callers"; their attempts are
            among the arrivals. None: nobody does.

    Raises:
        ValueError: for a negative, infinite or NaN argument, or fractional operators.
    """
    plan = day_plan(
        calls_per_hour,
        aht_s,
        operators,
        interval_s=interval_s,
        patience_s=patience_s,
        within_s=within_s,
        short_s=short_s,
        wait_within_s=wait_within_s,
        periodic=periodic,
        lines=lines,
        again=again,
    )
    return evaluated(replace(plan, finished=finished), service_level_of, with_p90=with_p90)


def day_plan(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    operators: ArrayLike,
    *,
    interval_s: float,
    patience_s: ArrayLike,
    within_s: float,
    short_s: float | None = None,
    wait_within_s: float | None = None,
    periodic: bool,
    lines: ArrayLike | None = None,
    again: ArrayLike | None = None,
) -> Plan:
    """Return the arguments of `through_day`, checked, as rates per second."""
    calls, n = (
        arguments.finite("calls_per_hour", calls_per_hour),
        arguments.whole_number("operators", operators),
    )
    aht, patience = np.asarray(aht_s, dtype=np.float64), np.asarray(patience_s, dtype=np.float64)
    calls, aht, n, patience = np.broadcast_arrays(*map(np.atleast_2d, (calls, aht, n, patience)))
    aht = arguments.positive("aht_s", _known(aht, calls > 0))
    patience = arguments.patience("patience_s", _known(patience, calls > 0))
    hang_up = np.where(patience > ENDLESS_S, 0.0, 1 / np.maximum(patience, aht / SHORTEST_PATIENCE))
    return Plan(
        arrivals=calls / HOUR_S,
        service=1 / aht,
        hang_up=hang_up,
        operators=n.astype(np.int64),
        interval_s=float(arguments.positive("interval_s", interval_s)),
        within_s=float(arguments.finite("within_s", within_s)),
        short_s=None if short_s is None else float(arguments.finite("short_s", short_s)),
        wait_within_s=(
            None if wait_within_s is None else float(arguments.finite("wait_within_s", wait_within_s))
        ),
        periodic=periodic,
        lines=None if lines is None else _lines_of_days(lines, len(n)),
        again=None if again is None else np.broadcast_to(arguments.share("again", again), n.shape),
    )


def _lines_of_days(lines: ArrayLike, days: int) -> Ints:
    """Return the lines of each day (K)."""
    return np.broadcast_to(arguments.whole_number("lines", lines), (days,)).astype(np.int64)


def _known(values: Floats, needed: Bools) -> Floats:
    """Return values (K x I) with NaN, where not needed, replaced by the last value before or the next."""
    known = ~np.isnan(values)
    index = np.arange(values.shape[1])
    last = np.maximum.accumulate(np.where(known, index, -1), axis=1)
    first = known.argmax(axis=1)[:, None]
    filled = np.take_along_axis(values, np.where(last < 0, first, last), axis=1)
    return np.where(known | needed, values, np.where(np.isnan(filled), 1.0, filled))


def evaluated(plan: Plan, of: ServiceLevelOf | None = None, *, with_p90: bool = False) -> Day:
    """Return what callers meet, the service level `of` some calls or all; days of similar size go together."""
    most = plan.operators.max(axis=1)
    order = np.argsort(most, kind="stable")
    days_at_once = int(
        np.clip(STATES_AT_ONCE / plan.intervals / (1 + float(most.max())) ** 0.5, 1, DAYS_AT_ONCE)
    )
    blocks = [order[at : at + days_at_once] for at in range(0, order.size, days_at_once)]
    parts = [_evaluated(plan.take(block), of, with_p90=with_p90) for block in blocks]
    back = np.argsort(np.concatenate(blocks))
    names = [field.name for field in fields(Day)]
    return Day(**{name: np.concatenate([getattr(part, name) for part in parts])[back] for name in names})


def _evaluated(plan: Plan, of: ServiceLevelOf | None, *, with_p90: bool) -> Day:
    begin, stable = first_state(plan)
    carried = _carried(plan, begin)
    met = {field.name: np.empty(plan.operators.shape) for field in fields(Day) if field.name != "stable"}
    for days, tables in _by_waits(plan, carried):
        for name, values in figures_of(plan, carried.queues, carried.finishing, of, days, tables).items():
            met[name][days] = values
    met["p90_wait_s"][:] = np.nan
    if with_p90:
        begin_of = [queue.begin for queue in carried.queues]
        met["p90_wait_s"] = waits_not_exceeded_s(
            plan,
            begin_of,
            met["p_wait"] + met["busy"],
            1 - met["abandonment"] - met["busy"],
            met["asa_s"],
            P90,
        )
    return Day(stable=stable, **met)


@dataclass(frozen=True)
class State:
    """The law of the calls in the system, operators on duty until now, mean number who finish a call (K)."""

    law: Spread
    operators: Ints
    finishing: Floats

    def take(self, rows: Ints) -> "State":
        """Return the days at `rows`."""
        return State(self.law.take(rows), self.operators[rows], self.finishing[rows])

    def replaced(self, rows: Ints, part: "State") -> "State":
        """Return the state with that of the days at `rows` replaced."""
        at = np.arange(self.operators.size)
        at[rows] = self.operators.size + np.arange(rows.size)
        return states_joined([self, part]).take(at)

    def distance(self, other: "State") -> Floats:
        """Return by how much the states of each day differ (K)."""
        return distance(self.law, other.law) + np.abs(self.finishing - other.finishing)

    def emptied(self, which: Bools) -> "State":
        """Return the state with no call in the systems chosen (K)."""
        if not which.any():
            return self
        law = self.law.on(np.where(which, 0, self.law.low), np.where(which, 1, self.law.size))
        law = Spread(law.low, law.size, np.where(law.each(which), 1.0, law.mass))
        return State(law, np.where(which, 0, self.operators), np.where(which, 0.0, self.finishing))


def states_joined(parts: list[State]) -> State:
    """Return the states of all days of several, one after the other."""
    operators, finishing = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("operators", "finishing")
    )
    return State(joined([part.law for part in parts]), operators, finishing)


@dataclass(frozen=True)
class _Carried:
    """Days (K) carried through: the queues of their intervals (I), each with the mean number who finish a call (K x I).

    `long_waits` says on which days (K) some wait for longer than the next interval; `places` is the longest queue.
    """

    queues: list[IntervalQueue]
    finishing: Floats
    long_waits: Bools

    @property
    def places(self) -> int:
        """Number of places in the longest queue."""
        return max(queue.places for queue in self.queues)


def _carried(plan: Plan, begin: State) -> _Carried:
    """Carry the state through the day."""
    state, queues, finishing = begin, [], []
    for i in range(plan.intervals):
        start = entered(plan, i, state)
        queue = interval_queue(plan, i, start.law)
        queues.append(queue)
        finishing.append(start.finishing)
        state = left(queue, start)
    long_waits = np.any([queue.long_waits for queue in queues], axis=0)
    return _Carried(queues, np.column_stack(finishing), long_waits)


def _by_waits(plan: Plan, carried: _Carried) -> Iterator[tuple[Ints, list[RemainingWaits] | None]]:
    """Yield the days of short waits together, and those of long waits by and by, with the remaining waits."""
    short, long = np.flatnonzero(~carried.long_waits), np.flatnonzero(carried.long_waits)
    if short.size:
        yield short, None
    if long.size:
        for days in np.array_split(long, 1 + long.size * carried.places // LARGEST_TABLE):
            yield days, remaining_wait_tables(plan.take(days), carried.places + SPARE_PLACES)


def entered(plan: Plan, i: int, before: State) -> State:
    """Return the state when interval i begins, empty where the doors are closed."""
    before = before.emptied(~plan.is_open(i))
    law, surplus = with_operators(before.law, before.operators, plan.operators[:, i])
    return State(law, plan.operators[:, i], before.finishing + surplus)


def left(queue: IntervalQueue, start: State) -> State:
    """Return the state when an interval ends that began with `start`."""
    return State(queue.moved.end, start.operators, start.finishing * queue.plan.last_calls(queue.i).kept)


def first_state(plan: Plan) -> tuple[State, Bools]:
    """Return the state in which each day begins, and whether there is one (K): see `through_day`."""
    count = plan.operators.shape[0]
    fresh = State(empty(count), np.zeros(count, dtype=np.int64), np.zeros(count))
    stable = np.ones(count, dtype=bool)
    if not plan.periodic:
        return fresh, stable
    stable &= ~_grows(plan)
    begin = _soon_forgotten(plan, fresh, stable)
    if begin is not None:
        return begin, stable
    begin = fresh
    for _ in range(MOST_DAYS):
        end = _later(plan, begin, plan.intervals).emptied(~stable)
        settled = begin.distance(end) < SETTLED
        begin = end
        if settled.all():
            break
    stable &= settled
    return begin.emptied(~stable), stable


def _soon_forgotten(plan: Plan, fresh: State, stable: Bools) -> State | None:
    """Return the state at midnight, if a few intervals make an empty system and an overfull one the same by then.

    More calls at the beginning are more at the end, so what lies between the two ends between them.
    """
    days = np.arange(stable.size)
    both, start = plan.take(np.tile(days, 2)), states_joined([fresh, _overfull(plan)])
    intervals = FEW_INTERVALS
    while intervals < plan.intervals:
        end = _later(both, start, intervals)
        lowest, highest = end.take(days), end.take(days + days.size)
        if (lowest.distance(highest) < SETTLED)[stable].all():
            return lowest.emptied(~stable)
        intervals *= 2
    return None


def _overfull(plan: Plan) -> State:
    """Return states (K) with more calls than ever happen: beyond all that would wait if nothing were left to chance."""
    most = np.maximum(plan.arrivals / plan.service, plan.operators).max(axis=1) + longest_queue(plan)
    calls = np.ceil(most + FAR * np.sqrt(most + 1)).astype(np.int64)
    if plan.lines is not None:
        calls = np.minimum(calls, plan.lines)
    operators = plan.operators.max(axis=1)
    return State(
        Spread(calls, np.ones_like(calls), np.ones(calls.size)), operators, operators.astype(np.float64)
    )


def longest_queue(plan: Plan) -> Floats:
    """Return how many callers would wait at most (K), on a day after one like it, if nothing were left to chance."""
    waiting = longest = np.zeros(plan.operators.shape[0])
    change_s = plan.interval_s * special.exprel(-plan.hang_up * plan.interval_s)
    for i in (*range(plan.intervals), *range(plan.intervals)):
        kept = np.exp(-plan.hang_up[:, i] * plan.interval_s)
        surplus = plan.arrivals[:, i] - plan.operators[:, i] * plan.service[:, i]
        waiting = np.maximum(waiting * kept + surplus * change_s[:, i], 0.0) * plan.is_open(i)
        if plan.lines is not None:
            waiting = np.minimum(waiting, np.maximum(plan.lines - plan.operators[:, i], 0))
        longest = np.maximum(longest, waiting)
    return longest


def _grows(plan: Plan) -> Bools:
    """Say on which days (K), open round the clock, callers never hang up and are more than can be served.

    Where there are only so many lines no queue grows.
    """
    if plan.lines is not None:
        return np.zeros(plan.operators.shape[0], dtype=bool)
    never_closed = np.all([plan.is_open(i) for i in range(plan.intervals)], axis=0)
    patient, offered = (plan.hang_up == 0).all(axis=1), plan.arrivals.sum(axis=1)
    too_many = offered * (1 + ROUNDING) >= (plan.operators * plan.service).sum(axis=1)
    grows: Bools = never_closed & patient & too_many & (offered > 0)
    return grows


def _later(plan: Plan, state: State, intervals: int) -> State:
    """Return the state at midnight that follows one some intervals earlier."""
    for i in range(plan.intervals - intervals, plan.intervals):
        start = entered(plan, i, state)
        end = flow(plan.rates(i), start.law, plan.interval_s).end
        state = State(end, start.operators, start.finishing * plan.last_calls(i).kept)
    return state
