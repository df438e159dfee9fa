"""The people of each group through the weeks, written down: what they come to, who is there, who is hired when."""

import math
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from mfc_capacity.answers.columns import CLASSES, PEOPLE, STAFFED
from mfc_capacity.answers.records import HiringProof, PeopleAnswer, WeeksProof
from mfc_capacity.commands.people.cautions import cautions
from mfc_capacity.commands.people.rows import GroupRows, Record, total
from mfc_capacity.core.integer_program import Solution
from mfc_capacity.people.staffed import OnProgress, Question, staffed
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.planner import Planned
from mfc_capacity.shifts.weeks import OnWeek, WeeksInShifts


def people(
    planned: Planned,
    question: Question,
    *,
    workers: int = 1,
    on_progress: OnProgress = lambda _group, _objective, _bound: None,
    on_week: OnWeek = lambda _done, _planned: None,
) -> PeopleAnswer:
    """Write down who is there against who is needed, by week.

    Args:
        planned: the scenario.
        question: who is hired.
        workers: how many groups are solved at once.
        on_progress: called with a group, the cost of the best classes found and their bound.
        on_week: called with the number of weeks that are in shifts so far, and that of all.

    Raises:
        InputError: without people, or without highspy where classes or shifts are looked for, or without shifts.
        NoAnswerError: if the time was too short for any classes, or any shifts of a group.
    """
    found = staffed(planned, question, workers=workers, on_progress=on_progress, on_week=on_week)
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
        in_shifts={
            own.name: _weeks_proof(own.group.in_shifts, own.group.weeks.names)
            for own in found.groups
            if own.group.in_shifts is not None
        },
    )


def _week_by_week(groups: Sequence[Sequence[Record]]) -> Iterator[Record]:
    return chain.from_iterable(zip(*groups, strict=True))


def _weeks_proof(own: WeeksInShifts, names: Sequence[str]) -> WeeksProof:
    unknown = np.isnan(own.gap)
    worst = int(np.where(unknown, -1.0, own.gap).argmax())
    gap = float(own.gap[worst])
    return WeeksProof(
        distinct=own.distinct,
        gap=gap if math.isfinite(gap) else None,
        worst_week=names[worst] if gap else None,
        unknown_weeks=tuple(names[week] for week in np.flatnonzero(unknown).tolist()),
        hours_short=float(np.nansum(own.hours_short)),
    )


def _proof(own: Solution) -> HiringProof:
    return HiringProof(
        objective=own.objective,
        bound=max(own.bound, 0.0) if math.isfinite(own.bound) else None,
        gap=own.gap if math.isfinite(own.gap) else None,
        seconds=own.seconds,
        status="time-limit" if own.status == "infeasible" else own.status,
    )
