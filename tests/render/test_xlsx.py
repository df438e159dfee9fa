"""The workbook: the JSON's numbers as values, real dates and times, nothing that is a formula, equal bytes."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from mfc_capacity.answers.columns import (
    BACKTEST_TABLES,
    COLUMNS,
    COMPARE_TABLES,
    FIT_TABLES,
    PEOPLE_TABLES,
    PLAN_TABLES,
    RISK_TABLES,
    SCHEDULE_TABLES,
    SIMULATE_TABLES,
)
from mfc_capacity.answers.records import Calculation, Column, Table
from mfc_capacity.commands.erlang.view import view
from mfc_capacity.files.problems import InputError
from mfc_capacity.render import Options, xlsx
from mfc_capacity.render import workbook as book
from mfc_capacity.render.chart import Bar
from mfc_capacity.render.native_charts import stacked_bars
from mfc_capacity.wording.en import workbook as words
from mfc_capacity.wording.en.columns import meaning
from tests.conftest import Ran, refused

Run = Callable[..., Ran]
MOSCOW, PEAK_DAY = "scenarios/moscow-2014.yaml", "scenarios/peak-day.yaml"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FIRST, BESIDE = ["Overview", "Charts"], ["Assumptions", "Warnings", "About", "Columns", "Chart data"]
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
    """Return rows by the keys of their columns, which stand in the notes of the header."""
    header, *rows = sheet.iter_rows()
    keys = [cell.comment.text.splitlines()[0] if cell.comment else cell.value for cell in header]
    return [dict(zip(keys, (cell.value for cell in row), strict=True)) for row in rows]


def texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


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
    return opened(xlsx.render(view(answer), Options("rows")))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [MOSCOW, PEAK_DAY, "scenarios/minimal.yaml"])
def test_the_numbers_are_the_jsons(once: Run, scenario: str) -> None:
    tables = once("plan", scenario, "-f", "json").document["tables"]
    workbook = opened(once("plan", scenario, "-f", "xlsx").out)
    shown = [name for name in workbook.sheetnames if not name.startswith("Map ")]
    assert shown == [*FIRST, *tables, *BESIDE]
    for name, expected in tables.items():
        read = [{key: as_json(key, cell) for key, cell in row.items()} for row in records(workbook[name])]
        assert len(read) == len(expected)
        assert read == [{key: as_excel(value) for key, value in row.items()} for row in expected], name


def test_assumptions_warnings_and_the_scenario(once: Run) -> None:
    document = once("plan", PEAK_DAY, "-f", "json").document
    workbook = opened(once("plan", PEAK_DAY, "-f", "xlsx").out)
    figures = [*document["assumptions"], *document["sources"]]
    assert records(workbook["Assumptions"]) == [
        figure | {"source": figure["source"] or "assumption"} for figure in figures
    ]
    assert records(workbook["Warnings"]) == document["warnings"]
    about = {row["Key"]: row["Value"] for row in records(workbook["About"])}
    assert about["scenario.title"] == document["scenario"]["title"]
    assert about["scenario.sha256"] == document["scenario"]["sha256"]
    assert (about["tool.version"], about["method"]) == (document["tool"]["version"], "stationary")
    assert about["interval_s"] == document["interval_s"]
    rows = records(workbook["Columns"])
    meanings = {(row["Sheet"], row["Key"]): (row["Header"], row["Meaning"]) for row in rows}
    assert meanings["summary", "asa_s"] == ("ASA (answered), s", meaning(COLUMNS["asa_s"]))
    for name in ("summary", "Assumptions"):
        assert [row["Header"] for row in rows if row["Sheet"] == name] == [
            cell.value for cell in workbook[name][1]
        ]


@pytest.mark.slow
def test_excel_knows_tables_dates_times_and_units(once: Run) -> None:
    workbook = opened(once("plan", MOSCOW, "-f", "xlsx").out)
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
        assert all(widths[cell.column] > max(map(len, cell.value.split())) for cell in sheet[1])
        headers = [cell.value.lower() for cell in sheet[1]]
        assert len(headers) == len(set(headers))
    row = cells_by_key(workbook["intervals"])
    assert row["date"].value.date() == date(2014, 5, 19)
    assert row["start"].value == time(0, 0)
    assert row["service_level"].number_format == "0.00%"
    assert row["asa_s"].number_format == "#,##0.0"
    assert cells_by_key(workbook["summary"])["cost"].number_format == '#,##0.00\\ "RUB"'
    assert workbook["months"]["A2"].value.date() == date(2014, 3, 1)
    assert workbook["months"]["A2"].number_format == "yyyy-mm"


def cells_by_key(sheet: Any) -> dict[str, Any]:
    """Return the cells of the first row by the keys of their columns."""
    return {
        above.comment.text.splitlines()[0]: below for above, below in zip(sheet[1], sheet[2], strict=True)
    }


def charts_of(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/")]


def block(workbook: Any, title: str) -> list[tuple[Any, ...]]:
    """Return the numbers of a chart, behind their header."""
    rows = list(workbook["Chart data"].iter_rows(values_only=True))
    return rows[next(k for k, row in enumerate(rows) if row[0] == title) + 1 :]


def test_steps_are_steps_and_the_numbers_are_the_plans(once: Run) -> None:
    content = once("plan", PEAK_DAY, "-f", "xlsx").out
    intervals = once("plan", PEAK_DAY, "-f", "json").document["tables"]["intervals"]
    header, *rows = block(opened(content), "mfc line: operators needed through the day")
    by_start = {row[0]: dict(zip(header[:5], row[:5], strict=True)) for row in rows}
    for row in intervals:
        drawn = by_start[row["start"]]
        assert (drawn["needed"], drawn["given"]) == (row["operators_required"], row["operators_given"])
    where, steps = (header.index(name) for name in ("where steps are drawn", "needed"))
    again = header.index("needed", steps + 1)
    drawn = [(row[where], row[again]) for row in rows if row[again] is not None]
    assert all(
        low[1] == high[1] and high[0] > low[0] for low, high in zip(drawn[::2], drawn[1::2], strict=True)
    )
    (chart,) = charts_of(content)
    assert "'Chart data'!" in chart
    assert "<c:scatterChart>" in chart


@pytest.mark.slow
def test_contract_money_and_cost_are_drawn_too(once: Run) -> None:
    content = once("plan", MOSCOW, "-f", "xlsx").out
    workbook = opened(content)
    assert len(charts_of(content)) == len(workbook["Charts"]._charts) == 7
    document = once("plan", MOSCOW, "-f", "json").document
    *_, (_, cost) = (row[:2] for row in block(workbook, "May 2014 costs most: 45.06 mln RUB")[:4])
    may = [row["cost"] for row in document["tables"]["months"] if row["month"] == "2014-05"]
    assert cost == pytest.approx(sum(may))
    left = block(workbook, "The contract with Rostelecom runs out on 1 Sep 2015")[1:]
    assert left[0][0] == "2014-03-01"
    assert left[0][2] == document["contract"]["volume"]


def test_bars_stand_where_they_stretch() -> None:
    bars = [
        Bar("across", "", [(-1, 2, "band"), (2, 6, "bar")]),
        Bar("below", "", [(-5, -2, "bar")]),
        Bar("above", "", [(3, 4, "bar"), (1, 3, "band")]),
    ]
    stacked = stacked_bars(bars)
    for k, bar in enumerate(bars):
        for sign in (1, -1):
            reached, seen = 0.0, []
            for look, values in stacked:
                length = values[k]
                if length is not None and length * sign > 0:
                    seen += [] if look is None else [tuple(sorted((reached, reached + length)))]
                    reached += length
            clipped = [
                sorted((max(low * sign, 0) * sign, max(high * sign, 0) * sign))
                for low, high, _ in bar.stretches
            ]
            assert sorted(seen) == sorted(tuple(ends) for ends in clipped if ends[0] < ends[1])


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
def test_names_of_any_length_leave_nothing_to_repair(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    scenario = json.loads(hostile_scenario())
    names = {f"g{k}": name for k, name in enumerate(scenario["hotlines"])}
    groups = {
        group: {"hotlines": [name], "title": (name * 300)[:1_000], "operators": 1}
        for group, name in names.items()
    }
    calendar = {"from": "2026-04-01", "to": "2026-12-31"}
    text = json.dumps(
        {**scenario, "title": "x" * 1_000, "groups": groups, "calendar": calendar}, ensure_ascii=False
    )
    path.write_text(text, encoding="utf-8")
    ran = run("plan", str(path), "-f", "xlsx")
    assert ran.code == 0, ran.err
    is_sound(ran.out)


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
    assert set(HOSTILE_NAMES[:9]) <= set(texts(workbook["Overview"]))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(
            b"<f>" in parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")
        )


def test_long_texts_are_cut_where_a_cell_ends() -> None:
    table = Table("t", (Column("a", "text"),), 1, (("x" * 40_000,),))
    workbook = opened(xlsx.render(view(Calculation(tables={"t": table})), Options("t")))
    assert workbook["t"]["A2"].value == "x" * 32_766 + "…"


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table("t", (Column("a", "count"),), 1, ((1,), (2,), (3,)))
    answer = Calculation(tables={"t": table})
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    assert opened(xlsx.render(view(answer), Options("t")))["t"].max_row == 4
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with refused(InputError, match="3 rows"):
        xlsx.render(view(answer), Options("t"))


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
    for one, other in zip(opened(long), opened(short), strict=True):
        for part in ("dimensions", "freeze_panes", "print_title_rows"):
            assert getattr(one, part) == getattr(other, part)
        tables, expected = (
            [(table.name, table.ref) for table in sheet.tables.values()] for sheet in (one, other)
        )
        assert tables == expected


def test_columns_are_called_as_excel_calls_them() -> None:
    assert [book.column_letter(k) for k in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_one_table(run: Run) -> None:
    workbook = opened(run("plan", PEAK_DAY, "-f", "xlsx", "--table", "days").out)
    assert workbook.sheetnames == ["days", "Assumptions", "Warnings", "About", "Columns"]


SHOWN_AS = {
    "share": "%", "ratio": "%", "money": "#,##0.00", "seconds": "0.0",
    "date": "yyyy-mm-dd", "month": "yyyy-mm", "time": "hh:mm",
}  # fmt: skip
COMMANDS = {
    "plan": ("plan", PEAK_DAY),
    "erlang": ("erlang", "a", "--calls", "360/h", "--aht", "4m", "--patience", "2m", "--target", "80% in 20s"),
    "rows": ("erlang", "--from", "docs/rows.csv"),
    "compare": ("compare", MOSCOW, f"{MOSCOW}#digital"),
    "explain": ("explain", MOSCOW, "--group", "city"),
    "code": ("explain", "abandonment-unlimited"),
    "volume": ("budget", MOSCOW),
    "curve": ("budget", "scenarios/service-desk.yaml", "--steps", "2", "--set", "currency=RUB",
              "--set", "costs.operator_hour=420 RUB",
              "--set", "budget={amount: 100_000 RUB, covers: labour}"),
    "solve": ("budget", "scenarios/service-desk.yaml", "--solve", "operators", "--set", "currency=RUB",
              "--set", "costs.operator_hour=420 RUB",
              "--set", "budget={amount: 100_000 RUB, covers: labour}"),
    "sweep": ("sweep", "scenarios/minimal.yaml", "--vary", "hotlines.helpdesk.aht=3m,4m"),
    "simulate": ("simulate", "scenarios/minimal.yaml", "--precision", "5%"),
    "risk": ("risk", "scenarios/minimal.yaml", "--samples", "8",
             "--set", "hotlines.helpdesk.aht={value: 4m, range: 3m..5m}"),
    "fit": ("fit", "scenarios/records/city-line.csv.gz"),
    "backtest": ("backtest", "scenarios/past/past.yaml", "scenarios/past/calls.csv"),
    "people": ("people", "scenarios/moscow-people.yaml", "--hire", "none"),
    "people in shifts": ("people", "scenarios/moscow-people.yaml", "--hire", "none", "--shifts",
                         "--set", "calendar.to=2014-03-16",
                         "--set", "shifts={day: {starts: 00:00-23:00 every 60m, length: 9h, pattern: 5/2}}"),
    "schedule": ("schedule", "scenarios/minimal.yaml",
                 "--set", "calendar={from: 2026-04-06, to: 2026-04-12}",
                 "--set", "shifts={day: {starts: 00:00-16:00 every 60m, length: 8h, pattern: 5/2}}"),
    "metrics": ("schema", "metrics"),
}  # fmt: skip


def written(once: Run, command: str) -> bytes:
    ran = once(*COMMANDS[command], "-f", "xlsx")
    assert ran.code == 0, ran.err
    return ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_number_has_a_format_of_its_kind(once: Run, command: str) -> None:
    workbook = opened(written(once, command))
    assert workbook.sheetnames[0] == "Overview"
    kinds = {(row["Sheet"], row["Header"]): row["Kind"] for row in records(workbook["Columns"])}
    for sheet in workbook:
        header = [cell.value for cell in sheet[1]]
        units = [header.index(name) for name in ("Counts", "Unit") if name in header]
        for row in sheet.iter_rows(min_row=2):
            for above, cell in zip(header, row, strict=True):
                if cell.data_type not in "nd" or cell.value is None:
                    continue
                assert cell.number_format != "General", (sheet.title, cell.coordinate)
                kind = kinds.get((sheet.title, above))
                if kind == "number" and units:
                    kind = {"factor": "share"}.get(row[units[0]].value, row[units[0]].value)
                assert SHOWN_AS.get(kind, "") in cell.number_format, (sheet.title, cell.coordinate)


@pytest.mark.parametrize("command", COMMANDS)
def test_excel_finds_nothing_to_repair(once: Run, command: str) -> None:
    is_sound(written(once, command))


def is_sound(content: bytes) -> None:
    """Assert what Excel asks of a workbook: names, tables, ranges, references and sizes that it can take."""
    workbook = opened(content)
    names = [name.lower() for name in workbook.sheetnames]
    assert len({*names}) == len(names)
    assert max(map(len, names)) <= 31
    for sheet in workbook:
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        assert all((row.height or 0) <= 409.5 for row in sheet.row_dimensions.values())
        assert all(column.width <= 255 for column in sheet.column_dimensions.values())
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            assert cell.hyperlink.location.partition("!")[0].strip("'") in workbook.sheetnames
        for table in sheet.tables.values():
            assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
        for coloured in sheet.conditional_formatting:
            assert within(sheet, str(coloured.sqref))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert len({*parts.namelist()}) == len(parts.namelist())
        for name in parts.namelist():
            part = ElementTree.fromstring(parts.read(name))  # noqa: S314 - written by ourselves
            for reference in part.iter(f"{CHART}f"):
                sheet, _, cells = str(reference.text).rpartition("!")
                assert within(workbook[sheet.strip("'")], cells.replace("$", "")), name
            for scaling in part.iter(f"{CHART}scaling"):
                ends = [scaling.find(f"{CHART}{end}") for end in ("min", "max")]
                low, high = (None if end is None else float(end.attrib["val"]) for end in ends)
                assert low is None or high is None or low < high, name


def within(sheet: Any, cells: str) -> bool:
    _, _, column, row = range_boundaries(cells)
    return column <= sheet.max_column and row <= sheet.max_row


def test_shifts_lie_under_the_curve(once: Run) -> None:
    content = written(once, "schedule")
    shifts = once(*COMMANDS["schedule"], "-f", "json").document["tables"]["shifts"]
    header, *rows = block(opened(content), "helpdesk, Mon 6 Apr 2026")
    name = header.index("shift")
    drawn = [row[name : name + 3] for row in rows if row[name]]
    assert drawn == [
        (f"{row['start']} day: {row['operators']}", since_midnight(row["start"]), timedelta(hours=8))
        for row in shifts
        if row["date"] == "2026-04-06"
    ]
    curve, strips = charts_of(content)
    assert "<c:scatterChart>" in curve
    assert "<c:barChart>" in strips
    axes = [re.search(r'<c:max val="([^"]+)"/><c:min val="([^"]+)"/>', chart) for chart in (curve, strips)]
    assert [axis and axis.groups() for axis in axes] == [("1.0", "0.0")] * 2


def since_midnight(clock: str) -> timedelta:
    hours, minutes = map(int, clock.split(":"))
    return timedelta(hours=hours, minutes=minutes)


def test_money_is_drawn_for_calls_of_a_contract_too(once: Run) -> None:
    records = once(*COMMANDS["volume"], "-f", "json").document["tables"]["volume"]
    header, *rows = block(opened(written(once, "volume")), "820.00 mln RUB last until 20 Dec 2015")
    paid, every = (header.index(name) for name in ("calls paid", "all calls"))
    drawn = [(row[paid], row[every]) for row in rows[: len(records)]]
    assert drawn == [
        (as_excel(row["calls_paid"]), as_excel(row["calls_paid"] + row["calls_unpaid"])) for row in records
    ]


def test_what_money_carries_stands_beside_what_the_scenario_has(once: Run) -> None:
    records = once(*COMMANDS["solve"], "-f", "json").document["tables"]["solve"]
    title = "100,000 RUB carry 29 full-time jobs (97,440 RUB)"
    header, *rows = block(opened(written(once, "solve")), title)
    named = [row[header.index("bar")] for row in rows[:2]]
    assert named == ["100,000 RUB: 29", "what the targets need: 69"]
    drawn = [sum(value for value in row[1:] if value) for row in rows[:2]]
    (record,) = records
    assert drawn == [record["value"], record["value_in_scenario"]]


@pytest.mark.parametrize("command", ["plan", "compare", "erlang", "people"])
def test_the_overview_has_the_digits_of_the_page(once: Run, command: str) -> None:
    sheet = opened(written(once, command))["Overview"]
    shown = {
        shown_text(cell).strip(" +-").lower()
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    page = once(*COMMANDS[command], "-f", "markdown").text
    table = page[page.index("\n|") :]
    first = table[: table.index("\n\n")].splitlines()[3:]
    cells = [cell for line in first for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    assert not {text for cell in cells if (text := cell.replace("\\", "").strip(" *~+-").lower())} - shown


def shown_text(cell: Any) -> str:
    """Return a cell as a spreadsheet shows it, in the formats of the first sheet."""
    pattern = cell.number_format.split(";")[0].replace("\\ ", " ").replace('"', "")
    if not isinstance(cell.value, int | float):
        return str(cell.value)
    scaled = cell.value * 100 if "%" in pattern else cell.value / 1e6 if ",," in pattern else cell.value
    digits = re.search(r"#,##0(\.0+)?,*", pattern)
    assert digits
    return pattern.replace(
        digits[0],
        f"{abs(scaled) if scaled < 0 and '+' in cell.number_format else scaled:,.{len(digits[1] or '.') - 1}f}",
    )


def test_the_overview_leads_to_every_sheet_and_says_what_it_is_of(once: Run) -> None:
    workbook = opened(once("plan", PEAK_DAY, "-f", "xlsx").out)
    sheet, document = workbook["Overview"], once("plan", PEAK_DAY, "-f", "json").document
    leads = {
        cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink
    }
    assert leads == {name: f"'{name}'!A1" for name in workbook.sheetnames[1:]}
    said = texts(sheet)
    assert said[0] == document["scenario"]["title"]
    assert any(document["scenario"]["sha256"] in text for text in said)
    for warning in document["warnings"]:
        assert any(warning["message"] in text for text in said)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth) == (None, None)  # one page each


def test_every_table_says_what_it_holds() -> None:
    tables = {
        name
        for tables in (
            PLAN_TABLES,
            SIMULATE_TABLES,
            COMPARE_TABLES,
            RISK_TABLES,
            FIT_TABLES,
            BACKTEST_TABLES,
            SCHEDULE_TABLES,
            PEOPLE_TABLES,
        )
        for name in tables
    }
    assert tables | {
        "calls",
        "steps",
        "codes",
        "curve",
        "operators",
        "volume",
        "solve",
        "sweep",
        "erlang",
        "metrics",
    } <= {*words.HOLDS}


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
