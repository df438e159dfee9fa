"""`budget` and `sweep` on the command line: options, exit codes, and what goes where."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OFFICE = """
currency: RUB
hotlines: {a: {calls_per_day: 800, aht: 4m, patience: 2m, hours: 09:00-17:00}}
costs: {operator_hour: 100 RUB}
budget: {amount: 10_000 RUB, extra: 2 k RUB}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE)
    return path


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "mfc_capacity", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert done.returncode == code, done.stderr
    return done


def test_the_page_begins_with_what_the_money_buys(office: Path) -> None:
    page = run("budget", office).stdout
    first, second, third = [line for line in page.splitlines() if "RUB" in line][:3]
    assert first.startswith("10,000 RUB buy a service level of ")
    assert second.startswith("12,000 RUB buy a service level of ")
    assert third.startswith("2,000 RUB more: ")
    assert "⠉" in page


def test_sums_are_read_with_and_without_the_currency(office: Path) -> None:
    grids = [
        run("budget", office, "--from", low, "--to", high, "--steps", 3, "-f", "ndjson").stdout
        for low, high in (("9k", "11 k RUB"), ("9 000", "11000 RUB"))
    ]
    assert grids[0] == grids[1]
    sums = [json.loads(line)["money"] for line in grids[0].splitlines()]
    assert {9_000.0, 10_000.0, 11_000.0} <= set(sums)


def test_mistakes_of_sums_come_at_once(office: Path) -> None:
    errors = run("budget", office, "--from", "much", "--at", "5 EUR", code=2).stderr
    assert "--from: 'much'" in errors
    assert "the file's currency is RUB" in errors
    assert "not more than --from" in run("budget", office, "--from", "9k", "--to", "9k", code=2).stderr
    assert "it has curve" in run("budget", office, "--table", "operators", code=2).stderr


def test_the_operators_of_a_sum_as_csv(office: Path) -> None:
    text = run("budget", office, "--at", "10k", "--table", "operators", "-f", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 32
    assert sum(int(row["operators_affordable"]) for row in rows) * 25 <= 10_000


def test_solve_and_its_exit_codes(office: Path) -> None:
    assert "full-time jobs" in run("budget", office, "--solve", "operators").stdout
    assert "no hotline scales with a driver" in run("budget", office, "--solve", "centres", code=2).stderr
    driver = ["--set", "drivers={n: {2024-01-01: 5, 2024-01-03: 8}}", "--set", "hotlines.a.scales_with=n"]
    calendar = ["--set", "calendar={from: 2024-01-01, to: 2024-01-07}", *driver]
    errors = run("budget", office, *calendar, "--solve", "centres", code=3).stderr
    assert "even 5 is beyond money" in errors


def test_options_in_the_wrong_place_are_refused(office: Path) -> None:
    errors = run("budget", office, "--driver", "n", "--channel", "sms", "--solve", "operators", code=2).stderr
    assert "--driver has no meaning here; it belongs to --solve centres" in errors
    assert "--channel has no meaning here; it belongs to --solve deflection" in errors


def test_a_sweep_in_every_place(office: Path, tmp_path: Path) -> None:
    target = tmp_path / "grid.csv"
    done = run("sweep", office, "--vary", "hotlines.a.aht=3m..5m/1m", "--metric", "cost, asa_s", "-o", target)
    assert (done.stdout, done.stderr) == ("", "")
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert list(rows[0]) == ["hotlines.a.aht", "group", "cost", "asa_s", "sweep_status", "problem"]
    assert [row["hotlines.a.aht"] for row in rows] == ["180.0", "240.0", "300.0"]
    assert (
        "did you mean cost?"
        in run("sweep", office, "--vary", "hotlines.a.aht=3m", "--metric", "csot", code=2).stderr
    )
    assert "down to zero" in run("sweep", office, "--vary", "targets.max_asa=0s", code=3).stderr


@pytest.mark.parametrize("name", ["budget", "solution", "sweep"])
def test_schemas_are_printed(name: str) -> None:
    assert json.loads(run("schema", name).stdout)["title"] == f"mfc-capacity/{name}/1.0"


def test_help_starts_without_numpy() -> None:
    code = (
        "import sys; import mfc_capacity.cli.app; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
