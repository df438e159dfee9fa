"""Callers who come again, in plans by either method and in simulated days."""

from pathlib import Path

import numpy as np
import pytest

import mfc_capacity as mfc
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.played_day import Day, Outcome, trace_day
from mfc_capacity.core.simulation.replications import simulate
from mfc_capacity.core.steady.redials import steady_state_with_redials
from tests.conftest import Run

DESK = """
schema: mfc-capacity/scenario/1
hotlines:
  desk: {{calls_per_day: 1440, aht: 3m, patience: 2m, hours: 08:00-12:00{redials}}}
targets: {{service_level: 80% in 20s}}
method: {method}
"""
REDIALS = ", redials: {share: 60%, after: 8m}"


def summary(path: Path, method: str, redials: str) -> dict[str, object]:
    path.write_text(DESK.format(method=method, redials=redials))
    table = mfc.load(path).plan().tables["intervals"]
    names = [column.name for column in table.columns]
    return {name: [row[k] for row in table.rows] for k, name in enumerate(names)}


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_nobody_comes_again(tmp_path: Path, method: str) -> None:
    without = summary(tmp_path / "a.yaml", method, "")
    assert "attempts" not in without
    assert without == summary(tmp_path / "a.yaml", method, ", redials: {share: 0%, after: 8m}")


def test_fewest_operators(tmp_path: Path) -> None:
    plan = summary(tmp_path / "a.yaml", "stationary", REDIALS)
    required = int(plan["operators_required"][0])
    levels = steady_state_with_redials(
        360.0, 180.0, [required - 1, required], share=0.6, after_s=480.0, patience_s=120.0
    ).service_level_offered
    assert levels[0] < 0.8 <= levels[1]
    assert plan["service_level"][0] == pytest.approx(levels[1])
    assert plan["attempts"][0] > plan["calls"][0] == 90


def test_through_the_day_redials_come_later(tmp_path: Path) -> None:
    day = summary(tmp_path / "a.yaml", "time-dependent", REDIALS)
    steady = summary(tmp_path / "a.yaml", "stationary", REDIALS)
    attempts = np.array(day["attempts"])
    assert 90 < attempts[0] < attempts[-1]
    same = [day["operators_required"][-1], day["abandonment"][-1], attempts[-1]]
    assert same == pytest.approx(
        [steady["operators_required"][-1], steady["abandonment"][-1], steady["attempts"][-1]], rel=0.01
    )


def played(share: float, after_s: float, lines: int | None = None) -> Day:
    stream = Stream(np.full(96, 90.0), 180.0, patience_s=120.0, redial_share=share, redial_after_s=after_s)
    return Day([stream], np.full(96, 20), 900.0, periodic=True, lines=lines)


@pytest.mark.slow
@pytest.mark.parametrize("lines", [None, 24])
def test_a_simulated_day_is_that_of_the_chain(lines: int | None) -> None:
    day = simulate(played(0.6, 300.0, lines), seed=11, max_replications=60).day
    chain = steady_state_with_redials(
        360.0,
        180.0,
        20,
        share=0.6,
        after_s=300.0,
        patience_s=120.0,
        lines=np.inf if lines is None else lines,
    )
    for name in ("attempts", "never_served", "abandonment", "busy", "p_wait", "service_level_offered"):
        estimate = getattr(day, name)
        assert abs(float(estimate.value) - float(getattr(chain, name))) <= 1.5 * float(estimate.half_width)


def test_every_caller_is_answered_or_gives_up() -> None:
    stream = Stream(np.full(8, 90.0), 180.0, patience_s=60.0, redial_share=0.7, redial_after_s=200.0)
    for lines in (None, 18):
        trace = trace_day(Day([stream], np.full(8, 16), 900.0, lines=lines), seed=5)
        answered = trace.outcome == Outcome.ANSWERED
        assert trace.is_first.sum() == answered.sum() + trace.gives_up.sum()
        assert (~trace.is_first).any()
        assert not (answered & trace.gives_up).any()
        assert np.all(np.diff(trace.arrival_s) >= 0)
        assert trace.arrival_s.max() < 8 * 900


def test_first_attempts_are_those_of_a_day_without_redials() -> None:
    with_redials, without = trace_day(played(0.6, 300.0), seed=2), trace_day(played(0.0, 300.0), seed=2)
    first = with_redials.arrival_s[with_redials.is_first]
    assert np.array_equal(first, without.arrival_s)


@pytest.mark.parametrize(("counts", "of"), [("offered", "attempts"), ("first attempts", "calls")])
def test_contracts_count_attempts_or_first_ones(tmp_path: Path, counts: str, of: str) -> None:
    path = tmp_path / "a.yaml"
    counted = f"unit: calls, counts: {counts}, volume: 100000, price: 1 RUB"
    contract = f"contract: {{from: 2015-03-02, to: 2015-03-06, {counted}}}"
    calendar = "calendar: {from: 2015-03-02, to: 2015-03-06}\n"
    path.write_text(
        DESK.format(method="stationary", redials=REDIALS) + "currency: RUB\n" + calendar + contract
    )
    tables = mfc.load(path).plan().tables

    def total(table: str, name: str) -> float:
        names = [column.name for column in tables[table].columns]
        return sum(float(row[names.index(name)]) for row in tables[table].rows if row[0] != "total")

    assert total("contract", "used") == pytest.approx(total("summary", of))


ONE_SKILL = """
method: time-dependent
calendar: {interval: 30m}
hotlines:
  english: {calls_per_day: 2400, aht: 5m, patience: 2m, hours: 08:00-18:00, profile: {08:00: 2, 11:00: 3, 15:00: 2},
            redials: {share: 75%, after: 20m}}
groups: {g: {hotlines: [english], operators: 21}}
targets: {service_level: 80% in 20s}
"""


@pytest.mark.slow
def test_an_overloaded_noon_is_promised_as_it_is_played(run: Run, tmp_path: Path) -> None:
    """Three in four call again after 20 minutes, as in ContactCenters' example Bilingual, here of one skill."""
    path = tmp_path / "day.yaml"
    path.write_text(ONE_SKILL, encoding="utf-8")
    tables = run("simulate", str(path), "--given", "-f", "json").document["tables"]
    (day,) = tables["day"]
    for name, beside in (("abandonment", 0.003), ("service_level", 0.006), ("never_served", 0.0015)):
        apart = abs(day[f"promised_{name}"] - day[f"simulated_{name}"])
        assert apart < day[f"simulated_{name}_half_width"] + beside
    for row in tables["intervals"]:
        apart = abs(row["promised_abandonment"] - row["simulated_abandonment"])
        assert apart < row["simulated_abandonment_half_width"] + 0.025  # where the calls of an hour turn
    assert max(row["promised_abandonment"] for row in tables["intervals"]) > 0.4
