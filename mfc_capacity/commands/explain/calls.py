"""From the calls a day that a hotline starts with to its calls in one interval."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial

import numpy as np

from mfc_capacity.commands.explain.case import Case
from mfc_capacity.commands.explain.origins import Origin
from mfc_capacity.commands.explain.steps import HOTLINE, Step, operand
from mfc_capacity.demand.hotlines import steps_at
from mfc_capacity.files.units import (
    DAY_S,
    read_clock_s,
    read_date,
    read_months,
    read_number,
    read_share,
    read_weekdays,
)
from mfc_capacity.scenario import Deflection
from mfc_capacity.wording.en import explain as words

Factor = tuple[Step, str | None]  # an input, and how formulas show it (None: another input shows it too)


def hotline_steps(case: Case, name: str) -> Iterator[Step]:
    """Yield the chain of one hotline; where it is closed, only that it is."""
    by_day = case.hotline_days(name)
    step = partial(Step, part=HOTLINE, subject=name)
    hours = case.origins.covering(("hotlines", name, "hours"), read_weekdays, case.weekday)
    if not by_day.open[case.weekday, case.interval]:
        yield step(quantity=words.CALLS_IN_INTERVAL, value=0.0, unit="calls", note=words.CLOSED, origin=hours)
        return
    demand, calls = float(by_day.demand[case.day]), float(by_day.calls[case.day])
    inputs = [*_base(case, name), *_factors(case, name)]
    yield from (one for one, _ in inputs)
    if len(inputs) > 1:
        formula = " × ".join(text for _, text in inputs if text)
        yield step(quantity=words.DEMAND, value=demand, unit="calls", formula=formula)
    deflected = list(deflections(case, name))
    if deflected:
        for entry, origin in deflected:
            yield step(quantity=words.deflected(entry.to), value=entry.share, unit="share", origin=origin)
        shares = " − ".join(str(origin.written) for _, origin in deflected)
        yield step(
            quantity=words.CALLS_OF_DAY,
            value=calls,
            unit="calls",
            formula=f"{operand(demand)} × (1 − {shares})",
        )
    yield from _in_interval(case, name, hours)


def deflections(case: Case, name: str) -> Iterator[tuple[Deflection, Origin]]:
    """Yield what each channel takes of a hotline's demand on the day, and where that stands."""
    entries = enumerate(case.scenario.hotlines[name].deflect)
    begun = [
        (k, entry) for k, entry in entries if entry.from_ is None or (case.date and entry.from_ <= case.date)
    ]
    begun.sort(key=lambda numbered: numbered[1].from_ or date.min)
    for k, entry in {entry.to: (k, entry) for k, entry in begun}.values():
        yield entry, case.origins.of("hotlines", name, "deflect", str(k), "share")


def _base(case: Case, name: str) -> Iterator[Factor]:
    """Yield the calls of an ordinary day, or the share of all hotlines' calls that they are."""
    step = partial(Step, part=HOTLINE, subject=name)
    path = ("hotlines", name)
    if not case.origins.has(*path, "share"):
        calls = case.scenario.hotlines[name].calls_per_day
        origin = case.origins.of(*path, "calls_per_day")
        yield step(quantity=words.CALLS_PER_DAY, value=calls, unit="calls", origin=origin), operand(calls)
        return
    total, share = case.origins.of("calls_per_day"), case.origins.of(*path, "share")
    whole = float(read_number(str(total.written)))
    part = float(read_share(str(share.written)))
    yield step(quantity=words.CALLS_PER_DAY_OF_ALL, value=whole, unit="calls", origin=total), operand(whole)
    yield step(quantity=words.SHARE, value=part, unit="share", origin=share), str(share.written)


def _factors(case: Case, name: str) -> Iterator[Factor]:
    """Yield what multiplies the calls on this day: the driver, the weekday, the month, the peaks that are on."""
    day = case.date
    if day is None:
        return
    hotline = case.scenario.hotlines[name]
    step = partial(Step, part=HOTLINE, subject=name, unit="factor")
    if hotline.scales_with is not None:
        yield from _driver(case, name, hotline.scales_with, day)
    weekday = case.origins.covering(("hotlines", name, "weekdays"), read_weekdays, day.weekday())
    yield (
        step(quantity=words.weekday(day), value=hotline.weekdays[day.weekday()], origin=weekday),
        _written(weekday),
    )
    month = case.origins.covering(("hotlines", name, "months"), read_months, day.month - 1)
    yield step(quantity=words.month(day), value=hotline.months[day.month - 1], origin=month), _written(month)
    for peak in case.whole.days.peaks[case.day]:
        multiply = case.scenario.peaks[peak].multiply
        key = name if name in multiply else "*"
        if key in multiply:
            origin = case.origins.of("peaks", peak, "multiply", key)
            yield step(quantity=words.peak(peak), value=multiply[key], origin=origin), _written(origin)


def _driver(case: Case, name: str, driver: str, day: date) -> Iterator[Factor]:
    """Yield the driver's value on the day, and its first value, which divides it."""
    step = partial(Step, part=HOTLINE, subject=name, unit="number")
    timeline = case.scenario.drivers[driver]
    first_day, first = timeline.steps[0]
    value = timeline.at(day)
    ratio = f"{operand(value)} / {operand(first)}"
    for when, number, text in ((day, value, ratio), (first_day, first, None)):
        origin = case.origins.in_force(("drivers", driver), read_date, when)
        yield step(quantity=words.driver(driver, when), value=number, origin=origin), text


def _written(origin: Origin) -> str:
    return origin.written or "100%"


def _in_interval(case: Case, name: str, hours: Origin) -> Iterator[Step]:
    """Yield how the day's calls are spread over its open intervals, and what falls into this one."""
    by_day, hotline = case.hotline_days(name), case.scenario.hotlines[name]
    step = partial(Step, part=HOTLINE, subject=name)
    is_open = by_day.open[case.weekday]
    profile = ("hotlines", name, "profile")
    starts = np.arange(0, DAY_S, case.scenario.interval_s)
    weights = np.ones(len(starts)) if hotline.profile is None else steps_at(hotline.profile, starts)
    origin = case.origins.in_force(profile, read_clock_s, case.start_s)
    weight, total = float(weights[case.interval]), float(weights[is_open].sum())
    counts = Counter(weights[is_open].tolist())
    summed = " + ".join(f"{count} × {operand(one)}" for one, count in counts.items())
    calls = float(by_day.calls[case.day])
    yield step(
        quantity=words.open_intervals(case.weekday), value=int(is_open.sum()), unit="intervals", origin=hours
    )
    yield step(quantity=words.WEIGHT, value=weight, unit="number", origin=origin)
    yield step(quantity=words.WEIGHTS, value=total, unit="number", formula=summed, note=words.WEIGHTS_NOTE)
    yield step(
        quantity=words.CALLS_IN_INTERVAL,
        value=case.hotline_calls(name),
        unit="calls",
        formula=f"{operand(calls)} × {operand(weight)} / {operand(total)}",
    )
