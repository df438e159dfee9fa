import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mfc_capacity.commands.compare.sides import load_side
from mfc_capacity.commands.plan.view import view
from mfc_capacity.files.problems import InputError
from mfc_capacity.plan import answer as plans
from mfc_capacity.render import FORMATS, Options
from mfc_capacity.scenario import load_scenario
from tests.conftest import refused


@pytest.fixture
def folder(small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    variants = "variants: {slow: {set: {hotlines.mfc.aht: 5m}}}\n"
    Path("city.yaml").write_text(small + variants, encoding="utf-8")
    plan = plans.plan(load_scenario("city.yaml"))
    Path("plan.json").write_text(FORMATS["json"].render(view(plan), Options()), encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_of_a_side_that_is_missing_nothing_is_to_be_begun() -> None:
    for missing in ("none.yaml", "none.json", "none.yaml#slow"):
        with pytest.raises(InputError) as caught:
            load_side(missing)
        (problem,) = caught.value.problems
        assert (problem.file, problem.hint) == (missing.partition("#")[0], None)


@pytest.mark.usefixtures("folder")
def test_a_plan_read_back_is_the_plan() -> None:
    scenario, plan = load_side("city.yaml"), load_side("plan.json")
    assert plan.tables == scenario.tables
    assert (plan.currency, plan.title, plan.accounts) == (
        scenario.currency,
        scenario.title,
        scenario.accounts,
    )
    assert plan.loaded is None
    assert scenario.loaded is not None


@pytest.mark.usefixtures("folder")
def test_a_variant_stands_behind_its_mark() -> None:
    side = load_side("city.yaml#slow")
    assert side.name == "city.yaml#slow"
    assert side.tables == load_side("city.yaml", overrides=["hotlines.mfc.aht=5m"]).tables


@pytest.mark.usefixtures("folder")
def test_a_file_with_a_mark_in_its_name_is_meant_first() -> None:
    Path("city.yaml#slow").write_text(Path("city.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert load_side("city.yaml#slow").tables == load_side("city.yaml").tables


def test_a_scenario_in_braces_is_a_scenario(folder: Path) -> None:
    text = '{"schema": "mfc-capacity/scenario/1", "hotlines": {"a": {"calls_per_day": "100", "aht": "3m"}}}'
    (folder / "s.json").write_text(text, encoding="utf-8")
    assert load_side("s.json").loaded is not None


def edited(change: Callable[[Any], object]) -> str:
    document = json.loads(Path("plan.json").read_text(encoding="utf-8"))
    change(document)
    return json.dumps(document)


BROKEN: list[tuple[Callable[[Any], object], str]] = [
    (lambda d: d.update(schema="mfc-capacity/plan/2.0"), "this plan has the version 2.0"),
    (
        lambda d: d.update(schema="mfc-capacity/erlang/1.0"),
        "this is no plan: its schema is mfc-capacity/erlang/1.0",
    ),
    (lambda d: d.pop("schema"), "this is no plan"),
    (lambda d: d.update(tables=[]), "has no table summary"),
    (lambda d: d["tables"].pop("summary"), "has no table summary"),
    (lambda d: d["tables"].update(summary={}), "table summary, row 0: it has no group"),
    (lambda d: d["tables"].update(summary=3), "table summary, row 0: a record is expected"),
    (lambda d: d["tables"]["months"][1].pop("group"), "table months, row 1: it has no group"),
    (lambda d: d["tables"]["summary"][0].update(cost="much"), "table summary, row 0: cost is not what"),
    (lambda d: d["tables"]["summary"][0].update(calls=None), "table summary, row 0: calls is not what"),
    (lambda d: d["tables"]["summary"][0].update(calls=True), "table summary, row 0: calls is not what"),
    (lambda d: d["tables"]["summary"].append(d["tables"]["summary"][0]), "a row stands there twice"),
    (lambda d: d["tables"]["summary"][0].update(cost=float("nan")), "NaN is no number"),
]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_what_is_no_plan_is_refused_with_the_reason(change: Callable[[Any], object], message: str) -> None:
    Path("other.json").write_text(edited(change), encoding="utf-8")
    with refused(InputError, match=message):
        load_side("other.json")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"tables": ', "other.json:1:12: this is no JSON"),
        ("[" * 100_000, "other.json"),
        (
            '{"tables": {"summary": [{"group": "a", "cost": 1e999}]}, "schema": "mfc-capacity/plan/1.0"}',
            "cost is not",
        ),
        ('{"tables": ' + "[" * 100_000, "nested too deeply"),
        ('{"tables": ' + "1" * 5000 + "}", "no JSON of a plan"),
        ("", "other.json"),
    ],
)
def test_hostile_json_is_refused(text: str, message: str) -> None:
    Path("other.json").write_text(text, encoding="utf-8")
    with refused(InputError, match=message):
        load_side("other.json")


@pytest.mark.usefixtures("folder")
def test_a_newer_plan_with_more_in_it_is_read() -> None:
    def newer(document: Any) -> None:
        document["schema"] = "mfc-capacity/plan/1.7"
        document["tables"]["more"] = [{"a": 1}]
        document["tables"]["summary"][0]["new_column"] = [1]

    Path("other.json").write_text(edited(newer), encoding="utf-8")
    assert load_side("other.json").tables == load_side("plan.json").tables


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("text", "overrides"), [("plan.json#slow", []), ("plan.json", ["shrinkage=1%"])])
def test_a_plan_cannot_be_changed(text: str, overrides: list[str]) -> None:
    with refused(InputError, match="neither variants nor values to set"):
        load_side(text, overrides=overrides)


def test_accounts_are_taken_as_they_stand(folder: Path) -> None:
    contract = {"used": 5, "exhausted_on": "2014-05-04"}
    (folder / "other.json").write_text(
        edited(lambda d: d.update(contract=contract, budget=None)), encoding="utf-8"
    )
    assert load_side("other.json").accounts == {"contract": contract}
