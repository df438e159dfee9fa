"""How many calls come when: an ordinary day, its weekdays, months, growth, hours and profile, and days unlike all others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from mfc_capacity.answers.fit import Entry, Figure, Peak
from mfc_capacity.answers.records import Kind
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.learning.counting import HOLIDAY, kinds_of_days
from mfc_capacity.core.learning.demand import YEAR_DAYS, Demand, demand
from mfc_capacity.core.learning.estimates import Estimate
from mfc_capacity.core.learning.hours import OpeningHours, opening_hours
from mfc_capacity.core.learning.profile import Profile, profiles
from mfc_capacity.files.units import CLOSED, clock_text

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
GROWTH = "growth"  # the driver of a hotline that grows is named after it


@dataclass(frozen=True, eq=False)
class Counts:
    """Calls of a hotline by interval on consecutive days from `first` (D x K); NaN on a day that is not recorded."""

    first: date
    calls: Floats
    interval_s: int
    holidays: Mapping[date, str]

    @property
    def kinds(self) -> Ints:
        """What each day is: a weekday, or a holiday (D)."""
        return kinds_of_days(self.first, len(self.calls), self.holidays)

    @property
    def by_day(self) -> Floats:
        """Calls of each day (D)."""
        by_day: Floats = self.calls.sum(axis=1)
        return by_day


@dataclass(frozen=True)
class DaysLearnt:
    """What the counts of a hotline say: entries of the scenario, its peaks, and the model of its days."""

    entries: Mapping[str, Entry]
    growth: Mapping[date, float]
    peaks: tuple[Peak, ...]
    demand: Demand
    hours: OpeningHours


def days_learnt(name: str, counts: Counts) -> DaysLearnt:
    """Return what the counts of a hotline say."""
    hours = opening_hours(counts.calls, counts.kinds, counts.interval_s)
    inside = Counts(counts.first, np.where(hours.open[counts.kinds], counts.calls, 0), counts.interval_s, counts.holidays)
    found = demand(inside.first, inside.by_day, inside.holidays)
    years = (len(counts.calls) - 1) / YEAR_DAYS if found.grows else 0.0
    growth = found.growth.value if found.growth and found.grows else 1.0
    entries: dict[str, Entry] = {"calls_per_day": _scaled(found.calls_per_day, growth**-years)}
    if found.grows:
        entries["scales_with"] = f"{GROWTH} of {name}"
    entries["hours"] = _hours(hours)
    entries["weekdays"] = _weekdays(found)
    if found.months:
        entries["months"] = {
            month: _figure("share", factor) for month, factor in zip(MONTHS, found.months, strict=True)
        }
    entries["profile"] = _profile(profiles(inside.calls, inside.kinds), inside, hours)
    return DaysLearnt(entries, _steps(counts, growth) if found.grows else {}, _peaks(name, found), found, hours)


def _scaled(estimate: Estimate, by: float) -> Figure:
    return Figure("calls", estimate.value * by, estimate.low * by, estimate.high * by, estimate.rows)


def _figure(kind: Kind, estimate: Estimate) -> Figure:
    return Figure(kind, estimate.value, estimate.low, estimate.high, estimate.rows)


def _weekdays(found: Demand) -> Mapping[str, Entry]:
    """Return the factors of the kinds of day that have calls; the others are closed by their hours."""
    factors = zip(DAYS, (*found.weekdays, found.holiday), strict=True)
    return {day: _figure("share", factor) for day, factor in factors if factor.value > 0}


def _steps(counts: Counts, growth: float) -> Mapping[date, float]:
    """Return what grows, 100 on the first day, by month."""
    dates = [counts.first + timedelta(days=k) for k in range(len(counts.calls))]
    steps = [day for day in dates if day == counts.first or day.day == 1]
    return {day: 100 * growth ** ((day - counts.first).days / YEAR_DAYS) for day in steps}


def _profile(found: Sequence[Profile], counts: Counts, hours: OpeningHours) -> Mapping[str, Entry]:
    """Return the shares of the day by clock time, one map for all days or one for each kind that differs."""
    shapes = {_days_text(each.kinds): _shares(each, counts.interval_s, hours) for each in found}
    return next(iter(shapes.values())) if len(shapes) == 1 else shapes


def _shares(profile: Profile, interval_s: int, hours: OpeningHours) -> Mapping[str, Entry]:
    open_in = np.flatnonzero(hours.open[list(profile.kinds)].any(axis=0))
    parts = in_whole_parts(profile.shares[open_in], WHOLE)
    return {
        clock_text(int(k) * interval_s): Figure(
            "share", int(part) / WHOLE, float(profile.low[k]), float(profile.high[k]), round(profile.calls)
        )
        for k, part in zip(open_in, parts, strict=True)
    }


def _peaks(name: str, found: Demand) -> tuple[Peak, ...]:
    return tuple(Peak(name, peak.first, peak.last, _figure("share", peak.multiply)) for peak in found.peaks)
