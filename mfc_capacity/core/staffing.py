"""The smallest whole number of operators that meets a set of targets.

Every target alone is monotone in n: a score log(measure / limit) falls as n grows. So each target has its own smallest n, the answer is the
largest of them, and the target it belongs to is the one that decided. The search brackets the crossing around the load, then
interpolates the score, for all intervals at once; it never counts up. Erlang A may need fewer operators than the load.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mfc_capacity.core.erlang import HOUR_S, SERVICE_LEVELS, Bools, ErlangA, ErlangC, Queue, _arrays, _times
from mfc_capacity.core.special import Floats, log_inverse_erlang_b

Ints = NDArray[np.int64]
Texts = NDArray[np.str_]

TARGET_NAMES = ("service_level", "max_asa", "max_abandonment", "max_occupancy")
STABILITY = "stability"
SLACK = 1e-12  # a load of 6.3 is 90 % of 7 operators, whatever the last bit of 6.3 / 7 says


@dataclass(frozen=True)
class Targets:
    """Limits, each a scalar or one value an interval; NaN leaves a target out.

    `service_level` is the share that `service_level_of` (offered, answered or virtual) asks to be answered within `within_s`.
    """

    service_level: ArrayLike = np.nan
    within_s: ArrayLike = 20.0
    service_level_of: str = "offered"
    max_asa_s: ArrayLike = np.nan
    max_abandonment: ArrayLike = np.nan
    max_occupancy: ArrayLike = np.nan


@dataclass(frozen=True)
class Requirement:
    """Operators by interval, and the target that decided (`stability`: only a steady state did; empty: nobody calls)."""

    operators: Ints
    bound_by: Texts


class UnreachableTargetError(ValueError):
    """No finite number of operators meets `target` in the intervals with these flat `indices`."""

    def __init__(self, target: str, indices: Ints) -> None:
        self.target, self.indices = target, indices
        super().__init__(f"no number of operators meets the target {target} in {len(indices)} intervals")


def unreachable(targets: Targets, calls_per_hour: ArrayLike, patience_s: ArrayLike) -> Texts:
    """Return, per interval, the first target that no finite number of operators meets; empty where all can be met.

    Raises:
        ValueError: for a target that is no target: negative, or a share above 1.
    """
    calls, patience = np.broadcast_arrays(np.asarray(calls_per_hour, float), np.asarray(patience_s, float))
    limit = _limits(targets, calls.shape)
    impossible = {
        "service_level": limit["service_level"] >= 1,
        "max_asa": limit["max_asa_s"] <= 0,
        "max_abandonment": (limit["max_abandonment"] <= 0) & np.isfinite(patience),
        "max_occupancy": limit["max_occupancy"] <= 0,
    }
    found = np.full(calls.shape, "", dtype="<U16")
    for name in reversed(TARGET_NAMES):
        found[impossible[name] & (calls > 0)] = name
    return found


def operators_required(
    calls_per_hour: ArrayLike, aht_s: ArrayLike, *, patience_s: ArrayLike = np.inf, targets: Targets
) -> Requirement:
    """Return the smallest number of operators per interval that meets every target; 0 where nobody calls.

    Args:
        calls_per_hour: offered calls >= 0.
        aht_s: mean handling time > 0.
        patience_s: mean patience > 0; infinite for Erlang C.
        targets: the limits.

    Arguments are scalars or arrays that broadcast.

    Raises:
        ValueError: for an argument or a target out of its range, by name.
        UnreachableTargetError: where no number of operators meets a target.
    """
    (calls,) = _arrays(calls_per_hour=calls_per_hour)
    shape = np.broadcast_shapes(calls.shape, *(np.shape(v) for v in (aht_s, patience_s, *_values(targets).values())))
    calls = np.broadcast_to(calls, shape).ravel()
    aht, patience = (np.broadcast_to(v, shape).ravel() for v in (aht_s, patience_s))
    aht, patience = _times(calls, aht, patience)
    _refuse(unreachable(targets, calls, patience))
    limits = {name: values.ravel() for name, values in _limits(targets, shape).items()}
    operators = np.zeros(calls.shape, dtype=np.int64)
    bound_by = np.full(calls.shape, "", dtype="<U16")
    for kind, rows in ((ErlangC, (calls > 0) & np.isinf(patience)), (ErlangA, (calls > 0) & np.isfinite(patience))):
        if rows.any():
            search = _Search(kind, calls[rows] * aht[rows] / HOUR_S, aht[rows], patience[rows])
            chosen = {name: values[rows] for name, values in limits.items()}
            operators[rows], bound_by[rows] = search.smallest(chosen, targets.service_level_of)
    return Requirement(operators.reshape(shape), bound_by.reshape(shape))


def lines_required(load_erlangs: float, max_blocking: float) -> int:
    """Return the smallest whole number of lines that loses at most this share of calls (Erlang B).

    Raises:
        ValueError: if the load is negative or the share not above 0 and at most 1.
    """
    (load,) = _arrays(load_erlangs=load_erlangs)
    if not 0 < max_blocking <= 1:
        raise ValueError("max_blocking must be above 0 and at most 1")
    if load == 0 or max_blocking == 1:
        return 0

    def score(n: Floats, _rows: Ints) -> Floats:
        return -log_inverse_erlang_b(n, np.full(n.shape, load)) - np.log(max_blocking)

    return int(_smallest(score, np.array([0.0]), np.ceil(np.atleast_1d(load)))[0])


def _values(targets: Targets) -> dict[str, ArrayLike]:
    return {field.name: getattr(targets, field.name) for field in fields(targets) if field.name != "service_level_of"}


def _limits(targets: Targets, shape: tuple[int, ...]) -> dict[str, Floats]:
    """Return the limits as arrays, refusing what is no limit."""
    if targets.service_level_of not in SERVICE_LEVELS:
        raise ValueError(f"service_level_of must be one of {', '.join(SERVICE_LEVELS)}")
    limits = {name: np.broadcast_to(np.asarray(v, dtype=float), shape) for name, v in _values(targets).items()}
    for name, values in limits.items():
        is_share = name in ("service_level", "max_abandonment", "max_occupancy")
        if np.any(values < 0) or np.any(np.isinf(values)) or (is_share and np.any(values > 1)):
            raise ValueError(f"{name} must be {'a share from 0 to 1' if is_share else 'finite and not negative'}")
    if np.any(np.isnan(limits["within_s"])):
        raise ValueError("within_s must be finite and not negative")
    return limits


def _refuse(missed: Texts) -> None:
    if np.any(missed != ""):
        first = str(missed[missed != ""][0])
        raise UnreachableTargetError(first, np.flatnonzero(missed == first))


class _Search:
    """Intervals of one kind of queue, flat, with the search for each target's own smallest n."""

    def __init__(self, kind: type[Queue], load: Floats, aht_s: Floats, patience_s: Floats) -> None:
        self.kind, self.load, self.aht_s, self.patience_s = kind, load, aht_s, patience_s
        self.lowest = np.floor(load) if kind is ErlangC else np.zeros_like(load)

    def smallest(self, limits: dict[str, Floats], level: str) -> tuple[Ints, Texts]:
        """Return the largest of the targets' smallest n, and the target it belongs to."""
        operators = self.lowest + 1
        bound_by = np.full(self.load.shape, STABILITY, dtype="<U16")
        for name in TARGET_NAMES:
            limit = limits["max_asa_s" if name == "max_asa" else name]
            rows = np.flatnonzero(~np.isnan(limit))
            if self.kind is ErlangC and name == "max_abandonment":
                continue
            own = self._own_smallest(name, rows, limit[rows], limits["within_s"][rows], level)
            decides = (own > operators[rows]) | ((own == operators[rows]) & (bound_by[rows] == STABILITY) & (own > 0))
            operators[rows[decides]], bound_by[rows[decides]] = own[decides], name
        return operators.astype(np.int64), bound_by

    def _own_smallest(self, name: str, rows: Ints, limit: Floats, within_s: Floats, level: str) -> Floats:
        log_limit = np.log(1 - limit if name == "service_level" else limit)

        def score(n: Floats, of: Ints) -> Floats:
            at = rows[of]
            queue = self.kind(self.load[at], self.aht_s[at], self.patience_s[at], n)
            with np.errstate(divide="ignore"):
                return np.log(_measure(queue, name, within_s[of], level)) - log_limit[of]

        return _smallest(score, self.lowest[rows], np.ceil(self.load[rows] + 0.5 * np.sqrt(self.load[rows])))


def _measure(queue: Queue, name: str, within_s: Floats, level: str) -> Floats:
    """Return what the target limits; 1 - service level in place of the service level."""
    if name == "service_level":
        return queue.late(within_s, level)
    measure: Floats = getattr(queue, "asa_s" if name == "max_asa" else name.removeprefix("max_"))
    return measure


def _smallest(score: Callable[[Floats, Ints], Floats], lowest: Floats, guess: Floats) -> Floats:
    """Return the smallest whole n > lowest with score(n) <= 0, for a score that falls with n (flat arrays).

    `low` always fails and `high` always meets (or is infinite): the bracket first grows from the guess in doubling steps, then shrinks by
    interpolation of the score, with a bisection every third round so that no shape of score can slow it down.
    """
    low, high = lowest.copy(), np.full(lowest.shape, np.inf)
    score_low, score_high = np.full(lowest.shape, np.inf), np.full(lowest.shape, -np.inf)
    step = np.maximum(1.0, np.floor(np.sqrt(guess) / 2))
    n = np.maximum(guess, low + 1)
    active = np.arange(len(low))
    turn = 0
    while active.size:
        value = score(n[active], active)
        meets = value <= SLACK
        met, failed = active[meets], active[~meets]
        high[met], score_high[met] = n[met], value[meets]
        low[failed], score_low[failed] = n[failed], value[~meets]
        active = active[high[active] - low[active] > 1]
        turn += 1
        n[active] = _next(low[active], high[active], score_low[active], score_high[active], step[active], turn)
        step[active] *= 2
    return high


def _next(low: Floats, high: Floats, score_low: Floats, score_high: Floats, step: Floats, turn: int) -> Floats:
    """Return the n to try next, strictly inside the bracket."""
    with np.errstate(invalid="ignore"):
        crossing = low + np.ceil((high - low) * score_low / (score_low - score_high))
        middle = np.floor((low + high) / 2)
    inside = np.isfinite(score_low) & np.isfinite(score_high) & (turn % 3 > 0)
    tried = np.where(inside, crossing, np.where(np.isfinite(score_low), middle, high - step))
    tried = np.where(np.isinf(high), low + step, tried)
    return np.clip(tried, low + 1, np.where(np.isinf(high), np.inf, high - 1))
