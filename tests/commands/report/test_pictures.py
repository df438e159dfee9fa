"""What the report draws beside its first screen: exact, and the same as the plan where both say it."""

import json
from collections import defaultdict
from functools import cache
from math import fsum

import numpy as np
import pytest
import yaml
from scipy.linalg import expm

from mfc_capacity.answers.report_pictures import Pictures, Waited
from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import report
from mfc_capacity.plan.answer import plan
from mfc_capacity.render.charts.demand import calendar
from mfc_capacity.wording.en.numbers import UNKNOWN
from tests.conftest import Load

TEXT = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-02-11}
drivers: {centres: {2024-01-01: 10, 2024-01-15: 14}}
hotlines:
  help:
    {calls_per_day: 900, scales_with: centres, aht: 3m, patience: 2m, hours: 08:00-20:00, weekdays: {sun: 50%},
     profile: {8:00: 1, 12:00: 2}, deflect: [{to: sms, share: 10%, from: 2024-01-22}]}
  tax: {calls_per_day: 300, aht: 5m, patience: 4m, hours: 09:00-18:00}
groups: {desk: {hotlines: [help, tax], operators: {08:00: 9, 12:00: 11}}}
peaks: {fair: {when: {from: 2024-01-10, to: 2024-01-12}, multiply: {tax: 2}}}
targets: {service_level: 80% in 20s, max_abandonment: 5%}
shrinkage: 20%
costs: {operator_hour: 10 RUB, contacts: {sms: 1 RUB}}
contract: {from: 2024-01-01, to: 2024-02-04, unit: calls, volume: 30000, price: 3 RUB, overage: 5 RUB}
"""


@cache
def pictures(load: Load, *changes: str) -> Pictures:
    return report(load(TEXT, *changes), "main.yaml", Request()).pictures


def total(waited: Waited) -> float:
    return fsum((waited.at_once, *waited.within, waited.later, waited.hung_up, waited.busy))


@pytest.mark.parametrize(
    "changes",
    [
        (),
        ("groups.desk.lines=20",),
        ("hotlines.help.redials={share: 40%, after: 5m}",),
        ("method=time-dependent", "calendar.to=2024-01-03"),
        ("hotlines.help.varies=15%", "calendar.to=2024-01-07"),
    ],
    ids=["plain", "lines", "redials", "through the day", "varies"],
)  # fmt: skip
def test_what_becomes_of_callers_adds_up_and_agrees_with_the_plan(
    load: Load, changes: tuple[str, ...]
) -> None:
    waits = pictures(load, *changes).waits
    row = next(plan(load(TEXT, *changes)).tables["summary"].records())
    (group,) = waits.groups
    for waited, prefix in ((group.planned, ""), (group.given, "given_")):
        assert waited is not None
        assert total(waited) == pytest.approx(1, abs=1e-12)
        assert waited.at_once + waited.within[0] == pytest.approx(row[f"{prefix}service_level"], abs=1e-8)
        assert waited.hung_up == pytest.approx(row[f"{prefix}abandonment"], abs=1e-8)
    assert (waits.everybody_planned, waits.everybody_given) == (group.planned, group.given)
    assert group.attempts == pytest.approx(row.get("attempts") or row["calls"])


def test_waits_of_erlang_a_by_its_states(load: Load) -> None:
    """75 calls an hour for 3 minutes, 2 on duty, patience 2 minutes: places ahead pass, or patience ends."""
    changes = (
        "hotlines.tax=null", "groups.desk.hotlines=[help]", "groups.desk.operators={08:00: 2}", "peaks=null",
        "hotlines.help.calls_per_day=900", "hotlines.help.profile=null", "hotlines.help.weekdays=null",
        "hotlines.help.deflect=[]", "hotlines.help.scales_with=null", "contract=null",
    )  # fmt: skip
    (group,) = pictures(load, *changes).waits.groups
    arrivals, mu, theta, n, most = 75 / 3600, 1 / 180, 1 / 120, 2, 80
    rates = [min(k, n) * mu + max(k - n, 0) * theta for k in range(1, most)]
    weights = np.cumprod([1, *(arrivals / rate for rate in rates)])
    chance = weights / weights.sum()
    places = most - n
    moves = np.zeros((places + 1, places + 1))  # of those ahead; the last state is to be answered
    for ahead in range(places):
        passes = n * mu + ahead * theta
        moves[ahead, ahead - 1 if ahead else places] = passes
        moves[ahead, ahead] = -passes - theta
    at_once = chance[:n].sum()

    def answered(seconds: float) -> float:
        return float(at_once + chance[n:] @ expm(moves * seconds)[:places, places])

    assert group.given is not None
    assert group.given.at_once == pytest.approx(at_once)
    so_far = np.cumsum([group.given.at_once, *group.given.within, group.given.later])
    assert so_far == pytest.approx([at_once, *map(answered, (20, 60, 120, 1e5))])


def test_through_the_day_it_is_the_heaviest_week_that_is_looked_at(load: Load) -> None:
    changes = (
        "method=time-dependent",
        "hotlines.tax=null",
        "groups.desk.hotlines=[help]",
        "peaks=null",
        "calendar.to=2024-01-21",
    )
    answer, found = plan(load(TEXT, *changes)), pictures(load, *changes).waits
    (week,) = [row for row in answer.tables["weeks"].records() if row["week"] == found.week]
    (group,) = found.groups
    assert found.week == "2024-W03"
    assert group.attempts == pytest.approx(week["calls"])
    assert group.planned is not None
    assert group.planned.at_once + group.planned.within[0] == pytest.approx(week["service_level"])
    assert pictures(load).waits.week is None


def test_a_queue_that_only_grows_has_no_waits(load: Load) -> None:
    (group,) = pictures(
        load, "hotlines.help.patience=null", "hotlines.tax.patience=null", "groups.desk.operators={08:00: 2}"
    ).waits.groups
    assert group.given is None
    assert group.planned is not None


def test_all_days_of_the_calendar(load: Load) -> None:
    changes = "groups.second={hotlines: [tax]}", "groups.desk.hotlines=[help]"
    answer = plan(load(TEXT, *changes))
    found = answer.maps.by_day
    days = list(answer.tables["days"].records())
    assert found is not None
    missing: dict[str, int] = defaultdict(int)
    for row in days:
        missing[row["date"]] += row["given_days_missed"] or 0
    assert len(found.dates) == 42
    assert found.groups_missing == tuple(missing[date] for date in found.dates)
    total = list(answer.tables["summary"].records())[-1]
    assert max(count or 0 for count in found.operators) == total["peak_operators_required"]


def test_days_on_which_nothing_is_open_are_not_counted(load: Load) -> None:
    """On Saturdays only the group that states no operators is open, on Sundays none."""
    changes = (
        "groups.second={hotlines: [tax]}",
        "groups.desk={hotlines: [help], operators: 1}",
        "hotlines.help.hours={mon-fri: 08:00-20:00}",
        "hotlines.tax.hours={mon-sat: 09:00-18:00}",
    )
    maps = plan(load(TEXT, *changes)).maps
    assert maps.by_day is not None
    assert maps.by_day.groups_missing == (*[1] * 5, None, None) * 6
    assert [count is None for count in maps.by_day.operators] == [*[False] * 6, True] * 6
    *_, missed = calendar(maps.by_day)
    assert missed.title == "With the operators given, targets are missed on 30 of 30 open days"
    assert [cells[1:] for cells in missed.numbers.rows] == [["1"] * 6] * 5 + [[UNKNOWN] * 6] * 2
    assert maps.calls_by_hour is not None
    friday, saturday, sunday = maps.calls_by_hour[4:]
    assert [count is None for count in friday] == [not 8 <= hour < 20 for hour in range(24)]
    assert [count is None for count in saturday] == [not 9 <= hour < 18 for hour in range(24)]
    assert set(sunday) == {None}


def test_weekdays_that_are_not_planned_are_not_known(load: Load) -> None:
    maps = plan(load(TEXT, "calendar.to=2024-01-03", "contract=null")).maps
    assert maps.calls_by_hour is not None
    assert [set(hours) == {None} for hours in maps.calls_by_hour] == [*[False] * 3, *[True] * 4]


def test_without_a_calendar_there_are_no_days(load: Load) -> None:
    text = "hotlines: {help: {calls_per_day: 900, aht: 3m}}"
    assert plan(load(text)).maps.by_day is None


def test_the_load_of_hotlines_adds_up_to_that_of_the_group(load: Load) -> None:
    (group,) = pictures(load).load_by_hotline
    rows = [row for row in plan(load(TEXT), "all").tables["intervals"].records() if row["date"] == group.date]
    stacked = np.sum([hotline.erlangs for hotline in group.hotlines], axis=0)[32:80]
    assert [hotline.hotline for hotline in group.hotlines] == ["help", "tax"]
    assert stacked == pytest.approx([row["offered_load_erlangs"] for row in rows])


def test_the_curve_goes_through_the_plan(load: Load) -> None:
    (curve,) = pictures(load).curves
    (row,) = [
        row for row in plan(load(TEXT), "all").tables["intervals"].records()
        if (row["date"], row["start"]) == (curve.date, curve.start)
    ]  # fmt: skip
    by_count = {point.operators: point for point in curve.points}
    assert (curve.needed, curve.given) == (row["operators_required"], row["operators_given"])
    assert by_count[curve.needed].service_level == pytest.approx(row["service_level"])
    assert by_count[curve.needed].abandonment == pytest.approx(row["abandonment"])
    assert by_count[11].service_level == pytest.approx(row["given_service_level"])
    assert [*by_count] == list(range(int(0.6 * curve.needed), int(np.ceil(1.4 * curve.needed)) + 1))
    levels = [point.service_level for point in curve.points]
    assert levels == sorted(levels)
    assert by_count[curve.needed - 1].service_level < 0.8 or by_count[curve.needed - 1].abandonment > 0.05
    assert (curve.level.share, curve.max_abandonment) == (0.8, 0.05)


def test_demand_and_use_by_cause_add_up(load: Load) -> None:
    found, answer = pictures(load), plan(load(TEXT))
    assert answer.contracts is not None
    assert found.use is not None
    calls = list(answer.tables["summary"].records())[-1]["calls"]
    assert [part.kind for part in found.demand.parts] == ["ordinary", "driver", "peak", "channel"]
    assert fsum(part.used for part in found.demand.parts) == pytest.approx(found.demand.total, rel=1e-12)
    assert found.demand.total == pytest.approx(calls)
    assert found.use.total == answer.contracts.used
    assert fsum(part.used for part in found.use.parts) == pytest.approx(found.use.total, rel=1e-12)
    assert found.use.parts == answer.contracts.parts[0].causes
    (peak,) = [part.used for part in found.demand.parts if part.kind == "peak"]
    assert peak == pytest.approx(3 * 300)


@pytest.mark.parametrize(
    "terms",
    [
        "{}",
        "{overage: null}",
        "{minimum_fee: {amount: 100000 RUB, per: month}}",
        "{price: null, volume: null, overage: null, prices: [{up_to: 20000, price: 4 RUB}, {price: 2 RUB}]}",
        "{volume: 90000}",
    ],
)  # fmt: skip
def test_money_adds_up_to_the_hundredth(load: Load, terms: str) -> None:
    base = yaml.safe_load(TEXT)["contract"] | {"from": "2024-01-01", "to": "2024-02-04"}
    contract = {key: value for key, value in (base | yaml.safe_load(terms)).items() if value is not None}
    change = f"contract={json.dumps(contract)}"
    found, answer = pictures(load, change), plan(load(TEXT, change))
    assert answer.contracts is not None
    assert found.cost_by_cause is not None
    assert found.cost_bridge is not None
    by_cause, bridge = found.cost_by_cause, found.cost_bridge
    hundredths = [round(100 * part.cost) for part in by_cause.parts]
    assert sum(hundredths) + round(100 * by_cause.minimum) == round(100 * by_cause.total)
    assert by_cause.total == bridge.contract == answer.contracts.cost
    row = list(answer.tables["summary"].records())[-1]
    assert bridge.plan == row["cost"]
    steps = sum(round(100 * step.amount) for step in bridge.steps)
    assert steps == round(100 * bridge.contract) - round(100 * bridge.plan)


def test_a_call_is_paid_at_the_price_of_what_came_before_it(load: Load) -> None:
    """Two weeks more of four centres in ten: the volume is at an end among them, and what a channel spares is dear."""
    found = pictures(load, "contract.volume=45000").cost_by_cause
    assert found is not None
    ordinary, driver, _, channel = found.parts
    assert ordinary.cost == pytest.approx(3 * ordinary.cause.used)
    inside = 45_000 - ordinary.cause.used
    assert driver.cost == pytest.approx(3 * inside + 5 * (driver.cause.used - inside), abs=0.01)
    assert channel.cost == pytest.approx(5 * channel.cause.used, abs=0.01)


def test_the_bridge_is_left_out_where_a_price_is_missing(load: Load) -> None:
    assert pictures(load, "costs.operator_hour=null").cost_bridge is None
    without = pictures(load, "contract=null")
    assert (without.use, without.cost_by_cause, without.cost_bridge) == (None, None, None)
