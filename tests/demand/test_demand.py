"""Calls per interval, by hand: each rule of the format on figures that a pencil can follow."""

from collections.abc import Callable
from typing import Any

import pytest

from mfc_capacity.answers.records import Plan

PlanText = Callable[..., Plan]

DATED = """
calendar: {from: 2014-03-03, to: 2014-03-09, interval: 1h}        # Monday to Sunday
drivers: {centres: {2014-01-01: 40, 2014-03-05: 60}}
hotlines:
  mfc:
    calls_per_day: 1000
    scales_with: centres
    aht: 3m
    hours: {mon-fri: 08:00-12:00, sat: 10:00-12:00}
    weekdays: {mon: 120%, sat: 40%}
    months: {mar: 90%}
    profile: {08:00: 1, 10:00: 3}
    deflect:
      - {to: sms, share: 10%}
      - {to: app, share: 20%, from: 2014-03-06}
      - {to: sms, share: 15%, from: 2014-03-07}
peaks:
  rush: {when: {dates: [2014-03-06]}, multiply: {mfc: 2}}
  fair: {when: {from: 2014-03-06, to: 2014-03-07}, multiply: {"*": 150%}}
"""


def rows(plan: Plan, table: str, **keys: str) -> list[dict[str, Any]]:
    records = plan.tables[table].records()
    return [record for record in records if all(record[name] == value for name, value in keys.items())]


def test_a_dated_week(plan_text: PlanText) -> None:
    plan = plan_text(DATED)
    calls = {row["date"]: row["calls"] for row in rows(plan, "days", group="mfc")}
    contacts = {row["date"]: row["contacts"] for row in rows(plan, "days", group="mfc")}
    demand = {
        "2014-03-03": 1000 * 1.2 * 0.9,
        "2014-03-04": 1000 * 0.9,
        "2014-03-05": 1000 * 0.9 * 60 / 40,
        "2014-03-06": 1000 * 0.9 * 60 / 40 * 2 * 1.5,
        "2014-03-07": 1000 * 0.9 * 60 / 40 * 1.5,
        "2014-03-08": 1000 * 0.4 * 0.9 * 60 / 40,
    }
    deflected = dict.fromkeys(demand, 0.1) | {"2014-03-06": 0.3, "2014-03-07": 0.35, "2014-03-08": 0.35}
    assert calls == pytest.approx({day: demand[day] * (1 - deflected[day]) for day in demand})
    assert contacts == pytest.approx({day: demand[day] * deflected[day] for day in demand})
    assert {row["date"]: row["peaks"] for row in rows(plan, "days")} == dict.fromkeys(demand, "") | {
        "2014-03-06": "rush; fair",
        "2014-03-07": "fair",
    }


def test_the_profile_spreads_the_day_over_opening_hours(plan_text: PlanText) -> None:
    plan = plan_text(DATED)
    monday = rows(plan, "intervals", date="2014-03-03")
    assert [row["start"] for row in monday] == ["08:00", "09:00", "10:00", "11:00"]
    assert [row["calls"] for row in monday] == pytest.approx([972 / 8 * w for w in (1, 1, 3, 3)])
    saturday = rows(plan, "intervals", date="2014-03-08")
    assert [(row["start"], row["calls"]) for row in saturday] == [
        ("10:00", pytest.approx(351 / 2)),
        ("11:00", pytest.approx(351 / 2)),
    ]
    assert not rows(plan, "intervals", date="2014-03-09")


def test_without_a_calendar_one_ordinary_monday(plan_text: PlanText) -> None:
    text = DATED.replace(
        "calendar: {from: 2014-03-03, to: 2014-03-09, interval: 1h}", "calendar: {interval: 30m}"
    )
    (day,) = rows(plan_text(text), "days")
    assert (day["date"], day["calls"], day["contacts"]) == (None, pytest.approx(900), pytest.approx(100))
    intervals = rows(plan_text(text), "intervals")
    assert [row["start"] for row in intervals][:2] == ["08:00", "08:30"]
    assert len(intervals) == 8


def test_no_weight_before_the_first_key_of_a_profile(plan_text: PlanText) -> None:
    plan = plan_text(
        "calendar: {interval: 1h}\n"
        "hotlines: {a: {calls_per_day: 100, aht: 2m, hours: 08:00-12:00, profile: {10:00: 1}}}"
    )
    assert [row["calls"] for row in rows(plan, "intervals")] == [0, 0, 50, 50]


def test_a_mix_of_hotlines(plan_text: PlanText) -> None:
    plan = plan_text(
        """
calendar: {interval: 1h}
calls_per_day: 600
hotlines:
  mfc: {share: 75%, aht: 3m 20s, patience: 2m, hours: 09:00-11:00}
  portal: {share: 25%, aht: 2m, hours: 10:00-12:00}
groups: {city: {hotlines: [mfc, portal]}}
"""
    )
    nine, ten, eleven = rows(plan, "intervals")
    assert (nine["calls"], ten["calls"], eleven["calls"]) == (225, 300, 75)
    assert (nine["aht_s"], nine["patience_s"], nine["model"]) == (200, 120, "erlang-a")
    assert ten["aht_s"] == pytest.approx((225 * 200 + 75 * 120) / 300)
    assert ten["patience_s"] == pytest.approx(300 / (225 / 120))
    assert (eleven["aht_s"], eleven["patience_s"], eleven["model"]) == (120, None, "erlang-c")
    assert ten["offered_load_erlangs"] == pytest.approx((225 * 200 + 75 * 120) / 3600)


def test_hotlines_without_a_group_are_groups_of_their_own(plan_text: PlanText) -> None:
    plan = plan_text("hotlines: {a: {calls_per_day: 100, aht: 2m}, b: {calls_per_day: 50, aht: 1m}}")
    assert [row["group"] for row in rows(plan, "summary")] == ["a", "b", "total"]


def test_the_order_of_deflections_in_the_file_does_not_matter(plan_text: PlanText) -> None:
    entries = ["{to: sms, share: 15%, from: 2014-03-05}", "{to: sms, share: 10%}"]
    for order in (entries, entries[::-1]):
        plan = plan_text(
            "calendar: {from: 2014-03-04, to: 2014-03-05}\n"
            f"hotlines: {{a: {{calls_per_day: 100, aht: 2m, deflect: [{', '.join(order)}]}}}}"
        )
        assert [row["contacts"] for row in rows(plan, "days")] == pytest.approx([10, 15])


def test_hotlines_alike_in_time_have_exactly_that_time_together(plan_text: PlanText) -> None:
    plan = plan_text(
        """
hotlines:
  a: {calls_per_day: 1234.5, aht: 203s, patience: 97s, profile: {00:00: 3, 09:00: 7, 17:00: 1}}
  b: {calls_per_day: 77.7, aht: 203s, patience: 97s}
  c: {calls_per_day: 3.3, aht: 203s, patience: 97s}
groups: {g: {hotlines: [a, b, c]}}
"""
    )
    assert {(row["aht_s"], row["patience_s"]) for row in rows(plan, "intervals")} == {(203, 97)}


def calls_by_start(plan: Plan) -> dict[str, float]:
    return {row["start"]: row["calls"] for row in rows(plan, "intervals")}


def test_weights_that_change_within_an_interval_are_integrals(plan_text: PlanText) -> None:
    line = "hotlines: {{a: {{calls_per_day: 1600, aht: 2m, hours: 08:00-12:00, profile: {profile}}}}}"
    quarters = {f"{8 + k // 4:02}:{k % 4 * 15:02}": (k * 7) % 5 + 1 for k in range(16)}
    by_quarter = calls_by_start(plan_text(line.format(profile=quarters).replace("'", "")))
    by_hour = calls_by_start(
        plan_text("calendar: {interval: 1h}\n" + line.format(profile=quarters).replace("'", ""))
    )
    for hour in range(8, 12):  # the quarters of an hour have the hour's calls
        of_hour = [calls for start, calls in by_quarter.items() if start.startswith(f"{hour:02}")]
        assert by_hour[f"{hour:02}:00"] == pytest.approx(sum(of_hour))
    # 2 from 08:00, 5 from 08:10: a third of the half hour at 2 and two thirds at 5 are 4, the other seven are 5
    halves = calls_by_start(
        plan_text("calendar: {interval: 30m}\n" + line.format(profile="{08:00: 2, 08:10: 5}"))
    )
    assert list(halves.values()) == pytest.approx([1600 * 4 / 39, *[1600 * 5 / 39] * 7])
    # nothing until 08:10:30
    late = calls_by_start(
        plan_text(
            "calendar: {interval: 30m}\n"
            + line.format(profile="{08:10:30: 1}").replace("08:10:30", "'08:10:30'")
        )
    )
    assert late["08:00"] == pytest.approx(1600 * 19.5 / (19.5 + 7 * 30))


def test_a_night_goes_on_after_midnight(plan_text: PlanText) -> None:
    text = (
        "calendar: {{interval: 1h}}\n"
        "hotlines: {{a: {{calls_per_day: 340, aht: 2m, hours: {hours}, profile: {{22:00: 5, 02:00: 1}}}}}}"
    )
    calls = list(calls_by_start(plan_text(text.format(hours="00:00-24:00"))).values())
    assert calls == pytest.approx([340 * w / 40 for w in [5] * 2 + [1] * 20 + [5] * 2])
    night = list(calls_by_start(plan_text(text.format(hours="'00:00-04:00, 20:00-24:00'"))).values())
    assert night == pytest.approx([340 * w / 24 for w in (5, 5, 1, 1, 1, 1, 5, 5)])
    day = calls_by_start(plan_text(text.format(hours="00:00-23:00")))  # closed before midnight
    assert day["01:00"] == 0
