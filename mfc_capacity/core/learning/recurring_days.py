"""Days of the month on which calls are more, or fewer, every month: bills, salaries, meter readings.

Of all spans of days of the month, that which explains most of what kinds, months and growth leave unexplained is looked
for, by the score of the effect that it would have. Whether it has one, is asked of the model with it, and without the
month that speaks most for it: what happened in one month only is no peak of every month.
"""

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.learning.day_model import Model
from mfc_capacity.core.learning.day_terms import Days

LONGEST = 15  # days; of a span and the rest of the month, the shorter is the peak
DAYS = 31
SPANS = sum(DAYS - days + 1 for days in range(1, LONGEST + 1))
LEAST_TIMES = 3  # that each day of the month is counted, before any can be called recurring
CLIPPED = 3.0  # standard deviations of a day; one that is farther is no witness of every month


def most_telling_span(model: Model, days: Days, used: Ints, counts: Floats) -> tuple[int, int] | None:
    """Return the first and last day of the month that explain most; None where months are too few.

    Args:
        model: what has been learnt without such days.
        days: what the days are (N).
        used: positions of those that may tell.
        counts: calls (N).
    """
    of_month = days.of_month[used]
    if np.bincount(of_month, minlength=DAYS + 1)[1 : DAYS - 2].min() < LEAST_TIMES:
        return None
    columns = model.terms.columns(days[used])
    precision, deviations = _deviations(model, days, used, counts)
    score = _sums_before(of_month, (np.sqrt(precision) * deviations)[:, np.newaxis])
    weight = _sums_before(of_month, precision[:, np.newaxis])
    shared = _sums_before(of_month, precision[:, np.newaxis] * columns)
    known = np.linalg.pinv((columns.T * precision) @ columns, hermitian=True)
    first, end = np.array([(a, b) for a in range(DAYS) for b in range(a + 1, min(a + LONGEST, DAYS) + 1)]).T
    between = shared[end] - shared[first]
    own = (weight[end] - weight[first])[:, 0] - ((between @ known) * between).sum(axis=1)
    telling = np.square((score[end] - score[first])[:, 0]) / np.maximum(own, 1e-9 * precision.sum())
    best = int(np.argmax(telling))
    return int(first[best]) + 1, int(end[best])


def without_its_month(span: tuple[int, int], model: Model, days: Days, used: Ints, counts: Floats) -> Ints:
    """Return the used days without those of the month that speaks most for a span; other arguments as above."""
    precision, deviations = _deviations(model, days, used, counts)
    inside = (days.of_month[used] >= span[0]) & (days.of_month[used] <= span[1])
    month = np.cumsum(days.of_month == 1)[used]
    score = np.bincount(month, inside * np.sqrt(precision) * deviations)
    others: Ints = used[month != np.argmax(score * np.sign(score.sum()))]
    return others


def _deviations(model: Model, days: Days, used: Ints, counts: Floats) -> tuple[Floats, Floats]:
    """Return by how little the logarithm of each used day varies, and its deviation, on one scale for all."""
    means = np.exp(model.terms.columns(days[used]) @ model.effects)
    precision = means / (1 + model.dispersion * means)
    return precision, np.clip((counts[used] / means - 1) * np.sqrt(precision), -CLIPPED, CLIPPED)


def _sums_before(of_month: Ints, values: Floats) -> Floats:
    """Return the sums of values (N x C) on all days of the month up to each, from none to 31 (32 x C)."""
    sums = np.zeros((DAYS + 1, values.shape[1]))
    np.add.at(sums, of_month, values)
    return np.cumsum(sums, axis=0)
