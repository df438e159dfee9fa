"""Holding plans against their limits: one judgement a limit and scenario.

A judgement is data that every format renders. One scenario that cannot be read or planned does not stop the
others. A limit whose figure is unknown is broken, never kept in silence.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from mfc_capacity.answers.check import (
    FIGURE_UNKNOWN,
    NO_PLAN,
    SCENARIO_REFUSED,
    TOO_UNLIKELY,
    Chance,
    CheckReport,
    Fault,
    Judgement,
    Place,
    ScenarioCheck,
)
from mfc_capacity.answers.columns import HEADCOUNT
from mfc_capacity.answers.metrics import Metric
from mfc_capacity.answers.records import Plan, Table
from mfc_capacity.commands.check.chances import chances
from mfc_capacity.commands.check.drivers import OF_LABOUR, drivers
from mfc_capacity.commands.check.figures import UNKNOWN, UNPRICED, PlanFigures
from mfc_capacity.commands.check.held import worst_of
from mfc_capacity.commands.check.limits import PlacedLimit, limits_for, read_limits_file
from mfc_capacity.commands.compare.sides import PlanOf, Side, load_side
from mfc_capacity.commands.schedule.beside import beside, with_shifts
from mfc_capacity.files.layers import STDIN, layer_paths, shown_path
from mfc_capacity.files.nodes import Map
from mfc_capacity.files.problems import (
    InputError,
    Message,
    MfcError,
    NoAnswerError,
    Problem,
    say,
    usage_error,
)
from mfc_capacity.files.revisions import git_reader, in_repository
from mfc_capacity.plan import planner
from mfc_capacity.plan.answer import plan_of
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import LoadedScenario, load_scenario


@dataclass(frozen=True)
class Request:
    """What to check: files of limits, the variant and changes of every scenario, and what to compare with.

    `workers` is how many processes may share the work.
    """

    limit_files: Sequence[str] = ()
    variant: str | None = None
    overrides: Sequence[str] = ()
    baseline: str | None = None
    baseline_ref: str | None = None
    fails_on: str = "error"
    workers: int = 1


def check(paths: Sequence[str], request: Request) -> CheckReport:
    """Hold scenarios against their limits.

    Raises:
        InputError: if a file of limits cannot be read, or there is no limit at all.
    """
    files = [read_limits_file(path) for path in request.limit_files]
    checks = tuple(_check_one(path, files, request) for path in paths)
    if not any(scenario.judgements or scenario.faults for scenario in checks):
        raise usage_error("check", say("check.NO_LIMITS"), say("check.NO_LIMITS_HINT"))
    return CheckReport("warning" if request.fails_on == "warning" else "error", checks)


def check_planned(
    planned: Planned, path: str, request: Request, headcount: Table | None = None
) -> CheckReport:
    """Hold one scenario that has been planned against its limits, of which there may be none.

    `headcount` has what the heaviest weeks come to in shifts, where that is known; else limits on it look for it.

    Raises:
        InputError: if a file of limits cannot be read, or a limit compares with a baseline that cannot be.
    """
    files = [read_limits_file(file) for file in request.limit_files]
    limits = limits_for(planned.loaded, files)
    judged = _judged(
        planned.loaded, _judgements(path, planned, limits, files, request, headcount) if limits else ()
    )
    return CheckReport("warning" if request.fails_on == "warning" else "error", (judged,))


def _check_one(path: str, files: Sequence[Map], request: Request) -> ScenarioCheck:
    try:
        loaded = load_scenario(path, variant=request.variant, overrides=request.overrides)
        limits = limits_for(loaded, files)
        return _judged(
            loaded,
            _judgements(path, planner.planned(loaded, request.workers), limits, files, request)
            if limits
            else (),
        )
    except MfcError as error:
        files_read = _files(path, request)
        faults = tuple(_fault(error, problem, path, files_read) for problem in error.problems)
        return ScenarioCheck(
            path=shown_path(path),
            variant=request.variant,
            title=None,
            sha256=None,
            status="no-plan" if isinstance(error, NoAnswerError) else "refused",
            judgements=(),
            faults=faults,
        )


def _judged(loaded: LoadedScenario, judgements: tuple[Judgement, ...]) -> ScenarioCheck:
    return ScenarioCheck(
        path=loaded.path,
        variant=loaded.variant,
        title=loaded.scenario.title,
        sha256=loaded.sha256,
        status="judged",
        judgements=judgements,
        faults=(),
    )


def _fault(error: MfcError, problem: Problem, path: str, files: Mapping[str, str]) -> Fault:
    code = NO_PLAN if isinstance(error, NoAnswerError) else SCENARIO_REFUSED
    shown, name = shown_path(path), _name_in_repository(path)
    place = Place(problem.file or shown, problem.line, problem.column, problem.source_line)
    identity = [name, code, problem.key, str(_without_places(problem.message))]
    located = _located(place, files)
    return Fault(code, located, problem.message, problem.hint, _digest(identity))


def _without_places(message: Message) -> Message:
    """Return a message without the facts that name files and lines, which depend on the working folder."""
    facts = ((name, fact) for name, fact in message.facts if name not in ("file", "first"))
    return Message(
        message.code,
        tuple((name, _without_places(fact) if isinstance(fact, Message) else fact) for name, fact in facts),
    )


def _files(scenario: str, request: Request, extended: Iterable[str] = ()) -> dict[str, str]:
    """Return the files that findings may be about, by how they are shown, which may be without their folders.

    `extended` are those that a scenario in standard input extends.
    """
    layers = extended if scenario == STDIN else layer_paths(scenario)
    return {shown_path(path): path for path in (*layers, *request.limit_files) if path != STDIN}


def _located(place: Place, files: Mapping[str, str]) -> Place:
    """Return a place with the file that a CI system looks for; the first of the files for what stands in none."""
    closest = next(iter(files.values()), place.file.strip("<>"))
    path = files.get(place.file, place.file) if place.is_in_file else closest
    return replace(place, repository_file=in_repository(path))


def _name_in_repository(path: str) -> str:
    return shown_path(path) if path == STDIN else in_repository(path)


def _judgements(
    path: str,
    planned: Planned,
    limits: Sequence[PlacedLimit],
    limit_files: Sequence[Map],
    request: Request,
    headcount: Table | None = None,
) -> tuple[Judgement, ...]:
    figures = PlanFigures(planned, headcount or _headcount(planned, limits, request.workers))
    baseline = _baseline(path, limits, request)
    found = chances(planned, limits, limit_files, request.workers)
    files = _files(path, request, (name for name, _ in planned.loaded.extends))
    name = _name_in_repository(path)
    judged = (_judgement(figures, limit, baseline, name, found.get(limit.limit.id)) for limit in limits)
    return tuple(
        replace(
            judgement,
            place=_located(judgement.place, files),
            drivers=tuple(
                replace(driver, place=driver.place and _located(driver.place, files))
                for driver in judgement.drivers
            ),
        )
        for judgement in judged
    )


def _headcount(planned: Planned, limits: Sequence[PlacedLimit], workers: int) -> Table | None:
    """Return what the heaviest weeks come to in shifts, if a limit is about that.

    Raises:
        InputError: naming the limit, without shifts or without highspy.
        NoAnswerError: naming the limit, if no shifts are found in time.
    """
    placed = next((placed for placed in limits if placed.limit.metric.is_of_shifts), None)
    if placed is None:
        return None
    try:
        return beside(planned, workers=workers).headcount
    except MfcError as error:
        messages = (
            say("check.needs_shifts", metric=placed.limit.metric.name, message=problem.message)
            for problem in error.problems
        )
        raise type(error)(
            placed.location.problem(placed.limit.id, message, problem.hint)
            for message, problem in zip(messages, error.problems, strict=True)
        ) from None


def _baseline(path: str, limits: Sequence[PlacedLimit], request: Request) -> Side | None:
    """Return the plan to compare with, if a limit does.

    Raises:
        InputError: if a limit does and none is named.
    """
    compared = [placed for placed in limits if placed.bound == "max_increase"]
    if not compared:
        return None
    is_of_shifts = any(placed.limit.metric.is_of_shifts for placed in compared)
    make = partial(_in_shifts, workers=request.workers) if is_of_shifts else plan_of
    if request.baseline_ref is not None:
        return _at_revision(path, request, request.baseline_ref, make)
    if request.baseline is not None:
        return load_side(request.baseline, workers=request.workers, plan_of=make)
    at = compared[0].location
    raise InputError([at.problem("limits", say("check.NO_BASELINE"), say("check.NO_BASELINE_HINT"))])


def _at_revision(path: str, request: Request, ref: str, make: PlanOf) -> Side | None:
    """Return the same scenario at a git revision; None if it was not there yet."""
    try:
        git_reader(ref, path)(path)
    except OSError:
        return None
    named = path if request.variant is None else f"{path}#{request.variant}"
    return load_side(named, ref=ref, workers=request.workers, plan_of=make)


def _in_shifts(planned: Planned, workers: int) -> Plan:
    """Return a plan with its heaviest weeks in shifts; one without shifts has no rows of them."""
    plan = plan_of(planned)
    if not planned.scenario.shifts:
        return replace(plan, tables={**plan.tables, HEADCOUNT.name: HEADCOUNT.of_records(())})
    return with_shifts(plan, beside(planned, workers=workers))


def _judgement(
    figures: PlanFigures, placed: PlacedLimit, baseline: Side | None, name: str, chance: Chance | None
) -> Judgement:
    """Hold one limit against the figure that breaks it most, or comes nearest to it; `name` is the scenario's."""
    worst = worst_of(figures, placed, baseline)
    loaded, metric, figure = figures.planned.loaded, placed.limit.metric, worst.figure
    code = worst.code(placed.bound)
    if chance is not None and code != FIGURE_UNKNOWN:
        code = None if chance.is_enough else TOO_UNLIKELY
    has_excess = code is not None and chance is None and worst.is_finite
    is_unpriced = figure.status == UNKNOWN and _needs_a_price(figures.planned, metric)
    at = placed.location
    return Judgement(
        scenario=loaded.path,
        variant=loaded.variant,
        id=placed.limit.id,
        level=placed.limit.level,
        metric=metric.name,
        kind=metric.kind,
        currency=loaded.scenario.currency,
        bound=placed.bound,
        written=placed.written,
        place=Place(at.file, at.line, at.column, at.source_line),
        row=figure.row,
        status=UNPRICED if is_unpriced else figure.status,
        actual=figure.value,
        limit=worst.limit,
        baseline=worst.baseline,
        code=code,
        excess=worst.excess if has_excess else None,
        excess_share=worst.excess_share if has_excess else None,
        parts=figure.parts,
        drivers=drivers(figures.planned, metric, figure.row)
        if code and figure.row and not is_unpriced
        else (),
        weeks=figures.weeks(figure.row) if metric.is_of_shifts and figure.row else (),
        fingerprint=_fingerprint(name, loaded.variant, placed),
        chance=chance,
    )


def _needs_a_price(planned: Planned, metric: Metric) -> bool:
    """Return whether a figure hangs on the price of an operator's hour, which the scenario does not have."""
    if planned.scenario.costs.operator_hour is not None:
        return False
    budget = planned.scenario.budget
    if budget is not None and metric.name.startswith("budget."):
        is_there = budget.extra is not None or not metric.name.endswith("_with_extra")
        return is_there and budget.covers != "contract"
    return metric.name in OF_LABOUR or metric.name == "people.cost"


def _fingerprint(scenario: str, variant: str | None, placed: PlacedLimit) -> str:
    """Return what stays the same when lines move, figures change, or the command runs elsewhere in the repository.

    It says which limit, of which scenario.
    """
    limit = placed.limit
    where = {key: str(value) for key, value in limit.where if value is not None}
    identity = [scenario, variant, limit.id, limit.metric.name, placed.bound, where]
    return _digest(identity)


def _digest(identity: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
