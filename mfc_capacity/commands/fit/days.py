"""How many calls come when: an ordinary day, weekdays, months, growth, hours, profile, and days unlike all others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

import numpy as np

from mfc_capacity.answers.fit import Entry, Figure, Growth, Peak
from mfc_capacity.commands.fit.calls import figure_of
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.learning.counting import DAY_S, HOLIDAY, kinds_of_days
from mfc_capacity.core.learning.day_terms import YEAR_DAYS
from mfc_capacity.core.learning.demand import Demand, demand
from mfc_capacity.core.learning.estimates import Estimate
from mfc_capacity.core.learning.factors import few_of
from mfc_capacity.core.learning.hours import opening_hours
from mfc_capacity.core.learning.profile import Profile, in_whole_parts, profiles
from mfc_capacity.core.learning.variation import Variation, variation
from mfc_capacity.files.units import CLOSED, MONTHS, WEEKDAYS, clock_text

DAYS = (*WEEKDAYS, "holiday")
Spans = tuple[tuple[int, int], ...]  # from and to, in seconds of the day

WHOLE = 10_000  # parts of a profile: shares in hundredths of a per cent
GONE_DAYS = 14  # without a call, at an end of the record
NO_CALLS = -1  # the shape of a kind of day without a call
AT_FIRST = 100.0  # a driver of growth, on the first day


@dataclass(frozen=True, eq=False)
class Counts:
    """Calls of a hotline by interval on consecutive days from `first` (D x K); NaN on a day that is not recorded."""

    first: date
    calls: Floats
    holidays: Mapping[date, str]

    @property
    def interval_s(self) -> int:
        """Length of the intervals."""
        return DAY_S // int(self.calls.shape[1])

    @property
    def kinds(self) -> Ints:
        """What each day is: a weekday, or a holiday (D)."""
        return kinds_of_days(self.first, len(self.calls), self.holidays)

    @property
    def by_day(self) -> Floats:
        """Calls of each day (D)."""
        by_day: Floats = self.calls.sum(axis=1)
        return by_day


@dataclass(frozen=True, eq=False)
class DaysLearnt:
    """What the counts of a hotline say.

    Attributes:
        entries: of the scenario.
        growth: what calls grow with; None where they do not.
        peaks: days unlike all others.
        counts: the counts inside opening hours, days without a call on which it is open taken for missing.
        is_open: which intervals are open, by kind of day (8 x K).
        demand: the model of its days.
        missing: how many open days have no call.
        began, ended: first and last day of a hotline that is not called all the time; None where it is.
    """

    entries: dict[str, Entry]
    growth: Growth | None
    peaks: tuple[Peak, ...]
    counts: Counts
    is_open: Bools
    demand: Demand
    missing: int
    began: date | None
    ended: date | None

    @property
    def ordinary(self) -> Floats:
        """The calls of each day (D), none on those of a kind that is closed, unknown on days unlike all others."""
        is_closed = self.demand.expected == 0
        return np.where(self.demand.usual | is_closed, self.counts.by_day, np.nan)

    @property
    def expected(self) -> Floats:
        """The calls that are expected of each day (D), unknown where none are."""
        return np.where(self.demand.expected > 0, self.demand.expected, np.nan)


def days_learnt(name: str, counts: Counts, *, for_days_ahead: bool) -> DaysLearnt:
    """Return what the counts of a hotline say, of the days that are counted or of those behind them."""
    began, ended = _own_days(counts)
    counts = replace(counts, calls=_unknown_beyond(counts, began, ended))
    shapes = profiles(counts.calls, counts.kinds)
    hours = _hours(shapes, counts)
    is_open = _open_intervals(hours, counts.calls.shape[1])
    inside = np.where(is_open[counts.kinds], counts.calls, 0.0)
    missing = (inside.sum(axis=1) == 0) & is_open[counts.kinds].any(axis=1) & (counts.kinds != HOLIDAY)
    inside[missing] = np.nan
    kept = Counts(counts.first, inside, counts.holidays)
    found = demand(kept.first, kept.by_day, kept.holidays)
    growth = found.growth if found.grows else None
    levels = _levels(growth.value if growth else 1.0, kept)
    at_first = found.calls_per_day if for_days_ahead else _times(found.calls_per_day, levels[kept.first])
    entries: dict[str, Entry] = {
        "calls_per_day": figure_of("calls", at_first),
        "hours": {key: _spans(spans) for key, spans in _by_days(hours.items())},
        **_factors(found),
        "profile": _profile(shapes, kept.interval_s, is_open),
    }
    driver = None if growth is None else _driver(name, growth, levels)
    if driver is not None and not for_days_ahead:
        entries["scales_with"] = driver.driver
    peaks = (
        *_peaks(name, found, is_forecast=for_days_ahead),
        *_closed_holidays(name, found, kept, is_open),
        *_without_calls(name, counts, began, ended),
    )
    return DaysLearnt(entries, driver, peaks, kept, is_open, found, int(missing.sum()), began, ended)


def _factors(found: Demand) -> dict[str, Entry]:
    """Return the factors of weekdays that have calls, and of months where they are known."""
    by_day = zip(DAYS, (*found.weekdays, found.holiday), strict=True)
    factors: dict[str, Entry] = {
        "weekdays": {day: figure_of("share", factor) for day, factor in by_day if factor.value > 0}
    }
    if found.months:
        by_month = zip(MONTHS, found.months, strict=True)
        factors["months"] = {month: figure_of("share", factor) for month, factor in by_month}
    return factors


def _driver(name: str, growth: Estimate, levels: Mapping[date, float]) -> Growth:
    """Return what calls grow with, from `AT_FIRST` on."""
    first = next(iter(levels.values()))
    steps = {day: AT_FIRST * level / first for day, level in levels.items()}
    return Growth(f"growth of {name}", steps, figure_of("share", growth))


def _own_days(counts: Counts) -> tuple[date | None, date | None]:
    """Return the first and the last day of a hotline that began or ended within the record; None where it did not."""
    called = np.flatnonzero(np.nan_to_num(counts.by_day) > 0)
    began, ended = int(called[0]), int(called[-1])
    return (
        counts.first + timedelta(days=began) if began >= GONE_DAYS else None,
        counts.first + timedelta(days=ended) if len(counts.calls) - 1 - ended >= GONE_DAYS else None,
    )


def _unknown_beyond(counts: Counts, began: date | None, ended: date | None) -> Floats:
    """Return the calls, unknown on days before a hotline began and after it ended."""
    calls = counts.calls.copy()
    if began is not None:
        calls[: (began - counts.first).days] = np.nan
    if ended is not None:
        calls[(ended - counts.first).days + 1 :] = np.nan
    return calls


def _without_calls(name: str, counts: Counts, began: date | None, ended: date | None) -> Iterator[Peak]:
    """Yield the days before a hotline began and after it ended, as peaks without a call."""
    nobody = Figure("share", 0.0, np.nan, np.nan, 0)
    day = timedelta(days=1)
    if began is not None:
        yield Peak(name, {"from": counts.first.isoformat(), "to": (began - day).isoformat()}, nobody)
    if ended is not None:
        last = counts.first + (len(counts.calls) - 1) * day
        yield Peak(name, {"from": (ended + day).isoformat(), "to": last.isoformat()}, nobody)


def _peaks(name: str, found: Demand, *, is_forecast: bool) -> Iterator[Peak]:
    if found.recurring is not None and not is_forecast:
        first, last = found.recurring.first, found.recurring.last
        days = f"{first}-{last}" if last > first else f"{first}"
        yield Peak(name, {"days_of_month": days}, figure_of("share", found.recurring.multiply))
    for peak in found.peaks:
        when = {"from": peak.first.isoformat(), "to": peak.last.isoformat()}
        yield Peak(name, when, figure_of("share", peak.multiply))


def _closed_holidays(name: str, found: Demand, counts: Counts, is_open: Bools) -> Iterator[Peak]:
    """Yield the holidays without a call where others have some: a scenario would open them all."""
    if is_open[HOLIDAY].any():
        expected = found.calls_per_day.value * found.holiday.value
        none = figure_of("share", few_of(0, expected, 1))
        for k in np.flatnonzero((counts.kinds == HOLIDAY) & (counts.by_day == 0)):
            day = (counts.first + timedelta(days=int(k))).isoformat()
            yield Peak(name, {"from": day, "to": day}, none)


def variation_of(days: DaysLearnt) -> Variation:
    """Return by how much days differ beyond chance, peaks apart."""
    known = np.isfinite(days.expected)
    return variation(days.ordinary[known], days.expected[known], days.demand.parameters)


def _hours(shapes: Sequence[Profile], counts: Counts) -> dict[int, Spans]:
    """Return the opening hours of each kind of day that is recorded; those of one profile have the same."""
    shape_of_kind = np.full(len(DAYS), NO_CALLS)
    for number, shape in enumerate(shapes):
        shape_of_kind[list(shape.kinds)] = number
    hours = opening_hours(counts.calls, shape_of_kind[counts.kinds])
    of_shape = {shape: found.open_s for found in hours for shape in found.kinds}
    return {int(kind): of_shape.get(int(shape_of_kind[kind]), ()) for kind in np.unique(counts.kinds)}


def _open_intervals(hours: Mapping[int, Spans], intervals: int) -> Bools:
    is_open = np.zeros((len(DAYS), intervals), dtype=np.bool_)
    for kind, spans in hours.items():
        for first_s, end_s in spans:
            is_open[kind, first_s * intervals // DAY_S : end_s * intervals // DAY_S] = True
    return is_open


def _levels(growth: float, counts: Counts) -> dict[date, float]:
    """Return the mean level of each month of the record, by its first day; that of the last day counted is 1."""
    last = np.flatnonzero(np.isfinite(counts.by_day))[-1]
    level = growth ** ((np.arange(len(counts.calls)) - last) / YEAR_DAYS)
    begins = [k for k in range(level.size) if k == 0 or (counts.first + timedelta(days=k)).day == 1]
    spans = pairwise([*begins, level.size])
    return {counts.first + timedelta(days=k): float(level[k:end].mean()) for k, end in spans}


def _times(estimate: Estimate, by: float) -> Estimate:
    return Estimate(estimate.value * by, estimate.low * by, estimate.high * by, estimate.rows)


def _spans(spans: Spans) -> str:
    texts = [f"{clock_text(first)}-{clock_text(end)}" for first, end in spans]
    return texts[0] if len(texts) == 1 else f'"{", ".join(texts)}"' if texts else CLOSED


def _by_days(of_kinds: Iterable[tuple[int, Spans]]) -> list[tuple[str, Spans]]:
    """Return what kinds of day have, those that have the same together."""
    alike: dict[Spans, list[int]] = defaultdict(list)
    for kind, spans in of_kinds:
        alike[spans].append(kind)
    return [(days_text(kinds), spans) for spans, kinds in alike.items()]


def days_text(kinds: Sequence[int]) -> str:
    """Return kinds of day as a key of the scenario.

    >>> days_text([0, 1, 2, 3, 4]), days_text([5, 7]), days_text([0, 2])
    ('mon-fri', 'sat,holiday', 'mon,wed')
    """
    weekdays = [kind for kind in kinds if kind != HOLIDAY]
    runs = [
        [kind for _, kind in run] for _, run in groupby(enumerate(weekdays), lambda each: each[1] - each[0])
    ]
    named = [DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs]
    return ",".join(named + [DAYS[HOLIDAY]] * (HOLIDAY in kinds))


def _profile(found: Sequence[Profile], interval_s: int, is_open: Bools) -> Mapping[str, Entry]:
    """Return the shares of the day by clock time: one map for all days, or one for each kind that differs."""
    shapes = {days_text(each.kinds): _shares(each, interval_s, is_open) for each in found}
    return next(iter(shapes.values())) if len(shapes) == 1 else shapes


def _shares(profile: Profile, interval_s: int, is_open: Bools) -> Mapping[str, Entry]:
    intervals = np.flatnonzero(is_open[list(profile.kinds)].any(axis=0))
    parts = in_whole_parts(profile.shares[intervals], WHOLE)
    return {
        clock_text(int(k) * interval_s): Figure(
            "share", int(part) / WHOLE, float(profile.low[k]), float(profile.high[k]), round(profile.calls)
        )
        for k, part in zip(intervals, parts, strict=True)
    }
