"""What each number of operators around the need would give a group at its peak: the S of the service level."""

from collections.abc import Iterator, Mapping

import numpy as np

from mfc_capacity.answers.report_pictures import Curve, CurvePoint
from mfc_capacity.commands.report.decision import level_of_terms
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.ledger import group_ledger
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.staffing.operators import STATIONARY, method_of

FEWEST, MOST = 0.6, 1.4  # of the operators needed
POINTS = 80  # more are not told apart


def curves(planned: Planned, peak_days: Mapping[str, int]) -> tuple[Curve, ...]:
    """Return the curve of each group that needs operators, on the day of its peak."""
    found = (_curve(planned, plan, peak_days[plan.name]) for plan in planned.groups)
    return tuple(curve for curve in found if curve.needed)


def _curve(planned: Planned, plan: GroupPlan, day: int) -> Curve:
    interval_s, date = planned.scenario.interval_s, planned.days.dates[day]
    kind = int(plan.load.kinds[day])
    interval = int(group_ledger(plan, interval_s, with_given=False).peak.interval[day])
    given = None if plan.operators.given is None else int(plan.operators.given[kind, interval])
    needed = int(plan.operators.required[kind, interval])
    targets = plan.terms(kind).targets
    return Curve(
        group=plan.name,
        title=plan.group.title,
        date=None if date is None else date.isoformat(),
        start=clock_text(interval * interval_s),
        needed=needed,
        bound_by=str(plan.operators.bound_by[kind, interval]),
        given=given,
        level=level_of_terms(targets),
        max_abandonment=targets.max_abandonment,
        points=tuple(_points(plan, (kind, interval), _numbers(needed, given), interval_s)) if needed else (),
    )


def _numbers(needed: int, given: int | None) -> list[int]:
    """Return the numbers of operators that are looked at, the needed and the given among them."""
    marked = [needed] if not given else [needed, given]
    fewest = max(min(int(FEWEST * needed), *marked), 1)
    most = max(int(np.ceil(MOST * needed)), *marked)
    return sorted({*range(fewest, most + 1, 1 + (most - fewest) // POINTS), most, *marked})


def _points(
    plan: GroupPlan, at: tuple[int, int], numbers: list[int], interval_s: int
) -> Iterator[CurvePoint]:
    """Yield what callers meet with each number of operators, if the interval were always so."""
    kind, interval = (np.full(len(numbers), own) for own in at)
    load = plan.load.of_intervals(kind, interval)
    met = method_of(STATIONARY, plan.terms(at[0]), load, interval_s).met(np.array(numbers)[:, np.newaxis])
    for k, operators in enumerate(numbers):
        level, abandonment = met.service_level[k, 0], met.abandonment[k, 0]
        yield CurvePoint(
            operators,
            float(level) if np.isfinite(level) else None,
            float(abandonment) if np.isfinite(abandonment) else None,
        )
