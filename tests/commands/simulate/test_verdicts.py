"""A verdict is given only where the target lies outside the confidence interval."""

import math
from pathlib import Path

import numpy as np
import pytest

from mfc_capacity.answers.records import KEPT, SHORT, UNSURE
from mfc_capacity.commands.simulate.verdicts import judged
from mfc_capacity.core.simulation.replications import Estimate
from mfc_capacity.files.units import ServiceLevel
from mfc_capacity.scenario import TargetSet
from tests.conftest import Run

TARGETS = TargetSet(ServiceLevel(0.8, 20.0), None, 0.05, None)


def met(level: float, abandonment: float) -> dict[str, Estimate]:
    values = {"service_level": (level, 0.02), "abandonment": (abandonment, 0.01)}
    return {name: Estimate(np.array([value]), np.array([width])) for name, (value, width) in values.items()}


@pytest.mark.parametrize(
    ("level", "abandonment", "verdict", "missed"),
    [
        (0.83, 0.03, KEPT, ""),
        (0.819, 0.03, UNSURE, ""),
        (0.781, 0.03, UNSURE, ""),
        (0.779, 0.03, SHORT, "service_level"),
        (0.83, 0.045, UNSURE, ""),
        (0.83, 0.061, SHORT, "max_abandonment"),
        (0.7, 0.061, SHORT, "service_level; max_abandonment"),
        (0.7, 0.055, SHORT, "service_level"),
        (math.nan, math.nan, KEPT, ""),
    ],
)
def test_from_both_sides(level: float, abandonment: float, verdict: str, missed: str) -> None:
    found = judged(met(level, abandonment), TARGETS, np.array([9.0]))
    assert (str(found.verdict[0]), found.missed[0]) == (verdict, missed)
    assert found.count(verdict) == 1


def test_nobody_calls_and_nothing_is_judged() -> None:
    found = judged(met(math.nan, math.nan), TARGETS, np.array([0.0]))
    assert (str(found.verdict[0]), found.missed[0]) == ("", "")


def test_without_targets_every_interval_is_kept() -> None:
    found = judged(met(0.1, 0.9), TargetSet(), np.array([9.0]))
    assert found.count(KEPT) == 1


@pytest.mark.parametrize(("waiting", "verdict", "missed"), [(0.3, SHORT, "max_p_wait"), (0.1, KEPT, "")])
def test_a_share_who_wait_is_judged(waiting: float, verdict: str, missed: str) -> None:
    estimates = {"p_wait": Estimate(np.array([waiting]), np.array([0.01]))}
    found = judged(estimates, TargetSet(max_p_wait=0.2), np.array([9.0]))
    assert (str(found.verdict[0]), found.missed[0]) == (verdict, missed)


def test_a_threshold_too_far_ahead_for_the_chain_is_played_all_the_same(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "far.yaml"
    path.write_text(
        "calendar: {from: 2014-03-03, to: 2014-03-03, interval: 15m}\n"
        "hotlines: {a: {calls_per_day: 90, aht: 4m, patience: 20m}}\n"
        "targets: {service_level: 50% in 300h}\n",
        encoding="utf-8",
    )
    answer = run("simulate", str(path), "--precision", "5%", "-f", "json")
    assert answer.code == 0
    (day,) = answer.document["tables"]["day"]
    assert day["worst_service_level"] is not None
