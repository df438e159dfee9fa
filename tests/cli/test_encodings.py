"""Screens that lack signs: what the tool itself prints is written with twins in ASCII, never as a question mark."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mfc_capacity.files.text import TWINS
from tests.conftest import ROOT

DRAWN = set("▁▂▃▄▅▆▇█░▒▓│┼├┤─▲✓✗⠒⠂⠐")  # of pictures, which have letters of their own for such a screen
WORDS = sorted((ROOT / "mfc_capacity" / "wording" / "en").glob("*.py"))


@pytest.mark.parametrize("encoding", ["ascii", "cp1251"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "scenarios/peak-day.yaml"),
        ("plan", "scenarios/peak-day.yaml", "--table", "summary"),
        ("explain", "scenarios/peak-day.yaml"),
        ("check", "scenarios/peak-day.yaml", "--limits", "scenarios/limits/finance.yaml"),
        ("validate", "nowhere.yaml"),
    ],
)
def test_no_sign_is_lost(arguments: tuple[str, ...], encoding: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-m", "mfc_capacity", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )
    said = (done.stdout + done.stderr).decode(encoding)
    assert said
    assert "?" not in said
    assert "\\u" not in said


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.name)
def test_every_sign_of_the_wording_has_a_twin(path: Path) -> None:
    signs = {c for c in path.read_text(encoding="utf-8") if ord(c) > 127 and not c.isalpha()}
    assert signs <= TWINS.keys() | DRAWN
