"""A grid of changes: every point is the plan with those changes, and mistakes are named where they stand."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.answers.records import Sweep
from mfc_capacity.commands.sweep import grid as sweep
from mfc_capacity.commands.sweep.axes import MOST_POINTS, read_axes
from mfc_capacity.commands.sweep.view import schema, view
from mfc_capacity.files.layers import Known
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.plan import pool
from mfc_capacity.plan.planner import planned
from mfc_capacity.plan.pool import Processes
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.render import FORMATS, Options
from mfc_capacity.scenario import LoadedScenario, load_scenario
from mfc_capacity.wording import text as in_words
from tests.conftest import refused

CITY = """
currency: RUB
calls_per_day: 3000
hotlines:
  mfc: {share: 60%, aht: 3m, patience: 2m, hours: 09:00-18:00}
  portal: {share: 40%, aht: 2m, hours: 10:00-16:00}
groups:
  city: {hotlines: [mfc]}
targets: {service_level: 80% in 20s}
costs: {operator_hour: 100 RUB}
"""


def load(*overrides: str) -> LoadedScenario:
    return load_scenario("main.yaml", overrides=overrides, read_bytes=Known("main.yaml", CITY.encode()))


def records(answer: Sweep) -> list[dict[str, object]]:
    return [dict(row) for row in answer.tables["sweep"].records()]


def values(option: str) -> list[str]:
    return [value.text for value in read_axes([option])[0].values]


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("a=3m,3m20s,4m", ["3m", "3m20s", "4m"]),
        ("a=90..120/10", ["90", "100", "110", "120"]),
        ("a=0..1/0.25", ["0", "0.25", "0.5", "0.75", "1"]),
        ("a=10%..20%/5%,30%", ["10%", "15%", "20%", "30%"]),
        ("a=2m..3m/30s", ["120s", "150s", "180s"]),
        ("a=300 RUB..500 RUB/100 RUB", ["300 RUB", "400 RUB", "500 RUB"]),
        ("a=5..9/3", ["5", "8"]),
        ("a={mon: 120%, sat: 40%}, {mon: 100%}", ["{mon: 120%, sat: 40%}", "{mon: 100%}"]),
        ("a=[x, y],[z]", ["[x, y]", "[z]"]),
        ('hotlines."a,b=c".aht=1m,2m', ["1m", "2m"]),
        ("a=80% in 20s,90% in 10s", ["80% in 20s", "90% in 10s"]),
    ],
)
def test_axes_are_read(option: str, expected: list[str]) -> None:
    assert values(option) == expected


@given(st.integers(0, 500), st.integers(0, 40), st.integers(1, 9))
def test_a_range_holds_its_first_value_and_steps_up_to_its_last(first: int, count: int, step: int) -> None:
    last = first + count * step + step - 1
    assert values(f"a={first}..{last}/{step}") == [str(first + k * step) for k in range(count + 1)]


@pytest.mark.parametrize(
    ("option", "column", "message"),
    [
        ("a", 1, "not path=value"),
        ("=3", 1, "not path=value"),
        ("a=1,,2", 5, "a value is missing"),
        ("a=1, 5..2/1", 6, "has no value"),
        ("a=1..2/0", 3, "has no value"),
        ("a=1m..2%/1", 3, "not a range of numbers with one unit"),
        (f"a=1..{MOST_POINTS + 1}/1", 3, "10,001 points"),
        ("a=1..1e9/1", 3, "not a range"),
    ],
)
def test_mistakes_of_an_axis_are_named_at_their_place(option: str, column: int, message: str) -> None:
    with refused(InputError, match=message) as caught:
        read_axes([option])
    assert [(p.file, p.column) for p in caught.value.problems] == [("--vary", column)]


def test_a_grid_is_bounded_and_names_each_path_once() -> None:
    assert len(read_axes(["a=1..100/1", "b=1..100/1"])) == 2
    with refused(InputError, match="10,100 points"):
        read_axes(["a=1..100/1", "b=1..101/1"])
    with refused(InputError, match="varied already"):
        read_axes(["a=1,2", "a=3"])


def test_every_point_is_the_plan_with_its_changes() -> None:
    axes = read_axes(["hotlines.mfc.aht=3m,4m", "calls_per_day=2000,3000,4000"])
    found = records(sweep.sweep(load(), axes))
    for row, (aht, calls) in zip(found, product(("3m", "4m"), (2000, 3000, 4000)), strict=True):
        changed = load(f"hotlines.mfc.aht={aht}", f"calls_per_day={calls}")
        total = list(PlanTables(planned(changed)).summary().records())[-1]
        assert (row["hotlines.mfc.aht"], row["calls_per_day"]) == (int(aht[0]) * 60.0, calls)
        assert (row["group"], row["sweep_status"], row["problem"]) == ("total", "ok", None)
        assert {name: row[name] for name in sweep.DEFAULT_METRICS} == {
            name: total[name] for name in sweep.DEFAULT_METRICS
        }


def test_groups_are_a_key_and_metrics_are_chosen() -> None:
    axes = read_axes(["hotlines.mfc.aht=3m,4m"])
    answer = sweep.sweep(load(), axes, ["cost", "given_service_level"], "all")
    assert [column.name for column in answer.tables["sweep"].columns] == [
        "hotlines.mfc.aht", "group", "cost", "given_service_level", "sweep_status", "problem",
    ]  # fmt: skip
    assert [row["group"] for row in records(answer)] == ["city", "portal", "total"] * 2
    assert {row["given_service_level"] for row in records(answer)} == {None}
    (one,) = {str(row["group"]) for row in records(sweep.sweep(load(), axes, ["cost"], "portal"))}
    assert one == "portal"


@pytest.mark.parametrize(
    ("option", "cells", "kind"),
    [
        ("hotlines.mfc.aht=90s,2m", [90.0, 120.0], "seconds"),
        ("calls_per_day=1500,2000.5", [1500, 2000.5], "number"),
        ("shrinkage=10%,30%", [0.1, 0.3], "share"),
        ("costs.operator_hour=100 RUB,0.2 k RUB", [100.0, 200.0], "money"),
        ("targets.service_level=80% in 20s,90%in 10s", None, None),
        ("hotlines.mfc.hours=09:00-18:00,08:00-20:00", ["09:00-18:00", "08:00-20:00"], "text"),
    ],
)
def test_values_are_typed(option: str, cells: list[object] | None, kind: str | None) -> None:
    axes = read_axes([option])
    if cells is None:
        with refused(InputError, match="is not a service level"):
            sweep.sweep(load(), axes)
        return
    answer = sweep.sweep(load(), axes)
    column = answer.tables["sweep"].columns[0]
    assert ([row[column.name] for row in records(answer)], column.kind) == (cells, kind)


def test_all_mistakes_of_values_and_metrics_come_at_once() -> None:
    options = ["hotlines.mfc.aht=3m, 4,5x", "hotlines.mcf.aht=1m"]
    with pytest.raises(InputError) as caught:
        sweep.sweep(load(), read_axes(options), ["cots"])
    places = [(p.file, p.column, p.source_line) for p in caught.value.problems]
    assert places == [
        ("--metric", None, None),
        ("--vary", 22, options[0]),
        ("--vary", 24, options[0]),
        ("--vary", 10, options[1]),
    ]
    hints = [in_words(problem.hint or "") for problem in caught.value.problems]
    assert "did you mean cost?" in hints[0]
    assert "did you mean mfc?" in hints[3]
    with refused(InputError, match="did you mean portal"):
        sweep.sweep(load(), read_axes(["calls_per_day=1"]), group="portl")


def test_a_point_without_an_answer_is_a_row_with_the_reason() -> None:
    axes = read_axes(["targets.service_level=80% in 20s,100% in 20s"])
    good, bad = records(sweep.sweep(load(), axes))
    assert (good["sweep_status"], bad["sweep_status"]) == ("ok", "no-answer")
    assert "out of reach" in in_words(bad["problem"])
    assert {bad[name] for name in sweep.DEFAULT_METRICS} == {None}
    with pytest.raises(NoAnswerError):
        sweep.sweep(load(), read_axes(["targets.service_level=100% in 20s"]))


def test_values_that_only_fit_together_are_judged_together() -> None:
    axes = read_axes(["hotlines.mfc.share=60%,70%", "hotlines.portal.share=40%,30%"])
    status = {
        (row["hotlines.mfc.share"], row["hotlines.portal.share"]): row["sweep_status"]
        for row in records(sweep.sweep(load(), axes))
    }
    assert status == {(0.6, 0.4): "ok", (0.6, 0.3): "invalid", (0.7, 0.4): "invalid", (0.7, 0.3): "ok"}
    with refused(InputError, match="add up"):
        sweep.sweep(load(), read_axes(["hotlines.mfc.share=50%"]))


def test_several_processes_give_the_same_and_points_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = read_axes(["calls_per_day=1000..2000/100"])
    counted: list[tuple[int, int]] = []
    alone = sweep.sweep(load(), axes, on_point=lambda done, points: counted.append((done, points)))
    assert counted == [(k + 1, 11) for k in range(11)]
    monkeypatch.setattr(pool, "WORTH_PROCESSES_S", 0.0)
    counted.clear()
    together = sweep.sweep(
        load(), axes, executor=Processes(2), on_point=lambda done, points: counted.append((done, points))
    )
    assert together == alone
    assert counted == [(k + 1, 11) for k in range(11)]


def test_another_executor_may_share_the_work() -> None:
    axes = read_axes(["calls_per_day=1000..1400/100"])
    with ThreadPoolExecutor(2) as executor:
        assert sweep.sweep(load(), axes, executor=executor) == sweep.sweep(load(), axes)


def test_answers_keep_their_schema_in_every_format() -> None:
    answer = sweep.sweep(load(), read_axes(["hotlines.mfc.aht=3m,4m"]), group="all")
    document = json.loads(FORMATS["json"].render(view(answer), Options()))
    jsonschema.validate(document, schema())
    assert document["vary"] == [{"path": "hotlines.mfc.aht", "values": ["3m", "4m"]}]
    for name in ("table", "csv", "ndjson", "markdown"):
        assert "portal" in FORMATS[name].render(view(answer), Options())
