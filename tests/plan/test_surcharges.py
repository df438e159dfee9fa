"""Surcharges on an operator's hour, against sums worked out by hand."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from mfc_capacity.answers.records import Plan
from mfc_capacity.commands.explain import explain
from mfc_capacity.plan.exact import exact_figures
from mfc_capacity.plan.planner import Planner
from mfc_capacity.scenario import LoadedScenario

Load = Callable[..., LoadedScenario]
PlanText = Callable[..., Plan]

# Four on duty round the clock, from Saturday to Monday: 96 hours a day.
WEEKEND = """
currency: RUB
calendar: {from: 2014-03-01, to: 2014-03-03, interval: 1h}
hotlines: {help: {calls_per_day: 24, aht: 2m}}
groups: {g: {hotlines: [help], min_operators: 4}}
costs:
  operator_hour: {price: 100 RUB, surcharges: [{hours: 22:00-06:00, add: 20%}, {days: sat-sun, add: 50%}]}
"""


def costs(plan: Plan) -> list[float]:
    return [float(str(row["labour_cost"])) for row in plan.tables["days"].records()]


def changed(**surcharge: str) -> str:
    written = ", ".join(f"{key}: {value}" for key, value in surcharge.items())
    return f"costs.operator_hour.surcharges=[{{{written}}}]"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # 9,600 plain; 32 of 96 hours at night; half as much again at the weekend.
        ((), [9600 + 640 + 4800, 9600 + 640 + 4800, 9600 + 640]),
        (("shrinkage=20%",), [15_040 / 0.8, 15_040 / 0.8, 10_240 / 0.8]),
        ((changed(hours="21:30-06:00", add="20%"),), [9600 + 680] * 3),  # half of an interval
        ((changed(hours="12:10-12:20", add="30%"),), [9600 + 20] * 3),  # 4 operators x 1/6 hour x 30 RUB
        ((changed(days="mon", hours="08:00-10:00", add="100%"),), [9600, 9600, 9600 + 800]),
        (
            (changed(days="holiday", add="100%"), "calendar.holidays={2014-03-02: Day of rest}"),
            [9600, 19_200, 9600],
        ),
        (("calendar.days_like={2014-03-01: mon}",), [10_240, 15_040, 10_240]),  # a Saturday at work
    ],
)
def test_days_cost_what_they_should(
    plan_text: PlanText, changes: tuple[str, ...], expected: list[float]
) -> None:
    assert costs(plan_text(WEEKEND, overrides=changes)) == expected


def test_without_surcharges_the_long_form_is_the_short_one(plan_text: PlanText) -> None:
    short = plan_text(WEEKEND, overrides=("costs.operator_hour=100 RUB",))
    assert costs(short) == costs(plan_text(WEEKEND, overrides=("costs.operator_hour={price: 100 RUB}",)))


@pytest.mark.parametrize("shrinkage", ["0%", "31.7%"])
def test_money_is_exact_where_the_plan_and_the_comparison_count_it(
    plan_text: PlanText, load: Load, shrinkage: str
) -> None:
    changes = (f"shrinkage={shrinkage}", "costs.operator_hour.price=333.33 RUB")
    (figures,) = exact_figures([load(WEEKEND, *changes).scenario], Planner())
    days = costs(plan_text(WEEKEND, overrides=changes))
    total = Fraction(sum(round(day * 100) for day in days), 100)
    weighted = 3 * 96 + 3 * Fraction(32, 5) + 2 * Fraction(96, 2)
    exact = weighted / (1 - Fraction(shrinkage[:-1]) / 100) * Fraction(33333, 100)
    assert figures["g", "cost"] == total
    assert abs(total - exact) <= Fraction(1, 200)


def test_an_explanation_names_the_surcharges_that_hold(load: Load) -> None:
    steps = list(explain(load(WEEKEND), "g", "2014-03-02 23:00").tables["steps"].records())
    named = [(row["written"], row["key"]) for row in steps if "surcharge" in str(row["quantity"])]
    above = "costs.operator_hour.surcharges"
    assert named == [("20%", f"{above}.0.add"), ("50%", f"{above}.1.add")]
    (cost,) = [row["value"] for row in steps if "INTERVAL_COST" in str(row["quantity"])]
    assert cost == pytest.approx(4 * 100 * 1.7)
    monday = list(explain(load(WEEKEND), "g", "2014-03-03 12:00").tables["steps"].records())
    assert not [row for row in monday if "surcharge" in str(row["quantity"])]
