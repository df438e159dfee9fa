"""When groups are short: exact against the plan's tables."""

from collections import defaultdict
from dataclasses import replace
from itertools import chain
from statistics import fmean

import pytest

from mfc_capacity.answers.maps import Missed, ShortGroup, ShortHour
from mfc_capacity.answers.records import Plan
from mfc_capacity.answers.report import Report
from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import report
from mfc_capacity.core.targets import TARGETS
from mfc_capacity.plan.answer import plan
from mfc_capacity.render.charts.shortage import charts
from mfc_capacity.wording.en.shortage import missed_said
from tests.conftest import Load

# On Saturdays it is closed; Sundays need twice as many as the rest of the week; two in five are given in the morning,
# enough later.
TEXT = """
calendar: {from: 2024-01-01, to: 2024-01-17}
hotlines:
  a:
    {calls_per_day: 700, aht: 4m, patience: 2m, hours: {mon-fri: 08:30-20:00, sun: 08:30-20:00},
     weekdays: {fri: 0%, sun: 200%}, profile: {8:00: 3, 14:00: 1}}
groups: {one: {hotlines: [a], operators: {08:00: 5, 14:00: 30}}}
targets: {service_level: 80% in 20s, max_abandonment: 5%}
"""


BY_KEY = {row.key: row for row in TARGETS}
SERVICE = BY_KEY["service_level"]
SUNDAY_AT_TWO = "2024-01-07", "14:00"


def reported(load: Load, *changes: str) -> Report:
    return report(load(TEXT, *changes), "main.yaml", Request())


def whole(load: Load, *changes: str) -> Plan:
    return plan(load(TEXT, *changes), "all", delivered=True)


def test_the_operators_that_are_missing_by_hour(load: Load) -> None:
    """Half an hour of the first is open, no Saturday, and on no Friday anybody calls: none dilutes the mean."""
    (group,) = reported(load).first.shortage
    by_hour = missing_while_called(whole(load))
    assert group.of == "operators"
    assert [k for k, hour in enumerate(group.hours) if hour is None] == [*range(8), *range(20, 24)]
    for k, days in by_hour.items():
        hour = group.hours[k]
        assert hour is not None
        assert len(days) == 13
        assert hour.short == pytest.approx(fmean(chain.from_iterable(days.values())))
        means = {day: fmean(counts) for day, counts in days.items()}
        assert hour.worst == max(means.values())
        assert hour.date == (
            max(means, key=lambda day: (means[day], day == "2024-01-07")) if any(means.values()) else None
        )
    eight, nine, fifteen = group.hours[8], group.hours[9], group.hours[15]
    assert eight is not None
    assert nine is not None
    assert (eight.short, eight.worst) == pytest.approx((nine.short, nine.worst))
    assert nine.date == "2024-01-07"
    assert fifteen is not None
    assert (fifteen.short, fifteen.worst, fifteen.date) == (0, 0, None)


def missing_while_called(plan: Plan) -> dict[int, dict[str, list[int]]]:
    """Return the operators that the targets need less those given, of the intervals of each hour with calls by day."""
    by_hour: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in plan.tables["intervals"].records():
        needed = int(row.get("operators_needed", row["operators_required"]))
        if not row["calls"]:
            continue
        missing = max(needed - int(row["operators_given"]), 0)
        by_hour[int(str(row["start"])[:2])][str(row["date"])].append(missing)
    return by_hour


def test_those_that_may_not_be_there_are_missing(load: Load) -> None:
    """The five given are as many as there may be, and the targets need more."""
    changes = "groups.one.max_operators=5", "groups.one.operators={08:00: 5}"
    (group,) = reported(load, *changes).first.shortage
    rows = missing_while_called(whole(load, *changes))[9]
    nine = group.hours[9]
    assert nine is not None
    assert nine.short == pytest.approx(fmean(chain.from_iterable(rows.values())))
    assert nine.short > 1


def test_a_small_shortage_is_not_shown_as_none(load: Load) -> None:
    """One operator is missing in a quarter of an hour of two Sundays: 2 of 52."""
    rows = whole(load).tables["intervals"].records()
    (needed,) = (row["operators_required"] for row in rows if (row["date"], row["start"]) == SUNDAY_AT_TWO)
    steps = f"{{08:00: 99, 14:00: {int(needed or 0) - 1}, 14:15: 99}}"
    changes = f"groups.one.operators={{mon-fri: 99, sun: {steps}}}"
    (chart,) = charts(reported(load, changes).first.shortage)
    assert chart.values[0][14] == pytest.approx(1 / 26)
    assert chart.title == "Most operators are missing in one from 14:00: 0.04 on average"
    assert chart.numbers.rows[0][1:][13:16] == ["0", "0.04 (0.3)", "0"]


def test_without_operators_given_it_is_the_promise_that_is_missed(load: Load) -> None:
    """The queue of the morning is still there when the fewer of the afternoon come on duty."""
    changes = "groups.one.operators=null", "hotlines.a.patience=null"
    (group,) = reported(load, *changes).first.shortage
    worst: dict[int, tuple[float, str]] = {}
    for row in whole(load, *changes).tables["intervals"].records():
        if row["date"] == "2024-01-07":
            k, start = int(str(row["start"])[:2]), str(row["start"])
            found = 0.8 - float(row["delivered_service_level"] or 0), start
            worst[k] = max(worst.get(k, found), found, key=lambda each: each[0])
    assert group.of == "promise"
    missed = {k: hour for k, hour in enumerate(group.hours) if hour is not None and hour.short}
    assert missed.keys() == {k for k, (points, _) in worst.items() if points > 1e-6}
    assert 14 in missed
    for k, hour in missed.items():
        points, start = worst[k]
        assert (hour.short, hour.worst) == (pytest.approx(points / 0.2), pytest.approx(points / 0.2))
        assert (hour.date, hour.start) == ("2024-01-07", start)
        assert hour.missed == Missed(SERVICE, pytest.approx(0.8 - points), 0.8)


def test_the_interval_that_misses_is_named_where_it_is_not_the_hours_first() -> None:
    missed = Missed(SERVICE, 0.767, 0.8)
    first, third = (ShortHour(0.2, 0.2, "2024-01-07", missed, start) for start in ("17:00", "18:30"))
    worse = replace(third, short=0.3)
    hours = (*(None,) * 17, first, worse, ShortHour(0.0, 0.0, None), *(None,) * 4)
    (chart,) = charts([ShortGroup("one", None, "promise", hours)])
    said = "76.7 % are answered in time (target: 80.0 %)"
    assert chart.title == f"Callers fare worst in one on the day of its peak from 18:30: {said}"
    assert chart.numbers.rows[0][18:21] == [said, f"18:30: {said}", "every target kept"]


def test_a_day_that_misses_nothing_is_said_of_the_operators_planned() -> None:
    hours = (*(None,) * 17, ShortHour(0.0, 0.0, None), *(None,) * 6)
    (chart,) = charts([ShortGroup("one", None, "promise", hours)])
    assert chart.title == "one: no hour of the day of the peak misses a target with the operators planned"


@pytest.mark.parametrize(
    ("targets", "key", "column", "limit"),
    [
        ("{max_asa: 10s}", "max_asa", "asa_s", 10),
        ("{max_occupancy: 70%}", "max_occupancy", "occupancy", 0.7),
    ],
)
def test_every_target_that_is_missed_is_on_the_map(
    load: Load, targets: str, key: str, column: str, limit: float
) -> None:
    changes = "groups.one.operators=null", "hotlines.a.patience=null", f"targets={targets}"
    (group,) = reported(load, *changes).first.shortage
    worst = max(
        float(row[f"delivered_{column}"] or 0)
        for row in whole(load, *changes).tables["intervals"].records()
        if (row["date"], str(row["start"])[:2]) == ("2024-01-07", "14")
    )
    found = group.hours[14]
    assert found is not None
    assert found.missed == Missed(BY_KEY[key], pytest.approx(worst), limit)
    assert found.short == pytest.approx(worst / limit - 1)


def test_every_target_that_asks_for_operators_has_words() -> None:
    for row in TARGETS:
        if not row.asks_for_lines:
            assert missed_said(Missed(row, 0.5, 0.25))


def test_what_is_met_is_rounded_to_the_side_on_which_it_is() -> None:
    """A wait short enough is a level, of which the limit is the least."""
    assert (
        missed_said(Missed(BY_KEY["wait"], 0.8996, 0.9))
        == "89.96 % of waits are short enough (target: 90.0 %)"
    )
    assert (
        missed_said(Missed(BY_KEY["max_asa"], 20.04, 20))
        == "those answered wait 20.04s on average (target: at most 20s)"
    )


def test_what_cannot_be_looked_at_is_not_said_to_be_kept(load: Load) -> None:
    (group,) = reported(load, "groups.one.operators=null", "hotlines.a.calls_per_day=3000000").first.shortage
    assert (group.of, set(group.hours)) == (None, {None})
