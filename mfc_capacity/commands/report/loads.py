"""Demand through the days and through a day: all groups day by day, and each group's load by hotline at its peak."""

from collections.abc import Mapping

import numpy as np

from mfc_capacity.answers.report_pictures import ByDay, GroupLoad, HotlineLoad
from mfc_capacity.core.arrays import Bools
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.tables import PlanTables


def by_day(planned: Planned) -> ByDay | None:
    """Return all groups together day by day; None without a calendar."""
    if planned.scenario.calendar is None:
        return None
    tables = PlanTables(planned)
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


def load_by_hotline(planned: Planned, peak_days: Mapping[str, int]) -> tuple[GroupLoad, ...]:
    """Return the load of each group, hotline by hotline, on the day of its peak."""
    return tuple(_load(planned, plan, peak_days[plan.name]) for plan in planned.groups)


def _load(planned: Planned, plan: GroupPlan, day: int) -> GroupLoad:
    load, date = plan.load, planned.days.dates[day]
    kind, interval_s = load.kinds[day], planned.scenario.interval_s
    work = np.where(load.by_hotline[kind] > 0, load.by_hotline[kind] * load.aht_by_hotline[kind], 0.0)
    erlangs = work * (load.times[kind] > 0) / interval_s
    return GroupLoad(
        plan.name,
        plan.group.title,
        None if date is None else date.isoformat(),
        interval_s,
        tuple(
            HotlineLoad(name, planned.scenario.hotlines[name].title, tuple(own))
            for name, own in zip(plan.group.hotlines, erlangs.tolist(), strict=True)
        ),
    )
