"""The workbook: the JSON's numbers as values, real dates and times, nothing that is a formula, equal bytes."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mfc_capacity.answers.columns import COLUMNS, PLAN_TABLES
from mfc_capacity.answers.records import Calculation, Column, Table
from mfc_capacity.commands.erlang.view import view
from mfc_capacity.files.problems import InputError
from mfc_capacity.render import Options, xlsx
from mfc_capacity.render import workbook as book
from mfc_capacity.wording.en.columns import meaning
from tests.conftest import Ran, refused

Run = Callable[..., Ran]
MOSCOW, PEAK_DAY = "scenarios/moscow-2014.yaml", "scenarios/peak-day.yaml"
BESIDE = ["Charts", "Chart data", "Assumptions", "Warnings", "About", "Columns"]
HOSTILE_NAMES = [
    "=cmd()|'x'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "{=1+1}",
    "<script>alert(1)</script>",
    "https://example.org/",
    "שלום עולם",
    "🎉 party",
    "a\x1b[31mb",
    "a\x00b\ufffeb_x001B_",
    "\u202ecod",
    "x" * 300,
    "007",
    "1e5",
]


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def records(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def as_json(name: str, cell: Any) -> Any:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m}" if COLUMNS[name].kind == "month" else f"{cell:%Y-%m-%d}"
    return f"{cell:%H:%M}" if isinstance(cell, time) else cell


def as_excel(value: Any) -> Any:
    """Return a value as Excel holds it: a number has 16 digits."""
    return pytest.approx(value, rel=1e-15) if isinstance(value, float) else value


@pytest.fixture(scope="module")
def hostile() -> Any:
    columns = (
        Column("=1+1", "text"),
        Column("", "text"),
        Column("=1+1 ".strip().upper(), "text"),
    )
    rows = tuple((name, name * 2, None) for name in HOSTILE_NAMES)
    answer = Calculation(tables={"rows": Table("rows", columns, 1, rows)})
    return opened(xlsx.render(view(answer), Options()))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [MOSCOW, PEAK_DAY, "scenarios/minimal.yaml"])
def test_the_numbers_are_the_jsons(run: Run, scenario: str) -> None:
    tables = run("plan", scenario, "-f", "json").document["tables"]
    workbook = opened(run("plan", scenario, "-f", "xlsx").out)
    assert workbook.sheetnames == [*tables, *BESIDE]
    for name, expected in tables.items():
        read = [{key: as_json(key, cell) for key, cell in row.items()} for row in records(workbook[name])]
        assert len(read) == len(expected)
        assert read == [{key: as_excel(value) for key, value in row.items()} for row in expected], name


def test_assumptions_warnings_and_the_scenario(run: Run) -> None:
    document = run("plan", PEAK_DAY, "-f", "json").document
    workbook = opened(run("plan", PEAK_DAY, "-f", "xlsx").out)
    figures = [*document["assumptions"], *document["sources"]]
    assert records(workbook["Assumptions"]) == [
        figure | {"source": figure["source"] or "assumption"} for figure in figures
    ]
    assert records(workbook["Warnings"]) == document["warnings"]
    about = {row["key"]: row["value"] for row in records(workbook["About"])}
    assert about["scenario.title"] == document["scenario"]["title"]
    assert about["scenario.sha256"] == document["scenario"]["sha256"]
    assert (about["tool.version"], about["method"]) == (document["tool"]["version"], "stationary")
    assert about["interval_s"] == document["interval_s"]
    meanings = {(row["table"], row["column"]): row["meaning"] for row in records(workbook["Columns"])}
    assert meanings["summary", "asa_s"] == meaning(COLUMNS["asa_s"])


@pytest.mark.slow
def test_excel_knows_tables_dates_times_and_units(run: Run) -> None:
    workbook = opened(run("plan", MOSCOW, "-f", "xlsx").out)
    tables = {name: spec for name, spec in PLAN_TABLES.items() if name in workbook.sheetnames}
    assert PLAN_TABLES.keys() - tables == {"headcount"}  # which is there with --shifts
    for name, spec in tables.items():
        sheet = workbook[name]
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions
        assert table.autoFilter.ref == sheet.dimensions
        assert sheet.freeze_panes == f"{chr(ord('A') + len(spec.keys))}2"
        widths = {
            number: group.width
            for group in sheet.column_dimensions.values()
            for number in range(group.min, group.max + 1)
        }
        assert all(widths[cell.column] >= len(cell.value) for cell in sheet[1])
    row = {
        cell.value: below
        for cell, below in zip(workbook["intervals"][1], workbook["intervals"][2], strict=True)
    }
    assert row["date"].value.date() == date(2014, 5, 19)
    assert row["start"].value == time(0, 0)
    assert row["service_level"].number_format == "0.00%"
    assert row["asa_s"].number_format == "#,##0.0"
    summary = workbook["summary"]
    cost = next(cell for cell in summary[1] if cell.value == "cost").column_letter
    assert summary[f"{cost}2"].number_format == '#,##0.00\\ "RUB"'
    assert workbook["months"]["A2"].value.date() == date(2014, 3, 1)
    assert workbook["months"]["A2"].number_format == "yyyy-mm"


@pytest.mark.slow
def test_the_charts_take_their_numbers_from_cells(run: Run) -> None:
    for scenario, charts in {MOSCOW: 4, PEAK_DAY: 1}.items():
        content = run("plan", scenario, "-f", "xlsx").out
        workbook = opened(content)
        assert len(workbook["Charts"]._charts) == charts
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            drawn = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/")]
        assert len(drawn) == charts
        assert all("'Chart data'!" in chart and "<c:v>" in chart for chart in drawn)
    data = list(workbook["Chart data"].iter_rows(values_only=True))
    intervals = run("plan", PEAK_DAY, "-f", "json").document["tables"]["intervals"]
    expected = [(row["start"], row["operators_required"], row["operators_given"]) for row in intervals]
    assert data[1:] == [("start", "required", "given"), *expected]


@pytest.mark.slow
def test_the_cost_by_month_is_charted_as_the_table_has_it(run: Run) -> None:
    content = run("plan", MOSCOW, "-f", "xlsx").out
    data = list(opened(content)["Chart data"].iter_rows(values_only=True))
    months = run("plan", MOSCOW, "-f", "json", "--table", "months").document["tables"]["months"]
    top = next(k for k, row in enumerate(data) if row[0] == "Cost by month")
    assert data[top + 1] == ("month", "city", "health", "transport")
    shown = [cost for row in data[top + 2 :] for cost in row[1:]]
    assert shown == [row["cost"] for row in months]


def test_equal_bytes_and_no_time_of_its_making(run: Run) -> None:
    first, second = (run("plan", PEAK_DAY, "-f", "xlsx").out for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        stamps = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", parts.read("docProps/core.xml").decode())
    assert set(stamps) == {"2000-01-01T00:00:00Z"}


def test_names_are_text_and_never_formulas(hostile: Any) -> None:
    sheet = hostile["rows"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    shown = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert shown[:9] == HOSTILE_NAMES[:9]
    assert shown[9:12] == ["a\\x1b[31mb", "a\\x00b\\ufffeb_x001B_", "\\u202ecod"]
    assert shown[12:] == HOSTILE_NAMES[12:]


def test_headers_are_there_and_differ(hostile: Any) -> None:
    sheet = hostile["rows"]
    assert [cell.value for cell in sheet[1]] == ["=1+1", "column 2", "=1+1 (3)"]
    (table,) = sheet.tables.values()
    assert [column.name for column in table.tableColumns] == ["=1+1", "column 2", "=1+1 (3)"]


def hostile_scenario() -> str:
    hotlines = {name: {"calls_per_day": "500", "aht": "2m"} for name in HOSTILE_NAMES[:9]}
    return json.dumps({"title": "=1+1", "hotlines": hotlines}, ensure_ascii=False)


@pytest.mark.slow
def test_hostile_names_in_a_scenario(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(hostile_scenario(), encoding="utf-8")
    content = run("plan", str(path), "-f", "xlsx").out
    workbook = opened(content)
    assert {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
    }
    assert [row["group"] for row in records(workbook["summary"])] == [*HOSTILE_NAMES[:9], "total"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(
            b"<f>" in parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")
        )


def test_long_texts_are_cut_where_a_cell_ends() -> None:
    table = Table("t", (Column("a", "text"),), 1, (("x" * 40_000,),))
    workbook = opened(xlsx.render(view(Calculation(tables={"t": table})), Options()))
    assert workbook["t"]["A2"].value == "x" * 32_766 + "…"


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table("t", (Column("a", "count"),), 1, ((1,), (2,), (3,)))
    answer = Calculation(tables={"t": table})
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    assert opened(xlsx.render(view(answer), Options()))["t"].max_row == 4
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with refused(InputError, match="3 rows"):
        xlsx.render(view(answer), Options())


def test_a_workbook_that_will_be_too_long_is_refused_before_it_is_planned(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 100)
    monkeypatch.delattr("mfc_capacity.plan.planner.Planner.planned")
    ran = run("plan", MOSCOW, "--intervals", "all", "-f", "xlsx")
    assert ran.code == 2
    assert "the table days has 2,193 rows" in ran.err
    assert "the table intervals has 181,288 rows" in ran.err
    assert "-f csv" in ran.err


def test_a_table_that_fits_is_not_refused_for_another(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 100)
    assert run("plan", PEAK_DAY, "--intervals", "all", "-f", "xlsx", "--table", "summary").code == 0


def cells_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    return {
        sheet.title: [(cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row]
        for sheet in opened(content)
    }


@pytest.mark.parametrize("scenario", [PEAK_DAY, None])
def test_a_long_sheet_is_the_same_as_a_short_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: str | None
) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(hostile_scenario(), encoding="utf-8")
    arguments = ("plan", scenario or str(path), "-f", "xlsx")
    short = run(*arguments).out
    monkeypatch.setattr(book, "LONG_TABLE", 3)
    long = run(*arguments).out
    assert cells_of(long) == cells_of(short)
    assert long == run(*arguments).out
    for part in ("dimensions", "freeze_panes", "print_title_rows"):
        assert [getattr(sheet, part) for sheet in opened(long)] == [
            getattr(sheet, part) for sheet in opened(short)
        ]
    tables = [[(table.name, table.ref) for table in sheet.tables.values()] for sheet in opened(short)]
    assert [[(table.name, table.ref) for table in sheet.tables.values()] for sheet in opened(long)] == tables


def test_columns_are_called_as_excel_calls_them() -> None:
    assert [book.column_letter(k) for k in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_one_table(run: Run) -> None:
    workbook = opened(run("plan", PEAK_DAY, "-f", "xlsx", "--table", "days").out)
    assert workbook.sheetnames == ["days", "Assumptions", "Warnings", "About", "Columns"]


def test_no_intervals_is_an_empty_table(run: Run) -> None:
    sheet = opened(run("plan", PEAK_DAY, "-f", "xlsx", "--intervals", "none").out)["intervals"]
    assert sheet.max_row == 1
    assert len(sheet.tables) == 1


def test_a_file_is_chosen_by_its_extension(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"
    ran = run("plan", PEAK_DAY, "-o", str(target))
    assert (ran.code, ran.out, ran.err) == (0, b"", "")
    assert target.read_bytes() == run("plan", PEAK_DAY, "-f", "xlsx").out


def test_a_terminal_gets_no_workbook(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    ran = run("plan", PEAK_DAY, "-f", "xlsx")
    assert (ran.code, ran.out) == (2, b"")
    assert "-o plan.xlsx" in ran.err


def test_without_the_library_the_extra_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    ran = run("plan", PEAK_DAY, "-f", "xlsx")
    assert (ran.code, ran.out) == (2, b"")
    assert "pip install XlsxWriter" in ran.err


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not on the PATH")
def test_libreoffice_opens_it_and_reads_the_same(run: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "hostile.yaml"
    scenario.write_text(hostile_scenario(), encoding="utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for path in (PEAK_DAY, str(scenario)):
        content = run("plan", path, "-f", "xlsx").out
        (tmp_path / "plan.xlsx").write_bytes(content)
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "resaved"]
        subprocess.run([*command, tmp_path / "plan.xlsx"], check=True, capture_output=True, timeout=180)
        own, resaved = opened(content), opened((tmp_path / "resaved" / "plan.xlsx").read_bytes())
        assert resaved.sheetnames == own.sheetnames
        for name in own.sheetnames:
            assert list(resaved[name].iter_rows(values_only=True)) == cells(own[name])


def cells(sheet: Any) -> list[tuple[Any, ...]]:
    """Return the cells of a sheet, to compare: LibreOffice keeps 15 digits, and no empty text."""
    return [tuple(kept(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]


def kept(cell: Any) -> Any:
    if cell == "":
        return None
    return pytest.approx(cell, rel=1e-13) if isinstance(cell, (int, float)) else cell
