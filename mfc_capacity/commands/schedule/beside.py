"""What a plan comes to in shifts, beside the bare requirement: of each group's heaviest week, and of no other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from mfc_capacity.answers.columns import HEADCOUNT
from mfc_capacity.answers.records import Budget, Caution, Plan, Proof, Table
from mfc_capacity.commands.schedule.cautions import cautions
from mfc_capacity.commands.schedule.horizon import asked_groups
from mfc_capacity.commands.schedule.rows import GroupRows, headcount
from mfc_capacity.commands.schedule.schedule import proof_of
from mfc_capacity.plan.planner import Planned
from mfc_capacity.shifts.schedule import OnProgress, Question, schedules

A = TypeVar("A", Plan, Budget)


@dataclass(frozen=True)
class Beside:
    """What the shifts of each group's heaviest week come to, how good they are known to be, and what may mislead."""

    headcount: Table
    proof: Mapping[str, Proof]
    cautions: tuple[Caution, ...]


def beside(
    planned: Planned,
    question: Question | None = None,
    *,
    workers: int = 1,
    on_progress: OnProgress = lambda _group, _objective, _bound: None,
) -> Beside:
    """Find the cheapest shifts of each group's heaviest week.

    Args:
        planned: the scenario.
        question: what the shifts are to keep; None: as `schedule` without options.
        workers: how many groups are solved at once.
        on_progress: called with a group, the paid hours of its best schedule and their bound.

    Raises:
        InputError: without shifts, or without highspy.
        NoAnswerError: if the time was too short for any schedule.
    """
    question = question or Question()
    asked = asked_groups(planned, planned.groups, (None, None), None)
    found = schedules(planned, asked, question, workers=workers, on_progress=on_progress)
    return Beside(
        headcount=HEADCOUNT.of_records(headcount([GroupRows(planned, own) for own in found])),
        proof={own.name: proof_of(own) for own in found},
        cautions=tuple(cautions(planned, found, question)),
    )


def with_shifts(answer: A, shifts: Beside) -> A:
    """Return an answer with what its heaviest weeks come to in shifts."""
    new = tuple(caution for caution in shifts.cautions if caution not in answer.cautions)
    return replace(
        answer,
        tables={**answer.tables, shifts.headcount.name: shifts.headcount},
        proof=shifts.proof,
        cautions=answer.cautions + new,
    )
