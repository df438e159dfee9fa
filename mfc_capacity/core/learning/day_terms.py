"""What a day is before it is counted: its kind, its month, its place in the month and its year, as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.forecast.kinds_of_day import weekdays_of
from mfc_capacity.core.learning.counting import ALMOST_CLOSED, without_odd_days

YEAR_DAYS = 365.25
MONTHS_FROM_DAYS, GROWTH_FROM_DAYS = 365, 548  # from the first day counted to the last
LEAST_MONTH_DAYS = 10  # ordinary days of a month, in all years together, before it has a factor
CLEARLY_MORE = 1.1  # calls in five other days than Monday to Friday, before these are the working week


@dataclass(frozen=True)
class Days:
    """What N days are.

    Attributes:
        kind: 0 (Monday) to 6, then each name of a holiday.
        month: 0 (January) to 11.
        of_month: the day of the month, 1 to 31; 0 for one that is of no recurring peak.
        year: years before the last day counted, below 0.
    """

    kind: Ints
    month: Ints
    of_month: Ints
    year: Floats

    def __getitem__(self, chosen: Ints) -> "Days":
        return Days(self.kind[chosen], self.month[chosen], self.of_month[chosen], self.year[chosen])


@dataclass(frozen=True)
class Terms:
    """What explains a day: kinds with calls, of which some are ordinary; months or not, growth or not.

    `recurring` are the first and last day of the month of a peak of every month.
    """

    kinds: Ints
    ordinary: Ints
    months: bool
    growth: bool
    recurring: tuple[int, int] | None = None

    def columns(self, days: Days) -> Floats:
        """Return the columns of days (N x P): kinds, months, growth and the recurring peak."""
        of_kind = days.kind[:, np.newaxis] == self.kinds
        of_month = days.month[:, np.newaxis] == np.arange(1, 12 if self.months else 1)
        of_year = days.year[:, np.newaxis][:, : int(self.growth)]
        spans = [] if self.recurring is None else [self.recurring]
        of_peak = [(days.of_month >= first) & (days.of_month <= last) for first, last in spans]
        return np.column_stack([of_kind, of_month, of_year, *of_peak]).astype(np.float64)

    def cells(self, kinds: Ints, months: Sequence[int] = range(12)) -> Floats:
        """Return the columns of these kinds in each of these months, on the last day counted."""
        kind, month = np.repeat(kinds, len(months)), np.tile(months, kinds.size)
        return self.columns(Days(kind, month, np.zeros_like(kind), np.zeros(kind.size)))

    @property
    def growth_at(self) -> int:
        """The column of growth."""
        return self.kinds.size + 11 * self.months


def days_of(first: date, counts: Floats, holidays: Mapping[date, str]) -> tuple[Days, list[str]]:
    """Return the days, and the holidays' names; a holiday on a weekday that is closed is that weekday."""
    dates = np.datetime64(first, "D") + np.arange(counts.size)
    kind = weekdays_of(dates.astype(np.int64))
    counted = np.isfinite(counts)
    works = open_kinds(kind, counts)
    name = np.array([holidays.get(day, "") for day in dates.tolist()], dtype=np.str_)
    named = (name != "") & counted & np.isin(kind, works)
    names, positions = np.unique(name[named], return_inverse=True)
    kind[named] = 7 + positions
    last = int(np.flatnonzero(counted)[-1])
    months = dates.astype("datetime64[M]")
    of_month = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    years = (np.arange(counts.size) - last) / YEAR_DAYS
    return Days(kind, months.astype(np.int64) % 12, of_month, years), names.tolist()


def open_kinds(kind: Ints, counts: Floats) -> Ints:
    """Return the kinds of day, of those of the days (N), on which calls are taken: more come than strays."""
    kinds = np.unique(kind)
    of_kind = [counts[(kind == each) & np.isfinite(counts), np.newaxis] for each in kinds]
    usual, all_days = (
        np.array([calls(of_day).sum() / max(of_day.size, 1) for of_day in of_kind])
        for calls in (without_odd_days, np.sum)
    )
    calls = usual if usual.any() else all_days
    is_open: Ints = kinds[calls > ALMOST_CLOSED * calls.max()]
    return is_open


def terms_of(days: Days, counts: Floats, used: Ints) -> Terms:
    """Return what the days that are used can tell apart."""
    span = int(used[-1] - used[0]) + 1
    kinds = np.unique(days.kind[used])
    of_month = np.bincount(days.month[used][days.kind[used] < 7], minlength=12)
    months = bool(span >= MONTHS_FROM_DAYS and of_month.min() >= LEAST_MONTH_DAYS)
    working = np.intersect1d(kinds, _working_week(days.kind[used], counts[used]))
    return Terms(kinds, working if working.size else kinds, months, months and span >= GROWTH_FROM_DAYS)


def _working_week(kind: Ints, counts: Floats) -> Ints:
    """Return the five weekdays in a row with the most calls, Monday to Friday unless others have clearly more."""
    days = np.bincount(kind, minlength=7)[:7]
    calls = np.bincount(kind, counts, minlength=7)[:7] / np.maximum(days, 1)
    weeks = (np.arange(7)[:, np.newaxis] + np.arange(5)) % 7
    of_week = calls[weeks].sum(axis=1)
    most = int(np.argmax(of_week))
    week: Ints = weeks[most if of_week[most] > CLEARLY_MORE * of_week[0] else 0]
    return week
