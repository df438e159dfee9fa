"""What becomes of a caller with j others ahead in the queue.

The wait offered to them is the sum of j + 1 exponential times, of rates n mu + i theta for i = j..0 ahead: an
operator gets free, or one of those ahead hangs up. Whether they are served, how long they wait and whether
that is within a threshold have closed forms as long as the rates stand still: served with chance
n mu / (n mu + (j + 1) theta), and for served callers the rates are n mu + (i + 1) theta (the wait tilted by
e^(-theta V)). When rates change, the difference that the new ones make is carried back over the time until
then: the place in the queue only falls, as a pure death process.

Arrays are (K, J): systems x places, place j = callers ahead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import fft, special

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.day.birth_death import Rates
from mfc_capacity.core.work import spend

DEVIATIONS, EXPONENT = 6.0, 18.0  # how far a Poisson count may lie from its mean
LONG_QUEUE = 200  # beyond it factors may leave the range of floats
FASTEST = 2e3
CALL_WORK, PLACE_WORK, PAIR_WORK = 100.0, 0.05, 0.002  # of all places at once, of one, of a pair


@dataclass(frozen=True)
class RemainingWaits:
    """What callers meet from now on, by place: mean wait, chance to be served, mean of wait x served."""

    wait: Floats
    served: Floats
    served_wait: Floats

    def take(self, rows: Ints) -> "RemainingWaits":
        """Return the remaining waits in the systems at `rows`."""
        return RemainingWaits(self.wait[rows], self.served[rows], self.served_wait[rows])


def waits_joined(parts: Sequence[RemainingWaits]) -> RemainingWaits:
    """Return the remaining waits in all systems of several, one after the other."""
    return RemainingWaits(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(RemainingWaits))
    )


def remaining_waits(rates: Rates, places: int) -> RemainingWaits:
    """Return the remaining waits (K, J) while the rates stay as they are; all 0 where nothing can ever happen."""
    pace, served = _pace(rates, places), served_chance(rates, places)
    return RemainingWaits(np.arange(1, places + 1) / pace, served, served * np.cumsum(1 / pace, axis=1))


def served_chance(rates: Rates, places: int) -> Floats:
    """Return the chance to be served (K, J) while the rates stay as they are."""
    chance: Floats = (rates.operators * rates.service)[:, None] / _pace(rates, places)
    return chance


def _pace(rates: Rates, places: int) -> Floats:
    """Return the rate at which a caller and those ahead leave the queue (K, J), infinite where none ever does."""
    drain, theta = (rates.operators * rates.service)[:, None], rates.hang_up[:, None]
    pace = drain + np.arange(1, places + 1) * theta
    return np.where(pace > 0, pace, np.inf)


def in_time(rates: Rates, within_s: Floats, places: int, *, virtual: bool) -> Floats:
    """Return the chance (G, K, J) to be served within times (G) while the rates stay as they are.

    `virtual` callers do not hang up themselves.
    """
    drain, theta = rates.operators * rates.service, rates.hang_up
    if virtual:
        return 1 - longer(drain, theta, within_s, places)
    return served_chance(rates, places) * (1 - longer(drain + theta, theta, within_s, places))


def longer(pace: Floats, theta: Floats, times_s: Floats, places: int) -> Floats:
    """Return the chance (G, K, J) that exponentials of rates pace + i theta, i = 0..j, exceed times (G).

    It is that of at most j departures, whose law is negative binomial, Poisson where theta is 0.
    """
    spend(CALL_WORK + PLACE_WORK * times_s.size * pace.size * places)
    i = np.arange(1, places)
    with np.errstate(divide="ignore"):
        log_spent = np.log(_spent(theta, times_s))
        log_rates = np.cumsum(np.log((pace[:, None] + (i - 1) * theta[:, None]) / i), axis=1)
    log_chance = np.zeros((times_s.size, pace.size, places))
    log_chance[..., 1:] = log_rates + i * log_spent[..., None]
    log_chance -= (times_s[:, None] * pace)[..., None]
    chance = np.exp(log_chance, out=log_chance)
    return np.minimum(np.cumsum(chance, axis=-1, out=chance), 1.0, out=chance)


def hopeful(rates: Rates, within_s: float, places: int) -> Ints:
    """Return how many of the places leave a chance to be served within a threshold (K)."""
    ahead = np.arange(places)
    spent = _spent(rates.hang_up, np.array([within_s]))[0][:, None]
    mean = spent * ((rates.operators * rates.service)[:, None] + (ahead + 1) * rates.hang_up[:, None])
    chances: Ints = (ahead < mean + DEVIATIONS * np.sqrt(mean) + EXPONENT / 3).sum(axis=1)
    return chances


def carried_back(values: Floats, rates: Rates, times_s: Floats) -> Floats:
    """Return the mean value (G, K, J) at the place reached after times (G), of values (G, K, J) by place.

    Served callers count 0.
    """
    drain, theta = rates.operators * rates.service, rates.hang_up
    if values.shape[-1] <= LONG_QUEUE:
        return _by_departures(values, drain, theta, times_s)
    if not theta.any():
        return _by_transform(values, times_s[:, None] * drain)
    return _by_ticks(values, drain, theta, times_s)


def _by_transform(values: Floats, departures: Floats) -> Floats:
    """Carry back where nobody hangs up: a convolution with a Poisson law of mean departures (G, K)."""
    length = fft.next_fast_len(values.shape[-1] + _most(departures), real=True)
    spend(PLACE_WORK * departures.size * length)
    turn = np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length)
    law = np.exp(departures[:, :, None] * (turn - 1))
    carried: Floats = fft.irfft(fft.rfft(values, length) * law, length)
    return carried[..., : values.shape[-1]]


def _by_departures(values: Floats, drain: Floats, theta: Floats, times_s: Floats) -> Floats:
    """Carry back by the chance of m departures, m = 0, 1...

    From place j to j - m it is the product of the rates on the way x spent^m / m! x
    e^(-rate at j - m x time), spent = (1 - e^(-theta time)) / theta: a factor of j, one of m and one of
    j - m. Rates relative to a typical one keep the factors within bounds.
    """
    places = values.shape[-1]
    spend(PAIR_WORK * values.size * places)
    pace = np.maximum(drain[:, None] + np.arange(places) * theta[:, None], np.finfo(np.float64).tiny)
    typical = pace[:, places // 2]
    way = np.ones_like(pace)
    way[:, 1:] = np.exp(np.cumsum(np.log(pace[:, 1:] / typical[:, None]), axis=1))
    mean = (_spent(theta, times_s) * typical)[..., None]
    arrived = values * np.exp(mean - times_s[:, None, None] * pace) / way
    count = np.arange(places)
    chance = np.zeros((*values.shape[:-1], 2 * places - 1))
    chance[..., places - 1 :] = np.exp(special.xlogy(count, mean) - mean - special.gammaln(count + 1))
    departures = sliding_window_view(chance, places, axis=-1)  # from place j to places - 1, places - 2...
    total: Floats = np.einsum("gkji,gki->gkj", departures, arrived[..., ::-1])
    return total * way


def _by_ticks(values: Floats, drain: Floats, theta: Floats, times_s: Floats) -> Floats:
    """Carry back along a long queue: at each of a Poisson number of ticks the place falls by one or stays.

    A place that would fall more than FASTEST times is taken to fall so often.
    """
    pace = drain[:, None] + np.minimum(np.arange(values.shape[-1]) * theta[:, None], FASTEST / times_s.max())
    tick = np.maximum(pace[:, -1], np.finfo(np.float64).tiny)
    falls, mean = pace / tick[:, None], times_s[:, None] * tick
    spend(PAIR_WORK * values.size * _most(mean))
    total, moved, part = np.zeros_like(values), values.copy(), np.empty_like(values)
    for count in range(_most(mean)):
        chance = np.exp(special.xlogy(count, mean) - mean - special.gammaln(count + 1))
        total += np.multiply(chance[..., None], moved, out=part)
        part[..., 0] = -moved[..., 0]
        np.subtract(moved[..., :-1], moved[..., 1:], out=part[..., 1:])
        moved += np.multiply(part, falls, out=part)
    return total


def _spent(theta: Floats, times_s: Floats) -> Floats:
    """Return (1 - e^(-theta t)) / theta (G, K), the mean time within times (G) until a caller hangs up."""
    spent: Floats = times_s[:, None] * special.exprel(-theta * times_s[:, None])
    return spent


def _most(means: Floats) -> int:
    """Return a number that Poisson counts of these means hardly exceed."""
    highest = float(means.max())
    return int(highest + DEVIATIONS * np.sqrt(highest) + EXPONENT / 3) + 1


def moved_up(values: Floats, places: Ints, at_once: float) -> Floats:
    """Return values (..., K, J) for callers who move up some places (K), `at_once` beyond the first."""
    if not places.any():
        return values
    ahead = np.arange(values.shape[-1]) - places[:, None]
    system = np.arange(places.size)[:, None]
    return np.where(ahead < 0, at_once, values[..., system, np.maximum(ahead, 0)])
