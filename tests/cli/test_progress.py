"""Progress on a terminal: it is there while the work goes on, and gone when it is done."""

import os
import pty
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import pytest

from mfc_capacity.cli import output
from mfc_capacity.cli.app import main
from tests.conftest import ROOT

Shown = Callable[..., str]
BAR, ERASED = "━", "\x1b[2K"
MINIMAL = "scenarios/minimal.yaml"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What a command writes to a terminal, which it has for standard error alone."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(output, "PATIENCE_S", 0.0)

    def run(*arguments: str, term: str = "xterm") -> str:
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr("sys.argv", ["mfc-capacity", *arguments])
        ours, theirs = pty.openpty()
        parts: list[bytes] = []
        reader = Thread(target=_read, args=(ours, parts))
        reader.start()
        with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
            monkeypatch.setattr("sys.stderr", terminal)
            with pytest.raises(SystemExit):
                main()
        reader.join()
        return b"".join(parts).decode()

    return run


def _read(terminal: int, parts: list[bytes]) -> None:
    """Read what is written to a terminal, to its end."""
    with suppress(OSError):  # the other end is closed
        while part := os.read(terminal, 65536):
            parts.append(part)
    os.close(terminal)


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
def test_a_bar_is_there_and_gone(shown: Shown, arguments: tuple[str, ...]) -> None:
    said = shown(*arguments)
    assert BAR in said
    assert BAR not in said.rpartition(ERASED)[2]


def test_a_dumb_terminal_has_none(shown: Shown) -> None:
    assert shown("plan", MINIMAL, term="dumb") == ""
