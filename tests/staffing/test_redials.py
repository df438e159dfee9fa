"""Callers who come again, in plans by either method and in simulated days."""

from pathlib import Path

import numpy as np
import pytest

import mfc_capacity as mfc
from mfc_capacity.answers.records import Plan
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.played_day import Day, Outcome, trace_day
from mfc_capacity.core.simulation.replications import simulate
from mfc_capacity.core.steady.redials import steady_state_with_redials
from mfc_capacity.core.steady.staffing import Requirement
from mfc_capacity.core.targets import Targets
from mfc_capacity.files.problems import NoAnswerError
from mfc_capacity.staffing.time_dependent import TimeDependent
from tests.conftest import PlanText, Run, refused

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


LONG_PATIENCE = """
method: time-dependent
hotlines:
  desk: {calls_per_day: 20000, aht: 6m, patience: 3h, hours: 08:00-20:00, redials: {share: 60%, after: 8m}}
groups: {g: {hotlines: [desk], max_operators: 100}}
targets: {service_level: 80% in 20s}
"""


def test_long_patience_is_refused_by_the_work_it_takes(
    plan_text: PlanText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mfc_capacity.staffing.time_dependent.WORK_OF_DAYS", 1e6)
    with refused(NoAnswerError, "group g: to carry its queue through these days takes more work"):
        plan_text(LONG_PATIENCE)


def test_what_a_queue_too_long_to_carry_brings_is_not_known(
    plan_text: PlanText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mfc_capacity.staffing.time_dependent.LONGEST_QUEUE", 50)
    text = DESK.format(method="time-dependent", redials=REDIALS).replace("patience: 2m", "patience: 5h")
    plan = plan_text(text + "groups: {g: {hotlines: [desk], max_operators: 8}}\n")
    for table in ("summary", "intervals"):
        for row in rows(plan, table):
            if row["calls"]:
                assert row["attempts"] is None
                assert row["never_served"] is None


def test_hang_ups_at_once_come_again(plan_text: PlanText) -> None:
    """Of callers who hang up at once or never, too."""
    text = """
hotlines: {{desk: {{calls_per_day: 1440, aht: 3m, hangs_up_at_once: 30%, hours: 08:00-12:00{redials}}}}}
targets: {{service_level: 60% in 20s}}
"""

    def total(redials: str, name: str) -> float:
        (row,) = rows(plan_text(text.format(redials=redials)), "summary")[:1]
        return float(row[name])

    assert total(REDIALS, "attempts") > total(REDIALS, "calls")
    assert total(REDIALS, "operator_hours_required") >= total("", "operator_hours_required")


def rows(plan: Plan, table: str) -> list[dict[str, object]]:
    names = [column.name for column in plan.tables[table].columns]
    return [dict(zip(names, row, strict=True)) for row in plan.tables[table].rows]


@pytest.mark.slow
@pytest.mark.parametrize("target", ["service_level: 80% in 20s", "max_abandonment: 5%"])
def test_through_the_day_none_can_be_spared(plan_text: PlanText, target: str) -> None:
    """Every target is kept, and with one operator fewer in any interval one is missed, on this day."""
    found: list[tuple[TimeDependent, Targets, Requirement]] = []
    search = TimeDependent._required_again

    def seen(self: TimeDependent, targets: Targets) -> Requirement:
        found.append((self, targets, search(self, targets)))
        return found[-1][2]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TimeDependent, "_required_again", seen)
        plan_text(
            DESK.format(method="time-dependent", redials=REDIALS)
            .replace("80% in 20s", "")
            .replace("targets: {service_level: }", f"targets: {{{target}}}")
        )
    ((method, targets, required),) = found
    calling = np.flatnonzero(method.load.calls[0] > 0)
    fewer = np.repeat(required.operators, calling.size, axis=0)
    fewer[np.arange(calling.size), calling] -= 1
    days = method.on(method.load.of_kinds([0] * calling.size))
    assert method._excess(required.operators, targets).max() <= 0
    assert (days._excess(fewer, targets).max(axis=(0, 2)) > 0).all()
