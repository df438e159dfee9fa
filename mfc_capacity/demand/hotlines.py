"""Calls a day x calendar x drivers x peaks x deflection x profile: the calls of one hotline.

Demand is what people want from a hotline on a day; deflection takes a share of it to other channels; the
rest are calls, spread over the opening hours by the profile.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.demand.calendar import Days
from mfc_capacity.files.units import DAY_S
from mfc_capacity.scenario import Hotline, Scenario


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
