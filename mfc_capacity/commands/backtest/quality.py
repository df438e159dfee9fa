"""How far off: WAPE, bias, cover and the worst day of each hotline and group, and who is to blame.

What is compared of waits is what the callers who came met, beside what is said of callers in the same intervals: both
means are over the calls that came, so that a day with more of them at noon is no error of the model's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from mfc_capacity.commands.backtest.actual import ratio
from mfc_capacity.commands.backtest.compared import SUBSETS, WAITS, ComparedGroup
from mfc_capacity.commands.backtest.said import KNOWN_BETTER, aht_said, calls_said
from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.shapley import shapley
from mfc_capacity.core.varying import chance_below

DAY_CALLS, CALLS, AHT = "calls_per_day", "calls_per_interval", "aht_s"
ALL = "all"  # hotlines of a group together
MODEL = "model"
CAUSES = (*KNOWN_BETTER, MODEL)
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Quality:
    """How far what is said of a measure is off what happened.

    Attributes:
        n: days compared, or intervals.
        said, actual: means.
        wape: sum of the misses / sum of what happened, both weighted by calls where the measure is a mean of them.
        bias: said / actual - 1; above 0 too much was said.
        coverage: share of days on which what happened lay between P10 and P90 of what was to come; None: not told.
        worst: the day that is farthest off.
    """

    n: int
    said: float | None
    actual: float | None
    wape: float | None
    bias: float | None
    coverage: float | None
    worst: date | None


def qualities(group: ComparedGroup, dates: Sequence[date]) -> Iterator[tuple[str, str, Quality]]:
    """Yield hotline (or all of them), measure and how far off it is."""
    model, variations = group.model, group.model.variations
    for k, (name, member) in enumerate(zip(model.hotlines, model.members, strict=True)):
        sums, v = model.sums[k], np.array(variations[k]) if variations else np.zeros(len(dates))
        said = calls_said(member) * ratio_or_one(group.said_calls, group.load.calls)
        yield name, DAY_CALLS, _of_calls(said.sum(axis=1), sums.offered.sum(axis=1), v, dates)
        handled = sums.handled.sum(axis=1)
        actual_s = ratio(sums.handling_s.sum(axis=1), handled)
        yield name, AHT, _of_means(aht_said(member, sums.handled), actual_s, handled, dates)
    said_by_day, actual_by_day = group.said_calls.sum(axis=1), group.actual.offered.sum(axis=1)
    yield ALL, DAY_CALLS, _of_calls(said_by_day, actual_by_day, group.load.varies, dates)
    yield ALL, CALLS, _of_intervals(group, dates)
    yield ALL, AHT, _of_means(*aht_by_day(group), group.actual.handled.sum(axis=1), dates)
    for measure in WAITS:
        yield ALL, measure, _of_means(*waits_by_day(group, measure), dates)


def ratio_or_one(part: Floats, whole: Floats) -> Floats:
    """Return shares; 1 of nothing."""
    return np.divide(part, whole, out=np.ones_like(part), where=whole > 0)


def aht_by_day(group: ComparedGroup) -> tuple[Floats, Floats]:
    """Return the mean handling time said of each day's calls, and the one they had (D)."""
    handled = np.stack([sums.handled for sums in group.model.sums])
    aht_s = np.stack([member.aht_s for member in group.model.members])
    total = handled.sum(axis=(0, 2))
    actual_s = group.actual.handling_s.sum(axis=1)
    return ratio((aht_s * handled).sum(axis=(0, 2)), total), ratio(actual_s, total)


def waits_by_day(group: ComparedGroup, measure: str) -> tuple[Floats, Floats, Floats]:
    """Return the means of a measure that were said and that happened on each day (D), and the calls they are over."""
    weights = group.weights(measure)
    said, actual = (
        _by_day(values, weights) for values in (group.told(measure), getattr(group.actual, measure))
    )
    return said, actual, weights.sum(axis=1)


def _by_day(values: Floats, weights: Floats) -> Floats:
    return ratio((np.where(weights > 0, values, 0.0) * weights).sum(axis=1), weights.sum(axis=1))


def _of_calls(said: Floats, actual: Floats, variation: Floats, dates: Sequence[date]) -> Quality:
    below = chance_below(actual, said, variation)
    told = np.isfinite(below)
    held = (below >= LOW) & (below <= HIGH)
    coverage = float(held[told].mean()) if told.any() else None
    return _quality(said, actual, np.ones_like(said), dates, coverage)


def _of_intervals(group: ComparedGroup, dates: Sequence[date]) -> Quality:
    told = group.load.open | (group.actual.offered > 0)
    said, actual = group.said_calls[told], group.actual.offered[told]
    variation = np.broadcast_to(group.load.varies[:, np.newaxis], told.shape)[told]
    day = np.nonzero(told)[0]
    whole = _of_calls(said, actual, variation, [dates[k] for k in day.tolist()])
    misses = np.bincount(day, np.abs(said - actual))
    return Quality(**{**vars(whole), "worst": dates[int(np.argmax(misses))] if misses.size else None})


def _of_means(said: Floats, actual: Floats, weights: Floats, dates: Sequence[date]) -> Quality:
    return _quality(said, actual, weights, dates, None)


def _quality(
    said: Floats, actual: Floats, weights: Floats, dates: Sequence[date], coverage: float | None
) -> Quality:
    told = np.isfinite(said) & np.isfinite(actual) & (weights > 0)
    if not told.any():
        return Quality(0, None, None, None, None, None, None)
    said, actual, weights = said[told], actual[told], weights[told]
    misses = weights * np.abs(said - actual)
    of_said, of_actual = float((weights * said).sum()), float((weights * actual).sum())
    worst = int(np.flatnonzero(told)[np.argmax(misses)])
    return Quality(
        int(told.sum()),
        of_said / float(weights.sum()),
        of_actual / float(weights.sum()),
        float(misses.sum()) / of_actual if of_actual else None,
        of_said / of_actual - 1 if of_actual else None,
        coverage,
        dates[worst],
    )


@dataclass(frozen=True)
class Blame:
    """What each of CAUSES does of the difference between said and actual.

    `bias` are parts of said - actual, `error` of the mean distance of a day; the parts of each add up to the whole.
    """

    measure: str
    bias: tuple[Fraction, ...]
    error: tuple[Fraction, ...]


def blames(group: ComparedGroup) -> Iterator[Blame]:
    """Yield the blame for each measure of waits that can be compared."""
    if len(group.met) < len(SUBSETS):
        return
    for measure in WAITS:
        weights = group.weights(measure)
        by_day = weights.sum(axis=1)
        if not by_day.sum():
            continue
        actual = np.nan_to_num(_by_day(getattr(group.actual, measure), weights))
        off = [np.nan_to_num(_by_day(group.told(measure, known), weights)) - actual for known in SUBSETS]
        total = Fraction(float(by_day.sum()))
        bias = [Fraction(float((by_day * each).sum())) / total for each in off]
        error = [Fraction(float((by_day * np.abs(each)).sum())) / total for each in off]
        yield Blame(measure, _parts(bias), _parts(error))


def _parts(values: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return what each of CAUSES does of an error, given the error with each set of them known better."""
    return (*(-part for part in shapley(values)), values[-1])
