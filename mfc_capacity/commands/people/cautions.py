"""What may mislead in a table of people: weeks that stay short and why, what is not proved, a pace that never holds."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from mfc_capacity.answers.records import Caution
from mfc_capacity.core.arrays import Bools
from mfc_capacity.core.people.flow import lasting_output
from mfc_capacity.people.group import WEEKS_A_MONTH
from mfc_capacity.people.staffed import NOISE, Question, Staffed
from mfc_capacity.people.weeks import DAYS
from mfc_capacity.plan.planner import Planned

WEEKS_A_YEAR = 52

Spans = tuple[tuple[str, str], ...]


def cautions(planned: Planned, groups: Sequence[Staffed], question: Question) -> Iterator[Caution]:
    """Yield every caution about the people of some groups."""
    if planned.scenario.costs.operator_hour is None:
        yield Caution("operator-hour-unpriced", {}, planned.loaded.location_of("costs"))
    yield from _without_shifts(planned, groups, question)
    for own in groups:
        yield from _in_shifts(planned, own, question)
        yield from _time_limit(planned, own, question)
        yield from _untrained(planned, own)
        reached = _reached(own) if question.hires == "cheapest" else 0
        yield from _late(planned, own, reached)
        yield from _short(planned, own, reached)
        if question.hires == "cheapest":
            yield from _outpaced(planned, own)


def _without_shifts(planned: Planned, groups: Sequence[Staffed], question: Question) -> Iterator[Caution]:
    """Say of whom shifts are known that were not asked for, so that the jobs required are without their shape."""
    names = tuple(own.name for own in groups if own.group.plan.group.shifts)
    if names and not question.in_shifts:
        yield Caution("people-without-shifts", {"groups": names}, planned.loaded.location_of("shifts"))


def _in_shifts(planned: Planned, own: Staffed, question: Question) -> Iterator[Caution]:
    """Name the weeks of which no shifts were found in the time, and those that shifts do not cover."""
    in_shifts, names = own.group.in_shifts, own.group.weeks.names
    if in_shifts is None:
        return
    place = planned.loaded.location_of("shifts")
    shifts = {name: planned.scenario.shifts[name] for name in own.group.plan.group.shifts}
    apart = tuple(name for name, shift in shifts.items() if DAYS % shift.cycle)
    if apart:
        yield Caution("people-weeks-apart", {"group": own.name, "shifts": apart}, place)
    facts = {"group": own.name, "of": len(names)}
    if (unknown := np.isnan(in_shifts.gap)).any():
        weeks = {"weeks": int(unknown.sum()), "spans": _spans(names, unknown)}
        yield Caution("people-shifts-unknown", {**facts, **weeks, "seconds": question.time_limit_s}, place)
    if (short := np.nan_to_num(in_shifts.hours_short) > 0).any():
        worst = int(np.nanargmax(in_shifts.hours_short))
        weeks = {"weeks": int(short.sum()), "spans": _spans(names, short)}
        most = {"worst": names[worst], "hours": float(in_shifts.hours_short[worst])}
        yield Caution("people-shifts-short", {**facts, **weeks, **most}, place)


def _time_limit(planned: Planned, own: Staffed, question: Question) -> Iterator[Caution]:
    if own.proof is not None and own.proof.status == "time-limit":
        gap = own.proof.gap if math.isfinite(own.proof.gap) else None
        facts = {"group": own.name, "seconds": question.time_limit_s, "gap": gap}
        yield Caution("people-time-limit", facts, planned.loaded.location_of(f"people.{own.name}"))


def _untrained(planned: Planned, own: Staffed) -> Iterator[Caution]:
    """Name the weeks in which classes take more trainers' hours than people at work have."""
    untrained = own.untrained > NOISE
    if untrained.any():
        worst = int(own.untrained.argmax())
        facts = {
            "group": own.name,
            "weeks": int(untrained.sum()),
            "spans": _spans(own.group.weeks.names, untrained),
            "worst": own.group.weeks.names[worst],
            "trainers": float(own.flow.trainers[worst]),
            "at_work": float(own.flow.output_at_work[worst]),
        }
        place = planned.loaded.location_of(f"people.{own.name}.training")
        yield Caution("people-trainers-short", facts, place)


def _reached(own: Staffed) -> int:
    """Return the first week in which anybody can be at work who is not planned; 0 if nobody may be hired besides."""
    classes = own.group.classes
    if classes is None:
        return 0
    begin = int(classes.begins[0]) if classes.begins.size else len(own.group.weeks)
    return min(begin + own.group.career.training, len(own.group.weeks))


def _late(planned: Planned, own: Staffed, reached: int) -> Iterator[Caution]:
    """Name the weeks that no class can reach in time."""
    short = own.is_short & (np.arange(len(own.group.weeks)) < reached)
    if short.any():
        is_reached = reached < len(own.group.weeks)
        facts = {
            **_weeks(own, short),
            "at_work_on": own.group.weeks.monday(reached).isoformat() if is_reached else None,
        }
        yield Caution("people-late", facts, planned.loaded.location_of(f"people.{own.name}"))


def _short(planned: Planned, own: Staffed, reached: int) -> Iterator[Caution]:
    """Name the other weeks in which jobs are missing, and what callers meet in the worst."""
    short = own.is_short & (np.arange(len(own.group.weeks)) >= reached)
    if short.any():
        yield Caution("people-short", _weeks(own, short), planned.loaded.location_of(f"people.{own.name}"))


def _weeks(own: Staffed, short: Bools) -> dict[str, object]:
    """Return which weeks are short, how many jobs are missing in the worst of them, and what callers meet in it."""
    names = own.group.weeks.names
    worst = int(np.where(short, own.missing, 0.0).argmax())
    level = own.mean("service_level")[worst]
    return {
        "group": own.name,
        "weeks": int(short.sum()),
        "of": int(own.group.is_judged.sum()),
        "spans": _spans(names, short),
        "worst": names[worst],
        "missing": float(own.missing[worst]),
        "required": float(own.group.required[worst]),
        "service_level": float(level) if math.isfinite(level) else None,
    }


def _spans(names: Sequence[str], at: Bools) -> Spans:
    """Return the runs of weeks, each by its first and last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], at, [False]])))
    return tuple((names[first], names[end - 1]) for first, end in edges.reshape(-1, 2).tolist())


def _outpaced(planned: Planned, own: Staffed) -> Iterator[Caution]:
    """Say that classes at their most do not hold in the end what the last year of the calendar requires."""
    classes = own.group.classes
    judged = np.flatnonzero(own.group.is_judged)[-WEEKS_A_YEAR:]
    if classes is None or not judged.size:
        return
    pace = classes.largest * classes.a_month / WEEKS_A_MONTH
    lasting = lasting_output(own.group.career, pace) * (1 + own.group.need.overtime)
    required = float(own.group.required[judged].mean())
    if lasting < required:
        facts = {
            "group": own.name,
            "a_month": classes.a_month,
            "size": int(classes.largest),
            "lasting": lasting,
            "required": required,
        }
        yield Caution("people-outpaced", facts, planned.loaded.location_of(f"people.{own.name}.classes"))
