"""Pairs of figures on the first screen: the same groups, the same days, the same instant, and the plan's own digits."""

import pytest

from mfc_capacity.answers.first_screen import Tile
from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.people import people as staffed
from mfc_capacity.commands.report.report import report
from mfc_capacity.commands.report.view.first import groups_that_miss
from mfc_capacity.people.staffed import Question as Hiring
from mfc_capacity.plan.planner import Planner
from mfc_capacity.wording.en.first_screen import falls_short, tile_names, tile_notes
from tests.conftest import Load

TWO = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-28}
hotlines:
  a: {calls_per_day: 400, aht: 3m, patience: 2m, hours: 08:00-20:00, profile: {08:00: 2, 14:00: 1}}
  b: {calls_per_day: 900, aht: 5m, patience: 3m, hours: 08:00-20:00, profile: {08:00: 1, 14:00: 4}}
groups:
  one: {hotlines: [a], operators: {08:00: 4, 14:00: 3}}
  two: {hotlines: [b], operators: {08:00: 5, 14:00: 11}}
targets: {service_level: 80% in 20s, max_abandonment: 5%}
shrinkage: 20%
costs: {operator_hour: 10 RUB}
"""


def tiles(load: Load, text: str, *changes: str, hiring: Hiring | None = None) -> dict[str, Tile]:
    found = report(load(text, *changes), "main.yaml", Request(), hiring=hiring).first.tiles
    return {tile.name: tile for tile in found}


def test_given_at_the_instant_of_the_peak_of_all_groups(load: Load) -> None:
    """Both peak at 14:00, where 3 and 11 are on duty; the most given at once are 14 at another time no matter."""
    peak = tiles(load, TWO)["peak"]
    assert (peak.start, peak.there, peak.groups, peak.needed_by_all) == ("14:00", 14, ("one", "two"), None)
    summary = report(load(TWO), "main.yaml", Request()).plan.tables["summary"]
    total = list(summary.records())[-1]
    found = tiles(load, TWO)
    assert found["peak"].needed == total["peak_operators_required"]
    assert (found["service_level"].needed, found["service_level"].there, found["service_level"].target) == (
        total["service_level"],
        total["given_service_level"],
        0.8,
    )
    assert (found["abandonment"].there, found["abandonment"].target) == (total["given_abandonment"], 0.05)
    assert (found["cost"].needed, found["cost"].there, found["cost"].cost_of) == (
        total["cost"],
        None,
        "labour-and-contacts",
    )


def test_jobs_of_the_heaviest_week(load: Load) -> None:
    """7 days of 6 h of (4 + 5) and 6 h of (3 + 11) on duty, paid at 20 % shrinkage, in weeks of 40 h."""
    jobs = tiles(load, TWO)["fte"]
    assert jobs.week == "2024-W01"
    assert jobs.there == pytest.approx(7 * 6 * (9 + 14) / 0.8 / 40)


def test_only_the_groups_that_state_operators_are_compared(load: Load) -> None:
    """Group one peaks at 08:00, and there its 4 are on duty; both groups together are told beside it."""
    found, whole = tiles(load, TWO, "groups.two.operators=null"), tiles(load, TWO)
    assert (found["peak"].start, found["peak"].there, found["peak"].groups) == ("08:00", 4, ("one",))
    assert found["peak"].needed_by_all == whole["peak"].needed
    assert found["fte"].there == pytest.approx(7 * 6 * 7 / 0.8 / 40)
    (own,) = found["service_level"].by_group
    assert (own.needed, own.there) == (found["service_level"].needed, found["service_level"].there)
    assert found["service_level"].needed_by_all == whole["service_level"].needed


def test_targets_that_differ_stand_with_their_groups(load: Load) -> None:
    level = tiles(load, TWO, "groups.one.targets={service_level: 70% in 30s}")["service_level"]
    assert (level.target, level.level) == (None, None)
    assert [pair.target for pair in level.by_group] == [0.7, 0.8]


def test_jobs_there_are_those_of_people(load: Load) -> None:
    people = "people={one: {employed: {2024-01-01: 10}, attrition: 1% a month}}"
    jobs = tiles(load, TWO, people, hiring=Hiring("none"))["fte"]
    assert (jobs.there_of, jobs.groups) == ("people", ("one",))
    assert jobs.there == pytest.approx(10, abs=0.2)
    alone = next(iter(report(load(TWO), "main.yaml", Request()).plan.tables["summary"].records()))
    assert jobs.needed == alone["fte_peak_week"]


def test_jobs_that_are_filled_are_no_more_than_are_needed(load: Load) -> None:
    """Twenty for the work of one group leave nobody for the other, and of what is needed all is there."""
    people = "people={one: {employed: {2024-01-01: 20}, attrition: 0.1% a month}}"
    jobs = tiles(load, TWO, people, hiring=Hiring("none"))["fte"]
    assert jobs.there == jobs.needed


def test_who_is_answered_in_time_by_the_people_there(load: Load) -> None:
    """With targets of their own, the group that is not served in time is named."""
    people = "people={one: {employed: {2024-01-01: 30}, attrition: 0.1% a month}, two: {employed: {2024-01-01: 3}, " \
        "attrition: 0.1% a month}}"  # fmt: skip
    changes = people, "groups.one.targets={service_level: 70% in 20s}"
    hiring = Hiring("none")
    level = tiles(load, TWO, *changes, hiring=hiring)["service_level"]
    one, two, total = staffed(Planner().planned(load(TWO, *changes)), hiring).tables["summary"].records()
    assert (level.there_of, level.there) == ("people", total["service_level"])
    assert [pair.there for pair in level.by_group] == [one["service_level"], two["service_level"]]
    assert list(groups_that_miss(level)) == ["two"]
    assert tile_names(level)[2] == "with the people there"
    assert falls_short("service_level", ["two"]) == ", too few in time in two"


def test_where_a_week_that_is_cut_is_not_judged_the_operators_given_are_what_is_there(load: Load) -> None:
    people = "people={one: {employed: {2024-01-01: 2}, attrition: 0.1% a month}}"
    level = tiles(load, TWO, people, "calendar.to=2024-01-05", hiring=Hiring("none"))["service_level"]
    (total,) = (
        row
        for row in report(load(TWO, "calendar.to=2024-01-05"), "main.yaml", Request())
        .plan.tables["summary"]
        .records()
        if row["group"] == "one"
    )
    assert (level.there_of, level.there) == ("given", total["given_service_level"])


def test_a_level_that_is_kept_on_a_share_of_days_says_so(load: Load) -> None:
    level = tiles(load, TWO, "hotlines.a.varies=10%", "hotlines.b.varies=10%", "targets.on=90% of days")
    assert "target: at least 0.8 within 20s on 90.0 % of days" in list(
        tile_notes(level["service_level"], str)
    )


def test_operators_that_may_not_be_are_told_apart_from_those_needed(load: Load) -> None:
    found = tiles(
        load, TWO, "groups.two.max_operators=9", "groups.one.operators=null", "groups.two.operators=null"
    )
    assert found["peak"].is_capped
    assert found["fte"].is_capped
    assert tile_names(found["peak"])[1] == "planned, fewer than the targets need"
    assert not tiles(load, TWO)["peak"].is_capped


def test_a_cap_that_binds_at_another_time_is_not_told_of_the_peak(load: Load) -> None:
    """The group of the evening is capped, and both together need most in the morning."""
    text = TWO.replace(
        "hotlines:", "hotlines:\n  c: {calls_per_day: 200, aht: 3m, hours: 20:00-22:00}", 1
    ).replace(
        "groups:",
        "groups:\n  late: {hotlines: [c], max_operators: 2, targets: {service_level: 80% in 20s}}",
        1,
    )
    stated = "groups.one.operators=null", "groups.two.operators=null"
    found = tiles(load, text, *stated)
    assert (found["peak"].is_capped, found["fte"].is_capped) == (False, True)


def test_contracts_that_follow_one_another_are_told_one_by_one(load: Load) -> None:
    parts = [
        f"{{from: 2024-01-{first}, to: 2024-01-{last}, unit: calls, volume: 13000, price: 10 RUB}}"
        for first, last in (("01", "14"), ("15", "28"))
    ]
    found = report(load(TWO, f"contracts=[{', '.join(parts)}]"), "main.yaml", Request()).first.tiles
    contracts = [tile for tile in found if tile.name == "contract"]
    assert [(tile.of, tile.needed, tile.there) for tile in contracts] == [
        ("2024-01-01", 1300 * 14, 13_000), ("2024-01-15", 1300 * 14, 13_000),
    ]  # fmt: skip
    assert tile_names(contracts[1])[0] == "Contract of 15 Jan 2024"


def test_the_contract_and_the_budget(load: Load) -> None:
    contract = "contract={from: 2024-01-01, to: 2024-01-28, unit: calls, volume: 13000, price: 10 RUB, overage: 20 RUB}"
    found = tiles(load, TWO, contract, "budget={amount: 400000 RUB}")
    assert (found["contract"].needed, found["contract"].there) == (1300 * 28, 13_000)
    assert (found["contract"].date, found["contract"].unit) == ("2024-01-11", "calls")
    assert (found["cost"].needed, found["cost"].there, found["cost"].cost_of) == (
        13_000 * 10 + (1300 * 28 - 13_000) * 20,
        400_000,
        "contract",
    )


def test_nothing_is_there_that_nobody_states(load: Load) -> None:
    found = tiles(load, TWO, "groups.one.operators=null", "groups.two.operators=null")
    assert [found[name].there for name in ("peak", "fte", "service_level", "abandonment")] == [None] * 4
    nobody = tiles(load, TWO, "hotlines.a.calls_per_day=0", "hotlines.b.calls_per_day=0")
    assert [*nobody] == ["cost"]
