"""Which figures of a plan may mislead, why, and what to do about it.

A caution is data: a code, the facts behind it and the place in the scenario it stems from. Its sentence is
in `wording`.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from mfc_capacity.answers.records import OVERLOADED, UNSTAFFED, Caution
from mfc_capacity.demand.calendar import Days
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.line_cautions import line_cautions
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.table_cautions import table_cautions
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.staffing.method import HOUR_S

ABANDONMENT_WORTH_A_WORD = 0.05
SHRINKAGE_WORTH_A_WORD = Fraction(6, 10)
FIRST_NAMED = 3


def cautions(planned: Planned) -> tuple[Caution, ...]:
    """Return every caution about a plan: about its prices and calendar first, then group by group."""
    found = [*_missing_prices(planned.loaded), *_peaks_never_on(planned.loaded, planned.days)]
    found += table_cautions(planned.loaded)
    found += _hotlines_never_open(planned)
    for plan in planned.groups:
        found += _abandonment_unlimited(planned.loaded, plan)
        if not plan.task.carries_queue:
            found += _calls_outlast_intervals(planned.loaded, plan)
        found += _handling_rough(planned.loaded, plan)
        found += operators_capped(planned.loaded, planned.days, plan)
        found += _given_above_most(planned.loaded, planned.days, plan)
        found += line_cautions(planned, plan)
        found += _shrinkage_high(planned.loaded, plan)
        found += _operators_short(planned.loaded, planned.days, plan)
        found += _open_without_calls(planned.loaded, planned.days, plan)
    return tuple(found)


def _missing_prices(loaded: LoadedScenario) -> Iterator[Caution]:
    costs = loaded.scenario.costs
    if costs.operator_hour is None:
        yield Caution("operator-hour-unpriced", {}, loaded.location_of("costs"))
    used = {entry.to: name for name, hotline in loaded.scenario.hotlines.items() for entry in hotline.deflect}
    for channel, hotline in used.items():
        if channel not in costs.contacts:
            place = loaded.location_of(f"hotlines.{hotline}.deflect")
            yield Caution("contact-unpriced", {"channel": channel}, place)


def _peaks_never_on(loaded: LoadedScenario, days: Days) -> Iterator[Caution]:
    on = {name for names in days.peaks for name in names}
    for name in loaded.scenario.peaks:
        if name not in on:
            yield Caution("peak-never-on", {"peak": name}, loaded.location_of(f"peaks.{name}"))


def _hotlines_never_open(planned: Planned) -> Iterator[Caution]:
    for name, hotline in planned.hotlines.items():
        if not hotline.open[np.unique(hotline.shape)].any():
            yield Caution(
                "hotline-never-open", {"hotline": name}, planned.loaded.location_of(f"hotlines.{name}.hours")
            )


def _abandonment_unlimited(loaded: LoadedScenario, plan: GroupPlan) -> Iterator[Caution]:
    unlimited = [targets.max_abandonment is None for targets in plan.targets]
    if not any(unlimited):
        return
    worst = float(np.fmax.reduce(plan.operators.expected.abandonment[unlimited], axis=None))
    if worst > ABANDONMENT_WORTH_A_WORD:
        facts = {"group": plan.name, "abandonment": worst}
        place = loaded.location_of(f"groups.{plan.name}") or loaded.location_of("targets")
        yield Caution("abandonment-unlimited", facts, place)


def _calls_outlast_intervals(loaded: LoadedScenario, plan: GroupPlan) -> Iterator[Caution]:
    longest = float(plan.load.aht_by_hotline[plan.load.by_hotline > 0].max(initial=0.0))
    if longest > loaded.scenario.interval_s:
        facts = {"group": plan.name, "aht_s": longest, "interval_s": loaded.scenario.interval_s}
        yield Caution("calls-outlast-intervals", facts, loaded.location_of("calendar.interval"))


def _open_without_calls(loaded: LoadedScenario, days: Days, plan: GroupPlan) -> Iterator[Caution]:
    """Name the days on which nobody calls and operators are paid, as a holiday at 0 % has them."""
    required, load = plan.operators.required, plan.load
    is_idle = (load.calls.sum(axis=1) == 0) & (load.in_day(required) > 0)
    if not is_idle.any():
        return
    idle_days = np.flatnonzero(is_idle[load.kinds])
    first = days.dates[int(idle_days[0])]
    hours = int(load.in_day(required)[load.kinds[idle_days]].sum()) * loaded.scenario.interval_s / 3600
    facts = {
        "group": plan.name,
        "days": len(idle_days),
        "date": None if first is None else first.isoformat(),
        "operators": int(required[is_idle].max()),
        "hours": hours,
    }
    yield Caution("open-without-calls", facts, loaded.location_of(f"groups.{plan.name}.min_operators"))


def _handling_rough(loaded: LoadedScenario, plan: GroupPlan) -> Iterator[Caution]:
    """Name how often handling times differ or vary more than the correction for them is good for."""
    load = plan.load
    if plan.task.carries_queue or load.alike:
        return
    calls_of = HOUR_S / loaded.scenario.interval_s
    calls, aht_s = load.by_interval
    rough = load.hotlines.roughly(calls * calls_of, aht_s)
    per_kind = np.bincount(load.kinds, minlength=len(load.open))
    for reason, where in rough.items():
        intervals = int(load.in_day(where) @ per_kind)
        if intervals:
            facts = {
                "group": plan.name,
                "reason": reason,
                "intervals": intervals,
                "calling": int(load.in_day(load.calls > 0) @ per_kind),
            }
            yield Caution("handling-times-rough", facts, loaded.location_of(f"groups.{plan.name}"))


def operators_capped(
    loaded: LoadedScenario, days: Days, plan: GroupPlan, among: Sequence[int] | None = None
) -> Iterator[Caution]:
    """Name the intervals in which the targets need more operators than there may be: the first, and how many.

    `among`: some of the days; None: all.
    """
    operators, load = plan.operators, plan.load
    looked_at = range(len(days)) if among is None else among
    kinds = load.kinds[list(looked_at)]
    missing = ((operators.needed - operators.required) * (load.times > 0))[kinds]
    if not missing.any():
        return
    first = [(looked_at[int(d)], int(k)) for d, k in np.argwhere(missing > 0)[:FIRST_NAMED]]
    worst_day, worst_interval = np.unravel_index(int(missing.argmax()), missing.shape)
    worst_kind = kinds[worst_day]
    interval_s = loaded.scenario.interval_s
    facts = {
        "group": plan.name,
        "intervals": int(((missing > 0) * load.times[kinds]).sum()),
        "days": int((missing > 0).any(axis=1).sum()),
        "first": [[_date(days, day), clock_text(interval * interval_s)] for day, interval in first],
        "worst": int(missing.max()),
        "needed": int(operators.needed[worst_kind, worst_interval]),
        "most": int(operators.required[worst_kind, worst_interval]),
        "date": _date(days, looked_at[int(worst_day)]),
        "start": clock_text(int(worst_interval) * interval_s),
    }
    yield Caution("operators-capped", facts, loaded.location_of(f"groups.{plan.name}.max_operators"))


def _given_above_most(loaded: LoadedScenario, days: Days, plan: GroupPlan) -> Iterator[Caution]:
    """Name the days on which more operators are given than there may be, and when most are."""
    load, given = plan.load, plan.operators.given
    if given is None:
        return
    limits = (plan.terms(kind).max_operators for kind in range(len(load.open)))
    most = np.array([np.inf if limit is None else limit for limit in limits])
    above = np.maximum(given - most[:, np.newaxis], 0) * (load.times > 0)
    found = np.flatnonzero(above.any(axis=1)[load.kinds])
    if not found.size:
        return
    kind, interval = (int(k) for k in np.unravel_index(int(above.argmax()), above.shape))
    facts = {
        "group": plan.name,
        "days": int(found.size),
        "first": [_date(days, int(day)) for day in found[:FIRST_NAMED]],
        "given": int(given[kind, interval]),
        "most": int(most[kind]),
        "date": _date(days, int(np.flatnonzero(load.kinds == kind)[0])),
        "start": clock_text(interval * loaded.scenario.interval_s),
    }
    yield Caution("given-above-most", facts, loaded.location_of(f"groups.{plan.name}.max_operators"))


def _shrinkage_high(loaded: LoadedScenario, plan: GroupPlan) -> Iterator[Caution]:
    """Name a shrinkage with which most of the paid time is not on duty."""
    highest = max(plan.operators.shrinkage)
    if highest > SHRINKAGE_WORTH_A_WORD:
        facts = {"group": plan.name, "shrinkage": float(highest)}
        place = loaded.location_of(f"groups.{plan.name}.shrinkage") or loaded.location_of("shrinkage")
        yield Caution("shrinkage-high", facts, place)


def _date(days: Days, day: int) -> str | None:
    date = days.dates[day]
    return None if date is None else date.isoformat()


def _operators_short(loaded: LoadedScenario, days: Days, plan: GroupPlan) -> Iterator[Caution]:
    """Name how often the operators given fall short, where it is worst, and where the queue only grows."""
    given, met, load = plan.operators.given, plan.operators.met, plan.load
    if given is None or met is None:
        return
    short = np.maximum(plan.operators.required - given, 0) * (load.times > 0)
    if not short.any():
        return
    per_kind = np.bincount(load.kinds, minlength=len(load.open))
    worst_kind, worst_interval = np.unravel_index(int(short.argmax()), short.shape)
    worst_day = days.dates[int(np.flatnonzero(load.kinds == worst_kind)[0])]
    lost = np.isin(met.status, [OVERLOADED, UNSTAFFED])
    facts = {
        "group": plan.name,
        "intervals": int(load.in_day(short > 0) @ per_kind),
        "open_intervals": int(load.in_day(load.open) @ per_kind),
        "worst": int(short.max()),
        "required": int(plan.operators.required[worst_kind, worst_interval]),
        "given": int(given[worst_kind, worst_interval]),
        "date": None if worst_day is None else worst_day.isoformat(),
        "start": clock_text(int(worst_interval) * loaded.scenario.interval_s),
        "lost": int(load.in_day(lost) @ per_kind),
    }
    yield Caution("operators-short", facts, loaded.location_of(f"groups.{plan.name}.operators"))
