"""Sums where callers come again: the curve and the plan count the same attempts."""

from collections.abc import Callable

import numpy as np
import pytest

from mfc_capacity.answers.records import Answer, Budget
from mfc_capacity.commands.budget import BudgetQuestion, budget
from mfc_capacity.commands.budget.levels import setting_of
from mfc_capacity.plan.planner import planned
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import LoadedScenario

Load = Callable[..., LoadedScenario]

OFFICE = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-07}
hotlines:
  a: {calls_per_day: 1200, aht: 4m, patience: 2m, hours: {mon-fri: 09:00-17:00}, redials: {share: 60%, after: 8m}}
  b: {calls_per_day: 300, aht: 2m, patience: 1m, hours: 10:00-14:00}
GROUPS
targets: {service_level: 80% in 20s, max_abandonment: 10%}
costs: {operator_hour: 100 RUB}
budget: {amount: 40_000 RUB, extra: 10_000 RUB}
"""
APART, TOGETHER = "groups: {a: {hotlines: [a]}, b: {hotlines: [b]}}", "groups: {all: {hotlines: [a, b]}}"
CASES = {
    "apart": (APART, ""),
    "together": (TOGETHER, ""),
    "lines": ("groups: {a: {hotlines: [a], lines: 24}, b: {hotlines: [b]}}", ""),
    "answered": (
        APART.replace("[a]", "[a], targets: {service_level: {answered: 70%, within: 20s, of: answered}}"),
        "",
    ),
    "callers": (
        APART.replace("[a]", "[a], targets: {service_level: {answered: 80%, within: 20s, of: callers}}"),
        "",
    ),
    "varies": (APART, "varies: 20%"),
    "callers-vary": (
        APART.replace("[a]", "[a], targets: {service_level: {answered: 80%, within: 20s, of: callers}}"),
        "varies: 20%",
    ),
}
COMPARED = (
    "calls",
    "attempts",
    "never_served",
    "service_level",
    "asa_s",
    "mean_wait_s",
    "abandonment",
    "occupancy",
)


def scenario(load: Load, case: str) -> LoadedScenario:
    groups, more = CASES[case]
    return load(OFFICE.replace("GROUPS", groups) + more)


def totals(answer: Answer) -> list[dict[str, object]]:
    return [row for row in answer.tables["curve"].records() if row["group"] == "total"]


@pytest.mark.parametrize("case", CASES)
def test_the_plans_operators_meet_what_the_plan_says(load: Load, case: str) -> None:
    loaded = scenario(load, case)
    answer = budget(loaded, BudgetQuestion(steps=2))
    summary = list(PlanTables(planned(loaded)).summary().records())[-1]
    assert isinstance(answer, Budget)
    assert answer.as_planned is not None
    for name in COMPARED:
        assert answer.as_planned[name] == pytest.approx(summary[name], rel=1e-6), name


def test_attempts_fall_as_more_is_paid_and_nobody_is_answered_twice(load: Load) -> None:
    rows = totals(budget(scenario(load, "apart"), BudgetQuestion(place="most-answered")))
    attempts = [float(str(row["attempts"])) for row in rows]
    assert attempts == sorted(attempts, reverse=True)
    assert attempts[0] > 1.3 * attempts[-1]
    for row in rows:
        calls, in_time, level = (
            float(str(row[name])) for name in ("calls", "calls_in_time", "service_level")
        )
        assert in_time <= calls <= float(str(row["attempts"]))
        assert in_time == pytest.approx(level * float(str(row["attempts"])))
        assert row["service_level_at_most"] is None


def test_the_poor_end_is_worse_than_without_them(load: Load) -> None:
    loaded, question = scenario(load, "apart"), BudgetQuestion(steps=2)
    without = load(OFFICE.replace("GROUPS", APART).replace(", redials: {share: 60%, after: 8m}", ""))
    (poor, *_), (easy, *_) = totals(budget(loaded, question)), totals(budget(without, question))
    assert float(str(poor["service_level"])) < float(str(easy["service_level"])) - 0.02
    assert "attempts" not in easy


def test_what_hardly_matters_is_not_worked_out_and_is_the_same(load: Load) -> None:
    text = OFFICE.replace("calls_per_day: 1200", "calls_per_day: 9000").replace("GROUPS", TOGETHER)
    levels = setting_of(planned(load(text.replace("[a, b]}}", "[a]}, b: {hotlines: [b]}}")))).levels
    batch = np.repeat(np.arange(len(levels.batches.calls)), np.diff(levels.first))
    operators = np.arange(levels.level.size) - levels.first[batch] + levels.batches.least[batch]
    steady, level = levels.batches.waits(batch, operators)
    calling = levels.batches.calls[batch] > 0
    assert (levels.level[calling] < 1e-9).any()
    np.testing.assert_allclose(levels.level[calling], level[calling], atol=1e-7)
    attempts = levels.batches.calls[batch] * steady.attempts
    np.testing.assert_allclose(levels.counted[calling], attempts[calling], rtol=1e-5)
