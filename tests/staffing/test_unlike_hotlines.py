"""Stationary plans of hotlines that differ, and of times of any law: what is promised is what happens.

Expected figures were simulated call by call, independently of the formulas; half of their 95 % confidence intervals is
below a third of a point of service level.
"""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mfc_capacity.answers.records import Plan
from mfc_capacity.commands.budget.batches import batches_of, interval_figures
from mfc_capacity.commands.budget.rates import rates_of
from mfc_capacity.commands.budget.spending import Tariff
from mfc_capacity.plan.answer import plan
from mfc_capacity.plan.planner import Planner, planned
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.staffing.operators import group_operators
from mfc_capacity.wording.en.cautions import caution_text
from tests.commands.simulate.days import answered, loaded, records

Record = dict[str, Any]

HOUR = """
calendar: {interval: 1h}
hotlines:
  a: {calls_per_day: %s, aht: %s, hours: 09:00-10:00%s}
  b: {calls_per_day: %s, aht: %s, hours: 09:00-10:00%s}
groups: {desk: {hotlines: [a, b], operators: %s}}
targets: {%s}
"""
EIGHTY = "service_level: 80% in 20s"
FAR_APART = (600, "1m", "", 60, "20m", "")
PATIENCE_APART = (1000, "3m", ", patience: 30s", 1000, "3m", ", patience: 10m")
PATIENT_AND_NOT = (1000, "3m", ", patience: 10s", 1000, "3m", "")


def hour(hotlines: tuple[object, ...], operators: int, targets: str = EIGHTY) -> LoadedScenario:
    return loaded(HOUR % (*hotlines, operators, targets))


def row_of(answer: Plan) -> Record:
    (row,) = answer.tables["intervals"].records()
    return dict(row)


def test_calls_of_a_minute_beside_calls_of_twenty() -> None:
    answer = plan(hour(FAR_APART, 35))
    row = row_of(answer)
    assert (row["model"], row["operators_required"]) == ("mixed", 36)
    assert row["service_level"] == pytest.approx(0.843, abs=0.015)
    assert row["given_service_level"] == pytest.approx(0.776, abs=0.02)
    assert row["given_asa_s"] == pytest.approx(35.5, abs=2.5)
    (caution,) = [each for each in answer.cautions if each.code == "handling-times-rough"]
    assert (caution.facts["reason"], caution.facts["intervals"]) == ("far-apart", 1)
    assert "more than fivefold in 1 of 1 interval with calls" in caution_text(caution)


def test_patience_of_half_a_minute_beside_ten() -> None:
    row = row_of(plan(hour(PATIENCE_APART, 91)))
    assert row["given_service_level"] == pytest.approx(0.804, abs=0.005)
    assert row["operators_required"] == 91


def test_those_who_never_hang_up_need_operators_of_their_own() -> None:
    row = row_of(plan(hour(PATIENT_AND_NOT, 50, "max_asa: 30s")))
    assert row["operators_required"] == 58
    assert row["given_status"] == "overloaded"  # 1,000 x 3 min are 50 Erlangs
    assert row["given_queue_growth_per_hour"] == pytest.approx(0, abs=1e-9)


def test_a_queue_of_those_who_never_hang_up_grows() -> None:
    row = row_of(plan(hour((240, *PATIENT_AND_NOT[1:3], 240, *PATIENT_AND_NOT[4:]), 10)))
    assert (row["given_status"], row["given_asa_s"]) == ("overloaded", None)
    assert row["given_queue_growth_per_hour"] == pytest.approx(240 - 10 * 20)


@pytest.mark.parametrize(
    "laws",
    [
        "patience: 2m, patience_law: weibull(0.5), hangs_up_at_once: 10%",
        "patience: 1m, patience_law: lognormal(1.1)",
        "patience: 2m, aht_cv: 1.5",
        "hangs_up_at_once: 30%",
    ],
)
def test_laws_of_any_kind_are_planned_as_they_are_played(laws: str) -> None:
    text = f"calendar: {{interval: 1h}}\nhotlines: {{a: {{calls_per_day: 4800, aht: 3m, {laws}}}}}\n"
    (day,) = records(answered(text + "targets: {service_level: 80% in 20s}", precision=0.003), "day")
    for name, tolerance in (("service_level", 0.01), ("abandonment", 0.005)):
        off = abs(day[f"promised_{name}"] - day[f"simulated_{name}"])
        assert off <= tolerance + day[f"simulated_{name}_half_width"]


def test_erlang_c_leaves_out_patience_and_keeps_handling_times() -> None:
    text = HOUR.replace("targets:", "model: erlang-c\ntargets:")
    for aht, model in (("3m", "erlang-c"), ("4m", "mixed")):
        given = text % (100, "3m", ", patience: 30s", 100, aht, ", patience: 10m", 50, EIGHTY)
        row = row_of(plan(loaded(given)))
        assert (row["model"], row["abandonment"]) == (model, 0)


def test_only_where_both_are_open_do_hotlines_differ() -> None:
    text = HOUR.replace("09:00-10:00", "09:00-11:00", 1) % (*PATIENCE_APART, 91, EIGHTY)
    answer = plan(loaded(text))
    assert [row["model"] for row in answer.tables["intervals"].records()] == ["mixed", "erlang-a"]


def test_what_is_remembered_depends_on_every_hotline_and_law() -> None:
    planner, seen = Planner(), []
    for text in (", aht_cv: 3", ", patience: 1m", ", patience: 1m, patience_law: weibull(0.3)", ""):
        (group,) = planner.planned(hour((600, "2m", text, 600, "2m", ""), 60)).groups
        seen.append(float(group.operators.expected.asa_s[group.load.calls > 0][0]))
    assert len(set(seen)) == len(seen)


def test_groups_solved_together_are_those_solved_apart() -> None:
    planner = Planner()
    texts = [FAR_APART, (600, "1m", "", 90, "20m", ""), PATIENCE_APART, (500, *PATIENCE_APART[1:])]
    tasks = [planner.demand(hour(hotlines, 50).scenario).tasks["desk"] for hotlines in texts]
    for task, required in zip(tasks, planner.requirements(tasks), strict=True):
        ((_, part),) = task.parts()
        np.testing.assert_array_equal(required.operators, group_operators(part).required)


@pytest.mark.parametrize("hotlines", [FAR_APART, PATIENCE_APART, PATIENT_AND_NOT])
def test_the_budget_knows_what_the_plan_knows(hotlines: tuple[object, ...]) -> None:
    whole = planned(hour(hotlines, 60))
    batches, staffing = batches_of(whole, [Tariff(np.array([True]), wage=Fraction(1))], rates_of(whole))
    figures = interval_figures(batches, staffing.batch, staffing.operators)
    expected, calling = whole.groups[0].operators.expected, whole.groups[0].load.calls > 0
    of_batch = batches.calls[staffing.batch] > 0
    for name in ("service_level", "asa_s", "abandonment", "occupancy"):
        np.testing.assert_allclose(figures[name][of_batch], getattr(expected, name)[calling], rtol=1e-12)


def test_the_longest_calls_outlast_an_interval_whatever_the_mean() -> None:
    text = (HOUR % (*FAR_APART, 40, EIGHTY)).replace("interval: 1h", "interval: 15m")
    (caution,) = [each for each in plan(loaded(text)).cautions if each.code == "calls-outlast-intervals"]
    assert caution.facts["aht_s"] == 1200
