"""JSON: every limit with its figure and row, and the broken ones in full, the worst first."""

import json
from typing import Annotated, NotRequired, TypedDict, cast

from mfc_capacity import __version__
from mfc_capacity.answers.kinds import Digest, one_of
from mfc_capacity.answers.records import (
    Cell,
    CheckReport,
    Driver,
    Fault,
    Judgement,
    Place,
    Row,
    ScenarioCheck,
)
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
    date: NotRequired[str]
    start: NotRequired[str]


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
        one_of(("known", "never", "unknown", "no-row", "no-account", "no-baseline", "new")),
        "why a figure is null",
    ]
    limit: Annotated[Cell, "what the figure is held against, an increase added to the baseline"]
    baseline: Figure
    row: RowKeys | None


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
        "scenarios": [_scenario(one) for one in report.scenarios],
        "violations": [violation(one) for one in report.violations],
    }
    document = {"schema": report.schema, "tool": {"name": TOOL, "version": __version__}, **head}
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def violation(one: Judgement) -> Violation:
    """Return one broken limit as data."""
    return {
        "code": str(one.code),
        "level": one.level,
        "message": sentences.violation_text(one),
        "scenario": one.scenario,
        "variant": one.variant,
        **_judged(one),
        "excess": one.excess,
        "excess_share": one.excess_share,
        "location": str(one.place),
        "source_line": one.place.source_line,
        "parts": [{"group": group, "value": value} for group, value in one.parts],
        "drivers": [_driver(driver) for driver in one.drivers],
        "fingerprint": one.fingerprint,
    }


def _scenario(one: ScenarioCheck) -> CheckedScenario:
    return {
        "path": one.path,
        "variant": one.variant,
        "title": one.title,
        "sha256": one.sha256,
        "status": one.status,
        "limits": [
            {**_judged(judgement), "level": judgement.level, "kept": judgement.code is None}
            for judgement in one.judgements
        ],
        "problems": [_fault(fault) for fault in one.faults],
    }


def _judged(one: Judgement) -> Judged:
    return {
        "id": one.id,
        "metric": one.metric,
        "unit": one.currency if one.kind == "money" else one.kind,
        "bound": one.bound,
        "written": one.written,
        "actual": one.actual,
        "status": one.status,
        "limit": one.limit,
        "baseline": one.baseline,
        "row": None if one.row is None else _row(one.row),
    }


def _row(row: Row) -> RowKeys:
    return cast("RowKeys", {key: value for key, value in vars(row).items() if value is not None})


def _driver(driver: Driver) -> DrivenBy:
    return {
        "key": driver.key,
        "value": driver.value,
        "source": driver.source,
        "location": _location(driver.place),
    }


def _fault(fault: Fault) -> Mistake:
    return {
        "code": fault.code,
        "message": text(fault.message),
        "hint": None if fault.hint is None else text(fault.hint),
        "location": str(fault.place),
    }


def _location(place: Place | None) -> str | None:
    return None if place is None else str(place)
