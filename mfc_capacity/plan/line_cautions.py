"""What a planner should know of a group's lines: too few of them, or more operators than lines."""

from collections.abc import Iterator
from math import isinf

import numpy as np

from mfc_capacity.answers.records import Caution
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.steady.lines import LINES
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.staffing.method import HARDLY_EVER


def line_cautions(planned: Planned, plan: GroupPlan) -> Iterator[Caution]:
    """Yield the cautions about a group's lines; where it has as many as it takes, only that none would be enough."""
    yield from too_few_lines(planned, plan)
    yield from _operators_without_line(planned, plan)
    yield from _mean_rates(planned, plan)


def too_few_lines(planned: Planned, plan: GroupPlan) -> Iterator[Caution]:
    """Yield the cautions about lines with which a target is missed."""
    lines = _lines_of_kinds(plan)
    yield from _capped_by_lines(planned, plan, lines)
    yield from _lines_short(planned, plan, lines)


def _lines_of_kinds(plan: GroupPlan) -> Floats:
    """Return the lines of each kind of day (K x 1), infinite where there are as many as it takes."""
    found = (plan.terms(kind).lines for kind in range(len(plan.load.open)))
    return np.array([np.inf if lines is None else lines for lines in found], dtype=np.float64)[:, np.newaxis]


def _capped_by_lines(planned: Planned, plan: GroupPlan, lines: Floats) -> Iterator[Caution]:
    where = plan.operators.bound_by == LINES
    yield from _caution(planned, plan, "lines-capped", where, np.broadcast_to(lines, where.shape))


def _operators_without_line(planned: Planned, plan: GroupPlan) -> Iterator[Caution]:
    operators, lines = plan.operators, _lines_of_kinds(plan)
    most = operators.required if operators.given is None else np.maximum(operators.required, operators.given)
    above = (most > lines) & plan.load.open
    yield from _caution(planned, plan, "operators-without-line", above, most - lines, most)


def _lines_short(planned: Planned, plan: GroupPlan, lines: Floats) -> Iterator[Caution]:
    """Name the intervals that need more lines than there are, and those for which none are enough."""
    needed = plan.operators.lines_needed
    if needed is None:
        return
    with np.errstate(invalid="ignore"):
        missing = np.where(np.isinf(needed), np.inf, needed - lines)
    yield from _caution(planned, plan, "lines-short", missing > 0, missing, needed)


def _mean_rates(planned: Planned, plan: GroupPlan) -> Iterator[Caution]:
    where = plan.load.mixed & (np.nan_to_num(plan.operators.expected.busy) >= HARDLY_EVER)
    yield from _caution(planned, plan, "lines-mean-rates", where, plan.operators.expected.busy)


def _caution(
    planned: Planned,
    plan: GroupPlan,
    code: str,
    where: Bools,
    worst: Floats,
    counts: Ints | Floats | None = None,
) -> Iterator[Caution]:
    """Yield a caution about intervals (K x I), if there are any: how many, and the worst of them.

    `count` is that of the worst, None where it has no end.
    """
    where = where & (plan.load.times > 0)
    if not where.any():
        return
    kind, interval = np.unravel_index(int(np.where(where, worst, -np.inf).argmax()), where.shape)
    count = None if counts is None else float(counts[kind, interval])
    day = planned.days.dates[int(np.flatnonzero(plan.load.kinds == kind)[0])]
    facts = {
        "group": plan.name,
        "intervals": int(plan.load.in_day(where)[plan.load.kinds].sum()),
        "date": None if day is None else day.isoformat(),
        "start": clock_text(int(interval) * planned.scenario.interval_s),
        "lines": plan.terms(int(kind)).lines,
        "count": None if count is None or isinf(count) else int(count),
    }
    place = planned.loaded.location_of(f"groups.{plan.name}.lines")
    yield Caution(code, facts, place or planned.loaded.location_of(f"groups.{plan.name}"))
