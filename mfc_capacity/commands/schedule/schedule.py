"""The shifts that cover a plan, written down: what they come to, who is there when, and how good they are."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from mfc_capacity.answers.columns import BREAKS, COVER, DUTIES, HEADCOUNT, ROSTERS, SHIFTS
from mfc_capacity.answers.records import PresentShift, Proof, ScheduleAnswer, ScheduledDay
from mfc_capacity.commands.schedule.cautions import cautions
from mfc_capacity.commands.schedule.horizon import asked_groups
from mfc_capacity.commands.schedule.rows import GroupRows, Record, headcount, status_of
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.files.units import DAY_S
from mfc_capacity.plan.answer import about, targets_over_time
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario.staff_file import StaffFile
from mfc_capacity.shifts.hours import shrinkage_of
from mfc_capacity.shifts.schedule import GroupSchedule, OnProgress, Question, schedules


@dataclass(frozen=True)
class Request:
    """What is scheduled: from one day to another, whose shifts (None: all groups'), for which operators and promise.

    `requirement` None: the operators that the plan requires.
    """

    question: Question
    first: str | None = None
    last: str | None = None
    group: str | None = None
    requirement: StaffFile | None = None


def schedule(
    planned: Planned,
    request: Request,
    *,
    workers: int = 1,
    on_progress: OnProgress = lambda _group, _objective, _bound: None,
) -> ScheduleAnswer:
    """Find the cheapest shifts of a planned scenario.

    Args:
        planned: the scenario.
        request: what is asked.
        workers: how many groups are solved at once.
        on_progress: called with a group, the paid hours of its best schedule and their bound.

    Raises:
        InputError: without shifts, days or a group to schedule, or without highspy.
        NoAnswerError: if the time was too short for any schedule.
    """
    plans = _plans(planned, request.group)
    asked = asked_groups(planned, plans, (request.first, request.last), request.requirement)
    question = request.question
    found = schedules(planned, asked, question, workers=workers, on_progress=on_progress)
    groups = [GroupRows(planned, own) for own in found]
    records = headcount(groups)
    tables = (
        HEADCOUNT.of_records(records),
        SHIFTS.of_records(_by_date(group.shifts() for group in groups)),
        BREAKS.of_records(_by_date(group.breaks() for group in groups)),
        COVER.of_records(_by_date((group.cover() for group in groups), "start")),
        ROSTERS.of_records(chain.from_iterable(group.rosters() for group in groups)),
        DUTIES.of_records(chain.from_iterable(group.duties() for group in groups)),
    )
    is_level = question.target == "service-level"
    return ScheduleAnswer(
        **about(planned.loaded),
        cautions=tuple(cautions(planned, found, question)),
        tables={table.name: table for table in tables},
        first=str(records[-1]["from"]),
        last=str(records[-1]["to"]),
        target=question.target,
        per=question.per if is_level else None,
        floor=question.floor if is_level else None,
        time_limit_s=question.time_limit_s,
        gap=question.gap,
        proof={own.name: proof_of(own) for own in found},
        targets={
            own.name: targets_over_time(own.asked.plan.group, planned.scenario.calendar) for own in found
        },
        busiest_days=tuple(_busiest_day(group) for group in groups),
        breaks_left_out={own.name: left_out for own in found if (left_out := _breaks_left_out(planned, own))},
    )


def _plans(planned: Planned, group: str | None) -> Sequence[GroupPlan]:
    """Return the plans of the groups that are asked for.

    Raises:
        InputError: if there is no such group.
    """
    by_name = {plan.name: plan for plan in planned.groups}
    if group is None:
        return planned.groups
    if group not in by_name:
        hint = did_you_mean(group, by_name) or say("simulate.groups_hint", names=tuple(by_name))
        raise usage_error("--group", say("simulate.no_group", name=group), hint)
    return [by_name[group]]


def _by_date(groups: Iterable[Iterable[Record]], *others: str) -> list[Record]:
    """Return the records of all groups by date, and by `others` within it."""
    return sorted(chain.from_iterable(groups), key=_key_of("date", *others))


def _key_of(*names: str) -> Callable[[Record], tuple[str, ...]]:
    return lambda record: tuple(str(record[name]) for name in names)


def proof_of(own: GroupSchedule) -> Proof:
    """Return how good the schedule of a group is known to be."""
    cost, missing = own.covered.cost, own.covered.missing
    is_known = math.isfinite(cost.objective)
    return Proof(
        objective=cost.objective if is_known else float(own.priced_hours),
        bound=max(cost.bound, 0.0) if math.isfinite(cost.bound) else None,
        gap=cost.gap if math.isfinite(cost.gap) else None,
        uncovered_gap=None if missing is None or not math.isfinite(missing.gap) else missing.gap,
        seconds=own.seconds,
        status=status_of(own),
    )


def _busiest_day(group: GroupRows) -> ScheduledDay:
    """Return the day that needs most at once, its operators where it is open or somebody is there."""
    own = group.schedule
    day = int(own.required.max(axis=1).argmax())
    is_shown = own.asked.plan.load.comes[own.asked.plan.load.kinds[own.asked.span[day]]] | (
        own.scheduled[day] > 0
    )

    def shown(counts: Sequence[int]) -> tuple[int | None, ...]:
        return tuple(count if yes else None for count, yes in zip(counts, is_shown.tolist(), strict=True))

    return ScheduledDay(
        group=own.name,
        date=group.date(day),
        interval_s=group.interval_s,
        required=shown(own.required[day].tolist()),
        scheduled=shown(own.scheduled[day].tolist()),
        shifts=tuple(_present(own, day)),
    )


def _present(own: GroupSchedule, day: int) -> Iterator[PresentShift]:
    """Yield the shifts that are there on a day, those of the day before that run into it first."""
    for begun in own.rows.begun:
        begins_s = (begun.day - day) * DAY_S + begun.start_s
        ends_s = begins_s + own.shifts[begun.shift].length_s
        if begins_s < DAY_S and ends_s > 0:
            yield PresentShift(begun.shift, begins_s, ends_s, begun.operators)


def _breaks_left_out(planned: Planned, own: GroupSchedule) -> float:
    """Return the most of shrinkage that is left out because the shifts hold their breaks themselves."""
    group, days = own.asked.plan.group, planned.days
    return float(
        max(
            group.terms_on(days.dates[day], int(days.kinds[day])).shrinkage
            - shrinkage_of(group, shift, days.dates[day], int(days.kinds[day]))
            for day in own.asked.span
            for shift in own.shifts.values()
        )
    )
