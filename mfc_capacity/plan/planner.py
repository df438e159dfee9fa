"""Demand, operators and money of every group: the plan as arrays, before it is written down in tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.demand.calendar import Days, planned_days
from mfc_capacity.demand.groups import GroupDays, group_days
from mfc_capacity.demand.hotlines import HotlineDays, hotline_days
from mfc_capacity.files.problems import InputError, NoAnswerError, Problem
from mfc_capacity.files.units import UnitError, clock_text, read_date
from mfc_capacity.plan import money
from mfc_capacity.plan.solving import Question, solved
from mfc_capacity.scenario import Costs, Group, LoadedScenario, Scenario
from mfc_capacity.staffing.operators import METHOD, GroupOperators, UnreachableError, refuse_unreachable
from mfc_capacity.wording.en import plan as sentences
from mfc_capacity.wording.en.targets import TOO_LARGE_HINT, UNREACHABLE_HINT


@dataclass(frozen=True)
class GroupPlan:
    """All that is known of one group; money by day in hundredths, None where a price is missing."""

    name: str
    group: Group
    load: GroupDays
    operators: GroupOperators
    contacts: Mapping[str, Floats]
    labour_cost: Ints | None
    contact_cost: Ints | None


@dataclass(frozen=True)
class Planned:
    """A scenario with its days, the demand of each hotline, and the plan of each group."""

    loaded: LoadedScenario
    days: Days
    hotlines: Mapping[str, HotlineDays]
    groups: Sequence[GroupPlan]

    @property
    def scenario(self) -> Scenario:
        """The scenario as planned."""
        return self.loaded.scenario


def planned(loaded: LoadedScenario, workers: int = 1) -> Planned:
    """Plan every group, in up to so many processes; the targets out of reach are all reported together.

    Raises:
        NoAnswerError: naming each target that no number of operators keeps, its group and the reason.
    """
    scenario, days = loaded.scenario, planned_days(loaded.scenario)
    hotlines = {name: hotline_days(scenario, name, days) for name in scenario.hotlines}
    loads = {name: _load(scenario, name, hotlines) for name in scenario.groups}
    _refuse_unreachable(loaded, loads)
    questions = [
        Question(scenario.groups[name], load, scenario.interval_s, scenario.method)
        for name, load in loads.items()
    ]
    groups = [
        _group_plan(scenario, name, loads[name], operators, hotlines)
        for name, operators in zip(loads, solved(questions, workers), strict=True)
    ]
    return Planned(loaded, days, hotlines, groups)


def chosen_days(days: Days, busiest: int, intervals: str) -> Sequence[int]:
    """Return the days that `intervals` names: `busiest`, `all`, `none` or a date as YYYY-MM-DD.

    Raises:
        InputError: if it names no day of the scenario.
    """
    named: dict[str, Sequence[int]] = {"busiest": [busiest], "all": range(len(days)), "none": []}
    if intervals in named:
        return named[intervals]
    try:
        return [days.dates.index(read_date(intervals))]
    except (UnitError, ValueError):
        message = sentences.no_such_day(intervals, days.dates[0], days.dates[-1])
        raise InputError([Problem(None, None, None, "--intervals", message)]) from None


def _members(scenario: Scenario, name: str, hotlines: Mapping[str, HotlineDays]) -> list[HotlineDays]:
    return [hotlines[hotline] for hotline in scenario.groups[name].hotlines]


def _load(scenario: Scenario, name: str, hotlines: Mapping[str, HotlineDays]) -> GroupDays:
    members = [scenario.hotlines[hotline] for hotline in scenario.groups[name].hotlines]
    return group_days(members, _members(scenario, name, hotlines))


def _refuse_unreachable(loaded: LoadedScenario, loads: Mapping[str, GroupDays]) -> None:
    scenario, problems = loaded.scenario, []
    for name, load in loads.items():
        try:
            refuse_unreachable(scenario.groups[name], load, scenario.interval_s, scenario.method)
        except UnreachableError as error:
            problems.append(unreachable_problem(loaded, name, error))
    if problems:
        raise NoAnswerError(problems)


def _group_plan(
    scenario: Scenario,
    name: str,
    load: GroupDays,
    operators: GroupOperators,
    hotlines: Mapping[str, HotlineDays],
) -> GroupPlan:
    group, costs = scenario.groups[name], scenario.costs
    contacts = contacts_of(_members(scenario, name, hotlines))
    return GroupPlan(
        name=name,
        group=group,
        load=load,
        operators=operators,
        contacts=contacts,
        labour_cost=_labour_cost(operators.required[load.kinds], scenario.interval_s, group, costs),
        contact_cost=money.contact_cost(contacts, costs.contacts, len(load.kinds)),
    )


def _labour_cost(required: Ints, interval_s: int, group: Group, costs: Costs) -> Ints | None:
    if costs.operator_hour is None:
        return None
    return money.labour_cost(required.sum(axis=1), interval_s, group.shrinkage, costs.operator_hour)


def contacts_of(members: Sequence[HotlineDays]) -> dict[str, Floats]:
    """Return the contacts by channel and day of hotlines that share operators."""
    contacts: dict[str, Floats] = {}
    for member in members:
        for channel, by_day in member.contacts.items():
            contacts[channel] = contacts.get(channel, np.zeros_like(by_day)) + by_day
    return contacts


def unreachable_problem(loaded: LoadedScenario, name: str, error: UnreachableError) -> Problem:
    """Return which target of which group is out of reach, at its place in the scenario."""
    message = sentences.unreachable(
        name, error.target, clock_text(error.interval * loaded.scenario.interval_s)
    )
    if error.target == METHOD:
        return loaded.problem_at(METHOD, message, TOO_LARGE_HINT)
    problems = [
        loaded.problem_at(key, message, UNREACHABLE_HINT)
        for key in (f"groups.{name}.targets.{error.target}", f"targets.{error.target}")
    ]
    return next((problem for problem in problems if problem.line is not None), problems[-1])
