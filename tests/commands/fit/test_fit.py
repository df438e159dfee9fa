"""`fit` as a user runs it: a log whose truth is known becomes a scenario that plans."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import pytest

import mfc_capacity as mfc
from mfc_capacity.scenario import load_scenario
from tests.conftest import Run
from tests.records.logs import Truth, clocks_row, plain_row, play, russian_row, write_log

WORKDAY = (*[0.0] * 8, 2.0, 4.0, 4.0, 3.0, 2.0, 2.0, 3.0, 3.0, 2.0, 2.0, 1.0, 1.0, *[0.0] * 4)
CITY = Truth("City line", days=42, calls_per_day=700, operators=3, weights=WORKDAY, redial_share=0.5)
CALLS = play(CITY)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_log(tmp_path_factory.mktemp("fit") / "calls.csv", CALLS))


def figures(ran: Any) -> dict[str, Mapping[str, Any]]:
    return {row["key"]: row for row in ran.document["tables"]["figures"]}


def test_the_truth_lies_in_the_intervals_or_hardly_beyond(run: Run, log: str) -> None:
    """One log in five misses one of four intervals of 95 %; none by as much again."""
    found = figures(run("fit", log, "-f", "json"))
    truth = {
        "calls_per_day": CITY.calls_per_day,
        "aht": CITY.aht_s,
        "patience": CITY.patience_s,
        "redials.share": CITY.redial_share,
        "redials.after": CITY.redial_after_s,
        "profile.09:00": 4 / 29 / 2,
    }
    for key, true in truth.items():
        row = found[f"hotlines.city-line.{key}"]
        reach = row["high"] - row["low"]
        assert row["low"] - reach / 2 < true < row["high"] + reach / 2, (key, row)
        assert reach < 0.25 * true, (key, row)
    assert found["hotlines.city-line.varies"]["low"] == 0


@pytest.mark.long
def test_intervals_hold_the_truth_as_often_as_they_say(tmp_path: Path) -> None:
    """Of 40 logs: 95 of 100 intervals hold it, 33 of 40 or fewer do one time in 300."""
    truth = replace(CITY, days=28, calls_per_day=400, operators=2, redial_share=0.0)
    learnt = [
        mfc.fit([str(write_log(tmp_path / f"{seed}.csv", play(truth, seed), clocks_row))])
        for seed in range(40)
    ]
    true = {
        "calls_per_day": truth.calls_per_day,
        "aht": truth.aht_s,
        "patience": truth.patience_s,
        "weekdays.wed": 1.0,
        "profile.10:00": 4 / 29 / 2,
        "varies": 0.0,
    }
    for key, value in true.items():
        rows = [
            row
            for each in learnt
            for row in each.figures.records()
            if row["key"] == f"hotlines.city-line.{key}"
        ]
        held = [float(str(row["low"])) <= value <= float(str(row["high"])) for row in rows]
        assert sum(held) >= 34 * len(held) / 40, (key, sum(held), len(held))
        assert len(held) >= 36  # in some logs weekdays have profiles of their own by chance


def test_the_scenario_plans_unchanged_and_says_where_its_figures_come_from(
    run: Run, log: str, tmp_path: Path
) -> None:
    path = tmp_path / "learnt.yaml"
    assert "wrote" in run("fit", log, "-o", str(path)).err
    assert run("validate", str(path)).code == 0
    text = path.read_text(encoding="utf-8")
    assert '  city-line:\n    title: "City line"\n' in text
    assert "hours: {value: {mon-sun: 08:00-20:00}, source: *records-1}" in text
    plan = run("plan", str(path), "-f", "json").document
    sources = {figure["key"]: figure["source"] for figure in plan["sources"]}
    open_hours = [call for call in CALLS if call.arrived_s % 86_400 < 20 * 3600]
    assert sources["hotlines.city-line.aht"] == f"calls.csv: {len(open_hours):,} calls of City line"
    assert {
        f"hotlines.city-line.{key}" for key in ("redials.share", "weekdays", "profile", "hours")
    } <= sources.keys()
    (total,) = (row for row in plan["tables"]["summary"] if row["group"] == "total")
    assert total["calls"] == pytest.approx(42 * CITY.calls_per_day, rel=0.02)
    assert total["days_open"] == 42


def test_ranges_are_narrower_than_intervals_and_risk_takes_them(run: Run, log: str, tmp_path: Path) -> None:
    path = tmp_path / "learnt.yaml"
    run("fit", log, "-o", str(path))
    loaded = load_scenario(str(path))
    found = figures(run("fit", log, "-f", "json"))
    ranged = {each.key: each for mover in loaded.movers for each in mover}
    assert {"hotlines.city-line.aht", "hotlines.city-line.patience"} <= ranged.keys()
    for key, each in ranged.items():
        value, low, high = each.numbers
        assert found[key]["low"] < low < value < high < found[key]["high"]
        assert (high / value) ** (1.95996 / 1.28155) == pytest.approx(found[key]["high"] / value, rel=0.02)


def test_handling_times_by_clock_have_sources_and_a_mean(run: Run, tmp_path: Path) -> None:
    """Calls from 14:00 on take twice as long."""
    longer = [
        replace(call, handling_s=call.handling_s * (2 if call.arrived_s % 86_400 >= 14 * 3600 else 1))
        for call in CALLS
        if call.handling_s is not None
    ]
    log, path = str(write_log(tmp_path / "calls.csv", longer)), tmp_path / "learnt.yaml"
    ran = run("fit", log, "-o", str(path))
    mean_s = fmean(call.handling_s for call in longer if call.handling_s)
    (aht,) = re.findall(r"City line  aht +(4m [\d.]+s)", ran.text)
    assert f" calls on an ordinary day, AHT {aht}" in ran.text
    found = figures(run("fit", log, "-f", "json"))
    assert found["hotlines.city-line.aht"]["estimate"] == pytest.approx(mean_s, rel=0.01)
    plan = run("plan", str(path), "-f", "json").document
    sourced = {figure["key"] for figure in plan["sources"]}
    assert {f"hotlines.city-line.aht.{hour:02}:00" for hour in range(8, 20)} <= sourced
    ranged = {each.key: each.numbers for mover in load_scenario(str(path)).movers for each in mover}
    value, low, high = ranged["hotlines.city-line.aht.10:00"]
    assert low < value < high
    assert value == pytest.approx(CITY.aht_s, rel=0.15)


def test_a_law_that_is_none_is_warned_of(run: Run, log: str, tmp_path: Path) -> None:
    """Every hang-up after a minute is at an announcement; those of exponential patience are no reason to warn."""
    leave_at_a_minute = [
        replace(call, queue_s=60.0 + call.queue_s % 5)
        if call.handling_s is None and call.queue_s > 60
        else call
        for call in CALLS
    ]
    unlike = str(write_log(tmp_path / "unlike.csv", leave_at_a_minute))
    codes = [
        {warning["code"] for warning in run("fit", path, "-f", "json").document["warnings"]}
        for path in (log, unlike)
    ]
    assert ["law-fits-badly" in each for each in codes] == [False, True]


def test_half_of_the_callers_are_told_whatever_the_law(run: Run, log: str) -> None:
    """The median of exponential patience is its mean times ln 2."""
    (minutes, seconds) = re.findall(
        r"half are ready to wait (\d+)m (\d+)s, by exponential", run("fit", log).text
    )[0]
    assert 60 * int(minutes) + int(seconds) == pytest.approx(CITY.patience_s * math.log(2), rel=0.15)


def test_profiles_of_weekdays_have_sources(run: Run, tmp_path: Path) -> None:
    """On Saturdays calls come in the afternoon only; 7 March 2026 is one."""
    saturday_s = midnight_s("2026-03-07")
    calls = [
        call
        for call in CALLS
        if (call.arrived_s - saturday_s) // 86_400 % 7 or call.arrived_s % 86_400 >= 14 * 3600
    ]
    path = tmp_path / "learnt.yaml"
    run("fit", str(write_log(tmp_path / "calls.csv", calls)), "-o", str(path))
    assert run("validate", str(path)).code == 0
    plan = run("plan", str(path), "-f", "json").document
    assert "hotlines.city-line.profile.sat" in {figure["key"] for figure in plan["sources"]}


def test_what_is_left_out_is_counted_by_rule(run: Run, tmp_path: Path) -> None:
    nights = [replace(call, arrived_s=call.arrived_s + 12 * 3600) for call in CALLS[100:103]]
    switch = [*CALLS, *nights, CALLS[300]]
    late = sum(call.arrived_s % 86_400 >= 20 * 3600 for call in CALLS)  # who call again after closing
    table = run("fit", str(write_log(tmp_path / "calls.csv", switch)), "-f", "csv", "--table", "excluded")
    rules = {line.split(",")[0]: line.split(",")[1] for line in table.text.splitlines()[1:]}
    assert rules == {"repeated": "1", "outside-hours": str(late + len(nights))}


def test_a_forecast_is_a_table_that_the_scenario_reads(run: Run, log: str, tmp_path: Path) -> None:
    path = tmp_path / "may.yaml"
    ran = run("fit", log, "-o", str(path), "--ahead", "2w", "--until", "2026-04-05", "-f", "json")
    assert ran.document["last"] == "2026-04-05"
    assert ran.document["rows"] == sum(call.arrived_s < midnight_s("2026-04-06") for call in CALLS)
    scores = ran.document["tables"]["forecasts"]
    assert scores == [] or {row["way"] for row in scores} == {"forecast", "naive", "mean_of_six"}
    plan = run("plan", str(path), "-f", "json", "--intervals", "all").document
    days = {row["date"]: row["calls"] for row in plan["tables"]["days"] if row["group"] == "city-line"}
    assert [min(days), max(days), len(days)] == ["2026-04-06", "2026-04-19", 14]
    assert sum(days.values()) / 14 == pytest.approx(CITY.calls_per_day, rel=0.05)
    assert plan["scenario"]["files"][0]["path"].endswith("may-volumes.csv")
    said = [float(row[3]) for row in rows_of(tmp_path / "may-volumes.csv")]
    assert sum(said) == pytest.approx(sum(days.values()))
    for row in rows_of(tmp_path / "may-volumes.csv"):
        assert float(row[4]) <= float(row[3]) <= float(row[5])


def midnight_s(day: str) -> float:
    return float(np.datetime64(day, "s").astype(np.int64))


def rows_of(path: Path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def test_several_hotlines_and_files_and_a_russian_export(run: Run, tmp_path: Path) -> None:
    health = Truth("Здоровье", days=42, calls_per_day=200, aht_s=300, operators=3, weights=WORKDAY)
    calls = sorted([*CALLS, *play(health, seed=2)], key=lambda call: call.arrived_s)
    half = len(calls) // 2
    paths = [
        str(write_log(tmp_path / f"{k}.csv", part, russian_row, delimiter=";", encoding="cp1251"))
        for k, part in enumerate((calls[:half], calls[half:]))
    ]
    path = tmp_path / "learnt.yaml"
    found = figures(run("fit", *paths, "-o", str(path), "-f", "json"))
    assert found["hotlines.здоровье.aht"]["estimate"] == pytest.approx(300, rel=0.05)
    assert found["hotlines.city-line.aht"]["estimate"] == pytest.approx(180, rel=0.05)
    assert run("plan", str(path)).code == 0


def test_counts_teach_all_but_handling_and_patience(run: Run, tmp_path: Path) -> None:
    counts: dict[tuple[str, str], int] = {}
    for call in CALLS:
        moment = str(plain_row(call)["arrived"])
        hour = (moment[:10], f"{moment[11:13]}:00")
        counts[hour] = counts.get(hour, 0) + 1
    table = tmp_path / "counts.csv"
    lines = [f"{day},{start},{calls}" for (day, start), calls in sorted(counts.items())]
    table.write_text("\n".join(["date,start,calls", *lines]) + "\n", encoding="utf-8")
    path = tmp_path / "learnt.yaml"
    ran = run("fit", "--volumes", str(table), "-o", str(path), "-f", "json")
    assert [warning["code"] for warning in ran.document["warnings"]] == ["aht-not-counted"]
    found = figures(ran)
    assert found["hotlines.calls.calls_per_day"]["estimate"] == pytest.approx(len(CALLS) / 42, rel=0.01)
    text = path.read_text(encoding="utf-8")
    assert "interval: 60m" in text
    assert "aht: 180s" in text
    assert "patience" not in text
    assert run("plan", str(path)).code == 0
    run("fit", "--volumes", str(table), "--aht", "4m", "-o", str(path), "--force")
    assert "aht: 240s" in path.read_text(encoding="utf-8")


def test_counts_by_day_tell_no_hours(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "days.csv"
    lines = [f"2026-03-{day:02},{100 if day % 7 in (0, 1) else 300}" for day in range(2, 30)]
    table.write_text("\n".join(["date,calls", *lines]) + "\n", encoding="utf-8")
    path = tmp_path / "learnt.yaml"
    ran = run("fit", "--volumes", str(table), "-o", str(path), "-f", "json")
    assert "hours-not-counted" in [warning["code"] for warning in ran.document["warnings"]]
    found = figures(ran)
    assert found["hotlines.calls.weekdays.sat"]["estimate"] == pytest.approx(1 / 3, rel=0.01)
    assert run("plan", str(path)).code == 0
    refused = run("fit", "--volumes", str(table), "--interval", "15m")
    assert refused.code == 2
    assert "the counts are of a day each" in refused.err


def test_a_map_tells_the_columns_of_counts(run: Run, tmp_path: Path) -> None:
    table, told = tmp_path / "days.csv", tmp_path / "map.yaml"
    lines = [f"2026-03-{day:02},480,7" for day in range(2, 30)]
    table.write_text("\n".join(["when,offered,else", *lines]) + "\n", encoding="utf-8")
    told.write_text("columns: {date: when, calls: offered}\n", encoding="utf-8")
    found = figures(run("fit", "--volumes", str(table), "--map", str(told), "-f", "json"))
    assert found["hotlines.calls.calls_per_day"]["estimate"] == pytest.approx(480, rel=0.01)


def test_a_forecast_by_day_is_spread_over_the_day(run: Run, tmp_path: Path) -> None:
    table, path = tmp_path / "days.csv", tmp_path / "learnt.yaml"
    lines = [f"2026-03-{day:02},480" for day in range(2, 30)]
    table.write_text("\n".join(["date,calls", *lines]) + "\n", encoding="utf-8")
    run("fit", "--volumes", str(table), "--ahead", "7d", "-o", str(path))
    summary = run("plan", str(path), "-f", "json").document["tables"]["summary"]
    assert summary[0]["peak_calls"] == pytest.approx(480 / 24, rel=0.01)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--until", "2026-01-01"), "no call came up to 1 Jan 2026: the records begin on 2 Mar 2026"),
        (("--ahead", "soon"), "'soon' is no number of days from 1 to 400"),
        (("--ahead", "900d"), "from 1 to 400"),
        (("--interval", "7m"), "7m"),
        (("--country", "ZZ"), "ZZ"),
        (("--columns", "arrived=Start"), "no column is read as arrived"),
        (("--map", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_what_cannot_be_learnt_is_said(run: Run, log: str, arguments: tuple[str, ...], said: str) -> None:
    ran = run("fit", log, *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert not ran.out


def test_one_call_and_one_day_are_learnt_with_warnings(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "learnt.yaml"
    one = run(
        "fit", str(write_log(tmp_path / "one.csv", CALLS[:1], clocks_row)), "-o", str(path), "-f", "json"
    )
    assert {warning["code"] for warning in one.document["warnings"]} >= {"few-days", "few-calls"}
    assert run("validate", str(path)).code == 0
    day = [call for call in CALLS if str(plain_row(call)["arrived"]).startswith("2026-03-02")]
    assert run("fit", str(write_log(tmp_path / "day.csv", day)), "-o", str(path), "--force").code == 0
    assert run("plan", str(path)).code == 0


TIMED = ("arrived,wait_s,handling_s,outcome", "5,60,answered")


def small_log(
    path: Path, rows: int, header: str = "arrived,wait_s,outcome", cells: str = "5,answered"
) -> str:
    """Write a log of a call a minute from Monday, 08:00, all alike."""
    lines = [f"2026-03-02 {8 + k // 60:02}:{k % 60:02}:00,{cells}" for k in range(rows)]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return str(path)


def test_handling_times_that_nobody_tells_are_asked_for(run: Run, tmp_path: Path) -> None:
    log = small_log(tmp_path / "log.csv", 40)
    refused = run("fit", log)
    assert refused.code == 2
    assert "no column tells handling times" in refused.err
    assert "--columns handling_s=..., or give --aht 3m20s" in refused.err
    path = tmp_path / "learnt.yaml"
    assert "AHT 200s (assumed)" in run("fit", log, "--aht", "3m20s", "-o", str(path)).text
    assert "aht: 200s  # mean handling time, assumed, not from the records" in path.read_text(
        encoding="utf-8"
    )
    plan = run("plan", str(path), "-f", "json").document
    (aht,) = (figure for figure in plan["assumptions"] if figure["key"] == "hotlines.calls.aht")
    assert aht["source"] is None


def test_a_handling_time_that_is_given_holds(run: Run, log: str, tmp_path: Path) -> None:
    path = tmp_path / "learnt.yaml"
    run("fit", log, "--aht", "5m", "-o", str(path))
    assert load_scenario(str(path)).scenario.hotlines["city-line"].title == "City line"
    assert "    aht: 300s  # mean handling time, assumed" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("rows", [1, 2, 25])
def test_few_calls_that_were_all_answered_are_learnt(run: Run, tmp_path: Path, rows: int) -> None:
    log = small_log(tmp_path / "log.csv", rows, *TIMED)
    assert run("fit", log).code == 0


def test_the_records_are_never_written_over(run: Run, tmp_path: Path) -> None:
    log = Path(small_log(tmp_path / "log", 30, *TIMED))
    before = log.read_bytes()
    ran = run("fit", str(log), "-o", str(log), "--force")
    assert ran.code == 2
    assert "is one of the files that are learnt from" in ran.err
    volumes = Path(small_log(tmp_path / "may-volumes.csv", 30, *TIMED))
    ran = run("fit", str(volumes), "-o", str(tmp_path / "may.yaml"), "--ahead", "14d", "--force")
    assert ran.code == 2
    assert "is one of the files that are learnt from" in ran.err
    assert log.read_bytes() == volumes.read_bytes() == before
    assert not (tmp_path / "may.yaml").exists()


def test_a_file_that_is_there_is_replaced_by_force_alone(run: Run, tmp_path: Path) -> None:
    log, path = small_log(tmp_path / "log.csv", 30, *TIMED), tmp_path / "may.yaml"
    path.write_text("mine", encoding="utf-8")
    ran = run("fit", log, "-o", str(path))
    assert ran.code == 2
    assert "is there already and stays as it is" in ran.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("fit", log, "-o", str(path), "--force").code == 0
    assert path.read_text(encoding="utf-8").startswith("# Learnt by mfc-capacity")


def test_a_scenario_is_printed_alone(run: Run, tmp_path: Path) -> None:
    log, path = small_log(tmp_path / "log.csv", 30, *TIMED), tmp_path / "may.yaml"
    written = run("fit", log, "-o", str(path))
    assert "With -o" not in written.text
    assert written.err.endswith(
        f"wrote {path}; next: mfc-capacity plan {path} says how many operators it takes\n"
    )
    printed = run("fit", log, "-o", "-")
    assert printed.text == path.read_text(encoding="utf-8")
    assert "[few-calls]" in printed.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "-", "-f", "json"), "the answer would be mixed with it"),
        (("-o", "-", "--ahead", "7d"), "the forecast is a file beside the scenario"),
        (("-o", "learnt.csv"), "leave -o out: -f csv > learnt.csv"),
        (("-o", "learnt.xlsx"), "the scenario is written as YAML"),
    ],
)
def test_an_output_that_is_no_scenario_is_refused(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = run("fit", small_log(tmp_path / "log.csv", 30, *TIMED), *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert not ran.out


def test_tables_that_are_offered_are_there(run: Run, tmp_path: Path) -> None:
    log = small_log(tmp_path / "log.csv", 30, *TIMED)
    (offered,) = re.findall(r"--table (\S+),", run("fit", log).text)
    for name in offered.split("|"):
        assert len(run("fit", log, "-f", "csv", "--table", name).text.splitlines()) > 1


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("arrived,handling_s,outcome", "60,answered", "waits-unknown"),
        ("arrived,handling_s,outcome,wait_s", "60,answered,5", "patience-unknown"),
    ],
)
def test_why_patience_is_not_known_is_said(
    run: Run, tmp_path: Path, header: str, cells: str, code: str
) -> None:
    log = small_log(tmp_path / "log.csv", 40, header, cells)
    assert {"waits-unknown", "patience-unknown"} & codes(run("fit", log, "-f", "json")) == {code}


def test_hang_ups_without_waits_are_not_nobody(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    log = small_log(path, 40, "queue_start,queue_exit,handling_s,outcome", "2026-03-02 09:00:00,60,answered")
    path.write_text(path.read_text("utf-8") + "2026-03-02 08:20:30,,,abandoned\n", "utf-8")
    assert "waits-unknown" in codes(run("fit", log, "-f", "json"))


def codes(ran: Any) -> set[str]:
    return {warning["code"] for warning in ran.document["warnings"]}


def test_any_name_of_a_hotline_plans(run: Run, tmp_path: Path) -> None:
    names = [
        "null",
        "NULL",
        "true",
        "off",
        "Yes",
        "n",
        "~",
        "total",
        "Sum",
        "Итого",
        "x-ray",
        "1.5",
        "1e3",
        "*",
        "all",
    ]
    calls = [
        replace(call, hotline=name, arrived_s=call.arrived_s + k)
        for k, name in enumerate(names)
        for call in CALLS[:40]
    ]
    path = tmp_path / "learnt.yaml"
    log = str(write_log(tmp_path / "calls.csv", calls, clocks_row))
    assert run("fit", log, "-o", str(path), "--ahead", "7d").code == 0
    loaded = load_scenario(str(path)).scenario
    assert {hotline.title or name for name, hotline in loaded.hotlines.items()} == set(names)
    summary = run("plan", str(path), "-f", "json").document["tables"]["summary"]
    assert len([row for row in summary if row["calls"]]) == len(names) + 1


def test_names_from_records_are_plain_text(run: Run, tmp_path: Path) -> None:
    named = [replace(call, hotline="=1+1\"[red] {x}: &y *z #'") for call in CALLS[:500]]
    path = tmp_path / "learnt.yaml"
    ran = run("fit", str(write_log(tmp_path / "calls.csv", named)), "-o", str(path))
    assert ran.code == 0
    assert "=1+1\"[red] {x}: &y *z #'" in ran.text
    (hotline,) = load_scenario(str(path)).scenario.hotlines.values()
    assert hotline.title == "=1+1\"[red] {x}: &y *z #'"


@pytest.mark.parametrize(("every", "is_told"), [(10, True), (30, False)])
def test_a_record_much_of_which_is_left_out_is_warned_of(
    run: Run, tmp_path: Path, every: int, is_told: bool
) -> None:
    calls = [replace(call, outcome="VM") if k % every == 0 else call for k, call in enumerate(CALLS[:3000])]
    ran = run("fit", str(write_log(tmp_path / "odd.csv", calls)), "-f", "json")
    warnings = {warning["code"]: warning["message"] for warning in ran.document["warnings"]}
    assert ("much-left-out" in warnings) == is_told
    if is_told:
        assert "VM (300)" in warnings["much-left-out"]
        assert "outcomes: {VM: answered}" in warnings["much-left-out"]
    (unknown,) = (row for row in ran.document["tables"]["excluded"] if row["rule"] == "unknown-outcome")
    assert unknown["example"].endswith(f"VM × {3000 // every}")


def test_columns_that_are_not_used_are_shown(run: Run, log: str) -> None:
    shown = run("fit", log, "--columns", "caller=").text
    assert "Not used: caller\n" in shown
    assert "Not used" not in run("fit", log).text


def test_files_that_overlap_without_numbers_of_calls_are_warned_of(run: Run, tmp_path: Path) -> None:
    paths = [str(write_log(tmp_path / name, CALLS[:2000])) for name in ("a.csv", "b.csv")]
    warned = run("fit", *paths, "--columns", "caller=").text
    assert "a.csv and b.csv overlap: 2,000 calls count twice" in " ".join(warned.split())
    assert "overlap" not in run("fit", *paths).text


def counted(path: Path, first: date, days: int, calls: Callable[[date], float], starts: str = "") -> str:
    """Write Poisson counts of days, alike at each of the starts."""
    draw = np.random.default_rng(7)
    lines = ["date,start,calls" if starts else "date,calls"]
    begins = [f"{start}," for start in starts.split()] or [""]
    for day in (first + timedelta(days=k) for k in range(days)):
        lines += [f"{day},{start}{draw.poisson(calls(day))}" for start in begins]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def planned(run: Run, path: Path) -> dict[str, float]:
    """Return the calls of each planned day."""
    plan = run("plan", str(path), "--set", "method=stationary", "-f", "json", "--intervals", "all").document
    return {row["date"]: row["calls"] for row in plan["tables"]["days"]}


def forecast(path: Path) -> dict[str, float]:
    days: dict[str, float] = {}
    for row in rows_of(path):
        days[row[0]] = days.get(row[0], 0.0) + float(row[3])
    return days


@pytest.mark.slow
def test_growth_gives_the_calls_of_the_record_and_is_not_laid_over_a_forecast(
    run: Run, tmp_path: Path
) -> None:
    """Half as much again every year, to a hotline whose record ends in the middle of a month."""
    first = date(2024, 1, 1)
    table = counted(
        tmp_path / "grows.csv", first, 745, lambda day: 200 * 1.5 ** ((day - first).days / 365.25)
    )
    path = tmp_path / "learnt.yaml"
    run("fit", "--volumes", table, "-o", str(path))
    assert "scales_with" in path.read_text(encoding="utf-8")
    recorded = sum(int(line.split(",")[1]) for line in Path(table).read_text().splitlines()[1:])
    days = planned(run, path)
    assert sum(days.values()) == pytest.approx(recorded, rel=0.003)
    assert sum(list(days.values())[:31]) / 31 == pytest.approx(200 * 1.5 ** (15.5 / 365.25), rel=0.03)
    run("fit", "--volumes", table, "-o", str(path), "--ahead", "30d", "--force")
    assert planned(run, path) == pytest.approx(forecast(tmp_path / "learnt-volumes.csv"))


@pytest.mark.slow
def test_the_level_of_growth_is_that_of_the_last_day_counted(run: Run, tmp_path: Path) -> None:
    """One hotline ends half a year before the other."""
    first = date(2024, 1, 1)
    lines = ["date,hotline,calls"]
    for k in range(760):
        calls = round(100 * 2 ** (k / 365.25))
        lines += [
            f"{first + timedelta(days=k)},{name},{calls}" for name in ["goes-on", "ends"][: 2 - (k >= 570)]
        ]
    table, path = tmp_path / "two.csv", tmp_path / "learnt.yaml"
    table.write_text("\n".join(lines), encoding="utf-8")
    found = figures(run("fit", "--volumes", str(table), "-o", str(path), "-f", "json"))
    at_first = [found[f"hotlines.{name}.calls_per_day"]["estimate"] for name in ("goes-on", "ends")]
    assert at_first == pytest.approx([100 * 2 ** (15 / 365.25)] * 2, rel=0.02)


def test_days_of_every_month_are_a_peak_or_in_the_forecast_but_not_both(run: Run, tmp_path: Path) -> None:
    table = counted(
        tmp_path / "meters.csv", date(2025, 9, 1), 211, lambda day: 300.0 if 15 <= day.day <= 19 else 150.0
    )
    path = tmp_path / "learnt.yaml"
    found = figures(run("fit", "--volumes", table, "-o", str(path), "-f", "json"))
    assert found["peaks.calls 15-19.multiply.calls"]["estimate"] == pytest.approx(2.0, rel=0.05)
    run("fit", "--volumes", table, "-o", str(path), "--ahead", "20d", "--force")
    assert planned(run, path) == pytest.approx(forecast(tmp_path / "learnt-volumes.csv"))


def test_a_forecast_of_counts_by_day_is_spread_over_the_day(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "learnt.yaml"
    table = counted(tmp_path / "days.csv", date(2026, 3, 2), 28, lambda _day: 240.0)
    run("fit", "--volumes", table, "-o", str(path), "--ahead", "2d")
    plan = run("plan", str(path), "--set", "method=stationary", "-f", "json", "--intervals", "all").document
    of_hours = [row["calls"] for row in plan["tables"]["intervals"]]
    assert of_hours == pytest.approx([10.0] * 48, rel=0.15)


def test_counts_whose_steps_do_not_fit_the_interval_are_added_up_to_one_that_does(
    run: Run, tmp_path: Path
) -> None:
    table = counted(
        tmp_path / "steps.csv",
        date(2026, 3, 2),
        28,
        lambda _day: 100.0,
        "08:00 08:20 08:40 09:00 09:20 09:40",
    )
    found = figures(run("fit", "--volumes", table, "-f", "json"))
    shares = {key.split(".")[-1]: row["estimate"] for key, row in found.items() if ".profile." in key}
    assert shares == pytest.approx({"08:00": 0.5, "09:00": 0.5}, abs=0.01)


def workdays(day: date) -> float:
    return 0.0 if day.weekday() >= 5 else 50.0


def test_a_holiday_on_a_closed_weekday_is_closed(run: Run, tmp_path: Path) -> None:
    """Women's day of 2026 is a Sunday, moved to Monday the 9th; Victory Day is a Saturday, moved to the 11th."""
    table = counted(tmp_path / "steps.csv", date(2026, 2, 2), 70, workdays, "08:00 09:00 10:00")
    path = tmp_path / "learnt.yaml"
    run("fit", "--volumes", table, "--country", "RU", "-o", str(path))
    days = planned(run, path)
    assert days["2026-03-09"] == pytest.approx(150, rel=0.15)
    assert days.get("2026-03-08", 0) == 0
    run("fit", "--volumes", table, "--country", "RU", "-o", str(path), "--ahead", "40d", "--force")
    days = planned(run, path)
    assert days["2026-05-11"] == pytest.approx(150, rel=0.15)
    assert days.get("2026-05-09", 0) == 0


def test_a_forecast_of_days_that_the_record_does_not_know_is_refused(run: Run, tmp_path: Path) -> None:
    """Monday and Tuesday tell nothing of Wednesday."""
    table = counted(tmp_path / "days.csv", date(2026, 3, 2), 2, lambda _day: 100.0)
    ran = run("fit", "--volumes", table, "-o", str(tmp_path / "a.yaml"), "--ahead", "3d")
    assert ran.code == 2
    assert "--ahead: the record has no open day of the kind of those to come" in ran.err
    assert not (tmp_path / "a.yaml").exists()


def test_a_holiday_is_forecast_where_none_is_recorded(run: Run, tmp_path: Path) -> None:
    table = counted(tmp_path / "steps.csv", date(2026, 3, 11), 50, workdays, "08:00 09:00 10:00")
    run("fit", "--volumes", table, "--country", "RU", "-o", str(tmp_path / "a.yaml"), "--ahead", "5d")
    days = forecast(tmp_path / "a-volumes.csv")
    assert days["2026-05-01"] == pytest.approx(150, rel=0.1)
    assert planned(run, tmp_path / "a.yaml") == pytest.approx(days)


def test_hotlines_at_which_nobody_hangs_up_are_told(run: Run, tmp_path: Path) -> None:
    calls = [replace(call, outcome="answered", handling_s=call.handling_s or 60.0) for call in CALLS[:2000]]
    ran = run("fit", str(write_log(tmp_path / "calls.csv", calls)))
    assert ran.code == 0
    assert "[patience-unknown]" in ran.text
    assert "times until callers hang up" not in ran.text


@pytest.mark.slow
def test_every_table_that_is_named_can_be_had(run: Run, log: str) -> None:
    more = run("fit", log).text
    (tables,) = (line for line in more.splitlines() if line.startswith("More:"))
    for table in tables.partition("--table ")[2].split(",")[0].split("|"):
        assert run("fit", log, "--table", table, "-f", "csv").code == 0, table


@pytest.mark.parametrize("title", ["null", "True", "a\x7fb\x85c\u2028d", "08:00", "1:30", "a.b: c"])
def test_whatever_a_hotline_is_called_the_scenario_is_read(run: Run, tmp_path: Path, title: str) -> None:
    table, path = tmp_path / "calls.csv", tmp_path / "learnt.yaml"
    rows = [f'2026-03-{day:02},"{title}",{100 + day}' for day in range(2, 30)]
    table.write_text("\n".join(["date,hotline,calls", *rows, f'2026-03-30,"{title}",900']), encoding="utf-8")
    found = figures(run("fit", "--volumes", str(table), "-o", str(path), "--ahead", "3d", "-f", "json"))
    ran = run("plan", str(path), "--set", "method=stationary")
    assert ran.code == 0, ran.err
    for key, row in found.items():
        if ".weekdays." not in key:
            value = "90%" if row["unit"] == "share" else "100"
            ran = run("plan", str(path), "--set", "method=stationary", "--set", f"{key}={value}")
            assert ran.code == 0, ran.err


@pytest.mark.parametrize("title", ["Total", "Итого"])
def test_a_hotline_is_not_taken_for_a_sum(run: Run, tmp_path: Path, title: str) -> None:
    calls = [replace(call, hotline=title) for call in CALLS[:8000]]
    path = tmp_path / "learnt.yaml"
    run("fit", str(write_log(tmp_path / "calls.csv", calls)), "-o", str(path), "--ahead", "3d")
    assert planned(run, path) == pytest.approx(forecast(tmp_path / "learnt-volumes.csv"))


def test_the_spread_of_handling_times_is_that_within_an_hour_where_hours_differ(
    run: Run, tmp_path: Path
) -> None:
    afternoons = [
        replace(call, handling_s=call.handling_s * 3)
        if call.handling_s and call.arrived_s % 86_400 >= 14 * 3600
        else call
        for call in CALLS
    ]
    found = figures(run("fit", str(write_log(tmp_path / "calls.csv", afternoons)), "-f", "json"))
    assert "hotlines.city-line.aht.15:00" in found
    spread = found.get("hotlines.city-line.aht_cv", {"estimate": 1.0})
    assert spread["estimate"] == pytest.approx(1.0, abs=0.03)


def test_the_page_shows_lines_of_the_scenario_that_is_written() -> None:
    root = Path(mfc.__file__).parents[1]
    page = (root / "docs" / "fit.md").read_text(encoding="utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0].splitlines()
    written = mfc.fit([str(root / "scenarios" / "records" / "city-line.csv.gz")]).scenario.splitlines()
    assert len(shown) > 3
    assert [line for line in shown if line not in written] == []


def test_the_rule_that_leaves_out_most_is_named(run: Run, tmp_path: Path) -> None:
    calls = [
        replace(call, queue_s=-1.0) if k % 10 == 0 else replace(call, outcome="VM") if k == 1 else call
        for k, call in enumerate(CALLS[:1000])
    ]
    shown = " ".join(run("fit", str(write_log(tmp_path / "odd.csv", calls))).text.split())
    assert "101 rows, 10.1 % of the records, are left out" in shown
    assert "most by the rule negative-time: see --table excluded" in shown
