"""Where every figure comes from, the file written out again, and the schema that editors use."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from mfc_capacity.files.nodes import plain
from mfc_capacity.files.parsing import parse
from mfc_capacity.scenario import LoadedScenario, load_scenario, resolve_text, scenario_schema
from mfc_capacity.wording import starter
from mfc_capacity.wording.en.keys import DESCRIPTIONS
from tests.conftest import ROOT

Load = Callable[..., LoadedScenario]
HERE = Path(__file__).parent
VALID = [
    HERE / "every_key.yaml",
    ROOT / "mfc_capacity" / "wording" / "en" / "starter.yaml",
    *sorted((ROOT / "scenarios").glob("*.yaml")),
]
HOSTILE_NAMES = (
    "hotlines:\n"
    '  "a.b": {calls_per_day: 1, aht: 1m, title: "say: \\"x\\" # no"}\n'
    '  "- x": {calls_per_day: 1, aht: 1m, title: "null"}\n'
    '  "null": {calls_per_day: {value: 1, source: "a: b # c, {d}"}, aht: 1m}\n'
    '  "on, [y]": {calls_per_day: 1, aht: 1m, profile: {value: {08:00: 1}, source: "it\'s"}}\n'
    '  наша линия: {calls_per_day: 1, aht: 1m, title: "12:30"}\n'
)


@cache
def validator() -> Any:
    schema = scenario_schema(DESCRIPTIONS)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


class TextLoader(yaml.SafeLoader):
    """Reads every scalar as its text, as the reader itself does."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_the_resolved_file_means_the_same(path: Path, load: Load) -> None:
    loaded = load_scenario(str(path))
    text = resolve_text(loaded)
    again = load(text)
    assert again.scenario == loaded.scenario
    assert [(f.key, f.value, f.source) for f in again.figures if f.origin == "default"] == []
    assert {(f.key, f.value, f.source) for f in again.figures} == {
        (f.key, f.value, f.source) for f in loaded.figures
    }


def test_the_resolved_file_names_every_origin(load: Load) -> None:
    base = "hotlines:\n  a: {calls_per_day: 1, aht: 1m, patience: 2m}\n"
    base += "variants: {v: {set: {hotlines.a.patience: 3m}}}\n"
    text = resolve_text(
        load("extends: base.yaml\ntitle: x\n", variant="v", overrides=("hotlines.a.aht=2m",), base=base)
    )
    origins = {line.split(":")[0].strip(): line.partition("#")[2].strip() for line in text.splitlines()}
    assert origins["title"] == "main.yaml:2:8"
    assert origins["calls_per_day"] == "base.yaml:2:22"
    assert origins["patience"] == "variant v, base.yaml:3:43"
    assert origins["aht"] == "--set"
    assert origins["full_time_week"] == "default"


def test_names_and_texts_of_any_kind_survive(load: Load) -> None:
    loaded = load(HOSTILE_NAMES)
    again = load(resolve_text(loaded))
    assert again.scenario == loaded.scenario
    assert {figure.source for figure in again.figures} == {None, "a: b # c, {d}", "it's"}


def test_a_map_is_one_figure_unless_its_values_have_sources(load: Load) -> None:
    text = "hotlines: {a: {calls_per_day: 1, aht: 1m}}\nshrinkage: {leave: %s, breaks: 9%%}\n"
    plain_keys = [f.key for f in load(text % "12%").figures if f.key.startswith("shrinkage")]
    sourced = {
        f.key: f.source for f in load(text % "{value: 12%, source: HR}").figures if "shrinkage" in f.key
    }
    assert plain_keys == ["shrinkage"]
    assert sourced == {"shrinkage.leave": "HR", "shrinkage.breaks": None}


def test_value_and_source_are_names_where_names_stand(load: Load) -> None:
    text = "currency: EUR\nhotlines: {value: {calls_per_day: 1, aht: 1m}}\n"
    text += "costs: {contacts: {value: 1 EUR, source: 2 EUR}}\n"
    scenario = load(text).scenario
    assert list(scenario.hotlines) == ["value"]
    assert scenario.costs.contacts == {"value": 1, "source": 2}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_valid_files_keep_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    resolved = resolve_text(load_scenario(str(path)))
    for written in (text, resolved):
        assert [error.message for error in validator().iter_errors(yaml.load(written, TextLoader))] == []  # noqa: S506


def test_a_patch_needs_nothing_and_may_remove() -> None:
    patch = {"extends": "base.yaml", "hotlines": {"mfc": {"aht": "4m", "deflect": None}, "old": None}}
    assert validator().is_valid(patch)
    assert not validator().is_valid(patch | {"hotlines": {"mfc": {"ath": "4m"}}})
    assert not validator().is_valid({"hotlines": {"mfc": {"aht": "4m", "deflect": None}}})


def test_the_schema_finds_most_mistakes_of_form() -> None:
    form = (
        "duration-",
        "key-unknown",
        "value-missing",
        "money-without",
        "weekday-unknown",
        "aht-missing",
        "model-",
    )
    names = [path for path in sorted((HERE / "broken").glob("*.yaml")) if path.name.startswith(form)]
    assert len(names) >= 8
    for path in names:
        assert not validator().is_valid(plain(parse(path.read_bytes(), path.name))), path.name


def test_every_key_of_the_schema_is_described() -> None:
    for name, part in scenario_schema(DESCRIPTIONS)["$defs"].items():
        for key, value in part.get("properties", {}).items():
            inner = value["anyOf"][0] if name.endswith("Patch") else value
            assert inner.get("description"), f"{name}.{key}"
    assert json.dumps(scenario_schema(DESCRIPTIONS)) == json.dumps(scenario_schema(DESCRIPTIONS))


def test_the_starter_is_valid_and_loads_by_name() -> None:
    text = starter()
    loaded = load_scenario("starter.yaml", read_bytes=lambda _: text.encode())
    assert loaded.scenario.groups["city"].hotlines == ("services", "payments")
    assert load_scenario("s.yaml", variant="digital", read_bytes=lambda _: text.encode()).variant == "digital"
