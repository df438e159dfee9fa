"""How much wider waits spread when handling times differ than when they are exponential and alike.

Calls of different length make the rate at which operators get free wander: with many long calls in service
it is low, and stays low for about a handling time. Linearised around the state where all n operators are
busy, the queue q and the surplus x of one of two kinds in service are an Ornstein-Uhlenbeck process,

    dq = -(h q + delta x) dt + noise of variance 2 D,   dx = (k q - eta x) dt + noise of variance 2 p1 p2 D,

D calls answered a second, p1 + p2 = 1 their kinds, delta = mu1 - mu2, eta = p1 mu2 + p2 mu1, h the rate of
hanging up of those who wait and k = p1 p2 (h2 - h1) its effect on the kinds answered. Its Lyapunov equation has
the solution Var q = F D / h', with h' the rate of hanging up weighed by handling times and

    F = (1 + (c^2 - 1) / 2 x phi) / (1 - (1 - phi)(h' - h) / h'),   phi = eta / (eta + h')

c^2 is the squared coefficient of variation of handling times: where the mix in service changes fast beside
the queue (phi = 1) F is the (1 + c^2) / 2 of heavy traffic, where it changes slowly, less. Where waits are
ended by spare operators rather than by patience, h' is replaced by the rate r = F n mu / Var q at which the
queue forgets, which is that of the Ornstein-Uhlenbeck process too. Of more kinds, eta is taken from the
variance of the service rate, which it is in that of two. The departure from exponential times within a kind (`cv`)
acts like a mix that changes the faster, the more even the times are.

F goes into `general_patience` as `spread`. It is an approximation, measured there against simulation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.steady.general_patience import Load, MixedQueue, meet_mixed

STEPS = 4
PATIENCE_PACE = 0.4  # measured: how much less than linearly patience makes the queue forget
LEAST, MOST = 0.25, 50.0
SAME = 1e-12
MEMORY, FEWEST = 2.0, 1e-3  # measured for log-normal times


@dataclass(frozen=True)
class Handling:
    """Handling times in N intervals, arrays (N).

    Attributes:
        aht_s: mean.
        kinds: (c^2 - 1) / 2 if the times of each kind were exponential.
        pace: rate at which the mix of kinds in service changes, 1 / s.
        within: what the laws within the kinds add to `kinds`; negative for times more even than exponential.
        within_pace: rate at which that is forgotten, 1 / s.
    """

    aht_s: Floats
    kinds: Floats
    pace: Floats
    within: Floats
    within_pace: Floats

    def take(self, rows: Ints | Bools) -> "Handling":
        """Return the intervals at `rows`."""
        return Handling(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    @property
    def varies(self) -> Bools:
        """Whether there is anything to correct (N)."""
        varies: Bools = (self.kinds > SAME) | (np.abs(self.within) > SAME)
        return varies

    def beyond(self, forgets: Floats) -> Floats:
        """Return by how much the variance of a queue that forgets at a rate (N) exceeds that of exponential times."""
        return self.kinds * self.pace / (self.pace + forgets) + self.within * self.within_pace / (
            self.within_pace + forgets
        )


def handling(calls: Floats, aht_s: ArrayLike, cv: ArrayLike = 1.0) -> Handling:
    """Return the handling times of S hotlines with calls (N, S), their means and variations (S).

    Where nobody calls, those of even calls of all.
    """
    total = calls.sum(axis=1, keepdims=True)
    share = np.where(total > 0, calls / np.where(total > 0, total, 1.0), 1 / calls.shape[1])
    aht, square = np.broadcast_to(aht_s, share.shape), np.square(np.broadcast_to(cv, share.shape))

    def mean(values: Floats) -> Floats:
        each: Floats = np.einsum("ns,ns->n", share, values)
        return each

    mean_s = mean(aht)
    kinds = np.maximum(mean(np.square(aht)) / np.square(mean_s) - 1, 0.0)
    fast = np.maximum(mean(1 / aht) - 1 / mean_s, 0.0)
    return Handling(
        aht_s=mean_s,
        kinds=np.where(kinds > SAME, kinds, 0.0),
        pace=np.where(kinds > SAME, fast / np.where(kinds > SAME, kinds, 1.0), 1 / mean_s),
        within=mean(np.square(aht) * (square - 1)) / np.square(mean_s) / 2,
        within_pace=MEMORY / mean_s / np.maximum(mean(aht * square) / mean_s, FEWEST),
    )


def meet_varied(load: Load, times: Handling, *, rough: bool = False) -> tuple[MixedQueue, Floats]:
    """Return what callers meet in intervals (N) with calls and a steady state, and the spread F (N).

    `load.spread` is ignored.
    """
    spread = np.ones_like(load.arrivals)
    varied = np.flatnonzero(times.varies)
    some, own = load.take(varied), times.take(varied)
    for _ in range(STEPS):
        queue = meet_mixed(_with(some, spread[varied]), rough=True)
        spread[varied] = spread_of(queue, some.operators / some.aht_s, spread[varied], own)
    return meet_mixed(_with(load, spread), rough=rough), spread


def spread_of(queue: MixedQueue, drain: Floats, spread: Floats, times: Handling) -> Floats:
    """Return the spread F (N) of a queue found with another, `drain` calls leaving a second; see the module."""
    forgets = spread / (drain * queue.variance)
    return spread_at(forgets, queue.calls_hazard, queue.work_hazard, times)


def spread_at(forgets: Floats, calls_hazard: Floats, work_hazard: Floats, times: Handling) -> Floats:
    """Return the spread F (N) of a queue that forgets at a rate, where callers hang up at these rates."""
    forgets = np.maximum(forgets, work_hazard)
    slower = forgets - PATIENCE_PACE * work_hazard
    slow = slower / (times.pace + slower)
    return np.clip(
        (1 + times.beyond(slower)) / (1 - slow * (work_hazard - calls_hazard) / forgets), LEAST, MOST
    )


def _with(load: Load, spread: Floats) -> Load:
    return Load(load.operators, load.arrivals, load.aht_s, load.within_s, spread, load.patience)
