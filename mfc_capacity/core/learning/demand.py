"""What daily counts say of a scenario's demand: calls of an ordinary day, weekdays, holidays, months, growth, peaks.

A count has mean exp(x'b), of its kind (a weekday, or a holiday by its name), its month and its year, and varies about
it as days do (negative binomial). All days of the record count alike: this describes what was, and forecasts nothing.
Days that follow each other are often high or low together; where they do beyond chance, intervals allow for it as for
an autoregression, with its correlation falling by powers (Zeger 1988, "A regression model for time series of counts").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.forecast.daily import checked_counts
from mfc_capacity.core.forecast.kinds_of_day import weekdays_of
from mfc_capacity.core.forecast.regression import Regression
from mfc_capacity.core.learning.estimates import Estimate
from mfc_capacity.core.learning.factors import UNKNOWN, factor, log_mean, none_of, t_quantile
from mfc_capacity.core.learning.unlike_days import fitted, unlike_days

YEAR_DAYS = 365.25
MONTHS_FROM_DAYS, GROWTH_FROM_DAYS = 365, 548  # from the first day counted to the last
LEAST_MONTH_DAYS = 10  # ordinary days of a month, in all years together, before it has a factor
CLEARLY_MORE = 1.1  # calls in five other days than Monday to Friday, before these are the working week
CHANCE = 0.05
GROWTH_BY_CHANCE = 0.01  # of records without growth; the other figures depend on whether there is any
CLOSEST = 0.99  # of two days; a level that never returns has no mean


@dataclass(frozen=True)
class Peak:
    """Consecutive days unlike all others; `multiply` is by what a scenario without the peak would say."""

    first: date
    last: date
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
        holidays: factor by name of those that were counted, 0 for one without a call.
        months: factor by month, January first, of mean 1; None unless a year is recorded, and of each month enough.
        growth: factor of a year; None where the record is too short to tell it from the seasons.
        grows: whether calls grow or decline, so clearly that one record in a hundred would show it by chance; if not,
            the other figures are those of the record's mean level.
        peaks: in order of time.
        dispersion: variance of a day's calls beyond Poisson by the mean squared, peaks apart.
        correlation: of one day's deviation with the next day's; 0 unless beyond chance.
        expected: means of the days, peaks left out (N); NaN where a day is not counted.
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
    peaks: tuple[Peak, ...]
    dispersion: float
    correlation: float
    expected: Floats
    parameters: int


@dataclass(frozen=True)
class _Days:
    """Days by kind (0 to 6, then each name of a holiday), month (0 to 11) and years before the last one counted."""

    kind: Ints
    month: Ints
    year: Floats

    def __getitem__(self, chosen: Ints) -> "_Days":
        return _Days(self.kind[chosen], self.month[chosen], self.year[chosen])


@dataclass(frozen=True)
class _Terms:
    """What explains a day: kinds with calls, of which some are ordinary, and whether months and growth do."""

    kinds: Ints
    ordinary: Ints
    months: bool
    growth: bool

    def columns(self, days: _Days) -> Floats:
        """Return the columns of days (N x P); growth is the last one."""
        of_kind = days.kind[:, np.newaxis] == self.kinds
        of_month = days.month[:, np.newaxis] == np.arange(1, 12 if self.months else 1)
        of_year = days.year[:, np.newaxis][:, : int(self.growth)]
        return np.concatenate([of_kind, of_month, of_year], axis=1).astype(np.float64)

    def cells(self, kinds: Ints, months: Sequence[int] = range(12)) -> Floats:
        """Return the columns of these kinds in each of these months, on the last day counted."""
        kind, month = np.repeat(kinds, len(months)), np.tile(months, kinds.size)
        return self.columns(_Days(kind, month, np.zeros(kind.size)))


@dataclass(frozen=True)
class _Model:
    """Effects of terms (P) with their covariance (P x P), and the degrees of freedom that are left."""

    terms: _Terms
    effects: Floats
    covariance: Floats
    dispersion: float
    correlation: float
    free: int

    def variance(self, slope: Floats) -> float:
        """Return the variance of what has this derivative by the effects."""
        return float(slope @ self.covariance @ slope)

    def ratio(self, cells: Floats, to: Floats, rows: int) -> Estimate:
        """Return the mean of some cells by the mean of others."""
        (log, slope), (log_to, slope_to) = log_mean(self.effects, cells), log_mean(self.effects, to)
        return factor(log - log_to, self.variance(slope - slope_to), self.free, rows)

    def factors(self, kinds: Ints) -> tuple[Floats, Floats]:
        """Return the logarithms of the factors of kinds (K), and their covariance (K x K)."""
        log_to, slope_to = log_mean(self.effects, self.terms.cells(self.terms.ordinary))
        found = [log_mean(self.effects, self.terms.cells(np.array([kind]))) for kind in kinds]
        slopes = np.stack([slope - slope_to for _, slope in found])
        return np.array([log - log_to for log, _ in found]), slopes @ self.covariance @ slopes.T


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
    days, names = _days_of(first, counts, holidays)
    calls = np.array([np.nansum(counts[days.kind == kind]) for kind in range(7 + len(names))])
    used = np.flatnonzero(np.isfinite(counts) & (calls[days.kind] > 0))
    if not used.size:
        return _without_calls(counts)
    terms = _terms(days, counts, used)
    unlike = unlike_days(terms.columns(days[used]), terms.kinds.size, counts[used])
    usual = used[unlike == 0]
    model = _learnt(terms, days, usual, counts)
    growth = _growth(model, usual.size) if terms.growth else None
    grows = terms.growth and _is_sure(model)
    if terms.growth and not grows:
        model = _learnt(replace(terms, growth=False), days, usual, counts)
    return _told(model, first, days, names, counts, used, unlike, growth, grows)


def _days_of(first: date, counts: Floats, holidays: Mapping[date, str]) -> tuple[_Days, list[str]]:
    """Return the days, and the holidays' names; a holiday on a weekday that never has calls is that weekday."""
    dates = np.datetime64(first, "D") + np.arange(counts.size)
    kind = weekdays_of(dates.astype(np.int64))
    counted = np.isfinite(counts)
    works = np.array([np.nansum(counts[kind == weekday]) > 0 for weekday in range(7)])
    name = np.array([holidays.get(day, "") for day in dates.tolist()], dtype=np.str_)
    named = (name != "") & counted & works[kind]
    names, positions = np.unique(name[named], return_inverse=True)
    kind[named] = 7 + positions
    last = int(np.flatnonzero(counted)[-1])
    month = dates.astype("datetime64[M]").astype(np.int64) % 12
    return _Days(kind, month, (np.arange(counts.size) - last) / YEAR_DAYS), names.tolist()


def _terms(days: _Days, counts: Floats, used: Ints) -> _Terms:
    """Return what the days that are used can tell apart."""
    span = int(used[-1] - used[0]) + 1
    kinds = np.unique(days.kind[used])
    of_month = np.bincount(days.month[used][days.kind[used] < 7], minlength=12)
    months = bool(span >= MONTHS_FROM_DAYS and of_month.min() >= LEAST_MONTH_DAYS)
    working = np.intersect1d(kinds, _working_week(days.kind[used], counts[used]))
    return _Terms(kinds, working if working.size else kinds, months, months and span >= GROWTH_FROM_DAYS)


def _working_week(kind: Ints, counts: Floats) -> Ints:
    """Return the five weekdays in a row with the most calls, Monday to Friday unless others have clearly more."""
    days = np.bincount(kind, minlength=7)[:7]
    calls = np.bincount(kind, counts, minlength=7)[:7] / np.maximum(days, 1)
    weeks = (np.arange(7)[:, np.newaxis] + np.arange(5)) % 7
    of_week = calls[weeks].sum(axis=1)
    most = int(np.argmax(of_week))
    week: Ints = weeks[most if of_week[most] > CLEARLY_MORE * of_week[0] else 0]
    return week


def _learnt(terms: _Terms, days: _Days, usual: Ints, counts: Floats) -> _Model:
    columns = terms.columns(days[usual])
    fit = fitted(columns, terms.kinds.size, counts[usual], np.ones(usual.size, dtype=np.bool_))
    correlation = _correlation(fit, columns, counts[usual], usual)
    covariance = _covariance(fit, columns, usual, correlation) if correlation else fit.covariance
    free = usual.size - columns.shape[1]
    return _Model(terms, fit.effects, covariance, fit.dispersion, correlation, free)


def _correlation(fit: Regression, columns: Floats, counts: Floats, day: Ints) -> float:
    """Return how a day's level goes with the next one's; 0 where chance alone may do as much.

    What days have each by themselves hides it, from one day to the next more than over two.
    """
    means = fit.mean(columns)
    deviations = np.full(int(day[-1]) + 1, np.nan)
    deviations[day] = (counts - means) / np.sqrt(means + fit.dispersion * means**2)
    pairs = int(np.isfinite(deviations[1:] * deviations[:-1]).sum())
    next_day, second_day = (_correlation_after(deviations, days) for days in (1, 2))
    if not next_day > special.ndtri(1 - CHANCE) / np.sqrt(max(pairs, 1)):
        return 0.0
    return float(np.fmin(np.fmax(next_day, np.sqrt(np.fmax(second_day, 0.0))), CLOSEST))


def _correlation_after(deviations: Floats, days: int) -> float:
    """Return the correlation of deviations (N) so many days apart, NaN where no two are."""
    products, variance = deviations[days:] * deviations[:-days], np.nanmean(np.square(deviations))
    found = np.isfinite(products)
    return float(products[found].mean() / variance) if found.any() and variance else np.nan


def _covariance(fit: Regression, columns: Floats, day: Ints, correlation: float) -> Floats:
    """Return the covariance of effects that were learnt as if days were independent, and are not."""
    means = fit.mean(columns)
    precision = (means / (1 + fit.dispersion * means))[:, np.newaxis]
    rooted = columns * np.sqrt(precision)
    inverse = np.linalg.inv(rooted.T @ rooted)
    together = correlation ** np.abs(day[:, np.newaxis] - day)
    covariance: Floats = inverse @ (rooted.T @ together @ rooted) @ inverse
    return covariance


def _growth(model: _Model, rows: int) -> Estimate:
    return factor(float(model.effects[-1]), float(model.covariance[-1, -1]), model.free, rows)


def _is_sure(model: _Model) -> bool:
    """Return whether growth, the last effect, is beyond chance."""
    reach = t_quantile(GROWTH_BY_CHANCE, model.free) * np.sqrt(model.covariance[-1, -1])
    return bool(abs(model.effects[-1]) > reach)


def _told(
    model: _Model,
    first: date,
    days: _Days,
    names: Sequence[str],
    counts: Floats,
    used: Ints,
    unlike: Ints,
    growth: Estimate | None,
    grows: bool,
) -> Demand:
    terms, usual = model.terms, used[unlike == 0]
    ordinary = terms.cells(terms.ordinary)
    log, slope = log_mean(model.effects, ordinary)
    rows = int(np.isin(days.kind[usual], terms.ordinary).sum())
    calls_per_day = factor(log, model.variance(slope), model.free, rows)
    by_kind = [
        _of_kind(model, kind, calls_per_day, int((np.isfinite(counts) & (days.kind == kind)).sum()))
        for kind in range(7 + len(names))
    ]
    months = tuple(
        model.ratio(terms.cells(terms.ordinary, [month]), ordinary, int((days.month[usual] == month).sum()))
        for month in range(12)
    )
    expected = np.where(np.isfinite(counts), 0.0, np.nan)
    expected[used] = np.exp(terms.columns(days[used]) @ model.effects)
    return Demand(
        calls_per_day=calls_per_day,
        working_week=tuple(terms.ordinary[terms.ordinary < 7].tolist()),
        weekdays=tuple(by_kind[:7]),
        holiday=_holiday(model, days.kind[usual]),
        holidays=dict(zip(names, by_kind[7:], strict=True)),
        months=months if terms.months else None,
        growth=growth,
        grows=grows,
        peaks=tuple(
            _peak(model, first, terms.columns(days[run]), counts[run], run) for run in _runs(used, unlike)
        ),
        dispersion=model.dispersion,
        correlation=model.correlation,
        expected=expected,
        parameters=model.effects.size,
    )


def _of_kind(model: _Model, kind: int, calls_per_day: Estimate, rows: int) -> Estimate:
    """Return the factor of a kind of day: 0 if it never had a call, unknown if none was counted."""
    if not rows:
        return UNKNOWN
    if kind not in model.terms.kinds:
        return none_of(calls_per_day.value * rows, rows)
    terms = model.terms
    return model.ratio(terms.cells(np.array([kind])), terms.cells(terms.ordinary), rows)


def _holiday(model: _Model, kinds: Ints) -> Estimate:
    """Return the factor of all holidays with calls together, from the kinds of the days that were used."""
    holidays, days = np.unique(kinds[kinds >= 7], return_counts=True)
    if not holidays.size:
        return UNKNOWN
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


def _peak(model: _Model, first: date, columns: Floats, counts: Floats, run: Ints) -> Peak:
    begin, end = (first + timedelta(days=int(day)) for day in (run[0], run[-1]))
    expected = np.exp(columns @ model.effects)
    if not counts.any():
        return Peak(begin, end, none_of(float(expected.sum()), run.size))
    log_expected, slope = log_mean(model.effects, columns)
    log = np.log(counts.mean()) - log_expected
    peaked = expected * np.exp(log)
    chance = float((peaked + model.dispersion * peaked**2).sum() / peaked.sum() ** 2)
    return Peak(begin, end, factor(log, chance + model.variance(slope), model.free, run.size))


def _without_calls(counts: Floats) -> Demand:
    counted = int(np.isfinite(counts).sum())
    return Demand(
        calls_per_day=none_of(counted, counted),
        working_week=(),
        weekdays=(UNKNOWN,) * 7,
        holiday=UNKNOWN,
        holidays={},
        months=None,
        growth=None,
        grows=False,
        peaks=(),
        dispersion=np.nan,
        correlation=np.nan,
        expected=counts * 0.0,
        parameters=0,
    )
