"""The account of a budget, against sums worked out by hand."""

from collections.abc import Callable

import pytest

from mfc_capacity.answers.accounts import BudgetUse
from mfc_capacity.plan.accounts import accounts_of
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import LoadedScenario, load_scenario

PlanOf = Callable[..., Planned]

# 125 calls are wanted a day, SMS takes 25: a day costs 100 calls x 10 RUB of the contract and 25 contacts x 1.50 RUB.
TEXT = """
currency: RUB
calendar: {from: 2024-01-30, to: 2024-02-03}
hotlines:
  help: {calls_per_day: 125, aht: 3m, hours: 08:00-20:00, deflect: [{to: sms, share: 20%}]}
shrinkage: 20%
costs: {operator_hour: 10 RUB, contacts: {sms: 1.5 RUB}}
contract: {from: 2024-01-01, to: 2024-02-02, unit: calls, volume: 250, price: 10 RUB, overage: 12 RUB}
budget: {amount: 3000 RUB, extra: 1000 RUB}
"""


def budget(whole: Planned) -> BudgetUse:
    use = accounts_of(whole).budget
    assert use is not None
    return use


def test_a_budget_for_the_contract_by_hand(plan_of: PlanOf) -> None:
    """1,000 a day; on the third day 50 x 10 + 50 x 12 = 1,100; then 1,200, and nothing when the contract is over."""
    whole = plan_of(TEXT)
    (table,) = [table for table in accounts_of(whole).tables if table.name == "budget"]
    assert table.rows == (
        ("2024-01", 2000.0, 2000.0, 1000.0, 2000.0),
        ("2024-02", 2300.0, 4300.0, -1300.0, -300.0),
    )
    use = budget(whole)
    assert (use.covers, use.amount, use.extra, use.cost) == ("contract", 3000, 1000, 4300)
    assert (use.headroom, use.headroom_with_extra, use.status) == (-1300, -300, "not-enough")
    assert (use.money_ends_on, use.money_ends_on_with_extra) == ("2024-02-01", "2024-02-02")


@pytest.mark.parametrize(
    ("amount", "extra", "status", "ends", "ends_with_extra"),
    [
        ("4300", "1", "enough", None, None),
        ("4299.99", "0.01", "enough-with-extra", "2024-02-02", None),
        ("4299.98", "0.01", "not-enough", "2024-02-02", "2024-02-02"),
        ("3100", "0", "not-enough", "2024-02-02", "2024-02-02"),
        ("3099.99", "1200.01", "enough-with-extra", "2024-02-01", None),
        ("0", "0", "not-enough", "2024-01-30", "2024-01-30"),
    ],
)
def test_the_money_ends_on_the_first_day_that_exceeds_it(
    plan_of: PlanOf, amount: str, extra: str, status: str, ends: str | None, ends_with_extra: str | None
) -> None:
    use = budget(plan_of(TEXT, f"budget.amount={amount} RUB", f"budget.extra={extra} RUB"))
    assert (use.status, use.money_ends_on, use.money_ends_on_with_extra) == (status, ends, ends_with_extra)


def test_without_extra_there_is_nothing_to_say_of_it(plan_of: PlanOf) -> None:
    use = budget(plan_of(TEXT.replace(", extra: 1000 RUB", "")))
    assert (use.extra, use.headroom_with_extra, use.money_ends_on_with_extra) == (None, None, None)
    assert use.status == "not-enough"


def test_labour_and_all(plan_of: PlanOf) -> None:
    """Labour is the plan's own; contacts are 25 x 1.50 RUB on each of five days; the contract is 4,300 as above."""
    whole = plan_of(TEXT)
    on_duty = int(whole.groups[0].operators.required[whole.groups[0].load.kinds].sum())
    labour = on_duty / 4 / 0.8 * 10
    assert budget(plan_of(TEXT, "budget.covers=labour")).cost == pytest.approx(labour, abs=0.005)
    everything = labour + 5 * 25 * 1.5 + 4300
    assert budget(plan_of(TEXT, "budget.covers=all")).cost == pytest.approx(everything, abs=0.01)


@pytest.mark.parametrize("covers", ["contract", "labour", "all"])
def test_months_add_up_to_the_kopeck(plan_of: PlanOf, covers: str) -> None:
    changes = ("hotlines.help.calls_per_day=33.333", "contract.price=0.777 RUB", f"budget.covers={covers}")
    whole = plan_of(TEXT, *changes)
    (table,) = [table for table in accounts_of(whole).tables if table.name == "budget"]
    kopecks = [round(float(record["cost"] or 0) * 100) for record in table.records()]
    assert sum(kopecks) == round((budget(whole).cost or 0) * 100)
    assert sum(kopecks) > 0


@pytest.mark.parametrize(
    ("covers", "removed"),
    [
        ("contract", "contract"),
        ("labour", "costs.operator_hour"),
        ("all", "costs.operator_hour"),
        ("all", "costs.contacts"),
    ],
)
def test_a_missing_price_makes_it_unknown(plan_of: PlanOf, covers: str, removed: str) -> None:
    whole = plan_of(TEXT, f"budget.covers={covers}", f"{removed}=null")
    use = budget(whole)
    assert (use.status, use.cost, use.headroom, use.money_ends_on) == ("unknown", None, None, None)
    assert "budget-cost-unknown" in [caution.code for caution in accounts_of(whole).cautions]


def loaded(text: str, *overrides: str) -> LoadedScenario:
    return load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _: text.encode())


@pytest.mark.parametrize(("removed", "covers"), [((), "contract"), (("contract=null",), "labour")])
def test_what_it_covers_is_a_listed_assumption(removed: tuple[str, ...], covers: str) -> None:
    scenario = loaded(TEXT, *removed)
    assert scenario.scenario.budget is not None
    assert scenario.scenario.budget.covers == covers
    assumed = {figure.key: figure.value for figure in scenario.figures if figure.origin == "default"}
    assert assumed["budget.covers"] == covers


def test_without_a_budget_nothing_is_assumed_of_it() -> None:
    scenario = loaded(TEXT, "budget=null")
    assert scenario.scenario.budget is None
    assert not [figure.key for figure in scenario.figures if figure.key.startswith("budget")]


def test_without_a_calendar_there_are_no_accounts(plan_of: PlanOf) -> None:
    accounts = accounts_of(plan_of(TEXT, "calendar=null"))
    assert (accounts.contracts, accounts.budget, accounts.tables) == (None, None, ())
    assert [caution.code for caution in accounts.cautions] == ["accounts-without-dates"]
