"""What the accounts come to where days vary, against Gamma laws, drawn horizons and characteristic functions."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import jsonschema
import numpy as np
import pytest
from scipy import optimize, stats

from mfc_capacity.answers.accounts import ContractPercentiles, DayPercentiles, Percentiles
from mfc_capacity.commands.plan.view import schema, view
from mfc_capacity.core.arrays import Floats
from mfc_capacity.plan.accounts import accounts_of
from mfc_capacity.plan.accounts.varied_days import Running
from mfc_capacity.plan.answer import plan_of as written
from mfc_capacity.plan.planner import Planned
from mfc_capacity.render import FORMATS
from mfc_capacity.render.view import Options

PlanOf = Callable[..., Planned]
SHARES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
DRAWN = 100_000
FIRST = date(2024, 1, 1)

# 40 days of 125 wanted calls, 100 of them put through; on Saturdays and Sundays half as many.
TEXT = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-02-09}
hotlines:
  help: {calls_per_day: 125, aht: 3m, hours: 08:00-20:00, weekdays: {sat-sun: 50%}, deflect: [{to: sms, share: 20%}]}
varies: 30%
costs: {operator_hour: 10 RUB, contacts: {sms: 1.5 RUB}}
contract: {from: 2024-01-01, to: 2024-12-31, unit: calls, volume: 2500, price: 10 RUB, overage: 14 RUB}
budget: {amount: 30000 RUB, extra: 8000 RUB}
"""
EVEN = "hotlines.help.weekdays=null"


def of_contract(whole: Planned) -> ContractPercentiles:
    contracts = accounts_of(whole).contracts
    assert contracts is not None
    assert contracts.percentiles is not None
    return contracts.percentiles


def as_json(whole: Planned) -> str:
    return str(FORMATS["json"].render(view(written(whole)), Options()))


def running_calls() -> Floats:
    """Return the calls put through by the end of each day (DRAWN x 40) of horizons drawn at random."""
    weekend = np.array([(FIRST + timedelta(day)).weekday() > 4 for day in range(40)])
    calls = np.where(weekend, 50.0, 100.0)
    shape = 0.3**-2
    factors = np.random.default_rng(5).gamma(shape, 1 / shape, (DRAWN, 40))
    running: Floats = (calls * factors).cumsum(axis=1)
    return running


def cost_of(calls: Floats) -> Floats:
    """Return what calls of the contract cost."""
    cost: Floats = 10 * np.minimum(calls, 2500) + 14 * np.maximum(calls - 2500, 0)
    return cost


def is_near(found: Percentiles, drawn: Floats) -> None:
    """Compare with what was drawn, whose own percentiles are off by half a hundredth of its deviation."""
    near = 0.02 * drawn.std()
    for name, share in SHARES.items():
        assert getattr(found, name) == pytest.approx(np.quantile(drawn, share), abs=near)


def days_over(running: Floats, limit: float) -> dict[str, str | None]:
    """Return the first day by whose end more than a limit is used with each chance."""
    over = (running > limit).mean(axis=0)
    first = {
        name: next((d for d, chance in enumerate(over) if chance >= share), None)
        for name, share in SHARES.items()
    }
    return {
        name: None if day is None else (FIRST + timedelta(day)).isoformat() for name, day in first.items()
    }


def test_of_even_days_the_use_is_a_gamma(plan_of: PlanOf) -> None:
    """40 factors of shape 1 / 0.3² add up to one of 40 times the shape: 4,000 calls, their price in two steps."""
    found = of_contract(plan_of(TEXT, EVEN))
    shape = 0.3**-2
    law = stats.gamma(40 * shape, scale=100 / shape)
    for name, share in SHARES.items():
        calls = law.ppf(share)
        assert getattr(found.cost, name) == pytest.approx(25_000 + 14 * (calls - 2500), abs=0.0051)
        assert found.exhausted_on is not None
        of_days = (
            day for day in range(1, 41) if stats.gamma(day * shape, scale=100 / shape).sf(2500) >= share
        )
        assert getattr(found.exhausted_on, name) == (FIRST + timedelta(next(of_days) - 1)).isoformat()


def test_hotlines_that_vary_by_unlike_much_and_partly_together(plan_of: PlanOf) -> None:
    """100 calls by 30 % and 50 by 10 %, half together: a variance of 30² + 5² + 30 x 5 a day."""
    other = "hotlines.other={calls_per_day: 50, aht: 3m, hours: 08:00-20:00, varies: 10%}"
    found = of_contract(plan_of(TEXT, EVEN, other, "varies_together=50%"))
    mean, variance = 40 * 150, 40 * (30**2 + 5**2 + 30 * 5)
    law = stats.gamma(mean**2 / variance, scale=variance / mean)
    assert found.cost.p90 == pytest.approx(25_000 + 14 * (law.ppf(0.9) - 2500), abs=0.0051)


def test_cost_and_the_day_on_which_the_volume_ends_as_drawn(plan_of: PlanOf) -> None:
    found, running = of_contract(plan_of(TEXT)), running_calls()
    is_near(found.cost, cost_of(running[:, -1]))
    assert found.exhausted_on is not None
    assert vars(found.exhausted_on) == days_over(running, 2500)
    assert len(set(vars(found.exhausted_on).values())) == 3


def test_the_money_ends_as_drawn(plan_of: PlanOf) -> None:
    use = accounts_of(plan_of(TEXT)).budget
    assert use is not None
    assert use.percentiles is not None
    cost = cost_of(running_calls())
    is_near(use.percentiles.cost, cost[:, -1])
    assert vars(use.percentiles.money_ends_on) == days_over(cost, 30_000)
    with_extra = use.percentiles.money_ends_on_with_extra
    assert with_extra is not None
    assert vars(with_extra) == days_over(cost, 38_000)
    assert (with_extra.p10 is not None, with_extra.p90) == (True, None)


def test_labour_does_not_vary_and_contacts_vary_with_the_calls(plan_of: PlanOf) -> None:
    """A contact is a quarter of a call, for 1.50 RUB."""
    whole = plan_of(TEXT, "budget.covers=all")
    use, labour = accounts_of(whole).budget, whole.groups[0].labour_cost
    assert use is not None
    assert use.percentiles is not None
    assert labour is not None
    calls = running_calls()
    is_near(use.percentiles.cost, cost_of(calls[:, -1]) + 1.5 * calls[:, -1] / 4 + float(labour.sum()) / 100)


def test_contracts_after_one_another_are_independent(plan_of: PlanOf) -> None:
    """The second begins after five days without a contract; beyond its volume nobody is served."""
    second = "{from: 2024-01-26, to: 2024-02-29, unit: calls, volume: 1000, price: 20 RUB}"
    first = "{from: 2023-12-01, to: 2024-01-20, unit: calls, volume: 9000, price: 10 RUB}"
    whole = plan_of(TEXT, "contract=null", f"contracts=[{first}, {second}]")
    contracts, running = accounts_of(whole).contracts, running_calls()
    assert contracts is not None
    assert contracts.percentiles is not None
    used = running[:, -1] - running[:, 24]
    is_near(contracts.percentiles.cost, 10 * running[:, 19] + 20 * np.minimum(used, 1000))
    assert contracts.percentiles.exhausted_on is None
    own = contracts.parts[1].percentiles
    assert own is not None
    assert own.exhausted_on is not None
    assert own.exhausted_on == DayPercentiles(**days_over(np.maximum(running - running[:, [24]], 0), 1000))
    assert own.cost.p90 == 20_000


def test_a_minimum_fee_for_the_contract_is_the_least_that_it_costs(plan_of: PlanOf) -> None:
    terms = (
        "{from: 2024-01-01, to: 2024-02-09, unit: calls, volume: 9000, price: 10 RUB, minimum_fee: 35000 RUB}"
    )
    found = of_contract(plan_of(TEXT, f"contract={terms}"))
    is_near(found.cost, np.maximum(10 * running_calls()[:, -1], 35_000))
    assert found.cost.p10 == 35_000


@pytest.mark.parametrize(
    "override",
    [
        "varies=0%",
        "contract.unit=operator_hours",
        "contract.minimum_fee={amount: 1000 RUB, per: month}",
    ],
)
def test_nothing_is_said_where_nothing_varies_or_months_have_a_fee(plan_of: PlanOf, override: str) -> None:
    whole = plan_of(TEXT, override)
    assert "percentiles" not in as_json(whole)


def test_the_document_and_the_page_say_it(plan_of: PlanOf) -> None:
    whole = plan_of(TEXT)
    document = json.loads(as_json(whole))
    jsonschema.validate(document, schema())
    assert document["contract"]["percentiles"] == document["contract"]["parts"][0]["percentiles"]
    assert set(document["budget"]["percentiles"]) == {"cost", "money_ends_on", "money_ends_on_with_extra"}
    page = FORMATS["table"].render(view(written(whole)), Options())
    assert str(page).count("As days vary (P10, P50, P90): it costs") == 2


def test_a_budget_for_labour_alone_does_not_vary(plan_of: PlanOf) -> None:
    use = accounts_of(plan_of(TEXT, "budget.covers=labour")).budget
    assert use is not None
    assert use.percentiles is None


@pytest.mark.parametrize(
    ("days", "variation", "near"),
    [
        ([100.0] * 5 + [20.0, 10.0], 0.2, 0.003),
        ([100.0] * 5 + [20.0, 10.0], 0.5, 0.01),
        ([10.0] * 30 + [100.0], 0.3, 0.05),
    ],
)
def test_the_use_is_nearly_a_gamma(days: list[float], variation: float, near: float) -> None:
    """By the inverted characteristic function of the sum; `near` is in its standard deviations."""
    means = np.array(days)
    mean, variance = means.sum(), np.square(means * variation).sum()
    running = Running(np.array([0.0, mean]), np.array([0.0, variance]))
    shape = variation**-2
    frequency = (np.arange(4000) + 0.5) * 0.003 / np.sqrt(variance)
    log = -shape * np.log1p(-1j * np.outer(frequency, means / shape)).sum(axis=1)

    def below(x: float) -> Any:
        return (
            0.5 - 0.003 * (np.exp(log - 1j * frequency * x).imag / np.arange(0.0015, 12, 0.003)).sum() / np.pi
        )

    for share in SHARES.values():
        exact = optimize.brentq(lambda x, share=share: below(x) - share, mean / 4, mean * 4)
        found = running.at(1, np.array([stats.norm.ppf(share)]))[0]
        assert found == pytest.approx(exact, abs=near * np.sqrt(variance))
