"""The smallest number of operators that meets targets where callers differ: `staffing` for `general_patience`.

The search is that of `staffing`: secant steps on log(measure / target) for all intervals at once, first on a
rule of few nodes without the widening of unlike handling times, then with it, last on the measures themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core.arrays import Floats, Ints, Texts
from mfc_capacity.core.steady.erlang import HOUR_S, ROUNDING
from mfc_capacity.core.steady.general_patience import Load, MixedQueue, meet_mixed
from mfc_capacity.core.steady.handling import Handling, meet_varied
from mfc_capacity.core.steady.patience import Mixture
from mfc_capacity.core.steady.staffing import (
    LARGE,
    STABILITY,
    Requirement,
    least_occupancy,
    measure_limited,
    no_reasons,
    refuse_uncountable,
    refuse_unreachable,
    smallest_root,
    target_limits,
    unreachable,
)
from mfc_capacity.core.targets import SERVICE_LEVEL, Targets

LEFT_OUT = "left out"

Meet = Callable[[Load, Handling], MixedQueue]


def unreachable_mixed(targets: Targets, calls_per_hour: Floats, patience: Mixture) -> Texts:
    """Return per interval (N) the first target that no finite number of operators meets, "" where all can be met."""
    return unreachable(targets, calls_per_hour, np.where(patience.hangs_up, 1.0, np.inf))


def operators_required_mixed(
    calls_per_hour: Floats, times: Handling, patience: Mixture, targets: Targets
) -> Requirement:
    """Return the smallest numbers of operators that meet all targets set in N intervals.

    Semantics, slack and errors are those of `staffing.operators_required`.

    Args:
        calls_per_hour: arrivals (N).
        times: handling times, from `handling.handling`.
        patience: who calls, from `patience.mixture` with the same calls.
        targets: limits are scalars or arrays (N).

    Raises:
        UnreachableTargetError: if a target is out of reach in some interval.
    """
    refuse_unreachable(targets, unreachable_mixed(targets, calls_per_hour, patience))
    limits = [np.broadcast_to(each, calls_per_hour.shape) for each in target_limits(targets)]
    refuse_uncountable(calls_per_hour * times.aht_s / HOUR_S, least_occupancy(targets, limits))
    busy = np.flatnonzero(calls_per_hour > 0)
    load = Load(
        operators=np.ones(busy.size),
        arrivals=calls_per_hour[busy] / HOUR_S,
        aht_s=times.aht_s[busy],
        within_s=_everywhere(targets.within_s, calls_per_hour)[busy],
        spread=np.ones(busy.size),
        patience=patience.take(busy),
    )
    goals = _goals(load, targets, [limit[busy] for limit in limits])
    search = _Search(load, times.take(busy), goals, _further(targets, goals, calls_per_hour, busy))
    operators = np.zeros(calls_per_hour.shape, dtype=np.int64)
    bound_by = no_reasons(calls_per_hour.shape, targets)
    operators[busy] = search.smallest()
    bound_by[busy] = search.bound_by(operators[busy])
    return Requirement(operators, bound_by)


@dataclass(frozen=True)
class _Goals:
    """The logarithms of the highest measures (T, N), infinite where a target is not set or cannot be missed."""

    targets: Targets
    most: Floats

    def take(self, rows: Ints) -> "_Goals":
        """Return the goals of the intervals at `rows`."""
        return _Goals(self.targets, self.most[:, rows])

    def excess(self, queues: Mapping[str, MixedQueue], load: Load) -> Floats:
        """Return log(measure / target) of each target (T, N).

        `queues` are those at the thresholds of `_Search.further_s`, and at that of the service level for all others.
        """
        measures = [
            measure_limited(
                row.measure,
                self.targets,
                queues.get(row.key, queues[SERVICE_LEVEL.name]),
                load.operators,
                load.erlangs,
            )
            for row in self.targets.rows
        ]
        with np.errstate(divide="ignore"):
            excess: Floats = np.clip(np.log(np.stack(measures)) - self.most, -LARGE, LARGE)
        return excess


def _goals(load: Load, targets: Targets, limits: list[Floats]) -> _Goals:
    logs = []
    for row, limit in zip(targets.rows, limits, strict=True):
        asked = limit > row.never_missed if row.is_least else limit < row.never_missed
        if row.only_of_impatient:
            asked = asked & load.patience.hangs_up
        most = 1 - limit + np.finfo(np.float64).epsneg / 2 if row.is_least else limit
        with np.errstate(invalid="ignore", divide="ignore"):
            logs.append(np.where(asked, np.log(most) + ROUNDING, np.inf))
    return _Goals(targets, np.stack(logs))


def _everywhere(seconds: ArrayLike, calls_per_hour: Floats) -> Floats:
    return np.broadcast_to(np.asarray(seconds, dtype=np.float64), calls_per_hour.shape)


def _further(targets: Targets, goals: _Goals, calls_per_hour: Floats, busy: Ints) -> dict[str, Floats]:
    """Return the thresholds beside that of the service level: of targets set, by key, and of who is left out."""
    found = {
        row.key: _everywhere(targets.threshold_s(row.measure), calls_per_hour)[busy]
        for row, most in zip(targets.rows, goals.most, strict=True)
        if targets.threshold_s(row.measure) is not targets.within_s and np.isfinite(most).any()
    }
    if targets.counts_apart:
        found[LEFT_OUT] = _everywhere(targets.left_out_s, calls_per_hour)[busy]
    return found


@dataclass(frozen=True)
class _Search:
    """What is searched for; `further_s` are the thresholds of `_further`."""

    load: Load
    times: Handling
    goals: _Goals
    further_s: dict[str, Floats]

    @property
    def unstable(self) -> Ints:
        """The largest number of operators that leaves no steady state, or nobody at all."""
        return np.floor(self.load.erlangs * self.load.patience.endless * (1 + ROUNDING)).astype(np.int64)

    def smallest(self) -> Ints:
        """Return the smallest n >= 1 with a steady state that meets all targets."""
        none_met = self.unstable
        near = np.maximum(np.ceil(self.load.erlangs).astype(np.int64), none_met + 1)
        for meet in (_plainly, _roughly, _exactly) if self.times.varies.any() else (_plainly, _exactly):

            def worst(n: Ints, at: Ints, meet: Meet = meet) -> Floats:
                excess: Floats = self.excess(n, at, meet).max(axis=0)
                return excess

            near = smallest_root(worst, none_met, near)
        return near

    def excess(self, n: Ints, at: Ints, meet: Meet) -> Floats:
        """Return log(measure / target) of each target (T, M) with n operators in the intervals at `at` (M)."""
        some = replace(self.load.take(at), operators=n.astype(np.float64))
        times = self.times.take(at)
        queues = {
            key: meet(replace(some, within_s=within_s[at]), times) for key, within_s in self.further_s.items()
        }
        level = meet(some, times)
        if LEFT_OUT in queues:
            level = replace(level, counted=queues[LEFT_OUT].not_gone)
        return self.goals.take(at).excess({**queues, SERVICE_LEVEL.name: level}, some)

    def bound_by(self, operators: Ints) -> Texts:
        """Return the first target that one operator fewer would miss: all, where nothing would be steady."""
        fewer, targets = operators - 1, self.goals.targets
        at = np.flatnonzero(fewer > self.unstable)
        missed = np.isfinite(self.goals.most)
        missed &= np.array([[row.needs_operators] for row in targets.rows]) | (operators > 1)
        missed[:, at] = self.excess(fewer[at], at, _exactly) > 0
        return np.select(list(missed), targets.keys, STABILITY)


def _plainly(load: Load, _times: Handling) -> MixedQueue:
    return meet_mixed(load, rough=True)


def _roughly(load: Load, times: Handling) -> MixedQueue:
    return meet_varied(load, times, rough=True)[0]


def _exactly(load: Load, times: Handling) -> MixedQueue:
    return meet_varied(load, times)[0]
