"""Every interval by itself, as if its queue had settled: equal intervals are solved once.

Where operators cannot keep up there is no steady state, and no wait is reported.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from mfc_capacity.answers.records import NO_CALLS, OK, OVERLOADED, UNSTAFFED
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.steady import erlang, staffing
from mfc_capacity.core.steady.leaving import busy_beyond
from mfc_capacity.core.steady.staffing import MIN_OPERATORS, Requirement
from mfc_capacity.core.targets import Targets
from mfc_capacity.staffing.method import HOUR_S, GroupInputs, Performance


@dataclass(frozen=True)
class Stationary(GroupInputs):
    """A group whose intervals are steady states."""

    carries_queue: ClassVar[bool] = False
    intervals_planned_soon: ClassVar[int] = 100_000_000

    def required(self, targets: Targets) -> Requirement:
        """Return the fewest operators that keep the targets, never below the group's least while it is open."""
        load = self.load
        busy = load.calls > 0
        (rate, aht_s, patience_s), index = _distinct(self._rows())
        solved = staffing.operators_required(rate, aht_s, patience_s=patience_s, targets=targets)
        required = np.zeros(load.calls.shape, dtype=np.int64)
        bound_by = staffing.no_reasons(load.calls.shape, targets)
        required[busy], bound_by[busy] = solved.operators[index], solved.bound_by[index]
        lifted = load.open & (required < self.min_operators)
        required[lifted], bound_by[lifted] = self.min_operators, MIN_OPERATORS
        return Requirement(required, bound_by)

    def met(self, operators: Ints) -> Performance:
        """Return what callers meet once the queue of each interval has settled."""
        busy = self.load.calls > 0
        (rate, aht_s, patience_s, count), index = _distinct(np.column_stack([self._rows(), operators[busy]]))
        steady = erlang.steady_state(rate, aht_s, count, patience_s=patience_s, within_s=self.within_s)

        def known(values: Floats) -> Floats:
            spread = np.full(busy.shape, np.nan)
            spread[busy] = np.where(steady.stable & np.isfinite(values), values, np.nan)[index]
            return spread

        status = np.full(busy.shape, NO_CALLS, dtype="<U10")
        status[busy] = np.where(steady.stable, np.where(count > 0, OK, UNSTAFFED), OVERLOADED)[index]
        met = Performance(
            status=status,
            service_level=known(self.known_service_level(getattr(steady, self.service_level), steady.asa_s)),
            asa_s=known(steady.asa_s),
            mean_wait_s=known(steady.mean_wait_s),
            p_wait=known(steady.p_wait),
            abandonment=known(steady.abandonment),
            occupancy=np.where(operators > 0, np.where(busy, known(steady.occupancy), 0.0), np.nan),
            waiting_at_end=np.full(busy.shape, np.nan),
            after_duty_hours=np.zeros(busy.shape),
        )
        return replace(met, after_duty_hours=self._after_duty_hours(met, operators))

    def _after_duty_hours(self, met: Performance, operators: Ints) -> Floats:
        """Return what those on duty in an interval still work once they go, idle ones first (K x I).

        When the doors close they take all calls in progress, and those who wait and are answered: by Little's law so
        many as answered callers x the time they spend there. Each has a mean handling time before it.
        """
        load, is_whole_night = self.load, self.load.open[:, :1] & self.load.open[:, -1:]
        following = np.where(is_whole_night, operators[:, :1], 0)
        staying = np.hstack([operators[:, 1:], following])
        calls_next = np.hstack([load.calls[:, 1:], np.where(is_whole_night, load.calls[:, :1], 0.0)])
        closes = (staying == 0) & (calls_next == 0)
        leaving = (load.calls > 0) & (operators > staying)
        mean_calls = np.zeros(operators.shape)
        aht_s, calls_per_s = load.aht_s, load.calls / self.interval_s
        some, ends = leaving & ~closes, leaving & closes
        mean_calls[some] = busy_beyond(
            (calls_per_s * aht_s)[some],
            operators[some],
            staying[some],
            np.where(np.isnan(met.p_wait), 1.0, met.p_wait)[some],
        )
        mean_calls[ends] = (calls_per_s * (1 - met.abandonment) * (aht_s + met.asa_s))[ends]
        return np.where(leaving, mean_calls * aht_s, 0.0) / HOUR_S

    def _rows(self) -> Floats:
        """Return calls an hour, handling time and patience of the intervals with calls."""
        load, busy = self.load, self.load.calls > 0
        calls_per_hour = load.calls * (HOUR_S / self.interval_s)
        return np.column_stack([calls_per_hour[busy], load.aht_s[busy], load.planned_patience_s[busy]])


def _distinct(rows: Floats) -> tuple[tuple[Floats, ...], Ints]:
    """Return the columns of the distinct rows, and for each row its index among them."""
    order = np.lexsort(rows.T[::-1])
    ordered = rows[order]
    is_new = np.append(True, np.any(ordered[1:] != ordered[:-1], axis=1))[: len(rows)]
    index = np.empty(len(rows), dtype=np.int64)
    index[order] = np.cumsum(is_new) - 1
    return tuple(np.ascontiguousarray(column) for column in ordered[is_new].T), index
