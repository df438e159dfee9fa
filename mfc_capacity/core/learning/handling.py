"""How long calls take, learnt from their handling times: mean, spread, law, and whether the hour matters.

Records hold times that no call took: a call left open over night adds half a minute to the mean of a day. Few rows
that are far beyond everything else are counted and left out. What is not rare is not absurd, however long: those are
calls of another kind.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.learning.durations import Durations, counted, lengths
from mfc_capacity.core.learning.estimates import SURE, Estimate, beside, of_logarithms, unknown
from mfc_capacity.core.learning.laws import EXPONENTIAL, LOGNORMAL, TimeLaw, bic, log_between
from mfc_capacity.core.learning.likelihood import LogLikelihood, interval, most_likely

CONSTANT = "constant"
LAWS = (EXPONENTIAL, LOGNORMAL)
FEW = 0.005  # of the rows: more are not absurd
ODDS = (
    1e-3  # of one such time among all the rows, if times were log-normal from the median up to the long ones
)
FAR = 10.0  # times the median
ENOUGH_IN_AN_HOUR, ENOUGH_TO_NAME = 30, 10
LONG = 0.99  # of the times are at most as long as those that say what is to be expected


@dataclass(frozen=True)
class Handling:
    """Handling times of calls.

    Attributes:
        mean_s: AHT.
        cv: coefficient of variation, standard deviation / mean, of the times as they are.
        law: exponential, lognormal or constant: the one that explains the times best, by BIC; exponential where there
            are fewer than 10, as a scenario has it that says nothing.
        law_cv: the coefficient of variation of that law; far from `cv` where the law is a poor likeness.
        absurd: rows that were left out, as no call took so long.
        longest_s: the longest time that was taken for one.
        bics: by law, the lower the better; none for a constant.
    """

    mean_s: Estimate
    cv: Estimate
    law: str
    law_cv: Estimate
    absurd: int
    longest_s: float
    bics: dict[str, float]


@dataclass(frozen=True)
class ByHour:
    """Mean handling times by hour of the day, or whatever else calls were numbered by (H).

    Attributes:
        mean_s: of each; NaN where there is no call.
        low_s, high_s: 95 % intervals that hold of all together (Bonferroni); no hour is taken to vary less than the
            calls within hours do on the whole, as in most the longest calls are lacking.
        rows: calls of each.
        p_alike: how often hours would differ as much by chance; NaN where fewer than two have 30 calls. Below 5 % the
            hour matters: Kruskal & Wallis's test by ranks, one for all hours, which no long call can sway.
    """

    mean_s: Floats
    low_s: Floats
    high_s: Floats
    rows: Ints
    p_alike: float


def handling(times_s: ArrayLike, resolution_s: float = 1.0) -> Handling:
    """Return what handling times (N) say of calls.

    Args:
        times_s: talk and after-call work.
        resolution_s: to which times are rounded before anything is learnt from them.

    Raises:
        ValueError: for a time that is negative, infinite or NaN.

    >>> found = handling([100.0, 50.0, 400.0, 250.0])
    >>> found.mean_s.value, found.absurd
    (200.0, 0)
    """
    times = _all_ended(times_s, resolution_s)
    kept = _without_absurd(times)
    rows = int(kept.ended.sum())
    absurd = int(times.ended.sum()) - rows
    mean_s, deviation_s = _moments(kept)
    law, law_cv, bics = _law(kept)
    return Handling(
        beside(mean_s, deviation_s / math.sqrt(rows) if rows > 1 else math.nan, rows),
        _variation(kept, mean_s, deviation_s, law),
        law,
        law_cv,
        absurd,
        float(kept.at_s[-1]) if rows else math.nan,
        bics,
    )


def by_hour(times_s: ArrayLike, hours: ArrayLike, resolution_s: float = 1.0) -> ByHour:
    """Return mean handling times by hour, absurd ones left out, and whether they differ by more than chance.

    Args:
        times_s: handling times (N).
        hours: the hour of each, or another number from 0 on (N).
        resolution_s: to which times are rounded.

    Raises:
        ValueError: for a time or an hour that is negative, infinite or NaN, or arrays of unlike shapes.
    """
    all_s = arguments.finite("times_s", times_s)
    hour = arguments.whole_number("hours", hours).astype(np.int64)
    if all_s.shape != hour.shape:
        raise ValueError(f"times_s and hours must be of one shape, not {all_s.shape} and {hour.shape}")
    longest_s = _without_absurd(_all_ended(all_s, resolution_s)).ends_s.max(initial=0.0)
    at_s, place = lengths(all_s, resolution_s)
    number = int(hour.max(initial=-1)) + 1
    calls = np.bincount(place * number + hour, minlength=at_s.size * number).reshape(at_s.size, number)
    calls, at_s = calls[at_s <= longest_s], at_s[at_s <= longest_s]
    rows = calls.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_s = at_s @ calls / rows
        cv = np.sqrt(np.square(at_s) @ calls / rows / np.square(mean_s) - 1)
        usual_cv = np.sqrt(np.nansum(rows * np.square(cv)) / rows.sum())
        error = np.fmax(cv, usual_cv) / np.sqrt(rows)
        factor = np.exp(-special.ndtri((1 - SURE) / 2 / max((rows > 0).sum(), 1)) * error)
    p_alike = _p_alike(calls[:, rows >= ENOUGH_IN_AN_HOUR])
    return ByHour(mean_s, mean_s / factor, mean_s * factor, rows, p_alike)


def _p_alike(calls: Ints) -> float:
    """Return how likely counts by time and hour (K x H) lie so far apart if all hours are alike.

    Times recorded as equal have the mean of their ranks (Kruskal & Wallis 1952).
    """
    tied = calls.sum(axis=1).astype(np.float64)
    rows, hours = float(tied.sum()), calls.shape[1]
    if hours < 2 or (tied > 0).sum() < 2:
        return math.nan
    ranks = np.cumsum(tied) - (tied - 1) / 2
    apart = np.square(ranks @ calls / calls.sum(axis=0) - (rows + 1) / 2) @ calls.sum(axis=0)
    spread = np.square(ranks - (rows + 1) / 2) @ tied / (rows - 1)
    return float(special.chdtrc(hours - 1, apart / spread))


def _all_ended(times_s: ArrayLike, resolution_s: float) -> Durations:
    return counted(times_s, np.ones(np.shape(times_s), dtype=np.bool_), resolution_s)


def _without_absurd(times: Durations) -> Durations:
    """Return the times without the few that are far beyond what the other long ones lead to expect."""
    up_to = np.cumsum(times.ended)
    if not up_to.size:
        return times
    rows = up_to[-1]
    half_s, long_s = np.maximum(
        times.at_s[np.searchsorted(up_to, rows * np.array([0.5, LONG]))], times.resolution_s
    )
    deviations = special.ndtri(1 - ODDS / rows) / special.ndtri(LONG)
    absurd = times.at_s > half_s * max(FAR, (long_s / half_s) ** deviations)
    if times.ended[absurd].sum() > FEW * rows:
        return times
    return replace(
        times, at_s=times.at_s[~absurd], ended=times.ended[~absurd], unfinished=times.unfinished[~absurd]
    )


def _moments(times: Durations) -> tuple[float, float]:
    """Return mean and standard deviation; NaN where there are too few times for them."""
    rows = float(times.ended.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_s = times.ended @ times.at_s / np.float64(rows)
        variance = times.ended @ np.square(times.at_s - mean_s) / np.float64(rows - 1)
    return float(mean_s), float(np.sqrt(variance))


def _variation(times: Durations, mean_s: float, deviation_s: float, law: str) -> Estimate:
    """Return the coefficient of variation with the error that moments up to the fourth give it.

    The longest calls decide the fourth, and most records lack them: where the law is log-normal the moments of that law
    are taken if they are larger. With those of the record alone intervals are too short.
    """
    rows = int(times.ended.sum())
    if rows < ENOUGH_TO_NAME:
        return unknown(rows, deviation_s / mean_s if mean_s else math.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (times.at_s - mean_s) / np.float64(deviation_s)
        cv = float(np.float64(deviation_s) / mean_s)
    third, fourth = (float(times.ended @ z**power) / rows for power in (3, 4))
    error = (fourth - 1) / 4 - third * cv + cv**2
    if law == LOGNORMAL.name:
        w = 1 + cv**2
        error = max(error, (w**4 + 2 * w**3 + 3 * w**2 - 4) / 4 - (w + 1) * cv**2)
    return beside(cv, cv * math.sqrt(error / rows), rows)


def _law(times: Durations) -> tuple[str, Estimate, dict[str, float]]:
    """Return the law that explains the times best, its coefficient of variation, and how well each law does."""
    rows = int(times.ended.sum())
    if rows < ENOUGH_TO_NAME:
        return EXPONENTIAL.name, unknown(rows), {}
    if times.at_s[-1] - times.at_s[0] <= times.resolution_s:
        return CONSTANT, Estimate(0.0, 0.0, 0.0, rows), {}
    mean_s, deviation_s = _moments(times)
    start = np.log([mean_s, max(0.05, deviation_s / mean_s)])
    figures = {law.name: most_likely(_likelihood(times, law), start[: law.figures]) for law in LAWS}
    bics = {law.name: bic(_likelihood(times, law)(figures[law.name]), law.figures, rows) for law in LAWS}
    if bics[EXPONENTIAL.name] <= bics[LOGNORMAL.name]:
        return EXPONENTIAL.name, Estimate(1.0, 1.0, 1.0, rows), bics
    best = figures[LOGNORMAL.name]
    ends = interval(_likelihood(times, LOGNORMAL), best, 1)
    return LOGNORMAL.name, of_logarithms(float(best[1]), ends, rows), bics


def _likelihood(times: Durations, law: TimeLaw) -> LogLikelihood:
    edges_s = np.concatenate([times.begins_s, times.ends_s])

    def log_likelihood(logs: Floats) -> float:
        left = law.at(edges_s, logs)
        if left is None:
            return -math.inf
        found = float(times.ended @ log_between(left[: times.ended.size], left[times.ended.size :]))
        return found if math.isfinite(found) else -math.inf

    return log_likelihood
