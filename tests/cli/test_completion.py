"""Completion of a shell: files as files, and what a scenario has; it loads nothing that computes."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

RUN = """
import sys
from mfc_capacity.cli.app import main
sys.argv[0] = "mfc-capacity"
try:
    main()
finally:
    sys.stderr.write(chr(10).join(sys.modules))
"""


def completed(line: str, shell: str = "bash") -> list[str]:
    """Return what a shell is offered for the last word of a line."""
    words = line.split(" ")
    of_shell = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }
    asked = {"_MFC_CAPACITY_COMPLETE": f"complete_{shell}", **of_shell[shell]}
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **asked},
    )
    loaded = set(done.stderr.split())
    assert "mfc_capacity.cli.app" in loaded
    assert not loaded & {"numpy", "scipy", "rich", "mfc_capacity.scenario"}
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mfc-capacity ex", ["explain"]),
        ("mfc-capacity plan scenarios/mo", []),  # a file: the shell completes it
        ("mfc-capacity plan scenarios/moscow-2014.yaml --variant dig", ["digital"]),
        ("mfc-capacity plan scenarios/moscow-2014.yaml --set hotlines.mfc.a", ["hotlines.mfc.aht"]),
        ("mfc-capacity plan nowhere.yaml --set h", []),
        ("mfc-capacity plan --table s", ["summary"]),
        ("mfc-capacity plan -f x", ["xlsx"]),
    ],
)
def test_what_is_offered(line: str, offered: list[str]) -> None:
    assert completed(line) == offered


@pytest.mark.parametrize(
    ("shell", "offered"), [("zsh", """_arguments '*: :(("digital"))'"""), ("fish", "digital")]
)
def test_other_shells_are_offered_the_same(shell: str, offered: str) -> None:
    line = "mfc-capacity plan scenarios/moscow-2014.yaml --variant dig"
    assert " ".join(completed(line, shell)) == offered
