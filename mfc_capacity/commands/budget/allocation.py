"""Operators placed where they help most: the best service level that each sum of money affords.

Every operator added to an interval answers more calls in time, for the price of a paid hour. Where each one adds less
than the one before, it is optimal to buy the best gain per rouble first (marginal allocation; Fox 1966). A queue that
starts from nobody gains little at first and then much; so its gains are taken along their upper concave hull, whose
steps may be many operators long (Everett 1963). Filled up step by step, a sum that is spent buys the most that so
much money can buy; a step may be taken in some of a batch's intervals and not yet in the others, and what the rest of
a sum does not pay in full is left unspent.

Sources: B. Fox, Discrete optimization via marginal analysis, Management Science 13 (1966); H. Everett, Generalized
Lagrange multiplier method, Operations Research 11 (1963).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from mfc_capacity.commands.budget.batches import Batches, Staffing, batches_of, staffing_of
from mfc_capacity.commands.budget.spending import Tariff, fixed_cost, tariffs
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.files.problems import InputError, say
from mfc_capacity.plan import money
from mfc_capacity.plan.planner import Planned

ROWS_AT_ONCE = 100_000
MOST_ROWS = 20_000_000


class Position(NamedTuple):
    """A point of the frontier: the steps taken in full, and in how many intervals the next one is taken."""

    steps: int
    times: int = 0


@dataclass(frozen=True)
class Steps:
    """Steps of the hulls (S): from so many operators to so many, in some intervals of a batch.

    `gain` is in calls answered in time per interval; `worth` the same per paid hour or per unit of money. The greatest
    `rank` is bought first: it is the worth, but never more than that of a step of the same tariff which comes before.
    """

    batch: Ints
    start: Ints
    end: Ints
    gain: Floats
    times: Ints
    worth: Floats
    rank: Floats

    def __len__(self) -> int:
        return len(self.batch)

    def at(self, index: Ints) -> "Steps":
        """Return some of the steps."""
        return Steps(**{name: values[index] for name, values in vars(self).items()})


class Frontier:
    """The best that each sum affords, where the money of a planned scenario pays for operators.

    Sums are whole hundredths. `steps` stand in the order in which they are bought.

    Raises:
        InputError: if there are too many different intervals to look at.
    """

    def __init__(self, plan: Planned) -> None:
        self.prices = Prices(plan)
        self.batches, self.as_planned = batches_of(plan, self.prices.tariffs)
        if self.batches.choices.sum() > MOST_ROWS:
            raise InputError(
                [
                    plan.loaded.problem_at(
                        "calendar.to", say("budget.TOO_MANY_INTERVALS"), say("budget.FEWER_INTERVALS")
                    )
                ]
            )
        everywhere = np.arange(len(self.batches.times))
        self.least = Staffing(everywhere, self.batches.least, self.batches.times)
        self.steps = _best_first(
            _hull_steps(self.batches), self.batches, self.prices, self.on_duty(self.least)
        )
        self._on_duty = self._running_on_duty()
        gains = self.steps.gain * self.steps.times
        self._in_time = np.cumsum([self._calls_in_time(self.least), *gains])
        self._planned_in_time = self._calls_in_time(self.as_planned)

    @property
    def start(self) -> Position:
        """The point of `min_operators`."""
        return Position(0)

    @property
    def end(self) -> Position:
        """The point from which on no operator gains anything worth naming."""
        return Position(len(self.steps))

    @property
    def knee(self) -> Position | None:
        """The point from which on money buys less than on average from start to end; None if it buys nothing."""
        spent = (self.cost(self.end) - self.cost(self.start)) / money.HUNDREDTHS
        if not spent:
            return None
        average = (self._in_time[-1] - self._in_time[0]) / spent
        above = np.flatnonzero(self.steps.worth > average)
        return Position(int(above[-1]) + 1) if above.size else self.end

    @cached_property
    def plan_cost(self) -> int | None:
        """What the plan's own operators cost; None if a contract does not have so many hours."""
        costs = self.prices.costs(self.on_duty(self.as_planned))
        return None if costs is None else self.prices.fixed + sum(costs)

    def staffing_at(self, hundredths: int) -> Staffing | None:
        """Return the operators that a sum buys; None if it does not even pay `min_operators`."""
        point = self.bought(hundredths)
        if point is None:
            return None
        return self.as_planned if self._plan_is_better(point, hundredths) else self.staffing(point)

    def in_time_at(self, hundredths: int) -> float | None:
        """Return the calls that the operators of a sum answer in time."""
        point = self.bought(hundredths)
        if point is None:
            return None
        return self._planned_in_time if self._plan_is_better(point, hundredths) else self.in_time(point)

    def in_time_at_most(self, hundredths: int) -> float | None:
        """Return the calls that no way to spend a sum answers more of: with the rest of it, a part of the next step."""
        point = self.bought(hundredths)
        if point is None:
            return None
        rest = (hundredths - self.cost(point)) / money.HUNDREDTHS
        worth = self.steps.worth[point.steps :]
        return self.in_time(point) + (rest * float(worth.max()) if rest and len(worth) else 0.0)

    def _plan_is_better(self, point: Position, hundredths: int) -> bool:
        """Return whether a step too long for the rest of a sum leaves less than the plan's operators reach for it.

        That happens where there are only a few intervals.
        """
        is_affordable = self.plan_cost is not None and self.plan_cost <= hundredths
        return is_affordable and self._planned_in_time > self.in_time(point)

    def bought(self, hundredths: int) -> Position | None:
        """Return how far a sum pays for the steps; None if it does not even pay `min_operators`."""
        steps = _most(len(self.steps), lambda steps: self.cost(Position(steps)), hundredths)
        if steps is None or steps == len(self.steps):
            return None if steps is None else self.end
        last = int(self.steps.times[steps])
        times = _most(last, lambda times: self.cost(Position(steps, times)), hundredths)
        return Position(steps, times or 0)

    def cost(self, point: Position) -> int:
        """Return what a point costs, everything that the money pays for included."""
        on_duty = self._on_duty[point.steps]
        if point.times:
            batch, lift = self.steps.batch[point.steps], self._lifts[point.steps]
            on_duty = on_duty.copy()
            on_duty[self.batches.group[batch], self.batches.tariff[batch]] += lift * point.times
        return self.prices.fixed + sum(self.prices.costs(on_duty) or [])

    def on_duty(self, staffing: Staffing) -> Ints:
        """Return how many intervals of one operator on duty a staffing has, groups x tariffs."""
        return self.prices.on_duty(self.batches, staffing)

    def in_time(self, point: Position) -> float:
        """Return the calls answered in time."""
        begun = point.times * float(self.steps.gain[point.steps]) if point.times else 0.0
        return float(self._in_time[point.steps]) + begun

    def worth(self, point: Position, group: int | None = None) -> float:
        """Return the calls answered in time by one more unit of money, spent on a group or where it helps most."""
        worth = self.steps.worth[point.steps :]
        if group is not None:
            worth = worth[self.batches.group[self.steps.batch[point.steps :]] == group]
        return float(worth[0]) if len(worth) else 0.0

    def staffing(self, point: Position) -> Staffing:
        """Return the operators on duty."""
        steps, moved = self.steps, self.steps.times.copy()
        moved[point.steps :] = 0
        if point.times:
            moved[point.steps] = point.times
        return staffing_of(
            np.concatenate([self.least.batch, steps.batch, steps.batch]),
            np.concatenate([self.least.operators, steps.start, steps.end]),
            np.concatenate([self.least.times, -moved, moved]),
        )

    def _calls_in_time(self, staffing: Staffing) -> float:
        return float((self.batches.in_time(staffing.batch, staffing.operators) * staffing.times).sum())

    @property
    def _lifts(self) -> Ints:
        lifts: Ints = self.steps.end - self.steps.start
        return lifts

    def _running_on_duty(self) -> Ints:
        """Return the operators on duty, groups x tariffs, before the first step and after each."""
        least, number = self.on_duty(self.least), np.arange(1, len(self.steps) + 1)
        lifts = np.zeros((len(self.steps) + 1, *least.shape), dtype=np.int64)
        place = (number, self.batches.group[self.steps.batch], self.batches.tariff[self.steps.batch])
        lifts[place] = self._lifts * self.steps.times
        on_duty: Ints = least + lifts.cumsum(axis=0)
        return on_duty


class Prices:
    """What operators on duty cost: the paid hours behind them, by group, at the tariff of the day."""

    def __init__(self, plan: Planned) -> None:
        self.tariffs: Sequence[Tariff] = tariffs(plan)
        self.fixed = fixed_cost(plan)
        interval_s = plan.scenario.interval_s
        self.paid_hours = [
            money.paid_hours(1, interval_s, group_plan.group.shrinkage) for group_plan in plan.groups
        ]

    def on_duty(self, batches: Batches, staffing: Staffing) -> Ints:
        """Return how many intervals of one operator on duty a staffing has, groups x tariffs."""
        counts = np.zeros((len(self.paid_hours), len(self.tariffs)), dtype=np.int64)
        place = (batches.group[staffing.batch], batches.tariff[staffing.batch])
        np.add.at(counts, place, staffing.operators * staffing.times)
        return counts

    def hours(self, on_duty: Ints) -> list[list[Fraction]]:
        """Return the paid hours, groups x tariffs."""
        return [
            [int(count) * each for count in row] for row, each in zip(on_duty, self.paid_hours, strict=True)
        ]

    def costs(self, on_duty: Ints) -> list[int] | None:
        """Return the cost by group in hundredths; None where a contract does not have so many hours."""
        hours = self.hours(on_duty)
        means = []
        for tariff, of_groups in zip(self.tariffs, zip(*hours, strict=True), strict=True):
            total = sum(of_groups, Fraction(0))
            cost = tariff.cost(total)
            if cost is None:
                return None
            means.append(cost / total * money.HUNDREDTHS if total else Fraction(0))
        exact = (sum((a * b for a, b in zip(row, means, strict=True)), Fraction(0)) for row in hours)
        return [int(money.booked([amount])[0]) for amount in exact]


def upper_hull(values: Sequence[float]) -> list[int]:
    """Return where the upper concave hull of values at 0, 1, 2... has its corners, up to the highest value.

    >>> upper_hull([0, 0, 3, 4, 4])
    [0, 2, 3]
    """
    corners: list[int] = []
    for n, value in enumerate(values):
        while len(corners) > 1:
            before, last = corners[-2], corners[-1]
            if (values[last] - values[before]) * (n - last) > (value - values[last]) * (last - before):
                break
            corners.pop()
        corners.append(n)
    return [n for k, n in enumerate(corners) if k == 0 or values[n] > values[corners[k - 1]]]


def _most(count: int, cost: Callable[[int], int], limit: int) -> int | None:
    """Return the largest number up to `count` whose cost, rising with it, is within a limit; None if none is."""
    found = bisect_right(range(count + 1), limit, key=cost) - 1
    return None if found < 0 else found


def _hull_steps(batches: Batches) -> Steps:
    """Return the steps of every batch's hull, each batch's in order, none of them priced."""
    rows = np.array(
        list(_hull_rows(batches)), dtype=[("batch", "i8"), ("start", "i8"), ("end", "i8"), ("gain", "f8")]
    )
    batch = rows["batch"]
    unknown = np.zeros(len(rows))
    return Steps(batch, rows["start"], rows["end"], rows["gain"], batches.times[batch], unknown, unknown)


def _hull_rows(batches: Batches) -> Iterator[tuple[int, int, int, float]]:
    """Yield batch, first and last operators and gain of every step, looking at each number of operators once."""
    choices = batches.choices
    busy = np.flatnonzero(choices > 1)
    if not busy.size:
        return
    for block in np.array_split(busy, choices.sum() // ROWS_AT_ONCE + 1):
        ends = np.cumsum(choices[block])
        batch = np.repeat(block, choices[block])
        operators = (
            batches.least[batch] + np.arange(len(batch)) - np.repeat(ends - choices[block], choices[block])
        )
        in_time = np.split(batches.in_time(batch, operators), ends[:-1])
        for number, values in zip(block.tolist(), in_time, strict=True):
            by_operators, least = values.tolist(), int(batches.least[number])
            corners = upper_hull(by_operators)
            for low, high in pairwise(corners):
                yield number, least + low, least + high, by_operators[high] - by_operators[low]


def _best_first(steps: Steps, batches: Batches, prices: Prices, least: Ints) -> Steps:
    """Return the steps in the order in which they are bought, with what they are worth in money."""
    each = np.array([float(hours) for hours in prices.paid_hours])[batches.group[steps.batch]]
    steps = replace(steps, worth=steps.gain / ((steps.end - steps.start) * each))
    steps = steps.at(np.argsort(-steps.worth, kind="stable"))
    least_hours = [sum(of_groups, Fraction(0)) for of_groups in zip(*prices.hours(least), strict=True)]
    parts = []
    for number, tariff in enumerate(prices.tariffs):
        own = steps.at(np.flatnonzero(batches.tariff[steps.batch] == number))
        paid_hours = [prices.paid_hours[group] for group in batches.group[own.batch]]
        parts.append(_priced(own, paid_hours, tariff, least_hours[number]))
    names = [field.name for field in fields(Steps)]
    joined = Steps(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})
    return joined.at(np.argsort(-joined.rank, kind="stable"))


def _priced(steps: Steps, paid_hours: Sequence[Fraction], tariff: Tariff, used: Fraction) -> Steps:
    """Return the steps of one tariff with their worth by money in place of that by the hour, and their rank.

    An overage that is cheaper than the price inside the volume keeps them in their order, as the volume comes first.
    """
    prices = np.full(len(steps), float(tariff.price))
    if tariff.hours is not None:
        steps, inside = _split(steps, paid_hours, tariff.hours - used)
        steps = steps if tariff.beyond is not None else steps.at(np.arange(inside))
        prices = np.where(np.arange(len(steps)) < inside, float(tariff.price), float(tariff.beyond or 0))
    with np.errstate(divide="ignore"):
        worth = steps.worth / prices
    return replace(steps, worth=worth, rank=np.minimum.accumulate(worth))


def _split(steps: Steps, paid_hours: Sequence[Fraction], spare: Fraction) -> tuple[Steps, int]:
    """Return the steps, the one that a volume's spare hours pay in part cut in two, and how many they pay."""
    lifts = (steps.end - steps.start).tolist()
    of_one = [lift * hours for lift, hours in zip(lifts, paid_hours, strict=True)]
    taken = list(accumulate(hours * times for hours, times in zip(of_one, steps.times.tolist(), strict=True)))
    inside = bisect_right(taken, spare)
    if inside == len(steps):
        return steps, inside
    left = spare - (taken[inside - 1] if inside else 0)
    cut = steps.at(np.concatenate([np.arange(inside + 1), np.arange(inside, len(steps))]))
    cut.times[inside] = max(left // of_one[inside], 0)
    cut.times[inside + 1] -= cut.times[inside]
    return cut, inside + 1
