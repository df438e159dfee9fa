"""Running the command as a user does, and loading scenarios from texts; Hypothesis without deadlines."""

import gc
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command sets it, before numpy is imported

import pytest
import typer.main
from hypothesis import HealthCheck, settings

from mfc_capacity.answers.records import Plan
from mfc_capacity.cli.app import OBJECTS_BETWEEN_COLLECTIONS, main
from mfc_capacity.files.problems import MfcError
from mfc_capacity.plan.answer import plan
from mfc_capacity.plan.planner import Planned, planned
from mfc_capacity.scenario import LoadedScenario, load_scenario
from mfc_capacity.wording import problem_text

gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as the command sets it

# A busy machine is no failure.
# The same examples every time, or a change is blamed for what chance found; "exploring" looks for new ones.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeated", UNHURRIED, derandomize=True)
settings.register_profile("exploring", UNHURRIED)
settings.load_profile("repeated")

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


def in_words(error: MfcError) -> str:
    """Return what a user reads of an error."""
    return "\n".join(map(problem_text, error.problems))


@contextmanager
def refused(kind: type[MfcError], match: str = "") -> Iterator[pytest.ExceptionInfo[MfcError]]:
    """Expect an error whose words match."""
    with pytest.raises(kind) as caught:
        yield caught
    assert re.search(match, in_words(caught.value)), in_words(caught.value)


Run = Callable[..., Ran]
PlanText = Callable[..., Plan]
PlanOf = Callable[..., Planned]
Load = Callable[..., LoadedScenario]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="record the outputs of this run as expected"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless it is asked for."""
    if "long" in config.option.markexpr:
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="takes long; ask for it by -m long"))


def pytest_collection_finish() -> None:
    """Let the collector pass over thousands of tests, which are there to the end."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def commands_are_cheap() -> Iterator[None]:
    """Commands are built once, and start no processes of their own: pytest has the cores."""
    with (
        mock.patch("mfc_capacity.plan.pool.cores", return_value=1),
        mock.patch("typer.main.get_command", cache(typer.main.get_command)),
    ):
        yield


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


ANSWERED: dict[tuple[str, ...], Ran] = {}


@pytest.fixture
def once(run: Run) -> Run:
    """Run a command that reads only files of the repository, as far as it has not been run before."""

    def run_once(*arguments: str) -> Ran:
        if arguments not in ANSWERED:
            ANSWERED[arguments] = run(*arguments)
        return ANSWERED[arguments]

    return run_once


@pytest.fixture
def plan_text() -> PlanText:
    """Plan a scenario given as a text."""

    def plan_of(text: str, intervals: str = "all", overrides: tuple[str, ...] = ()) -> Plan:
        loaded = load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _path: text.encode())
        return plan(loaded, intervals)

    return plan_of


@pytest.fixture
def plan_of() -> PlanOf:
    """Plan a scenario that is given as a text, without writing the plan down."""

    def plan_text(text: str, *overrides: str) -> Planned:
        return planned(load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _: text.encode()))

    return plan_text


@pytest.fixture(scope="session")
def load() -> Load:
    """Load a scenario from a text."""

    def load_text(text: str, *overrides: str) -> LoadedScenario:
        return load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _path: text.encode())

    return load_text
