"""Callers who come again: who hangs up, or finds all lines busy, calls again with some chance after a random time.

The state is j, the calls in the system, and O, the callers who will call again. Each of these does so at the rate nu,
so that j alone is a birth-and-death chain whose arrivals are lambda + nu m_j, m_j = E[O | j]. The factorial moments
F_k(j) = E[O (O - 1) ... (O - k + 1); j] obey tridiagonal equations, each of which needs the next moment: with d_j the
rate of departures, q_j that of hang-ups among them, and the arrivals A_k(j) = lambda F_k(j) + nu F_(k+1)(j) for j < K,

    0 = A_k(j - 1) + d_(j+1) F_k(j + 1) + k r q_(j+1) F_(k-1)(j + 1) - A_k(j) - d_j F_k(j) - k nu F_k(j)

for j below the lines K. At K nobody enters: k r lambda F_(k-1)(K) join those who will call again, and k nu (1 - r)
F_k(K) leave them. They are closed by a third factorial cumulant of O given j of 0, and solved given j, so that nothing
underflows.

Against the chain of both, abandonment is then within .4 % for shares up to 90 % and delays from a fifteenth of the
handling time. There is one answer under any load: those served grow with the attempts, so those lost grow less than
they do. The limit of long delays, attempts that are a Poisson stream of their own (Extended Erlang B where nobody can
wait), is up to a quarter off.

Sources: Falin & Templeton, Retrial Queues, 1997; Aguir, Karaesmen, Aksin & Chauvet, The impact of retrials on call
center performance, OR Spectrum 26, 2004.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.steady.erlang import SteadyState, exact_queue, measures_of, offered
from mfc_capacity.core.steady.lines import TINY, longer_than, places_that_matter, queue_of_shares
from mfc_capacity.core.work import spend

MOST_SHARE = 0.95
LATEST = 1e5  # handling times; whoever calls again later does so at random
DEVIATIONS, FEW_STATES = 9.0, 40.0
STATES_AT_ONCE = 16_000  # about what a cache holds
WORK_A_STATE = 0.1
MOST_ROUNDS, SETTLED = 300, 1e-6  # of those who will call again, relative
FAR_MORE = 3.0  # than will call again if nobody is served
HARDLY_OCCURS = 1e-25  # chance of a state
NOBODY = 1e-140  # callers; its square is a number still
START = 0.05  # attempts again beside first attempts, to begin with


@dataclass(frozen=True)
class RedialState(SteadyState):
    """What callers meet, shares of all attempts: see `SteadyState`; and how often they call.

    Attributes:
        attempts: attempts / first attempts, at least 1.
        never_served: share of first attempts whose callers give up unserved.
    """

    attempts: Floats
    never_served: Floats


def attempts_where_all_are_busy(load_erlangs: Floats, operators: Ints, share: Floats) -> Floats:
    """Return attempts / first attempts (N) where all operators are busy all the time.

    In the time of a call n of A attempts are answered, and A = a + r (A - n) for first attempts a, the load, of whom
    the share r, below 1, calls again.
    """
    attempts: Floats = (1 - share * operators / load_erlangs) / (1 - share)
    return attempts


def without_redials(met: SteadyState) -> RedialState:
    """Return what callers meet of whom nobody calls again."""
    own = {field.name: getattr(met, field.name) for field in fields(SteadyState)}
    lost = np.minimum(met.abandonment + met.busy, 1.0)
    return RedialState(**own, attempts=np.ones_like(met.abandonment), never_served=lost)


def steady_state_with_redials(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    operators: ArrayLike,
    *,
    share: ArrayLike,
    after_s: ArrayLike,
    patience_s: ArrayLike = np.inf,
    within_s: ArrayLike = 20.0,
    short_s: ArrayLike | None = None,
    lines: ArrayLike = np.inf,
) -> RedialState:
    """Return what callers meet some of whom call again; arguments broadcast.

    Args:
        calls_per_hour: first attempts.
        aht_s: mean handling time.
        operators: on duty.
        share: of those who hang up or find all lines busy, each time, how many call again; at most MOST_SHARE.
        after_s: mean time until they do, exponential; infinite where attempts come at random.
        patience_s: mean patience; where it is infinite there are lines.
        within_s: threshold of the service level.
        short_s: see `steady_state`.
        lines: the most calls in service and waiting together.

    Raises:
        ValueError: for an argument out of its range.

    >>> met = steady_state_with_redials(360.0, 180.0, 20, share=0.5, after_s=300.0, patience_s=120.0)
    >>> round(float(met.attempts), 3), round(float(met.abandonment), 3)
    (1.039, 0.074)
    """
    calls, aht, n, again, after, patience, within, short, most = np.broadcast_arrays(
        arguments.finite("calls_per_hour", calls_per_hour),
        arguments.positive("aht_s", aht_s),
        arguments.whole_number("operators", operators),
        arguments.at_most("share", share, MOST_SHARE),
        arguments.patience("after_s", after_s),
        arguments.patience("patience_s", patience_s),
        arguments.finite("within_s", within_s),
        arguments.finite("short_s", within_s if short_s is None else short_s),
        arguments.patience("lines", lines),
    )
    load, theta = offered(calls, aht, patience)
    some = load > 0
    if np.any(some & (theta == 0) & np.isinf(most)):
        raise ValueError("patience_s must be finite where lines are not")
    rows = _Rows(
        *(values[some] for values in (load, theta, n, most, again, after / aht, within / aht, short / aht))
    )
    found = rows.measures(aht[some], counts_apart=short_s is not None)
    figures = {"stable": np.ones(load.shape, dtype=bool)}
    for name, values in found.items():
        quiet = 1.0 if name.startswith("service_level") or name == "attempts" else 0.0
        figures[name] = np.full(load.shape, quiet)
        figures[name][some] = values
    return RedialState(**figures)


@dataclass(frozen=True)
class _Rows:
    """Intervals with calls (N); times in handling times, `load` of first attempts."""

    load: Floats
    theta: Floats
    operators: Floats
    lines: Floats
    again: Floats
    after: Floats
    within: Floats
    short: Floats

    def measures(self, aht_s: Floats, *, counts_apart: bool) -> dict[str, Floats]:
        """Return what is met by the names of `RedialState`, but `stable`."""
        shares, of_short = np.empty((10, self.load.size)), np.empty((10, self.load.size))
        attempts = np.empty_like(self.load)
        low, high = self._range()
        for at in _blocks(high - low + 1):
            of = (self.load, self.theta, np.minimum(self.operators, self.lines), self.lines, low, high)
            states = _States(*(values[at] for values in of))
            nu = 1 / np.minimum(self.after[at], LATEST)
            arrivals = _arrivals(states, self.again[at], nu)
            attempts[at], shares[:, at] = states.met(arrivals, self.within[at])
            if counts_apart:
                of_short[:, at] = states.met(arrivals, self.short[at])[1]
        queue = replace(queue_of_shares(shares, self.theta, self.within), again=self.again)
        if counts_apart:
            queue = replace(queue, counted=queue_of_shares(of_short, self.theta, self.short).not_gone)
        measures = measures_of(queue, self.operators, self.load * attempts, aht_s)
        given_up = (1 - self.again) * (measures["abandonment"] + measures["busy"]) * attempts
        return measures | {"attempts": attempts, "never_served": np.minimum(given_up, 1.0)}

    def _range(self) -> tuple[Floats, Floats]:
        """Return the states between which nearly all chance lies.

        No queue is shorter than that of first attempts alone, nor longer than that of callers who call again at once,
        or of attempts at random that are as many as theirs.
        """
        n, stays = np.minimum(self.operators, self.lines), 1 - self.again
        served = np.minimum(self.load, n)
        low = served - DEVIATIONS * np.sqrt(served) - FEW_STATES / 2
        waits = np.isinf(self.lines)
        excess = np.divide(np.maximum(self.load - n, 0), self.theta, out=np.zeros_like(low), where=waits)
        spread = np.sqrt(np.divide(self.load, self.theta, out=np.zeros_like(low), where=waits))
        low = np.where(excess > 0, np.maximum(low, n + excess - DEVIATIONS * spread - FEW_STATES / 2), low)
        at_once = places_that_matter(n, self.load, self.theta * stays)
        late = places_that_matter(n, self.load * self._most_attempts(), self.theta)
        return np.floor(np.maximum(low, 0)), np.minimum(n + np.maximum(at_once, late), self.lines)

    def _most_attempts(self) -> Floats:
        """Return attempts / first attempts of callers who call again at once: 1 / (1 - share) of those who give up."""
        most = 1 / (1 - self.again)
        waits = np.isinf(self.lines)
        n, load, theta = self.operators[waits], self.load[waits], (self.theta / most)[waits]
        lost = exact_queue(n, load, theta, np.zeros_like(n)).abandonment
        most[waits] = 1 + (most[waits] - 1) * np.minimum(lost, 1.0)
        return most


def _blocks(size: Floats) -> Iterator[Ints]:
    """Yield rows with about as many states each."""
    order = np.argsort(size, kind="stable")
    while order.size:
        so_many = np.arange(1, order.size + 1) * size[order]
        count = max(int(np.searchsorted(so_many, STATES_AT_ONCE, side="right")), 1)
        yield order[:count]
        order = order[count:]


class _States:
    """The states low..high of some rows, side by side (N x J); beyond `high` a row has none."""

    def __init__(
        self, load: Floats, theta: Floats, operators: Floats, lines: Floats, low: Floats, high: Floats
    ) -> None:
        self._rows = load, theta, operators, lines, low, high
        self.load, self.theta, self.operators = load[:, None], theta[:, None], operators[:, None]
        self.places = np.arange(int((high - low).max()) + 1)
        j = low[:, None] + self.places
        self.exists, self.is_full = j <= high[:, None], (j == lines[:, None]) & (j <= high[:, None])
        self.can_rise = j < high[:, None]
        self.ahead = np.maximum(j - self.operators, 0.0)
        hang_ups = self.theta * self.ahead
        self.departures = np.where(self.places > 0, np.minimum(j, self.operators) + hang_ups, 0.0)
        self.hanging_up = hang_ups / np.maximum(self.departures, TINY)
        self.is_free = self.exists & (j < self.operators)

    def take(self, rows: Bools) -> "_States":
        """Return the states of some rows."""
        return _States(*(values[rows] for values in self._rows))

    def chances(self, arrivals: Floats) -> Floats:
        """Return the chance of each state with arrivals (N x J) that depend on it."""
        with np.errstate(divide="ignore"):
            steps = np.log(arrivals[:, :-1]) - np.log(np.maximum(self.departures[:, 1:], TINY))
        logs = np.zeros_like(arrivals)
        np.cumsum(steps, axis=1, out=logs[:, 1:])
        logs[~self.exists] = -np.inf
        chances = np.exp(logs - logs.max(axis=1, keepdims=True))
        found: Floats = chances / chances.sum(axis=1, keepdims=True)
        return found

    def met(self, arrivals: Floats, within: Floats) -> tuple[Floats, Floats]:
        """Return attempts / first attempts, and the shares of `queue_of_shares` that attempts meet."""
        chances = self.chances(arrivals)
        calling = chances * arrivals
        total = calling.sum(axis=1)
        calling /= total[:, None]
        enters = np.where(self.is_full, 0.0, calling)
        waits = np.where(self.is_free, 0.0, enters)
        n, theta = self.operators, self.theta
        ahead = np.arange(int(self.ahead.max()) + 1)
        waits_behind = np.zeros((total.size, ahead.size))
        row, place = np.nonzero(waits > 0)
        waits_behind[row, self.ahead[row, place].astype(np.int64)] = waits[row, place]
        pace = np.maximum(n + (ahead + 1) * theta, TINY)
        served = waits_behind * (n / pace)
        waiting = (chances * self.ahead).sum(axis=1) / total
        real, virtual = longer_than(n + theta, theta, within, ahead), longer_than(n, theta, within, ahead)
        return total / self.load[:, 0], np.stack(
            [
                np.where(self.is_free, enters, 0.0).sum(axis=1),
                waits.sum(axis=1),
                np.where(self.is_full, calling, 0.0).sum(axis=1),
                theta[:, 0] * waiting,
                (served * (1 - real)).sum(axis=1),
                (served * real).sum(axis=1),
                (waits_behind * (1 - virtual)).sum(axis=1),
                (waits_behind * virtual).sum(axis=1),
                waiting,
                (served * np.cumsum(1 / pace, axis=1)).sum(axis=1),
            ]
        )


def _arrivals(states: _States, again: Floats, nu: Floats) -> Floats:
    """Return the arrivals of each state (N x J): first attempts and those of callers who come again.

    Rounds are repeated until the attempts of a row have settled. In states that hardly occur the closure may lead to
    moments without end, which are held back: many lines beside few operators have many such states.
    """
    found = np.zeros(states.exists.shape)
    at, r, nu = np.arange(again.size), again[:, None], nu[:, None]
    mean = np.where(states.exists, np.maximum(r * START / nu * states.load, NOBODY), 0.0)
    second, third = mean.copy(), mean.copy()
    most = FAR_MORE * (1 + r / (1 - r) * states.load / nu)
    for turn in range(1, MOST_ROUNDS + 1):
        spend(mean.size * WORK_A_STATE)
        arrivals, last = states.load + nu * mean, mean
        system = _System(states, arrivals, r, nu)
        mean = np.clip(system.solved(second, 1, np.ones_like(mean)), NOBODY, most)
        squares = np.clip(system.solved(third, 2, mean), NOBODY**2, most * mean)
        second = squares / mean
        third = np.clip(3 * mean - 2 * mean * (mean**2 / squares), 0.0, most)
        chances = states.chances(arrivals)
        mean, second, third = (_as_elsewhere(each, chances) for each in (mean, second, third))
        moved = (chances * np.abs(mean - last)).sum(axis=1)
        near = SETTLED * (1 - r[:, 0]) * (chances * mean).sum(axis=1)
        going = (moved > near) & (turn < MOST_ROUNDS)
        found[at[~going], : states.places.size] = (states.load + nu * mean)[~going]
        if not going.any():
            break
        if not going.all():
            at, r, nu, most, states = at[going], r[going], nu[going], most[going], states.take(going)
            mean, second, third = (each[going, : states.places.size] for each in (mean, second, third))
    return found


def _as_elsewhere(moments: Floats, chances: Floats) -> Floats:
    """Return moments (N x J) that in states which hardly occur are those of the mean."""
    mean = (moments * chances).sum(axis=1, keepdims=True)
    return np.where(chances < HARDLY_OCCURS, mean, moments)


class _System:
    """The equations of the moments of those who will call again, given the state (N x J)."""

    def __init__(self, states: _States, arrivals: Floats, again: Floats, nu: Floats) -> None:
        self.states, self.again, self.nu = states, again, nu
        self.up = np.where(states.can_rise, arrivals, 0.0)
        self.from_below = states.departures[:, 1:] / arrivals[:, :-1]

    def solved(self, following: Floats, order: int, lower: Floats) -> Floats:
        """Return the moment of an order: the next is `following` times it, the one before `lower`."""
        from scipy.linalg import lapack  # noqa: PLC0415 - slow to import, and not where nobody calls again

        states, nu = self.states, self.nu
        leaves = np.where(states.can_rise, states.load + nu * following, 0.0)
        killed = order * np.where(states.is_full, nu * (1 - self.again), nu)
        diagonal = np.where(states.exists, leaves + states.departures + killed, 1.0)
        below = np.zeros_like(diagonal)
        below[:, 1:] = leaves[:, :-1] * self.from_below
        source = np.where(states.is_full, states.load * lower, 0.0)
        source[:, :-1] += self.up[:, :-1] * states.hanging_up[:, 1:] * lower[:, 1:]
        source *= order * self.again
        # From the last state on: from the first, pivots fall below all numbers where operators are many beside calls.
        bands = -self.up.ravel()[-2::-1], diagonal.ravel()[::-1], -below.ravel()[:0:-1]
        *_, x, failed = lapack.dgtsv(*bands, source.ravel()[::-1])
        assert not failed  # noqa: S101
        return np.where(states.exists, x[::-1].reshape(diagonal.shape), 0.0)
