"""SARIF 2.1.0 (OASIS, 2020), which code scanning reads: a rule a code, a result a broken limit.

Results are matched between runs by `partialFingerprints`; the lines that drive a figure are related
locations. A file that could not be read is a result too, and the run says that it was not successful.
"""

import json
from typing import Any
from urllib.parse import quote

from mfc_capacity import __version__
from mfc_capacity.answers.check import CheckReport, Fault, Judgement, Place
from mfc_capacity.wording.en import check as sentences
from mfc_capacity.wording.en.check_codes import CHECK_CODES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "mfcCapacityLimit/v1"

_RULES = list(CHECK_CODES)


def render(report: CheckReport) -> str:
    """Return a log with violation run."""
    results = [_fault(fault) for scenario in report.scenarios for fault in scenario.faults]
    results += [_violation(violation) for violation in report.violations]
    driver = {
        "name": "mfc-capacity",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": page.meaning},
                "fullDescription": {"text": page.reason},
                "help": {"text": page.remedy},
            }
            for code, page in CHECK_CODES.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": report.verdict in ("kept", "broken")}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _violation(judgement: Judgement) -> dict[str, Any]:
    result = _result(
        str(judgement.code),
        judgement.level,
        sentences.violation_text(judgement),
        judgement.place,
        judgement.fingerprint,
    )
    related = [
        {"physicalLocation": _physical(driver.place), "message": {"text": sentences.driver_text(driver)}}
        for driver in judgement.drivers
        if driver.place is not None
    ]
    properties = {
        "limit": judgement.id,
        "metric": judgement.metric,
        "scenario": judgement.scenario,
        "variant": judgement.variant,
    }
    return result | {"relatedLocations": related, "properties": properties}


def _fault(fault: Fault) -> dict[str, Any]:
    return _result(fault.code, "error", sentences.fault_text(fault), fault.place, fault.fingerprint)


def _result(code: str, level: str, message: str, place: Place, fingerprint: str) -> dict[str, Any]:
    return {
        "ruleId": code,
        "ruleIndex": _RULES.index(code),
        "level": level,
        "message": {"text": sentences.placed_text(message, place)},
        "locations": [{"physicalLocation": _physical(place)}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }


def _physical(place: Place) -> dict[str, Any]:
    file, line, column = place.in_repository
    region = {"startLine": line, "startColumn": column}
    return {"artifactLocation": {"uri": quote(file)}, "region": region}
