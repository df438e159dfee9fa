"""Assumptions and warnings: tables of every answer about a scenario, in every format, and never lost."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook

from tests.conftest import Ran

Run = Callable[..., Ran]
PEAK_DAY, MINIMAL = "scenarios/peak-day.yaml", "scenarios/minimal.yaml"
COMMANDS = {
    "plan": ["plan", PEAK_DAY],
    "budget": ["budget", PEAK_DAY, "--from", "300k", "--to", "700k", "--steps", "2"],
    "solution": ["budget", PEAK_DAY, "--solve", "operators", "--at", "500k"],
    "sweep": ["sweep", MINIMAL, "--vary", "hotlines.helpdesk.aht=3m,4m"],
    "risk": ["risk", MINIMAL, "--samples", "8", "--set", "hotlines.helpdesk.aht={value: 4m, range: 3m..5m}"],
    "schedule": [
        *("schedule", "scenarios/moscow-shifts.yaml", "--group", "health", "--from", "2014-05-19"),
        *("--to", "2014-05-19", "--set", "calendar.to=2014-05-31"),
    ],
    "simulate": ["simulate", MINIMAL, "--precision", "5%"],
    "explain": ["explain", PEAK_DAY],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["assumptions", "warnings"])
@pytest.mark.parametrize("command", COMMANDS)
def test_lists_are_tables_of_every_answer(run: Run, once: Run, command: str, name: str) -> None:
    document = run(*COMMANDS[command], "-f", "json", "--table", name).document
    assert document["tables"] == {name: document[name]}
    jsonschema.validate(document, once("schema", command).document)
    lines = run(*COMMANDS[command], "-f", "ndjson", "--table", name).text.splitlines()
    assert list(map(json.loads, lines)) == document[name]
    plain = csv.DictReader(io.StringIO(run(*COMMANDS[command], "-f", "csv", "--table", name).text))
    assert [
        {
            key: value.removeprefix("'") or None for key, value in row.items()
        }  # so that no sheet computes --set
        for row in plain
    ] == document[name]


def test_a_workbook_has_each_list_once(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "lists.xlsx"
    run("plan", PEAK_DAY, "-o", str(target), "--table", "warnings")
    assert load_workbook(target).sheetnames == ["Assumptions", "Warnings", "About", "Columns"]


def test_the_terminal_says_assumptions_in_one_line_and_warnings_with_their_codes(run: Run) -> None:
    shown = run("plan", PEAK_DAY).text
    document = run("plan", PEAK_DAY, "-f", "json").document
    count, sourced = len(document["assumptions"]), len(document["sources"])
    assert f"\n{count} figures without a source, {sourced} with one: --table assumptions\n" in shown
    for warning in document["warnings"]:
        assert f"[{warning['code']}]" in shown
    assert document["assumptions"][0]["key"] in run("plan", PEAK_DAY, "--table", "assumptions").text


def test_where_only_a_table_has_room_warnings_are_said_on_standard_error(run: Run) -> None:
    warnings = run("plan", PEAK_DAY, "-f", "json").document["warnings"]
    said = "".join(
        f"warning: {one['message']}{' (' + one['location'] + ')' if one['location'] else ''} [{one['code']}]\n"
        for one in warnings
    )
    for form in ("csv", "ndjson"):
        assert run("plan", PEAK_DAY, "-f", form).err == said
        assert run("plan", PEAK_DAY, "-f", form, "--table", "warnings").err == ""
    for form in ("json", "table", "markdown"):
        assert run("plan", PEAK_DAY, "-f", form).err == ""


def test_intervals_that_are_asked_for_and_not_written_are_named(run: Run) -> None:
    note = "note: this is the table summary; --table intervals writes the intervals asked for\n"
    assert run("plan", PEAK_DAY, "--intervals", "all", "-f", "csv").err.endswith(note)
    for others in (["--table", "intervals"], ["-f", "json"], ["--intervals", "none"]):
        assert note not in run("plan", PEAK_DAY, "--intervals", "all", "-f", "csv", *others).err


def test_days_on_which_all_is_closed_leave_json_whole(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text(
        "calendar: {from: 2014-03-01, to: 2014-03-04}\n"
        "hotlines: {a: {calls_per_day: 100, aht: 1m, hours: {mon-fri: 08:00-10:00}}}\n",
        encoding="utf-8",
    )
    tables = run("plan", str(path), "--intervals", "all", "-f", "json").document["tables"]
    assert {row["date"] for row in tables["intervals"]} == {"2014-03-03", "2014-03-04"}
    assert {row["date"] for row in tables["hotlines"]} == {"2014-03-03", "2014-03-04"}


@pytest.mark.parametrize("arguments", [["plan", MINIMAL, "-f", "foo"], ["erlang", "q"]])
def test_a_wrong_choice_is_named_without_the_name_of_pythons_error(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "is not one of" in ran.err
    assert "Value error" not in ran.err
