"""The queue of a group carried from interval to interval through its days.

What callers meet depends on the whole day until then: an interval inherits the queue that the one before leaves.
Where callers never hang up and are more than the operators can handle, there is no steady state, but there is a
queue, and it has a length and an end. Only round the clock, where it grows from day to day, nothing is known. A
day that is open at midnight is taken to follow one like it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.answers.records import NO_CALLS, OK, OVERLOADED, UNSTAFFED
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.day import transient
from mfc_capacity.core.day.lines import busy_through_day, lines_through_day
from mfc_capacity.core.day.mixed import (
    MixedDay,
    all_exponential,
    mixed_through_day,
    some_hang_up,
)
from mfc_capacity.core.day.mixed_staffing import operators_for_mixed_day
from mfc_capacity.core.day.redials import DayOfRedials
from mfc_capacity.core.day.staffing import operators_through_day
from mfc_capacity.core.fixed_point import accelerated
from mfc_capacity.core.steady.staffing import LARGE, MOST_OPERATORS, Requirement
from mfc_capacity.core.targets import (
    ABANDONMENT,
    ASA,
    MEASURES,
    OCCUPANCY,
    P_WAIT,
    SERVICE_LEVEL,
    WAIT_LEVEL,
    Targets,
)
from mfc_capacity.core.work import TooMuchWorkError, allowed
from mfc_capacity.staffing.bunching import Bunched, bunched, moved
from mfc_capacity.staffing.method import (
    DEFERRED,
    HARDLY_EVER,
    HOUR_S,
    METHOD,
    WORK,
    GroupInputs,
    Performance,
    UnreachableError,
    target_excesses,
)
from mfc_capacity.staffing.stationary import Stationary

LARGEST_LOAD_ERLANGS = 10_000  # with more, a day takes too long to search
LONGEST_QUEUE = 20_000  # callers; it takes ten seconds and more to carry through a day
MOST_AHEAD, MOST_FOLLOWED = (
    200,
    20_000,
)  # intervals that callers of one are followed through, and those of a day
MOST_INTERVALS = 1_000_000  # of unlike days
# Of callers who come again: rounds, and how near attempts come to what they bring about.
ROUNDS_OF_SEARCH, ROUNDS_OF_REPAIR, ROUNDS_OF_DAY, SETTLED = 12, 60, 60, 5e-4
_OF_LOAD = ("occupancy", "waiting_at_end", "after_duty_hours")  # as many times too much as attempts count
MUCH_MORE_LOST = 0.03  # of attempts that would be made again, from one interval to the next: measured
# What a search for operators may take, and days whose operators are known, in microseconds or so; and each interval.
WORK_OF_SEARCH, WORK_OF_TRIMMING, WORK_OF_DAYS = 12e6, 4e6, 20e6
WORK_AN_INTERVAL, WORK_WITH_REDIALS = 1e4, 3e4


class Attempts(NamedTuple):
    """What attempts meet through the day; the method for as many at random that lose as many, and what these meet."""

    met: Performance
    at_random: "TimeDependent"
    counted: Performance
    bunches: Bunched


@dataclass(frozen=True)
class TimeDependent(GroupInputs):
    """A group whose queue is carried through its kinds of day (K x I)."""

    carries_queue: ClassVar[bool] = True
    intervals_planned_soon: ClassVar[int] = 1_000_000

    def unreachable(self, targets: Targets) -> Texts:
        """Return the target that no number of operators keeps, "" where all can be kept.

        METHOD stands for too many calls, DEFERRED for work that may be left until after closing, WORK for days that
        take too long to work out.
        """
        missed = super().unreachable(targets)
        is_long = self.load.calls.size > MOST_INTERVALS or self._is_followed_long()
        missed = np.where((missed == "") & (self.load.calls > 0) & is_long, WORK, missed)
        missed = np.where((missed == "") & (self.load_erlangs > LARGEST_LOAD_ERLANGS), METHOD, missed)
        return np.where((missed == "") & self._may_be_deferred(targets), DEFERRED, missed)

    def _is_followed_long(self) -> bool:
        """Say whether a threshold lies more intervals ahead than callers are followed."""
        ahead = max(self.within_s, self.short_s or 0.0, self.wait_within_s or 0.0) / self.interval_s
        return bool(ahead > min(MOST_AHEAD, MOST_FOLLOWED / self.load.calls.shape[1]))

    @contextmanager
    def _bounded(self, most: float) -> Iterator[None]:
        """Refuse what takes more work.

        Raises:
            UnreachableError: naming the interval with most calls.
        """
        intervals = self.load.calls.shape[1]
        each = WORK_AN_INTERVAL if self.load.again is None else WORK_WITH_REDIALS
        allowance = 0.0 if self._is_followed_long() else most + self.load.calls.size * each
        try:
            with allowed(allowance):
                yield
        except TooMuchWorkError:
            kind, interval = divmod(int(self.load_erlangs.argmax()), intervals)
            raise UnreachableError(WORK, kind, interval) from None

    def _may_be_deferred(self, targets: Targets) -> Bools:
        """Say where the targets let callers wait beyond the interval they call in, on days that close (K x I).

        Each interval gets the fewest operators that keep its own promise, and would leave its calls to the next, until
        those who are on duty at closing answer them all for nothing. Callers do not wait so long where they hang up
        sooner: their mean wait is at most the longest patience, and at most the share who hang up of it where all is
        exponential. Nor where operators have to be free at times, which they are not while somebody waits.
        """
        limits = {row.measure: limit for row, limit in targets.each() if not row.asks_for_lines}
        is_free_at_times = limits.get(OCCUPANCY, 1.0) < 1 or limits.get(P_WAIT, 1.0) < 1
        if is_free_at_times or not limits.keys() - {OCCUPANCY, P_WAIT}:
            return np.zeros(self.load.calls.shape, dtype=bool)
        level, most_lost = limits.get(SERVICE_LEVEL, 0.0), limits.get(ABANDONMENT, 1.0)
        share = (most_lost or 1.0) if all_exponential(self.load.hotlines) else 1.0
        within_s = float(np.asarray(targets.within_s)) if level > 0 else np.inf
        if limits.get(WAIT_LEVEL, 0.0) > 0:
            within_s = min(within_s, float(np.asarray(targets.threshold_s(WAIT_LEVEL))))
        longest_s = np.minimum(min(within_s, limits.get(ASA, np.inf)), self.load.longest_patience_s * share)
        closes = ~(self.load.open[:, :1] & self.load.open[:, -1:])
        beyond: Bools = closes & (self.load.calls > 0) & (longest_s > self.interval_s)
        return beyond

    def required(self, targets: Targets) -> Requirement:
        """Return the smallest numbers of operators that keep the targets in every interval of the day.

        Where hotlines differ they are as few as are found.

        Raises:
            UnreachableError: with WORK, if they are not found soon.
        """
        with self._bounded(WORK_OF_SEARCH):
            return self._required(targets) if self.load.again is None else self._required_again(targets)

    def _required_again(self, targets: Targets) -> Requirement:
        """Return operators that keep the targets for the attempts that there are with them.

        More operators mean fewer attempts, and fewer attempts fewer operators: the fewest lie between a number and what
        its attempts need. From those of steady states on, each interval is narrowed down so. Then those that miss a
        target get one more, until none does.

        Raises:
            UnreachableError: with WORK, if they are not found soon.
        """
        first, steady = self._without_redials._required(targets), self._steady_means.required(targets)
        operators = np.maximum(first.operators, steady.operators)
        bound_by = np.where(operators > first.operators, steady.bound_by, first.bound_by)
        low, high = first.operators - 1, np.full_like(operators, MOST_OPERATORS)
        least, days = operators.copy(), np.arange(len(operators))
        for _ in range(ROUNDS_OF_SEARCH):
            tried, found = operators[days], self._of_kinds(days)._found_again(operators[days], targets)
            low[days] = np.maximum(low[days], np.minimum(tried, found.operators - 1))
            high[days] = np.maximum(np.minimum(high[days], np.maximum(tried, found.operators)), low[days] + 1)
            bound_by[days] = np.where(found.operators >= tried, found.bound_by, bound_by[days])
            least[days] = found.operators
            operators[days] = (low[days] + high[days] + 1) // 2
            days = days[(operators[days] != tried).any(axis=1)]
            if not days.size:
                break
        kept = self._repaired(Requirement(np.where(self.load.open, high, 0), bound_by), targets)
        return replace(kept, operators=self._trimmed(kept.operators, least, targets))

    def _found_again(self, operators: Ints, targets: Targets) -> Requirement:
        """Return what the chain needs for the attempts that there are with these operators, its targets moved."""
        attempts = self._attempts(operators)
        own = moved(targets, attempts.counted, attempts.met, self._hours)
        return attempts.at_random._required(own)

    def _of_kinds(self, kinds: Ints) -> "TimeDependent":
        return self.on(self.load.of_kinds(kinds.tolist()))

    def _repaired(self, found: Requirement, targets: Targets) -> Requirement:
        """Return operators that keep the targets, in the place of some that nearly do.

        Raises:
            UnreachableError: with WORK, if they are not found soon.
        """
        operators, bound_by = found.operators.copy(), found.bound_by.copy()
        days = np.arange(len(operators))
        for _ in range(ROUNDS_OF_REPAIR):
            excess = self._of_kinds(days)._excess(operators[days], targets)
            short = excess.max(axis=0) > 0
            if not short.any():
                return Requirement(operators, bound_by)
            operators[days] += short
            names = np.array(targets.keys)[excess.argmax(axis=0)]
            bound_by[days] = np.where(short, names, bound_by[days])
            days = days[short.any(axis=1)]
        raise UnreachableError(WORK, int(days[0]), int(short[-1].argmax()))

    def _trimmed(self, operators: Ints, least: Ints, targets: Targets) -> Ints:
        """Return operators without those of some intervals, above `least` (K x I), that are not needed.

        What takes too much work is left as it is.
        """
        operators = operators.copy()
        with suppress(TooMuchWorkError), allowed(WORK_OF_TRIMMING):
            for interval in np.flatnonzero((operators > least).any(axis=0)).tolist():
                days = np.flatnonzero(operators[:, interval] > least[:, interval])
                fewer = operators[days]
                fewer[:, interval] -= 1
                is_kept = (self._of_kinds(days)._excess(fewer, targets).max(axis=0) <= 0).all(axis=1)
                operators[days[is_kept]] = fewer[is_kept]
        return operators

    def _excess(self, operators: Ints, targets: Targets) -> Floats:
        """Return log(measure / target) of each target (T x K x I), very negative where no operator helps."""
        excess = target_excesses(self._met_again(operators), targets)
        is_full = False if self.lines is None else operators >= self.lines
        return np.where((self.load.calls == 0) | is_full, -LARGE, excess)

    @property
    def _without_redials(self) -> "TimeDependent":
        return self.on(replace(self.load, again=None))

    def _attempted(self, attempts: Floats, comes_again: Floats) -> "TimeDependent":
        """Return the method for so many times the calls of each hotline (K x S x I), who calls again among them.

        `comes_again`: see `GroupDays`.
        """
        load = self.load
        attempted = load.times_factors(attempts[:, 0]) if load.alike else load.times_by_hotline(attempts)
        return self.on(replace(attempted, again=None, comes_again=comes_again))

    def _met_again(self, operators: Ints) -> Performance:
        return self._attempts(operators).met

    def _attempts(self, operators: Ints) -> "Attempts":
        """Return what attempts meet, and what is known of as many at random that lose as many.

        Attempts come in bunches, which is as if there were more of them: by as many as in the steady state. Where the
        queue of a day is too long to be carried, nothing is known.
        """
        day, steady = self._day_of_redials, self._steady.redials_of_means(operators)
        attempts = np.broadcast_to(steady.attempts[:, np.newaxis], day.calls.shape)
        own_lost, p_wait = day.lost_of_each(attempts, steady.lost, steady.proneness), steady.p_wait
        hangs_up_soon = np.nan_to_num(-np.expm1(-self.interval_s / self.load.planned_patience_s))[
            :, np.newaxis
        ]
        attempts = day.attempts(attempts, own_lost, p_wait[:, np.newaxis] * hangs_up_soon)
        before: tuple[Floats, Floats] | None = None
        for _ in range(ROUNDS_OF_DAY):
            at_random = self._attempted(
                attempts * steady.bunching[:, np.newaxis], day.comes_again_of_all(attempts, steady.proneness)
            )
            met = at_random._met(operators)
            lost, p_wait = np.nan_to_num(met.abandonment + met.busy), np.nan_to_num(met.p_wait)
            own_lost = day.lost_of_each(attempts, lost, steady.proneness)
            last = attempts
            mapped = day.attempts(last, own_lost, p_wait[:, np.newaxis] * hangs_up_soon)
            if np.all(np.abs(mapped - last) <= SETTLED * last):
                break
            rows = mapped.reshape(len(mapped), -1), (mapped - last).reshape(len(mapped), -1)
            following = rows[0] if before is None else accelerated(*rows, *before)
            attempts, before = np.maximum(following.reshape(mapped.shape), 1.0), rows
        calling = self.load.calls > 0
        unknown = calling & (calling & np.isnan(met.abandonment + met.busy)).any(axis=1, keepdims=True)
        made, given_up = day.of_all(last), day.given_up(last, own_lost)
        last_made = (1 - lost) * made + given_up
        bunches = bunched(self._steady_means, steady, operators, lost)
        of_callers = self.service_level_of == "callers"
        of_attempts = replace(
            bunches.met(met, np.maximum(last_made / made, HARDLY_EVER) if of_callers else 1.0),
            attempts=np.where(unknown, np.nan, made),
            never_served=np.where(calling & ~unknown, given_up, np.nan),
            last_attempts=np.where(unknown, np.nan, last_made),
            **{name: getattr(met, name) / steady.bunching for name in _OF_LOAD},
            is_doubtful=met.is_doubtful | (calling & (self._turns(lost) | self._beside_silence)),
        )
        return Attempts(of_attempts, at_random, met, bunches)

    def _turns(self, lost: Floats) -> Bools:
        """Say where the share lost changes so much that redials do not come evenly within an interval (K x I)."""
        again = self.load.again
        assert again is not None  # noqa: S101
        turns: Bools = again.share * np.abs(lost - np.roll(lost, 1, axis=1)) > MUCH_MORE_LOST
        return turns

    @property
    def _beside_silence(self) -> Bools:
        """Which intervals are next to open ones without a first attempt, in which those come again who are left out."""
        silent = self.load.open & (self.load.calls == 0)
        beside: Bools = np.roll(silent, 1, axis=1) | np.roll(silent, -1, axis=1)
        return beside

    @property
    def _day_of_redials(self) -> DayOfRedials:
        load, again = self.load, self.load.again
        assert again is not None  # noqa: S101
        own = (load.calls[:, np.newaxis], again.share[:, np.newaxis])
        if not load.alike:
            own = load.by_hotline, np.moveaxis(again.of_hotlines, 2, 1)
        return DayOfRedials(*own, again.after_s / self.interval_s, self.periodic)

    @property
    def _steady(self) -> Stationary:
        """The same intervals, each by itself."""
        return Stationary(*(getattr(self, field.name) for field in fields(self)))

    @property
    def _steady_means(self) -> Stationary:
        """The same, as if the mean rates said all."""
        return self._steady.on(self.load.by_means)

    def _required(self, targets: Targets) -> Requirement:
        rules: dict[str, Any] = {
            "is_open": self.load.open[:, self._hours],
            "min_operators": self.min_operators,
        }
        if self.load.alike or self.lines is not None:
            solved = operators_through_day(targets=targets, **rules, **self._arguments)
        if not self.load.alike and self._hardly_ever_full(lambda: solved.operators):
            solved, met = operators_for_mixed_day(targets=targets, **rules, **self._mixed_arguments)
            self._found.clear()
            if targets.levels == self.levels:
                self._found[solved.operators.tobytes()] = met
        return Requirement(self._all_day(solved.operators, 0), self._all_day(solved.bound_by, ""))

    def longest_queue(self, operators: Ints) -> Floats:
        """Return how many callers would wait at most if nothing were left to chance (K)."""
        plan = transient.day_plan(operators=operators[:, self._hours], within_s=0.0, **self._arguments)
        return transient.longest_queue(plan)

    def met(self, operators: Ints) -> Performance:
        """Return what callers meet with these operators; nothing is known of days with a queue too long to carry.

        Raises:
            UnreachableError: with WORK, if the days take too long.
        """
        with self._bounded(WORK_OF_DAYS):
            return self._met(operators) if self.load.again is None else self._met_again(operators)

    def lines_needed(self, operators: Ints, max_busy: float) -> Floats:
        """Return the fewest lines with which at most this share of the callers of each interval finds all busy.

        They are there all day, so that the intervals of a day that are called need the same (K x I).
        """
        if self.load.again is not None:
            endless = replace(self, lines=None)
            with self._bounded(WORK_OF_DAYS):
                at_random = endless._attempts(operators).at_random
            return replace(at_random, lines=self.lines).lines_needed(operators, max_busy)
        arguments = {**self._arguments, "lines": None}
        plan = transient.day_plan(operators=operators[:, self._hours], within_s=0.0, **arguments)
        with self._bounded(WORK_OF_DAYS):
            needed = lines_through_day(plan, max_busy)
        return np.where(self.load.calls > 0, needed[:, None], np.nan)

    def _hardly_ever_full(self, on_duty: Callable[[], Ints]) -> bool:
        """Say whether callers hardly ever find all lines busy, by their mean rates, with operators in open hours."""
        if self.lines is None:
            return True
        plan = transient.day_plan(operators=on_duty(), within_s=0.0, **self._arguments)
        return bool(busy_through_day(plan).max() < HARDLY_EVER)

    def p90_wait_s(self, operators: Ints) -> Floats:
        """Return the wait that nine of ten answered callers do not exceed (K x I).

        NaN where it is longer than an interval, and where hotlines differ: a correction is for means.
        """
        if self.load.again is not None:
            with self._bounded(WORK_OF_DAYS):
                attempts = self._attempts(operators)
            return attempts.bunches.p90_wait_s(attempts.at_random.p90_wait_s(operators))
        unknown = np.full(operators.shape, np.nan)
        if not self.load.alike or (self.longest_queue(operators) > LONGEST_QUEUE).any():
            return unknown
        try:
            with self._bounded(WORK_OF_DAYS):
                day = transient.through_day(
                    operators=operators[:, self._hours], with_p90=True, **self._levels, **self._arguments
                )
        except UnreachableError:
            return unknown
        return self._known(day.p90_wait_s, day.stable, self.load.calls > 0)

    def _met(self, operators: Ints) -> Performance:
        known = self.longest_queue(operators) <= LONGEST_QUEUE
        if known.all():
            return self._carried(operators)
        figures: dict[str, Any] = {
            field.name: np.full(operators.shape, np.nan) for field in fields(Performance)
        }
        figures["is_doubtful"] = np.zeros(operators.shape, dtype=bool)
        figures["attempts"] = figures["last_attempts"] = np.ones(operators.shape)
        figures["status"] = self._status(operators, np.broadcast_to(known[:, None], operators.shape))
        if known.any():
            carried = self.on(self.load.of_kinds(np.flatnonzero(known).tolist()))._carried(operators[known])
            for name, values in figures.items():
                values[known] = getattr(carried, name)
        return Performance(**figures)

    def _carried(self, operators: Ints) -> Performance:
        on_duty = operators[:, self._hours]
        if self.load.alike or not self._hardly_ever_full(lambda: on_duty):
            day = transient.through_day(
                operators=on_duty,
                **self._levels,
                **self._arguments,
            )
            is_doubtful = np.zeros(operators.shape, dtype=bool)
        else:
            day = self._mixed(operators)
            is_doubtful = self._all_day(day.is_doubtful, 0)
        calling, staffed = self.load.calls > 0, operators > 0
        names = {measure.name: measure.name for measure in MEASURES} | {
            SERVICE_LEVEL.name: self.service_level
        }
        known = {name: self._known(getattr(day, of), day.stable, calling) for name, of in names.items()}
        level = self.known_service_level(known["service_level"], known["asa_s"])
        return Performance(
            status=self._status(operators, day.stable[:, None] & ~np.isnan(self._all_day(day.p_wait, 0.0))),
            **{**known, "service_level": level, "occupancy": self._known(day.occupancy, day.stable, staffed)},
            waiting_at_end=self._known(day.waiting_at_end, day.stable, self.load.open),
            after_duty_hours=np.where(
                day.stable[:, None], self._all_day(day.after_duty_s, 0.0) / HOUR_S, np.nan
            ),
            is_doubtful=is_doubtful,
            attempts=np.ones_like(self.load.calls),
            never_served=np.minimum(known["abandonment"] + known["busy"], 1.0),
            last_attempts=np.ones_like(self.load.calls),
            counted=self._known(day.counted, day.stable, calling),
        )

    def _mixed(self, operators: Ints) -> MixedDay:
        """Return what callers of hotlines that differ meet; of operators just required the search has worked it out."""
        on_duty = operators[:, self._hours]
        found = self._found.get(on_duty.tobytes())
        if found is not None:
            return found
        return mixed_through_day(
            operators=on_duty,
            **self._levels,
            **self._mixed_arguments,
        )

    @cached_property
    def _found(self) -> dict[bytes, MixedDay]:
        """What callers meet with the operators required last, for the group's own threshold and service level."""
        return {}

    @property
    def _hours(self) -> slice:
        """The intervals from the first that is open on some day to the last."""
        is_open = np.flatnonzero(self.load.open.any(axis=0))
        return slice(int(is_open[0]), int(is_open[-1]) + 1) if is_open.size else slice(0, 1)

    @property
    def periodic(self) -> bool:
        """Whether some kind of day is open in its first and last interval, and is taken to follow one like it."""
        return self._hours == slice(0, self.load.calls.shape[1])

    @property
    def _levels(self) -> dict[str, Any]:
        """The levels that are worked out, by the names of `through_day`."""
        return {
            "within_s": self.within_s,
            "service_level_of": self.service_level_of,
            "short_s": self.short_s,
            "wait_within_s": self.wait_within_s,
        }

    @property
    def _arguments(self) -> dict[str, Any]:
        hours = self._hours
        return {
            "calls_per_hour": self.load.calls[:, hours] * (HOUR_S / self.interval_s),
            "aht_s": self.load.aht_s[:, hours],
            "patience_s": self.load.planned_patience_s[:, hours],
            "interval_s": self.interval_s,
            "periodic": self.periodic,
            "lines": self.lines,
            "again": self._comes_again,
        }

    @property
    def _mixed_arguments(self) -> dict[str, Any]:
        hours, (calls, hotlines) = self._hours, self.load.classes
        return {
            "calls_per_hour": calls[..., hours] * (HOUR_S / self.interval_s),
            "hotlines": hotlines,
            "interval_s": float(self.interval_s),
            "periodic": self.periodic,
            "again": self._comes_again,
        }

    @property
    def _comes_again(self) -> Floats | None:
        return None if self.load.comes_again is None else self.load.comes_again[:, self._hours]

    @property
    def _endless_erlangs(self) -> Floats:
        """The load (K x I) of callers who never hang up."""
        load = self.load
        if load.alike:
            return np.where(load.hangs_up, 0.0, self.load_erlangs)
        return load.work_of(load.hotlines.endless_shares) / self.interval_s

    def _all_day(self, values: NDArray[Any], closed: float | str) -> NDArray[Any]:
        """Return values of the open hours as values of the day."""
        day = np.full(self.load.calls.shape, closed, dtype=values.dtype)
        day[:, self._hours] = values
        return day

    def _known(self, values: Floats, stable: Bools, where: Bools) -> Floats:
        day = self._all_day(values, np.nan)
        return np.where(stable[:, None] & where & np.isfinite(day), day, np.nan)

    def _status(self, operators: Ints, known: Bools) -> Texts:
        """Return whether somebody calls, somebody answers, and a steady state could exist, or at least an end.

        Where nothing is known (K x I) it is overloaded; where some hang up and others never do, only there.
        """
        endless = (
            np.zeros_like(self.load.calls) if some_hang_up(self.load.hotlines) else self._endless_erlangs
        )
        overloaded = ((endless > 0) & (endless >= operators)) | ~known
        if self.lines is not None:
            overloaded = ~known
        return np.select(
            [self.load.calls == 0, (operators == 0) & known, overloaded],
            [NO_CALLS, UNSTAFFED, OVERLOADED],
            OK,
        )
