"""JSON: every limit with its figure and row, and the broken ones in full, the worst first."""

import json
from typing import Any

from mfc_capacity import __version__
from mfc_capacity.answers.records import CheckReport, Driver, Fault, Judgement, Place, Row, ScenarioCheck
from mfc_capacity.wording import text
from mfc_capacity.wording.en import check as sentences


def render(report: CheckReport) -> str:
    """Return the whole document."""
    document = {
        "schema": report.schema,
        "tool": {"name": "mfc-capacity", "version": __version__},
        "verdict": report.verdict,
        "fails_on": report.fails_on,
        "scenarios": [_scenario(one) for one in report.scenarios],
        "violations": [violation(one) for one in report.violations],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def violation(one: Judgement) -> dict[str, Any]:
    """Return one broken limit as data."""
    return {
        "code": one.code,
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


def _scenario(one: ScenarioCheck) -> dict[str, Any]:
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


def _judged(one: Judgement) -> dict[str, Any]:
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


def _row(row: Row) -> dict[str, str | None]:
    return {key: value for key, value in vars(row).items() if value is not None}


def _driver(driver: Driver) -> dict[str, str | None]:
    return {
        "key": driver.key,
        "value": driver.value,
        "source": driver.source,
        "location": _location(driver.place),
    }


def _fault(fault: Fault) -> dict[str, str | None]:
    return {
        "code": fault.code,
        "message": text(fault.message),
        "hint": None if fault.hint is None else text(fault.hint),
        "location": _location(fault.place),
    }


def _location(place: Place | None) -> str | None:
    return None if place is None else str(place)
