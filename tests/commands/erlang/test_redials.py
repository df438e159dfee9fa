"""`erlang --redial`: callers who come again, against the exact chain of calls in the system and callers in orbit.

Load 18 or 22 on 20 operators, AHT 3 minutes, patience 2 minutes; of those who hang up a share calls again after an
exponential delay: attempts / first attempts, abandonment of attempts and share who wait, to the digits computed.
"""

import csv
import io
from pathlib import Path

import pytest

from mfc_capacity import api
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
    assert run("erlang", *asked, "--target", "80% in 20s").text.startswith("nobody calls")


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
        (["a", "--patience", "2m", "--redial", "60% after 8m", "--max-busy", "1%"], "come again"),
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
