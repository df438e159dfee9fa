"""What sums buy: the points of the curve, sums that last some days, and answers that keep their schema."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

import jsonschema
import numpy as np
import pytest

from mfc_capacity.answers.records import Answer, Budget
from mfc_capacity.commands.budget import BudgetQuestion, budget
from mfc_capacity.commands.budget.prices import Prices
from mfc_capacity.commands.budget.view import view
from mfc_capacity.commands.budget.view.curve import schema
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.plan.planner import planned
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.render import FORMATS, Options
from mfc_capacity.scenario import LoadedScenario
from tests.conftest import refused

Load = Callable[..., LoadedScenario]

OFFICE = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-14}
hotlines:
  a: {calls_per_day: 800, aht: 4m, patience: 2m, hours: {mon-fri: 09:00-17:00}}
  b: {calls_per_day: 300, aht: 2m, hours: 10:00-14:00}
groups:
  b: {hotlines: [b], min_operators: 1}
targets: {service_level: 80% in 20s}
costs: {operator_hour: 100 RUB}
budget: {amount: 100_000 RUB, extra: 20_000 RUB}
"""
BY_CALLS = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-03}
hotlines: {a: {calls_per_day: 100, aht: 3m}}
contract: {from: 2024-01-01, to: 2024-01-31, unit: calls, volume: 150, price: 2 RUB, overage: 3 RUB}
budget: {amount: 350 RUB, extra: 250 RUB}
"""


def rows_of(answer: Answer, table: str, **wanted: object) -> list[dict[str, object]]:
    records = answer.tables[table].records()
    return [row for row in records if all(row[name] == value for name, value in wanted.items())]


def document(answer: Answer) -> dict[str, object]:
    found: dict[str, object] = json.loads(FORMATS["json"].render(view(answer), Options()))
    return found


def total_at(answer: Answer, point: str) -> dict[str, object]:
    (row,) = [
        row for row in rows_of(answer, "curve", group="total") if point in str(row["point"]).split("; ")
    ]
    return row


@pytest.fixture(scope="module")
def office(load: Load) -> Budget:
    return budget(load(OFFICE), BudgetQuestion(at=Decimal(90_000)))


@pytest.fixture(scope="module")
def asked(load: Load) -> Callable[[str], Budget]:
    """Return the curve of a scenario, asked for once."""
    return cache(lambda text: budget(load(text), BudgetQuestion()))


def test_the_scenarios_own_sums_are_points_of_the_curve(office: Budget) -> None:
    sums = {point: total_at(office, point)["money"] for point in ("amount", "amount+extra", "asked")}
    assert sums == {"amount": 100_000.0, "amount+extra": 120_000.0, "asked": 90_000.0}
    assert total_at(office, "targets")["money"] == office.targets_need
    assert total_at(office, "knee")["money"] == office.knee


def test_the_targets_need_what_the_plan_costs_and_at_best_that_buys_no_less(
    load: Load, office: Budget
) -> None:
    summary = list(PlanTables(planned(load(OFFICE))).summary().records())[-1]
    at_need = total_at(office, "targets")
    assert office.targets_need == summary["labour_cost"]
    assert office.as_planned is not None
    assert office.as_planned["service_level"] == pytest.approx(summary["service_level"])
    assert float(str(at_need["service_level"])) >= float(str(summary["service_level"]))


def test_the_curve_never_spends_more_than_the_sum_and_groups_add_up(office: Budget) -> None:
    for total in rows_of(office, "curve", group="total"):
        if total["affordable_status"] == "unaffordable":
            continue
        groups = [row for row in rows_of(office, "curve", money=total["money"]) if row["group"] != "total"]
        assert float(str(total["spent"])) <= float(str(total["money"]))
        for name in ("spent", "calls", "calls_in_time", "operator_hours", "operator_hours_paid", "fte"):
            assert sum(float(str(row[name])) for row in groups) == pytest.approx(total[name]), name
        assert total["calls_in_time"] == pytest.approx(
            float(str(total["service_level"])) * float(str(total["calls"]))
        )


def test_what_the_extra_buys_is_the_difference_of_two_points(office: Budget) -> None:
    assert office.extra_buys is not None
    before, after = total_at(office, "amount"), total_at(office, "amount+extra")
    for name, change in office.extra_buys.items():
        assert change == pytest.approx(float(str(after[name])) - float(str(before[name]))), name
    assert (office.extra_buys["mean_wait_s"] or 0) < 0 < (office.extra_buys["service_level"] or 0)


def test_the_operators_of_a_point_cost_what_is_spent(load: Load) -> None:
    answer = budget(load(OFFICE), BudgetQuestion(at=Decimal(90_000), intervals="all"))
    on_duty = sum(int(str(row["operators_affordable"])) for row in rows_of(answer, "operators"))
    assert on_duty * 0.25 * 100 == total_at(answer, "asked")["spent"]
    calls = sum(
        float(str(row["calls"])) * float(str(row["service_level"])) for row in rows_of(answer, "operators")
    )
    assert calls == pytest.approx(total_at(answer, "asked")["calls_in_time"])
    required = sum(int(str(row["operators_required"])) for row in rows_of(answer, "operators"))
    assert required * 0.25 * 100 == answer.targets_need


def test_the_operators_are_those_of_the_busiest_day_or_of_a_date(load: Load, office: Budget) -> None:
    assert {row["date"] for row in rows_of(office, "operators")} == {"2024-01-01"}
    sunday = budget(load(OFFICE), BudgetQuestion(at=Decimal(90_000), intervals="2024-01-07"))
    assert {(row["date"], row["group"]) for row in rows_of(sunday, "operators")} == {("2024-01-07", "b")}
    with refused(InputError, match="no day of this scenario"):
        budget(load(OFFICE), BudgetQuestion(at=Decimal(90_000), intervals="2025-01-01"))


def test_a_queue_that_only_grows_leaves_waits_unknown_and_counts_as_late(load: Load) -> None:
    answer = budget(load(OFFICE), BudgetQuestion(first=Decimal(6_000), last=Decimal(8_000), steps=2))
    (row,) = rows_of(answer, "curve", group="b", money=6_000.0)
    assert row["affordable_status"] == "overloaded"
    assert (row["mean_wait_s"], row["asa_s"], row["abandonment"], row["occupancy"]) == (None,) * 4
    assert row["service_level"] is not None
    (total,) = rows_of(answer, "curve", group="total", money=6_000.0)
    assert (total["affordable_status"], total["mean_wait_s"]) == ("overloaded", None)


def test_a_sum_below_min_operators_buys_nothing(load: Load) -> None:
    answer = budget(load(OFFICE), BudgetQuestion(first=Decimal(100), last=Decimal(5_600), steps=2))
    (low,) = rows_of(answer, "curve", group="total", money=100.0)
    (least,) = rows_of(answer, "curve", group="total", money=5_600.0)
    assert (low["affordable_status"], low["service_level"], low["spent"]) == ("unaffordable", None, None)
    assert answer.least == 14 * 4 * 100.0
    assert (least["spent"], least["affordable_status"]) == (5_600.0, "overloaded")


def test_the_grid_is_even_between_its_ends(load: Load) -> None:
    answer = budget(load(OFFICE), BudgetQuestion(Decimal(80_000), Decimal(100_000), 5))
    grid = [row["money"] for row in rows_of(answer, "curve", group="total")]
    assert set(grid) >= {80_000.0, 85_000.0, 90_000.0, 95_000.0, 100_000.0}
    assert grid == sorted(grid, key=lambda money: float(str(money)))


def test_a_contract_by_the_call_is_followed_through_the_days(load: Load) -> None:
    # 100 calls a day; 150 at 2 RUB, then 3 RUB: the days cost 200, 250 and 300, together 750.
    answer = budget(load(BY_CALLS), BudgetQuestion(at=Decimal(100)))
    assert (answer.pays_for, answer.targets_need, answer.lines) == ("volume", 750.0, {})
    by_point = {str(row["point"]): row for row in rows_of(answer, "volume") if row["point"]}
    assert {name: row["days_paid"] for name, row in by_point.items()} == {
        "asked": 0, "amount": 1, "amount+extra": 2, "targets": 3,
    }  # fmt: skip
    assert by_point["asked"]["lasts_until"] is None
    assert by_point["asked"]["calls_paid"] == pytest.approx(50)
    assert by_point["amount"]["lasts_until"] == "2024-01-01"
    assert by_point["amount"]["calls_paid"] == pytest.approx(100 + 100 * 150 / 250)
    assert by_point["amount+extra"]["calls_paid"] == pytest.approx(200 + 100 * 150 / 300)
    assert by_point["targets"]["calls_unpaid"] == 0
    assert by_point["targets"]["minutes_paid"] == pytest.approx(900)
    assert answer.extra_buys == {"calls_paid": pytest.approx(90)}


def test_without_overage_calls_beyond_the_volume_are_never_paid(load: Load) -> None:
    answer = budget(load(BY_CALLS.replace(", overage: 3 RUB", "")), BudgetQuestion())
    last = rows_of(answer, "volume")[-1]
    assert answer.targets_need == 300.0
    assert (last["calls_paid"], last["calls_unpaid"]) == (pytest.approx(150), pytest.approx(150))


def test_a_budget_that_covers_everything_pays_contacts_and_contracts_first(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mfc_capacity.commands.budget.spending.covers", lambda _scenario: "all")
    contract = "contract: {from: 2024-01-01, to: 2024-12-31, unit: calls, volume: 1e6, price: 1 RUB}\n"
    deflect = "hotlines.b.deflect=[{to: sms, share: 10%}]"
    answer = budget(load(OFFICE + contract, deflect, "costs.contacts={sms: 2 RUB}"), BudgetQuestion())
    # 10 days of 800 calls and 14 of 270 at 1 RUB, 14 days of 30 contacts at 2 RUB.
    assert answer.fixed_cost == 10 * 800 + 14 * 270 + 14 * 30 * 2
    assert (answer.pays_for, answer.least) == ("operators", 14 * 4 * 100 + answer.fixed_cost)
    groups = [
        row for row in rows_of(answer, "curve") if row["point"] == "targets" and row["group"] != "total"
    ]
    assert total_at(answer, "targets")["spent"] == answer.targets_need
    assert sum(float(str(row["spent"])) for row in groups) + answer.fixed_cost == answer.targets_need
    with refused(InputError, match="this channel has no price"):
        budget(load(OFFICE, deflect), BudgetQuestion())


def test_minutes_cost_the_handling_time(load: Load) -> None:
    text = BY_CALLS.replace("unit: calls, volume: 150", "unit: minutes, volume: 450")
    assert budget(load(text), BudgetQuestion()).targets_need == 3 * 750.0


def test_days_outside_a_contract_by_the_hour_are_left_out_and_named(load: Load) -> None:
    contract = (
        "contract: {from: 2024-01-08, to: 2024-12-31, unit: operator_hours, volume: 1e6, price: 100 RUB}\n"
    )
    answer, whole = budget(load(OFFICE + contract), BudgetQuestion()), budget(load(OFFICE), BudgetQuestion())
    assert answer.covers == "contract"
    assert answer.targets_need == (whole.targets_need or 0) / 2
    assert [caution.code for caution in answer.cautions if caution.code == "days-not-paid"]


def test_a_contract_without_hours_for_min_operators_has_no_answer(load: Load) -> None:
    contract = (
        "contract: {from: 2024-01-01, to: 2024-12-31, unit: operator_hours, volume: 10, price: 100 RUB}\n"
    )
    with refused(NoAnswerError, match="min_operators"):
        budget(load(OFFICE + contract), BudgetQuestion())


def test_a_contract_without_hours_for_a_floor_has_no_answer(load: Load) -> None:
    contract = (
        "contract: {from: 2024-01-01, to: 2024-12-31, unit: operator_hours, volume: 60, price: 100 RUB}\n"
    )
    assert budget(load(OFFICE + contract), BudgetQuestion()).least == 5_600
    with refused(NoAnswerError, match="no hours for it"):
        budget(load(OFFICE + contract), BudgetQuestion(floor=0.9))


def test_a_contract_on_no_planned_day_buys_nothing(load: Load) -> None:
    contract = "contract: {from: 2025-01-01, to: 2025-12-31, unit: operator_hours, volume: 9, price: 1 RUB}\n"
    answer = budget(load(OFFICE + contract), BudgetQuestion())
    assert {row["calls"] for row in rows_of(answer, "curve")} == {0.0}
    assert {row["affordable_status"] for row in rows_of(answer, "curve")} == {"no-calls"}
    jsonschema.validate(document(answer), schema())
    assert "nobody calls" in FORMATS["table"].render(view(answer), Options())


def test_intervals_left_nearly_alone_are_named(load: Load) -> None:
    """Counted here from the table of all intervals: under a tenth of the calls in time, or nobody on duty."""
    text = OFFICE.replace("min_operators: 1", "min_operators: 0")
    for amount, place in ((60_000, "most-answered"), (20_000, "same-promise")):
        question = replace(BudgetQuestion(at=Decimal(amount), intervals="all"), place=place)
        answer = budget(load(text), question)
        asked = total_at(answer, "asked")["kept_everywhere"]
        rows = [row for row in rows_of(answer, "operators") if float(str(row["calls"])) > 0]
        alone = [row for row in rows if float(str(row["service_level"])) < 0.1]
        calls = [sum(float(str(row["calls"])) for row in some) for some in (alone, rows)]
        (caution,) = answer.cautions
        assert caution.code == "intervals-left-alone"
        assert caution.facts["intervals"] == len(alone)
        assert alone
        assert caution.facts["without_anybody"] == sum(row["operators_affordable"] == 0 for row in alone)
        assert caution.facts["share"] == pytest.approx(calls[0] / calls[1])
        lowest = min(float(str(row["service_level"])) for row in rows)
        assert asked == pytest.approx(lowest, abs=1e-12)
    assert not budget(load(text), BudgetQuestion(at=Decimal(60_000))).cautions


def test_the_same_promise_is_drawn_beside_the_most_answered(office: Budget) -> None:
    assert set(office.lines) == {"same-promise", "most-answered"}
    for (a, same), (b, most) in zip(office.lines["same-promise"], office.lines["most-answered"], strict=True):
        assert a == b
        assert same <= most + 1e-9


def test_the_knee_does_not_move_with_the_end_of_the_curve(load: Load, office: Budget) -> None:
    longer = budget(load(OFFICE), BudgetQuestion(Decimal(50_000), Decimal(900_000)))
    assert longer.knee == office.knee is not None


def test_a_price_or_calendar_that_is_missing_is_named(load: Load) -> None:
    with refused(InputError, match="an hour of one has no price"):
        budget(load(OFFICE, "costs=null"), BudgetQuestion())
    with refused(InputError, match="no calendar"):
        budget(load(BY_CALLS, "calendar=null"), BudgetQuestion())


@pytest.mark.slow
@pytest.mark.parametrize("text", [OFFICE, BY_CALLS])
@pytest.mark.parametrize("name", ["table", "json", "ndjson", "csv", "markdown"])
def test_every_format_writes_it(asked: Callable[[str], Budget], text: str, name: str) -> None:
    for width, blocks in ((None, True), (60, False)):
        written = FORMATS[name].render(
            view(asked(text)), Options(width=width, encoding="utf-8" if blocks else "ascii")
        )
        assert blocks or not any("\u2800" <= character <= "\u28ff" for character in written)
        assert "nan" not in written.lower()
        assert width is None or name != "table" or max(map(len, written.splitlines())) <= width


@pytest.mark.parametrize("text", [OFFICE, BY_CALLS])
def test_answers_keep_their_schema(load: Load, text: str) -> None:
    jsonschema.validate(document(budget(load(text), BudgetQuestion(at=Decimal(90_000)))), schema())


@pytest.mark.parametrize("of", ["answered", "virtual"])
def test_calls_answered_in_time_are_never_more_than_are_answered(load: Load, of: str) -> None:
    """The right values: of single intervals, answered is calls x (1 - abandonment), in time a share of these."""
    text = OFFICE.replace(
        "service_level: 80% in 20s", f"service_level: {{answered: 80%, within: 20s, of: {of}}}"
    )
    text = text.replace("100_000", "20_000").replace("aht: 2m,", "aht: 2m, patience: 1m,")
    row = total_at(budget(load(text), BudgetQuestion()), "amount")
    calls, abandonment, in_time = (
        float(str(row[name])) for name in ("calls", "abandonment", "calls_in_time")
    )
    answered = calls * (1 - abandonment)
    assert row["service_level_at_most"] is None
    if of == "answered":
        assert in_time == pytest.approx(float(str(row["service_level"])) * answered)
    else:
        assert in_time < float(str(row["service_level"])) * calls
    assert in_time < answered


CONTRACT = (
    "contract: {from: 2024-01-01, to: 2024-01-07, unit: operator_hours, volume: 100, price: 120.35 RUB}\n"
)


@pytest.mark.parametrize(
    "contract",
    [
        "",
        CONTRACT.replace("}", ", overage: 150 RUB}"),
        CONTRACT,
    ],
)
def test_the_whole_cost_is_the_sum_of_its_parts(load: Load, contract: str) -> None:
    text = OFFICE.replace("extra: 20_000 RUB", "covers: all").replace("100 RUB", "99.99 RUB, after_duty: 37%")
    prices = Prices(planned(load(text + contract + "shrinkage: 23%\n")))
    rng = np.random.default_rng(1)
    for _ in range(50):
        on_duty = rng.integers(0, 400, (len(prices.paid_hours), len(prices.tariffs)))
        costs = prices.costs(on_duty)
        assert prices.total(on_duty) == (np.inf if costs is None else prices.fixed + sum(costs))


@pytest.mark.parametrize(
    ("group", "targets", "said"),
    [
        ("", "max_busy: 1%", "which keeps every target"),
        ("lines: 11", "service_level: 80% in 20s, max_busy: 1%", "whose lines are too few"),
        ("lines: 9", "service_level: 90% in 20s", "whose lines are too few"),
        ("max_operators: 7", "service_level: 80% in 20s", "whose operators are capped"),
        (
            "max_operators: 7, lines: 11",
            "service_level: 80% in 20s, max_busy: 1%",
            "whose operators are capped and whose lines are too few",
        ),
    ],
)
def test_a_plan_that_misses_a_target_is_not_said_to_keep_them(
    load: Load, group: str, targets: str, said: str
) -> None:
    text = f"""
currency: RUB
calendar: {{from: 2014-03-03, to: 2014-03-03, interval: 1h}}
hotlines: {{help: {{calls_per_day: 1080, aht: 4m, patience: 2m, hours: 09:00-18:00}}}}
groups: {{g: {{hotlines: [help]{f", {group}" if group else ""}}}}}
targets: {{{targets}}}
costs: {{operator_hour: 10 RUB}}
budget: {{amount: 3000 RUB}}
"""
    answer = budget(load(text), BudgetQuestion())
    sentences = FORMATS["table"].render(view(answer), Options())
    assert f"The plan, {said}, reaches" in sentences
    assert ("The targets need" in sentences) == (not group)
