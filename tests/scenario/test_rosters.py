"""Operators on duty from tables: what rows mean, their mistakes, and where answers say they stand."""

from pathlib import Path
from typing import Any

import pytest

from mfc_capacity import api
from mfc_capacity.files.problems import InputError
from mfc_capacity.scenario import load_scenario
from mfc_capacity.wording import text

SCENARIO = """
calendar: {from: 2014-03-03, to: 2014-03-05, interval: 30m}
hotlines:
  mfc: {aht: 3m, calls_per_day: 400, hours: {mon-tue: 08:00-12:00}}
  emias: {aht: 3m, calls_per_day: 300, hours: 08:00-12:00}
rosters: [{file: roster.csv}]
"""
ROWS = """date,start,group,operators
2014-03-03,08:00,mfc,5
2014-03-03,09:30,mfc,9
2014-03-03,12:00,mfc,0
2014-03-04,08:30,mfc,7
"""


def written(tmp_path: Path, table: str, scenario: str = SCENARIO) -> str:
    (tmp_path / "s.yaml").write_text(scenario, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(table, encoding="utf-8")
    return str(tmp_path / "s.yaml")


def test_a_row_holds_until_the_next_of_its_group_on_that_day(tmp_path: Path) -> None:
    plan = api.load(written(tmp_path, ROWS)).plan(intervals="all")
    given = {(r["date"], r["start"], r["group"]): r["operators_given"] for r in plan.intervals.records()}
    clocks = ["08:00", "08:30", "09:00", "09:30", "11:30"]
    assert [given["2014-03-03", clock, "mfc"] for clock in clocks] == [5, 5, 5, 9, 9]
    assert [given["2014-03-04", clock, "mfc"] for clock in clocks] == [0, 7, 7, 7, 7]
    assert given["2014-03-03", "08:00", "emias"] is None


def test_a_group_may_have_a_column(tmp_path: Path) -> None:
    table = "Дата;mfc;emias\n03.03.2014;5;6\n04.03.2014;7;8\n05.03.2014;0;1\n"
    plan = api.load(written(tmp_path, table)).plan(intervals="all")
    given = {
        (r["date"], r["group"]): r["operators_given"]
        for r in plan.intervals.records()
        if r["start"] == "08:00"
    }
    assert [given[f"2014-03-0{k}", "emias"] for k in (3, 4, 5)] == [6, 8, 1]
    assert given["2014-03-04", "mfc"] == 7


@pytest.mark.parametrize(
    ("table", "place", "words"),
    [
        (ROWS + "2014-03-04,09:00,mfc,2.5\n", "6:22", "operators must be a whole number"),
        (ROWS + "2014-03-04,09:10,mfc,2\n", "6:1", "09:10"),
        (ROWS + "2014-03-04,08:30,mfc,2\n", "6:1", "mfc on 2014-03-04 from 08:30 is in"),
        (ROWS + "2014-03-04,09:00,sales,2\n", "6:18", "the scenario has no group 'sales'"),
        (ROWS.replace("2014-03-04", "2014-03-05"), None, "no operators of mfc on 2014-03-04"),
        ("date,start,operators\n2014-03-03,08:00,1\n", "1:1", "no column says which group"),
        ("date,start,group\n2014-03-03,08:00,mfc\n", "1:1", "no column is known as the operators"),
    ],
)
def test_a_mistake_is_named_in_its_place(tmp_path: Path, table: str, place: str | None, words: str) -> None:
    with pytest.raises(InputError) as refused:
        load_scenario(written(tmp_path, table))
    problem = next(each for each in refused.value.problems if words in text(each.message))
    assert place is None or f"{problem.line}:{problem.column}" == place


def test_operators_stand_in_one_place(tmp_path: Path) -> None:
    scenario = SCENARIO + "groups: {mfc: {hotlines: [mfc], operators: 4}}\n"
    with pytest.raises(InputError, match="operators_twice"):
        load_scenario(written(tmp_path, ROWS, scenario))


def test_explain_and_compare_know_the_roster(tmp_path: Path, run: Any) -> None:
    path = written(tmp_path, ROWS)
    said = run("explain", path, "--group", "mfc", "--at", "2014-03-03 10:00", "-f", "ndjson").out.decode()
    assert "roster.csv:3" in said
    (tmp_path / "more.csv").write_text(ROWS.replace(",9\n", ",14\n"), encoding="utf-8")
    (tmp_path / "after.yaml").write_text(SCENARIO.replace("roster.csv", "more.csv"), encoding="utf-8")
    shown = run("compare", path, str(tmp_path / "after.yaml")).out.decode()
    assert "rosters.mfc" in shown


OWN = SCENARIO.replace(
    "rosters: [{file: roster.csv}]", "groups: {mfc: {hotlines: [mfc], operators: {file: roster.csv}}}"
)
OWN_ROWS = "date,start,operators\n2014-03-03,08:00,5\n2014-03-04,09:00,6\n"


def test_a_group_may_have_a_table_of_its_own(tmp_path: Path, run: Any) -> None:
    path = written(tmp_path, OWN_ROWS, OWN)
    plan = api.load(path).plan(intervals="all")
    given = {(r["date"], r["start"], r["group"]): r["operators_given"] for r in plan.intervals.records()}
    assert [given["2014-03-04", clock, "mfc"] for clock in ("08:30", "09:00")] == [0, 6]
    (tmp_path / "more.csv").write_text(OWN_ROWS.replace(",5\n", ",9\n"), encoding="utf-8")
    (tmp_path / "after.yaml").write_text(OWN.replace("roster.csv", "more.csv"), encoding="utf-8")
    assert "rosters.mfc" in run("compare", path, str(tmp_path / "after.yaml")).out.decode()
    steps = OWN.replace("{file: roster.csv}", "{08:00: 4}")
    (tmp_path / "steps.yaml").write_text(steps, encoding="utf-8")
    assert run("compare", path, str(tmp_path / "steps.yaml")).code == 0


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (OWN.replace("roster.csv", "none.csv"), "cannot read"),
        (OWN.replace("file: roster.csv", "file: roster.csv, sheat: a"), "the key 'sheat' is not known here"),
        (OWN + "rosters: [{file: roster.csv, groups: {x: mfc}}]\n", ""),
    ],
)
def test_a_mistake_in_a_groups_own_table(tmp_path: Path, scenario: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        load_scenario(written(tmp_path, OWN_ROWS, scenario))
    assert any(words in text(problem.message) for problem in refused.value.problems)


def test_a_groups_own_table_has_no_rows_of_others(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_scenario(written(tmp_path, ROWS.replace("08:30,mfc", "08:30,emias"), OWN))
    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == (5, 18)
    assert text(problem.message) == "the table is of mfc alone, and this row of 'emias'"
    assert "rosters" in text(problem.hint)
