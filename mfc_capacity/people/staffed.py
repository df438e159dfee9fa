"""The people of each group through the weeks: with nobody hired, the classes that are planned, or the cheapest ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Literal, get_args

import numpy as np

from mfc_capacity.answers.accounts import Accounts
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.integer_program import Effort, Solution
from mfc_capacity.core.people.chance import output_there, people_there
from mfc_capacity.core.people.flow import Flow
from mfc_capacity.core.people.hiring import cheapest
from mfc_capacity.core.threads import in_threads
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import InputError, NoAnswerError, say, usage_error
from mfc_capacity.people.callers import Sums, sums_by_week
from mfc_capacity.people.group import Group, group_of
from mfc_capacity.people.weeks import weeks_of
from mfc_capacity.plan.planner import Planned
from mfc_capacity.shifts.schedule import Question as ShiftQuestion
from mfc_capacity.shifts.weeks import OnWeek, WeeksInShifts, weeks_in_shifts

Hires = Literal["none", "planned", "cheapest"]
HIRES: tuple[Hires, ...] = get_args(Hires)
LEVELS = np.array([0.1, 0.9])
SHIFTS_GAP = 0.02  # of the shifts of a week: finer than attrition is known
NOISE = 1e-6  # of a job; less is not missing

OnProgress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Question:
    """Who is hired, and how hard the cheapest classes are looked for.

    Attributes:
        hires: nobody; those that are planned; or these and the classes that cost least.
        group: the only one; None: all that have people.
        gap: the share by which everything may cost more than with the cheapest classes.
        time_limit_s: for all groups together; the best that was found by then is the answer.
        in_shifts: whether the jobs required are those of the cheapest shifts of each week; they have as much time.
    """

    hires: Hires = "cheapest"
    group: str | None = None
    gap: float = 0.005
    time_limit_s: float = 60.0
    in_shifts: bool = False


@dataclass(frozen=True)
class Begun:
    """Classes of a group that begin on one day: the week, how many classes, with how many people in all."""

    week: int
    classes: int
    people: int
    is_planned: bool


@dataclass(frozen=True, eq=False)
class Staffed:
    """The people of a group through the weeks (T), with some classes.

    Attributes:
        group: the group.
        begun: the classes, in their order.
        interval_s: length of an interval.
        proof: how good they are known to be; None: none were looked for, as where nobody may be hired.
    """

    group: Group
    begun: tuple[Begun, ...]
    interval_s: int
    proof: Solution | None = None

    @property
    def name(self) -> str:
        """The group's name."""
        return self.group.name

    @cached_property
    def cohorts(self) -> tuple[Ints, Ints]:
        """The week with which each cohort began, and its people; those employed are the first."""
        begins = np.array([own.week for own in self.begun], dtype=np.int64)
        return self.group.cohorts(begins, np.array([own.people for own in self.begun], dtype=np.int64))

    @cached_property
    def flow(self) -> Flow:
        """Who is there, as expected."""
        begins, people = self.cohorts
        return self.group.flow(begins[1:], people[1:])

    @property
    def output(self) -> Floats:
        """The jobs done for callers: none, rather than less, where training takes all that is there (T)."""
        return np.maximum(self.flow.output, 0.0)

    @property
    def untrained(self) -> Floats:
        """The jobs that training takes beyond all that are done at work (T)."""
        return np.maximum(-self.flow.output, 0.0)

    @cached_property
    def met(self) -> tuple[Floats, Floats]:
        """The jobs that overtime stands for, and those that are missing after it, to callers or training (T each)."""
        overtime, missing = self.group.need.met(self.flow)
        return overtime, np.where(missing > NOISE, missing, 0.0)

    @property
    def overtime(self) -> Floats:
        """The jobs that overtime stands for (T)."""
        return self.met[0]

    @property
    def missing(self) -> Floats:
        """The jobs that callers miss after overtime (T)."""
        return np.maximum(self.met[1] - self.untrained, 0.0)

    @property
    def is_short(self) -> Bools:
        """Whether anybody is missing (T)."""
        short: Bools = self.missing > 0
        return short

    @property
    def over(self) -> Floats:
        """The jobs beyond those required, overtime included; below 0: those missing; NaN: not known (T)."""
        over = self.output + self.overtime - self.group.required
        return np.where(np.abs(over) <= NOISE, 0.0, over)

    @cached_property
    def cost(self) -> Floats:
        """Hiring, wages, leaving and overtime (T), in the unit of the group's prices."""
        prices = self.group.prices
        return prices.of_people(self.flow) + prices.overtime * self.overtime

    @property
    def shortage_cost(self) -> Floats:
        """What the jobs that are missing weigh, to training too (T); nobody is paid for it."""
        return self.group.prices.short * self.met[1]

    @cached_property
    def people_percentiles(self) -> Floats:
        """The people there as a week begins, in training too, who are not exceeded with each probability (T x P)."""
        return people_there(self.group.career, *self.cohorts, len(self.group.weeks), LEVELS)

    @cached_property
    def output_percentiles(self) -> Floats:
        """The same of their output on the week's mean (T x P)."""
        return np.maximum(output_there(self.group.career, *self.cohorts, len(self.group.weeks), LEVELS), 0.0)

    @cached_property
    def sums(self) -> Sums:
        """What callers meet where it is known: the measures of each week, each with its weights, and these (T each)."""
        required = self.group.need.required
        there = np.divide(required - self.missing, required, out=np.ones_like(required), where=required > 0)
        shares = np.where(self.is_short, np.maximum(there, 0.0), 1.0)
        at_desk = None if self.group.in_shifts is None else self.group.in_shifts.at_desk
        return sums_by_week(self.group.plan, self.group.weeks.spans, shares, self.interval_s, at_desk)

    def mean(self, measure: str) -> Floats:
        """Return a measure of each week (T); NaN where it is not known or nobody calls."""
        total, weight = self.sums[measure], self.sums[f"{measure}:weight"]
        known = (weight > 0) & self.is_known
        return np.where(known, total / np.where(known, weight, 1.0), np.nan)

    @property
    def is_known(self) -> Bools:
        """Whether it is known what callers meet: in a week that is cut off only where nobody is missing (T)."""
        known: Bools = self.group.is_judged | (self.over >= 0)
        return known


@dataclass(frozen=True, eq=False)
class People:
    """The people of the groups that have any.

    Attributes:
        groups: with the classes that were asked for.
        unhired: the same groups without any class but those that are in training on the first day.
        left_out: the groups of whose people nothing is said.
    """

    groups: tuple[Staffed, ...]
    unhired: tuple[Staffed, ...]
    left_out: tuple[str, ...]


def staffed(
    planned: Planned,
    question: Question,
    *,
    workers: int = 1,
    on_progress: OnProgress = lambda _group, _objective, _bound: None,
    on_week: OnWeek = lambda _done, _planned: None,
) -> People:
    """Return the people of a planned scenario through the weeks of its calendar.

    Args:
        planned: the scenario.
        question: what is asked.
        workers: how many groups are solved at once.
        on_progress: called with a group, the cost of the best classes found and their bound.
        on_week: called with the number of weeks that are in shifts so far, and that of all.

    Raises:
        InputError: without people, or without highspy where classes or shifts are looked for, or without shifts.
        NoAnswerError: if the time was too short for any classes, or any shifts of a group.
    """
    groups = _groups(planned, question, workers, on_week)
    interval_s = planned.scenario.interval_s
    unhired = tuple(Staffed(group, _under_way(group), interval_s) for group in groups)
    if question.hires == "none":
        found = unhired
    elif question.hires == "planned":
        found = tuple(replace(own, begun=_planned(own.group)) for own in unhired)
    else:
        found = _cheapest(planned, unhired, question, workers, on_progress)
    left_out = tuple(plan.name for plan in planned.groups if plan.name not in planned.scenario.people)
    return People(found, unhired, left_out if question.group is None else ())


def people_account(planned: Planned) -> Accounts:
    """Return what those employed and the classes that are planned come to; nothing where the scenario has no people."""
    if not planned.scenario.people:
        return {}
    return {"people": figures_of_people(staffed(planned, Question("planned")))}


def figures_of_people(people: People) -> dict[str, float | None]:
    """Return what people come to, by the names that limits use: weeks short, jobs missing in the worst, cost.

    None where no week is whole, so that none is judged, or a price is missing.
    """
    missing = missing_together(people.groups)
    is_judged = are_judged(people.groups).any()
    is_priced = all(own.group.is_priced for own in people.groups)
    cost = sum(round(float(own.cost.sum()), 2) for own in people.groups)
    return {
        "short_weeks": int((missing > 0).sum()) if is_judged else None,
        "worst_fte": float(missing.max()) if is_judged else None,
        "cost": round(cost, 2) if is_priced else None,
    }


def are_judged(groups: Sequence[Staffed]) -> Bools:
    """Return which weeks are judged of all groups (T)."""
    judged: Bools = np.all([own.group.is_judged for own in groups], axis=0)
    return judged


def missing_together(groups: Sequence[Staffed]) -> Floats:
    """Return the jobs that are missing in all groups, in weeks that are judged of all (T)."""
    missing: Floats = np.sum([own.missing for own in groups], axis=0) * are_judged(groups)
    return missing


def _groups(planned: Planned, question: Question, workers: int, on_week: OnWeek) -> list[Group]:
    """Return the groups with people that are asked for.

    Raises:
        InputError: if there are none.
    """
    people, calendar, name = planned.scenario.people, planned.scenario.calendar, question.group
    if not people or calendar is None:
        message, hint = say("people.NO_PEOPLE"), say("people.WRITE_PEOPLE")
        raise InputError([planned.loaded.problem_at("people", message, hint)])
    if name is not None and name not in people:
        is_group = name in planned.scenario.groups
        message = say("people.none_of", group=name) if is_group else say("simulate.no_group", name=name)
        hint = did_you_mean(name, people) or say("people.groups_hint", names=tuple(people))
        raise usage_error("--group", message, hint)
    weeks = weeks_of(planned.days, calendar.first)
    plans = [plan for plan in planned.groups if plan.name in people and name in (None, plan.name)]
    in_shifts: Sequence[WeeksInShifts | None] = [None] * len(plans)
    if question.in_shifts:
        asked = ShiftQuestion(gap=SHIFTS_GAP, time_limit_s=question.time_limit_s)
        in_shifts = weeks_in_shifts(planned, plans, weeks.spans, asked, workers=workers, on_week=on_week)
    return [
        group_of(planned, plan, people[plan.name], weeks, own)
        for plan, own in zip(plans, in_shifts, strict=True)
    ]


def _planned(group: Group) -> tuple[Begun, ...]:
    return tuple(Begun(group.weeks.begun_on(day), 1, people, True) for day, people in group.people.hires)


def _under_way(group: Group) -> tuple[Begun, ...]:
    """Return the classes that are in training on the calendar's first day."""
    first, _ = group.people.employed
    before = {group.weeks.begun_on(day) for day, _ in group.people.hires if day < first}
    return tuple(own for own in _planned(group) if own.week in before)


def _cheapest(
    planned: Planned, unhired: Sequence[Staffed], question: Question, workers: int, on_progress: OnProgress
) -> tuple[Staffed, ...]:
    """Return the groups with the classes that are planned and the cheapest ones besides."""
    _refuse_cheap_shortage(planned, unhired)

    def solve(each: Staffed, effort: Effort) -> Staffed:
        return _with_cheapest(
            planned, each, question, replace(effort, on_progress=partial(on_progress, each.name))
        )

    return tuple(in_threads(solve, unhired, workers, Effort(question.time_limit_s, question.gap)))


def _with_cheapest(planned: Planned, unhired: Staffed, question: Question, effort: Effort) -> Staffed:
    group = unhired.group
    certain = replace(unhired, begun=_planned(group))
    classes = group.classes
    if classes is None:
        return certain
    if not classes.begins.size:
        total = float((certain.cost + certain.shortage_cost).sum())
        return replace(certain, proof=Solution("optimal", None, total, total, 0.0))
    try:
        found = cheapest(group.career, certain.flow, group.need, classes, group.prices, effort)
    except ImportError:
        message, hint = say("people.NO_LIBRARY"), say("people.NO_LIBRARY_HINT")
        raise usage_error("--hire", message, hint) from None
    if found.people is None or found.classes is None:
        message = say("people.nothing_found", group=group.name, seconds=question.time_limit_s)
        raise NoAnswerError(
            [planned.loaded.problem_at(f"people.{group.name}", message, say("people.MORE_TIME"))]
        )
    chosen = zip(classes.begins.tolist(), found.classes.tolist(), found.people.tolist(), strict=True)
    begun = [Begun(week, count, int(people), False) for week, count, people in chosen if people]
    in_order = sorted((*certain.begun, *begun), key=lambda own: (own.week, not own.is_planned))
    return replace(certain, begun=tuple(in_order), proof=found.cost)


def _refuse_cheap_shortage(planned: Planned, groups: Sequence[Staffed]) -> None:
    """Refuse overtime that costs more than the hours it is worked for.

    Raises:
        InputError: for every group.
    """
    cheap = [own for own in groups if np.any(np.greater(own.group.prices.overtime, own.group.prices.short))]
    if cheap:
        message, hint = say("people.OVERTIME_ABOVE_SHORTAGE"), say("people.RAISE_SHORTAGE")
        places = [
            planned.loaded.problem_at(f"people.{own.name}.costs.shortage", message, hint) for own in cheap
        ]
        raise InputError(places)
