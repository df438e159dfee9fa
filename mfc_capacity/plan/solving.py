"""The operators of several groups; where that takes long, several processes share the work.

With the queue carried through the day, each kind of day is a day by itself: a group with many of them is solved in
parts. The parts do not depend on the number of processes, so that no digit does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.plan import pool as processes
from mfc_capacity.scenario import Group
from mfc_capacity.staffing.operators import (
    TIME_DEPENDENT,
    GroupOperators,
    group_operators,
    operators_joined,
    requirement,
)

KINDS_A_PART = 40  # of day in a part; many small parts take longer than a few large ones
WORTH_PROCESSES = 1_500  # kinds of day x intervals that are solved while another process starts

Result = TypeVar("Result")


@dataclass(frozen=True)
class Question:
    """How many operators does a group need on its kinds of day?"""

    group: Group
    load: GroupDays
    interval_s: int
    method: str


def solved(questions: Sequence[Question], workers: int) -> list[GroupOperators]:
    """Solve each group, in up to so many processes.

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    answers = _in_parts(group_operators, questions, workers)
    return [operators_joined(parts).of_kinds(order) for order, parts in answers]


def requirements(questions: Sequence[Question], workers: int) -> list[Ints]:
    """Return the operators that each group requires (K x I), in up to so many processes.

    Raises:
        UnreachableError: if a target cannot be kept by any number of operators.
    """
    answers = _in_parts(requirement, questions, workers)
    return [np.concatenate([required for required, _ in parts])[order] for order, parts in answers]


def _in_parts(
    work: Callable[..., Result], questions: Sequence[Question], workers: int
) -> Iterator[tuple[Ints, list[Result]]]:
    """Yield the answers to the parts of each question, and where each kind of day stands in them."""
    parts = [(number, kinds) for number, question in enumerate(questions) for kinds in _parts(question)]
    parts.sort(key=lambda part: part[1].size, reverse=True)
    tasks = [_task(questions[number], kinds) for number, kinds in parts]
    left_to_others = sum(load.calls.size for _, load, _, method in tasks[1:] if method == TIME_DEPENDENT)
    results = processes.shared(work, tasks, workers if left_to_others > WORTH_PROCESSES else 1)
    for number in range(len(questions)):
        own = [k for k, (of, _) in enumerate(parts) if of == number]
        yield np.argsort(np.concatenate([parts[k][1] for k in own])), [results[k] for k in own]


def _parts(question: Question) -> list[Ints]:
    """Return kinds of day that are solved together, those with more calls first."""
    by_size = np.argsort(-question.load.calls.sum(axis=1), kind="stable")
    count = -(-by_size.size // KINDS_A_PART) if question.method == TIME_DEPENDENT else 1
    return np.array_split(by_size, count)


def _task(question: Question, kinds: Ints) -> tuple[Group, GroupDays, int, str]:
    load = question.load.of_kinds(kinds.tolist())
    return question.group, load, question.interval_s, question.method
