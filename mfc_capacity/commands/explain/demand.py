"""From the calls a day that a hotline starts with to the load of a group in one interval.

The calls of hotlines that share operators are one stream. Handling times are averaged over calls, and so are the
rates at which callers give up: mean patience is the harmonic mean.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

import numpy as np

from mfc_capacity.commands.explain.interval import ExplainedInterval, TableRows
from mfc_capacity.commands.explain.steps import HOTLINE, LOAD, Formula, Origin, Step, joined
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.demand.hotlines import profile_weights
from mfc_capacity.files.paths import split_path
from mfc_capacity.files.problems import Message, say
from mfc_capacity.files.units import (
    DAY_S,
    read_clock_s,
    read_date,
    read_months,
    read_number,
    read_share,
)
from mfc_capacity.scenario import Deflection

Factor = tuple[Step, Formula]  # an input, and how formulas show it (empty: another input shows it too)


def hotline_steps(explained: ExplainedInterval, name: str) -> Iterator[Step]:
    """Yield the chain of one hotline; where it is closed, only that it is."""
    by_day = explained.hotline_days(name)
    step = partial(Step, part=HOTLINE, subject=name)
    hours = explained.origins.of(
        *explained.origins.on_kind(("hotlines", name, "hours"), explained.kind_of_day)
    )
    if not by_day.open[by_day.shape[explained.day], explained.interval]:
        yield step(
            quantity=say("explain.CALLS_IN_INTERVAL"),
            value=0.0,
            unit="calls",
            note=say("explain.CLOSED"),
            origin=hours,
        )
        return
    demand, calls = float(by_day.demand[explained.day]), float(by_day.calls[explained.day])
    inputs = [*_base(explained, name), *_factors(explained, name)]
    yield from (factor for factor, _ in inputs)
    if len(inputs) > 1:
        formula = joined(" × ", (shown for _, shown in inputs if shown))
        yield step(quantity=say("explain.DEMAND"), value=demand, unit="calls", formula=formula)
    deflected = list(deflections(explained, name))
    if deflected:
        shares: list[Formula] = []
        for entry, origin in deflected:
            yield step(
                quantity=say("explain.deflected", channel=entry.to),
                value=entry.share,
                unit="share",
                origin=origin,
            )
            taken: Formula = (str(origin.written),)
            if entry.returns:
                returns = _replaced(explained, origin, "returns")
                quantity = say("explain.returned", channel=entry.to)
                yield step(quantity=quantity, value=entry.returns, unit="share", origin=returns)
                taken = (f"{origin.written} × (1 − {returns.written})",)
            shares.append(taken)
        yield step(
            quantity=say("explain.CALLS_OF_DAY"),
            value=calls,
            unit="calls",
            formula=(demand, " × (1 − ", *joined(" − ", shares), ")"),
        )
    yield from _in_interval(explained, name, hours)


def deflections(explained: ExplainedInterval, name: str) -> Iterator[tuple[Deflection, Origin]]:
    """Yield what each channel takes of a hotline's demand on the day, and where that stands."""
    entries = enumerate(explained.scenario.hotlines[name].deflect)
    begun = [
        (k, entry)
        for k, entry in entries
        if entry.from_ is None or (explained.date and entry.from_ <= explained.date)
    ]
    begun.sort(key=lambda numbered: numbered[1].from_ or date.min)
    for k, entry in {entry.to: (k, entry) for k, entry in begun}.values():
        yield entry, explained.origins.of("hotlines", name, "deflect", str(k), "share")


def _replaced(explained: ExplainedInterval, origin: Origin, key: str) -> Origin:
    """Return the origin of another key of the entry that an input stands in."""
    path = [part for part, _ in split_path(origin.key)[0]]
    return explained.origins.of(*path[:-1], key)


def _base(explained: ExplainedInterval, name: str) -> Iterator[Factor]:
    """Yield the calls of an ordinary day, or the share of all hotlines' calls that they are."""
    step = partial(Step, part=HOTLINE, subject=name)
    path = ("hotlines", name)
    rows = explained.table_rows(name)
    if rows is not None:
        of_day = rows.calls_of_day
        origin = rows.origin(rows.of_day, of_day)
        yield (
            step(quantity=say("explain.CALLS_OF_TABLE"), value=of_day, unit="calls", origin=origin),
            (of_day,),
        )
        return
    if not explained.origins.has(*path, "share"):
        calls = explained.scenario.hotlines[name].calls_per_day
        origin = explained.origins.of(*path, "calls_per_day")
        yield step(quantity=say("explain.CALLS_PER_DAY"), value=calls, unit="calls", origin=origin), (calls,)
        return
    total, share = explained.origins.of("calls_per_day"), explained.origins.of(*path, "share")
    calls_of_all = float(read_number(str(total.written)))
    part = float(read_share(str(share.written)))
    yield (
        step(quantity=say("explain.CALLS_PER_DAY_OF_ALL"), value=calls_of_all, unit="calls", origin=total),
        (calls_of_all,),
    )
    yield step(quantity=say("explain.SHARE"), value=part, unit="share", origin=share), (str(share.written),)


def _factors(explained: ExplainedInterval, name: str) -> Iterator[Factor]:
    """Yield what multiplies the calls on this day: the driver, the weekday, the month, the peaks that are on."""
    day = explained.date
    if day is None:
        return
    hotline = explained.scenario.hotlines[name]
    step = partial(Step, part=HOTLINE, subject=name, unit="factor")
    if hotline.scales_with is not None:
        yield from _driver(explained, name, hotline.scales_with, day)
    if explained.table_rows(name) is None:
        yield from _weekday_and_month(explained, name, day)
    for peak in explained.planned.days.peaks[explained.day]:
        multiply = explained.scenario.peaks[peak].multiply
        key = name if name in multiply else "*"
        if key in multiply:
            origin = explained.origins.of("peaks", peak, "multiply", key)
            yield (
                step(quantity=say("explain.peak", name=peak), value=multiply[key], origin=origin),
                _written(origin),
            )


def _weekday_and_month(explained: ExplainedInterval, name: str, day: date) -> Iterator[Factor]:
    hotline = explained.scenario.hotlines[name]
    step = partial(Step, part=HOTLINE, subject=name, unit="factor")
    kind = explained.kind_of_day
    weekday = explained.origins.of(*explained.origins.on_kind(("hotlines", name, "weekdays"), kind))
    yield (
        step(
            quantity=say("explain.kind_of_day", kind=kind),
            value=hotline.weekdays[kind],
            note=_planned_as(explained),
            origin=weekday,
        ),
        _written(weekday),
    )
    month = explained.origins.covering(("hotlines", name, "months"), read_months, day.month - 1)
    yield (
        step(quantity=say("explain.month", day=day), value=hotline.months[day.month - 1], origin=month),
        _written(month),
    )


def _planned_as(explained: ExplainedInterval) -> Message | None:
    """Return what is to be said of a day that is a holiday, or planned as another kind of day."""
    as_dated = int(explained.planned.days.weekdays[explained.day])
    if explained.kind_of_day == as_dated and explained.holiday is None:
        return None
    return say(
        "explain.planned_as", day=explained.date, kind=explained.kind_of_day, holiday=explained.holiday
    )


def _driver(explained: ExplainedInterval, name: str, driver: str, day: date) -> Iterator[Factor]:
    """Yield the driver's value on the day, and its first value, which divides it."""
    step = partial(Step, part=HOTLINE, subject=name, unit="number")
    timeline = explained.scenario.drivers[driver]
    first_day, first = timeline.steps[0]
    value = timeline.at(day)
    ratio: Formula = (value, " / ", first)
    for when, number, shown in ((day, value, ratio), (first_day, first, ())):
        origin = explained.origins.in_force(("drivers", driver), read_date, when)
        yield step(quantity=say("explain.driver", name=driver, day=when), value=number, origin=origin), shown


def _written(origin: Origin) -> Formula:
    return (origin.written or "100%",)


def _in_interval(explained: ExplainedInterval, name: str, hours: Origin) -> Iterator[Step]:
    """Yield how the day's calls are spread over its open intervals, and what falls into this one."""
    by_day, hotline = explained.hotline_days(name), explained.scenario.hotlines[name]
    step = partial(Step, part=HOTLINE, subject=name)
    rows = explained.table_rows(name)
    if rows is not None and not rows.are_days:
        yield from _of_rows(explained, name, rows)
        return
    is_open = by_day.open[by_day.shape[explained.day]]
    own_profile = hotline.profile[explained.kind_of_day]
    profile = explained.origins.on_kind(("hotlines", name, "profile"), explained.kind_of_day)
    weights = profile_weights(own_profile, is_open)
    end_s = explained.start_s + explained.scenario.interval_s
    keys = [second for second, _ in own_profile or ()]
    follows_yesterday = bool(is_open[0] and is_open[-1]) and explained.start_s < min(keys, default=0)
    origin = explained.origins.in_force(
        profile, read_clock_s, DAY_S if follows_yesterday else explained.start_s
    )
    is_mean = any(explained.start_s < second < end_s for second in keys)
    times = by_day.times[by_day.shape[explained.day]]
    open_weights = np.repeat(weights[is_open], times[is_open])
    weight, total = float(weights[explained.interval]), float(open_weights.sum())
    counts = Counter(open_weights.tolist())
    summed = joined(" + ", ((f"{count} × ", each) for each, count in counts.items()))
    calls = float(by_day.calls[explained.day])
    yield step(
        quantity=say("explain.open_intervals", kind=explained.kind_of_day),
        value=open_weights.size,
        unit="intervals",
        origin=hours,
    )
    yield step(
        quantity=say("explain.WEIGHT"),
        value=weight,
        unit="number",
        origin=origin,
        note=say("explain.MEAN_WEIGHT") if is_mean else None,
    )
    yield step(
        quantity=say("explain.WEIGHTS"),
        value=total,
        unit="number",
        formula=summed,
        note=say("explain.WEIGHTS_NOTE"),
    )
    yield step(
        quantity=say("explain.CALLS_IN_INTERVAL"),
        value=explained.hotline_calls(name),
        unit="calls",
        formula=(calls, " × ", weight, " / ", total),
        note=say("explain.EACH_TIME") if times[explained.interval] > 1 else None,
    )


def _of_rows(explained: ExplainedInterval, name: str, rows: TableRows) -> Iterator[Step]:
    """Yield what the rows of a table say of the interval, and what drivers, peaks and deflection make of it."""
    by_day, total = explained.hotline_days(name), rows.calls_of_day
    share = float(by_day.shares[by_day.shape[explained.day], explained.interval])
    calls, own = float(by_day.calls[explained.day]), rows.volumes
    end_s = explained.start_s + explained.scenario.interval_s
    starts_s, ends_s = own.start_s[rows.here], own.end_s[rows.here]
    is_whole = bool(np.all((starts_s >= explained.start_s) & (ends_s <= end_s)))
    here = float(own.calls[rows.here].sum()) if is_whole else total * share
    step = partial(Step, part=HOTLINE, subject=name, unit="calls")
    origin = rows.origin(rows.here, float(rows.volumes.calls[rows.here].sum()))
    note = None if is_whole else say("explain.ROWS_IN_PART")
    yield step(quantity=say("explain.CALLS_OF_ROWS"), value=here, origin=origin, note=note)
    yield step(
        quantity=say("explain.CALLS_IN_INTERVAL"),
        value=explained.hotline_calls(name),
        formula=(calls, " × ", here, " / ", total),
    )


def load_steps(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the group's calls, calls per hour, mean handling time and patience, and load."""
    calling = [name for name in explained.group.hotlines if explained.hotline_calls(name) > 0]
    step = partial(Step, part=LOAD, subject=explained.group_plan.name)
    summed = joined(" + ", ((explained.hotline_calls(name),) for name in calling))
    formula = summed if len(calling) > 1 else ()
    yield step(
        quantity=say("explain.CALLS_OF_GROUP"),
        value=explained.calls,
        unit="calls",
        formula=formula,
        metric="calls",
    )
    if not calling:
        return
    interval = explained.origins.of("calendar", "interval")
    yield step(
        quantity=say("explain.INTERVAL"), value=explained.interval_minutes, unit="minutes", origin=interval
    )
    formula = (explained.calls, f" × 60 / {explained.interval_minutes}")
    yield step(
        quantity=say("explain.CALLS_PER_HOUR"),
        value=explained.calls_per_hour,
        unit="calls per hour",  # no words: a unit of the answer
        formula=formula,
    )
    yield from _handling_time(explained, calling)
    yield from _patience(explained, calling)
    yield step(
        quantity=say("explain.OFFERED_LOAD"),
        value=explained.load_erlangs,
        unit="erlangs",
        formula=(explained.calls_per_hour, " × ", explained.aht_s, " / 3,600"),
        metric="offered_load_erlangs",
    )
    yield from _variation(explained)


def _variation(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield how the day's calls vary beyond chance: those of each hotline, and of several those of all together."""
    if not explained.varies:
        return
    names = explained.group.hotlines
    step = partial(Step, part=LOAD, subject=explained.group_plan.name, unit="share")
    for name in names:
        own = ("hotlines", name, "varies")
        path = own if explained.origins.has(*own) else ("varies",)
        yield step(
            quantity=say("explain.varies", hotline=name),
            value=explained.scenario.hotlines[name].varies[explained.kind_of_day],
            origin=explained.origins.of(*explained.origins.on_kind(path, explained.kind_of_day)),
        )
    if len(names) > 1:
        yield step(
            quantity=say("explain.VARIES_TOGETHER"),
            value=explained.scenario.varies_together,
            origin=explained.origins.of("varies_together"),
        )
        yield step(quantity=say("explain.VARIES"), value=explained.varies, note=say("explain.VARIES_NOTE"))


def _handling_time(explained: ExplainedInterval, calling: Sequence[str]) -> Iterator[Step]:
    """Yield the handling time of each hotline that rings, and of several the mean."""
    step = partial(Step, part=LOAD, subject=explained.group_plan.name, unit="seconds")
    handled = {name: explained.hotline_aht_s(name) for name in calling}
    metric = "aht_s" if len(calling) == 1 else None
    for name, aht_s in handled.items():
        yield from _own_handling_time(explained, name, aht_s, metric)
        yield from _own_laws(explained, name, ("aht_cv",))
    if len(calling) > 1:
        products = ((explained.hotline_calls(name), " × ", aht_s) for name, aht_s in handled.items())
        formula = ("(", *joined(" + ", products), ") / ", explained.calls)
        yield step(quantity=say("explain.MEAN_AHT"), value=explained.aht_s, formula=formula, metric="aht_s")


def _own_handling_time(
    explained: ExplainedInterval, name: str, aht_s: float, metric: str | None
) -> Iterator[Step]:
    """Yield the handling time of a hotline: as written, and where channels make the rest longer what becomes of it."""
    step = partial(Step, part=LOAD, subject=explained.group_plan.name)
    quantity, rows = say("explain.aht", hotline=name), explained.table_rows(name)
    is_of_table = rows is not None and rows.has_aht
    origin = rows.origin(rows.here, aht_s) if rows and is_of_table else _aht_origin(explained, name)
    clocks = [second for second, _ in explained.scenario.hotlines[name].aht_s[explained.kind_of_day]]
    end_s = explained.start_s + explained.scenario.interval_s
    is_mean = not is_of_table and any(explained.start_s < clock < end_s for clock in clocks)
    note = say("explain.MEAN_AHT_NOTE") if is_mean else None
    longer = [
        (entry, _replaced(explained, at, "rest_aht"))
        for entry, at in deflections(explained, name)
        if entry.share and entry.rest_aht != 1
    ]
    if not longer:
        yield step(quantity=quantity, value=aht_s, unit="seconds", note=note, origin=origin, metric=metric)
        return
    all_s = without_noise(aht_s / math.prod(entry.rest_aht for entry, _ in longer))
    yield step(quantity=quantity, value=all_s, unit="seconds", note=note, origin=origin)
    for entry, at in longer:
        words = say("explain.rest_aht", channel=entry.to)
        yield step(quantity=words, value=entry.rest_aht, unit="factor", origin=at)
    products: list[Formula] = [(all_s,), *((f"(100% {_signed(at)})",) for _, at in longer)]
    yield step(
        quantity=say("explain.aht_of_rest", hotline=name),
        value=aht_s,
        unit="seconds",
        formula=joined(" × ", products),
        metric=metric,
    )


def _signed(origin: Origin) -> str:
    """Return a change as formulas show it: + 15%."""
    written = str(origin.written)
    return f"{written[0]} {written[1:].strip()}"


def _aht_origin(explained: ExplainedInterval, name: str) -> Origin:
    """Return where the handling time that is in force when the interval begins stands."""
    path = explained.origins.on_kind(("hotlines", name, "aht"), explained.kind_of_day)
    keys = [read_clock_s(key) for key in explained.origins.names(*path)]
    before_first = explained.start_s < min(keys, default=0)
    return explained.origins.in_force(path, read_clock_s, DAY_S if before_first else explained.start_s)


def _patience(explained: ExplainedInterval, calling: Sequence[str]) -> Iterator[Step]:
    """Yield the patience of each hotline and the mean; a caller who never hangs up adds nothing to its rate."""
    step = partial(Step, part=LOAD, subject=explained.group_plan.name, unit="seconds")
    patience = {name: explained.scenario.hotlines[name].patience_s for name in calling}
    metric = "patience_s" if len(calling) == 1 else None
    for name, patience_s in patience.items():
        origin = explained.origins.of("hotlines", name, "patience")
        note = say("explain.ENDLESS") if patience_s is None else None
        yield step(
            quantity=say("explain.patience", hotline=name),
            value=patience_s,
            note=note,
            origin=origin,
            metric=metric,
        )
        yield from _own_laws(explained, name, ("patience_law", "hangs_up_at_once"))
    rates = [(explained.hotline_calls(name), " / ", own) for name, own in patience.items() if own]
    if rates and len(calling) > 1:
        mean_s = float(explained.group_plan.load.patience_s[explained.kind, explained.interval])
        formula = (explained.calls, " / (", *joined(" + ", rates), ")")
        yield step(quantity=say("explain.MEAN_PATIENCE"), value=mean_s, formula=formula, metric="patience_s")


def _own_laws(explained: ExplainedInterval, name: str, keys: Sequence[str]) -> Iterator[Step]:
    """Yield what a hotline says of its times beside their means."""
    hotline = explained.scenario.hotlines[name]
    step = partial(Step, part=LOAD, subject=explained.group_plan.name)
    for key in keys:
        origin = explained.origins.of("hotlines", name, key)
        if key == "aht_cv" and hotline.aht_cv is not None:
            quantity = say("explain.aht_cv", hotline=name)
            yield step(quantity=quantity, value=hotline.aht_cv, unit=None, origin=origin)
        if key == "patience_law" and hotline.patience_law is not None:
            note = say("explain.law", name=hotline.patience_law.name, figure=hotline.patience_law.figure)
            quantity = say("explain.patience_law", hotline=name)
            yield step(quantity=quantity, value=None, unit=None, note=note, origin=origin)
        if key == "hangs_up_at_once" and hotline.hangs_up_at_once:
            quantity = say("explain.at_once", hotline=name)
            yield step(quantity=quantity, value=hotline.hangs_up_at_once, unit="share", origin=origin)
