"""Limits as they are written: every mistake in its place, in a scenario and in a file of limits."""

import pytest

from mfc_capacity.answers.metrics import METRICS
from mfc_capacity.commands.check.limits import limits_for, read_limits_file
from mfc_capacity.commands.check.view.metrics import metric_list
from mfc_capacity.files.problems import InputError
from mfc_capacity.files.units import UnitError
from mfc_capacity.scenario import load_scenario, resolve_text
from mfc_capacity.wording import text as in_words
from tests.conftest import refused

from .conftest import TWO_GROUPS

RIGHT = {
    "count": ("250", 250),
    "calls": ("25_000", 25_000),
    "erlangs": ("12.5", 12.5),
    "fte": ("480", 480),
    "seconds": ("2m", 120),
    "share": ("5%", 0.05),
    "hours": ("12 000 h", 12_000),
    "money": ("90 mln RUB", 90_000_000),
    "price": ("33.50 RUB", 33.5),
    "units": ("8_500_000", 8_500_000),
    "months": ("24", 24),
    "date": ("2016-02-29", "2016-02-29"),
}
# The units that a kind shares with another, because both are plain numbers.
PLAIN = {"count", "calls", "erlangs", "fte", "units", "months"}
MONEY = {"money", "price"}
MISTAKES = {
    "{id: x, metric: cst, max: 5 RUB}": ("cst", "there is no metric 'cst'", "did you mean cost?"),
    "{id: x, metric: asa_s, max: 5%}": ("5%", "'5%' is not a duration", "asa_s is a duration, as 2m"),
    "{id: x, metric: asa_s, max: 20}": ("20", "'20' has no unit", "did you mean 20s"),
    "{id: x, metric: cost, min: 5 mln USD}": ("5 mln", "the file's currency is RUB", "convert it to RUB"),
    "{id: x, metric: operator_hours_paid, max: 5}": ("5}", "'5' has no unit", "5 h (hours)"),
    "{id: x, metric: operators_required, max: 2.5}": ("2.5", "not a whole number", "as 250"),
    "{id: x, metric: abandonment, max_increase: 2}": ("2}", "may mean two things", "2 pp"),
    "{id: x, metric: budget.money_ends_on, max_increase: 5}": ("5}", "has no increase", "min or max"),
    "{id: x, metric: cost, max_increase: 5%, probability: 90%}": ("90%", "has no probability", "max or min"),
    "{id: x, metric: cost, max: 5 RUB, probability: 0%}": ("0%", "any plan keeps", "as 90%"),
    "{id: x, metric: cost}": ("{id", "the limit x has no bound", "one of max, min or max_increase"),
    "{id: x, metric: cost, max: 5 RUB, min: 1 RUB}": ("{id", "the limit x has two bounds", "one of max"),
    "{id: x, metric: cost, max: 5 RUB, levl: error}": ("levl", "'levl' is not known", "did you mean level?"),
    "{id: x, metric: cost, max: 5 RUB, level: fatal}": (
        "fatal",
        "'fatal' is not a level",
        "error or warning",
    ),
    "{id: x, metric: fte, where: {date: 2014-04-01}, max: 5}": ("fte", "does not stand per day", "per month"),
    "{id: x, metric: p_wait, per: month, max: 5%}": ("p_wait", "does not stand per month", "per interval"),
    "{id: x, metric: p_wait, max_increase: 1 pp}": ("1 pp", "not intervals", "table days"),
    "{id: x, metric: contract.cost, where: {group: north}, max: 1 RUB}": (
        "contract.cost",
        "one figure",
        "delete per",
    ),
    "{id: x, metric: cost, where: {group: nroth}, max: 5 RUB}": ("nroth", "no group 'nroth'", "mean north?"),
    "{id: x, metric: asa_s, per: month, where: {group: total}, max: 5s}": (
        "asa_s",
        "asa_s of all groups together is not known per month",
        "leave out group",
    ),
    "{id: x, metric: cost, where: {peak: rsh}, max: 5 RUB}": ("rsh", "no peak 'rsh'", "did you mean rush?"),
    "{id: x, metric: cost, where: {month: 2014-05}, max: 5 RUB}": (
        "2014-05",
        "outside the calendar",
        "2014-04-03",
    ),
    "{id: x, metric: cost, where: {month: May}, max: 5 RUB}": (
        "May",
        "is not a month",
        "write it as 2014-05",
    ),
    "{id: x, metric: cost, where: {date: 2014-04-04}, max: 5 RUB}": (
        "2014-04-04",
        "outside the calendar",
        "it runs",
    ),
    "{id: x, metric: calls, where: {from: 2014-04-01}, max: 5}": ("{from", "the span has no to", "give both"),
    "{id: x, metric: calls, where: {from: 2014-04-02, to: 2014-04-01}, max: 5}": (
        "2014-04-01",
        "ends on 2014-04-01, before it begins",
        "swap",
    ),
    "{id: x, metric: calls, where: {from: 2014-04-04, to: 2014-05-01}, max: 5}": (
        "2014-04-04",
        "the date 2014-04-04 is outside the calendar",
        "it runs",
    ),
    "{id: x, metric: calls, where: {from: 2014-03-01, to: 2014-03-29}, max: 5}": (
        "2014-03-29",
        "the date 2014-03-29 is outside the calendar",
        "it runs",
    ),
    "{id: x, metric: cost, per: month, where: {from: 2014-04-01, to: 2014-04-02}, max: 5 RUB}": (
        "cost",
        "does not stand per month",
        "per week",
    ),
    "{id: x, metric: cost, per: week, where: {weekday: mon}, max: 5 RUB}": (
        "cost",
        "does not stand per week",
        "per day",
    ),
    "{id: x, metric: days_missed, where: {hours: 08:00-10:00}, max: 5}": (
        "days_missed",
        "does not stand per interval",
        "per day",
    ),
    "{id: x, metric: headcount, where: {month: 2014-04}, max: 5}": (
        "headcount",
        "heaviest week of each group only",
        "all of where but a group",
    ),
    "{id: x, metric: shift_cost, per: week, max: 5 RUB}": (
        "shift_cost",
        "heaviest week of each group only",
        "delete per",
    ),
    "{id: x, metric: headcount, max: 5, probability: 90%}": (
        "90%",
        "headcount has no probability",
        "delete probability",
    ),
    "{id: x, metric: calls, where: {hours: 9-10}, max: 5}": (
        "9-10",
        "not a clock time",
        "did you mean 09:00?",
    ),
}


def held_together(scenario: str, limits: str) -> None:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: scenario.encode())
    limits_for(loaded, [read_limits_file("limits.yaml", read_bytes=lambda _: limits.encode())])


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("own", [True, False], ids=["scenario", "file"])
def test_a_mistake_is_found_in_its_place(mistake: str, own: bool) -> None:
    at, message, hint = MISTAKES[mistake]
    limits = f"limits:\n- {mistake}\n"
    text = TWO_GROUPS + limits if own else TWO_GROUPS
    with pytest.raises(InputError) as caught:
        held_together(text, limits)
    (problem,) = caught.value.problems
    assert problem.source_line == f"- {mistake}"
    assert problem.source_line[(problem.column or 0) - 1 :].startswith(at)
    assert message in in_words(problem.message)
    assert hint in in_words(problem.hint or "")


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_every_metric_reads_its_own_unit_and_refuses_others(metric) -> None:  # type: ignore[no-untyped-def]
    for kind, (text, amount) in RIGHT.items():
        if kind == metric.kind:
            assert metric.read(text, "RUB") == amount
        elif not ({kind, metric.kind} <= PLAIN or {kind, metric.kind} <= MONEY):
            with pytest.raises(UnitError, match=r"."):
                metric.read(text, "RUB")


def test_increases_are_shares_of_the_baseline_or_amounts() -> None:
    assert METRICS["cost"].read_increase("5%", "RUB") == (0.05, True)
    assert METRICS["cost"].read_increase("2 mln RUB", "RUB") == (2_000_000, False)
    assert METRICS["abandonment"].read_increase("150%", "RUB") == (1.5, True)
    assert METRICS["abandonment"].read_increase("2 pp", "RUB") == (0.02, False)
    assert METRICS["asa_s"].read_increase("5s", "RUB") == (5, False)


def test_the_list_of_metrics_is_complete() -> None:
    rows = list(metric_list().tables["metrics"].records())
    assert [row["metric"] for row in rows] == list(METRICS)
    assert all(row["unit"] and row["meaning"] and row["tables"] for row in rows)
    assert {
        "cost",
        "asa_s",
        "operators_required",
        "contract.exhausted_on",
        "budget.headroom",
    } <= METRICS.keys()


def test_two_limits_with_one_id_are_refused_across_files() -> None:
    limit = "limits:\n- {id: x, metric: cost, max: 5 RUB}\n"
    loaded = load_scenario("main.yaml", read_bytes=lambda _: (TWO_GROUPS + limit).encode())
    file = read_limits_file("limits.yaml", read_bytes=lambda _: limit.encode())
    with refused(InputError, match=r"limits.yaml:2:.*a second limit has the id 'x'; the first is at main"):
        limits_for(loaded, [file])


def test_a_file_of_limits_says_what_it_is_not() -> None:
    loaded = load_scenario("main.yaml", read_bytes=lambda _: TWO_GROUPS.encode())
    for text, said in {
        "schema: mfc-capacity/scenario/1\nlimits:\n- {id: x, metric: cost, max: 5 RUB}": "write mfc-capacity/limits/1",
        "hotlines: {}\nlimits:\n- {id: x, metric: cost, max: 5 RUB}": "the keys here are schema, title, limits",
        "title: none": "the file has no limits",
        "limits: []": "this is empty",
    }.items():
        with refused(InputError, match=said):
            limits_for(loaded, [read_limits_file("l.yaml", read_bytes=lambda _, text=text: text.encode())])
    for text, said in {"[]": "a file of limits is a map", "": "the file is empty"}.items():
        with refused(InputError, match=said):
            read_limits_file("l.yaml", read_bytes=lambda _, text=text: text.encode())
    with refused(InputError, match=r"nope.yaml: cannot be read: no such file"):
        read_limits_file("nope.yaml")


def test_limits_survive_resolve() -> None:
    limit = "limits:\n- {id: x, metric: cost, where: {group: north}, max: 5 RUB}\n"
    loaded = load_scenario("main.yaml", read_bytes=lambda _: (TWO_GROUPS + limit).encode())
    again = load_scenario("main.yaml", read_bytes=lambda _: resolve_text(loaded).encode())
    assert [placed.limit for placed in limits_for(again, [])] == [
        placed.limit for placed in limits_for(loaded, [])
    ]
