"""What happened: calls, waits and handling times by day and interval, with the definitions of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.files.units import DAY_S
from mfc_capacity.records.calls import ANSWERED, BUSY, HUNG_UP, Calls
from mfc_capacity.scenario import Terms

VIRTUAL = "virtual"  # of callers of endless patience: no record tells it


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over calls by day and interval (D x I), or over more of them.

    Those of waits are of calls whose wait the records tell, `counted` of those that the service level is a share of.
    """

    offered: Floats
    answered: Floats
    lost: Floats
    in_time: Floats
    counted: Floats
    answered_timed: Floats
    answered_wait_s: Floats
    handled: Floats
    handling_s: Floats

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Sums)))

    @property
    def aht_s(self) -> Floats:
        """Mean handling time; NaN where nobody was served."""
        return ratio(self.handling_s, self.handled)

    @property
    def service_level(self) -> Floats:
        """As the scenario counts it; NaN where no call counts."""
        return ratio(self.in_time, self.counted)

    @property
    def asa_s(self) -> Floats:
        """Mean wait of those answered; NaN where nobody was."""
        return ratio(self.answered_wait_s, self.answered_timed)

    @property
    def abandonment(self) -> Floats:
        """Callers who hung up / callers; NaN where nobody called."""
        return ratio(self.lost, self.offered)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return shares or means; NaN of nothing."""
    shares: Floats = np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)
    return shares


def sums_of(calls: Calls, day: Ints, terms: Sequence[Terms], interval_s: int) -> Sums:
    """Return what happened to calls.

    Args:
        calls: N calls.
        day: the day of each (N), an index of `terms`.
        terms: those of each day (D), which say what the service level is.
        interval_s: length of an interval.
    """
    second = calls.arrived.astype("datetime64[s]").astype(np.int64) % DAY_S
    intervals = DAY_S // interval_s
    cell = day * intervals + second // interval_s
    shape = (len(terms), intervals)

    def total(amounts: Any) -> Floats:
        return np.bincount(cell, amounts, len(terms) * intervals).reshape(shape).astype(np.float64)

    answered = calls.outcome == ANSWERED
    timed = np.isfinite(calls.queue_s)
    handled = np.isfinite(calls.handling_s)
    in_time, counted = _levels(calls, day, terms)
    return Sums(
        offered=total(None),
        answered=total(answered),
        lost=total(calls.outcome == HUNG_UP),
        in_time=total(in_time & timed),
        counted=total(counted & timed),
        answered_timed=total(answered & timed),
        answered_wait_s=total(np.where(answered & timed, calls.queue_s, 0.0)),
        handled=total(handled),
        handling_s=total(np.where(handled, calls.handling_s, 0.0)),
    )


def _levels(calls: Calls, day: Ints, terms: Sequence[Terms]) -> tuple[Bools, Bools]:
    """Return which calls were answered in time and which count, as the targets of their day have it (N each)."""
    in_time, counted = (np.zeros(len(calls), dtype=np.bool_) for _ in range(2))
    ways = [(own.targets.within_s, own.targets.service_level_of, own.targets.short_s) for own in terms]
    for way in dict.fromkeys(ways):
        within_s, of, short_s = way
        own = np.array([each == way for each in ways])[day]
        answered, busy = calls.outcome == ANSWERED, calls.outcome == BUSY
        soon = calls.queue_s <= within_s
        left_soon = calls.queue_s <= (within_s if short_s is None else short_s)
        of_calls = {
            "offered": np.ones_like(own),
            "answered": answered,
            "short": answered | busy | ~left_soon,
            "positive": np.ones_like(own),
            VIRTUAL: np.zeros_like(own),
        }[of]
        in_time |= own & soon & (~busy if of == "positive" else answered) & of_calls
        counted |= own & of_calls
    return in_time, counted
