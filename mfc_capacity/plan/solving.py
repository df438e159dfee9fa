"""The operators of several groups; where that takes long, several processes share the work.

With the queue carried through the day, each kind of day is a day by itself: a group with many of them is solved in
parts. The parts do not depend on the number of processes, so that no digit does.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from typing import TypeVar

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.plan.pool import Processes
from mfc_capacity.staffing.method import UnreachableError
from mfc_capacity.staffing.operators import (
    GroupOperators,
    GroupTask,
    Part,
    group_operators,
    operators_joined,
    operators_known,
    requirement,
)

KINDS_A_PART = 40  # of day in a part; many small parts take longer than a few large ones
WORTH_PROCESSES = 1_500  # kinds of day x intervals that are solved while another process starts

Result = TypeVar("Result")


def solved(tasks: Sequence[GroupTask], executor: Executor) -> list[GroupOperators]:
    """Return what each group requires, what that promises, and what the operators given deliver.

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    answers = _in_pieces(group_operators, [task.parts() for task in tasks], executor)
    return [operators_joined(parts).of_kinds(order) for order, parts in answers]


def stated(tasks: Sequence[GroupTask], executor: Executor) -> list[GroupOperators]:
    """Return what the operators that each group states deliver, in the place of those required."""
    answers = _in_pieces(operators_known, [task.parts() for task in tasks], executor)
    return [operators_joined(parts).of_kinds(order) for order, parts in answers]


def requirements(parts: Sequence[Part], executor: Executor) -> list[Ints]:
    """Return the operators that each part requires (K x I).

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    whole = [[(np.arange(len(part.method.load.open)), part)] for part in parts]
    answers = _in_pieces(requirement, whole, executor)
    return [np.concatenate(operators)[order] for order, operators in answers]


def known(task: GroupTask, operators: Ints) -> GroupOperators:
    """Return what operators (K x I) that a group is known to require deliver."""
    parts = [(kinds, operators_known(part, operators[kinds])) for kinds, part in task.parts()]
    order = np.argsort(np.concatenate([kinds for kinds, _ in parts]))
    return operators_joined([own for _, own in parts]).of_kinds(order)


def _in_pieces(
    work: Callable[[Part], Result], tasks: Sequence[Sequence[tuple[Ints, Part]]], executor: Executor
) -> Iterator[tuple[Ints, list[Result]]]:
    """Yield the answers to the pieces of each task, and where each kind of day stands in them.

    A task is some parts with their kinds of day, which together are all of them.
    """
    pieces = [
        (number, kinds[own], part, own)
        for number, task in enumerate(tasks)
        for kinds, part in task
        for own in _pieces(part)
    ]
    pieces.sort(key=lambda piece: piece[1].size, reverse=True)
    asked = [part.of_kinds(own) for _, _, part, own in pieces]
    left_to_others = sum(each.method.load.calls.size for each in asked[1:] if each.method.carries_queue)
    shared = executor if left_to_others > WORTH_PROCESSES else Processes()
    results: list[Result] = []
    answers = iter(shared.map(work, asked))
    for number, *_ in pieces:
        try:
            results.append(next(answers))
        except UnreachableError as error:
            error.task = number
            raise
    for number in range(len(tasks)):
        own = [k for k, (of, *_) in enumerate(pieces) if of == number]
        yield np.argsort(np.concatenate([pieces[k][1] for k in own])), [results[k] for k in own]


def _pieces(part: Part) -> list[Ints]:
    """Return kinds of day that are solved together, those with more calls first."""
    by_size = np.argsort(-part.method.load.calls.sum(axis=1), kind="stable")
    count = -(-by_size.size // KINDS_A_PART) if part.method.carries_queue else 1
    return np.array_split(by_size, count)
