"""What a plan delivers when the queue of each interval is left to the next, on the days that are looked at.

A plan made interval by interval promises what each would deliver by itself, settled. Where calls grow quickly or last
long, the queue of one interval is still there in the next, and the promise is not kept. A plan made with the queue
carried through the day takes that into account; where hotlines differ it names the intervals whose figures are not
known to be true within a point.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from mfc_capacity.answers.records import CAPPED, OVERLOADED, Caution
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.targets import Target
from mfc_capacity.core.work import allowed
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario import Terms
from mfc_capacity.staffing.method import Performance, UnreachableError
from mfc_capacity.staffing.operators import (
    SLACK,
    GroupTask,
    beyond,
    core_targets,
    limits_of,
    met_together,
    through_day,
)

MOST_KINDS = 8  # of day, looked at for each group
MOST_ERLANGS = 5_000
MOST_WAITING = 2_000
MOST_WORK = 5e6  # for each group, see `core.work`
A_CALLER = 1.0  # fewer wait, on average: the queue is gone


@dataclass(frozen=True)
class Delivery:
    """One group on the days looked at (D): `kinds` (D) leads to its kinds of day, whose figures are k x I.

    `terms` (k) are those of each kind; `is_capped` where there may not be the operators that the targets need.
    """

    plan: GroupPlan
    terms: tuple[Terms, ...]
    days: Ints
    kinds: Ints
    calls: Floats
    is_open: Bools
    is_capped: Bools
    expected: Performance
    given: Performance | None


def deliveries(planned: Planned, days: Sequence[int]) -> dict[str, Delivery]:
    """Return what each group's plan delivers on some days; groups of which nothing can be looked at are left out.

    Where it has to be worked out, that is on the days of the busiest kinds, a few for each group, and not of
    thousands of operators at once nor of a queue of thousands, nor where it takes longer than anybody waits for a look.
    """
    looks = []
    for plan in planned.groups:
        looked_at = np.asarray(days, dtype=np.int64)
        if not plan.task.carries_queue:
            looked_at = looked_at[np.isin(plan.load.kinds[looked_at], _kinds_worth(planned, plan, looked_at))]
        if looked_at.size:
            looks.append(_look(plan, looked_at))
    unknown = [look for look in looks if not look.plan.task.carries_queue]
    required = _carried({look.plan.name: (look.task, look.required) for look in unknown})
    given = _carried({look.plan.name: (look.task, look.given) for look in unknown if look.given is not None})
    found = {}
    for look in looks:
        name = look.plan.name
        if look.plan.task.carries_queue:
            found[name] = _known(look)
        elif name in required:
            found[name] = _delivery(look, required[name], given.get(name))
    return found


def _carried(asked: Mapping[str, tuple[GroupTask, Ints]]) -> dict[str, Performance]:
    """Return what callers of some groups meet, together or, if that takes too long, one by one those that do not."""
    if not asked:
        return {}
    with suppress(UnreachableError), allowed(MOST_WORK * len(asked)):
        return dict(zip(asked, met_together(list(asked.values())), strict=True))
    if len(asked) == 1:
        return {}
    return {name: met for each, own in asked.items() for name, met in _carried({each: own}).items()}


def _kinds_worth(planned: Planned, plan: GroupPlan, days: Ints) -> Ints:
    """Return the kinds of day that are worked out."""
    kinds = np.unique(plan.load.kinds[days])
    load_erlangs = plan.load.calls[kinds] * plan.load.aht_s[kinds] / planned.scenario.interval_s
    kinds = kinds[np.nan_to_num(load_erlangs, nan=0.0).max(axis=1) <= MOST_ERLANGS]
    busiest = np.argsort(-plan.load.calls[kinds].sum(axis=1), kind="stable")
    worth: Ints = kinds[busiest[:MOST_KINDS]]
    return worth


@dataclass(frozen=True)
class _Look:
    """One group on the days looked at (D), and as a task on their kinds (k): operators (k x I).

    `given` is None where none are stated, or a queue of them is too long to be carried.
    """

    plan: GroupPlan
    days: Ints
    shown: Ints
    kinds: Ints
    task: GroupTask
    required: Ints
    given: Ints | None


def _look(plan: GroupPlan, days: Ints) -> _Look:
    shown, kinds = np.unique(plan.load.kinds[days], return_inverse=True)
    task = plan.task.on(plan.load.of_kinds(shown.tolist()))
    carried = through_day(task.terms[0], task.load, task.interval_s)
    given = None if plan.operators.given is None else plan.operators.given[shown]
    if (
        given is not None
        and not plan.task.carries_queue
        and carried.longest_queue(given).max() > MOST_WAITING
    ):
        given = None
    return _Look(plan, days, shown, kinds, task, plan.operators.required[shown], given)


def _known(look: _Look) -> Delivery:
    """Return what a plan made through the day says of itself."""
    operators = look.plan.operators
    given = None if operators.met is None else operators.met.of_kinds(look.shown)
    return _delivery(look, operators.expected.of_kinds(look.shown), given)


def _delivery(look: _Look, expected: Performance, given: Performance | None) -> Delivery:
    task, operators = look.task, look.plan.operators.of_kinds(look.shown)
    load = task.load
    return Delivery(
        plan=look.plan,
        terms=task.by_kind,
        days=look.days,
        kinds=look.kinds,
        calls=load.calls * (load.times > 0),
        is_open=load.comes,
        is_capped=(operators.needed > operators.required) | (operators.expected.status == CAPPED),
        expected=expected,
        given=given,
    )


def delivery_cautions(planned: Planned, delivered: Mapping[str, Delivery]) -> tuple[Caution, ...]:
    """Return, group by group, where the plan does not keep its promise, and what becomes of a queue that grows."""
    found: list[Caution] = []
    for delivery in delivered.values():
        found += _promise_not_kept(planned, delivery)
        found += _promise_uncertain(planned, delivery)
        found += _queue_builds_up(planned, delivery)
    return tuple(found)


def _promise_not_kept(planned: Planned, delivery: Delivery) -> Iterator[Caution]:
    """Name how many intervals miss a target, and the worst of them: that which misses one by most, relatively."""
    of_kinds = [terms.targets for terms in delivery.terms]
    rows = [row for row in core_targets(of_kinds[0]).rows if not row.asks_for_lines]
    excess = np.stack([_excess(delivery, row, limits_of(of_kinds, row)) for row in rows])
    missed: Bools = np.any(excess > SLACK, axis=0)
    if not missed.any():
        return
    target, kind, interval = (int(k) for k in np.unravel_index(int(excess.argmax()), excess.shape))
    row, targets = rows[target], core_targets(of_kinds[kind])
    facts = {
        "group": delivery.plan.name,
        "method": planned.scenario.method,
        "intervals": _on_all_days(delivery, missed),
        "capped": _on_all_days(delivery, delivery.is_capped & (delivery.calls > 0)),
        "calling": _on_all_days(delivery, delivery.calls > 0),
        "days": _days_with_calls(delivery),
        **_moment(planned, delivery, kind, interval),
        "measure": row.measure.name,
        "delivered": float(getattr(delivery.expected, row.measure.name)[kind, interval]),
        "promised": targets.limit(row),
        "within_s": targets.threshold_s(row.measure),
        "on_days": of_kinds[kind].on_days if delivery.plan.load.varies.any() else None,
    }
    place = planned.loaded.location_of("method") or planned.loaded.location_of(f"groups.{delivery.plan.name}")
    yield Caution("promise-not-kept", facts, place)


def _promise_uncertain(planned: Planned, delivery: Delivery) -> Iterator[Caution]:
    """Name the intervals whose figures are not known to be true: hotlines differ, or callers come again unevenly."""
    is_doubtful = delivery.expected.is_doubtful
    if not (delivery.plan.task.carries_queue and is_doubtful.any()):
        return
    interval_s = planned.scenario.interval_s
    ends = np.flatnonzero(np.diff(is_doubtful.any(axis=0), prepend=False, append=False)).tolist()
    facts = {
        "group": delivery.plan.name,
        "comes_again": delivery.plan.load.again is not None,
        "alike": delivery.plan.load.alike,
        "intervals": _on_all_days(delivery, is_doubtful),
        "calling": _on_all_days(delivery, delivery.calls > 0),
        "days": _days_with_calls(delivery),
        "date": _moment(planned, delivery, 0, 0)["date"],
        "times": [
            [clock_text(start * interval_s), clock_text(end * interval_s)]
            for start, end in zip(ends[::2], ends[1::2], strict=True)
        ],
    }
    place = planned.loaded.location_of(f"groups.{delivery.plan.name}") or planned.loaded.location_of("method")
    yield Caution("promise-uncertain", facts, place)


def _days_with_calls(delivery: Delivery) -> int:
    return int((delivery.calls[delivery.kinds].sum(axis=1) > 0).sum())


def _excess(delivery: Delivery, row: Target, limits: Floats) -> Floats:
    """Return by how much a target is missed; not where there may not be the operators that it needs."""
    excess = np.nan_to_num(beyond(delivery.expected, delivery.calls, row, limits), nan=-1.0, posinf=-1.0)
    return np.where(delivery.is_capped, -1.0, excess)


def _queue_builds_up(planned: Planned, delivery: Delivery) -> Iterator[Caution]:
    """Say how long the queue gets where the operators given cannot keep up, and when it is gone."""
    given, met = delivery.given, delivery.plan.operators.met
    if given is None or met is None:
        return
    overloaded = met.status[np.unique(delivery.plan.load.kinds[delivery.days])] == OVERLOADED
    waiting = np.nan_to_num(given.waiting_at_end, nan=0.0)
    if not overloaded.any() or waiting.max() < A_CALLER:
        return
    kind, interval = (int(k) for k in np.unravel_index(int(waiting.argmax()), waiting.shape))
    gone = np.flatnonzero(waiting[kind, interval:] < A_CALLER)
    end = None if not gone.size else interval + int(gone[0]) + 1
    interval_s = planned.scenario.interval_s
    facts = {
        "group": delivery.plan.name,
        **_moment(planned, delivery, kind, interval + 1),
        "waiting": float(waiting.max()),
        "gone": None if end is None or not delivery.is_open[kind, end - 1] else clock_text(end * interval_s),
    }
    yield Caution(
        "queue-builds-up", facts, planned.loaded.location_of(f"groups.{delivery.plan.name}.operators")
    )


def _on_all_days(delivery: Delivery, where: Bools) -> int:
    """Count intervals (k x I) on each of the days looked at."""
    return int(where.sum(axis=1)[delivery.kinds].sum())


def _moment(planned: Planned, delivery: Delivery, kind: int, interval: int) -> dict[str, str | None]:
    """Return the first day of a kind that is looked at, and the clock time at which an interval begins."""
    day = planned.days.dates[delivery.days[int(np.flatnonzero(delivery.kinds == kind)[0])]]
    return {
        "date": None if day is None else day.isoformat(),
        "start": clock_text(interval * planned.scenario.interval_s),
    }
