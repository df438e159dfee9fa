"""Rows that every plan of classes keeps, and its relaxation into parts of classes does not.

Between two periods, what is required grows by more than those hold who are there. If no class comes to work in between,
the growth was there before as too much output, or is missing after; if one comes, it brings all its people at once. So
they are (l, S) inequalities of lot sizing, after Barany, Van Roy & Wolsey (Management Science 30, 1984) and, with
backlogs, Pochet & Wolsey (Mathematical Programming 40, 1988).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints

SEEN = 1e-3  # of a person; a row that is broken by less is not worth its time

Row = tuple[Ints, Floats, float]  # columns, their coefficients, and the least of their sum


@dataclass(frozen=True, eq=False)
class Lots:
    """The columns of a program, and what they mean.

    Attributes:
        output: of one person of each class, by period (B x T).
        missing: output that is required beyond that of those who come anyhow (T).
        smallest: people of a class, at least.
        stays: the share of people who stay from one period to the next.
        people: columns of the people of each class (B).
        count: columns of the classes (B).
        overtime: columns (T).
        short: columns (T).
        over: columns of output above what is required (T).
    """

    output: Floats
    missing: Floats
    smallest: float
    stays: float
    people: Ints
    count: Ints
    overtime: Ints
    short: Ints
    over: Ints

    def broken(self, values: Floats) -> Iterator[Row]:
        """Yield for each period, and both ways round, the row that values break most."""
        taken = values[self.count] > 0
        for later in range(1, self.missing.size):
            kept = self.stays ** np.arange(later, 0, -1)
            growth = self.missing[later] - kept * self.missing[:later]
            gain = self.output[:, later] - kept[:, None] * self.output[:, :later].T
            brought = np.maximum(gain, 0.0) * values[self.people]
            counted = np.maximum(growth, 0.0)[:, None] * values[self.count]
            over, under = values[self.over], values[self.overtime] + values[self.short]
            lacking = growth - kept * over[:later] - under[later] - np.minimum(brought, counted).sum(axis=1)
            lost = np.minimum(gain, 0.0) @ values[self.people]
            spare = np.maximum(brought - counted, 0.0).sum(axis=1) + lost - over[later] - kept * under[:later]
            for breach, row in ((lacking, self._lacking), (spare, self._spare)):
                before = int(np.argmax(np.where(growth > 0, breach, -np.inf)))
                if growth[before] > 0 and breach[before] > SEEN:
                    is_many = brought[before] > counted[before]
                    is_many |= ~taken & (gain[before] * self.smallest > growth[before])
                    yield row((before, later), kept[before], growth[before], gain[before], is_many)

    def _lacking(
        self, periods: tuple[int, int], kept: float, growth: float, gain: Floats, is_many: Bools
    ) -> Row:
        before, later = periods
        columns = self.over[before], self.overtime[later], self.short[later]
        each = np.where(is_many, growth, np.maximum(gain, 0.0))
        classes = np.where(is_many, self.count, self.people)
        return np.append(classes, columns), np.append(each, [kept, 1.0, 1.0]), growth

    def _spare(
        self, periods: tuple[int, int], kept: float, growth: float, gain: Floats, is_many: Bools
    ) -> Row:
        before, later = periods
        columns = self.over[later], self.overtime[before], self.short[before]
        each = -np.where(is_many | (gain < 0), gain, 0.0)
        counts = np.where(is_many, growth, 0.0)
        return (
            np.concatenate([self.people, self.count, columns]),
            np.concatenate([each, counts, [1.0, kept, kept]]),
            0.0,
        )
