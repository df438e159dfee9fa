"""How the days of a plan differ whose calls vary by more than chance: what most reach, how many keep all targets.

A day drawn from the horizon differs by its kind and by the factor of its calls; both are mixed here.
"""

from collections.abc import Mapping

import numpy as np
from scipy import special

from mfc_capacity.answers.records import Cell
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.plan.planner import GroupPlan
from mfc_capacity.staffing.varying import LEVEL_SCORES, DaysMet

SERVICE_LEVEL_P10, DAYS_KEPT = "service_level_p10", "days_kept"
TENTH = 0.1
HALVINGS = 40


def varied_days(plan: GroupPlan) -> Mapping[str, Cell]:
    """Return what nine of ten days of a group reach and the share that keep all targets, with those given likewise."""
    operators = plan.operators
    return _figures(plan, operators.days, "") | _figures(plan, operators.given_days, "given_")


def _figures(plan: GroupPlan, days: DaysMet | None, prefix: str) -> dict[str, Cell]:
    """Return the figures of some operators; None where days do not vary, or nothing is promised of them."""
    counts = np.bincount(plan.load.kinds, minlength=len(plan.load.open))
    counts = np.where((plan.load.calls * (plan.load.times > 0)).sum(axis=1) > 0, counts, 0)
    figures: dict[str, Cell] = {f"{prefix}{SERVICE_LEVEL_P10}": None, f"{prefix}{DAYS_KEPT}": None}
    if days is None or not counts.any():
        return figures
    figures[f"{prefix}{SERVICE_LEVEL_P10}"] = _reached_by_most(days.levels[counts > 0], counts[counts > 0])
    if any(targets.is_set for targets in plan.targets):
        figures[f"{prefix}{DAYS_KEPT}"] = float(days.kept @ counts / counts.sum())
    return figures


def _reached_by_most(levels: Floats, counts: Ints) -> float:
    """Return the service level that all but a tenth of the days reach; `levels` (K x S) fall with the score."""
    low, high = 0.0, 1.0
    rising = np.minimum.accumulate(levels, axis=1)[:, ::-1]
    for _ in range(HALVINGS):
        level = (low + high) / 2
        below = [_share_below(own, level) for own in rising]
        low, high = (level, high) if np.dot(below, counts) <= TENTH * counts.sum() else (low, level)
    return (low + high) / 2


def _share_below(rising: Floats, level: float) -> float:
    """Return the share of days whose service level is below one; `rising` (S): that of days with fewer and fewer calls."""
    if level <= rising[0]:
        return 0.0
    if level > rising[-1]:
        return 1.0
    return float(special.ndtr(-np.interp(level, rising, LEVEL_SCORES[::-1])))
