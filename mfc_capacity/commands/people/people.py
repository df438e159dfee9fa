"""The people of each group through the weeks, written down: what they come to, who is there, who is hired when."""

import math
from collections.abc import Iterator, Sequence
from itertools import chain

from mfc_capacity.answers.columns import CLASSES, PEOPLE, STAFFED
from mfc_capacity.answers.records import HiringProof, PeopleAnswer
from mfc_capacity.commands.people.cautions import cautions
from mfc_capacity.commands.people.rows import GroupRows, Record, total
from mfc_capacity.core.integer_program import Solution
from mfc_capacity.people.staffed import OnProgress, Question, staffed
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.planner import Planned


def people(
    planned: Planned,
    question: Question,
    *,
    workers: int = 1,
    on_progress: OnProgress = lambda _group, _objective, _bound: None,
) -> PeopleAnswer:
    """Write down who is there against who is needed, by week.

    Args:
        planned: the scenario.
        question: who is hired.
        workers: how many groups are solved at once.
        on_progress: called with a group, the cost of the best classes found and their bound.

    Raises:
        InputError: without people, or without highspy where classes are looked for.
        NoAnswerError: if the time was too short for any classes.
    """
    found = staffed(planned, question, workers=workers, on_progress=on_progress)
    groups = [GroupRows(own, unhired) for own, unhired in zip(found.groups, found.unhired, strict=True)]
    records = [group.summary() for group in groups]
    tables = (
        STAFFED.of_records([*records, total(groups, records)]),
        PEOPLE.of_records(_week_by_week([list(group.weeks()) for group in groups])),
        CLASSES.of_records(
            sorted(chain.from_iterable(group.classes() for group in groups), key=lambda own: str(own["date"]))
        ),
    )
    return PeopleAnswer(
        **about(planned.loaded),
        cautions=tuple(cautions(planned, found.groups, question)),
        tables={table.name: table for table in tables},
        hires=question.hires,
        time_limit_s=question.time_limit_s,
        gap=question.gap,
        proof={own.name: _proof(own.proof) for own in found.groups if own.proof is not None},
        left_out=found.left_out,
        slower=tuple(own.name for own in found.groups if own.group.people.ramp_is_of_aht),
    )


def _week_by_week(groups: Sequence[Sequence[Record]]) -> Iterator[Record]:
    return chain.from_iterable(zip(*groups, strict=True))


def _proof(own: Solution) -> HiringProof:
    return HiringProof(
        objective=own.objective,
        bound=max(own.bound, 0.0) if math.isfinite(own.bound) else None,
        gap=own.gap if math.isfinite(own.gap) else None,
        seconds=own.seconds,
        status="time-limit" if own.status == "infeasible" else own.status,
    )
