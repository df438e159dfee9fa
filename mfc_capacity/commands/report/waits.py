"""Who waits how long: what becomes of all calls, by the law of each interval.

Nothing is sampled: the method that plans a group is asked for the share of calls answered within each time, of all
planned days or, where it carries the queue through the day and takes its time, of those of the heaviest week. Where
callers come again these are attempts, and where days vary means over days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mfc_capacity.answers.report_pictures import GroupWaits, Waited, Waits
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.plan.ledger import week_spans
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.staffing.method import Method
from mfc_capacity.staffing.operators import GroupTask
from mfc_capacity.staffing.stationary import Stationary
from mfc_capacity.staffing.time_dependent import TimeDependent
from mfc_capacity.staffing.varying import Varying

THRESHOLDS_S = (20.0, 60.0, 120.0)


def waits(planned: Planned, week: str | None) -> Waits:
    """Return who waits how long, as planned and with the operators given.

    Args:
        planned: the scenario as planned.
        week: the heaviest one; None: no week is whole.
    """
    of_week = week if planned.carries_queue else None
    days = range(len(planned.days)) if of_week is None else dict(week_spans(planned.days))[of_week]
    found = [(plan, *_both(plan, days)) for plan in planned.groups if plan.load.calls.any()]
    groups = tuple(
        GroupWaits(
            plan.name,
            plan.group.title,
            0.0 if as_planned is None else as_planned.attempts,
            None if as_planned is None else as_planned.shares,
            None if given is None else given.shares,
        )
        for plan, as_planned, given in found
    )
    return Waits(
        THRESHOLDS_S,
        of_week,
        groups,
        _together([as_planned for _, as_planned, _ in found]),
        _together([given for _, _, given in found]),
    )


@dataclass(frozen=True)
class _Counted:
    """How many attempts there are, and what becomes of them: answered within 0 s and each threshold, at all, busy."""

    attempts: float
    answered: Floats
    busy: float

    @property
    def shares(self) -> Waited:
        answered = np.maximum.accumulate(self.answered / self.attempts)
        at_once, *within, later = np.diff(answered, prepend=0.0).tolist()
        busy = self.busy / self.attempts
        return Waited(at_once, tuple(within), later, max(1 - float(answered[-1]) - busy, 0.0), busy)


def _both(plan: GroupPlan, days: range) -> tuple[_Counted | None, _Counted | None]:
    """Return what becomes of a group's calls on some days with the operators required, and with those given."""
    kinds, counts = np.unique(plan.load.kinds[days.start : days.stop], return_counts=True)
    task, given = plan.task.on(plan.load.of_kinds(kinds.tolist())), plan.operators.given
    return (
        _counted(task, plan.operators.required[kinds], counts),
        None if given is None else _counted(task, given[kinds], counts),
    )


def _counted(task: GroupTask, operators: Ints, days: Ints) -> _Counted | None:
    """Return what becomes of calls on so many days of each kind (K) with operators (K x I); None if it is not known."""
    attempts, answered, busy = 0.0, np.zeros(len(THRESHOLDS_S) + 2), 0.0
    for kinds, part in task.parts():
        met = [_within(part.method, seconds).met(operators[kinds]) for seconds in (0.0, *THRESHOLDS_S)]
        calls = part.method.load.calls * part.method.load.times * days[kinds, np.newaxis]
        weight = np.where(calls > 0, calls * met[0].attempts, 0.0)
        served = 1 - met[0].abandonment - met[0].busy
        levels = np.stack([*(each.service_level for each in met), served])
        answered += _sums(levels, weight)
        busy += float(_sums(met[0].busy, weight))
        attempts += float(weight.sum())
    known = attempts > 0 and bool(np.isfinite(answered).all()) and np.isfinite(busy)
    return _Counted(attempts, answered, busy) if known else None


def _within(method: Method, seconds: float) -> Method:
    """Return a method that tells which calls offered are answered within so many seconds."""
    if isinstance(method, Varying):
        inner = _within(method.method, seconds)
        assert isinstance(inner, Stationary | TimeDependent)  # noqa: S101
        return replace(method, method=inner)
    assert isinstance(method, Stationary | TimeDependent)  # noqa: S101
    return replace(method, within_s=seconds, service_level_of="offered", short_s=None, wait_within_s=None)


def _sums(shares: Floats, weight: Floats) -> Floats:
    """Add up shares of intervals (... x k x I); NaN where one that counts is not known."""
    counted = np.where(weight > 0, shares * weight, 0.0)
    sums: Floats = counted.sum(axis=(-2, -1))
    return sums


def _together(groups: Sequence[_Counted | None]) -> Waited | None:
    """Return what becomes of the attempts of all groups; None where that of one is not known."""
    known = [own for own in groups if own is not None]
    if not known or len(known) < len(groups):
        return None
    return _Counted(
        sum(own.attempts for own in known),
        np.sum([own.answered for own in known], axis=0),
        sum(own.busy for own in known),
    ).shares
