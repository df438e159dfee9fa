"""A queue with so many lines: who calls while all are busy is sent away (M/M/n/K+M).

At most K calls are in service and waiting together. The states are those of Erlang A up to K, with the same weights:
relative to the state with all n operators busy and nobody waiting, j who wait weigh a^j / ((n + theta) ... (n + j
theta)), theta = handling time / patience, and the states with an operator free as in Erlang B. A caller meets them as
often as they last (PASTA); one who meets K is sent away. What a waiting caller meets depends on those ahead alone, so
that it is as in `queue_states`. K = n is Erlang B, K without end Erlang A, or C where callers never hang up. A finite
number of states has a steady state under any load.

Sources: Gross & Harris, Fundamentals of Queueing Theory, M/M/c/K; Garnett, Mandelbaum & Reiman 2002 for M/M/n/K+M.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.poisson import log_odds_below
from mfc_capacity.core.steady.erlang import ROUNDING, Queue, SteadyState, measures_of, offered
from mfc_capacity.core.steady.staffing import (
    LARGE,
    STABILITY,
    Requirement,
    measure_limited,
    no_reasons,
    smallest_root,
    target_limits,
    target_thresholds,
)
from mfc_capacity.core.steady.waiting import Waiting
from mfc_capacity.core.targets import Target, Targets

LINES = "lines"  # what operators are bound by where a target asks for more than there are lines
MOST_PLACES = 1_000_000
MOST_SOUGHT = 100_000  # places to wait; with more, a day takes too long
STATES_AT_ONCE = 1_000_000
NEGLIGIBLE = 60.0  # states less likely than e^-NEGLIGIBLE are left out
TINY = 1e-300


@dataclass(frozen=True)
class LinesQueue(Queue):
    """Intervals with so many lines: see `Queue`; `full` is the share of callers who find all lines busy."""

    full: Floats

    @property
    def busy(self) -> Floats:
        """Share of callers who find all lines busy."""
        return self.full

    @property
    def not_gone(self) -> Floats:
        """Share of callers who do not hang up within the threshold; who finds all lines busy does not."""
        return super().not_gone + self.full

    def missed(self, of: str) -> Floats:
        """Return 1 - service level; who finds all lines busy misses all but that of the calls answered."""
        if of == "short":
            counted = self.counted_short
            late = counted - self.free - self.wait * self.waiting.timely
            return np.clip(np.divide(late, counted, out=np.zeros_like(late), where=counted > 0), 0.0, 1.0)
        missed = super().missed(of)
        of_all = of != "answered" and (of != "callers" or self.again is None)
        return missed + self.full if of_all else missed


def steady_state_with_lines(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    operators: ArrayLike,
    lines: ArrayLike,
    *,
    patience_s: ArrayLike = np.inf,
    within_s: ArrayLike = 20.0,
    short_s: ArrayLike | None = None,
) -> SteadyState:
    """Return what callers meet, shares of all who call; arguments broadcast and are as for `steady_state`.

    `lines` are the most calls in service and waiting together.

    Raises:
        ValueError: for a negative or NaN argument, a handling time or patience of 0, fractional operators or lines, or
            more than MOST_PLACES places to wait.

    >>> round(float(steady_state_with_lines(50.0, 360.0, 4, 6).busy), 6)  # Octave queueing package, qsmmmk
    0.293543
    """
    calls, aht, n, count, patience, within, short = np.broadcast_arrays(
        arguments.finite("calls_per_hour", calls_per_hour),
        arguments.positive("aht_s", aht_s),
        arguments.whole_number("operators", operators),
        arguments.whole_number("lines", lines),
        arguments.patience("patience_s", patience_s),
        arguments.finite("within_s", within_s),
        arguments.finite("short_s", within_s if short_s is None else short_s),
    )
    load, theta = offered(calls, aht, patience)
    rows = load > 0
    queue = lines_queue(n[rows], count[rows], load[rows], theta[rows], within[rows] / aht[rows])
    if short_s is not None:
        leaves_out = lines_queue(n[rows], count[rows], load[rows], theta[rows], short[rows] / aht[rows])
        queue = replace(queue, counted=leaves_out.not_gone)
    figures = {"stable": np.ones(load.shape, dtype=bool)}
    for name, values in measures_of(queue, n[rows], load[rows], aht[rows]).items():
        quiet = 1.0 if name.startswith("service_level") else 0.0
        figures[name] = np.full(load.shape, quiet)
        figures[name][rows] = values
    return SteadyState(**figures)


def lines_queue(operators: Floats, lines: Floats, load: Floats, theta: Floats, within: Floats) -> LinesQueue:
    """Return the queue of rows (N) that have calls; units as for `waiting_callers`."""
    found = np.empty((len(_SHARES), load.size))
    at_once = np.minimum(operators, lines)
    for at, places in _blocks(at_once, lines, load, theta):
        states = _States.of(at_once[at], lines[at], load[at], theta[at], places)
        found[:, at] = _shares(states, within[at])
    return queue_of_shares(found, theta, within)


def queue_of_shares(found: Floats, theta: Floats, within: Floats) -> LinesQueue:
    """Return the queue of rows (N) whose callers meet these shares (10 x N, see `_SHARES`)."""
    of = dict(zip(_SHARES, found, strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        by_waiting = {
            name: np.where(of["wait"] > 0, of[name] / of["wait"], 0.0)
            for name in ("lost", "timely", "late", "timely_virtual", "late_virtual", "mean", "mean_served")
        }
        overdue = np.exp(-theta * within) * by_waiting["late_virtual"]
        waiting = Waiting(log_weight=np.log(of["wait"]), overdue=overdue, **by_waiting)
    return LinesQueue(free=of["free"], wait=of["wait"], waiting=waiting, full=of["full"])


def operators_with_lines(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    lines: ArrayLike,
    *,
    patience_s: ArrayLike = np.inf,
    targets: Targets,
) -> Requirement:
    """Return the smallest numbers of operators, at most one for each line, that keep all targets; arguments broadcast.

    An operator beyond the lines serves nobody: where a target asks for more, there is one for each and `bound_by` is
    "lines". A share of callers who find all lines busy asks for lines, not operators, see `lines_required_for`.

    Raises:
        ValueError: for a NaN, negative or infinite argument, or a target outside its range.
    """
    calls, aht, count, patience, left_out, *rest = np.broadcast_arrays(
        arguments.finite("calls_per_hour", calls_per_hour),
        arguments.positive("aht_s", aht_s),
        arguments.positive("lines", arguments.whole_number("lines", lines)),
        arguments.patience("patience_s", patience_s),
        arguments.finite("short_s", targets.left_out_s),
        *target_thresholds(targets),
        *target_limits(targets),
    )
    thresholds, limits = rest[: len(targets.rows)], rest[len(targets.rows) :]
    load, theta = offered(calls, aht, patience)
    busy = load > 0
    rows = _Rows(load[busy], theta[busy], left_out[busy] / aht[busy], aht[busy], count[busy])
    found = [
        rows.fewest(row, limit[busy], within[busy] / aht[busy], targets)
        for row, within, limit in zip(targets.rows, thresholds, limits, strict=True)
    ]
    own = np.array([*(numbers for numbers, _ in found), np.ones(busy.sum(), dtype=np.int64)])
    missed = np.any([is_missed for _, is_missed in found], axis=0)
    operators, bound_by = np.zeros(load.shape, dtype=np.int64), no_reasons(load.shape, targets)
    operators[busy] = own.max(axis=0)
    reasons = np.array([*targets.keys, STABILITY])[own.argmax(axis=0)]
    bound_by[busy] = np.where(missed, LINES, reasons)
    return Requirement(operators, bound_by)


def lines_required_for(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    operators: ArrayLike,
    max_busy: ArrayLike,
    *,
    patience_s: ArrayLike = np.inf,
) -> Floats:
    """Return the fewest lines with which at most a share of callers finds all busy; arguments broadcast.

    NaN where nobody calls, infinite where no number of lines is enough: callers who never hang up are more than are
    served.

    Raises:
        ValueError: for a negative, infinite or NaN argument, or a share that is not above 0.
    """
    calls, aht, n, share, patience = np.broadcast_arrays(
        arguments.finite("calls_per_hour", calls_per_hour),
        arguments.positive("aht_s", aht_s),
        arguments.whole_number("operators", operators),
        arguments.positive("max_busy", max_busy),
        arguments.patience("patience_s", patience_s),
    )
    load, theta = offered(calls, aht, patience)
    lines = np.where(load > 0, np.inf, np.nan)
    rows = (load > 0) & ~is_endless(load, n, theta, share)
    n, a, theta, most = n[rows], load[rows], theta[rows], np.log(share[rows]) + ROUNDING

    def excess(count: Ints, at: Ints) -> Floats:
        beyond: Floats = log_busy(n[at], count.astype(np.float64), a[at], theta[at]) - most[at]
        return beyond

    lines[rows] = fewest_lines(excess, n, np.maximum(n, a))
    return lines


def is_endless(
    load: Floats, operators: Floats, theta: Floats, share: Floats | float, again: Floats | float = 0.0
) -> Bools:
    """Return where no number of lines keeps a share of the attempts that find all busy (N).

    Of callers who never hang up and are more than are served, the rest finds all busy whatever the lines: of the
    attempts A = load + again (A - operators) the share (load - operators) / (load - again x operators).
    """
    left = load - operators
    is_beyond = left * (1 + ROUNDING) >= share * (load - again * operators)
    endless: Bools = (theta == 0) & np.less(share, 1) & (left >= 0) & is_beyond
    return endless


def fewest_lines(
    excess: Callable[[Ints, Ints], Floats], operators: Ints | Floats, near: Ints | Floats
) -> Floats:
    """Return the fewest lines with excess(lines, rows) <= 0, sought from about `near` on (N).

    Infinite where operators and MOST_SOUGHT places to wait are not enough.
    """
    most = operators.astype(np.int64) + MOST_SOUGHT

    def excess_or_most(lines: Ints, at: Ints) -> Floats:
        beyond = np.clip(excess(np.minimum(lines, most[at]), at), -LARGE, LARGE)
        return np.where(lines >= most[at], -LARGE, beyond)

    start = np.clip(np.ceil(near), 1, most).astype(np.int64)
    found = smallest_root(excess_or_most, np.zeros_like(most), start)
    return np.where(found < most, found, np.inf)


def log_busy(operators: Floats, lines: Floats, load: Floats, theta: Floats) -> Floats:
    """Return the logarithm of the share of callers who find all lines busy (N)."""
    found = np.empty_like(load)
    at_once = np.minimum(operators, lines)
    for at, places in _blocks(at_once, lines, load, theta):
        found[at] = _States.of(at_once[at], lines[at], load[at], theta[at], places).log_full
    return found


@dataclass(frozen=True)
class _Rows:
    """Intervals with calls (N), for which operators are sought; `load` to `left_out` in handling times."""

    load: Floats
    theta: Floats
    left_out: Floats
    aht_s: Floats
    lines: Floats

    def fewest(self, row: Target, limit: Floats, within: Floats, targets: Targets) -> tuple[Ints, Bools]:
        """Return the fewest operators that keep a target, and where one for each line misses it.

        0 where the target asks for nobody.
        """
        asked = limit > row.never_missed if row.is_least else limit < row.never_missed
        number = np.zeros(limit.shape, dtype=np.int64)
        is_missed = np.zeros(limit.shape, dtype=bool)
        of = np.flatnonzero(asked)
        if row.is_least:
            most = 1 - limit[of] + np.finfo(np.float64).epsneg / 2
        else:
            most = limit[of] / self.aht_s[of] if row.measure.kind == "seconds" else limit[of]
        with np.errstate(divide="ignore"):
            log_most = np.log(most) + ROUNDING
        lines = self.lines[of].astype(np.int64)
        falling = partial(measure_limited, row.measure, targets)
        counts_apart = targets.counts_apart and targets.level_of(row.measure) == "short"

        def excess(n: Ints, at: Ints) -> Floats:
            own, count = of[at], n.astype(np.float64)
            system = count, self.lines[own], self.load[own], self.theta[own]
            queue = lines_queue(*system, within[own])
            if counts_apart:
                queue = replace(queue, counted=lines_queue(*system, self.left_out[own]).not_gone)
            with np.errstate(divide="ignore"):
                return np.clip(np.log(falling(queue, count, self.load[own])) - log_most[at], -LARGE, LARGE)

        def excess_or_all(n: Ints, at: Ints) -> Floats:
            return np.where(n >= lines[at], -LARGE, excess(np.minimum(n, lines[at]), at))

        start = np.clip(np.ceil(self.load[of]).astype(np.int64), 1, lines)
        found = smallest_root(excess_or_all, np.zeros_like(lines), start)
        last = np.flatnonzero(found == lines)
        is_missed[of[last]] = excess(lines[last], last) > 0
        number[of] = found if row.needs_operators else np.where(found > 1, found, 0)
        return number, is_missed


@dataclass(frozen=True)
class _States:
    """The states of some rows (N): those with an operator free, and j = 0..J who wait (N x J + 1), as log chances.

    `last` (N) is the highest j of each row; beyond it nothing is.
    """

    operators: Floats
    load: Floats
    theta: Floats
    last: Floats
    log_free: Floats
    log_chance: Floats

    @classmethod
    def of(cls, operators: Floats, lines: Floats, load: Floats, theta: Floats, places: int) -> "_States":
        """Return the states with so many places to wait looked at."""
        j = np.arange(1, places + 1)
        steps = np.log(load)[:, None] - np.log(np.maximum(operators[:, None] + j * theta[:, None], TINY))
        weights = np.zeros((load.size, places + 1))
        np.cumsum(steps, axis=1, out=weights[:, 1:])
        last = lines - operators
        weights[np.arange(places + 1) > last[:, None]] = -np.inf
        log_below = np.full(load.shape, -np.inf)
        some = operators > 0
        log_below[some] = log_odds_below(operators[some], load[some])
        total = np.logaddexp(special.logsumexp(weights, axis=1), log_below)
        return cls(operators, load, theta, last, log_below - total, weights - total[:, None])

    @property
    def log_full(self) -> Floats:
        """The logarithm of the chance that all lines are busy; -inf where that state is not looked at."""
        places = self.log_chance.shape[1] - 1
        at = np.minimum(self.last, places).astype(np.int64)
        full = self.log_chance[np.arange(at.size), at]
        return np.where(self.last <= places, full, -np.inf)


_SHARES = (
    "free", "wait", "full", "lost", "timely", "late", "timely_virtual", "late_virtual", "mean", "mean_served",
)  # fmt: skip


def _shares(states: _States, within: Floats) -> Floats:
    """Return the _SHARES of all callers (10 x N), and their times waited in handling times."""
    n, theta = states.operators[:, None], states.theta[:, None]
    chance = np.exp(states.log_chance)
    j = np.arange(chance.shape[1])
    waits = np.where(j < states.last[:, None], chance, 0.0)
    pace = np.maximum(n + (j + 1) * theta, TINY)
    served = waits * (n / pace)
    waiting = (j * chance).sum(axis=1)
    real, virtual = longer_than(n + theta, theta, within, j), longer_than(n, theta, within, j)
    return np.stack(
        [
            np.exp(states.log_free),
            waits.sum(axis=1),
            np.exp(states.log_full),
            states.theta * waiting / states.load,
            (served * (1 - real)).sum(axis=1),
            (served * real).sum(axis=1),
            (waits * (1 - virtual)).sum(axis=1),
            (waits * virtual).sum(axis=1),
            waiting / states.load,
            (served * np.cumsum(1 / pace, axis=1)).sum(axis=1),
        ]
    )


def longer_than(pace: Floats, theta: Floats, within: Floats, ahead: Ints) -> Floats:
    """Return the chance (N x J) that exponentials of rates pace + i theta, i = 0..j ahead, exceed times (N).

    It is that of at most j departures, whose law is negative binomial, Poisson where theta is 0.
    """
    spent = within * special.exprel(-theta[:, 0] * within)
    i = ahead[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_rates = np.cumsum(np.log((pace + (i - 1) * theta) / i), axis=1)
        log_chance = np.zeros((within.size, ahead.size))
        log_chance[:, 1:] = log_rates + i * np.log(spent)[:, None]
    log_chance -= (within * pace[:, 0])[:, None]
    longer: Floats = np.minimum(np.cumsum(np.exp(log_chance), axis=1), 1.0)
    return longer


def _blocks(operators: Floats, lines: Floats, load: Floats, theta: Floats) -> Iterator[tuple[Ints, int]]:
    """Yield rows with about as many places each, and the most of them; places hardly ever taken are left out."""
    places = np.minimum(lines - operators, places_that_matter(operators, load, theta)).astype(np.int64)
    if places.size and places.max() > MOST_PLACES:
        raise ValueError(f"lines must leave at most {MOST_PLACES} places to wait")
    order = np.argsort(places, kind="stable")
    while order.size:
        size = np.arange(1, order.size + 1) * (places[order] + 1)
        count = max(int(np.searchsorted(size, STATES_AT_ONCE, side="right")), 1)
        yield order[:count], int(places[order[count - 1]])
        order = order[count:]


def places_that_matter(operators: Floats, load: Floats, theta: Floats) -> Floats:
    """Return how many may wait but for a chance of about e^-NEGLIGIBLE, infinite where that is not known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        steep = NEGLIGIBLE / np.log(operators / load)
        excess = np.maximum(load - operators, 0) / theta
        curved = excess + NEGLIGIBLE + np.sqrt(2 * NEGLIGIBLE * np.maximum(load, operators) / theta)
    steep = np.where(load < operators, steep, np.inf)
    places: Floats = np.ceil(np.fmin(steep, np.where(theta > 0, curved, np.inf)))
    return places
