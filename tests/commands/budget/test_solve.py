"""What the money and the operators carry, checked from both sides."""

from collections.abc import Callable
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.answers.records import Solution
from mfc_capacity.commands.budget import BudgetQuestion, budget
from mfc_capacity.commands.budget.solve import Unknown, boundary, solution
from mfc_capacity.commands.budget.spending import spending
from mfc_capacity.commands.budget.view.solution import schema
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.plan.ledger import full_time_hours
from mfc_capacity.plan.planner import Planned, planned
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.wording import text
from mfc_capacity.wording.answers import in_words
from tests.conftest import refused

from .test_curve import document

Load = Callable[..., LoadedScenario]

GROWING = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-28}
drivers: {centres: {2024-01-01: 10, 2024-01-08: 18, 2024-01-15: 30}}
hotlines:
  mfc:
    calls_per_day: 900
    scales_with: centres
    aht: 3m
    patience: 2m
    hours: 09:00-17:00
    deflect:
      - {to: sms, share: 5%}
      - {to: app, share: 2%, from: 2024-01-08}
      - {to: app, share: 4%, from: 2024-01-15}
targets: {service_level: 80% in 20s}
costs: {operator_hour: 100 RUB, contacts: {sms: 2 RUB, app: 1 RUB}}
budget: {amount: 250_000 RUB, extra: 100_000 RUB}
"""


def rows(answer: Solution) -> dict[str | None, dict[str, object]]:
    return {
        row["point"] and str(row["point"]): dict(row) for row in in_words(answer).tables["solve"].records()
    }


def plan_with(load: Load, text: str, change: str) -> Planned:
    return planned(load(text, change))


def cost_with(load: Load, text: str, change: str) -> float:
    return int(spending(plan_with(load, text, change)).cost.sum()) / 100


@given(st.integers(0, 300), st.integers(0, 300), st.integers(-5, 305))
def test_the_boundary_is_the_last_that_fits(easiest: int, hardest: int, threshold: int) -> None:
    up = hardest >= easiest

    def fits(number: int) -> bool:
        return number <= threshold if up else number >= threshold

    good, bad = boundary(fits, easiest, hardest)
    assert good is None or (fits(good) and min(easiest, hardest) <= good <= max(easiest, hardest))
    assert bad is None or not fits(bad)
    if good is None:
        assert bad == easiest
    else:
        assert (bad is None and good == hardest) or bad == good + (1 if up else -1)


def test_centres_from_both_sides(load: Load) -> None:
    found = rows(solution(load(GROWING), Unknown("driver")))
    assert list(found) == ["amount", "amount+extra"]
    for row in found.values():
        most = int(float(str(row["value"])))
        assert row["value_beyond"] == most + 1
        for number, cost in ((most, row["cost"]), (most + 1, row["cost_beyond"])):
            steps = f"{{2024-01-01: 10, 2024-01-08: {min(18, number)}, 2024-01-15: {number}}}"
            assert cost_with(load, GROWING, f"drivers.centres={steps}") == cost
        assert float(str(row["cost"])) <= float(str(row["money"])) < float(str(row["cost_beyond"]))
        assert (row["broken_beyond"], row["value_in_scenario"]) == ("money", 30)
    assert float(str(found["amount"]["value"])) < float(str(found["amount+extra"]["value"]))


def test_centres_are_limited_by_the_operators_given(load: Load) -> None:
    text = GROWING.replace("budget: {amount: 250_000 RUB, extra: 100_000 RUB}\n", "")
    text += "groups: {city: {hotlines: [mfc], operators: 20}}\n"
    (row,) = rows(solution(load(text), Unknown("driver"))).values()
    most = int(float(str(row["value"])))
    needed = [
        plan_with(load, text, f"drivers.centres={{2024-01-01: 10, 2024-01-08: 18, 2024-01-15: {number}}}")
        .groups[0]
        .operators.required.max()
        for number in (most, most + 1)
    ]
    assert most > 18
    assert needed[0] <= 20 < needed[1]
    assert (row["broken_beyond"], row["money"]) == ("operators of city", None)


def test_a_contract_that_serves_nothing_beyond_its_volume_limits_centres(load: Load) -> None:
    contract = "contract: {from: 2024-01-01, to: 2024-01-31, unit: calls, volume: 40_000, price: 1 RUB}\n"
    row = rows(solution(load(GROWING + contract), Unknown("driver")))["amount+extra"]
    assert row["broken_beyond"] == "volume"
    most = int(float(str(row["value"])))
    steps = [
        f"drivers.centres={{2024-01-01: 10, 2024-01-08: {min(18, n)}, 2024-01-15: {n}}}"
        for n in (most, most + 1)
    ]
    calls = [spending(plan_with(load, GROWING + contract, change)).used.sum() for change in steps]
    assert calls[0] <= 40_000 < calls[1]


def test_the_smallest_deflected_share_from_both_sides(load: Load) -> None:
    row = rows(solution(load(GROWING), Unknown("deflection", channel="app"), Decimal(265_000)))["asked"]
    share, below = float(str(row["value"])), float(str(row["value_beyond"]))
    assert below == pytest.approx(share - 0.001)
    costs = [
        cost_with(load, GROWING, f"hotlines.mfc.deflect.2.share={round(one * 1000) / 10}%")
        for one in (share, below)
    ]
    assert costs == [row["cost"], row["cost_beyond"]]
    assert costs[0] <= 265_000 < costs[1]
    assert row["value_in_scenario"] == pytest.approx(0.04)


def test_full_time_jobs_from_both_sides(load: Load) -> None:
    loaded = load(GROWING)
    hours = float(spending(planned(loaded)).cost.sum()) / 100 / 100
    job = full_time_hours(loaded.scenario, 28)
    for row in rows(solution(loaded, Unknown("operators"))).values():
        jobs = int(float(str(row["value"])))
        needed = int(float(str(row["value_in_scenario"])))
        assert (needed - 1) * job < hours <= needed * job
        assert jobs != needed
        assert jobs * job * 100 <= float(str(row["money"])) < (jobs + 1) * job * 100
        assert (row["cost"], row["broken_beyond"]) == (jobs * job * 100, "money")


@pytest.mark.parametrize("shortage", [0, 1, 100_000])
def test_the_jobs_paid_are_those_needed_when_the_money_keeps_the_targets(load: Load, shortage: int) -> None:
    """The verdict is that of the curve and of the plan, to the hundredth: the last job need not be a full one."""
    loaded = load(GROWING)
    need = Decimal(int(spending(planned(loaded)).cost.sum())) / 100
    curve = budget(loaded, BudgetQuestion())
    assert curve.targets_need == float(need)
    row = rows(solution(loaded, Unknown("operators"), need - Decimal(shortage) / 100))["asked"]
    assert (float(str(row["value"])) >= float(str(row["value_in_scenario"]))) == (shortage == 0)
    if not shortage:
        assert row["cost"] == float(need)


def test_no_value_fits(load: Load) -> None:
    with refused(NoAnswerError, match="even 10 goes beyond the money"):
        solution(load(GROWING, "budget={amount: 1 RUB}"), Unknown("driver"))
    with refused(
        NoAnswerError, match=r"no share of mfc deflected to app is enough: even \d+\.?\d* % goes beyond"
    ):
        solution(load(GROWING, "budget={amount: 1 RUB}"), Unknown("deflection", hotline="mfc", channel="app"))
    some = rows(solution(load(GROWING, "budget={amount: 1 RUB, extra: 300_000 RUB}"), Unknown("driver")))
    assert (some["amount"]["value"], some["amount"]["solve_status"]) == (None, "no-answer")
    assert some["amount+extra"]["solve_status"] == "ok"


def test_where_nobody_calls_no_number_of_operators_follows(load: Load) -> None:
    with refused(NoAnswerError, match="the plan needs none"):
        solution(load(GROWING, "hotlines.mfc.calls_per_day=0"), Unknown("operators"))


def test_a_search_without_end_stops(load: Load) -> None:
    row = rows(solution(load(GROWING, "budget={amount: 900 bln RUB}"), Unknown("driver")))["amount"]
    assert (row["value"], row["value_beyond"]) == (10_000, None)


TWO_DRIVERS = GROWING.replace("drivers: {", "drivers: {users: {2024-01-01: 5, 2024-01-09: 9}, ").replace(
    "hotlines:\n", "hotlines:\n  web: {calls_per_day: 10, aht: 1m, scales_with: users}\n", 1
)


@pytest.mark.parametrize(
    ("text", "unknown", "message"),
    [
        (TWO_DRIVERS, Unknown("driver"), "write --driver users or centres"),
        (TWO_DRIVERS, Unknown("driver", driver="centers"), "did you mean centres"),
        (GROWING, Unknown("deflection"), "--hotline mfc --channel sms, --hotline mfc --channel app"),
        (GROWING, Unknown("deflection", channel="fax"), "no channel takes calls there"),
        (GROWING.replace("budget", "x-budget"), Unknown("driver"), "nothing limits the answer"),
        (GROWING.replace("budget", "x-budget"), Unknown("operators"), "there is no budget"),
        (
            GROWING.replace("2024-01-08: 18, 2024-01-15: 30", "2024-03-08: 18"),
            Unknown("driver"),
            "no step after",
        ),
    ],
)
def test_what_is_asked_for_has_to_be_clear(load: Load, text: str, unknown: Unknown, message: str) -> None:
    with refused(InputError, match=message):
        solution(load(text), unknown)


def test_of_several_drivers_one_is_named(load: Load) -> None:
    assert text(solution(load(TWO_DRIVERS), Unknown("driver", driver="centres")).solved) == "centres"


@pytest.mark.parametrize(
    "unknown", [Unknown("driver"), Unknown("deflection", channel="sms"), Unknown("operators")]
)
def test_solutions_keep_their_schema(load: Load, unknown: Unknown) -> None:
    answer = solution(load(GROWING), unknown, Decimal(260_000))
    jsonschema.validate(document(in_words(answer)), schema())
