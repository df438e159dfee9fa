"""Who works when: people by the phase of their pattern, each with a start on every day of work.

The operators of each day and start may come from more than one set of phases; of these the one is taken that shares out
weekends most evenly, by the sum of squares of the weekend days that each person works.
"""

import math
from dataclasses import dataclass
from itertools import chain, pairwise

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


def staff(program: Program, problem: Problem, family: Family, costs: Floats, people_costs: Floats) -> Staff:
    """Add the people of a family to a program, who begin when on each day of their phases, and rest between.

    Args:
        program: which they are added to.
        problem: which the family belongs to.
        family: whose people they are.
        costs: of one operator who begins on that day at that start (D + 1 x S).
        people_costs: of one person of each phase.
    """
    of_horizon, of_before = _present(problem, family)
    people = program.columns(
        people_costs, [math.inf if phase in of_horizon | of_before else 0.0 for phase in range(family.cycle)]
    )
    reaches = np.array(family.starts) + family.length > problem.day
    starts: list[list[Ints]] = []
    for row, of_day in enumerate(costs):
        classes = _classes(problem, family, row)
        starts.append([program.columns(of_day) for _ in classes])
        for own, columns in zip(classes, starts[-1], strict=True):
            program.row((columns, 1.0), (people[own], -1.0), least=0.0, most=0.0)
            if row == 0:
                only_before = [phase for phase in own if phase not in of_horizon]
                program.row((columns[reaches], 1.0), (people[only_before], -1.0), least=0.0)
    if family.rest_binds(problem.rest, problem.day):
        _rest(program, problem, family, starts)
    return Staff(people, starts)


def _classes(problem: Problem, family: Family, row: int) -> list[list[int]]:
    """Return the phases of each class of people who work on a day."""
    if row == 0 and not family.runs_past(problem.day):
        return []
    phases = family.phases_on(row - 1)
    return [[phase] for phase in phases] if family.rest_binds(problem.rest, problem.day) else [phases]


def _present(problem: Problem, family: Family) -> tuple[set[int], set[int]]:
    """Return the phases that work on days of the horizon, and those of the day before, if it runs past midnight."""
    of_horizon = {phase for day in range(problem.days) for phase in family.phases_on(day)}
    return of_horizon, set(family.phases_on(-1)) if family.runs_past(problem.day) else set()


def _rest(program: Program, problem: Problem, family: Family, starts: list[list[Ints]]) -> None:
    """Let, of each phase, no more begin by a time than began early enough on their last day of work."""
    begins = np.array(family.starts)
    by_phase: dict[int, list[tuple[int, Ints]]] = {phase: [] for phase in range(family.cycle)}
    for row, own in enumerate(starts):
        for phase, columns in zip(family.phases_on(row - 1) if own else (), own, strict=True):
            by_phase[phase].append((row, columns))
    for (row, last), (next_row, following) in chain.from_iterable(map(pairwise, by_phase.values())):
        earlier = family.earlier(problem.rest, problem.day, next_row - row)
        for start in family.starts:
            rested = last[begins <= start + earlier]
            program.row((following[begins <= start], 1.0), (rested, -1.0), most=0.0)


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
    of_horizon, _ = _present(problem, family)
    # Who began early may begin early again; who only works on the day before the horizon begins late.
    last = np.isin(phases, list(of_horizon), invert=True).astype(np.int64)
    for row, classes in enumerate(columns.starts):
        for own, of_class in zip(classes, _classes(problem, family, row), strict=True):
            people = np.flatnonzero(np.isin(phases, of_class))
            in_order = people[np.argsort(last[people], kind="stable")]
            last[in_order] = np.repeat(np.arange(own.size), whole[own])
            starts[in_order, row] = last[in_order]
    return Rostered(phases, starts)
