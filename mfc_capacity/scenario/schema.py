"""The JSON Schema of a scenario file, for editors that complete and check while one types.

It is made from the format's own models; what each part and key is for is handed in, by `Part` and `Part.key`. A
file that extends another is a patch: nothing in it is required, and null removes. What a schema cannot say
(references, sums, units of money) only `validate` finds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from mfc_capacity.scenario.format import LimitsFile, ScenarioFile

Schema = dict[str, Any]
Descriptions = Mapping[str, str]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PATCH = "Patch"
RANGE = r"^.+\.\..+$"
_REF = "#/$defs/"
_NULL: Schema = {"type": "null"}
_UNION = {"anyOf", "oneOf"}
_CONTAINERS = ("object", "array")


def scenario_schema(descriptions: Descriptions) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a scenario file."""
    model, parts = _described(ScenarioFile, descriptions)
    parts["Scenario"] = model
    polish, polish_patch = _Polish(descriptions, patch=False), _Polish(descriptions, patch=True)
    whole = {name: polish.part(part) for name, part in parts.items()}
    patches = {name + PATCH: polish_patch.part(part) for name, part in parts.items()}
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


def limits_schema(descriptions: Descriptions) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a file of limits."""
    model, parts = _described(LimitsFile, descriptions)
    polish = _Polish(descriptions, patch=False)
    return {
        "$schema": DIALECT,
        "title": "mfc-capacity limits",
        "description": model["description"],
        **polish.part(model),
        "$defs": {name: polish.part(part) for name, part in parts.items()},
    }


def _described(file: type[BaseModel], descriptions: Descriptions) -> tuple[Schema, dict[str, Schema]]:
    """Return pydantic's schemas of a file and, by name, of its parts, each part and key with its description."""
    model = file.model_json_schema(by_alias=True)
    parts = {file.__name__: model, **model.pop("$defs")}
    for name, part in parts.items():
        part["description"] = descriptions[name]
        for key, schema in part["properties"].items():
            schema["description"] = descriptions[f"{name}.{key}"]
    return parts.pop(file.__name__), parts


@dataclass(frozen=True)
class _Polish:
    """Turns pydantic's schemas into those for editors: of a file by itself, or of a patch of another file."""

    descriptions: Descriptions
    patch: bool

    def part(self, schema: Schema) -> Schema:
        """Return a part without pydantic's own notes, open to x- keys, sources and, in a patch, to null."""
        dropped = {"title", "default", "description", "figure", *(["required"] if self.patch else [])}
        part = {key: value for key, value in schema.items() if key not in dropped}
        if "$ref" in part:
            part["$ref"] += PATCH if self.patch else ""
        for key in _UNION & part.keys():
            branches = [self.part(branch) for branch in part[key] if branch != _NULL]
            part = branches[0] if len(branches) == 1 else {"anyOf": branches}
        if part.get("type") in _CONTAINERS:
            part = self._container(part)
        if schema.get("figure") or "enum" in part or part.get("type") not in (None, *_CONTAINERS):
            part = self._sourced(part)
        return {"description": schema["description"], **part} if "description" in schema else part

    def _container(self, part: Schema) -> Schema:
        """Return a list or map with what is inside it polished; a map is open to x- keys."""
        inner: Schema = {
            key: {name: self._value(schema) for name, schema in part[key].items()}
            for key in ("properties", "patternProperties")
            if key in part
        }
        for key in ("items", "additionalProperties"):
            if isinstance(part.get(key), dict):
                inner[key] = self._value(part[key])
        if part["type"] == "array":
            return part | inner
        patterns = inner.get("patternProperties", {})
        closed = {"additionalProperties": False} if patterns else {}
        return part | inner | closed | {"patternProperties": {**patterns, "^x-": True}}

    def _value(self, schema: Schema) -> Schema:
        polished = self.part(schema)
        return {"anyOf": [polished, _NULL]} if self.patch else polished

    def _sourced(self, part: Schema) -> Schema:
        """Return a schema of a value, or of the value with its source and its range."""
        source = {"type": "string", "description": self.descriptions["Sourced.source"]}
        range_ = {"type": "string", "pattern": RANGE, "description": self.descriptions["Sourced.range"]}
        wrapped = {
            "type": "object",
            "description": self.descriptions["Sourced"],
            "properties": {"value": part, "source": source, "range": range_},
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [*cast("list[Schema]", part.get("anyOf", [part])), wrapped]}
