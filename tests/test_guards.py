"""What keeps the house straight: every key of the format and every command stands where a reader looks for it."""

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from mfc_capacity.cli.app import app
from mfc_capacity.scenario.format import Limit, ScenarioFile
from tests.conftest import ROOT

DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCENARIO_PAGE = (DOCS / "scenario.md").read_text(encoding="utf-8")
CHECK_PAGE = (DOCS / "check.md").read_text(encoding="utf-8")
PAGE_OF = dict.fromkeys(("init", "validate", "resolve", "schema"), "scenario.md")


def models_in(annotation: Any, *, named: bool = False) -> Iterator[tuple[type[BaseModel], bool]]:
    """Yield the models of an annotation, and whether names of the user's own lead to it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, named
    for inner in get_args(annotation):
        yield from models_in(inner, named=named or get_origin(annotation) is dict)


def keys_of(model: type[BaseModel], *above: str) -> Iterator[tuple[str, str]]:
    """Yield every key as `Model.key`, with a dotted path that leads to it."""
    for name, field in model.model_fields.items():
        path = (*above, field.alias or name)
        yield f"{model.__name__}.{path[-1]}", ".".join(path)
        for inner, named in models_in(field.annotation):
            if inner is not Limit:
                yield from keys_of(inner, *path, *(["NAME"] if named else []))


def rows_of_keys(page: str) -> dict[str, str]:
    """Return the row of each dotted key in a table of keys; `.to` beside `calendar.from` is `calendar.to`."""
    rows = {}
    for row in re.findall(r"^\| `.*$", page, re.MULTILINE):
        above = ""
        for key in re.findall(r"`([^`]+)`", row.split("|")[1]):
            path = above + key if key.startswith(".") else key
            above = path.rpartition(".")[0]
            rows[path] = row
    return rows


def is_documented(path: str, rows: dict[str, str]) -> bool:
    """Return whether a key has a row, or rows below it, or stands in the row of the key above it."""
    above, _, key = path.rpartition(".")
    return (
        key == "title"
        or any(f"{row}.".startswith(f"{path}.") for row in rows)
        or re.search(rf"`[^`]*\b{key}\b[^`]*`", rows.get(above, "")) is not None
    )


KEYS: dict[str, list[str]] = {}
for name, path in keys_of(ScenarioFile):
    KEYS.setdefault(name, []).append(path)


@pytest.mark.parametrize("name", KEYS)
def test_every_key_of_the_format_is_documented(name: str) -> None:
    rows = rows_of_keys(SCENARIO_PAGE)
    assert any(is_documented(path, rows) for path in KEYS[name]), KEYS[name]


@pytest.mark.parametrize("key", [field.alias or name for name, field in Limit.model_fields.items()])
def test_every_key_of_a_limit_is_documented(key: str) -> None:
    assert re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", CHECK_PAGE)


@pytest.mark.parametrize("command", [command.name for command in app.registered_commands])
def test_every_command_has_a_page_and_stands_in_the_readme(command: str) -> None:
    page = DOCS / PAGE_OF.get(command, f"{command}.md")
    assert f"mfc-capacity {command}" in page.read_text(encoding="utf-8")
    commands = README.partition("## Commands")[2].partition("```")[0]
    rows = re.findall(r"^\| (`.*?) \|", commands, re.MULTILINE)
    assert any(re.search(rf"`{command}\b", row) for row in rows)
