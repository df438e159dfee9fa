"""Calls counted by day and interval: of single arrivals, or of a table that has counted them already."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats, Ints, Times
from mfc_capacity.core.forecast.kinds_of_day import weekdays_of

DAY_S, HOUR_S = 86_400, 3_600
ODD_DAYS, FROM_DAYS = 0.05, 4  # that may be unlike all others, at least one, where there are so many days
ALMOST_CLOSED = 0.002  # of the calls of the busiest kind of day: strays, that come when nobody takes calls
HOLIDAY = 7  # the kind of day after the weekdays, 0 (Monday) to 6


def arrivals_by_interval(arrived: Times, interval_s: int) -> tuple[date, Floats]:
    """Return the first day of arrivals, and the calls of each interval from that day to the last (D x K).

    A day between them on which nobody called has none.

    Args:
        arrived: local times (N), in any order, at least one.
        interval_s: length of an interval, which divides an hour.

    Raises:
        ValueError: for no arrivals, or an interval that divides no hour.
    """
    first, place, cells = _places(arrived, interval_s)
    counts = np.bincount(place, minlength=cells).reshape(-1, DAY_S // interval_s)
    return first, np.asarray(counts, dtype=np.float64)


def sums_by_interval(starts: Times, calls: Floats, interval_s: int) -> tuple[date, Floats]:
    """Return the first day of counts, and the calls of each interval from that day to the last (D x K).

    A day without a row is missing, NaN; an interval without one on another day has no calls.

    Args:
        starts: when the time begins that each count is of (N).
        calls: counts (N).
        interval_s: length of an interval, which divides an hour; counts are of no longer time.

    Raises:
        ValueError: as of `arrivals_by_interval`, and for calls that are negative or not finite.
    """
    first, place, cells = _places(starts, interval_s)
    counts = np.bincount(place, arguments.finite("calls", calls), cells).reshape(-1, DAY_S // interval_s)
    rows = np.bincount(place, minlength=cells).reshape(counts.shape).sum(axis=1, keepdims=True)
    return first, np.where(rows > 0, counts, np.nan)


def interval_between(starts: Times) -> int:
    """Return the seconds between counts: the longest interval that divides an hour, and on which each start lies.

    >>> interval_between(np.array(["2024-01-01T08:00", "2024-01-01T08:30", "2024-01-01T10:00"], "M8[s]"))
    1800
    """
    return int(np.gcd.reduce(starts.astype("datetime64[s]").astype(np.int64) % HOUR_S, initial=HOUR_S))


def kinds_of_days(first: date, days: int, holidays: Mapping[date, str]) -> Ints:
    """Return the weekday of consecutive days, 0 (Monday) to 6, or 7 for a holiday (D)."""
    dates = np.datetime64(first, "D") + np.arange(days)
    kinds = weekdays_of(dates.astype(np.int64))
    kinds[np.isin(dates, np.array(list(holidays), dtype="datetime64[D]"))] = HOLIDAY
    return kinds


def without_odd_days(counts: Floats) -> Floats:
    """Return the calls of each interval (K) on days (D x K), but for the few days that had most in it."""
    days = len(counts)
    odd = int(np.ceil(ODD_DAYS * days)) if days >= FROM_DAYS else 0
    usual: Floats = np.sort(counts, axis=0)[: days - odd].sum(axis=0)
    return usual


def _places(times: Times, interval_s: int) -> tuple[date, Ints, int]:
    """Return the first day, each time's interval counted from its midnight (N), and how many those are."""
    if interval_s < 1 or HOUR_S % interval_s:
        raise ValueError(f"interval_s must divide an hour, not {interval_s}")
    if not times.size:
        raise ValueError("there must be at least one time")
    seconds = times.astype("datetime64[s]").astype(np.int64)
    day = int(seconds.min()) // DAY_S
    cells = (int(seconds.max()) // DAY_S - day + 1) * (DAY_S // interval_s)
    return np.datetime64(day, "D").item(), (seconds - day * DAY_S) // interval_s, cells
