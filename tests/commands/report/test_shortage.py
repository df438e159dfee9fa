"""When groups are short: exact against the plan's tables."""

from collections import defaultdict

import pytest

from mfc_capacity.answers.maps import Missed
from mfc_capacity.answers.records import Plan
from mfc_capacity.answers.report import Report
from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import report
from mfc_capacity.core.targets import TARGETS
from mfc_capacity.plan.answer import plan
from mfc_capacity.wording.en.shortage import missed_said
from tests.conftest import Load

# Sundays need twice as many as the rest of the week; two in five are given in the morning, enough later.
TEXT = """
calendar: {from: 2024-01-01, to: 2024-01-17}
hotlines:
  a:
    {calls_per_day: 700, aht: 4m, patience: 2m, hours: 08:30-20:00, weekdays: {sun: 200%}, profile: {8:00: 3, 14:00: 1}}
groups: {one: {hotlines: [a], operators: {08:00: 5, 14:00: 30}}}
targets: {service_level: 80% in 20s, max_abandonment: 5%}
"""


def reported(load: Load, *changes: str) -> Report:
    return report(load(TEXT, *changes), "main.yaml", Request())


def whole(load: Load, *changes: str) -> Plan:
    return plan(load(TEXT, *changes), "all", delivered=True)


def test_the_operators_that_are_missing_by_hour(load: Load) -> None:
    (group,) = reported(load).first.shortage
    by_hour: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in whole(load).tables["intervals"].records():
        by_hour[int(str(row["start"])[:2])][str(row["date"])] += float(row["operators_short"] or 0) / 4
    assert group.of == "operators"
    assert [k for k, hour in enumerate(group.hours) if hour is None] == [*range(8), *range(20, 24)]
    for k, days in by_hour.items():
        hour = group.hours[k]
        assert hour is not None
        assert hour.short == pytest.approx(sum(days.values()) / 17)
        assert hour.worst == max(days.values())
        assert hour.date == (
            max(days, key=lambda day: (days[day], day == "2024-01-07")) if any(days.values()) else None
        )
    nine, fifteen = group.hours[9], group.hours[15]
    assert nine is not None
    assert nine.date == "2024-01-07"
    assert fifteen is not None
    assert (fifteen.short, fifteen.worst, fifteen.date) == (0, 0, None)


def test_the_hours_add_up_to_what_the_summary_says_is_short(load: Load) -> None:
    found = reported(load)
    total = list(found.plan.tables["summary"].records())[-1]
    hours = sum(hour.short for hour in found.first.shortage[0].hours if hour is not None)
    assert hours * 17 == pytest.approx(total["operator_hours_short"])


def test_without_operators_given_it_is_the_promise_that_is_missed(load: Load) -> None:
    """The queue of the morning is still there when the fewer of the afternoon come on duty."""
    changes = "groups.one.operators=null", "hotlines.a.patience=null"
    (group,) = reported(load, *changes).first.shortage
    worst: dict[int, float] = defaultdict(float)
    for row in whole(load, *changes).tables["intervals"].records():
        if row["date"] == "2024-01-07":
            k = int(str(row["start"])[:2])
            worst[k] = max(worst[k], 0.8 - float(row["delivered_service_level"] or 0))
    assert group.of == "promise"
    missed = {k: hour for k, hour in enumerate(group.hours) if hour is not None and hour.short}
    assert missed.keys() == {k for k, points in worst.items() if points > 1e-6}
    assert 14 in missed
    for k, hour in missed.items():
        assert (hour.short, hour.worst) == (pytest.approx(worst[k] / 0.2), pytest.approx(worst[k] / 0.2))
        assert (hour.date, hour.missed) == (
            "2024-01-07",
            Missed("service_level", pytest.approx(0.8 - worst[k]), 0.8),
        )


@pytest.mark.parametrize(
    ("targets", "column", "limit"),
    [("{max_asa: 10s}", "asa_s", 10), ("{max_occupancy: 70%}", "occupancy", 0.7)],
)
def test_every_target_that_is_missed_is_on_the_map(
    load: Load, targets: str, column: str, limit: float
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
    assert found.missed == Missed(column, pytest.approx(worst), limit)
    assert found.short == pytest.approx(worst / limit - 1)


def test_every_target_that_asks_for_operators_has_words() -> None:
    for row in TARGETS:
        if not row.asks_for_lines:
            assert missed_said(Missed(row.measure.name, 0.5, 0.25))


def test_what_cannot_be_looked_at_is_not_said_to_be_kept(load: Load) -> None:
    (group,) = reported(load, "groups.one.operators=null", "hotlines.a.calls_per_day=3000000").first.shortage
    assert (group.of, set(group.hours)) == (None, {None})
