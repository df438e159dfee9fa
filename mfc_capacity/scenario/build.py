"""From the file as written to the scenario as planned: inheritance, totals times shares, steps in order."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from mfc_capacity.core.targets import SERVICE_LEVEL, TARGETS
from mfc_capacity.files.units import DAY_S, HOLIDAY, ServiceLevel, WaitLimit, Weight
from mfc_capacity.scenario import format as written
from mfc_capacity.scenario.clock_changes import clock_changes
from mfc_capacity.scenario.holidays import public_days
from mfc_capacity.scenario.model import (
    DAY_KINDS,
    HOLIDAY_KINDS,
    Break,
    Budget,
    Calendar,
    Classes,
    ClockSteps,
    Contract,
    Costs,
    Deflection,
    Group,
    Hotline,
    MinimumFee,
    Peak,
    People,
    PriceStep,
    Redials,
    Scenario,
    Shift,
    Spans,
    Steps,
    Surcharge,
    TargetSet,
    Timeline,
    Training,
)
from mfc_capacity.scenario.types import shrinkage_by_month

HOUR_S = 3600
BREAKS = "breaks"  # the component of shrinkage that shifts hold themselves


def effective(file: written.ScenarioFile) -> Scenario:
    """Return the scenario that a valid file with its defaults filled in means."""
    first, last = file.calendar.first, file.calendar.last
    contracts = file.contracts or ([file.contract] if file.contract else [])
    return Scenario(
        title=file.title,
        currency=file.currency,
        method=file.method,
        calendar=None if first is None or last is None else _calendar(file.calendar, first, last),
        interval_s=file.calendar.interval_s,
        full_time_week_s=file.full_time_week_s,
        drivers={name: Timeline(_steps(timeline)) for name, timeline in file.drivers.items()},
        hotlines={name: _hotline(file, hotline) for name, hotline in file.hotlines.items()},
        peaks={name: _peak(peak) for name, peak in file.peaks.items()},
        groups={name: _group(file, group) for name, group in file.groups.items()},
        costs=_costs(file.costs),
        contracts=tuple(map(_contract, contracts)),
        budget=None if file.budget is None else Budget(**dict(file.budget)),
        varies_together=float(file.varies_together or 0),
        shifts={name: _shift(shift) for name, shift in file.shifts.items()},
        rest_s=int(file.rest_s),
        people={name: _people(people, first) for name, people in file.people.items() if first},
    )


def _calendar(calendar: written.Calendar, first: date, last: date) -> Calendar:
    """Return the planned days; of a day in several lists of holidays the last one names it."""
    named: dict[date, str] = {}
    days_like: dict[date, int] = {}
    lists = calendar.holidays if isinstance(calendar.holidays, list) else [calendar.holidays]
    for holidays in lists:
        if isinstance(holidays, written.HolidaysOf):
            public = public_days(holidays.country, first.year, last.year)
            named |= public.holidays
            days_like |= public.days_like
        else:
            named |= holidays or {}
    days_like |= calendar.days_like
    zone = calendar.timezone
    changes = () if zone is None else clock_changes(zone, first, last, calendar.interval_s)
    return Calendar(first, last, tuple(sorted(named.items())), tuple(sorted(days_like.items())), changes)


def _hotline(file: written.ScenarioFile, hotline: written.Hotline) -> Hotline:
    total = Fraction(file.calls_per_day or 0) * (hotline.share or 0)
    hours = _by_kind(hotline.hours, left_out=())
    base = total if hotline.calls_per_day is None else hotline.calls_per_day
    return Hotline(
        title=hotline.title,
        calls_per_day=float(base),
        scales_with=hotline.scales_with,
        aht_s=tuple(_clock_steps(aht_s) for aht_s in _by_kind(hotline.aht_s)),
        patience_s=hotline.patience_s,
        aht_cv=hotline.aht_cv,
        patience_law=hotline.patience_law,
        hangs_up_at_once=float(hotline.hangs_up_at_once or 0),
        hours=hours,
        weekdays=tuple(float(factor) for factor in _by_kind(hotline.weekdays, left_out=1)),
        months=_months(hotline.months),
        profile=tuple(
            None if not isinstance(weights, Mapping) else _rates(weights, spans)
            for weights, spans in zip(_by_kind(hotline.profile), hours, strict=True)
        ),
        deflect=tuple(_deflection(entry) for entry in hotline.deflect),
        varies=_varies(file.varies, hotline.varies),
        redials=_redials(hotline.redials),
    )


def _redials(redials: written.Redials | None) -> Redials | None:
    """Return who comes again; a share of nobody is none."""
    if redials is None or redials.share == 0:
        return None
    return Redials(float(redials.share), redials.after_s)


def _varies(of_file: Any, of_hotline: Any) -> tuple[float, ...]:
    """Return the variation by kind of day; on one that a hotline does not name it is the file's."""
    layers = zip(_by_kind(of_hotline), _by_kind(of_file), strict=True)
    return tuple(float((general if own is None else own) or 0) for own, general in layers)


def _deflection(entry: written.Deflection) -> Deflection:
    return Deflection(
        entry.to, float(entry.share), entry.from_, float(entry.returns or 0), float(entry.rest_aht or 1)
    )


def _group(file: written.ScenarioFile, group: written.Group) -> Group:
    shrinkage = file.shrinkage if group.shrinkage is None else group.shrinkage
    return Group(
        title=group.title,
        hotlines=tuple(group.hotlines),
        targets=_targets(_dated(file.targets), _dated(group.targets)),
        shrinkage=timeline(shrinkage or Fraction(0), shrinkage_by_month),
        operators=operators_of(group.operators),
        min_operators=timeline(group.min_operators),
        max_operators=None if group.max_operators is None else timeline(group.max_operators),
        lines=None if group.lines is None else timeline(group.lines),
        model=group.model or file.model,
        shifts=tuple(file.shifts if group.shifts is None else group.shifts),
        shrinkage_without_breaks=_without_breaks(shrinkage),
    )


def _without_breaks(shrinkage: Any) -> Timeline[tuple[Fraction, ...]] | None:
    """Return shrinkage less the part that is breaks; None where it is not in parts on all days."""
    if not all(isinstance(parts, Mapping) for parts in _dated(shrinkage).values()):
        return None
    return timeline(
        shrinkage,
        lambda parts: shrinkage_by_month({name: part for name, part in parts.items() if name != BREAKS}),
    )


def _shift(shift: written.Shift) -> Shift:
    return Shift(
        starts_s=tuple(shift.starts_s),
        length_s=shift.length_s,
        breaks=tuple(Break(each.length_s, *each.within_s, each.is_paid) for each in shift.breaks),
        days_on=shift.pattern[0],
        days_off=shift.pattern[1],
        min_operators=shift.min_operators,
        max_operators=shift.max_operators,
        max_share=shift.max_share,
        cost_factor=shift.cost_factor,
    )


def _people(people: written.People, first: date) -> People:
    """Return the people of a group; a number of those employed without a date is of the calendar's first day."""
    employed = people.employed if isinstance(people.employed, dict) else {first: people.employed}
    tenures = people.attrition if isinstance(people.attrition, dict) else {(0, None): people.attrition}
    training, ramp, classes = people.training, people.ramp, people.classes
    if isinstance(ramp, written.RampInAht):
        outputs = {weeks: 1 / factor for weeks, factor in ramp.aht.items()}
    else:
        outputs = ramp or {}
    return People(
        employed=next(iter(employed.items())),
        attrition=tuple(sorted((since, share) for (since, _), share in tenures.items())),
        hires=tuple(sorted(people.hires.items())),
        training=None
        if training is None
        else Training(training.weeks, training.drop_out, training.trainer_s / HOUR_S),
        ramp=tuple(outputs.items()),
        ramp_is_of_aht=isinstance(ramp, written.RampInAht),
        classes=None if classes is None else Classes(*classes.sizes, classes.a_month, classes.notice_weeks),
        overtime=people.overtime,
        hire=people.costs.hire,
        leave=people.costs.leave,
        overtime_factor=people.costs.overtime,
        shortage_factor=people.costs.shortage,
    )


def _dated(value: Any) -> dict[date, Any]:
    """Return what is written by date; one value for all time begins at its beginning."""
    is_dated = isinstance(value, Mapping) and isinstance(next(iter(value)), date)
    return dict(sorted(value.items())) if is_dated else {date.min: value}


def timeline(value: Any, meaning: Callable[[Any], Any] = lambda each: each) -> Timeline[Any]:
    """Return what a value that may be by date means over time."""
    return Timeline(tuple((start, meaning(each)) for start, each in _dated(value).items()))


def operators_of(operators: Any) -> Timeline[tuple[Steps, ...]] | None:
    """Return the operators on duty as they are written; None where they are not, or stand in a table."""
    if operators is None or isinstance(operators, written.OwnRoster):
        return None
    return timeline(operators, operators_by_kind)


def operators_by_kind(operators: Any) -> tuple[Steps, ...]:
    """Return the steps of operators on duty by kind of day; nobody is on a weekday that is not named."""
    return tuple(map(_steps_of_operators, _by_kind(operators, left_out=0)))


def _steps_of_operators(operators: int | Mapping[int, int]) -> Steps:
    return tuple(sorted(({0: operators} if isinstance(operators, int) else operators).items()))


def _costs(costs: written.Costs) -> Costs:
    hour = costs.operator_hour
    if not isinstance(hour, written.OperatorHour):
        return Costs(hour, costs.contacts, costs.after_duty)
    surcharges = tuple(Surcharge(each.add, each.hours, each.days) for each in hour.surcharges)
    return Costs(hour.price, costs.contacts, costs.after_duty, surcharges)


def _contract(contract: written.Contract) -> Contract:
    prices = tuple(PriceStep(step.up_to, step.price) for step in contract.prices or ())
    fee = contract.minimum_fee
    if fee is not None and not isinstance(fee, written.MinimumFee):
        fee = written.MinimumFee.model_construct(amount=fee, per="contract")
    return Contract(
        **{
            **dict(contract),
            "volume": prices[-1].up_to if prices and contract.volume is None else contract.volume,
            "prices": prices,
            "minimum_fee": None if fee is None else MinimumFee(fee.amount, fee.per),
        }
    )


def _peak(peak: written.Peak) -> Peak:
    when = peak.when
    spans = [(day, day) for day in when.dates or ()]
    if when.from_ and when.to:
        spans.append((when.from_, when.to))
    multiply = {name: float(factor) for name, factor in peak.multiply.items()}
    return Peak(when.days_of_month or (), tuple(spans), multiply)


def _targets(
    of_file: Mapping[date, written.Targets], of_group: Mapping[date, written.Targets]
) -> Timeline[TargetSet]:
    """Return the targets in force from each date on: the group's own replace the file's one by one."""
    starts = sorted({*of_file, *of_group})
    layers = [Timeline(tuple(steps.items())) for steps in (of_file, of_group)]
    given = [{key: value for layer in layers for key, value in _set(layer.at(start))} for start in starts]
    return Timeline(tuple(zip(starts, map(_target_set, given), strict=True)))


def _set(targets: written.Targets) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in targets if value is not None)


def _target_set(given: Mapping[str, Any]) -> TargetSet:
    level = given.get("service_level")
    if isinstance(level, written.LongServiceLevel):
        level = ServiceLevel(float(level.answered), level.within_s, level.of, level.short_s)
    limits = {row.field: given.get(row.field) for row in TARGETS if row.measure != SERVICE_LEVEL}
    known: dict[str, Any] = {
        field: limit if limit is None or isinstance(limit, WaitLimit) else float(limit)
        for field, limit in limits.items()
    }
    on = given.get("on")
    return TargetSet(service_level=level, on_days=float(on) if isinstance(on, Fraction) else None, **known)


def _by_kind(value: Any, left_out: Any = None) -> tuple[Any, ...]:
    """Return what holds on each kind of day, of a value for all or by day; a holiday without one is as its weekday."""
    if not (isinstance(value, Mapping) and all(isinstance(key, tuple) for key in value)):
        return (value,) * DAY_KINDS
    named = {day: own for days, own in value.items() for day in days}
    weekdays = [named.get(day, left_out) for day in range(HOLIDAY_KINDS)]
    return (*weekdays, *(named.get(HOLIDAY, own) for own in weekdays))


def _months(factors: Mapping[tuple[int, ...], Fraction]) -> tuple[float, ...]:
    named = {month: float(factor) for months, factor in factors.items() for month in months}
    return tuple(named.get(month, 1.0) for month in range(12))


def _clock_steps(value: float | Mapping[int, float] | None) -> ClockSteps:
    """Return steps of the clock; none on a kind of day that has none, on which the hotline is closed."""
    return _steps(value if isinstance(value, Mapping) else {} if value is None else {0: value})


def _rates(weights: Mapping[int, Weight], spans: Spans) -> ClockSteps:
    """Return weights as rates; a share is spread evenly over the open time until the next key, in per cent an hour.

    The last one holds until the first key of the next day where the hotline is open through midnight.
    """
    clocks = sorted(weights)
    through_midnight = bool(spans) and spans[0][0] == 0 and spans[-1][1] == DAY_S
    ends = [*clocks[1:], DAY_S + clocks[0] if through_midnight else DAY_S]
    rates = {}
    for start, end in zip(clocks, ends, strict=True):
        weight, is_share = weights[start]
        held_s = sum(
            max(0, min(end, last + day) - max(start, first + day))
            for first, last in spans
            for day in (0, DAY_S)
        )
        rates[start] = weight if not is_share else 100 * HOUR_S * weight / held_s if held_s else 0
    return _steps(rates)


def _steps(steps: Mapping[Any, Any]) -> tuple[tuple[Any, float], ...]:
    return tuple((start, float(value)) for start, value in sorted(steps.items()))
