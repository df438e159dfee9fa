"""Options side by side: the operators of today, the plan, and each variant, planned by the same planner."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mfc_capacity.answers.first_screen import CostOf, Option, Options
from mfc_capacity.answers.records import PeopleAnswer
from mfc_capacity.commands.report.decision import level_of, stating
from mfc_capacity.commands.report.tiles import cost, cost_of
from mfc_capacity.files.layers import apply_set, apply_variant
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.plan.accounts import figures_of
from mfc_capacity.plan.planner import Planned, Planner
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.scenario.loaded import build_scenario

MOST_VARIANTS = 8

Record = Mapping[str, Any]
Hire = Callable[[Planned], PeopleAnswer | None]


def options(
    planner: Planner,
    planned: Planned,
    hired: PeopleAnswer | None = None,
    hire: Hire = lambda _planned: None,
    *,
    most: int = MOST_VARIANTS,
) -> Options:
    """Return the options; a scenario that is a variant itself has no others, since what it was before is not known.

    Args:
        planner: plans the variants, and remembers what they share with the plan.
        planned: the scenario as planned.
        hired: who is there, where the scenario says it.
        hire: returns the same of a variant; None where nothing is said of it.
        most: how many variants are planned, the first of the file; the others are named.
    """
    of, loaded = cost_of(planned.scenario), planned.loaded
    variants = {} if loaded.variant else {name: own.title for name, own in loaded.file.variants.items()}
    looked_at = list(variants)[:most]
    rows = [
        *_today(planner, planned, of),
        _figures(Option(kind="plan"), planned, of, hired),
        *(
            _variant(planner, loaded, Option(kind="variant", name=name, title=variants[name]), of, hire)
            for name in looked_at
        ),
    ]
    groups = tuple(group.name for group in planned.groups if group.operators.given is None)
    return Options(tuple(rows), groups, tuple(list(variants)[most:]))


def _today(planner: Planner, planned: Planned, of: CostOf) -> Iterator[Option]:
    """Yield what the operators given come to, with those of the plan in the groups that state none."""
    if not stating(planned).groups:
        return
    lived = planner.lived_through(planned.loaded)
    groups = [
        ours if ours.operators.given is None else given
        for ours, given in zip(planned.groups, lived.groups, strict=True)
    ]
    yield _figures(Option(kind="today"), replace(planned, groups=groups), of)


def _variant(planner: Planner, loaded: LoadedScenario, option: Option, of: CostOf, hire: Hire) -> Option:
    """Return what a variant comes to, or why it has no figures; what was set of the scenario is set of it too."""
    try:
        tree = replace(apply_variant(loaded.tree, str(option.name)), overrides=())
        varied = build_scenario(apply_set(tree, loaded.overrides))
        planned = planner.planned(varied)
        return _figures(option, planned, of, hire(planned))
    except (InputError, NoAnswerError) as error:
        return replace(option, problems=tuple(error.problems))


def _figures(option: Option, planned: Planned, of: CostOf, hired: PeopleAnswer | None = None) -> Option:
    """Return an option with its figures."""
    people: Record = {} if hired is None else list(hired.tables["summary"].records())[-1]
    total: Record = list(PlanTables(planned).summary().records())[-1]
    accounts: Mapping[str, Record] = figures_of(planned)
    contract, budget = accounts.get("contract"), accounts.get("budget", {})
    week = total["fte_peak_week"]
    return replace(
        option,
        dates=(planned.days.dates[0], planned.days.dates[-1]),
        by_interval=not planned.carries_queue,
        cost_of=cost_of(planned.scenario),
        days=total["days_open"],
        days_missed=total["days_missed"],
        fte=total["fte"] if week is None else week,
        cost=cost(of, total, None if contract is None else contract["cost"]),
        has_contract=contract is not None,
        exhausted_on=None if contract is None else contract["exhausted_on"],
        left=budget.get("headroom"),
        left_with_extra=budget.get("headroom_with_extra"),
        abandonment=total["abandonment"],
        service_level=total["service_level"],
        weeks=people.get("weeks"),
        weeks_short=people.get("weeks_short"),
        staffed_service_level=people.get("service_level"),
        levels=tuple(map(level_of, planned.groups)),
    )
