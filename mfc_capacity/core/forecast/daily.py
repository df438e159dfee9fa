"""Calls of the days to come from the calls of days that were counted.

Counts are explained by weekday, holidays and the days beside them, and the place in the month. A day counts half as
much as one twelve weeks later, so that the level follows. Holidays and their neighbours are rare: they count in full
however long ago, against the level of the weeks around them. What is to come lies around its mean as negative binomial
counts do; their variance grows with the weeks ahead as far as earlier forecasts show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.forecast.kinds_of_day import Kinds, kinds_of
from mfc_capacity.core.forecast.regression import Regression, regress

HALF_LIFE_DAYS = 84
AROUND_DAYS = 28  # before and after a special day: its level
LOOK_BACKS, LEAST_DAYS = 8, 56  # forecasts of weeks that are known, and the days that each has to learn from
WORST_MISS = 1.0  # squared, by the mean: by all calls; a level that has changed altogether misses by more
PROBABILITIES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Forecast:
    """Calls of H days to come: the mean, and what they are below in 10, 50 and 90 of 100 such days.

    All are NaN on days of a kind that has passed without a count, as a weekday or a holiday on which nothing is
    recorded, and 0 on those of a kind that never had a call. `variation` is the variance beyond Poisson by the mean
    squared. Its parts: `dispersion`, of a day; `drift`, of the level in a week; the rest is what is not known well.
    """

    mean: Floats
    p10: Floats
    p50: Floats
    p90: Floats
    variation: Floats
    dispersion: float
    drift: float


def forecast(first: date, counts: Floats, ahead: int, holidays: Mapping[date, str]) -> Forecast:
    """Return the forecast of the days after those counted.

    Args:
        first: the date of the first count.
        counts: calls of consecutive days (N), NaN where a day is missing, or is so unlike all others (an incident, a
            campaign) that nothing is to be learnt from it.
        ahead: how many days to forecast (H).
        holidays: name by date, of past and future; days of one name are alike.

    Raises:
        ValueError: for counts that are negative or infinite, or when no day is counted; when ahead is below 1.

    >>> week = np.array([120.0, 100, 100, 100, 90, np.nan, np.nan])
    >>> ahead = forecast(date(2024, 1, 1), np.tile(week, 8), 7, {})
    >>> ahead.p50.round(-1).tolist()
    [120.0, 100.0, 100.0, 100.0, 90.0, nan, nan]
    """
    counts = checked_counts(counts)
    if ahead < 1:
        raise ValueError(f"ahead must be at least 1, not {ahead}")
    kinds = kinds_of(first, counts.size + ahead, counts, holidays)
    to_come = np.arange(counts.size, counts.size + ahead)
    if not np.nansum(counts):
        return _told(kinds.share[to_come] * 0.0, np.zeros(ahead), 0.0, 0.0)
    drift = _drift(kinds, counts)
    learnt = _learn(kinds, counts)
    columns = kinds.columns[to_come]
    variation = learnt.variation(columns) + drift * weeks_ahead(to_come - counts.size)
    return _told(kinds.share[to_come] * learnt.mean(columns), variation, learnt.dispersion, drift)


def checked_counts(counts: Floats) -> Floats:
    """Return counts as floats, refusing those that are no counts, and none at all."""
    counts = np.asarray(counts, dtype=np.float64)
    counted = np.isfinite(counts)
    if not counted.any():
        raise ValueError("counts must hold at least one day")
    arguments.finite("counts", counts[~np.isnan(counts)])
    return counts


def weeks_ahead(days: Ints) -> Ints:
    """Return the week in which a day lies, 1 for the first seven after the last count."""
    return days // 7 + 1


def quantile(probability: float, mean: Floats, variation: Floats) -> Floats:
    """Return the whole number that negative binomial counts are at most with a probability."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shape = 1 / np.maximum(variation, 1e-9)
        calls = np.ceil(special.nbdtrik(probability, shape, shape / (shape + mean)))
    return np.where(mean > 0, np.maximum(calls, 0.0), mean)


def _told(mean: Floats, variation: Floats, dispersion: float, drift: float) -> Forecast:
    p10, p50, p90 = (quantile(probability, mean, variation) for probability in PROBABILITIES)
    return Forecast(mean, p10, p50, p90, variation, dispersion, drift)


def _learn(kinds: Kinds, counts: Floats) -> Regression:
    days = counts.size
    used = np.flatnonzero(np.isfinite(counts) & (kinds.share[:days] > 0))
    special_day = kinds.special[used]
    weights = 0.5 ** ((days - 1 - used) / HALF_LIFE_DAYS)
    columns, offsets, plain = kinds.columns[used], np.zeros(used.size), ~special_day
    if special_day.any() and plain.any():
        of_year = slice(columns.shape[1] - kinds.of_year, None)
        now = np.full(used.size, np.average(counts[used[plain]], weights=weights[plain]))
        if kinds.of_year:
            learnt = regress(
                columns[plain], counts[used[plain]], weights[plain], offsets[plain], kinds.spreads
            )
            at_last = columns.copy()
            at_last[:, of_year] = 0
            now = learnt.mean(at_last)
        offsets[special_day] = _level_around(used, counts[used], now, special_day)
        weights[special_day] = 1.0
        columns[special_day, of_year] = 0  # the level around them has it
    return regress(columns, counts[used], weights, offsets, kinds.spreads)


def _level_around(days: Ints, counts: Floats, now: Floats, special_day: Bools) -> Floats:
    """Return, for the special days, the logarithm of the calls around each by what these days would have now."""
    plain = ~special_day
    near: Bools = np.abs(days[special_day][:, np.newaxis] - days[plain]) <= AROUND_DAYS
    calls: Floats = near @ counts[plain]
    ratio: Floats = calls / np.maximum(near @ now[plain], 1e-9)
    logs: Floats = np.log(np.where(ratio > 0, ratio, 1.0))
    return logs


def _drift(kinds: Kinds, counts: Floats) -> float:
    """Return by how much the variation grows in a week, as earlier forecasts missed more than their own says."""
    missed, weeks = [], []
    for origin in range(counts.size - 7, LEAST_DAYS - 1, -7)[:LOOK_BACKS]:
        if not np.nansum(counts[:origin]):
            break
        learnt = _learn(kinds, counts[:origin])
        plain = ~kinds.special[origin : counts.size] & (kinds.share[origin : counts.size] > 0)
        days = origin + np.flatnonzero(plain & np.isfinite(counts[origin:]))
        columns = kinds.columns[days]
        means = learnt.mean(columns)
        miss = np.minimum(np.square(counts[days] / means - 1), WORST_MISS)
        missed.append(miss - 1 / means - learnt.variation(columns))
        weeks.append(weeks_ahead(days - origin))
    if not missed:
        return 0.0
    week, beyond = np.concatenate(weeks), np.concatenate(missed)
    return max(0.0, float(week @ beyond) / max(1.0, float(week @ week)))
