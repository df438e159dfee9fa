"""The table of hotlines: what is wanted of each on a day, what goes elsewhere, and what is left to the group."""

from collections.abc import Callable
from typing import Any

import pytest

from mfc_capacity.answers.records import Plan

PlanText = Callable[..., Plan]

# Saturday to Monday. Line a: 1,000 calls on a Monday, of which 10 % write an SMS and 20 % open the app; half of it on
# Saturdays, closed on Sundays; twice on the day of the peak. Line b: 300 calls every day.
THREE_DAYS = """
calendar: {from: 2014-03-01, to: 2014-03-03}
hotlines:
  a:
    calls_per_day: 1000
    aht: 3m
    hours: {mon-sat: 08:00-20:00}
    weekdays: {sat: 50%}
    deflect: [{to: sms, share: 10%}, {to: app, share: 20%, from: 2014-03-03}]
  b: {calls_per_day: 300, aht: 2m}
  alone: {calls_per_day: 50, aht: 1m}
groups: {city: {hotlines: [a, b]}}
peaks: {rush: {when: {dates: [2014-03-03]}, multiply: {a: 200%}}}
"""


def rows(plan: Plan) -> dict[tuple[Any, Any], dict[str, Any]]:
    return {(row["date"], row["hotline"]): row for row in plan.tables["hotlines"].records()}


def test_each_hotline_stands_on_each_day_on_which_it_is_open(plan_text: PlanText) -> None:
    assert list(rows(plan_text(THREE_DAYS))) == [
        ("2014-03-01", "a"),
        ("2014-03-01", "b"),
        ("2014-03-01", "alone"),
        ("2014-03-02", "b"),
        ("2014-03-02", "alone"),
        ("2014-03-03", "a"),
        ("2014-03-03", "b"),
        ("2014-03-03", "alone"),
    ]


def test_demand_is_what_goes_elsewhere_and_what_is_left(plan_text: PlanText) -> None:
    found = rows(plan_text(THREE_DAYS))
    saturday, monday = found["2014-03-01", "a"], found["2014-03-03", "a"]
    assert (saturday["demand"], saturday["contacts.sms"], saturday["contacts.app"]) == (500, 50, 0)
    assert (saturday["contacts"], saturday["calls"], saturday["peaks"]) == (50, 450, "")
    assert (monday["demand"], monday["contacts.sms"], monday["contacts.app"]) == (2000, 200, 400)
    assert (monday["contacts"], monday["calls"], monday["peaks"]) == (600, 1400, "rush")
    assert (monday["group"], monday["aht_s"], found["2014-03-03", "alone"]["group"]) == ("city", 180, "alone")
    assert monday["share_of_group"] == pytest.approx(1400 / 1700)
    assert found["2014-03-03", "b"]["share_of_group"] == pytest.approx(300 / 1700)
    assert found["2014-03-02", "b"]["share_of_group"] == found["2014-03-01", "alone"]["share_of_group"] == 1


def test_some_call_after_all_and_what_is_left_lasts_longer(plan_text: PlanText) -> None:
    text = THREE_DAYS.replace("share: 20%, from", "share: 20%, returns: 25%, rest_aht: +10%, from")
    monday = rows(plan_text(text))["2014-03-03", "a"]
    assert (monday["demand"], monday["contacts"], monday["returned"], monday["calls"]) == (
        2000,
        600,
        100,
        1500,
    )
    assert monday["aht_s"] == pytest.approx(198)


def test_hotlines_add_up_to_the_days_of_their_groups(plan_text: PlanText) -> None:
    plan = plan_text(THREE_DAYS)
    for day in plan.tables["days"].records():
        own = [
            row
            for (date, _), row in rows(plan).items()
            if (date, row["group"]) == (day["date"], day["group"])
        ]
        for name in ("calls", "contacts"):
            assert sum(row[name] for row in own) == pytest.approx(day[name])


def test_a_day_without_calls_has_no_handling_time(plan_text: PlanText) -> None:
    found = rows(
        plan_text(
            "hotlines: {a: {calls_per_day: 0, aht: 1m}}\ngroups: {g: {hotlines: [a], min_operators: 1}}"
        )
    )
    (row,) = found.values()
    assert (row["date"], row["calls"], row["aht_s"], row["share_of_group"]) == (None, 0, None, None)
