"""What one point of the sample comes to: the figures of its plan, and which limits it keeps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from mfc_capacity.answers.records import Cell
from mfc_capacity.commands.check.held import kept_limits
from mfc_capacity.commands.check.limits import PlacedLimit, limits_for
from mfc_capacity.commands.risk.sample import Changes
from mfc_capacity.files.layers import Tree, apply_set
from mfc_capacity.files.problems import InputError, MfcError, NoAnswerError, Problem
from mfc_capacity.files.units import DAY_S
from mfc_capacity.plan.accounts import figures_of
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
DATES = ("contract.exhausted_on", "budget.money_ends_on", "budget.money_ends_on_with_extra")

Staff = Mapping[str, Timeline[tuple[Steps, ...]]]


@dataclass(frozen=True)
class Outcome:
    """What a plan comes to: figures by metric and group, of accounts by metric, of limits by id and whether it is kept.

    `problem`: why there is none; `is_mistake`: because the values do not fit together.
    """

    figures: Mapping[tuple[str, str], Cell]
    accounts: Mapping[str, Cell]
    limits: Mapping[str, tuple[Cell, bool]]
    problem: Problem | None = None
    is_mistake: bool = False


def outcomes(planner: Planner, tree: Tree, staff: Staff | None, points: Sequence[Changes]) -> list[Outcome]:
    """Return what some points come to; with `staff`, these operators live through each."""
    return [
        _without_plan(each) if isinstance(each, MfcError) else outcome_of(each)
        for each in planned_points(planner, tree, staff, points)
    ]


def planned_points(
    planner: Planner, tree: Tree, staff: Staff | None, points: Sequence[Changes]
) -> Iterator[Planned | MfcError]:
    """Plan some points together; yield, of a point without a plan, why it has none."""
    found: list[LoadedScenario | MfcError] = [_changed(tree, changes) for changes in points]
    loaded = [each for each in found if isinstance(each, LoadedScenario)]
    planned: Iterator[Planned | NoAnswerError]
    if staff is not None:
        planned = (lived_through(planner, each, staff) for each in loaded)
    else:
        planned = iter(planner.planned_together(loaded))
    yield from (each if isinstance(each, MfcError) else next(planned) for each in found)


def _changed(tree: Tree, changes: Changes) -> LoadedScenario | MfcError:
    try:
        return build_scenario(apply_set(tree, changes))
    except MfcError as error:
        return error


def _without_plan(error: MfcError) -> Outcome:
    return Outcome({}, {}, {}, error.problems[0], is_mistake=isinstance(error, InputError))


def outcome_of(planned: Planned) -> Outcome:
    """Return what a plan comes to."""
    rows = PlanTables(planned).summary().records()
    figures = {(name, str(row["group"])): row[name] for row in rows for name in SUMMED}
    accounts = {
        f"{account}.{name}": value
        for account, own in figures_of(planned).items()
        for name, value in own.items()
    }
    limits = sampled_limits(planned.loaded)
    kept = kept_limits(planned, limits) if limits else ()
    return Outcome(
        figures,
        {name: accounts[name] for name in (*ACCOUNTS, *DATES) if name in accounts},
        {placed.limit.id: found for placed, found in zip(limits, kept, strict=True)},
    )


def sampled_limits(loaded: LoadedScenario) -> Sequence[PlacedLimit]:
    """Return the scenario's limits that need no plan to compare with."""
    return [placed for placed in limits_for(loaded, []) if placed.bound != "max_increase"]


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
