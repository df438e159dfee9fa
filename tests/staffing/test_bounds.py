"""What is too much for a method is refused in words, not begun."""

from pathlib import Path

import pytest

from mfc_capacity.files.problems import NoAnswerError
from tests.conftest import PlanText, Run, refused

THROUGH_DAY = "method: time-dependent\n"
OPEN_THRESHOLD = "hotlines: {a: {calls_per_day: 3.3, aht: 10h}}\ntargets: {service_level: 50% in 9999h}\n"
BY_THE_MINUTE = """calendar: {interval: 1m}
hotlines: {a: {calls_per_day: 1000, aht: 3m}}
targets: {service_level: 99.9999% in 1h}
"""
TOO_MANY = """hotlines: {a: {calls_per_day: 1e9, aht: 24h, profile: {00:00: 1, 12:00: 1e12, 12:15: 1}}}
targets: {service_level: 80% in 20s}
"""


@pytest.mark.parametrize("text", [OPEN_THRESHOLD, BY_THE_MINUTE], ids=["months", "an hour of minutes"])
def test_a_threshold_far_ahead_is_refused_through_the_day(plan_text: PlanText, text: str) -> None:
    with refused(NoAnswerError, "group a: to carry its queue through these days takes more work"):
        plan_text(THROUGH_DAY + text)


def test_a_threshold_far_ahead_is_planned_interval_by_interval(run: Run, tmp_path: Path) -> None:
    """The look at what is delivered is left out, not begun without end."""
    path = tmp_path / "months.yaml"
    path.write_text(OPEN_THRESHOLD, encoding="utf-8")
    assert run("plan", str(path), "-f", "json", "--set", "method=stationary").code == 0


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_more_operators_than_are_counted_are_refused(plan_text: PlanText, method: str) -> None:
    with refused(NoAnswerError, "group a: so many calls ask for more operators than are counted"):
        plan_text(f"method: {method}\n{TOO_MANY}")


@pytest.mark.slow
def test_a_day_that_takes_too_long_is_refused(plan_text: PlanText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mfc_capacity.staffing.time_dependent.WORK_OF_SEARCH", 0.0)
    monkeypatch.setattr("mfc_capacity.staffing.time_dependent.WORK_AN_INTERVAL", 100.0)
    with refused(NoAnswerError, "group a: to carry its queue through these days takes more work"):
        plan_text(
            THROUGH_DAY + "hotlines: {a: {calls_per_day: 1000, aht: 3m, hours: 09:00-17:00}}\n"
            "targets: {service_level: 80% in 20s}\n"
        )


def test_a_million_operators_for_calls_of_a_millisecond(plan_text: PlanText) -> None:
    plan = plan_text(
        THROUGH_DAY + "hotlines: {a: {calls_per_day: 1000, aht: 0.001s, hours: 09:00-12:00}}\n"
        "groups: {g: {hotlines: [a], operators: 1000000}}\ntargets: {service_level: 80% in 20s}\n"
    )
    assert plan.tables


def test_a_target_that_alone_puts_work_off_is_left_out_of_what_is_explained(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "loose.yaml"
    path.write_text(
        THROUGH_DAY + "hotlines: {a: {calls_per_day: 100, aht: 3m, hours: 08:00-10:00}}\n"
        "targets: {service_level: 80% in 20s, max_asa: 1h}\n",
        encoding="utf-8",
    )
    ran = run("explain", str(path), "-f", "json")
    assert ran.code == 0


@pytest.mark.parametrize("staff", [(), ("--given",)])
def test_more_calls_than_are_played_are_refused(run: Run, tmp_path: Path, staff: tuple[str, ...]) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(
        "hotlines: {a: {calls_per_day: 1e9, aht: 0.005s}}\ntargets: {service_level: 80% in 20s}\n"
        "groups: {g: {hotlines: [a], operators: 100}}\n",
        encoding="utf-8",
    )
    ran = run("simulate", str(path), *staff)
    assert (ran.code, ran.out) == (3, b"")
    assert "group g: 1,000,000,000 calls on the day, and at most 500,000 are played one by one" in ran.err


def test_figures_beyond_the_range_of_numbers_are_refused(plan_text: PlanText) -> None:
    """A million operators go home as one call in ten million days is made; nothing of the queue can be worked out."""
    text = """calendar: {interval: 5m, from: 2014-03-03, to: 2014-03-03}
hotlines:
  a:
    calls_per_day: 11.84
    aht: 1h
    patience: 0.0026s
    profile: {00:00: 1e12, 03:00: 0.83, 08:00: 0.41, 09:00: 0.000001, 12:00: 0.24, 17:00: 7.94, 23:00: 10000}
    aht_cv: 100
groups: {a: {hotlines: [a], min_operators: 1000000}}
targets: {service_level: 0.0545% in 15s}
"""
    with refused(NoAnswerError, "group a: to carry its queue through these days takes more work"):
        plan_text(THROUGH_DAY + text)
