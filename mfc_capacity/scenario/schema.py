"""The JSON Schema of a scenario file, for editors that complete and check while one types.

It is made from the format's own models. A file that extends another is a patch: nothing in it is required,
and null removes. What a schema cannot say (references, sums, units of money) only `validate` finds.
"""

from typing import Any, cast

from mfc_capacity.scenario.format import LimitsFile, ScenarioFile

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PATCH = "Patch"
_REF = "#/$defs/"
_NULL: Schema = {"type": "null"}
_UNION = {"anyOf", "oneOf"}
_CONTAINERS = ("object", "array")


def scenario_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a scenario file."""
    model = ScenarioFile.model_json_schema(by_alias=True)
    parts = {**model.pop("$defs"), "Scenario": model}
    whole = {name: _polished(part, patch=False) for name, part in parts.items()}
    patches = {name + PATCH: _polished(part, patch=True) for name, part in parts.items()}
    return {
        "$schema": DIALECT,
        "title": "mfc-capacity scenario",
        "description": model["description"],
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"{_REF}Scenario{PATCH}"},
        "else": {"$ref": f"{_REF}Scenario"},
        "$defs": whole | patches,
    }


def limits_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a file of limits."""
    model = LimitsFile.model_json_schema(by_alias=True)
    parts = {name: _polished(part, patch=False) for name, part in model.pop("$defs").items()}
    return {
        "$schema": DIALECT,
        "title": "mfc-capacity limits",
        "description": model["description"],
        **_polished(model, patch=False),
        "$defs": parts,
    }


def _polished(schema: Schema, *, patch: bool) -> Schema:
    """Return a part without pydantic's own notes, open to x- keys, sources and, in a patch, to null."""
    dropped = {"title", "default", "description", "figure", *(["required"] if patch else [])}
    part = {key: value for key, value in schema.items() if key not in dropped}
    if "$ref" in part:
        part["$ref"] += PATCH if patch else ""
    for key in _UNION & part.keys():
        part = _union([branch for branch in part[key] if branch != _NULL], patch=patch)
    if part.get("type") in _CONTAINERS:
        part = _container(part, patch=patch)
    if schema.get("figure") or _is_scalar(part):
        part = _sourced(part)
    return {"description": schema["description"], **part} if "description" in schema else part


def _container(part: Schema, *, patch: bool) -> Schema:
    """Return a list or map with what is inside it polished; a map is open to x- keys."""
    inner: Schema = {
        key: {name: _value(one, patch=patch) for name, one in part[key].items()}
        for key in ("properties", "patternProperties")
        if key in part
    }
    for key in ("items", "additionalProperties"):
        if isinstance(part.get(key), dict):
            inner[key] = _value(part[key], patch=patch)
    if part["type"] == "array":
        return part | inner
    patterns = inner.get("patternProperties", {})
    closed = {"additionalProperties": False} if patterns else {}
    return part | inner | closed | {"patternProperties": {**patterns, "^x-": True}}


def _value(schema: Schema, *, patch: bool) -> Schema:
    polished = _polished(schema, patch=patch)
    return {"anyOf": [polished, _NULL]} if patch else polished


def _union(branches: list[Schema], *, patch: bool) -> Schema:
    polished = [_polished(branch, patch=patch) for branch in branches]
    return polished[0] if len(polished) == 1 else {"anyOf": polished}


def _is_scalar(part: Schema) -> bool:
    return "enum" in part or part.get("type") not in (None, *_CONTAINERS)


def _sourced(part: Schema) -> Schema:
    """Return a schema of a value, or of the value with its source."""
    wrapped = {
        "type": "object",
        "description": "A figure with its source.",
        "properties": {
            "value": part,
            "source": {"type": "string", "description": "Where the figure was taken from."},
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    return {"anyOf": [*cast("list[Schema]", part.get("anyOf", [part])), wrapped]}
