"""Operators placed where they help most: the best service level that each sum of money affords.

Every operator added to an interval answers more calls in time, for the price of a paid hour. Where each one adds less
than the one before, it is optimal to buy the best gain per rouble first (marginal allocation; Fox 1966). A queue that
starts from nobody gains little at first and then much; so its gains are taken along their upper concave hull, whose
steps may be many operators long (Everett 1963). Filled up step by step, a sum that is spent buys the most that so
much money can buy; a step may be taken in some of a batch's intervals and not yet in the others, and what the rest of
a sum does not pay in full is left to be spent otherwise.

Sources: B. Fox, Discrete optimization via marginal analysis, Management Science 13 (1966); H. Everett, Generalized
Lagrange multiplier method, Operations Research 11 (1963).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from mfc_capacity.commands.budget.amounts import most_within
from mfc_capacity.commands.budget.batches import Staffing, staffing_of
from mfc_capacity.commands.budget.levels import Setting
from mfc_capacity.commands.budget.spending import Tariff
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.concave import upper_hull
from mfc_capacity.plan import money

KNEE_SHARE = 0.5


class Position(NamedTuple):
    """A point of the frontier: the steps taken in full, and in how many intervals the next one is taken."""

    steps: int
    times: int = 0


@dataclass(frozen=True)
class Steps:
    """Steps of the hulls (S): from so many operators to so many, in some intervals of a batch.

    `gain` is in calls answered in time per interval; `worth` the same per paid hour or per unit of money. The greatest
    `rank` is bought first: it is the worth, but never more than that of a step of the same tariff which comes before.
    `surcharge` is what a paid hour costs beside its tariff.
    """

    batch: Ints
    start: Ints
    end: Ints
    gain: Floats
    times: Ints
    worth: Floats
    rank: Floats
    surcharge: Floats

    def __len__(self) -> int:
        return len(self.batch)

    def at(self, index: Ints) -> "Steps":
        """Return some of the steps."""
        return Steps(**{name: values[index] for name, values in vars(self).items()})


class Frontier:
    """The best that each sum affords step by step, where the money of a planned scenario pays for operators.

    Sums are whole hundredths. `steps` stand in the order in which they are bought.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.steps = _best_first(_hull_steps(setting), setting)
        self._on_duty = self._running_on_duty()
        gains = self.steps.gain * self.steps.times
        self._in_time = np.cumsum([setting.in_time(setting.start), *gains])

    @property
    def start(self) -> Position:
        """The point of the least operators."""
        return Position(0)

    @property
    def end(self) -> Position:
        """The point from which on no operator gains anything worth naming."""
        return Position(len(self.steps))

    @property
    def knee(self) -> Position | None:
        """The point from which on money buys less than half of what it buys at what the targets need.

        None where that is nothing, or the targets are out of reach of any sum.
        """
        need = self.setting.plan_cost
        point = None if need is None else self.bought(need)
        worth = 0.0 if point is None else self.worth(point)
        if not worth or not np.isfinite(worth):
            return None
        return Position(int(np.flatnonzero(self.steps.worth >= worth * KNEE_SHARE)[-1]) + 1)

    def in_time_at_most(self, hundredths: int) -> float | None:
        """Return the calls that no way to spend a sum answers more of: with the rest of it, a part of the next step."""
        point = self.bought(hundredths)
        if point is None:
            return None
        rest = (hundredths - self.cost(point)) / money.HUNDREDTHS
        worth = self.steps.worth[point.steps :]
        return self.in_time(point) + (rest * float(worth.max()) if rest and len(worth) else 0.0)

    def bought(self, hundredths: int) -> Position | None:
        """Return how far a sum pays for the steps; None if it does not even pay the least operators."""
        steps = most_within(len(self.steps), lambda steps: self.cost(Position(steps)), hundredths)
        if steps is None or steps == len(self.steps):
            return None if steps is None else self.end
        last = int(self.steps.times[steps])
        times = most_within(last, lambda times: self.cost(Position(steps, times)), hundredths)
        return Position(steps, times or 0)

    def cost(self, point: Position) -> int:
        """Return what a point costs, everything that the money pays for included."""
        on_duty, batches = self._on_duty[point.steps], self.setting.batches
        if point.times:
            batch, lift = self.steps.batch[point.steps], self._lifts[point.steps]
            on_duty = on_duty.copy()
            on_duty[batches.rate[batch], batches.tariff[batch]] += lift * point.times
        return self.setting.prices.fixed + sum(self.setting.prices.costs(on_duty) or [])

    def in_time(self, point: Position) -> float:
        """Return the calls answered in time."""
        begun = point.times * float(self.steps.gain[point.steps]) if point.times else 0.0
        return float(self._in_time[point.steps]) + begun

    def worth(self, point: Position) -> float:
        """Return the calls answered in time by one more unit of money, spent where it helps most."""
        worth = self.steps.worth[point.steps :]
        return float(worth[0]) if len(worth) else 0.0

    def staffing(self, point: Position) -> Staffing:
        """Return the operators on duty."""
        steps, moved, start = self.steps, self.steps.times.copy(), self.setting.start
        moved[point.steps :] = 0
        if point.times:
            moved[point.steps] = point.times
        return staffing_of(
            np.concatenate([start.batch, steps.batch, steps.batch]),
            np.concatenate([start.operators, steps.start, steps.end]),
            np.concatenate([start.times, -moved, moved]),
        )

    @property
    def _lifts(self) -> Ints:
        lifts: Ints = self.steps.end - self.steps.start
        return lifts

    def _running_on_duty(self) -> Ints:
        """Return the operators on duty, rates x tariffs, before the first step and after each."""
        batches, number = self.setting.batches, np.arange(1, len(self.steps) + 1)
        least = self.setting.on_duty(self.setting.start)
        lifts = np.zeros((len(self.steps) + 1, *least.shape), dtype=np.int64)
        place = (number, batches.rate[self.steps.batch], batches.tariff[self.steps.batch])
        lifts[place] = self._lifts * self.steps.times
        on_duty: Ints = least + lifts.cumsum(axis=0)
        return on_duty


def _hull_steps(setting: Setting) -> Steps:
    """Return the steps of every batch's hull, each batch's in order, none of them priced."""
    rows = np.array(
        list(_hull_rows(setting)), dtype=[("batch", "i8"), ("start", "i8"), ("end", "i8"), ("gain", "f8")]
    )
    batch = rows["batch"]
    unknown = np.zeros(len(rows))
    return Steps(
        batch,
        rows["start"],
        rows["end"],
        rows["gain"],
        setting.batches.times[batch],
        unknown,
        unknown,
        unknown,
    )


def _hull_rows(setting: Setting) -> Iterator[tuple[int, int, int, float]]:
    """Yield batch, first and last operators and gain of every step."""
    batches, levels = setting.batches, setting.levels
    for batch in np.flatnonzero(batches.calls > 0).tolist():
        least = int(setting.least[batch])
        row = levels.first[batch] + least - batches.least[batch]
        in_time = levels.in_time[row : levels.first[batch + 1]].tolist()
        for low, high in pairwise(upper_hull(range(len(in_time)), in_time)):
            yield batch, least + low, least + high, in_time[high] - in_time[low]


def _best_first(steps: Steps, setting: Setting) -> Steps:
    """Return the steps in the order in which they are bought, with what they are worth in money."""
    batches, prices = setting.batches, setting.prices
    least = setting.on_duty(setting.start)
    each = np.array([float(hours) for hours in prices.paid_hours])[batches.rate[steps.batch]]
    surcharge, price = (
        prices.surcharges[batches.rate, batches.tariff][steps.batch],
        prices.first[batches.tariff],
    )
    each = each * _times(surcharge, price[steps.batch])
    steps = replace(steps, worth=steps.gain / ((steps.end - steps.start) * each), surcharge=surcharge)
    steps = steps.at(np.argsort(-steps.worth, kind="stable"))
    least_hours = [sum(of_rates, Fraction(0)) for of_rates in zip(*prices.hours(least), strict=True)]
    parts = []
    for number, tariff in enumerate(prices.tariffs):
        own = steps.at(np.flatnonzero(batches.tariff[steps.batch] == number))
        paid_hours = [prices.paid_hours[rate] for rate in batches.rate[own.batch]]
        parts.append(_priced(own, paid_hours, tariff, least_hours[number]))
    names = [field.name for field in fields(Steps)]
    joined = Steps(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})
    return joined.at(np.argsort(-joined.rank, kind="stable"))


def _priced(steps: Steps, paid_hours: Sequence[Fraction], tariff: Tariff, used: Fraction) -> Steps:
    """Return the steps of one tariff with their worth by money in place of that by the hour, and their rank.

    A price that is lower than the one before it keeps them in their order, as the dearer hours come first.
    """
    paid, ends = list(paid_hours), []
    for end in (end for end, _ in tariff.steps if end is not None):
        steps, paid, inside = _split(steps, paid, end - used)
        ends.append(inside)
    if tariff.hours is not None:
        steps = steps.at(np.arange(ends[-1]))
    of_each = np.array([float(tariff.wage + price) for _, price in tariff.steps])
    prices = of_each[np.searchsorted(ends, np.arange(len(steps)), side="right")]
    with np.errstate(divide="ignore"):
        worth = steps.worth / ((prices + steps.surcharge) / _times(steps.surcharge, float(tariff.price)))
    return replace(steps, worth=worth, rank=np.minimum.accumulate(worth))


def _times(surcharge: Floats, price: Floats | float) -> Floats:
    """Return how many times its price an hour costs with a surcharge; 1 of what costs nothing."""
    return 1 + np.divide(surcharge, price, out=np.zeros_like(surcharge), where=np.asarray(price) > 0)


def _split(steps: Steps, paid_hours: list[Fraction], spare: Fraction) -> tuple[Steps, list[Fraction], int]:
    """Return the steps, the one that spare hours pay in part cut in two, and how many they pay.

    With the steps stand their paid hours of one operator in one interval.
    """
    lifts = (steps.end - steps.start).tolist()
    of_one = [lift * hours for lift, hours in zip(lifts, paid_hours, strict=True)]
    taken = list(accumulate(hours * times for hours, times in zip(of_one, steps.times.tolist(), strict=True)))
    inside = bisect_right(taken, spare)
    if inside == len(steps):
        return steps, paid_hours, inside
    left = spare - (taken[inside - 1] if inside else 0)
    cut = steps.at(np.concatenate([np.arange(inside + 1), np.arange(inside, len(steps))]))
    cut.times[inside] = max(left // of_one[inside], 0)
    cut.times[inside + 1] -= cut.times[inside]
    return cut, [*paid_hours[: inside + 1], *paid_hours[inside:]], inside + 1
