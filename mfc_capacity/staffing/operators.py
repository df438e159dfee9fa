"""From calls to operators: what each group needs in every interval, and what callers meet.

The requirement is the smallest number on duty that keeps every target of the group, never below its
`min_operators` while it is open. Beside it stand the people on the payroll, on duty / (1 - shrinkage),
counted whole from exact fractions. Operators that the scenario states are evaluated by the same method.

The stationary method takes every interval by itself, as if its queue had settled: equal intervals are solved once,
and where operators cannot keep up there is no steady state, and no wait is reported. The time-dependent method
carries the queue through the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mfc_capacity.answers.records import NO_CALLS, OK, OVERLOADED, UNSTAFFED
from mfc_capacity.core.arrays import Floats, Ints, Texts
from mfc_capacity.core.steady import erlang, staffing
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.demand.hotlines import steps_at
from mfc_capacity.files.units import DAY_S
from mfc_capacity.scenario import Group, TargetSet
from mfc_capacity.staffing.performance import Performance, performances_joined
from mfc_capacity.staffing.time_dependent import ThroughDay

TIME_DEPENDENT = "time-dependent"
METHOD = "method"
MIN_OPERATORS = "min_operators"
LARGEST_LOAD_ERLANGS = 20_000  # carried through the day: there the day takes half a minute
HOUR_S = 3600.0


@dataclass(frozen=True)
class GroupOperators:
    """The operators of one group in every kind of day (K x I): required, paid, and given (None: not stated)."""

    required: Ints
    paid: Ints
    bound_by: Texts
    expected: Performance
    given: Ints | None
    met: Performance | None

    def of_kinds(self, kinds: Ints) -> "GroupOperators":
        """Return the operators in some kinds of day."""
        return GroupOperators(
            required=self.required[kinds],
            paid=self.paid[kinds],
            bound_by=self.bound_by[kinds],
            expected=self.expected.of_kinds(kinds),
            given=None if self.given is None else self.given[kinds],
            met=None if self.met is None else self.met.of_kinds(kinds),
        )


class UnreachableError(Exception):
    """No number of operators keeps `target`, first in `interval` of the days of `kind`.

    Where `target` is METHOD, there are too many calls for the queue to be carried through the day.
    """

    def __init__(self, target: str, kind: int, interval: int) -> None:
        self.target, self.kind, self.interval = target, kind, interval
        super().__init__(target, kind, interval)


def group_operators(group: Group, load: GroupDays, interval_s: int, method: str) -> GroupOperators:
    """Solve one group: the requirement, what it promises, and what the operators given deliver.

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    required, bound_by = requirement(group, load, interval_s, method)
    given = None if group.operators is None else on_duty(group.operators, load, interval_s)
    return GroupOperators(
        required=required,
        paid=whole_people(required, group.shrinkage),
        bound_by=bound_by,
        expected=performance(group, load, required, interval_s, method),
        given=given,
        met=None if given is None else performance(group, load, given, interval_s, method),
    )


def operators_joined(parts: Sequence[GroupOperators]) -> GroupOperators:
    """Return the operators in the kinds of day of several parts of one group, one part after the other."""
    given = [part.given for part in parts if part.given is not None]
    met = [part.met for part in parts if part.met is not None]
    return GroupOperators(
        required=np.concatenate([part.required for part in parts]),
        paid=np.concatenate([part.paid for part in parts]),
        bound_by=np.concatenate([part.bound_by for part in parts]),
        expected=performances_joined([part.expected for part in parts]),
        given=np.concatenate(given) if given else None,
        met=performances_joined(met) if met else None,
    )


def requirement(group: Group, load: GroupDays, interval_s: int, method: str) -> tuple[Ints, Texts]:
    """Return the operators required and what bound them (K x I).

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    refuse_unreachable(group, load, interval_s, method)
    if method == TIME_DEPENDENT:
        solved = ThroughDay(group, load, interval_s).required(core_targets(group.targets))
        return solved.operators, solved.bound_by
    return _stationary(group, load, interval_s)


def performance(group: Group, load: GroupDays, operators: Ints, interval_s: int, method: str) -> Performance:
    """Return what callers meet with a number of operators in every interval (K x I)."""
    if method == TIME_DEPENDENT:
        return ThroughDay(group, load, interval_s).met(operators)
    calls_per_hour = load.calls * (HOUR_S / interval_s)
    return _Evaluation(calls_per_hour, load.aht_s, _patience_s(group, load), group.targets)(operators)


def core_targets(targets: TargetSet) -> staffing.Targets:
    """Return the targets as the queueing core takes them."""
    level = targets.service_level
    return staffing.Targets(
        service_level=np.nan if level is None else level.share,
        within_s=targets.within_s,
        service_level_of=targets.service_level_of,
        max_asa_s=np.nan if targets.max_asa_s is None else targets.max_asa_s,
        max_abandonment=np.nan if targets.max_abandonment is None else targets.max_abandonment,
        max_occupancy=np.nan if targets.max_occupancy is None else targets.max_occupancy,
    )


def whole_people(on_duty: Ints, shrinkage: Fraction) -> Ints:
    """Return on duty / (1 - shrinkage), rounded up exactly: 21 at 30 % is 30.

    >>> whole_people(np.array([21, 22]), Fraction(3, 10)).tolist()
    [30, 32]
    """
    counts, index = np.unique(on_duty, return_inverse=True)
    paid = [-(-Fraction(int(count)) // (1 - shrinkage)) for count in counts]
    return np.array(paid, dtype=np.int64)[index].reshape(on_duty.shape)


def _stationary(group: Group, load: GroupDays, interval_s: int) -> tuple[Ints, Texts]:
    """Return the operators required and what bound them, solving equal intervals once."""
    busy = load.calls > 0
    calls_per_hour = load.calls * (HOUR_S / interval_s)
    rows = np.column_stack([calls_per_hour[busy], load.aht_s[busy], _patience_s(group, load)[busy]])
    (rate, aht_s, patience), index = _distinct(rows)
    targets = core_targets(group.targets)
    solved = staffing.operators_required(rate, aht_s, patience_s=patience, targets=targets)
    required = np.zeros(load.calls.shape, dtype=np.int64)
    bound_by = np.full(load.calls.shape, "", dtype=f"<U{len(MIN_OPERATORS) + 4}")
    required[busy], bound_by[busy] = solved.operators[index], solved.bound_by[index]
    lifted = load.open & (required < group.min_operators)
    required[lifted], bound_by[lifted] = group.min_operators, MIN_OPERATORS
    return required, bound_by


def _patience_s(group: Group, load: GroupDays) -> Floats:
    """Return the patience that the group's model knows; infinite where nobody hangs up."""
    return np.where(np.isnan(load.patience_s) | (group.model == "erlang-c"), np.inf, load.patience_s)


def refuse_unreachable(group: Group, load: GroupDays, interval_s: int, method: str) -> None:
    """Refuse what no number of operators is found for.

    Raises:
        UnreachableError: naming the target, the kind of day and the interval.
    """
    missed = staffing.unreachable(core_targets(group.targets), load.calls, _patience_s(group, load))
    if method == TIME_DEPENDENT:
        load_erlangs = np.nan_to_num(load.calls * load.aht_s / interval_s)
        missed = np.where((missed == "") & (load_erlangs > LARGEST_LOAD_ERLANGS), METHOD, missed)
    found = np.argwhere(missed != "")
    if found.size:
        kind, interval = found[0]
        raise UnreachableError(str(missed[kind, interval]), int(kind), int(interval))


def _distinct(rows: Floats) -> tuple[tuple[Floats, ...], Ints]:
    """Return the columns of the distinct rows, and for each row its index among them."""
    order = np.lexsort(rows.T[::-1])
    ordered = rows[order]
    is_new = np.append(True, np.any(ordered[1:] != ordered[:-1], axis=1))[: len(rows)]
    index = np.empty(len(rows), dtype=np.int64)
    index[order] = np.cumsum(is_new) - 1
    return tuple(np.ascontiguousarray(column) for column in ordered[is_new].T), index


def on_duty(steps: tuple[tuple[int, int], ...], load: GroupDays, interval_s: int) -> Ints:
    """Return the operators that steps of the clock put on duty while the group is open (K x I)."""
    by_clock = steps_at(steps, np.arange(0, DAY_S, interval_s)).astype(np.int64)
    return np.where(load.open, by_clock, 0)


@dataclass(frozen=True)
class _Evaluation:
    """The steady state of a group's intervals under any number of operators."""

    calls_per_hour: Floats
    aht_s: Floats
    patience_s: Floats
    targets: TargetSet

    def __call__(self, operators: Ints) -> Performance:
        busy = self.calls_per_hour > 0
        rows = np.column_stack(
            [self.calls_per_hour[busy], self.aht_s[busy], self.patience_s[busy], operators[busy]]
        )
        (rate, aht_s, patience_s, count), index = _distinct(rows)
        steady = erlang.steady_state(
            rate, aht_s, count, patience_s=patience_s, within_s=self.targets.within_s
        )
        served = getattr(steady, f"service_level_{self.targets.service_level_of}")

        def known(values: Floats) -> Floats:
            spread = np.full(busy.shape, np.nan)
            spread[busy] = np.where(steady.stable & np.isfinite(values), values, np.nan)[index]
            return spread

        status = np.full(busy.shape, NO_CALLS, dtype="<U10")
        status[busy] = np.where(steady.stable, np.where(count > 0, OK, UNSTAFFED), OVERLOADED)[index]
        return Performance(
            status=status,
            service_level=known(served),
            asa_s=known(steady.asa_s),
            mean_wait_s=known(steady.mean_wait_s),
            p_wait=known(steady.p_wait),
            abandonment=known(steady.abandonment),
            occupancy=np.where(operators > 0, np.where(busy, known(steady.occupancy), 0.0), np.nan),
            waiting_at_end=np.full(busy.shape, np.nan),
        )
