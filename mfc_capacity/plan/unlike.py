"""What callers of hotlines that differ meet under a plan, each with a handling time and a patience of its own.

A method plans a group by the means of its hotlines. In the steady state it is known what that leaves out: callers of
any mixture of patience exactly, handling times that differ by a correction (`core.steady.general`, `variability`).
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull
from mfc_capacity.core.steady.general import Load, steady_state_mixed
from mfc_capacity.core.steady.patience import Patience, mixture
from mfc_capacity.core.steady.variability import handling, meet_varied
from mfc_capacity.core.targets import MEASURES, SERVICE_LEVEL
from mfc_capacity.files.units import Law as WrittenLaw
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario import Hotline
from mfc_capacity.staffing.method import HOUR_S, Performance


def are_unlike(planned: Planned, plan: GroupPlan) -> bool:
    """Return whether hotlines of a group differ in handling time, or in a patience that is planned with."""
    hotlines = [planned.scenario.hotlines[name] for name in plan.group.hotlines]
    kinds = {(hotline.aht_s, None if plan.load.never_hang_up else _patience(hotline)) for hotline in hotlines}
    return len(kinds) > 1


def settled_as_they_are(planned: Planned, plan: GroupPlan, kinds: Ints, expected: Performance) -> Performance:
    """Return what callers meet on some kinds of day (k x I) once the queue of each interval has settled.

    `expected` is what the means of the hotlines promise there; where nobody calls, it stays.
    """
    hotlines = [planned.scenario.hotlines[name] for name in plan.group.hotlines]
    first_days = [int(np.flatnonzero(plan.load.kinds == kind)[0]) for kind in kinds]
    days = [planned.hotlines[name] for name in plan.group.hotlines]
    calls = np.stack([[one.calls[day] * one.shares[one.weekdays[day]] for one in days] for day in first_days])
    busy = plan.load.calls[kinds] > 0
    rows, on_duty = calls.transpose(0, 2, 1)[busy], plan.operators.required[kinds][busy].astype(np.float64)
    per_hour = rows * (HOUR_S / planned.scenario.interval_s)
    patience = [Patience() if plan.load.never_hang_up else _patience(hotline) for hotline in hotlines]
    aht_s = np.array([hotline.aht_s for hotline in hotlines])
    times = handling(per_hour, aht_s, [1.0 if h.aht_cv is None else h.aht_cv for h in hotlines])
    callers = mixture(patience, per_hour, aht_s)
    within_s = np.full(len(rows), plan.group.targets.within_s)
    load = Load(on_duty, per_hour.sum(axis=1) / HOUR_S, times.aht_s, within_s, np.ones(len(rows)), callers)
    spread, settles = np.ones(len(rows)), np.flatnonzero(load.stable & (on_duty > 0))
    spread[settles] = meet_varied(load.take(settles), times.take(settles))[1]
    steady = steady_state_mixed(
        per_hour.sum(axis=1), times.aht_s, on_duty, callers, within_s=within_s, spread=spread
    )
    figures: dict[str, Any] = {}
    for measure in MEASURES:
        is_level = measure == SERVICE_LEVEL
        name = f"service_level_{plan.group.targets.service_level_of}" if is_level else measure.name
        figures[measure.name] = getattr(expected, measure.name).copy()
        figures[measure.name][busy] = getattr(steady, name)
    return replace(expected, **figures)


def _patience(hotline: Hotline) -> Patience:
    mean_s = math.inf if hotline.patience_s is None else hotline.patience_s
    return Patience(mean_s, law_of(hotline.patience_law), hotline.hangs_up_at_once)


def law_of(written: WrittenLaw | None) -> Law:
    """Return a law of patience as the scenario writes it; exponential where it does not."""
    if written is None or written.figure is None:
        return Exponential()
    return Weibull(written.figure) if written.name == "weibull" else Lognormal(written.figure)
