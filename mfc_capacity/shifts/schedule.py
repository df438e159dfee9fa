"""The schedule of each group: its shifts, who works them, what they cost, and what callers then meet.

Groups are solved apart, each in a thread of its own as long as there are processors: HiGHS works outside of Python.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from threading import Event
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
from mfc_capacity.scenario import Shift
from mfc_capacity.shifts.checking import Case, check
from mfc_capacity.shifts.hours import ShiftHours, shift_hours, shrinkage_of
from mfc_capacity.shifts.problems import problem_of
from mfc_capacity.shifts.promise import MissedTarget, Per, Period, kept, sought
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
    """A group, the planned days of its horizon (D), and what it requires on them (D x I)."""

    plan: GroupPlan
    span: tuple[int, ...]
    required: Ints


@dataclass(frozen=True, eq=False)
class GroupSchedule:
    """A group's shifts over a horizon of D days, each with I intervals.

    Attributes:
        asked: the group, its days and what is required.
        shifts: that its people may work, by name; `hours`, `worked` and `rostered` are in their order.
        hours: what an operator of each shift is paid for.
        problem: what was solved.
        covered: what was found, and its proof.
        worked: operators, breaks and people of each shift.
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
    worked: tuple[Worked, ...]
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
        InputError: without highspy or dates, or if a group has no shifts.
        NoAnswerError: if the time was too short for any schedule.
    """
    _refuse_without_shifts(planned, asked)
    _refuse_without_dates(planned)
    stop, ends = Event(), perf_counter() + question.time_limit_s
    left = len(asked)

    def solve(each: Asked) -> GroupSchedule:
        nonlocal left
        share = min(1.0, workers / left)
        left -= 1
        effort = Effort(
            (ends - perf_counter()) * share,
            question.gap,
            stop=stop,
            on_progress=lambda objective, bound: on_progress(each.plan.name, objective, bound),
        )
        found = _scheduled(planned, each, question, effort)
        on_progress(found.name, found.proof.objective, found.proof.bound)
        return found

    by_size = sorted(range(len(asked)), key=lambda k: -int(asked[k].required.sum()))
    found = dict(zip(by_size, in_threads(solve, [asked[k] for k in by_size], workers, stop), strict=True))
    return [found[k] for k in range(len(asked))]


def _refuse_without_dates(planned: Planned) -> None:
    if planned.scenario.calendar is None:
        raise InputError(
            [planned.loaded.problem_at("calendar", say("shifts.NO_DATES"), say("shifts.WRITE_A_CALENDAR"))]
        )


def _refuse_without_shifts(planned: Planned, asked: Sequence[Asked]) -> None:
    loaded = planned.loaded
    missing = [each.plan.name for each in asked if not each.plan.group.shifts]
    if missing:
        message = (
            say("shifts.NO_SHIFTS")
            if not planned.scenario.shifts
            else say("shifts.none_of", groups=tuple(missing))
        )
        raise InputError([loaded.problem_at("shifts", message, say("shifts.WRITE_SHIFTS"))])


def _scheduled(planned: Planned, asked: Asked, question: Question, effort: Effort) -> GroupSchedule:
    """Return the cheapest shifts of one group."""
    scenario, days, plan = planned.scenario, planned.days, asked.plan
    shifts = {name: scenario.shifts[name] for name in plan.group.shifts}
    hours = {
        name: shift_hours(scenario, plan.group, shift, days, asked.span) for name, shift in shifts.items()
    }
    problem, begun = problem_of(planned, plan, asked.span, asked.required, hours), perf_counter()
    wanted = None
    if question.target == "service-level":
        wanted = sought(planned, plan, asked.span, question.per, question.floor, problem)
    try:
        if wanted is None:
            covered = cover(problem, effort)
        else:
            problem, covered = kept(problem, wanted, effort)
    except ImportError:
        message, hint = say("shifts.NO_LIBRARY"), say("shifts.NO_LIBRARY_HINT")
        raise usage_error("shifts", message, hint) from None
    if covered.worked is None:
        message = say("shifts.nothing_found", group=plan.name, seconds=question.time_limit_s)
        hint = say("shifts.MORE_TIME")
        if covered.cost.status == "infeasible":
            message, hint = say("shifts.limits_contradict", group=plan.name), say("shifts.FEWER_LIMITS")
        raise NoAnswerError([planned.loaded.problem_at(f"groups.{plan.name}", message, hint)])
    scheduled = at_desk(problem, covered.worked)
    kinds = plan.load.kinds[list(asked.span)].tolist()
    promised = None if wanted is None else wanted.judge.met(scheduled)
    schedule = GroupSchedule(
        asked=asked,
        shifts=shifts,
        hours=tuple(hours.values()),
        problem=problem,
        covered=covered,
        worked=covered.worked,
        rostered=tuple(
            rostered(problem, family, own)
            for family, own in zip(problem.families, covered.worked, strict=True)
        ),
        scheduled=scheduled,
        met=plan.task.on(plan.load.of_kinds(kinds)).met(scheduled * plan.load.open[kinds]),
        shrinkage=tuple(
            max(shrinkage_of(plan.group, shift, days.dates[day], int(days.kinds[day])) for day in asked.span)
            for shift in shifts.values()
        ),
        seconds=perf_counter() - begun,
        periods=() if wanted is None or promised is None else wanted.judge.periods(promised),
        missed_beside=()
        if wanted is None or promised is None
        else wanted.judge.missed_beside(promised, scheduled),
    )
    check(case_of(planned, schedule))
    return schedule


def case_of(planned: Planned, schedule: GroupSchedule) -> Case:
    """Return a schedule as the rules take it."""
    days, span = planned.days, list(schedule.asked.span)
    return Case(
        scenario=planned.scenario,
        name=schedule.name,
        dates=tuple(days.dates[day] for day in span),
        kinds=tuple(days.kinds[span].tolist()),
        rows=schedule.rows,
        covers=schedule.covered.missing is None,
        objective=schedule.proof.objective,
        bound=schedule.proof.bound,
    )
