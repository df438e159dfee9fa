"""The regression of a record's days, with how well its effects are known.

All days count alike. Days that follow each other are often high or low together; where they do beyond chance, the
covariance of the effects allows for it as for an autoregression, whose correlation falls by powers (Zeger 1988, "A
regression model for time series of counts").
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.forecast.regression import Regression
from mfc_capacity.core.learning.day_terms import Days, Terms
from mfc_capacity.core.learning.estimates import Estimate
from mfc_capacity.core.learning.factors import factor, log_mean, t_quantile
from mfc_capacity.core.learning.unlike_days import fitted

CHANCE = 0.05
CLOSEST = 0.99  # of two days; a level that never returns has no mean


@dataclass(frozen=True)
class Model:
    """Effects of terms (P) with their covariance (P x P), and the degrees of freedom that are left."""

    terms: Terms
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

    def effect(self, at: int, rows: int) -> Estimate:
        """Return the factor that one effect is."""
        return factor(float(self.effects[at]), float(self.covariance[at, at]), self.free, rows)

    def is_sure(self, at: int, chance: float) -> bool:
        """Return whether chance makes an effect as large in fewer than so many of all records."""
        return bool(abs(self.effects[at]) > t_quantile(chance, self.free) * np.sqrt(self.covariance[at, at]))

    def factors(self, kinds: Ints) -> tuple[Floats, Floats]:
        """Return the logarithms of the factors of kinds (K), and their covariance (K x K)."""
        log_to, slope_to = log_mean(self.effects, self.terms.cells(self.terms.ordinary))
        found = [log_mean(self.effects, self.terms.cells(np.array([kind]))) for kind in kinds]
        slopes = np.stack([slope - slope_to for _, slope in found])
        return np.array([log - log_to for log, _ in found]), slopes @ self.covariance @ slopes.T


def learnt(terms: Terms, days: Days, usual: Ints, counts: Floats) -> Model:
    """Return what the usual days, by their positions, tell of the terms."""
    columns = terms.columns(days[usual])
    fit = fitted(columns, terms.kinds.size, counts[usual], np.ones(usual.size, dtype=np.bool_))
    correlation = _correlation(fit, columns, counts[usual], usual)
    covariance = _covariance(fit, columns, usual, correlation) if correlation else fit.covariance
    free = usual.size - columns.shape[1]
    return Model(terms, fit.effects, covariance, fit.dispersion, correlation, free)


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
    rooted = columns * np.sqrt(means / (1 + fit.dispersion * means))[:, np.newaxis]
    powers = correlation ** np.arange(int(day[-1] - day[0]) + 1)
    together = powers[np.abs(day[:, np.newaxis] - day)]
    covariance: Floats = fit.covariance @ (rooted.T @ together @ rooted) @ fit.covariance
    return covariance
