"""What one point of the sample comes to: the figures of its plan, and which limits it keeps."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from mfc_capacity.answers.metrics import TELLS_THE_DAY
from mfc_capacity.answers.records import Cell
from mfc_capacity.commands.check.held import kept_limits
from mfc_capacity.commands.check.limits import PlacedLimit, limits_for
from mfc_capacity.commands.risk.days import DayInput, as_days_fall
from mfc_capacity.commands.risk.sample import Changes, Point
from mfc_capacity.files.layers import Tree, apply_set
from mfc_capacity.files.problems import InputError, MfcError, Problem
from mfc_capacity.files.units import DAY_S
from mfc_capacity.people.staffed import people_account
from mfc_capacity.plan.accounts import figures_and_courses
from mfc_capacity.plan.planner import GroupPlan, Planned, Planner
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import DAY_KINDS, LoadedScenario, Steps, Timeline, build_scenario

SUMMED = (
    "operator_hours_paid",
    "fte",
    "fte_peak_week",
    "peak_operators_required",
    "cost",
    "service_level",
    "abandonment",
)
ACCOUNTS = ("contract.used", "contract.cost", "budget.cost", "budget.headroom", "budget.headroom_with_extra")
PEOPLE = ("people.short_weeks", "people.worst_fte", "people.cost")
DATES = tuple(TELLS_THE_DAY)

WEEK = 7
MOST_LOOKS = 120  # at what is left, over the horizon

Staff = Mapping[str, Timeline[tuple[Steps, ...]]]


@dataclass(frozen=True)
class Outcome:
    """What a plan comes to: figures by metric and group, of accounts by metric, of limits by id and whether it is kept.

    `courses` are what is left of the contract and of the budget before the days of `course_days`. `problem`: why there
    is none; `is_mistake`: because the values do not fit together.
    """

    figures: Mapping[tuple[str, str], Cell]
    accounts: Mapping[str, Cell]
    limits: Mapping[str, tuple[Cell, bool]]
    courses: Mapping[str, tuple[float, ...]]
    problem: Problem | None = None
    is_mistake: bool = False


@dataclass(frozen=True)
class Trial:
    """How points are planned: the scenario's text, the dimensions of its days, and who is on duty.

    `staff` None: made anew for each point.
    """

    tree: Tree
    days: Sequence[DayInput]
    staff: Staff | None = None


def outcomes(planner: Planner, trial: Trial, points: Sequence[Point]) -> list[Outcome]:
    """Return what some points come to."""
    return [
        _without_plan(each) if isinstance(each, MfcError) else outcome_of(each)
        for each in planned_points(planner, trial, points)
    ]


def planned_points(planner: Planner, trial: Trial, points: Sequence[Point]) -> Iterator[Planned | MfcError]:
    """Yield the plan of each point, or why it has none."""
    found = [_changed(trial.tree, point.changes) for point in points]
    loaded = [each for each in found if not isinstance(each, MfcError)]
    planned: Iterator[Planned | MfcError]
    if trial.staff is not None:
        planned = (lived_through(planner, each, trial.staff) for each in loaded)
    else:
        planned = iter(planner.planned_together(loaded))
    for each, point in zip(found, points, strict=True):
        plan = each if isinstance(each, MfcError) else next(planned)
        yield plan if isinstance(plan, MfcError) else as_days_fall(plan, trial.days, point.scores)


def _changed(tree: Tree, changes: Changes) -> LoadedScenario | MfcError:
    try:
        return build_scenario(apply_set(tree, changes))
    except MfcError as error:
        return error


def _without_plan(error: MfcError) -> Outcome:
    return Outcome({}, {}, {}, {}, error.problems[0], is_mistake=isinstance(error, InputError))


def outcome_of(planned: Planned) -> Outcome:
    """Return what a plan comes to."""
    rows = PlanTables(planned).summary().records()
    figures = {(name, str(row["group"])): row[name] for row in rows for name in SUMMED}
    by_account, courses = figures_and_courses(planned, course_days(len(planned.days)))
    accounts = {
        f"{account}.{name}": value
        for account, own in (*by_account.items(), *people_account(planned).items())
        for name, value in own.items()
    }
    limits = sampled_limits(planned.loaded)
    kept = kept_limits(planned, limits) if limits else ()
    return Outcome(
        figures,
        {name: accounts[name] for name in (*ACCOUNTS, *PEOPLE, *DATES) if name in accounts},
        {placed.limit.id: found for placed, found in zip(limits, kept, strict=True)},
        courses,
    )


def course_days(count: int) -> Sequence[int]:
    """Return after how many of so many days what is left is looked at: every day, or of many weeks by week."""
    step = WEEK * math.ceil(count / WEEK / MOST_LOOKS) if count > MOST_LOOKS else 1
    return [*range(0, count, step), count]


def sampled_limits(loaded: LoadedScenario) -> Sequence[PlacedLimit]:
    """Return the scenario's limits that need neither a plan to compare with nor shifts to be looked for."""
    return [
        placed
        for placed in limits_for(loaded, [])
        if placed.bound != "max_increase" and not placed.limit.metric.is_of_shifts
    ]


def staff_of(planned: Planned) -> Staff:
    """Return who is on duty: the operators that a group states, else those that it requires."""
    return {plan.name: _timeline(planned, plan) for plan in planned.groups if plan.operators.given is None}


def _timeline(planned: Planned, plan: GroupPlan) -> Timeline[tuple[Steps, ...]]:
    """Return the operators required, day by day, whatever kind of day comes; equal days in a row once."""
    of_kind = [_steps(row, planned.scenario.interval_s) for row in plan.operators.required.tolist()]
    by_day = zip(planned.days.dates, (of_kind[kind] for kind in plan.load.kinds.tolist()), strict=True)
    begun = (next(days) for _, days in groupby(by_day, key=itemgetter(1)))
    return Timeline(tuple((day or date.min, (steps,) * DAY_KINDS) for day, steps in begun))


def _steps(operators: Sequence[int], interval_s: int) -> Steps:
    starts = range(0, DAY_S, interval_s)
    begun = (next(own) for _, own in groupby(zip(starts, operators, strict=True), key=itemgetter(1)))
    return tuple(begun)


def lived_through(planner: Planner, loaded: LoadedScenario, staff: Staff) -> Planned:
    """Plan with operators that are on duty whatever comes."""
    scenario = loaded.scenario
    groups = {
        name: replace(group, operators=staff.get(name, group.operators))
        for name, group in scenario.groups.items()
    }
    return planner.lived_through(replace(loaded, scenario=replace(scenario, groups=groups)))
