"""Limits on what the heaviest weeks come to in shifts: scheduled once, and only if a limit asks."""

import json
import sys
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from mfc_capacity.answers.check import ScheduledWeek
from mfc_capacity.commands.check import check as engine
from mfc_capacity.commands.check.check import Request, check
from mfc_capacity.commands.check.view.json import schema
from mfc_capacity.plan.planner import planned
from mfc_capacity.scenario import load_scenario
from mfc_capacity.wording.en.check import kept_text

from .conftest import Ran, Run
from .test_increases import git

TEXT = """\
currency: RUB
calendar: {from: 2026-03-02, to: 2026-03-15, interval: 1h}
calls_per_day: 900
hotlines:
  a: {share: 70%, aht: 4m, patience: 3m, hours: 08:00-20:00}
  b: {share: 30%, aht: 4m, patience: 3m, hours: 08:00-20:00}
peaks: {rush: {when: {from: 2026-03-09, to: 2026-03-15}, multiply: {a: 1.5}}}
groups: {north: {hotlines: [a]}, south: {hotlines: [b]}}
targets: {service_level: 80% in 20s}
shrinkage: 12%
costs: {operator_hour: 400 RUB}
"""
SHIFTS = """\
shifts:
  day: {starts: [08:00, 11:00], length: 9h, pattern: 5/2}
"""
HEADS = "limits: [{id: heads, metric: headcount, max: %s}]\n"
GROWN = "limits: [{id: heads, metric: headcount, max_increase: 0}]\n"
IN_SHIFTS = TEXT + SHIFTS
CHEAPER = IN_SHIFTS.replace("calls_per_day: 900", "calls_per_day: 600")


def judged(ran: Ran) -> list[dict[str, Any]]:
    return json.loads(ran.out)["scenarios"][0]["limits"]  # type: ignore[no-any-return]


@pytest.fixture
def headcount(run: Run) -> dict[str, dict[str, Any]]:
    """The table of `schedule` by group."""
    ran = run("schedule", "main.yaml", "-f", "json", main=IN_SHIFTS)
    return {row["group"]: row for row in json.loads(ran.out)["tables"]["headcount"]}


def test_the_figures_are_those_of_a_schedule(run: Run, headcount: dict[str, dict[str, Any]]) -> None:
    limits = """limits:
- {id: heads, metric: headcount, max: 1}
- {id: together, metric: headcount, where: {group: total}, max: 1}
- {id: of north, metric: headcount, where: {group: north}, max: 1}
- {id: cost, metric: shift_cost, max: 1 RUB}
- {id: of south, metric: shift_cost, where: {group: south}, max: 1 RUB}
"""
    ran = run("check", "main.yaml", "-f", "json", main=IN_SHIFTS + limits)
    document = json.loads(ran.out)
    jsonschema.validate(document, schema())
    assert ran.code == 1
    found = {limit["id"]: limit for limit in document["violations"]}
    for name, group, column in (
        ("heads", "total", "headcount"),
        ("together", "total", "headcount"),
        ("of north", "north", "headcount"),
        ("cost", "total", "shift_cost"),
        ("of south", "south", "shift_cost"),
    ):
        assert found[name]["actual"] == pytest.approx(headcount[group][column], abs=1e-9)
        assert found[name]["excess"] == pytest.approx(found[name]["actual"] - 1)
        assert found[name]["row"] == {"table": "headcount", "group": group}
        parts = {part["group"]: part["value"] for part in found[name]["parts"]}
        assert parts == (
            {own: headcount[own][column] for own in ("north", "south")} if group == "total" else {}
        )
        weeks = [(own["group"], own["first"], own["last"]) for own in found[name]["scheduled"]]
        groups = ("north", "south") if group == "total" else (group,)
        assert weeks == [(own, headcount[own]["from"], headcount[own]["to"]) for own in groups]
    assert [driver["key"] for driver in found["heads"]["drivers"]][:1] == ["targets.service_level"]
    assert [driver["key"] for driver in found["cost"]["drivers"]][:1] == ["costs.operator_hour"]


def test_a_broken_limit_says_by_how_much_and_of_which_weeks(
    run: Run, headcount: dict[str, dict[str, Any]]
) -> None:
    heads = headcount["total"]["headcount"]
    ran = run("check", "main.yaml", main=IN_SHIFTS + HEADS % (heads - 2))
    assert ran.code == 1
    assert f"headcount is {heads}, 2 (" in ran.out
    assert f"above the limit of {heads - 2} (headcount: total)" in ran.out
    assert (
        "of the heaviest weeks alone, north 9 Mar 2026 to 15 Mar 2026, south 2 Mar 2026 to 8 Mar 2026"
        in ran.out
    )
    ran = run("check", "main.yaml", main=IN_SHIFTS + HEADS % heads)
    assert (ran.code, ran.err) == (0, "")
    assert f"kept heads: headcount {heads} ≤ {heads}" in ran.out


def test_shifts_are_found_once_and_only_if_a_limit_asks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(*args: Any, **named: Any) -> Any:
        asked.append(args)
        return beside(*args, **named)

    beside = engine.beside
    monkeypatch.setattr(engine, "beside", counted)
    run("check", "main.yaml", main=IN_SHIFTS + "limits: [{id: cost, metric: cost, max: 1 RUB}]\n")
    assert not asked
    limits = "limits:\n" + "".join(f"- {{id: x{k}, metric: headcount, max: {k}}}\n" for k in range(3))
    run("check", "main.yaml", main=IN_SHIFTS + limits)
    assert len(asked) == 1


def test_what_keeps_shifts_from_being_found_names_the_limit(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("check", "main.yaml", main=TEXT + HEADS % 9)
    assert ran.code == 2
    assert (
        "main.yaml:12:46: headcount needs shifts to be looked for: the scenario says nothing of shifts"
        in ran.err
    )
    monkeypatch.setitem(sys.modules, "highspy", None)
    ran = run("check", "main.yaml", main=IN_SHIFTS + HEADS % 9)
    assert ran.code == 2
    assert "main.yaml:14:46: headcount needs shifts to be looked for: shifts need highspy" in ran.err
    assert "hint: pip install" in ran.err


def test_a_cover_that_lacks_people_is_no_full_one(run: Run) -> None:
    few = IN_SHIFTS.replace("pattern: 5/2", "pattern: 5/2, max_operators: 3")
    ran = run("check", "main.yaml", main=few + HEADS % 99)
    assert ran.code == 0
    assert "operator hours short, and a full cover takes more" in ran.out
    assert "north is" in ran.out


def test_the_best_found_in_time_may_not_be_the_cheapest() -> None:
    text = IN_SHIFTS + HEADS % 99
    loaded = load_scenario("main.yaml", read_bytes=lambda _: text.encode())
    (scenario,) = engine.check_planned(planned(loaded), "main.yaml", Request()).scenarios
    (judgement,) = scenario.judgements
    late = ScheduledWeek("north", "2026-03-09", "2026-03-15", 0.0, "time-limit")
    assert "in time" not in kept_text(judgement)
    assert "for north it is the best found in time, and less may do" in kept_text(
        replace(judgement, weeks=(late,))
    )


def test_an_increase_against_a_kept_plan_and_a_scenario(
    run: Run, headcount: dict[str, dict[str, Any]]
) -> None:
    kept = run("plan", "before.yaml", "--shifts", "-f", "json", "-o", "kept.json", before=CHEAPER)
    assert (kept.code, kept.err) == (0, "")
    run("plan", "before.yaml", "-f", "json", "-o", "plain.json")
    for baseline in ("kept.json", "before.yaml"):
        ran = run("check", "main.yaml", "--baseline", baseline, "-f", "json", main=IN_SHIFTS + GROWN)
        (limit,) = judged(ran)
        assert (ran.code, limit["kept"], limit["actual"]) == (1, False, headcount["total"]["headcount"])
        assert limit["baseline"] < limit["actual"]
    (limit,) = judged(run("check", "main.yaml", "--baseline", "plain.json", "-f", "json"))
    assert (limit["kept"], limit["status"]) == (False, "no-baseline")
    (limit,) = judged(run("check", "main.yaml", "--baseline", "bare.yaml", "-f", "json", bare=TEXT))
    assert (limit["kept"], limit["status"]) == (True, "new")


def test_an_increase_since_a_revision(run: Run, folder: Any) -> None:
    git(folder, "init", "-q", "-b", "main")
    (folder / "main.yaml").write_text(CHEAPER, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    ran = run("check", "main.yaml", "--baseline-ref", "main", "-f", "json", main=IN_SHIFTS + GROWN)
    (limit,) = judged(ran)
    assert (ran.code, limit["kept"]) == (1, False)


def test_a_cost_without_a_price_is_unknown(run: Run) -> None:
    text = IN_SHIFTS.replace("costs: {operator_hour: 400 RUB}\n", "")
    ran = run("check", "main.yaml", main=text + "limits: [{id: cost, metric: shift_cost, max: 9 RUB}]\n")
    assert ran.code == 1
    assert "shift_cost is unknown" in ran.out


def test_one_scenario_without_shifts_does_not_stop_others(run: Run) -> None:
    limits = "schema: mfc-capacity/limits/1\n" + HEADS % 99
    run("plan", "bare.yaml", main=IN_SHIFTS, bare=TEXT, limits=limits)
    report = check(["bare.yaml", "main.yaml"], Request(limit_files=["limits.yaml"]))
    assert [scenario.status for scenario in report.scenarios] == ["refused", "judged"]
