"""Scenarios held against logs whose truth is known: nothing is blamed for nothing, and what is wrong is named."""

import csv
import importlib.util
import io
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import mfc_capacity as mfc
from mfc_capacity.api import Backtest
from mfc_capacity.commands.backtest.view import verdicts, view
from mfc_capacity.render import FORMATS, Options
from tests.commands.backtest.logs import write_log
from tests.conftest import ROOT, Run

PAST = ROOT / "scenarios" / "past"
DAYS = 56
STEPS = {"08:00": 8, "10:00": 13, "13:00": 11, "17:00": 9}
CALENDAR = "calendar: {from: 2024-03-04, to: 2024-04-28, interval: 30m}"
OPERATORS = f"operators: {{{', '.join(f'{start}: {count}' for start, count in STEPS.items())}}}"
TRUTH = f"""
schema: mfc-capacity/scenario/1
title: Truth
{CALENDAR}
varies_together: 50%
hotlines:
  city:
    title: City line
    calls_per_day: 1500
    aht: 3m
    patience: 2m
    hours: 08:00-20:00
    weekdays: {{sat: 60%, sun: 40%}}
    varies: 10%
    profile: {{08:00: 2, 10:00: 4, 13:00: 3, 17:00: 2}}
  parking: {{calls_per_day: 700, aht: 3m, patience: 2m, hours: 08:00-20:00, varies: 15%}}
groups:
  all: {{hotlines: [city, parking], {OPERATORS}}}
targets: {{service_level: 80% in 20s}}
"""
NOBODY_SAYS = TRUTH.replace(f", {OPERATORS}", "")
POINT = 0.01


def scenario(text: str = TRUTH, **changes: object) -> mfc.Scenario:
    return mfc.load(io.StringIO(text), set={key.replace("__", "."): value for key, value in changes.items()})


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_log(scenario().loaded, tmp_path_factory.mktemp("backtest") / "calls.csv")


@pytest.fixture(scope="module")
def told(log: str) -> Backtest:
    return scenario().backtest([log])


def quality(answer: Backtest, measure: str, hotline: str = "all") -> dict[str, Any]:
    rows: list[dict[str, Any]] = answer.quality.records()
    (row,) = (row for row in rows if (row["hotline"], row["measure"]) == (hotline, measure))
    return row


def parts(answer: Backtest, measure: str, of: str = "bias") -> Mapping[str, float]:
    rows: list[dict[str, Any]] = answer.blame.records()
    return {row["cause"]: row[of] for row in rows if row["measure"] == measure}


def test_the_truth_is_hardly_off(told: Backtest) -> None:
    """Days vary by a tenth: the mean of 56 of them by 1.3 %, three times of which is rare."""
    assert abs(quality(told, "calls_per_day")["bias"]) < 0.04
    assert abs(quality(told, "aht_s")["bias"]) < 0.01
    for measure in ("service_level", "abandonment"):
        row = quality(told, measure)
        assert row["said"] == pytest.approx(row["actual"], abs=1.5 * POINT)
        assert all(abs(part) < POINT for part in parts(told, measure).values())


def test_eight_days_in_ten_lie_between_p10_and_p90(told: Backtest) -> None:
    """Of 56 days 0.8 ± 0.053; within 2.5 of these. Intervals of a day go together."""
    for hotline in ("all", "city", "parking"):
        assert (
            abs(quality(told, "calls_per_day", hotline)["coverage_80"] - 0.8)
            < 2.8 * (0.8 * 0.2 / DAYS) ** 0.5
        )
    assert abs(quality(told, "calls_per_interval")["coverage_80"] - 0.8) < 0.1


@pytest.mark.parametrize(
    ("changes", "measure", "guilty"),
    [
        ({"hotlines__city__aht": "144s", "hotlines__parking__aht": "144s"}, "service_level", "handling"),
        (
            {"hotlines__city__calls_per_day": 1200, "hotlines__parking__calls_per_day": 560},
            "service_level",
            "volume",
        ),
        ({"hotlines__city__patience": "6m", "hotlines__parking__patience": "6m"}, "asa_s", "patience"),
        ({"hotlines__city__patience": "6m", "hotlines__parking__patience": "6m"}, "abandonment", "patience"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_blamed(log: str, changes: dict[str, object], measure: str, guilty: str) -> None:
    found = scenario(**changes).backtest([log])
    bias = dict(parts(found, measure))
    whole = sum(bias.values())
    assert bias.pop(guilty) / whole > 0.8
    assert all(abs(part / whole) < 0.2 for part in bias.values())
    error = parts(found, measure, "error")
    assert max(error, key=lambda cause: error[cause]) == guilty or guilty == "patience"


def test_the_parts_add_up(told: Backtest) -> None:
    for row in told.blame.records():
        own = parts(told, str(row["measure"])), parts(told, str(row["measure"]), "error")
        for whole, each in zip((row["bias_whole"], row["error_whole"]), own, strict=True):
            assert float(sum(map(Fraction, each.values()))) == pytest.approx(whole, rel=1e-12, abs=1e-15)
    wape = quality(told, "service_level")["wape"] * quality(told, "service_level")["actual"]
    assert wape == pytest.approx(told.blame.records()[0]["error_whole"], rel=1e-9)


def test_operators_seen_full_are_those_there(log: str, told: Backtest) -> None:
    there = {(row["date"], row["start"]): row["operators"] for row in told.intervals.records()}
    inferred = scenario(NOBODY_SAYS).backtest([log])
    rows = inferred.intervals.records()
    seen = [row for row in rows if row["operators_known_by"] in ("seen-full", "between")]
    right = [row["operators"] == there[row["date"], row["start"]] for row in seen]
    assert len(seen) > len(rows) / 2
    assert sum(right) > 0.98 * len(seen)
    assert all(row["said_service_level"] is None for row in rows if row["operators_known_by"] == "at-least")
    assert inferred.record.judged == len(seen)
    assert any("nobody says who was there" in warning for warning in inferred.warnings)
    slant = quality(inferred, "service_level")
    assert 0 < slant["said"] - slant["actual"] < 3 * POINT


def test_a_roster_says_who_was_there(log: str, told: Backtest, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    dates = sorted({str(row["date"]) for row in told.intervals.records()})
    with roster.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ("date", "start", "operators"),
                *((day, start, n) for day in dates for start, n in STEPS.items()),
            ]
        )
    found = scenario(NOBODY_SAYS).backtest([log], operators=roster)
    assert found.record.known_by == {"roster": DAYS * 24}
    assert quality(found, "service_level") == quality(told, "service_level")


def test_a_calendar_without_the_days_is_moved_there(log: str, told: Backtest) -> None:
    later = TRUTH.replace(CALENDAR, "calendar: {from: 2026-01-05, to: 2026-01-18, interval: 30m}")
    found = scenario(later).backtest([log])
    assert found.record.is_moved
    assert found.quality.rows == told.quality.rows
    assert any("no day of the records" in warning for warning in found.warnings)


def test_days_of_the_calendar_alone_are_compared(log: str) -> None:
    week = scenario(calendar__to="2024-03-10").backtest([log])
    assert (week.record.days, week.record.last) == (7, "2024-03-10")
    (other,) = week.excluded.records()
    assert other["rule"] == "other-day"
    assert week.record.calls + int(str(other["rows"])) == week.record.rows


def test_what_is_said_is_what_a_plan_says(told: Backtest) -> None:
    """Nine looks at days that vary are within a point of the plan's mean over them, on the whole much nearer."""
    planned = scenario().plan(intervals="2024-03-06").intervals.records()
    by_start = {row["start"]: row for row in planned}
    rows: list[dict[str, Any]] = [row for row in told.intervals.records() if row["date"] == "2024-03-06"]
    assert len(rows) == 24
    off = [row["said_service_level"] - by_start[row["start"]]["given_service_level"] for row in rows]
    assert max(map(abs, off)) < POINT
    assert abs(sum(off)) / len(off) < POINT / 10
    for row in rows:
        assert row["said_calls"] == pytest.approx(by_start[row["start"]]["calls"])
        assert row["said_aht_s"] == pytest.approx(by_start[row["start"]]["aht_s"])
        assert row["operators"] == by_start[row["start"]]["operators_given"]


def test_the_worst_day_comes_first(told: Backtest) -> None:
    rows: list[dict[str, Any]] = told.days.records()
    off = [row["callers_off"] for row in rows]
    assert off == sorted(off, reverse=True)
    assert off[0] >= abs(rows[0]["said_calls"] - rows[0]["actual_calls"]) - 1e-9
    assert (
        quality(told, "calls_per_day")["worst_date"]
        == max(rows, key=lambda row: abs(row["said_calls"] - row["actual_calls"]))["date"]
    )


def test_the_command_and_its_page(run: Run, log: str, tmp_path: Path) -> None:
    path = tmp_path / "truth.yaml"
    path.write_text(TRUTH, encoding="utf-8")
    shown = run("backtest", str(path), log)
    assert shown.code == 0
    assert "What makes the difference" in shown.text
    assert "all: a day's calls are off by" in shown.text
    page = tmp_path / "page.html"
    assert run("backtest", str(path), log, "-o", str(page)).code == 0
    html = page.read_text(encoding="utf-8")
    assert html.count('<svg class="chart"') == 3
    book = tmp_path / "page.xlsx"
    assert run("backtest", str(path), log, "-o", str(book)).code == 0
    assert book.stat().st_size > 10_000
    assert run("backtest", str(path), log, "--table", "blame", "-f", "csv").text.startswith(
        "group,measure,cause,"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "which is no hotline of the scenario"),
        (("--only-known",), "no call of the scenario's hotlines is left"),
        (("--columns", "arrived_at=When"), "there is no column"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    run: Run, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    path, calls = tmp_path / "truth.yaml", tmp_path / "calls.csv"
    path.write_text(TRUTH, encoding="utf-8")
    calls.write_text(
        "hotline,arrived,wait_s,outcome,handling_s\nCitty,2024-03-04 09:00,1,answered,60\n", encoding="utf-8"
    )
    ran = run("backtest", str(path), str(calls), *options)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    if not options:
        assert "did you mean" in ran.err


def test_an_empty_log_and_a_roster_of_other_days_are_refused(run: Run, log: str, tmp_path: Path) -> None:
    path, empty, roster = tmp_path / "truth.yaml", tmp_path / "empty.csv", tmp_path / "roster.csv"
    path.write_text(TRUTH, encoding="utf-8")
    empty.write_text("hotline,arrived,wait_s,outcome,handling_s\n", encoding="utf-8")
    roster.write_text("date,start,operators\n2023-01-01,08:00,5\n", encoding="utf-8")
    assert run("backtest", str(path), str(empty)).code == 2
    ran = run("backtest", str(path), log, "--operators", str(roster))
    assert ran.code == 2
    assert "none of the days that are compared" in ran.err


def test_hotlines_are_known_by_title_and_map(run: Run, tmp_path: Path) -> None:
    path, calls, names = tmp_path / "truth.yaml", tmp_path / "calls.csv", tmp_path / "map.yaml"
    path.write_text(TRUTH, encoding="utf-8")
    names.write_text("hotlines: {P: parking}\n", encoding="utf-8")
    calls.write_text(
        "hotline,arrived,wait_s,outcome,handling_s\n"
        "CITY LINE,2024-03-04 09:00,1,answered,60\nP,2024-03-04 09:10,1,answered,90\n",
        encoding="utf-8",
    )
    ran = run("backtest", str(path), str(calls), "--map", str(names), "-f", "json")
    assert ran.code == 0, ran.err
    came = {
        row["hotline"]: row["actual"]
        for row in ran.document["tables"]["quality"]
        if row["measure"] == "calls_per_day"
    }
    assert came == {"city": 1, "parking": 1, "all": 2}


def test_calls_of_other_hotlines_are_left_out_and_counted(run: Run, tmp_path: Path) -> None:
    path, calls = tmp_path / "truth.yaml", tmp_path / "calls.csv"
    path.write_text(TRUTH, encoding="utf-8")
    rows = [
        f"{name},2024-03-04 09:{k:02},1,answered,60\n" for k, name in enumerate(("city", "other", "city"))
    ]
    calls.write_text("".join(["hotline,arrived,wait_s,outcome,handling_s\n", *rows]), encoding="utf-8")
    ran = run("backtest", str(path), str(calls), "--only-known", "-f", "json")
    (left_out,) = ran.document["tables"]["excluded"]
    assert (left_out["rule"], left_out["rows"]) == ("other-hotline", 1)
    assert ran.document["backtest"]["calls"] == 2


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_where_nobody_waits_only_calls_are_compared(tmp_path: Path, method: str) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text(
        "hotline,arrived,wait_s,outcome,handling_s\ncity,2024-03-04 09:00,0,answered,60\n", encoding="utf-8"
    )
    quiet = scenario(NOBODY_SAYS, method=method).backtest([str(calls)])
    assert quiet.record.known_by == {"at-least": 24}
    assert quality(quiet, "calls_per_day")["actual"] == 1
    assert quality(quiet, "service_level")["n"] == 0
    assert not quiet.blame.rows
    assert "no wait can be compared" in next(verdicts(quiet.record))
    assert "<svg" in quiet.page


def test_the_example_is_played(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make", PAST / "make.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    made.write(tmp_path / "calls.csv")
    made_now, kept = ((folder / "calls.csv").read_text(encoding="utf-8") for folder in (tmp_path, PAST))
    assert made_now.partition("\n")[0] == kept.partition("\n")[0]
    assert made_now.count("\n") == pytest.approx(kept.count("\n"), rel=0.1)


def test_what_cannot_keep_up_is_not_flattered(log: str) -> None:
    """Without a patience the queue of a busy day grows without end: nobody is said to be answered in time."""
    never = TRUTH.replace("    patience: 2m\n", "").replace("patience: 2m, ", "")
    known = {
        "hotlines.city.varies": "0%",
        "hotlines.parking.varies": "0%",
        "hotlines.city.calls_per_day": 2400,
    }
    endless = mfc.load(io.StringIO(never), set=known).backtest([log])
    rows: list[dict[str, Any]] = endless.intervals.records()
    overloaded = [row for row in rows if row["said_status"] == "overloaded"]
    assert overloaded
    assert all(row["said_service_level"] == 0 and row["said_asa_s"] is None for row in overloaded)
    assert any("too few for the calls said" in warning for warning in endless.warnings)
    assert parts(endless, "abandonment")["patience"] < -3 * POINT


def test_the_answer_keeps_its_schema(told: Backtest, run: Run) -> None:
    document = json.loads(str(FORMATS["json"].render(view(told.record), Options())))
    jsonschema.validate(document, run("schema", "backtest").document)


@pytest.mark.slow
def test_a_queue_carried_through_the_day_tells_the_truth_too(log: str) -> None:
    carried = scenario(method="time-dependent", calendar__to="2024-03-17").backtest([log])
    row = quality(carried, "service_level")
    assert row["said"] - sum(parts(carried, "service_level").values()) == pytest.approx(row["actual"])
    assert abs(parts(carried, "service_level")["model"]) < 1.5 * POINT
