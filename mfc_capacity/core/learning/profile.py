"""How the calls of a day are spread over it, by kinds of day that differ.

Weekdays whose shares do not differ beyond chance are put together, the nearest first. The test compares the squared
distance of two profiles with what the days within each let expect, as each has its own spread (Anderson, Walsh & others
2017, "Some solutions to the multivariate Behrens–Fisher problem for dissimilarity-based analyses"). Intervals of a day
are high or low together: the law of such a distance is that of F with its first three moments (Zhang 2005, "Approximate
and asymptotic distributions of chi-squared-type mixtures").

Shares are what was counted: nothing is smoothed. Where their intervals are too wide, longer intervals are the honest
answer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.forecast.intervals import share_dispersion
from mfc_capacity.core.learning.estimates import SURE
from mfc_capacity.core.learning.factors import NONE_SEEN, t_quantile

BY_CHANCE = 0.05  # of records whose days are all alike, and are told apart
NOISE = 1e-30  # of shares, where all calls of each day come in one interval
LEAST_DAYS = 3  # of a kind, that tell its spread by themselves


@dataclass(frozen=True)
class Profile:
    """Shares of a day's calls by interval (K), with their 95 % interval, of kinds of day that are alike."""

    kinds: tuple[int, ...]
    shares: Floats
    low: Floats
    high: Floats
    days: int
    calls: float


@dataclass(frozen=True)
class _Group:
    """Days of kinds that are alike: calls by interval (D x K)."""

    kinds: tuple[int, ...]
    counts: Floats

    @property
    def shares(self) -> Floats:
        """The shares of their calls (K)."""
        total: Floats = self.counts.sum(axis=0) / self.counts.sum()
        return total

    @property
    def deviations(self) -> Floats:
        """By how much each day's counts deviate, on a scale where chance alone is alike on all days (D x K)."""
        calls = self.counts.sum(axis=1, keepdims=True)
        deviations: Floats = (self.counts - calls * self.shares) / np.sqrt(calls)
        return deviations

    def with_(self, other: "_Group") -> "_Group":
        """Return both groups as one."""
        return _Group(tuple(sorted(self.kinds + other.kinds)), np.concatenate([self.counts, other.counts]))


@dataclass(frozen=True)
class _Spread:
    """How a day's shares deviate in all, by the eigenvalues of their covariance.

    Attributes:
        variance: the sum of the eigenvalues.
        intervals: as many equal ones have the same variance of a squared distance.
        skewed: as many equal ones have the same skewness of it.
        days: how many days told it, beyond those that told the shares; infinite where chance alone is meant.
    """

    variance: float
    intervals: float
    skewed: float
    days: float


def profiles(counts: Floats, kinds: Ints) -> tuple[Profile, ...]:
    """Return the profiles of kinds of day that differ, in the order of their first kinds.

    Args:
        counts: calls by interval of days (D x K); a day with NaN in it or without a call is left out.
        kinds: kind of each day (D), as 0 (Monday) to 6, and 7 for a holiday.

    Raises:
        ValueError: for counts that are negative or infinite, or when no day has a call.
    """
    called = np.nan_to_num(counts.sum(axis=1)) > 0
    if not called.any():
        raise ValueError("counts must hold at least one whole day with calls")
    counts, kinds = arguments.finite("counts", counts[called]), kinds[called]
    groups = _that_differ([_Group((int(kind),), counts[kinds == kind]) for kind in np.unique(kinds)])
    of_day = np.concatenate([np.full(len(group.counts), k) for k, group in enumerate(groups)])
    together = np.concatenate([group.counts for group in groups])
    dispersion = share_dispersion(together, of_day, np.stack([group.shares for group in groups]))
    free = len(together) - len(groups)
    return tuple(_told(group, dispersion, free) for group in groups)


def in_whole_parts(shares: ArrayLike, parts: int = 10_000) -> Ints:
    """Return shares (K) as whole numbers that add up to `parts`: rounded down, the largest rests up.

    >>> in_whole_parts([1 / 3, 1 / 3, 1 / 3], 100)
    array([34, 33, 33])
    """
    exact = np.asarray(shares, dtype=np.float64) / np.sum(shares) * parts
    whole: Ints = np.floor(exact).astype(np.int64)
    most = np.argsort(whole - exact, kind="stable")[: parts - int(whole.sum())]
    whole[most] += 1
    return whole


def _that_differ(groups: list[_Group]) -> list[_Group]:
    """Return the groups that are left when those of kinds that do not differ are put together, the nearest first.

    Kinds are compared by two; those in a group do not differ, any two of them. To compare groups that were put together
    for being near would find differences where none are.
    """
    alike, pairs = _chances(groups, _spread(groups)), len(groups) * (len(groups) - 1) / 2
    np.fill_diagonal(alike, 0.0)
    while len(groups) > 1:
        k, m = sorted(int(at) for at in np.unravel_index(np.argmax(alike), alike.shape))
        if alike[k, m] < BY_CHANCE / pairs:
            break
        joined = np.minimum(alike[k], alike[m])
        alike[k], alike[:, k], alike[k, k] = joined, joined, 0.0
        alike = np.delete(np.delete(alike, m, axis=0), m, axis=1)
        groups = [
            groups[k].with_(groups[m]) if at == k else group for at, group in enumerate(groups) if at != m
        ]
    return groups


def _spread(groups: list[_Group]) -> _Spread:
    """Return the spread of all days about the shares of their groups, or that of chance if there are too few days."""
    deviations = np.concatenate([group.deviations for group in groups])
    days, most = len(deviations) - len(groups), deviations.shape[1] - 1
    if days < LEAST_DAYS:
        shares = _Group((), np.concatenate([group.counts for group in groups])).shares
        first, second, third = _sums_of_powers(np.diag(shares) - np.outer(shares, shares))
        return _Spread(first, _ratio(first**2, second), _ratio(second**3, third**2), np.inf)
    first, second, third = _sums_of_powers(_smaller_square(deviations) / days)
    # the sum of squares without the bias of few days (Srivastava 2005, "Some tests concerning the covariance matrix")
    unbiased = (second - first**2 / days) * days**2 / ((days + 2) * (days - 1))
    intervals = min(max(_ratio(first**2, unbiased), 1.0), most) if unbiased > 0 else most
    return _Spread(first, intervals, _ratio(second**3, third**2), days)


def _sums_of_powers(matrix: Floats) -> tuple[float, float, float]:
    """Return the sums of a covariance's eigenvalues, of their squares and of their cubes."""
    return float(np.trace(matrix)), float((matrix**2).sum()), float((matrix @ matrix * matrix).sum())


def _smaller_square(matrix: Floats) -> Floats:
    """Return the product of a matrix with itself turned, the way that is smaller; eigenvalues above 0 are the same."""
    rows, columns = matrix.shape
    return matrix @ matrix.T if rows < columns else matrix.T @ matrix


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else 1.0


def _chances(groups: list[_Group], usual: _Spread) -> Floats:
    """Return with what chance any two groups, if they were alike, lie as far apart as they do (G x G)."""
    shares = np.stack([group.shares for group in groups])
    apart = np.square(shares[:, np.newaxis] - shares).sum(axis=2)
    variance, days = np.array([_own(group, usual) for group in groups]).T
    variance += NOISE
    both = variance[:, np.newaxis] + variance
    skewed = np.maximum(1 + (apart / both - 1) * np.sqrt(usual.intervals / usual.skewed), 0.0)
    if np.isinf(usual.days):
        return np.asarray(special.chdtrc(usual.skewed, usual.skewed * skewed))
    known = both**2 / ((variance**2 / days)[:, np.newaxis] + variance**2 / days)
    return np.asarray(special.fdtrc(usual.skewed, usual.skewed * known, skewed))


def _own(group: _Group, usual: _Spread) -> tuple[float, float]:
    """Return the variance of a group's shares, and by how many days it is known: its own, unless these are too few."""
    calls, days = float(group.counts.sum()), len(group.counts) - 1
    if days + 1 < LEAST_DAYS or np.isinf(usual.days):
        return usual.variance / calls, usual.days
    return float(np.square(group.deviations).sum()) / days / calls, days


def _told(group: _Group, dispersion: float, free: int) -> Profile:
    """Return a group's profile; intervals by the logit, in which chance is nearer to a normal law."""
    shares, of_day = group.shares, group.counts.sum(axis=1)
    calls = float(of_day.sum())
    days_in_effect = calls**2 / float(of_day @ of_day)
    variance = shares * (1 - shares) / calls + dispersion * shares**2 / days_in_effect
    inside = (shares > 0) & (shares < 1)
    between = np.where(inside, shares, 0.5)
    logit = special.logit(between)
    reach = t_quantile(1 - SURE, free) * np.sqrt(variance) / (between * (1 - between))
    none_or_all = min(1.0, NONE_SEEN / calls)
    low = np.where(inside, special.expit(logit - reach), np.where(shares > 0, 1 - none_or_all, 0.0))
    high = np.where(inside, special.expit(logit + reach), np.where(shares > 0, 1.0, none_or_all))
    return Profile(group.kinds, shares, low, high, len(group.counts), calls)
