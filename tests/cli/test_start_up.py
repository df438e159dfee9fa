"""A command imports what it uses and no more: start-up is most of the time of a short one."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT

RUN = """
import sys
from contextlib import suppress
from mfc_capacity.cli.app import main
with suppress(SystemExit):
    main()
sys.stderr.write(chr(10).join(sys.modules))
"""
MINIMAL = str(ROOT / "scenarios" / "minimal.yaml")
ONE_INTERVAL = ("erlang", "c", "--calls", "360/h", "--aht", "4m", "--target", "80% in 20s")
ELSEWHERE = (
    *("mfc_capacity.answers.check", "mfc_capacity.wording.code_pages", "mfc_capacity.wording.en.codes"),
    *("mfc_capacity.render.xlsx", "mfc_capacity.render.html", "mfc_capacity.render.markdown", "xlsxwriter"),
    *("concurrent.futures.process", "rich.console", "scipy.optimize", "scipy.stats"),
)
OF_SCENARIOS = ("scenario", "demand", "staffing", "plan", "core.day", "core.simulation")
ENGINE = ("answers", "commands", "core", "render", *OF_SCENARIOS)


def test_help_needs_no_engine() -> None:
    unused = ("numpy", "scipy", "pydantic", "yaml", "rich", *(f"mfc_capacity.{name}" for name in ENGINE))
    assert not _imported(["--help"], unused)


def test_one_interval_needs_no_scenario() -> None:
    unused = (*ELSEWHERE, *(f"mfc_capacity.{name}" for name in OF_SCENARIOS))
    assert not _imported(
        ONE_INTERVAL, (*unused, "mfc_capacity.render.csv", "scipy.linalg", "multiprocessing")
    )


def test_rows_need_no_terminal(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("calls_per_hour,aht_s,operators\n360,240,30\n")
    assert not _imported(
        ["erlang", "--from", str(rows)], (*ELSEWHERE, "rich", "mfc_capacity.render.terminal")
    )


@pytest.mark.parametrize("options", [(), ("-f", "json")])
def test_a_plan_needs_no_other_command(options: Sequence[str]) -> None:
    others = (
        "budget",
        "check",
        "compare",
        "erlang",
        "explain",
        "report",
        "risk",
        "schedule",
        "simulate",
        "sweep",
    )
    unused = (*ELSEWHERE, *(f"mfc_capacity.commands.{name}" for name in others), "mfc_capacity.render.csv")
    assert not _imported(["plan", MINIMAL, *options], unused)


def _imported(arguments: Sequence[str], unused: Sequence[str]) -> set[str]:
    """Run a command by itself, and return which of the modules it has imported, or modules of these packages."""
    command = [sys.executable, "-c", RUN, *arguments]
    modules = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split()
    assert "mfc_capacity.cli.app" in modules
    return {
        name for name in modules if name.startswith(tuple(f"{name}." for name in unused)) or name in unused
    }
