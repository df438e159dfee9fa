"""Calls a day x calendar x drivers x peaks x deflection x profile: the calls of every interval.

Demand is what people want from a hotline on a day; deflection takes a share of it to other channels; the
rest are calls, spread over the opening hours by the profile. Hotlines that share operators make one stream
whose handling time is the call-weighted mean and whose callers abandon at the call-weighted mean rate. Most
days repeat one another, so a group keeps its distinct kinds of day once and an index from each date to its
kind.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.scenario import Hotline, Scenario

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

DAY_S = 86_400
MONDAY = 0


@dataclass(frozen=True)
class Days:
    """The planned days; one of them, without a date, where the scenario has no calendar."""

    dates: tuple[date | None, ...]
    weekdays: Ints
    peaks: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.dates)


@dataclass(frozen=True)
class Factors:
    """What multiplies a hotline's `calls_per_day`, by day (D); the calendar's is 0 on a closed day."""

    calendar: Floats
    driver: Floats
    peaks: dict[str, Floats]

    def product(self) -> Floats:
        """Return calendar x driver x every peak."""
        return math.prod(self.peaks.values(), start=self.calendar * self.driver)


@dataclass(frozen=True)
class HotlineDays:
    """One hotline by day (D) and by weekday and interval (7 x I)."""

    weekdays: Ints
    factors: Factors
    demand: Floats
    contacts: dict[str, Floats]
    calls: Floats
    shares: Floats
    open: Bools


@dataclass(frozen=True)
class GroupDays:
    """One group: `kinds` (D) leads from a day to its kind; the rest are kinds x intervals (K x I).

    `aht_s` and `patience_s` are NaN where nobody calls; `patience_s` is infinite where nobody hangs up.
    """

    kinds: Ints
    open: Bools
    calls: Floats
    aht_s: Floats
    patience_s: Floats

    def of_kinds(self, kinds: Sequence[int]) -> "GroupDays":
        """Return some kinds of day, each as one day."""
        some = list(kinds)
        return GroupDays(
            np.arange(len(some)), self.open[some], self.calls[some], self.aht_s[some], self.patience_s[some]
        )


def planned_days(scenario: Scenario) -> Days:
    """Return every date of the calendar with its weekday and the peaks that are on."""
    calendar = scenario.calendar
    if calendar is None:
        return Days((None,), np.array([MONDAY]), ((),))
    count = (calendar.last - calendar.first).days + 1
    dates = tuple(calendar.first + timedelta(days=k) for k in range(count))
    peaks = tuple(tuple(name for name, peak in scenario.peaks.items() if peak.covers(day)) for day in dates)
    return Days(dates, np.array([day.weekday() for day in dates]), peaks)


def hotline_days(scenario: Scenario, name: str, days: Days) -> HotlineDays:
    """Return one hotline's demand, contacts and calls by day, and its shares of a day by interval."""
    hotline = scenario.hotlines[name]
    is_open, shares = _day_shapes(hotline, scenario.interval_s)
    factors = _factors(scenario, name, days, is_open.max(axis=1)[days.weekdays])
    demand = hotline.calls_per_day * factors.product()
    deflected = _deflected_shares(hotline, days)
    contacts = {channel: demand * share for channel, share in deflected.items()}
    kept = 1.0 - sum(deflected.values(), start=np.zeros(len(days)))
    return HotlineDays(days.weekdays, factors, demand, contacts, demand * kept, shares, is_open)


def group_days(hotlines: Sequence[Hotline], by_day: Sequence[HotlineDays]) -> GroupDays:
    """Merge hotlines that share operators into one stream of calls, each distinct kind of day once."""
    weekdays = _first_alike(by_day)[by_day[0].weekdays]
    signature = np.column_stack([weekdays, *(one.calls for one in by_day)])
    distinct, kinds = np.unique(signature, axis=0, return_inverse=True)
    weekdays = distinct[:, 0].astype(np.int64)
    calls = np.stack([distinct[:, [k + 1]] * one.shares[weekdays] for k, one in enumerate(by_day)])
    total = calls.sum(axis=0)
    weights = np.divide(calls, total, out=np.zeros_like(calls), where=total > 0)
    is_open = np.stack([one.open[weekdays] for one in by_day]).max(axis=0)
    aht_s = np.where(total > 0, _mean([hotline.aht_s for hotline in hotlines], weights), np.nan)
    patience_s = np.where(total > 0, _mean_patience_s(hotlines, weights), np.nan)
    return GroupDays(kinds.reshape(-1), is_open, total, aht_s, patience_s)


def _first_alike(by_day: Sequence[HotlineDays]) -> Ints:
    """Return, for each weekday, the first on which all hotlines are open at the same times with the same shares."""
    shapes = np.hstack([part for one in by_day for part in (one.shares, one.open)])
    _, first, alike = np.unique(shapes, axis=0, return_index=True, return_inverse=True)
    return first[alike.reshape(-1)]


def _mean(values: Sequence[float], weights: Floats) -> Floats:
    """Return the weighted mean; of equal values exactly their value."""
    return values[0] + np.tensordot(np.array(values) - values[0], weights, axes=1)


def _mean_patience_s(hotlines: Sequence[Hotline], weights: Floats) -> Floats:
    """Return 1 / the weighted mean rate of abandonment; infinite where nobody ever hangs up."""
    unit = next((hotline.patience_s for hotline in hotlines if hotline.patience_s), np.inf)
    rates = [unit / hotline.patience_s if hotline.patience_s else 0.0 for hotline in hotlines]
    with np.errstate(divide="ignore"):
        return unit / _mean(rates, weights)


def _factors(scenario: Scenario, name: str, days: Days, is_open: Bools) -> Factors:
    """Return weekday x month, driver ratio and peaks, by day; 1 on the one day without a calendar."""
    hotline = scenario.hotlines[name]
    calendar, driver = is_open.astype(float), np.ones(len(days))
    peaks = {peak: np.ones(len(days)) for peak in scenario.peaks}
    for k, day in enumerate(days.dates):
        if day is None:
            continue
        calendar[k] *= hotline.weekdays[day.weekday()] * hotline.months[day.month - 1]
        if hotline.scales_with is not None:
            timeline = scenario.drivers[hotline.scales_with]
            driver[k] = timeline.at(day) / timeline.steps[0][1]
        for peak in days.peaks[k]:
            multiply = scenario.peaks[peak].multiply
            peaks[peak][k] = multiply.get(name, multiply.get("*", 1.0))
    return Factors(calendar, driver, peaks)


def _deflected_shares(hotline: Hotline, days: Days) -> dict[str, Floats]:
    """Return, per channel and day, the share in force: the last entry that has begun (undated: always)."""
    shares: dict[str, Floats] = {}
    for entry in sorted(hotline.deflect, key=lambda entry: entry.from_ or date.min):
        begun = [entry.from_ is None or (day is not None and entry.from_ <= day) for day in days.dates]
        shares[entry.to] = np.where(begun, entry.share, shares.get(entry.to, np.zeros(len(days))))
    return shares


def _day_shapes(hotline: Hotline, interval_s: int) -> tuple[Bools, Floats]:
    """Return, per weekday and interval, whether the hotline is open and its share of the day's calls."""
    starts = np.arange(0, DAY_S, interval_s)
    is_open = np.zeros((len(hotline.hours), len(starts)), dtype=bool)
    for weekday, spans in enumerate(hotline.hours):
        for first, last in spans:
            is_open[weekday] |= (starts >= first) & (starts < last)
    weights = is_open * (1.0 if hotline.profile is None else steps_at(hotline.profile, starts))
    totals = weights.sum(axis=1, keepdims=True)
    return is_open, np.divide(weights, totals, out=np.zeros_like(weights, dtype=float), where=totals > 0)


def steps_at(steps: Sequence[tuple[int, float]], starts: Ints) -> Floats:
    """Read steps of the clock at the given seconds: each holds until the next; before the first it is 0."""
    times, values = zip(*steps, strict=True)
    return np.array([0.0, *values])[np.searchsorted(times, starts, side="right")]
