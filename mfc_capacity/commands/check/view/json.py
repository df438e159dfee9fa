"""JSON: every limit with its figure and row, and the broken ones in full, the worst first."""

import json
from typing import Annotated, NotRequired, TypedDict, cast

from mfc_capacity import __version__
from mfc_capacity.answers.check import CheckReport, Driver, Fault, Judgement, Row, ScenarioCheck
from mfc_capacity.answers.kinds import Day, Digest, one_of
from mfc_capacity.answers.metrics import MONEY_KINDS
from mfc_capacity.answers.records import Cell
from mfc_capacity.render.document import TOOL, Schema, document_schema
from mfc_capacity.wording import text
from mfc_capacity.wording.en import check as sentences

Level = Annotated[str, one_of(("error", "warning"))]
Figure = Annotated[Cell, "in the metric's unit; a date is text"]


class RowKeys(TypedDict):
    """The row of the plan that a limit was held against."""

    table: str
    group: NotRequired[str]
    month: NotRequired[str]
    week: NotRequired[str]
    date: NotRequired[str]
    start: NotRequired[str]


class KeptIn(TypedDict):
    """In how many samples of the scenario's ranges a limit with a probability is kept."""

    asked: Annotated[float, "the share of the samples in which it has to be kept"]
    share: Annotated[float, "the share in which it is"]
    kept: int
    samples: int


class Scheduled(TypedDict):
    """The days of a group whose shifts a figure is of; no others are scheduled."""

    group: str
    first: Day | None
    last: Day | None
    operator_hours_short: Annotated[float, "required there and not scheduled"]
    status: Annotated[str, one_of(("optimal", "within-gap", "by-curves", "time-limit"))]


class Judged(TypedDict):
    """A limit, the figure that it is about, and what that is held against."""

    id: str
    metric: str
    unit: Annotated[str | None, "the metric's kind, of money the currency"]
    bound: Annotated[str, one_of(("max", "min", "max_increase"))]
    written: Annotated[str, "the limit as it is written"]
    actual: Figure
    status: Annotated[
        str,
        one_of(("known", "never", "unknown", "unpriced", "no-row", "no-account", "no-baseline", "new")),
        "why a figure is null",
    ]
    limit: Annotated[Cell, "what the figure is held against, an increase added to the baseline"]
    baseline: Figure
    row: RowKeys | None
    chance: NotRequired[KeptIn]
    scheduled: NotRequired[list[Scheduled]]


class JudgedLimit(Judged):
    """A limit of a scenario, kept or broken."""

    level: Level
    kept: bool


class Part(TypedDict):
    """The figure of a group, of which the figure of a limit is the sum."""

    group: str
    value: Figure


class DrivenBy(TypedDict):
    """A figure of the scenario that moves another most."""

    key: str
    value: str
    source: str | None
    location: str | None


class Violation(Judged):
    """A broken limit."""

    code: str
    level: Level
    message: str
    scenario: str
    variant: str | None
    excess: Annotated[float | None, "in the metric's unit, of dates in days"]
    excess_share: Annotated[float | None, "the excess as a share of the limit"]
    location: str
    source_line: str | None
    parts: list[Part]
    drivers: list[DrivenBy]
    fingerprint: Digest


class Mistake(TypedDict):
    """What kept a scenario from being judged."""

    code: str
    message: str
    hint: str | None
    location: str


class CheckedScenario(TypedDict):
    """One scenario with its limits."""

    path: str
    variant: str | None
    title: str | None
    sha256: str | None
    status: Annotated[str, one_of(("judged", "refused", "no-plan"))]
    limits: list[JudgedLimit]
    problems: list[Mistake]


class Head(TypedDict):
    """What a check found."""

    verdict: Annotated[str, one_of(("kept", "broken", "no-plan", "refused"))]
    fails_on: Level
    scenarios: list[CheckedScenario]
    violations: list[Violation]


def schema() -> Schema:
    """Return the schema of the document that `check -f json` prints."""
    return document_schema(CheckReport.schema, Head)


def render(report: CheckReport) -> str:
    """Return the whole document."""
    head: Head = {
        "verdict": report.verdict,
        "fails_on": report.fails_on,
        "scenarios": [_scenario(scenario) for scenario in report.scenarios],
        "violations": [_violation(broken) for broken in report.violations],
    }
    document = {"schema": report.schema, "tool": {"name": TOOL, "version": __version__}, **head}
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _violation(judgement: Judgement) -> Violation:
    """Return judgement broken limit as data."""
    return {
        "code": str(judgement.code),
        "level": judgement.level,
        "message": sentences.violation_text(judgement),
        "scenario": judgement.scenario,
        "variant": judgement.variant,
        **_judged(judgement),
        "excess": judgement.excess,
        "excess_share": judgement.excess_share,
        "location": str(judgement.place),
        "source_line": judgement.place.source_line,
        "parts": [{"group": group, "value": value} for group, value in judgement.parts],
        "drivers": [_driver(driver) for driver in judgement.drivers],
        "fingerprint": judgement.fingerprint,
    }


def _scenario(scenario: ScenarioCheck) -> CheckedScenario:
    return {
        "path": scenario.path,
        "variant": scenario.variant,
        "title": scenario.title,
        "sha256": scenario.sha256,
        "status": scenario.status,
        "limits": [
            {**_judged(judgement), "level": judgement.level, "kept": judgement.code is None}
            for judgement in scenario.judgements
        ],
        "problems": [_fault(fault) for fault in scenario.faults],
    }


def _judged(judgement: Judgement) -> Judged:
    judged: Judged = {
        "id": judgement.id,
        "metric": judgement.metric,
        "unit": judgement.currency if judgement.kind in MONEY_KINDS else judgement.kind,
        "bound": judgement.bound,
        "written": judgement.written,
        "actual": judgement.actual,
        "status": judgement.status,
        "limit": judgement.limit,
        "baseline": judgement.baseline,
        "row": None if judgement.row is None else _row(judgement.row),
    }
    chance = judgement.chance
    if chance is not None:
        judged["chance"] = {
            "asked": chance.asked,
            "share": chance.share,
            "kept": chance.kept,
            "samples": chance.samples,
        }
    if judgement.weeks:
        judged["scheduled"] = [cast("Scheduled", vars(week)) for week in judgement.weeks]
    return judged


def _row(row: Row) -> RowKeys:
    return cast("RowKeys", {key: value for key, value in vars(row).items() if value is not None})


def _driver(driver: Driver) -> DrivenBy:
    return {
        "key": driver.key,
        "value": driver.value,
        "source": driver.source,
        "location": None if driver.place is None else str(driver.place),
    }


def _fault(fault: Fault) -> Mistake:
    return {
        "code": fault.code,
        "message": text(fault.message),
        "hint": None if fault.hint is None else text(fault.hint),
        "location": str(fault.place),
    }
