from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from mfc_capacity.cli.app import main

TWO_GROUPS = """\
currency: RUB
calendar: {from: 2014-03-30, to: 2014-04-03}
drivers: {centres: {2014-03-01: 10, 2014-04-02: 15}}
hotlines:
  a: {calls_per_day: 3000, aht: 3m, patience: 2m, hours: {mon-fri: 08:00-20:00}, scales_with: centres}
  b: {calls_per_day: 800, aht: 2m, patience: 90s, hours: 09:00-18:00}
peaks:
  rush: {when: {dates: [2014-04-01, 2014-04-03]}, multiply: {b: 2}}
groups:
  north: {hotlines: [a]}
  south: {hotlines: [b]}
shrinkage: 25%
costs: {operator_hour: 400 RUB}
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, outside GitHub Actions."""
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in the folder, after writing files into it (their text by name without .yaml)."""

    def run_command(*arguments: str, **files: str) -> Ran:
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["mfc-capacity", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsysbinary.readouterr()
        return Ran(int(stopped.value.code or 0), said.out.decode(), said.err.decode())

    return run_command
