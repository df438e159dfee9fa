"""The smallest number of operators that meets a set of targets.

Every measure improves with each operator added, so each target has a smallest number of its own and the
largest of these is the requirement; the target it came from is what bound it. The search looks at all
intervals at once and takes secant steps on the logarithm of measure / target, which is nearly straight in
n, kept inside a bracket of one number that fails and one that meets: first on the cheap diffusion
approximation, then from its answer on the exact formulas. Erlang A may well staff below the load. Of many
intervals that differ in their load alone some are searched: what lies between two of one requirement has it too,
since every measure worsens with the load.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import count

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.poisson import log_odds_below
from mfc_capacity.core.steady.diffusion import rough_queue
from mfc_capacity.core.steady.erlang import ROUNDING, Queue, offered
from mfc_capacity.core.steady.queue_states import searched_queue
from mfc_capacity.core.targets import (
    ABANDONMENT,
    ASA,
    BUSY,
    MEAN_WAIT,
    OCCUPANCY,
    P_WAIT,
    SERVICE_LEVELS_OF,
    Measure,
    Target,
    Targets,
)

STABILITY, MIN_OPERATORS = "stability", "min_operators"
SECANT_STEPS = 8
SEARCHED_EVERY = 32  # of the intervals alike but for their load, in the order of it
LARGE = 1e3
TOLERANCE = 1e-9  # of a measure that is searched for, relative to its target
MOST_OPERATORS = 1e9
UNKNOWN = np.iinfo(np.int64).max


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
    calls = arguments.finite("calls_per_hour", calls_per_hour)
    impatient = np.isfinite(arguments.patience("patience_s", patience_s))
    beyond = []
    for row, limit in zip(targets.rows, _checked_limits(targets), strict=True):
        is_beyond = limit >= row.never_met if row.is_least else limit <= row.never_met
        beyond.append(is_beyond & impatient if row.only_of_impatient else is_beyond)
    *hopeless, calling = np.broadcast_arrays(*beyond, calls > 0)
    return np.select([mask & calling for mask in hopeless], targets.keys, "")


def operators_required(
    calls_per_hour: ArrayLike, aht_s: ArrayLike, *, patience_s: ArrayLike = np.inf, targets: Targets
) -> Requirement:
    """Return the smallest numbers of operators that meet all targets set; arguments broadcast.

    A target counts as met up to a relative slack of 1e-12, so that rounding never adds an operator.

    Raises:
        ValueError: for a NaN, negative or infinite argument, or a target outside its range.
        UnreachableTargetError: if a target is out of reach in some interval.
    """
    calls, aht, patience, *rest, left_out = np.broadcast_arrays(
        arguments.finite("calls_per_hour", calls_per_hour),
        arguments.positive("aht_s", aht_s),
        arguments.patience("patience_s", patience_s),
        *target_thresholds(targets),
        *target_limits(targets),
        arguments.finite("short_s", targets.left_out_s),
    )
    thresholds, limits = rest[: len(targets.rows)], rest[len(targets.rows) :]
    refuse_unreachable(targets, unreachable(targets, calls, patience))
    load, theta = offered(calls, aht, patience)
    refuse_uncountable(load, least_occupancy(targets, limits))
    busy = load > 0
    left_out = left_out / aht if targets.counts_apart else np.zeros_like(load)
    intervals = _Intervals(load[busy], theta[busy], np.zeros_like(load[busy]), aht[busy], left_out[busy])
    own = [
        _fewest(replace(intervals, within=within[busy] / aht[busy]), row, limit[busy], targets)
        for row, within, limit in zip(targets.rows, thresholds, limits, strict=True)
    ]
    own.append(intervals.unstable + 1)
    operators = np.zeros(load.shape, dtype=np.int64)
    bound_by = no_reasons(load.shape, targets)
    operators[busy] = np.max(own, axis=0)
    bound_by[busy] = np.array([*targets.keys, STABILITY])[np.argmax(own, axis=0)]
    return Requirement(operators, bound_by)


@dataclass(frozen=True)
class _Intervals:
    """Intervals with calls, arrays of one length (N); `load` to `within` and `left_out` in handling times."""

    load: Floats
    theta: Floats
    within: Floats
    aht_s: Floats
    left_out: Floats

    @property
    def unstable(self) -> Ints:
        """The largest number of operators that leaves no steady state, or nobody at all."""
        return np.where(self.theta > 0, 0, np.floor(self.load * (1 + ROUNDING))).astype(np.int64)

    def where(self, chosen: Bools | Ints) -> "_Intervals":
        """Return the chosen intervals."""
        return _Intervals(*(getattr(self, field.name)[chosen] for field in fields(self)))


def _fewest(intervals: _Intervals, row: Target, limit: Floats, targets: Targets) -> Ints:
    """Return the fewest operators that keep one target, 0 where it asks for nobody.

    Where callers never hang up, load / n is the occupancy. A single operator is not bound by a target that nobody on
    duty would keep too.
    """
    asked = limit > row.never_missed if row.is_least else limit < row.never_missed
    patient = asked & (intervals.theta == 0)
    if row.only_of_impatient or row.measure == OCCUPANCY:
        asked = asked & ~patient
    if row.is_least:
        most = 1 - limit + np.finfo(np.float64).epsneg / 2
    else:
        most = limit / intervals.aht_s if row.measure.kind == "seconds" else limit
    counts_apart = targets.counts_apart and targets.level_of(row.measure) == "short"
    measure = partial(measure_limited, row.measure, targets)
    own = _search(intervals, measure, most, asked, counts_apart=counts_apart)
    if row.measure == OCCUPANCY:
        own[patient] = np.ceil(intervals.load[patient] / limit[patient] * (1 - ROUNDING))
    return own if row.needs_operators else np.where(own > 1, own, 0)


def target_excess(values: Floats, row: Target, limit: Floats | float, operators: Ints) -> Floats:
    """Return log(measure / target) of one target (N), very negative where it is not set."""
    nobody = (operators == 0) & row.needs_operators
    short, most = (np.maximum(1 - values, 0.0), 1 - limit) if row.is_least else (values, limit)
    with np.errstate(divide="ignore"):
        log = np.log(short) - np.log(most * (1 + TOLERANCE))
    return np.clip(np.where(np.isnan(limit), -LARGE, np.where(nobody, np.inf, log)), -LARGE, LARGE)


def measure_limited(measure: Measure, targets: Targets, queue: Queue, n: Floats, load: Floats) -> Floats:
    """Return a measure that falls with n, times in handling times: of a level the share that misses it."""
    of = targets.level_of(measure)
    if of is not None:
        return queue.missed(of)
    if measure == OCCUPANCY:
        return load * queue.served_work / n
    values: Floats = getattr(queue, _OF_QUEUE[measure])
    return values


_OF_QUEUE = {ASA: "asa", MEAN_WAIT: "mean_wait", P_WAIT: "wait", ABANDONMENT: "abandonment", BUSY: "busy"}


Falling = Callable[[Queue, Floats, Floats], Floats]


def _search(
    intervals: _Intervals, measure: Falling, limit: Floats, asked: Bools, *, counts_apart: bool
) -> Ints:
    """Return the smallest n >= 1 with a steady state and measure <= limit where `asked`, 0 elsewhere.

    `counts_apart` where a level leaves out who hangs up within another time than its threshold.
    """
    answer = np.zeros(limit.shape, dtype=np.int64)
    rows, most = intervals.where(asked), np.log(limit[asked]) + ROUNDING
    order = np.lexsort((rows.load, rows.left_out, rows.within, rows.theta, most))
    rows, most = rows.where(order), most[order]

    def excess(queue_of: Callable[..., Queue], n: Ints, at: Ints) -> Floats:
        some, operators = rows.where(at), n.astype(np.float64)
        queue = queue_of(operators, some.load, some.theta, some.within)
        if counts_apart:
            counted = queue_of(operators, some.load, some.theta, some.left_out).not_gone
            queue = replace(queue, counted=counted)
        with np.errstate(divide="ignore"):
            return np.clip(np.log(measure(queue, operators, some.load)) - most[at], -LARGE, LARGE)

    def found(
        queue_of: Callable[..., Queue], at: Ints, start: Ints, fails: Ints, meets: Ints | None = None
    ) -> Ints:
        return smallest_root(lambda n, of: excess(queue_of, n, at[of]), fails, start, meets)

    none_met, is_searched = rows.unstable, _searched(rows, most)
    at = np.flatnonzero(is_searched)
    start = np.maximum(np.ceil(rows.load[at]).astype(np.int64), none_met[at] + 1)
    near = found(rough_queue, at, start, none_met[at])
    own = np.zeros(most.shape, dtype=np.int64)
    own[at] = found(searched_queue, at, near, none_met[at])
    last = np.cumsum(is_searched) - 1
    fewest, most_needed = own[at[last]], own[at[np.minimum(last + 1, at.size - 1)]]
    own = np.where(is_searched, own, fewest)
    at = np.flatnonzero(~is_searched & (fewest < most_needed))
    fails = np.maximum(fewest[at] - 1, none_met[at])
    own[at] = found(searched_queue, at, fails + 1, fails, most_needed[at])
    answer[np.flatnonzero(asked)[order]] = own
    return answer


def _searched(rows: _Intervals, most: Floats) -> Bools:
    """Return which of sorted rows are searched: of rows alike but for their load, the first, the last, some between."""
    is_first = np.ones(most.shape, dtype=bool)
    alike = (most, rows.theta, rows.within, rows.left_out)
    is_first[1:] = np.any([np.diff(values) != 0 for values in alike], axis=0)
    is_last = np.roll(is_first, -1)
    chosen: Bools = is_first | is_last | (np.arange(most.size) % SEARCHED_EVERY == 0)
    return chosen


def smallest_root(
    excess: Callable[[Ints, Ints], Floats], fails: Ints, start: Ints, meets: Ints | None = None
) -> Ints:
    """Return the smallest n > `fails` with excess(n, rows) <= 0, for a function falling with n (arrays of N).

    `meets` are numbers above `start` or equal that are known to be enough.

    Each round evaluates the rows still open once: at a secant step within the bracket, and after a few of
    those at its middle.
    """
    fails, n = fails.copy(), start.copy()
    meets = np.full(start.shape, UNKNOWN) if meets is None else meets.copy()
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


def smallest_and_missed(
    excesses: Callable[[Ints, Ints], Floats], fails: Ints, start: Ints, most: Floats
) -> tuple[Ints, Bools]:
    """Return the smallest n > `fails` (N) that keeps all targets, and which the largest number tried misses (T x N).

    `excesses` are those of each target (T x N); with `most` (N) it ends, whatever is missed.
    """
    tried = fails.copy()
    missed: list[Bools] = []

    def worst(n: Ints, at: Ints) -> Floats:
        values = excesses(n, at)
        if not missed:
            missed.append(np.zeros((len(values), fails.size), dtype=bool))
        beyond: Floats = np.where(n >= most[at], -LARGE, values.max(axis=0))
        is_last = (beyond > 0) & (n > tried[at])
        tried[at[is_last]], missed[0][:, at[is_last]] = n[is_last], values[:, is_last] > 0
        return beyond

    found = smallest_root(worst, fails, start)
    return found, missed[0]


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
    refuse_uncountable(load)
    lines = np.zeros(load.shape, dtype=np.int64)
    busy = (load > 0) & (share < 1)
    a, most = load[busy], np.log(share[busy]) + ROUNDING

    def excess(n: Ints, at: Ints) -> Floats:
        blocked: Floats = -np.logaddexp(0, log_odds_below(n.astype(np.float64), a[at]))
        above: Floats = blocked - most[at]
        return above

    lines[busy] = smallest_root(excess, np.zeros(a.shape, dtype=np.int64), np.ceil(a).astype(np.int64))
    return lines


def least_occupancy(targets: Targets, limits: Sequence[Floats]) -> Floats:
    """Return the occupancy that the targets' limits leave, at most 1."""
    asked = [limit for row, limit in zip(targets.rows, limits, strict=True) if row.measure == OCCUPANCY]
    least: Floats = np.fmin.reduce(asked, initial=1.0)
    return least


def no_reasons(shape: tuple[int, ...], targets: Targets) -> Texts:
    """Return empty texts that hold what any number of operators is bound by."""
    return np.full(shape, "", dtype=f"<U{max(map(len, (*targets.keys, STABILITY, MIN_OPERATORS)))}")


def target_limits(targets: Targets) -> list[Floats]:
    """Return the limit of every target there is, checked, NaN where it is not set or asks for lines, not operators."""
    if targets.service_level_of not in SERVICE_LEVELS_OF:
        raise ValueError(f"service_level_of must be one of {', '.join(SERVICE_LEVELS_OF)}")
    return [
        np.full_like(limit, np.nan) if row.asks_for_lines else limit
        for row, limit in zip(targets.rows, _checked_limits(targets), strict=True)
    ]


def _checked_limits(targets: Targets) -> list[Floats]:
    return [arguments.unset_or(row.field, targets.limit(row), row.highest) for row in targets.rows]


def target_thresholds(targets: Targets) -> list[Floats]:
    """Return the threshold of every target there is, checked; of those that have none, the service level's."""
    return [arguments.finite("within_s", targets.threshold_s(row.measure)) for row in targets.rows]


def refuse_unreachable(targets: Targets, missed: Texts) -> None:
    """Raise for the first of the targets named in what `unreachable` returns."""
    for key in targets.keys:
        indices = np.flatnonzero(missed == key)
        if indices.size:
            raise UnreachableTargetError(key, indices)


def refuse_uncountable(load: Floats, occupancy: ArrayLike = 1.0) -> None:
    """Refuse loads that ask for more operators than can be counted."""
    if np.any(load > MOST_OPERATORS * np.asarray(occupancy)):
        raise ValueError(f"calls_per_hour x aht_s asks for more than {MOST_OPERATORS:g} operators")
