"""The service level of every interval by the number of its operators, and where operators may be placed.

Both ways to place them, and what is done with the rest of a sum, look figures up here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mfc_capacity.commands.budget.batches import Batches, Staffing, batches_of
from mfc_capacity.commands.budget.prices import Prices
from mfc_capacity.core import means
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.targets import SERVICE_LEVEL
from mfc_capacity.files.problems import InputError, NoAnswerError, say, usage_error
from mfc_capacity.plan.planner import Planned

ROWS_AT_ONCE = 100_000
MOST_ROWS = 20_000_000


@dataclass(frozen=True)
class Levels:
    """Service levels of all batches in one row (R), each from its least operators to ample.

    Those of batch b begin at `first[b]` and end before `first[b + 1]`; where nobody calls, there is one, and it is 0.
    `in_time` are the calls of an interval that are answered in time, whatever the target is of, and `counted` those
    that the service level is the share of; where callers come again, their attempts.
    """

    batches: Batches
    first: Ints
    level: Floats
    in_time: Floats
    counted: Floats

    def place(self, batch: Ints, operators: Ints) -> Ints:
        """Return where the levels of batches with so many operators stand; beyond ample nothing changes."""
        beyond = operators - self.batches.least[batch]
        places: Ints = np.minimum(self.first[batch] + beyond, self.first[batch + 1] - 1)
        return places

    def at(self, batch: Ints, operators: Ints) -> Floats:
        """Return the service levels of batches with so many operators."""
        levels: Floats = self.level[self.place(batch, operators)]
        return levels


class Promises:
    """The fewest operators that keep a service level in every interval with calls.

    `values` are all levels that any interval can have, rising; level number r is `values[r]`.
    """

    def __init__(self, levels: Levels) -> None:
        self._levels = levels
        busy = np.flatnonzero(levels.batches.calls > 0)
        is_higher = np.concatenate([np.zeros(0, dtype=bool), *_first_reached(levels, busy)])
        batch = np.repeat(busy, np.diff(levels.first)[busy])[is_higher]
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *_rows(levels, busy)])[is_higher]
        self.values, ranks = np.unique(levels.level[rows], return_inverse=True)
        self._busy = busy
        self._operators = rows - levels.first[batch] + levels.batches.least[batch]
        self._keys = batch * len(self.values) + ranks.reshape(-1)
        self._last = np.searchsorted(batch, busy, side="right") - 1

    def operators(self, number: int) -> Ints:
        """Return the fewest operators that keep a level, by batch; its most where no number of them keeps it."""
        operators = self._levels.batches.least.copy()
        if self._busy.size:
            found = np.searchsorted(self._keys, self._busy * len(self.values) + number)
            operators[self._busy] = self._operators[np.minimum(found, self._last)]
        return operators


@dataclass(frozen=True)
class Setting:
    """Where operators may be placed, and at what price: never below `least`, by batch."""

    prices: Prices
    levels: Levels
    promises: Promises
    as_planned: Staffing
    least: Ints
    floor: float

    @property
    def batches(self) -> Batches:
        """The intervals."""
        return self.levels.batches

    @cached_property
    def start(self) -> Staffing:
        """The least operators everywhere."""
        return self.everywhere(self.least)

    @property
    def calls(self) -> float:
        """All calls of the horizon."""
        return float((self.batches.calls * self.batches.times).sum())

    @cached_property
    def plan_cost(self) -> int | None:
        """What the plan's own operators cost; None if a contract does not have so many hours."""
        cost = self.cost(self.as_planned)
        return int(cost) if np.isfinite(float(cost)) else None

    def everywhere(self, operators: Ints) -> Staffing:
        """Return the same operators in all intervals of a batch."""
        return Staffing(np.arange(len(operators)), operators, self.batches.times)

    def on_duty(self, staffing: Staffing) -> Ints:
        """Return how many intervals of one operator on duty a staffing has, rates x tariffs."""
        return self.prices.on_duty(self.batches, staffing)

    def cost(self, staffing: Staffing) -> int | float:
        """Return what a staffing costs in hundredths; infinite where a contract does not have so many hours."""
        return self.prices.total(self.on_duty(staffing))

    def in_time(self, staffing: Staffing) -> float:
        """Return the calls that a staffing answers in time."""
        place = self.levels.place(staffing.batch, staffing.operators)
        return float((self.levels.in_time[place] * staffing.times).sum())

    def level(self, staffing: Staffing) -> float | None:
        """Return the service level of all groups, as their targets define it; None if nobody calls."""
        place = self.levels.place(staffing.batch, staffing.operators)
        level = means.mean(self.levels.level[place], self.levels.counted[place] * staffing.times)
        return min(level, 1.0) if np.isfinite(level) else None


def setting_of(plan: Planned, floor: float = 0.0) -> Setting:
    """Return where the operators of a planned scenario may be placed; no interval with calls below a service level.

    Raises:
        InputError: if there are too many different intervals to look at.
        NoAnswerError: if no number of operators keeps the floor somewhere.
    """
    prices = Prices(plan)
    batches, as_planned = batches_of(plan, prices.tariffs, prices.rates)
    if batches.choices.sum() > MOST_ROWS:
        raise InputError(
            [
                plan.loaded.problem_at(
                    "calendar.to", say("budget.TOO_MANY_INTERVALS"), say("budget.FEWER_INTERVALS")
                )
            ]
        )
    levels = levels_of(batches)
    promises = Promises(levels)
    least = promises.operators(int(np.searchsorted(promises.values, floor)))
    busy = batches.calls > 0
    if (levels.at(np.flatnonzero(busy), least[busy]) < floor).any():
        raise NoAnswerError(usage_error("--floor", say("budget.FLOOR_OUT_OF_REACH")).problems)
    return Setting(prices, levels, promises, as_planned, least, floor)


def levels_of(batches: Batches) -> Levels:
    """Return the service levels of all batches; an interval whose queue only grows has 0."""
    first = np.concatenate([[0], np.cumsum(batches.choices)])
    level, in_time, counted = np.zeros((3, int(first[-1])))
    busy = np.flatnonzero(batches.calls > 0)
    for block in np.array_split(busy, level.size // ROWS_AT_ONCE + 1) if busy.size else ():
        batch = np.repeat(block, batches.choices[block])
        rows = np.concatenate([np.arange(first[b], first[b + 1]) for b in block]) if block.size else block
        operators = batches.least[batch] + rows - first[batch]
        steady, reached = batches.attempts_waits(batch, operators)
        level[rows] = np.nan_to_num(reached)
        calls = batches.calls[batch]
        attempts = calls * steady.attempts
        in_time[rows] = steady.service_level_offered * attempts
        lost, of = steady.abandonment + steady.busy, batches.service_level_of[batch]
        weights = means.weights(attempts, lost, 0.0, of, last_attempts=calls, counted=steady.counted)
        counted[rows] = weights[SERVICE_LEVEL.name]
    return Levels(batches, first, level, in_time, counted)


def _rows(levels: Levels, busy: Ints) -> Iterator[Ints]:
    for batch in busy.tolist():
        yield np.arange(levels.first[batch], levels.first[batch + 1])


def _first_reached(levels: Levels, busy: Ints) -> Iterator[Bools]:
    """Yield where each batch's level is above that of every smaller number of operators."""
    for batch in busy.tolist():
        level = levels.level[levels.first[batch] : levels.first[batch + 1]]
        yield np.concatenate([[True], level[1:] > np.maximum.accumulate(level)[:-1]])
