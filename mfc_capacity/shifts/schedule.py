"""The schedule of each group: its shifts, who works them, what they cost, and what callers then meet.

Groups are solved apart, each in a thread of its own as long as there are processors: HiGHS works outside of Python.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, partial
from math import ceil
from time import perf_counter
from typing import Literal

import numpy as np

from mfc_capacity.core.arrays import Bools, Ints
from mfc_capacity.core.integer_program import Effort, Solution
from mfc_capacity.core.shifts.covering import Covered, cover
from mfc_capacity.core.shifts.people import Rostered, rostered
from mfc_capacity.core.shifts.problem import Problem, Worked, at_desk
from mfc_capacity.core.threads import in_threads
from mfc_capacity.files.problems import InputError, NoAnswerError, say, usage_error
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario import Calendar, Shift
from mfc_capacity.shifts.checking import Case, check
from mfc_capacity.shifts.hours import ShiftHours, shift_hours, shrinkage_of
from mfc_capacity.shifts.problems import problem_of
from mfc_capacity.shifts.promise import MissedTarget, Per, Period, Sought, kept, sought
from mfc_capacity.shifts.rows import Rows, rows_of
from mfc_capacity.staffing.method import Performance

OnProgress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Question:
    """What the shifts are to keep, and how hard the cheapest are looked for.

    Attributes:
        target: `cover`, what is required in every interval; or `service-level`, that of each period on average.
        per: the period whose service level is promised.
        floor: the service level of every interval at least, where that of a period is promised.
        gap: the share by which a schedule may cost more than the cheapest.
        time_limit_s: for all groups together; the best that was found by then is the answer.
    """

    target: Literal["cover", "service-level"] = "cover"
    per: Per = "day"
    floor: float = 0.6
    gap: float = 0.01
    time_limit_s: float = 60.0


@dataclass(frozen=True)
class Asked:
    """A group, the planned days of its horizon (D), the first of them, and what it requires on them (D x I)."""

    plan: GroupPlan
    span: tuple[int, ...]
    first: date
    required: Ints

    def date(self, day: int) -> date:
        """Return a day of the horizon; -1 is the one before."""
        return self.first + timedelta(days=day)


@dataclass(frozen=True, eq=False)
class GroupSchedule:
    """A group's shifts over a horizon of D days, each with I intervals.

    Attributes:
        asked: the group, its days and what is required.
        shifts: that its people may work, by name; `hours`, `worked` and `rostered` are in their order.
        hours: what an operator of each shift is paid for.
        problem: what was solved.
        covered: what was found, and its proof.
        rostered: who works when.
        scheduled: operators at their desks (D x I).
        met: what callers meet with these (D x I).
        shrinkage: the largest of each shift in the horizon.
        seconds: that it took to find them.
        periods: where the service level of periods is promised, what each of them is.
        missed_beside: then, which targets beside it are missed, which are not asked for.
    """

    asked: Asked
    shifts: Mapping[str, Shift]
    hours: tuple[ShiftHours, ...]
    problem: Problem
    covered: Covered
    rostered: tuple[Rostered, ...]
    scheduled: Ints
    met: Performance
    shrinkage: tuple[Fraction, ...]
    seconds: float
    periods: tuple[Period, ...] = ()
    missed_beside: tuple[MissedTarget, ...] = ()

    @property
    def name(self) -> str:
        """The group's name."""
        return self.asked.plan.name

    @property
    def worked(self) -> tuple[Worked, ...]:
        """The operators, breaks and people of each shift."""
        return self.covered.worked or ()

    @property
    def required(self) -> Ints:
        """The operators that are required (D x I)."""
        return self.asked.required

    @cached_property
    def rows(self) -> Rows:
        """The schedule as plain rows."""
        return rows_of(self)

    @property
    def proof(self) -> Solution:
        """How good the schedule is: cost of the people found, and how far down it could lie."""
        return self.covered.cost

    @cached_property
    def unreached(self) -> Bools:
        """Where operators are required and nobody of any shift can be (D x I)."""
        return (self.problem.wanted > 0) & ~self.problem.within_reach()

    @property
    def short(self) -> Ints:
        """The operators who are missing (D x I)."""
        short: Ints = np.maximum(self.problem.wanted - self.scheduled, 0)
        return short

    @property
    def over(self) -> Ints:
        """The operators beyond those required (D x I)."""
        over: Ints = np.maximum(self.scheduled - self.required, 0)
        return over

    @property
    def periods_missed(self) -> tuple[Period, ...]:
        """The periods whose service level falls short of its promise."""
        return tuple(period for period in self.periods if not period.is_kept)

    @property
    def people(self) -> int:
        """The people on the roster."""
        return int(sum(own.people.sum() for own in self.worked))

    @property
    def head_count(self) -> int:
        """The people on the payroll, those on leave, sick or in training included; exact before it is rounded up."""
        pairs = zip(self.worked, self.shrinkage, strict=True)
        return ceil(sum(int(own.people.sum()) / (1 - shrinkage) for own, shrinkage in pairs))

    @property
    def paid_hours(self) -> Fraction:
        """The paid hours of all shifts within the horizon."""
        return self._hours(lambda hours: hours.paid)

    @property
    def priced_hours(self) -> Fraction:
        """What the paid hours are worth at the price of one."""
        return self._hours(lambda hours: hours.priced)

    def _hours(self, of: Callable[[ShiftHours], Sequence[Sequence[Fraction]]]) -> Fraction:
        return sum(
            (
                count * hour
                for own, hours in zip(self.worked, self.hours, strict=True)
                for counts, by_start in zip(own.operators.tolist(), of(hours), strict=True)
                for count, hour in zip(counts, by_start, strict=True)
            ),
            Fraction(0),
        )


def calendar_of_shifts(planned: Planned, plans: Sequence[GroupPlan]) -> Calendar:
    """Return the calendar of a scenario that has shifts for all these groups.

    Raises:
        InputError: if it has none, or a group may work no shift.
    """
    loaded, calendar = planned.loaded, planned.scenario.calendar
    idle = tuple(plan.name for plan in plans if not plan.group.shifts)
    problems = []
    if idle:
        none = say("shifts.NO_SHIFTS")
        message = say("shifts.none_of", groups=idle) if planned.scenario.shifts else none
        problems.append(loaded.problem_at("shifts", message, say("shifts.WRITE_SHIFTS")))
    if calendar is None:
        message, hint = say("schedule.NO_CALENDAR"), say("schedule.WRITE_A_CALENDAR")
        problems.append(loaded.problem_at("calendar", message, hint))
    if problems or calendar is None:
        raise InputError(problems)
    return calendar


def schedules(
    planned: Planned,
    asked: Sequence[Asked],
    question: Question,
    *,
    workers: int = 1,
    on_progress: OnProgress = lambda _group, _objective, _bound: None,
) -> list[GroupSchedule]:
    """Return the cheapest shifts of some groups.

    Raises:
        InputError: without highspy.
        NoAnswerError: if the time was too short for any schedule.
    """

    def solve(each: Asked, effort: Effort) -> GroupSchedule:
        own = replace(effort, on_progress=partial(on_progress, each.plan.name))
        found = scheduled(planned, each, question, own)
        on_progress(found.name, found.proof.objective, found.proof.bound)
        return found

    by_size = sorted(range(len(asked)), key=lambda k: -int(asked[k].required.sum()))
    effort = Effort(question.time_limit_s, question.gap)
    found = dict(zip(by_size, in_threads(solve, [asked[k] for k in by_size], workers, effort), strict=True))
    return [found[k] for k in range(len(asked))]


def scheduled(planned: Planned, asked: Asked, question: Question, effort: Effort) -> GroupSchedule:
    """Return the cheapest shifts of one group.

    Raises:
        InputError: without highspy.
        NoAnswerError: if the limits of shifts contradict each other, or the time was too short.
    """
    scenario, days, plan = planned.scenario, planned.days, asked.plan
    begun = perf_counter()
    shifts = {name: scenario.shifts[name] for name in plan.group.shifts}
    hours = {
        name: shift_hours(scenario, plan.group, shift, days, asked.span) for name, shift in shifts.items()
    }
    problem = problem_of(planned, plan, asked.span, asked.required, hours)
    wanted = None
    if question.target == "service-level":
        wanted = sought(planned, plan, asked.span, question.per, question.floor, problem)
    problem, covered, worked = _covered(planned, plan.name, problem, wanted, effort)
    scheduled = at_desk(problem, worked)
    kinds = plan.load.kinds[list(asked.span)].tolist()
    schedule = GroupSchedule(
        asked=asked,
        shifts=shifts,
        hours=tuple(hours.values()),
        problem=problem,
        covered=covered,
        rostered=tuple(map(partial(rostered, problem), problem.families, worked)),
        scheduled=scheduled,
        met=plan.task.on(plan.load.of_kinds(kinds)).met(scheduled * plan.load.open[kinds]),
        shrinkage=tuple(
            max(shrinkage_of(plan.group, shift, days.dates[day], int(days.kinds[day])) for day in asked.span)
            for shift in shifts.values()
        ),
        seconds=perf_counter() - begun,
    )
    if wanted is not None:
        promised = wanted.judge.met(scheduled)
        schedule = replace(
            schedule,
            periods=wanted.judge.periods(promised),
            missed_beside=wanted.judge.missed_beside(promised, scheduled),
        )
    check(case_of(planned, schedule))
    return schedule


def _covered(
    planned: Planned, group: str, problem: Problem, wanted: Sought | None, effort: Effort
) -> tuple[Problem, Covered, tuple[Worked, ...]]:
    """Return the problem of a group as it was solved, what was found, and how its shifts are worked.

    Raises:
        InputError: without highspy.
        NoAnswerError: if the limits of shifts contradict each other, or the time was too short.
    """
    try:
        problem, covered = (
            (problem, cover(problem, effort)) if wanted is None else kept(problem, wanted, effort)
        )
    except ImportError:
        message, hint = say("shifts.NO_LIBRARY"), say("shifts.NO_LIBRARY_HINT")
        raise usage_error("shifts", message, hint) from None
    if covered.worked is not None:
        return problem, covered, covered.worked
    message, hint = say("shifts.nothing_found", group=group), say("shifts.MORE_TIME")
    if covered.cost.status == "infeasible":
        message, hint = say("shifts.limits_contradict", group=group), say("shifts.FEWER_LIMITS")
    raise NoAnswerError([planned.loaded.problem_at(f"groups.{group}", message, hint)])


def case_of(planned: Planned, schedule: GroupSchedule) -> Case:
    """Return a schedule as the rules take it."""
    days, span = planned.days, list(schedule.asked.span)
    return Case(
        scenario=planned.scenario,
        name=schedule.name,
        dates=tuple(map(schedule.asked.date, range(len(span)))),
        kinds=tuple(days.kinds[span].tolist()),
        rows=schedule.rows,
        people={
            name: int(own.people.sum()) for name, own in zip(schedule.shifts, schedule.worked, strict=True)
        },
        covers=schedule.covered.missing is None,
        objective=schedule.proof.objective,
        bound=schedule.proof.bound,
    )
