"""Who calls again after an attempt that was lost, and how soon; and first attempts from attempts.

Where records know callers apart, the time from a lost attempt to the caller's next one is looked at. Some of these
calls would have come anyhow: how often, those say who were answered, and have nothing to call again for. The two
compete: after t seconds a share (1 - p + p exp(-t / a)) exp(-n t) has not called, p being the share who redial, a
their mean time until then, n the rate of fresh calls. Who is watched for a shorter time counts for so long (censored).

Where callers are not known apart, p and a have to be given, and first attempts are what is left of the attempts when
those expected to come again are taken off.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.learning.durations import Durations, counted
from mfc_capacity.core.learning.estimates import SURE, Estimate, of_logarithms, share, unknown
from mfc_capacity.core.learning.laws import log_between
from mfc_capacity.core.learning.likelihood import LogLikelihood, interval, most_likely

WITHIN_S = 4 * 3_600.0
RESOLUTION_S = 5.0  # callers do not redial so fast that more would be told by seconds
LATEST, USUAL_AFTER = (
    0.5,
    0.1,
)  # of the time watched, the mean time until redials: at most, and where nobody redials
USUAL_SHARE = 0.5
NO_FARTHER = 0.01  # of a log-likelihood, that a climb from where one ended still wins
NOT_BY_CHANCE = float(
    special.chdtri(2, 1 - SURE)
)  # where nobody redials, two figures are too many: share and time


@dataclass(frozen=True)
class Redials:
    """Callers who come again.

    Attributes:
        share: of lost attempts, those whose callers redial; rows are lost attempts.
        after_s: mean time until they do, exponential; NaN where it may be that nobody redials.
        came_again: share of lost attempts that were followed by another of the same caller while watched, whatever for.
        came_anyhow: the same of those answered.
    """

    share: Estimate
    after_s: Estimate
    came_again: Estimate
    came_anyhow: Estimate


def redials(
    callers: ArrayLike,
    arrived_s: ArrayLike,
    left_s: ArrayLike,
    answered: Bools,
    watched_until_s: ArrayLike,
    within_s: float = WITHIN_S,
) -> Redials:
    """Return how many of those lost call again and after how long.

    Args:
        callers: whole numbers that know callers apart (N); attempts of unknown callers are left out before.
        arrived_s: when each attempt came, from any time on (N).
        left_s: when it ended, by hanging up, a busy signal or a good-bye (N).
        answered: whether it was served (N); the others are lost.
        watched_until_s: until when a next attempt would have been seen: the end of the record, or for each attempt the
            closing of its day (N).
        within_s: how long callers are watched after an attempt. Fresh calls are taken to come at one rate for so long,
            and redials to come after half of it at most, by the mean: later ones cannot be told from fresh calls.

    Raises:
        ValueError: for arrays of unlike shapes, a time that is not finite, or `within_s` not above 0.
    """
    arguments.positive("within_s", within_s)
    gap_s, came = _next_attempts(callers, arrived_s, left_s, watched_until_s, within_s)
    served = np.asarray(answered, dtype=np.bool_)
    if served.shape != gap_s.shape:
        raise ValueError(f"answered must be of the shape of callers, not {served.shape}")
    lost, after_service = (counted(gap_s[some], came[some], RESOLUTION_S) for some in (~served, served))
    came_again, came_anyhow = (share(each.ended.sum(), _rows(each)) for each in (lost, after_service))
    if lost.ended.any():
        redialled, after_s = _share_and_time(lost, after_service, within_s)
    else:
        redialled, after_s = share(0, int((gap_s[~served] >= within_s).sum())), unknown(_rows(lost))
    return Redials(redialled, after_s, came_again, came_anyhow)


def first_attempts(
    attempts: ArrayLike, lost: ArrayLike, redial_share: float, after_s: float, interval_s: float
) -> Floats:
    """Return the first attempts among the attempts of intervals (..., I), days first.

    Attempts are lost evenly over their interval; callers who redial wait an exponential time, and those whom the last
    interval leaves waiting give up. Less the redials expected by chance alone, no interval has fewer than none: of
    few calls, add up days first.

    Args:
        attempts: all of them.
        lost: those not served.
        redial_share: of lost attempts, those whose callers redial, 0 to 1.
        after_s: mean time until they do.
        interval_s: length of an interval.

    Raises:
        ValueError: for a negative count, a share out of range, a time not above 0 or arrays of unlike shapes.

    >>> first_attempts([100.0, 100.0], [20.0, 20.0], 0.5, after_s=300.0, interval_s=900.0).round(1)
    array([93.2, 90.2])
    """
    every, unserved = arguments.finite("attempts", attempts), arguments.finite("lost", lost)
    if every.shape != unserved.shape:
        raise ValueError(f"attempts and lost must be of one shape, not {every.shape} and {unserved.shape}")
    arguments.share("redial_share", redial_share)
    delay = float(arguments.positive("after_s", after_s)) / float(
        arguments.positive("interval_s", interval_s)
    )
    stays = math.exp(-1 / delay)
    joining = redial_share * unserved
    still = delay * (1 - stays)  # of those who join in an interval, the share who have not called at its end
    first = np.empty_like(every)
    waiting = np.zeros(every.shape[:-1])
    for at in range(every.shape[-1]):
        again = waiting * (1 - stays) + joining[..., at] * (1 - still)
        waiting = waiting * stays + joining[..., at] * still
        first[..., at] = np.maximum(every[..., at] - again, 0.0)
    return first


def _next_attempts(
    callers: ArrayLike, arrived_s: ArrayLike, left_s: ArrayLike, watched_until_s: ArrayLike, within_s: float
) -> tuple[Floats, Bools]:
    """Return how long each attempt (N) was followed until the caller's next one, and whether that came.

    One that begins before the end of the other, from a second telephone, comes after nothing: that is not followed.
    """
    who = np.asarray(callers)
    times = [np.asarray(each, dtype=np.float64) for each in (arrived_s, left_s)]
    if not all(each.shape == who.shape for each in times):
        raise ValueError("callers, arrived_s and left_s must be of one shape")
    until_s = np.broadcast_to(np.asarray(watched_until_s, dtype=np.float64), who.shape)
    if not all(np.isfinite(each).all() for each in (*times, until_s)):
        raise ValueError("arrived_s, left_s and watched_until_s must be finite")
    arrived, left = times
    order: Ints = np.lexsort((arrived, who))
    next_s = np.full(who.size, np.inf)
    same = who[order[1:]] == who[order[:-1]]
    next_s[order[:-1][same]] = arrived[order[1:][same]]
    watched_s = np.where(next_s < left, 0.0, np.clip(until_s - left, 0.0, within_s))
    gap_s = next_s - left
    came = (gap_s >= 0) & (gap_s <= watched_s)
    return np.where(came, gap_s, watched_s), came


def _share_and_time(lost: Durations, after_service: Durations, within_s: float) -> tuple[Estimate, Estimate]:
    """Return the share who redial, and the mean time until they do, from the times to next attempts."""
    likelihood = _likelihood(lost, after_service, within_s)
    ended = float(lost.ended.sum() + after_service.ended.sum())
    fresh = ended * within_s / max(_lasted_s(lost) + _lasted_s(after_service), within_s)
    nobody = np.array([0.0, math.log(USUAL_AFTER * within_s), fresh])
    gap_s = float(lost.ended @ lost.at_s / lost.ended.sum())
    anyhow = (float(after_service.ended.sum()) + 0.5) * within_s / max(_lasted_s(after_service), within_s)
    start = np.array([USUAL_SHARE, math.log(np.clip(gap_s, RESOLUTION_S, LATEST * within_s)), anyhow])
    best = most_likely(likelihood, start)
    while likelihood(best) > likelihood(start) + NO_FARTHER:  # the simplex shrinks where the ridge turns
        start, best = best, most_likely(likelihood, best)
    low, high = interval(likelihood, best, 0, least=0.0)
    if 2 * (likelihood(best) - likelihood(nobody)) < NOT_BY_CHANCE:
        return Estimate(float(best[0]), 0.0, high, _rows(lost)), unknown(_rows(lost))
    soonest, latest = interval(likelihood, best, 1)
    if latest > math.log(LATEST * within_s) - 0.01:
        latest = math.nan
    after_s = of_logarithms(float(best[1]), (soonest, latest), _rows(lost))
    return Estimate(float(best[0]), low, high, _rows(lost)), after_s


def _likelihood(lost: Durations, after_service: Durations, within_s: float) -> LogLikelihood:
    """Return the log-likelihood of the share, the logarithm of the mean time, and fresh calls in the time watched."""
    came_anyhow, anyhow_s = float(after_service.ended.sum()), _lasted_s(after_service)
    edges_s = np.concatenate([lost.begins_s, lost.ends_s, lost.at_s])
    latest = math.log(LATEST * within_s)

    def log_likelihood(figures: Floats) -> float:
        redial, log_after, fresh = figures
        if not (0 <= redial <= 1 and -30 < log_after <= latest and fresh >= 0) or (came_anyhow and not fresh):
            return -math.inf
        rate = fresh / within_s
        with np.errstate(divide="ignore"):
            left = np.log1p(redial * np.expm1(-edges_s * math.exp(-log_after))) - rate * edges_s
        begins, ends, watched = left.reshape(3, -1)
        some = lost.ended > 0
        found = lost.ended[some] @ log_between(begins[some], ends[some]) + lost.unfinished @ watched
        found += (came_anyhow * math.log(rate) if came_anyhow else 0.0) - rate * anyhow_s
        return float(found) if math.isfinite(found) else -math.inf

    return log_likelihood


def _lasted_s(durations: Durations) -> float:
    return float((durations.ended + durations.unfinished) @ durations.at_s)


def _rows(durations: Durations) -> int:
    return int(durations.ended.sum() + durations.unfinished.sum())
