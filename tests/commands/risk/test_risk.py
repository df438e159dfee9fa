"""Risk against figures that are known: linear toys, plans by hand, and the same bytes whoever does the work."""

import json
import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jsonschema
import pytest

from mfc_capacity.answers.records import Risk
from mfc_capacity.commands.risk import Question, risk
from mfc_capacity.commands.risk.view import judged, schema, view
from mfc_capacity.files.layers import Known
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.people.staffed import people_account
from mfc_capacity.plan import pool
from mfc_capacity.plan.answer import plan
from mfc_capacity.plan.planner import planned
from mfc_capacity.plan.pool import Processes
from mfc_capacity.render import FORMATS, Options
from mfc_capacity.scenario import LoadedScenario, load_scenario
from mfc_capacity.scenario.ranges import P90
from tests.conftest import Run, refused

DAYS = 14
# Calls of a contract add up: what is used is 14 (a + b + c), of which each is log-normal.
LINEAR = """
currency: RUB
calendar: {from: 2014-03-03, to: 2014-03-16, interval: 1h}
hotlines:
  a: {calls_per_day: {value: 40000, range: 30000..53333.33}, aht: 1s, hours: 09:00-10:00}
  b: {calls_per_day: {value: 40000, range: 35000..45714.29}, aht: 1s, hours: 09:00-10:00}
  c: {calls_per_day: {value: 20000, range: 19000..21052.63}, aht: 1s, hours: 09:00-10:00}
contract: {from: 2014-03-03, to: 2014-03-16, unit: calls, volume: 1_400_000, price: 1 RUB, overage: 1 RUB}
budget: {amount: 1_400_000 RUB, extra: 100_000 RUB}
"""
CITY = """
currency: RUB
hotlines:
  a: {calls_per_day: {value: 900, range: 800..1050}, aht: {value: 3m, range: 2m 40s..4m}, patience: 2m,
      hours: 08:00-20:00}
  b: {calls_per_day: 400, aht: 2m, hours: 09:00-18:00}
calendar: {interval: 1h}
groups: {city: {hotlines: [a]}}
shrinkage: {value: 20%, range: 15%..25%}
costs: {operator_hour: 100 RUB}
limits:
  - {id: level, metric: service_level, where: {group: city}, min: 80%}
  - {id: cheap, metric: cost, max: 12500 RUB}
"""


def load(text: str, *overrides: str) -> LoadedScenario:
    return load_scenario("main.yaml", overrides=overrides, read_bytes=Known("main.yaml", text.encode()))


def rows(answer: Risk, table: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    found = answer.tables[table]
    return {tuple(row[: found.keys]): record for row, record in zip(found.rows, found.records(), strict=True)}


def log_normal(value: float, high: float) -> tuple[float, float]:
    """Return mean and variance of a log-normal figure with this median and P90."""
    spread = (math.log(high / value) / P90) ** 2
    return value * math.exp(spread / 2), value**2 * math.exp(spread) * math.expm1(spread)


@pytest.fixture(scope="module")
def linear() -> Risk:
    return risk(load(LINEAR), Question(256))


@pytest.mark.slow
def test_a_linear_toy_has_the_shares_means_and_chances_that_are_known(linear: Risk) -> None:
    moments = [log_normal(40000, 53333.33), log_normal(40000, 45714.29), log_normal(20000, 21052.63)]
    whole = sum(variance for _, variance in moments)
    tornado = rows(linear, "tornado")
    for name, (_, variance) in zip("abc", moments, strict=True):
        row = tornado["contract.used", f"hotlines.{name}.calls_per_day"]
        assert row["variance_share"] == pytest.approx(variance / whole, abs=0.01)
    assert tornado["contract.used", "hotlines.a.calls_per_day"]["metric_low"] == DAYS * 90_000
    used = rows(linear, "risk")["contract.used", "total"]
    assert used["value"] == DAYS * 100_000
    assert used["mean"] == pytest.approx(DAYS * sum(mean for mean, _ in moments), rel=2e-3)
    assert used["p10"] < used["p50"] < used["mean"] < used["p90"]


@pytest.mark.parametrize(("amount", "chance"), [(1_400_000, 0.5), (1_586_666, 0.9), (1_260_000, 0.1)])
def test_the_chance_of_a_single_range_is_that_of_its_percentile(amount: int, chance: float) -> None:
    loaded = load(
        LINEAR,
        f"budget.amount={amount} RUB",
        "hotlines.b.calls_per_day=40000",
        "hotlines.c.calls_per_day=20000",
    )
    found = rows(risk(loaded, Question(128)), "risk")
    assert found["budget.headroom", "total"]["chance_kept"] == pytest.approx(chance, abs=0.01)
    used = found["contract.used", "total"]
    percentiles = [used[name] / DAYS - 60_000 for name in ("p10", "p50", "p90")]
    assert percentiles == pytest.approx([30_000, 40_000, 53_333], rel=0.01)


def test_the_days_on_which_it_ends(linear: Risk) -> None:
    found = rows(linear, "dates")
    end = found["contract.exhausted_on",]
    assert end["value"] is None
    assert end["p10"] < "2014-03-16"
    assert end["p90"] is None
    money = rows(linear, "risk")["budget.headroom", "total"]
    assert found["budget.money_ends_on",]["chance_kept"] == money["chance_kept"]
    assert found["budget.money_ends_on_with_extra",]["chance_kept"] > money["chance_kept"]


VARYING = """
currency: RUB
calendar: {from: 2014-03-03, to: 2014-03-16, interval: 1h}
hotlines:
  a: {calls_per_day: 40000, aht: 1s, hours: 09:00-10:00, varies: 20%}
  b: {calls_per_day: 20000, aht: 1s, hours: 09:00-10:00, varies: 30%}
varies_together: TOGETHER
contract: {from: 2014-03-03, to: 2014-03-16, unit: calls, volume: 800_000, price: 1 RUB, overage: 2 RUB}
budget: {amount: 900_000 RUB}
"""


@pytest.mark.parametrize(
    ("together", "inputs", "samples"),
    [
        ("0%", ["hotlines.a.varies", "hotlines.b.varies"], 256),
        ("60%", ["hotlines.a.varies", "hotlines.b.varies", "varies_together"], 512),
        ("100%", ["varies_together"], 256),
    ],
)
def test_days_that_vary_come_to_what_the_plan_says_of_them(
    together: str, inputs: list[str], samples: int
) -> None:
    """The plan works its percentiles out from the law of the sum of all days."""
    loaded = load(VARYING.replace("TOGETHER", together))
    answer = risk(loaded, Question(samples))
    contract = plan(loaded).contracts
    assert contract is not None
    assert contract.percentiles is not None
    found = rows(answer, "risk")["contract.cost", "total"]
    for name in ("p10", "p50", "p90"):
        assert found[name] == pytest.approx(getattr(contract.percentiles.cost, name), rel=5e-3)
    assert sorted({name for _, name in rows(answer, "tornado")}) == inputs
    share = sum(
        row["variance_share"]
        for (metric, _), row in rows(answer, "tornado").items()
        if metric == "contract.used"
    )
    assert share == pytest.approx(1, abs=0.02)


def test_days_that_vary_do_not_change_the_roster() -> None:
    answer = risk(load(VARYING.replace("TOGETHER", "50%")), Question(16))
    hours = rows(answer, "risk")["operator_hours_paid", "total"]
    assert hours["p10"] == hours["value"] == hours["p90"]


def test_fans_end_with_what_is_used(linear: Risk) -> None:
    fans, used = rows(linear, "fans"), rows(linear, "risk")["contract.used", "total"]
    last, first = fans["contract.left", "2014-03-16"], fans["contract.left", "2014-03-03"]
    assert last["value"] == 1_400_000 - used["value"]
    assert last["p50"] == pytest.approx(1_400_000 - used["p50"], abs=5_000)
    assert last["p10"] < 1_400_000 - used["p50"] < last["p90"]
    for name in ("value", "p10", "p50", "p90"):
        assert 1_400_000 - first[name] == pytest.approx((1_400_000 - last[name]) / DAYS)
    left = rows(linear, "risk")["budget.headroom", "total"]
    money = fans["budget.left", "2014-03-16"]
    for name in ("p10", "p50", "p90"):
        assert money[name] == pytest.approx(left[name], abs=0.005)


def test_each_end_is_the_plan_with_that_value() -> None:
    tornado = rows(risk(load(CITY), Question(8)), "tornado")
    for metric in ("cost", "fte", "peak_operators_required", "service_level", "abandonment"):
        row = tornado[metric, "hotlines.a.aht"]
        for end in ("low", "high"):
            summary = plan(load(CITY, f"hotlines.a.aht={row[end]}")).tables["summary"].records()
            expected = {record["group"]: record[metric] for record in summary}["total"]
            assert row[f"metric_{end}"] == pytest.approx(expected, rel=1e-12)


def test_staffing_that_is_kept_costs_the_same_and_meets_what_the_operators_given_meet() -> None:
    text = CITY.replace("hours: 08:00-20:00", "hours: 08:00-12:00, profile: flat")
    answer = risk(load(text), Question(32, operators="given"))
    found, tornado = rows(answer, "risk"), rows(answer, "tornado")
    peak = found["peak_operators_required", "city"]
    operators = int(peak["value"])
    assert peak["p10"] == peak["p90"] == operators
    assert tornado["operator_hours_paid", "hotlines.a.aht"]["variance_share"] == 0
    calls = tornado["service_level", "hotlines.a.calls_per_day"]
    assert calls["metric_low"] > calls["metric_high"]
    summary = plan(load(text, "hotlines.a.aht=4m", f"groups.city.operators={operators}")).tables["summary"]
    given = {record["group"]: record for record in summary.records()}["city"]["given_service_level"]
    at_high = risk(
        load(
            text, "hotlines.a.calls_per_day=900", "shrinkage=20%", "hotlines.a.aht={value: 3m, range: 2m..4m}"
        ),
        Question(8, operators="given"),
    )
    of_city = rows(at_high, "risk")["service_level", "city"]
    assert of_city["p10"] < of_city["value"] < of_city["p90"]
    stated = load(
        text,
        f"groups.city.operators={operators}",
        "hotlines.a.calls_per_day=900",
        "hotlines.a.aht={value: 4m, range: 3m 59.999s..4m 0.001s}",
    )
    lived = rows(risk(stated, Question(8, operators="given")), "risk")["service_level", "city"]
    assert lived["p50"] == pytest.approx(given, abs=1e-6)


def test_limits_have_a_chance() -> None:
    for operators in ("required", "given"):
        answer = risk(load(CITY), Question(64, operators=operators))
        found = rows(answer, "risk")
        cost = found["cost", "total"]
        cheap = found["limits.cheap", "total"]
        assert {name: cheap[name] for name in ("p10", "p50", "p90")} == {
            name: cost[name] for name in ("p10", "p50", "p90")
        }
        assert 0 < cheap["chance_kept"] < 1
        level = found["limits.level", "city"]["chance_kept"]
        assert level == 1 if operators == "required" else 0 < level < 1


@pytest.mark.slow
def test_equal_seeds_give_equal_bytes_whoever_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def written(answer: Risk) -> Any:
        return FORMATS["json"].render(view(answer), Options())

    question = Question(32, seed=3)
    alone = written(risk(load(CITY), question))
    monkeypatch.setattr(pool, "WORTH_PROCESSES_S", 0.0)
    counted: list[tuple[int, int]] = []
    assert (
        written(risk(load(CITY), question, executor=Processes(2), on_point=lambda *n: counted.append(n)))
        == alone
    )
    assert counted[-1] == (38, 38)
    with ThreadPoolExecutor(2) as executor:
        assert written(risk(load(CITY), question, executor=executor)) == alone
    assert written(risk(load(CITY), Question(32, seed=4))) != alone


def test_samples_without_a_plan_keep_no_limit_and_are_named() -> None:
    text = LINEAR.replace(
        "b: {calls_per_day",
        "b: {deflect: [{to: sms, share: 55%}, {to: app, share: "
        "{value: 40%, range: 30%..46%}}], calls_per_day",
    )
    answer = risk(load(text, "budget.amount=100 mln RUB"), Question(128))
    (caution,) = answer.cautions
    assert caution.code == "samples-without-plan"
    assert 0.05 < answer.without_plan / 128 < 0.2
    kept = rows(answer, "risk")["budget.headroom", "total"]["chance_kept"]
    assert kept == 1 - answer.without_plan / 128


def test_refusals() -> None:
    with refused(InputError, match="no figure of this scenario has a range"):
        risk(load("hotlines: {a: {calls_per_day: 100, aht: 3m}}"), Question())
    for samples in (0, 1, 100, 2**17):
        with refused(InputError, match="no power of two"):
            risk(load(CITY), Question(samples))
    with refused(InputError, match="seed"):
        risk(load(CITY), Question(8, seed=-1))
    with refused(NoAnswerError, match="no number of operators"):
        risk(load(CITY, "targets.service_level=100% in 20s"), Question(8))


@pytest.mark.parametrize("operators", ["required", "given"])
def test_answers_keep_their_schema_in_every_format(operators: Any) -> None:
    for text in (CITY, LINEAR):
        answer = risk(load(text), Question(8, operators=operators))
        jsonschema.validate(json.loads(FORMATS["json"].render(view(answer), Options())), schema())
        for name in ("table", "markdown", "csv", "ndjson", "xlsx"):
            assert FORMATS[name].render(view(answer), Options())


def test_the_verdict_stands_last(run: Run) -> None:
    change = "hotlines.helpdesk.calls_per_day={value: 1200, range: 1000..1500}"
    ran = run("risk", "scenarios/minimal.yaml", "--samples", "16", "--set", change)
    assert ran.code == 0
    last = ran.text.rstrip().split("\n\n")[-1]
    assert "eight times in ten" in last
    assert "hotlines.helpdesk.calls_per_day" in last
    assert run("risk", "scenarios/minimal.yaml").code == 2


PEOPLED = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-06-30, interval: 1h}
hotlines: {desk: {calls_per_day: 4800, aht: 4m, patience: 2m, hours: 08:00-16:00}}
costs: {operator_hour: 100 RUB}
people:
  desk:
    employed: {2024-01-01: 57}
    attrition: {value: 3% a month, range: 2% a month..5% a month}
    hires: {2024-02-05: 8}
    training: {length: 4w, drop_out: {value: 10%, range: 5%..25%}, trainer_hours: 20h}
"""


def test_people_are_at_risk_of_those_who_leave() -> None:
    answer = risk(load(PEOPLED), Question(16))
    figures, tornado = rows(answer, "risk"), rows(answer, "tornado")
    for name, value in people_account(planned(load(PEOPLED)))["people"].items():
        row = figures[f"people.{name}", "total"]
        assert row["value"] == value
        assert row["p10"] <= row["p50"] <= row["p90"]
        assert row["p10"] < row["p90"]
        for key in ("people.desk.attrition", "people.desk.training.drop_out"):
            ends = tornado[f"people.{name}", key]
            for end in ("low", "high"):
                expected = people_account(planned(load(PEOPLED, f"{key}={ends[end]}")))["people"][name]
                assert ends[f"metric_{end}"] == pytest.approx(expected, rel=1e-12)
    assert figures["cost", "total"]["p10"] == figures["cost", "total"]["p90"]
    assert judged(answer) == "people.cost"
