"""`fit` as a user runs it: a log whose truth is known becomes a scenario that plans."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

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


@pytest.mark.slow
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
    assert "hours: {mon-sun: 08:00-20:00}" in text
    plan = run("plan", str(path), "-f", "json").document
    sources = {figure["key"]: figure["source"] for figure in plan["sources"]}
    assert sources["hotlines.city-line.aht"] == f"calls.csv: {len(CALLS):,} calls of City line"
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


def test_what_is_left_out_is_counted_by_rule(run: Run, tmp_path: Path) -> None:
    nights = [replace(call, arrived_s=call.arrived_s + 12 * 3600) for call in CALLS[100:103]]
    switch = [*CALLS, *nights, CALLS[300]]
    late = sum(call.arrived_s % 86_400 >= 20 * 3600 for call in CALLS)  # who call again after closing
    table = run("fit", str(write_log(tmp_path / "calls.csv", switch)), "-f", "csv", "--table", "excluded")
    rules = {line.split(",")[0]: line.split(",")[1] for line in table.text.splitlines()[1:]}
    assert rules == {"repeated": "1", "outside-hours": str(late + len(nights))}


def test_a_forecast_is_a_table_that_the_scenario_reads(run: Run, log: str, tmp_path: Path) -> None:
    path = tmp_path / "may.yaml"
    ran = run("fit", log, "-o", str(path), "--ahead", "14d", "--until", "2026-04-05", "-f", "json")
    assert ran.document["last"] == "2026-04-05"
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
    run("fit", "--volumes", str(table), "--aht", "4m", "-o", str(path))
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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--until", "2026-01-01"), "no call is left to learn from"),
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
    assert run("fit", str(write_log(tmp_path / "day.csv", day)), "-o", str(path)).code == 0
    assert run("plan", str(path)).code == 0


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
    shown = run("fit", log, "--columns", "handling_s=,caller=").text
    assert "Not used: handling_s, caller\n" in shown
    assert "Not used" not in run("fit", log).text


def test_files_that_overlap_without_numbers_of_calls_are_warned_of(run: Run, tmp_path: Path) -> None:
    paths = [str(write_log(tmp_path / name, CALLS[:2000])) for name in ("a.csv", "b.csv")]
    warned = run("fit", *paths, "--columns", "caller=").text
    assert "a.csv and b.csv overlap: 2,000 calls count twice" in " ".join(warned.split())
    assert "overlap" not in run("fit", *paths).text


def test_the_rule_that_leaves_out_most_is_named(run: Run, tmp_path: Path) -> None:
    calls = [
        replace(call, queue_s=-1.0) if k % 10 == 0 else replace(call, outcome="VM") if k == 1 else call
        for k, call in enumerate(CALLS[:1000])
    ]
    shown = " ".join(run("fit", str(write_log(tmp_path / "odd.csv", calls))).text.split())
    assert "101 rows, 10.1 % of the records, are left out" in shown
    assert "most by the rule negative-time: see --table excluded" in shown
