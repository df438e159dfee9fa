"""Calls from a table, laid over the days of a hotline: rows finer than an interval are summed, coarser ones spread.

A row is spread over the intervals that it spans as the profile has them, over their open seconds where it has nothing
there; a row of a whole day as any day's calls are.
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.files.units import DAY_S
from mfc_capacity.scenario.tabled import Volumes


@dataclass(frozen=True, eq=False)
class Shapes:
    """The shape of each day (D), and of each shape by interval (P x I) what `HotlineDays` says of it."""

    shape: Ints
    shares: Floats
    open: Bools
    aht_s: Floats
    times: Ints

    @property
    def weights(self) -> Floats:
        """The share of a day's calls that each interval has, however often it comes (P x I)."""
        weights: Floats = self.shares * self.times
        return weights


def laid_over(volumes: Volumes, first_day: int, plain: Shapes, longer: Floats) -> tuple[Floats, Shapes]:
    """Return the calls of each day in the table, NaN elsewhere (D), and the shapes of all days.

    Args:
        volumes: the rows of the hotline.
        first_day: ordinal of the first planned day; rows of other days do not count.
        plain: the days without the table.
        longer: factor of the handling times of each day, which those of `plain` have already (D).
    """
    days = plain.shape.size
    day = volumes.date - first_day
    planned = (day >= 0) & (day < days)
    is_day = volumes.is_day[planned]
    day, calls = day[planned], volumes.calls[planned]
    aht_s = volumes.aht_s[planned] * longer[day]
    total = np.where(np.bincount(day, minlength=days) > 0, np.bincount(day, calls, days), np.nan)

    of_rows = ~is_day
    start_s, end_s = volumes.start_s[planned][of_rows], volumes.end_s[planned][of_rows]
    by_interval, own_aht_s, covered = _spread(
        day[of_rows], start_s, end_s, calls[of_rows], aht_s[of_rows], plain, days, opens=volumes.opens
    )
    has_own_aht = np.bincount(day, np.isfinite(aht_s), days) > 0
    own_days = np.flatnonzero((np.bincount(day[of_rows], minlength=days) > 0) | has_own_aht)
    whole = np.bincount(day[is_day], minlength=days) > 0
    aht_of_day = np.full(days, np.nan)
    aht_of_day[day[is_day]] = aht_s[is_day]

    shape = plain.shape[own_days]
    own = by_interval[own_days]
    sums = own.sum(axis=1, keepdims=True)
    times = plain.times[shape]
    shares = np.divide(own, sums * times, out=np.zeros_like(own), where=sums * times > 0)
    own_aht_s = np.where(own > 0, own_aht_s[own_days], plain.aht_s[shape])
    is_open = covered[own_days] if volumes.opens else plain.open[shape]
    is_whole = whole[own_days]
    shares[is_whole], is_open[is_whole] = plain.shares[shape[is_whole]], plain.open[shape[is_whole]]
    day_aht_s = aht_of_day[own_days][:, np.newaxis]
    own_aht_s = np.where(np.isfinite(day_aht_s), day_aht_s, own_aht_s)
    shapes = plain.shape.copy()
    shapes[own_days] = len(plain.open) + np.arange(own_days.size)
    return total, Shapes(
        shapes,
        np.concatenate([plain.shares, shares]),
        np.concatenate([plain.open, is_open]),
        np.concatenate([plain.aht_s, own_aht_s]),
        np.concatenate([plain.times, times]),
    )


def _spread(
    day: Ints,
    start_s: Ints,
    end_s: Ints,
    calls: Floats,
    aht_s: Floats,
    plain: Shapes,
    days: int,
    *,
    opens: bool,
) -> tuple[Floats, Floats, Bools]:
    """Return calls, their mean handling time, and where rows are (D x I each).

    A row counts in an interval by the profile's weight there times the seconds that both share.
    """
    intervals = plain.open.shape[1]
    interval_s = DAY_S // intervals
    first, last = start_s // interval_s, (end_s - 1) // interval_s
    shape = plain.shape[day]
    longest = int((last - first).max(initial=0)) + 1

    def parts(ahead: int) -> tuple[Ints, Ints, Floats, Bools]:
        """Return the rows that reach so many intervals on, the interval, the seconds in it, whether it is open."""
        rows = np.flatnonzero(first + ahead <= last)
        interval = first[rows] + ahead
        seconds = np.minimum(end_s[rows], (interval + 1) * interval_s) - np.maximum(
            start_s[rows], interval * interval_s
        )
        return rows, interval, seconds.astype(np.float64), opens | plain.open[shape[rows], interval]

    size, weight_of = days * intervals, plain.weights
    weights, seconds_open, one_s = np.zeros(day.shape), np.zeros(day.shape), np.zeros(size)
    for ahead in range(longest):
        rows, interval, seconds, is_open = parts(ahead)
        usual_s = plain.aht_s[shape[rows], interval]
        one_s[day[rows] * intervals + interval] = np.where(np.isfinite(aht_s[rows]), aht_s[rows], usual_s)
        weights[rows] += weight_of[shape[rows], interval] * seconds
        seconds_open[rows] += seconds * is_open
    total, longer, covered = np.zeros(size), np.zeros(size), np.zeros(size, dtype=bool)
    for ahead in range(longest):
        rows, interval, seconds, is_open = parts(ahead)
        weight = np.where(weights[rows] > 0, weight_of[shape[rows], interval], is_open) * seconds
        whole = np.where(weights[rows] > 0, weights[rows], seconds_open[rows])
        share = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
        share[first[rows] == last[rows]] = 1.0
        at = day[rows] * intervals + interval
        own = calls[rows] * share
        total += np.bincount(at, own, size)
        usual_s = plain.aht_s[shape[rows], interval]
        row_s = np.where(np.isfinite(aht_s[rows]), aht_s[rows], usual_s)
        longer += np.bincount(at, own * (row_s - one_s[at]), size)  # of a single row exactly its time
        covered[at] = True
    mean_s = one_s + np.divide(longer, total, out=np.zeros(size), where=total > 0)
    by_day = (days, intervals)
    return total.reshape(by_day), mean_s.reshape(by_day), covered.reshape(by_day)
