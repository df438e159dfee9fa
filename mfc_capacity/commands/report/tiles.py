"""Pairs of figures: what the plan needs, promises and costs, and what there is, of the same groups and days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from mfc_capacity.answers.first_screen import CostOf, GroupPair, Tile
from mfc_capacity.answers.records import Cell, PeopleAnswer, Plan
from mfc_capacity.commands.report.decision import level_of, limits_always, stating
from mfc_capacity.core.targets import ABANDONMENT, SERVICE_LEVEL, Measure
from mfc_capacity.plan.ledger import full_time_hours, week_spans
from mfc_capacity.plan.money import HUNDREDTHS
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import Scenario

Record = Mapping[str, Any]


def tiles(planned: Planned, plan: Plan, people: PeopleAnswer | None) -> tuple[Tile, ...]:
    """Return the pairs of a plan; without any need there are those of money alone.

    Args:
        planned: the scenario as planned.
        plan: the same, written down.
        people: who is there, where the scenario says it.
    """
    everybody = _Compared(planned)
    some = stating(planned)
    with_given = bool(some.groups)
    compared = _Compared(some) if 0 < len(some.groups) < len(planned.groups) else everybody
    found: list[Tile] = []
    if everybody.total["peak_operators_required"]:
        found = [
            _peak(compared, everybody, with_given=with_given),
            _jobs(compared, everybody, with_given=with_given)
            if people is None
            else _people_there(planned, everybody, people),
            _met("service_level", SERVICE_LEVEL, compared, everybody)
            if people is None
            else _met_by_people(planned, everybody, people),
            _met("abandonment", ABANDONMENT, compared, everybody),
        ]
    return (*found, *_money(planned.scenario, plan, everybody.total))


@dataclass(frozen=True, eq=False)
class _Compared:
    """Groups that are compared with one another's operators given, and the figures of all of them together."""

    planned: Planned

    @cached_property
    def tables(self) -> PlanTables:
        return PlanTables(self.planned)

    @cached_property
    def records(self) -> list[Record]:
        """The rows of the summary; the last is that of all these groups."""
        return list(self.tables.summary().records())

    @property
    def total(self) -> Record:
        return self.records[-1]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(plan.name for plan in self.planned.groups)

    def is_capped(self, days: Sequence[int], interval: int | slice = slice(None)) -> bool:
        """Say whether some of these groups may not have what their targets need, in one interval or any."""
        return any(
            (own.operators.needed > own.operators.required)[own.load.kinds[list(days)], interval].any()
            for own in self.planned.groups
        )

    def beside(self, everybody: "_Compared", column: str) -> Cell:
        """Return the figure of all groups, where these are only some of them."""
        cell: Cell = None if self is everybody else everybody.total[column]
        return cell


def _peak(compared: _Compared, everybody: _Compared, *, with_given: bool) -> Tile:
    """Return the operators needed at once at the peak of the groups compared, and those given at that very instant."""
    tables, total = compared.tables, compared.total
    day = tables.total.peak_day(range(len(tables.days)))
    interval = int(tables.total.peak.interval[day])
    return Tile(
        name="peak",
        kind="count",
        needed=total["peak_operators_required"],
        is_capped=compared.is_capped([day], interval),
        there=sum(_given_at(plan, day, interval) for plan in compared.planned.groups) if with_given else None,
        groups=compared.groups,
        needed_by_all=compared.beside(everybody, "peak_operators_required"),
        date=total["peak_date"],
        start=total["peak_start"],
    )


def _given_at(plan: GroupPlan, day: int, interval: int) -> int:
    at = int(plan.load.kinds[day]), interval
    given = plan.operators.given
    return 0 if given is None else int(given[at]) * bool(plan.load.comes[at])


def _jobs(compared: _Compared, everybody: _Compared, *, with_given: bool) -> Tile:
    """Return the full-time jobs of the heaviest week of the groups compared, or of all days if no week is whole."""
    total, tables = compared.total, compared.tables
    week = total["peak_week"]
    column = "fte" if week is None else "fte_peak_week"
    span = range(len(tables.days)) if week is None else dict(week_spans(tables.days))[week]
    there = None
    if with_given:
        (hours,) = tables.total.columns([span])["operator_hours_paid_given"]
        there = hours / full_time_hours(tables.scenario, len(span))
    return Tile(
        name="fte",
        kind="fte",
        needed=total[column],
        is_capped=compared.is_capped(span),
        there=there,
        groups=compared.groups,
        needed_by_all=compared.beside(everybody, column),
        week=week,
    )


def _people_there(planned: Planned, everybody: _Compared, people: PeopleAnswer) -> Tile:
    """Return the same of the groups with people: jobs that are needed, and those of them that are filled."""
    rows: list[Record] = list(people.tables["people"].records())
    compared = _with_people(planned, everybody, people)
    week, days = compared.total["peak_week"], compared.tables.days
    column, span = (
        ("fte", range(len(days))) if week is None else ("fte_peak_week", dict(week_spans(days))[week])
    )
    own = [row for row in rows if row["week"] == week]
    is_known = bool(own) and all(row["over_fte"] is not None for row in own)
    needed = sum(row["required_fte"] for row in own) if is_known else compared.total[column]
    return Tile(
        name="fte",
        kind="fte",
        needed=needed,
        is_capped=compared.is_capped(span),
        there=needed + sum(min(row["over_fte"], 0.0) for row in own) if is_known else None,
        groups=compared.groups,
        needed_by_all=compared.beside(everybody, column),
        week=week,
        there_of="people",
    )


def _with_people(planned: Planned, everybody: _Compared, people: PeopleAnswer) -> _Compared:
    """Return the groups that have people."""
    named = {row["group"] for row in people.tables["people"].records()}
    some = [plan for plan in planned.groups if plan.name in named]
    return everybody if len(some) == len(planned.groups) else _Compared(replace(planned, groups=some))


def _met_by_people(planned: Planned, everybody: _Compared, people: PeopleAnswer) -> Tile:
    """Return the service level of the groups with people, as planned and with the people there."""
    met = _met("service_level", SERVICE_LEVEL, _with_people(planned, everybody, people), everybody)
    *records, total = people.tables["summary"].records()
    if total["service_level"] is None:
        return met
    of_group = {record["group"]: record["service_level"] for record in records}
    by_group = tuple(replace(pair, there=of_group.get(pair.group)) for pair in met.by_group)
    return replace(met, there=total["service_level"], by_group=by_group, there_of="people")


def _met(
    name: Literal["service_level", "abandonment"],
    measure: Measure,
    compared: _Compared,
    everybody: _Compared,
) -> Tile:
    """Return what callers meet on average, with the operators needed and with those given, beside the target."""
    *records, total = compared.records
    plans = compared.planned.groups
    pairs = tuple(
        GroupPair(
            plan.name, plan.group.title, record[name], record.get(f"given_{name}"), _target(plan, measure)
        )
        for plan, record in zip(plans, records, strict=True)
    )
    targets, levels = {pair.target for pair in pairs}, {level_of(plan) for plan in plans}
    return Tile(
        name=name,
        kind="share",
        needed=total[name],
        there=total.get(f"given_{name}"),
        target=targets.pop() if len(targets) == 1 else None,
        groups=compared.groups,
        needed_by_all=compared.beside(everybody, name),
        by_group=pairs,
        level=levels.pop() if measure == SERVICE_LEVEL and len(levels) == 1 else None,
    )


def _target(plan: GroupPlan, measure: Measure) -> float | None:
    return next((limit for row, limit in limits_always(plan) if row.measure == measure), None)


def _money(scenario: Scenario, plan: Plan, total: Record) -> Iterator[Tile]:
    """Yield what is spent of the budget, and what is asked for of each contract."""
    of = cost_of(scenario)
    yield Tile(
        name="cost",
        kind="money",
        needed=cost(of, total, None if plan.contracts is None else plan.contracts.cost),
        there=None if plan.budget is None else plan.budget.amount,
        cost_of=of,
    )
    parts = () if plan.contracts is None else plan.contracts.parts
    for part in parts:
        yield Tile(
            name="contract",
            kind="units",
            needed=part.used,
            there=part.volume,
            date=part.exhausted_on,
            unit=part.unit,
            of=part.first if len(parts) > 1 else None,
        )


def cost_of(scenario: Scenario) -> CostOf:
    """Return whose cost is decided about: of what the budget covers, else the contract, else the plan."""
    if scenario.budget is not None:
        return scenario.budget.covers
    return "contract" if scenario.contracts else "labour-and-contacts"


def cost(of: CostOf, total: Record, contract: float | None) -> float | None:
    """Return a cost; None where a price is missing.

    Args:
        of: what costs.
        total: the row of all groups in the summary.
        contract: the cost of the contracts; None without any.
    """
    if of == "contract":
        return contract
    labour: float | None = total["labour_cost" if of == "labour" else "cost"]
    if of != "all" or labour is None or contract is None:
        return labour
    return round((labour + contract) * HUNDREDTHS) / HUNDREDTHS
