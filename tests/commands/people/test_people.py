"""`people`: its tables, its words, its proof, and what is said where not everything can be."""

import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from mfc_capacity import load
from mfc_capacity.api.errors import ScenarioError
from tests.conftest import Ran

Run = Callable[..., Ran]
Text = Callable[[str], str]
BASE = """\
currency: RUB
calendar: {from: 2014-03-03, to: 2014-08-31, interval: 30m}
hotlines:
  a: {calls_per_day: 900, aht: 4m, patience: 2m, hours: {mon-sat: 08:00-20:00}, months: {jun-aug: 150%}}
  b: {calls_per_day: 300, aht: 4m, patience: 2m, hours: {mon-sat: 08:00-20:00}}
  c: {calls_per_day: 30, aht: 4m, patience: 2m, hours: {mon-sat: 08:00-20:00}}
targets: {service_level: 80% in 20s}
costs: {operator_hour: 400 RUB}
"""
PEOPLE = """\
people:
  a:
    employed: 16
    attrition: 3% a month
    hires: {2014-03-10: 2}
    training: {length: 4w, drop_out: 10%, trainer_hours: 20h}
    classes: {size: 1..5, a_month: 2, notice: 3w}
    overtime: 5%
    costs: {hire: 35 000 RUB, shortage: 9}
  b: {employed: 9, attrition: 1% a month}
"""


@pytest.fixture
def written(tmp_path: Path) -> Text:
    """Write a scenario into a file."""

    def write(text: str) -> str:
        path = tmp_path / "main.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def solver() -> None:
    pytest.importorskip("highspy")


@pytest.mark.usefixtures("solver")
def test_json_keeps_its_schema(run: Run, written: Text) -> None:
    schema = run("schema", "people").document
    jsonschema.Draft202012Validator.check_schema(schema)
    for hire in ("none", "planned", "cheapest"):
        document = run("people", written(BASE + PEOPLE), "--hire", hire, "-f", "json").document
        jsonschema.validate(document, schema)
        assert document["people"]["left_out"] == ["c"]
        assert list(document["proof"]) == (["a"] if hire == "cheapest" else [])
        assert [row["group"] for row in document["tables"]["summary"]] == ["a", "b", "total"]
    lines = run("people", written(BASE + PEOPLE), "--table", "people", "-f", "ndjson").text.splitlines()
    assert len(lines) == 2 * 26


@pytest.mark.usefixtures("solver")
def test_the_tables_agree(written: Text) -> None:
    answer = load(written(BASE + PEOPLE)).people(gap=0)
    summary, rows, classes = answer.summary.records(), answer.people.records(), answer.classes.records()
    for own in summary[:-1]:
        weeks = [row for row in rows if row["group"] == own["group"]]
        begun = [row for row in classes if row["group"] == own["group"]]
        assert sum(row["hired"] for row in weeks) == own["hired"] == sum(row["size"] for row in begun)
        assert own["weeks_short"] == sum(row["over_fte"] < 0 for row in weeks)
        assert round(sum(row["cost"] for row in weeks), 2) == own["cost"]
        if own["weeks_short"]:
            worst = min(weeks, key=lambda row: row["over_fte"])
            assert (own["worst_week"], own["worst_week_service_level"]) == (
                worst["week"],
                worst["service_level"],
            )
        assert own["status"] == ("optimal" if own["group"] == "a" else None)  # of b nobody may be hired
        if own["status"] is None:
            continue
        proof = answer.record.proof[own["group"]]
        assert proof.objective == pytest.approx(own["cost"] + own["shortage_cost"], abs=0.011)
    assert summary[-1]["cost"] == pytest.approx(sum(own["cost"] for own in summary[:-1]))
    assert {row["hire"] for row in classes} == {"planned", "chosen"}
    assert all(row["people_p10"] <= row["people_p90"] for row in rows)


@pytest.mark.usefixtures("solver")
def test_the_verdict_stands_last_and_says_who_is_hired_when(run: Run, written: Text) -> None:
    last = run("people", written(BASE + PEOPLE), "--group", "a").text.rstrip().rpartition("\n\n")[2]
    said = " ".join(last.split())
    assert said.startswith("Hire 2 on 10 Mar 2014, ")
    assert "Without them 13 weeks would be short" in said
    closed = run("people", written(BASE + PEOPLE), "--group", "b").text
    assert "Nobody may be hired, since" in " ".join(closed.split())
    assert "proved" not in closed
    none = run("people", written(BASE + PEOPLE), "--hire", "none").text
    assert "Nobody is hired: 13 of 26 weeks are short" in " ".join(none.split())


@pytest.mark.usefixtures("solver")
def test_weeks_that_nobody_can_reach_are_said(run: Run, written: Text) -> None:
    ran = run("people", written(BASE + PEOPLE.replace("notice: 3w", "notice: 60w")), "-f", "json")
    assert ran.code == 0
    said = {warning["code"]: warning["message"] for warning in ran.document["warnings"]}
    assert "nobody who may be hired is at work before the calendar ends" in said["people-late"]
    ran = run("people", written(BASE + PEOPLE.replace("employed: 16", "employed: 6")), "-f", "json")
    said = {warning["code"]: warning["message"] for warning in ran.document["warnings"]}
    assert (
        "is at work before 2014-04-21, and until then 7 weeks are short (2014-W10 to 2014-W16)"
        in (said["people-late"])
    )


@pytest.mark.usefixtures("solver")
def test_hires_below_attrition_for_ever_are_said(run: Run, written: Text) -> None:
    few = PEOPLE.replace("size: 1..5, a_month: 2", "size: 1, a_month: 1").replace("3% a month", "12% a month")
    ran = run("people", written(BASE + few), "--group", "a", "-f", "json")
    said = {warning["code"]: warning["message"] for warning in ran.document["warnings"]}
    assert (
        "people leave faster than they may be hired: 1 class of 1 a month holds 7." in said["people-outpaced"]
    )


def test_without_the_solver_all_but_the_cheapest_is_there(
    run: Run, written: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    path = written(BASE + PEOPLE)
    assert run("people", path, "--hire", "planned").code == 0
    ran = run("people", path)
    assert (ran.code, ran.text) == (2, "")
    assert "HiGHS, which is not installed" in ran.err


HOSTILE = """\
hotlines:
  "=cmd()|'x'!A1": {calls_per_day: 99, aht: 2m}
  "[red]a[/red]": {calls_per_day: 99, aht: 2m}
  "<script>b": {calls_per_day: 99, aht: 2m}
  "אבג \\u202E txt": {calls_per_day: 99, aht: 2m}
calendar: {from: 2014-03-01, to: 2014-04-30, interval: 1h}
people:
  "=cmd()|'x'!A1": {employed: 1, attrition: 3% a month, hires: {2014-03-10: 2}}
  "[red]a[/red]": {employed: 9, attrition: 3% a month}
  "<script>b": {employed: 1, attrition: 3% a month, hires: {2014-03-10: 2}}
  "אבג \\u202E txt": {employed: 1, attrition: 3% a month, hires: {2014-03-10: 2}}
"""


def test_names_are_text_everywhere(run: Run, written: Text) -> None:
    path = written(HOSTILE)
    shown = run("people", path, "--hire", "planned").text
    assert "[red]a[/red]" in shown
    assert "\u202e" not in shown
    assert "\\u202e" in shown
    assert "<script>" not in run("people", path, "--hire", "planned", "-f", "markdown").text
    rows = run("people", path, "--hire", "planned", "--table", "classes", "-f", "csv").text
    assert "'=cmd()" in rows
    assert run("people", path, "--hire", "planned", "-f", "json").document["tables"]["classes"][0][
        "group"
    ] == ("=cmd()|'x'!A1")


@pytest.mark.parametrize("columns", [80, 160])
def test_the_page_fits_the_screen(
    run: Run, written: Text, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = run("people", written(BASE + PEOPLE), "--hire", "planned").text
    assert max(map(len, shown.splitlines())) <= columns
    assert "2014-W35" in shown


def test_a_workbook_has_its_charts(run: Run, written: Text, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    book = tmp_path / "people.xlsx"
    assert run("people", written(BASE + PEOPLE), "--hire", "planned", "-o", str(book)).code == 0
    assert book.stat().st_size > 10_000


def test_what_is_asked_is_read_with_all_mistakes(written: Text) -> None:
    scenario = load(written(BASE + PEOPLE))
    with pytest.raises(ScenarioError, match="does not say who is hired") as caught:
        scenario.people(hire="all", time_limit="0s", gap="1")  # type: ignore[arg-type]
    assert len(caught.value.problems) == 3
    with pytest.raises(ScenarioError, match="has no group 'x'"):
        scenario.people(group="x")


def test_two_runs_give_equal_bytes(run: Run, written: Text) -> None:
    path = written(BASE + PEOPLE)
    first, second = (run("people", path, "--hire", "planned", "-f", "json").out for _ in range(2))
    assert first == second


LIMITS = """\
limits:
  - {id: short, metric: people.short_weeks, max: 3}
  - {id: worst, metric: people.worst_fte, max: 1}
  - {id: cost, metric: people.cost, max: 50 mln RUB}
"""


def test_limits_are_held_against_those_employed_and_planned(run: Run, written: Text) -> None:
    path = written(BASE + PEOPLE + LIMITS)
    summary = run("people", path, "--hire", "planned", "-f", "json").document["tables"]["summary"][-1]
    ran = run("check", path, "-f", "json")
    limits = {own["metric"]: own for own in ran.document["scenarios"][0]["limits"]}
    assert limits["people.short_weeks"]["actual"] == summary["weeks_short"]
    assert limits["people.worst_fte"]["actual"] == pytest.approx(summary["worst_fte"])
    assert limits["people.cost"]["actual"] == summary["cost"]
    assert ran.code == 1
    assert (
        run("check", written(BASE + LIMITS)).text.count("the scenario has no such account") == 4
    )  # and in the verdict
