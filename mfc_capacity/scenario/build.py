"""From the file as written to the scenario as planned: inheritance, totals times shares, steps in order."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from mfc_capacity.core.targets import SERVICE_LEVEL, TARGETS
from mfc_capacity.files.units import ServiceLevel
from mfc_capacity.scenario import format as written
from mfc_capacity.scenario.model import (
    Budget,
    Calendar,
    Contract,
    Costs,
    Deflection,
    Group,
    Hotline,
    Peak,
    Scenario,
    Spans,
    TargetSet,
    Timeline,
)


def effective(file: written.ScenarioFile) -> Scenario:
    """Return the scenario that a valid file with its defaults filled in means."""
    first, last = file.calendar.first, file.calendar.last
    contracts = file.contracts or ([file.contract] if file.contract else [])
    return Scenario(
        title=file.title,
        currency=file.currency,
        method=file.method,
        calendar=None if first is None or last is None else Calendar(first, last),
        interval_s=file.calendar.interval_s,
        full_time_week_s=file.full_time_week_s,
        drivers={name: Timeline(_steps(timeline)) for name, timeline in file.drivers.items()},
        hotlines={name: _hotline(file, hotline) for name, hotline in file.hotlines.items()},
        peaks={name: _peak(peak) for name, peak in file.peaks.items()},
        groups={name: _group(file, group) for name, group in file.groups.items()},
        costs=Costs(**dict(file.costs)),
        contracts=tuple(Contract(**dict(contract)) for contract in contracts),
        budget=None if file.budget is None else Budget(**dict(file.budget)),
    )


def _hotline(file: written.ScenarioFile, hotline: written.Hotline) -> Hotline:
    total = Fraction(file.calls_per_day or 0) * (hotline.share or 0)
    base = total if hotline.calls_per_day is None else hotline.calls_per_day
    return Hotline(
        title=hotline.title,
        calls_per_day=float(base),
        scales_with=hotline.scales_with,
        aht_s=hotline.aht_s,
        patience_s=hotline.patience_s,
        aht_cv=hotline.aht_cv,
        patience_law=hotline.patience_law,
        hangs_up_at_once=float(hotline.hangs_up_at_once or 0),
        hours=_hours(hotline.hours),
        weekdays=_factors(hotline.weekdays, 7),
        months=_factors(hotline.months, 12),
        profile=None if isinstance(hotline.profile, str) else _steps(hotline.profile),
        deflect=tuple(Deflection(entry.to, float(entry.share), entry.from_) for entry in hotline.deflect),
    )


def _group(file: written.ScenarioFile, group: written.Group) -> Group:
    operators = {0: group.operators} if isinstance(group.operators, int) else group.operators
    return Group(
        title=group.title,
        hotlines=tuple(group.hotlines),
        targets=_targets({**_given(file.targets), **_given(group.targets)}),
        shrinkage=_total(file.shrinkage if group.shrinkage is None else group.shrinkage),
        operators=None if operators is None else tuple(sorted(operators.items())),
        min_operators=group.min_operators,
        model=group.model or file.model,
    )


def _peak(peak: written.Peak) -> Peak:
    when = peak.when
    spans = [(day, day) for day in when.dates or ()]
    if when.from_ and when.to:
        spans.append((when.from_, when.to))
    multiply = {name: float(factor) for name, factor in peak.multiply.items()}
    return Peak(when.days_of_month or (), tuple(spans), multiply)


def _given(targets: written.Targets) -> dict[str, Any]:
    return {name: value for name, value in targets if value is not None}


def _targets(given: Mapping[str, Any]) -> TargetSet:
    level = given.get("service_level")
    if isinstance(level, written.LongServiceLevel):
        level = ServiceLevel(float(level.answered), level.within_s, level.of)
    limits = {row.field: given.get(row.field) for row in TARGETS if row.measure != SERVICE_LEVEL}
    known = {field: None if limit is None else float(limit) for field, limit in limits.items()}
    return TargetSet(service_level=level, **known)


def _total(shrinkage: Fraction | Mapping[str, Fraction] | None) -> Fraction:
    return (
        sum(shrinkage.values(), Fraction(0)) if isinstance(shrinkage, Mapping) else shrinkage or Fraction(0)
    )


def _hours(hours: Spans | Mapping[tuple[int, ...], Spans]) -> tuple[Spans, ...]:
    if not isinstance(hours, Mapping):
        return (hours,) * 7
    by_day = {day: spans for days, spans in hours.items() for day in days}
    return tuple(by_day.get(day, ()) for day in range(7))


def _factors(factors: Mapping[tuple[int, ...], Fraction], count: int) -> tuple[float, ...]:
    named = {index: float(factor) for indexes, factor in factors.items() for index in indexes}
    return tuple(named.get(index, 1.0) for index in range(count))


def _steps(steps: Mapping[Any, Any]) -> tuple[tuple[Any, float], ...]:
    return tuple((start, float(value)) for start, value in sorted(steps.items()))
