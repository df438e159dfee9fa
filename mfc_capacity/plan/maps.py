"""The planned days as maps show them: when groups are short, when people call, and what each day needs."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mfc_capacity.answers.maps import ByDay, Maps, Missed, ShortGroup, ShortHour
from mfc_capacity.core.arrays import Bools, Ints
from mfc_capacity.core.targets import TARGETS
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.promise import Delivery
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.staffing.operators import SLACK, beyond, limits_of

HOURS = 24
WEEK = range(7)
OF_OPERATORS = [row for row in TARGETS if not row.asks_for_lines]


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
    """Yield the operators that are missing in each hour of the day while anybody calls, None where nobody ever does."""
    load = plan.load
    is_called = load.comes * load.times * (load.calls > 0)
    missing = _by_hour((np.maximum(plan.operators.needed - given, 0) * is_called)[load.kinds])
    intervals = _by_hour(is_called[load.kinds])
    with np.errstate(invalid="ignore"):
        by_day = missing / intervals
    for hour in range(HOURS):
        if not intervals[:, hour].any():
            yield None
            continue
        worst_day = int(np.nanargmax(by_day[:, hour]))
        worst = float(by_day[worst_day, hour])
        day = planned.days.dates[worst_day] if worst else None
        short = float(missing[:, hour].sum() / intervals[:, hour].sum())
        yield ShortHour(short, worst, None if day is None else day.isoformat())


def _of_promise(planned: Planned, delivery: Delivery) -> Iterator[ShortHour | None]:
    """Yield by how much each hour of the day looked at misses a target, None where nobody calls in it."""
    kind = int(delivery.kinds[0])
    limits = {row: limits_of([terms.targets for terms in delivery.terms], row) for row in OF_OPERATORS}
    by_target = [beyond(delivery.expected, delivery.calls, row, limits[row])[kind] for row in OF_OPERATORS]
    by_interval = np.nan_to_num(by_target, nan=-1.0).reshape(len(OF_OPERATORS), HOURS, -1)
    calls = _by_hour(delivery.calls[kind]) > 0
    day = planned.days.dates[int(delivery.days[0])]
    for hour in range(HOURS):
        target, worst = np.unravel_index(int(by_interval[:, hour].argmax()), by_interval[:, hour].shape)
        most, row = float(by_interval[target, hour, worst]), OF_OPERATORS[int(target)]
        if not calls[hour]:
            yield None
        elif most <= SLACK:
            yield ShortHour(0.0, 0.0, None)
        else:
            interval = hour * by_interval.shape[2] + int(worst)
            met = getattr(delivery.expected, row.measure.name)[kind, interval]
            missed = Missed(row, float(met), float(limits[row][kind]))
            start = clock_text(interval * planned.scenario.interval_s)
            yield ShortHour(most, most, None if day is None else day.isoformat(), missed, start)


def _by_day(tables: PlanTables) -> ByDay:
    """Return all groups together day by day."""
    total = tables.total
    given = [own for own in tables.ledgers.values() if "given_days_missed" in own.missed]
    missing = np.sum([own.missed["given_days_missed"] for own in given], axis=0)
    return ByDay(
        dates=tuple(str(date) for date in tables.dates),
        operators=_where(total.open, total.peak.required),
        groups_missing=_where(np.any([own.open for own in given], axis=0), missing) if given else None,
    )


def _where(is_open: Bools, counts: Ints) -> tuple[int | None, ...]:
    """Return the counts of days, None where it is closed."""
    return tuple(
        count if known else None for known, count in zip(is_open.tolist(), counts.tolist(), strict=True)
    )


def _calls_by_hour(planned: Planned) -> tuple[tuple[float | None, ...], ...]:
    """Return the mean calls of all groups together by weekday and hour, None where none is open."""
    loads = [plan.load for plan in planned.groups]
    calls = _by_hour(sum((load.calls * load.times)[load.kinds] for load in loads))
    is_open = _by_hour(sum(load.comes[load.kinds] for load in loads)) > 0
    weekdays = [planned.days.weekdays == weekday for weekday in WEEK]
    return tuple(
        tuple(float(calls[days, hour].mean()) if is_open[days, hour].any() else None for hour in range(HOURS))
        for days in weekdays
    )


def _by_hour(values: Any) -> Any:
    """Return the sums over the intervals of each hour, of values by interval of whole days."""
    return np.reshape(values, (*np.shape(values)[:-1], HOURS, -1)).sum(axis=-1)
