"""Plans with the queue carried through the day: targets kept from both sides, backlogs that clear, and warnings."""

import dataclasses
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest

from mfc_capacity import wording
from mfc_capacity.answers.records import Plan
from mfc_capacity.commands.budget import BudgetQuestion, operators_bought
from mfc_capacity.core.steady.hotlines import Hotlines
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.files.problems import NoAnswerError
from mfc_capacity.plan import solving
from mfc_capacity.plan.answer import plan
from mfc_capacity.plan.planner import Planner, planned
from mfc_capacity.plan.promise import deliveries, delivery_cautions
from mfc_capacity.scenario import LoadedScenario, TargetSet, Terms, load_scenario
from mfc_capacity.staffing.operators import core_targets, group_operators, through_day
from mfc_capacity.staffing.time_dependent import LARGEST_LOAD_ERLANGS
from mfc_capacity.wording.en.cautions import caution_text
from tests.conftest import refused

PlanText = Callable[..., Plan]
Record = dict[str, Any]

TIME_DEPENDENT = "time-dependent"
WEEK = """
calendar: {from: 2014-05-12, to: 2014-05-18, interval: 30m}
hotlines:
  mfc: {calls_per_day: 2000, aht: 8m, patience: 4m, hours: {mon-fri: 08:00-12:00, sat: "09:00-11:00, 13:00-14:00"},
        profile: {08:00: 2, 09:00: 5, 10:00: 9, 11:00: 3}, weekdays: {sat: 60%}}
groups:
  city: {hotlines: [mfc], min_operators: 3, operators: {08:00: 30, 10:00: 70}}
targets: {service_level: 80% in 20s, max_abandonment: 8%, max_occupancy: 92%}
"""
NIGHT = """
calendar: {interval: 1h}
hotlines: {night: {calls_per_day: 500, aht: 5m, profile: {00:00: 1, 09:00: 4, 18:00: 2}}}
targets: {service_level: 80% in 20s, max_abandonment: 8%, max_occupancy: 92%}
"""
MORNING = """
calendar: {interval: 30m}
hotlines:
  line: {calls_per_day: 1200, aht: 5m, hours: 08:00-18:00, profile: {08:00: 2, 10:00: 6, 12:00: 2}}
groups: {line: {hotlines: [line], operators: 16}}
"""
TWO_DESKS = """
calendar: {interval: 30m}
hotlines:
  short: {calls_per_day: 2000, aht: 3m, patience: 2m, hours: 08:00-18:00}
  long: {calls_per_day: 400, aht: 9m, patience: 2m, hours: 08:00-12:00}
groups: {desk: {hotlines: [short, long]}}
targets: {service_level: 80% in 20s}
"""


def loaded(text: str, **changes: str) -> LoadedScenario:
    overrides = tuple(f"{key}={value}" for key, value in changes.items())
    return load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _path: text.encode())


def records(answer: Plan, table: str, **keys: str) -> list[Record]:
    rows = answer.tables[table].records()
    return [row for row in rows if all(row[name] == value for name, value in keys.items())]


@pytest.mark.parametrize(("text", "kind", "step"), [(WEEK, 0, 1), (WEEK, 1, 1), (NIGHT, 0, 5)])
def test_every_interval_keeps_every_target_and_one_operator_fewer_does_not(
    text: str, kind: int, step: int
) -> None:
    whole = planned(loaded(text, method=TIME_DEPENDENT))
    (one,) = whole.groups
    load, required = one.load.of_kinds([kind]), one.operators.required[[kind]]
    interval_s = whole.scenario.interval_s
    assert not missed(one.terms(kind), load, required, interval_s)
    for interval in np.flatnonzero((load.calls[0] > 0) & (required[0] > one.terms(kind).min_operators))[
        ::step
    ]:
        fewer = required.copy()
        fewer[0, interval] -= 1
        assert missed(one.terms(kind), load, fewer, interval_s), interval


def missed(terms: Terms, load: GroupDays, operators: np.ndarray, interval_s: int) -> bool:
    """Say whether a target is missed somewhere, or nobody is on duty though somebody calls."""
    met = through_day(terms, load, interval_s).met(operators)
    beyond = [0.8 - met.service_level, met.abandonment - 0.08, met.occupancy - 0.92, 0.5 - operators]
    return bool((np.max(np.nan_to_num(beyond, nan=-1.0), axis=0)[load.calls > 0] > 1e-7).any())


def test_the_plan_shows_what_the_method_promises() -> None:
    answer = plan(loaded(WEEK, method=TIME_DEPENDENT), "2014-05-17")
    city = records(answer, "intervals", group="city")
    assert [row["start"] for row in city] == ["09:00", "09:30", "10:00", "10:30", "13:00", "13:30"]
    for row in city:
        assert row["service_level"] == row["delivered_service_level"] >= 0.8 - 1e-9
        assert row["operators_required"] >= 3
    assert answer.method == TIME_DEPENDENT
    assert not [caution for caution in answer.cautions if caution.code == "promise-not-kept"]


def test_hours_beside_the_opening_hours_change_nothing() -> None:
    """A day planned alone is planned as among others that are open longer."""
    alone = loaded(
        WEEK, **{"method": TIME_DEPENDENT, "calendar.from": "2014-05-17", "calendar.to": "2014-05-17"}
    )
    both = [plan(one, "2014-05-17") for one in (alone, loaded(WEEK, method=TIME_DEPENDENT))]
    rows = [[row["operators_required"] for row in records(one, "intervals", group="city")] for one in both]
    assert rows[0] == rows[1]


def test_a_stationary_plan_says_where_it_will_fall_short() -> None:
    answer = plan(loaded(WEEK), "all", delivered=True)
    (caution,) = [
        one for one in answer.cautions if one.code == "promise-not-kept" and one.facts["group"] == "city"
    ]
    rows = records(answer, "intervals", group="city")
    short = [
        row
        for row in rows
        if row["calls"]
        and (
            row["delivered_service_level"] < 0.8 - 1e-6
            or row["delivered_abandonment"] > 0.08 + 1e-6
            or row["delivered_occupancy"] > 0.92 + 1e-6
        )
    ]
    assert caution.facts["intervals"] == len(short) > 0
    assert caution.facts["calling"] == sum(row["calls"] > 0 for row in rows)
    assert caution.facts["days"] == 6
    (worst,) = [
        row for row in short if (row["date"], row["start"]) == (caution.facts["date"], caution.facts["start"])
    ]
    assert worst[f"delivered_{caution.facts['measure']}"] == caution.facts["delivered"]


def test_nothing_is_looked_at_unless_asked() -> None:
    for answer in (plan(loaded(WEEK), "all"), plan(loaded(WEEK), "none", delivered=True)):
        assert all(row["delivered_service_level"] is None for row in records(answer, "intervals"))
        assert not [one for one in answer.cautions if one.code == "promise-not-kept"]


def test_of_many_kinds_of_day_the_busiest_are_looked_at() -> None:
    steps = ", ".join(f"2014-05-{day:02}: {day + 9}" for day in range(1, 13))
    text = (
        f"calendar: {{from: 2014-05-01, to: 2014-05-12, interval: 1h}}\ndrivers: {{d: {{{steps}}}}}\n"
        "hotlines: {a: {calls_per_day: 300, scales_with: d, aht: 5m, patience: 2m, hours: 09:00-12:00}}\n"
    )
    rows = records(plan(loaded(text), "all", delivered=True), "intervals")
    looked_at = {row["date"] for row in rows if row["delivered_service_level"] is not None}
    assert looked_at == {f"2014-05-{day:02}" for day in range(5, 13)}


@pytest.mark.parametrize("method", ["stationary", TIME_DEPENDENT])
def test_an_overloaded_morning_has_a_backlog_that_clears(method: str) -> None:
    answer = plan(loaded(MORNING, method=method), delivered=True)
    rows = records(answer, "intervals")
    overloaded = [row for row in rows if row["given_status"] == "overloaded"]
    assert [row["start"] for row in overloaded] == ["10:00", "10:30", "11:00", "11:30"]
    for row in overloaded:
        assert (row["given_service_level"] is None) == (method == "stationary")
        assert row["given_queue_growth_per_hour"] > 0
    backlog = {row["start"]: row["given_backlog"] for row in rows}
    assert 0 < backlog["10:00"] < backlog["10:30"] < backlog["11:30"] > backlog["12:00"] > backlog["17:30"]
    growth = sum(row["given_queue_growth_per_hour"] for row in overloaded) / 2
    assert backlog["11:30"] == pytest.approx(growth, rel=0.05)
    (caution,) = [one for one in answer.cautions if one.code == "queue-builds-up"]
    assert (caution.facts["start"], caution.facts["waiting"]) == ("12:00", backlog["11:30"])
    gone = next((row["start"] for row in rows if row["start"] > "12:00" and row["given_backlog"] < 1), None)
    assert gone is not None
    assert caution.facts["gone"] > gone


def test_round_the_clock_a_queue_that_only_grows_is_unknown() -> None:
    text = "method: time-dependent\ncalendar: {interval: 1h}\nhotlines: {a: {calls_per_day: 2400, aht: 5m}}\n"
    answer = plan(loaded(text + "groups: {a: {hotlines: [a], operators: 7}}"))
    for row in records(answer, "intervals"):
        assert row["given_status"] == "overloaded"
        assert row["given_service_level"] is row["given_backlog"] is None
    (total,) = records(answer, "summary", group="total")
    assert total["given_service_level"] is None


def test_nobody_on_duty_and_nobody_calling() -> None:
    text = "method: time-dependent\nhotlines: {a: {calls_per_day: %s, aht: 5m, hours: 08:00-10:00}}\n"
    (given,) = records(
        plan(loaded(text % 20 + "groups: {a: {hotlines: [a], operators: 0}}")), "summary", group="a"
    )
    assert given["given_status"] == "unstaffed"
    assert given["given_abandonment"] == pytest.approx(1)
    quiet = records(plan(loaded(text % 0)), "intervals")
    assert {row["operators_required"] for row in quiet} == {0}
    assert {row["status"] for row in quiet} == {"no-calls"}


def test_a_group_under_erlang_c_is_carried_without_patience() -> None:
    whole = planned(loaded(WEEK, method=TIME_DEPENDENT, model="erlang-c"))
    assert all(np.nanmax(one.operators.expected.abandonment) == 0 for one in whole.groups)


def test_kinds_of_day_do_not_mix() -> None:
    whole = planned(loaded(WEEK))
    one = whole.groups[0]
    task = one.task.through_day()
    ((_, alone),), ((_, part),) = task.on(one.load.of_kinds([1])).parts(), task.parts()
    solved, together = group_operators(alone), group_operators(part)
    assert solved.required[0].tolist() == together.required[1].tolist()
    np.testing.assert_allclose(
        solved.expected.service_level[0], together.expected.service_level[1], atol=1e-9
    )


def test_a_delivery_knows_its_days() -> None:
    whole = planned(loaded(WEEK))
    delivery = deliveries(whole, [0, 5, 6])["city"]
    assert delivery.days.tolist() == [0, 5, 6]
    assert delivery.calls[delivery.kinds].sum(axis=1).tolist() == pytest.approx([2000, 1200, 0])


def test_a_curve_says_that_it_takes_intervals_apart() -> None:
    text = (
        "currency: EUR\ncosts: {operator_hour: 20 EUR}\nbudget: {amount: 500 EUR}\n"
        "calendar: {from: 2024-01-01, to: 2024-01-01, interval: 1h}\n"
        "hotlines: {a: {calls_per_day: 90, aht: 5m, hours: 08:00-11:00}}\n"
    )
    codes = [
        [
            caution.code
            for caution in operators_bought(planned(loaded(text, method=method)), BudgetQuestion()).cautions
        ]
        for method in ("stationary", TIME_DEPENDENT)
    ]
    assert codes == [[], ["curve-by-interval"]]


def test_no_digit_depends_on_the_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "KINDS_A_PART", 1)
    monkeypatch.setattr(solving, "WORTH_PROCESSES", 0)
    case = loaded(WEEK, method=TIME_DEPENDENT)
    one, two = (planned(case, workers).groups[0].operators for workers in (1, 2))
    assert one.given is not None
    for alone, shared in ((one, two), (one.expected, two.expected), (one.met, two.met)):
        for field in dataclasses.fields(alone):  # type: ignore[arg-type]
            if not dataclasses.is_dataclass(getattr(alone, field.name)):
                np.testing.assert_array_equal(getattr(alone, field.name), getattr(shared, field.name))


def test_kinds_of_day_solved_apart_are_solved_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    case = loaded(WEEK, method=TIME_DEPENDENT)
    together = planned(case).groups[0].operators
    monkeypatch.setattr(solving, "KINDS_A_PART", 1)
    apart = planned(case).groups[0].operators
    np.testing.assert_array_equal(together.required, apart.required)
    np.testing.assert_array_equal(together.paid, apart.paid)
    np.testing.assert_array_equal(together.bound_by, apart.bound_by)
    np.testing.assert_allclose(together.expected.service_level, apart.expected.service_level, atol=1e-9)


def test_more_calls_than_a_queue_is_carried_for_are_refused_at_once() -> None:
    text = "hotlines: {a: {calls_per_day: 5000000, aht: 10m, hours: 08:00-20:00}}"
    with refused(NoAnswerError, match="so many calls at once") as caught:
        planned(loaded(text, method=TIME_DEPENDENT))
    (problem,) = caught.value.problems
    assert f"{LARGEST_LOAD_ERLANGS:,} Erlangs" in wording.text(problem.hint or "")
    assert problem.key == "method"


def test_a_queue_too_long_to_carry_is_unknown_and_not_nought() -> None:
    text = """
calendar: {from: 2014-05-17, to: 2014-05-18, interval: 1h}
hotlines: {a: {calls_per_day: 60000, aht: 2m, hours: 08:00-20:00, weekdays: {sun: 1%}}}
groups: {a: {hotlines: [a], operators: 30}}
"""
    answer = plan(loaded(text, method=TIME_DEPENDENT), "all")
    saturday, sunday = (records(answer, "intervals", date=day) for day in ("2014-05-17", "2014-05-18"))
    for row in saturday:
        assert (row["given_status"], row["given_mean_wait_s"], row["given_backlog"]) == (
            "overloaded",
            None,
            None,
        )
    for row in sunday:
        assert row["given_status"] == "ok"
        assert row["given_mean_wait_s"] < 1


def test_callers_who_are_answered_after_an_interval_without_operators_count() -> None:
    text = """
hotlines: {a: {calls_per_day: 1200, aht: 4m, hours: 08:00-20:00}}
groups: {g: {hotlines: [a], operators: {08:00: 5, 10:00: 0, 11:00: 9}}}
"""
    row = records(plan(loaded(text, method=TIME_DEPENDENT)), "summary", group="g")[0]
    assert row["given_asa_s"] == pytest.approx(row["given_mean_wait_s"], rel=1e-6)  # nobody hangs up
    assert row["given_abandonment"] == 0


def test_what_is_delivered_is_held_against_a_share_who_wait() -> None:
    whole = planned(loaded(WEEK))
    targets = TargetSet(max_p_wait=0.05)
    (city,) = (
        dataclasses.replace(one, task=dataclasses.replace(one.task, terms=(terms,)))
        for one in whole.groups
        for terms in [dataclasses.replace(one.terms(0), targets=targets)]
    )
    whole = dataclasses.replace(whole, groups=[city])
    (caution,) = delivery_cautions(whole, deliveries(whole, [0]))
    assert caution.facts["measure"] == "p_wait"
    assert caution.facts["promised"] == 0.05 < caution.facts["delivered"]


MAIL = """
method: time-dependent
calendar: {{interval: 1h}}
hotlines: {{mail: {{calls_per_day: 120, aht: 6m, hours: {hours}{more}}}}}
targets: {{{targets}}}
"""


@pytest.mark.parametrize(
    ("targets", "more", "hours", "is_refused"),
    [
        ("service_level: 80% in 2h", "", "08:00-12:00", True),
        ("service_level: 80% in 1h", "", "08:00-12:00", False),
        ("max_asa: 2h", "", "08:00-12:00", True),
        ("service_level: 80% in 2h, max_asa: 1m", "", "08:00-12:00", False),
        ("service_level: 80% in 2h", ", patience: 5m", "08:00-12:00", False),
        ("service_level: 80% in 2h", ", patience: 5h", "08:00-12:00", True),
        ("service_level: 80% in 2h, max_abandonment: 5%", ", patience: 5h", "08:00-12:00", False),
        ("service_level: 80% in 2h, max_occupancy: 90%", "", "08:00-12:00", False),
        (
            "service_level: 80% in 2h",
            ", profile: {{00:00: 1}}".replace("{{", "{").replace("}}", "}"),
            "00:00-24:00",
            False,
        ),
        ("max_occupancy: 100%", "", "08:00-12:00", False),
    ],
)
def test_work_is_not_put_off_until_after_closing(
    plan_text: PlanText, targets: str, more: str, hours: str, is_refused: bool
) -> None:
    text = MAIL.format(targets=targets, more=more, hours=hours)
    if is_refused:
        with refused(NoAnswerError, "unpaid after closing"):
            plan_text(text)
        return
    plan = plan_text(text)
    (group, _) = plan.tables["summary"].records()
    assert float(group["min_service_level"] or 0) > 0.79 or "max_occupancy: 100" in targets


def test_moscow_at_eight_in_the_evening() -> None:
    """The long calls' desk has closed and its calls go on: simulated 6.6 % lost, 92.3 % busy, 300,000 calls there."""
    day = load_scenario(
        "scenarios/moscow-2014.yaml",
        overrides=("method=time-dependent", "calendar.from=2014-05-26", "calendar.to=2014-05-26"),
    )
    (task,) = [task for name, task in Planner().demand(day.scenario).tasks.items() if name == "city"]
    ((_, part),) = task.parts()
    method = part.method
    assert not method.load.alike
    as_one = method.on(
        dataclasses.replace(method.load, by_hotline=np.zeros((1, 0, 96)), hotlines=Hotlines(()))
    )
    planned_before = as_one.required(core_targets(part.targets)).operators
    before, after = as_one.met(planned_before), method.met(planned_before)
    assert before.abandonment[0, 80] == pytest.approx(0.050, abs=0.001)
    assert before.occupancy[0, 80] == pytest.approx(0.899, abs=0.001)
    assert after.abandonment[0, 80] == pytest.approx(0.066, abs=0.005)
    assert after.occupancy[0, 80] == pytest.approx(0.923, abs=0.01)
    assert after.is_doubtful[0, 80]
    assert not after.is_doubtful[0, 34:80].any()
    kept = method.met(method.required(core_targets(part.targets)).operators)
    assert kept.abandonment.max() <= 0.05 + 1e-9


def test_the_intervals_that_are_not_known_are_named() -> None:
    answer = plan(loaded(TWO_DESKS, method=TIME_DEPENDENT))
    (caution,) = [one for one in answer.cautions if one.code == "promise-uncertain"]
    facts = caution.facts
    assert facts["times"] == [["08:00", "09:00"], ["12:00", "13:00"]]
    assert (facts["intervals"], facts["calling"]) == (4, 20)
    assert "(08:00-09:00, 12:00-13:00)" in caution_text(caution)
    alike = plan(loaded(TWO_DESKS, method=TIME_DEPENDENT, **{"hotlines.short.aht": "9m"}))
    assert not [one for one in alike.cautions if one.code == "promise-uncertain"]


@pytest.mark.parametrize(("patience", "is_refused"), [("10h", True), ("5m", False)])
def test_a_mean_of_patience_does_not_hide_those_who_wait_long(
    plan_text: PlanText, patience: str, is_refused: bool
) -> None:
    text = (
        "method: time-dependent\ncalendar: {interval: 30m}\nhotlines:\n"
        "  a: {calls_per_day: 500, aht: 3m, patience: 30s, hours: 08:00-12:00}\n"
        f"  b: {{calls_per_day: 500, aht: 3m, patience: {patience}, hours: 08:00-12:00}}\n"
        "groups: {all: {hotlines: [a, b]}}\ntargets: {max_asa: 2h, max_abandonment: 60%}\n"
    )
    with pytest.raises(NoAnswerError) if is_refused else nullcontext():
        plan_text(text)
