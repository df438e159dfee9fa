"""What a day is before a call is counted: its weekday, its place in the month, a holiday or next to one.

Each is a column of the regression, with how far its effect may be from none before anything is counted: a standard
deviation of the logarithm of calls. Weekdays and holidays may do almost anything; the eve of a holiday, the day after
and the place in the month (salaries, bills, statements) move calls by some tenths. Growth and the season of the
year are looked for from eighteen months on: before, they cannot be told apart, and a trend that is none leads astray.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts

WEEKDAY, HOLIDAY, NAME, NEIGHBOUR, MONTH = 0.5, 0.5, 0.3, 0.2, 0.1
GROWTH, SEASON = 0.3, 0.2  # by year; of its waves
YEARS_FROM_DAYS, YEAR_DAYS = 548, 365.25
HARMONICS = (
    2  # of the month: its turn against its middle, and what lies between; of the year: halves and quarters
)
MONDAY = 3  # day 0 of NumPy, 1 January 1970, is a Thursday


@dataclass(frozen=True)
class Kinds:
    """Of N days: columns (N x P), how far the effect of each may be from none (P), which days are unlike others (N).

    The last `of_year` columns are growth and the season. `share` (N) is 0 on days of a kind that was always counted
    without a call, NaN on those of a kind that has passed without a count, and 1 on all others.
    """

    columns: Floats
    spreads: Floats
    special: Bools
    share: Floats
    of_year: int


def kinds_of(first: date, days: int, counts: Floats, holidays: Mapping[date, str]) -> Kinds:
    """Return the kinds of so many days from the first, of which the first ones are counted (NaN: missing)."""
    dates = np.datetime64(first, "D") + np.arange(days)
    weekdays = weekdays_of(dates.astype(np.int64))
    share = _share(weekdays, counts)
    works = share > 0
    names = np.array([holidays.get(day, "") for day in dates.tolist()], dtype=np.str_)
    names[~works] = ""
    holiday = names != ""
    eve, after = _beside(holiday, works)
    columns = [np.ones(days), *(weekdays == day for day in range(7)), holiday, eve, after]
    spreads = [np.inf, *[WEEKDAY] * 7, HOLIDAY, NEIGHBOUR, NEIGHBOUR]
    for name in np.unique(names[holiday]):
        columns.append(names == name)
        spreads.append(NAME)
    for wave in _waves(dates.astype("datetime64[M]"), dates.astype(np.int64)):
        columns.append(wave)
        spreads.append(MONTH)
    of_year = _of_year(np.arange(days) - (counts.size - 1)) if counts.size >= YEARS_FROM_DAYS else []
    columns += of_year
    spreads += [GROWTH, *[SEASON] * 2 * HARMONICS][: len(of_year)]
    return Kinds(
        columns=np.column_stack(columns).astype(np.float64),
        spreads=np.array(spreads),
        special=holiday | eve | after,
        share=share * _share_of_holidays(names, counts),
        of_year=len(of_year),
    )


def weekdays_of(day_numbers: Ints) -> Ints:
    """Return 0 (Monday) to 6 of days since 1970."""
    return (day_numbers + MONDAY) % 7


def _beside(holiday: Bools, works: Bools) -> tuple[Bools, Bools]:
    """Return the working days just before a holiday and just after one: a Friday, where it is Monday's."""
    eve, after = np.zeros_like(holiday), np.zeros_like(holiday)
    working = np.flatnonzero(works)
    eve[working[:-1]] = holiday[working[1:]]
    after[working[1:]] = holiday[working[:-1]]
    return eve & ~holiday, after & ~holiday


def _waves(months: Floats, day_numbers: Ints) -> list[Floats]:
    begins = months.astype("datetime64[D]").astype(np.int64)
    ends = (months + 1).astype("datetime64[D]").astype(np.int64)
    angle = 2 * np.pi * (day_numbers - begins + 0.5) / (ends - begins)
    return _waves_of(angle)


def _of_year(days_from_last: Ints) -> list[Floats]:
    """Return growth and the waves of the season, each by what it is on the last day counted: 0 there."""
    years = days_from_last / YEAR_DAYS
    return [years, *(wave - wave[days_from_last == 0] for wave in _waves_of(2 * np.pi * years))]


def _waves_of(angle: Floats) -> list[Floats]:
    return [wave(k * angle) for k in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)]


def _share_of_holidays(names: Texts, counts: Floats) -> Floats:
    """Return the share by a holiday's name, or by all holidays' where that name has not passed yet."""
    holiday = names != ""
    passed = np.isin(names, names[: counts.size])
    by_name, by_any = _share(names, counts), _share(holiday, counts)
    return np.where(holiday, np.where(passed, by_name, by_any), 1.0)


def _share(kinds: Ints | Texts | Bools, counts: Floats) -> Floats:
    share = np.ones(kinds.size)
    for kind in np.unique(kinds):
        passed = counts[kinds[: counts.size] == kind]
        if passed.size and np.isnan(passed).all():
            share[kinds == kind] = np.nan
        elif passed.size and np.nansum(passed) == 0:
            share[kinds == kind] = 0.0
    return share
