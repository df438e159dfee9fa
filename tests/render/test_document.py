"""JSON Schemas of the answers: each is valid, closed, and made of the types that the records declare."""

from typing import Annotated, Any, NotRequired, TypedDict

import jsonschema
import pytest

from mfc_capacity.answers.kinds import bounds, one_of
from mfc_capacity.cli.scenario_files import SchemaName
from mfc_capacity.render.document import schema_of
from tests.conftest import Run

OPEN = {"sweep", "erlang"}  # rows with columns that the user names
EDITORS = {SchemaName.SCENARIO, SchemaName.LIMITS, SchemaName.METRICS}


class Inner(TypedDict):
    figure: Annotated[float | None, "in seconds"]
    kind: Annotated[str, one_of(("a", "b"))] | None
    beside: NotRequired[Annotated[int, bounds(minimum=0)]]


def test_a_schema_is_made_of_types() -> None:
    assert schema_of(list[Inner]) == {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "figure": {"type": ["number", "null"], "description": "in seconds"},
                "kind": {"type": ["string", "null"], "enum": ["a", "b", None]},
                "beside": {"type": "integer", "minimum": 0},
            },
            "required": ["figure", "kind"],
            "additionalProperties": False,
        },
    }


def objects(schema: Any) -> list[dict[str, Any]]:
    """Return every schema of an object with named members in a schema."""
    if isinstance(schema, list):
        return [found for one in schema for found in objects(one)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if isinstance(schema.get("properties"), dict) and schema.get("type") else []
    return own + [found for one in schema.values() for found in objects(one)]


@pytest.mark.parametrize("name", sorted(set(SchemaName) - EDITORS))
def test_schemas_are_valid_and_closed(run: Run, name: SchemaName) -> None:
    schema = run("schema", name).document
    jsonschema.Draft202012Validator.check_schema(schema)
    open_ones = [own for own in objects(schema) if own.get("additionalProperties") is not False]
    assert len(open_ones) == (name in OPEN)
