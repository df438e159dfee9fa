"""Kinds of day by hand: holidays and transferred days, what differs by kind of day, clock changes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from mfc_capacity.answers.accounts import ContractUse
from mfc_capacity.answers.records import Plan
from mfc_capacity.demand.calendar import Days, planned_days
from mfc_capacity.files.problems import InputError
from mfc_capacity.plan.accounts import accounts_of
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import HOLIDAY_KINDS
from mfc_capacity.scenario import holidays as holidays_module
from tests.conftest import Load, in_words

PlanText = Callable[..., Plan]
PlanOf = Callable[..., Planned]

SAT, SUN = 5, 6

# What the government's decrees moved, day off from -> to, year by year; the holidays of article 112 stand below.
MOVED = """
2014-01-04>2014-05-02 2014-01-05>2014-06-13 2014-02-23>2014-11-03 2014-03-08>2014-03-10
2015-01-03>2015-01-09 2015-01-04>2015-05-04 2015-03-08>2015-03-09 2015-05-09>2015-05-11
2016-01-02>2016-05-03 2016-01-03>2016-03-07 2016-02-20>2016-02-22 2016-05-01>2016-05-02 2016-06-12>2016-06-13
2017-01-01>2017-02-24 2017-01-07>2017-05-08 2017-11-04>2017-11-06
2018-01-06>2018-03-09 2018-01-07>2018-05-02 2018-04-28>2018-04-30 2018-06-09>2018-06-11 2018-11-04>2018-11-05
2018-12-29>2018-12-31
2019-01-05>2019-05-02 2019-01-06>2019-05-03 2019-02-23>2019-05-10
2020-01-04>2020-05-04 2020-01-05>2020-05-05 2020-02-23>2020-02-24 2020-03-08>2020-03-09 2020-05-09>2020-05-11
2021-01-02>2021-11-05 2021-01-03>2021-12-31 2021-02-20>2021-02-22 2021-05-01>2021-05-03 2021-05-09>2021-05-10
2021-06-12>2021-06-14
2022-01-01>2022-05-03 2022-01-02>2022-05-10 2022-03-05>2022-03-07 2022-05-01>2022-05-02 2022-06-12>2022-06-13
2023-01-01>2023-02-24 2023-01-08>2023-05-08 2023-11-04>2023-11-06
2024-01-06>2024-05-10 2024-01-07>2024-12-31 2024-04-27>2024-04-29 2024-11-02>2024-04-30 2024-12-28>2024-12-30
2025-01-04>2025-05-02 2025-01-05>2025-12-31 2025-02-23>2025-05-08 2025-03-08>2025-06-13 2025-11-01>2025-11-03
2026-01-03>2026-01-09 2026-01-04>2026-12-31 2026-03-08>2026-03-09 2026-05-09>2026-05-11
"""
# Days without work that the president declared, first and last; Saturdays and Sundays among them.
WITHOUT_WORK = [
    ("2020-03-30", "2020-05-11"),
    ("2020-06-24", "2020-06-24"),
    ("2020-07-01", "2020-07-01"),
    ("2021-05-04", "2021-05-07"),
    ("2021-10-30", "2021-11-05"),
]
BY_LAW = {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}


def days_of(load: Load, calendar: str) -> Days:
    loaded = load(f"calendar: {{{calendar}}}\nhotlines: {{a: {{calls_per_day: 1, aht: 1m}}}}")
    return planned_days(loaded.scenario.calendar, ())


def is_off_in_russia(day: date) -> bool:
    moved_to = {pair.split(">")[1] for pair in MOVED.split()}
    in_span = any(first <= day.isoformat() <= last for first, last in WITHOUT_WORK)
    return (day.month, day.day) in BY_LAW or day.isoformat() in moved_to or in_span


def test_every_day_of_russia(load: Load) -> None:
    days = days_of(load, "from: 2014-01-01, to: 2026-12-31, holidays: {country: RU}")
    worked = {
        date.fromisoformat(a): date.fromisoformat(b).weekday()
        for a, b in (pair.split(">") for pair in MOVED.split())
        if not is_off_in_russia(date.fromisoformat(a))
    }
    assert len(worked) == 10
    assert len(days) == 4748
    for day, kind in zip(days.dates, days.kinds.tolist(), strict=True):
        assert day is not None
        as_dated = day.weekday() + HOLIDAY_KINDS * is_off_in_russia(day)
        assert kind == worked.get(day, as_dated), day


def test_a_working_saturday_is_the_weekday_that_it_stands_in_for(load: Load) -> None:
    days = days_of(load, "from: 2024-11-02, to: 2024-11-04, holidays: {country: RU}")
    assert days.kinds.tolist() == [1, SUN, HOLIDAY_KINDS]  # the Tuesday 30 April was off for it
    assert days.holidays[date(2024, 11, 4)] == "National Unity Day"


def test_what_a_date_is_like_wins_over_the_calendar(load: Load) -> None:
    days = days_of(
        load,
        "from: 2014-05-01, to: 2014-05-04, holidays: [{country: RU}, {2014-05-03: Own day}], "
        "days_like: {2014-05-01: thu, 2014-05-02: sat, 2014-05-04: holiday}",
    )
    assert days.kinds.tolist() == [3, SAT, HOLIDAY_KINDS + SAT, HOLIDAY_KINDS + SUN]
    assert days.holidays[date(2014, 5, 3)] == "Own day"


def test_other_countries_are_in_the_package(load: Load) -> None:
    pytest.importorskip("holidays")
    days = days_of(load, "from: 2026-04-02, to: 2026-04-06, holidays: {country: DE}")
    assert (days.kinds >= HOLIDAY_KINDS).tolist() == [False, True, False, False, True]
    assert days.holidays[date(2026, 4, 3)] == "Good Friday"


def test_without_the_package_it_is_named(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise ImportError

    holidays_module.public_days.cache_clear()
    monkeypatch.setattr(holidays_module.importlib, "import_module", missing)
    assert len(days_of(load, "from: 2026-01-01, to: 2026-01-02, holidays: {country: RU}")) == 2
    with pytest.raises(InputError) as caught:
        days_of(load, "from: 2026-01-01, to: 2026-01-02, holidays: {country: DE}")
    assert "pip install holidays" in in_words(caught.value)
    holidays_module.public_days.cache_clear()


WEEK = """
currency: EUR
calendar:
  from: 2025-12-22                                   # a Monday
  to: 2025-12-28
  interval: 1h
  holidays: {2025-12-25: Christmas, 2025-12-26: Second day}
  days_like: {2025-12-24: sat}
hotlines:
  help:
    calls_per_day: 600
    hours: {mon-fri: 08:00-12:00, sat: 10:00-12:00, holiday: HOLIDAY}
    weekdays: {mon: 120%, sat: 50%, holiday: 25%}
    profile:
      mon-fri: {08:00: 25%, 09:00: 75%}
      sat: {10:00: 1, 11:00: 3}
      holiday: flat
    aht: {mon-fri: {08:00: 3m, 10:30: 5m}, sat: 2m, holiday: {00:00: 1m}}
costs: {operator_hour: 10 EUR}
"""


def rows(plan: Plan, table: str, **keys: Any) -> list[dict[str, Any]]:
    records = plan.tables[table].records()
    return [record for record in records if all(record[name] == value for name, value in keys.items())]


def test_a_closed_holiday_costs_nothing_and_needs_nobody(plan_text: PlanText) -> None:
    plan = plan_text(WEEK.replace("HOLIDAY", "closed"))
    assert [row["date"][-2:] for row in rows(plan, "days")] == ["22", "23", "24", "27"]
    assert {row["date"][-2:] for row in rows(plan, "intervals")} == {"22", "23", "24", "27"}
    (summary,) = rows(plan, "summary", group="help")
    assert summary["calls"] == pytest.approx(720 + 600 + 300 + 300)
    assert summary["cost"] == pytest.approx(sum(row["cost"] for row in rows(plan, "days")))


def test_calls_and_handling_times_by_kind_of_day(plan_text: PlanText) -> None:
    plan = plan_text(WEEK.replace("HOLIDAY", "09:00-11:00"))
    monday = rows(plan, "intervals", date="2025-12-22")
    assert [row["calls"] for row in monday] == pytest.approx([180, 180, 180, 180])  # 25 % of 720, then 75 %
    assert [row["aht_s"] for row in monday] == pytest.approx([180, 180, (180 + 300) / 2, 300])
    eve = rows(plan, "intervals", date="2025-12-24")  # planned as a Saturday
    assert [(row["start"], row["calls"], row["aht_s"]) for row in eve] == [
        ("10:00", pytest.approx(75), 120),
        ("11:00", pytest.approx(225), 120),
    ]
    christmas = rows(plan, "intervals", date="2025-12-25")
    assert [(row["start"], row["calls"], row["aht_s"]) for row in christmas] == [
        ("09:00", pytest.approx(75), 60),
        ("10:00", pytest.approx(75), 60),
    ]


def test_a_holiday_without_an_entry_is_as_its_weekday(plan_text: PlanText) -> None:
    text = """
calendar: {from: 2025-12-25, to: 2025-12-26, holidays: {2025-12-25: Christmas}}
hotlines: {a: {calls_per_day: 100, aht: 1m, hours: {mon-fri: 08:00-09:00}, weekdays: {thu: 50%}}}
"""
    assert [row["calls"] for row in rows(plan_text(text), "days")] == pytest.approx([50, 100])


def test_shares_of_the_day_are_spread_over_what_is_open_of_their_span(plan_text: PlanText) -> None:
    text = """
calendar: {interval: 1h}
hotlines:
  a:
    calls_per_day: 100
    aht: 1m
    hours: "08:00-10:00, 12:00-14:00"
    profile: {07:00: 30%, 09:00: 70%}
"""
    assert [row["calls"] for row in rows(plan_text(text), "intervals")] == pytest.approx(
        [30, 70 / 3, 70 / 3, 70 / 3]
    )
    night = text.replace('"08:00-10:00, 12:00-14:00"', "00:00-24:00").replace(
        "{07:00: 30%, 09:00: 70%}", "{08:00: 80%, 20:00: 20%}"
    )
    calls = [row["calls"] for row in rows(plan_text(night), "intervals")]
    assert calls == pytest.approx([20 / 12] * 8 + [80 / 12] * 12 + [20 / 12] * 4)  # through midnight


def test_handling_time_before_the_first_key_is_the_last_one(plan_text: PlanText) -> None:
    text = "calendar: {interval: 1h}\nhotlines: {a: {calls_per_day: 24, aht: {08:00: 3m, 20:00: 5m}}}"
    aht_s = [row["aht_s"] for row in rows(plan_text(text), "intervals")]
    assert aht_s == [300] * 8 + [180] * 12 + [300] * 4


def test_hotlines_that_differ_only_at_times(plan_text: PlanText) -> None:
    text = """
calendar: {interval: 1h}
hotlines:
  a: {calls_per_day: 1200, aht: {08:00: 3m, 10:00: 5m}, hours: 08:00-12:00}
  b: {calls_per_day: 600, aht: 3m, hours: 08:00-12:00}
groups: {g: {hotlines: [a, b]}}
"""
    intervals = rows(plan_text(text), "intervals")
    assert [row["model"] for row in intervals] == ["erlang-c", "erlang-c", "mixed", "mixed"]
    assert [row["aht_s"] for row in intervals] == pytest.approx([180, 180, 260, 260])
    # what differs by clock is as what differs by hotline
    apart = text.replace("aht: {08:00: 3m, 10:00: 5m}, hours: 08:00-12:00", "aht: 5m, hours: 08:00-12:00")
    same = rows(plan_text(apart), "intervals")
    assert [row["operators_required"] for row in intervals[2:]] == [
        row["operators_required"] for row in same[2:]
    ]
    assert [row["service_level"] for row in intervals[2:]] == [row["service_level"] for row in same[2:]]


def contract_of(planned: Planned) -> ContractUse:
    (part,) = accounts_of(planned).contracts.parts  # type: ignore[union-attr]
    return part


def test_minutes_of_a_contract_follow_the_handling_time(plan_of: PlanOf) -> None:
    text = """
currency: EUR
calendar: {from: 2026-03-02, to: 2026-03-03, interval: 1h}
hotlines: {a: {calls_per_day: 300, aht: {mon: {08:00: 2m, 09:00: 4m}, tue-sun: 1m}, hours: 08:00-10:00}}
contract: {from: 2026-03-02, to: 2026-03-03, unit: minutes, volume: 10_000, price: 1 EUR}
"""
    assert contract_of(plan_of(text)).used == pytest.approx(150 * 2 + 150 * 4 + 300)


DEFLECTED = """
currency: EUR
calendar: {from: 2026-03-03, to: 2026-03-04, interval: 1h}
hotlines:
  a:
    calls_per_day: 1000
    aht: 200s
    hours: 08:00-10:00
    deflect:
      - {to: bot, share: 30%, returns: 20%, rest_aht: +15%, from: 2026-03-04}
      - {to: sms, share: 10%, rest_aht: +10%, from: 2026-03-04}
contract: {from: 2026-03-03, to: 2026-03-04, unit: minutes, volume: 10_000, price: 1 EUR}
"""


def test_some_of_those_sent_elsewhere_call_after_all(plan_text: PlanText) -> None:
    before, after = rows(plan_text(DEFLECTED), "days")
    assert (before["calls"], before["contacts"]) == (1000, 0)
    assert after["calls"] == pytest.approx(1000 * (1 - 0.3 * 0.8 - 0.1))
    assert after["contacts"] == pytest.approx(400)  # who calls after all was a contact of the channel too


def test_the_calls_that_are_left_last_longer(plan_text: PlanText, plan_of: PlanOf) -> None:
    aht_s = [row["aht_s"] for row in rows(plan_text(DEFLECTED), "intervals")]
    assert aht_s == pytest.approx([200, 200, 200 * 1.15 * 1.1, 200 * 1.15 * 1.1])
    part = contract_of(plan_of(DEFLECTED))
    causes = {cause.name: cause.used for cause in part.causes}
    assert causes["bot"] == pytest.approx((-240 * 200 + 660 * 200 * 0.15) / 60)
    assert causes["sms"] == pytest.approx((-100 * 200 + 660 * 200 * 1.15 * 0.10) / 60)
    assert sum(causes.values()) == pytest.approx(part.used)


ROUND_THE_CLOCK = """
currency: EUR
calendar: {from: FROM, to: TO, timezone: Europe/Berlin}
hotlines:
  help: {calls_per_day: 9600, aht: 3m}
  night: {calls_per_day: 60, aht: 3m, hours: 02:00-03:00}
groups: {g: {hotlines: [help, night], operators: 30}}
targets: {max_occupancy: 90%}
costs: {operator_hour: 10 EUR}
"""


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_a_day_of_23_hours(plan_text: PlanText, method: str) -> None:
    pytest.importorskip("tzdata")
    plan = plan_text(
        ROUND_THE_CLOCK.replace("FROM", "2026-03-29").replace("TO", "2026-03-29"),
        overrides=(f"method={method}",),
    )
    (day,) = rows(plan, "days", group="g")
    intervals = rows(plan, "intervals")
    assert len(intervals) == 23 * 4
    assert not [row for row in intervals if row["start"].startswith("02")]
    assert [row["calls"] for row in intervals] == pytest.approx([9600 / 92] * 92)
    assert day["calls"] == pytest.approx(9600)  # the night desk is not open: its hour does not come
    required = [row["operators_required"] for row in intervals]
    assert max(required) == 24  # 20.87 Erlangs at 90 %
    assert method == "time-dependent" or min(required) == 24
    assert (day["operator_hours_required"], day["operator_hours_given"]) == (sum(required) / 4, 23 * 30)
    assert day["cost"] == sum(required) / 4 * 10
    assert method == "time-dependent" or day["operator_hours_after_duty"] == 0  # nobody goes at 02:00


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_a_day_of_25_hours(plan_text: PlanText, method: str) -> None:
    pytest.importorskip("tzdata")
    plan = plan_text(
        ROUND_THE_CLOCK.replace("FROM", "2026-10-25").replace("TO", "2026-10-25"),
        overrides=(f"method={method}",),
    )
    (day,) = rows(plan, "days", group="g")
    intervals = {row["start"]: row for row in rows(plan, "intervals")}
    assert len(intervals) == 96  # the hour that comes twice stands once
    assert intervals["01:00"]["calls"] == pytest.approx(96)
    assert intervals["02:00"]["calls"] == pytest.approx(96 + 60 / 8)
    assert day["calls"] == pytest.approx(9660)
    required = sum(row["operators_required"] for row in intervals.values())
    twice = sum(row["operators_required"] for start, row in intervals.items() if start.startswith("02"))
    assert day["operator_hours_required"] == (required + twice) / 4
    assert day["operator_hours_given"] == 25 * 30
    assert day["cost"] == pytest.approx(day["operator_hours_required"] * 10)


def test_without_a_time_zone_every_day_has_24_hours(plan_text: PlanText) -> None:
    text = ROUND_THE_CLOCK.replace("FROM", "2026-03-29").replace("TO", "2026-03-29")
    (day,) = rows(plan_text(text.replace(", timezone: Europe/Berlin", "")), "days", group="g")
    assert day["operator_hours_given"] == 24 * 30


@pytest.mark.parametrize(
    ("zone", "first", "interval", "at_fault"),
    [
        ("Europe/Belin", "2026-03-28", "15m", "'Europe/Belin' is not a time zone"),
        ("../../etc/passwd", "2026-03-28", "15m", "is not a time zone"),
        ("Australia/Lord_Howe", "2026-04-05", "1h", "the clock changes on 2026-04-05 at 01:30"),
    ],
)
def test_time_zones_that_are_refused(load: Load, zone: str, first: str, interval: str, at_fault: str) -> None:
    pytest.importorskip("tzdata")
    with pytest.raises(InputError, match=None) as caught:
        days_of(load, f"from: {first}, to: {first}, interval: {interval}, timezone: {zone}")
    assert at_fault in in_words(caught.value)


def test_a_day_that_does_not_come(plan_text: PlanText) -> None:
    pytest.importorskip("tzdata")
    text = """
calendar: {from: 2011-12-29, to: 2011-12-31, timezone: Pacific/Apia}
hotlines: {a: {calls_per_day: 960, aht: 3m}}
"""
    days = {row["date"]: row["operator_hours_required"] for row in rows(plan_text(text), "days")}
    assert list(days) == ["2011-12-29", "2011-12-31"]


def test_the_same_hours_as_by_utc(load: Load) -> None:
    """Every day of three years in zones with and without summer time: its hours are those between its midnights."""
    pytest.importorskip("tzdata")
    for zone, hours in {
        "Europe/Moscow": {date(2014, 10, 26): 25},
        "America/New_York": {date(2014, 3, 9): 23, date(2014, 11, 2): 25},
        "Asia/Tehran": {date(2014, 3, 22): 23, date(2014, 9, 21): 25},  # at midnight
    }.items():
        days = days_of(load, f"from: 2014-01-01, to: 2014-12-31, timezone: {zone}")
        found = {
            change.day: 24 + (change.times - 1) * (change.last_s - change.first_s) // 3600
            for change in days.clock_changes
        }
        assert found == hours


def test_one_day_after_the_other(load: Load) -> None:
    days = days_of(load, "from: 2014-03-01, to: 2014-03-31, holidays: {2014-03-08: A day}")
    assert list(days.dates) == [date(2014, 3, 1) + timedelta(days=k) for k in range(31)]
    assert days.clock.tolist() == [0] * 31
