"""Hours worked after duty: against days played call by call, a formula for a day without a queue, and as money."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mfc_capacity.answers.records import Plan
from mfc_capacity.commands.budget import BudgetQuestion, budget
from mfc_capacity.core.day.transient import through_day
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.played_day import Day, play, timeline_of
from mfc_capacity.plan.exact import exact_figures
from mfc_capacity.plan.planner import Planner
from mfc_capacity.scenario import LoadedScenario

PlanText = Callable[..., Plan]

DESK = """
currency: EUR
calendar: {from: 2014-05-12, to: 2014-05-14, interval: 1h}
hotlines:
  desk: {calls_per_day: 400, aht: 10m, patience: 5m, hours: 08:00-12:00, profile: {08:00: 2, 09:00: 4, 10:00: 1}}
costs: {operator_hour: 30 EUR}
shrinkage: 25%
"""


def days(plan: Plan) -> list[dict[str, Any]]:
    return [row for row in plan.tables["days"].records() if row["group"] == "desk"]


@pytest.mark.slow
@pytest.mark.parametrize("patience_s", [120.0, math.inf])
def test_the_chain_says_what_days_played_call_by_call_say(patience_s: float) -> None:
    calls, operators = np.array([20.0, 40, 60, 30, 10, 10]), np.array([7, 14, 20, 5, 5, 2])
    exact = (
        through_day(calls * 2, 600, operators, interval_s=1800, patience_s=patience_s).after_duty_s[0].sum()
    )
    timeline = timeline_of(Day([Stream(calls, 600, patience_s=patience_s)], operators, 1800))
    played = np.array([np.diff(play(timeline, 3, k)[1]).sum() for k in range(3000)])
    assert exact == pytest.approx(played.mean(), abs=4 * played.std() / math.sqrt(played.size))


def test_without_a_queue_after_closing_each_call_in_progress_takes_its_mean_time() -> None:
    # With more operators than calls, calls in progress follow a' = rate - a / aht from an empty start.
    day = through_day([60.0] * 4, 600, [80] * 4, interval_s=1800)
    in_progress = 60 * 600 / 3600 * (1 - math.exp(-7200 / 600))
    assert day.after_duty_s[0] == pytest.approx([0, 0, 0, in_progress * 600])


def test_nobody_leaves_round_the_clock_with_one_number_of_operators() -> None:

    flat = through_day([60.0] * 24, 600, [14] * 24, interval_s=3600, periodic=True)
    assert flat.after_duty_s.sum() == 0


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_hours_after_duty_stand_beside_the_paid_ones_and_have_a_price(
    plan_text: PlanText, method: str
) -> None:
    free = plan_text(f"method: {method}\n{DESK}")
    half = plan_text(f"method: {method}\n{DESK}".replace("30 EUR}", "30 EUR, after_duty: 150%}"))
    for before, after in zip(days(free), days(half), strict=True):
        beside = before["operator_hours_after_duty"]
        assert beside > 0
        assert before["operator_hours_paid"] == after["operator_hours_paid"]
        assert after["labour_cost"] - before["labour_cost"] == pytest.approx(1.5 * beside * 30, abs=0.011)
        assert before["labour_cost"] == pytest.approx(before["operator_hours_paid"] * 30, abs=0.01)
    (group, total) = half.tables["summary"].records()
    assert (
        group["labour_cost"]
        == total["labour_cost"]
        == pytest.approx(sum(day["labour_cost"] for day in days(half)), abs=1e-6)
    )
    assert [one.value for one in free.assumptions if one.key == "costs.after_duty"] == ["0%"]


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_the_exact_cost_is_that_of_the_plan(
    load: Callable[..., LoadedScenario], plan_text: PlanText, method: str
) -> None:
    text = f"method: {method}\n{DESK}".replace("30 EUR}", "30 EUR, after_duty: 100%}")
    (figures,) = exact_figures([load(text).scenario], Planner())
    (group, _) = plan_text(text).tables["summary"].records()
    assert float(figures["desk", "cost"] or 0) == group["cost"]


def test_a_budget_pays_hours_after_duty_as_the_plan_does(
    load: Callable[..., LoadedScenario], plan_text: PlanText
) -> None:
    text = f"{DESK}budget: {{amount: 5000 EUR}}\n".replace("30 EUR}", "30 EUR, after_duty: 100%}")
    answer = budget(load(text), BudgetQuestion())
    (group, _) = plan_text(text).tables["summary"].records()
    at_targets = [row for row in answer.tables["curve"].records() if row["point"] == "targets"]
    assert [row["spent"] for row in at_targets] == [group["cost"], group["cost"]]
    (caution,) = [one for one in answer.cautions if one.code == "curve-after-duty"]
    share = float(group["operator_hours_after_duty"] or 0) / float(group["operator_hours_paid"] or 0)
    assert caution.facts == {"lowest": pytest.approx(share), "highest": pytest.approx(share)}


def test_hotlines_that_differ_leave_their_long_calls_after_duty(plan_text: PlanText) -> None:
    """Nobody waits: calls in progress are 10 of 1 min and 10 of 10 min, and each still takes its mean time."""
    text = """
    method: {method}
    calendar: {{interval: 1h}}
    hotlines:
      short: {{calls_per_day: 6000, aht: 1m, hours: 08:00-18:00}}
      long: {{calls_per_day: 600, aht: 10m, hours: 08:00-18:00}}
    groups: {{desk: {{hotlines: [short, long]}}}}
    targets: {{service_level: 99.99% in 1s}}
    """
    for method, tolerance in (("stationary", 1e-3), ("time-dependent", 0.02)):
        (group, _) = plan_text(text.format(method=method)).tables["summary"].records()
        assert group["operator_hours_after_duty"] == pytest.approx((10 * 60 + 10 * 600) / 3600, rel=tolerance)


def test_who_waits_at_closing_has_a_whole_handling_time(plan_text: PlanText) -> None:
    """By hand: 6 calls of 3 min and 3 of 9 min in service take 45 min; 140 an hour x ASA wait, 231 s each."""
    (row, _) = (
        plan_text(
            "calendar: {from: 2014-05-12, to: 2014-05-12, interval: 1h}\n"
            "hotlines:\n"
            "  quick: {calls_per_day: 480, aht: 3m, hours: 08:00-12:00}\n"
            "  long: {calls_per_day: 80, aht: 9m, hours: 08:00-12:00}\n"
            "groups: {desk: {hotlines: [quick, long]}}\n"
            "targets: {service_level: 80% in 20s}\n"
        )
        .tables["summary"]
        .records()
    )
    waiting = 140 / 3600 * float(row["asa_s"] or 0)
    by_hand_s = 6 * 180 + 3 * 540 + waiting * (120 * 180 + 20 * 540) / 140
    assert row["operator_hours_after_duty"] == pytest.approx(by_hand_s / 3600)
