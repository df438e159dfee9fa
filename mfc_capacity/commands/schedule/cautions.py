"""What may mislead in a schedule: who is missing when, what is not proved, what is paid twice."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from mfc_capacity.answers.records import OVERLOADED, UNSTAFFED, Caution
from mfc_capacity.commands.schedule.rows import status_of
from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.cautions import operators_capped
from mfc_capacity.plan.planner import Planned
from mfc_capacity.shifts.hours import HOUR_S
from mfc_capacity.shifts.schedule import GroupSchedule, Question

Spans = tuple[tuple[tuple[str, ...], str, str, int], ...]


def cautions(planned: Planned, schedules: Sequence[GroupSchedule], question: Question) -> Iterator[Caution]:
    """Yield every caution about the schedules of some groups."""
    if planned.scenario.costs.operator_hour is None:
        yield Caution("operator-hour-unpriced", {}, planned.loaded.location_of("costs"))
    for own in schedules:
        if question.target == "cover":
            yield from operators_capped(planned.loaded, planned.days, own.asked.plan, own.asked.span)
        yield from _time_limit(planned, own, question)
        yield from _unreached(planned, own)
        yield from _short(planned, own)
        yield from _periods_missed(planned, own, question)
        yield from _targets_missed(planned, own)
        yield from _breaks_twice(planned, own)
        yield from _few_days(planned, own)


def _time_limit(planned: Planned, own: GroupSchedule, question: Question) -> Iterator[Caution]:
    if status_of(own) == "time-limit":
        missing, gap = own.covered.missing, own.covered.cost.gap
        is_missing = missing is not None and missing.status == "time-limit"
        if is_missing and missing is not None:
            gap = missing.gap
        facts = {
            "group": own.name,
            "seconds": question.time_limit_s,
            "gap": gap if math.isfinite(gap) else None,
            "of": "uncovered" if is_missing else "cost",
        }
        yield Caution("shifts-time-limit", facts, planned.loaded.location_of("shifts"))


def _unreached(planned: Planned, own: GroupSchedule) -> Iterator[Caution]:
    """Name the times at which operators are required and nobody of any shift can be at the desk."""
    if own.unreached.any():
        wanted = np.where(own.unreached, own.problem.wanted, 0)
        facts = {
            "group": own.name,
            "intervals": int(own.unreached.sum()),
            "spans": _spans(planned, own, own.unreached),
            "operators": int(wanted.max()),
            "hours": int(wanted.sum()) * planned.scenario.interval_s / HOUR_S,
        }
        yield Caution("shifts-unreached", facts, planned.loaded.location_of("shifts"))


def _short(planned: Planned, own: GroupSchedule) -> Iterator[Caution]:
    """Name when operators are missing whom shifts could hold, how many, and what callers then meet."""
    short = np.where(own.unreached, 0, own.short)
    if not short.any():
        return
    d, k = np.unravel_index(int(short.argmax()), short.shape)
    at = short > 0
    load = own.asked.plan.load
    kinds = load.kinds[list(own.asked.span)]
    calls = load.calls[kinds]
    facts = {
        "group": own.name,
        "intervals": int(at.sum()),
        "spans": _spans(planned, own, at),
        "hours": int(short.sum()) * planned.scenario.interval_s / HOUR_S,
        "date": own.asked.date(int(d)).isoformat(),
        "start": clock_text(int(k) * planned.scenario.interval_s),
        "wanted": int(own.problem.wanted[d, k]),
        "scheduled": int(own.scheduled[d, k]),
        "service_level": _mean(own.met.service_level, calls * at),
        "abandonment": _mean(own.met.abandonment, calls * at),
        "cannot": own.covered.cannot,
        "lost": int((np.isin(own.met.status, (OVERLOADED, UNSTAFFED)) & at & (calls > 0)).sum()),
    }
    yield Caution("shifts-short", facts, planned.loaded.location_of(f"groups.{own.name}"))


def _periods_missed(planned: Planned, own: GroupSchedule, question: Question) -> Iterator[Caution]:
    """Name the days or hours whose service level falls short of what is promised of them."""
    if own.periods_missed:
        worst = min(own.periods_missed, key=lambda period: period.service_level - period.promised)
        facts = {
            "group": own.name,
            "per": question.per,
            "missed": len(own.periods_missed),
            "periods": len(own.periods),
            "date": own.asked.date(worst.day).isoformat(),
            "start": clock_text(worst.interval * planned.scenario.interval_s),
            "service_level": worst.service_level if math.isfinite(worst.service_level) else None,
            "promised": worst.promised,
        }
        yield Caution("shifts-promise-missed", facts, planned.loaded.location_of(f"groups.{own.name}"))


def _targets_missed(planned: Planned, own: GroupSchedule) -> Iterator[Caution]:
    """Name targets that are not asked for where a service level is, and that the schedule misses."""
    for missed in own.missed_beside:
        facts = {
            "group": own.name,
            "target": missed.key,
            "mean": missed.mean,
            "limits": missed.limits,
            "missed": missed.missed,
            "intervals": missed.intervals,
        }
        yield Caution("shifts-target-missed", facts, planned.loaded.location_of("targets"))


def _breaks_twice(planned: Planned, own: GroupSchedule) -> Iterator[Caution]:
    """Name shifts with breaks where shrinkage, one figure, may hold the same breaks."""
    shifts = tuple(name for name, shift in own.shifts.items() if shift.breaks)
    shrinkage = max(
        own.asked.plan.group.terms_on(planned.days.dates[day], int(planned.days.kinds[day])).shrinkage
        for day in own.asked.span
    )
    if shifts and shrinkage and own.asked.plan.group.shrinkage_without_breaks is None:
        facts = {"group": own.name, "shifts": shifts, "shrinkage": float(shrinkage)}
        place = planned.loaded.location_of(f"groups.{own.name}.shrinkage")
        yield Caution("shifts-breaks-twice", facts, place or planned.loaded.location_of("shrinkage"))


def _few_days(planned: Planned, own: GroupSchedule) -> Iterator[Caution]:
    """Name shifts whose people may all be off on the days that are scheduled: those are not counted."""
    days = len(own.asked.span)
    people = Counter(person.shift for person in own.rows.persons)
    shifts = {
        name: shift.cycle for name, shift in own.shifts.items() if people[name] and shift.days_off >= days
    }
    if shifts:
        facts = {"group": own.name, "days": days, "shifts": tuple(shifts), "cycle": max(shifts.values())}
        yield Caution("shifts-days-few", facts, planned.loaded.location_of("shifts"))


def _spans(planned: Planned, own: GroupSchedule, at: Bools) -> Spans:
    """Return the clock times of some intervals, with the first and last day that has just these, and how many have."""
    by_times: dict[tuple[str, ...], list[int]] = {}
    for d in np.flatnonzero(at.any(axis=1)).tolist():
        by_times.setdefault(tuple(_times(at[d], planned.scenario.interval_s)), []).append(d)
    dates = [own.asked.date(day).isoformat() for day in range(len(own.asked.span))]
    return tuple(
        (times, dates[days[0]], dates[days[-1]], len(days))
        for times, days in sorted(by_times.items(), key=lambda each: -len(each[1]))
    )


def _times(at: Bools, interval_s: int) -> Iterator[str]:
    """Yield the runs of intervals of a day, as 03:00-05:00."""
    for is_in, run in groupby(range(len(at)), key=lambda k: bool(at[k])):
        intervals = list(run)
        if is_in:
            first, end = intervals[0] * interval_s, (intervals[-1] + 1) * interval_s
            yield f"{clock_text(first)}-{clock_text(end)}"


def _mean(values: Floats, weights: Floats) -> float | None:
    total = float(weights.sum())
    mean = float(np.where(weights > 0, values * weights, 0.0).sum()) / total if total else math.nan
    return mean if math.isfinite(mean) else None
