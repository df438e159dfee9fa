"""The planned days as maps show them: when groups are short, when people call, and what each day needs."""

from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np

from mfc_capacity.answers.maps import ByDay, Maps, ShortGroup, ShortHour
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.targets import TARGETS
from mfc_capacity.files.units import DAY_S
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.promise import Delivery
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.staffing.operators import SLACK, beyond, limits_of

HOURS = 24
WEEK = range(7)
Measured = Literal["service_level", "abandonment"]
MEASURES: tuple[Measured, ...] = ("service_level", "abandonment")


def maps(planned: Planned, tables: PlanTables) -> Maps:
    """Return the planned days hour by hour and day by day."""
    if planned.scenario.calendar is None:
        return Maps(shortage(planned, {}), None, None)
    return Maps(shortage(planned, {}), _calls_by_hour(planned), _by_day(tables))


def shortage(planned: Planned, delivered: Mapping[str, Delivery]) -> tuple[ShortGroup, ...]:
    """Return when each group is short.

    Args:
        planned: the scenario as planned.
        delivered: what each group's plan delivers on the day of its peak, where that can be looked at.
    """
    return tuple(_short(planned, plan, delivered.get(plan.name)) for plan in planned.groups)


def _short(planned: Planned, plan: GroupPlan, delivery: Delivery | None) -> ShortGroup:
    given, title = plan.operators.given, plan.group.title
    if given is not None:
        return ShortGroup(plan.name, title, "operators", tuple(_of_operators(planned, plan, given)))
    if delivery is not None:
        return ShortGroup(plan.name, title, "promise", tuple(_of_promise(planned, delivery)))
    return ShortGroup(plan.name, title, None, (None,) * HOURS)


def _of_operators(planned: Planned, plan: GroupPlan, given: Ints) -> Iterator[ShortHour | None]:
    """Yield the operator-hours that are missing in each hour of the day, None where the group is never open."""
    load, hour = plan.load, planned.scenario.interval_s / 3600
    missing = np.maximum(plan.operators.required - given, 0) * load.times * hour
    by_kind = missing.reshape(len(missing), HOURS, -1).sum(axis=2)
    by_day: Floats = by_kind[load.kinds]
    comes = load.comes[np.unique(load.kinds)].max(axis=0)
    is_open = comes.reshape(HOURS, -1).max(axis=1)
    means, worst_days = by_day.mean(axis=0), by_day.argmax(axis=0)
    for k in range(HOURS):
        worst = by_day[worst_days[k], k]
        day = planned.days.dates[worst_days[k]] if worst else None
        shown = ShortHour(float(means[k]), float(worst), None if day is None else day.isoformat())
        yield shown if is_open[k] else None


def _of_promise(planned: Planned, delivery: Delivery) -> Iterator[ShortHour | None]:
    """Yield by how much of a share each hour of the day looked at misses a target, None where nobody calls in it."""
    kind = int(delivery.kinds[0])
    calls = delivery.calls[kind].reshape(HOURS, -1).sum(axis=1) > 0
    missed = np.stack([_missed(delivery, kind, name) for name in MEASURES])
    worst = missed.reshape(len(MEASURES), HOURS, -1).max(axis=2)
    which = worst.argmax(axis=0)
    day = planned.days.dates[int(delivery.days[0])]
    for k in range(HOURS):
        most = float(worst[which[k], k])
        shown = ShortHour(
            most,
            most,
            None if day is None or not most else day.isoformat(),
            MEASURES[which[k]] if most else None,
        )
        yield shown if calls[k] else None


def _missed(delivery: Delivery, kind: int, name: Measured) -> Floats:
    """Return by how much of a share a target is missed in each interval of a kind of day (I), 0 where it is kept."""
    of_kinds = [terms.targets for terms in delivery.terms]
    (row,) = (row for row in TARGETS if row.measure.name == name)
    limits = limits_of(of_kinds, row)
    is_missed = beyond(delivery.expected, delivery.calls, row, limits)[kind] > SLACK
    apart = np.abs(getattr(delivery.expected, name)[kind] - limits[kind])
    missed: Floats = np.where(is_missed, apart, 0.0)
    return missed


def _by_day(tables: PlanTables) -> ByDay:
    """Return all groups together day by day."""
    peak, ledgers = tables.total.peak, list(tables.ledgers.values())
    given = [own.missed["given_days_missed"] for own in ledgers if "given_days_missed" in own.missed]
    return ByDay(
        dates=tuple(str(date) for date in tables.dates),
        calls=tuple(tables.total.sums["calls"].tolist()),
        operators=tuple(peak.required.tolist()),
        groups_missing=_counts([own.missed["days_missed"] for own in ledgers]),
        groups_missing_given=_counts(given) if given else None,
    )


def _counts(groups: list[Bools]) -> tuple[int, ...]:
    return tuple(np.sum(groups, axis=0).tolist())


def _calls_by_hour(planned: Planned) -> tuple[tuple[float, ...], ...]:
    """Return the mean calls of all groups together by weekday and hour, for the weekdays that are planned."""
    calls = sum(
        ((plan.load.calls * plan.load.times)[plan.load.kinds] for plan in planned.groups), start=np.zeros(1)
    )
    by_hour = calls.reshape(len(planned.days), HOURS, DAY_S // HOURS // planned.scenario.interval_s).sum(
        axis=2
    )
    means = (by_hour[planned.days.weekdays == weekday] for weekday in WEEK)
    return tuple(tuple(days.mean(axis=0).tolist()) if len(days) else (0.0,) * HOURS for days in means)
