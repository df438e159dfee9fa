"""A service level that leaves out who soon hangs up is the mean over those who are not left out."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

TEXT = """
currency: RUB
METHOD
calendar: {from: 2024-01-01, to: 2024-01-02, interval: 30m}
hotlines:
  a: {calls_per_day: 900, aht: 4m, patience: 1m, hours: 09:00-11:00, profile: {09:00: 1, 10:00: 2}REDIALS}
  MORE
groups: {all: {hotlines: [HOTLINES], min_operators: 28LINES}}
targets: {service_level: {answered: 1%, within: 20s, of: OF}}
varies: VARIES
costs: {operator_hour: 100 RUB}
budget: {amount: 11200 RUB}
limits: [{id: level, metric: service_level, per: horizon, min: 1%}]
"""
PLAIN = {"METHOD": "", "REDIALS": "", "MORE": "", "HOTLINES": "a", "LINES": "", "VARIES": "0%"}
UNLIKE = {"MORE": "b: {calls_per_day: 90, aht: 9m, patience: 3m, hours: 09:00-11:00}", "HOTLINES": "a, b"}
CASES = {
    "plain": {},
    "through the day": {"METHOD": "method: time-dependent"},
    "lines": {"LINES": ", lines: 36"},
    "redials": {"REDIALS": ", redials: {share: 60%, after: 5m}"},
    "redials through the day": {
        "REDIALS": ", redials: {share: 60%, after: 5m}",
        "METHOD": "method: time-dependent",
    },
    "unlike": UNLIKE,
    "unlike through the day": {**UNLIKE, "METHOD": "method: time-dependent"},
    "varies": {"VARIES": "30%"},
}
QUICK = ("plain", "lines", "varies")
# Where hotlines differ, steady states of two thresholds are worked out apart, and a queue that is carried is corrected.
TOLERANCES = {
    "unlike": 1e-4,
    "unlike through the day": 5e-3,
    "redials through the day": 1e-3,  # each level is corrected by odds of its own
}


def written(folder: Path, case: str, of: str) -> str:
    text = TEXT.replace("of: OF", f"of: {of}")
    for key, value in {**PLAIN, **CASES[case]}.items():
        text = text.replace(key, value)
    path = folder / f"{of[:5]}.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=() if case in QUICK else pytest.mark.slow) for case in CASES]
)
def test_the_mean_is_over_those_who_are_counted(run: Run, tmp_path: Path, case: str) -> None:
    def tables(of: str) -> dict[str, list[dict[str, Any]]]:
        arguments = ("--intervals", "2024-01-01", "-f", "json")
        found: dict[str, Any] = run("plan", written(tmp_path, case, of), *arguments).document["tables"]
        return found

    offered, short = tables("offered"), tables("short, short: 5s")
    # A caller is answered in time or not, whoever is counted: those counted are in time / level.
    in_time, counted, calling = 0.0, 0.0, 0.0
    for of_offered, of_short in zip(offered["intervals"], short["intervals"], strict=True):
        assert of_offered["operators_required"] == of_short["operators_required"] == 28
        attempts = of_offered.get("attempts", of_offered["calls"])
        in_time += attempts * of_offered["service_level"]
        counted += attempts * of_offered["service_level"] / of_short["service_level"]
        calling += attempts * of_short["service_level"]
    day, total = short["days"][0], short["summary"][-1]
    tolerance = TOLERANCES.get(case, 1e-7)
    assert day["service_level"] == pytest.approx(in_time / counted, rel=tolerance)
    assert total["service_level"] == pytest.approx(day["service_level"], rel=1e-9)
    assert (
        day["service_level"]
        > calling / sum(each.get("attempts", each["calls"]) for each in offered["intervals"]) + 2e-3
    )
    checked = run("check", written(tmp_path, case, "short, short: 5s"), "-f", "json").document
    assert checked["scenarios"][0]["limits"][0]["actual"] == total["service_level"]


@pytest.mark.parametrize("case", QUICK)
def test_the_budget_counts_the_same(run: Run, tmp_path: Path, case: str) -> None:
    path = written(tmp_path, case, "short, short: 5s")
    total = run("plan", path, "-f", "json").document["tables"]["summary"][-1]
    answer = run("budget", path, "--steps", "2", "-f", "json").document["budget"]
    assert answer["as_planned"]["service_level"] == pytest.approx(total["service_level"], rel=1e-6)


def test_a_simulated_day_counts_the_same(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "plain", "short, short: 5s")
    total = run("plan", path, "-f", "json").document["tables"]["summary"][-1]
    played = run("simulate", path, "--date", "2024-01-01", "-f", "json").document
    assert played["tables"]["day"][0]["promised_service_level"] == pytest.approx(total["service_level"])
