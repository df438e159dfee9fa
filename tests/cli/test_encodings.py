"""Screens that lack signs: what the tool itself prints is written with twins in ASCII, never as a question mark."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mfc_capacity.cli.app import main
from mfc_capacity.files.text import TWINS
from tests.conftest import ROOT

Written = Callable[..., bytes]
DRAWN = set("▁▂▃▄▅▆▇█░▒▓│┼├┤─▲✓✗⠒⠂⠐")  # of pictures, which have letters of their own for such a screen
WORDS = sorted((ROOT / "mfc_capacity" / "wording" / "en").glob("*.py"))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """What a command writes to streams in an encoding."""
    monkeypatch.chdir(ROOT)

    def run(encoding: str, *arguments: str) -> bytes:
        monkeypatch.setattr("sys.argv", ["mfc-capacity", *arguments])
        both = io.BytesIO()
        for stream in ("stdout", "stderr"):
            monkeypatch.setattr(sys, stream, io.TextIOWrapper(both, encoding, write_through=True))
        with pytest.raises(SystemExit):
            main()
        return both.getvalue()

    return run


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
def test_no_sign_is_lost(written: Written, arguments: tuple[str, ...], encoding: str) -> None:
    said = written(encoding, *arguments).decode(encoding)
    assert said
    assert "?" not in said
    assert "\\u" not in said


@pytest.mark.parametrize("encoding", ["cp1251", "ascii", "utf-8"])
def test_bars_are_drawn_in_signs_of_the_encoding_and_data_are_utf_8(written: Written, encoding: str) -> None:
    shown = written(encoding, "plan", "scenarios/peak-day.yaml").decode(encoding)
    assert ("█" in shown) == (encoding == "utf-8")
    assert ("#" in shown) == (encoding != "utf-8")
    assert json.loads(written(encoding, "plan", "scenarios/peak-day.yaml", "-f", "json"))["tables"]


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.name)
def test_every_sign_of_the_wording_has_a_twin(path: Path) -> None:
    signs = {c for c in path.read_text(encoding="utf-8") if ord(c) > 127 and not c.isalpha()}
    assert signs <= TWINS.keys() | DRAWN
