"""The queue through a day: what callers meet when the state is carried from interval to interval.

In each interval calls arrive at random at a constant rate, are handled and waited for exponential times, and a
constant number of operators is on duty (M_t/M/n_t + M). The chance of every number of calls in the system is
carried through the day; nothing is simulated and no steady state is assumed. At a boundary

- operators who leave finish their call first: idle ones go at once, a surplus of busy ones goes on outside the
  system; those who stay or come take the next waiting caller as soon as they are free;
- a caller belongs to the interval in which the call arrives, also when the wait goes on in the next;
- when the doors close, those who wait are still served by the operators of the last interval, who stay until the
  queue is empty; if there are none, they are sent away. A group that opens again begins empty.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.birth_death import Ints, Spread, distance, empty, flow
from mfc_capacity.core.erlang import HOUR_S, ROUNDING
from mfc_capacity.core.intervals import Met, Plan, fate_tables, long_waits, seated, step
from mfc_capacity.core.places import Fates
from mfc_capacity.core.poisson import Bools, Floats

SETTLED = 1e-9  # change of the law at midnight from day to day
MOST_DAYS = 60
ENDLESS_S, SHORTEST_PATIENCE = 1e9, 1e9  # seconds; handling times / patience
UNANSWERED = 1e-12
DAYS_AT_ONCE = 64
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
        occupancy: busy time / time on duty, the time in which leaving operators finish calls in both.
        service_level_offered: answered in time / offered.
        service_level_answered: answered in time / answered.
        service_level_virtual: chance that a caller of endless patience is answered in time.
        waiting_at_end: mean number of callers who wait when the interval ends.
    """

    stable: Bools
    p_wait: Floats
    asa_s: Floats
    mean_wait_s: Floats
    abandonment: Floats
    occupancy: Floats
    service_level_offered: Floats
    service_level_answered: Floats
    service_level_virtual: Floats
    waiting_at_end: Floats


def through_day(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    operators: ArrayLike,
    *,
    interval_s: float,
    patience_s: ArrayLike = np.inf,
    within_s: float = 20.0,
    is_open: ArrayLike = True,
    periodic: bool = False,
) -> Day:
    """Return what callers meet through days of equal intervals; arguments broadcast to days x intervals (K x I).

    A day begins empty. If `periodic`, a day that is open in its first and last interval is taken to repeat
    itself, and begins as it ends; where its queue would grow from day to day there is no such state, `stable` is
    False, and the figures are those of a first day that begins empty.

    Args:
        calls_per_hour: arrivals; 0 where the doors are closed.
        aht_s: mean handling time; NaN, as `patience_s`, where it is not known because nobody calls.
        operators: on duty; 0 where the doors are closed.
        interval_s: length of an interval.
        patience_s: mean patience; infinite for callers who never hang up.
        within_s: threshold of the service level.
        is_open: whether the doors are open.
        periodic: whether the state is carried over midnight.

    Raises:
        ValueError: for a negative, infinite or NaN argument, fractional operators, or calls or operators where the
            doors are closed.
    """
    return evaluated(
        day_plan(
            calls_per_hour,
            aht_s,
            operators,
            interval_s=interval_s,
            patience_s=patience_s,
            within_s=within_s,
            is_open=is_open,
            periodic=periodic,
        )
    )


def day_plan(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    operators: ArrayLike,
    *,
    interval_s: float,
    patience_s: ArrayLike,
    within_s: float,
    is_open: ArrayLike,
    periodic: bool,
) -> Plan:
    """Return the arguments of `through_day`, checked, as rates per second."""
    calls, n = arguments.finite("calls_per_hour", calls_per_hour), arguments.whole("operators", operators)
    aht, patience = np.asarray(aht_s, dtype=np.float64), np.asarray(patience_s, dtype=np.float64)
    doors = np.asarray(is_open, dtype=bool)
    calls, aht, n, patience, doors = np.broadcast_arrays(*map(np.atleast_2d, (calls, aht, n, patience, doors)))
    aht = arguments.positive("aht_s", _known(aht, calls > 0))
    patience = arguments.patience("patience_s", _known(patience, calls > 0))
    if np.any(~doors & ((calls > 0) | (n > 0))):
        raise ValueError("calls_per_hour and operators must be 0 where is_open is False")
    hang_up = np.where(patience > ENDLESS_S, 0.0, 1 / np.maximum(patience, aht / SHORTEST_PATIENCE))
    return Plan(
        arrivals=calls / HOUR_S,
        service=1 / aht,
        hang_up=hang_up,
        operators=n.astype(np.int64),
        is_open=doors,
        interval_s=float(arguments.positive("interval_s", interval_s)),
        within_s=float(arguments.finite("within_s", within_s)),
        periodic=periodic,
    )


def _known(values: Floats, needed: Bools) -> Floats:
    """Return values (K x I) in which NaN, where not needed, is the last value before it, else the next one."""
    known = ~np.isnan(values)
    index = np.arange(values.shape[1])
    last = np.maximum.accumulate(np.where(known, index, -1), axis=1)
    first = known.argmax(axis=1)[:, None]
    filled = np.take_along_axis(values, np.where(last < 0, first, last), axis=1)
    return np.where(known | needed, values, np.where(np.isnan(filled), 1.0, filled))


def evaluated(plan: Plan) -> Day:
    """Return what callers meet; days of similar size are worked out together."""
    order = np.argsort(plan.operators.max(axis=1), kind="stable")
    blocks = [order[at : at + DAYS_AT_ONCE] for at in range(0, order.size, DAYS_AT_ONCE)]
    parts = [_evaluated(plan.take(block)) for block in blocks]
    back = np.argsort(np.concatenate(blocks))
    return Day(
        **{field.name: np.concatenate([getattr(part, field.name) for part in parts])[back] for field in fields(Day)}
    )


def _evaluated(plan: Plan) -> Day:
    begin, stable = first_state(plan)
    course = carried(plan, begin)
    rows = np.flatnonzero(course.long_waits)
    for some in np.array_split(rows, max(1, min(rows.size, rows.size * course.places // LARGEST_TABLE))):
        if some.size:
            days = plan.take(some)
            _replace(course, some, carried(days, begin.take(some), fate_tables(days, course.places + SPARE_PLACES)))
    measures = [_measures(met) for met in course.met]
    overtime_s, duty_s = _overtime_s(plan, course.surplus), plan.operators * plan.interval_s
    busy_s = np.column_stack([met.busy_s for met in course.met])
    return Day(
        stable=stable,
        occupancy=_share(busy_s + overtime_s, duty_s + overtime_s, 0.0),
        **{name: np.column_stack([each[name] for each in measures]) for name in measures[0]},
    )


@dataclass(frozen=True)
class State:
    """The law of the calls in the system, and the operators who were on duty until now (K)."""

    law: Spread
    operators: Ints

    def take(self, rows: Ints) -> "State":
        """Return the days at `rows`."""
        return State(self.law.take(rows), self.operators[rows])


@dataclass(frozen=True)
class Course:
    """A day worked out interval by interval: what was met, the mean number of operators who finish calls outside."""

    met: list[Met]
    surplus: list[Floats]
    long_waits: Bools
    places: int


def carried(plan: Plan, begin: State, tables: list[Fates] | None = None) -> Course:
    """Carry the state through the day, from its beginning; `tables` as for `step`."""
    state, long, places = begin, np.zeros(begin.operators.size, dtype=bool), 0
    mets, surpluses = [], []
    for i in range(plan.intervals):
        law, surplus = entered(plan, i, state)
        met, end, queue = step(plan, i, law, tables)
        long |= long_waits(plan, i, queue)
        places = max(places, queue.places)
        state = State(end, plan.operators[:, i])
        mets.append(met)
        surpluses.append(surplus)
    return Course(mets, surpluses, long, places)


def entered(plan: Plan, i: int, before: State) -> tuple[Spread, Floats]:
    """Return the law when interval i begins, empty where the doors are closed, and the surplus of `seated`."""
    law = emptied(before.law, ~plan.is_open[:, i])
    return seated(law, before.operators, plan.operators[:, i])


def emptied(law: Spread, which: Bools) -> Spread:
    """Return the law with no call in the systems chosen (K)."""
    if not which.any():
        return law
    law = law.on(np.where(which, 0, law.low), np.where(which, 1, law.size))
    return Spread(law.low, law.size, np.where(law.each(which), 1.0, law.mass))


def first_state(plan: Plan) -> tuple[State, Bools]:
    """Return the state in which each day begins, and whether there is one (K): see `through_day`."""
    count = plan.operators.shape[0]
    begin, stable = State(empty(count), np.zeros(count, dtype=np.int64)), np.ones(count, dtype=bool)
    if not plan.periodic:
        return begin, stable
    stable &= ~_grows(plan)
    for _ in range(MOST_DAYS):
        end = _day_later(plan, begin)
        end = State(emptied(end.law, ~stable), np.where(stable, end.operators, 0))
        settled = distance(begin.law, end.law) < SETTLED
        begin = end
        if settled.all():
            break
    stable &= settled
    return State(emptied(begin.law, ~stable), np.where(stable, begin.operators, 0)), stable


def _grows(plan: Plan) -> Bools:
    """Say which days (K) are open round the clock, with callers who never hang up and more of them than are served."""
    round_the_clock = plan.is_open[:, 0] & plan.is_open[:, -1]
    served = (plan.operators * plan.service).sum(axis=1)
    too_many = plan.arrivals.sum(axis=1) * (1 + ROUNDING) >= served
    return round_the_clock & (plan.hang_up == 0).all(axis=1) & too_many & (plan.arrivals > 0).any(axis=1)


def _day_later(plan: Plan, state: State) -> State:
    for i in range(plan.intervals):
        law, _ = entered(plan, i, state)
        state = State(flow(plan.rates(i), law, plan.interval_s).end, plan.operators[:, i])
    return state


def _replace(course: Course, rows: Ints, part: Course) -> None:
    for met, new in zip(course.met, part.met, strict=True):
        for field in fields(Met):
            getattr(met, field.name)[rows] = getattr(new, field.name)


def _overtime_s(plan: Plan, surplus: list[Floats]) -> Floats:
    """Return the time (K x I) that operators spend on calls which they finish after they would have left."""
    ending = np.exp(-plan.service * plan.interval_s)
    left, spent = np.zeros(plan.operators.shape[0]), np.zeros(plan.operators.shape)
    for i in range(plan.intervals):
        left = np.where(plan.is_open[:, i], left + surplus[i], 0.0)
        spent[:, i] = left * (1 - ending[:, i]) / plan.service[:, i]
        left = left * ending[:, i]
    return spent


def _measures(met: Met) -> dict[str, Floats]:
    answered = np.maximum(met.offered - met.lost, 0.0)
    answered = np.where(answered > UNANSWERED * met.offered, answered, 0.0)
    nobody = np.where(met.offered > 0, np.inf, 0.0)
    quiet = np.where(met.offered > 0, 0.0, 1.0)
    return {
        "p_wait": _share(met.waited, met.offered, 0.0),
        "asa_s": _ratio(met.served_wait_s, answered, nobody),
        "mean_wait_s": _ratio(met.wait_s, met.offered, 0.0),
        "abandonment": _share(met.lost, met.offered, 0.0),
        "service_level_offered": _share(met.in_time, met.offered, 1.0),
        "service_level_answered": _share(met.in_time, answered, quiet),
        "service_level_virtual": _share(met.in_time_virtual, met.offered, 1.0),
        "waiting_at_end": met.waiting_at_end,
    }


def _ratio(part: Floats, whole: Floats, otherwise: Floats | float) -> Floats:
    ratio: Floats = np.where(whole > 0, np.maximum(part, 0.0) / np.where(whole > 0, whole, 1.0), otherwise)
    return ratio


def _share(part: Floats, whole: Floats, otherwise: Floats | float) -> Floats:
    return np.minimum(_ratio(part, whole, otherwise), 1.0)
