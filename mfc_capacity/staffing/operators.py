"""From calls to operators: what each group needs in every interval, and what callers meet.

The requirement is the smallest number on duty that keeps every target of the group, never below its
`min_operators` while it is open. Beside it stand the people on the payroll, on duty / (1 - shrinkage),
counted whole from exact fractions. Operators that the scenario states are evaluated by the same method.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import numpy as np

from mfc_capacity.answers.records import OK
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.targets import TARGETS, Target, Targets
from mfc_capacity.demand.groups import GroupDays, one_load
from mfc_capacity.demand.hotlines import steps_at
from mfc_capacity.files.units import DAY_S
from mfc_capacity.scenario import Group, TargetSet
from mfc_capacity.staffing.method import (
    GroupInputs,
    Method,
    Performance,
    performances_joined,
    refuse_unreachable,
)
from mfc_capacity.staffing.stationary import Stationary
from mfc_capacity.staffing.time_dependent import TimeDependent

METHODS: dict[str, type[Stationary] | type[TimeDependent]] = {
    "stationary": Stationary,
    "time-dependent": TimeDependent,
}

SLACK = 1e-6  # of a share or a wait, relative to its target

Made = TypeVar("Made", bound=GroupInputs)
Steps = tuple[tuple[int, int], ...]


def method_of(name: str, group: Group, load: GroupDays, interval_s: int) -> Method:
    """Return the method that a scenario names, for a group and its calls."""
    return _made(METHODS[name], group, load, interval_s)


def through_day(group: Group, load: GroupDays, interval_s: int) -> TimeDependent:
    """Return the method that carries the queue through the day, whatever the group is planned by."""
    return _made(TimeDependent, group, load, interval_s)


def met_together(asked: Sequence[tuple[TimeDependent, Ints]]) -> list[Performance]:
    """Return what callers meet with the operators of several groups (K x I), worked out together where that is quicker.

    Groups whose hotlines differ have rules of their own.
    """
    together: dict[Hashable, list[int]] = {}
    for number, (method, _) in enumerate(asked):
        rules = (method.interval_s, method.within_s, method.service_level_of, method.periodic)
        together.setdefault(rules if method.load.alike else number, []).append(number)
    found: dict[int, Performance] = {}
    for numbers in together.values():
        own = [asked[number] for number in numbers]
        first = own[0][0]
        method = first if len(own) == 1 else first.on(one_load([each.load for each, _ in own]))
        met = method.met(np.concatenate([operators for _, operators in own]))
        ends = np.cumsum([len(operators) for _, operators in own])
        for number, kinds in zip(numbers, np.split(np.arange(ends[-1]), ends[:-1]), strict=True):
            found[number] = met.of_kinds(kinds)
    return [found[number] for number in range(len(asked))]


def _made(kind: type[Made], group: Group, load: GroupDays, interval_s: int) -> Made:
    targets = group.targets
    return kind(load, interval_s, group.min_operators, targets.within_s, targets.service_level_of)


def core_targets(targets: TargetSet) -> Targets:
    """Return the targets as the queueing core takes them."""
    given = {row.field: getattr(targets, row.field) for row in TARGETS}
    limits = {field: getattr(value, "share", value) for field, value in given.items() if value is not None}
    return Targets(
        within_s=targets.within_s, service_level_of=targets.service_level_of, rows=TARGETS, **limits
    )


def missed(met: Performance, calls: Floats, targets: TargetSet) -> Bools:
    """Return where a target is missed by what callers meet (K x I); what is unknown where a queue grows misses it."""
    is_missed: Bools = np.zeros(calls.shape, dtype=bool)
    for row, limit in core_targets(targets).each():
        is_known = np.isfinite(getattr(met, row.measure.name))
        is_missed |= np.where(is_known, beyond(met, calls, row, limit) > SLACK, met.status != OK)
    return is_missed & (calls > 0)


def beyond(met: Performance, calls: Floats, row: Target, limit: float) -> Floats:
    """Return measure / target - 1 (K x I), of a service level that of the misses; -1 where nobody calls."""
    value = getattr(met, row.measure.name)
    short = np.nan_to_num(1 - value if row.is_least else value, nan=0.0)
    return np.where(calls > 0, short / highest(row, limit) - 1, -1.0)


def highest(row: Target, limit: float) -> float:
    """Return the highest value of a measure that keeps a target, of a service level that of the misses."""
    return 1 - limit if row.is_least else limit


@dataclass(frozen=True)
class GroupOperators:
    """The operators of one group in every kind of day (K x I): required, and given (None: not stated)."""

    required: Ints
    bound_by: Texts
    expected: Performance
    given: Ints | None
    met: Performance | None
    shrinkage: Fraction = Fraction(0)

    @cached_property
    def paid(self) -> Ints:
        """The people on the payroll that those required take."""
        return people_paid(self.required, self.shrinkage)

    def of_kinds(self, kinds: Ints) -> "GroupOperators":
        """Return the operators in some kinds of day."""
        return replace(
            self,
            required=self.required[kinds],
            bound_by=self.bound_by[kinds],
            expected=self.expected.of_kinds(kinds),
            given=None if self.given is None else self.given[kinds],
            met=None if self.met is None else self.met.of_kinds(kinds),
        )


def operators_joined(parts: Sequence[GroupOperators]) -> GroupOperators:
    """Return the operators in the kinds of day of several parts of one group, one part after the other."""
    given = [part.given for part in parts if part.given is not None]
    met = [part.met for part in parts if part.met is not None]
    return GroupOperators(
        required=np.concatenate([part.required for part in parts]),
        bound_by=np.concatenate([part.bound_by for part in parts]),
        expected=performances_joined([part.expected for part in parts]),
        given=np.concatenate(given) if given else None,
        met=performances_joined(met) if met else None,
    )


@dataclass(frozen=True)
class GroupTask:
    """A group to be staffed for its targets; `given` are the operators it states, steps of the clock."""

    method: Method
    targets: TargetSet
    given: Steps | None = None

    @property
    def key(self) -> Hashable:
        """Everything that the answer depends on."""
        return self.method.key, self.targets, self.given

    def on(self, load: GroupDays) -> "GroupTask":
        """Return the same task for other calls."""
        return replace(self, method=self.method.on(load))


def requirement(task: GroupTask) -> Ints:
    """Return the operators required (K x I).

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    targets = core_targets(task.targets)
    refuse_unreachable(task.method, targets)
    return task.method.required(targets).operators


def group_operators(task: GroupTask) -> GroupOperators:
    """Return what is required, what that promises, and what the operators given deliver.

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    method, targets = task.method, core_targets(task.targets)
    refuse_unreachable(method, targets)
    solved = method.required(targets)
    given = None if task.given is None else on_duty(task.given, method.load)
    return GroupOperators(
        required=solved.operators,
        bound_by=solved.bound_by,
        expected=method.met(solved.operators),
        given=given,
        met=None if given is None else method.met(given),
    )


def people_paid(on_duty: Ints, shrinkage: Fraction) -> Ints:
    """Return on duty / (1 - shrinkage), rounded up exactly: 21 at 30 % is 30.

    >>> people_paid(np.array([21, 22]), Fraction(3, 10)).tolist()
    [30, 32]
    """
    counts, index = np.unique(on_duty, return_inverse=True)
    paid = [-(-Fraction(int(count)) // (1 - shrinkage)) for count in counts]
    return np.array(paid, dtype=np.int64)[index].reshape(on_duty.shape)


def on_duty(steps: Steps, load: GroupDays) -> Ints:
    """Return the operators that steps of the clock put on duty while the group is open (K x I)."""
    intervals = load.open.shape[1]
    by_clock = steps_at(steps, np.arange(intervals) * (DAY_S // intervals)).astype(np.int64)
    return np.where(load.open, by_clock, 0)
