"""Maps of cells in the workbook: the plan's own figures, coloured from 0 to the most."""

import io
from collections import defaultdict
from datetime import date, time, timedelta
from statistics import fmean
from typing import Any

import openpyxl
import pytest

from tests.conftest import Run

SHORT = (
    "plan",
    "scenarios/minimal.yaml",
    "--set",
    "calendar={from: 2026-04-01, to: 2026-04-14}",
    "--set",
    "groups={desk: {hotlines: [helpdesk], operators: {08:00: 6, 17:00: 0}}}",
    "--set",
    "hotlines.helpdesk.weekdays={sat: 40%}",
    "--set",
    "hotlines.helpdesk.hours={mon-sat: 07:30-18:00}",
)
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
LABELS, FIRST_COLUMN = 5, 2  # the row above the cells, and their first column


@pytest.fixture
def maps(run: Run) -> dict[str, Any]:
    """Return the sheets of the maps by their unit."""
    workbook = openpyxl.load_workbook(io.BytesIO(run(*SHORT, "-f", "xlsx").out))
    sheets = [workbook[name] for name in workbook.sheetnames if name.startswith("Map ")]
    assert [sheet.title for sheet in sheets] == [f"Map {number}" for number in range(1, len(sheets) + 1)]
    return {sheet["A2"].value.partition(".")[0]: sheet for sheet in sheets}


@pytest.fixture
def tables(run: Run) -> dict[str, Any]:
    document: dict[str, Any] = run(*SHORT, "--intervals", "all", "-f", "json").document
    return document["tables"]  # type: ignore[no-any-return]


def cells(sheet: Any) -> dict[tuple[Any, Any], Any]:
    """Return the values by the labels of row and column."""
    above, *rows = sheet.iter_rows(min_row=LABELS, values_only=True)
    return {
        (row[0], label): value
        for row in rows
        for label, value in zip(above[1:], row[1:], strict=True)
        if label is not None
    }


def test_the_calendar_has_the_operators_of_each_day(maps: dict[str, Any], tables: dict[str, Any]) -> None:
    needed = {row["date"]: row["peak_operators_required"] for row in tables["days"]}
    shown = {}
    for (weekday, monday), value in cells(maps["Operators on duty"]).items():
        day = monday.date() + timedelta(days=WEEKDAYS.index(weekday))
        shown[day.isoformat()] = value
    assert len(shown) == 21
    for day, value in shown.items():
        assert value == needed.get(day), day
    assert sum(value is not None for value in shown.values()) == 12  # no Sunday


def test_the_week_has_the_mean_calls_of_each_hour(maps: dict[str, Any], tables: dict[str, Any]) -> None:
    calls: dict[tuple[int, int], float] = defaultdict(float)
    for row in tables["intervals"]:
        calls[date.fromisoformat(row["date"]).weekday(), int(row["start"][:2])] += row["calls"] / 2
    shown = cells(maps["Calls an hour"])
    assert len(shown) == 6 * 24
    for (weekday, hour), value in shown.items():
        key = WEEKDAYS.index(weekday), hour.hour
        assert value == (pytest.approx(calls[key], rel=1e-12) if key in calls else None), key


def test_an_hour_is_short_by_what_is_missing_while_it_is_open(
    maps: dict[str, Any], tables: dict[str, Any]
) -> None:
    missing: dict[int, list[int]] = defaultdict(list)
    for row in tables["intervals"]:
        missing[int(row["start"][:2])].append(row["operators_short"])
    shown = {hour.hour: value for (_, hour), value in cells(maps["Operators missing"]).items()}
    assert len(shown) == 24
    assert any(value for value in shown.values())
    for hour, value in shown.items():
        assert value == (pytest.approx(fmean(missing[hour]), rel=1e-12) if hour in missing else None), hour


def test_days_that_miss_a_target_are_counted_of_those_that_are_open(maps: dict[str, Any]) -> None:
    sheet = maps["Groups"]
    assert sheet["A1"].value == "With the operators given, targets are missed on 12 of 12 open days"
    assert sum(value is not None for value in cells(sheet).values()) == 12


@pytest.mark.parametrize("name", ["2027-02-30", "25:99", "12:00", "2026-04-01"])
def test_a_group_that_is_named_like_a_time_stays_a_text(run: Run, name: str) -> None:
    groups = f"groups={{'{name}': {{hotlines: [helpdesk], operators: 1}}}}"
    ran = run("plan", "scenarios/minimal.yaml", "--set", groups, "-f", "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(ran.out))["Map 1"]
    assert sheet.cell(LABELS + 1, 1).value == name
    assert isinstance(sheet.cell(LABELS, FIRST_COLUMN).value, time)


def test_numbers_stay_numbers_and_the_scale_covers_them(maps: dict[str, Any]) -> None:
    for unit, sheet in maps.items():
        shown = [cell for row in sheet.iter_rows(min_row=LABELS + 1, min_col=FIRST_COLUMN) for cell in row]
        numbers = [cell.value for cell in shown if cell.value is not None]
        assert all(isinstance(value, int | float) for value in numbers), unit
        assert {cell.number_format for cell in shown if cell.value is not None} <= {
            "#,##0",
            "#,##0.0",
            "#,##0.00",
        }
        (coloured,) = sheet.conditional_formatting
        low, high = coloured.rules[0].colorScale.cfvo
        assert (float(low.val), float(high.val)) == (0, pytest.approx(max(numbers), rel=1e-12))
        assert sheet.freeze_panes == "B6"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # one page wide


def test_a_map_of_many_weeks_is_turned(run: Run) -> None:
    ran = run(*SHORT, "--set", "calendar={from: 2025-01-06, to: 2026-01-04}", "-f", "xlsx")
    workbook = openpyxl.load_workbook(io.BytesIO(ran.out))
    sheet = next(sheet for sheet in workbook if str(sheet["A2"].value).startswith("Operators on duty"))
    above, *weeks = sheet.iter_rows(min_row=LABELS, values_only=True)
    assert above[1:8] == tuple(WEEKDAYS)
    assert [week[0].date() for week in weeks] == [date(2025, 1, 6) + timedelta(days=7 * k) for k in range(52)]
