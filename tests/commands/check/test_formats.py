"""Every format renders the same records, keeps its public schema, and shows hostile names as text."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema

from mfc_capacity.answers.check import CheckReport
from mfc_capacity.commands.check.check import Request, check
from mfc_capacity.commands.check.view import CHECK_FORMATS
from mfc_capacity.commands.check.view.json import schema
from mfc_capacity.files.text import visible
from mfc_capacity.wording.en.check_codes import CHECK_CODES
from tests.conftest import ROOT

from .conftest import TWO_GROUPS, Run

SCHEMAS = ROOT / "tests" / "data" / "schemas"
LIMITS = """limits:
- {id: dear, metric: cost, max: 1 RUB}
- {id: slow, metric: asa_s, max: 1h}
- {id: busy, metric: occupancy, where: {group: north}, max: 1%, level: warning}
- {id: old, metric: contract.cost, max: 1 RUB}
"""
HOSTILE = """\
currency: RUB
hotlines: {"<b>&a|b": {calls_per_day: 1000, aht: 3m, patience: 2m}}
costs: {operator_hour: 400 RUB}
limits:
- {id: "a,b:c%d <x> | `y` ]]> \u202e@all", metric: asa_s, where: {group: "<b>&a|b"}, max: 0s}
"""
NO_PLAN = TWO_GROUPS + "targets: {max_occupancy: 0%}\nlimits: [{id: x, metric: cost, max: 1 RUB}]\n"
UNREADABLE = "hotlines: {a: {aht: 3, calls_per_day: many}}\n"


@pytest.fixture
def report(folder: Path) -> CheckReport:
    texts = {"main": TWO_GROUPS + LIMITS, "broken 1": UNREADABLE, "hostile": HOSTILE, "none": NO_PLAN}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return check([f"{name}.yaml" for name in texts], Request())


def violations(report: CheckReport) -> set[tuple[str | None, str]]:
    return {(one.code, one.id) for one in report.violations}


def test_the_report_has_what_it_should(report: CheckReport) -> None:
    assert report.verdict == "refused"
    assert [scenario.status for scenario in report.scenarios] == ["judged", "refused", "judged", "no-plan"]
    assert len(report.violations) == 4
    assert {code for code, _ in violations(report)} == {"limit-exceeded", "figure-unknown"}
    levels = [one.level for one in report.violations]
    assert levels == ["error", "error", "error", "warning"]


def test_json(report: CheckReport) -> None:
    document = json.loads(CHECK_FORMATS["json"](report))
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(document)
    assert {(one["code"], one["id"]) for one in document["violations"]} == violations(report)
    assert len({one["fingerprint"] for one in document["violations"]}) == len(report.violations)
    assert [len(one["problems"]) for one in document["scenarios"]] == [0, 2, 0, 2]


def test_sarif(report: CheckReport) -> None:
    document = json.loads(CHECK_FORMATS["sarif"](report))
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(document)
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert len(run["results"]) == len(report.violations) + 4
    assert run["invocations"][0]["executionSuccessful"] is False
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]
    }
    assert uris == {"main.yaml", "broken%201.yaml", "hostile.yaml", "none.yaml"}
    dear = next(one for one in run["results"] if one.get("properties", {}).get("limit") == "dear")
    assert dear["locations"][0]["physicalLocation"]["region"] == {"startLine": 15, "startColumn": 33}
    assert len(dear["relatedLocations"]) == 3


def test_junit(report: CheckReport) -> None:
    text = CHECK_FORMATS["junit"](report)
    xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd")).validate(text)
    root = ET.fromstring(text)  # noqa: S314 - written by ourselves
    counts = [(suite.get("tests"), suite.get("failures"), suite.get("errors")) for suite in root]
    assert counts == [("4", "2", "0"), ("1", "0", "1"), ("1", "1", "0"), ("1", "0", "1")]
    failed = {case.get("name") for case in root.iter("testcase") if case.find("failure") is not None}
    assert failed == {visible(one.id) for one in report.violations if one.level == "error"}


def test_gitlab(report: CheckReport) -> None:
    document = json.loads(CHECK_FORMATS["gitlab"](report))
    schema = json.loads((SCHEMAS / "gitlab-code-quality.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    severities = [issue["severity"] for issue in document]
    assert severities == ["blocker"] * 4 + ["major"] * 3 + ["minor"]
    assert len({issue["fingerprint"] for issue in document}) == len(document)


def test_github_escapes_what_would_end_a_command(report: CheckReport) -> None:
    lines = CHECK_FORMATS["github"](report).splitlines()
    assert len(lines) == len(report.violations) + 4
    shape = re.compile(r"::(error|warning) file=[^,:]+(,line=\d+,col=\d+)?,title=[^,:]+::[^\r\n]+")
    assert all(shape.fullmatch(line) for line in lines)
    (hostile,) = [line for line in lines if "hostile.yaml" in line]
    assert "title=limit-exceeded%3A a%2Cb%3Ac%25d <x> |" in hostile


def test_github_names_the_worst_first_and_says_that_there_are_more(folder: Path) -> None:
    limits = "".join(
        f"- {{id: l{k}, metric: cost, max: {k + 1} RUB, level: {'warning' if k < 3 else 'error'}}}\n"
        for k in range(12)
    )
    (folder / "main.yaml").write_text(f"{TWO_GROUPS}limits:\n{limits}", encoding="utf-8")
    said = "12 limits or files are named; GitHub shows 10, the worst, and the step summary has all"
    first, *lines = CHECK_FORMATS["github"](check(["main.yaml"], Request())).splitlines()
    assert first == f"::notice title=check::{said}"
    named = [re.search(r"l\d+", line)[0] for line in lines]  # type: ignore[index]
    assert named == [*(f"l{k}" for k in range(3, 12)), "l0", "l1", "l2"]


def test_markdown_shows_names_as_text(report: CheckReport) -> None:
    text = CHECK_FORMATS["markdown"](report)
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(table) == 1 + len(report.violations) + 1
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 5 for line in table if "---" not in line)
    assert "<x>" not in text
    assert "<b>" not in text
    assert "\u202e" not in text
    assert text.count("<details>") == text.count("</details>") == 2


def test_text_shows_place_sentence_line_caret_and_drivers(report: CheckReport) -> None:
    text = CHECK_FORMATS["text"](report)
    block = text[text.index("main.yaml:15:33") :].split("\n\n")[0].splitlines()
    assert re.fullmatch(
        r"main.yaml:15:33: error: cost is [\d,]+ RUB, [\d,]+ RUB \([\d,.]+ %\) above the limit of 1 RUB "
        r"\(summary: total\) \[limit-exceeded dear\]",
        block[0],
    )
    assert block[1][block[2].index("^") :].startswith("1 RUB")
    assert block[3:5] == ["  driven most by:", "    main.yaml:13:24: costs.operator_hour 400 RUB"]
    assert "\u202e" not in text
    *_, verdict = text.split("\n\n")
    said = " ".join(verdict.split())
    assert said.startswith("2 scenarios are not judged. The limit ")
    assert said.endswith("; so are 2 others; 1 more warns.")
    assert "kept slow: asa_s" in text


@pytest.mark.parametrize("name", CHECK_FORMATS)
def test_a_check_without_findings(name: str, folder: Path) -> None:
    limits = "limits: [{id: x, metric: asa_s, max: 1h}]\n"
    (folder / "main.yaml").write_text(TWO_GROUPS + limits, encoding="utf-8")
    report = check(["main.yaml"], Request())
    assert report.verdict == "kept"
    text = CHECK_FORMATS[name](report)
    assert {"github": "", "gitlab": "[]\n"}.get(name, text) == text
    assert "limit-exceeded" not in text or name == "sarif"


def test_fingerprints_do_not_depend_on_lines_or_figures(run: Run) -> None:
    def fingerprints(text: str) -> dict[str, str]:
        document = json.loads(run("check", "main.yaml", "-f", "json", main=text).out)
        return {one["id"]: one["fingerprint"] for one in document["violations"]}

    before = fingerprints(TWO_GROUPS + LIMITS)
    moved = "# a line\n\n" + TWO_GROUPS.replace("3000", "3100") + LIMITS.replace("max: 1%", "max: 2%")
    assert fingerprints(moved) == before
    renamed = fingerprints(TWO_GROUPS + LIMITS.replace("id: dear", "id: costly"))
    assert renamed["costly"] != before["dear"]


def test_every_code_has_a_page(run: Run) -> None:
    for code, page in CHECK_CODES.items():
        ran = run("explain", code)
        assert ran.code == 0
        said = " ".join(ran.out.split())
        assert all(text in said for text in (code, page.meaning, page.reason, page.remedy))
    ran = run("explain", "limit-exceded")
    assert (ran.code, "did you mean limit-exceeded?" in ran.err) == (2, True)
