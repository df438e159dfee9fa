"""The same numbers in every format, equal bytes on every run, no column lost, nothing obeyed that is a name."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import SCENARIOS, Ran

Run = Callable[..., Ran]
TABLES = ("summary", "months", "weeks", "days", "hotlines", "intervals")
PEAK_DAY = "scenarios/peak-day.yaml"
HOSTILE = """
title: "[bold red]x[/] <script>alert(1)</script> | =1+1"
hotlines:
  "=cmd()|'x'!A1": {calls_per_day: 99, aht: 2m}
  "[red]a[/red]": {calls_per_day: 99, aht: 2m}
  "<script>b": {calls_per_day: 99, aht: 2m}
  "אבג \\u202E txt 🎉": {calls_per_day: 99, aht: 2m}
"""


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_json_keeps_its_schema(once: Run, path: Path) -> None:
    document = once("plan", f"scenarios/{path.name}", "-f", "json").document
    jsonschema.validate(document, once("schema", "plan").document)
    assert document["schema"] == "mfc-capacity/plan/1.3"
    assert set(document["tables"]) >= set(TABLES)


def test_the_schema_refuses_what_is_not_a_plan(run: Run) -> None:
    schema = run("schema", "plan").document
    document = run("plan", PEAK_DAY, "-f", "json").document
    row = document["tables"]["intervals"][0]
    for name, wrong in {
        "abandonment": 1.2,
        "calls": None,
        "operators_required": 1.5,
        "start": "8:00",
        "x": 1,
    }.items():
        tables = {**document["tables"], "intervals": [{**row, name: wrong}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**document, "tables": tables}, schema)


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_one_table_in_every_format_has_the_same_numbers(run: Run, once: Run, name: str) -> None:
    expected = once("plan", PEAK_DAY, "-f", "json").document["tables"][name]
    assert run("plan", PEAK_DAY, "-f", "json", "--table", name).document["tables"] == {name: expected}
    lines = run("plan", PEAK_DAY, "-f", "ndjson", "--table", name).text.splitlines()
    assert [json.loads(line) for line in lines] == expected
    plain = list(csv.DictReader(io.StringIO(run("plan", PEAK_DAY, "-f", "csv", "--table", name).text)))
    assert [list(row) for row in plain] == [list(row) for row in expected]
    assert [[read(cell) for cell in row.values()] for row in plain] == [
        [as_csv(cell) for cell in row.values()] for row in expected
    ]
    markdown = run("plan", PEAK_DAY, "-f", "markdown", "--table", name).text
    assert markdown.count("\n") == len(expected) + 2


def read(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell


def as_csv(cell: object) -> object:
    return "" if cell is None else float(cell) if isinstance(cell, (int, float)) else cell


def test_csv_for_a_russian_spreadsheet(run: Run) -> None:
    shown = run("plan", PEAK_DAY, "-f", "csv", "--csv-dialect", "excel-ru").out
    assert shown.startswith(b"\xef\xbb\xbf")
    assert shown.count(b"\r\n") == shown.count(b"\n") == 3
    header, row, _ = (line.split(";") for line in shown.decode("utf-8-sig").splitlines())
    expected = run("plan", PEAK_DAY, "-f", "json").document["tables"]["summary"][0]
    assert float(row[header.index("service_level")].replace(",", ".")) == expected["service_level"]
    assert "." not in "".join(row)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv", "markdown"])
def test_two_runs_give_equal_bytes(run: Run, form: str) -> None:
    scenario = "scenarios/moscow-2014.yaml" if form == "json" else PEAK_DAY
    first, second = (run("plan", scenario, "-f", form) for _ in range(2))
    assert first.code == 0
    assert first.out == second.out


@pytest.mark.slow
@pytest.mark.parametrize("columns", ["40", "80", "160", None])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_loses_no_column_and_no_row(
    run: Run, once: Run, monkeypatch: pytest.MonkeyPatch, name: str, columns: str | None
) -> None:
    table = once("plan", PEAK_DAY, "-f", "json").document["tables"][name]
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    shown = run("plan", PEAK_DAY, "--table", name).text
    assert "…" not in shown
    words = shown.split()
    for column in table[0]:
        assert column in words
    key = "start" if name == "intervals" else "group"
    for row in table:
        assert str(row[key]) in shown
    blocks = shown.strip("\n").split("\n\n")  # of columns, or of rows where each is a column
    assert {len(block.splitlines()) for block in blocks} <= {len(table) + 1, len(table[0])}


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 160])
def test_the_page_fits_the_screen_and_loses_no_figure(
    run: Run, once: Run, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    whole = once("plan", "scenarios/moscow-2014.yaml").text
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = run("plan", "scenarios/moscow-2014.yaml").text
    assert max(map(len, shown.splitlines())) <= columns
    assert numbers_in(shown) == numbers_in(whole)


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", text.partition("through the day")[0]))


@pytest.mark.slow
def test_names_are_text_everywhere(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(HOSTILE, encoding="utf-8")
    table = run("plan", str(path)).text
    assert "[red]a[/red]" in table
    assert "\u202e" not in table
    assert "\\u202e" in table
    markdown = run("plan", str(path), "-f", "markdown").text
    assert "<script>" not in markdown
    assert "&lt;script&gt;b" in markdown
    rows = list(csv.reader(io.StringIO(run("plan", str(path), "-f", "csv").text)))
    assert [row[0] for row in rows[1:3]] == ["'=cmd()|'x'!A1", "[red]a[/red]"]
    document = run("plan", str(path), "-f", "json").document
    assert document["tables"]["summary"][0]["group"] == "=cmd()|'x'!A1"


def test_an_output_file_is_chosen_by_its_extension(run: Run, tmp_path: Path) -> None:
    for extension, start in {
        "json": b"{",
        "csv": b"group,",
        "ndjson": b'{"group"',
        "md": b"## ",
        "txt": b"A peak",
    }.items():
        target = tmp_path / f"plan.{extension}"
        ran = run("plan", PEAK_DAY, "-o", str(target))
        assert (ran.code, ran.out) == (0, b"")
        assert ("[operators-short]" in ran.err) == (extension in ("csv", "ndjson"))
        assert target.read_bytes().startswith(start)
    assert [path.suffix for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_figures_are_rounded_half_up(run: Run) -> None:
    shown = run("plan", "scenarios/minimal.yaml").text
    (row, _) = run("plan", "scenarios/minimal.yaml", "-f", "json").document["tables"]["summary"]
    level = re.search(r"Service level\s+([\d.]+) %", shown)
    wait = re.search(r"ASA \(answered\)\s+([\d.]+)s", shown)
    assert level
    assert wait
    assert abs(float(level[1]) / 100 - row["service_level"]) <= 0.0005
    assert abs(float(wait[1]) - row["asa_s"]) <= 0.05


def test_no_path_and_no_time_of_this_machine(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "here.yaml"
    path.parent.mkdir()
    path.write_text("hotlines: {a: {calls_per_day: 99, aht: 2m}}\n", encoding="utf-8")
    for form in ("table", "json", "markdown"):
        assert str(tmp_path) not in run("plan", str(path), "-f", form).text
