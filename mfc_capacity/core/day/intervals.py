"""One interval of a day whose queue is carried from interval to interval, for many days at once.

Callers are counted without being followed. The time waited by the callers of one interval is all the time
waited in it, plus what those who wait at its end still have before them, less what those who waited at its
beginning had; likewise for those who hang up. Served in time is who would be if the rates stood still, plus
the difference that the next interval makes for those who arrive just before it.

Arrays are K systems, K x J places in the queue and G x K x J moments.
"""

from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.day.birth_death import Flow, Rates, Spread, derivative, flow
from mfc_capacity.core.day.places import (
    RemainingWaits,
    carried_back,
    hopeful,
    in_time,
    longer,
    moved_up,
    remaining_waits,
    served_chance,
)
from mfc_capacity.core.work import spend

LONG_WAIT = 1e-6  # mean number of callers
SLOW_TERMS, SLOW_DOUBT = 3, 1e-5  # the latter of the time waited
NODES, FURTHER_NODES = 3, 8  # moments at which those who wait across the end of an interval are looked at
LAYER_NODES = 8  # the same, in stretches that double from the shortest patience to so many of the longest
LAYER_PATIENCES = 40.0
MOST_DAYS = 50
INTERVAL_WORK = 2_000.0
PATIENCES = 20.0  # after so many nobody still waits


@dataclass(frozen=True)
class LastCalls:
    """Calls that operators finish off duty, in an interval of each day (K) or in all of them (K x I).

    Attributes:
        kept: share of those in progress when an interval begins that still are when it ends.
        within_s: how long one of them takes within it, on average.
        later_s: how long one of them takes after it, those that end within it included.
        closing_s: how long a call in service when it ends still takes, where the doors close.
    """

    kept: Floats
    within_s: Floats
    later_s: Floats
    closing_s: Floats

    def take(self, rows: Ints | Bools | tuple[slice, int] | tuple[Ints, Ints]) -> "LastCalls":
        """Return those of the days at `rows`."""
        return LastCalls(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True)
class Plan:
    """Days (K x I): rates per second and the operators on duty; closed where nobody calls and nobody is.

    Calls that are finished off duty take as long as the others, unless `finished` says otherwise. `within_s` is the
    threshold of the service level, `short_s` that of who is left out of a level "short", `wait_within_s` that of the
    target `wait`. `lines` (K) are the most calls in service and waiting together; None: as many as come. `again` is the
    share of those not served who call again; None: nobody does.
    """

    arrivals: Floats
    service: Floats
    hang_up: Floats
    operators: Ints
    interval_s: float
    within_s: float
    periodic: bool
    finished: LastCalls | None = None
    short_s: float | None = None
    wait_within_s: float | None = None
    lines: Ints | None = None
    again: Floats | None = None

    @property
    def thresholds_s(self) -> tuple[float, ...]:
        """The waits at which callers are counted: for the service level, for who is left out of it, for `wait`."""
        further = {each for each in (self.short_s, self.wait_within_s) if each is not None}
        return (self.within_s, *sorted(further - {self.within_s}))

    @property
    def intervals(self) -> int:
        """Number of intervals in a day."""
        return int(self.operators.shape[1])

    def is_open(self, i: int) -> Bools:
        """Say for which days the doors are open in interval i."""
        here = self.rates(i)
        return (here.arrivals > 0) | (here.operators > 0)

    def rates(self, i: int) -> Rates:
        """Return the rates of interval i; the day begins again after its last."""
        i %= self.intervals
        return Rates(
            self.arrivals[:, i], self.service[:, i], self.hang_up[:, i], self.operators[:, i], self.lines
        )

    def closes(self, i: int) -> Bools:
        """Say for which days the doors close, or the day ends, with interval i."""
        if i + 1 == self.intervals and not self.periodic:
            return np.ones(self.operators.shape[0], dtype=bool)
        return ~self.is_open(i + 1)

    def coming(self, i: int) -> Ints:
        """Return how many operators come when interval i ends."""
        coming: Ints = np.maximum(self.rates(i + 1).operators - self.rates(i).operators, 0)
        return coming

    def last_calls(self, i: int) -> LastCalls:
        """Return the calls that operators finish off duty in interval i."""
        if self.finished is not None:
            return self.finished.take((slice(None), i % self.intervals))
        mean_s = 1 / self.rates(i).service
        kept = np.exp(-self.interval_s / mean_s)
        return LastCalls(kept, (1 - kept) * mean_s, kept * mean_s, mean_s)

    def take(self, rows: Ints | Bools) -> "Plan":
        """Return the days at `rows`."""
        names = ("arrivals", "service", "hang_up", "operators")
        finished = None if self.finished is None else self.finished.take(rows)
        lines = None if self.lines is None else self.lines[rows]
        again = None if self.again is None else self.again[rows]
        own = {name: getattr(self, name)[rows] for name in names}
        return replace(self, finished=finished, lines=lines, again=again, **own)

    def window(self, days: Ints, first: Ints, intervals: int) -> "Plan":
        """Return so many intervals of some days (N), each from its own on; days that do not repeat end closed."""
        there = first[:, None] + np.arange(intervals)
        at = (days[:, None], there % self.intervals)
        is_over = (there >= self.intervals) & (not self.periodic)
        return replace(
            self,
            arrivals=np.where(is_over, 0.0, self.arrivals[at]),
            service=self.service[at],
            hang_up=self.hang_up[at],
            operators=np.where(is_over, 0, self.operators[at]),
            finished=None if self.finished is None else self.finished.take(at),
            lines=None if self.lines is None else self.lines[days],
            again=None if self.again is None else self.again[at],
            periodic=False,
        )


def with_operators(law: Spread, before: Ints, operators: Ints) -> tuple[Spread, Floats]:
    """Return the law once `operators` replace those `before`, and the mean number who leave with a call."""
    leaving = np.maximum(before - operators, 0)
    surplus = np.clip(law.states - law.each(operators), 0, law.each(leaving))
    states = law.states - surplus
    low, high = states[law.start], states[law.start + law.size - 1]
    size = high - low + 1
    at = states + law.each(np.cumsum(size) - size - low)
    mass: Floats = np.bincount(at, law.mass, size.sum()).astype(np.float64)
    return Spread(low, size, mass), law.total(law.mass * surplus)


@dataclass(frozen=True)
class IntervalQueue:
    """The state carried through interval i of a plan from its law at the beginning, and what callers meet.

    Callers are those who arrive in the interval: their numbers (K), and seconds of waiting in all. Without
    the remaining waits `coming` of those who wait when the next interval begins, all waits are taken to end with that.
    `moved` is what becomes of the law, at moments (G) of an integral over the late arrivals too: `ages` are those, in
    seconds before the end, and their weights.
    """

    plan: Plan
    i: int
    begin: Spread
    ages: tuple[Floats, Floats]
    moved: Flow
    coming: RemainingWaits | None = None

    @cached_property
    def rates(self) -> Rates:
        """The rates of the interval."""
        return self.plan.rates(self.i)

    @property
    def places_of_each(self) -> Ints:
        """Number of places in each queue (K)."""
        places: Ints = np.maximum(self.moved.integral.high - self.rates.operators + 1, 1)
        return places

    @cached_property
    def places(self) -> int:
        """Number of places in the longest queue, J."""
        return int(self.places_of_each.max())

    @property
    def offered(self) -> Floats:
        """All callers."""
        return self.rates.arrivals * self.plan.interval_s

    @property
    def waited(self) -> Floats:
        """Callers who find no operator free, and a line."""
        return self.rates.arrivals * (self.plan.interval_s - self._free_s) - self.found_busy

    @cached_property
    def found_busy(self) -> Floats:
        """Callers who find all lines busy."""
        lines = self.rates.lines
        if lines is None:
            return np.zeros(self.rates.arrivals.shape)
        law_s = self.moved.integral
        return self.rates.arrivals * law_s.total(law_s.mass * (law_s.states == law_s.each(lines)))

    @property
    def answered(self) -> Floats:
        """Callers who are answered."""
        return self.offered - self.lost - self.found_busy

    @property
    def waiting_at_end(self) -> Floats:
        """All who wait when the interval ends."""
        waiting: Floats = self._last.sum(axis=1)
        return waiting

    @property
    def to_be_served(self) -> Floats:
        """Callers in the system at the end whom the operators on duty still serve, as they do when the doors close."""
        end = self.moved.end
        in_service = end.total(end.mass * np.minimum(end.states, end.each(self.rates.operators)))
        served: Floats = in_service + (self._last * self.then.served).sum(axis=1)
        return served

    @property
    def busy_s(self) -> Floats:
        """Time in calls of the operators on duty."""
        law_s = self.moved.integral
        return law_s.total(law_s.mass * np.minimum(law_s.states, law_s.each(self.rates.operators)))

    @cached_property
    def lost(self) -> Floats:
        """Callers who hang up, or are sent away."""
        hung_up: Floats = self.rates.hang_up * self._standing_s.sum(axis=1)
        return hung_up + self._gained(1 - self.now.served, 1 - self.then.served)

    @property
    def wait_s(self) -> Floats:
        """Time waited by all callers."""
        waited_s: Floats = self._standing_s.sum(axis=1)
        return waited_s + self._gained(self.now.wait, self.then.wait)

    @property
    def served_wait_s(self) -> Floats:
        """Time waited by those who are answered."""
        waited_s: Floats = (self._standing_s * served_chance(self.rates, self.places)).sum(axis=1)
        return waited_s + self._change_s + self._gained(self.now.served_wait, self.then.served_wait)

    def in_time(self, within_s: float, *, virtual: bool) -> Floats:
        """Return the callers who are answered within a threshold of the plan, or would be if they never hung up."""
        hopeful = self._hopeful(within_s)
        chance = in_time(self.rates, np.array([within_s]), hopeful, virtual=virtual)[0]
        met_s = met_by_callers(self.moved.integral, self.rates, hopeful)
        waited_s: Floats = (met_s * chance).sum(axis=1)
        return self.rates.arrivals * (self._free_s + waited_s + self._crossing_s(within_s, virtual))

    def overdue(self, within_s: float) -> Floats:
        """Return the callers who neither are answered nor hang up within a threshold of the plan.

        Who finds all lines busy is one of them.
        """
        longer = 1 - in_time(self.rates, np.array([within_s]), self.places, virtual=True)[0]
        stays: Floats = np.exp(-within_s * self.rates.hang_up)
        waited_s: Floats = stays * (
            met_by_callers(self.moved.integral, self.rates, self.places) * longer
        ).sum(axis=1)
        ages, weights = self.ages
        near = ages < within_s
        if near.any():
            change = _change(self.plan, self.i, within_s - ages[near], self.places, True)
            crossing = longer - carried_back(change, self.rates, ages[near])
            still = np.exp(-_patience_spent(self.plan, self.i, ages[near], within_s))
            met = met_by_callers(self.moved.before, self.rates, self.places)[near]
            differs = still[..., None] * crossing - stays[:, None] * longer
            waited_s = waited_s + weights[near] @ (met * differs).sum(axis=2)
        overdue: Floats = self.rates.arrivals * np.maximum(waited_s, 0.0) + self.found_busy
        return overdue

    @cached_property
    def now(self) -> RemainingWaits:
        """The remaining waits (K x J) of those who wait when the interval begins."""
        if self.coming is None:
            return remaining_waits(self.rates, self.places)
        return remaining_through(self.plan, self.i, self.coming, self.places)

    @cached_property
    def then(self) -> RemainingWaits:
        """The remaining waits (K x J) of those who wait when it ends."""
        return remaining_after(self.plan, self.i, self.coming, self.places)

    @property
    def long_waits(self) -> Bools:
        """Whether those who wait when the interval begins may still wait when it ends."""
        here, duration = self.rates, np.array([self.plan.interval_s])
        still = longer(here.operators * here.service, here.hang_up, duration, self.places)[0]
        waiting: Floats = (self._first * still).sum(axis=1) * _stays(here, duration, virtual=False)[0]
        long: Bools = waiting > LONG_WAIT
        return long

    @cached_property
    def _free_s(self) -> Floats:
        """Time in which a caller finds an operator free, and a line."""
        law_s = self.moved.integral
        return law_s.total(law_s.mass * (law_s.states < law_s.each(self.rates.at_once)))

    @cached_property
    def _first(self) -> Floats:
        """Mean number at each place (K x J) when the interval begins."""
        return _standing(self.begin, self.rates, self.places)

    @cached_property
    def _last(self) -> Floats:
        """Mean number at each place (K x J) when the interval ends."""
        return _standing(self.moved.end, self.rates, self.places)

    @cached_property
    def _standing_s(self) -> Floats:
        """Mean number at each place (K x J), integrated over the interval."""
        return _standing(self.moved.integral, self.rates, self.places)

    def _gained(self, now: Floats, then: Floats) -> Floats:
        """Return what those who wait at the end have before them less what those at the beginning had."""
        gained: Floats = (self._last * then).sum(axis=1) - (self._first * now).sum(axis=1)
        return gained

    def _crossing_s(self, within_s: float, virtual: bool) -> Floats:
        """Return the time x the change that the next interval makes to the chance of late arrivals."""
        ages, weights = self.ages
        near, places = ages < within_s, self._hopeful(within_s)
        if not near.any():
            return np.zeros(self.offered.size)
        change = _change(self.plan, self.i, within_s - ages[near], places, virtual)
        met = met_by_callers(self.moved.before, self.rates, places)[near]
        carried = carried_back(change, self.rates, ages[near]) * met
        stayed = carried.sum(axis=2) * _stays(self.rates, ages[near], virtual)
        total: Floats = weights[near] @ stayed
        return total

    def _hopeful(self, within_s: float) -> int:
        """Return how many places leave a chance to be served in time, under these rates or those that follow."""
        own = hopeful(self.rates, within_s, self.places)
        there = hopeful(self.plan.rates(self.i + 1), within_s, self.places)
        return min(int(np.maximum(own, there + self.plan.coming(self.i)).max()), self.places)

    def _followed(self, rows: Ints) -> "IntervalQueue":
        """Return some of the queues with the remaining waits of those who wait when the next interval begins."""
        plan = self.plan.take(rows)
        coming = remaining_waits(plan.rates(self.i + 1), self.places)
        return interval_queue(plan, self.i, self.begin.take(rows), coming)

    @property
    def _change_s(self) -> Floats:
        """The time waited x the change that the next interval makes to the chance of being served."""
        change = self.then.served - served_chance(self.rates, self.places)
        if not change.any():
            return np.zeros(self.offered.size)
        if self.coming is None:
            change_s, last_s = _slow_change_s(self.rates, self.moved.end, change)
            doubtful = np.flatnonzero(np.abs(last_s) > SLOW_DOUBT * self._standing_s.sum(axis=1))
            if doubtful.size:
                change_s[doubtful] = self._followed(doubtful)._change_s
            return change_s
        ages, weights = self.ages
        standing = _standing(self.moved.before, self.rates, self.places)
        carried = carried_back(np.broadcast_to(change, standing.shape), self.rates, ages)
        met = (standing * carried).sum(axis=2) * _stays(self.rates, ages, virtual=False)
        total: Floats = weights @ met
        return total


def interval_queue(plan: Plan, i: int, begin: Spread, coming: RemainingWaits | None = None) -> IntervalQueue:
    """Return the state carried through interval i of a plan from its law at the beginning."""
    spend(INTERVAL_WORK)
    ages = _ages(plan, to_its_beginning=coming is not None)
    moved = flow(plan.rates(i), begin, plan.interval_s, tuple(ages[0]))
    return IntervalQueue(plan, i, begin, ages, moved, coming)


def _ages(plan: Plan, *, to_its_beginning: bool) -> tuple[Floats, Floats]:
    """Return moments before the end of an interval and weights of an integral over the late arrivals (G).

    They cover the thresholds before the end, or the whole interval.
    """
    duration = plan.interval_s
    reaches = [min(within_s, duration) for within_s in plan.thresholds_s]
    reach = max(reaches)
    layers = _layers(plan.hang_up, reach)
    # The chance of a late arrival has a kink where its threshold falls on the end of a later interval.
    ends = sorted({*layers, *(within_s % duration for within_s in plan.thresholds_s), *reaches})
    rest = NODES + round(2 * NODES * reach / duration)
    rules = [_rule(0.0, 0.0, rest)]
    rules += [_rule(start, end, LAYER_NODES if end <= layers[-1] else rest) for start, end in pairwise(ends)]
    if to_its_beginning:
        rules.append(_rule(reach, duration, FURTHER_NODES))
    ages, weights = zip(*rules, strict=True)
    return np.concatenate(ages), np.concatenate(weights)


def remaining_wait_tables(plan: Plan, places: int) -> list[RemainingWaits]:
    """Return the remaining waits (K x J) of those who wait when each interval begins, whatever follows."""
    tables = [remaining_waits(plan.rates(i), places) for i in range(plan.intervals)]
    for turn in reversed(range(plan.intervals * (1 + _more_days(plan)))):
        i = turn % plan.intervals
        tables[i] = remaining_through(plan, i, tables[(i + 1) % plan.intervals], places)
    return tables


def remaining_through(plan: Plan, i: int, coming: RemainingWaits, places: int) -> RemainingWaits:
    """Return the remaining waits (K x J) of those who wait when interval i begins, from those `coming` after it."""
    here, then, own = (
        plan.rates(i),
        remaining_after(plan, i, coming, places),
        remaining_waits(plan.rates(i), places),
    )
    wait, served = then.wait - own.wait, then.served - own.served
    served_wait = then.served_wait - own.served_wait + plan.interval_s * served
    durations = np.full(3, plan.interval_s)
    changes = carried_back(np.stack([wait, served, served_wait]), here, durations)
    changes *= _stays(here, durations, virtual=False)[..., None]
    stuck_s = np.where((here.operators == 0) & (here.hang_up == 0), plan.interval_s, 0.0)[:, None]
    return RemainingWaits(
        own.wait + changes[0] + stuck_s, own.served + changes[1], own.served_wait + changes[2]
    )


def remaining_after(plan: Plan, i: int, coming: RemainingWaits | None, places: int) -> RemainingWaits:
    """Return the remaining waits (K x J) of those who wait when interval i ends, from then on.

    Where the doors close they are served by the operators of interval i, or sent away if there are none.
    """
    stay = remaining_waits(plan.rates(i), places)
    there = _extended(coming, remaining_waits(plan.rates(i + 1), places))
    closes, sent_away = plan.closes(i)[:, None], (plan.rates(i).operators == 0)[:, None]

    def either(name: str, at_once: float) -> Floats:
        moved = moved_up(getattr(there, name), plan.coming(i), at_once)
        return np.where(closes, np.where(sent_away, 0.0, getattr(stay, name)), moved)

    return RemainingWaits(either("wait", 0.0), either("served", 1.0), either("served_wait", 0.0))


def _extended(table: RemainingWaits | None, simple: RemainingWaits) -> RemainingWaits:
    """Return a table (K x J) with as many places as `simple`, which serves where the table ends."""
    if table is None:
        return simple
    both = ((getattr(table, field.name), getattr(simple, field.name)) for field in fields(RemainingWaits))
    return RemainingWaits(
        *(np.hstack([one[:, : other.shape[1]], other[:, one.shape[1] :]]) for one, other in both)
    )


def _layers(hang_up: Floats, reach: float) -> list[float]:
    """Return the ends of stretches before the end of an interval, short where callers soon hang up."""
    impatient = hang_up[hang_up > 0]
    ends, end = [0.0], 1 / float(impatient.max()) if impatient.size else reach
    while end < min(reach, LAYER_PATIENCES / float(impatient.min()) if impatient.size else 0.0):
        ends.append(end)
        end *= 2
    return ends


def _more_days(plan: Plan) -> int:
    """Return over how many days that repeat a caller of this one may still wait."""
    if not plan.periodic:
        return 0
    impatient = plan.hang_up[plan.hang_up > 0]
    longest_s = PATIENCES / float(impatient.min()) if impatient.size else 0.0
    return int(np.clip(np.ceil(longest_s / (plan.intervals * plan.interval_s)), 1, MOST_DAYS))


def _rule(start: float, end: float, count: int) -> tuple[Floats, Floats]:
    """Return the nodes and weights of an integral from start to end, none where that is nothing."""
    if end <= start:
        return np.empty(0), np.empty(0)
    nodes, weights = _gauss(count)
    return start + (end - start) * (1 + nodes) / 2, (end - start) / 2 * weights


@cache
def _gauss(count: int) -> tuple[Floats, Floats]:
    """Return the nodes and weights of Gauss and Legendre on -1 to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return nodes, weights


def _met(law: Spread, rates: Rates, places: int) -> Floats:
    """Return the figures of the states in which a caller has 0, 1... others ahead (... x K x J)."""
    return law.table(rates.operators, places)


def met_by_callers(law: Spread, rates: Rates, places: int) -> Floats:
    """Return what `_met` does, 0 for the state in which all lines are busy: who calls then does not wait."""
    met = _met(law, rates, places)
    if rates.lines is None:
        return met
    ahead = np.arange(places)
    return np.where(ahead < (rates.lines - rates.operators)[:, None], met, 0.0)


def _standing(law: Spread, rates: Rates, places: int) -> Floats:
    """Return the mean number at each place (... x K x J): the chance that a new caller meets more ahead."""
    met = _met(law, rates, places)
    standing = np.zeros_like(met)
    standing[..., :-1] = met[..., :0:-1].cumsum(axis=-1)[..., ::-1]
    return standing


def _stays(rates: Rates, times_s: Floats, virtual: bool) -> Floats:
    """Return the chance (G x K) that a caller has not hung up after times (G)."""
    theta = np.zeros_like(rates.hang_up) if virtual else rates.hang_up
    stays: Floats = np.exp(-times_s[:, None] * theta)
    return stays


def _patience_spent(plan: Plan, i: int, ages: Floats, within_s: float) -> Floats:
    """Return the rate of hanging up integrated over a wait (G x K) that began at ages before interval i ends.

    Infinite for those who are sent away.
    """
    spent, rest = ages[:, None] * plan.rates(i).hang_up, (within_s - ages)[:, None]
    goes_on = np.ones(plan.operators.shape[0], dtype=bool)
    while goes_on.any() and (rest > 0).any():
        last, closes = plan.rates(i), plan.closes(i) & goes_on
        after = np.where(last.operators > 0, last.hang_up, np.inf)
        spent = spent + np.where(closes & (rest > 0), np.where(rest > 0, rest, 1.0) * after, 0.0)
        goes_on &= ~closes
        i = (i + 1) % plan.intervals
        part = np.minimum(rest, plan.interval_s)
        spent = spent + part * np.where(goes_on, plan.rates(i).hang_up, 0.0)
        rest = rest - part
    return spent


def _change(plan: Plan, i: int, within_s: Floats, places: int, virtual: bool) -> Floats:
    """Return what follows interval i adds to the chance (G x K x J) of those who wait when it ends."""
    own = in_time(plan.rates(i), within_s, places, virtual=virtual)
    there = moved_up(_in_time_through(plan, i + 1, within_s, places, virtual), plan.coming(i), 1.0)
    return np.where(plan.closes(i)[:, None], 0.0, there - own)


def _in_time_through(plan: Plan, i: int, within_s: Floats, places: int, virtual: bool) -> Floats:
    """Return the chance (G x K x J) to be served in times (G) after interval i begins, whatever follows."""
    here, beyond = plan.rates(i), within_s > plan.interval_s
    chance = in_time(here, within_s, places, virtual=virtual)
    if beyond.any():
        durations = np.full(beyond.sum(), plan.interval_s)
        change = _change(plan, i % plan.intervals, within_s[beyond] - durations, places, virtual)
        chance[beyond] += carried_back(change, here, durations) * _stays(here, durations, virtual)[..., None]
    return chance


def _slow_change_s(rates: Rates, end: Spread, change: Floats) -> tuple[Floats, Floats]:
    """Return the integral over time of what those who wait carry of `change` (K x J) to the end, and its last term.

    Where the law changes slowly beside a wait, it is a series of the law's derivatives at the end times repeated
    integrals over the wait, which are sums over the places ahead.
    """
    ahead = np.arange(1, change.shape[1] + 1)
    pace = (rates.operators * rates.service)[:, None] + ahead * rates.hang_up[:, None]
    pace[pace == 0] = 1.0
    law, total, sign = end, np.zeros(change.shape[0]), 1.0
    for _ in range(SLOW_TERMS):
        change = np.cumsum(change, axis=1) / pace
        term = sign * (_standing(law, rates, change.shape[1]) * change).sum(axis=1)
        total += term
        law, sign = derivative(rates, law), -sign
    return total, term
