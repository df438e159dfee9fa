"""The plan as a whole: sums and means, operators and people, money to the hundredth, and what is unknown."""

import math
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mfc_capacity.answers.records import Plan
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.plan.answer import plan
from mfc_capacity.scenario import load_scenario
from mfc_capacity.wording.en.cautions import caution_text
from tests.conftest import ROOT, in_words, refused

PlanText = Callable[..., Plan]
Record = dict[str, Any]

CITY = """
currency: RUB
calendar: {from: 2014-04-28, to: 2014-05-11, interval: 30m}
drivers: {centres: {2014-01-01: 43, 2014-05-01: 115}}
hotlines:
  mfc:
    calls_per_day: 900
    scales_with: centres
    aht: 3m 20s
    patience: 2m
    hours: {mon-fri: 08:00-20:00, sat: 10:00-16:00}
    weekdays: {mon: 120%, sat: 40%}
    profile: {08:00: 4, 09:00: 9, 12:00: 6, 14:00: 7, 18:00: 3}
    deflect: [{to: sms, share: 5%, from: 2014-05-05}]
  portal: {calls_per_day: 300, aht: 2m 40s, patience: 90s, hours: 00:00-24:00}
  fines: {calls_per_day: 200, aht: 3m, hours: {mon-fri: 09:00-18:00}}
groups:
  city: {hotlines: [mfc, portal], shrinkage: {leave: 12%, breaks: 18%}, targets: {service_level: 85% in 20s}}
targets: {service_level: 80% in 20s, max_asa: 40s, max_abandonment: 5%, max_occupancy: 90%}
costs: {operator_hour: 420.35 RUB, contacts: {sms: 1.55 RUB}}
"""


def records(plan: Plan, table: str, **keys: str | None) -> list[Record]:
    rows = plan.tables[table].records()
    return [row for row in rows if all(row[name] == value for name, value in keys.items())]


@pytest.fixture(scope="module")
def city() -> Plan:
    return plan(load_scenario("main.yaml", read_bytes=lambda _path: CITY.encode()), "all")


def test_intervals_keep_their_targets_and_one_operator_fewer_does_not(city: Plan) -> None:
    for row in records(city, "intervals"):
        if not row["calls"]:
            continue
        share = 0.85 if row["group"] == "city" else 0.8
        n = row["operators_required"]
        assert kept(row, n, share)
        assert n == 1 or not kept(row, n - 1, share), row


def kept(row: Record, operators: int, share: float) -> bool:
    state = steady_state(
        row["calls"] * 2, row["aht_s"], operators, patience_s=row["patience_s"] or math.inf, within_s=20
    )
    alone = operators == 1  # a single operator is not bound by the cap on occupancy
    return bool(
        state.stable
        and state.service_level_offered >= share * (1 - 1e-12)
        and state.asa_s <= 40
        and state.abandonment <= 0.05
        and (state.occupancy <= 0.9 or alone)
    )


def test_intervals_show_the_steady_state_of_the_operators_required(city: Plan) -> None:
    rows = [row for row in records(city, "intervals") if row["model"] in {"erlang-a", "erlang-c"}]
    state = steady_state(
        [row["calls"] * 2 for row in rows],
        [row["aht_s"] for row in rows],
        [row["operators_required"] for row in rows],
        patience_s=[row["patience_s"] or math.inf for row in rows],
        within_s=20,
    )
    for name in ("asa_s", "mean_wait_s", "p_wait", "abandonment", "occupancy"):
        assert [row[name] for row in rows] == pytest.approx(getattr(state, name).tolist(), rel=1e-12), name
    assert [row["service_level"] for row in rows] == pytest.approx(state.service_level_offered.tolist())


def test_days_are_made_of_intervals(city: Plan) -> None:
    by_day = defaultdict(list)
    for row in records(city, "intervals"):
        by_day[row["date"], row["group"]].append(row)
    days = {(row["date"], row["group"]): row for row in records(city, "days")}
    assert by_day.keys() == days.keys()
    for key, rows in by_day.items():
        assert_summed(days[key], rows, Fraction(7, 10) if key[1] == "city" else Fraction(1))


def assert_summed(day: Record, rows: list[Record], kept_share: Fraction) -> None:
    calls = [row["calls"] for row in rows]
    hours = [row["operators_required"] / 2 for row in rows]
    assert day["calls"] == pytest.approx(sum(calls))
    assert day["operator_hours_required"] == pytest.approx(sum(hours))
    assert day["operator_hours_paid"] == pytest.approx(float(Fraction(sum(hours)) / kept_share))
    assert day["peak_operators_required"] == max(row["operators_required"] for row in rows)
    for name in ("service_level", "mean_wait_s", "abandonment"):
        assert day[name] == pytest.approx(weighted([row[name] for row in rows], calls)), name
    answered = [row["calls"] * (1 - (row["abandonment"] or 0)) for row in rows]
    assert day["asa_s"] == pytest.approx(weighted([row["asa_s"] for row in rows], answered))
    assert day["occupancy"] == pytest.approx(weighted([row["occupancy"] for row in rows], hours))
    known = [row["service_level"] for row in rows if row["service_level"] is not None]
    assert day["min_service_level"] == min(known)


def weighted(values: list[float | None], weights: list[float]) -> float:
    pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight]
    return sum((value or 0) * weight for value, weight in pairs) / sum(weight for _, weight in pairs)


def test_days_add_up_to_months_and_months_to_the_horizon(city: Plan) -> None:
    for group in ("city", "fines"):
        days, months = records(city, "days", group=group), records(city, "months", group=group)
        (whole,) = records(city, "summary", group=group)
        assert [row["month"] for row in months] == ["2014-04", "2014-05"]
        for name in ("calls", "contacts", "operator_hours_required", "operator_hours_paid"):
            assert sum(row[name] for row in days) == pytest.approx(whole[name])
            assert sum(row[name] for row in months) == pytest.approx(whole[name])
        for name in ("labour_cost", "contact_cost", "cost"):
            assert sum(map(hundredths, days, [name] * len(days))) == hundredths(whole, name)
            assert sum(map(hundredths, months, [name] * len(months))) == hundredths(whole, name)
        assert whole["days_open"] == len(days)
        assert whole["service_level"] == pytest.approx(
            weighted([row["service_level"] for row in days], [row["calls"] for row in days])
        )


def hundredths(row: Record, name: str) -> int:
    exact = Decimal(repr(row[name])) * 100
    assert exact == exact.to_integral_value()
    return int(exact)


def test_money_is_hours_times_price_and_contacts_times_price(city: Plan) -> None:
    (whole,) = records(city, "summary", group="city")
    assert whole["labour_cost"] == pytest.approx(whole["operator_hours_paid"] * 420.35, abs=0.005)
    assert whole["contact_cost"] == pytest.approx(whole["contacts"] * 1.55, abs=0.005)
    assert whole["cost"] == pytest.approx(whole["labour_cost"] + whole["contact_cost"], abs=0.001)
    assert whole["contacts"] == pytest.approx(900 * 115 / 43 * 0.05 * (1.2 + 4 + 0.4))
    (total,) = records(city, "summary", group="total")
    (fines,) = records(city, "summary", group="fines")
    assert hundredths(total, "cost") == hundredths(whole, "cost") + hundredths(fines, "cost")


def test_the_peak_of_the_total_is_one_moment(city: Plan) -> None:
    at_once: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in records(city, "intervals"):
        at_once[row["date"], row["start"]] += row["operators_required"]
    (total,) = records(city, "summary", group="total")
    assert total["peak_operators_required"] == max(at_once.values())
    assert at_once[total["peak_date"], total["peak_start"]] == total["peak_operators_required"]


@pytest.mark.parametrize(("operators", "paid"), [(21, 30), (7, 10), (14, 20), (22, 32)])
def test_people_are_counted_exactly(plan_text: PlanText, operators: int, paid: int) -> None:
    """21 / 0.7 is 30 people, though floating-point division gives more."""
    text = f"""
hotlines: {{a: {{calls_per_day: 0, aht: 1m}}}}
shrinkage: {{leave: 12%, breaks: 18%}}
groups: {{g: {{hotlines: [a], min_operators: {operators}}}}}
"""
    (row, *_) = records(plan_text(text), "intervals")
    assert (row["operators_required"], row["operators_paid"]) == (operators, paid)
    assert (row["bound_by"], row["status"], row["occupancy"]) == ("min_operators", "no-calls", 0)


def test_an_open_interval_without_calls_has_zeros_and_unknowns(plan_text: PlanText) -> None:
    (row, *_) = records(plan_text("hotlines: {a: {calls_per_day: 0, aht: 1m}}"), "intervals")
    assert (row["calls"], row["offered_load_erlangs"], row["operators_required"], row["operators_paid"]) == (
        0,
        0,
        0,
        0,
    )
    unknown = ("aht_s", "model", "bound_by", "service_level", "asa_s", "mean_wait_s", "p_wait", "abandonment")
    assert [row[name] for name in unknown] == [None] * len(unknown)


@pytest.mark.parametrize("interval", ["5m", "15m", "30m", "1h"])
def test_the_length_of_an_interval_does_not_matter(plan_text: PlanText, interval: str) -> None:
    text = f"calendar: {{interval: {interval}}}\nhotlines: {{a: {{calls_per_day: 24000, aht: 3m, patience: 2m}}}}"
    (whole, _) = records(plan_text(text), "summary")
    assert (whole["peak_operators_required"], whole["operator_hours_required"]) == (50, 50 * 24)


def test_operators_given_stand_beside_those_required(plan_text: PlanText) -> None:
    plan = plan_text(
        """
calendar: {interval: 1h}
hotlines: {a: {calls_per_day: 400, aht: 3m, hours: 08:00-12:00}}
groups: {g: {hotlines: [a], operators: {08:00: 7, 10:00: 4, 11:00: 0}}}
"""
    )
    rows = records(plan, "intervals")
    assert [row["operators_given"] for row in rows] == [7, 7, 4, 0]
    assert [row["operators_short"] for row in rows] == [1, 1, 4, 8]
    assert [row["given_status"] for row in rows] == ["ok", "ok", "overloaded", "overloaded"]
    state = steady_state(100, 180, 7)
    assert rows[0]["given_asa_s"] == pytest.approx(float(state.asa_s))
    assert rows[0]["given_service_level"] == pytest.approx(float(state.service_level_offered))
    for row in rows[2:]:
        unknown = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
        assert [row[f"given_{name}"] for name in unknown] == [None] * 5
    assert [row["given_queue_growth_per_hour"] for row in rows] == [
        None,
        None,
        pytest.approx(20),
        pytest.approx(100),
    ]
    (day,) = records(plan, "days")
    assert (day["given_status"], day["given_service_level"], day["operator_hours_short"]) == (
        "overloaded",
        None,
        14,
    )


def test_nobody_on_duty_loses_impatient_callers(plan_text: PlanText) -> None:
    text = "hotlines: {a: {calls_per_day: 400, aht: 3m, patience: 1m}}\ngroups: {g: {hotlines: [a], operators: 0}}"
    plan = plan_text(text)
    (row, *_) = records(plan, "intervals")
    assert (row["given_status"], row["given_service_level"], row["given_abandonment"]) == ("unstaffed", 0, 1)
    assert row["given_occupancy"] is None
    assert (row["given_asa_s"], row["given_mean_wait_s"]) == (None, pytest.approx(60))
    (short,) = (caution_text(caution) for caution in plan.cautions if caution.code == "operators-short")
    assert "in 96 intervals the queue only grows, or nobody is there to answer" in short


def test_a_group_without_operators_given_shows_none(plan_text: PlanText) -> None:
    plan = plan_text(
        """
hotlines: {a: {calls_per_day: 400, aht: 3m}, b: {calls_per_day: 900, aht: 3m}}
groups: {a: {hotlines: [a], operators: 7}}
"""
    )
    for table in ("summary", "months", "days", "intervals"):
        (stated,), (silent,) = (records(plan, table, group=name)[:1] for name in "ab")
        given = [name for name in silent if "given" in name or "short" in name]
        assert len(given) >= 8
        assert [silent[name] for name in given] == [None] * len(given)
        assert stated["given_status"] == "ok"
    (total,) = records(plan, "summary", group="total")
    assert (total["given_status"], total["operator_hours_given"]) == ("ok", 7 * 24)


def test_erlang_c_can_be_forced(plan_text: PlanText) -> None:
    text = "model: erlang-c\nhotlines: {a: {calls_per_day: 4000, aht: 3m, patience: 1m}}"
    (row, *_) = records(plan_text(text), "intervals")
    state = steady_state(row["calls"] * 4, 180, row["operators_required"])
    assert (row["model"], row["abandonment"]) == ("erlang-c", 0)
    assert row["asa_s"] == pytest.approx(float(state.asa_s))


@pytest.mark.parametrize("of", ["offered", "answered", "virtual"])
def test_each_definition_of_the_service_level(plan_text: PlanText, of: str) -> None:
    level = f"{{answered: 80%, within: 20s, of: {of}}}"
    text = f"hotlines: {{a: {{calls_per_day: 9000, aht: 3m, patience: 1m}}}}\ntargets: {{service_level: {level}}}"
    (row, *_) = records(plan_text(text), "intervals")
    state = steady_state(row["calls"] * 4, 180, np.array([0, -1]) + row["operators_required"], patience_s=60)
    level_now, level_before = getattr(state, f"service_level_{of}")
    assert level_before < 0.8 <= level_now
    assert row["service_level"] == pytest.approx(level_now)


def test_targets_out_of_reach_are_named_all_at_once(plan_text: PlanText) -> None:
    text = """
hotlines: {a: {calls_per_day: 400, aht: 3m}, b: {calls_per_day: 9, aht: 3m}, c: {calls_per_day: 9, aht: 3m}}
groups:
  first: {hotlines: [a], targets: {service_level: 100% in 20s}}
  second: {hotlines: [b], targets: {max_occupancy: 0%}}
"""
    with pytest.raises(NoAnswerError) as caught:
        plan_text(text)
    places = [(problem.line, problem.key) for problem in caught.value.problems]
    assert places == [(4, "groups.first.targets.service_level"), (5, "groups.second.targets.max_occupancy")]
    assert all(
        group in in_words(caught.value)
        for group in ("group first: service_level", "group second: max_occupancy")
    )


def test_intervals_of_chosen_days(plan_text: PlanText, city: Plan) -> None:
    one = plan_text(CITY, "2014-05-05")
    assert {row["date"] for row in records(one, "intervals")} == {"2014-05-05"}
    busiest = plan_text(CITY, "busiest")
    (date,) = {row["date"] for row in records(busiest, "intervals")}
    calls: defaultdict[str, float] = defaultdict(float)
    for row in records(city, "days"):
        calls[row["date"]] += row["calls"]
    assert date == max(calls, key=lambda day: calls[day])
    assert records(plan_text(CITY, "none"), "intervals") == []
    for nonsense in ("2015-01-01", "soon", ""):
        with refused(InputError, match="is no day of this scenario"):
            plan_text(CITY, nonsense)


def test_warnings_name_what_may_mislead(plan_text: PlanText) -> None:
    text = """
currency: RUB
calendar: {from: 2014-03-03, to: 2014-03-04, interval: 5m}
hotlines: {a: {calls_per_day: 99000, aht: 7m, patience: 1m, deflect: [{to: sms, share: 5%}]}}
peaks: {rush: {when: {dates: [2014-05-05]}, multiply: {a: 2}}}
groups: {g: {hotlines: [a], operators: 100}}
"""
    codes = {caution.code for caution in plan_text(text).cautions}
    assert codes == {
        "operator-hour-unpriced",
        "contact-unpriced",
        "peak-never-on",
        "abandonment-unlimited",
        "calls-outlast-intervals",
        "operators-short",
        "variation-unsaid",
    }


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_a_day_at_0_needs_nobody_and_is_paid_only_for_min_operators(plan_text: PlanText, method: str) -> None:
    text = """
currency: RUB
calendar: {from: 2014-05-08, to: 2014-05-10}
hotlines: {a: {calls_per_day: 900, aht: 3m, patience: 2m, hours: 08:00-20:00}}
peaks: {holiday: {when: {dates: [2014-05-09]}, multiply: {a: 0%}}}
groups: {g: {hotlines: [a], min_operators: 2}}
costs: {operator_hour: 400 RUB}
"""
    plans = {
        least: plan_text(text, overrides=(f"method={method}", f"groups.g.min_operators={least}"))
        for least in (0, 2)
    }
    for least, answer in plans.items():
        holiday = list(answer.tables["days"].records())[1]
        # Twelve hours for two operators, or nobody; each at 400 RUB.
        assert (holiday["calls"], holiday["operator_hours_required"]) == (0, least * 12)
        assert holiday["labour_cost"] == least * 12 * 400
    assert "open-without-calls" not in {caution.code for caution in plans[0].cautions}
    (caution,) = [caution for caution in plans[2].cautions if caution.code == "open-without-calls"]
    expected = {"group": "g", "days": 1, "date": "2014-05-09", "operators": 2, "hours": 24.0}
    assert (caution.facts, caution.location) == (expected, "--set")


def test_a_hotline_that_never_opens_is_named(plan_text: PlanText) -> None:
    text = """
calendar: {from: 2014-05-12, to: 2014-05-13}
hotlines: {day: {calls_per_day: 9, aht: 2m}, sunday: {calls_per_day: 9, aht: 2m, hours: {sun: 09:00-18:00}}}
"""
    found = [one for one in plan_text(text).cautions if one.code == "hotline-never-open"]
    assert [(one.facts["hotline"], str(one.location)) for one in found] == [("sunday", "main.yaml:3:89")]


def test_unknown_prices_make_unknown_costs(plan_text: PlanText) -> None:
    (whole, total) = records(plan_text("hotlines: {a: {calls_per_day: 99, aht: 7m}}"), "summary")
    for row in (whole, total):
        assert (row["labour_cost"], row["contact_cost"], row["cost"]) == (None, 0, None)


def test_sources_and_assumptions_travel(plan_text: PlanText) -> None:
    text = 'hotlines: {a: {calls_per_day: {value: 99, source: "a count"}, aht: 7m}}'
    answer = plan_text(text)
    assert [(figure.key, figure.source) for figure in answer.sources] == [
        ("hotlines.a.calls_per_day", "a count")
    ]
    assumed = {figure.key: figure.location for figure in answer.assumptions}
    assert assumed["hotlines.a.aht"] == "main.yaml:1:68"
    assert (
        assumed[
            "targets.service_level"
            if "targets.service_level" in assumed
            else "groups.a.targets.service_level"
        ]
        is None
    )


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_scenario_of_the_project_plans(path: Path) -> None:
    answer = plan(load_scenario(str(path)))
    assert records(answer, "summary", group="total")
    assert all(row["status"] == "ok" or not row["calls"] for row in records(answer, "intervals"))


def test_no_amount_is_too_large_to_be_booked(plan_text: PlanText) -> None:
    text = (
        "currency: RUB\nhotlines: {a: {calls_per_day: 1e9, aht: 9m}}\ncosts: {operator_hour: 1000000 bln RUB}"
    )
    (whole, total) = records(plan_text(text), "summary")
    assert whole["cost"] == total["cost"] == pytest.approx(whole["operator_hours_paid"] * 1e15)


def test_the_peak_is_the_busiest_of_the_intervals_that_need_most(plan_text: PlanText) -> None:
    plan = plan_text(
        """
calendar: {from: 2014-03-03, to: 2014-03-05, interval: 1h}
hotlines:
  a: {calls_per_day: 100, aht: 3m, weekdays: {tue: 101%}, hours: 08:00-12:00, profile: {08:00: 50, 10:00: 51}}
groups: {g: {hotlines: [a], min_operators: 9}}
"""
    )
    assert {row["operators_required"] for row in records(plan, "intervals")} == {9}
    (whole,) = records(plan, "summary", group="g")
    assert (whole["peak_date"], whole["peak_start"]) == ("2014-03-04", "10:00")
    assert plan.peak_days[0].date == "2014-03-04"


def test_min_operators_are_on_duty_only_while_the_group_is_open(plan_text: PlanText) -> None:
    plan = plan_text(
        """
hotlines: {a: {calls_per_day: 0, aht: 3m, hours: 08:00-10:00}}
groups: {g: {hotlines: [a], min_operators: 3}}
"""
    )
    (whole, _) = records(plan, "summary")
    assert whole["operator_hours_required"] == 3 * 2


def test_a_day_without_a_calendar_is_a_fifth_of_a_full_time_week(plan_text: PlanText) -> None:
    text = "hotlines: {a: {calls_per_day: 0, aht: 3m}}\ngroups: {g: {hotlines: [a], min_operators: 3}}"
    (whole, _) = records(plan_text(text), "summary")
    assert whole["fte"] == pytest.approx(3 * 24 / 8)
    (week, _) = records(plan_text(f"calendar: {{from: 2014-03-03, to: 2014-03-09}}\n{text}"), "summary")
    assert week["fte"] == pytest.approx(3 * 24 * 7 / 40)


def test_calls_that_nobody_answers_have_no_part_in_the_asa(plan_text: PlanText) -> None:
    plan = plan_text(
        """
calendar: {interval: 1h}
hotlines: {a: {calls_per_day: 400, aht: 3m, patience: 1m, hours: 08:00-10:00}}
groups: {g: {hotlines: [a], operators: {08:00: 9, 09:00: 0}}}
"""
    )
    (served, lost), (day,) = records(plan, "intervals"), records(plan, "days")
    assert (lost["given_status"], lost["given_asa_s"]) == ("unstaffed", None)
    assert day["given_asa_s"] == pytest.approx(served["given_asa_s"])
    assert day["given_mean_wait_s"] == pytest.approx((served["given_mean_wait_s"] + 60) / 2)
    assert day["given_service_level"] == pytest.approx(served["given_service_level"] / 2)


RUSH = """
hotlines:
  a: {calls_per_day: 2_400, aht: 3m, patience: 5m, hours: 08:00-18:00, profile: {08:00: 1, 12:00: 6, 14:00: 1}}
groups: {a: {hotlines: [a], operators: 6}}
targets: {service_level: {answered: 80%, within: 20s, of: answered}}
"""


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_a_day_of_answered_calls_is_a_mean_over_answered_calls(method: str) -> None:
    """Two hours of 720 calls and eight of 120: the right values are the calls in time and waited for, added up."""
    text = f"method: {method}\n{RUSH}"
    planned = plan(load_scenario("main.yaml", read_bytes=lambda _path: text.encode()), "all")
    rows = records(planned, "intervals")
    answered = [row["calls"] * (1 - row["given_abandonment"]) for row in rows]
    (day,) = records(planned, "summary", group="a")
    (total,) = records(planned, "summary", group="total")
    for found in (day, total):
        for name in ("given_service_level", "given_asa_s"):
            assert found[name] == pytest.approx(weighted([row[name] for row in rows], answered)), name
    assert day["given_asa_s"] < 0.8 * weighted(
        [row["given_asa_s"] for row in rows], [row["calls"] for row in rows]
    )


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_none_of_no_answered_calls_is_unknown(method: str) -> None:
    text = f"method: {method}\n{RUSH.replace('operators: 6', 'operators: 0')}"
    planned = plan(load_scenario("main.yaml", read_bytes=lambda _path: text.encode()), "all")
    for table in ("intervals", "days", "months", "summary"):
        for row in records(planned, table, group="a"):
            assert row["given_service_level"] is None
            assert row["given_asa_s"] is None
            assert row["given_abandonment"] == pytest.approx(1, abs=1e-9)


def test_a_hundred_calls_are_a_hundred_calls() -> None:
    text = "hotlines: {a: {calls_per_day: 100, aht: 3m, hours: 09:00-18:00, profile: {09:00: 1, 10:00: 3, 13:00: 7}}}"
    planned = plan(load_scenario("main.yaml", read_bytes=lambda _path: text.encode()))
    assert [row["calls"] for row in records(planned, "summary")] == [100.0, 100.0]


def test_each_contract_that_does_not_say_which_calls_count_is_listed(plan_text: PlanText) -> None:
    text = (
        "currency: RUB\ncalendar: {from: 2014-01-01, to: 2014-12-31}\nhotlines: {a: {calls_per_day: 500, aht: 3m}}\n"
        "contracts:\n"
        "  - {from: 2014-01-01, to: 2014-06-30, unit: calls, volume: 9, price: 3 RUB}\n"
        "  - {from: 2014-07-01, to: 2014-09-30, unit: calls, counts: answered, volume: 9, price: 3 RUB}\n"
        "  - {from: 2014-10-01, to: 2014-12-31, unit: minutes, volume: 9, price: 3 RUB}\n"
    )
    counts = {one.key: one.value for one in plan_text(text).assumptions if one.key.endswith("counts")}
    assert counts == {"contracts.0.counts": "offered", "contracts.1.counts": "answered"}
