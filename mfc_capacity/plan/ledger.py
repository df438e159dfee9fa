"""Each group's figures by day, and their sums over months and the horizon.

Whatever adds up (calls, hours, hundredths of money, waits times the callers who wait them) is kept as a sum; means
are divided out only when a row is written, so that a month's service level is the mean of its intervals and not a
mean of means. What each figure is a mean over is said in `core.means`. A mean over an interval without a steady
state is unknown (NaN), never a guess.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from math import isfinite
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.answers.records import NO_CALLS, OK, OVERLOADED, UNSTAFFED, Cell
from mfc_capacity.core import means
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.rounding import rounded, without_noise
from mfc_capacity.core.targets import AVERAGED
from mfc_capacity.demand.calendar import Days
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.plan import money
from mfc_capacity.plan.planner import GroupPlan
from mfc_capacity.scenario import Scenario
from mfc_capacity.staffing.method import Performance
from mfc_capacity.staffing.operators import GroupOperators, missed
from mfc_capacity.staffing.varying import DaysMet

TOTAL = "total"
SEVERITY = (NO_CALLS, OK, UNSTAFFED, OVERLOADED)
WORKING_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Peak:
    """The interval of each day (D) that needs most operators; among equals the one with most calls."""

    interval: Ints
    calls: Floats
    required: Ints
    paid: Ints
    bound_by: NDArray[np.str_]


class OnDuty(NamedTuple):
    """Operator-intervals on duty by day (D), and the exact paid hours of one."""

    intervals: Ints
    paid_hours: Fraction


@dataclass(frozen=True)
class Ledger:
    """One group, or all together, by day (D): sums to add up, minima to compare, and the peak."""

    open: Bools
    sums: Mapping[str, Floats]
    on_duty: Sequence[OnDuty]
    given_on_duty: Sequence[OnDuty]
    missed: Mapping[str, Bools]
    labour_cost: Ints | None
    contact_cost: Ints | None
    min_service_level: Floats
    given_severity: Ints | None
    peak: Peak
    lines_needed: Floats  # NaN: not known, infinite: none is enough

    def columns(self, spans: Sequence[range]) -> dict[str, list[Any]]:
        """Return the figures of spans of days (S), as the tables name them.

        Those of the operators given only where they are stated. `peak_day` and `peak_start` are numbers of a day and
        an interval.
        """
        sums = {name: _span_sums(values, spans) for name, values in self.sums.items()}
        cost = _both(self.labour_cost, self.contact_cost)
        columns: dict[str, list[Any]] = {
            "days_open": _counted(self.open.astype(np.int64), spans),
            "calls": sums["calls"],
            "contacts": sums["contacts"],
            "attempts": _known(sums["attempts"]),
            "never_served": _shares_of(sums["never_served"], sums["calls"]),
            "operator_hours_required": sums["hours"],
            "operator_hours_paid": self.paid_hours(spans),
            "operator_hours_after_duty": _known(sums["after_duty_hours"]),
            "labour_cost": _booked(self.labour_cost, spans),
            "contact_cost": _booked(self.contact_cost, spans),
            "cost": _booked(cost, spans),
            "cost_per_call": _per_call(_booked(cost, spans), sums["calls"]),
            **{name: _counted(days.astype(np.int64), spans) for name, days in self.missed.items()},
            "min_service_level": _known(_least(self.min_service_level, spans)),
            "lines_needed": counts_known(_most(self.lines_needed, spans)),
            **_means(sums, ""),
            **self._peaks(spans),
        }
        if self.given_severity is not None:
            worst = _of_spans(self.given_severity, spans, lambda own: int(own.max()))
            columns |= {
                "operator_hours_given": sums["given_hours"],
                "operator_hours_paid_given": _paid_hours(self.given_on_duty, spans),
                "operator_hours_short": sums["short_hours"],
                "given_status": [SEVERITY[severity] for severity in worst],
                "given_never_served": _shares_of(
                    sums["given_never_served"], sums["given_never_served:weight"]
                ),
                **_means(sums, "given_"),
            }
        return columns

    def peak_day(self, span: range) -> int:
        """Return the day of a span on which most operators are needed; of equals that with most calls at its peak."""
        if len(span) == 1:
            return span.start
        required = self.peak.required[span.start : span.stop]
        calls = self.peak.calls[span.start : span.stop]
        return span.start + int(np.where(required == required.max(), calls, -1.0).argmax())

    def paid_hours(self, spans: Sequence[range]) -> list[float]:
        """Return the paid hours of each span of days."""
        return _paid_hours(self.on_duty, spans)

    def _peaks(self, spans: Sequence[range]) -> dict[str, list[Any]]:
        days = (
            [self.peak_day(span) for span in spans]
            if not _are_days(spans)
            else [span.start for span in spans]
        )
        peak = self.peak
        required = peak.required[days].tolist()

        def of_some(values: Iterable[Any]) -> list[Any]:
            return [value if needed else None for value, needed in zip(values, required, strict=True)]

        paid = of_some(peak.paid[days].tolist())
        return {
            "peak_day": of_some(days),
            "peak_start": of_some(peak.interval[days].tolist()),
            "peak_calls": of_some(_without_noise(peak.calls[days].tolist())),
            "peak_bound_by": of_some(bound or None for bound in peak.bound_by[days].tolist()),
            "peak_operators_required": required,
            "peak_operators_paid": [count or 0 for count in paid],
        }


def group_ledger(plan: GroupPlan, interval_s: int, *, with_given: bool) -> Ledger:
    """Return one group's ledger; with_given: some group states operators on duty, this one perhaps not."""
    load, operators = plan.load, plan.operators
    hours = interval_s / 3600
    by_kind = {
        "calls": load.in_day(load.calls),
        "attempts": load.in_day(_times(load.calls, operators.expected.attempts)),
        "never_served": _never_served(load, operators.expected),
        "hours": load.in_day(operators.required) * hours,
        "after_duty_hours": load.in_day(operators.expected.after_duty_hours),
        **weighted(plan, operators.expected, load.calls, operators.required * hours, ""),
    }
    if with_given:
        by_kind |= _given_sums(plan, hours)
    severity = None if operators.met is None else _severity(load, operators.met)[load.kinds]
    level = np.where(load.times > 0, operators.expected.service_level, np.nan)
    return Ledger(
        open=load.comes.max(axis=1)[load.kinds],
        sums={name: values[load.kinds] for name, values in by_kind.items()} | {"contacts": _contacts(plan)},
        on_duty=_on_duty(plan, operators.required, interval_s),
        given_on_duty=[] if operators.given is None else _on_duty(plan, operators.given, interval_s),
        missed={
            name: _days_missed(plan, performance, days, needed)
            for name, performance, days, needed in (
                ("days_missed", operators.expected, operators.days, operators.lines_needed),
                ("given_days_missed", operators.met, operators.given_days, None),
            )
            if performance is not None
        },
        labour_cost=plan.labour_cost,
        contact_cost=plan.contact_cost,
        min_service_level=np.fmin.reduce(level, axis=1)[load.kinds],
        given_severity=severity,
        peak=_peak_of_kinds(load, operators),
        lines_needed=_lines_of_kinds(load, operators.lines_needed)[load.kinds],
    )


def total_ledger(plans: Sequence[GroupPlan], ledgers: Sequence[Ledger]) -> Ledger:
    """Return all groups together; the peak is the moment at which most operators are needed at once."""
    calls = sum((plan.load.calls * (plan.load.times > 0))[plan.load.kinds] for plan in plans)
    required = sum((plan.operators.required * (plan.load.times > 0))[plan.load.kinds] for plan in plans)
    paid = sum(plan.operators.paid[plan.load.kinds] for plan in plans)
    severities = [ledger.given_severity for ledger in ledgers if ledger.given_severity is not None]
    return Ledger(
        open=np.stack([ledger.open for ledger in ledgers]).max(axis=0),
        sums={name: np.sum([ledger.sums[name] for ledger in ledgers], axis=0) for name in ledgers[0].sums},
        on_duty=[part for ledger in ledgers for part in ledger.on_duty],
        given_on_duty=[part for ledger in ledgers for part in ledger.given_on_duty],
        missed={
            name: np.any([ledger.missed[name] for ledger in ledgers if name in ledger.missed], axis=0)
            for name in dict.fromkeys(name for ledger in ledgers for name in ledger.missed)
        },
        labour_cost=_all_known([ledger.labour_cost for ledger in ledgers]),
        contact_cost=_all_known([ledger.contact_cost for ledger in ledgers]),
        min_service_level=np.fmin.reduce([ledger.min_service_level for ledger in ledgers]),
        given_severity=np.max(severities, axis=0) if severities else None,
        peak=_peak(np.asarray(calls), np.asarray(required), np.asarray(paid)),
        lines_needed=ledgers[0].lines_needed * (1 if len(ledgers) == 1 else np.nan),
    )


def month_spans(days: Days) -> list[tuple[str | None, range]]:
    """Return each month of the horizon with the range of its days."""
    return _named_spans(days, "{:%Y-%m}".format)


def week_spans(days: Days) -> list[tuple[str | None, range]]:
    """Return each ISO week of the horizon with the range of its days; the first and the last may be cut off."""
    return _named_spans(days, iso_week)


def iso_week(day: date) -> str:
    """Return the ISO 8601 week of a day.

    >>> iso_week(date(2015, 12, 31)), iso_week(date(2016, 1, 3)), iso_week(date(2016, 1, 4))
    ('2015-W53', '2015-W53', '2016-W01')
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _named_spans(days: Days, name_of: Callable[[date], str]) -> list[tuple[str | None, range]]:
    """Return the ranges of neighbouring days of one name."""
    names = [None if day is None else name_of(day) for day in days.dates]
    starts = [k for k, name in enumerate(names) if k == 0 or name != names[k - 1]]
    return [(names[a], range(a, b)) for a, b in zip(starts, [*starts[1:], len(names)], strict=True)]


def full_time_hours(scenario: Scenario, days: int) -> float:
    """Return the paid hours of one full-time job; a day without a calendar is a working day."""
    weeks = 1 / WORKING_DAYS_A_WEEK if scenario.calendar is None else days / 7
    return scenario.full_time_week_s / 3600 * weeks


def _contacts(plan: GroupPlan) -> Floats:
    return sum(plan.contacts.values(), start=np.zeros(len(plan.load.kinds)))


def _on_duty(plan: GroupPlan, operators: Ints, interval_s: int) -> list[OnDuty]:
    """Return operators (K x I) as they are on duty day by day, told apart by the paid hours of one in an interval."""
    by_paid = money.by_paid_hours(plan.load.in_day(operators), plan.operators.shrinkage, interval_s)
    return [OnDuty(intervals[plan.load.kinds], hours) for hours, intervals in by_paid.items()]


def _days_missed(
    plan: GroupPlan, performance: Performance, days: DaysMet | None, lines_needed: Floats | None
) -> Bools:
    """Return the days with an interval in which a target is missed; where days vary, as it is promised of them.

    A target on lines that are not stated is missed where no number of them is enough.
    """
    calls = plan.load.calls * (plan.load.times > 0)
    is_missed = missed(performance, calls, plan.targets) if days is None else days.is_missed & (calls > 0)
    if lines_needed is not None:
        is_missed |= np.isinf(lines_needed) & (calls > 0)
    by_kind: Bools = is_missed.max(axis=1)
    return by_kind[plan.load.kinds]


def _paid_hours(on_duty: Sequence[OnDuty], spans: Sequence[range]) -> list[float]:
    """Return the paid hours of each span, added up exactly."""
    counts = [_counted(part.intervals, spans) for part in on_duty]
    hours = [part.paid_hours for part in on_duty]

    @cache
    def exact(of_span: tuple[int, ...]) -> float:
        return float(sum((count * each for count, each in zip(of_span, hours, strict=True)), Fraction(0)))

    return [exact(of_span) for of_span in zip(*counts, strict=True)]


def _per_call(costs: Sequence[float | None], calls: Sequence[float]) -> list[float | None]:
    """Return what a call costs, to the hundredth; None where the cost is not known or nobody calls."""
    return [
        None if cost is None or not count else float(rounded(cost / count, 2))
        for cost, count in zip(costs, calls, strict=True)
    ]


def _shares_of(parts: Sequence[float], calls: Sequence[float]) -> list[float | None]:
    """Return parts of calls as shares, None where nobody calls or a part is not known."""
    pairs = zip(parts, calls, strict=True)
    return [min(part / count, 1.0) if count and isfinite(part) else None for part, count in pairs]


def weighted(
    plan: GroupPlan, performance: Performance, calls: NDArray[Any], hours: NDArray[Any], prefix: str
) -> dict[str, Floats]:
    """Return the measures by kind, each summed with its weights, and the weights themselves."""
    service_level_of = np.array([targets.service_level_of for targets in plan.targets])[:, np.newaxis]
    sums = {}
    lost = performance.abandonment + performance.busy
    weights = means.weights(
        _times(calls, performance.attempts),
        lost,
        hours,
        service_level_of,
        last_attempts=_times(calls, performance.last_attempts),
        counted=performance.counted,
    )
    for name, weight in weights.items():
        weighted = np.where(weight > 0, getattr(performance, name) * weight, 0.0)
        sums[f"{prefix}{name}"] = plan.load.in_day(weighted)
        sums[f"{prefix}{name}:weight"] = plan.load.in_day(weight)
    return sums


def _given_sums(plan: GroupPlan, hours: float) -> dict[str, Floats]:
    """Return the sums of the operators given; a group that states none counts nothing and weighs nothing."""
    load, operators = plan.load, plan.operators
    nothing = np.zeros(load.calls.shape)
    given = operators.required * 0 if operators.given is None else operators.given
    short = nothing if operators.given is None else np.maximum(operators.required - given, 0)
    calls = nothing if operators.met is None else load.calls
    return {
        "given_hours": load.in_day(given) * hours,
        "short_hours": load.in_day(short) * hours,
        "given_never_served": load.in_day(nothing)
        if operators.met is None
        else _never_served(load, operators.met),
        "given_never_served:weight": load.in_day(calls),
        **weighted(plan, operators.met or operators.expected, calls, given * hours, "given_"),
    }


def _never_served(load: GroupDays, met: Performance) -> Floats:
    """Return how many callers of each kind of day are never served, NaN where it is not known (K)."""
    return load.in_day(_times(load.calls, met.never_served))


def _times(calls: Floats, ratio: Floats) -> Floats:
    """Return so many times the calls, NaN where it is not known, 0 where nobody calls."""
    return np.where(calls > 0, calls * ratio, 0.0)


def _means(sums: Mapping[str, list[float]], prefix: str) -> dict[str, list[Cell]]:
    names = [f"{prefix}{measure.name}" for measure in AVERAGED]
    return {
        name: _known(
            value / weight if weight else np.nan
            for value, weight in zip(sums[name], sums[f"{name}:weight"], strict=True)
        )
        for name in names
    }


def _severity(load: GroupDays, performance: Performance) -> Ints:
    ranks = [
        np.where((performance.status == status) & (load.times > 0), rank, 0)
        for rank, status in enumerate(SEVERITY)
    ]
    severity: Ints = np.max(ranks, axis=(0, 2))
    return severity


def _lines_of_kinds(load: GroupDays, needed: Floats | None) -> Floats:
    """Return the lines that a kind of day needs (K): those of its worst interval, NaN where nobody asks."""
    if needed is None:
        return np.full(len(load.calls), np.nan)
    most: Floats = np.fmax.reduce(np.where(load.times > 0, needed, np.nan), axis=1)
    return most


def _peak_of_kinds(load: GroupDays, operators: GroupOperators) -> Peak:
    comes = load.times > 0
    peak = _peak(load.calls * comes, operators.required * comes, operators.paid, operators.bound_by)
    return Peak(*(values[load.kinds] for values in vars(peak).values()))


def _peak(calls: Floats, required: Ints, paid: Ints, bound_by: NDArray[np.str_] | None = None) -> Peak:
    most = required == required.max(axis=1, keepdims=True)
    interval = np.where(most, calls, -1.0).argmax(axis=1)
    at = (np.arange(len(interval)), interval)
    bound = np.full(len(interval), "") if bound_by is None else bound_by[at]
    return Peak(interval, calls[at], required[at], paid[at], bound)


def _are_days(spans: Sequence[range]) -> bool:
    return max(map(len, spans), default=1) == 1


def _of_spans(values: NDArray[Any], spans: Sequence[range], add: Callable[[NDArray[Any]], Any]) -> list[Any]:
    """Return what `add` makes of the values of each span; a day by itself is left as it is."""
    if _are_days(spans):
        return list(values[[span.start for span in spans]].tolist())
    return [add(values[span.start : span.stop]) for span in spans]


def _span_sums(values: Floats, spans: Sequence[range]) -> list[float]:
    return _without_noise(_of_spans(values, spans, lambda own: float(own.sum())))


def _counted(counts: Ints, spans: Sequence[range]) -> list[int]:
    return _of_spans(counts, spans, lambda own: int(own.sum()))


def _least(values: Floats, spans: Sequence[range]) -> list[float]:
    return _of_spans(values, spans, lambda own: float(np.fmin.reduce(own)))


def _most(values: Floats, spans: Sequence[range]) -> list[float]:
    return _of_spans(values, spans, lambda own: float(np.fmax.reduce(own)))


def _without_noise(sums: Sequence[float]) -> list[float]:
    """Take the noise out of sums, of which most are alike."""
    clean = {each: without_noise(each) for each in set(sums)}
    return [clean[each] for each in sums]


def _booked(hundredths: Ints | None, spans: Sequence[range]) -> list[float | None]:
    if hundredths is None:
        return [None] * len(spans)
    return [int(amount) / money.HUNDREDTHS for amount in _counted(hundredths, spans)]


def _both(one: Ints | None, other: Ints | None) -> Ints | None:
    return None if one is None or other is None else one + other


def _all_known(parts: Sequence[Ints | None]) -> Ints | None:
    known = [part for part in parts if part is not None]
    return np.sum(known, axis=0) if len(known) == len(parts) else None


def counts_known(values: Iterable[float]) -> list[Cell]:
    """Return whole numbers, None where one is not known or not finite."""
    return [int(value) if isfinite(value) else None for value in values]


def _known(values: Iterable[float]) -> list[Cell]:
    return [value if isfinite(value) else None for value in values]
