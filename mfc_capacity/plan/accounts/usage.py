"""What a day takes of a contract, in the contract's unit: calls, minutes of handling, or operator hours; and who did.

Calls are those offered to operators, of all hotlines together, or those of them that are answered, as the contract
says; minutes are the answered calls times their handling time, with the operators that the plan requires; operator
hours are the paid hours of all groups, as the plan needs them. Calls and minutes are expected
values, counted in billionths of a unit, so that ten days of 100.1 calls are 1,001 calls and no more; paid
hours are exact.

The factors of demand multiply one another, so who took how much depends on an order, and one is fixed:
ordinary demand (calls_per_day x weekday x month, the driver at its first value); each step of a driver, by its
growth over the step before; each peak in the order of the file, on top of the demand grown so far; each
channel, by the contacts it took, less those who called after all, and by how much longer the calls that are left last,
where what a call takes depends on that. A peak that multiplies the calls of new centres too counts these as the
peak's. The parts add up to the use. Operator hours are shared by the handling time of each part's calls; hours
on duty on a day without any call are ordinary.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from mfc_capacity.answers.accounts import Cause
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.plan import money
from mfc_capacity.plan.planner import Planned
from mfc_capacity.staffing.method import Performance

GRAIN = 10**9
OPERATOR_HOURS, MINUTES = "operator_hours", "minutes"
OFFERED, ANSWERED, FIRST_ATTEMPTS = "offered", "answered", "first attempts"
Part = tuple[str, str | None, str | None, float | None]

ORDINARY: Part = ("ordinary", None, None, None)
ORDER = ("ordinary", "driver", "peak", "channel")


@dataclass(frozen=True)
class Usage:
    """Units used by day (D), exactly; units that one call takes, by hotline and day; units of days without calls.

    `by_time`: a call takes the more the longer it lasts.
    """

    used: tuple[Fraction, ...]
    per_call: Mapping[str, Floats]
    without_calls: Floats
    by_time: bool = False


def usage(plan: Planned, unit: str, counts: str = OFFERED) -> Usage:
    """Return what every planned day takes in a unit; `counts` says which calls count, where calls do.

    What a scenario has of calls are first attempts; offered are all attempts.
    """
    if unit == OPERATOR_HOURS:
        return _operator_hours(plan)
    nothing = np.zeros(len(plan.days))
    if unit == MINUTES:
        per_call = {name: share * aht_s / 60 for name, (share, aht_s) in _answered(plan).items()}
    elif counts == ANSWERED:
        per_call = {name: share for name, (share, _) in _answered(plan).items()}
    elif counts == OFFERED and any(group.load.again is not None for group in plan.groups):
        per_call = {name: share for name, (share, _) in _by_call(plan, _attempts_of).items()}
    else:
        per_call = dict.fromkeys(plan.hotlines, nothing + 1.0)
    by_day = sum((per_call[name] * hotline.calls for name, hotline in plan.hotlines.items()), start=nothing)
    used = tuple(Fraction(round(units * GRAIN), GRAIN) for units in by_day.tolist())
    return Usage(used, per_call, nothing, by_time=unit == MINUTES)


def _attempts_of(expected: Performance) -> Floats:
    """Return attempts / first attempts; where they are not known, the first alone."""
    attempts: Floats = np.nan_to_num(expected.attempts, nan=1.0)
    return attempts


def _answered_of(expected: Performance) -> Floats:
    return _attempts_of(expected) * (1 - np.nan_to_num(expected.abandonment + expected.busy, nan=0.0))


def _answered(plan: Planned) -> dict[str, tuple[Floats, Floats]]:
    """Return how many of each hotline's calls are answered, of one, and their mean handling time, by day (D)."""
    return _by_call(plan, _answered_of)


def _by_call(plan: Planned, of: Callable[[Performance], Floats]) -> dict[str, tuple[Floats, Floats]]:
    """Return how many there are `of` each hotline's calls, of one, and their mean handling time, by day (D)."""
    found: dict[str, tuple[Floats, Floats]] = {}
    for group_plan in plan.groups:
        answered = of(group_plan.operators.expected)[group_plan.load.kinds]
        for name in group_plan.group.hotlines:
            by_day = plan.hotlines[name]
            by_interval = by_day.shares[by_day.shape] * by_day.times[by_day.shape]
            in_all = by_interval.sum(axis=1)
            share = np.divide(
                (by_interval * answered).sum(axis=1), in_all, out=np.ones_like(in_all), where=in_all > 0
            )
            found[name] = share, by_day.mean_aht_s(by_interval * answered)
    return found


def _operator_hours(plan: Planned) -> Usage:
    """Share each group's hours of a day among its calls by their handling time."""
    on_duty: dict[Fraction, Ints] = {}
    per_call: dict[str, Floats] = {}
    without_calls = np.zeros(len(plan.days))
    for group_plan in plan.groups:
        operators, kinds = group_plan.operators, group_plan.load.kinds
        count = group_plan.load.in_day(operators.required)
        by_paid = money.by_paid_hours(count, operators.shrinkage, plan.scenario.interval_s)
        for one, intervals in by_paid.items():
            on_duty[one] = on_duty.get(one, 0) + intervals[kinds]
        paid = [
            money.paid_hours(each, plan.scenario.interval_s, shrinkage)
            for each, shrinkage in zip(count.tolist(), operators.shrinkage, strict=True)
        ]
        hours = np.array(paid, dtype=float)[kinds]
        aht_s = {name: plan.hotlines[name].day_aht_s for name in group_plan.group.hotlines}
        busy_s = sum(seconds * plan.hotlines[name].calls for name, seconds in aht_s.items())
        per_busy_s = np.divide(hours, busy_s, out=np.zeros_like(hours), where=busy_s > 0)
        per_call |= {name: seconds * per_busy_s for name, seconds in aht_s.items()}
        without_calls += np.where(busy_s > 0, 0.0, hours)
    by_day = zip(*(counts.tolist() for counts in on_duty.values()), strict=True)
    used = (
        sum((count * one for count, one in zip(day, on_duty, strict=True)), Fraction(0)) for day in by_day
    )
    return Usage(tuple(used), per_call, without_calls, by_time=True)


def causes(plan: Planned, days: range, usage: Usage) -> tuple[Cause, ...]:
    """Return what each part of demand used on a span of days; parts that used nothing are left out."""
    span = slice(days.start, days.stop)
    units = {ORDINARY: float(usage.without_calls[span].sum())}
    for name in plan.hotlines:
        for part, taken in _parts(plan, name, usage):
            units[part] = units.get(part, 0.0) + float(taken[span].sum())
    ordered = sorted(units, key=lambda part: (ORDER.index(part[0]), part[2] or ""))
    return tuple(Cause(*part, units[part]) for part in ordered if units[part])


def _parts(plan: Planned, name: str, usage: Usage) -> Iterator[tuple[Part, Floats]]:
    """Yield what a hotline's parts of demand took, in units by day."""
    hotline, by_day = plan.scenario.hotlines[name], plan.hotlines[name]
    longer = math.prod(by_day.rest_aht.values(), start=np.ones(len(plan.days)))
    per_call = usage.per_call[name] / longer if usage.by_time else usage.per_call[name]
    ordinary = hotline.calls_per_day * by_day.factors.calendar
    yield ORDINARY, ordinary * per_call
    if hotline.scales_with is not None:
        for part, growth in _driver_steps(plan, hotline.scales_with):
            yield part, ordinary * growth * per_call
    grown = ordinary * by_day.factors.driver
    for peak, factor in by_day.factors.peaks.items():
        yield ("peak", peak, None, None), grown * (factor - 1) * per_call
        grown = grown * factor
    for channel, contacts in by_day.contacts.items():
        yield ("channel", channel, None, None), -(contacts - by_day.returned[channel]) * per_call
    for channel, factor in by_day.rest_aht.items() if usage.by_time else ():
        yield ("channel", channel, None, None), by_day.calls * per_call * (factor - 1)
        per_call = per_call * factor


def _driver_steps(plan: Planned, driver: str) -> Iterator[tuple[Part, Floats]]:
    """Yield each later step of a driver with its growth over the step before, by day, in parts of the first value."""
    steps = plan.scenario.drivers[driver].steps
    for (_, before), (start, value) in pairwise(steps):
        begun = np.array([day is not None and day >= start for day in plan.days.dates])
        yield ("driver", driver, start.isoformat(), value), begun * ((value - before) / steps[0][1])
