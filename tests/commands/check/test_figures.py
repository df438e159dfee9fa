"""The figure that a limit is held against stands in the plan's JSON, and is the worst of those it is about.

Every metric and period is compared with a search through the plan's own tables, written here a second time.
"""

import json
import math
from itertools import groupby
from typing import Any

import pytest

from mfc_capacity.answers.check import Judgement
from mfc_capacity.answers.metrics import METRICS, TABLES, Metric
from mfc_capacity.commands.check.check import Request, check
from mfc_capacity.commands.check.view import CHECK_FORMATS
from mfc_capacity.commands.plan.view import view
from mfc_capacity.plan import answer as plans
from mfc_capacity.render import FORMATS, Options
from mfc_capacity.scenario import load_scenario

from .conftest import TWO_GROUPS, Run

NORTH, SOUTH = "hotlines: [a], operators: 18, lines: 40}", "hotlines: [b], lines: 40}"
AGAIN = "patience: 90s, redials: {share: 40%, after: 10m}"
GROUPS = (
    TWO_GROUPS.replace("hotlines: [a]}", NORTH)
    .replace("hotlines: [b]}", SOUTH)
    .replace("patience: 90s", AGAIN)
)
STAFFED = f"{GROUPS}varies: 5%\ntargets: {{service_level: 80% in 20s, max_busy: 1%}}\n"
KEYS = {"horizon": [], "month": ["month"], "week": ["week"], "day": ["date"], "interval": ["date", "start"]}
AMOUNTS = {"money": " RUB", "price": " RUB", "hours": " h", "seconds": "s", "share": ""}
Tables = dict[str, list[dict[str, Any]]]


def tables_of(text: str) -> Tables:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: text.encode())
    document = json.loads(FORMATS["json"].render(view(plans.plan(loaded, "all")), Options()))
    return document["tables"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return tables_of(STAFFED)


def values(tables: Tables, metric: Metric, period: str, group: str | None) -> list[Any]:
    """Return what a limit may be held against: by period, added up or each by itself; None is unknown."""
    rows = tables[TABLES[period]]
    if period == "horizon" and not metric.is_of_groups:
        group = group or "total"
    if metric.is_of_groups:
        rows = [row for row in rows if row[metric.name] is not None]
    rows = [
        row
        for row in rows
        if group in (None, row["group"])
        and (
            row[metric.name] is not None
            or (row["calls"] and not (metric.is_given and row["given_status"] in (None, "no-calls")))
        )
    ]
    if metric.name.endswith("days_missed") and period == "day":
        groups = {row["group"] for row in rows}
        return [sum(row[metric.name] for row in rows if row["group"] == own) for own in groups]
    if not metric.adds_up or group:
        return [row[metric.name] for row in rows]
    periods = groupby(rows, key=lambda row: [row[key] for key in KEYS[period]])
    return [math.fsum(row[metric.name] for row in together) for _, together in periods]


CASES = [
    (metric, period, group)
    for metric in METRICS.values()
    if not (metric.is_account or metric.is_of_shifts)
    for period in metric.periods
    for group in (None, "north")
]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judgement]:
    """Every metric limited from both sides in every period, for all groups and for one, in one run."""
    limits = [
        {
            "id": f"{metric.name} {period} {group} {bound}",
            "metric": metric.name,
            "per": period,
            "where": {"group": group} if group else {},
            bound: f"0{AMOUNTS.get(metric.kind, '')}",
        }
        for metric, period, group in CASES
        for bound in ("max", "min")
    ]
    path = tmp_path_factory.mktemp("judged") / "main.yaml"
    path.write_text(f"{STAFFED}limits: {json.dumps(limits)}\n", encoding="utf-8")
    (scenario,) = check([str(path)], Request()).scenarios
    return {one.id: one for one in scenario.judgements}


@pytest.mark.parametrize(
    ("metric", "period", "group"), CASES, ids=lambda value: getattr(value, "name", str(value))
)
def test_the_worst_figure_of_the_plan_is_judged(
    metric: Metric, period: str, group: str | None, tables: Tables, judged: dict[str, Judgement]
) -> None:
    most, least = (judged[f"{metric.name} {period} {group} {bound}"] for bound in ("max", "min"))
    there = values(tables, metric, period, group)
    if not there or None in there:
        assert (most.actual, least.actual) == (None, None)
        assert {most.status, least.status} <= {"unknown", "no-row"}
        assert most.code == least.code == "figure-unknown"
    else:
        assert most.actual == pytest.approx(max(there), rel=1e-12)
        assert least.actual == pytest.approx(min(there), rel=1e-12)
        assert most.code == ("limit-exceeded" if max(there) > 0 else None)
        assert least.code is None


WHERE: list[dict[str, str]] = [
    {},
    {"group": "south"},
    {"month": "2014-04"},
    {"date": "2014-04-01"},
    {"peak": "rush"},
]
STANDING = ["cost", "calls", "asa_s", "peak_operators_required", "occupancy"]


@pytest.fixture(scope="module")
def violations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Limits of 0 on each of these metrics at each of these places, in one run, by metric and place."""
    limits = [
        {
            "id": f"{metric} {where}",
            "metric": metric,
            "where": where,
            "max": f"0{AMOUNTS.get(METRICS[metric].kind, '')}",
        }
        for metric in STANDING
        for where in WHERE
    ]
    path = tmp_path_factory.mktemp("violations") / "main.yaml"
    path.write_text(f"{STAFFED}limits: {json.dumps(limits)}\n", encoding="utf-8")
    document = json.loads(CHECK_FORMATS["json"](check([str(path)], Request())))
    return {one["id"]: one for one in document["violations"]}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("metric", STANDING)
def test_figures_and_their_rows_stand_in_the_plan(
    metric: str, where: dict[str, str], tables: Tables, violations: dict[str, Any]
) -> None:
    violation = violations[f"{metric} {where}"]
    keys = dict(violation["row"])
    rows = tables[keys.pop("table")]
    if violation["parts"]:
        assert keys.pop("group") == "total"
        for part in violation["parts"]:
            wanted = keys | {"group": part["group"]}
            (row,) = [row for row in rows if wanted.items() <= row.items()]
            assert row[metric] == part["value"]
        assert violation["actual"] == pytest.approx(sum(part["value"] for part in violation["parts"]))
    else:
        (row,) = [row for row in rows if keys.items() <= row.items()]
        assert row[metric] == violation["actual"]


def test_where_narrows_to_days_and_hours(tables: Tables, run: Run) -> None:
    limits = """limits:
- {id: rush, metric: calls, where: {peak: rush, group: south}, min: 100_000}
- {id: weekend, metric: calls, where: {weekday: sat-sun}, max: 0}
- {id: mornings, metric: p_wait, where: {hours: 08:00-10:00, group: north}, max: 0%}
- {id: may-day, metric: operators_required, where: {date: 2014-04-01, hours: 10:00-10:15}, max: 0}
"""
    ran = run("check", "main.yaml", "-f", "json", main=STAFFED + limits)
    rush, weekend, mornings, day = json.loads(ran.out)["scenarios"][0]["limits"]
    days, intervals = tables["days"], tables["intervals"]
    south = [row for row in days if row["group"] == "south" and "rush" in row["peaks"]]
    assert len(south) == 2
    assert rush["actual"] == min(row["calls"] for row in south)
    assert weekend["actual"] == sum(row["calls"] for row in days if row["date"] == "2014-03-30")
    early = [
        row["p_wait"]
        for row in intervals
        if row["group"] == "north" and row["start"] < "10:00" and row["calls"]
    ]
    assert mornings["actual"] == max(early)
    at = [row for row in intervals if (row["date"], row["start"]) == ("2014-04-01", "10:00")]
    assert day["actual"] == sum(row["operators_required"] for row in at)


def test_the_limit_itself_is_kept_and_a_kopeck_less_is_not(tables: Tables, run: Run) -> None:
    cost = tables["summary"][-1]["cost"]
    for amount, code in ((cost, 0), (cost - 0.01, 1)):
        limit = f"limits:\n- {{id: x, metric: cost, max: {amount:.2f} RUB}}\n"
        assert run("check", "main.yaml", main=STAFFED + limit).code == code
    for amount, code in ((cost, 0), (cost + 0.01, 1)):
        limit = f"limits:\n- {{id: x, metric: cost, min: {amount:.2f} RUB}}\n"
        assert run("check", "main.yaml", main=STAFFED + limit).code == code


def test_an_unknown_figure_keeps_no_limit(run: Run) -> None:
    unpriced = TWO_GROUPS.replace("costs: {operator_hour: 400 RUB}\n", "")
    overloaded = TWO_GROUPS.replace("patience: 2m, ", "").replace("[a]}", "[a], operators: 3}")
    for text, limit, status in (
        (unpriced, "metric: cost, max: 1 bln RUB", "unpriced"),
        (overloaded, "metric: given_asa_s, max: 1h", "unknown"),
        (TWO_GROUPS, "metric: given_asa_s, max: 1h", "no-row"),
        (TWO_GROUPS, "metric: asa_s, where: {group: north, date: 2014-03-30}, max: 1h", "no-row"),
        (TWO_GROUPS, "metric: contract.beyond, max: 1_000_000", "no-account"),
    ):
        for level, code in (("error", 1), ("warning", 0)):
            limits = f"limits:\n- {{id: x, {limit}, level: {level}}}\n"
            ran = run("check", "main.yaml", "-f", "json", main=text + limits)
            (violation,) = json.loads(ran.out)["violations"]
            assert (violation["code"], violation["status"], ran.code) == ("figure-unknown", status, code)
            assert bool(violation["drivers"]) == (status == "unknown")
            assert (violation["actual"], violation["excess"], violation["excess_share"]) == (None, None, None)


CONTRACT = "contract: {unit: calls, volume: 1_000_000, from: 2014-03-30, to: 2014-04-03, price: 20 RUB}\n"


@pytest.mark.parametrize(
    ("budget", "metric", "status"),
    [
        ("covers: all", "budget.headroom", "unpriced"),
        ("covers: labour", "budget.money_ends_on", "unpriced"),
        ("covers: all, extra: 5 RUB", "budget.headroom_with_extra", "unpriced"),
        ("covers: all", "budget.headroom_with_extra", "unknown"),
        ("covers: contract", "budget.headroom_with_extra", "unknown"),
        ("covers: contract", "budget.money_ends_on_with_extra", "unknown"),
    ],
)
def test_a_price_is_said_to_be_missing_only_where_it_would_tell_the_figure(
    run: Run, budget: str, metric: str, status: str
) -> None:
    text = TWO_GROUPS.replace("costs: {operator_hour: 400 RUB}\n", "") + CONTRACT
    bound = "2014-04-01" if "ends_on" in metric else "0 RUB"
    text += f"budget: {{amount: 1 bln RUB, {budget}}}\nlimits: [{{id: x, metric: {metric}, min: {bound}}}]\n"
    (violation,) = json.loads(run("check", "main.yaml", "-f", "json", main=text).out)["violations"]
    assert (violation["code"], violation["status"]) == ("figure-unknown", status)
    assert bool(violation["drivers"]) == (status == "unknown")
    priced = text.replace("shrinkage:", "costs: {operator_hour: 1 RUB}\nshrinkage:")
    assert run("check", "main.yaml", main=priced).code == (0 if status == "unpriced" else 1)


def test_contracts_in_different_units_that_last_are_known_to_last(run: Run) -> None:
    first = CONTRACT.removeprefix("contract: ").strip().replace("to: 2014-04-03", "to: 2014-03-31")
    second = first.replace("2014-03-31", "2014-04-03").replace("2014-03-30", "2014-04-01")
    contracts = f"contracts: [{first}, {second.replace('unit: calls', 'unit: minutes')}]\n"
    limit = "limits: [{id: x, metric: contract.exhausted_on, min: 2014-04-03}]\n"
    ran = run("check", "main.yaml", "-f", "json", main=TWO_GROUPS + contracts + limit)
    (judged,) = json.loads(ran.out)["scenarios"][0]["limits"]
    assert (judged["status"], judged["kept"]) == ("never", True)


@pytest.mark.parametrize(
    "limit",
    [
        "metric: calls, where: {group: north, date: 2014-03-30}",  # a Sunday, on which north is closed
        "metric: cost, where: {group: north, weekday: sun}",
        "metric: peak_operators_required, where: {group: north, date: 2014-03-30}",
        "metric: operators_required, where: {date: 2014-03-30, hours: 21:00-23:00}",
        "metric: calls, where: {hours: 21:00-23:00}",
    ],
)
def test_a_sum_where_all_is_closed_is_0(run: Run, limit: str) -> None:
    unit = " RUB" if "cost" in limit else ""
    kept = run("check", "main.yaml", main=f"{TWO_GROUPS}limits:\n- {{id: x, {limit}, max: 0{unit}}}\n")
    assert kept.code == 0
    ran = run(
        "check", "main.yaml", "-f", "json", main=f"{TWO_GROUPS}limits:\n- {{id: x, {limit}, min: 1{unit}}}\n"
    )
    (violation,) = json.loads(ran.out)["violations"]
    assert (violation["code"], violation["actual"], violation["status"]) == ("limit-undercut", 0, "known")


def test_a_scenario_without_a_calendar_has_one_day(run: Run) -> None:
    text = "hotlines: {a: {calls_per_day: 1000, aht: 3m, patience: 2m}}\nlimits:\n"
    ran = run("check", "main.yaml", "-f", "json", main=f"{text}- {{id: x, metric: asa_s, max: 0s}}\n")
    (violation,) = json.loads(ran.out)["violations"]
    assert violation["row"] == {"table": "days", "group": "a"}
    ran = run(
        "check", "main.yaml", main=f"{text}- {{id: x, metric: asa_s, where: {{month: 2014-05}}, max: 0s}}\n"
    )
    assert ran.code == 2
    assert "the scenario has no calendar" in ran.err


def test_a_check_says_the_same_twice(run: Run) -> None:
    limits = "limits:\n- {id: x, metric: p_wait, max: 1%}\n"
    first, second = (run("check", "main.yaml", "-f", "json", main=TWO_GROUPS + limits) for _ in range(2))
    assert first == second
    assert check(["main.yaml"], Request()) == check(["main.yaml"], Request())


# Six operators are enough on every day but those of the floods: 30 December, 5 and 6 January.
FLOODED = """\
currency: RUB
full_time_week: 40h
calendar: {from: 2014-12-27, to: 2015-01-06}
hotlines: {a: {calls_per_day: 100, aht: 1m, patience: 5m, hours: {mon-fri: 08:00-16:00}}}
groups: {all: {hotlines: [a], min_operators: 10, operators: 6}}
peaks: {flood: {when: {dates: [2014-12-30, 2015-01-05, 2015-01-06]}, multiply: {a: 10000%}}}
shrinkage: 20%
costs: {operator_hour: 100 RUB}
"""
JUDGED = {
    "metric: operator_hours_given, per: week, max: 240 h": (
        240,
        {"table": "weeks", "group": "all", "week": "2015-W01"},
    ),
    "metric: fte_given, per: week, where: {to: 2015-01-02, from: 2014-12-27}, max: 7.5": (
        7.5,
        {"table": "weeks", "group": "all", "week": "2015-W01"},
    ),
    "metric: calls, where: {from: 2014-12-31, to: 2015-01-02}, max: 100": (
        100,
        {"table": "days", "group": "all", "date": "2014-12-31"},
    ),
    "metric: calls, per: week, where: {from: 2014-12-27, to: 2014-12-28}, max: 0": (
        0,
        {"table": "weeks", "group": "all", "week": "2014-W52"},
    ),
    "metric: calls, per: week, where: {month: 2015-01}, max: 20_000": (
        20_000,
        {"table": "weeks", "group": "all", "week": "2015-W02"},
    ),
    "metric: given_days_missed, max: 3": (3, {"table": "summary", "group": "total"}),
    "metric: given_days_missed, per: week, max: 2": (
        2,
        {"table": "weeks", "group": "all", "week": "2015-W02"},
    ),
    "metric: given_days_missed, where: {month: 2014-12}, max: 1": (
        1,
        {"table": "months", "group": "all", "month": "2014-12"},
    ),
    "metric: given_days_missed, where: {from: 2014-12-30, to: 2015-01-05}, max: 2": (
        2,
        {"table": "days", "group": "all"},
    ),
    "metric: given_days_missed, where: {weekday: mon}, max: 1": (1, {"table": "days", "group": "all"}),
    "metric: given_days_missed, where: {peak: flood}, max: 3": (3, {"table": "days", "group": "all"}),
    "metric: days_missed, where: {from: 2014-12-27, to: 2014-12-28}, max: 0": (
        0,
        {"table": "days", "group": "total"},
    ),
    "metric: cost_per_call, where: {date: 2014-12-31}, max: 100 RUB": (
        100,
        {"table": "days", "group": "all", "date": "2014-12-31"},
    ),
    "metric: fte_peak_week, min: 0": (None, {"table": "summary", "group": "total"}),
}


@pytest.mark.parametrize("limit", JUDGED)
def test_weeks_spans_of_days_and_days_missed(limit: str, run: Run) -> None:
    actual, row = JUDGED[limit]
    ran = run("check", "main.yaml", "-f", "json", main=f"{FLOODED}limits:\n- {{id: x, {limit}}}\n")
    (judged,) = json.loads(ran.out)["scenarios"][0]["limits"]
    assert judged["row"] == row
    assert judged["kept"]
    if actual is not None:
        assert judged["actual"] == pytest.approx(actual)
    if actual:
        bound = limit.rpartition("max: ")[2]
        tighter = limit.replace(f"max: {bound}", f"max: {bound.replace(bound.split()[0], str(actual - 1))}")
        assert run("check", "main.yaml", main=f"{FLOODED}limits:\n- {{id: x, {tighter}}}\n").code == 1


def test_the_cost_of_a_call_is_said_to_the_hundredth(run: Run) -> None:
    # 7 days of 10,000 RUB for 99 calls each.
    text = FLOODED.replace("calls_per_day: 100", "calls_per_day: 99").replace("a: 10000%", "a: 100%")
    ran = run(
        "check", "main.yaml", main=f"{text}limits:\n- {{id: x, metric: cost_per_call, max: 100.50 RUB}}\n"
    )
    assert (
        "cost_per_call is 101.01 RUB, 0.51 RUB (0.5 %) above the limit of 100.50 RUB (summary: total)"
        in ran.out
    )
    report = run("check", "main.yaml", "-f", "json").out
    (violation,) = json.loads(report)["violations"]
    assert (violation["actual"], violation["unit"]) == (101.01, "RUB")


def test_all_groups_together_have_a_cost_per_call_in_every_period(run: Run) -> None:
    """A day costs 10 x 8 h and 2 x 8 h at 125 RUB, for 100 calls of either; January has four of them."""
    text = FLOODED.replace("dates: [2014-12-30, 2015-01-05, 2015-01-06]", "dates: [2014-12-27]")
    other = "b: {calls_per_day: 100, aht: 1m, patience: 5m, hours: {mon-fri: 08:00-16:00}}}"
    text = text.replace("08:00-16:00}}}", f"08:00-16:00}}}}, {other}")
    text = text.replace("operators: 6}", "operators: 6}, few: {hotlines: [b], min_operators: 2}")
    where = "where: {group: total"
    limits = (
        f"{{id: week, metric: cost_per_call, per: week, {where}}}, max: 1 RUB}}",
        f"{{id: day, metric: cost_per_call, {where}, date: 2014-12-31}}, max: 1 RUB}}",
        f"{{id: sum, metric: cost, per: month, {where}}}, max: 1 RUB}}",
        f"{{id: closed, metric: cost_per_call, {where}, date: 2015-01-04}}, max: 1 RUB}}",
    )
    ran = run("check", "main.yaml", "-f", "json", main=f"{text}limits:\n- " + "\n- ".join(limits) + "\n")
    found = {one["id"]: one for one in json.loads(ran.out)["scenarios"][0]["limits"]}
    assert (found["week"]["actual"], found["week"]["row"]) == (
        60.0,
        {"table": "weeks", "group": "total", "week": "2015-W01"},
    )
    assert found["day"]["actual"] == 60.0
    assert found["sum"]["actual"] == 4 * 12_000.0
    assert found["closed"]["status"] == "no-row"


def test_a_limit_that_keeps_the_better_values_away_is_said_to_be_the_wrong_way_round(run: Run) -> None:
    limits = (
        "{id: high, metric: service_level, max: 1%}",
        "{id: low, metric: abandonment, min: 0%}",
        "{id: right, metric: service_level, min: 1%}",
    )
    out = run("check", "main.yaml", main=f"{FLOODED}limits:\n- " + "\n- ".join(limits) + "\n").out
    broken, kept = (
        next(line for line in out.splitlines() if name in line) for name in ("exceeded high", "kept low")
    )
    assert "; higher is better here: is min meant? [" in broken
    assert kept.endswith("; lower is better here: is max meant?")
    assert out.count("better here") == 2


VARIED = """\
hotlines:
  a: {{calls_per_day: {calls}, aht: 4m, patience: 2m, hours: 09:00-17:00, varies: 20%}}
  b: {{calls_per_day: 500, aht: 2m, hours: 09:00-18:00, varies: {varies}}}
targets: {{service_level: 80% in 20s, on: {on}}}
"""
PROMISED = """\
limits:
- {id: missed, metric: days_missed, max: 0}
- {id: kept, metric: days_kept, min: 90%}
- {id: reached, metric: service_level_p10, min: 80%}
"""


@pytest.mark.parametrize("calls", [1200, 21_000, 23_000])
@pytest.mark.parametrize("varies", ["0%", "20%"])
def test_a_plan_that_keeps_its_promise_on_most_days_keeps_limits_on_it(
    run: Run, calls: int, varies: str
) -> None:
    text = VARIED.format(calls=calls, varies=varies, on="90% of days")
    ran = run("check", "main.yaml", "-f", "json", main=text + PROMISED)
    assert ran.code == 0, ran.out
    _, kept, _ = json.loads(ran.out)["scenarios"][0]["limits"]
    assert kept["actual"] >= 0.9
    assert kept["row"]["group"] in ("a", "b")


def test_the_worst_group_is_named_whose_days_are_missed(run: Run) -> None:
    text = VARIED.format(calls=1200, varies="5%", on="70% of days")
    ran = run("check", "main.yaml", "-f", "json", main=text + PROMISED)
    found = {each["id"]: each for each in json.loads(ran.out)["violations"]}
    assert ran.code == 1
    assert "missed" not in found
    assert found["kept"]["row"] == {"table": "summary", "group": "a"}
    assert 0.7 <= found["kept"]["actual"] < 0.9
