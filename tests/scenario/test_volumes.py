"""Calls from tables: what rows mean, in whatever file they stand, and every mistake in them."""

import gzip
import io
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mfc_capacity import api
from mfc_capacity.demand.calendar import planned_days
from mfc_capacity.demand.hotlines import HotlineDays, demand_inputs, hotline_days
from mfc_capacity.files.problems import InputError
from mfc_capacity.scenario import LoadedScenario, load_scenario
from mfc_capacity.wording import text
from mfc_capacity.wording.en.cautions import caution_text
from tests.conftest import Ran

TWO_DAYS = "calendar: {from: 2014-03-03, to: 2014-03-04, interval: 30m}\n"
ONE = TWO_DAYS + "volumes: [{file: calls.csv}]\nhotlines: {mfc: {aht: 3m}}\n"


def loaded(tmp_path: Path, scenario: str, *tables: str | bytes, name: str = "calls.csv") -> LoadedScenario:
    (tmp_path / "s.yaml").write_text(scenario, encoding="utf-8")
    for k, table in enumerate(tables):
        file = tmp_path / (f"{k}{name}" if k else name)
        file.write_bytes(table if isinstance(table, bytes) else table.encode())
    return load_scenario(str(tmp_path / "s.yaml"))


def by_day(scenario: LoadedScenario, hotline: str = "mfc") -> HotlineDays:
    days = planned_days(scenario.scenario.calendar, ())
    return hotline_days(demand_inputs(scenario.scenario, hotline), days)


def calls_at(own: HotlineDays, day: int) -> dict[str, float]:
    """The calls of the intervals of a day that have any, by clock time."""
    calls = own.calls[day] * own.shares[own.shape[day]]
    return {f"{k // 2:02}:{k % 2 * 30:02}": calls[k] for k in np.flatnonzero(calls).tolist()}


def open_at(own: HotlineDays, day: int) -> list[float]:
    """The hours of the intervals in which a hotline is open."""
    return [k / 2 for k in np.flatnonzero(own.open[own.shape[day]]).tolist()]


# What rows mean


def test_a_row_is_the_stretch_to_the_next_and_finer_rows_are_summed(tmp_path: Path) -> None:
    table = """date,start,calls,aht
2014-03-03,08:00,10,100
2014-03-03,08:15,30,200
2014-03-03,08:30,12,150
2014-03-04,09:00,8,
2014-03-04,09:30,0,
"""
    own = by_day(loaded(tmp_path, ONE, table))
    assert calls_at(own, 0) == {"08:00": 40.0, "08:30": 12.0}
    assert calls_at(own, 1) == {"09:00": 8.0}
    first = own.aht_s[own.shape[0]]
    assert first[16:18].tolist() == [(10 * 100 + 30 * 200) / 40, 150.0]
    assert own.aht_s[own.shape[1]][18] == 180.0  # the hotline's own, where the table has none
    assert open_at(own, 0) == [8.0, 8.5]  # the last row is as long as the one before: to 08:45
    assert open_at(own, 1) == [9.0, 9.5]
    assert own.demand.tolist() == [52.0, 8.0]


def test_a_coarser_row_is_spread_by_the_profile_inside_it(tmp_path: Path) -> None:
    scenario = ONE.replace(
        "{aht: 3m}", "{aht: 3m, hours: 08:00-12:00, profile: {08:00: 1, 09:00: 3, 10:00: 2}}"
    )
    table = (
        "date,start,calls\n2014-03-03,08:00,80\n2014-03-03,10:00,40\n2014-03-04,08:00,0\n2014-03-04,10:00,0\n"
    )
    own = by_day(loaded(tmp_path, scenario, table))
    assert calls_at(own, 0) == pytest.approx(
        {
            "08:00": 10,
            "08:30": 10,
            "09:00": 30,
            "09:30": 30,
            "10:00": 10,
            "10:30": 10,
            "11:00": 10,
            "11:30": 10,
        }
    )
    assert own.calls[1] == 0.0


def test_a_row_of_a_day_is_spread_as_any_day(tmp_path: Path) -> None:
    scenario = ONE.replace("{aht: 3m}", "{aht: 3m, hours: 08:00-10:00, profile: {08:00: 1, 09:00: 3}}")
    own = by_day(loaded(tmp_path, scenario, "date,calls,aht\n2014-03-03,80,\n2014-03-04,8,240\n"))
    assert calls_at(own, 0) == pytest.approx({"08:00": 10, "08:30": 10, "09:00": 30, "09:30": 30})
    assert calls_at(own, 1) == pytest.approx({"08:00": 1, "08:30": 1, "09:00": 3, "09:30": 3})
    assert own.day_aht_s.tolist() == [180.0, 240.0]


def test_the_table_stands_for_weekday_and_month_and_the_rest_is_laid_over_it(tmp_path: Path) -> None:
    scenario = """
calendar: {from: 2014-03-03, to: 2014-03-04}
drivers: {centres: {2014-03-03: 50, 2014-03-04: 60}}
volumes: [{file: calls.csv}]
hotlines:
  mfc:
    {aht: 3m, weekdays: {mon: 200%, tue: 10%}, months: {mar: 300%}, scales_with: centres,
     deflect: [{to: bot, share: 25%, from: 2014-03-04}]}
peaks: {offer: {when: {dates: [2014-03-04]}, multiply: {mfc: 150%}}}
"""
    whole = loaded(tmp_path, scenario, "date,calls\n2014-03-03,100\n2014-03-04,100\n")
    plan = api.load(str(tmp_path / "s.yaml")).plan()
    days = {row["date"]: row for row in plan.days.records() if row["group"] == "mfc"}
    assert days["2014-03-03"]["calls"] == pytest.approx(100)
    assert days["2014-03-04"]["contacts"] == pytest.approx(100 * 60 / 50 * 1.5 * 0.25)
    assert days["2014-03-04"]["calls"] == pytest.approx(100 * 60 / 50 * 1.5 * 0.75)
    assert whole.scenario.files[0].path.endswith("calls.csv")


def test_calls_per_day_holds_for_days_without_rows(tmp_path: Path) -> None:
    scenario = ONE.replace("{aht: 3m}", "{aht: 3m, calls_per_day: 70, weekdays: {tue: 50%}}")
    own = by_day(loaded(tmp_path, scenario, "date,calls\n2014-03-03,100\n2014-03-09,5\n"))
    assert own.calls.tolist() == [100.0, 35.0]


def test_two_tables_and_hotlines_by_their_own_names(tmp_path: Path) -> None:
    scenario = (
        TWO_DAYS
        + """
volumes:
  - {file: calls.csv, hotlines: {Главная: mfc}}
  - {file: 1calls.csv, columns: {date: day, calls: {mfc: MFC calls, emias: EMIAS calls}, aht: {emias: time}}}
hotlines: {mfc: {aht: 3m}, emias: {aht: 2m}}
"""
    )
    long = "Дата;Начало;Очередь;Звонки\n03.03.2014;08:00;Главная;1 250,5\n03.03.2014;08:30;EMIAS;7\n"
    wide = "day,MFC calls,EMIAS calls,time\n2014-03-04,20,30,2:30\n"
    scenario = loaded(tmp_path, scenario, long.encode("cp1251"), wide)
    mfc, emias = by_day(scenario), by_day(scenario, "emias")
    assert (mfc.calls.tolist(), emias.calls.tolist()) == ([1250.5, 20.0], [7.0, 30.0])
    assert (mfc.day_aht_s[1], emias.day_aht_s[1]) == (180.0, 150.0)


DATED = [
    "2014-03-03",
    "03.03.2014",
    "03/13/2014",
    "13-03-2014",
    "20140303",
    "2014/03/03",
    "2014-03-03 00:00:00",
]


@pytest.mark.parametrize("day", DATED)
def test_dates_of_one_format_are_read(tmp_path: Path, day: str) -> None:
    scenario = ONE.replace("from: 2014-03-03, to: 2014-03-04", "from: 2014-03-01, to: 2014-03-31")
    scenario = scenario.replace("{aht: 3m}", "{aht: 3m, calls_per_day: 0}")
    own = by_day(loaded(tmp_path, scenario, f"date,calls\n{day},12\n"))
    (found,) = np.flatnonzero(own.calls).tolist()
    assert found + 1 == (13 if "13" in day else 3)


def test_one_column_may_have_day_and_time(tmp_path: Path) -> None:
    scenario = ONE.replace("to: 2014-03-04", "to: 2014-03-03")
    own = by_day(loaded(tmp_path, scenario, "timestamp,calls\n2014-03-03 08:00,5\n2014-03-03T08:30:00,6\n"))
    assert calls_at(own, 0) == {"08:00": 5.0, "08:30": 6.0}


def test_a_declared_format_decides(tmp_path: Path) -> None:
    scenario = """
calendar: {from: 2014-04-03, to: 2014-04-03}
volumes: [{file: calls.csv, date_format: "%d/%m/%Y"}]
hotlines: {mfc: {aht: 3m}}
"""
    assert by_day(loaded(tmp_path, scenario, "date,calls\n03/04/2014,12\n")).calls.tolist() == [12.0]


# The same from every kind of file


def forecast() -> list[list[Any]]:
    rng = np.random.default_rng(3)
    return [
        [
            f"2014-03-{day:02}",
            f"{k // 2:02}:{k % 2 * 30:02}",
            name,
            round(float(rng.uniform(5, 90)), 2),
            170.5 + k,
        ]
        for day in (3, 4)
        for name in ("mfc", "emias")
        for k in range(16, 40)
    ]


HEAD = ["date", "start", "hotline", "calls", "aht"]


def as_csv(delimiter: str = ",", point: str = ".") -> str:
    lines = [delimiter.join(HEAD)]
    lines += [delimiter.join(str(cell).replace(".", point) for cell in row) for row in forecast()]
    return "\n".join(lines)


def as_xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (HEAD, *forecast()):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_parquet(tmp_path: Path) -> bytes:
    import duckdb

    path = tmp_path / "made.parquet"
    (tmp_path / "made.csv").write_text(as_csv(), encoding="utf-8")
    duckdb.sql(f"SELECT * FROM read_csv('{tmp_path / 'made.csv'}')").write_parquet(str(path))  # noqa: S608
    return path.read_bytes()


def test_every_kind_of_file_is_the_same_plan_and_each_row_the_same_by_itself(
    tmp_path: Path, run: Any
) -> None:
    scenario = TWO_DAYS + "volumes: [{file: calls.csv}]\nhotlines: {mfc: {aht: 3m}, emias: {aht: 3m}}\n"
    tables = {}
    kinds = (
        as_csv(),
        as_csv(";", ",").encode("cp1251"),
        gzip.compress(as_csv().encode()),
        as_xlsx(),
        as_parquet(tmp_path),
    )
    for content in kinds:
        loaded(tmp_path, scenario, content)
        plan = api.load(str(tmp_path / "s.yaml")).plan(intervals="all")
        tables[content] = [table.rows for table in (plan.summary, plan.days, plan.intervals)]
    assert all(each == tables[kinds[0]] for each in tables.values())

    rows = "calls_per_hour,aht_s,service_level\n" + "\n".join(
        f"{row[3] * 2},{row[4]},0.8" for row in forecast()
    )
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    ran: Ran = run("erlang", "--from", str(tmp_path / "rows.csv"), "-f", "csv")
    lines = [line.split(",") for line in ran.out.decode().splitlines()]
    alone = [int(line[lines[0].index("operators")]) for line in lines[1:]]
    planned = {(r["date"], r["start"], r["group"]): r for r in plan.intervals.records() if r["calls"]}
    own = [planned[row[0], row[1], row[2]] for row in forecast()]
    assert [each["operators_required"] for each in own] == alone
    assert [each["calls"] for each in own] == pytest.approx([row[3] for row in forecast()], rel=1e-12)
    assert [each["aht_s"] for each in own] == [row[4] for row in forecast()]


# Mistakes

GOOD = "date,start,hotline,calls\n2014-03-03,08:00,mfc,10\n2014-03-03,08:30,mfc,11\n2014-03-04,08:00,mfc,12\n"
TWO = (
    TWO_DAYS
    + "volumes: [{file: calls.csv}]\n"
    + "hotlines: {mfc: {aht: 3m, hours: 08:00-20:00}, emias: {aht: 3m, calls_per_day: 5}}\n"
)


@pytest.mark.parametrize(
    ("table", "place", "words", "hint"),
    [
        ("start,hotline,calls\n08:00,mfc,1\n", "1:1", "no column is known as the date", "its columns are"),
        ("date,start,hotline\n2014-03-03,08:00,mfc\n", "1:1", "no column is known as the calls", ""),
        ("date,start,calls\n2014-03-03,08:00,1\n", "1:1", "no column says which hotline", "columns.hotline"),
        ("date|start|hotline|calls\n2014-03-03|08:00|mfc|1\n", "1:1", "no column is known as the date", ""),
        ("date,calls,offered,hotline,queue\n", "1:1", "the table has no rows", ""),
        (
            "date,offered,contacts,hotline\n2014-03-03,1,2,mfc\n",
            "1:14",
            "offered and contacts may both be the calls",
            "columns",
        ),
        ("date,date,hotline,calls\n", "1:6", "the column date is there twice", ""),
        ("", "1:1", "the file is empty", ""),
        ("date,hotline,calls\n", "1:1", "the table has no rows", ""),
        (
            "date,hotline,calls\n03/04/2014,mfc,1\n",
            "2:1",
            "'03/04/2014' may be 3 April 2014 or 4 March 2014",
            'date_format: "%d/%m/%Y"',
        ),
        (GOOD + "2014-02-30,08:00,mfc,1\n", "5:1", "2014-02-30", ""),
        (GOOD + "03.03.2014,09:00,mfc,1\n", "5:1", "03.03.2014", "did you mean 2014-03-03?"),
        (GOOD + "2014-03-03,9 am,mfc,1\n", "5:12", "'9 am' is not a clock time", ""),
        (GOOD + "2014-03-03,24:00,mfc,1\n", "5:12", "a row begins before the day is over", ""),
        (GOOD + "2014-03-03,09:00,mcf,1\n", "5:18", "no hotline 'mcf'", "did you mean mfc?"),
        (GOOD + "2014-03-03,09:00,Sales,1\n", "5:18", "no hotline 'Sales'", "{Sales: mfc}"),
        (GOOD + "2014-03-03,09:00,mfc,many\n", "5:22", "calls: 'many' is not a number", ""),
        (GOOD + "2014-03-03,09:00,mfc,\n", "5:22", "calls is empty", ""),
        (GOOD + "2014-03-03,09:00,mfc,-1\n", "5:22", "calls must be 0 to 1,000,000,000", ""),
        (GOOD + "2014-03-03,09:00,mfc,nan\n", "5:22", "calls: 'nan' is not a number", ""),
        (GOOD + "2014-03-03,09:00,mfc,1e400\n", "5:22", "calls", ""),
        (GOOD + "2014-03-03,09:00,mfc\n", "5:1", "this row has 3 cells, the header 4", ""),
        (
            GOOD + "2014-03-03,08:30,mfc,1\n",
            "5:1",
            "mfc on 2014-03-03 from 08:30 is in",
            "keep one of the two",
        ),
        (
            GOOD + "2014-03-03,21:00,mfc,3\n",
            "5:1",
            "3 calls on Mon 2014-03-03 from 21:00, when mfc is closed",
            "hotlines.mfc.hours",
        ),
        (
            'date,start,hotline,calls\n2014-03-03,08:00,"mfc,1\n',
            "2:1",
            "a quote that is opened here is never closed",
            "",
        ),
        (GOOD.encode("utf-16"), "1:1", "is not UTF-8", "UTF-8"),
        (gzip.compress(GOOD.encode(), mtime=0)[:-9], "1:1", "the file is cut off", "copy"),
        ("date,hotline,calls,aht\n2014-03-03,mfc,1,0\n", "2:18", "aht must be above 0", ""),
        (GOOD.replace("2014-03-04", "2014-03-05"), "", "no calls of mfc on 2014-03-04", "calls_per_day"),
        (GOOD + "2014-03-04,,mfc,1\n", "5:12", "start: the cell is empty", "fill it in, or delete the row"),
    ],
)
def test_a_mistake_is_named_in_its_place(
    tmp_path: Path, table: str | bytes, place: str, words: str, hint: str
) -> None:
    with pytest.raises(InputError) as refused:
        loaded(tmp_path, TWO, table)
    found = [each for each in refused.value.problems if words in text(each.message)]
    assert found, [text(each.message) for each in refused.value.problems]
    problem = found[0]
    if place:
        assert (problem.file or "").endswith("calls.csv")
        assert f"{problem.line}:{problem.column}" == place
    assert hint in (text(problem.hint) if problem.hint else "")


def test_every_mistake_is_counted_and_the_first_twenty_of_a_kind_are_shown(tmp_path: Path) -> None:
    rows = "".join(f"2014-03-03,{k // 60:02}:{k % 60:02},mfc,x{k}\n" for k in range(500, 600))
    with pytest.raises(InputError) as refused:
        loaded(tmp_path, TWO, "date,start,hotline,calls\n" + rows + "2014-03-04,08:00,nobody,1\n" * 9)
    words = [text(problem.message) for problem in refused.value.problems]
    assert len(words) == 22
    assert words[-2] == "the scenario has no hotline 'nobody'; this is the first of 9 such rows"
    assert words[-1] == "and 80 more"


def test_days_that_are_missing_are_named_as_spans(tmp_path: Path) -> None:
    scenario = ONE.replace("to: 2014-03-04", "to: 2014-03-12").replace(
        "{aht: 3m}", "{aht: 3m, hours: {mon-fri: 08:00-20:00}}"
    )
    with pytest.raises(InputError) as refused:
        loaded(tmp_path, scenario, "date,calls\n2014-03-03,1\n2014-03-06,1\n")
    (problem,) = refused.value.problems
    assert "mfc on 2014-03-04 to 2014-03-05, 2014-03-07, 2014-03-10 to 2014-03-12" in text(problem.message)


def test_mistakes_of_all_tables_are_named_at_once(tmp_path: Path) -> None:
    scenario = ONE.replace("[{file: calls.csv}]", "[{file: calls.csv}, {file: 1calls.csv}, {file: none.csv}]")
    with pytest.raises(InputError) as refused:
        loaded(tmp_path, scenario, "date,calls\n2014-03-03,x\n", "date,calls\n2014-03-04,y\n")
    files = [Path(problem.file or "").name for problem in refused.value.problems]
    assert files == ["calls.csv", "1calls.csv", "s.yaml"]


def test_volumes_need_a_calendar(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="NO_CALENDAR"):
        loaded(
            tmp_path,
            "volumes: [{file: calls.csv}]\nhotlines: {mfc: {aht: 3m}}\n",
            "date,calls\n2014-03-03,1\n",
        )


# Where figures come from


def test_answers_say_which_file_and_row(tmp_path: Path, run: Any) -> None:
    loaded(tmp_path, TWO, GOOD)
    path = str(tmp_path / "s.yaml")
    explained = run(
        "explain", path, "--group", "mfc", "--at", "2014-03-03 08:30", "-f", "ndjson"
    ).out.decode()
    assert "calls.csv:3" in explained
    assert "months" not in explained
    assert "SHA-256" in run("resolve", path).out.decode()
    assert '"files": [' in run("plan", path, "-f", "json").out.decode()


def test_compare_names_the_volumes_of_a_hotline(tmp_path: Path, run: Any) -> None:
    loaded(tmp_path, TWO, GOOD, GOOD.replace(",10\n", ",40\n"))
    (tmp_path / "after.yaml").write_text(TWO.replace("calls.csv", "1calls.csv"), encoding="utf-8")
    same = TWO.replace("calls.csv", "2calls.csv")
    (tmp_path / "same.yaml").write_text(same, encoding="utf-8")
    (tmp_path / "2calls.csv").write_text(GOOD.replace(",", ";"), encoding="utf-8")
    shown = run("compare", str(tmp_path / "s.yaml"), str(tmp_path / "after.yaml")).out.decode()
    assert "volumes of mfc" in shown
    assert (
        "Nothing changed"
        in run("compare", str(tmp_path / "s.yaml"), str(tmp_path / "same.yaml")).out.decode()
    )


def test_columns_that_were_guessed_are_said(tmp_path: Path) -> None:
    from mfc_capacity.plan.answer import plan

    said = plan(loaded(tmp_path, ONE, "Дата,Time,calls\n2014-03-03,08:00,1\n2014-03-04,08:00,1\n")).cautions
    (caution,) = (one for one in said if one.code == "columns-guessed")
    assert caution.facts["guessed"] == (("date", "Дата"), ("start", "Time"), ("calls", "calls"))
    assert "write columns: {date: Дата, start: Time, calls: calls}" in caution_text(caution)
    plain = plan(loaded(tmp_path, ONE, "date,start,calls\n2014-03-03,08:00,1\n2014-03-04,08:00,1\n")).cautions
    assert "columns-guessed" not in [one.code for one in plain]


def test_a_baseline_at_a_revision_has_its_own_files(tmp_path: Path, run: Any) -> None:
    loaded(tmp_path, TWO + "limits: [{id: hours, metric: operator_hours_paid, max_increase: 1%}]\n", GOOD)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    path = str(tmp_path / "s.yaml")
    assert run("check", path, "--baseline-ref", "HEAD").code == 0
    (tmp_path / "calls.csv").write_text(GOOD.replace(",12\n", ",120\n"), encoding="utf-8")
    assert run("check", path, "--baseline-ref", "HEAD").code == 1


CLOCKS = """
calendar: {from: DAY, to: DAY, interval: 30m, timezone: Europe/Berlin}
volumes: [{file: calls.csv}]
hotlines: {mfc: {aht: 3m}}
"""


def test_a_row_counts_once_where_its_time_comes_twice(tmp_path: Path) -> None:
    scenario = CLOCKS.replace("DAY", "2026-10-25")
    own = by_day(loaded(tmp_path, scenario, "date,start,calls\n2026-10-25,02:00,10\n2026-10-25,02:30,0\n"))
    shape = own.shape[0]
    assert own.times[shape, 4] == 2
    assert own.calls[0] * own.shares[shape, 4] == 5.0
    assert (own.calls[0] * own.shares[shape] * own.times[shape]).sum() == 10.0


def test_calls_at_a_time_that_is_skipped_are_refused(tmp_path: Path) -> None:
    scenario = CLOCKS.replace("DAY", "2026-03-29")
    table = (
        "date,start,calls\n2026-03-29,01:30,10\n2026-03-29,02:00,3\n2026-03-29,02:30,0\n2026-03-29,03:00,9\n"
    )
    with pytest.raises(InputError, match="skipped") as refused:
        loaded(tmp_path, scenario, table)
    assert [problem.line for problem in refused.value.problems] == [3]
    own = by_day(loaded(tmp_path, scenario, table.replace("02:00,3", "02:00,0")))
    assert (own.calls[0] * own.shares[own.shape[0]] * own.times[own.shape[0]]).sum() == 19.0


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{file: calls.csv, hotlines: {A: mfk}}", "no hotline 'mfk'"),
        ("{file: calls.csv, columns: {date: date, calls: {mfk: calls}}}", "no hotline 'mfk'"),
        ("{file: calls.csv, columns: {date: date, calls: calls, aht: {mfk: calls}}}", "no hotline 'mfk'"),
        ("{file: calls.csv, columns: {calls: calls}}", "date"),
        ("{file: calls.csv, columns: {date: day, calls: calls}}", "there is no column day"),
        ("{file: calls.csv, date_format: day}", "'day' is no format of dates"),
        ("{file: calls.csv, date_format: '%d.%m'}", "'%d.%m' is no format of dates"),
        ("{file: calls.csv, sheet: Q2}", "this is no workbook"),
        ("{file: .}", "cannot read"),
        ("{file: none.csv}", "cannot read"),
        ("{file: 'a\0b'}", ""),
        ("{sheet: Q2}", "file"),
        ("calls.csv", ""),
    ],
)
def test_what_is_said_of_a_table_is_checked(tmp_path: Path, entry: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        loaded(tmp_path, ONE.replace("{file: calls.csv}", entry), "date,calls\n2014-03-03,1\n2014-03-04,1\n")
    assert any(words in text(problem.message) for problem in refused.value.problems), refused.value.problems


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        ["", "date,calls\n", "date;start;calls\n", "date,start,hotline,calls,aht\n", "date,mfc\n"]
    ),
    st.text('2014-03-03,;:08.5"mfc\n\r\t x', max_size=80) | st.binary(max_size=60),
)
def test_whatever_a_table_holds_it_is_read_or_refused(tmp_path: Path, header: str, body: str | bytes) -> None:
    content = header.encode() + (body if isinstance(body, bytes) else body.encode())
    with suppress(InputError):
        by_day(loaded(tmp_path, ONE, content))


def test_a_table_stands_beside_the_file_that_names_it(tmp_path: Path) -> None:
    own = loaded(tmp_path, TWO, GOOD)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "more.yaml").write_text("extends: ../s.yaml\n", encoding="utf-8")
    more = load_scenario(str(tmp_path / "below" / "more.yaml"))
    assert calls_at(by_day(more), 0) == calls_at(by_day(own), 0)
