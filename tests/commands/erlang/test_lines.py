"""Lines in the calculator: published values, the fewest lines, and questions that are none."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mfc_capacity.core.steady.lines import lines_required_for, steady_state_with_lines
from tests.conftest import Ran

Run = Callable[..., Ran]
A = ("erlang", "a", "--calls", "360/h", "--aht", "4m", "--patience", "2m")


def answered(run: Run, *options: str) -> dict[str, object]:
    ran = run(*options, "-f", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.text)["tables"]["erlang"][0]


def test_the_values_of_octaves_queueing_package(run: Run) -> None:
    """Its qsmmmk.m: 4 servers, 6 in the system, 50 an hour of 6 minutes: .293543 are lost."""
    row = answered(run, "erlang", "c", "--calls", "50/h", "--aht", "6m", "--operators", "4", "--lines", "6")
    assert row["busy"] == pytest.approx(0.293543, abs=1e-6)
    assert (row["lines"], row["status"]) == (6, "ok")


def test_fewest_operators_and_lines_together(run: Run) -> None:
    row = answered(run, *A, "--target", "90% in 20s", "--max-busy", "1%")
    n, k = row["operators"], row["lines_needed"]
    levels, lines = [], []
    for operators in (n, n - 1):
        count = int(lines_required_for(360, 240, operators, 0.01, patience_s=120))
        met = steady_state_with_lines(360, 240, operators, count, patience_s=120)
        assert float(met.busy) <= 0.01
        levels.append(float(met.service_level_offered))
        lines.append(count)
    assert levels[0] >= 0.9 > levels[1]
    assert k == lines[0]
    assert row["service_level_offered"] == pytest.approx(levels[0])
    fewer = steady_state_with_lines(360, 240, n, k - 1, patience_s=120)
    assert float(fewer.busy) > 0.01


def test_more_operators_than_lines_serve_nobody(run: Run) -> None:
    row = answered(run, *A, "--target", "90% in 20s", "--lines", "20")
    assert (row["operators"], row["bound_by"], row["status"]) == (20, "lines", "capped")
    text = run(*A, "--target", "90% in 20s", "--lines", "20").text
    assert "\n\n20 operators, one for each line, miss a target: " in text


def test_lines_in_a_file(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "calls_per_hour,aht_s,patience_s,operators,service_level,lines,max_busy\n"
        "50,360,,4,,6,\n50,360,,4,,,0.25\n360,240,120,,0.9,,0.01\n360,240,120,26,,,\n"
    )
    found = list(csv.DictReader(io.StringIO(run("erlang", "--from", str(rows)).text)))
    assert float(found[0]["busy"]) == pytest.approx(0.293543, abs=1e-6)
    assert int(found[1]["lines_needed"]) == int(lines_required_for(50, 360, 4, 0.25))
    assert (found[2]["operators"], found[2]["lines_needed"]) == ("28", "34")
    assert (float(found[3]["busy"]), found[3]["lines_needed"]) == (0.0, "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--operators", "26", "--lines", "30", "--max-busy", "1%"), "--lines: stands beside --max-busy"),
        (("--operators", "26", "--lines", "30.5"), "--lines: must be a whole number from 1 to 1,000,000"),
        (("--operators", "26", "--lines", "0"), "--lines: must be a whole number"),
        (("--lines", "30"), "--operators: is missing, and so is a target"),
    ],
)
def test_questions_that_are_none(run: Run, options: tuple[str, ...], said: str) -> None:
    ran = run(*A, *options)
    assert ran.code == 2
    assert said in ran.err


def test_nobody_ever_finds_it_busy_is_out_of_reach(run: Run) -> None:
    ran = run(*A, "--operators", "26", "--max-busy", "0%")
    assert ran.code == 3
    assert "out of reach" in ran.err


def test_an_operator_is_a_line_where_nobody_waits(run: Run) -> None:
    b = ("erlang", "b", "--calls", "360/h", "--aht", "4m")
    assert run(*b, "--lines", "30").text == run(*b, "--operators", "30").text
    assert "--operators: stands beside --lines" in run(*b, "--lines", "30", "--operators", "30").err


def test_the_wait_that_nine_of_ten_do_not_exceed(run: Run) -> None:
    """Lines cut long waits off: it is found with them, and shorter than without."""
    row = answered(run, *A, "--operators", "22", "--lines", "28")
    met = steady_state_with_lines(360, 240, 22, 28, patience_s=120, within_s=row["p90_wait_s"])
    assert float(met.service_level_answered) == pytest.approx(0.9, abs=1e-8)
    assert row["p90_wait_s"] < answered(run, *A, "--operators", "22")["p90_wait_s"]


@pytest.mark.parametrize("operators", ["5", "7"])
def test_more_operators_than_lines_are_as_many_as_lines(run: Run, tmp_path: Path, operators: str) -> None:
    """With an operator for every line nobody waits, and Erlang B of the lines is who finds them busy."""
    b = answered(run, "erlang", "b", "--calls", "60/h", "--aht", "4m", "--lines", "5")
    asked = ("erlang", "c", "--calls", "60/h", "--aht", "4m", "--operators", operators, "--lines", "5")
    row = answered(run, *asked)
    assert row["busy"] == pytest.approx(b["erlang_b"], rel=1e-12)
    assert row["erlang_b"] == pytest.approx(b["erlang_b"], rel=1e-12)
    assert row["occupancy"] == pytest.approx(b["carried_load_erlangs"] / int(operators), rel=1e-12)
    said = "7 operators and 5 lines: operators beyond the lines serve nobody"
    assert (said in run(*asked).text) == (operators == "7")
    rows = tmp_path / "rows.csv"
    rows.write_text(f"calls_per_hour,aht_s,operators,lines\n60,240,5,5\n60,240,{operators},5\n60,240,9,\n")
    ran = run("erlang", "--from", str(rows))
    assert ("(rows: 1, the first on line 3)" in ran.err) == (operators == "7")
    assert [float(found["erlang_b"]) for found in csv.DictReader(io.StringIO(ran.text))][1] == pytest.approx(
        b["erlang_b"]
    )


@pytest.mark.parametrize(
    ("model", "options", "operators", "status"),
    [
        ("c", "--calls 1000/h --aht 2m --lines 17 --max-p-wait 12% --max-asa 90s", 17, "ok"),
        (
            "c",
            "--calls 369.915/h --aht 227.901s --lines 39 --max-p-wait 10.9%",
            31,
            "ok",
        ),  # 1 and 2 keep it too
        ("c", "--calls 3600/h --aht 60s --lines 8 --max-p-wait 10%", 8, "ok"),
        (
            "a",
            "--calls 108/h --aht 10m --patience 1m --lines 12 --target 75%/90s --of short --max-abandonment 35%",
            12,
            "capped",
        ),
        (
            "a",
            "--calls 32.279/h --aht 212.456s --patience 1317.701s --lines 2 --redial 88.1%/56.5s "
            "--max-p-wait 17.3% --max-asa 414s --max-abandonment 18.5%",
            1,
            "ok",
        ),
    ],
)
def test_more_operators_may_be_worse(run: Run, model: str, options: str, operators: int, status: str) -> None:
    """With lines that are full the answer keeps all targets, and so does every number up to the lines."""
    words = [
        word.replace("%/90s", "% in 90s").replace("%/56.5s", "% after 56.5s") for word in options.split()
    ]
    row = answered(run, "erlang", model, *words)
    assert (row["operators"], row["status"]) == (operators, status)


def test_in_a_file_each_row_has_its_own_lines(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "calls_per_hour,aht_s,max_p_wait,lines\n1000,120,0.12,17\n1000,120,0.12,\n369.915,227.901,0.109,39\n"
    )
    ran = run("erlang", "--from", str(rows), "-f", "json")
    found = [row["operators"] for row in ran.document["tables"]["erlang"]]
    assert (found[0], found[2]) == (17, 31)
    (warning,) = ran.document["warnings"]
    assert warning["code"] == "busy-unlimited"
    assert (
        "up to 51.6 % of the calls find all lines busy (rows: 1, the first on line 2)" in warning["message"]
    )


def test_many_who_find_it_busy_are_named(run: Run) -> None:
    crowded = ("erlang", "c", "--calls", "3600/h", "--aht", "60s", "--lines", "8", "--max-p-wait", "20%")
    assert answered(run, *crowded)["operators"] == 1
    assert "98.3 % of the calls find all 8 lines busy" in run(*crowded).text.replace("\n  ", " ")
    assert "busy-unlimited" not in run(*A, "--target", "90% in 20s", "--lines", "60").text


def test_lines_that_are_too_few_for_another_target_are_named(run: Run) -> None:
    """With the fewest lines of which half the callers find one, no operators answer 60 % of all at once."""
    row = answered(
        run, "erlang", "c", "--calls", "600/h", "--aht", "2m", "--target", "60% in 20s", "--max-busy", "50%"
    )
    assert (row["status"], row["bound_by"]) == ("capped", "lines")
    assert row["operators"] == row["lines_needed"]
    assert row["service_level_offered"] < 0.6
