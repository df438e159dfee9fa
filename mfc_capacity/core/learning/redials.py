"""Who calls again after an attempt that was lost, and how soon; and first attempts from attempts.

Where records know callers apart, the time from a lost attempt to the caller's next one is looked at. Some of these
calls would have come anyhow: how often, those say who were answered, and have nothing to call again for. The two
compete: after t seconds a share (1 - p + p exp(-t / a)) exp(-n t) has not called, p being the share who redial, a
their mean time until then, n the rate of fresh calls. Who is watched for a shorter time counts for so long (censored).

Where callers are not known apart, p and a have to be given, and first attempts are what is left of the attempts when
those expected to come again are taken off.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.learning.durations import Durations, counted
from mfc_capacity.core.learning.estimates import SURE, Estimate, of_log_odds, of_logarithms, share, unknown
from mfc_capacity.core.learning.laws import log_between
from mfc_capacity.core.learning.likelihood import LogLikelihood, interval, most_likely

WITHIN_S = 4 * 3_600.0
RESOLUTION_S = 5.0  # callers do not redial so fast that more would be told by seconds
LATEST = 0.5  # of the time watched, the mean time until redials at most
USUAL_AFTER = (1 / 240, 1 / 48, 1 / 12, 1 / 4)  # of it, where searches begin: of four hours 1m, 5m, 20m, 1h
USUAL_ODDS = 0.0  # logarithm: one in two
SOONEST_S, MOST_OFTEN = 0.05, 0.0  # mean time until redials; logarithm of fresh calls of a caller in a second
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
    fresh = math.log(ended / max(_lasted_s(lost) + _lasted_s(after_service), within_s))
    starts = [np.array([USUAL_ODDS, math.log(after * within_s), fresh]) for after in USUAL_AFTER]
    best = max((most_likely(likelihood, start) for start in starts), key=likelihood)
    redialled = of_log_odds(float(best[0]), interval(likelihood, best, 0), _rows(lost))
    if 2 * (likelihood(best) - likelihood(np.array([-math.inf, 0.0, fresh]))) < NOT_BY_CHANCE:
        return replace(redialled, low=0.0), unknown(_rows(lost))
    after = min(float(best[1]), math.log(LATEST * within_s))
    after_s = of_logarithms(after, interval(likelihood, best, 1), _rows(lost))
    return redialled, after_s


def _likelihood(lost: Durations, after_service: Durations, within_s: float) -> LogLikelihood:
    """Return the log-likelihood of the share's log-odds, and the logarithms of mean time and rate of fresh calls.

    On these scales nothing has a bound, at which a search would come to a halt before the top; times out of reach
    are as likely as the last one within.
    """
    came_anyhow, anyhow_s = float(after_service.ended.sum()), _lasted_s(after_service)
    some, unseen = lost.ended > 0, lost.unfinished > 0
    ended, unfinished = lost.ended[some], lost.unfinished[unseen]
    edges_s = np.concatenate([lost.begins_s[some], lost.ends_s[some], lost.at_s[unseen]])
    soonest, latest = math.log(SOONEST_S), math.log(LATEST * within_s)

    def log_likelihood(figures: Floats) -> float:
        log_after, log_rate = min(max(figures[1], soonest), latest), min(figures[2], MOST_OFTEN)
        redial, rate = special.expit(figures[0]), math.exp(log_rate)
        with np.errstate(divide="ignore"):
            left = np.log1p(redial * np.expm1(edges_s * -math.exp(-log_after)))
        left -= rate * edges_s
        begins, ends, watched = left[: ended.size], left[ended.size : 2 * ended.size], left[2 * ended.size :]
        found = ended @ log_between(begins, ends) + unfinished @ watched
        found += came_anyhow * log_rate - rate * anyhow_s
        return float(found) if math.isfinite(found) else -math.inf

    return log_likelihood


def _lasted_s(durations: Durations) -> float:
    return float((durations.ended + durations.unfinished) @ durations.at_s)


def _rows(durations: Durations) -> int:
    return int(durations.ended.sum() + durations.unfinished.sum())
