"""`budget` and `sweep` on the command line: options, exit codes, and what goes where."""

import csv
import io
import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]
OFFICE = """
currency: RUB
hotlines: {a: {calls_per_day: 800, aht: 4m, patience: 2m, hours: 09:00-17:00}}
costs: {operator_hour: 100 RUB}
budget: {amount: 10_000 RUB, extra: 2 k RUB}
"""


@pytest.fixture
def office(tmp_path: Path) -> str:
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE)
    return str(path)


def test_the_page_ends_with_what_the_money_buys(run: Run, office: str) -> None:
    page = run("budget", office).text
    *above, verdict = page.rstrip().split("\n\n")
    assert verdict.startswith("10,000 RUB keep a service level of ")
    assert "12,000 RUB keep a service level of " in verdict
    assert any("2,000 RUB more: " in part for part in above)
    assert "⠉" in page


def test_a_sum_too_little_for_a_good_interval_is_spent_all_the_same(run: Run, tmp_path: Path) -> None:
    """250 calls in each of four intervals, 67 operators' worth; 900 RUB pay 36 in one, and 9 in each."""
    path = tmp_path / "hour.yaml"
    path.write_text(OFFICE.replace("800", "1000").replace("09:00-17:00", "09:00-10:00"))
    reached = {}
    for place in ("same-promise", "most-answered"):
        options = ("--at", "900", "--place", place, "-f", "json")
        document = run("budget", str(path), *options).document
        (row,) = [
            row for row in document["tables"]["curve"] if row["point"] == "asked" and row["group"] == "total"
        ]
        assert (row["spent"], document["budget"]["place"]) == (900, place)
        reached[place] = row["service_level"]
        assert row["service_level"] <= row["service_level_at_most"]
    assert row["service_level"] == pytest.approx(row["service_level_at_most"])
    assert 0 < reached["same-promise"] < reached["most-answered"]


def test_a_floor_is_kept_in_every_interval(run: Run, office: str) -> None:
    options = ("--place", "most-answered", "--floor", "50%")
    document = run("budget", office, *options, "-f", "json").document
    kept = [row["kept_everywhere"] for row in document["tables"]["curve"] if row["service_level"] is not None]
    assert document["budget"]["floor"] == 0.5
    assert min(kept) >= 0.5
    assert "10,000 RUB buy a service level of " in run("budget", office, *options).text
    assert "min_operators and the floor ask for" in run("budget", office, *options, "--at", "9").text


def test_sums_are_read_with_and_without_the_currency(run: Run, office: str) -> None:
    grids = [
        run("budget", office, "--from", low, "--to", high, "--steps", "3", "-f", "ndjson").text
        for low, high in (("9k", "11 k RUB"), ("9 000", "11000 RUB"))
    ]
    assert grids[0] == grids[1]
    sums = [json.loads(line)["money"] for line in grids[0].splitlines()]
    assert {9_000.0, 10_000.0, 11_000.0} <= set(sums)


@pytest.mark.parametrize(
    ("options", "messages"),
    [
        ("--from much --at 5EUR", ["--from: 'much'", "--at: '5EUR' is not an amount of money"]),
        ("--at '5 EUR'", ["the file's currency is RUB"]),
        ("--from 9k --to 9k", ["9k is not more than --from 9k"]),
        ("--floor 100%", ["--floor: a floor is a share from 0 %", "write it as 50%"]),
        ("--floor 50", ["--floor: "]),
        ("--floor 50% --place same-promise --solve operators", ["--floor has no", "--place has no meaning"]),
        ("--table operators", ["no table 'operators'; its tables are curve"]),
        ("--solve centres", ["no hotline scales with a driver"]),
        (
            "--driver n --channel sms --solve operators",
            ["--driver has no meaning here; it belongs to --solve centres", "belongs to --solve deflection"],
        ),
    ],
)
def test_mistakes_come_at_once(run: Run, office: str, options: str, messages: list[str]) -> None:
    ran = run("budget", office, *shlex.split(options))
    assert (ran.code, ran.out) == (2, b"")
    assert all(message in ran.err for message in messages), ran.err


def test_the_operators_of_a_sum_as_csv(run: Run, office: str) -> None:
    text = run("budget", office, "--at", "10k", "--table", "operators", "-f", "csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 32
    assert sum(int(row["operators_affordable"]) for row in rows) * 25 <= 10_000


def test_solve_and_when_nothing_fits(run: Run, office: str) -> None:
    assert "full-time jobs" in run("budget", office, "--solve", "operators").text
    grown = [
        *("--set", "calendar={from: 2024-01-01, to: 2024-01-07}"),
        *("--set", "drivers={n: {2024-01-01: 5, 2024-01-03: 8}}"),
        *("--set", "hotlines.a.scales_with=n"),
    ]
    ran = run("budget", office, *grown, "--solve", "centres")
    assert (ran.code, ran.out) == (3, b"")
    assert "even 5 goes beyond the money" in ran.err


def test_a_sweep_into_a_file(run: Run, office: str, tmp_path: Path) -> None:
    target = tmp_path / "grid.csv"
    ran = run(
        "sweep", office, "--vary", "hotlines.a.aht=3m..5m/1m", "--metric", "cost, asa_s", "-o", str(target)
    )
    assert (ran.code, ran.out, ran.err) == (0, b"", "")
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert list(rows[0]) == ["hotlines.a.aht", "group", "cost", "asa_s", "sweep_status", "problem"]
    assert [row["hotlines.a.aht"] for row in rows] == ["180.0", "240.0", "300.0"]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ("--vary hotlines.a.aht=3m --metric csot", 2, "did you mean cost?"),
        ("--vary hotlines.a.aht=3", 2, "has no unit"),
        ("--vary targets.max_asa=0s", 3, "--vary: group a: max_asa"),
    ],
)
def test_a_sweep_that_fails(run: Run, office: str, options: str, code: int, message: str) -> None:
    ran = run("sweep", office, *shlex.split(options))
    assert (ran.code, ran.out) == (code, b"")
    assert message in ran.err


@pytest.mark.parametrize("name", ["budget/1.2", "solution/1.0", "sweep/1.0"])
def test_schemas_are_printed(run: Run, name: str) -> None:
    assert run("schema", name.split("/", maxsplit=1)[0]).document["title"] == f"mfc-capacity/{name}"


def test_the_commands_are_known_without_numpy() -> None:
    code = "import sys; import mfc_capacity.cli.app; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
