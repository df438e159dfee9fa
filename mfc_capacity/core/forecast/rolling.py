"""How well forecasts would have gone: made every week of the past with what was known then, beside two habits.

The habits are the same weekday of last week, and the mean of that weekday's last six.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.forecast.daily import checked_counts, forecast, weeks_ahead

FIRST_WEEKS = 8  # counted before the first forecast
SIX = 6


@dataclass(frozen=True)
class Score:
    """Of forecasts for a week ahead: days compared, WAPE and bias as shares of the calls, and what P10 to P90 held.

    WAPE is the sum of misses by the sum of calls; bias above 0 says that too many were forecast. `cover` is NaN for a
    habit, which has no interval; all are NaN where there is nothing to compare.
    """

    week: int
    days: int
    wape: float
    bias: float
    cover: float


@dataclass(frozen=True)
class Rolling:
    """Forecasts made at origins of the past, one row a forecast day (M), all of them on days that were counted.

    `origin` is the number of days that the forecast knew, `day` the position of the day among the counts; `naive` and
    `mean_of_six` are NaN where that weekday has not been counted in that time.
    """

    origin: Ints
    day: Ints
    actual: Floats
    p10: Floats
    p50: Floats
    p90: Floats
    naive: Floats
    mean_of_six: Floats

    def scores(self) -> dict[str, list[Score]]:
        """Return the scores of each way by week ahead, on the days for which all have an answer."""
        alike = np.isfinite(self.p50 + self.naive + self.mean_of_six)
        week = weeks_ahead(self.day - self.origin)
        weeks = [(int(k), alike & (week == k)) for k in np.unique(week)]
        ways = {"forecast": self.p50, "naive": self.naive, "mean_of_six": self.mean_of_six}
        within = np.where(
            np.isfinite(self.p10), (self.actual >= self.p10) & (self.actual <= self.p90), np.nan
        )
        none = np.full(self.day.size, np.nan)
        return {
            name: [
                score(k, self.actual[at], said[at], within[at] if name == "forecast" else none[at])
                for k, at in weeks
            ]
            for name, said in ways.items()
        }


def rolling(
    first: date, counts: Floats, holidays: Mapping[date, str], weeks: int = 4, since: int = FIRST_WEEKS
) -> Rolling:
    """Return what would have been forecast, for so many weeks each, after every week of the counts from `since` on.

    Arguments and errors are those of `forecast`. Fewer days than `since` weeks and one more give no rows.
    """
    counts = checked_counts(counts)
    rows = []
    for origin in range(7 * since, counts.size, 7):
        known = counts[:origin]
        if not np.isfinite(known).any():
            continue
        ahead = min(7 * weeks, counts.size - origin)
        told = forecast(first, known, ahead, holidays)
        day = origin + np.arange(ahead)
        habits = by_habit(known, ahead)
        table = np.stack([np.full(ahead, origin), day, counts[day], told.p10, told.p50, told.p90, *habits])
        rows.append(table[:, np.isfinite(counts[day])])
    columns = np.concatenate(rows, axis=1) if rows else np.empty((8, 0))
    return Rolling(columns[0].astype(np.int64), columns[1].astype(np.int64), *columns[2:])


def by_habit(counts: Floats, ahead: int) -> tuple[Floats, Floats]:
    """Return the days to come as the last count of their weekday, and as the mean of its last six weeks."""
    naive, mean_of_six = np.full(ahead, np.nan), np.full(ahead, np.nan)
    for weekday in range(min(7, ahead)):
        passed = counts[::-1][6 - weekday :: 7]
        of_last, counted = passed[:SIX][np.isfinite(passed[:SIX])], passed[np.isfinite(passed)]
        if counted.size:
            naive[weekday::7] = counted[0]
        if of_last.size:
            mean_of_six[weekday::7] = of_last.mean()
    return naive, mean_of_six


def score(week: int, actual: Floats, said: Floats, within: Floats) -> Score:
    """Return the score of what was said of some days; `within` is 1 where the interval held, NaN without one."""
    calls = float(actual.sum())
    if not calls:
        return Score(week, actual.size, np.nan, np.nan, float(within.mean()) if within.size else np.nan)
    miss = said - actual
    return Score(
        week, actual.size, float(np.abs(miss).sum() / calls), float(miss.sum() / calls), float(within.mean())
    )
