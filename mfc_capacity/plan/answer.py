"""From a scenario to its plan, written down; and what every answer says of the scenario it is about."""

from datetime import date
from typing import Any

from mfc_capacity.answers.records import Plan, ScenarioInfo, SourcedFigure
from mfc_capacity.core.targets import SERVICE_LEVEL, WAIT_LEVEL
from mfc_capacity.files.problems import Message, say
from mfc_capacity.plan.accounts import accounts_of
from mfc_capacity.plan.cautions import cautions
from mfc_capacity.plan.maps import maps
from mfc_capacity.plan.planner import Planned, chosen_days, planned
from mfc_capacity.plan.promise import deliveries, delivery_cautions
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.plan.varied_days import variation_unsaid
from mfc_capacity.scenario import Calendar, Group, LoadedScenario, TargetSet, Timeline
from mfc_capacity.staffing.operators import core_targets


def plan(
    loaded: LoadedScenario, intervals: str = "busiest", *, delivered: bool = False, workers: int = 1
) -> Plan:
    """Plan a scenario: operators, waits and money.

    Args:
        loaded: the scenario with its places and sources.
        intervals: the dates of the table `intervals`: `busiest`, `all`, `none` or a date as YYYY-MM-DD.
        delivered: whether to look at what is delivered on these dates, which takes about a second.
        workers: how many processes may share the work.

    Raises:
        InputError: if `intervals` names no day of the scenario.
        NoAnswerError: if a target of a group is kept by no number of operators.
    """
    return plan_of(planned(loaded, workers), intervals, delivered=delivered)


def plan_of(
    scenario_plan: Planned, intervals: str = "busiest", *, delivered: bool = False, cautioned: bool = True
) -> Plan:
    """Write down a scenario that has been planned; the arguments are those of `plan`.

    `cautioned` is whether to look for what there is to warn of, a third of the work of a short plan.

    Raises:
        InputError: if `intervals` names no day of the scenario.
    """
    accounts = accounts_of(scenario_plan)
    tables = PlanTables(scenario_plan)
    days = chosen_days(scenario_plan.days, tables.busiest_day, intervals)
    met = deliveries(scenario_plan, days) if delivered or scenario_plan.carries_queue else {}
    by_interval = tables.intervals(days, met)
    written = (
        tables.summary(),
        tables.months(),
        tables.weeks(),
        tables.by_day(),
        tables.hotlines(),
        by_interval,
        *accounts.tables,
    )
    return Plan(
        **about(scenario_plan.loaded),
        cautions=(
            *cautions(scenario_plan),
            *delivery_cautions(scenario_plan, met),
            *accounts.cautions,
            *variation_unsaid(scenario_plan),
        )
        if cautioned
        else (),
        tables={table.name: table for table in written},
        targets={
            name: targets_over_time(group, scenario_plan.scenario.calendar)
            for name, group in scenario_plan.scenario.groups.items()
        },
        peak_days=tables.peak_shapes(),
        maps=maps(scenario_plan, tables),
        contracts=accounts.contracts,
        budget=accounts.budget,
    )


def about(loaded: LoadedScenario) -> dict[str, Any]:
    """Return the fields that every answer about a scenario shares, but for its warnings."""
    scenario, calendar = loaded.scenario, loaded.scenario.calendar
    return {
        "scenario": ScenarioInfo(
            title=scenario.title,
            path=loaded.path,
            sha256=loaded.sha256,
            variant=loaded.variant,
            overrides=loaded.overrides,
            extends=loaded.extends,
            files=tuple((file.path, file.sha256) for file in scenario.files),
        ),
        "method": scenario.method,
        "currency": scenario.currency,
        "calendar": None if calendar is None else (calendar.first.isoformat(), calendar.last.isoformat()),
        "interval_s": scenario.interval_s,
        "assumptions": _figures(loaded, sourced=False),
        "sources": _figures(loaded, sourced=True),
    }


def _figures(loaded: LoadedScenario, *, sourced: bool) -> tuple[SourcedFigure, ...]:
    return tuple(
        SourcedFigure(figure.key, figure.part, figure.value, figure.source, figure.location)
        for figure in loaded.figures
        if (figure.source is not None) == sourced
    )


def targets_over_time(group: Group, calendar: Calendar | None) -> dict[str, Message]:
    """Return what there is to say of each target that is set on some planned day, by the measure that it limits.

    Of one that changes it is what holds at first, and what from which day on.
    """
    steps = _in_calendar(group.targets, calendar)
    said = [(start, target_messages(targets)) for start, targets in steps]
    by_measure = {}
    for name in dict.fromkeys(name for _, messages in said for name in messages):
        changes = [(start, messages.get(name)) for start, messages in said]
        kept = [step for k, step in enumerate(changes) if not k or step[1] != changes[k - 1][1]]
        first = kept[0][1]
        by_measure[name] = (
            first if first is not None and len(kept) == 1 else say("targets.over_time", steps=tuple(kept))
        )
    return by_measure


def _in_calendar(
    targets: Timeline[TargetSet], calendar: Calendar | None
) -> list[tuple[date | None, TargetSet]]:
    """Return the targets of the first planned day, and the later ones with the day from which on they hold."""
    if calendar is None:
        return [(None, targets.at(None))]
    later = [step for step in targets.steps if calendar.first < step[0] <= calendar.last]
    return [(None, targets.at(calendar.first)), *later]


def target_messages(targets: TargetSet) -> dict[str, Message]:
    """Return what there is to say of each target that is set, by the measure that it limits."""
    said = {}
    on = {} if targets.on_days is None else {"on_days": targets.on_days}
    for row, limit in core_targets(targets).each():
        if row.measure == SERVICE_LEVEL:
            of = {} if targets.service_level_of == "offered" else {"of": targets.service_level_of}
            said[row.measure.name] = say(
                "targets.service_level", share=limit, within_s=targets.within_s, **of, **on
            )
        elif row.measure == WAIT_LEVEL:
            said[row.measure.name] = say("targets.wait", share=limit, within_s=targets.wait_within_s, **on)
        else:
            code = "targets.longest_wait" if row.measure.kind == "seconds" else "targets.largest_share"
            said[row.measure.name] = say(code, most=limit, **on)
    return said
