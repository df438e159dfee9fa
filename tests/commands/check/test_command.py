"""`check` on the command line: exit codes, several scenarios, formats and files, GitHub Actions."""

import json
from pathlib import Path

import pytest

from mfc_capacity.answers.metrics import METRICS
from tests.conftest import ROOT

from .conftest import TWO_GROUPS, Run

KEPT = TWO_GROUPS + "limits: [{id: k, metric: asa_s, max: 1h}]\n"
BROKEN = TWO_GROUPS + "limits: [{id: b, metric: cost, max: 1 RUB}]\n"
WARNED = TWO_GROUPS + "limits: [{id: w, metric: cost, max: 1 RUB, level: warning}]\n"
UNREADABLE = "hotlines: {a: {aht: 3}}\n"
NO_PLAN = TWO_GROUPS + "targets: {max_occupancy: 0%}\nlimits: [{id: n, metric: cost, max: 1 RUB}]\n"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("kept", 0),
        ("warned", 0),
        ("kept warned", 0),
        ("kept broken warned", 1),
        ("noplan", 3),
        ("broken noplan", 3),
        ("broken unreadable warned", 2),
        ("noplan unreadable", 2),
        ("missing kept", 2),
    ],
)
def test_the_exit_code_is_that_of_the_worst(names: str, code: int, run: Run) -> None:
    files = [f"{name}.yaml" for name in names.split()]
    ran = run("check", *files, kept=KEPT, warned=WARNED, broken=BROKEN, unreadable=UNREADABLE, noplan=NO_PLAN)
    assert ran.code == code
    assert (ran.err == "") == (code < 2)
    for name, said in {
        "broken": "[limit-exceeded b]",
        "warned": "[limit-exceeded w]",
        "kept": "kept k:",
    }.items():
        assert (said in ran.out) == (name in names)
    for file in files:
        assert f"{file}: " in ran.out


def test_fail_on_warning(run: Run) -> None:
    assert run("check", "warned.yaml", "--fail-on", "warning", warned=WARNED).code == 1
    assert run("check", "kept.yaml", "--fail-on", "warning", kept=KEPT).code == 0


def test_a_fault_of_the_tool_is_no_broken_limit(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_arguments: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("mfc_capacity.commands.check.check.PlanFigures", crash)
    ran = run("check", "broken.yaml", broken=BROKEN)
    assert (ran.code, ran.out) == (70, "")


def test_nothing_to_check_is_said(run: Run) -> None:
    ran = run("check", "plain.yaml", plain=TWO_GROUPS)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no limit" in ran.err
    assert run("check", "plain.yaml", "kept.yaml", kept=KEPT).code == 0


def test_several_formats_in_one_run(run: Run, folder: Path) -> None:
    ran = run(
        "check", "broken.yaml", "-f", "text", "-f", "sarif=out.sarif", "-f", "markdown=sum.md", broken=BROKEN
    )
    assert ran.code == 1
    assert ran.out == run("check", "broken.yaml").out
    assert json.loads((folder / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (folder / "sum.md").read_text(encoding="utf-8").startswith("**Limits broken**")


def test_a_format_with_a_file_leaves_text_on_the_screen(run: Run, folder: Path) -> None:
    ran = run("check", "broken.yaml", "--format", "junit=out.xml", broken=BROKEN)
    assert "[limit-exceeded b]" in ran.out
    assert (folder / "out.xml").exists()


def test_formats_that_would_be_mixed_or_are_none(run: Run) -> None:
    for arguments, said in {
        ("-f", "text", "-f", "json"): "text and json would be mixed on standard output",
        ("-f", "sarf"): "'sarf' is not a format",
        ("-f", "sarif=no/such/out.sarif"): "no/such/out.sarif: cannot be written: no such file or directory",
    }.items():
        ran = run("check", "kept.yaml", *arguments, kept=KEPT)
        assert (ran.code, ran.out if "=no" not in arguments[1] else "") == (2, "")
        assert said in ran.err


def test_inside_github_actions(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    (folder / "summary.md").write_text("# before\n", encoding="utf-8")
    ran = run("check", "broken.yaml", broken=BROKEN)
    assert ran.code == 1
    text, _, annotations = ran.out.rpartition("\n::error ")
    assert text.startswith("broken.yaml:14:37: error: cost is")
    assert annotations.startswith("file=broken.yaml,line=14,col=37,title=limit-exceeded%3A b::cost is")
    summary = (folder / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("# before\n**Limits broken**: 1 limit: 0 kept, 1 broken, 0 warnings\n")
    alone = run("check", "broken.yaml", "-f", "json")
    json.loads(alone.out)


def test_reports_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run("check", "kept.yaml", "-f", "sarif=x", "-f", "junit=x", kept=KEPT)
    assert (ran.code, ran.out, "two formats would be written to x" in ran.err) == (2, "", True)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "nowhere/summary.md")
    ran = run("check", "kept.yaml")
    assert (ran.code, "nowhere/summary.md: cannot be written" in ran.err) == (2, True)


def test_variants_and_changes(run: Run) -> None:
    text = BROKEN.replace("1 RUB", "1 bln RUB") + "variants: {tight: {set: {limits.0.max: 2 RUB}}}\n"
    assert run("check", "main.yaml", main=text).code == 0
    ran = run("check", "main.yaml", "--variant", "tight")
    assert (ran.code, "main.yaml#tight: 1 limit: 0 kept" in ran.out) == (1, True)
    ran = run("check", "main.yaml", "--set", "costs.operator_hour=4000000 RUB")
    assert (ran.code, "--set: costs.operator_hour 4000000 RUB" in ran.out) == (1, True)


def test_the_limits_of_finance_on_moscow(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = run(
        "check", "scenarios/moscow-2014.yaml", "--limits", "scenarios/limits/finance.yaml", "-f", "json"
    )
    document = json.loads(ran.out)
    assert ran.code == 1
    assert [one["level"] for one in document["violations"]] == ["error", "warning"]
    assert {one["location"].split(":")[0] for one in document["violations"]} == {
        "scenarios/limits/finance.yaml"
    }


@pytest.mark.slow
def test_every_figure_of_the_accounts_is_that_of_the_plan(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounds = {"money": "max: 0 RUB", "date": "max: 2000-01-01"}
    metrics = [metric for metric in METRICS.values() if metric.is_account and not metric.is_of_people]
    limits = [
        f"- {{id: {one.name}, metric: {one.name}, {bounds.get(one.kind, 'max: 0')}}}\n" for one in metrics
    ]
    (folder / "limits.yaml").write_text(f"limits:\n{''.join(limits)}", encoding="utf-8")
    monkeypatch.chdir(ROOT)
    plan = json.loads(run("plan", "scenarios/moscow-2014.yaml", "-f", "json").out)
    ran = run("check", "scenarios/moscow-2014.yaml", "--limits", str(folder / "limits.yaml"), "-f", "json")
    for limit in json.loads(ran.out)["scenarios"][0]["limits"]:
        account, _, key = limit["metric"].partition(".")
        assert limit["actual"] == plan[account][key]
        assert limit["status"] == ("never" if plan[account][key] is None else "known")


def test_a_mistake_in_a_file_of_limits_is_said_once(run: Run, folder: Path) -> None:
    (folder / "limits.yaml").write_text("limits: [{id: x, metric: asa_s, max: 20}]\n", encoding="utf-8")
    ran = run("check", "kept.yaml", "warned.yaml", "--limits", "limits.yaml", kept=KEPT, warned=WARNED)
    assert (ran.code, ran.err.count("has no unit")) == (2, 1)
    assert ran.out.count("not judged: 1 problem") == 2


def test_help_and_schemas(run: Run) -> None:
    assert "--fail-on" in run("check", "--help").out
    listed = run("schema", "metrics")
    assert json.loads(listed.out)["schema"] == "mfc-capacity/metrics/1.0"
    assert run("schema", "metrics", "-f", "table").out.startswith("metric ")
    assert json.loads(run("schema", "limits").out)["title"] == "mfc-capacity limits"
    refused = run("schema", "plan", "-f", "table")
    assert (refused.code, refused.out) == (2, "")
