"""No legal value, however extreme, makes a command fail, hang or write what is no JSON.

`pytest tests/test_extremes.py -m long` draws thousands of scenarios and takes hours.
"""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.conftest import ROOT
from tests.extremes import METHODS, asked, broken_rule, scenarios

PLAN = ("plan", "SCENARIO", "-f", "json")
OTHERS = (
    ("explain", "SCENARIO", "--group", "all", "-f", "json"),
    ("simulate", "SCENARIO", "--precision", "50%", "-f", "json"),
    ("sweep", "SCENARIO", "--vary", "hotlines.line0.aht=1m,2m", "-f", "json"),
    (
        "risk",
        "SCENARIO",
        "--samples",
        "8",
        "--set",
        "hotlines.line0.aht={value: 3m, range: 2m..5m}",
        "-f",
        "json",
    ),
    ("compare", "SCENARIO", str(ROOT / "scenarios/minimal.yaml"), "-f", "json"),
    ("check", "SCENARIO", "-f", "json"),
    ("budget", "SCENARIO", "-f", "json"),
    ("budget", "SCENARIO", "--solve", "centres", "-f", "json"),
    ("report", "SCENARIO"),
    ("validate", "SCENARIO"),
    ("resolve", "SCENARIO"),
)
CODES = {"check": (0, 1, 2, 3), "compare": (0, 2, 3)}

few = settings(
    max_examples=3, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
)
many = settings(max_examples=2_000, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


def keeps_the_rule(folder: Path, scenario: dict[str, Any], command: tuple[str, ...]) -> None:
    answer = asked(folder, scenario, *command)
    broken = broken_rule(answer, CODES.get(command[0], (0, 2, 3)), is_json="json" in command)
    assert broken is None, broken


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_a_few_plans(method: str, tmp_path: Path) -> None:
    @few
    @given(scenarios((method,)))
    def plan(scenario: dict[str, Any]) -> None:
        keeps_the_rule(tmp_path, scenario, PLAN)

    plan()


@pytest.mark.long
@pytest.mark.parametrize("method", METHODS)
def test_many_plans(method: str, tmp_path: Path) -> None:
    @many
    @given(scenarios((method,)))
    def plan(scenario: dict[str, Any]) -> None:
        keeps_the_rule(tmp_path, scenario, PLAN)

    plan()


@pytest.mark.long
@pytest.mark.parametrize("command", OTHERS, ids=" ".join)
def test_many_answers_of_each_other_command(command: tuple[str, ...], tmp_path: Path) -> None:
    @many
    @given(scenarios())
    def answer(scenario: dict[str, Any]) -> None:
        keeps_the_rule(tmp_path, scenario, command)

    answer()
