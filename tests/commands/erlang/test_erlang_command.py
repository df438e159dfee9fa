"""The one-line calculator as a user drives it: options, files of rows, every mistake, every format."""

import csv
import io
import json
import math
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from mfc_capacity.commands.erlang.columns import ANSWERS
from mfc_capacity.core.steady.erlang import erlang_b, steady_state
from mfc_capacity.files import sheet
from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]
Rows = Callable[..., Ran]
A = ("erlang", "a", "--calls", "360/h", "--aht", "4m", "--patience", "2m")
B = ("erlang", "b", "--calls", "360/h", "--aht", "4m")
C = ("erlang", "c", "--calls", "360/h", "--aht", "4m")
TARGET = ("--target", "80% in 20s")
FORMATS = ("table", "json", "ndjson", "csv", "markdown")
HEADER = (
    "calls_per_hour,aht_s,patience_s,within_s,operators,service_level,max_asa_s,max_abandonment,max_occupancy"
)
NAMES = [column.name for column in ANSWERS]
REFERENCE = ROOT / "tests" / "data" / "erlang_reference.csv"


@pytest.fixture
def rows(run: Run, tmp_path: Path) -> Rows:
    """Run `erlang --from` on a file with this content."""

    def answer(content: str | bytes, *options: str) -> Ran:
        path = tmp_path / "rows.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return run("erlang", "--from", str(path), *options)

    return answer


def single(ran: Ran) -> dict[str, Any]:
    (record,) = ran.document["tables"]["erlang"]
    return dict(record)


def table(ran: Ran, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ran.out.decode("utf-8-sig")), delimiter=delimiter))


# One interval


@pytest.mark.parametrize(("command", "patience_s"), [(A, 120.0), (C, math.inf)])
@pytest.mark.parametrize("operators", [25, 30])
def test_given_operators_are_evaluated(run: Run, command: Any, patience_s: float, operators: int) -> None:
    record = single(run(*command, "--operators", str(operators), "--within", "15s", "-f", "json"))
    state = steady_state(360, 240, operators, patience_s=patience_s, within_s=15)
    assert (record["operators"], record["status"], record["bound_by"]) == (operators, "ok", None)
    assert record["offered_load_erlangs"] == 24
    assert record["erlang_b"] == float(erlang_b(operators, 24))
    for name in ("p_wait", "asa_s", "mean_wait_s", "abandonment", "occupancy", *NAMES[8:11]):
        assert record[name] == float(getattr(state, name)), name


@pytest.mark.parametrize("command", [A, C])
@pytest.mark.parametrize(
    ("targets", "measure", "limit", "sign"),
    [
        (TARGET, "service_level_offered", 0.8, 1),
        ((*TARGET, "--of", "answered"), "service_level_answered", 0.8, 1),
        ((*TARGET, "--of", "virtual"), "service_level_virtual", 0.8, 1),
        (("--max-asa", "10s"), "asa_s", 10, -1),
        (("--max-occupancy", "80%"), "occupancy", 0.8, -1),
        (("--target", "50% in 20s", "--max-occupancy", "70%"), "occupancy", 0.7, -1),
    ],
)
def test_the_fewest_operators_from_both_sides(
    run: Run, command: Any, targets: Any, measure: str, limit: float, sign: int
) -> None:
    ran = run(*command, *targets, "-f", "json")
    required, fewer = single(ran), ran.document["one_fewer"]
    assert sign * required[measure] >= sign * limit
    assert sign * fewer[measure] < sign * limit
    assert fewer["operators"] == required["operators"] - 1
    given = single(run(*command, "--operators", str(fewer["operators"]), "-f", "json"))
    assert {name: given[name] for name in NAMES} == fewer


def test_the_service_level_of_other_calls_needs_other_operators(run: Run) -> None:
    command = (
        "erlang",
        "a",
        "--calls",
        "48/min",
        "--aht",
        "1m",
        "--patience",
        "2m",
        "--target",
        "96% in 20s",
    )
    needed = {
        of: single(run(*command, "--of", of, "-f", "json"))["operators"]
        for of in ("offered", "answered", "virtual")
    }
    assert needed["offered"] > needed["virtual"] >= needed["answered"]
    assert needed["virtual"] == 50  # P(V <= 20 s) is .96794 with 50 operators: Mandelbaum & Zeltyn's case


def test_the_mandelbaum_zeltyn_case(run: Run) -> None:
    ran = run(
        "erlang",
        "a",
        "--calls",
        "48/min",
        "--aht",
        "1m",
        "--patience",
        "2m",
        "--operators",
        "50",
        "-f",
        "json",
    )
    record = single(ran)
    expected = {
        "abandonment": 0.0309122,
        "mean_wait_s": 3.70947,
        "asa_s": 3.6159,
        "occupancy": 0.930324,
        "service_level_offered": 0.94302,
        "service_level_answered": 0.97310,
        "service_level_virtual": 0.96794,
    }
    assert {name: record[name] for name in expected} == pytest.approx(expected, rel=1e-5)


def test_blocking_of_given_lines(run: Run) -> None:
    published = single(run("erlang", "b", "--calls", "8/h", "--aht", "1h", "--lines", "10", "-f", "json"))
    assert published["erlang_b"] == pytest.approx(0.121661064253, rel=1e-9)  # codingace.net: 12.1661 %
    assert published["carried_load_erlangs"] == pytest.approx(7.02671148598, rel=1e-9)
    real = single(run(*B, "--operators", "27.5", "-f", "json"))
    assert (real["lines"], real["erlang_b"]) == (27.5, float(erlang_b(27.5, 24)))
    assert float(erlang_b(28, 24)) < real["erlang_b"] < float(erlang_b(27, 24))


def test_the_fewest_lines_from_both_sides(run: Run) -> None:
    ran = run(*B, "--max-blocking", "1%", "-f", "json")
    required, fewer = single(ran), ran.document["one_fewer"]
    assert required["erlang_b"] <= 0.01 < fewer["erlang_b"]
    assert (fewer["lines"], required["bound_by"]) == (required["lines"] - 1, "max_blocking")


def test_no_calls_need_nobody(run: Run) -> None:
    for command, name in (
        (("a", "--patience", "1m", *TARGET), "operators"),
        (("b", "--max-blocking", "1%"), "lines"),
    ):
        ran = run("erlang", *command, "--calls", "0/h", "--aht", "4m", "-f", "json")
        record = single(ran)
        assert (record[name], record["status"], record["bound_by"]) == (0, "no-calls", None)
        assert ran.document["one_fewer"] is None
        assert record["erlang_b"] is None
    assert run("erlang", "b", "--calls", "0/h", "--aht", "4m", "--max-blocking", "0%").code == 0


def test_nobody_on_duty_answers_nobody(run: Run) -> None:
    record = single(run(*A, "--operators", "0", "-f", "json"))
    assert (record["status"], record["abandonment"], record["erlang_b"]) == ("unstaffed", 1, 1)
    assert (record["asa_s"], record["occupancy"]) == (None, None)


@pytest.mark.parametrize(("operators", "growth"), [(20, 60.0), (24, 0.0), (0, 360.0)])
def test_an_overload_has_no_wait_but_a_growing_queue(run: Run, operators: int, growth: float) -> None:
    ran = run(*C, "--operators", str(operators), "-f", "json")
    record = single(ran)
    assert (ran.code, record["status"], record["queue_growth_per_hour"]) == (0, "overloaded", growth)
    assert {
        record[name] for name in ("p_wait", "asa_s", "mean_wait_s", "abandonment", "service_level_offered")
    } == {None}
    shown = run(*C, "--operators", str(operators)).text
    assert "cannot keep up: the queue only grows" in shown
    assert [line.split()[-1] for line in shown.splitlines() if line.startswith("ASA")] == ["–"]


def test_a_person_reads_the_answer_what_bound_it_and_one_fewer(run: Run) -> None:
    n = single(run(*A, *TARGET, "-f", "json"))["operators"]
    shown = run(*A, *TARGET).text
    lines = shown.splitlines()
    said = " ".join(lines[lines.index("", 2) :]).strip()
    assert f"{n} operators are the fewest that keep a service level of at least 80 % in 20s." in said
    assert re.search(rf" It is decided by service level: with {n - 1} operators it is [\d.]+ %\.$", said)
    assert lines[0] == "Erlang A: calls 360/h, AHT 4m, patience 2m, offered load 24 Erlangs"
    assert lines[2].split("  ")[-2:] == [f"{n} operators", f"{n - 1} operators"]
    for label in (
        "of calls answered",
        "Callers who wait",
        "ASA",
        "Mean wait (all)",
        "Abandonment",
        "Occupancy",
    ):
        assert label in shown


def test_figures_are_rounded_half_up_and_kept_targets_look_kept(run: Run) -> None:
    record = single(run(*A, *TARGET, "-f", "json"))
    shown = run(*A, *TARGET).text
    (level,) = re.findall(r"Service level .* ([\d.]+) % +! [\d.]+ %", shown)
    (lost,) = re.findall(r"Abandonment +([\d.]+) %", shown)
    assert abs(float(level) / 100 - record["service_level_offered"]) <= 0.0005
    assert float(level) >= 80
    assert abs(float(lost) / 100 - record["abandonment"]) <= 0.0005


@pytest.mark.parametrize(
    ("command", "place", "hint"),
    [
        (("erlang",), "MODEL", "--from rows.csv"),
        (("erlang", "c", "--aht", "4m", "--operators", "9"), "--calls", "360/h"),
        (("erlang", "c", "--calls", "9/h", "--operators", "9"), "--aht", "4m"),
        (("erlang", "a", "--calls", "9/h", "--aht", "4m", "--operators", "9"), "--patience", "2m"),
        ((*C, "--operators", "30", "--patience", "2m"), "--patience", "take erlang a"),
        ((*C, "--operators", "30", "--max-blocking", "1%"), "--max-blocking", "take erlang b"),
        ((*B, "--max-blocking", "1%", "--patience", "2m"), "--patience", "take erlang a or c"),
        ((*B, "--target", "80% in 20s"), "--target", "--max-blocking"),
        ((*B, "--lines", "30", "--max-blocking", "1%"), "--lines", "--max-blocking 1%"),
        (B, "--lines", "--lines 30"),
        (C, "--operators", "--operators 27"),
        ((*C, "--operators", "30", *TARGET), "--operators", "80% in 20s"),
        ((*C, "--within", "20s", *TARGET), "--within", "80% in 20s"),
        ((*C, "--of", "answered", "--operators", "30"), "--of", "--target"),
        ((*C, "--target", "80"), "--target", "80% in 20s"),
        ((*C, "--target", "80 in 20s"), "--target", "did you mean 80%?"),
        ((*C, "--target", "120% in 20s"), "--target", "more than 100 %"),
        ((*C, "--max-asa", "40"), "--max-asa", "40s"),
        ((*C, "--max-occupancy", "90"), "--max-occupancy", "did you mean 90%?"),
        ((*C, "--operators", "27.5"), "--operators", "whole"),
        ((*C, "--operators", "-3"), "--operators", "from 0"),
        ((*C, "--operators", "nan"), "--operators", "not a number"),
        ((*C, "--operators", "1e10"), "--operators", "1,000,000,000"),
        (("erlang", "c", "--calls", "360", "--aht", "4m", "--operators", "9"), "--calls", "360/h"),
        (("erlang", "c", "--calls", "-9/h", "--aht", "4m", "--operators", "9"), "--calls", "0 or more"),
        (("erlang", "c", "--calls", "9/h", "--aht", "200", "--operators", "9"), "--aht", "200s"),
        (("erlang", "c", "--calls", "9/h", "--aht", "0s", "--operators", "9"), "--aht", "from 0.001"),
        (("erlang", "c", "--calls", "1e9/h", "--aht", "9h", "--operators", "9"), "--calls", "operators"),
        (
            ("erlang", "a", "--calls", "9/h", "--aht", "4m", "--patience", "0s", *TARGET),
            "--patience",
            "Erlang C",
        ),
        (("erlang", "--from", "nowhere.csv"), "--from", "no such file"),
        (("erlang", "--from", "tests"), "--from", "is a directory"),
        (("erlang", "a", "--from", "nowhere.csv"), "MODEL", "patience_s"),
        (("erlang", "--from", "nowhere.csv", "--aht", "4m"), "--aht", "columns"),
    ],
)
def test_a_wrong_question_is_refused_with_what_to_write(
    run: Run, command: Any, place: str, hint: str
) -> None:
    ran = run(*command)
    assert (ran.code, ran.out) == (2, b"")
    problem = next(text for text in ran.err.split("\n\n") if text.startswith(f"{place}: "))
    assert hint in problem
    assert "Traceback" not in ran.err


def test_every_mistake_of_the_options_in_one_run(run: Run) -> None:
    ran = run(
        "erlang",
        "c",
        "--calls",
        "360",
        "--aht",
        "200",
        "--patience",
        "2",
        "--target",
        "80",
        "--operators",
        "x",
    )
    assert {text.split(":")[0] for text in ran.err.split("\n\n")} == {
        "--calls",
        "--aht",
        "--patience",
        "--target",
        "--operators",
    }


@pytest.mark.parametrize(
    ("command", "place", "reason"),
    [
        ((*A, "--target", "100% in 20s"), "--target", "100 % is out of reach"),
        ((*A, "--max-asa", "0s"), "--max-asa", "down to zero"),
        ((*A, "--max-abandonment", "0%"), "--max-abandonment", "hanging up"),
        ((*C, *TARGET, "--max-occupancy", "0%"), "--max-occupancy", "never be busy"),
        ((*B, "--max-blocking", "0%"), "--max-blocking", "takes every call"),
    ],
)
def test_out_of_reach_is_3_by_name(run: Run, command: Any, place: str, reason: str) -> None:
    ran = run(*command)
    assert (ran.code, ran.out) == (3, b"")
    assert ran.err.startswith(f"{place}: no number of ")
    assert reason in ran.err


def test_a_target_met_because_callers_give_up_is_named(run: Run) -> None:
    crowded = ("erlang", "a", "--calls", "10000/h", "--aht", "3m", "--patience", "1m", *TARGET)
    ran = run(*crowded, "-f", "json")
    assert single(ran)["operators"] == 416
    assert [warning["code"] for warning in ran.document["warnings"]] == ["callers-give-up"]
    assert "16.8 % of the callers hang up" in ran.document["warnings"][0]["message"]
    assert "warning: 16.8 % of the callers hang up" in run(*crowded).text
    assert "Warning" in run(*crowded, "-f", "markdown").text
    for form in ("csv", "ndjson"):
        assert "people give up" in run(*crowded, "-f", form).err
    limited = run(*crowded, "--max-abandonment", "20%", "-f", "json")
    given = run(*crowded[:-2], "--operators", "416", "-f", "json")
    assert limited.document["warnings"] == given.document["warnings"] == []


@pytest.mark.parametrize("command", [(*A, *TARGET), (*C, "--operators", "30"), (*B, "--max-blocking", "1%")])
def test_every_format_has_the_same_figures(run: Run, command: Any) -> None:
    record = single(run(*command, "-f", "json"))
    assert json.loads(run(*command, "-f", "ndjson").text) == record
    (row,) = table(run(*command, "-f", "csv"))
    assert list(row) == list(record)
    assert row == {name: "" if cell is None else str(cell) for name, cell in record.items()}
    for form in FORMATS:
        assert run(*command, "-f", form).out == run(*command, "-f", form).out


def test_an_output_file_is_chosen_by_its_extension(run: Run, tmp_path: Path) -> None:
    for extension, start in {
        "json": "{",
        "csv": "model,",
        "md": "## Erlang C",
        "txt": "Erlang C",
    }.items():
        path = tmp_path / f"answer.{extension}"
        assert run(*C, *TARGET, "-o", str(path)).out == b""
        assert path.read_text(encoding="utf-8").startswith(start)


# Files of rows


def test_all_systems_of_the_reference(rows: Rows) -> None:
    systems: dict[tuple[str, ...], dict[str, float]] = {}
    for row in csv.DictReader(io.StringIO(REFERENCE.read_text(encoding="utf-8"))):
        key = tuple(row[name] for name in ("calls_per_hour", "aht_s", "patience_s", "within_s", "servers"))
        systems.setdefault(key, {})[row["quantity"]] = float(row["value"])
    lines = ["calls_per_hour,aht_s,patience_s,within_s,operators", *(",".join(key) for key in systems)]
    answers = table(rows("\n".join(lines)))
    assert len(answers) == len(systems) == 300
    checked = 0
    for (key, expected), answer in zip(systems.items(), answers, strict=True):
        for name, value in expected.items():
            if value > 1e-12:
                assert float(answer[name]) == pytest.approx(value, rel=1e-9), (key, name)
                checked += 1
    assert checked > 1800


MIXED = f"""\
id,{HEADER},note
a,360,240,120,20,,0.8,,,,first
b,360,240,,20,,0.8,,,,
c,360,240,,15,20,,,,,=1+1
d,360,240,120,15,27,,,,,-5
e,360,240,120,,,,10,,,"a, b"
f,360,240,,,,0.5,,,0.7,
g,0,240,,,,0.8,,,,
h,360,240,120,,0,,,,,
"""


def test_rows_of_every_kind_equal_one_by_one(run: Run, rows: Rows) -> None:
    ran = rows(MIXED, "-f", "json")
    answers = ran.document["tables"]["erlang"]
    commands = [
        (*A, *TARGET),
        (*C, *TARGET),
        (*C, "--operators", "20", "--within", "15s"),
        (*A, "--operators", "27", "--within", "15s"),
        (*A, "--max-asa", "10s"),
        (*C, "--target", "50% in 20s", "--max-occupancy", "70%"),
        ("erlang", "c", "--calls", "0/h", "--aht", "4m", *TARGET),
        (*A, "--operators", "0"),
    ]
    for command, answer in zip(commands, answers, strict=True):
        alone = single(run(*command, "-f", "json"))
        for name in NAMES:
            expected = (
                pytest.approx(alone[name], rel=1e-12) if isinstance(alone[name], float) else alone[name]
            )
            assert answer[name] == expected, name
    statuses = [answer["status"] for answer in answers]
    assert statuses == ["ok", "ok", "overloaded", "ok", "ok", "ok", "no-calls", "unstaffed"]


def test_the_users_columns_stay_in_place_and_as_written(rows: Rows) -> None:
    ran = rows(MIXED)
    lines = list(csv.reader(io.StringIO(ran.text)))
    header, before = lines[0], list(csv.reader(io.StringIO(MIXED)))
    assert header == [*before[0], *(name for name in NAMES if name != "operators")]
    for line, row in zip(lines[1:], before[1:], strict=True):
        kept = [
            cell
            for name, cell in zip(header, line, strict=False)
            if name in before[0] and name != "operators"
        ]
        expected = [cell for name, cell in zip(before[0], row, strict=True) if name != "operators"]
        assert kept == ["'=1+1" if cell == "=1+1" else cell for cell in expected]


def test_the_answers_columns_are_named_and_ordered(rows: Rows) -> None:
    header = rows("calls_per_hour,aht_s,service_level\n360,240,0.8\n").text.splitlines()[0].split(",")
    assert header == ["calls_per_hour", "aht_s", "service_level", *NAMES]
    assert NAMES[:12] == [
        "operators",
        "offered_load_erlangs",
        "erlang_b",
        "p_wait",
        "asa_s",
        "mean_wait_s",
        "abandonment",
        "occupancy",
        "service_level_offered",
        "service_level_answered",
        "service_level_virtual",
        "status",
    ]


def test_figures_are_written_in_full(rows: Rows) -> None:
    answers = rows(MIXED, "-f", "json").document["tables"]["erlang"]
    for answer, row in zip(answers, table(rows(MIXED)), strict=True):
        for name in NAMES:
            assert row[name] == ("" if answer[name] is None else str(answer[name]))


def test_an_answer_takes_the_place_of_its_column(rows: Rows) -> None:
    first = rows("status,calls_per_hour,aht_s,operators,asa_s\nstale,360,240,30,99\n")
    again = rows(first.out)
    assert first.text.startswith("status,calls_per_hour,aht_s,operators,asa_s,offered_load_erlangs")
    assert again.out == first.out
    (row,) = table(first)
    assert row["status"] == "ok"
    assert float(row["asa_s"]) == float(steady_state(360, 240, 30).asa_s)


def test_of_holds_for_every_row(rows: Rows) -> None:
    content = "calls_per_hour,aht_s,patience_s,service_level\n2880,60,120,0.96\n"
    needed = [int(table(rows(content, "--of", of))[0]["operators"]) for of in ("offered", "virtual")]
    assert needed[1] == 50 < needed[0]


EQUAL_READINGS = {
    "byte order mark": "\ufeffcalls_per_hour,aht_s,service_level\n360.5,240,0.8\n",
    "CRLF": "calls_per_hour,aht_s,service_level\r\n360.5,240,0.8\r\n",
    "old Mac line ends": "calls_per_hour,aht_s,service_level\r360.5,240,0.8\r",
    "no line end": "calls_per_hour,aht_s,service_level\n360.5,240,0.8",
    "blank lines": "\n\ncalls_per_hour,aht_s,service_level\n\n , ,\n360.5,240,0.8\n\n",
    "quoted": '"calls_per_hour","aht_s","service_level"\n"360.5","240","0.8"\n',
    "spaces": " calls_per_hour , aht_s , service_level\n 360.5 , 240 , 0.8 \n",
    "per cent": "calls_per_hour,aht_s,service_level\n360.5,240,80%\n",
    "per cent, apart": "calls_per_hour,aht_s,service_level\n360.5,240,80 %\n",
    "exponent": "calls_per_hour,aht_s,service_level\n3.605e2,2.4e2,8e-1\n",
    "Russian": "\ufeffcalls_per_hour;aht_s;service_level\r\n360,5;240;0,8\r\n",
    "Russian, quoted": 'calls_per_hour;aht_s;service_level\n"360,5";"240,0";"80%"\n',
    "semicolons, points": "calls_per_hour;aht_s;service_level\n360.5;240;0.8\n",
    "tabs": "calls_per_hour\taht_s\tservice_level\n360.5\t240\t0.8\n",
    "said": "sep=;\ncalls_per_hour;aht_s;service_level\n360,5;240;0,8\n",
    "said, a comma": "\ufeffsep=,\r\ncalls_per_hour,aht_s,service_level\r\n360.5,240,0.8\r\n",
    "said, tabs": "sep=\t\ncalls_per_hour\taht_s\tservice_level\n360.5\t240\t0.8\n",
    "said, quoted": '"sep=|"\ncalls_per_hour|aht_s|service_level\n360.5|240|0.8\n',
}


@pytest.mark.parametrize("content", EQUAL_READINGS.values(), ids=EQUAL_READINGS)
def test_spreadsheets_of_all_countries_mean_the_same(rows: Rows, content: str) -> None:
    (record,) = rows(content, "-f", "json").document["tables"]["erlang"]
    (plain,) = rows("calls_per_hour,aht_s,service_level\n360.5,240,0.8\n", "-f", "json").document["tables"][
        "erlang"
    ]
    assert record == plain
    assert (record["calls_per_hour"], record["aht_s"], record["service_level"]) == (360.5, 240, 0.8)


def test_a_workbook_is_answered_as_its_csv(run: Run, rows: Rows, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["hall", "calls_per_hour", "aht_s", "service_level"])
    book.active.append(["north", 360, 240.5, 0.8])
    book.active.append(["south", 12.25, 200, None])
    path = tmp_path / "rows.xlsx"
    book.save(path)
    refused = run("erlang", "--from", str(path))
    assert (refused.code, refused.out) == (2, b"")
    assert "rows.xlsx:3:4: service_level is empty, and nothing else is asked in this row" in refused.err
    book.active["D3"] = 0.9
    book.save(path)
    as_csv = "hall,calls_per_hour,aht_s,service_level\nnorth,360,240.5,0.8\nsouth,12.25,200,0.9\n"
    assert run("erlang", "--from", str(path)).out == rows(as_csv).out


def test_the_line_that_says_the_delimiter_counts_as_a_line(rows: Rows) -> None:
    ran = rows("sep=;\ncalls_per_hour;aht_s;service_level\n360,5;240 s;0,8\n")
    assert (ran.code, ran.err.splitlines()[0].partition(": ")[0]) == (2, "rows.csv:3:7")


def test_a_decimal_comma_between_tabs_is_refused_with_the_point_to_write(rows: Rows) -> None:
    ran = rows("calls_per_hour\taht_s\tservice_level\n360,5\t240\t0.8\n")
    assert (ran.code, "hint: write 360.5" in ran.err) == (2, True)


def test_a_column_of_another_time_or_bound_is_not_taken_for_a_misspelt_one(rows: Rows) -> None:
    ran = rows("calls_per_day,aht_s,service_level\n9000,240,0.8\n")
    assert (ran.code, "calls_per_day" in ran.err.partition("hint: ")[2]) == (2, False)
    ran = rows("calls_per_hour,aht_s,service_level,min_abandonment\n360,240,0.8,1\n")
    assert (ran.code, "max_abandonment" in ran.err) == (0, False)


def test_a_dash_is_no_formula(rows: Rows) -> None:
    cells = ["-", "+", "-5", "-1 250,5", "- "]
    formulas = ["-1+1", "-A1", "+E5", "-e5", "--1", "-=1", "@x"]
    body = "".join(f'"{cell}",360.5,240,0.8\n' for cell in (*cells, *formulas))
    ran = rows(f"note,calls_per_hour,aht_s,service_level\n{body}")
    written = [row[0] for row in csv.reader(ran.text.splitlines())][1:]
    assert written == [*cells, *(f"'{cell}" for cell in formulas)]


def test_thousands_stand_apart_in_a_russian_spreadsheet(rows: Rows) -> None:
    content = "calls_per_hour;aht_s;operators\n1\u00a0250,5;240;100\n"
    assert rows(content, "-f", "json").document["tables"]["erlang"][0]["calls_per_hour"] == 1250.5


def test_the_answer_comes_in_the_dialect_of_the_file(rows: Rows) -> None:
    content = "зал;calls_per_hour;aht_s;service_level\nюг;360,5;240;0,8\n"
    ran = rows(content)
    assert ran.out.startswith(b"\xef\xbb\xbf")
    (row,) = table(ran, ";")
    assert [row[name] for name in ("зал", "calls_per_hour", "aht_s", "service_level")] == [
        "юг",
        "360,5",
        "240",
        "0,8",
    ]
    record = rows(content, "-f", "json").document["tables"]["erlang"][0]
    assert row["asa_s"] == repr(record["asa_s"]).replace(".", ",")
    (other,) = table(rows(content, "--csv-dialect", "rfc4180"))
    assert [other[name] for name in ("зал", "calls_per_hour", "asa_s")] == [
        "юг",
        "360.5",
        repr(record["asa_s"]),
    ]
    (back,) = table(rows("calls_per_hour,aht_s,operators\n360.5,240,30\n", "--csv-dialect", "excel-ru"), ";")
    assert (back["calls_per_hour"], back["operators"]) == ("360,5", "30")


def test_rows_out_of_reach_leave_the_others_answered(rows: Rows) -> None:
    content = f"{HEADER}\n360,240,,20,,0.8,,,\n360,240,,20,,1,,,\n\n360,240,60,,,,0,,\n360,240,,,30,,,,\n"
    ran = rows(content)
    answers = table(ran)
    assert ran.code == 3
    assert [row["status"] for row in answers] == ["ok", "unreachable", "unreachable", "ok"]
    assert {answers[1][name] for name in ("operators", "asa_s", "erlang_b", "bound_by")} == {""}
    assert ran.err.startswith(
        "rows.csv:3:14: service_level: no number of operators answers every call in time"
    )
    assert "unreachable: 2 of 4" in ran.err


def test_no_rows_are_answered_by_no_rows(rows: Rows) -> None:
    ran = rows("calls_per_hour,aht_s,operators\n")
    assert (ran.code, ran.text.count("\n")) == (0, 1)
    assert rows("calls_per_hour,aht_s,operators\n", "-f", "json").document["tables"]["erlang"] == []
    for form in FORMATS:
        assert rows("id,calls_per_hour,aht_s,operators\n", "-f", form).code == 0


GOOD = "calls_per_hour,aht_s,patience_s,within_s,service_level,operators\n360,240,,20,0.8,\n"


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("", "1:1", "the file is empty"),
        ("\ufeff\r\n \r\n", "1:1", "the file is empty"),
        ("service_level\n0.8\n", "1:1", "the column calls_per_hour is missing"),
        ("calls_per_hour,aht_s\n1,2\n", "1:1", "no column operators"),
        ("calls_per_hr,aht_s,operators\n1,2,3\n", "1:1", "if it is 'calls_per_hr', name it calls_per_hour"),
        ("calls_per_hour,aht_s,operators,operators\n1,2,3,3\n", "1:32", "operators is there twice"),
        ("calls_per_hour,aht_s,operators,x,x\n1,2,3,3,3\n", "1:34", "x is there twice"),
        ("calls_per_hour,aht_s,operators,\n1,2,3,\n", "1:32", "column 4 has no name"),
        (GOOD + "1,2\n", "3:1", "this row has 2 cells, the header 6"),
        (GOOD + "360,240,,20,0.8,,,\n", "3:1", "this row has 8 cells, the header 6"),
        (GOOD + ",240,,20,0.8,\n", "3:1", "calls_per_hour is empty"),
        (GOOD + "360, ,,20,0.8,\n", "3:5", "aht_s is empty"),
        (GOOD + "-1,240,,20,0.8,\n", "3:1", "calls_per_hour must be 0, or from 1e-06"),
        (GOOD + "1e-300,240,,20,0.8,\n", "3:1", "calls_per_hour must be 0, or from 1e-06"),
        (GOOD + "nan,240,,20,0.8,\n", "3:1", "'nan' is not a finite number"),
        (GOOD + "360,inf,,20,0.8,\n", "3:5", "'inf' is not a finite number"),
        (GOOD + "360,1e400,,20,0.8,\n", "3:5", "'1e400' is not a finite number"),
        (GOOD + "360,many,,20,0.8,\n", "3:5", "'many' is not a number"),
        (GOOD + "360,3m 20s,,20,0.8,\n", "3:5", "write it in seconds: 200"),
        (GOOD + '"360,5",240,,20,0.8,\n', "3:1", "write 360.5"),
        (GOOD + "360,0,,20,0.8,\n", "3:5", "aht_s must be from 0.001"),
        (GOOD + "360,240,0,20,0.8,\n", "3:9", "patience_s must be from 0.001"),
        (GOOD + "360,240,,-20,0.8,\n", "3:10", "within_s must be from 0"),
        (GOOD + "360,240,,20,80,\n", "3:13", "write 80 % as 0.8 or 80%"),
        (GOOD + "360,240,,20,120%,\n", "3:13", "more than 100 %"),
        (GOOD + "360,80%,,20,0.8,\n", "3:5", "'80%' is not a number"),
        (GOOD + "360,240,,20,,27.5\n", "3:14", "operators must be a whole number"),
        (GOOD + "360,240,,20,,-1\n", "3:14", "operators must be from 0"),
        (GOOD + "360,240,,20,0.8,27\n", "3:17", "operators stands beside a target"),
        (GOOD + "360,240,,20,,\n", "3:14", "nothing else is asked in this row"),
        (GOOD + "1e9,1e9,,20,0.8,\n", "3:1", "more than 1,000,000,000 operators"),
        (GOOD + '360,"240,,20,0.8,\n', "3:1", "a quote that is opened here is never closed"),
        (GOOD + '360,"240"5,,20,0.8,\n', "3:1", "text follows a closing quote"),
        (GOOD + f"{'9' * 200_000},240,,20,0.8,\n", "3:1", "longer than 131,072 characters"),
        (GOOD.encode() + "Zürich".encode("cp1252"), "3:2", "the byte 0xFC is not UTF-8"),
        (GOOD.encode("utf-16"), "1:1", "save the file in the encoding UTF-8"),
        (GOOD.encode("utf-16-le"), "1:2", "U+0000 does not belong"),
        ('id,calls_per_hour,aht_s,operators\n\n"two\nlines, it\'s",1,2,x\n', "4:18", "'x' is not a number"),
        ('id,calls_per_hour,aht_s,operators\n"two\nlines",1,2,3\nz,1,2,x\n', "4:7", "'x' is not a number"),
        ("calls_per_hour;aht_s;operators\n1;2;3\n1;2,5;3,5\n", "3:7", "operators must be a whole number"),
    ],
)
def test_a_mistake_is_named_in_its_place(rows: Rows, content: str | bytes, place: str, words: str) -> None:
    ran = rows(content)
    assert (ran.code, ran.out) == (2, b"")
    problems = ran.err.split("\n\n")
    problem = next(text for text in problems if words in text)
    assert problem.startswith(f"rows.csv:{place}: ")
    assert place.startswith("1:") or len(problems) == 1


def test_the_source_line_has_a_caret_under_the_cell(rows: Rows) -> None:
    shown = rows(GOOD + "360,240,,20,80,\n").err.splitlines()
    assert shown[1] == "    360,240,,20,80,"
    assert shown[2].index("^") == shown[1].index("80,")


def test_every_mistake_of_the_file_in_one_run(rows: Rows) -> None:
    ran = rows(
        "calls_per_hour,aht_s,service_level,max_asa_s,x,x\n-1,0,80,no,,\n1,2\n,240,,,,\n360,240,0.8,,,\n"
    )
    places = [text.split(": ")[0] for text in ran.err.split("\n\n")]
    assert places == [
        f"rows.csv:{place}" for place in ("1:48", "2:1", "2:4", "2:6", "2:9", "3:1", "4:1", "4:6")
    ]


def test_a_flood_of_mistakes_is_counted_not_shown(rows: Rows) -> None:
    content = "calls_per_hour,aht_s,operators\n" + "x,0,1.5\n" * 5000
    problems = rows(content).err.strip().split("\n\n")
    assert len(problems) == 101
    assert problems[0].startswith("rows.csv:2:1: ")
    assert problems[-1] == "rows.csv: and 14,900 more"


def test_a_column_almost_named_like_a_target_is_doubted(rows: Rows) -> None:
    ran = rows("calls_per_hour,aht_s,service_level,max_occupency\n360,240,0.8,0.9\n")
    assert ran.code == 0
    assert (
        "the column max_occupency is taken as your own and not read; did you mean max_occupancy?" in ran.err
    )
    assert rows("calls_per_hour,aht_s,service_level,occupancy,site\n360,240,0.8,0.9,x\n").err == ""


def test_callers_who_give_up_are_named_with_their_first_row(rows: Rows) -> None:
    content = f"{HEADER}\n360,240,,20,,0.8,,,\n10000,180,60,20,,0.8,,,\n10000,180,60,20,,0.8,,0.2,\n"
    ran = rows(content)
    assert ran.err.startswith("warning: up to 16.8 % of the callers hang up")
    assert "(rows: 1, the first on line 3)" in ran.err
    assert "first on line 3" in " ".join(rows(content, "-f", "table").text.split())


def test_names_never_become_formulas_and_numbers_stay(rows: Rows) -> None:
    cells = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "-5",
        "+7.5",
        "-1 250,5",
        "-3%",
        "plain",
        "a=b",
    ]
    lines = [f'"{cell}",360,240,30' for cell in cells]
    ran = rows("\n".join(["=name,calls_per_hour,aht_s,operators", *lines]))
    written = list(csv.reader(io.StringIO(ran.text)))
    assert written[0][0] == "'=name"
    assert [row[0] for row in written[1:]] == [*(f"'{cell}" for cell in cells[:5]), *cells[5:]]
    assert rows(ran.out).out == ran.out


def test_names_are_shown_not_obeyed(rows: Rows) -> None:
    content = "[red]site[/],calls_per_hour,aht_s,operators\n\x1b[31m<b>,360,240,30\n"
    assert "\x1b" not in rows(content, "-f", "table").text
    assert "\\x1b[31m<b>" in rows(content, "-f", "table").text
    assert "&lt;b&gt;" in rows(content, "-f", "markdown").text
    assert "\x1b" not in rows(content.replace("30", "x")).err


def test_standard_input_is_a_file_too(run: Run, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = rows(MIXED)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(MIXED.encode())))
    assert run("erlang", "--from", "-").out == expected.out
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"x\n")))
    assert run("erlang", "--from", "-").err.startswith("<stdin>:1:1: ")


def test_a_mistake_leaves_the_output_file_alone(rows: Rows, tmp_path: Path) -> None:
    target = tmp_path / "answers.csv"
    target.write_text("before", encoding="utf-8")
    assert rows(GOOD + "360,240,,20,80,\n", "-o", str(target)).code == 2
    assert target.read_text(encoding="utf-8") == "before"
    assert rows(GOOD, "-o", str(target)).out == b""
    assert target.read_bytes() == rows(GOOD).out


def test_two_runs_give_equal_bytes(rows: Rows) -> None:
    for form in FORMATS:
        assert rows(MIXED, "-f", form).out == rows(MIXED, "-f", form).out


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MAX_BYTES", 60, "larger than 60 bytes"),
        ("MAX_LINES", 3, "more than 2 rows"),
        ("MAX_COLUMNS", 3, "more than 3 columns"),
    ],
)
def test_sizes_are_bounded(
    rows: Rows, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str
) -> None:
    monkeypatch.setattr(sheet, limit, value)
    content = GOOD + "360,240,,20,0.8,\n" * 2
    ran = rows(content)
    assert (ran.code, ran.out) == (2, b"")
    assert words in ran.err


# The schema


def test_json_keeps_its_schema(run: Run, rows: Rows) -> None:
    schema = run("schema", "erlang").document
    jsonschema.Draft202012Validator.check_schema(schema)
    questions = [
        (*A, *TARGET),
        (*C, "--operators", "20"),
        (*B, "--lines", "27.5"),
        (*B, "--max-blocking", "1%"),
        (*A, "--operators", "0"),
    ]
    documents = [run(*question, "-f", "json").document for question in questions]
    documents += [
        rows(content, "-f", "json").document
        for content in (MIXED, f"model,carried_load_erlangs,{HEADER}\nx,y,1,2,,,3,,,,\n")
    ]
    for document in documents:
        jsonschema.validate(document, schema)
        assert document["schema"] == "mfc-capacity/erlang/1.0"


def test_the_schema_refuses_what_is_no_answer(run: Run) -> None:
    schema = run("schema", "erlang").document
    document = run(*A, *TARGET, "-f", "json").document
    (row,) = document["tables"]["erlang"]
    for name, wrong in {
        "abandonment": 1.2,
        "operators": 1.5,
        "status": None,
        "asa_s": -1,
        "calls_per_hour": "360",
    }.items():
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**document, "tables": {"erlang": [{**row, name: wrong}]}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "one_fewer": {}}, schema)
