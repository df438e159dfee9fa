"""Demand through a day: each group's load by hotline on the day of its peak."""

from collections.abc import Mapping

import numpy as np

from mfc_capacity.answers.report_pictures import GroupLoad, HotlineLoad
from mfc_capacity.plan.planner import GroupPlan, Planned


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
