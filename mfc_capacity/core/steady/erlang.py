"""Erlang B, C and A in the steady state of one interval.

Calls arrive at random (Poisson) and are handled for a random time (exponential) by n operators; offered
load a = calls x handling time, in Erlangs. Erlang B loses the calls that find no operator free, Erlang C
queues them for ever, Erlang A lets each caller hang up after an exponential patience. With D the weight of
the states with an operator free and A the weight of the states without, both relative to the state where
exactly all are busy, the share of callers who wait is A / (A + D); Erlang B is the case A = 1.

Sources: Erlang 1917; Palm 1957; Mandelbaum & Zeltyn 2007 for Erlang A; Jagerman 1974 for Erlang B with real
n.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.core.poisson import log_odds_below
from mfc_capacity.core.steady.waiting import Waiting, waiting_callers
from mfc_capacity.core.targets import SERVICE_LEVELS_OF

HOUR_S = 3600.0
ROUNDING = 1e-12  # relative; a load so close to the operators is meant to be equal
EXTREME = 1e100  # patience beyond so many handling times is endless


@dataclass(frozen=True)
class SteadyState:
    """What callers meet, arrays of one shape; where the queue grows for ever, the limits it tends to.

    Attributes:
        stable: False where callers never hang up and offered load reaches the operators.
        p_wait: share of callers who find no operator free.
        asa_s: mean wait of answered callers; infinite where nobody is answered.
        mean_wait_s: mean wait of all callers.
        abandonment: share of callers who hang up.
        busy: share of callers who find all lines busy; 0 where there are as many lines as it takes.
        occupancy: busy time / time on duty.
        service_level_offered: answered in time / offered.
        service_level_answered: answered in time / answered.
        service_level_virtual: chance that a caller of endless patience is answered in time.
        service_level_short: answered in time / offered but for those who hang up within a short time.
        service_level_positive: share of callers who wait no longer, answered or not.
        service_level_callers: answered in time / callers, each counted once; `offered` where nobody calls again.
        counted: share of callers whom `service_level_short` is of.
    """

    stable: Bools
    p_wait: Floats
    asa_s: Floats
    mean_wait_s: Floats
    abandonment: Floats
    busy: Floats
    occupancy: Floats
    service_level_offered: Floats
    service_level_answered: Floats
    service_level_virtual: Floats
    service_level_short: Floats
    service_level_positive: Floats
    service_level_callers: Floats
    counted: Floats


def erlang_b(operators: ArrayLike, load_erlangs: ArrayLike) -> Floats:
    """Return the share of calls lost when nobody can wait, for real operators >= 0.

    Real n continues the formula by 1/B = a * integral of e^(-a s) (1 + s)^n ds (Fortet; Jagerman 1974).

    Raises:
        ValueError: for a negative, infinite or NaN argument.

    >>> erlang_b([0, 1, 2], 1.0).round(12).tolist()
    [1.0, 0.5, 0.2]
    """
    n, a = np.broadcast_arrays(
        arguments.finite("operators", operators), arguments.finite("load_erlangs", load_erlangs)
    )
    blocked = np.where(n > 0, 0.0, 1.0)
    busy = a > 0
    blocked[busy] = special.expit(-log_odds_below(n[busy], a[busy]))
    return blocked


def steady_state(
    calls_per_hour: ArrayLike,
    aht_s: ArrayLike,
    operators: ArrayLike,
    *,
    patience_s: ArrayLike = np.inf,
    within_s: ArrayLike = 20.0,
    short_s: ArrayLike | None = None,
) -> SteadyState:
    """Return what callers meet; arguments broadcast, infinite patience is Erlang C, finite patience Erlang A.

    `service_level_short` leaves out who hangs up within `short_s`, None for `within_s`.

    Raises:
        ValueError: for a negative or NaN argument, a handling time or patience of 0, or fractional operators.
    """
    calls, aht, n, patience, within, short = np.broadcast_arrays(
        arguments.finite("calls_per_hour", calls_per_hour),
        arguments.positive("aht_s", aht_s),
        arguments.whole_number("operators", operators),
        arguments.patience("patience_s", patience_s),
        arguments.finite("within_s", within_s),
        arguments.finite("short_s", within_s if short_s is None else short_s),
    )
    load, theta = offered(calls, aht, patience)
    quiet, overloaded = load == 0, (load > 0) & (theta == 0) & (load * (1 + ROUNDING) >= n)
    state = _limits(quiet, overloaded)
    rows = ~quiet & ~overloaded
    queue = exact_queue(n[rows], load[rows], theta[rows], within[rows] / aht[rows])
    if short_s is not None:
        leaves_out = exact_queue(n[rows], load[rows], theta[rows], short[rows] / aht[rows])
        queue = replace(queue, counted=leaves_out.not_gone)
    measures = measures_of(queue, n[rows], load[rows], aht[rows])
    for name, values in measures.items():
        getattr(state, name)[rows] = values
    return state


def offered(calls_per_hour: Floats, aht_s: Floats, patience_s: Floats) -> tuple[Floats, Floats]:
    """Return the offered load in Erlangs, and handling time / patience, 0 where callers never hang up."""
    patience = np.maximum(patience_s / aht_s, 1 / EXTREME)
    return calls_per_hour * aht_s / HOUR_S, np.where(patience > EXTREME, 0.0, 1 / patience)


@dataclass(frozen=True)
class Queue:
    """Stable intervals with calls: the shares of callers met at once and not, and what the latter meet.

    `counted` is the share that a level "short" is of, None for those who do not hang up within its threshold. `again`
    is the share of those not served who call again; None: nobody does.
    """

    free: Floats
    wait: Floats
    waiting: Waiting
    counted: Floats | None = field(default=None, kw_only=True)
    again: Floats | None = field(default=None, kw_only=True)

    @property
    def busy(self) -> Floats:
        """Share of callers who find all lines busy."""
        return np.zeros_like(self.free)

    @property
    def served(self) -> Floats:
        """Share of callers who are answered."""
        return self.free + self.wait * (self.waiting.timely + self.waiting.late)

    @property
    def served_work(self) -> Floats:
        """Share of the offered load that is served."""
        return self.served

    @property
    def abandonment(self) -> Floats:
        """Share of callers who hang up."""
        return self.wait * self.waiting.lost

    @property
    def asa(self) -> Floats:
        """Mean wait of answered callers in handling times, infinite where there are none."""
        with np.errstate(invalid="ignore"):
            return np.where(self.served > 0, self.wait * self.waiting.mean_served / self.served, np.inf)

    @property
    def mean_wait(self) -> Floats:
        """Mean wait of all callers in handling times."""
        return self.wait * self.waiting.mean

    @property
    def not_gone(self) -> Floats:
        """Share of callers who do not hang up within the threshold."""
        return self.free + self.wait * (self.waiting.timely + self.waiting.overdue)

    @property
    def counted_short(self) -> Floats:
        """Share of callers whom a level "short" is of."""
        return self.not_gone if self.counted is None else self.counted

    def missed(self, of: str) -> Floats:
        """Return 1 - service level without cancellation; `of` is one of SERVICE_LEVELS_OF."""
        if of == "virtual":
            return self.wait * self.waiting.late_virtual
        if of == "positive":
            return self.wait * self.waiting.overdue
        if of == "short":
            return self._missed_of_counted
        if of == "callers" and self.again is not None:
            not_served = self.abandonment + self.busy
            return (self.wait * self.waiting.late + (1 - self.again) * not_served) / self.last_attempts
        if of in {"offered", "callers"}:
            return self.wait * (self.waiting.lost + self.waiting.late)
        with np.errstate(invalid="ignore"):
            return np.where(self.served > 0, self.wait * self.waiting.late / self.served, 1.0)

    @property
    def last_attempts(self) -> Floats:
        """Share of attempts after which nobody calls again: who is answered, or gives up."""
        return 1 - (0.0 if self.again is None else self.again) * (self.abandonment + self.busy)

    @property
    def _missed_of_counted(self) -> Floats:
        """1 - answered in time / counted."""
        if self.counted is None:
            late, counted = self.wait * self.waiting.overdue, self.not_gone
        else:
            late, counted = self.counted - self.free - self.wait * self.waiting.timely, self.counted
        share: Floats = np.divide(late, counted, out=np.zeros_like(late), where=counted > 0)
        return np.clip(share, 0.0, 1.0)

    def service_level(self, of: str) -> Floats:
        """Return the service level with its small values exact too; `of` as for `missed`."""
        missed = self.missed(of)
        if of in {"short", "positive"}:
            return 1 - missed
        timely = self.waiting.timely_virtual if of == "virtual" else self.waiting.timely
        met = self.free + self.wait * timely
        if of == "answered":
            met = met / np.where(self.served > 0, self.served, 1.0)
        if of == "callers":
            met = met / self.last_attempts
        return np.where(missed < 0.5, 1 - missed, np.minimum(met, 1.0))


def exact_queue(operators: Floats, load: Floats, theta: Floats, within: Floats) -> Queue:
    """Return the queue of rows (N) that have calls and a steady state; units as for `waiting_callers`."""
    return queue_of(waiting_callers(operators, load, theta, within), operators, load)


def queue_of(waiting: Waiting, operators: Floats, load: Floats) -> Queue:
    """Return the queue beside what those meet who have to wait in it."""
    logit = waiting.log_weight - log_odds_below(operators, load)
    return Queue(free=special.expit(-logit), wait=special.expit(logit), waiting=waiting)


def measures_of(queue: Queue, operators: Floats, load: Floats, aht_s: Floats) -> dict[str, Floats]:
    """Return the measures of rows (N) by their names in `SteadyState`, but `stable`."""
    return {
        "p_wait": queue.wait,
        "asa_s": queue.asa * aht_s,
        "mean_wait_s": queue.mean_wait * aht_s,
        "abandonment": np.minimum(queue.abandonment, 1.0),
        "busy": queue.busy,
        "occupancy": np.minimum(load * queue.served / np.maximum(operators, 1), 1.0),
        "counted": queue.counted_short,
        **levels(queue),
    }


def levels(queue: Queue) -> dict[str, Floats]:
    """Return every service level by its name in a `SteadyState`."""
    return {f"service_level_{of}": queue.service_level(of) for of in SERVICE_LEVELS_OF}


def _limits(quiet: Bools, overloaded: Bools) -> SteadyState:
    """Return what holds where nobody calls or the queue grows for ever, to be filled elsewhere."""
    busy = np.where(overloaded, 1.0, 0.0)
    endless = np.where(overloaded, np.inf, 0.0)
    met = np.where(quiet, 1.0, 0.0)
    return SteadyState(
        stable=~overloaded,
        p_wait=busy,
        asa_s=endless,
        mean_wait_s=endless.copy(),
        abandonment=np.zeros(quiet.shape),
        busy=np.zeros(quiet.shape),
        occupancy=busy.copy(),
        service_level_offered=met,
        service_level_answered=met.copy(),
        service_level_virtual=met.copy(),
        service_level_short=met.copy(),
        service_level_positive=met.copy(),
        service_level_callers=met.copy(),
        counted=np.where(quiet, 0.0, 1.0),
    )
