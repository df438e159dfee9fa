"""How one figure of a plan came about, as a person would write it down.

From the calls of an ordinary day to the calls of an interval, to the load, to the operators that each target asks for,
to people and to money: every input with its place and source, every result with its arithmetic, every number the
plan's own.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from mfc_capacity.answers.columns import STEPS
from mfc_capacity.answers.records import Caution, Explanation
from mfc_capacity.commands.explain.costs import cost_steps
from mfc_capacity.commands.explain.demand import hotline_steps, load_steps
from mfc_capacity.commands.explain.interval import find_group, find_interval
from mfc_capacity.commands.explain.staffing import staffing_steps
from mfc_capacity.commands.explain.steps import CALLERS, DAY, FEWER, GIVEN, Step
from mfc_capacity.commands.explain.week import find_week, week_steps
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.cautions import cautions
from mfc_capacity.plan.planner import GroupPlan, Planned, planned
from mfc_capacity.scenario import LoadedScenario

_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)
ASIDE = (CALLERS, FEWER, GIVEN)  # what hangs off the chain, and leads to nothing further


def explain(
    loaded: LoadedScenario,
    group: str | None = None,
    at: str | None = None,
    metric: str | None = None,
    *,
    workers: int = 1,
) -> Explanation:
    """Explain one interval of a plan, or one figure of it.

    Args:
        loaded: the scenario with its places and sources.
        group: the group of hotlines; None where there is only one.
        at: `2014-05-20 11:00`, a date (the interval of that day that needs most operators), a clock time where there
            is no calendar; a week, as `2014-W24`, of which the people are explained; None: the group's peak.
        metric: a column of the plan's tables at which the explanation ends; None: the whole of the interval.
        workers: how many processes may share the work.

    Raises:
        InputError: if the scenario has no such group, moment or figure.
        NoAnswerError: if a target of a group is kept by no number of operators.
    """
    return explain_planned(planned(loaded, workers), group, at, metric)


def explain_planned(
    plan: Planned, group: str | None = None, at: str | None = None, metric: str | None = None
) -> Explanation:
    """Explain one interval of a scenario that has been planned, or one figure of it.

    Raises:
        InputError: if the scenario has no such group, moment or figure.
    """
    if at is not None and _WEEK.fullmatch(at):
        return _explained_week(plan, group, at, metric)
    explained = find_interval(plan, group, at)
    hotlines = (hotline_steps(explained, name) for name in explained.group.hotlines)
    parts = (*hotlines, load_steps(explained), staffing_steps(explained), cost_steps(explained))
    return Explanation(
        **_chain(plan, explained.group_plan, [*chain(*parts)], metric),
        group=explained.group_plan.name,
        date=None if explained.date is None else explained.date.isoformat(),
        start=clock_text(explained.start_s),
        end=clock_text(explained.start_s + explained.scenario.interval_s),
        metric=metric,
    )


def _explained_week(plan: Planned, name: str | None, week: str, metric: str | None) -> Explanation:
    """Explain the people of one week."""
    group_plan = find_group(plan.groups, name)
    explained = find_week(plan, group_plan.name, week)
    return Explanation(
        **_chain(plan, group_plan, [*week_steps(explained)], metric),
        group=group_plan.name,
        date=explained.monday,
        start=None,
        end=None,
        metric=metric,
        week=week,
    )


def _chain(plan: Planned, group: GroupPlan, steps: Sequence[Step], metric: str | None) -> dict[str, Any]:
    """Return what an explanation says by its steps, and with what else."""
    records = [{"step": number, **step.record} for number, step in enumerate(_chosen(steps, metric), 1)]
    return {
        **about(plan.loaded),
        "cautions": tuple(caution for caution in cautions(plan) if _concerns(caution, group)),
        "tables": {STEPS.name: STEPS.of_records(records)},
    }


def _concerns(caution: Caution, plan: GroupPlan) -> bool:
    """Return whether a caution is not about another group, nor a hotline of one."""
    facts = caution.facts
    is_own_group = facts.get("group") in (None, plan.name)
    return is_own_group and ("hotline" not in facts or facts["hotline"] in plan.group.hotlines)


def _chosen(steps: Sequence[Step], metric: str | None) -> Iterable[Step]:
    """Return the steps of the interval, or those that lead to one figure."""
    if metric is None:
        return (step for step in steps if step.part != DAY)
    last = next((k for k, step in enumerate(steps) if step.metric == metric), None)
    if last is None:
        known = list(dict.fromkeys(step.metric for step in steps if step.metric))
        hint = did_you_mean(metric, known) or say("explain.metrics_hint", names=tuple(known))
        raise usage_error("--metric", say("explain.no_metric", name=metric), hint)
    part = steps[last].part
    return (step for step in steps[: last + 1] if step.part == part or step.part not in ASIDE)
