"""Callers who come again in `explain`, `compare` and `check`."""

from pathlib import Path

import pytest

from mfc_capacity.core.steady.redials import steady_state_with_redials
from tests.conftest import Run

DAY = """
hotlines:
  a: {calls_per_day: 2000, aht: 200s, patience: 2m, hours: 08:00-18:00REDIALS}
targets: {service_level: 80% in 20s}
limits: [{id: never, metric: never_served, max: 2%}, {id: attempts, metric: attempts, max: 2100}]
"""


@pytest.fixture
def again(tmp_path: Path) -> str:
    path = tmp_path / "again.yaml"
    path.write_text(DAY.replace("REDIALS", ", redials: {share: 60%, after: 8m}"), encoding="utf-8")
    return str(path)


def test_explain_leads_from_calls_to_attempts(run: Run, again: str) -> None:
    steps = run("explain", again, "--at", "09:00", "-f", "json").document["tables"]["steps"]
    by_metric = {step["metric"]: step for step in steps if step["metric"]}
    (row,) = (
        row
        for row in run("plan", again, "-f", "json").document["tables"]["intervals"]
        if row["start"] == "09:00"
    )
    assert by_metric["attempts"]["value"] == pytest.approx(row["attempts"], rel=1e-9)
    assert by_metric["never_served"]["value"] == pytest.approx(row["never_served"], rel=1e-9)
    keys = [step["key"] for step in steps]
    assert {"hotlines.a.redials.share", "hotlines.a.redials.after"} <= set(keys)


def test_compare_names_them_as_the_cause(run: Run, again: str, tmp_path: Path) -> None:
    before = tmp_path / "before.yaml"
    before.write_text(DAY.replace("REDIALS", ""), encoding="utf-8")
    ran = run("compare", str(before), again)
    assert "share of a who call again" in ran.text
    assert "share of calls" not in ran.text
    (cause,) = {
        row["cause"] for row in run("compare", str(before), again, "-f", "json").document["tables"]["causes"]
    }
    assert "hotlines.a.redials" in cause


def test_check_limits_attempts_and_who_is_never_served(run: Run, again: str) -> None:
    ran = run("check", again)
    assert ran.code == 1
    assert "never_served is 2.2 %" in ran.text + ran.err
    assert "2 limits: 1 kept, 1 broken" in ran.text + ran.err


def of_callers(tmp_path: Path, redials: str, *, of: str = "callers", method: str = "stationary") -> str:
    path = tmp_path / f"{of}.yaml"
    level = f"{{answered: 80%, within: 20s, of: {of}}}"
    text = DAY[: DAY.index("limits")].replace("REDIALS", redials).replace("80% in 20s", level)
    path.write_text(f"{text}method: {method}\n", encoding="utf-8")
    return str(path)


def test_every_command_counts_each_caller_once(run: Run, tmp_path: Path) -> None:
    path = of_callers(tmp_path, ", redials: {share: 60%, after: 8m}")
    row = run("plan", path, "-f", "json").document["tables"]["intervals"][0]
    n, level = row["operators_required"], row["service_level"]
    met = steady_state_with_redials(200, 200, [n - 1, n], share=0.6, after_s=480, patience_s=120)
    fewer, enough = met.service_level_offered * met.attempts
    assert fewer < 0.8 <= enough == pytest.approx(level, rel=1e-6)
    steps = run("explain", path, "--at", "08:00", "-f", "json").document["tables"]["steps"]
    told = [step["value"] for step in steps if step["metric"] == "service_level"]
    assert told == pytest.approx([enough, fewer], rel=1e-6)
    limits = tmp_path / "limits.yaml"
    for least, code in ((level - 1e-4, 0), (level + 1e-4, 1)):
        limit = f"{{id: level, metric: service_level, min: {least}}}"
        limits.write_text(f"limits: [{limit}]\n", encoding="utf-8")
        assert run("check", path, "--limits", str(limits)).code == code
    before = of_callers(tmp_path, ", redials: {share: 60%, after: 8m}", of="offered")
    assert "of: callers" in run("compare", before, path).text


@pytest.mark.slow
def test_each_caller_counts_once_where_a_day_is_played(run: Run, tmp_path: Path) -> None:
    path = of_callers(tmp_path, ", redials: {share: 60%, after: 8m}", method="time-dependent")
    (day,) = run("simulate", path, "-f", "json").document["tables"]["day"]
    apart = abs(day["promised_service_level"] - day["simulated_service_level"])
    assert apart < day["simulated_service_level_half_width"] + 0.003
    assert day["intervals_short"] == 0


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
@pytest.mark.parametrize("command", ["plan", "simulate"])
def test_where_nobody_calls_again_each_call_is_a_caller(
    run: Run, tmp_path: Path, method: str, command: str
) -> None:
    found = []
    for of in ("offered", "callers"):
        tables = run(command, of_callers(tmp_path, "", of=of, method=method), "-f", "json").document["tables"]
        found.append({name: tables[name] for name in tables if name not in ("assumptions", "warnings")})
    assert found[0] == found[1]


def test_who_is_never_served_with_the_operators_given(run: Run, tmp_path: Path) -> None:
    """It is a share of the callers of groups that state their operators; others have no part in that of all."""
    other = "  b: {calls_per_day: 900, aht: 3m, patience: 2m, hours: 08:00-18:00}\n"
    text = DAY.replace("REDIALS", ", redials: {share: 60%, after: 8m}").replace(
        "targets:", f"{other}targets:"
    )
    text = text.replace("limits: [", "limits: [{id: given, metric: given_never_served, max: 3%}, ")
    path = tmp_path / "given.yaml"
    path.write_text(
        f"{text}groups: {{a: {{hotlines: [a], operators: 11}}, b: {{hotlines: [b]}}}}\n", encoding="utf-8"
    )
    met = steady_state_with_redials(200.0, 200.0, 11, share=0.6, after_s=480.0, patience_s=120.0)
    never = pytest.approx(float(met.never_served), rel=1e-6)
    tables = run("plan", str(path), "-f", "json").document["tables"]
    assert [row["given_never_served"] for row in tables["summary"]] == [never, None, never]
    assert tables["summary"][0]["never_served"] < float(met.never_served)
    for table in ("months", "weeks", "days", "intervals"):
        found = {row["group"]: row["given_never_served"] for row in tables[table]}
        assert found == {"a": never, "b": None}
    assert run("plan", str(path)).text.count("Never served") == 2
    assert "given_never_served is" in run("check", str(path)).text
    steps = run("explain", str(path), "--group", "a", "--at", "09:00", "-f", "json").document["tables"][
        "steps"
    ]
    assert [step["value"] for step in steps if step["metric"] == "given_never_served"] == [never]
