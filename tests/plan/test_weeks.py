"""ISO weeks, the head count of the heaviest one, what a call costs, and days on which a target is missed."""

from collections.abc import Callable
from typing import Any

import pytest

from mfc_capacity.answers.records import Plan

PlanText = Callable[..., Plan]

# Ten on duty for eight hours are 80 hours, and 100 paid ones at a shrinkage of 20 %; open on two weekends and a
# Tuesday: no day of the first week, five of the second, two of the third.
TURN_OF_THE_YEAR = """
currency: RUB
full_time_week: 40h
calendar: {from: 2014-12-27, to: 2015-01-06}
hotlines: {a: {calls_per_day: 100, aht: 1m, patience: 5m, hours: {mon-fri: 08:00-16:00}}}
groups: {all: {hotlines: [a], min_operators: 10}}
shrinkage: 20%
costs: {operator_hour: 100 RUB}
"""
GIVEN = TURN_OF_THE_YEAR.replace("min_operators: 10", "min_operators: 10, operators: 6")
FLOOD = f"{GIVEN}peaks: {{flood: {{when: {{dates: [2014-12-30]}}, multiply: {{a: 10000%}}}}}}\n"


def table(plan: Plan, name: str) -> list[dict[str, Any]]:
    return list(plan.tables[name].records())


def test_weeks_are_iso_weeks_and_full_time_jobs_are_counted_by_the_days_they_have(
    plan_text: PlanText,
) -> None:
    weeks = table(plan_text(TURN_OF_THE_YEAR), "weeks")
    assert [(row["week"], row["days_open"], row["operator_hours_paid"]) for row in weeks] == [
        ("2014-W52", 0, 0),
        ("2015-W01", 5, 500),
        ("2015-W02", 2, 200),
    ]
    assert [row["fte"] for row in weeks] == pytest.approx([0, 500 / 40, 200 / (40 * 2 / 7)])


def test_the_heaviest_week_is_a_whole_one(plan_text: PlanText) -> None:
    for row in table(plan_text(TURN_OF_THE_YEAR), "summary"):
        assert (row["peak_week"], row["fte_peak_week"]) == ("2015-W01", 12.5)
        assert row["fte"] == pytest.approx(700 / (40 * 11 / 7))


@pytest.mark.parametrize("calendar", ["calendar: {from: 2014-12-30, to: 2015-01-05}", ""])
def test_without_a_whole_week_none_is_the_heaviest(plan_text: PlanText, calendar: str) -> None:
    text = TURN_OF_THE_YEAR.replace("calendar: {from: 2014-12-27, to: 2015-01-06}", calendar)
    text = text if calendar else text.replace("{mon-fri: 08:00-16:00}", "08:00-16:00")
    assert {(row["peak_week"], row["fte_peak_week"]) for row in table(plan_text(text), "summary")} == {
        (None, None)
    }


def test_the_heaviest_week_of_the_total_is_a_week_and_not_a_sum_of_weeks(plan_text: PlanText) -> None:
    other = """
calendar: {from: 2014-12-22, to: 2015-01-04}
hotlines:
  a: {calls_per_day: 10, aht: 1m, hours: 08:00-16:00, weekdays: {sat-sun: 100%}}
  b: {calls_per_day: 10, aht: 1m, hours: 08:00-16:00}
groups: {one: {hotlines: [a], min_operators: 10}, two: {hotlines: [b], min_operators: 5}}
full_time_week: 40h
"""
    one, two, total = table(plan_text(other), "summary")
    assert [one["fte_peak_week"], two["fte_peak_week"]] == pytest.approx([560 / 40, 280 / 40])
    assert total["fte_peak_week"] == pytest.approx(840 / 40)
    assert total["peak_week"] == "2014-W52"  # the first of equals


def test_full_time_jobs_of_the_operators_given(plan_text: PlanText) -> None:
    weeks = table(plan_text(GIVEN), "weeks")
    assert [row["fte_given"] for row in weeks] == pytest.approx([0, 5 * 60 / 40, 2 * 60 / (40 * 2 / 7)])
    assert "fte_given" not in table(plan_text(TURN_OF_THE_YEAR), "weeks")[0]


def test_a_call_costs_the_cost_by_the_calls(plan_text: PlanText) -> None:
    plan = plan_text(TURN_OF_THE_YEAR)
    assert {row["cost_per_call"] for row in table(plan, "days")} == {100.0}
    assert [row["cost_per_call"] for row in table(plan, "weeks")] == [None, 100.0, 100.0]
    odd = plan_text(TURN_OF_THE_YEAR.replace("calls_per_day: 100", "calls_per_day: 99"))
    assert {row["cost_per_call"] for row in table(odd, "summary")} == {101.01}
    unpriced = plan_text(TURN_OF_THE_YEAR.replace("costs: {operator_hour: 100 RUB}\n", ""))
    assert {row["cost_per_call"] for row in table(unpriced, "summary")} == {None}


@pytest.mark.parametrize("patience", ["patience: 5m, ", ""], ids=["impatient", "patient"])
def test_days_on_which_the_operators_given_miss_a_target(plan_text: PlanText, patience: str) -> None:
    # 6 operators are enough for 0.2 Erlangs, and not for the 20.8 of the flood; the plan has as many as it takes.
    plan = plan_text(FLOOD.replace("patience: 5m, ", patience))
    assert [(row["days_missed"], row["given_days_missed"]) for row in table(plan, "summary")] == [
        (0, 1),
        (0, 1),
    ]
    assert [row["given_days_missed"] for row in table(plan, "weeks")] == [0, 1, 0]
    assert {row["date"] for row in table(plan, "days") if row["given_days_missed"]} == {"2014-12-30"}


def test_a_day_is_missed_once_however_many_groups_miss_it(plan_text: PlanText) -> None:
    two = """
calendar: {from: 2014-03-03, to: 2014-03-05}
hotlines:
  a: {calls_per_day: 900, aht: 5m, patience: 1m}
  b: {calls_per_day: 900, aht: 5m, patience: 1m, weekdays: {tue-wed: 1%}}
groups: {one: {hotlines: [a], operators: 1}, two: {hotlines: [b], operators: 1}}
"""
    assert [row["given_days_missed"] for row in table(plan_text(two), "summary")] == [3, 1, 3]
