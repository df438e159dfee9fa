"""What a plan and its money say of shifts: the figures of `schedule`, of heaviest weeks, and only if asked."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mfc_capacity import api
from tests.conftest import Run

TEXT = """\
currency: RUB
calendar: {from: 2026-03-02, to: 2026-03-15, interval: 1h}
calls_per_day: 900
hotlines:
  a: {share: 70%, aht: {range: 3m..5m, value: 4m}, patience: 3m, hours: 08:00-20:00}
  b: {share: 30%, aht: 4m, patience: 3m, hours: 08:00-20:00}
peaks: {rush: {when: {from: 2026-03-09, to: 2026-03-15}, multiply: {a: 1.5}}}
groups: {north: {hotlines: [a]}, south: {hotlines: [b]}}
targets: {service_level: 80% in 20s}
shrinkage: {leave: 12%, breaks: 9%}
costs: {operator_hour: 400 RUB}
budget: {amount: 5 mln RUB, covers: labour}
shifts:
  day: {starts: [08:00, 11:00], length: 9h, breaks: [{length: 1h, within: 3h-6h, paid: no}], pattern: 5/2}
"""
WITHOUT_SHIFTS = TEXT.partition("shifts:")[0]


def scenario(text: str = TEXT) -> api.Scenario:
    return api.load(io.StringIO(text))


@pytest.fixture(scope="module")
def plan() -> api.Plan:
    return scenario().plan(shifts=True)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "main.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def without_seconds(answer: Any) -> Any:
    return {name: {**vars(proof), "seconds": None} for name, proof in answer.record.proof.items()}


def test_the_figures_are_those_of_a_schedule(plan: api.Plan) -> None:
    schedule = scenario().schedule()
    assert plan.headcount.records() == schedule.headcount.records()
    assert without_seconds(plan) == without_seconds(schedule)
    budget = scenario().budget(shifts=True)
    assert budget.headcount.records() == schedule.headcount.records()
    assert without_seconds(budget) == without_seconds(schedule)


def test_each_group_has_its_own_heaviest_week(plan: api.Plan) -> None:
    *groups, total = plan.headcount.records()
    assert [(own["from"], own["to"]) for own in groups] == [
        ("2026-03-09", "2026-03-15"),
        ("2026-03-02", "2026-03-08"),
    ]
    assert total["headcount"] == sum(int(own["headcount"] or 0) for own in groups)
    weeks = {(row["group"], row["week"]): row for row in plan.weeks.records()}
    for own, week in zip(groups, ("2026-W11", "2026-W10"), strict=True):
        planned = weeks[own["group"], week]
        for name in ("fte", "labour_cost", "operator_hours_paid", "operator_hours_required"):
            assert own[name] == pytest.approx(planned[name], rel=1e-9, abs=0.0101), name
        assert float(own["headcount"] or 0) > float(own["fte"] or 0)


def test_what_is_not_asked_for_is_not_there(monkeypatch: pytest.MonkeyPatch, file: str, run: Run) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("scheduled")

    monkeypatch.setattr("mfc_capacity.commands.schedule.beside.schedules", refuse)
    plain = scenario()
    limited = scenario(
        TEXT + "limits: [{id: heads, metric: headcount, max: 1}, {id: cost, metric: cost, max: 9 RUB}]\n"
    )
    for answer in (plain.plan(), plain.budget()):
        assert answer.record.proof is None
        assert "headcount" not in answer.tables
    plain.solve("operators")
    limited.sweep({"hotlines.a.aht": ["3m", "4m"]})
    plain.compare(scenario(TEXT.replace("1.5", "1.6")))
    risk = limited.risk(samples=8)
    assert {row["metric"] for row in risk.risk.records()} >= {"limits.cost"}
    assert "limits.heads" not in {row["metric"] for row in risk.risk.records()}
    ran = run("sweep", file, "--vary", "hotlines.a.aht=3m", "--metric", "headcount")
    assert (ran.code, ran.out) == (2, b"")
    assert "headcount" in ran.err


def test_what_a_person_reads(file: str, run: Run) -> None:
    *_, total = scenario().plan(shifts=True).headcount.records()
    shown = run("plan", file, "--shifts", "--time-limit", "30s").text
    assert "IN SHIFTS, THE HEAVIEST WEEK" in shown
    assert "2026-03-09" in shown
    assert f"take {total['headcount']} heads in shifts, where {total['fte']:.1f} FTE are needed" in shown
    assert "No other days are scheduled." in shown
    assert "In shifts" not in run("plan", file).text
    one = TEXT.replace(
        "groups: {north: {hotlines: [a]}, south: {hotlines: [b]}}", "groups: {all: {hotlines: [a, b]}}"
    )
    Path(file).write_text(one, encoding="utf-8")
    assert (
        "The heaviest week, 9 Mar 2026 to 15 Mar 2026, takes"
        in run("plan", file, "--shifts", "-f", "markdown").text
    )


def test_a_budget_says_what_the_shape_of_shifts_takes_of_the_money(file: str, run: Run) -> None:
    *_, total = scenario().plan(shifts=True).headcount.records()
    more = float(total["shift_cost"] or 0) - float(total["labour_cost"] or 0)
    shown = " ".join(run("budget", file, "--shifts").text.split())
    said = f"the shape of shifts costs {more:,.0f} RUB more than the need, {more / 5e6:.1%}".replace(
        "%", " %"
    )
    assert f"For these days alone {said} of the 5.00 mln RUB." in shown
    contract = (
        "contract: {unit: calls, price: 30 RUB, volume: 9_000, from: 2026-03-02, to: 2026-03-15}\nshifts:"
    )
    text = TEXT.replace("covers: labour", "covers: contract").replace("shifts:", contract)
    Path(file).write_text(text, encoding="utf-8")
    shown = " ".join(run("budget", file, "--shifts").text.split())
    assert "The money pays for the contract; what shifts cost is not counted in it." in shown


@pytest.mark.parametrize("command", ["plan", "budget"])
def test_json_keeps_its_schema(command: str, file: str, run: Run) -> None:
    schema = run("schema", command).document
    for options in ((), ("--shifts",)):
        document = run(command, file, *options, "-f", "json").document
        jsonschema.validate(document, schema)
        assert ("headcount" in document["tables"], "proof" in document) == (bool(options),) * 2
    assert document["proof"]["north"]["status"] == "optimal"
    rows = run(command, file, "--shifts", "--table", "headcount", "-f", "ndjson").text.splitlines()
    assert [json.loads(row)["group"] for row in rows] == ["north", "south", "total"]


def test_who_is_missing_is_said(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "main.yaml"
    path.write_text(TEXT.replace("pattern: 5/2", "pattern: 5/2, max_operators: 3"), encoding="utf-8")
    shown = " ".join(run("plan", str(path), "--shifts").text.split())
    assert "Hours missing" in shown
    assert "operator hours stay uncovered, as the warnings say" in shown
    assert "[shifts-short]" in shown


def test_without_a_price_hours_stand_for_the_cost(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "main.yaml"
    path.write_text(TEXT.replace("costs: {operator_hour: 400 RUB}\n", ""), encoding="utf-8")
    ran = run("plan", str(path), "--shifts")
    assert "their shifts take" in " ".join(ran.text.split())
    assert ran.text.count("[operator-hour-unpriced]") == 1


def test_a_day_without_a_calendar(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "main.yaml"
    day = TEXT.replace(
        "calendar: {from: 2026-03-02, to: 2026-03-15, interval: 1h}", "calendar: {interval: 1h}"
    )
    path.write_text(day.replace(day[day.index("peaks:") : day.index("groups:")], ""), encoding="utf-8")
    ran = run("plan", str(path), "--shifts")
    assert (ran.code, ran.out) == (2, b"")
    assert "no dates" in ran.err
    assert "write a calendar" in ran.err


@pytest.mark.parametrize("command", ["plan", "budget"])
def test_what_keeps_shifts_from_being_found(
    command: str, file: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run(command, file, "--time-limit", "5s")
    assert (ran.code, ran.out) == (2, b"")
    assert "--time-limit: is said of shifts" in ran.err
    ran = run(command, file, "--shifts", "--time-limit", "0s")
    assert (ran.code, ran.out) == (2, b"")
    assert "above 0s" in ran.err
    monkeypatch.setitem(sys.modules, "highspy", None)
    ran = run(command, file, "--shifts")
    assert (ran.code, ran.out) == (2, b"")
    assert "highspy, which is not installed" in ran.err
    Path(file).write_text(WITHOUT_SHIFTS, encoding="utf-8")
    ran = run(command, file, "--shifts")
    assert (ran.code, ran.out) == (2, b"")
    assert "says nothing of shifts" in ran.err


def test_shifts_are_no_part_of_what_is_solved(file: str, run: Run) -> None:
    ran = run("budget", file, "--solve", "operators", "--shifts")
    assert (ran.code, ran.out) == (2, b"")
    assert "--shifts has no meaning here" in ran.err
