"""What becomes of a caller with j others ahead in the queue.

The wait offered to them is the sum of j + 1 exponential times, of rates n mu + i theta for i = j..0 ahead: an
operator gets free, or one of those ahead hangs up. Whether they are served, how long they wait and whether
that is within a threshold have closed forms as long as the rates stand still: served with chance
n mu / (n mu + (j + 1) theta), and for served callers the rates are n mu + (i + 1) theta (the wait tilted by
e^(-theta V)). When rates change, the difference that the new ones make is carried back over the time until
then: the place in the queue only falls, as a pure death process.

Arrays are (K, J): systems x places, place j = callers ahead.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from mfc_capacity.core.birth_death import Ints, Rates
from mfc_capacity.core.poisson import Floats

DEVIATIONS = 8.0
EXPONENT = 33.0
FASTEST = 5e3


@dataclass(frozen=True)
class Fates:
    """What callers meet from now on, by place: their mean wait, the chance to be served, mean of wait x served."""

    wait: Floats
    served: Floats
    served_wait: Floats


def fates(rates: Rates, places: int) -> Fates:
    """Return the fates (K, J) while the rates stay as they are; all 0 where nothing can ever happen."""
    ahead = np.arange(places)
    drain, theta = (rates.operators * rates.service)[:, None], rates.hang_up[:, None]
    leaving = drain + (ahead + 1) * theta
    pace = np.where(leaving > 0, leaving, np.inf)
    served = drain / pace
    return Fates((ahead + 1) / pace, served, served * np.cumsum(1 / pace, axis=1))


def in_time(rates: Rates, within_s: float, places: int, *, virtual: bool) -> Floats:
    """Return the chance (K, J) to be served within a threshold while the rates stay as they are.

    `virtual` callers do not hang up themselves.
    """
    drain, theta = rates.operators * rates.service, rates.hang_up
    if virtual:
        return 1 - longer(drain, theta, within_s, places)
    ahead = np.arange(places)
    pace = drain[:, None] + (ahead + 1) * theta[:, None]
    served = drain[:, None] / np.where(pace > 0, pace, np.inf)
    return served * (1 - longer(drain + theta, theta, within_s, places))


def longer(pace: Floats, theta: Floats, time_s: float, places: int) -> Floats:
    """Return the chance (K, J) that a sum of exponentials of rates pace + i theta, i = 0..j, exceeds a time.

    It is that of at most j departures, whose law is negative binomial, Poisson where theta is 0.
    """
    spent = time_s * special.exprel(-theta * time_s)
    i = np.arange(1, places)
    with np.errstate(divide="ignore"):
        ratios = np.log(spent[:, None] * (pace[:, None] + (i - 1) * theta[:, None]) / i)
    log_chance = np.zeros((pace.size, places))
    np.cumsum(ratios, axis=1, out=log_chance[:, 1:])
    chance: Floats = np.cumsum(np.exp(log_chance - (pace * time_s)[:, None]), axis=1)
    return np.minimum(chance, 1.0)


def carried_back(values: Floats, rates: Rates, times_s: Floats) -> Floats:
    """Return the mean value (G, K, J) at the place reached after times (G), of values (G, K, J) by place.

    Served callers count 0.
    """
    drain, theta = rates.operators * rates.service, rates.hang_up
    if not values.any():
        return np.zeros_like(values)
    carried = np.empty_like(values)
    patient = theta == 0
    if patient.any():
        carried[:, patient] = _by_transform(values[:, patient], times_s[:, None] * drain[patient])
    if not patient.all():
        carried[:, ~patient] = _by_ticks(values[:, ~patient], drain[~patient], theta[~patient], times_s)
    return carried


def _by_transform(values: Floats, departures: Floats) -> Floats:
    """Carry back where nobody hangs up: a convolution with a Poisson law of mean departures (G, K)."""
    length = values.shape[-1] + int(_most(departures.max()))
    turn = np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length)
    law = np.exp(departures[:, :, None] * (turn - 1))
    carried: Floats = np.fft.irfft(np.fft.rfft(values, length) * law, length)
    return carried[..., : values.shape[-1]]


def _by_ticks(values: Floats, drain: Floats, theta: Floats, times_s: Floats) -> Floats:
    """Carry back by uniformisation: at each of a Poisson number of ticks the place falls or stays.

    A place so far back that it would fall more than FASTEST times within the time is taken to fall so often.
    """
    hanging_up = np.minimum(np.arange(values.shape[-1]) * theta[:, None], FASTEST / times_s.max())
    pace = drain[:, None] + hanging_up
    tick = np.maximum(pace[:, -1:], np.finfo(np.float64).tiny)
    falls = pace / tick
    ticks = times_s[:, None] * tick[:, 0]
    log_ticks = np.log(np.maximum(ticks, np.finfo(np.float64).tiny))
    total, moved = np.zeros_like(values), values.copy()
    for count in range(int(_most(ticks.max())) + 1):
        chance = np.exp(count * log_ticks - ticks - special.gammaln(count + 1))
        total += chance[:, :, None] * moved
        fallen = falls[:, 1:] * (moved[..., :-1] - moved[..., 1:])
        moved[..., 0] *= 1 - falls[:, 0]
        moved[..., 1:] += fallen
    return total


def _most(mean: float) -> float:
    """Return a number that a Poisson count hardly exceeds."""
    return float(mean + DEVIATIONS * np.sqrt(mean) + EXPONENT / 3)


def moved_up(values: Floats, places: Ints, at_once: float) -> Floats:
    """Return values (K, J) for callers who move up some places (K); those who come in front get `at_once`."""
    ahead = np.arange(values.shape[-1]) - places[:, None]
    return np.where(ahead < 0, at_once, np.take_along_axis(values, np.maximum(ahead, 0), axis=1))
