"""Who works when: people by the phase of their pattern, each with a start on every day of work.

The operators of each day and start may come from more than one set of phases; of these the one is taken that shares out
weekends most evenly, by the sum of squares of the weekend days that each person works.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.integer_program import Effort, Program
from mfc_capacity.core.shifts.problem import Family, Problem, Worked

OFF = -1


@dataclass(frozen=True, eq=False)
class Staff:
    """The columns of the people of a family.

    Attributes:
        people: by phase.
        starts: by day of work, of each class of people who work on it (S). A class is a phase where rest binds; where
            it binds nobody, all who work on that day are one class. None work on the day before the horizon where
            nothing of it runs past midnight.
    """

    people: Ints
    starts: list[list[Ints]]


@dataclass(frozen=True, eq=False)
class Rostered:
    """The people of a family: the phase of each (N), and where in the family's starts each begins by day (N x D + 1).

    OFF where a person does not work.
    """

    phases: Ints
    starts: Ints


def staff(
    program: Program, problem: Problem, family: Family, costs: Floats, people_costs: Floats, most: int
) -> Staff:
    """Add the people of a family to a program, who begin when on each day of their phases, and rest between.

    Args:
        program: which they are added to.
        problem: which the family belongs to.
        family: whose people they are.
        costs: of one operator who begins on that day at that start (D + 1 x S).
        people_costs: of one person of each phase.
        most: operators at one start.
    """
    people = program.columns(people_costs, _most_people(problem, family))
    splits = family.rest_binds(problem.rest, problem.day)
    starts: list[list[Ints]] = []
    for row, of_day in enumerate(costs):
        classes = _classes(problem, family, row)
        starts.append([program.columns(of_day, most) for _ in classes])
        for own, columns in zip(classes, starts[-1], strict=True):
            program.row((columns, 1.0), (people[own], -1.0), least=0.0, most=0.0)
    if splits:
        _rest(program, problem, family, starts)
    return Staff(people, starts)


def _classes(problem: Problem, family: Family, row: int) -> list[list[int]]:
    """Return the phases of each class of people who work on a day."""
    if row == 0 and not family.runs_past(problem.day):
        return []
    phases = family.phases_on(row - 1)
    return [[phase] for phase in phases] if family.rest_binds(problem.rest, problem.day) else [phases]


def _most_people(problem: Problem, family: Family) -> Floats:
    """Return how many people each phase may have: none whose work would all lie before the horizon."""
    works = {phase for day in range(problem.days) for phase in family.phases_on(day)}
    if family.starts[0] + family.length > problem.day:
        works |= set(family.phases_on(-1))
    return np.array([np.inf if phase in works else 0.0 for phase in range(family.cycle)])


def _rest(program: Program, problem: Problem, family: Family, starts: list[list[Ints]]) -> None:
    """Let, of each phase, no more begin by a time than began early enough on the day before."""
    begins = np.array(family.starts)
    later = problem.day - family.length - problem.rest
    by_phase = [
        dict(zip(family.phases_on(row - 1) if own else (), own, strict=True))
        for row, own in enumerate(starts)
    ]
    for today, tomorrow in pairwise(by_phase):
        for phase in today.keys() & tomorrow.keys():
            for start in family.starts:
                rested = today[phase][begins <= start + later]
                program.row((tomorrow[phase][begins <= start], 1.0), (rested, -1.0), most=0.0)


def rostered(problem: Problem, family: Family, worked: Worked) -> Rostered:
    """Return who works when, for the operators and as many people as a family is worked by."""
    weekend_days = [
        int(problem.weekend[[day for day in range(problem.days) if phase in family.phases_on(day)]].sum())
        for phase in range(family.cycle)
    ]
    program = Program()
    columns = staff(
        program,
        problem,
        family,
        np.zeros_like(family.costs),
        np.square(weekend_days).astype(np.float64),
        int(worked.operators.max(initial=0)),
    )
    program.row((columns.people, 1.0), least=worked.people.sum(), most=worked.people.sum())
    for classes, operators in zip(columns.starts, worked.operators, strict=True):
        for at, count in enumerate(operators.tolist() if classes else ()):
            program.row(([own[at] for own in classes], 1.0), least=count, most=count)
    found = program.solved(Effort())
    if found.values is None:
        raise ValueError("nobody can work these shifts by this pattern")
    whole = np.rint(found.values).astype(np.int64)
    phases = np.repeat(np.arange(family.cycle), whole[columns.people])
    starts = np.full((phases.size, problem.days + 1), OFF)
    for row, classes in enumerate(columns.starts):
        for own, of_class in zip(classes, _classes(problem, family, row), strict=True):
            _begin(starts, row, np.flatnonzero(np.isin(phases, of_class)), whole[own])
    return Rostered(phases, starts)


def _begin(starts: Ints, row: int, people: Ints, operators: Ints) -> None:
    """Let people begin on a day, in the order in which they began the day before."""
    before = starts[people, row - 1] if row else np.full(people.size, OFF)
    in_order = people[np.argsort(before, kind="stable")]
    starts[in_order, row] = np.repeat(np.arange(operators.size), operators)
