"""One interval of a day whose queue is carried from interval to interval, for many days at once.

Callers are counted without being followed. The time waited by the callers of one interval is all the time
waited in it, plus what those who wait at its end still have before them, less what those who waited at its
beginning had; likewise for those who hang up. Served in time is who would be if the rates stood still, plus
the difference that the next interval makes for those who arrive just before it.
"""

from dataclasses import dataclass, replace

import numpy as np

from mfc_capacity.core.birth_death import Flow, Ints, Rates, Spread, derivative, flow
from mfc_capacity.core.places import Fates, carried_back, fates, in_time, longer, moved_up
from mfc_capacity.core.poisson import Bools, Floats

NEGLIGIBLE = 1e-12
MARGIN = 8
LONG_WAIT = 1e-10
SLOW_TERMS = 3
NODES, FURTHER_NODES = 4, 8  # moments of arrival at which waits that cross the end of the interval are looked at


@dataclass(frozen=True)
class Plan:
    """Days (K x I): rates per second, the operators on duty and whether the doors are open."""

    arrivals: Floats
    service: Floats
    hang_up: Floats
    operators: Ints
    is_open: Bools
    interval_s: float
    within_s: float
    periodic: bool

    @property
    def intervals(self) -> int:
        """Number of intervals in a day."""
        return self.operators.shape[1]

    def rates(self, i: int) -> Rates:
        """Return the rates of interval i; the day begins again after its last."""
        i %= self.intervals
        return Rates(self.arrivals[:, i], self.service[:, i], self.hang_up[:, i], self.operators[:, i])

    def closes(self, i: int) -> Bools:
        """Say for which days the doors close, or the day ends, with interval i."""
        if i + 1 == self.intervals and not self.periodic:
            return np.ones(self.operators.shape[0], dtype=bool)
        return ~self.is_open[:, (i + 1) % self.intervals]

    def coming(self, i: int) -> Ints:
        """Return how many operators come when interval i + 1 begins."""
        return np.maximum(self.rates(i + 1).operators - self.rates(i).operators, 0)

    def take(self, rows: Ints | Bools) -> "Plan":
        """Return the days at `rows`."""
        names = ("arrivals", "service", "hang_up", "operators", "is_open")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})


@dataclass(frozen=True)
class Met:
    """What the callers of one interval meet: numbers of callers and seconds in all (K)."""

    offered: Floats
    waited: Floats
    lost: Floats
    wait_s: Floats
    served_wait_s: Floats
    in_time: Floats
    in_time_virtual: Floats
    busy_s: Floats
    waiting_at_end: Floats


@dataclass(frozen=True)
class Queue:
    """The queue of an interval by place (K x J): mean number standing there, and seconds in which callers find it.

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


@dataclass(frozen=True)
class Late:
    """What callers find who arrive some seconds (G) before the end (G x K x J), and the weights of these moments."""

    ages: Floats
    weights: Floats
    found: Floats
    further: bool


def seated(law: Spread, before: Ints, operators: Ints) -> tuple[Spread, Floats]:
    """Return the law once `operators` replace those `before`, and the mean number who finish calls outside."""
    leaving = np.maximum(before - operators, 0)
    surplus = np.clip(law.states - law.each(operators), 0, law.each(leaving))
    states = law.states - surplus
    low, last = states[law.start], states[law.start + law.size - 1]
    size = last - low + 1
    start = np.cumsum(size) - size
    at = states + law.each(start - low)
    mass = np.bincount(at, weights=law.mass, minlength=size.sum())
    return Spread(low, size, mass), law.total(law.mass * surplus)


def step(plan: Plan, i: int, begin: Spread, tables: list[Fates] | None = None) -> tuple[Met, Spread, Queue]:
    """Return what callers of interval i meet, the law of the state at its end, and the queue.

    Without `tables` of the fates at the start of each interval, a wait is taken to end with the interval after
    its arrival's at the latest.
    """
    here = plan.rates(i)
    ages, weights = _ages(plan, further=tables is not None)
    moved = flow(here, begin, plan.interval_s, tuple(ages))
    queue = _queue(here, begin, moved)
    late = Late(ages, weights, np.array([_at(law, here, queue.places) for law in moved.before]), tables is not None)
    now = fates(here, queue.places) if tables is None else _cut(tables[i], queue.places)
    then = following(plan, i, queue.places, tables)
    waiting_s = queue.total_s.sum(axis=1)
    served_part_s = (queue.total_s * fates(here, queue.places).served).sum(axis=1)
    met = Met(
        offered=here.arrivals * plan.interval_s,
        waited=here.arrivals * queue.found_s.sum(axis=1),
        lost=here.hang_up * waiting_s + _gained(queue, 1 - now.served, 1 - then.served),
        wait_s=waiting_s + _gained(queue, now.wait, then.wait),
        served_wait_s=served_part_s
        + _changed_chances_s(plan, i, queue, moved.end, late, then)
        + _gained(queue, now.served_wait, then.served_wait),
        in_time=_in_time(plan, i, queue, late, virtual=False),
        in_time_virtual=_in_time(plan, i, queue, late, virtual=True),
        busy_s=_busy_s(here, moved.integral),
        waiting_at_end=queue.last.sum(axis=1),
    )
    return met, moved.end, queue


def _gained(queue: Queue, now: Floats, then: Floats) -> Floats:
    """Return what those who wait at the end have before them less what those at the beginning had."""
    gained: Floats = (queue.last * then).sum(axis=1) - (queue.first * now).sum(axis=1)
    return gained


def following(plan: Plan, i: int, places: int, tables: list[Fates] | None) -> Fates:
    """Return the fates (K x J) of those who wait when interval i ends, from then on."""
    stay = fates(plan.rates(i), places)
    there = fates(plan.rates(i + 1), places) if tables is None else _cut(tables[(i + 1) % plan.intervals], places)
    closes, coming = plan.closes(i)[:, None], plan.coming(i)
    sent_away = closes & (plan.rates(i).operators == 0)[:, None]
    moved = {"wait": 0.0, "served": 1.0, "served_wait": 0.0}
    values = {
        name: np.where(closes, getattr(stay, name), moved_up(getattr(there, name), coming, at_once))
        for name, at_once in moved.items()
    }
    return Fates(**{name: np.where(sent_away, 0.0, each) for name, each in values.items()})


def _cut(table: Fates, places: int) -> Fates:
    return Fates(table.wait[:, :places], table.served[:, :places], table.served_wait[:, :places])


def _at(spread: Spread, rates: Rates, places: int) -> Floats:
    """Return the figures of the states in which a caller has 0, 1... others ahead (K x J)."""
    count = np.full(spread.low.shape, places)
    return spread.on(rates.operators, count).mass.reshape(-1, places)


def _standing(found: Floats) -> Floats:
    """Return the chance that someone stands at each place: that a new caller would find more ahead."""
    ahead = found[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.hstack([ahead[:, 1:], np.zeros((found.shape[0], 1))])


def _queue(rates: Rates, begin: Spread, moved: Flow) -> Queue:
    places = int(max((spread.high - rates.operators).max() for spread in (begin, moved.end, moved.integral))) + 1
    found = [_at(spread, rates, max(places, 1)) for spread in (begin, moved.end, moved.integral)]
    first, last, total_s = (_standing(each) for each in found)
    return Queue(first, last, total_s, found[2])


def _busy_s(rates: Rates, integral: Spread) -> Floats:
    return integral.total(integral.mass * np.minimum(integral.states, integral.each(rates.operators)))


def _ages(plan: Plan, *, further: bool) -> tuple[Floats, Floats]:
    """Return moments of arrival, as seconds before the end, at which waits across it are looked at, and weights."""
    reach = min(plan.within_s, plan.interval_s)
    spans = [(0.0, reach, NODES + round(NODES * reach / plan.interval_s))] + further * [(reach, plan.interval_s, FURTHER_NODES)]
    rules = [(a, b, *np.polynomial.legendre.leggauss(count)) for a, b, count in spans if b > a]
    if not rules:
        return np.empty(0), np.empty(0)
    ages = np.concatenate([a + (b - a) * (1 + nodes) / 2 for a, b, nodes, _ in rules])
    return ages, np.concatenate([(b - a) / 2 * weights for a, b, _, weights in rules])


def _in_time(plan: Plan, i: int, queue: Queue, late: Late, *, virtual: bool) -> Floats:
    """Return the number of callers served in time."""
    here, within_s = plan.rates(i), np.array([plan.within_s])
    free_s = plan.interval_s - queue.found_s.sum(axis=1)
    chance = in_time(here, within_s, queue.places, virtual=virtual)[0]
    return here.arrivals * (free_s + (queue.found_s * chance).sum(axis=1) + _crossing_s(plan, i, late, virtual))


def _crossing_s(plan: Plan, i: int, late: Late, virtual: bool) -> Floats:
    """Return the time x the change that the next interval makes to the chance of those who find a queue late in i."""
    here, near = plan.rates(i), late.ages < plan.within_s
    ages, found = late.ages[near], late.found[near]
    if not ages.size:
        return np.zeros(here.arrivals.size)
    places = _hopeful(plan, i, found.shape[-1])
    change = _change(plan, i, plan.within_s - ages, places, virtual)
    met = (found[..., :places] * carried_back(change, here, ages)).sum(axis=2) * _stays(here, ages, virtual)
    total: Floats = np.tensordot(late.weights[near], met, axes=1)
    return total


def _hopeful(plan: Plan, i: int, places: int) -> int:
    """Return how many places leave a chance to be served in time, under the rates of interval i or the next."""
    within_s = np.array([plan.within_s])
    own = in_time(plan.rates(i), within_s, places, virtual=True)
    next_one = moved_up(in_time(plan.rates(i + 1), within_s, places, virtual=True), plan.coming(i), 1.0)
    some = np.flatnonzero((np.maximum(own, next_one) > NEGLIGIBLE).any(axis=(0, 1)))
    return min(places, int(some[-1]) + MARGIN) if some.size else 1


def _change(plan: Plan, i: int, within_s: Floats, places: int, virtual: bool) -> Floats:
    """Return by how much what follows interval i changes the chance (G x K x J) of those who wait when it ends."""
    own = in_time(plan.rates(i), within_s, places, virtual=virtual)
    there = moved_up(_in_time_through(plan, i + 1, within_s, places, virtual), plan.coming(i), 1.0)
    return np.where(plan.closes(i)[:, None], 0.0, there - own)


def _in_time_through(plan: Plan, i: int, within_s: Floats, places: int, virtual: bool) -> Floats:
    """Return the chance (G x K x J) to be served within times (G) from the start of interval i, whatever follows."""
    here, beyond = plan.rates(i), within_s > plan.interval_s
    chance = in_time(here, within_s, places, virtual=virtual)
    if beyond.any():
        durations = np.full(beyond.sum(), plan.interval_s)
        change = _change(plan, i % plan.intervals, within_s[beyond] - durations, places, virtual)
        stays = _stays(here, durations, virtual)[..., None]
        chance[beyond] += carried_back(change, here, durations) * stays
    return chance


def _stays(rates: Rates, times_s: Floats, virtual: bool) -> Floats:
    """Return the chance (G x K) that a caller has not hung up after times (G)."""
    theta = np.zeros_like(rates.hang_up) if virtual else rates.hang_up
    stays: Floats = np.exp(-times_s[:, None] * theta)
    return stays


def _changed_chances_s(plan: Plan, i: int, queue: Queue, end: Spread, late: Late, then: Fates) -> Floats:
    """Return the time waited in interval i x the change that the next makes to the chance of being served."""
    here = plan.rates(i)
    change = then.served - fates(here, queue.places).served
    if not np.any(change):
        return np.zeros(change.shape[0])
    if late.further:
        standing = np.array([_standing(found) for found in late.found])
        carried = carried_back(np.broadcast_to(change, standing.shape), here, late.ages)
        met = (standing * carried).sum(axis=2) * _stays(here, late.ages, virtual=False)
        total: Floats = np.tensordot(late.weights, met, axes=1)
        return total
    return _slowly(here, end, change)


def _slowly(here: Rates, end: Spread, change: Floats) -> Floats:
    """Return the integral, over r, of what those who stand r seconds before the end carry of `change` (K x J) to it.

    Beside their wait the law changes slowly: its derivatives in r, times repeated integrals over the wait, which
    are sums over the places ahead.
    """
    pace = (here.operators * here.service)[:, None] + np.arange(1, change.shape[1] + 1) * here.hang_up[:, None]
    law, total, sign = end, np.zeros(change.shape[0]), 1.0
    for _ in range(SLOW_TERMS):
        change = np.cumsum(change, axis=1) / np.where(pace > 0, pace, 1.0)
        total += sign * (_standing(_at(law, here, change.shape[1])) * change).sum(axis=1)
        law, sign = derivative(here, law), -sign
    return total


def long_waits(plan: Plan, i: int, queue: Queue) -> Bools:
    """Say for which days someone who waits when interval i begins may still wait when it ends."""
    here = plan.rates(i)
    duration = np.array([plan.interval_s])
    still = longer(here.operators * here.service, here.hang_up, duration, queue.places)[0]
    stay = np.exp(-here.hang_up * plan.interval_s)
    return (queue.first * still).sum(axis=1) * stay > LONG_WAIT


def fate_tables(plan: Plan, places: int) -> list[Fates]:
    """Return the fates (K x J) of those who wait when each interval begins, whatever follows."""
    tables = [fates(plan.rates(i), places) for i in range(plan.intervals)]
    for i in reversed(range(plan.intervals * (1 + plan.periodic))):
        tables[i % plan.intervals] = _through(plan, i % plan.intervals, tables, places)
    return tables


def _through(plan: Plan, i: int, tables: list[Fates], places: int) -> Fates:
    here, then, own = plan.rates(i), following(plan, i, places, tables), fates(plan.rates(i), places)
    duration = np.array([plan.interval_s])
    wait, served = then.wait - own.wait, then.served - own.served
    served_wait = then.served_wait - own.served_wait + plan.interval_s * served
    stays = _stays(here, duration, virtual=False)[0][:, None]
    wait, served, served_wait = (
        carried_back(each[None], here, duration)[0] * stays for each in (wait, served, served_wait)
    )
    stuck = ((here.operators == 0) & (here.hang_up == 0))[:, None] * plan.interval_s
    return Fates(own.wait + wait + stuck, own.served + served, own.served_wait + served_wait)
