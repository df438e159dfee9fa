"""When groups are short, hour by hour: of the operators that are given, or else of what their plan promises."""

from collections.abc import Iterator, Mapping

import numpy as np

from mfc_capacity.answers.first_screen import Missed, ShortGroup, ShortHour
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.targets import TARGETS
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.promise import Delivery
from mfc_capacity.staffing.operators import SLACK, beyond, limits_of

HOURS = 24
OF_OPERATORS = [row for row in TARGETS if not row.asks_for_lines]


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
