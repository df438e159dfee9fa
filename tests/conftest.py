"""Running the command as a user does, and loading scenarios from texts; Hypothesis without deadlines."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from mfc_capacity.cli.app import main
from mfc_capacity.pipeline import plan
from mfc_capacity.results import Plan
from mfc_capacity.scenario import load_scenario

# A busy machine is no failure.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

ROOT = Path(__file__).parents[1]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]
PlanText = Callable[..., Plan]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="record the outputs of this run as expected"
    )


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command in this process, from the repository's root."""
    monkeypatch.chdir(ROOT)
    for name in ("COLUMNS", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)

    def run_command(*arguments: str) -> Ran:
        monkeypatch.setattr("sys.argv", ["mfc-capacity", *arguments])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capfdbinary.readouterr()
        return Ran(int(stop.value.code or 0), out, err.decode())

    return run_command


@pytest.fixture
def plan_text() -> PlanText:
    """Plan a scenario given as a text."""

    def plan_of(text: str, intervals: str = "all", overrides: tuple[str, ...] = ()) -> Plan:
        loaded = load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _path: text.encode())
        return plan(loaded, intervals)

    return plan_of
