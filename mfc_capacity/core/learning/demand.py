"""What daily counts say of a scenario's demand: calls of an ordinary day, weekdays, holidays, months, growth, peaks.

A count has mean exp(x'b), of its kind (a weekday, or a holiday by its name), its month and its year, and varies about
it as days do (negative binomial). All days of the record count alike: this describes what was, and forecasts nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.forecast.daily import checked_counts
from mfc_capacity.core.learning.day_model import CHANCE, Model, learnt
from mfc_capacity.core.learning.day_terms import Days, Terms, days_of, open_kinds, terms_of
from mfc_capacity.core.learning.estimates import Estimate, unknown
from mfc_capacity.core.learning.factors import factor, few_of, log_mean
from mfc_capacity.core.learning.recurring_days import SPANS, most_telling_span, without_its_month
from mfc_capacity.core.learning.unlike_days import unlike_days

RECURRING_BY_CHANCE = 0.05  # of records whose months have no recurring peak
GROWTH_BY_CHANCE = 0.01  # of records without growth; the other figures depend on whether there is any


@dataclass(frozen=True)
class Peak:
    """Consecutive days unlike all others; `multiply` is by what a scenario without the peak would say."""

    first: date
    last: date
    multiply: Estimate


@dataclass(frozen=True)
class RecurringPeak:
    """Days of every month, the first to the last, that have more or fewer calls than the others."""

    first: int
    last: int
    multiply: Estimate


@dataclass(frozen=True)
class Demand:
    """What the record of a hotline's days says. Factors are those of `calls_per_day`, as the scenario has them.

    Attributes:
        calls_per_day: calls of a mean day of the working week, neither holiday nor peak; on the last day counted where
            calls grow.
        working_week: its weekdays (0 is Monday): Monday to Friday, if no other five have clearly more calls.
        weekdays: factor by weekday, Monday first; unknown where none was counted.
        holiday: factor of a holiday on which there are calls; unknown without one. Where names differ beyond chance,
            the interval is that of the mean over names.
        holidays: factor by name of those that were counted; about 0 for one that is closed.
        months: factor by month, January first, of mean 1; None unless a year is recorded, and of each month enough.
        growth: factor of a year; None where the record is too short to tell it from the seasons.
        grows: whether calls grow or decline, so clearly that one record in a hundred would show it by chance; if not,
            the other figures are those of the record's mean level.
        recurring: the peak of every month, if there is one.
        peaks: all others, in order of time.
        dispersion: variance of a day's calls beyond Poisson by the mean squared, peaks apart.
        correlation: of one day's deviation with the next day's; 0 unless beyond chance.
        expected: means of the days, with the recurring peak and without the others (N); NaN where a day is not counted.
        usual: the days that all figures but the peaks' were learnt from (N).
        parameters: how many effects were learnt.
    """

    calls_per_day: Estimate
    working_week: tuple[int, ...]
    weekdays: tuple[Estimate, ...]
    holiday: Estimate
    holidays: dict[str, Estimate]
    months: tuple[Estimate, ...] | None
    growth: Estimate | None
    grows: bool
    recurring: RecurringPeak | None
    peaks: tuple[Peak, ...]
    dispersion: float
    correlation: float
    expected: Floats
    usual: Bools
    parameters: int


def demand(first: date, counts: Floats, holidays: Mapping[date, str]) -> Demand:
    """Return what daily counts say of a scenario's demand.

    Args:
        first: the date of the first count.
        counts: calls of consecutive days (N), NaN where a day is missing.
        holidays: name by date; days of one name are alike.

    Raises:
        ValueError: for counts that are negative or infinite, or when no day is counted.

    >>> week = np.array([120.0, 100, 100, 100, 80, 50, 0])
    >>> found = demand(date(2024, 1, 1), np.tile(week, 8), {})
    >>> round(found.calls_per_day.value), [round(day.value, 2) for day in found.weekdays]
    (100, [1.2, 1.0, 1.0, 1.0, 0.8, 0.5, 0.0])
    """
    counts = checked_counts(counts)
    days, names = days_of(first, counts, holidays)
    used = np.flatnonzero(np.isfinite(counts) & np.isin(days.kind, open_kinds(days.kind, counts)))
    if not used.size:
        return _without_calls(counts)
    terms, unlike = _explained(terms_of(days, counts, used), days, used, counts)
    usual = used[unlike == 0]
    model, growth = learnt(terms, days, usual, counts), None
    if terms.growth:
        growth = model.effect(terms.growth_at, usual.size)
        if not model.is_sure(terms.growth_at, GROWTH_BY_CHANCE):
            model = learnt(replace(terms, growth=False), days, usual, counts)
    return _told(model, first, days, names, counts, used, unlike, growth)


def _explained(terms: Terms, days: Days, used: Ints, counts: Floats) -> tuple[Terms, Ints]:
    """Return the terms, with a recurring peak if there is one, and which of the used days are unlike others even so."""
    unlike = unlike_days(terms.columns(days[used]), terms.kinds.size, counts[used])
    model = learnt(terms, days, used[unlike == 0], counts)
    span = most_telling_span(model, days, used, counts)
    if span is None:
        return terms, unlike
    with_peak = replace(terms, recurring=span)
    still_unlike = unlike_days(with_peak.columns(days[used]), terms.kinds.size, counts[used])
    others = without_its_month(span, model, days, used[still_unlike == 0], counts)
    if learnt(with_peak, days, others, counts).is_sure(-1, RECURRING_BY_CHANCE / SPANS):
        return with_peak, still_unlike
    return terms, unlike


def _told(
    model: Model,
    first: date,
    days: Days,
    names: Sequence[str],
    counts: Floats,
    used: Ints,
    unlike: Ints,
    growth: Estimate | None,
) -> Demand:
    terms, usual = model.terms, used[unlike == 0]
    ordinary = terms.cells(terms.ordinary)
    log, slope = log_mean(model.effects, ordinary)
    rows = int(np.isin(days.kind[usual], terms.ordinary).sum())
    calls_per_day = factor(log, model.variance(slope), model.free, rows)
    told = np.setdiff1d(np.flatnonzero(np.isfinite(counts)), used[unlike != 0])
    by_kind = _by_kind(model, calls_per_day.value, days.kind[told], counts[told], 7 + len(names))
    expected = np.where(np.isfinite(counts), 0.0, np.nan)
    expected[used] = np.exp(terms.columns(days[used]) @ model.effects)
    return Demand(
        calls_per_day=calls_per_day,
        working_week=tuple(terms.ordinary[terms.ordinary < 7].tolist()),
        weekdays=tuple(by_kind[:7]),
        holiday=_holiday(model, days.kind[usual]),
        holidays=dict(zip(names, by_kind[7:], strict=True)),
        months=_months(model, days.month[usual]) if terms.months else None,
        growth=growth,
        grows=terms.growth,
        recurring=_recurring(model, days.of_month[usual]),
        peaks=tuple(
            _peak(model, first, terms.columns(days[run]), counts[run], run) for run in _runs(used, unlike)
        ),
        dispersion=model.dispersion,
        correlation=model.correlation,
        expected=expected,
        usual=np.isin(np.arange(counts.size), usual),
        parameters=model.effects.size,
    )


def _recurring(model: Model, of_month: Ints) -> RecurringPeak | None:
    if model.terms.recurring is None:
        return None
    first, last = model.terms.recurring
    rows = int(((of_month >= first) & (of_month <= last)).sum())
    return RecurringPeak(first, last, model.effect(-1, rows))


def _months(model: Model, month: Ints) -> tuple[Estimate, ...]:
    rows, ordinary = np.bincount(month, minlength=12), model.terms.ordinary
    cells = [model.terms.cells(ordinary, [month]) for month in range(12)]
    return tuple(model.ratio(cells[k], np.concatenate(cells), int(rows[k])) for k in range(12))


def _by_kind(model: Model, calls_per_day: float, kind: Ints, counts: Floats, kinds: int) -> list[Estimate]:
    """Return the factor of each kind of day, unknown if none was counted.

    `kind` and `counts` are those of the days from which the rest was learnt, and of those that were closed.
    """
    terms, ordinary = model.terms, model.terms.cells(model.terms.ordinary)
    rows = np.bincount(kind, minlength=kinds).tolist()
    calls = np.bincount(kind, counts, minlength=kinds).tolist()
    found = [unknown(0)] * kinds
    for k in np.unique(kind).tolist():
        if k in terms.kinds:
            found[k] = model.ratio(terms.cells(np.array([k])), ordinary, rows[k])
        else:
            found[k] = few_of(calls[k], calls_per_day * rows[k], rows[k])
    return found


def _holiday(model: Model, kinds: Ints) -> Estimate:
    """Return the factor of all holidays with calls together, from the kinds of the days that were used."""
    holidays, days = np.unique(kinds[kinds >= 7], return_counts=True)
    if not holidays.size:
        return unknown(0)
    logs, covariance = model.factors(holidays)
    factors = np.exp(logs)
    mean = float(np.average(factors, weights=days))
    if _differ(logs, covariance, model.free):
        own = float(factors.std(ddof=1)) / mean
        return factor(np.log(mean), own**2 / holidays.size, holidays.size - 1, int(days.sum()))
    slope = days * factors / (days @ factors)
    return factor(np.log(mean), float(slope @ covariance @ slope), model.free, int(days.sum()))


def _differ(logs: Floats, covariance: Floats, free: int) -> bool:
    """Return whether factors differ beyond chance: Wald's test that all contrasts to the first are 0."""
    contrasts = logs.size - 1
    if not contrasts:
        return False
    apart = logs[1:] - logs[0]
    between = np.column_stack([-np.ones(contrasts), np.eye(contrasts)])
    squared = float(apart @ np.linalg.solve(between @ covariance @ between.T, apart))
    return bool(special.fdtrc(contrasts, max(free, 1), squared / contrasts) < CHANCE)


def _runs(used: Ints, unlike: Ints) -> list[Ints]:
    """Return the days of each peak: days one after the other, closed ones apart, that are all high or all low."""
    begins = np.flatnonzero(np.diff(unlike, prepend=0) != 0)
    return [run for run, side in zip(np.split(used, begins), [0, *unlike[begins]], strict=True) if side]


def _peak(model: Model, first: date, columns: Floats, counts: Floats, run: Ints) -> Peak:
    begin, end = (first + timedelta(days=int(day)) for day in (run[0], run[-1]))
    expected = np.exp(columns @ model.effects)
    if not counts.any():
        return Peak(begin, end, few_of(0, float(expected.sum()), run.size))
    log_expected, slope = log_mean(model.effects, columns)
    log = np.log(counts.mean()) - log_expected
    peaked = expected * np.exp(log)
    chance = float((peaked + model.dispersion * peaked**2).sum() / peaked.sum() ** 2)
    return Peak(begin, end, factor(log, chance + model.variance(slope), model.free, run.size))


def _without_calls(counts: Floats) -> Demand:
    counted = int(np.isfinite(counts).sum())
    return Demand(
        calls_per_day=few_of(0, counted, counted),
        working_week=(),
        weekdays=(unknown(0),) * 7,
        holiday=unknown(0),
        holidays={},
        months=None,
        growth=None,
        grows=False,
        recurring=None,
        peaks=(),
        dispersion=np.nan,
        correlation=np.nan,
        expected=counts * 0.0,
        usual=np.zeros(counts.size, dtype=np.bool_),
        parameters=0,
    )
