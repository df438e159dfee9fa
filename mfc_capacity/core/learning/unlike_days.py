"""Days that are unlike all others: an incident, a campaign, a day on which hardly anybody could call.

A day is unlike others when its count lies so far from what its kind, month and year explain that, were all days alike,
one record in twenty would hold such a day at all (Bonferroni). Counts that vary by a Gamma factor are near normal by
their cube root (Wilson & Hilferty 1931, "The distribution of chi-square"). So that unlike days do not hide each other,
the most unlike are set aside one by one, by a scale that half of all days decide; then each is judged by the days that
are left, and those that could be chance go back among them, the least unlike first.
"""

from dataclasses import replace

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.forecast.regression import Regression, regress
from mfc_capacity.core.learning.factors import t_quantile

BY_CHANCE = 0.05  # of records without any unlike day
BESIDE = 0.05  # a day next to an unlike one is of the same event, where so few would lie as far
MOST, MOST_DAYS = 0.2, 100  # that are set aside; where more are unlike, none is usual
LEAST_ALIKE = 3  # days of a kind, of which one can be unlike the others
MEDIAN = 0.6745  # of the absolute value of a normal law's
HALVINGS = 40
FARTHEST = 10.0  # a standard deviation of the logarithm of an effect; of a few calls it is hardly felt
LEAST_LEVEL = 1e-3


def unlike_days(columns: Floats, kinds: int, counts: Floats) -> Ints:
    """Return 1 for days with more calls than those like them, -1 for days with fewer, 0 for all others (N).

    Args:
        columns: what explains a day's logarithm of calls (N x P), days in order; 0 where a column does not concern it.
        kinds: how many of the columns, the first ones, are kinds of day, of which each day is one.
        counts: calls (N), some of them above 0.
    """
    limit = t_quantile(BY_CHANCE / counts.size, counts.size - columns.shape[1])
    kept = _without_suspects(columns, kinds, counts, limit)
    while True:
        far = _distance(fitted(columns, kinds, counts, kept), columns, counts)
        if kept.all():
            return np.zeros(counts.size, dtype=np.int64)
        least = int(np.argmin(np.where(kept, np.inf, np.abs(far))))
        if abs(far[least]) >= limit:
            break
        kept[least] = True
    unlike = np.where(kept, 0, np.sign(far)).astype(np.int64)
    return _with_days_beside(unlike, far, t_quantile(BESIDE, counts.size - columns.shape[1]))


def fitted(columns: Floats, kinds: int, counts: Floats, kept: Bools) -> Regression:
    """Return the regression of the days that are kept, each counting alike; arguments are those of `unlike_days`.

    Nothing is known before but that effects are no factors of thousands, so that a month without a call has one.
    """
    days, parameters = int(kept.sum()), columns.shape[1]
    level = np.log(max(counts[kept].mean(), LEAST_LEVEL))
    fit = regress(
        columns[kept], counts[kept], np.ones(days), np.full(days, level), np.full(parameters, FARTHEST)
    )
    return replace(fit, effects=fit.effects + level * (np.arange(parameters) < kinds))


def _without_suspects(columns: Floats, kinds: int, counts: Floats, limit: float) -> Bools:
    """Return the days that are left when the most unlike have been set aside one by one."""
    concerns = columns != 0
    kept = np.ones(counts.size, dtype=np.bool_)
    for _ in range(min(int(MOST * counts.size), MOST_DAYS)):
        means = fitted(columns, kinds, counts, kept).mean(columns)
        apart = np.abs(
            _cube_roots(
                counts, means, _usual_dispersion(counts[kept], means[kept], columns.shape[1]) + 1 / means
            )
        )
        replaceable = ~(concerns & (concerns[kept].sum(axis=0) < LEAST_ALIKE)).any(axis=1)
        most = int(np.argmax(np.where(kept & replaceable, apart, 0.0)))
        if apart[most] < limit or not replaceable[most]:
            break
        kept[most] = False
    return kept


def _usual_dispersion(counts: Floats, means: Floats, parameters: int) -> float:
    """Return the dispersion by which half of the days are as near to their means as they should be."""
    middle = MEDIAN * np.sqrt(max(1.0, counts.size - parameters) / counts.size)
    apart = 3 * np.abs(np.cbrt(counts / means) - 1)
    low, high = 0.0, float(np.square(apart / middle).max()) + 1e-9
    for _ in range(HALVINGS):
        tried = (low + high) / 2
        too_near = np.median(apart / np.sqrt(tried + 1 / means)) < middle
        low, high = (low, tried) if too_near else (tried, high)
    return high


def _distance(fit: Regression, columns: Floats, counts: Floats) -> Floats:
    """Return how far days lie from what the others let expect, in standard deviations (N)."""
    means = fit.mean(columns)
    return _cube_roots(counts, means, fit.variation(columns) + 1 / means)


def _cube_roots(counts: Floats, means: Floats, variation: Floats) -> Floats:
    """Return the standard normal deviates of counts with these means and variances by the mean squared (N)."""
    deviates: Floats = (np.cbrt(counts / means) - 1 + variation / 9) * 3 / np.sqrt(variation)
    return deviates


def _with_days_beside(unlike: Ints, far: Floats, limit: float) -> Ints:
    """Return the unlike days with those around them that lie to the same side beyond a lower limit."""
    grown = unlike.copy()
    for days in (range(1, unlike.size), range(unlike.size - 2, -1, -1)):
        for day in days:
            before = grown[day - 1 if days.step > 0 else day + 1]
            if not grown[day] and before and before * far[day] > limit:
                grown[day] = before
    return grown
