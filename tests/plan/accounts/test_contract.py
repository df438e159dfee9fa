"""The account of a contract, against sums worked out by hand on a few days."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.plan.accounts import ContractAccount, accounts_of, contract_accounts
from mfc_capacity.plan.accounts.contract import Balance
from mfc_capacity.plan.planner import Planned, planned
from mfc_capacity.scenario import load_scenario
from mfc_capacity.wording.en.accounts import contract_cost, contract_sentence
from tests.conftest import PlanText

PlanOf = Callable[..., Planned]

# Five days of 100 calls of 3 minutes, Monday to Friday.
FIVE_DAYS = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-05}
hotlines: {help: {calls_per_day: 100, aht: 3m, hours: 08:00-20:00}}
shrinkage: 20%
costs: {operator_hour: 10 RUB}
contract: {from: 2024-01-01, to: 2024-01-05, unit: calls, volume: 250, price: 10 RUB, overage: 12.5 RUB}
"""


def only(whole: Planned) -> ContractAccount:
    (account,) = contract_accounts(whole)
    return account


def by_day(account: ContractAccount, days: int) -> list[Balance]:
    return [account.over(range(day, day + 1)) for day in range(days)]


def test_the_day_on_which_it_runs_out_is_split(plan_of: PlanOf) -> None:
    account = only(plan_of(FIVE_DAYS))
    days = by_day(account, 5)
    assert [day.used for day in days] == [100] * 5
    assert [day.inside for day in days] == [100, 100, 50, 0, 0]
    assert [day.beyond for day in days] == [0, 0, 50, 100, 100]
    assert [day.unserved for day in days] == [0] * 5
    assert [day.cost_inside for day in days] == [100_000, 100_000, 50_000, 0, 0]  # 10 RUB a call, in kopecks
    assert [day.cost_beyond for day in days] == [0, 0, 62_500, 125_000, 125_000]  # 12.50 RUB a call
    assert account.exhausted == 2
    assert account.months_covered == pytest.approx(2 / 31)


@pytest.mark.parametrize(
    ("volume", "exhausted"),
    [("299.99", 2), ("300", 3), ("300.01", 3), ("499.99", 4), ("500", None), ("0", 0)],
)
def test_it_runs_out_on_the_first_day_that_exceeds_the_volume(
    plan_of: PlanOf, volume: str, exhausted: int | None
) -> None:
    assert only(plan_of(FIVE_DAYS, f"contract.volume={volume}")).exhausted == exhausted


@pytest.mark.parametrize(
    ("calls", "volume"), [("100.1", "500.5"), ("0.1", "0.5"), ("1234567.7", "6172838.5")]
)
def test_a_volume_that_is_used_exactly_lasts(plan_of: PlanOf, calls: str, volume: str) -> None:
    account = only(plan_of(FIVE_DAYS, f"hotlines.help.calls_per_day={calls}", f"contract.volume={volume}"))
    assert account.exhausted is None
    assert account.left(5) == 0


def test_without_an_overage_price_the_rest_is_unserved_and_costs_nothing(plan_of: PlanOf) -> None:
    whole = plan_of(FIVE_DAYS.replace(", overage: 12.5 RUB", ""))
    use = accounts_of(whole).contracts
    assert use is not None
    assert (use.used, use.inside, use.beyond, use.unserved) == (500, 250, 0, 250)
    assert (use.cost_inside, use.cost_beyond, use.cost) == (2500, 0, 2500)


def test_minutes_are_calls_times_handling_time(plan_of: PlanOf) -> None:
    text = FIVE_DAYS.replace("hotlines: {", "hotlines: {fast: {calls_per_day: 40, aht: 90s}, ")
    account = only(plan_of(text, "contract.unit=minutes", "contract.volume=1000"))
    # A day takes 100 x 3 + 40 x 1.5 = 360 minutes: 1,000 are passed on the third.
    assert [day.used for day in by_day(account, 5)] == [360] * 5
    assert [day.inside for day in by_day(account, 5)] == [360, 360, 280, 0, 0]


def test_operator_hours_are_the_paid_hours_of_all_groups(plan_of: PlanOf) -> None:
    text = FIVE_DAYS.replace("hotlines: {", "hotlines: {other: {calls_per_day: 300, aht: 2m}, ")
    whole = plan_of(text, "contract.unit=operator_hours", "contract.volume=1")
    on_duty = sum(int(plan.operators.required[plan.load.kinds].sum()) for plan in whole.groups)
    assert only(whole).until(5).used == Fraction(on_duty) / 4 / (1 - Fraction(1, 5))


@pytest.mark.parametrize(
    ("first", "last", "days", "months_covered"),
    [
        ("2023-12-20", "2024-01-02", range(2), 2 / 31),
        ("2024-01-04", "2024-12-31", range(3, 5), 2 / 31),
        ("2023-01-01", "2025-12-31", range(5), 5 / 31),
        ("2023-01-01", "2023-12-31", range(0), 0),
        ("2024-01-06", "2024-12-31", range(0), 0),
    ],
)
def test_only_planned_days_of_the_contract_count(
    plan_of: PlanOf, first: str, last: str, days: range, months_covered: float
) -> None:
    account = only(
        plan_of(FIVE_DAYS, f"contract.from={first}", f"contract.to={last}", "contract.volume=1000")
    )
    assert len(account.days) == len(days)
    assert [day.used for day in by_day(account, 5)] == [100 if day in days else 0 for day in range(5)]
    assert account.months_covered == pytest.approx(months_covered)


def test_months_are_counted_by_their_own_length(plan_of: PlanOf) -> None:
    """Two whole months, 30 of the 31 days of January, and 10 of the 29 of February 2024; then 5,000 are used up."""
    dates = ("calendar.from=2023-11-01", "calendar.to=2024-03-31", "contract.from=2023-11-01")
    account = only(plan_of(FIVE_DAYS, *dates, "contract.to=2024-02-10", "contract.volume=999999"))
    assert account.months_covered == pytest.approx(3 + 10 / 29)
    used_up = only(plan_of(FIVE_DAYS, *dates, "contract.to=2024-02-10", "contract.volume=9150"))
    # 30 + 31 + 30 days are 9,100 calls; the 92nd day, 31 January, exceeds 9,150.
    assert used_up.exhausted == 91
    assert used_up.months_covered == pytest.approx(2 + 30 / 31)


TWO = """
currency: RUB
calendar: {from: 2024-01-30, to: 2024-02-05}
hotlines: {help: {calls_per_day: 100, aht: 3m}}
contracts:
  - {provider: New, from: 2024-02-03, to: 2024-12-31, unit: calls, volume: 120, price: 3 RUB, overage: 5 RUB}
  - {provider: Old, from: 2023-02-01, to: 2024-02-01, unit: calls, volume: 300, price: 2 RUB}
"""


def test_two_contracts_and_a_gap(plan_of: PlanOf) -> None:
    """Old: 30 January to 1 February, 300 calls; nobody on the 2nd; New from the 3rd, run out on the 4th."""
    accounts = accounts_of(plan_of(TWO))
    use = accounts.contracts
    assert use is not None
    assert [part.provider for part in use.parts] == ["Old", "New"]
    old, new = use.parts
    assert (old.used, old.inside, old.left, old.exhausted_on, old.cost) == (300, 300, 0, None, 600)
    assert (new.used, new.inside, new.beyond, new.exhausted_on) == (300, 120, 180, "2024-02-04")
    assert (new.cost_inside, new.cost_beyond) == (360, 900)
    assert (use.unit, use.used, use.cost, use.exhausted_on) == (
        "calls",
        600,
        1860,
        "2024-02-04",
    )
    (table,) = accounts.tables
    assert [column.name for column in table.columns][: table.keys] == ["month", "contract"]
    found = [(r["month"], r["contract"], r["used"], r["used_total"]) for r in table.records()]
    assert found == [("2024-01", 1, 200, 200), ("2024-02", 1, 100, 300), ("2024-02", 2, 300, 300)]
    assert {caution.code: caution.facts.get("days") for caution in accounts.cautions} == {
        "contract-in-use-before": None,
        "days-without-contract": 1,
    }


def test_units_of_different_kinds_are_not_added_up(plan_of: PlanOf) -> None:
    use = accounts_of(plan_of(TWO, "contracts.0.unit=minutes")).contracts
    assert use is not None
    assert (use.unit, use.used, use.left, use.volume) == (None, None, None, None)
    assert use.cost == sum(part.cost for part in use.parts)


def test_a_row_a_month_in_the_columns_that_scripts_know(plan_of: PlanOf) -> None:
    whole = plan_of(FIVE_DAYS, "calendar.from=2023-12-30", "contract.from=2023-12-31", "contract.volume=250")
    (table,) = accounts_of(whole).tables
    names = "month unit used used_total inside beyond unserved cost_inside cost_beyond"
    assert [column.name for column in table.columns] == names.split()
    assert table.rows == (
        ("2023-12", "calls", 100.0, 100.0, 100.0, 0.0, 0.0, 1000.0, 0.0),
        ("2024-01", "calls", 500.0, 600.0, 150.0, 350.0, 0.0, 1500.0, 4375.0),
    )


@pytest.mark.slow
@given(
    calls=st.decimals("0.001", 5000, places=3),
    volume=st.decimals(0, 100_000, places=2),
    price=st.decimals("0.01", 99, places=3),
    overage=st.none() | st.decimals(0, 99, places=3),
    unit=st.sampled_from(["calls", "minutes", "operator_hours"]),
)
def test_months_add_up_to_the_kopeck_and_parts_to_the_use(
    calls: float, volume: float, price: float, overage: float | None, unit: str
) -> None:
    beyond = "" if overage is None else f", overage: {overage}0 RUB"
    text = f"""
currency: RUB
calendar: {{from: 2024-01-25, to: 2024-04-03, interval: 1h}}
hotlines: {{help: {{calls_per_day: {calls}0, aht: 3m 20s, hours: {{mon-fri: 09:00-18:00}}, months: {{feb: 33.3%}}}}}}
contract: {{from: 2024-01-27, to: 2024-04-02, unit: {unit}, volume: {volume}, price: {price}0 RUB{beyond}}}
"""
    whole = planned(load_scenario("main.yaml", read_bytes=lambda _: text.encode()))
    account = only(whole)
    total = account.until(len(whole.days))
    months = [account.over(span) for span in (range(7), range(7, 36), range(36, 67), range(67, 70))]
    assert [sum(parts) for parts in zip(*months, strict=True)] == list(total)
    assert total.inside + total.beyond + total.unserved == total.used
    assert total.inside == min(total.used, Fraction(str(volume)))
    assert abs(total.cost_inside - total.inside * Fraction(str(price)) * 100) <= Fraction(1, 2)
    assert abs(total.cost_beyond - total.beyond * Fraction(str(overage or 0)) * 100) <= Fraction(1, 2)
    (table,) = accounts_of(whole).tables
    booked = [round(float(record["cost_inside"] or 0) * 100) for record in table.records()]
    assert sum(booked) == total.cost_inside
    last_month = list(table.records())[-1]
    assert last_month["used_total"] == pytest.approx(float(total.used), rel=1e-12)


def test_the_used_days_agree_with_the_plan(plan_of: PlanOf) -> None:
    whole = plan_of(FIVE_DAYS, "hotlines.help.calls_per_day=1234.567", "contract.unit=calls")
    calls = sum(float(one.calls.sum()) for one in whole.hotlines.values())
    assert float(only(whole).until(5).used) == pytest.approx(calls, rel=1e-12)
    assert whole.days.dates[0] == date(2024, 1, 1)


def test_what_a_contract_costs_adds_up_as_it_is_said(plan_text: PlanText) -> None:
    """10,004,000 inside and 2,004,000 beyond are 12,008,000: 12.01 million, of which the larger part takes the rest."""
    text = """
currency: RUB
calendar: {from: 2014-03-03, to: 2014-03-04}
hotlines: {a: {calls_per_day: 1500, aht: 1s}}
contract: {from: 2014-03-03, to: 2014-03-04, unit: calls, volume: 2000, price: 5002 RUB, overage: 2004 RUB}
"""
    plan = plan_text(text)
    assert plan.contracts is not None
    (part,) = plan.contracts.parts
    assert (part.cost_inside, part.cost_beyond, part.cost) == (10_004_000, 2_004_000, 12_008_000)
    assert contract_cost(part, "RUB") == "It costs 12.01 mln RUB, 10.01 mln RUB of it inside the volume."
    assert "2.00 mln RUB beyond it" in contract_sentence(part, "RUB", alone=True)


STEPS = "contract={from: 2024-01-01, to: 2024-01-05, unit: calls, prices: %s}"


@pytest.mark.parametrize(
    ("prices", "inside", "beyond", "unserved", "cost_inside", "cost_beyond"),
    [
        # 500 calls: 150 at 10 and 100 at 8 RUB, then nothing; the rest without end at 6; none but one price.
        ("[{up_to: 150, price: 10 RUB}, {up_to: 250, price: 8 RUB}]", 250, 0, 250, 2300, 0),
        ("[{up_to: 150, price: 10 RUB}, {price: 6 RUB}]", 500, 0, 0, 1500 + 2100, 0),
        ("[{price: 6 RUB}]", 500, 0, 0, 3000, 0),
        (
            "[{up_to: 150, price: 10 RUB}, {up_to: 250, price: 8 RUB}], overage: 9 RUB",
            250,
            250,
            0,
            2300,
            2250,
        ),
        ("[{up_to: 150, price: 10 RUB}, {price: 6 RUB}], volume: 200", 200, 300, 0, 1500 + 300, 1800),
    ],
)
def test_each_unit_has_the_price_of_its_step(
    plan_of: PlanOf, prices: str, inside: int, beyond: int, unserved: int, cost_inside: int, cost_beyond: int
) -> None:
    account = only(plan_of(FIVE_DAYS, STEPS % prices))
    total = account.until(5)
    assert (total.inside, total.beyond, total.unserved) == (inside, beyond, unserved)
    assert (total.cost_inside, total.cost_beyond) == (cost_inside * 100, cost_beyond * 100)
    assert account.exhausted == (None if inside == 500 else 2)


def test_a_volume_without_end_has_nothing_left(plan_of: PlanOf) -> None:
    whole = plan_of(FIVE_DAYS, STEPS % "[{price: 6 RUB}]")
    use = accounts_of(whole).contracts
    assert use is not None
    assert (use.volume, use.left, use.exhausted_on, use.used, use.cost) == (None, None, None, 500, 3000)
    sentence = contract_sentence(use.parts[0], "RUB", alone=True)
    assert sentence == "The contract serves all 500 calls: its volume has no limit."


@pytest.mark.parametrize(
    ("fee", "dates", "expected"),
    [
        ("7_000 RUB", ("2024-01-01", "2024-01-05"), 7000 - 5000),  # of the five days, which cost 5,000
        ("5_000 RUB", ("2024-01-01", "2024-01-05"), 0),
        ("7_000 RUB", ("2024-01-01", "2024-01-10"), 0),  # half of it is planned, and 3,500 are used
        ("12_000 RUB", ("2024-01-01", "2024-01-10"), 6000 - 5000),
        ("{amount: 31_000 RUB, per: month}", ("2024-01-01", "2024-01-05"), 0),  # 1,000 a day
        ("{amount: 62_000 RUB, per: month}", ("2024-01-01", "2024-01-05"), 10_000 - 5000),
    ],
)
def test_a_minimum_fee_is_paid_at_least(
    plan_of: PlanOf, fee: str, dates: tuple[str, str], expected: int
) -> None:
    days = (f"contract.from={dates[0]}", f"contract.to={dates[1]}", "contract.volume=1_000")
    whole = plan_of(FIVE_DAYS, *days, f"contract.minimum_fee={fee}")
    account = only(whole)
    assert account.until(5).cost_minimum == expected * 100
    assert account.until(4).cost_minimum == 0  # it is booked on the last day
    use = accounts_of(whole).contracts
    assert use is not None
    assert (use.cost, use.parts[0].cost_minimum) == (5000 + expected, expected)


def test_each_month_has_its_own_minimum(plan_of: PlanOf) -> None:
    changes = (
        "calendar.from=2023-12-31",
        "contract.from=2023-12-30",
        "contract.minimum_fee={amount: 46_500 RUB, per: month}",
    )
    whole = plan_of(FIVE_DAYS, *changes, "contract.volume=1_000")
    (table,) = accounts_of(whole).tables
    assert [row["cost_minimum"] for row in table.records()] == [
        500,
        2500,
    ]  # 1,500 a day, of which 1,000 are used
    budget = accounts_of(
        plan_of(FIVE_DAYS, *changes, "contract.volume=1_000", "budget={amount: 8_000 RUB}")
    ).budget
    assert budget is not None
    assert (budget.cost, budget.headroom, budget.money_ends_on) == (9000, -1000, "2024-01-05")


def test_a_minimum_that_is_not_written_changes_nothing(plan_of: PlanOf) -> None:
    (table,) = accounts_of(plan_of(FIVE_DAYS)).tables
    assert "cost_minimum" not in [column.name for column in table.columns]


def test_the_minimum_fee_is_said(plan_of: PlanOf) -> None:
    use = accounts_of(plan_of(FIVE_DAYS, "contract.volume=1_000", "contract.minimum_fee=7_000 RUB")).contracts
    assert use is not None
    said = contract_cost(use.parts[0], "RUB")
    assert said == "It costs 7,000 RUB, 2,000 RUB of it short of the minimum fee."
