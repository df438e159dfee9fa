"""Progress on a terminal: it is there while the work goes on, and gone when it is done."""

import os
import pty
import subprocess
import sys

import pytest

from tests.conftest import ROOT

AT_ONCE = "from mfc_capacity.cli import app, output; output.PATIENCE_S = 0.0; app.main()"
BAR, ERASED = "━", "\x1b[2K"
MINIMAL = "scenarios/minimal.yaml"


def shown(*arguments: str, term: str = "xterm") -> str:
    """Return what a command writes to a terminal, which it has for standard error alone."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "TERM": term}
    command = [sys.executable, "-c", AT_ONCE, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=theirs):
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return b"".join(parts).decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", MINIMAL),
        ("sweep", MINIMAL, "--vary", "shrinkage=20%,30%"),
        ("compare", MINIMAL, "scenarios/service-desk.yaml"),
        ("check", "scenarios/service-desk.yaml", "--limits", "scenarios/limits/finance.yaml"),
        ("fit", "scenarios/past/calls.csv"),
    ],
)
def test_a_bar_is_there_and_gone(arguments: tuple[str, ...]) -> None:
    said = shown(*arguments)
    assert BAR in said
    assert BAR not in said.rpartition(ERASED)[2]


def test_a_dumb_terminal_has_none() -> None:
    assert shown("plan", MINIMAL, term="dumb") == ""
