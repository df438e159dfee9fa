"""A grid of changes, planned point by point: one tidy table of metrics over every combination of values.

Values are typed and checked as those of `--set`. Values that do not fit together (shares that do not add up) and
targets that are out of reach leave a row without figures and with the reason, so that the grid stays whole. Points
are planned in order; what is left to plan goes to several processes where that saves time.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from itertools import product
from typing import NamedTuple

from mfc_capacity.answers.columns import COLUMNS, SUMMARY, SWEEP_COLUMNS
from mfc_capacity.answers.records import Cell, Sweep, Table
from mfc_capacity.commands.sweep.axes import VARY, Axis
from mfc_capacity.files.layers import Tree, apply_set, did_you_mean
from mfc_capacity.files.nodes import SET
from mfc_capacity.files.problems import InputError, NoAnswerError, Problem, say, usage_error
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.ledger import TOTAL
from mfc_capacity.plan.planner import Planner
from mfc_capacity.plan.pool import Processes, in_turn
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import LoadedScenario, build_scenario

EVERY_GROUP = "all"
DEFAULT_METRICS = (
    "calls",
    "peak_operators_required",
    "operator_hours_paid",
    "cost",
    "service_level",
    "asa_s",
    "mean_wait_s",
    "abandonment",
    "occupancy",
)
METRICS = (*SUMMARY.names, *SUMMARY.given, *SUMMARY.asked)
OK, NO_ANSWER, INVALID = "ok", "no-answer", "invalid"


class Point(NamedTuple):
    """What one point of the grid gave: its metrics by group, or none and the reason."""

    status: str
    problem: Problem | None
    metrics: dict[str, tuple[Cell, ...]]


OnPoint = Callable[[int, int], None]


def sweep(
    loaded: LoadedScenario,
    axes: Sequence[Axis],
    metrics: Sequence[str] = DEFAULT_METRICS,
    group: str = TOTAL,
    *,
    executor: Executor | None = None,
    on_point: OnPoint = lambda _done, _points: None,
) -> Sweep:
    """Plan every point of a grid and return its metrics.

    Args:
        loaded: the scenario that the grid changes.
        axes: the varied paths; the last one varies fastest.
        metrics: columns of the plan's summary.
        group: a group, `total`, or `all` for every group and the total.
        executor: of the shape of `concurrent.futures`, shares the work; None: this process does it.
        on_point: called with the number of points done and that of all points.

    Raises:
        InputError: for values that their paths refuse, an unknown metric or group, or a grid without a valid point.
        NoAnswerError: if no point of the grid has an answer.
    """
    groups = _groups(loaded, group)
    mistakes = [*_mistaken_metrics(metrics), *_mistaken_values(loaded.tree, axes)]
    if mistakes:
        raise InputError(dict.fromkeys(mistakes))
    grid = list(product(*(axis.values for axis in axes)))
    changes = [[axis.change(value) for axis, value in zip(axes, point, strict=True)] for point in grid]
    plan = partial(_point, Planner(), loaded.tree, tuple(metrics))
    points = list(in_turn(plan, changes, executor or Processes(), on_point))
    _refuse_failures_only(points)
    return Sweep(
        **about(loaded),
        cautions=(),
        tables={"sweep": _table(axes, metrics, groups, points, loaded.scenario.currency)},
        vary={axis.path: tuple(value.text for value in axis.values) for axis in axes},
    )


def _groups(loaded: LoadedScenario, group: str) -> list[str]:
    names = [*loaded.scenario.groups, TOTAL]
    if group == EVERY_GROUP:
        return names
    if group in names:
        return [group]
    hint = did_you_mean(group, names) or say("sweep.there_are", names=(*names, EVERY_GROUP))
    raise usage_error("--group", say("sweep.no_group", name=group), hint)


def _mistaken_metrics(metrics: Sequence[str]) -> Iterator[Problem]:
    for metric in metrics:
        if metric not in METRICS:
            hint = did_you_mean(metric, METRICS) or say("sweep.there_are", names=METRICS)
            yield Problem("--metric", None, None, "", say("sweep.no_metric", metric=metric), hint)


def _mistaken_values(tree: Tree, axes: Sequence[Axis]) -> Iterator[Problem]:
    """Yield what is wrong with single values; what other parts of the scenario make of them, the grid shows."""
    for axis in axes:
        for value in axis.values:
            try:
                build_scenario(apply_set(tree, [axis.change(value)]))
            except InputError as error:
                yield from (axis.problem(value, problem) for problem in error.problems if problem.file == SET)


def _point(planner: Planner, tree: Tree, metrics: Sequence[str], changes: Sequence[str]) -> Point:
    """Plan one point of the grid."""
    try:
        whole = planner.planned(build_scenario(apply_set(tree, changes)))
    except InputError as error:
        return Point(INVALID, error.problems[0], {})
    except NoAnswerError as error:
        return Point(NO_ANSWER, error.problems[0], {})
    records = PlanTables(whole).summary().records()
    return Point(OK, None, {str(row["group"]): tuple(row.get(name) for name in metrics) for row in records})


def _refuse_failures_only(points: Sequence[Point]) -> None:
    """Refuse a grid without an answer, with the reason of its first point."""
    if any(point.status == OK for point in points):
        return
    first = next((point for point in points if point.status == NO_ANSWER), points[0])
    problems = [_of_option(first.problem)] if first.problem else []
    raise NoAnswerError(problems) if first.status == NO_ANSWER else InputError(problems)


def _of_option(problem: Problem) -> Problem:
    """Return a problem that stands in a change as one of the option that the change came from."""
    return replace(problem, file=VARY, column=None) if problem.file == SET else problem


def _table(
    axes: Sequence[Axis],
    metrics: Sequence[str],
    groups: Sequence[str],
    points: Sequence[Point],
    currency: str | None,
) -> Table:
    """Return a row for each point and group, the varied values first."""
    columns, typed = zip(*(axis.column(currency) for axis in axes), strict=True)
    unknown: tuple[Cell, ...] = (None,) * len(metrics)
    rows = [
        (
            *values,
            group,
            *point.metrics.get(group, unknown),
            point.status,
            None if point.problem is None else point.problem.message,
        )
        for values, point in zip(product(*typed), points, strict=True)
        for group in groups
    ]
    figures = [replace(COLUMNS[name], nullable=True) for name in metrics]
    group_column, *about_point = (COLUMNS[name] for name in SWEEP_COLUMNS)
    return Table("sweep", (*columns, group_column, *figures, *about_point), len(axes) + 1, tuple(rows))
