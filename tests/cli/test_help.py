"""Help reads well at 80 columns and in pipes, names every command once, and its examples run as they stand."""

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mfc_capacity.cli.app import app
from mfc_capacity.wording.en.help import EXAMPLES, WORK
from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]
COMMANDS = [command.name or "" for command in app.registered_commands]
PEOPLE = """
people:
  city: {employed: 30, attrition: 3% a month}
"""
LIMITS = """\
schema: mfc-capacity/limits/1
limits:
  - {id: few-hang-up, metric: abandonment, max: 5%}
"""


@pytest.fixture
def folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a short starter, its shifts and people written out, a range, records and limits."""
    assert run("init", str(tmp_path / "scenario.yaml")).code == 0
    monkeypatch.chdir(tmp_path)
    text = Path("scenario.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("# shifts: ", "shifts: "),
        ("#   day:", "  day:"),
        ("from: 2026-01-01\n", "from: 2026-02-23\n"),
        ("to: 2026-03-31", "to: 2026-03-02"),
        ("method: time-dependent", "method: stationary"),
        ("aht: 2m 40s", "aht: {value: 2m 40s, range: 2m 20s..3m}"),
    ):
        assert old in text
        text = text.replace(old, new)
    Path("scenario.yaml").write_text(text + PEOPLE, encoding="utf-8")
    Path("limits.yaml").write_text(LIMITS, encoding="utf-8")
    shutil.copy(ROOT / "scenarios" / "past" / "calls.csv", "calls.csv")
    return tmp_path


@pytest.mark.slow
def test_examples_run(run: Run, folder: Path) -> None:
    shutil.move("scenario.yaml", "kept.yaml")
    for command, examples in EXAMPLES.items():
        assert len(examples) == 2
        for example in examples:
            tool, *words = shlex.split(example)
            assert (tool, words[0]) == ("mfc-capacity", command)
            ran = run(*words)
            assert ran.code == 0, (example, ran.err)
        if command == "init":
            shutil.move("kept.yaml", "scenario.yaml")
    assert (folder / "backtest.html").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_a_screen_and_ends_with_examples(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run(command, "--help").text.rstrip().splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.strip() for line in lines[-3:]] == ["Examples:", *EXAMPLES[command]]


def test_the_list_has_every_command_once_with_all_it_does(run: Run) -> None:
    assert sorted(name for names in WORK.values() for name in names) == sorted(COMMANDS)
    assert "..." not in run("--help").text.replace("[ARGS]...", "")
