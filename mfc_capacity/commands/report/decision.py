"""What is to be decided, in facts: money, contracts, what callers meet with the operators given, people, the need."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mfc_capacity.answers.first_screen import (
    BudgetBuys,
    Capped,
    Decision,
    Level,
    Met,
    Need,
    Option,
    Options,
    People,
    Served,
    ServedGroup,
)
from mfc_capacity.answers.maps import Missed
from mfc_capacity.answers.records import OVERLOADED, Budget, Cell, PeopleAnswer, Plan
from mfc_capacity.core.targets import ABANDONMENT, ASA, SERVICE_LEVEL, Target
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import TargetSet
from mfc_capacity.staffing.operators import SLACK, core_targets

OF_CALLERS = (SERVICE_LEVEL, ABANDONMENT, ASA)

Record = Mapping[str, Any]


def decision(
    planned: Planned, plan: Plan, sums: Budget | None, people: PeopleAnswer | None, ways: Options
) -> Decision:
    """Return what is to be decided about a plan.

    Args:
        planned: the scenario as planned.
        plan: the same, written down.
        sums: what money buys, where it pays for operators.
        people: who is there, where the scenario says it.
        ways: the options, of which one may be the operators given.
    """
    return Decision(
        budget=plan.budget,
        contracts=() if plan.contracts is None else plan.contracts.parts,
        buys=_buys(plan, sums),
        capped=capped(planned),
        served=served(planned),
        today=_today(ways),
        people=None if people is None else _people(people),
        need=_need(_total(plan)),
    )


def stating(planned: Planned) -> Planned:
    """Return the groups that state operators: given and needed are compared over the same groups."""
    return replace(planned, groups=[plan for plan in planned.groups if plan.operators.given is not None])


def capped(planned: Planned) -> tuple[Capped, ...]:
    """Return the groups that may not have the operators that their targets need, each at its worst interval."""
    found = []
    for plan in planned.groups:
        operators, kinds = plan.operators, np.unique(plan.load.kinds)
        short = (operators.needed - operators.required)[kinds]
        if short.max() > 0:
            kind, interval = np.unravel_index(int(short.argmax()), short.shape)
            at = kinds[kind], interval
            needed, most = int(operators.needed[at]), int(operators.required[at])
            found.append(Capped(plan.name, plan.group.title, needed, most))
    return tuple(sorted(found, key=lambda own: own.planned - own.needed))


def served(planned: Planned) -> Served | None:
    """Return what callers meet with the operators given; None where no group states any."""
    of = stating(planned)
    if not of.groups:
        return None
    rows: list[Record] = list(PlanTables(of).summary().records())
    *records, total = rows
    groups = [
        _group(plan, record) for plan, record in zip(of.groups, records, strict=True) if plan.load.calls.any()
    ]
    if not groups:
        return None
    return Served(
        tuple(sorted(groups, key=_how_well)),
        is_everybody=len(of.groups) == len(planned.groups),
        by_interval=not of.carries_queue,
        mean_wait_s=_known(total["given_mean_wait_s"]),
        abandonment=_known(total["given_abandonment"]),
        needed_mean_wait_s=_known(total["mean_wait_s"]),
        needed_abandonment=_known(total["abandonment"]),
        hours=float(total["operator_hours_given"]),
        needed_hours=float(total["operator_hours_required"]),
        is_enough=total["operator_hours_given"] >= total["operator_hours_required"]
        and total["operator_hours_short"] > 0
        and not total["days_missed"],
    )


def level_of(plan: GroupPlan) -> Level:
    """Return the service level of a group; without a share where it is not the same on every day."""
    first, *others = dict.fromkeys(map(level_of_terms, dict.fromkeys(plan.targets)))
    return replace(first, share=None) if others else first


def level_of_terms(targets: TargetSet) -> Level:
    """Return the service level that is asked for."""
    asked = targets.service_level
    return Level(
        None if asked is None else float(asked.share),
        targets.service_level_of,
        targets.within_s,
        targets.within_s if targets.short_s is None else targets.short_s,
        targets.on_days,
    )


def limits_always(plan: GroupPlan) -> Iterator[tuple[Target, float]]:
    """Yield the targets of a group that hold on every day, each with its limit."""
    first, *others = [dict(core_targets(targets).each()) for targets in dict.fromkeys(plan.targets)]
    is_one_level = level_of(plan).share is not None
    for row, limit in first.items():
        if all(own.get(row) == limit for own in others) and (is_one_level or row.measure != SERVICE_LEVEL):
            yield row, limit


def _group(plan: GroupPlan, record: Record) -> ServedGroup:
    return ServedGroup(
        name=plan.name,
        title=plan.group.title,
        days=record["days_open"],
        days_missed=record["given_days_missed"],
        has_targets=any(targets.is_set for targets in plan.targets),
        is_overloaded=record["given_status"] == OVERLOADED,
        level=level_of(plan),
        missed=_missed(plan, record),
    )


def _how_well(group: ServedGroup) -> tuple[bool, float, float]:
    """Return how well a group is served, the worst first: by overload, what is met over all days, the share of days."""
    excess = 0.0 if group.missed is None else group.missed.excess
    return not group.is_overloaded, -excess, -group.days_missed / group.days


def _missed(plan: GroupPlan, record: Record) -> Missed | None:
    """Return what is missed by most on average, relatively."""
    met = (
        Missed(row, record[f"given_{row.measure.name}"], limit)
        for row, limit in limits_always(plan)
        if row.measure in OF_CALLERS and record[f"given_{row.measure.name}"] is not None
    )
    worst = max(met, key=lambda missed: missed.excess, default=None)
    return None if worst is None or worst.excess <= SLACK else worst


def _today(ways: Options) -> Option | None:
    """Return what the operators given come to, where all groups state them and they cost another sum than the plan."""
    rows = {row.kind: row for row in ways.rows if row.kind != "variant"}
    if ways.as_planned or "today" not in rows or rows["today"].cost == rows["plan"].cost:
        return None
    return rows["today"]


def _people(answer: PeopleAnswer) -> People:
    total: Record = list(answer.tables["summary"].records())[-1]
    return People(
        weeks=total["weeks"],
        weeks_short=total["weeks_short"] or 0,
        worst_week=total["worst_week"],
        worst_fte=total["worst_fte"],
        hired=total["hired"],
        left=total["left"],
        service_level=total["service_level"],
        worst_service_level=total["worst_week_service_level"],
        unhired_weeks_short=total["unhired_weeks_short"] or 0,
        unhired_service_level=total["unhired_service_level"],
        groups=tuple(dict.fromkeys(str(row["group"]) for row in answer.tables["people"].records()))
        if answer.left_out
        else (),
    )


def _need(total: Record) -> Need | None:
    if not total["peak_operators_required"]:
        return None
    return Need(
        operators=total["peak_operators_required"],
        date=total["peak_date"],
        start=total["peak_start"],
        fte=total["fte"],
        week=total["peak_week"],
        fte_of_week=total["fte_peak_week"],
    )


def _buys(plan: Plan, sums: Budget | None) -> BudgetBuys | None:
    """Return what callers meet with the money, where that is not enough without the extra and waits are known."""
    if sums is None or plan.budget is None or plan.budget.status not in ("enough-with-extra", "not-enough"):
        return None
    amount = _met(sums.at("amount"))
    return None if amount is None else BudgetBuys(amount, _met(sums.at("amount+extra")))


def _met(row: Record) -> Met | None:
    wait_s, abandonment = row.get("mean_wait_s"), row.get("abandonment")
    return None if wait_s is None or abandonment is None else Met(float(wait_s), float(abandonment))


def _total(plan: Plan) -> Record:
    return list(plan.tables["summary"].records())[-1]


def _known(value: Cell) -> float | None:
    return None if value is None else float(value)
