"""What is to be covered, and by which shifts: everything in intervals.

D days of the horizon have I intervals each. Shifts may run past midnight, so those of the day before the horizon are
planned too: arrays by day of work have D + 1 rows, of which row 0 is that day. The people who work it follow their
pattern as all others do.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Break:
    """Time away from the desk; it begins between `first` and `last`, in intervals from the shift's start."""

    length: int
    first: int
    last: int

    @property
    def begins(self) -> range:
        """When it may begin."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, eq=False)
class Family:
    """Shifts that differ only in when they begin, and the pattern of days on which their people work.

    Attributes:
        starts: intervals after midnight (S), in order.
        length: of the presence, breaks included; at most a day.
        breaks: no window of one begins before that of another ends.
        days_on: days in a row that one person works.
        days_off: days in a row that the person then does not.
        costs: of one operator who begins on that day at that start (D + 1 x S); only what lies in the horizon.
        fewest: operators on each day of the horizon.
        most: operators on any day; None: as many as it takes.
        most_share: of all people, those who work it at most; None: all may.
    """

    starts: tuple[int, ...]
    length: int
    breaks: tuple[Break, ...]
    days_on: int
    days_off: int
    costs: Floats
    fewest: int = 0
    most: int | None = None
    most_share: Fraction | None = None

    @property
    def cycle(self) -> int:
        """The days after which the pattern begins again."""
        return self.days_on + self.days_off

    def phases_on(self, day: int) -> list[int]:
        """Return who works on a day of the horizon (-1: the one before): those whose run of days began k days on.

        A phase is the first day, modulo the cycle, of a run of days at work.
        """
        return sorted((day - worked) % self.cycle for worked in range(self.days_on))

    def runs_past(self, day: int) -> bool:
        """Return whether some shift runs past midnight; a day has `day` intervals."""
        return self.starts[-1] + self.length > day

    def earlier(self, rest: int, day: int, days: int) -> int:
        """Return by how many intervals somebody may begin earlier on the clock, so many days on."""
        return days * day - self.length - rest

    def rest_binds(self, rest: int, day: int) -> bool:
        """Return whether somebody may begin so late, and so early on the next day of work, that rest is too short."""
        is_next_day = self.days_on > 1 or self.days_off == 0
        days = 1 if is_next_day else self.days_off + 1
        return self.starts[-1] - self.starts[0] > self.earlier(rest, day, days)


@dataclass(frozen=True, eq=False)
class Promise:
    """Calls answered in time over periods, in the place of a number of operators in every interval.

    Attributes:
        floor: operators in each interval at least (D x I).
        pieces: interval of each piece of the concave curves of calls answered in time (P), as a flat index of D x I.
        widths: operators of each piece (P); pieces of one interval follow the floor, and each other.
        gains: calls in time that an operator of the piece adds (P), falling within an interval.
        periods: of each interval (D x I); -1: of none.
        calls_in_time: to be answered in each period beyond those of the floor.
    """

    floor: Ints
    pieces: Ints
    widths: Ints
    gains: Floats
    periods: Ints
    calls_in_time: Floats

    def taken(self, operators: Ints) -> Ints:
        """Return how many operators of each piece are there (P) with so many at their desks (D x I)."""
        before = self.widths.cumsum() - self.widths
        _, first, of = np.unique(self.pieces, return_index=True, return_inverse=True)
        there: Ints = np.clip(
            (operators - self.floor).flat[self.pieces] - before + before[first][of], 0, self.widths
        )
        return there


@dataclass(frozen=True, eq=False)
class Problem:
    """What is required, and the shifts that may cover it.

    Attributes:
        required: operators at their desks (D x I).
        families: the shifts.
        rest: intervals between two shifts of one person, at least; short enough for the same start on the next day of
            work, for nobody could work such a pattern for long.
        weights: of an operator who is missing in an interval (D x I).
        weekend: which days are shared out evenly (D).
        seats: operators who may be at their desks at once (D x I); None: all.
        promise: asked for in the place of `required`; None: `required` is.
    """

    required: Ints
    families: tuple[Family, ...]
    rest: int
    weights: Floats
    weekend: Bools
    seats: Ints | None = None
    promise: Promise | None = None

    @property
    def days(self) -> int:
        """The days of the horizon."""
        return int(self.required.shape[0])

    @property
    def day(self) -> int:
        """The intervals of a day."""
        return int(self.required.shape[1])

    @property
    def wanted(self) -> Ints:
        """The operators that every interval is to have (D x I)."""
        return self.required if self.promise is None else self.promise.floor

    def inside(self, begins: int, length: int) -> slice:
        """Return the part of some intervals, counted from the horizon's beginning, that lies in it."""
        return slice(max(begins, 0), max(min(begins + length, self.required.size), 0))

    def within_reach(self) -> Bools:
        """Return the intervals in which somebody of any shift can be at the desk (D x I)."""
        reached = np.zeros(self.required.size, dtype=bool)
        for family in self.families:
            present = np.ones(family.length, dtype=bool)
            for own in family.breaks:
                present[own.last : own.first + own.length] = False  # away, whenever the break begins
            for begins in (start + day * self.day for day in range(-1, self.days) for start in family.starts):
                part = self.inside(begins, family.length)
                reached[part] |= present[part.start - begins : part.stop - begins]
        return reached.reshape(self.required.shape)


@dataclass(frozen=True, eq=False)
class Worked:
    """How a family is worked.

    Attributes:
        operators: who begin on each day at each start (D + 1 x S).
        breaks: for each break, operators by day, start and beginning (D + 1 x S x B).
        people: by phase (cycle).
    """

    operators: Ints
    breaks: tuple[Ints, ...]
    people: Ints


def at_desk(problem: Problem, worked: tuple[Worked, ...]) -> Ints:
    """Return the operators at their desks (D x I)."""
    there = np.zeros(problem.required.size, dtype=np.int64)
    for family, own in zip(problem.families, worked, strict=True):
        for row, at in np.argwhere(own.operators):
            begins = (int(row) - 1) * problem.day + family.starts[at]
            there[problem.inside(begins, family.length)] += own.operators[row, at]
            for each, taken in zip(family.breaks, own.breaks, strict=True):
                for first, count in zip(each.begins, taken[row, at], strict=True):
                    there[problem.inside(begins + first, each.length)] -= count
    return there.reshape(problem.required.shape)
