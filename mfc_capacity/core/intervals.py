"""One interval of a day whose queue is carried from interval to interval, for many days at once.

Callers are counted without being followed. The time waited by the callers of one interval is all the time
waited in it, plus what those who wait at its end still have before them, less what those who waited at its
beginning had; likewise for those who hang up. Served in time is who would be if the rates stood still, plus
the difference that the next interval makes for those who arrive just before it.

Arrays are K systems, K x J places in the queue and G x K x J moments.
"""

from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from mfc_capacity.core.birth_death import Flow, Ints, Rates, Spread, derivative, flow
from mfc_capacity.core.places import Fates, carried_back, fates, hopeful, in_time, longer, moved_up
from mfc_capacity.core.poisson import Bools, Floats

LONG_WAIT = 1e-10  # mean number of callers
SLOW_TERMS = 3
NODES = 4  # moments of arrival at which waits across the end of an interval are looked at; twice so many if all are
FURTHER_NODES = 8


@dataclass(frozen=True)
class Plan:
    """Days (K x I): rates per second and the operators on duty; closed where nobody calls and nobody is on duty."""

    arrivals: Floats
    service: Floats
    hang_up: Floats
    operators: Ints
    interval_s: float
    within_s: float
    periodic: bool

    @property
    def intervals(self) -> int:
        """Number of intervals in a day."""
        return self.operators.shape[1]

    @property
    def is_open(self) -> Bools:
        """Whether the doors are open (K x I)."""
        return (self.arrivals > 0) | (self.operators > 0)

    def rates(self, i: int) -> Rates:
        """Return the rates of interval i; the day begins again after its last."""
        i %= self.intervals
        return Rates(self.arrivals[:, i], self.service[:, i], self.hang_up[:, i], self.operators[:, i])

    def closes(self, i: int) -> Bools:
        """Say for which days the doors close, or the day ends, with interval i."""
        if i + 1 == self.intervals and not self.periodic:
            return np.ones(self.operators.shape[0], dtype=bool)
        coming = self.rates(i + 1)
        return (coming.arrivals == 0) & (coming.operators == 0)

    def take(self, rows: Ints | Bools) -> "Plan":
        """Return the days at `rows`."""
        names = ("arrivals", "service", "hang_up", "operators")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})


@dataclass(frozen=True)
class Queue:
    """The queue of an interval by place (K x J): mean numbers standing there, and time in which callers find it.

    `found_s` of place j is the time in which an arriving caller has to wait with j others ahead.
    """

    first: Floats
    last: Floats
    total_s: Floats
    found_s: Floats

    @property
    def places(self) -> int:
        """Number of places, J."""
        return self.found_s.shape[1]


def seated(law: Spread, before: Ints, operators: Ints) -> tuple[Spread, Floats]:
    """Return the law once `operators` replace those `before`, and the mean number who finish calls outside."""
    leaving = np.maximum(before - operators, 0)
    surplus = np.clip(law.states - law.each(operators), 0, law.each(leaving))
    states = law.states - surplus
    low, high = states[law.start], states[law.start + law.size - 1]
    size = high - low + 1
    at = states + law.each(np.cumsum(size) - size - low)
    return Spread(low, size, np.bincount(at, law.mass, size.sum())), law.total(law.mass * surplus)


@dataclass(frozen=True)
class Passage:
    """The state carried through interval i of a plan from its law at the beginning, and what callers meet.

    Callers are those who arrive in the interval: their numbers (K), and seconds of waiting in all. Without the
    fates `coming` of those who wait when the next interval begins, all waits are taken to end with that.
    """

    plan: Plan
    i: int
    begin: Spread
    coming: Fates | None = None

    @cached_property
    def rates(self) -> Rates:
        """The rates of the interval."""
        return self.plan.rates(self.i)

    @cached_property
    def ages(self) -> tuple[Floats, Floats]:
        """Moments (G), in seconds before the end, and weights of an integral over the late arrivals."""
        interval_s, reach = self.plan.interval_s, min(self.plan.within_s, self.plan.interval_s)
        spans = [(0.0, reach, NODES + round(NODES * reach / interval_s))]
        if self.coming is not None:
            spans.append((reach, interval_s, FURTHER_NODES))
        rules = [
            (start, end - start, *np.polynomial.legendre.leggauss(count))
            for start, end, count in spans
            if end > start
        ]
        ages = [start + length * (1 + nodes) / 2 for start, length, nodes, _ in rules]
        weights = [length / 2 * weight for _, length, _, weight in rules]
        return np.concatenate([[], *ages]), np.concatenate([[], *weights])

    @cached_property
    def moved(self) -> Flow:
        """What becomes of the law."""
        return flow(self.rates, self.begin, self.plan.interval_s, tuple(self.ages[0]))

    @cached_property
    def queue(self) -> Queue:
        """The queue."""
        laws = (self.begin, self.moved.end, self.moved.integral)
        places = max(int(max((law.high - self.rates.operators).max() for law in laws)) + 1, 1)
        found = [_met(law, self.rates, places) for law in laws]
        return Queue(_standing(found[0]), _standing(found[1]), _standing(found[2]), found[2])

    @property
    def offered(self) -> Floats:
        """All callers."""
        return self.rates.arrivals * self.plan.interval_s

    @property
    def waited(self) -> Floats:
        """Callers who find no operator free."""
        return self.rates.arrivals * self.queue.found_s.sum(axis=1)

    @property
    def waiting_at_end(self) -> Floats:
        """All who wait when the interval ends."""
        return self.queue.last.sum(axis=1)

    @property
    def busy_s(self) -> Floats:
        """Time in calls of the operators on duty."""
        integral = self.moved.integral
        return integral.total(
            integral.mass * np.minimum(integral.states, integral.each(self.rates.operators))
        )

    @cached_property
    def lost(self) -> Floats:
        """Callers who hang up, or are sent away."""
        waited_s = self.queue.total_s.sum(axis=1)
        return self.rates.hang_up * waited_s + self._gained(1 - self.now.served, 1 - self.then.served)

    @property
    def wait_s(self) -> Floats:
        """Time waited by all callers."""
        return self.queue.total_s.sum(axis=1) + self._gained(self.now.wait, self.then.wait)

    @property
    def served_wait_s(self) -> Floats:
        """Time waited by those who are answered."""
        standing_still = (self.queue.total_s * fates(self.rates, self.queue.places).served).sum(axis=1)
        return standing_still + self._change_s + self._gained(self.now.served_wait, self.then.served_wait)

    def in_time(self, *, virtual: bool) -> Floats:
        """Return the callers who are answered within the threshold, or who would be if they never hung up."""
        within_s = np.array([self.plan.within_s])
        free_s = self.plan.interval_s - self.queue.found_s.sum(axis=1)
        chance = in_time(self.rates, within_s, self.queue.places, virtual=virtual)[0]
        waited_s = (self.queue.found_s * chance).sum(axis=1)
        return self.rates.arrivals * (free_s + waited_s + self._crossing_s(virtual))

    @cached_property
    def now(self) -> Fates:
        """The fates (K x J) of those who wait when the interval begins."""
        if self.coming is None:
            return fates(self.rates, self.queue.places)
        return fates_through(self.plan, self.i, self.coming, self.queue.places)

    @cached_property
    def then(self) -> Fates:
        """The fates (K x J) of those who wait when it ends."""
        return fates_after(self.plan, self.i, self.coming, self.queue.places)

    @cached_property
    def long_waits(self) -> Bools:
        """Whether those who wait when the interval begins may still wait when it ends."""
        duration = np.array([self.plan.interval_s])
        still = longer(
            self.rates.operators * self.rates.service, self.rates.hang_up, duration, self.queue.places
        )[0]
        waiting = (self.queue.first * still).sum(axis=1) * _stays(self.rates, duration, virtual=False)[0]
        return waiting > LONG_WAIT

    def _gained(self, now: Floats, then: Floats) -> Floats:
        """Return what those who wait at the end have before them less what those at the beginning had."""
        gained: Floats = (self.queue.last * then).sum(axis=1) - (self.queue.first * now).sum(axis=1)
        return gained

    @cached_property
    def _late(self) -> Floats:
        """What callers find (G x K x J) at the moments `ages`."""
        return _met(self.moved.before, self.rates, self.queue.places)

    def _crossing_s(self, virtual: bool) -> Floats:
        """Return the time x the change that the next interval makes to the chance of those who arrive late."""
        ages, weights = self.ages
        near = ages < self.plan.within_s
        if not near.any():
            return np.zeros(self.offered.size)
        places = self._hopeful
        change = _change(self.plan, self.i, self.plan.within_s - ages[near], places, virtual)
        carried = (self._late[near][..., :places] * carried_back(change, self.rates, ages[near])).sum(axis=2)
        crossing: Floats = weights[near] @ (carried * _stays(self.rates, ages[near], virtual))
        return crossing

    @cached_property
    def _hopeful(self) -> int:
        """How many places leave a chance to be served in time, under these rates or those that follow."""
        within_s, places = self.plan.within_s, self.queue.places
        own = hopeful(self.rates, within_s, places)
        later = hopeful(self.plan.rates(self.i + 1), within_s, places) + _coming(self.plan, self.i)
        return min(int(np.maximum(own, later).max()), places)

    @property
    def _change_s(self) -> Floats:
        """Return the time waited x the change that the next interval makes to the chance of being served."""
        change = self.then.served - fates(self.rates, self.queue.places).served
        if not change.any():
            return np.zeros(self.offered.size)
        if self.coming is None:
            return _slow_change_s(self.rates, self.moved.end, change)
        ages, weights = self.ages
        standing = _standing(self._late)
        carried = (standing * carried_back(np.broadcast_to(change, standing.shape), self.rates, ages)).sum(
            axis=2
        )
        total: Floats = weights @ (carried * _stays(self.rates, ages, virtual=False))
        return total


def fate_tables(plan: Plan, places: int) -> list[Fates]:
    """Return the fates (K x J) of those who wait when each interval begins, whatever follows."""
    tables = [fates(plan.rates(i), places) for i in range(plan.intervals)]
    for turn in reversed(range(plan.intervals * (1 + plan.periodic))):
        i = turn % plan.intervals
        tables[i] = fates_through(plan, i, tables[(i + 1) % plan.intervals], places)
    return tables


def fates_through(plan: Plan, i: int, coming: Fates, places: int) -> Fates:
    """Return the fates (K x J) of those who wait when interval i begins, from those when the next one does."""
    here, then, own = plan.rates(i), fates_after(plan, i, coming, places), fates(plan.rates(i), places)
    wait, served = then.wait - own.wait, then.served - own.served
    served_wait = then.served_wait - own.served_wait + plan.interval_s * served
    durations = np.full(3, plan.interval_s)
    changes = carried_back(np.stack([wait, served, served_wait]), here, durations)
    changes *= _stays(here, durations, virtual=False)[..., None]
    stuck_s = np.where((here.operators == 0) & (here.hang_up == 0), plan.interval_s, 0.0)[:, None]
    return Fates(own.wait + changes[0] + stuck_s, own.served + changes[1], own.served_wait + changes[2])


def fates_after(plan: Plan, i: int, coming: Fates | None, places: int) -> Fates:
    """Return the fates (K x J) of those who wait when interval i ends, from then on.

    Where the doors close they are served by the operators of interval i, or sent away if there are none.
    """
    stay = fates(plan.rates(i), places)
    there = _extended(coming, fates(plan.rates(i + 1), places))
    closes, sent_away = plan.closes(i)[:, None], (plan.rates(i).operators == 0)[:, None]

    def either(name: str, at_once: float) -> Floats:
        moved = moved_up(getattr(there, name), _coming(plan, i), at_once)
        return np.where(closes, np.where(sent_away, 0.0, getattr(stay, name)), moved)

    return Fates(either("wait", 0.0), either("served", 1.0), either("served_wait", 0.0))


def _extended(table: Fates | None, simple: Fates) -> Fates:
    """Return a table (K x J) with as many places as `simple`, which serves where the table ends."""
    if table is None:
        return simple
    both = ((getattr(table, field.name), getattr(simple, field.name)) for field in fields(Fates))
    return Fates(*(np.hstack([one[:, : other.shape[1]], other[:, one.shape[1] :]]) for one, other in both))


def _coming(plan: Plan, i: int) -> Ints:
    """Return how many operators come when interval i + 1 begins."""
    return np.maximum(plan.rates(i + 1).operators - plan.rates(i).operators, 0)


def _met(law: Spread, rates: Rates, places: int) -> Floats:
    """Return the figures of the states in which a caller has 0, 1... others ahead (... x K x J)."""
    mass = law.on(rates.operators, np.full(law.low.shape, places)).mass
    return mass.reshape(*mass.shape[:-1], -1, places)


def _standing(met: Floats) -> Floats:
    """Return the chance that someone stands at each place (... x J): that a new caller meets more ahead."""
    standing = np.zeros_like(met)
    standing[..., :-1] = met[..., :0:-1].cumsum(axis=-1)[..., ::-1]
    return standing


def _stays(rates: Rates, times_s: Floats, virtual: bool) -> Floats:
    """Return the chance (G x K) that a caller has not hung up after times (G)."""
    theta = np.zeros_like(rates.hang_up) if virtual else rates.hang_up
    stays: Floats = np.exp(-times_s[:, None] * theta)
    return stays


def _change(plan: Plan, i: int, within_s: Floats, places: int, virtual: bool) -> Floats:
    """Return by how much what follows interval i changes the chance (G x K x J) of those who wait when it ends."""
    own = in_time(plan.rates(i), within_s, places, virtual=virtual)
    there = moved_up(_in_time_through(plan, i + 1, within_s, places, virtual), _coming(plan, i), 1.0)
    return np.where(plan.closes(i)[:, None], 0.0, there - own)


def _in_time_through(plan: Plan, i: int, within_s: Floats, places: int, virtual: bool) -> Floats:
    """Return the chance (G x K x J) to be served within times (G) from the start of interval i, whatever follows."""
    here, beyond = plan.rates(i), within_s > plan.interval_s
    chance = in_time(here, within_s, places, virtual=virtual)
    if beyond.any():
        durations = np.full(beyond.sum(), plan.interval_s)
        change = _change(plan, i % plan.intervals, within_s[beyond] - durations, places, virtual)
        chance[beyond] += carried_back(change, here, durations) * _stays(here, durations, virtual)[..., None]
    return chance


def _slow_change_s(rates: Rates, end: Spread, change: Floats) -> Floats:
    """Return the integral, over the age r, of what those who stand in the queue at r carry of `change` to the end.

    Beside a wait the law changes slowly: its derivatives, times repeated integrals over the wait, which are sums
    over the places ahead.
    """
    pace = (rates.operators * rates.service)[:, None] + np.arange(1, change.shape[1] + 1) * rates.hang_up[
        :, None
    ]
    pace[pace == 0] = 1.0
    law, total, sign = end, np.zeros(change.shape[0]), 1.0
    for _ in range(SLOW_TERMS):
        change = np.cumsum(change, axis=1) / pace
        total += sign * (_standing(_met(law, rates, change.shape[1])) * change).sum(axis=1)
        law, sign = derivative(rates, law), -sign
    return total
