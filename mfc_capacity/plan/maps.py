"""The planned days as maps show them: when groups are short, when people call, and what each day needs."""

from collections.abc import Iterator, Mapping

import numpy as np

from mfc_capacity.answers.maps import ByDay, Maps, Missed, ShortGroup, ShortHour
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.targets import TARGETS
from mfc_capacity.files.units import DAY_S
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
    """Yield by how much each hour of the day looked at misses a target, None where nobody calls in it."""
    kind = int(delivery.kinds[0])
    limits = {row: limits_of([terms.targets for terms in delivery.terms], row) for row in OF_OPERATORS}
    by_target = [beyond(delivery.expected, delivery.calls, row, limits[row])[kind] for row in OF_OPERATORS]
    by_interval = np.nan_to_num(by_target, nan=-1.0).reshape(len(OF_OPERATORS), HOURS, -1)
    calls = delivery.calls[kind].reshape(HOURS, -1).sum(axis=1) > 0
    day = planned.days.dates[int(delivery.days[0])]
    for k in range(HOURS):
        target, interval = np.unravel_index(int(by_interval[:, k].argmax()), by_interval[:, k].shape)
        most, row = float(by_interval[target, k, interval]), OF_OPERATORS[int(target)]
        if not calls[k]:
            yield None
        elif most <= SLACK:
            yield ShortHour(0.0, 0.0, None)
        else:
            met = getattr(delivery.expected, row.measure.name)[kind].reshape(HOURS, -1)[k, interval]
            missed = Missed(row.measure.name, float(met), float(limits[row][kind]))
            yield ShortHour(most, most, None if day is None else day.isoformat(), missed)


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
