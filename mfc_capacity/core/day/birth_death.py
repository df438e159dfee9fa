"""How the number of calls in a system moves while its rates stand still, for many systems at once.

k calls are in service or waiting. Arrivals raise k; min(k, n) operators finish calls, and each of the
others may hang up, which lowers it: a birth-death chain with a tridiagonal generator Q. Its law after a time
t is exp(tQ) p. The spectrum of Q is real and negative; there the best rational approximation of the
exponential errs by less than 1e-13 with seven pairs of poles, so a step of any length costs seven
tridiagonal solves (Caratheodory-Fejer: Trefethen, Weideman & Schmelzer 2006; for Markov chains Pusa 2010).
Other residues at the same poles give the law at earlier times and its integral over the step. A law that has
far to travel, as after the doors open, is approximated worse than that: seven poles against six tell by how
much at most, and the way is gone in steps so short that they agree.
"""

from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.work import TooMuchWorkError, spend

Values = TypeVar("Values", Floats, Ints, Bools)

POLES = np.array(
    [
        -8.89777662 + 16.63093343j,
        -3.70327116 + 13.65632362j,
        -0.20874808 + 10.99122072j,
        2.26979761 + 8.46170799j,
        3.99338484 + 6.00481087j,
        5.08936079 + 3.58881180j,
        5.62315854 + 1.19406501j,
    ]
)
FIT_POINTS = -np.concatenate([[0.0], np.geomspace(1e-4, 1e6, 1500)])
AGREEMENT = 1e-6  # of seven poles with six; seven alone err ten to a million times less
FEWEST_EVENTS = 0.1  # a step in which so few events are expected needs no halving
FIRST_STEPS = 32  # of a time in which laws have far to travel
DOUBT_GROWS = 3.5  # about as this power of a step's length: measured
CAREFUL, LONGER, LEAST_DOUBT = 0.8, 4.0, 1e-12
NEGLIGIBLE = 1e-12  # of a state's chance
EXPONENT = 26.0  # states less likely than exp(-EXPONENT) are out of reach
DEVIATIONS = 7.5
STEP_WORK, STATE_WORK = 400.0, 0.5  # of a step, and of each of its states


@dataclass(frozen=True)
class Rates:
    """Systems (K) while their rates stand still: per second, and the operators on duty.

    `service` is of one call in service, `hang_up` of one waiting caller, 0 where callers never hang up. `lines` are
    the most calls in service and waiting together; None: as many as come.
    """

    arrivals: Floats
    service: Floats
    hang_up: Floats
    operators: Ints
    lines: Ints | None = None

    @property
    def at_once(self) -> Ints:
        """The calls in the system with which a new caller is no longer answered at once."""
        return self.operators if self.lines is None else np.minimum(self.operators, self.lines)

    def take(self, rows: Ints) -> "Rates":
        """Return the rates of the systems at `rows`."""
        lines = None if self.lines is None else self.lines[rows]
        return Rates(self.arrivals[rows], self.service[rows], self.hang_up[rows], self.operators[rows], lines)


@dataclass(frozen=True)
class Spread:
    """Figures over the states of systems (K): system s covers low[s], low[s] + 1... for size[s] states.

    `mass` holds all systems one after the other in its last axis (N); earlier axes are several such figures.
    """

    low: Ints
    size: Ints
    mass: Floats

    @cached_property
    def start(self) -> Ints:
        """Where each system begins in `mass`."""
        return np.cumsum(self.size) - self.size

    @cached_property
    def states(self) -> Ints:
        """The state of every entry (N)."""
        states: Ints = np.arange(self.mass.shape[-1]) + self.each(self.low - self.start)
        return states

    @property
    def high(self) -> Ints:
        """The highest state of each system."""
        return self.low + self.size - 1

    def each(self, values: Values) -> Values:
        """Return a figure of each system (K) repeated for its states (N)."""
        return np.repeat(values, self.size)

    def total(self, values: Floats) -> Floats:
        """Return the sum over the states of each system (..., K) of values (..., N)."""
        total: Floats = np.add.reduceat(values, self.start, axis=-1)
        return total

    def take(self, rows: Ints) -> "Spread":
        """Return the systems at `rows`."""
        size = self.size[rows]
        at = np.arange(size.sum()) + np.repeat(self.start[rows] - np.cumsum(size) + size, size)
        return Spread(self.low[rows], size, self.mass[..., at])

    def put(self, chosen: Bools, part: "Spread") -> "Spread":
        """Return this with the chosen systems replaced by those of `part`, which fit between their bounds."""
        mass = self.mass.copy()
        mass[..., self.each(chosen)] = part.on(self.low[chosen], self.size[chosen]).mass
        return Spread(self.low, self.size, mass)

    def on(self, low: Ints, size: Ints) -> "Spread":
        """Return this on other states, 0 where it has none."""
        first = np.maximum(low, self.low)
        shared = np.maximum(np.minimum(low + size, self.low + self.size) - first, 0)
        begin = np.cumsum(size) - size
        at = np.arange(shared.sum()) - np.repeat(np.cumsum(shared) - shared - first, shared)
        mass = np.zeros((*self.mass.shape[:-1], size.sum()))
        mass[..., at + np.repeat(begin - low, shared)] = self.mass[
            ..., at + np.repeat(self.start - self.low, shared)
        ]
        return Spread(low, size, mass)

    def table(self, low: Ints, count: int) -> Floats:
        """Return `count` states of each system from low[s] on (..., K, count), 0 where it has none."""
        offset = (low - self.low)[:, None] + np.arange(count)
        inside = (offset >= 0) & (offset < self.size[:, None])
        at = np.where(inside, offset + self.start[:, None], 0)
        return np.where(inside, self.mass[..., at], 0.0)

    def as_law(self) -> "Spread":
        """Return probabilities: nothing negative, negligible ends cut off, each system's total 1."""
        likely = self.mass > NEGLIGIBLE
        last = np.iinfo(np.int64).max
        low = np.minimum.reduceat(np.where(likely, self.states, last), self.start)
        high = np.maximum.reduceat(np.where(likely, self.states, -1), self.start)
        cut = self.on(low, high - low + 1)
        mass = np.maximum(cut.mass, 0.0)
        return Spread(cut.low, cut.size, mass / cut.each(cut.total(mass)))


def empty(count: int) -> Spread:
    """Return `count` systems without a call."""
    return Spread(np.zeros(count, np.int64), np.ones(count, np.int64), np.ones(count))


def joined(parts: list[Spread]) -> Spread:
    """Return all systems of several spreads, one after the other."""
    low, size = (np.concatenate([getattr(part, name) for part in parts]) for name in ("low", "size"))
    return Spread(low, size, np.concatenate([part.mass for part in parts], axis=-1))


def distance(one: Spread, other: Spread) -> Floats:
    """Return the sum of the absolute differences between two laws (K)."""
    one, other = _on_one_grid(one, other)
    return one.total(np.abs(one.mass - other.mass))


@dataclass(frozen=True)
class Flow:
    """What becomes of the laws: at the end, integrated over the time, and at ages before the end (G, N)."""

    end: Spread
    integral: Spread
    before: Spread

    def take(self, rows: Ints) -> "Flow":
        """Return what becomes of the systems at `rows`."""
        return Flow(self.end.take(rows), self.integral.take(rows), self.before.take(rows))


def flows_joined(parts: list[Flow]) -> Flow:
    """Return what becomes of all systems of several flows with as many ages, one after the other."""
    return Flow(*(joined([getattr(part, field.name) for part in parts]) for field in fields(Flow)))


def flow(rates: Rates, start: Spread, duration: float, ages: tuple[float, ...] = ()) -> Flow:
    """Return what becomes of the laws `start` in `duration` seconds; `ages` rise and are shorter than it."""
    moved = _moved(rates, start, duration, ages)
    end, integral, before = (
        Spread(moved.low, moved.size, moved.mass[part]) for part in (0, 1, slice(2, None))
    )
    return Flow(end.as_law(), integral, before)


def derivative(rates: Rates, law: Spread) -> Spread:
    """Return by how much a second the chance of each state of `law` changes."""
    up, down = _up_and_down(rates, law)
    change = -(up + down) * law.mass
    change[1:] += (up * law.mass)[:-1]
    change[:-1] += (down * law.mass)[1:]
    return Spread(law.low, law.size, change)


def _moved(rates: Rates, start: Spread, duration: float, ages: tuple[float, ...]) -> Spread:
    """Return the law at the end, its integral and the laws at `ages` as one spread (2 + ages, N)."""
    near = int(np.searchsorted(ages, duration / 2, side="right"))
    if near < len(ages):
        return _apart(rates, start, duration, ages, near)
    moved, doubt = _stepped(rates, start, duration, (1.0, *(1 - age / duration for age in ages)))
    hard = doubt > AGREEMENT
    if not hard.any():
        return moved
    rows = np.flatnonzero(hard)
    return moved.put(hard, _approached(rates.take(rows), start.take(rows), duration, ages))


def _stepped(
    rates: Rates, start: Spread, duration: float, fractions: tuple[float, ...]
) -> tuple[Spread, Floats]:
    """Return the laws after one step, and how doubtful it is (K): 0 where hardly anything can happen."""
    low, size = _reach(rates, start, duration)
    spend(STEP_WORK + STATE_WORK * float(size.sum(dtype=np.float64)) * (1 + len(fractions) / 20))
    moved, doubt = _one_step(rates, start.on(low, size), duration, fractions)
    events = duration * (rates.arrivals + moved.high * _fastest(rates))
    return moved, np.where(events > FEWEST_EVENTS, doubt, 0.0)


def _apart(rates: Rates, start: Spread, duration: float, ages: tuple[float, ...], near: int) -> Spread:
    """Step to the end, and to the moments before the middle by themselves: there a step is approximated badly."""
    latest = ages[near]
    late = _moved(rates, start, duration, ages[:near])
    early = _moved(rates, start, duration - latest, tuple(age - latest for age in ages[near + 1 :]))
    late, early = _on_one_grid(late, early)
    return Spread(late.low, late.size, np.concatenate([late.mass, early.mass[:1], early.mass[2:]]))


def _approached(rates: Rates, start: Spread, duration: float, ages: tuple[float, ...]) -> Spread:
    """Return laws as `_moved` does where they have far to travel: by steps as long as seven poles and six agree on."""
    law, rest, step = start, duration, duration / FIRST_STEPS
    integral = Spread(start.low, start.size, np.zeros_like(start.mass))
    while step <= rest / 2 and all(age <= rest - step for age in ages):
        moved, doubt = _stepped(rates, law, step, (1.0,))
        worst = max(float(doubt.max()), LEAST_DOUBT)
        if worst <= AGREEMENT:
            integral = _sum(integral, Spread(moved.low, moved.size, moved.mass[1]))
            law, rest = _law(moved), rest - step
        step *= min(CAREFUL * (AGREEMENT / worst) ** (1 / DOUBT_GROWS), LONGER)
        if rest / 2 < step < rest:
            step = rest / 2
    last = _moved(rates, law, rest, ages)
    integral, last = _on_one_grid(integral, last)
    last.mass[1] += integral.mass
    return last


def _sum(one: Spread, other: Spread) -> Spread:
    one, other = _on_one_grid(one, other)
    return Spread(one.low, one.size, one.mass + other.mass)


def _law(moved: Spread) -> Spread:
    return Spread(moved.low, moved.size, moved.mass[0]).as_law()


def _on_one_grid(one: Spread, other: Spread) -> tuple[Spread, Spread]:
    low = np.minimum(one.low, other.low)
    size = np.maximum(one.high, other.high) - low + 1
    return one.on(low, size), other.on(low, size)


def _one_step(
    rates: Rates, law: Spread, duration: float, fractions: tuple[float, ...]
) -> tuple[Spread, Floats]:
    """Return laws as `_moved` does, and by how much seven poles and six disagree about the end (K)."""
    up, down = _up_and_down(rates, law)
    lower, upper = (-duration * up[:-1]).astype(complex), (-duration * down[1:]).astype(complex)
    solved = np.empty((2 * POLES.size, law.mass.size))
    for k, pole in enumerate(POLES):
        diagonal, right = duration * (up + down) + pole, law.mass.astype(complex)
        _, _, _, x, failed = lapack.zgtsv(lower.copy(), diagonal, upper.copy(), right, 1, 1, 1, 1)
        assert not failed  # noqa: S101
        solved[k], solved[POLES.size + k] = x.real, x.imag
    if not np.isfinite(solved).all():  # a million states, most of them almost never reached
        raise TooMuchWorkError
    mass = _residues(fractions) @ solved
    mass[1] *= duration
    doubt = law.total(np.abs(mass[-1] - mass[0]))
    return Spread(law.low, law.size, mass[:-1]), doubt


@cache
def _residues(fractions: tuple[float, ...]) -> Floats:
    """Return rows of weights of Re and Im 1 / (pole - z), 7 each, that make functions of z <= 0.

    They are e^z, (e^z - 1) / z, e^(fraction z) for each fraction but the first, 1, and e^z from six poles.
    """
    z = FIT_POINTS
    average = np.where(z == 0, 1.0, np.expm1(z) / np.where(z == 0, 1.0, z))
    wanted = np.column_stack([np.exp(z), average, *(np.exp(z * part) for part in fractions[1:])])
    resolvent = 1 / (POLES - z[:, None])
    six = _fitted(resolvent[:, 1:], wanted[:, :1])
    unused = np.zeros((1, 1))
    pole_count = POLES.size - 1
    check = np.concatenate([unused, six[:pole_count], unused, six[pole_count:]])
    return np.hstack([_fitted(resolvent, wanted), check]).T


def _fitted(resolvent: NDArray[np.complex128], wanted: Floats) -> Floats:
    columns = np.hstack([resolvent.real, resolvent.imag])
    scale = np.linalg.norm(columns, axis=0)
    weights: Floats = np.linalg.lstsq(columns / scale, wanted, rcond=1e-15)[0] / scale[:, None]
    return weights


def _up_and_down(rates: Rates, law: Spread) -> tuple[Floats, Floats]:
    """Return the rates up and down of every state (N), 0 across the ends of each system."""
    up = law.each(rates.arrivals)
    busy = np.minimum(law.states, law.each(rates.operators))
    down = busy * law.each(rates.service) + (law.states - busy) * law.each(rates.hang_up)
    up[law.start + law.size - 1] = 0.0
    down[law.start] = 0.0
    return up, down


def _fastest(rates: Rates) -> Floats:
    return np.maximum(rates.service, rates.hang_up)


def _reach(rates: Rates, law: Spread, duration: float) -> tuple[Ints, Ints]:
    """Return the lowest state and the number of states that matter within `duration`.

    The law moves between where it is and its steady state, no faster than arrivals, departures or both allow.
    """
    steady_low, steady_high = _steady_range(rates)
    n, drain = rates.operators, rates.operators * rates.service
    gain = np.maximum(rates.arrivals - drain, 0.0) * duration
    swing = DEVIATIONS * np.sqrt((rates.arrivals + drain) * duration)
    high = np.minimum(np.maximum(law.high, steady_high), law.high + _most(rates.arrivals * duration))
    high = np.minimum(high, np.maximum(law.high, n) + gain + swing + EXPONENT)
    if rates.lines is not None:
        high = np.minimum(high, rates.lines)
    low = np.minimum(law.low, steady_low)
    low = np.maximum(low, law.low - _most(law.high * _fastest(rates) * duration))
    low = np.floor(np.maximum(low, 0)).astype(np.int64)
    return low, np.ceil(high).astype(np.int64) - low + 1


def _most(mean: Floats) -> Floats:
    """Return a number that a Poisson count hardly exceeds."""
    return mean + DEVIATIONS * np.sqrt(mean) + EXPONENT / 3


def _steady_range(rates: Rates) -> tuple[Floats, Floats]:
    """Return the states between which the steady state lies, by Bernstein's bound on either side of its peak.

    Without hanging up and with arrivals beyond the operators the upper end is infinite.
    """
    arrivals, theta = rates.arrivals, rates.hang_up
    n = rates.operators.astype(np.float64)
    load, drain = arrivals / rates.service, n * rates.service
    with np.errstate(divide="ignore", invalid="ignore"):
        peak_queue = np.where(arrivals > drain, (arrivals - drain) / theta, 0.0)
        to_full = np.where(load < n, np.square(n - load) / 2 / (load + (n - load) / 3), 0.0)
        left = np.maximum(EXPONENT - to_full, 0.0)
        near = left / 3 + np.sqrt(np.square(left / 3) + 2 * left * np.maximum(drain, arrivals) / theta)
        steep = left / np.maximum(np.log(drain / arrivals), 0.0)
        queue = peak_queue + np.fmin(near, steep)
    below = np.sqrt(2 * EXPONENT * load)
    quiet_high = load + EXPONENT / 3 + np.sqrt(np.square(EXPONENT / 3) + 2 * EXPONENT * load)
    high = np.where(to_full > EXPONENT, quiet_high, n + queue)
    low = np.minimum(load, n) - np.where(load < n, below, np.sqrt(2 * EXPONENT * n))
    return low, np.where(np.isnan(high), np.inf, np.maximum(high, quiet_high * (load < n)))
