"""The cheapest people who cover what is required, as an integer program.

Set covering: Dantzig, A comment on Edie's "Traffic delays at toll booths", Operations Research 2 (1954). People are
counted by the phase of their pattern, operators by day and start. A break of one family on one day is placed for all
its starts together: windows are equally long, so whoever's window ends first can be served first, and it is enough to
count the breaks that begin before the end and after the beginning of each window (Bechtold & Jacobs, Implicit modeling
of flexible break assignments in optimal shift scheduling, Management Science 36 (1990)); of a single start this is the
model of Aykin, Management Science 42 (1996), in which each break of a shift is placed by itself.

Where somebody who begins late and next day early would rest too little, each phase has operators of its own, which is
exact: see `people`.

Where not everything can be covered, the least weight is left uncovered, by the cheapest people who do that.
"""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.integer_program import Effort, Program, Solution
from mfc_capacity.core.shifts.breaks import dealt
from mfc_capacity.core.shifts.people import Staff, staff
from mfc_capacity.core.shifts.problem import Break, Family, Problem, Worked

# Of those required, the shares up to which an operator who is missing weighs so many times as much.
DEPTHS = ((0.1, 1.0), (0.25, 2.0), (0.5, 4.0), (1.0, 8.0))
ROUNDING = 1e-6
FIRST_BY = 0.6  # of the time, after which as much as can be is covered

Terms = list[tuple[Ints, float]]


@dataclass(frozen=True, eq=False)
class Covered:
    """What was found.

    Attributes:
        worked: how each family is worked; None: the time was too short for any answer.
        cost: of the people found, and how far down it could lie.
        missing: where not everything is covered, the weight that is not, and how far down that could lie.
        cannot: whether it is known that not everything can be, rather than that the time was too short for it.
    """

    worked: tuple[Worked, ...] | None
    cost: Solution
    missing: Solution | None = None
    cannot: bool = False


def cover(problem: Problem, effort: Effort, start: Floats | None = None) -> Covered:
    """Return the cheapest people who cover a problem; where nobody can, those who leave the least uncovered.

    The relaxation, rounded, is most often within a percent of the cheapest and there at once; only where that is not
    good enough the work goes on. Nobody can, too, where no answer is found in a good part of the time. `start` are the
    values of a first answer.

    Raises:
        ImportError: without highspy.
    """
    begun = perf_counter()
    whole = _Covering(problem)
    near = whole.program.rounded(_left(effort, begun))
    if near.values is not None and near.gap <= effort.gap:
        return Covered(whole.worked(near.values), near)
    left = _left(effort, begun)
    first = near.values if start is None else start
    cost = whole.program.solved(replace(left, first_by_s=left.time_limit_s * FIRST_BY), first)
    if cost.values is not None:
        return Covered(whole.worked(cost.values), cost)
    cannot = cost.status == "infeasible"
    least = _Covering(problem, may_miss=True, has_costs=False)
    missing = least.program.solved(_left(effort, begun))
    if missing.values is None:
        return Covered(None, missing, missing, cannot)
    short = _Covering(problem, may_miss=True)
    short.program.row(*short.missing, most=missing.objective + ROUNDING * max(missing.objective, 1.0))
    cost = short.program.solved(_left(effort, begun), missing.values)
    values = missing.values if cost.values is None else cost.values
    if cost.values is None:
        cost = replace(
            cost, status="time-limit", values=values, objective=short.program.cost(values), bound=0.0
        )
    return Covered(short.worked(values), cost, missing, cannot)


def _left(effort: Effort, begun: float) -> Effort:
    return replace(effort, time_limit_s=effort.time_limit_s - (perf_counter() - begun))


Breaks = list[list[tuple[Ints, Ints]]]  # by break and day: when one may begin, and its column


class _Covering:
    """The program of a problem; `missing` are the terms of the weight of what is missing, where something may be."""

    def __init__(self, problem: Problem, *, may_miss: bool = False, has_costs: bool = True) -> None:
        self.problem, self.program = problem, Program()
        self.missing: Terms = []
        self._has_costs = has_costs
        self._there: list[tuple[Ints, Ints, Floats]] = []
        self._columns = [self._family(family) for family in problem.families]
        self._limit_shares()
        self._cover(may_miss)

    def worked(self, values: Floats) -> tuple[Worked, ...]:
        """Return how the families are worked by an answer."""
        whole = np.rint(values).astype(np.int64)
        found = []
        for family, (columns, placed) in zip(self.problem.families, self._columns, strict=True):
            nobody = np.zeros(len(family.starts), dtype=np.int64)
            operators = np.array([sum((whole[own] for own in day), nobody) for day in columns.starts])
            breaks = tuple(
                np.array(
                    [
                        dealt(operators[row], family.starts, each, begins, whole[own])
                        for row, (begins, own) in enumerate(by_day)
                    ]
                )
                for each, by_day in zip(family.breaks, placed, strict=True)
            )
            found.append(Worked(operators, breaks, whole[columns.people]))
        return tuple(found)

    def _family(self, family: Family) -> tuple[Staff, Breaks]:
        """Add a family: its people, who begins when, and their breaks."""
        costs = family.costs if self._has_costs else np.zeros_like(family.costs)
        columns = staff(self.program, self.problem, family, costs, np.zeros(family.cycle))
        for row, classes in enumerate(columns.starts):
            self._limit_day(family, row, classes)
            for at, start in enumerate(family.starts):
                self._be_there(row, start, family.length, np.array([own[at] for own in classes]), 1.0)
        return columns, [
            [self._break(family, each, row, classes) for row, classes in enumerate(columns.starts)]
            for each in family.breaks
        ]

    def _be_there(self, row: int, start: int, length: int, columns: Ints, factor: float) -> None:
        """Let columns count as at their desks (or away, by their factor) for some intervals of a day of work."""
        part = self.problem.inside((row - 1) * self.problem.day + start, length)
        intervals = np.arange(part.start, part.stop)
        counted = np.tile(columns, intervals.size)
        self._there.append((np.repeat(intervals, columns.size), counted, np.full(counted.size, factor)))

    def _by_interval(self) -> list[tuple[Ints, Floats]]:
        """Return the columns that count as at their desks in each interval, and their factors."""
        intervals, columns, factors = map(np.concatenate, zip(*self._there, strict=True))
        order = np.argsort(intervals, kind="stable")
        ends = np.searchsorted(intervals[order], np.arange(1, self.problem.required.size))
        return list(zip(np.split(columns[order], ends), np.split(factors[order], ends), strict=True))

    def _limit_day(self, family: Family, row: int, classes: list[Ints]) -> None:
        fewest = family.fewest if row > 0 else 0
        if fewest or family.most is not None:
            terms = [(own, 1.0) for own in classes]
            self.program.row(*terms, least=fewest, most=np.inf if family.most is None else family.most)

    def _break(self, family: Family, each: Break, row: int, classes: list[Ints]) -> tuple[Ints, Ints]:
        """Add a break of a family on one day; return when it may begin (intervals after midnight), and its columns."""
        begins = (
            np.unique(np.add.outer(family.starts, each.begins)) if classes else np.zeros(0, dtype=np.int64)
        )
        columns = self.program.columns(np.zeros(begins.size))
        for begin, column in zip(begins.tolist(), columns, strict=True):
            self._be_there(row, begin, each.length, np.array([column]), -1.0)
        taken = [(own, -1.0) for own in classes]
        if not classes:
            return begins, columns
        self.program.row((columns, 1.0), *taken, least=0.0, most=0.0)
        for at in range(1, len(family.starts)):
            ends, next_begins = family.starts[at - 1] + each.last, family.starts[at] + each.first
            earlier, later = slice(None, at), slice(at, None)
            for own, part in ((begins <= ends, earlier), (begins >= next_begins, later)):
                of_shifts = [(columns_of[part], factor) for columns_of, factor in taken]
                self.program.row((columns[own], 1.0), *of_shifts, least=0.0)
        return begins, columns

    def _limit_shares(self) -> None:
        """Let a family have no more than its share of all people."""
        everybody = [columns.people for columns, _ in self._columns]
        for family, people in zip(self.problem.families, everybody, strict=True):
            if (share := family.most_share) is not None:
                of_all = [(each, -float(share.numerator)) for each in everybody]
                self.program.row((people, float(share.denominator)), *of_all, most=0.0)

    def _cover(self, may_miss: bool) -> None:
        """Ask for what is wanted in every interval that somebody can reach, and for calls in time over periods."""
        problem, promise = self.problem, self.problem.promise
        by_interval = self._by_interval()
        extra: list[Terms] = [[] for _ in by_interval]
        if promise is not None:
            pieces = self.program.columns(np.zeros(promise.pieces.size), promise.widths, whole=False)
            for interval, column in zip(promise.pieces.tolist(), pieces, strict=True):
                extra[interval].append((column, -1.0))
            self._answer_in_time(pieces, may_miss)
        wanted, reached = problem.wanted.ravel(), problem.within_reach().ravel()
        if problem.seats is not None:
            for there, seats in zip(by_interval, problem.seats.ravel().tolist(), strict=True):
                if there[0].size:
                    self.program.row(there, most=seats)
        for t in np.flatnonzero((reached & (wanted > 0)) | [bool(own) for own in extra]):
            least = int(wanted[t]) if reached[t] else 0
            missing = self._missing(least, float(problem.weights.flat[t])) if may_miss and least else []
            self.program.row(by_interval[t], *extra[t], *missing, least=float(least))

    def _missing(self, wanted: int, weight: float) -> Terms:
        """Add who may be missing of so many operators, the deeper the heavier; return them as if they were there."""
        ends = np.ceil([share * wanted for share, _ in DEPTHS])
        weights = weight * np.array([times for _, times in DEPTHS])
        columns = self.program.columns(
            np.zeros(weights.size) if self._has_costs else weights, np.diff(ends, prepend=0.0), whole=False
        )
        self.missing += zip(columns, weights, strict=True)
        return [(columns, 1.0)]

    def _answer_in_time(self, pieces: Ints, may_miss: bool) -> None:
        promise = self.problem.promise
        if promise is None:
            return
        of_piece = promise.periods.ravel()[promise.pieces]
        for period, calls in enumerate(promise.calls_in_time.tolist()):
            own = of_piece == period
            lost: Terms = []
            if may_miss:
                lost = [(self.program.columns(0.0 if self._has_costs else 1.0, whole=False), 1.0)]
                self.missing += lost
            self.program.row((pieces[own], promise.gains[own]), *lost, least=calls)
