"""`erlang --redial`: callers who come again, against the exact chain of calls in the system and callers in orbit.

Load 18 or 22 on 20 operators, AHT 3 minutes, patience 2 minutes; of those who hang up a share calls again after an
exponential delay: attempts / first attempts, abandonment of attempts and share who wait, to the digits computed.
"""

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import pytest

from mfc_capacity import api
from mfc_capacity.core.steady.redials import steady_state_with_redials
from tests.conftest import Run

EXACT = [
    (18, "50%", "1m", 1.0420, 0.0806, 0.3925),
    (18, "50%", "20m", 1.0368, 0.0709, 0.3758),
    (18, "75%", "5m", 1.0739, 0.0918, 0.4375),
    (22, "75%", "5m", 1.3155, 0.3197, 0.9032),
]


@pytest.mark.parametrize(("load", "share", "after", "rate", "lost", "wait"), EXACT)
def test_the_exact_chain(load: int, share: str, after: str, rate: float, lost: float, wait: float) -> None:
    calls = f"{load * 20}/h"
    answer = api.erlang(
        "a", calls=calls, aht="3m", patience="2m", operators="20", redial=f"{share} after {after}"
    )
    (row,) = answer.intervals.records()
    assert row["attempts_per_hour"] / (load * 20) == pytest.approx(rate, rel=2e-3)
    assert row["abandonment"] == pytest.approx(lost, rel=4e-3)
    assert row["p_wait"] == pytest.approx(wait, rel=3e-3)
    gives_up = 1 - float(share.rstrip("%")) / 100
    assert row["never_served"] == pytest.approx(gives_up * lost * rate, rel=6e-3)


def test_the_fewest_operators_from_both_sides() -> None:
    options = {"calls": "360/h", "aht": "3m", "patience": "2m", "redial": "75% after 5m"}
    asked = api.erlang("a", target="80% in 20s", max_abandonment="5%", **options).intervals.records()[0]
    level = {
        count: api.erlang("a", operators=str(asked["operators"] + count), **options).intervals.records()[0]
        for count in (-1, 0)
    }
    assert level[0]["service_level_offered"] >= 0.8
    assert level[0]["abandonment"] <= 0.05
    assert level[-1]["service_level_offered"] < 0.8 or level[-1]["abandonment"] > 0.05
    assert asked["bound_by"] == "max_abandonment"


@pytest.mark.parametrize("of", ["offered", "callers"])
def test_operators_for_a_share_of_callers_from_both_sides(of: str) -> None:
    options = {"calls": "360/h", "aht": "3m", "patience": "1m", "redial": "75% after 5m"}
    (asked,) = api.erlang("a", target="95% in 60s", of=of, **options).intervals.records()
    rows = [
        api.erlang("a", operators=str(count), within="60s", **options).intervals.records()[0]
        for count in (asked["operators"] - 1, asked["operators"])
    ]
    assert rows[0][f"service_level_{of}"] < 0.95 <= rows[1][f"service_level_{of}"]
    assert asked["operators"] == {"offered": 23, "callers": 20}[of]
    assert asked["bound_by"] == "service_level"
    if of == "callers":
        lost = asked["abandonment"], asked["never_served"]
        assert lost == pytest.approx((0.114, 0.031), abs=5e-4)  # as docs/plan.md says
    for row in rows:
        in_time = row["service_level_offered"] * row["attempts_per_hour"] / 360
        assert row["service_level_callers"] == pytest.approx(in_time, rel=1e-6)


def test_another_target_decides_beside_a_share_of_callers() -> None:
    options = {"calls": "360/h", "aht": "3m", "patience": "1m", "redial": "75% after 5m", "of": "callers"}
    (asked,) = api.erlang("a", target="95% in 60s", max_abandonment="5%", **options).intervals.records()
    assert (asked["operators"], asked["bound_by"]) == (23, "max_abandonment")


def test_nobody_calls_first_or_again(run: Run) -> None:
    asked = ["a", "--calls", "0/h", "--aht", "3m", "--patience", "2m", "--redial", "75% after 5m"]
    assert run("erlang", *asked, "--target", "80% in 20s").text.endswith("\n\nNobody calls.\n")


def test_rows_for_a_share_of_callers(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    head = "calls_per_hour,aht_s,patience_s,within_s,service_level,redial_share,redial_after_s,lines\n"
    path.write_text(f"{head}360,180,60,60,95%,75%,300,\n360,180,60,60,80%,,,\n360,180,,20,80%,75%,300,19\n")
    found = [
        list(csv.DictReader(io.StringIO(run("erlang", "--from", str(path), "--of", of).text)))
        for of in ("offered", "callers")
    ]
    assert [row["operators"] for row in found[0]] == ["23", "16", "19"]
    assert [row["operators"] for row in found[1]] == ["20", "16", "18"]
    assert found[0][1] == found[1][1]  # nobody calls again
    assert found[1][1]["service_level_callers"] == found[1][1]["service_level_offered"]


def test_who_finds_all_lines_busy_comes_again_where_nobody_hangs_up() -> None:
    """Extended Erlang B: at 5.5 Erlangs with half of those blocked calling again, 11 lines lose at most 3 %.

    Source: Westbay Engineers, "An example extended Erlang B calculation", erlang.com; attempts at random there.
    """
    options = {"calls": "110/h", "aht": "3m", "redial": "50% after 100h"}
    busy = {
        count: api.erlang("c", operators=str(count), lines=str(count), **options).intervals.records()[0][
            "busy"
        ]
        for count in (10, 11)
    }
    assert busy[10] == pytest.approx(0.03149, abs=2e-4)
    assert busy[11] == pytest.approx(0.01504, abs=2e-4)


def test_rows_with_and_without(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    head = "calls_per_hour,aht_s,patience_s,operators,redial_share,redial_after_s,lines\n"
    path.write_text(f"{head}360,180,120,20,50%,300,\n360,180,120,20,,,\n360,180,,20,50%,300,25\n")
    again, plain, on_lines = csv.DictReader(io.StringIO(run("erlang", "--from", str(path)).text))
    assert float(again["abandonment"]) == pytest.approx(0.0744, abs=1e-4)
    assert float(plain["abandonment"]) == pytest.approx(0.0571, abs=1e-4)
    assert plain["attempts_per_hour"] == ""
    assert float(on_lines["busy"]) > 0
    assert float(on_lines["attempts_per_hour"]) > 360


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a", "--patience", "2m", "--redial", "60%"], "does not say how many call again"),
        (["c", "--redial", "60% after 8m"], "nobody to come again"),
        (["b", "--redial", "60% after 8m"], "--redial"),
        (["a", "--patience", "2m", "--redial", "99% after 8m"], "--redial"),
    ],
)
def test_refusals(run: Run, arguments: list[str], said: str) -> None:
    model, *options = arguments
    ran = run("erlang", model, "--calls", "360/h", "--aht", "3m", "--operators", "20", *options)
    assert ran.code == 2
    assert said in ran.err


def test_half_a_redial_in_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("calls_per_hour,aht_s,patience_s,operators,redial_share\n360,180,120,20,50%\n")
    ran = run("erlang", "--from", str(path))
    assert ran.code == 2
    assert "redial_share" in ran.err


MEANS = {"share": 0.6, "after_s": 300.0}


def line_of(run: Run, model: str, *arguments: str) -> dict[str, Any]:
    ran = run("erlang", model, "--redial", "60% after 5m", "--aht", "4m", *arguments, "-f", "json")
    found: dict[str, Any] = json.loads(ran.text)["tables"]["erlang"][0]
    return found


@pytest.mark.parametrize(("model", "patience_s"), [("a", 120.0), ("c", math.inf)])
def test_the_fewest_lines_where_callers_come_again(run: Run, model: str, patience_s: float) -> None:
    patience = ("--patience", "2m") if model == "a" else ()
    row = line_of(run, model, "--calls", "360/h", "--operators", "27", "--max-busy", "1%", *patience)
    busy = [
        float(steady_state_with_redials(360, 240, 27, patience_s=patience_s, lines=lines, **MEANS).busy)
        for lines in (row["lines_needed"], row["lines_needed"] - 1)
    ]
    assert busy[0] <= 0.01 < busy[1]
    assert row["busy"] == pytest.approx(busy[0])
    assert row["attempts_per_hour"] > 360


def test_the_fewest_operators_with_the_lines_for_them(run: Run) -> None:
    row = line_of(
        run, "a", "--calls", "360/h", "--patience", "2m", "--target", "90% in 20s", "--max-busy", "1%"
    )
    n, levels = row["operators"], []
    for operators in (n, n - 1):
        asked = ("--calls", "360/h", "--patience", "2m", "--operators", str(operators), "--max-busy", "1%")
        levels.append(line_of(run, "a", *asked)["service_level_offered"])
    assert levels[0] >= 0.9 > levels[1]
    assert row["service_level_offered"] == pytest.approx(levels[0])
    assert row["bound_by"] == "service_level"


def test_no_lines_are_enough_where_nobody_hangs_up_and_too_many_call(run: Run) -> None:
    row = line_of(run, "c", "--calls", "360/h", "--operators", "20", "--max-busy", "1%")
    assert (row["lines_needed"], row["status"]) == (None, "overloaded")
