"""The smallest number of operators that meets a set of targets.

Every measure improves with each operator added, so each target has a smallest number of its own and the
largest of these is the requirement; the target it came from is what bound it. The search looks at all
intervals at once and takes secant steps on the logarithm of measure / target, which is nearly straight in
n, kept inside a bracket of one number that fails and one that meets: first on the cheap diffusion
approximation, then from its answer on the exact formulas. Erlang A may well staff below the load.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.poisson import log_odds_below
from mfc_capacity.core.steady.diffusion import rough_queue
from mfc_capacity.core.steady.erlang import ROUNDING, Queue, meet, offered

TARGET_NAMES = ("service_level", "max_asa", "max_abandonment", "max_occupancy")
SERVICE_LEVELS_OF = ("offered", "answered", "virtual")
STABILITY = "stability"
SECANT_STEPS = 8
LARGE = 1e3
MOST_OPERATORS = 1e9
UNKNOWN = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Targets:
    """What an interval must keep; scalars or arrays that broadcast, NaN where a target is not set.

    Attributes:
        service_level: least share of calls answered within `within_s`, 0 to 1.
        within_s: threshold of the service level.
        service_level_of: which calls the share is of; see `SteadyState`.
        max_asa_s: longest mean wait of answered callers.
        max_abandonment: largest share of callers who hang up.
        max_occupancy: largest busy time / time on duty.
    """

    service_level: ArrayLike = np.nan
    within_s: ArrayLike = 20.0
    service_level_of: Literal["offered", "answered", "virtual"] = "offered"
    max_asa_s: ArrayLike = np.nan
    max_abandonment: ArrayLike = np.nan
    max_occupancy: ArrayLike = np.nan


@dataclass(frozen=True)
class Requirement:
    """Operators per interval, and the target that decided them.

    Attributes:
        operators: smallest whole number that meets every target; 0 where nobody calls, else at least 1.
        bound_by: name of the target; "stability" where only a steady state decided, "" where nobody calls.
    """

    operators: Ints
    bound_by: Texts


class UnreachableTargetError(ValueError):
    """No number of operators meets `target` in the intervals at `indices` (of the flattened arrays)."""

    def __init__(self, target: str, indices: Ints) -> None:
        self.target, self.indices = target, indices
        super().__init__(f"no number of operators reaches {target}")


def unreachable(targets: Targets, calls_per_hour: ArrayLike, patience_s: ArrayLike) -> Texts:
    """Return per interval the first target that no finite number of operators meets, "" where all can be met.

    Some callers wait whatever the staff: a service level of 1, an ASA of 0, an abandonment of 0 where
    callers do hang up, and an occupancy of 0 are out of reach.
    """
    level, asa, abandonment, occupancy = target_limits(targets)
    calls = arguments.finite("calls_per_hour", calls_per_hour)
    impatient = np.isfinite(arguments.patience("patience_s", patience_s))
    beyond = np.broadcast_arrays(level >= 1, asa <= 0, (abandonment <= 0) & impatient, occupancy <= 0, calls)
    hopeless = [mask & (calls > 0) for mask in beyond[:-1]]
    return np.select(hopeless, TARGET_NAMES, "")


def operators_required(
    calls_per_hour: ArrayLike, aht_s: ArrayLike, *, patience_s: ArrayLike = np.inf, targets: Targets
) -> Requirement:
    """Return the smallest numbers of operators that meet all targets set; arguments broadcast.

    A target counts as met up to a relative slack of 1e-12, so that rounding never adds an operator.

    Raises:
        ValueError: for a NaN, negative or infinite argument, or a target outside its range.
        UnreachableTargetError: if a target is out of reach in some interval.
    """
    calls, aht, patience, within, *limits = np.broadcast_arrays(
        arguments.finite("calls_per_hour", calls_per_hour),
        arguments.positive("aht_s", aht_s),
        arguments.patience("patience_s", patience_s),
        arguments.finite("within_s", targets.within_s),
        *target_limits(targets),
    )
    refuse_unreachable(unreachable(targets, calls, patience))
    load, theta = offered(calls, aht, patience)
    _refuse_uncountable(load, limits[-1])
    busy = load > 0
    intervals = _Intervals(load[busy], theta[busy], within[busy] / aht[busy])
    level, asa_s, abandonment, occupancy = (limit[busy] for limit in limits)
    own = np.array(
        [
            _for_service_level(intervals, level, targets.service_level_of),
            _for_asa(intervals, asa_s / aht[busy]),
            _for_abandonment(intervals, abandonment),
            _for_occupancy(intervals, occupancy),
            intervals.unstable + 1,
        ]
    )
    operators = np.zeros(load.shape, dtype=np.int64)
    bound_by = np.full(load.shape, "", dtype="<U15")
    operators[busy] = own.max(axis=0)
    bound_by[busy] = np.array([*TARGET_NAMES, STABILITY])[own.argmax(axis=0)]
    return Requirement(operators, bound_by)


@dataclass(frozen=True)
class _Intervals:
    """Intervals with calls, arrays of one length (N); times in handling times."""

    load: Floats
    theta: Floats
    within: Floats

    @property
    def unstable(self) -> Ints:
        """The largest number of operators that leaves no steady state, or nobody at all."""
        return np.where(self.theta > 0, 0, np.floor(self.load * (1 + ROUNDING))).astype(np.int64)

    def where(self, chosen: Bools | Ints) -> "_Intervals":
        """Return the chosen intervals."""
        return _Intervals(self.load[chosen], self.theta[chosen], self.within[chosen])


Measure = Callable[[Queue, Floats, Floats], Floats]


def _for_service_level(intervals: _Intervals, level: Floats, of: str) -> Ints:
    missed = 1 - level + np.finfo(np.float64).epsneg / 2
    return _search(intervals, lambda queue, _n, _load: queue.missed(of), missed, level > 0)


def _for_asa(intervals: _Intervals, asa: Floats) -> Ints:
    return _search(intervals, lambda queue, _n, _load: queue.asa, asa, np.isfinite(asa))


def _for_abandonment(intervals: _Intervals, abandonment: Floats) -> Ints:
    asked = (abandonment < 1) & (intervals.theta > 0)
    return _search(intervals, lambda queue, _n, _load: queue.abandonment, abandonment, asked)


def _for_occupancy(intervals: _Intervals, occupancy: Floats) -> Ints:
    """Under Erlang C load / n decides; a single operator is not bound by it, since none would meet it too."""
    asked = ~np.isnan(occupancy)
    impatient, patient = asked & (intervals.theta > 0), asked & (intervals.theta == 0)
    own = _search(intervals, lambda queue, n, load: load * queue.served / n, occupancy, impatient)
    own[patient] = np.ceil(intervals.load[patient] / occupancy[patient] * (1 - ROUNDING))
    return np.where(own > 1, own, 0)


def _search(intervals: _Intervals, measure: Measure, limit: Floats, asked: Bools) -> Ints:
    """Return the smallest n >= 1 with a steady state and measure <= limit where `asked`, 0 elsewhere."""
    answer = np.zeros(limit.shape, dtype=np.int64)
    rows, most = intervals.where(asked), np.log(limit[asked]) + ROUNDING

    def excess(queue_of: Callable[..., Queue], n: Ints, at: Ints) -> Floats:
        some, operators = rows.where(at), n.astype(np.float64)
        queue = queue_of(operators, some.load, some.theta, some.within)
        with np.errstate(divide="ignore"):
            return np.clip(np.log(measure(queue, operators, some.load)) - most[at], -LARGE, LARGE)

    none_met = rows.unstable
    start = np.maximum(np.ceil(rows.load).astype(np.int64), none_met + 1)
    near = smallest_root(partial(excess, rough_queue), none_met, start)
    answer[asked] = smallest_root(partial(excess, meet), none_met, near)
    return answer


def smallest_root(excess: Callable[[Ints, Ints], Floats], fails: Ints, start: Ints) -> Ints:
    """Return the smallest n > `fails` with excess(n, rows) <= 0, for a function falling with n (arrays of N).

    Each round evaluates the rows still open once: at a secant step within the bracket, and after a few of
    those at its middle.
    """
    fails, n, meets = fails.copy(), start.copy(), np.full(start.shape, UNKNOWN)
    last_n, last_value = n.copy(), np.full(n.shape, np.nan)
    at = np.arange(n.size)
    for turn in count():
        value = excess(n[at], at)
        met = value <= 0
        meets[at[met]], fails[at[~met]] = n[at[met]], n[at[~met]]
        secant = _secant(n[at], value, last_n[at], last_value[at])
        last_n[at], last_value[at] = n[at], value
        is_open = meets[at] - fails[at] > 1
        at = at[is_open]
        if not at.size:
            break
        highest = np.where(meets[at] == UNKNOWN, 2 * n[at] + 1, meets[at] - 1)
        middle = np.where(meets[at] == UNKNOWN, highest, (fails[at] + highest + 1) // 2)
        proposed = secant[is_open] if turn < SECANT_STEPS else middle
        n[at] = np.clip(proposed, fails[at] + 1, highest).astype(np.int64)
    return meets


def _secant(n: Ints, value: Floats, last_n: Ints, last_value: Floats) -> Floats:
    """Return the next n by the line through the last two points, at first by a slope typical of queues."""
    with np.errstate(invalid="ignore", divide="ignore"):
        chord = value * (n - last_n) / (last_value - value)
    step: Floats = np.where(np.isnan(last_value), value * np.sqrt(n) / 2, chord)
    return np.ceil(n + np.nan_to_num(step, nan=0.0, posinf=LARGE, neginf=-LARGE))


def lines_required(load_erlangs: ArrayLike, max_blocking: ArrayLike) -> Ints:
    """Return the smallest whole numbers of lines that lose at most this share of calls (Erlang B).

    Raises:
        ValueError: for a negative, infinite or NaN load, or a share that is not above 0 and at most 1.

    >>> int(lines_required(8.0, 0.1217))
    10
    """
    load, share = np.broadcast_arrays(
        arguments.finite("load_erlangs", load_erlangs), arguments.positive("max_blocking", max_blocking)
    )
    arguments.unset_or("max_blocking", share, 1)
    _refuse_uncountable(load, np.ones_like(share))
    lines = np.zeros(load.shape, dtype=np.int64)
    busy = (load > 0) & (share < 1)
    a, most = load[busy], np.log(share[busy]) + ROUNDING

    def excess(n: Ints, at: Ints) -> Floats:
        blocked: Floats = -np.logaddexp(0, log_odds_below(n.astype(np.float64), a[at]))
        above: Floats = blocked - most[at]
        return above

    lines[busy] = smallest_root(excess, np.zeros(a.shape, dtype=np.int64), np.ceil(a).astype(np.int64))
    return lines


def target_limits(targets: Targets) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the least service level and the highest ASA, abandonment and occupancy, checked."""
    if targets.service_level_of not in SERVICE_LEVELS_OF:
        raise ValueError(f"service_level_of must be one of {', '.join(SERVICE_LEVELS_OF)}")
    return (
        arguments.unset_or("service_level", targets.service_level, 1),
        arguments.unset_or("max_asa_s", targets.max_asa_s, np.inf),
        arguments.unset_or("max_abandonment", targets.max_abandonment, 1),
        arguments.unset_or("max_occupancy", targets.max_occupancy, 1),
    )


def refuse_unreachable(targets: Texts) -> None:
    """Raise for the first target named in what `unreachable` returns."""
    for name in TARGET_NAMES:
        indices = np.flatnonzero(targets == name)
        if indices.size:
            raise UnreachableTargetError(name, indices)


def _refuse_uncountable(load: Floats, largest_share: Floats) -> None:
    if np.any(load > MOST_OPERATORS * np.fmin(largest_share, 1)):
        raise ValueError(f"calls_per_hour x aht_s asks for more than {MOST_OPERATORS:g} operators")
