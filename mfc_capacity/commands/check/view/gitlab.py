"""The Code Quality report of GitLab: an array of issues, matched between branches by their fingerprints.

See "Code Quality report format" in GitLab's documentation.
"""

import json
from typing import Any

from mfc_capacity.answers.check import CheckReport, Fault, Judgement, Place
from mfc_capacity.wording.en import check as sentences

_SEVERITIES = {"error": "major", "warning": "minor"}


def render(report: CheckReport) -> str:
    """Return the array; what could not be judged blocks."""
    issues = [_fault(fault) for scenario in report.scenarios for fault in scenario.faults]
    issues += [_violation(violation) for violation in report.violations]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _violation(judgement: Judgement) -> dict[str, Any]:
    description = f"{sentences.limit_name(judgement)}: {sentences.violation_text(judgement)}"
    return _issue(
        str(judgement.code), description, _SEVERITIES[judgement.level], judgement.fingerprint, judgement.place
    )


def _fault(fault: Fault) -> dict[str, Any]:
    return _issue(fault.code, sentences.fault_text(fault), "blocker", fault.fingerprint, fault.place)


def _issue(code: str, description: str, severity: str, fingerprint: str, place: Place) -> dict[str, Any]:
    file, line, _ = place.in_repository
    return {
        "description": sentences.placed_text(description, place),
        "check_name": code,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": file, "lines": {"begin": line}},
    }
