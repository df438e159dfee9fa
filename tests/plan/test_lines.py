"""Groups with so many lines: what is planned, what the target on them asks for, and what is said."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mfc_capacity.answers.records import Caution, Plan
from mfc_capacity.core.day.transient import through_day
from mfc_capacity.core.steady.erlang import erlang_b
from mfc_capacity.core.steady.lines import lines_required_for, steady_state_with_lines
from mfc_capacity.plan.planner import Planned
from mfc_capacity.wording.en.cautions import caution_text

PlanOf = Callable[..., Planned]
PlanText = Callable[..., Plan]
Run = Callable[..., object]

# Nine hours of 120 calls of 4 minutes each: 8 Erlangs.
OFFICE = """
method: METHOD
calendar: {from: 2014-03-03, to: 2014-03-04, interval: 1h}
hotlines: {help: {calls_per_day: 1080, aht: 4m, patience: 2m, hours: 09:00-18:00}}
groups: {g: {hotlines: [help]GROUP}}
targets: {TARGETS}
"""
METHODS = pytest.mark.parametrize("method", ["stationary", "time-dependent"])


def office(method: str = "stationary", group: str = "", targets: str = "service_level: 80% in 20s") -> str:
    return OFFICE.replace("METHOD", method).replace("GROUP", group).replace("TARGETS", targets)


def columns(plan: Plan, *names: str) -> list[list[object]]:
    rows = [row for row in plan.tables["intervals"].records() if row["date"] == "2014-03-03"]
    return [[row[name] for row in rows] for name in names]


def summary(plan: Plan) -> dict[str, object]:
    return next(iter(plan.tables["summary"].records()))


def of_code(plan: Plan, code: str) -> list[Caution]:
    return [caution for caution in plan.cautions if caution.code == code]


def test_a_stationary_plan_is_that_of_the_chain(plan_text: PlanText) -> None:
    plan = plan_text(office(group=", lines: 11"))
    required, busy, level, lines = columns(plan, "operators_required", "busy", "service_level", "lines")
    n = required[0]
    exact = steady_state_with_lines(120, 240, [n, n - 1], 11, patience_s=120)
    assert float(exact.service_level_offered[0]) >= 0.8 > float(exact.service_level_offered[1])
    assert busy == pytest.approx([float(exact.busy[0])] * 9)
    assert level == pytest.approx([float(exact.service_level_offered[0])] * 9)
    assert set(lines) == {11}
    assert float(exact.busy[0]) > 0.05


def test_a_plan_through_the_day_is_that_of_the_chain(plan_text: PlanText) -> None:
    plan = plan_text(office("time-dependent", ", lines: 11"))
    required, busy, level = columns(plan, "operators_required", "busy", "service_level")
    rules = {"interval_s": 3600.0, "patience_s": 120.0, "lines": 11}
    exact = through_day(120.0, 240.0, np.array([required]), **rules)
    assert busy == pytest.approx(exact.busy[0])
    assert level == pytest.approx(exact.service_level_offered[0])
    assert (exact.service_level_offered >= 0.8 - 1e-9).all()
    for i in range(9):
        fewer = np.array([required])
        fewer[0, i] -= 1
        assert (through_day(120.0, 240.0, fewer, **rules).service_level_offered < 0.8).any()


@METHODS
def test_lines_that_are_never_full_change_nothing(plan_text: PlanText, method: str) -> None:
    plan, endless = plan_text(office(method, ", lines: 200")), plan_text(office(method))
    names = (
        "operators_required",
        "bound_by",
        "service_level",
        "asa_s",
        "mean_wait_s",
        "abandonment",
        "occupancy",
    )
    for one, other in zip(columns(plan, *names), columns(endless, *names), strict=True):
        if isinstance(one[0], float):
            assert one == pytest.approx(other, rel=1e-8)
        else:
            assert one == other
    assert max(columns(plan, "busy")[0]) < 1e-12


@METHODS
def test_hotlines_that_differ_are_planned_as_ever_where_lines_are_never_full(
    plan_text: PlanText, method: str
) -> None:
    text = office(method, "GROUP").replace(
        "hotlines: {help:",
        "hotlines: {far: {calls_per_day: 300, aht: 9m, patience: 5m, hours: 09:00-18:00}, help:",
    )
    text = text.replace("[help]", "[help, far]")
    endless, many, few = (
        plan_text(text.replace("GROUP", own)) for own in ("", ", lines: 300", ", lines: 18")
    )
    names = ("operators_required", "service_level", "abandonment")
    assert columns(many, *names) == columns(endless, *names)
    assert not of_code(many, "lines-mean-rates")
    assert len(of_code(few, "lines-mean-rates")) == 1
    assert max(columns(few, "busy")[0]) > 0.001


@METHODS
def test_the_target_on_lines_says_how_many(plan_text: PlanText, method: str) -> None:
    plan = plan_text(office(method, targets="service_level: 80% in 20s, max_busy: 1%"))
    required, needed = columns(plan, "operators_required", "lines_needed")
    assert required == columns(plan_text(office(method)), "operators_required")[0]
    assert "busy" not in summary(plan)
    if method == "stationary":
        assert needed == lines_required_for(120, 240, required, 0.01, patience_s=120).tolist()
    else:
        k = needed[0]
        assert needed == [k] * 9
        busy = [
            float(
                through_day(
                    120.0, 240.0, np.array([required]), interval_s=3600.0, patience_s=120.0, lines=count
                ).busy.max()
            )
            for count in (k, k - 1)
        ]
        assert busy[0] <= 0.01 < busy[1]
    assert summary(plan)["lines_needed"] == max(needed)


@pytest.mark.parametrize("to", ["2014-03-03", "2014-03-04"])
@pytest.mark.parametrize("redials", ["", ", redials: {share: 50%, after: 5m}"])
def test_none_is_enough(run: Run, tmp_path: Path, plan_text: PlanText, to: str, redials: str) -> None:
    """7 operators for 8 Erlangs of callers who never hang up: over one day or many, no number of lines keeps 1 %."""
    text = office(group=", max_operators: 7", targets="max_busy: 1%")
    text = text.replace(", patience: 2m", redials).replace("to: 2014-03-04", f"to: {to}")
    plan = plan_text(text)
    assert columns(plan, "lines_needed") == [[None] * 9]
    for table in ("summary", "months", "weeks", "days"):
        assert {row["lines_needed"] for row in plan.tables[table].records()} == {None}
    (caution,) = of_code(plan, "lines-short")
    assert caution.facts["count"] is None
    assert "no number of lines keeps max_busy" in caution_text(caution)
    scenario = tmp_path / "office.yaml"
    scenario.write_text("limits: [{id: lines, metric: lines_needed, max: 50}]\n" + text)
    assert run("check", str(scenario)).code == 1
    assert re.search(r"lines for the target +none is enough", run("plan", str(scenario)).text)
    assert run("explain", str(scenario)).text.count("no number of lines has") == 1


@pytest.mark.slow
def test_days_that_vary_may_ask_for_more_lines_than_there_can_be(plan_text: PlanText) -> None:
    """Of the mean day few find it busy; on bad days more call than are served, and nobody hangs up."""
    text = office(targets="service_level: 80% in 20s, max_busy: 0.1%").replace(", patience: 2m", "")
    text = text.replace("09:00-18:00", "09:00-10:00").replace("calls_per_day: 1080", "calls_per_day: 120")
    known, varied = summary(plan_text(text)), summary(plan_text(f"varies: 30%\n{text}"))
    assert known["lines_needed"] > known["peak_operators_required"]
    assert known["days_missed"] == 0
    assert varied["lines_needed"] is None
    assert varied["days_missed"] == 2


@METHODS
def test_lines_that_are_stated_are_judged(plan_text: PlanText, method: str) -> None:
    targets = "service_level: 80% in 20s, max_busy: 1%"
    plan = plan_text(office(method, ", lines: 11", targets))
    (needed,) = columns(plan, "lines_needed")
    (caution,) = of_code(plan, "lines-short")
    assert caution.facts["count"] == max(needed) > 11
    assert (caution.facts["lines"], caution.facts["intervals"]) == (11, 18)
    assert "11 there" in caution_text(caution)
    assert summary(plan)["days_missed"] == 2
    enough = plan_text(office(method, f", lines: {max(needed) + 3}", targets))
    assert not of_code(enough, "lines-short")
    assert summary(enough)["days_missed"] == 0


@METHODS
def test_more_operators_than_lines_are_never_planned(plan_text: PlanText, method: str) -> None:
    """With 9 lines for 8 Erlangs two of ten calls are lost, whoever is on duty: 90 % in time is out of reach."""
    plan = plan_text(office(method, ", lines: 9", "service_level: 90% in 20s"))
    required, bound_by, status, busy = columns(plan, "operators_required", "bound_by", "status", "busy")
    assert set(required) == {9}
    assert busy[-1] == pytest.approx(float(erlang_b(9, 8.0)), rel=1e-6)
    assert busy[-1] > 0.1
    assert set(zip(bound_by[3:], status[3:], strict=True)) == {("lines", "capped")}
    assert len(of_code(plan, "lines-capped")) == 1


def test_operators_without_a_line_are_named(plan_text: PlanText) -> None:
    plan = plan_text(office(group=", lines: 11, operators: 14"))
    (caution,) = of_code(plan, "operators-without-line")
    assert (caution.facts["count"], caution.facts["lines"], caution.facts["intervals"]) == (14, 11, 18)
    given = columns(plan, "given_busy")[0]
    assert given == pytest.approx([float(erlang_b(11, 8.0))] * 9)


def test_lines_by_date(plan_text: PlanText) -> None:
    plan = plan_text(office(group=", lines: {2014-03-03: 11, 2014-03-04: 30}"))
    lines = {row["date"]: row["lines"] for row in plan.tables["intervals"].records()}
    assert lines == {"2014-03-03": 11, "2014-03-04": 30}


@METHODS
def test_days_that_vary(plan_text: PlanText, method: str) -> None:
    varied = plan_text("varies: 20%\n" + office(method, ", lines: 12"))
    known = plan_text(office(method, ", lines: 12"))
    assert columns(varied, "busy")[0][4] > columns(known, "busy")[0][4]
    assert min(columns(varied, "service_level")[0]) >= 0.8 - 1e-6
    asked = plan_text("varies: 20%\n" + office(method, targets="service_level: 80% in 20s, max_busy: 1%"))
    known = plan_text(office(method, targets="service_level: 80% in 20s, max_busy: 1%"))
    assert columns(asked, "lines_needed")[0][4] > columns(known, "lines_needed")[0][4]


def test_callers_who_never_hang_up_and_are_too_many_have_a_steady_state(plan_text: PlanText) -> None:
    text = office(group=", lines: 15, operators: 7").replace(", patience: 2m", "")
    plan = plan_text(text)
    status, busy = columns(plan, "given_status", "given_busy")
    assert set(status) == {"ok"}
    exact = steady_state_with_lines(120, 240, 7, 15)
    assert busy == pytest.approx([float(exact.busy)] * 9)


def test_simulate_plays_the_lines(run: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "office.yaml"
    scenario.write_text(office("time-dependent", ", lines: 11"))
    ran = run("simulate", str(scenario), "--precision", "1%", "-f", "json")
    (day,) = json.loads(ran.text)["tables"]["day"]
    assert day["promised_busy"] > 0.05
    assert abs(day["simulated_busy"] - day["promised_busy"]) < 2.05 * day["simulated_busy_half_width"]


def test_a_limit_on_busy(run: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "office.yaml"
    limits = "limits: [{id: lines, metric: busy, max: 1%}]\n"
    scenario.write_text(limits + office(group=", lines: 11"))
    assert run("check", str(scenario)).code == 1
    scenario.write_text(limits + office(group=", lines: 30"))
    assert run("check", str(scenario)).code == 0


def test_explain_names_lines(run: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "office.yaml"
    scenario.write_text(office(group=", lines: 11", targets="service_level: 80% in 20s, max_busy: 1%"))
    said = run("explain", str(scenario), "--at", "2014-03-03 10:00").text
    for part in (
        "lines: calls in service and waiting together",
        "lines for the target",
        "target ≤ 1%: MISSED",
    ):
        assert part in said


def test_compare_names_lines_as_the_cause(run: Run, tmp_path: Path) -> None:
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    before.write_text(office(group=", lines: 30"))
    after.write_text(office(group=", lines: 10"))
    causes = json.loads(run("compare", str(before), str(after), "-f", "json").text)["tables"]["causes"]
    assert {row["cause"] for row in causes} == {"groups.g.lines"}


def test_compare_shows_who_finds_it_busy_and_the_lines_needed(run: Run, tmp_path: Path) -> None:
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    targets = "service_level: 80% in 20s, max_busy: SHARE"
    text = office(group=", lines: LINES", targets=targets).replace("LINES", "30").replace("SHARE", "0.1%")
    before.write_text(text)
    redials = "patience: 2m, redials: {share: 50%, after: 5m}"
    after.write_text(
        text.replace("30", "11").replace("max_busy: 0.1%", "max_busy: 3%").replace("patience: 2m", redials)
    )
    said = run("compare", str(before), str(after)).text
    for label in ("Find it busy", "lines for the target", "attempts, redials included", "Never served"):
        assert re.search(rf"{label} +\S", said), label


def test_simulate_shows_and_names_what_it_judges_by(run: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "office.yaml"
    text = office(group=", lines: 11", targets="service_level: 70% in 20s, max_busy: 1%")
    scenario.write_text(text.replace("patience: 2m", "patience: 2m, redials: {share: 50%, after: 5m}"))
    said = " ".join(run("simulate", str(scenario), "--precision", "2%").text.split())
    assert "intervals fall short of calls that find it busy ≤ 1%" in said
    for label in ("Find it busy", "Never served"):
        assert re.search(rf"{label} (! )?[\d.]+ % (! )?[\d.]+ % ±", said), label
    assert "Callers who wait" not in said


def test_no_lines_are_a_mistake(run: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "office.yaml"
    scenario.write_text(office(group=", lines: 0"))
    ran = run("validate", str(scenario))
    assert ran.code == 2
    assert "nobody gets through" in ran.err


def test_the_wait_that_nine_of_ten_do_not_exceed(plan_text: PlanText) -> None:
    required, longest = columns(plan_text(office(group=", lines: 11")), "operators_required", "p90_wait_s")
    met = steady_state_with_lines(120, 240, required[0], 11, patience_s=120, within_s=longest[0])
    assert float(met.service_level_answered) == pytest.approx(0.9, abs=1e-8)


@METHODS
def test_nobody_calls_on_a_day(plan_text: PlanText, method: str) -> None:
    text = office(method, ", lines: 11", "service_level: 80% in 20s, max_busy: 1%")
    plan = plan_text(text.replace("aht: 4m", "aht: 4m, weekdays: {tue: 0%}"))
    rows = [row for row in plan.tables["days"].records() if row["date"] == "2014-03-04"]
    assert [(row["busy"], row["lines_needed"]) for row in rows] == [(None, None)]


CROWDED = """
method: METHOD
calendar: {from: 2014-03-03, to: 2014-03-03, interval: 1h}
hotlines: {HOTLINES}
groups: {g: {hotlines: [NAMES], lines: 17}}
targets: {max_p_wait: 12%, max_asa: 90s}
EXTRA
"""
HOURS = "hours: 09:00-13:00"


@METHODS
@pytest.mark.parametrize(
    ("hotlines", "extra"),
    [
        (f"a: {{calls_per_day: 4000, aht: 2m, {HOURS}}}", ""),
        (f"a: {{calls_per_day: 4000, aht: 2m, {HOURS}, redials: {{share: 40%, after: 5m}}}}", ""),
        (f"a: {{calls_per_day: 3000, aht: 2m, {HOURS}}}, b: {{calls_per_day: 700, aht: 4m, {HOURS}}}", ""),
        (f"a: {{calls_per_day: 4000, aht: 2m, {HOURS}}}", "varies: 10%"),
    ],
    ids=["alike", "redials", "unlike", "days that differ"],
)
def test_full_lines_are_not_taken_for_few_who_wait(
    plan_text: PlanText, method: str, hotlines: str, extra: str
) -> None:
    """17 lines for 33 Erlangs: with 16 operators a quarter of the callers wait, with 1 hardly anybody."""
    names = "a, b" if "b:" in hotlines else "a"
    text = CROWDED.replace("METHOD", method).replace("HOTLINES", hotlines).replace("EXTRA", extra)
    plan = plan_text(text.replace("NAMES", names))
    required, status, p_wait = columns(plan, "operators_required", "status", "p_wait")
    assert set(required) == {17}
    assert set(status) == {"ok"}
    assert max(p_wait) <= 0.12
    (caution,) = of_code(plan, "busy-unlimited")
    assert caution.facts["intervals"] == 4
    assert "of the calls" in caution_text(caution)
