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
    group_operators,
    operators_joined,
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
    answers = _in_parts(group_operators, tasks, executor)
    return [operators_joined(parts).of_kinds(order) for order, parts in answers]


def requirements(tasks: Sequence[GroupTask], executor: Executor) -> list[Ints]:
    """Return the operators that each group requires (K x I).

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    answers = _in_parts(requirement, tasks, executor)
    return [np.concatenate(parts)[order] for order, parts in answers]


def _in_parts(
    work: Callable[[GroupTask], Result], tasks: Sequence[GroupTask], executor: Executor
) -> Iterator[tuple[Ints, list[Result]]]:
    """Yield the answers to the parts of each task, and where each kind of day stands in them."""
    parts = [(number, kinds) for number, task in enumerate(tasks) for kinds in _parts(task)]
    parts.sort(key=lambda part: part[1].size, reverse=True)
    pieces = [tasks[number].on(tasks[number].method.load.of_kinds(kinds.tolist())) for number, kinds in parts]
    left_to_others = sum(piece.method.load.calls.size for piece in pieces[1:] if piece.method.carries_queue)
    shared = executor if left_to_others > WORTH_PROCESSES else Processes()
    results: list[Result] = []
    answers = iter(shared.map(work, pieces))
    for number, _ in parts:
        try:
            results.append(next(answers))
        except UnreachableError as error:
            error.task = number
            raise
    for number in range(len(tasks)):
        own = [k for k, (of, _) in enumerate(parts) if of == number]
        yield np.argsort(np.concatenate([parts[k][1] for k in own])), [results[k] for k in own]


def _parts(task: GroupTask) -> list[Ints]:
    """Return kinds of day that are solved together, those with more calls first."""
    by_size = np.argsort(-task.method.load.calls.sum(axis=1), kind="stable")
    count = -(-by_size.size // KINDS_A_PART) if task.method.carries_queue else 1
    return np.array_split(by_size, count)
