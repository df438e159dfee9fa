"""Every interval by itself, as if its queue had settled: equal intervals are solved once.

Where those who call are alike, that is Erlang C or A of the calls together; elsewhere who calls which hotline counts.
Where operators cannot keep up there is no steady state, and no wait is reported.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import ClassVar

import numpy as np

from mfc_capacity.answers.records import NO_CALLS, OK, OVERLOADED, UNSTAFFED
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.steady import erlang, staffing
from mfc_capacity.core.steady.answers import Answer, answers_joined
from mfc_capacity.core.steady.erlang import SteadyState
from mfc_capacity.core.steady.hotlines import Hotlines
from mfc_capacity.core.steady.leaving import busy_beyond
from mfc_capacity.core.steady.lines import (
    lines_required_for,
    log_busy,
    operators_with_lines,
    steady_state_with_lines,
)
from mfc_capacity.core.steady.percentile import plain_wait_not_exceeded_s, wait_not_exceeded_s
from mfc_capacity.core.steady.redials import RedialState, without_redials
from mfc_capacity.core.steady.redials_staffing import lines_with_redials, required_with_redials
from mfc_capacity.core.steady.staffing import MIN_OPERATORS, Requirement
from mfc_capacity.core.targets import P90, Targets
from mfc_capacity.demand.groups import Again
from mfc_capacity.staffing.method import HARDLY_EVER, HOUR_S, GroupInputs, Performance
from mfc_capacity.staffing.redials import bunching, met_with_redials


@dataclass(frozen=True)
class SteadyIntervals:
    """Intervals of one group, each by itself (N); calls an hour, times in seconds.

    Attributes:
        calls_per_hour: of all hotlines.
        aht_s: mean handling time.
        patience_s: mean patience, infinite where nobody hangs up.
        by_hotline: calls of each hotline (N, S).
        hotlines: who calls them (S).
        mixed: where the means are not enough.
        varying_aht_s: handling time of each hotline (N, S) where one varies; None: `hotlines` says it.
        lines: the most calls in service and waiting together (N); None: as many as come. What is then met by callers
            who are not alike is that of the mean rates, unless lines are hardly ever all busy.
        again: who calls again (N); None: nobody. With it calls are first attempts.
    """

    calls_per_hour: Floats
    aht_s: Floats
    patience_s: Floats
    by_hotline: Floats
    hotlines: Hotlines
    mixed: Bools
    varying_aht_s: Floats | None = None
    lines: Floats | None = None
    again: Again | None = None

    def at(self, rows: Bools | Ints) -> "SteadyIntervals":
        """Return some of the intervals."""
        return replace(
            self,
            calls_per_hour=self.calls_per_hour[rows],
            aht_s=self.aht_s[rows],
            patience_s=self.patience_s[rows],
            by_hotline=self.by_hotline[rows],
            mixed=self.mixed[rows],
            varying_aht_s=self._varying_s(rows),
            lines=None if self.lines is None else self.lines[rows],
            again=None if self.again is None else self.again.take(rows),
        )

    def times(self, factors: Floats) -> "SteadyIntervals":
        """Return the intervals with so many times the calls (N), the mix as it was."""
        return replace(
            self,
            calls_per_hour=self.calls_per_hour * factors,
            by_hotline=self.by_hotline * factors[:, np.newaxis],
        )

    def attempted(self, attempts: Floats) -> "SteadyIntervals":
        """Return intervals in which so many times the calls (N) come, none of them again."""
        return self.times(attempts).first_attempts

    @property
    def first_attempts(self) -> "SteadyIntervals":
        """The intervals if nobody called again."""
        return replace(self, again=None)

    @property
    def by_means(self) -> "SteadyIntervals":
        """The intervals as if the mean rates said all."""
        return replace(self, mixed=np.zeros_like(self.mixed))

    @property
    def lines_or_endless(self) -> Floats:
        """The most calls in service and waiting together (N), infinite for as many as come."""
        return np.full(self.aht_s.shape, np.inf) if self.lines is None else self.lines

    def required(self, targets: Targets) -> Requirement:
        """Return the fewest operators that keep the targets."""
        if self.again is not None:
            short_s = targets.levels.short_s

            def attempted(n: Ints, at: Ints, within_s: Floats) -> SteadyState:
                return self.at(at).met(n, within_s, short_s)

            first = self.first_attempts.required(targets)
            return required_with_redials(first, targets, self.lines_or_endless, attempted)

        def plain(at: Bools) -> Requirement:
            return staffing.operators_required(
                self.calls_per_hour[at], self.aht_s[at], patience_s=self.patience_s[at], targets=targets
            )

        def mixed(at: Bools) -> Requirement:
            return self.hotlines.required(targets, self.by_hotline[at], self._varying_s(at))

        if self.lines is None:
            return self._answered(plain, mixed)
        found = operators_with_lines(
            self.calls_per_hour, self.aht_s, self.lines, patience_s=self.patience_s, targets=targets
        )
        return self._or_mixed(found, self.busy(found.operators), mixed)

    def met(
        self, operators: Ints | Floats, within_s: Floats | float, short_s: Floats | float | None = None
    ) -> SteadyState:
        """Return what callers meet with these operators; `short_s` as for `steady_state`."""
        within = np.broadcast_to(within_s, operators.shape)
        short = None if short_s is None else np.broadcast_to(short_s, operators.shape)
        if self.again is not None:
            return met_with_redials(self, self.again, operators.astype(np.float64), within, short)

        def plain(at: Bools) -> SteadyState:
            return erlang.steady_state(
                self.calls_per_hour[at],
                self.aht_s[at],
                operators[at],
                patience_s=self.patience_s[at],
                within_s=within[at],
                short_s=None if short is None else short[at],
            )

        def mixed(at: Bools) -> SteadyState:
            return self.hotlines.met(
                self.by_hotline[at],
                operators[at],
                within[at],
                self._varying_s(at),
                None if short is None else short[at],
            )

        if self.lines is None:
            return self._answered(plain, mixed)
        found = steady_state_with_lines(
            *(self.calls_per_hour, self.aht_s, operators, self.lines),
            patience_s=self.patience_s,
            within_s=within,
            short_s=short,
        )
        return self._or_mixed(found, found.busy, mixed)

    def attempts_met(
        self, operators: Ints | Floats, within_s: Floats | float, short_s: Floats | float | None = None
    ) -> RedialState:
        """Return what callers meet, and how often they call: once where nobody comes again."""
        met = self.met(operators, within_s, short_s)
        return met if isinstance(met, RedialState) else without_redials(met)

    def p90_wait_s(self, operators: Ints | Floats, asa_s: Floats) -> Floats:
        """Return the wait that nine of ten answered callers do not exceed with these operators, of this mean."""
        if self.lines is not None or self.again is not None:

            def longer_at(times_s: Floats, at: Ints) -> Floats:
                return 1 - self.at(at).met(operators[at], times_s).service_level_answered

            return wait_not_exceeded_s(longer_at, asa_s, P90)
        found = plain_wait_not_exceeded_s(
            self.calls_per_hour,
            self.aht_s,
            operators.astype(np.float64),
            self.patience_s,
            np.where(self.mixed, np.nan, asa_s),
            P90,
        )
        rows = np.flatnonzero(self.mixed)
        if rows.size:
            found[rows] = self._mixed_p90_wait_s(rows, operators[rows], asa_s[rows])
        return found

    def _mixed_p90_wait_s(self, rows: Ints, operators: Ints | Floats, asa_s: Floats) -> Floats:
        """Return the same of the intervals at `rows`, in which callers differ."""
        calls, varying_s = self.by_hotline[rows], self.varying_aht_s

        def longer_at(times_s: Floats, at: Ints) -> Floats:
            aht_s = None if varying_s is None else varying_s[rows[at]]
            return 1 - self.hotlines.met(calls[at], operators[at], times_s, aht_s).service_level_answered

        return wait_not_exceeded_s(longer_at, asa_s, P90)

    def busy(self, operators: Ints | Floats) -> Floats:
        """Return the share of callers who find all lines busy, by their mean rates."""
        load, theta = erlang.offered(self.calls_per_hour, self.aht_s, self.patience_s)
        found: Floats = np.exp(log_busy(operators.astype(np.float64), self.lines_or_endless, load, theta))
        return found

    def _or_mixed(self, found: Answer, busy: Floats, mixed: Callable[[Bools], Answer]) -> Answer:
        """Return answers by mean rates, and another where callers are not alike and lines hardly ever all busy."""
        at = self.mixed & (busy < HARDLY_EVER)
        if not at.any():
            return found
        plain = type(found)(*(getattr(found, field.name)[~at] for field in fields(found)))
        return answers_joined([(~at, plain), (at, mixed(at))])

    def _varying_s(self, at: Bools | Ints) -> Floats | None:
        return None if self.varying_aht_s is None else self.varying_aht_s[at]

    def _answered(self, plain: Callable[[Bools], Answer], mixed: Callable[[Bools], Answer]) -> Answer:
        """Return the answers of two ways to count, each where it holds."""
        if not self.mixed.any():
            return plain(~self.mixed)
        return answers_joined(
            [(at, answer(at)) for at, answer in ((~self.mixed, plain), (self.mixed, mixed))]
        )


@dataclass(frozen=True)
class RedialsOfMeans:
    """Callers who come again in steady states (K x I), by the mean rates.

    Attributes:
        attempts: attempts / first attempts.
        lost: share of attempts.
        p_wait: share of attempts that find no operator free.
        bunching: how many times as many attempts would lose as many at random.
        proneness: share of each hotline that is lost of attempts at random (K x S x I), alike for callers who are.
    """

    attempts: Floats
    lost: Floats
    p_wait: Floats
    bunching: Floats
    proneness: Floats


@dataclass(frozen=True)
class Stationary(GroupInputs):
    """A group whose intervals are steady states."""

    carries_queue: ClassVar[bool] = False
    intervals_planned_soon: ClassVar[int] = 100_000_000

    def required(self, targets: Targets) -> Requirement:
        """Return the fewest operators that keep the targets, never below the group's least while it is open."""
        load = self.load
        busy = load.calls > 0
        intervals, _, index = self._distinct(np.zeros_like(load.calls[busy]))
        solved = intervals.required(targets)
        required = np.zeros(load.calls.shape, dtype=np.int64)
        bound_by = staffing.no_reasons(load.calls.shape, targets)
        required[busy], bound_by[busy] = solved.operators[index], solved.bound_by[index]
        lifted = load.open & (required < self.min_operators)
        required[lifted], bound_by[lifted] = self.min_operators, MIN_OPERATORS
        return Requirement(required, bound_by)

    def met(self, operators: Ints) -> Performance:
        """Return what callers meet once the queue of each interval has settled."""
        busy = self.load.calls > 0
        intervals, count, index = self._distinct(operators[busy])
        steady = intervals.met(count, self.within_s, self.short_s)
        wait_level = np.full(count.shape, np.nan)
        if self.wait_within_s is not None:
            wait_level = intervals.met(count, self.wait_within_s).service_level_answered

        attempts, never_served = np.ones(busy.shape), steady.abandonment + steady.busy
        if isinstance(steady, RedialState):
            attempts[busy], never_served = steady.attempts[index], steady.never_served

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
            busy=known(steady.busy),
            occupancy=np.where(operators > 0, np.where(busy, known(steady.occupancy), 0.0), np.nan),
            waiting_at_end=np.full(busy.shape, np.nan),
            after_duty_hours=np.zeros(busy.shape),
            is_doubtful=np.zeros(busy.shape, dtype=bool),
            wait_level=known(np.where(np.isfinite(steady.asa_s), wait_level, np.nan)),
            p90_wait_s=np.full(busy.shape, np.nan),
            attempts=attempts,
            never_served=known(never_served),
            last_attempts=np.ones(busy.shape),
            counted=known(steady.counted),
        )
        return replace(met, after_duty_hours=self._after_duty_hours(met, operators))

    def p90_wait_s(self, operators: Ints) -> Floats:
        """Return the wait that nine of ten answered callers do not exceed (K x I), NaN where it is not known."""
        busy = self.load.calls > 0
        intervals, count, index = self._distinct(operators[busy])
        steady = intervals.met(count, self.within_s)
        found = np.full(busy.shape, np.nan)
        found[busy] = intervals.p90_wait_s(count, np.where(steady.stable, steady.asa_s, np.nan))[index]
        return found

    def lines_needed(self, operators: Ints, max_busy: float) -> Floats:
        """Return the fewest lines with which at most this share of the callers of each interval finds all busy."""
        busy = self.load.calls > 0
        intervals, count, index = self._distinct(operators[busy])
        lines = np.full(busy.shape, np.nan)
        means = intervals.calls_per_hour, intervals.aht_s, count, max_busy
        if intervals.again is None:
            needed = lines_required_for(*means, patience_s=intervals.patience_s)
        else:
            again = {"share": intervals.again.share, "after_s": intervals.again.after_s}
            needed = lines_with_redials(*means, patience_s=intervals.patience_s, **again)
        lines[busy] = needed[index]
        return lines

    def redials_of_means(self, operators: Ints) -> RedialsOfMeans:
        """Return what is known of callers who come again by the mean rates (K x I)."""
        busy = self.load.calls > 0
        intervals, count, index = self._distinct(operators[busy])
        met = intervals.by_means.met(count, 0.0)
        assert isinstance(met, RedialState)  # noqa: S101
        prone = np.ones((*busy.shape, 1))
        if not self.load.alike:
            attempted = intervals.by_hotline * met.attempts[:, np.newaxis]
            found = intervals.hotlines.lost(attempted, count, np.ones_like(count), intervals.varying_aht_s)
            prone = np.ones((*busy.shape, attempted.shape[1]))
            prone[busy] = found[0][index]

        def spread(values: Floats, quiet: float) -> Floats:
            found = np.full(busy.shape, quiet)
            found[busy] = values[index]
            return found

        return RedialsOfMeans(
            attempts=spread(met.attempts, 1.0),
            lost=spread(met.abandonment + met.busy, 0.0),
            p_wait=spread(met.p_wait, 0.0),
            bunching=spread(bunching(intervals, met, count), 1.0),
            proneness=np.moveaxis(prone, 2, 1),
        )

    def _after_duty_hours(self, met: Performance, operators: Ints) -> Floats:
        """Return what those on duty in an interval still work once they go, idle ones first (K x I).

        When the doors close they take all calls in progress, and those who wait and are answered: by Little's law so
        many as answered callers x the time they spend there. A call in progress has before it what one in service still
        takes, and who waits has a whole handling time.
        """
        load, is_whole_night = self.load, self.load.open[:, :1] & self.load.open[:, -1:]
        following = np.where(is_whole_night, operators[:, :1], 0)
        staying = np.hstack([operators[:, 1:], following])
        calls_next = np.hstack([load.calls[:, 1:], np.where(is_whole_night, load.calls[:, :1], 0.0)])
        closes = (staying == 0) & (calls_next == 0)
        leaving = (load.calls > 0) & (operators > staying)
        left_s = np.zeros(operators.shape)
        aht_s, calls_per_s = load.aht_s, met.attempts * load.calls / self.interval_s
        some, ends = leaving & ~closes, leaving & closes
        left_s[some] = load.remaining_s[some] * busy_beyond(
            (calls_per_s * aht_s * (1 - np.nan_to_num(met.busy)))[some],
            operators[some],
            staying[some],
            np.where(np.isnan(met.p_wait), 1.0, met.p_wait)[some],
        )
        answered = 1 - met.abandonment - met.busy
        left_s[ends] = (calls_per_s * answered * aht_s * (load.remaining_s + met.asa_s))[ends]
        return left_s / HOUR_S

    def _distinct(self, operators: Ints | Floats) -> tuple[SteadyIntervals, Floats, Ints]:
        """Return the distinct of the intervals with calls (B), their operators, and for each its index among them."""
        load, busy, calls_of = self.load, self.load.calls > 0, HOUR_S / self.interval_s
        by_hotline, varying_s = load.by_interval
        own_calls = by_hotline[busy][:, : 0 if load.alike else None] * calls_of
        own_aht_s = np.empty((len(own_calls), 0)) if varying_s is None or load.alike else varying_s[busy]
        together = load.calls[busy], load.aht_s[busy], load.planned_patience_s[busy]
        again = None if load.again is None else load.again.take(busy)
        own_again = np.empty((len(own_calls), 0)) if again is None else again.columns
        rows: Floats = np.column_stack(
            [
                together[0] * calls_of,
                *together[1:],
                operators,
                load.mixed[busy],
                own_calls,
                own_aht_s,
                own_again,
            ]
        )
        (rate, aht_s, patience_s, count, mixed, *own), index = distinct_rows(rows)
        hotlines = own_calls.shape[1]
        calls = np.column_stack(own[:hotlines]) if hotlines else np.empty((len(rate), 0))
        own_s = np.column_stack(own[hotlines : 2 * hotlines]) if own_aht_s.size else None
        lines = None if self.lines is None else np.full(rate.shape, float(self.lines))
        intervals = SteadyIntervals(rate, aht_s, patience_s, calls, load.hotlines, mixed > 0, own_s, lines)
        if again is not None:
            _, first = np.unique(index, return_index=True)
            intervals = replace(intervals, again=again.take(first))
        return intervals, count, index


def distinct_rows(rows: Floats) -> tuple[tuple[Floats, ...], Ints]:
    """Return the columns of the distinct rows, and for each row its index among them."""
    order = np.lexsort(rows.T[::-1])
    ordered = rows[order]
    is_new = np.append(True, np.any(ordered[1:] != ordered[:-1], axis=1))[: len(rows)]
    index = np.empty(len(rows), dtype=np.int64)
    index[order] = np.cumsum(is_new) - 1
    return tuple(np.ascontiguousarray(column) for column in ordered[is_new].T), index
