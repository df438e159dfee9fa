"""The steady state of one interval whose callers have patience of any law, and differ (M/M/n+G).

While all n operators are busy, the wait V offered to an arriving caller has a density proportional to

    g(v) = n mu exp(psi(v)),   psi(v) = lambda H(v) - n mu v,   H(v) = E min(v, R),

lambda calls and n mu departures a second, R the patience (Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum 2005:
its integral is n mu J). Every measure is an integral of g times a positive factor: 1 - G (served, split at
the threshold), G (lost), H (waited). With D as in `poisson`, the share who wait is A / (A + D), A = integral
of g. Who never hangs up is a kind like the others: with a share e of these the density falls at last like
exp(-(n mu - lambda e) v), and where lambda e reaches n mu there is no steady state.

psi is concave: g has one peak. The range within 38 of it, beyond which nothing is left but rounding, is cut
where psi has fallen by 3 and 12, at the threshold and where the patience of a kind bends; on each piece g is
followed to rounding by a Gauss-Legendre rule, whether one patience is a millionth of another or endless.

`spread` F >= 1 widens the density to (n mu / F) exp(psi / F): the diffusion limit of a queue whose departures
vary more than at random (Whitt 2004, "A diffusion approximation for the G/GI/n/m queue"); see `handling`.
"""

from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.poisson import log_odds_below
from mfc_capacity.core.steady.erlang import HOUR_S, ROUNDING, Queue, SteadyState, levels
from mfc_capacity.core.steady.patience import Mixture
from mfc_capacity.core.steady.waiting import Waiting

NODES, FEW_NODES = 16, 5
LEVELS = (38.0, 12.0, 3.0)
GRADES, GRADE = 9, 32.0  # pieces towards 0 where survival is not smooth there
PEAK_STEPS, LEVEL_STEPS, NEAR = 60, 60, 0.05
NODES_AT_ONCE = 200_000
BESIDE = ("work_done", "variance", "calls_hazard", "work_hazard", "lost_of_kinds")


@dataclass(frozen=True)
class Load:
    """Intervals with calls and operators, arrays (N).

    Attributes:
        operators: n > 0, whole or not.
        arrivals: calls a second, above 0.
        aht_s: mean handling time.
        within_s: threshold of the service level.
        spread: F, 1 for exponential handling times that are alike.
        patience: who calls.
    """

    operators: Floats
    arrivals: Floats
    aht_s: Floats
    within_s: Floats
    spread: Floats
    patience: Mixture

    def take(self, rows: Ints | Bools) -> "Load":
        """Return the intervals at `rows`."""
        names = ("operators", "arrivals", "aht_s", "within_s", "spread")
        arrays = {name: getattr(self, name)[rows] for name in names}
        return Load(**arrays, patience=self.patience.take(rows))

    @property
    def erlangs(self) -> Floats:
        """Offered load."""
        return self.arrivals * self.aht_s

    @property
    def stable(self) -> Bools:
        """Whether those who never hang up leave operators time to spare."""
        stuck = self.erlangs * self.patience.endless
        stable: Bools = (stuck == 0) | (stuck * (1 + ROUNDING) < self.operators)
        return stable


@dataclass(frozen=True)
class MixedQueue(Queue):
    """A `Queue` with times in seconds, and what else is known of those who wait (N).

    Attributes:
        work_done: share of their work that is done.
        variance: of the wait offered to them, square seconds.
        calls_hazard: rate at which callers who wait hang up.
        work_hazard: the same, each caller counted by handling time.
        lost_of_kinds: share of the callers of each kind of patience who hang up (N, S).
    """

    work_done: Floats
    variance: Floats
    calls_hazard: Floats
    work_hazard: Floats
    lost_of_kinds: Floats

    @property
    def served_work(self) -> Floats:
        """Share of the offered load that is served."""
        return self.free + self.wait * self.work_done


def meet_mixed(load: Load, *, rough: bool = False) -> MixedQueue:
    """Return what callers meet in intervals (N) with calls and a steady state; times in seconds.

    `rough` is two to three times as fast and right to a few digits, for searches.
    """
    waiting, beside = _all_waiting(load, FEW_NODES if rough else NODES)
    logit = waiting.log_weight - log_odds_below(load.operators, load.erlangs)
    return MixedQueue(special.expit(-logit), special.expit(logit), waiting, **beside)


def _all_waiting(load: Load, nodes: int) -> tuple[Waiting, dict[str, Floats]]:
    """Return what callers meet who have to wait (N), and what `MixedQueue` knows beside."""
    with np.errstate(divide="ignore", over="ignore", under="ignore"):
        pieces = load.patience.marks_s().size + 2 * len(LEVELS) + 2 + GRADES * (not load.patience.is_smooth)
        step = max(NODES_AT_ONCE // (pieces * nodes), 1)
        starts = range(0, max(load.operators.size, 1), step)
        parts = [
            _waiting(load.take(np.arange(at, min(at + step, load.operators.size))), nodes) for at in starts
        ]
    names = [each.name for each in fields(Waiting)]
    waiting = {name: np.concatenate([getattr(part, name) for part, _ in parts]) for name in names}
    return Waiting(**waiting), {
        name: np.concatenate([beside[name] for _, beside in parts]) for name in BESIDE
    }


def steady_state_mixed(
    calls_per_hour: Floats,
    aht_s: Floats,
    operators: Floats,
    patience: Mixture,
    *,
    within_s: Floats,
    short_s: Floats | None = None,
    spread: Floats | None = None,
) -> SteadyState:
    """Return what callers meet (N), also where nobody calls, nobody answers or there is no steady state.

    Args:
        calls_per_hour: arrivals >= 0.
        aht_s: mean handling time, above 0.
        operators: on duty, whole or not.
        patience: who calls.
        within_s: threshold of the service level.
        short_s: how soon those hang up who are left out of the level "short"; None for `within_s`.
        spread: F >= 1, see the module; None for 1.
    """
    wide = np.ones_like(calls_per_hour) if spread is None else spread
    every = Load(operators, calls_per_hour / HOUR_S, aht_s, within_s, wide, patience)
    quiet, alone = calls_per_hour == 0, operators == 0
    stable = quiet | every.stable
    left_out = every if short_s is None else replace(every, within_s=short_s)
    figures = _limits(every, left_out, quiet, stable)
    rows = np.flatnonzero(stable & ~quiet & ~alone)
    some = every.take(rows)
    queue = meet_mixed(some)
    if short_s is not None:
        queue = replace(queue, counted=meet_mixed(replace(some, within_s=short_s[rows])).not_gone)
    for name, values in {
        "p_wait": queue.wait,
        "asa_s": queue.asa,
        "mean_wait_s": queue.wait * queue.waiting.mean,
        "abandonment": np.minimum(queue.abandonment, 1.0),
        "busy": np.zeros(rows.size),
        "occupancy": np.minimum(some.erlangs * queue.served_work / some.operators, 1.0),
        "counted": queue.counted_short,
        **levels(queue),
    }.items():
        figures[name][rows] = values
    return SteadyState(stable=stable, **figures)


def _limits(every: Load, left_out: Load, quiet: Bools, stable: Bools) -> dict[str, Floats]:
    """Return what holds where nobody calls, nobody answers, or the queue grows for ever, to be filled elsewhere.

    `left_out` has the threshold of who is left out of the level "short".
    """
    none, met, endless = ~quiet * 1.0, quiet * 1.0, np.where(quiet, 0.0, np.inf)
    return {
        "p_wait": none,
        "asa_s": endless,
        "mean_wait_s": np.where(quiet, 0.0, np.where(stable, every.patience.mean_s, np.inf)),
        "abandonment": np.where(stable, none, 0.0),
        "busy": np.zeros(quiet.shape),
        "occupancy": np.where(stable, 0.0, 1.0),
        "service_level_offered": met,
        "service_level_answered": met.copy(),
        "service_level_virtual": met.copy(),
        "service_level_short": met.copy(),
        "service_level_callers": met.copy(),
        "service_level_positive": np.where(quiet, 1.0, np.where(stable, _gone_in_time(every), 0.0)),
        "counted": np.where(quiet, 0.0, np.where(stable, 1 - _gone_in_time(left_out), 1.0)),
    }


def _gone_in_time(every: Load) -> Floats:
    """Return the share that hangs up within the threshold where nobody answers (N)."""
    with np.errstate(divide="ignore"):
        course = every.patience.course(every.within_s, np.arange(every.within_s.size))
    return course.gone


def _waiting(load: Load, nodes: int) -> tuple[Waiting, dict[str, Floats]]:
    if not load.operators.size:
        return Waiting(*(np.empty(0) for _ in fields(Waiting))), dict.fromkeys(BESIDE, np.empty(0))
    shape = _Shape(load)
    peak_s = shape.peak()
    height = shape.psi(peak_s)[0]
    row, end, wait_s, weight_s = _rule(_cuts(shape, peak_s, height), nodes, load.patience.is_smooth)
    course = load.patience.course(wait_s, row)
    arrivals, drain, spread = (
        values[row][:, None] for values in (load.arrivals, load.operators / load.aht_s, load.spread)
    )
    level = (arrivals * course.work_spent_s - drain * wait_s) / spread - height[row][:, None]
    mass = np.exp(level) * weight_s * (drain / spread)
    first = np.searchsorted(row, np.arange(load.operators.size))

    def total(values: Floats) -> Floats:
        each: Floats = np.add.reduceat(np.einsum("ij->i", values), first)
        return each

    early = (end <= load.within_s[row][:, None]) * mass
    later = mass - early
    whole = total(mass)
    served = mass * course.kept
    everyone = np.arange(load.operators.size)
    still_there = load.patience.course(load.within_s[:, None], everyone).kept[:, 0]
    late_virtual = total(later) / whole
    waiting = Waiting(
        log_weight=np.log(whole) + height,
        lost=total(mass * course.gone) / whole,
        timely=total(early * course.kept) / whole,
        late=total(later * course.kept) / whole,
        timely_virtual=total(early) / whole,
        late_virtual=late_virtual,
        mean=total(mass * course.spent_s) / whole,
        mean_served=total(served * wait_s) / whole,
        overdue=still_there * late_virtual,
    )
    work_done = total(mass * course.work_kept) / whole
    mean_s = total(mass * wait_s) / whole
    patience = load.patience
    return waiting, {
        "work_done": work_done,
        "variance": total(mass * np.square(wait_s - mean_s[row][:, None])) / whole,
        "calls_hazard": _hazard(waiting.lost - patience.calls_at_once, waiting.mean),
        "lost_of_kinds": np.stack([total(mass * own) / whole for own in course.gone_of_kinds], axis=1),
        "work_hazard": _hazard(1 - work_done - patience.at_once, total(mass * course.work_spent_s) / whole),
    }


def _rule(cuts: Floats, nodes: int, is_smooth: bool) -> tuple[Ints, Floats, Floats, Floats]:
    """Return, for each piece that is not empty (P), its interval, its end (P, 1), and nodes and weights (P, nodes).

    Where survival is not smooth at 0, nodes are even in the logarithm of the wait.
    """
    row, piece = np.nonzero(np.diff(cuts, axis=1) > 0)
    start, end = cuts[row, piece][:, None], cuts[row, piece + 1][:, None]
    unit, weights = _gauss(nodes)
    wait_s = start + (end - start) * unit
    stretch = (end - start) * np.ones_like(unit)
    if not is_smooth:
        ratio = np.log(end / np.where(start > 0, start, end))
        wait_s = np.where(start > 0, start * np.exp(ratio * unit), wait_s)
        stretch = np.where(start > 0, wait_s * ratio, stretch)
    return row, end, wait_s, stretch * weights


def _hazard(lost: Floats, waited_s: Floats) -> Floats:
    return np.maximum(lost, 0) / np.where(waited_s > 0, waited_s, 1.0)


class _Shape:
    """The concave psi / F of intervals (N) as a function of the wait."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.drain = load.operators / load.aht_s
        self.everyone = np.arange(load.operators.size)

    def psi(self, wait_s: Floats, rows: Ints | None = None) -> tuple[Floats, Floats]:
        """Return psi / F and its slope at waits (R) in the intervals at `rows` (R)."""
        at = self.everyone if rows is None else rows
        arrivals, drain, spread = self.load.arrivals[at], self.drain[at], self.load.spread[at]
        kept, spent_s = self.load.patience.work_course(wait_s, at)
        return (arrivals * spent_s - drain * wait_s) / spread, (arrivals * kept - drain) / spread

    def peak(self) -> Floats:
        """Return where psi is highest, by bisection of the logarithm: calls still there = departures."""
        load = self.load
        peak_s = np.zeros_like(load.arrivals)
        rows = np.flatnonzero(load.arrivals * (1 - load.patience.at_once) > self.drain)
        if not rows.size:
            return peak_s
        arrivals, drain = load.arrivals[rows], self.drain[rows]
        stuck = drain - arrivals * load.patience.endless[rows]
        high = arrivals * load.patience.finite_work_s[rows] / stuck  # Markov: kept <= endless + mean / wait
        low = high * 1e-15
        for _ in range(PEAK_STEPS):
            middle = np.sqrt(low * high)
            rising = arrivals * load.patience.work_course(middle, rows)[0] > drain
            low, high = np.where(rising, middle, low), np.where(rising, high, middle)
        peak_s[rows] = np.sqrt(low * high)
        return peak_s

    def right(self, peak_s: Floats, height: Floats) -> list[Floats]:
        """Return where psi has fallen by each of LEVELS right of its peak, not far beyond."""
        load = self.load
        stuck = self.drain - load.arrivals * load.patience.endless
        bound = (load.arrivals * load.patience.finite_work_s + load.spread * (LEVELS[0] - height)) / stuck
        spare = self.drain - load.arrivals * (1 - load.patience.at_once)
        steep = np.where(spare > 0, load.spread * LEVELS[0] / np.where(spare > 0, spare, 1.0), np.inf)
        wait_s, points = np.minimum(bound, steep), []
        for level in LEVELS:
            wait_s = self._fallen(wait_s, height - level, peak_s)
            points.append(wait_s)
        return points

    def left(self, peak_s: Floats, height: Floats) -> list[Floats]:
        """Return where psi is still lower by each of LEVELS left of its peak, 0 where it never is."""
        if not peak_s.any():
            return [peak_s for _ in LEVELS]
        wait_s, points = np.zeros_like(peak_s), []
        for level in LEVELS:
            wait_s = np.minimum(self._fallen(wait_s, height - level, peak_s), peak_s)
            points.append(wait_s)
        return points

    def _fallen(self, wait_s: Floats, target: Floats, peak_s: Floats) -> Floats:
        """Return where psi comes up to `target`, by Newton's steps from beyond: a tangent lies above psi."""
        wait_s = wait_s.copy()
        rows = self.everyone
        for _ in range(LEVEL_STEPS):
            level, slope = self.psi(np.maximum(wait_s[rows], np.finfo(np.float64).tiny), rows)
            short = target[rows] - level
            going = (short > NEAR) & (slope != 0)
            rows, slope, short = rows[going], slope[going], short[going]
            if not rows.size:
                break
            moved = wait_s[rows] + short / slope
            right = wait_s[rows] > peak_s[rows]
            wait_s[rows] = np.where(right, np.maximum(moved, peak_s[rows]), np.minimum(moved, peak_s[rows]))
        return wait_s


def _cuts(shape: _Shape, peak_s: Floats, height: Floats) -> Floats:
    """Return the ends of the pieces of each interval's range, in order (N, B)."""
    left, right = shape.left(peak_s, height), shape.right(peak_s, height)
    lowest, highest = left[0][:, None], right[0][:, None]
    load = shape.load
    inner = [np.stack([*left, peak_s, *right, load.within_s], axis=1)]
    inner.append(np.broadcast_to(load.patience.marks_s(), (peak_s.size, load.patience.marks_s().size)))
    if not load.patience.is_smooth:
        inner.append(highest * GRADE ** -np.arange(1.0, GRADES))
    cuts: Floats = np.sort(np.clip(np.concatenate(inner, axis=1), lowest, highest), axis=1)
    return cuts


@cache
def _gauss(count: int) -> tuple[Floats, Floats]:
    """Return the nodes and weights of Gauss and Legendre on 0 to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (1 + nodes) / 2, weights / 2
