"""What people's spreadsheets hold: each mistake once, with what to write; what is left out is said."""

import io
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mfc_capacity import api
from mfc_capacity.answers.records import Caution
from mfc_capacity.files.problems import InputError
from mfc_capacity.plan.answer import plan
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.wording import text
from mfc_capacity.wording.en.cautions import caution_text
from tests.conftest import ROOT
from tests.scenario.test_volumes import by_day, calls_at, loaded

TWO_DAYS = "calendar: {from: 2014-03-03, to: 2014-03-04, interval: 30m}\n"
ONE = TWO_DAYS + "volumes: [{file: calls.csv}]\nhotlines: {mfc: {aht: 3m}}\n"


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def said(tmp_path: Path, scenario: str, *tables: str | bytes) -> list[tuple[str, str]]:
    """The mistakes of a scenario and its tables as sentence and hint."""
    with pytest.raises(InputError) as refused:
        loaded(tmp_path, scenario, *tables)
    return [(text(one.message), text(one.hint) if one.hint else "") for one in refused.value.problems]


def warned(scenario: LoadedScenario, code: str) -> list[Caution]:
    return [caution for caution in plan(scenario).cautions if caution.code == code]


# Names that tables are said to have


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (
            "rosters: [{file: calls.csv, groups: {Desk: mcf}}]\n",
            "there is no group 'mcf': groups are those under groups, and hotlines that are in none of them",
        ),
        (
            "volumes: [{file: calls.csv, hotlines: {Desk: mcf}}]\n",
            "there is no hotline 'mcf' under hotlines",
        ),
    ],
)
def test_a_misspelt_name_beside_a_table_is_refused(tmp_path: Path, section: str, words: str) -> None:
    scenario = TWO_DAYS + section + "hotlines: {mfc: {aht: 3m, calls_per_day: 9}}\n"
    assert said(tmp_path, scenario, "date,calls\n") == [(words, "did you mean mfc?")]


def test_an_unknown_name_is_said_once_with_the_line_for_all(tmp_path: Path) -> None:
    table = "date,start,queue,calls\n" + "".join(
        f"2014-03-0{day},{hour:02}:00,{queue},5\n"
        for day in (3, 4)
        for hour in range(8, 20)
        for queue in ("City line", "Büro: 2")
    )
    scenario = ONE.replace("{mfc: {aht: 3m}}", "{city: {aht: 3m}, office: {aht: 3m}}")
    found = said(tmp_path, scenario, table)
    assert [sentence for sentence, _ in found] == [
        "the scenario has no hotline 'City line'; this is the first of 24 such rows",
        "the scenario has no hotline 'Büro: 2'; this is the first of 24 such rows",
    ]
    assert "say hotlines: {City line: city}" in found[0][1]
    assert 'as hotlines: {City line: city, "Büro: 2": city}' in found[1][1]


# Points and commas


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (("12,5", "1.200"), ("1.200", "write 1200, or 1,2 if")),
        (("950", "1.200"), ("1.200", "write 1200, or 1,2 if")),
        (("1.250", "1.300"), ("1.250", "write 1250, or 1,25 if")),
        (("1.200,5x", "1"), ("1.200,5x", "")),
    ],
)
def test_a_point_that_may_stand_between_thousands_is_refused(
    tmp_path: Path, cells: tuple[str, str], first: tuple[str, str]
) -> None:
    table = f"date;calls\n2014-03-03;{cells[0]}\n2014-03-04;{cells[1]}\n"
    ((sentence, hint),) = said(tmp_path, ONE, table)
    assert f"calls: '{first[0]}'" in sentence
    assert first[1] in hint
    if "," not in "".join(cells):
        assert f"calls: '{first[0]}'" in said(tmp_path, ONE, table.replace(";", ","))[0][0]


@pytest.mark.parametrize(
    ("delimiter", "cells", "calls"),
    [
        (";", ("12,5", "1.200,5"), [12.5, 1200.5]),
        (",", ("12.5", "1.200"), [12.5, 1.2]),
        (",", ("0.125", "1.200"), [0.125, 1.2]),
        (";", ("1250.125", "1.200"), [1250.125, 1.2]),
        (",", ("1000", "1200"), [1000, 1200]),
    ],
)
def test_other_cells_tell_what_a_point_is(
    tmp_path: Path, delimiter: str, cells: tuple[str, str], calls: list[float]
) -> None:
    table = f"date;calls\n2014-03-03;{cells[0]}\n2014-03-04;{cells[1]}\n".replace(";", delimiter)
    assert by_day(loaded(tmp_path, ONE, table)).calls.tolist() == calls


def test_a_number_of_a_workbook_is_one_and_a_text_may_be_thousands(tmp_path: Path) -> None:
    head, days = ["date", "calls"], (date(2014, 3, 3), date(2014, 3, 4))
    numbers = workbook(head, [days[0], 1.234], [days[1], 2.345])
    assert by_day(loaded(tmp_path, ONE, numbers)).calls.tolist() == [1.234, 2.345]
    texts = workbook(head, [days[0], 1.234], [days[1], "1.200"])
    assert said(tmp_path, ONE, texts)[0][0] == "calls: '1.200' may be thousands or decimals"


def test_decimal_commas_between_commas_are_said_once(tmp_path: Path) -> None:
    ((sentence, hint),) = said(tmp_path, ONE, "date,calls\n2014-03-03,12,5\n2014-03-04,13,5\n")
    assert sentence == "this row has 3 cells, the header 2; this is the first of 2 such rows"
    assert "decimal commas" in hint


# Dates and times


def test_midnight_of_a_workbook_is_a_time_where_others_are(tmp_path: Path) -> None:
    midnight = datetime.combine(date(2014, 3, 3), time())
    rows = [[midnight + timedelta(minutes=30 * k), k + 1] for k in range(96)]
    own = by_day(loaded(tmp_path, ONE, workbook(["date", "calls"], *rows)))
    assert calls_at(own, 0)["00:00"] == pytest.approx(1)
    assert calls_at(own, 1)["00:00"] == pytest.approx(49)
    assert own.calls.tolist() == [sum(range(1, 49)), sum(range(49, 97))]


def test_an_ambiguous_column_of_dates_is_one_mistake(tmp_path: Path) -> None:
    table = "date,calls\n" + "".join(f"0{day}/04/2014,5\n" for day in range(1, 8))
    ((sentence, hint),) = said(tmp_path, ONE, table)
    assert sentence.endswith("1 April 2014 or 4 January 2014; this is the first of 7 such rows")
    assert 'date_format: "%d/%m/%Y"' in hint


def test_dates_and_times_kept_as_numbers(tmp_path: Path) -> None:
    table = "date,start,calls\n41701,0.333333333,5\n41702,0.354166667,6\n"
    (of_date, of_time) = said(tmp_path, ONE, table)
    assert of_date[1] == "a spreadsheet keeps 2014-03-03 so: format the column as a date, or write 2014-03-03"
    assert of_time[1] == "a spreadsheet keeps 08:00 so: format the column as a time (hh:mm), or write 08:00"
    declared = ONE.replace("calls.csv", "calls.csv, date_format: '%d.%m.%Y'")
    assert said(tmp_path, declared, table)[0] == of_date


def test_a_row_at_the_end_of_the_day(tmp_path: Path) -> None:
    found = said(tmp_path, ONE, "date,start,calls\n2014-03-03,08:00,5\n2014-03-04,24:00,0\n")
    assert found[0][1].startswith("delete the row, the day ends by itself")


@pytest.mark.parametrize("word", ["Summe", "Total", "ИТОГО:"])
def test_a_row_of_sums_is_one_mistake(tmp_path: Path, word: str) -> None:
    table = f"date,start,queue,calls\n2014-03-03,08:00,mfc,5\n2014-03-04,08:00,mfc,6\n,,{word},\n"
    assert said(tmp_path, ONE, table) == [
        (f"'{word}' is a sum of other rows, which would count twice", "delete the row")
    ]


# Headers

GERMAN = [["Prognose Q1"], [], ["Datum", "Uhrzeit", "Warteschlange", "Anrufe", "Bearbeitungszeit"]]


def german_rows() -> list[list[Any]]:
    return [[date(2014, 3, day), time(8, 30 * k), "mfc", 5 + k, 150] for day in (3, 4) for k in (0, 1)]


def test_a_title_stands_above_a_german_header(tmp_path: Path) -> None:
    own = by_day(loaded(tmp_path, ONE, workbook(*GERMAN, *german_rows())))
    assert calls_at(own, 1) == {"08:00": 5.0, "08:30": 6.0}
    assert own.aht_s[own.shape[0], 16] == 150.0
    rows = [[f"{row[0]:%d.%m.%Y}", f"{row[1]:%H:%M}", *map(str, row[2:])] for row in german_rows()]
    lines = "\n".join(";".join(row) for row in [*GERMAN, *rows])
    as_csv = by_day(loaded(tmp_path, ONE, lines))
    assert calls_at(as_csv, 1) == {"08:00": 5.0, "08:30": 6.0}


def test_a_header_that_is_not_known_is_shown_as_columns_to_copy(tmp_path: Path) -> None:
    table = "Datum;Wie viele;Schlange\n03.03.2014;5;mfc\n"
    ((sentence, hint),) = said(tmp_path, ONE, table)
    assert sentence == "no column is known as the calls"
    assert hint.endswith("say which is which, as columns: {date: Datum, calls: Wie viele}")
    copied = ONE.replace("calls.csv", "calls.csv, columns: {date: Datum, calls: Wie viele}")
    table = "Datum;Wie viele;Schlange\n03.03.2014;5;mfc\n04.03.2014;6;mfc\n"
    assert by_day(loaded(tmp_path, copied, table)).calls.tolist() == [5.0, 6.0]


def test_a_file_that_is_not_there_says_where_paths_begin(tmp_path: Path) -> None:
    ((_, hint),) = said(tmp_path, ONE.replace("calls.csv", "none.csv"))
    assert hint == "paths count from the folder of the scenario"


# AHT


def test_a_hotline_without_aht_beside_a_table_is_told_why(tmp_path: Path) -> None:
    ((sentence, hint),) = said(tmp_path, ONE.replace("{aht: 3m}", "{}"), "date,calls,aht\n2014-03-03,5,100\n")
    assert sentence == "mfc has no aht"
    assert "where a table has none" in hint


@pytest.mark.parametrize(
    ("aht", "is_warned"), [("3", True), ("35.9", True), ("36.1", False), ("899", False), ("901", True)]
)
def test_an_aht_that_may_be_in_minutes(tmp_path: Path, aht: str, is_warned: bool) -> None:
    table = f"date,calls,aht\n2014-03-03,5,{aht}\n2014-03-04,5,{aht}\n"
    cautions = warned(loaded(tmp_path, ONE, table), "table-aht-apart")
    assert [caution.facts["table_s"] for caution in cautions] == ([float(aht)] if is_warned else [])


def test_a_column_of_aht_that_is_not_named(tmp_path: Path) -> None:
    table = "date,calls,Bearbeitungszeit\n2014-03-03,5,100\n2014-03-04,5,100\n"
    named = ONE.replace("calls.csv", "calls.csv, columns: {date: date, calls: calls}")
    (caution,) = warned(loaded(tmp_path, named, table), "aht-column-unread")
    assert "add aht: Bearbeitungszeit to columns" in caution_text(caution)
    read = named.replace("calls: calls", "calls: calls, aht: Bearbeitungszeit")
    assert not warned(loaded(tmp_path, read, table), "aht-column-unread")


# What is left out

WEEK = "calendar: {from: 2014-03-03, to: 2014-03-16, interval: 30m}\nvolumes: [{file: calls.csv}]\n"
OPEN = WEEK + "hotlines: {mfc: {aht: 3m, hours: {mon-fri: 08:00-12:00}}}\n"


def half_hours(*left_out: str, weekdays: int = 5, column: str = "calls") -> str:
    """Half hours from 08:00 to 12:00 of two weeks, but those that begin like what is left out."""
    days = [date(2014, 3, day) for day in range(3, 17) if date(2014, 3, day).weekday() < weekdays]
    rows = [f"{day},{k // 2:02}:{k % 2 * 30:02}" for day in days for k in range(16, 24)]
    kept = [f"{row},5\n" for row in rows if not row.startswith(left_out or ("none",))]
    return f"date,start,{column}\n" + "".join(kept)


@pytest.mark.parametrize(
    "scenario", [OPEN, OPEN.replace(", hours: {mon-fri: 08:00-12:00}", ", calls_per_day: 1")]
)
def test_half_hours_left_out_are_warned_of(tmp_path: Path, scenario: str) -> None:
    assert not warned(loaded(tmp_path, scenario, half_hours()), "rows-left-out")
    table = half_hours(
        "2014-03-04,09:30", "2014-03-06,08:", "2014-03-06,11:30", "2014-03-07,10:", "2014-03-10,10:"
    )
    expected = [
        ["2014-03-04", "09:30-10:00"],
        ["2014-03-06", "08:00-09:00", "11:30-12:00"],
        ["2014-03-07", "10:00-11:00"],
    ]
    if "hours" not in scenario:  # two Thursdays tell nothing of mornings, only of gaps
        expected[1:] = [["2014-03-07", "10:00-11:00"], ["2014-03-10", "10:00-11:00"]]
    (caution,) = warned(loaded(tmp_path, scenario, table), "rows-left-out")
    assert caution.facts["first"] == expected
    assert caution.facts["days"] == (4 if "hours" in scenario else 3)
    assert "mfc: its table leaves out times of" in caution_text(caution)


def test_a_habit_tells_of_mornings_where_no_hours_do(tmp_path: Path) -> None:
    scenario = (
        WEEK.replace("to: 2014-03-16", "to: 2014-03-30") + "hotlines: {mfc: {aht: 3m, calls_per_day: 1}}\n"
    )
    rows = [
        f"{date(2014, 3, 3) + timedelta(days=7 * week)},{hour:02}:00,5\n"
        for week in range(4)
        for hour in (8, 9, 10, 13, 14, 15)  # closed at noon every time
        if (week, hour) != (2, 8)
    ]
    (caution,) = warned(loaded(tmp_path, scenario, "date,start,calls\n" + "".join(rows)), "rows-left-out")
    assert caution.facts["first"] == [["2014-03-17", "08:00-09:00"]]


def test_irregular_rows_leave_nothing_out(tmp_path: Path) -> None:
    rows = "".join(
        f"2014-03-{day:02},{clock},5\n" for day in (3, 4) for clock in ("08:00", "09:30", "10:00", "11:00")
    )
    scenario = OPEN.replace("to: 2014-03-16", "to: 2014-03-04")
    assert not warned(loaded(tmp_path, scenario, "date,start,calls\n" + rows), "rows-left-out")


def test_a_roster_leaves_out_a_morning(tmp_path: Path) -> None:
    scenario = OPEN.replace("volumes:", "rosters:").replace("aht: 3m", "aht: 3m, calls_per_day: 40")
    table = half_hours("2014-03-05,08:", "2014-03-05,10:30", column="operators")
    (caution,) = warned(loaded(tmp_path, scenario, table), "rows-left-out")
    assert caution.facts["first"] == [["2014-03-05", "08:00-09:00", "10:30-11:00"]]
    assert "before the first row nobody is on duty" in caution_text(caution)
    shifts = "date,start,operators\n" + "".join(
        f"2014-03-{day:02},{clock},3\n" for day in range(3, 15) for clock in ("08:00", "10:00")
    )
    assert not warned(loaded(tmp_path, scenario, shifts), "rows-left-out")


def test_missing_weekdays_and_holidays_come_with_the_hours_that_close_them(tmp_path: Path) -> None:
    scenario = WEEK.replace("interval: 30m", "interval: 30m, holidays: {2014-03-05: Day off}")
    scenario += "hotlines: {mfc: {aht: 3m}}\n"
    ((sentence, hint),) = said(tmp_path, scenario, half_hours("2014-03-05"))
    assert sentence.endswith("2014-03-15 to 2014-03-16: every Saturday and every Sunday and every holiday")
    hours = "{mon-fri: 08:00-12:00, sat-sun: closed, holiday: closed}"
    assert hint.startswith(f"if mfc is closed then, write hotlines.mfc.hours: {hours}; if it is open, add")
    closed = scenario.replace("{aht: 3m}", f"{{aht: 3m, hours: {hours}}}")
    assert by_day(loaded(tmp_path, closed, half_hours("2014-03-05"))).calls.sum() == 9 * 8 * 5


def test_missing_days_of_their_own_may_be_holidays(tmp_path: Path) -> None:
    ((sentence, hint),) = said(tmp_path, OPEN, half_hours("2014-03-06"))
    assert sentence == "the tables have no calls of mfc on 2014-03-06"
    assert "calendar.holidays, with holiday: closed in hotlines.mfc.hours" in hint


# The page that goes all the way


def page_blocks() -> list[str]:
    page = (ROOT / "docs" / "spreadsheet.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_page_leads_from_a_spreadsheet_to_a_plan(tmp_path: Path, run: Any) -> None:
    scenario, rosters, variants, growth = page_blocks()
    closed = {date(2026, 10, 3), *(date(2026, 12, day) for day in (24, 25, 26))}
    forecast: list[list[Any]] = [["Prognose"], ["Datum", "Uhrzeit", "Queue", "Offered", "AHT"]]
    roster: list[list[Any]] = [["Tag", "Beginn", "Team", "Anwesend"]]
    for day in (date(2026, 10, 1) + timedelta(days=k) for k in range(92)):
        hours = range(16, 40) if day.weekday() < 5 else range(20, 32) if day.weekday() == 5 else ()
        for queue, team, calls, steps in (
            ("Bestellung", "Bestellteam", 30.5, () if day in closed else hours),
            ("Notfall", "Notdienst", 2.5, range(48)),
        ):
            for k in steps:
                forecast.append([day, time(k // 2, k % 2 * 30), queue, calls, 196])
                roster.append([day, time(k // 2, k % 2 * 30), team, 2 if day.day == 15 else 9])
    (tmp_path / "prognose.xlsx").write_bytes(workbook(*forecast))
    (tmp_path / "dienstplan.xlsx").write_bytes(workbook(*roster))
    path = tmp_path / "scenario.yaml"
    path.write_text(scenario + rosters + variants, encoding="utf-8")
    plain, more = (api.load(str(path), variant=name).plan() for name in (None, "plus10"))
    total = [each.summary.records()[-1]["calls"] for each in (plain, more)]
    assert total[1] == pytest.approx(total[0] * 1.1)
    missed = {
        row["date"] for row in plain.days.records() if row["group"] == "orders" and row["given_days_missed"]
    }
    assert missed == {"2026-10-15", "2026-12-15"}  # 15 November is a Sunday
    assert run("compare", str(path), f"{path}#plus10").code == 0
    driven = (
        scenario.replace("aht: 200s,", "aht: 200s, scales_with: growth,") + growth.partition("hotlines:")[0]
    )
    path.write_text(driven, encoding="utf-8")
    days = {(row["date"], row["group"]): row["calls"] for row in api.load(str(path)).plan().days.records()}
    assert days["2026-12-01", "orders"] == pytest.approx(days["2026-10-01", "orders"] * 1.1)
