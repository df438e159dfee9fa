"""A plan's JSON that something else has changed: refused in words, or compared as far as it goes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

TWO_GROUPS = """calendar: {from: 2014-03-03, to: 2014-03-05, interval: 60m}
hotlines: {a: {calls_per_day: 100, aht: 3m}, b: {calls_per_day: 300, aht: 3m}}
targets: {service_level: 80% in 20s}
"""
Damage = Callable[[list[dict[str, Any]]], object]


def without_total(summary: list[dict[str, Any]]) -> None:
    del summary[-1]
    summary[0]["calls"] += 1.0


def without_a_column(summary: list[dict[str, Any]]) -> None:
    del summary[1]["calls"]


@pytest.fixture
def damaged(run: Run, tmp_path: Path) -> Callable[[Damage], tuple[str, str]]:
    """Return a scenario, and its plan's JSON after something was done to its summary."""

    def files(damage: Damage) -> tuple[str, str]:
        scenario, plan = tmp_path / "two.yaml", tmp_path / "plan.json"
        scenario.write_text(TWO_GROUPS, encoding="utf-8")
        document = run("plan", str(scenario), "-f", "json").document
        damage(document["tables"]["summary"])
        plan.write_text(json.dumps(document), encoding="utf-8")
        return str(scenario), str(plan)

    return files


@pytest.mark.parametrize("damage", [without_total, without_a_column])
def test_a_summary_that_lacks_something_is_compared(
    run: Run, damaged: Callable[[Damage], tuple[str, str]], damage: Damage
) -> None:
    scenario, plan = damaged(damage)
    assert run("compare", scenario, plan).code == 0
    assert run("report", scenario, "--baseline", plan, "--no-simulate").code == 0


def test_figures_beyond_counting_are_refused(run: Run, damaged: Callable[[Damage], tuple[str, str]]) -> None:
    scenario, plan = damaged(lambda summary: summary[0].update(abandonment=1e308))
    ran = run("compare", scenario, plan)
    assert ran.code == 2
    assert "abandonment" in ran.err


def test_lone_surrogates_are_refused(run: Run, damaged: Callable[[Damage], tuple[str, str]]) -> None:
    scenario, plan = damaged(lambda summary: summary[0].update(group="\ud800"))
    ran = run("compare", scenario, plan, "-f", "json")
    assert ran.code == 2
    assert "these bytes are no characters" in ran.err
