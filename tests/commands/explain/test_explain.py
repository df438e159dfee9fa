"""Every number of an explanation is the plan's own, and a calculator reproduces it at the digits shown."""

import json
import math
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mfc_capacity.answers.records import Explanation
from mfc_capacity.commands.explain import explain, explain_planned
from mfc_capacity.commands.explain.view import view
from mfc_capacity.commands.people import people
from mfc_capacity.files.problems import InputError
from mfc_capacity.people.staffed import Question
from mfc_capacity.plan.answer import plan, plan_of
from mfc_capacity.plan.planner import Planned, planned
from mfc_capacity.render import FORMATS, Options, View
from mfc_capacity.scenario import load_scenario
from mfc_capacity.wording import text as wording_text
from mfc_capacity.wording.answers import in_words
from mfc_capacity.wording.en import cautions
from mfc_capacity.wording.en import explain as words
from mfc_capacity.wording.en.codes import CODES
from mfc_capacity.wording.en.numbers import digits_text
from tests.conftest import ROOT, Ran, refused

Run = Callable[..., Ran]
Record = dict[str, Any]
MOSCOW = "scenarios/moscow-2014.yaml"
MIXED = """
currency: EUR
calendar: {from: 2024-01-01, to: 2024-01-14, interval: 30m}
drivers: {offices: {2023-12-01: 3, 2024-01-08: 4}}
calls_per_day: 5e3
hotlines:
  a: {share: 60%, scales_with: offices, aht: 4m, hours: {mon-fri: 08:00-18:00},
      weekdays: {"tue,thu": 1.25}, months: {jan: 90%}, profile: {08:00: 1.5, 12:00: 3},
      deflect: [{to: chat, share: 0.1}, {to: chat, share: 25%, from: 2024-01-09}, {to: mail, share: 5%}]}
  b: {share: 40%, aht: 150s, patience: 100s, hours: 06:00-22:00}
  c: {calls_per_day: 0, aht: 1m}
peaks:
  snow: {when: {dates: [2024-01-09]}, multiply: {"*": 1.5, a: {value: 130%, source: last year}}}
groups:
  all: {hotlines: [a, b], min_operators: 2, operators: {06:00: 3, 09:00: 40}, shrinkage: 12.5%}
  none: {hotlines: [c]}
targets: {service_level: {answered: 85%, within: 15s, of: answered}, max_asa: 30s}
costs: {operator_hour: 21.37 EUR, contacts: {chat: 0.85 EUR, mail: 0.4 EUR}}
"""
DAYS = """
currency: EUR
calendar:
  from: 2025-10-20
  to: 2026-03-31
  holidays: {2025-12-25: Christmas Day, 2026-01-01: New Year}
  days_like: {2025-12-24: sat}
  timezone: Europe/Berlin
hotlines:
  a: {calls_per_day: 4000, aht: {mon-sun: {08:00: 3m, 12:20: 4m}, holiday: 2m}, weekdays: {sat: 50%, holiday: 25%},
      profile: {08:00: 75%, 20:00: 25%},
      deflect: [{to: bot, share: 30%, returns: 20%, rest_aht: +15%}, {to: mail, share: 5%, rest_aht: -2%}]}
  b: {calls_per_day: 600, aht: 150s, patience: 100s, hours: {mon-fri: 08:00-20:00, sat: 10:00-14:00, holiday: closed}}
groups:
  all: {hotlines: [a, b], min_operators: 2, shrinkage: 12.5%}
costs: {operator_hour: 21.37 EUR, contacts: {bot: 0.85 EUR, mail: 0.4 EUR}}
"""


def explained(text: str, **asked: str | None) -> Explanation:
    return explain(load_scenario("main.yaml", read_bytes=lambda _path: text.encode()), **asked)


def steps_of(answer: Explanation) -> list[Record]:
    return list(in_words(answer).tables["steps"].records())


def calculated(formula: str) -> float:
    """Compute a formula as a calculator would, from the digits shown."""
    plain = formula.replace(",", "").replace("×", "*").replace("−", "-")
    plain = re.sub(r"([\d.]+)%", r"(\1/100)", plain)
    assert re.fullmatch(r"[\d.()+*/e -]+", plain), formula
    return float(eval(plain))  # noqa: S307 - digits and operators only


CASES = [
    (MOSCOW, "city", None),
    (MOSCOW, "city", "2014-05-20 11:00"),
    (MOSCOW, "city", "2015-09-16 03:15"),
    (MOSCOW, "city", "2014-03-08 15:45"),
    (MOSCOW, "health", "2015-12-31 20:59"),
    (MOSCOW, "transport", "2014-07-05"),
    ("scenarios/peak-day.yaml", None, "18:30"),
    ("scenarios/minimal.yaml", None, None),
    (MIXED, "all", "2024-01-09 12:00"),
    (MIXED, "all", "2024-01-09 06:00"),
    (MIXED, "all", "2024-01-13 21:30"),
    (MIXED, "all", "2024-01-02 08:00"),
    (MIXED, "none", "2024-01-02 08:00"),
    (DAYS, "all", "2025-12-24 12:15"),
    (DAYS, "all", "2025-12-25 07:00"),
    (DAYS, "all", "2025-10-26 02:30"),
    (DAYS, "all", "2026-03-29 03:00"),
]


@cache
def planned_of(text: str) -> Planned:
    return planned(load_scenario("main.yaml", read_bytes=lambda _path: text.encode()))


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0][:22].strip()} {case[1]} {case[2]}")
def case(request: pytest.FixtureRequest) -> tuple[Any, Explanation, list[Record]]:
    name, group, at = request.param
    text = name if "\n" in name else (ROOT / name).read_text(encoding="utf-8")
    whole = planned_of(text)
    answer = explain_planned(whole, group, at)
    day_steps = steps_of(explain_planned(whole, group, at, "contact_cost"))
    return plan_of(whole, answer.date or "busiest"), answer, [*steps_of(answer), *day_steps]


def test_every_figure_is_the_plans_own(case: tuple[Any, Explanation, list[Record]]) -> None:
    whole, answer, steps = case
    where = {"group": answer.group, "date": answer.date}
    (row,) = matching(whole.tables["intervals"].records(), where | {"start": answer.start})
    (day,) = matching(whole.tables["days"].records(), where)
    checked = set()
    for step in steps:
        metric = step["metric"]
        if metric and step["part"] != "one-fewer":
            own = (day if step["part"] == "day" else row)[metric]
            known = None if own is None or metric.endswith("status") else pytest.approx(own, rel=1e-12)
            assert step["value"] == known
            checked.add(metric)
    required = {"calls", "operators_required", "operators_paid", "operator_hours_paid"}
    assert checked >= required | ({"offered_load_erlangs", "aht_s", "occupancy"} if row["calls"] else set())


def matching(records: Iterator[Record], wanted: Record) -> list[Record]:
    return [record for record in records if all(record[key] == value for key, value in wanted.items())]


def test_a_calculator_reproduces_every_result(case: tuple[Any, Explanation, list[Record]]) -> None:
    _, _, steps = case
    formulas = [step for step in steps if step["formula"]]
    assert len(formulas) >= 3
    for step in formulas:
        result = calculated(step["formula"])
        if step["unit"] == "money" and step["part"] == "day":
            assert abs(result - step["value"]) < 0.01
            continue
        shown = Decimal(digits_text(step["value"], 6).replace(",", ""))
        last_digit = Decimal(1).scaleb(shown.adjusted() - 5)
        assert abs(Decimal(result) - shown) <= last_digit * Decimal("0.51"), step


def test_inputs_have_a_place_and_a_source(case: tuple[Any, Explanation, list[Record]]) -> None:
    _, _, steps = case
    inputs = [step for step in steps if step["key"]]
    assert inputs
    for step in inputs:
        assert step["source"]
        if step["source"] != "default":
            assert re.fullmatch(r"main\.yaml:\d+:\d+", step["location"])


def test_the_target_that_bound_is_missed_by_one_operator_fewer(
    case: tuple[Any, Explanation, list[Record]],
) -> None:
    whole, answer, steps = case
    where = {"group": answer.group, "date": answer.date, "start": answer.start}
    (row,) = matching(whole.tables["intervals"].records(), where)
    asked = {
        step["key"].rpartition(".")[2]: step["value"]
        for step in steps
        if step["quantity"].startswith("needed for")
    }
    if not row["calls"]:
        assert asked == {}
        return
    assert max([*asked.values(), *minimum(steps)]) == row["operators_required"]
    kept = [step["note"] for step in steps if step["part"] == "callers" and step["note"]]
    assert kept
    assert all(note.endswith("kept") for note in kept)
    if row["bound_by"] in asked:
        assert asked[row["bound_by"]] == row["operators_required"]
        assert any(
            "MISSED" in (step["note"] or "") or step["quantity"] == "state"
            for step in steps
            if step["part"] == "one-fewer"
        )


def minimum(steps: list[Record]) -> list[int]:
    return [step["value"] for step in steps if (step["key"] or "").endswith("min_operators")]


def test_the_chain_of_one_hotline_by_hand() -> None:
    steps = {
        (step["subject"], step["quantity"]): step
        for step in steps_of(explained(MIXED, group="all", at="2024-01-09 12:00"))
    }
    demand = steps["a", "demand of the day"]
    # Tuesday: 60 % of 5,000 x 4 of 3 offices x 125 % x 90 % x 130 % (snow)
    assert demand["value"] == pytest.approx(5000 * 0.6 * 4 / 3 * 1.25 * 0.9 * 1.3)
    assert demand["formula"] == "5,000 × 60% × 4 / 3 × 1.25 × 90% × 130%"
    assert steps["a", "calls of the day"]["formula"] == "5,850 × (1 − 25% − 5%)"
    assert steps["a", "weights of the day"]["value"] == 8 * 1.5 + 12 * 3
    assert steps["a", "peak snow"]["source"] == "last year"
    assert steps["b", "peak snow"]["key"] == "peaks.snow.multiply.*"
    assert steps["all", "price of an operator hour"]["value"] == 21.37
    # a call that takes 4 minutes or 2.5, a caller of b who gives up after 100 s
    a, b = 5850 * 0.7 * 3 / 48, 2000 * 1.5 / 32
    assert steps["all", "mean handling time"]["value"] == pytest.approx((a * 240 + b * 150) / (a + b))
    assert steps["all", "mean patience"]["value"] == pytest.approx((a + b) / (b / 100))


def test_people_are_exact_before_they_are_rounded() -> None:
    text = "hotlines: {a: {calls_per_day: 9600, aht: 10m}}\nshrinkage: 30%\ntargets: {max_occupancy: 80%}\n"
    steps = {step["quantity"]: step for step in steps_of(explained(text, metric="operators_paid"))}
    assert steps["operators needed on duty"]["value"] == 84
    assert steps["people behind them, exactly"]["formula"] == "84 / (1 − 30%)"
    assert steps["people behind them, exactly"]["value"] == steps["people behind them"]["value"] == 120


def test_a_figure_without_a_unit_has_none(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "varied.yaml"
    path.write_text(
        "hotlines: {a: {calls_per_day: 1000, aht: 3m, aht_cv: 1.2, patience: 2m}}", encoding="utf-8"
    )
    (line,) = (line for line in run("explain", str(path)).text.splitlines() if "handling times (cv)" in line)
    assert re.search(r" 1\.2  ", line)
    assert "None" not in line


def test_unstaffed_and_overloaded_are_said_and_have_no_wait() -> None:
    text = "hotlines: {a: {calls_per_day: 96, aht: 1m}}\ngroups: {a: {hotlines: [a], operators: 0}}\n"
    given = [step for step in steps_of(explained(text)) if step["part"] == "given"]
    assert [step["note"] for step in given if step["metric"] == "given_status"] == [
        "overloaded: more calls than they can handle, and the queue only grows"
    ]
    assert not any(step["unit"] == "seconds" for step in given)


@pytest.mark.parametrize(
    "metric", ["calls", "aht_s", "operators_required", "abandonment", "operators_paid", "cost"]
)
def test_a_metric_ends_the_chain(metric: str) -> None:
    steps = steps_of(explained(MIXED, group="all", at="2024-01-09 12:00", metric=metric))
    assert steps[-1]["metric"] == metric
    assert ("callers" in {step["part"] for step in steps}) == (metric == "abandonment")
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))


def test_without_a_moment_it_is_the_peak() -> None:
    answer = explained(MIXED, group="all")
    row = next(plan(load_scenario("m.yaml", read_bytes=lambda _: MIXED.encode())).tables["summary"].records())
    assert (answer.group, answer.date, answer.start) == (row["group"], row["peak_date"], row["peak_start"])


def test_a_queue_that_is_carried_says_what_the_interval_before_left() -> None:
    text = "hotlines: {a: {calls_per_day: 900, aht: 5m, patience: 2m, hours: 08:00-18:00}}"
    loaded = load_scenario(
        "main.yaml", overrides=("method=time-dependent",), read_bytes=lambda _: text.encode()
    )
    (waiting,) = (
        step for step in steps_of(explain(loaded, at="12:00")) if step["quantity"] == words.HANDED_ON
    )
    (group,) = planned(loaded).groups
    assert waiting["value"] == group.operators.expected.waiting_at_end[0, 12 * 4 - 1]
    assert waiting["value"] > 0
    for start, settled in (
        ("08:00", loaded),
        ("12:00", load_scenario("m.yaml", read_bytes=lambda _: text.encode())),
    ):
        assert words.HANDED_ON not in [step["quantity"] for step in steps_of(explain(settled, at=start))]


def test_a_day_that_needs_nobody_is_explained_at_its_opening() -> None:
    answer = explained("hotlines: {a: {calls_per_day: 0, aht: 5m, hours: 08:00-18:00}}")
    assert answer.start == "08:00"
    (needed,) = (step for step in steps_of(answer) if step["metric"] == "operators_required")
    assert needed["value"] == 0


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ([], "several groups", "city, health, transport"),
        (["--group", "cty"], "no group 'cty'", "did you mean city?"),
        (["--group", "mfc"], "'mfc' is a hotline", "--group city"),
        (["--group", "health", "--at", "2014-05-20 03:00"], "closed on Tuesday", "open 07:00-21:00"),
        (["--group", "city", "--at", "2013-01-01"], "not planned", "2014-05-20 11:00"),
        (["--group", "city", "--at", "11:00"], "does not name a day", "2014-05-19 11:00"),
        (["--group", "city", "--at", "noon"], "'noon' is not", "2014-05-20 11:00"),
        (["--group", "city", "--at", "2014-02-30 10:00"], "no day of the calendar", ""),
        (["--group", "city", "--at", "2014-05-20 25:00"], "not a clock time", "08:00"),
        (["--group", "city", "--at", "2014-05-20 24:00"], "end of a day", ""),
        (["--group", "city", "--metric", "cots"], "no figure 'cots'", "did you mean cost?"),
    ],
)
def test_what_cannot_be_explained_says_why(run: Run, arguments: list[str], message: str, hint: str) -> None:
    ran = run("explain", MOSCOW, *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert message in ran.err
    assert hint in ran.err.partition("hint:")[2]


def test_a_date_without_a_calendar_is_refused(run: Run) -> None:
    ran = run("explain", "scenarios/minimal.yaml", "--at", "2014-05-20 11:00")
    assert ran.code == 2
    assert "--at 11:00" in ran.err


@pytest.fixture(scope="module")
def twice() -> list[View]:
    """The same question asked twice."""
    return [view(in_words(explain(load_scenario(str(ROOT / MOSCOW)), "city"))) for _ in range(2)]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_and_equal_bytes(twice: list[View], form: str) -> None:
    first, second = (FORMATS[form].render(each, Options()) for each in twice)
    assert first == second
    assert first


def test_json_keeps_its_schema(run: Run) -> None:
    schema = run("schema", "explain").document
    jsonschema.Draft202012Validator.check_schema(schema)
    for arguments in (
        ["scenarios/peak-day.yaml"],
        [MOSCOW, "--group", "city", "--metric", "cost"],
        ["operators-short"],
    ):
        document = run("explain", *arguments, "-f", "json").document
        jsonschema.validate(document, schema)
        assert all(
            math.isfinite(step["value"])
            for step in document["tables"].get("steps", ())
            if step["value"] is not None
        )


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_the_page_fits_the_screen_and_loses_no_figure(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    whole = run("explain", "scenarios/peak-day.yaml").text
    monkeypatch.setenv("COLUMNS", columns)
    shown = run("explain", "scenarios/peak-day.yaml").text
    assert sorted(shown.split()) == sorted(whole.split())
    assert max(map(len, shown.splitlines())) <= max(int(columns), 64)


def test_every_code_has_a_page(run: Run) -> None:
    assert set(CODES) == set(cautions._CAUTIONS)
    documented = (ROOT / "docs" / "explain.md").read_text(encoding="utf-8")
    for code, text in CODES.items():
        shown = " ".join(run("explain", code).text.split())
        assert all(sentence in shown for sentence in text)
        assert f"`{code}`" in documented


def test_an_unknown_code_is_refused(run: Run) -> None:
    ran = run("explain", "operators-shrt")
    assert ran.code == 2
    assert "did you mean operators-short?" in ran.err


def test_names_are_text_everywhere(run: Run, tmp_path: Any) -> None:
    path = tmp_path / "hostile.yaml"
    names = '"[red]a[/red]", "<script>b", "=1+1", "\\u202Ecod שלום 🎉"'
    hotlines = ", ".join(f"{name}: {{calls_per_day: 99, aht: 2m}}" for name in names.split(", "))
    path.write_text(
        f"hotlines: {{{hotlines}}}\ngroups: {{'=g|x': {{hotlines: [{names}]}}}}\n", encoding="utf-8"
    )
    shown = run("explain", str(path))
    assert (shown.code, shown.err) == (0, "")
    for name in ("[red]a[/red]", "<script>b", "=1+1", "\\u202ecod שלום 🎉", "=g|x"):
        assert name in shown.text
    assert "\u202e" not in shown.text
    markdown = run("explain", str(path), "-f", "markdown").text
    assert "<script>" not in markdown
    assert "=g\\|x" in markdown
    assert "'=1+1" in run("explain", str(path), "-f", "csv").text


def test_kinds_of_day_are_said() -> None:
    def notes(at: str) -> dict[str, Any]:
        steps = steps_of(explained(DAYS, group="all", at=at))
        return {step["quantity"]: step for step in steps if step["subject"] in ("a", "all")}

    assert notes("2025-12-24 12:15")["Saturday"]["note"] == "2025-12-24 is planned as Saturday"
    christmas = notes("2025-12-25 07:00")
    assert (christmas["holiday on a Thursday"]["value"], christmas["holiday on a Thursday"]["note"]) == (
        0.25,
        "Christmas Day",
    )
    assert christmas["handling time, a"]["value"] == 120
    assert christmas["handling time of what is left, a"]["value"] == pytest.approx(120 * 1.15 * 0.98)
    assert christmas["call after bot all the same"]["value"] == 0.2
    assert christmas["calls of the day"]["value"] == pytest.approx(1000 * (1 - 0.3 * 0.8 - 0.05))
    eve = notes("2025-12-24 12:15")
    assert eve["handling time, a"]["value"] == pytest.approx((5 * 180 + 10 * 240) / 15)
    assert eve["handling time, a"]["key"] == "hotlines.a.aht.mon-sun.08:00"
    doubled = notes("2025-10-26 02:30")
    assert doubled["calls in the interval"]["note"] is None
    assert doubled["open intervals, Sunday"]["value"] == 100


def test_an_hour_that_does_not_come_is_not_explained() -> None:
    with refused(InputError, "is closed on Sunday, 2026-03-29"):
        explained(DAYS, group="all", at="2026-03-29 02:30")


def test_a_holiday_that_is_closed_is_named() -> None:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: CLOSED_AT_NEW_YEAR.encode())
    with refused(InputError, r"group a is closed on Wednesday, 2025-01-01 \(New Year\)\n"):
        explain(loaded, "a", "2025-01-01")
    with refused(InputError, r"closed on Wednesday, 2025-01-01 \(New Year\), at 10:00"):
        explain(loaded, "a", "2025-01-01 10:00")
    with refused(InputError, "closed on Thursday, 2025-01-02, at 20:00"):
        explain(loaded, "a", "2025-01-02 20:00")


def test_an_explanation_warns_of_its_own_group() -> None:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: CLOSED_AT_NEW_YEAR.encode())
    for group in ("a", "b"):
        found = [
            caution.facts["group"] for caution in explain(loaded, group).cautions if "group" in caution.facts
        ]
        assert set(found) == {group}


def test_what_seats_decide_is_not_the_most_of_the_targets() -> None:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: OVER_TIME.encode())
    steps = list(explain(loaded, "g", "2024-05-02 12:00").tables["steps"].records())
    (note,) = [row["note"] for row in steps if row["metric"] == "operators_required"]
    assert wording_text(note) == "fewer than the targets need: as many as max_operators lets sit down"


CLOSED_AT_NEW_YEAR = """
calendar: {from: 2025-01-01, to: 2025-01-02, holidays: {2025-01-01: New Year}}
hotlines:
  a: {calls_per_day: 900, aht: 4m, hours: {mon-fri: 08:00-18:00, holiday: closed}}
  b: {calls_per_day: 900, aht: 4m}
groups:
  a: {hotlines: [a], operators: 1}
  b: {hotlines: [b], operators: 1}
"""
OVER_TIME = """
currency: EUR
calendar: {from: 2024-05-01, to: 2024-06-30, interval: 1h}
hotlines: {a: {calls_per_day: 900, aht: 4m, hours: 08:00-18:00}}
groups:
  g:
    hotlines: [a]
    max_operators: {2024-05-01: 5, 2024-06-01: 50}
    operators: {2024-05-01: 4, 2024-06-01: {mon-fri: {08:00: 6, 12:00: 8}, sat: 3}}
    targets: {2024-05-01: {max_asa: 30s}, 2024-06-10: {max_asa: 60s}}
targets: {2024-01-01: {service_level: 80% in 20s}, 2024-06-01: {service_level: 70% in 30s}}
shrinkage: {2024-05-01: {leave: {may: 10%, jun: 12%}, breaks: 9%}, 2024-06-20: 30%}
costs: {operator_hour: 20 EUR}
"""


@pytest.mark.parametrize(
    ("at", "keys"),
    [
        (
            "2024-05-02 12:00",
            {
                "targets.2024-01-01.service_level": "80% in 20s",
                "groups.g.targets.2024-05-01.max_asa": "30s",
                "groups.g.max_operators.2024-05-01": "5",
                "groups.g.operators.2024-05-01": "4",
                "shrinkage.2024-05-01.leave.may": "10%",
                "shrinkage.2024-05-01.breaks": "9%",
            },
        ),
        (
            "2024-06-24 12:00",
            {
                "targets.2024-06-01.service_level": "70% in 30s",
                "groups.g.targets.2024-06-10.max_asa": "60s",
                "groups.g.max_operators.2024-06-01": "50",
                "groups.g.operators.2024-06-01.mon-fri.12:00": "8",
                "shrinkage.2024-06-20": "30%",
            },
        ),
    ],
)
def test_what_changes_over_time_is_explained_by_its_day(at: str, keys: dict[str, str]) -> None:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: OVER_TIME.encode())
    steps = list(explain(loaded, "g", at).tables["steps"].records())
    sections = ("targets", "groups", "shrinkage")
    found = {str(row["key"]): row["written"] for row in steps if str(row["key"]).startswith(sections)}
    assert found == keys
    by_metric = {row["metric"]: row["value"] for row in steps}
    needed, required = by_metric["operators_needed"], by_metric["operators_required"]
    assert required == min(int(str(needed)), 5 if at < "2024-06" else 50)


PEOPLED = """\
schema: mfc-capacity/scenario/1
calendar: {from: 2024-01-01, to: 2024-04-28}
hotlines:
  desk: {calls_per_day: 480, aht: 4m, patience: 2m, hours: 08:00-16:00}
  fax: {calls_per_day: 10, aht: 4m, hours: 08:00-16:00}
targets: {service_level: 80% in 20s}
people:
  desk:
    employed: {2024-01-01: 9}
    attrition: 3% a month
    hires: {2024-02-05: 3}
    training: {length: 4w, drop_out: 10%, trainer_hours: 20h}
    overtime: 10%
"""


def week_of(week: str, metric: str | None = None) -> list[Record]:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: PEOPLED.encode())
    return list(in_words(explain(loaded, "desk", week, metric)).tables["steps"].records())


@pytest.mark.parametrize("week", ["2024-W01", "2024-W02", "2024-W06", "2024-W08", "2024-W10", "2024-W17"])
def test_a_week_is_that_of_people_and_a_calculator_reproduces_it(week: str) -> None:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: PEOPLED.encode())
    rows = people(planned(loaded), Question("planned")).tables["people"].records()
    (expected,) = (row for row in rows if row["week"] == week)
    steps = week_of(week)
    found = {step["metric"]: step["value"] for step in steps if step["metric"]}
    assert set(found) == {
        *("hired", "in_training", "employed", "left", "output_fte", "required_fte", "over_fte")
    }
    for metric, value in found.items():
        assert value == pytest.approx(expected[metric], abs=1e-9), metric
    for step in steps:
        if step["formula"]:
            sum_of = step["formula"].replace("−", "-").replace("×", "*").replace(",", "").replace("%", "/100")
            assert eval(sum_of) == pytest.approx(step["value"], abs=1e-5), step["quantity"]  # noqa: S307


def test_a_week_ends_at_a_figure_and_is_said_in_its_headline(run: Run, tmp_path: Path) -> None:
    assert week_of("2024-W08", "employed")[-1]["metric"] == "employed"
    path = tmp_path / "main.yaml"
    path.write_text(PEOPLED)
    asked = "explain", str(path), "--at", "2024-W08", "--group", "desk"
    said = " ".join(run(*asked).text.split())
    assert re.search(
        r"desk, 2024-W08 \(from 2024-02-19\): [\d.]+ people at work, [\d.]+ jobs done of [\d.]+ jobs required, and "
        r"overtime leaves [\d.]+ jobs (missing|beyond that)\.$",
        said,
    )
    assert "not judged" not in said
    path.write_text(PEOPLED.replace("to: 2024-04-28", "to: 2024-04-26"))
    cut = " ".join(run("explain", str(path), "--at", "2024-W17", "--group", "desk").text.split())
    assert cut.endswith("; the calendar cuts this week off: it is not judged.")
    head = json.loads(run(*asked, "-f", "json").text)["explained"]
    assert (head["week"], head["date"], head["start"], head["end"]) == ("2024-W08", "2024-02-19", None, None)


@pytest.mark.parametrize(
    ("group", "week", "said"),
    [
        ("desk", "2024-W30", "2024-W30 is not planned: the calendar has 2024-W01 to 2024-W17"),
        ("fax", "2024-W08", "the scenario says nothing of the people of fax"),
    ],
)
def test_a_week_that_has_no_people_is_refused(
    run: Run, tmp_path: Path, group: str, week: str, said: str
) -> None:
    path = tmp_path / "main.yaml"
    path.write_text(PEOPLED)
    found = run("explain", str(path), "--at", week, "--group", group)
    assert found.code == 2
    assert said in found.err
