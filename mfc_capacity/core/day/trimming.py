"""Operators taken away from days that were found with some too many, where one fewer keeps every target.

One operator fewer in an interval is felt in those before it, whose callers may still wait in it, and in those after it
until the queue is as it was. Only these are worked out, and what one of them shows of a day holds as long as nothing is
changed that it feels.
"""

from dataclasses import dataclass, replace

import numpy as np

from mfc_capacity.core.arrays import Bools, Ints, Texts
from mfc_capacity.core.day.goals import TOLERANCE, Goals, excess_of, missed_targets
from mfc_capacity.core.day.intervals import Plan, interval_queue
from mfc_capacity.core.day.transient import State, entered, left

DAYS_AT_ONCE = 128


@dataclass(frozen=True)
class Trials:
    """One operator fewer in an interval `at` of a day (N): the targets then missed (T x N), and where it is felt.

    That is from interval `first` to `last`, counted on beyond the ends of days that repeat.
    """

    day: Ints
    at: Ints
    missed: Bools
    first: Ints
    last: Ints

    def independent(self, intervals: int) -> Ints:
        """Return those without a miss that feel nothing of one another, each day's first among them."""
        chosen, furthest = [], dict.fromkeys(self.day.tolist(), -1)
        kept = np.flatnonzero(~self.missed.any(axis=0))
        rows = zip(
            kept.tolist(), *(each[kept].tolist() for each in (self.day, self.first, self.last)), strict=True
        )
        for trial, day, first, last in rows:
            over_midnight = first < 0 or last >= intervals
            if furthest[day] < 0 or (first > furthest[day] and not over_midnight):
                chosen.append(trial)
            furthest[day] = max(furthest[day], intervals if over_midnight else last)
        return np.array(chosen, dtype=np.int64)


class Trimming:
    """Days (K) with their operators, of whom those above `lowest` (K x I) may be spare.

    `begin` are the states before each interval and after the last (I + 1), interval by interval; they say nothing of
    days that are not `carried`. `bound_by` is the target for which operators turn out to be needed, "" elsewhere.
    """

    def __init__(
        self, plan: Plan, goals: Goals, lowest: Ints, begin: State, *, long_waits: Bools, carried: Bools
    ) -> None:
        self.plan = replace(plan, operators=plan.operators.copy())
        self.goals, self.lowest, self.begin = goals, lowest.copy(), begin
        self.long_waits = long_waits
        self.in_part = carried & ~long_waits & ~(plan.periodic & (plan.hang_up == 0).all(axis=1))
        self.bound_by: Texts = np.full(lowest.shape, "", dtype=object)
        self.reach = max(int(np.ceil(max(plan.thresholds_s) / plan.interval_s)), 1)

    def trim(self) -> None:
        """Take away operators until one fewer anywhere would miss a target."""
        while (held := self.plan.operators > self.lowest).any():
            days, at = np.nonzero(held)
            ends: list[tuple[Ints, Ints, State]] = []
            trials = self._tried(days, at, ends)
            needed = trials.missed.any(axis=0)
            self.lowest[days[needed], at[needed]] = self.plan.operators[days[needed], at[needed]]
            names = np.array(self.goals.targets.keys, dtype=object)[trials.missed.argmax(axis=0)]
            self.bound_by[days[needed], at[needed]] = names[needed]
            taken = trials.independent(self.plan.intervals)
            self.plan.operators[days[taken], at[taken]] -= 1
            for trial, place, end in ends:
                known = np.flatnonzero(np.isin(trial, taken))
                if known.size:
                    self.begin = self.begin.replaced(place[known], end.take(known))

    def _tried(self, days: Ints, at: Ints, ends: list[tuple[Ints, Ints, State]]) -> Trials:
        """Return what one fewer at these places shows; the states that it leads to are added to `ends`."""
        trials = Trials(
            days,
            at,
            np.zeros((len(self.goals.rows), days.size), dtype=bool),
            np.zeros_like(at),
            np.zeros_like(at),
        )
        whole = np.flatnonzero(~self.in_part[days])
        part = np.flatnonzero(self.in_part[days])
        for some in _blocks(part):
            is_long = self._try_in_part(trials, some, ends)
            whole = np.concatenate([whole, some[is_long]])
        for some in _blocks(whole):
            plan = self.plan.take(days[some])
            plan.operators[np.arange(some.size), at[some]] -= 1
            found = missed_targets(plan, self.goals.take(days[some]), self.long_waits[days[some]])
            trials.missed[:, some], trials.first[some] = found.any(axis=2), 0
            trials.last[some] = self.plan.intervals - 1
        return trials

    def _try_in_part(self, trials: Trials, some: Ints, ends: list[tuple[Ints, Ints, State]]) -> Bools:
        """Carry some of the trials on until nothing is felt; return where waits turn out to be long."""
        intervals, count = self.plan.intervals, self.plan.operators.shape[0]
        days, at = trials.day[some], trials.at[some]
        first = at - self.reach if self.plan.periodic else np.maximum(at - self.reach, 0)
        plan, goals = self._from(days, first)
        plan.operators[np.arange(some.size), at - first] -= 1
        trials.first[some], trials.last[some] = first, first + intervals
        is_long, rows = np.zeros(some.size, dtype=bool), np.arange(some.size)
        state = self.begin.take(first % intervals * count + days)
        for j in range(intervals):
            start = entered(plan.take(rows), j, state)
            queue = interval_queue(plan.take(rows), j, start.law)
            beyond = (excess_of(queue, start.finishing, goals.take(rows).at(j)) > 0) & (
                plan.arrivals[rows, j] > 0
            )
            trials.missed[:, some[rows]] |= beyond
            is_long[rows] |= queue.long_waits & self.goals.follow_waits
            end, there = left(queue, start), first[rows] + j + 1
            place = (there % intervals if self.plan.periodic else there) * count + days[rows]
            ends.append((some[rows], place, end))
            is_over = (end.distance(self.begin.take(place)) <= TOLERANCE) & (there > at[rows])
            is_over |= beyond.any(axis=0) | is_long[rows]
            if not self.plan.periodic:
                is_over |= there >= intervals
            trials.last[some[rows[is_over]]] = there[is_over] - 1
            going = np.flatnonzero(~is_over)
            rows, state = rows[going], end.take(going)
            if not rows.size:
                break
        return is_long

    def _from(self, days: Ints, first: Ints) -> tuple[Plan, Goals]:
        """Return some days (N) and their goals from an interval of each on, closed from its end on if it has one."""
        intervals = self.plan.intervals + self.reach + 1
        at = (days[:, None], (first[:, None] + np.arange(intervals)) % self.plan.intervals)
        plan = self.plan.window(days, first, intervals)
        return plan, replace(self.goals, most=self.goals.most[:, at[0], at[1]])


def _blocks(rows: Ints) -> list[Ints]:
    """Return rows as blocks that are worked out at once; none of no rows."""
    return [rows[at : at + DAYS_AT_ONCE] for at in range(0, rows.size, DAYS_AT_ONCE)]
