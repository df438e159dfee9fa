"""JUnit XML, as Jenkins and GitLab read it: a suite a scenario, a case a limit.

Only what fails the check is a failure; a warning that is let pass stands in the case's output.
"""

import re
from xml.etree import ElementTree as ET

from mfc_capacity.answers.check import CheckReport, Judgement, ScenarioCheck
from mfc_capacity.commands.check.view import text
from mfc_capacity.wording.en import check as sentences

# What XML 1.0 has no way to write.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: CheckReport) -> str:
    """Return the document."""
    root = ET.Element("testsuites", name="mfc-capacity check")
    for scenario in report.scenarios:
        root.append(_suite(report, scenario))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(report: CheckReport, scenario: ScenarioCheck) -> ET.Element:
    name = sentences.scenario_name(scenario.path, scenario.variant)
    failures = sum(
        judgement.code is not None and report.fails(judgement) for judgement in scenario.judgements
    )
    suite = ET.Element(
        "testsuite",
        name=_xml(name),
        tests=str(len(scenario.judgements) + bool(scenario.faults)),
        failures=str(failures),
        errors=str(int(bool(scenario.faults))),
    )
    for judgement in scenario.judgements:
        suite.append(_case(report, judgement, name))
    if scenario.faults:
        suite.append(_error_case(scenario, name))
    return suite


def _case(report: CheckReport, judgement: Judgement, suite: str) -> ET.Element:
    case = ET.Element("testcase", name=_xml(sentences.limit_name(judgement)), classname=_xml(suite))
    if judgement.code is None:
        return case
    if report.fails(judgement):
        message = _xml(sentences.violation_text(judgement))
        ET.SubElement(case, "failure", type=judgement.code, message=message).text = _xml(
            text.violation(judgement)
        )
    else:
        ET.SubElement(case, "system-out").text = _xml(text.violation(judgement))
    return case


def _error_case(scenario: ScenarioCheck, suite: str) -> ET.Element:
    code = scenario.faults[0].code
    case = ET.Element("testcase", name=code, classname=_xml(suite))
    said = "\n".join(f"{fault.place}: {sentences.fault_text(fault)}" for fault in scenario.faults)
    ET.SubElement(case, "error", type=code, message=_xml(sentences.scenario_text(scenario))).text = _xml(said)
    return case


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
