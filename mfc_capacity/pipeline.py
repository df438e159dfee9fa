"""From a scenario to its plan: demand, operators, money, tables, in that order."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from mfc_capacity import money, wording
from mfc_capacity.cautions import cautions
from mfc_capacity.demand import Days, HotlineDays, group_days, hotline_days, planned_days
from mfc_capacity.errors import InputError, NoAnswerError, Problem
from mfc_capacity.formatting import clock_text
from mfc_capacity.ledger import GroupPlan
from mfc_capacity.operators import UnreachableError, group_operators
from mfc_capacity.results import Plan, ScenarioInfo, SourcedFigure, Table
from mfc_capacity.scenario import LoadedScenario, Scenario
from mfc_capacity.tables import PlanTables


def plan(loaded: LoadedScenario, intervals: str = "busiest") -> Plan:
    """Plan a scenario: operators, waits and money.

    Args:
        loaded: the scenario with its places and sources.
        intervals: the dates of the table `intervals`: `busiest`, `all`, `none` or a date as YYYY-MM-DD.

    Raises:
        InputError: if `intervals` names no day of the scenario.
        NoAnswerError: if a target of a group is kept by no number of operators.
    """
    scenario = loaded.scenario
    days = planned_days(scenario)
    plans = group_plans(loaded, days)
    tables = PlanTables(scenario, days, plans)
    written = (tables.summary(), tables.months(), tables.by_day(), _interval_table(tables, intervals))
    return Plan(
        scenario=_info(loaded),
        method=scenario.method,
        currency=scenario.currency,
        calendar=_calendar(scenario),
        interval_s=scenario.interval_s,
        assumptions=_figures(loaded, sourced=False),
        sources=_figures(loaded, sourced=True),
        cautions=cautions(loaded, days, plans),
        tables={table.name: table for table in written},
        peak_days=tables.peak_shapes(),
    )


def group_plans(loaded: LoadedScenario, days: Days) -> list[GroupPlan]:
    """Plan every group; the targets that cannot be kept are all reported together."""
    scenario = loaded.scenario
    hotlines = {name: hotline_days(scenario, name, days) for name in scenario.hotlines}
    plans, problems = [], []
    for name in scenario.groups:
        try:
            plans.append(_group_plan(scenario, name, hotlines, days))
        except UnreachableError as error:
            problems.append(_unreachable(loaded, name, error))
    if problems:
        raise NoAnswerError(problems)
    return plans


def _group_plan(scenario: Scenario, name: str, hotlines: dict[str, HotlineDays], days: Days) -> GroupPlan:
    group = scenario.groups[name]
    members = [hotlines[hotline] for hotline in group.hotlines]
    load = group_days([scenario.hotlines[hotline] for hotline in group.hotlines], members, days)
    operators = group_operators(group, load, scenario.interval_s)
    contacts = _contacts(members)
    costs = scenario.costs
    on_duty = operators.required.sum(axis=1)[load.kinds]
    price = costs.operator_hour
    return GroupPlan(
        name=name,
        group=group,
        load=load,
        operators=operators,
        contacts=np.sum([np.zeros(len(days)), *contacts.values()], axis=0),
        labour_cost=None
        if price is None
        else money.labour_cost(on_duty, scenario.interval_s, group.shrinkage, price),
        contact_cost=money.contact_cost(contacts, costs.contacts, len(days)),
    )


def _contacts(members: Sequence[HotlineDays]) -> dict[str, np.ndarray]:
    """Return the contacts by channel and day of hotlines that share operators."""
    contacts: dict[str, np.ndarray] = {}
    for member in members:
        for channel, by_day in member.contacts.items():
            contacts[channel] = contacts.get(channel, 0.0) + by_day
    return contacts


def _unreachable(loaded: LoadedScenario, name: str, error: UnreachableError) -> Problem:
    interval_s = loaded.scenario.interval_s
    message = wording.unreachable(name, error.target, clock_text(error.interval * interval_s))
    for key in (f"groups.{name}.targets.{error.target}", f"targets.{error.target}"):
        problem = loaded.problem_at(key, message, wording.UNREACHABLE_HINT)
        if problem.line is not None:
            break
    return problem


def _interval_table(tables: PlanTables, intervals: str) -> Table:
    named = {
        "busiest": lambda: [tables.busiest_day()],
        "all": lambda: range(len(tables.days)),
        "none": list,
    }
    if intervals in named:
        return tables.intervals(named[intervals]())
    try:
        return tables.intervals([tables.days.dates.index(date.fromisoformat(intervals))])
    except ValueError:
        message = wording.no_such_day(intervals, _calendar(tables.scenario))
        raise InputError([Problem(None, None, None, "--intervals", message)]) from None


def _info(loaded: LoadedScenario) -> ScenarioInfo:
    return ScenarioInfo(
        title=loaded.scenario.title,
        path=loaded.path,
        sha256=loaded.sha256,
        variant=loaded.variant,
        overrides=loaded.overrides,
        extends=loaded.extends,
    )


def _figures(loaded: LoadedScenario, *, sourced: bool) -> tuple[SourcedFigure, ...]:
    return tuple(
        SourcedFigure(figure.key, figure.value, figure.source, figure.location)
        for figure in loaded.figures
        if (figure.source is not None) == sourced
    )


def _calendar(scenario: Scenario) -> tuple[str, str] | None:
    calendar = scenario.calendar
    return None if calendar is None else (calendar.first.isoformat(), calendar.last.isoformat())
