"""Days whose volume varies: the operators are there before the day shows how many call.

A method says what callers meet on a day whose volume is known. Here it is asked for the days of a Gamma law, see
`core.varying`, and what it says is mixed: shares of callers and their waits by how many of them there are on each day,
occupancy by time. Targets are kept by that mean, or on a share of the days: on the day whose factor is their quantile,
hence on all with fewer calls, since every measure worsens with the load.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy import special

from mfc_capacity.answers.records import NO_CALLS, OK, OVERLOADED, UNSTAFFED
from mfc_capacity.core import means
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.means import answered_share
from mfc_capacity.core.monotone import between
from mfc_capacity.core.steady.last_run import last_runs_on_lines, worsening
from mfc_capacity.core.steady.lines import fewest_lines
from mfc_capacity.core.steady.staffing import (
    MIN_OPERATORS,
    STABILITY,
    Requirement,
    no_reasons,
    smallest_and_missed,
)
from mfc_capacity.core.targets import ASA, MEASURES, SERVICE_LEVEL, ServiceLevelOf, Targets
from mfc_capacity.core.varying import (
    CUTS,
    FARTHEST_SCORE,
    Days,
    days_around,
    days_of,
    even_days,
    factor_at,
    score_of,
)
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.staffing.method import ENDLESS, WORK, Performance, UnreachableError, target_excesses
from mfc_capacity.staffing.stationary import Stationary, distinct_rows
from mfc_capacity.staffing.time_dependent import TimeDependent

# Of days that are carried through; so many standard deviations leave out 7 in a million of them.
FARTHEST_CARRIED = 4.5
TENTH_WORST = float(special.ndtri(0.9))
# Where the service level of a day is kept for its law: even steps, and the tenth-worst day.
LEVEL_SCORES = np.sort(np.append(np.linspace(-4, 4, 129), TENTH_WORST))
DAYS_LOOKED_AT = 30  # of each kind, or so
CELLS_AT_ONCE = 1_000_000
LONG_PATIENCE = 2.0  # handling times
MOST_FACTOR = 1e6
NEAR = 0.5  # a score whose day needs about what the mean over days needs
DOUBTED = 0.1  # share of days whose figures are not known to hold
TOLERANCE = 1e-9  # of a measure, relative to its target
ROUGHLY = 4, 4.0  # steps on either side, and the score that they reach
HALVINGS = 6
MOST_ROUNDS = 60
STRIDE = 0.25  # of operators a round, in sqrt(operators) for each e-fold by which a target is missed

IsMissed = Callable[[Performance, Floats], Bools]


@dataclass(frozen=True)
class DaysMet:
    """How days of each kind (K) differ with operators whose number does not.

    Attributes:
        kept: share of the days on which every target is kept in every interval.
        levels: service level of a day's calls at LEVEL_SCORES (K x S), NaN where nobody calls.
        is_missed: whether a target is missed as it is promised: on average, or on a share of the days (K x I).
    """

    kept: Floats
    levels: Floats
    is_missed: Bools

    def of_kinds(self, kinds: Ints) -> "DaysMet":
        """Return some kinds of day."""
        return DaysMet(*(getattr(self, field.name)[kinds] for field in fields(self)))


def days_joined(parts: Sequence[DaysMet]) -> DaysMet:
    """Return the kinds of day of several parts, one part after the other."""
    return DaysMet(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(DaysMet))
    )


@dataclass(frozen=True)
class Varying:
    """A group whose days vary, planned by a `method` for known days; `on_days`: see `TargetSet`.

    `is_rough` where few days are looked at, to begin a search.
    """

    method: Stationary | TimeDependent
    on_days: float | None
    is_rough: bool = False

    @property
    def carries_queue(self) -> bool:
        """Whether each interval inherits the queue of the one before."""
        return self.method.carries_queue

    @property
    def intervals_planned_soon(self) -> int:
        """How many intervals are planned in about a minute."""
        return self.method.intervals_planned_soon // DAYS_LOOKED_AT

    @property
    def load(self) -> GroupDays:
        """The calls of the mean day, and by how much days vary."""
        return self.method.load

    @property
    def key(self) -> Hashable:
        """Everything that the answers depend on, beside what is asked."""
        return self

    @property
    def model(self) -> Texts:
        """The formula that each interval is planned by (K x I), "" where nobody calls."""
        return self.method.model

    @property
    def lines(self) -> int | None:
        """The most calls in service and waiting together; None: as many as come."""
        return self.method.lines

    def on(self, load: GroupDays) -> "Varying":
        """Return the same for other calls."""
        return replace(self, method=self.method.on(load))

    def at(self, scores: Floats) -> Stationary | TimeDependent:
        """Return the method for days at normal scores of their factors (K)."""
        return self.method.on(self.load.times_factors(factor_at(scores, self.load.varies)))

    def unreachable(self, targets: Targets) -> Texts:
        """Return the target that no number of operators keeps, "" where all can be kept.

        ENDLESS stands for the mean wait of callers who never hang up: on some days they are more than are served.
        """
        if self.on_days is not None:
            return self._on_the_day.unreachable(targets)
        load, missed = self.load, self.method.unreachable(targets)
        grows = (not self.carries_queue) | (load.open[:, :1] & load.open[:, -1:])
        return np.where((missed == "") & grows & self._waits_endlessly(targets), ENDLESS, missed)

    def required(self, targets: Targets) -> Requirement:
        """Return the fewest operators that keep the targets; with the queue carried, as few as are found.

        Raises:
            UnreachableError: with WORK, if they are not found soon.
        """
        if self.on_days is not None:
            return self._on_the_day.required(targets)
        known, varied = np.flatnonzero(self.load.varies == 0), np.flatnonzero(self.load.varies > 0)
        operators = np.zeros(self.load.calls.shape, dtype=np.int64)
        bound_by = no_reasons(operators.shape, targets)
        for kinds, search in ((known, Varying._required_known), (varied, Varying._required_on_average)):
            if kinds.size:
                found = search(self.on(self.load.of_kinds(kinds.tolist())), targets)
                operators[kinds], bound_by[kinds] = found.operators, found.bound_by
        return Requirement(operators, bound_by)

    def met(self, operators: Ints) -> Performance:
        """Return what callers meet on average.

        Raises:
            UnreachableError: with WORK, if the days take too long.
        """
        return self._exactly_mixed(operators, self._looked_at(operators)[0])

    def p90_wait_s(self, operators: Ints) -> Floats:
        """Return NaN (K x I): the percentile of all days is no mean of theirs, and to solve for it takes too long."""
        return np.full(operators.shape, np.nan)

    def met_as_promised(self, operators: Ints) -> Performance:
        """Return what callers meet of which the targets speak: on average, or on the day at whose share they are kept.

        Raises:
            UnreachableError: with WORK, if the days take too long.
        """
        return self.met(operators) if self.on_days is None else self._on_the_day.met(operators)

    def lines_needed(self, operators: Ints, max_busy: float) -> Floats:
        """Return the fewest lines that keep the share on average, or on the day at whose share targets are kept.

        On average they are the same in the intervals of a day that are called (K x I).
        """
        if self.on_days is not None:
            return self._on_the_day.lines_needed(operators, max_busy)
        kinds = np.flatnonzero((self.load.calls > 0).any(axis=1))
        least = operators[kinds].max(axis=1)

        def excess(lines: Ints, at: Ints) -> Floats:
            looks = [
                replace(self, method=replace(self.method, lines=int(count)))
                .on(self.load.of_kinds([int(kind)]))
                .met(operators[[kind]])
                for count, kind in zip(lines, kinds[at], strict=True)
            ]
            worst = np.array([np.nan_to_num(look.busy).max() for look in looks])
            with np.errstate(divide="ignore"):
                beyond: Floats = np.log(worst) - np.log(max_busy * (1 + TOLERANCE))
            return beyond

        needed = np.full(operators.shape[0], np.nan)
        needed[kinds] = fewest_lines(excess, least, least + 1)
        return np.where(self.load.calls > 0, needed[:, np.newaxis], np.nan)

    def days_met(self, operators: Ints, is_missed: IsMissed) -> tuple[Performance, DaysMet]:
        """Return what callers meet on average and how days differ; `is_missed` says where targets are missed.

        Raises:
            UnreachableError: with WORK, if the days take too long.
        """
        rough, days, looks = self._looked_at(operators)
        mean = self._exactly_mixed(operators, rough)
        of = self.method.service_level_of
        level = np.stack([day_level(look, calls, of) for look, calls in looks], axis=1)
        scores, order = np.unique(np.append(days.scores, TENTH_WORST), return_index=True)
        levels = between(scores, level[:, order], LEVEL_SCORES)
        is_kept = np.stack([~is_missed(look, calls).any(axis=1) for look, calls in looks[:-1]], axis=1)
        kept = self._kept(operators, is_missed, days, is_kept.cumprod(axis=1).sum(axis=1))
        if self.on_days is None:
            return mean, DaysMet(kept, levels, is_missed(mean, self.load.calls))
        the_day = self._on_the_day
        return mean, DaysMet(kept, levels, is_missed(the_day.met(operators), the_day.load.calls))

    @property
    def _on_the_day(self) -> Stationary | TimeDependent:
        """The method for the day on which the targets are to be kept."""
        return self.at(np.full(len(self.load.open), special.ndtri(self.on_days or 0.5)))

    @property
    def _days(self) -> Days:
        """The days that are looked at, for all kinds."""
        if self.is_rough:
            return even_days(*ROUGHLY)
        load_erlangs = float(self.method.load_erlangs.max(initial=0.0))
        farthest = FARTHEST_CARRIED if self.carries_queue else FARTHEST_SCORE
        return days_of(float(self.load.varies.max(initial=0.0)), load_erlangs, farthest)

    def _looked_at(self, operators: Ints) -> tuple[Performance, Days, list[tuple[Performance, Floats]]]:
        """Return what callers meet on average, the days by which, and what they meet on each and on the tenth-worst."""
        days, kinds = self._days, len(operators)
        scores = np.append(days.scores, TENTH_WORST)
        looks = self._looks(operators, np.broadcast_to(scores[:, np.newaxis], (scores.size, kinds)))
        mean = self._mixed(operators, days, [look for look, _ in looks[:-1]])
        return mean, days, looks

    def _looks(self, operators: Ints, scores: Floats) -> list[tuple[Performance, Floats]]:
        """Return what callers meet on days at some scores (M x K), and how many they are."""
        looks, kinds = [], len(operators)
        at_once = max(1, CELLS_AT_ONCE // max(operators.size, 1))
        for start in range(0, len(scores), at_once):
            some = scores[start : start + at_once]
            load = self.load.of_kinds(np.tile(np.arange(kinds), len(some)).tolist())
            method = Varying.at(self.on(load), some.ravel())
            met = method.met(np.tile(operators, (len(some), 1)))
            for k in range(len(some)):
                own = np.arange(k * kinds, (k + 1) * kinds)
                looks.append((met.of_kinds(own), method.load.calls[own]))
        return looks

    def _exactly_mixed(self, operators: Ints, mean: Performance) -> Performance:
        """Return the mean over days with what turns sharply, interval by interval, mixed around where it turns."""
        kinds, intervals = np.nonzero(self._turns_sharply)
        if self.is_rough or not kinds.size:
            return mean
        load_index, _ = self._alike(kinds, intervals)
        count = operators[kinds, intervals]
        _, index = distinct_rows(np.column_stack([load_index, count]).astype(np.float64))
        _, first = np.unique(index, return_index=True)
        alone = self.on(self.load.of_intervals(kinds[first], intervals[first]))
        on_duty = count[first][:, np.newaxis]
        days = days_around(alone._turning_scores(on_duty))
        exact = alone._mixed(on_duty, days, [look for look, _ in alone._looks(on_duty, days.scores)])
        mixed = {}
        for name in (
            *(measure.name for measure in MEASURES),
            "attempts",
            "never_served",
            "last_attempts",
            "counted",
        ):
            mixed[name] = values = getattr(mean, name).copy()
            values[kinds, intervals] = getattr(exact, name)[index, 0]
        return replace(mean, **mixed)

    @property
    def _turns_sharply(self) -> Bools:
        """Where callers wait for so long that a queue turns from good to bad at once (K x I), each by itself."""
        load = self.load
        varies = (load.calls > 0) & (load.varies > 0)[:, np.newaxis] & (not self.carries_queue)
        waits_long = load.longest_patience_s > LONG_PATIENCE * load.aht_s
        sharp: Bools = varies & (waits_long | (load.endless[0] * load.mixed > 0))
        return sharp

    def _turning_scores(self, operators: Ints) -> Floats:
        """Return for days of one interval the scores at which all calls, or those without end, reach the operators."""
        load = self.load
        endless, aht_s = load.endless
        loads = [self.method.load_erlangs[:, 0]]
        if load.mixed.any():
            loads.append((np.nan_to_num(endless * aht_s) / self.method.interval_s)[:, 0])
        with np.errstate(divide="ignore", invalid="ignore"):
            factors = np.nan_to_num(operators / np.stack(loads, axis=1), nan=1.0, posinf=MOST_FACTOR)
        scores = score_of(np.minimum(factors, MOST_FACTOR), load.varies[:, np.newaxis])
        turning: Floats = np.clip(scores, CUTS[0], CUTS[-1])
        return turning

    def _mixed(self, operators: Ints, days: Days, looks: list[Performance]) -> Performance:
        """Return the mean over days; where callers who never hang up are too many, none is served in time."""
        weights = days.weights if days.weights.ndim > 1 else days.weights[:, np.newaxis]
        by_time = np.broadcast_to(weights[..., np.newaxis], (len(weights), *operators.shape))
        first = by_time * days.factors(self.load.varies)[..., np.newaxis]
        attempts = np.stack([look.attempts for look in looks])
        comes_again = self.load.again is not None
        offered = first * attempts if comes_again else first
        overloaded = np.stack([look.status == OVERLOADED for look in looks])

        def known(name: str, endless: float = np.nan) -> Floats:
            """Return a measure on each day (M x K x I); `endless` where the queue only grows."""
            values = np.stack([getattr(look, name) for look in looks])
            return np.where(overloaded & np.isnan(values), endless, values)

        abandonment = known("abandonment", np.nan if self.load.some_hang_up.any() else 0.0)
        busy = known("busy", 0.0)
        answered = offered * np.nan_to_num(answered_share(abandonment + busy), nan=1.0)
        last_attempts = np.stack([look.last_attempts for look in looks])
        counted = known("counted", 1.0)
        of_level = {"answered": answered, "callers": first * last_attempts, "short": offered * counted}.get(
            self.method.service_level_of, offered
        )
        no_wait_level = 0.0 if self.method.wait_within_s is not None else np.nan
        return Performance(
            status=self._status(operators),
            service_level=_mean_share(known("service_level", 0.0), of_level),
            asa_s=_mean(known("asa_s"), answered),
            mean_wait_s=_mean(known("mean_wait_s"), offered),
            p_wait=_mean_share(known("p_wait", 1.0), offered),
            abandonment=_mean_share(abandonment, offered),
            busy=_mean_share(busy, offered),
            occupancy=_mean_share(known("occupancy", 1.0), by_time),
            waiting_at_end=_mean(known("waiting_at_end"), by_time),
            after_duty_hours=_mean(known("after_duty_hours"), by_time),
            is_doubtful=_mean(known("is_doubtful"), by_time) > DOUBTED,
            wait_level=_mean_share(known("wait_level", no_wait_level), answered),
            p90_wait_s=np.full(operators.shape, np.nan),
            attempts=_mean(attempts, first) if comes_again else np.ones(operators.shape),
            never_served=_mean(known("never_served", 0.0), first),
            last_attempts=_mean(last_attempts, first) if comes_again else np.ones(operators.shape),
            counted=_mean_share(counted, offered),
        )

    def _status(self, operators: Ints) -> Texts:
        """Return whether somebody calls, somebody answers, and the calls of the mean day are served (K x I)."""
        calling = self.load.calls > 0
        endless, aht_s = self.load.endless
        load_erlangs = np.nan_to_num(endless * aht_s) / self.method.interval_s
        can_grow = not self.carries_queue and self.lines is None
        grows = (load_erlangs > 0) & (load_erlangs >= operators) & can_grow
        return np.select([~calling, operators == 0, grows], [NO_CALLS, UNSTAFFED, OVERLOADED], OK)

    def _kept(self, operators: Ints, is_missed: IsMissed, days: Days, count: Ints) -> Floats:
        """Return the share of days (K) on which all targets are kept; of those looked at the first `count` do.

        The day on which they are promised is looked at too, so that a share of the days which is kept is never missed.
        """
        last = days.scores.size
        low = days.scores[np.maximum(count - 1, 0)]
        high = days.scores[np.minimum(count, last - 1)]
        promised = special.ndtri(self.on_days or 0.5)
        for step in range(HALVINGS + 1 if (high > low).any() else 0):
            middle = (low + high) / 2
            if step == 0:
                middle = np.where((low < promised) & (promised < high), promised, middle)
            method = self.at(middle)
            is_kept = ~is_missed(method.met(operators), method.load.calls).any(axis=1)
            low, high = np.where(is_kept, middle, low), np.where(is_kept, high, middle)
        inside = np.asarray(special.ndtr((low + high) / 2), dtype=np.float64)
        kept: Floats = np.select([count == 0, count == last], [0.0, 1.0], inside)
        return kept

    def _required_known(self, targets: Targets) -> Requirement:
        return self.method.required(targets)

    def _required_on_average(self, targets: Targets) -> Requirement:
        return self._required_of_days(targets) if self.carries_queue else self._required_of_intervals(targets)

    def _required_of_intervals(self, targets: Targets) -> Requirement:
        """Return the fewest operators, interval by interval; those that are alike are searched once."""
        load = self.load
        kinds, intervals = np.nonzero(load.calls > 0)
        index, apart = self._alike(kinds, intervals)
        alone = replace(self, method=replace(self.method, min_operators=0)).on(apart)
        operators = np.zeros(load.calls.shape, dtype=np.int64)
        bound_by = no_reasons(load.calls.shape, targets)
        if kinds.size:
            found, reasons = alone._fewest(targets)
            operators[kinds, intervals], bound_by[kinds, intervals] = found[index], reasons[index]
        lifted = load.open & (operators < self.method.min_operators)
        operators[lifted], bound_by[lifted] = self.method.min_operators, MIN_OPERATORS
        return Requirement(operators, bound_by)

    def _alike(self, kinds: Ints, intervals: Ints) -> tuple[Ints, GroupDays]:
        """Return for each of some intervals its number among those that differ, and these as days of one interval."""
        apart = self.load.of_intervals(kinds, intervals)
        by_hotline, varying_s = apart.by_interval
        rows = [
            apart.calls,
            apart.aht_s,
            apart.planned_patience_s,
            apart.varies[:, np.newaxis],
            by_hotline[:, 0],
            *(() if apart.again is None else (apart.again.take((slice(None), 0)).columns,)),
        ]
        *_, index = distinct_rows(np.column_stack(rows if varying_s is None else [*rows, varying_s[:, 0]]))
        _, first = np.unique(index, return_index=True)
        return index, apart.of_kinds(first.tolist())

    def _fewest(self, targets: Targets) -> tuple[Ints, Texts]:
        """Return the fewest operators for days of one interval (N), and what they are bound by."""
        steady = self.method.required(targets.with_limits()).operators[:, 0]
        fails = np.maximum(steady - 1, 0)
        near = np.maximum(self.at(np.full(len(steady), NEAR)).required(targets).operators[:, 0], fails + 1)
        near = replace(self, is_rough=True)._smallest(targets, fails, near)[0]
        found, beyond = self._smallest(targets, fails, near)
        needs = np.array([row.needs_operators for row in targets.rows])[:, np.newaxis]
        decides = beyond & (needs | (found > 1))
        return found, np.where(decides.any(axis=0), np.array(targets.keys)[decides.argmax(axis=0)], STABILITY)

    def _smallest(self, targets: Targets, fails: Ints, start: Ints) -> tuple[Ints, Bools]:
        """Return the fewest operators above `fails` (N), and which targets are missed with one fewer (T x N)."""
        most = np.full(fails.shape, np.inf if self.lines is None else float(self.lines))
        found, missed = smallest_and_missed(lambda n, at: self._excess(n, at, targets), fails, start, most)
        if self.is_rough:
            return found, missed
        untried = np.flatnonzero(found - 1 == fails)
        if untried.size:
            missed[:, untried] = self._excess(fails[untried], untried, targets) > 0
        may_worsen = worsening(targets, again=self.load.again is not None)
        rows = np.flatnonzero(np.broadcast_to(may_worsen, fails.shape))
        return last_runs_on_lines(
            lambda n, at: self._excess(n, at, targets), self._busy, (found, missed), most, rows
        )

    def _busy(self, operators: Ints, at: Ints) -> Floats:
        """Return the share who find all lines busy on days of one interval (N)."""
        return self.on(self.load.of_kinds(at.tolist())).met(operators[:, np.newaxis]).busy[:, 0]

    def _excess(self, operators: Ints, at: Ints, targets: Targets) -> Floats:
        """Return log(measure / target) of each target for days of one interval (T x N)."""
        some = self.on(self.load.of_kinds(at.tolist()))
        return target_excesses(some.met(operators[:, np.newaxis]), targets)[..., 0]

    def _as_many_as_lines(self, operators: Ints) -> Bools:
        """Return where there is an operator for every line: more would change nothing."""
        every: Bools = (
            np.zeros(operators.shape, dtype=bool) if self.lines is None else operators >= self.lines
        )
        return every

    def _required_of_days(self, targets: Targets) -> Requirement:
        """Return operators that keep the targets on average with the queue carried through the days.

        To begin with each interval gets what it needs on a known day with as many more calls as the mean over days
        needs more operators in steady states; then more wherever a target is missed, one where it is not far missed.

        Raises:
            UnreachableError: with WORK, if they are not found soon.
        """
        guess = (
            self._longer_waits if self._waits_endlessly(targets).any() else self._as_in_steady_states(targets)
        )
        first = guess.required(targets)
        operators, bound_by = first.operators.copy(), first.bound_by.copy()
        days = np.arange(len(operators))
        for _ in range(MOST_ROUNDS):
            some = self.on(self.load.of_kinds(days.tolist()))
            excess = target_excesses(some.met(operators[days]), targets)
            worst = np.where(some.load.calls > 0, excess.max(axis=0), 0.0)
            short = (worst > 0) & ~self._as_many_as_lines(operators[days])
            if not short.any():
                return Requirement(operators, bound_by)
            far = np.floor(np.minimum(worst, 1.0) * np.sqrt(operators[days]) * STRIDE).astype(np.int64)
            operators[days] += np.where(short, np.maximum(far, 1), 0)
            names = np.array(targets.keys)[excess.argmax(axis=0)]
            bound_by[days] = np.where(short, names, bound_by[days])
            days = days[short.any(axis=1)]
        raise UnreachableError(WORK, int(days[0]), int(worst.max(axis=0).argmax()))

    @property
    def _longer_waits(self) -> Stationary | TimeDependent:
        return self.at(np.full(len(self.load.open), NEAR))

    def _as_in_steady_states(self, targets: Targets) -> TimeDependent | Stationary:
        method = self.method
        steady = Stationary(*(getattr(method, field.name) for field in fields(method)))
        mean_day = steady.required(targets).operators
        on_average = replace(self, method=steady).required(targets).operators
        return method.on(self.load.times_factors(_more_calls(method.load_erlangs, mean_day, on_average)))

    def _waits_endlessly(self, targets: Targets) -> Bools:
        """Say where the mean wait is limited of callers who never hang up, on days that vary (K x I)."""
        limits = {row.measure: limit for row, limit in targets.each()}
        if self.lines is not None:
            return np.zeros(self.load.calls.shape, dtype=bool)
        varies = (self.load.calls > 0) & (self.load.varies > 0)[:, np.newaxis]
        waits: Bools = varies & ~self.load.some_hang_up & np.isfinite(limits.get(ASA, np.inf))
        return waits


def _more_calls(load_erlangs: Floats, known: Ints, mixed: Ints) -> Floats:
    """Return by what factor the load grows if operators do, as n = a + b * sqrt(a) has it for the same b."""
    a = np.where(load_erlangs > 0, load_erlangs, 1.0)
    b = (known - a) / np.sqrt(a)
    root = (np.sqrt(np.square(b) + 4 * np.maximum(mixed, 1)) - b) / 2
    return np.where(load_erlangs > 0, np.square(root) / a, 1.0)


def _mean(values: Floats, weights: Floats) -> Floats:
    """Return weighted means over the first axis; NaN where a value that counts is not known, or none counts."""
    total = weights.sum(axis=0)
    summed = (np.where(weights > 0, values, 0.0) * weights).sum(axis=0)
    mean: Floats = np.divide(summed, total, out=np.full(total.shape, np.nan), where=total > 0)
    return mean


def _mean_share(values: Floats, weights: Floats) -> Floats:
    """Return weighted means of shares, which rounding does not lift above 1."""
    return np.minimum(_mean(values, weights), 1.0)


def day_level(met: Performance, calls: Floats, of: ServiceLevelOf) -> Floats:
    """Return the service level of each day's calls (K), NaN where nobody calls; where it is not known, nobody's."""
    level, lost = np.nan_to_num(met.service_level, nan=0.0), met.abandonment + met.busy
    attempts, last = calls * np.nan_to_num(met.attempts, nan=1.0), calls * met.last_attempts
    weights = means.weights(attempts, lost, 0.0, of, last_attempts=last, counted=met.counted)
    weight = weights[SERVICE_LEVEL.name]
    weight = np.where(np.isnan(weight), attempts, weight)
    total = weight.sum(axis=1)
    of_day = np.divide((level * weight).sum(axis=1), total, out=np.full(total.shape, np.nan), where=total > 0)
    level_of_day: Floats = np.minimum(of_day, 1.0)
    return level_of_day
