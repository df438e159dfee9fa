"""The most calls in time of all ways to spend a sum, by dynamic programming: for a few intervals, a day at most.

Interval by interval, the best is kept for every cost (the multiple-choice knapsack problem). Costs are counted in the
largest unit of which each operator costs a whole number. Source: H. Kellerer, U. Pferschy, D. Pisinger, Knapsack
Problems, Springer (2004), section 11.
"""

from fractions import Fraction
from math import gcd, lcm

import numpy as np

from mfc_capacity.commands.budget.amounts import most_within
from mfc_capacity.commands.budget.batches import Staffing, staffing_of
from mfc_capacity.commands.budget.levels import Setting
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.plan.money import HUNDREDTHS

MOST_WORK, MOST_CELLS = 10**8, 10**7


class Exact:
    """The best staffing for every sum; raises ValueError where there are too many intervals or prices for it.

    Hours after duty, which differ by group, and surcharges are a price too many.
    """

    def __init__(self, setting: Setting) -> None:
        batches, choices = setting.batches, np.diff(setting.levels.first)
        self._setting = setting
        self._unit, weights = _weights(setting)
        busy = np.flatnonzero((batches.calls > 0) & (choices > 1))
        more = choices - (setting.least - batches.least)
        costs = weights[batches.rate, batches.tariff]
        self._cells = int(((more - 1) * costs * batches.times)[busy].sum())
        intervals = int(batches.times[busy].sum())
        work = self._cells * int((more * batches.times)[busy].sum())
        if work > MOST_WORK or self._cells * intervals > MOST_CELLS:
            raise ValueError(work)
        self._batch = np.repeat(busy, batches.times[busy])
        self._cost = costs[self._batch]
        self._choice = self._filled()

    def staffing_at(self, hundredths: int) -> Staffing | None:
        """Return the best staffing that a sum pays; None if it does not pay the least operators."""
        if self._setting.cost(self._setting.start) > hundredths:
            return None
        prices = self._setting.prices
        rounding = len(prices.paid_hours) + 2 * len(prices.tariffs)  # costs are rounded one by one
        cells = most_within(self._cells, self._cost_of, hundredths + rounding) or 0
        for affordable in range(cells, -1, -1):
            staffing = self._staffing(affordable)
            if self._setting.cost(staffing) <= hundredths:
                return staffing
        return self._setting.start

    def _filled(self) -> Ints:
        """Return, interval by interval, how many operators more are best for every cost up to all of them."""
        choice = np.zeros((len(self._batch), self._cells + 1), dtype=np.int64)
        best = np.zeros(self._cells + 1)
        for row, batch in enumerate(self._batch.tolist()):
            best = self._with_interval(best, choice[row], self._in_time(batch), int(self._cost[row]))
        return choice

    def _in_time(self, batch: int) -> Floats:
        """Return the calls in time of one interval from its least operators on."""
        setting = self._setting
        start = setting.levels.first[batch] + setting.least[batch] - setting.batches.least[batch]
        in_time: Floats = setting.levels.in_time[start : setting.levels.first[batch + 1]]
        return in_time

    def _with_interval(self, before: Floats, choice: Ints, in_time: Floats, cost: int) -> Floats:
        best: Floats = before + in_time[0]
        for count, value in enumerate(in_time[1:].tolist(), 1):
            spent = count * cost
            if spent > self._cells:
                break
            reached = before[: self._cells + 1 - spent] + value
            is_better = reached > best[spent:]
            best[spent:][is_better] = reached[is_better]
            choice[spent:][is_better] = count
        return best

    def _staffing(self, cells: int) -> Staffing:
        """Return the best staffing of a cost, followed back from the last interval."""
        setting, counts = self._setting, np.zeros(len(self._batch), dtype=np.int64)
        for row in range(len(self._batch) - 1, -1, -1):
            counts[row] = self._choice[row, cells]
            cells -= int(counts[row] * self._cost[row])
        others = np.setdiff1d(np.arange(len(setting.least)), self._batch)
        return staffing_of(
            np.concatenate([self._batch, others]),
            np.concatenate([setting.least[self._batch] + counts, setting.least[others]]),
            np.concatenate([np.ones(len(counts), dtype=np.int64), setting.batches.times[others]]),
        )

    def _cost_of(self, cells: int) -> int | float:
        """Return what the least operators and so many units of cost together cost in hundredths."""
        prices, start = self._setting.prices, self._setting.on_duty(self._setting.start)
        if len(prices.tariffs) != 1:
            return prices.total(start) + cells * self._unit * HUNDREDTHS // 1
        hours = sum((row[0] for row in prices.hours(start)), Fraction(0)) + cells * self._unit
        cost = prices.tariffs[0].cost(hours)
        return np.inf if cost is None else prices.fixed + cost * HUNDREDTHS // 1


def _weights(setting: Setting) -> tuple[Fraction, Ints]:
    """Return a unit, and how many of it an operator costs in one interval, rates x tariffs.

    The unit is one of paid hours where all days have the same tariff, and one of money where hours have a price each.

    Raises:
        ValueError: if there is no such unit, or an operator costs nothing.
    """
    tariffs, hours = setting.prices.tariffs, setting.prices.paid_hours
    if any(setting.prices.after_duty):
        raise ValueError(setting.prices.after_duty)
    if any(rate.wages != 1 for rate in setting.prices.rates.each):
        raise ValueError(setting.prices.rates)
    if len(tariffs) > 1 and any(len(tariff.steps) > 1 or tariff.hours is not None for tariff in tariffs):
        raise ValueError(tariffs)
    prices = [Fraction(1)] if len(tariffs) == 1 else [tariff.price for tariff in tariffs]
    costs = [[each * price for price in prices] for each in hours]
    flat = [cost for row in costs for cost in row]
    if not flat or not all(flat):
        raise ValueError(flat)
    below = lcm(*(cost.denominator for cost in flat))
    unit = Fraction(gcd(*(int(cost * below) for cost in flat)), below)
    weights = [[int(cost / unit) for cost in row] for row in costs]
    if max(map(max, weights)) > MOST_CELLS:
        raise ValueError(weights)
    return unit, np.array(weights, dtype=np.int64)
