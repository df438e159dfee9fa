"""Waits that people feel, as a scenario promises them: planned, explained, played, checked and compared."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special

from mfc_capacity.core.steady.erlang import steady_state
from tests.commands.simulate.days import answered, records
from tests.conftest import PlanOf, Run

DAY = """
method: {method}
calendar: {{interval: 30m}}
hotlines: {{mfc: {{calls_per_day: 2400, aht: 4m, patience: 3m, hours: 08:00-20:00}}}}
targets: {{{targets}}}
"""
FAR = 3.5  # half-widths, of which 1 covers 95 %
PROMISES = [
    ("max_p_wait: 20%", "max_p_wait"),
    ("wait: 95% under 1m", "wait"),
    ("service_level: {answered: 85%, within: 20s, of: short, short: 5s}", "service_level"),
    ("service_level: {answered: 85%, within: 20s, of: positive}", "service_level"),
]


def scenario(tmp_path: Path, targets: str, method: str = "stationary", more: str = "") -> str:
    path = tmp_path / "day.yaml"
    path.write_text(DAY.format(method=method, targets=targets) + more, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
@pytest.mark.parametrize(("targets", "key"), PROMISES)
def test_a_promise_decides_and_is_said(run: Run, tmp_path: Path, targets: str, key: str, method: str) -> None:
    path = scenario(tmp_path, targets, method)
    rows = run("plan", path, "--table", "intervals", "-f", "json").document["tables"]["intervals"]
    assert {row["bound_by"] for row in rows} == {key}
    assert ("wait_level" in rows[0]) == (key == "wait")
    said = run("explain", path, "--at", "12:00").text
    assert f"needed for {key}" in said
    assert "kept" in said
    assert "MISSED" in said


def test_levels_and_percentile_of_an_interval_are_those_of_its_steady_state(run: Run, tmp_path: Path) -> None:
    targets = "service_level: {answered: 60%, within: 20s, of: short, short: 5s}, wait: 70% under 1m"
    document = run("plan", scenario(tmp_path, targets), "--table", "intervals", "-f", "json").document
    row = document["tables"]["intervals"][3]
    calls, n = row["calls"] * 2, row["operators_required"]
    steady = steady_state(calls, 240, n, patience_s=180, within_s=20, short_s=5.0)
    assert row["service_level"] == pytest.approx(float(steady.service_level_short), abs=1e-12)
    longer = steady_state(calls, 240, n, patience_s=180, within_s=60).service_level_answered
    assert row["wait_level"] == pytest.approx(float(longer), abs=1e-12)
    at_p90 = steady_state(calls, 240, n, patience_s=180, within_s=row["p90_wait_s"]).service_level_answered
    assert float(at_p90) == pytest.approx(0.9, abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(("targets", "key"), PROMISES)
def test_what_is_planned_through_the_day_is_what_calls_meet(targets: str, key: str) -> None:
    text = DAY.format(method="time-dependent", targets=targets)
    (day,) = records(answered(text, precision=0.005), "day")
    name = {"max_p_wait": "p_wait", "wait": "wait_level"}.get(key, "service_level")
    off = abs(day[f"promised_{name}"] - day[f"simulated_{name}"])
    assert off < FAR * day[f"simulated_{name}_half_width"]
    assert day["intervals_short"] <= 2


@pytest.mark.parametrize(
    ("targets", "measure"), [("wait: 95% under 1m", "in_wait"), ("max_p_wait: 20%", "p_wait")]
)
def test_operators_for_days_that_vary_are_those_of_an_independent_quadrature(
    plan_of: PlanOf, targets: str, measure: str
) -> None:
    """The mean over a Gamma law at 400 Gauss-Laguerre nodes: of answered callers, and of all."""
    text = "varies: 20%\n" + DAY.format(method="stationary", targets=targets)
    (group,) = plan_of(text).groups
    n = int(group.operators.required.max())
    shape = 25.0
    nodes, weights = special.roots_genlaguerre(150, shape - 1)
    factors, weights = nodes / shape, weights / weights.sum()

    def mean(operators: int) -> float:
        state = steady_state(200.0 * factors, 240, operators, patience_s=180, within_s=60)
        if measure == "p_wait":
            return float(1 - (weights * factors * state.p_wait).sum() / (weights * factors).sum())
        answered_calls = weights * factors * (1 - state.abandonment)
        return float((answered_calls * state.service_level_answered).sum() / answered_calls.sum())

    least = 0.95 if measure == "in_wait" else 0.8
    assert mean(n) >= least > mean(n - 1)


def test_a_limit_on_the_percentile_is_judged_in_every_interval(run: Run, tmp_path: Path) -> None:
    limit = "limits: [{{id: p90, metric: p90_wait_s, max: {most}, per: interval}}]\n"
    kept = run("check", scenario(tmp_path, "wait: 95% under 1m", more=limit.format(most="2m")))
    broken = run("check", scenario(tmp_path, "wait: 95% under 1m", more=limit.format(most="1s")))
    assert (kept.code, broken.code) == (0, 1)


def test_compare_names_another_threshold_as_the_cause(run: Run, tmp_path: Path) -> None:
    before = scenario(tmp_path, "wait: 95% under 1m")
    after = tmp_path / "after.yaml"
    after.write_text(DAY.format(method="stationary", targets="wait: 95% under 10s"), encoding="utf-8")
    answer = run("compare", before, str(after), "-f", "json").document
    assert "targets.wait" in json.dumps(answer)
    assert "share who may wait longer" in run("compare", before, str(after)).text


WRONG = [
    ("wait: 95% in 1m", "write it as 95% under 2m"),
    ("wait: 0.95", "write it as 95% under 2m"),
    ("max_p_wait: 120%", "120%"),
    ("service_level: {answered: 80%, within: 20s, short: 5s}", "write of: short beside it"),
    ("service_level: {answered: 80%, within: 20s, of: shorts}", "did you mean short?"),
]


@pytest.mark.parametrize(("targets", "hint"), WRONG)
def test_mistakes_are_refused_with_what_to_write(run: Run, tmp_path: Path, targets: str, hint: str) -> None:
    answer = run("plan", scenario(tmp_path, targets))
    assert answer.code == 2
    assert hint in answer.err


@pytest.mark.parametrize("targets", ["wait: 100% under 1m", "max_p_wait: 0%"])
def test_what_no_number_of_operators_keeps_is_said(run: Run, tmp_path: Path, targets: str) -> None:
    answer = run("plan", scenario(tmp_path, targets))
    assert answer.code in {2, 3}
    assert answer.err


A = ("erlang", "a", "--calls", "360/h", "--aht", "4m", "--patience", "2m")


def test_erlang_answers_each_of_them(run: Run) -> None:
    options = ("--target", "80% in 20s", "--of", "short", "--short", "5s", "--wait", "95% under 30s")
    answer = run(*A, *options, "--max-p-wait", "40%", "-f", "json").document
    (row,), fewer = answer["tables"]["erlang"], answer["one_fewer"]
    assert (row["bound_by"], row["wait"], row["wait_within_s"], row["short_s"]) == ("wait", 0.95, 30, 5)
    assert row["wait_level"] >= 0.95 > fewer["wait_level"]
    for record in (row, fewer):
        state = steady_state(360, 240, record["operators"], patience_s=120, within_s=20, short_s=5.0)
        assert record["service_level_short"] == pytest.approx(float(state.service_level_short))
        assert record["service_level_positive"] == pytest.approx(float(state.service_level_positive))


def test_erlang_reads_them_from_rows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        "calls_per_hour,aht_s,patience_s,wait,wait_within_s,max_p_wait,short_s\n"
        "360,240,120,0.95,30,,\n"
        "360,240,,,,20%,\n"
        "360,240,120,,,20%,5\n",
        encoding="utf-8",
    )
    rows: list[dict[str, Any]] = run("erlang", "--from", str(path), "-f", "json").document["tables"]["erlang"]
    assert [row["bound_by"] for row in rows] == ["wait", "max_p_wait", "max_p_wait"]
    assert rows[0]["wait_level"] >= 0.95
    assert rows[1]["wait_level"] is None
    assert max(row["p_wait"] for row in rows[1:]) <= 0.2
    state = steady_state(360, 240, rows[2]["operators"], patience_s=120, short_s=5.0)
    assert rows[2]["service_level_short"] == pytest.approx(float(state.service_level_short))
    assert np.isfinite([row["p90_wait_s"] for row in rows]).all()


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--target", "80% in 20s", "--short", "5s"), "write --of short beside it"),
        (("--wait", "95% in 30s"), "write it as 95% under 2m"),
        (("--operators", "20", "--wait", "95% under 30s"), "--operators: stands beside --wait"),
    ],
)
def test_erlang_refuses_what_does_not_fit(run: Run, options: tuple[str, ...], hint: str) -> None:
    answer = run(*A, *options)
    assert answer.code == 2
    assert hint in answer.err


def test_rows_with_a_wait_and_no_threshold_are_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("calls_per_hour,aht_s,wait\n360,240,0.95\n", encoding="utf-8")
    answer = run("erlang", "--from", str(path))
    assert answer.code == 2
    assert "wait_within_s" in answer.err
