"""What stands beside the tables in JSON: declared as records, from which the values and their JSON Schema are made.

A record is a `TypedDict`, or a record of the answer itself where JSON has the same fields. Of the latter, a field's
metadata may give its name in JSON (`json`); None: it is left out. One that is `optional` is left out where it is None.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from mfc_capacity.answers.columns import LISTS, TableSpec
from mfc_capacity.answers.kinds import PATTERNS
from mfc_capacity.answers.records import TEXT_KINDS, Column
from mfc_capacity.wording.en.columns import COLUMNS, meaning

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TOOL = "mfc-capacity"

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_CELLS = {**dict.fromkeys(TEXT_KINDS, "string"), "count": "integer"}
_UNITS = {
    "seconds": "seconds",
    "share": "a share from 0 to 1",
    "ratio": "1 is 100 %",
    "hours": "hours",
    "money": "in the scenario's currency, to the hundredth",
    "erlangs": "Erlangs",
    "fte": "full-time jobs",
    "lines": "whole, unless a real number was given",
}

Schema = dict[str, Any]


def json_fields(record: Any) -> dict[str, Any]:
    """Return the fields of a record of an answer by their names in JSON."""
    values = ((name, field, getattr(record, field.name)) for name, field in _named_fields(record))
    return {name: value for name, field, value in values if not (_is_optional(field) and value is None)}


def _named_fields(record: Any) -> Iterable[tuple[str, Field[Any]]]:
    named = ((field.metadata.get("json", field.name), field) for field in fields(record))
    return ((name, field) for name, field in named if name is not None)


def _is_optional(field: Field[Any]) -> bool:
    return bool(field.metadata.get("optional"))


def document_schema(
    version: str,
    head: type,
    tables: Iterable[TableSpec] = (),
    *,
    beside: Mapping[str, Schema] | None = None,
    rows: Mapping[str, Schema] | None = None,
) -> Schema:
    """Return the schema of a document.

    Args:
        version: the schema's own name and version, as the document states it.
        head: the record of what stands beside the tables.
        tables: those that it may have; one may be asked for alone, and so may a list that stands beside them.
        beside: further values beside the tables.
        rows: further tables, with the schema of their rows; it always has them if there is no list to ask for instead.
    """
    declared = schema_of(head)
    parts = {
        "schema": {"const": version},
        "tool": closed({"name": {"const": TOOL}, "version": TEXT}),
        **{name: declared["properties"][name] for name in declared["required"]},
        **(beside or {}),
    }
    has_lists = LISTS.keys() <= declared["properties"].keys()
    specs = (*tables, *(LISTS.values() if has_lists else ()))
    one_or_all = {spec.name: _array_of(row_schema(spec)) for spec in specs}
    always = {name: _array_of(row) for name, row in (rows or {}).items()}
    if has_lists:
        one_or_all, always = {**one_or_all, **always}, {}
    if always or one_or_all:
        parts["tables"] = closed(always, one_or_all)
    optional = {name: own for name, own in declared["properties"].items() if name not in parts}
    return {"$schema": DRAFT, "title": version, **closed(parts, optional)}


def closed(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of an object with these members and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def row_schema(spec: TableSpec) -> Schema:
    """Return the schema of a row of a table."""
    always, every = spec.columns(), spec.columns(with_given=True, asked=spec.asked)
    return closed(cells_schema(always), cells_schema(column for column in every if column not in always))


def cells_schema(columns: Iterable[Column]) -> dict[str, Schema]:
    """Return the schemas of the cells of a row."""
    return {column.name: cell_schema(column) for column in columns}


def cell_schema(column: Column) -> Schema:
    """Return the schema of a cell."""
    plain = _CELLS.get(column.kind, "number")
    cell: Schema = {"type": [plain, "null"] if column.nullable else plain}
    if column.kind in PATTERNS:
        cell["pattern"] = PATTERNS[column.kind]
    if plain != "string" and not column.signed:
        cell["minimum"] = 0
    if column.kind == "share":
        cell["maximum"] = 1
    if column.key in COLUMNS:
        cell["title"] = COLUMNS[column.key].label
    unit = _UNITS.get(column.kind)
    return {**cell, "description": f"{meaning(column)} ({unit})" if unit else meaning(column)}


def schema_of(kind: Any) -> Schema:
    """Return the schema of a type: of a record and all that it is made of.

    Raises:
        TypeError: for a type that JSON has no word for.
    """
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if is_typeddict(kind):
        hints, required = get_type_hints(kind, include_extras=True), kind.__required_keys__
        members = {name: schema_of(hint) for name, hint in hints.items()}
        return closed(
            {name: member for name, member in members.items() if name in required},
            {name: member for name, member in members.items() if name not in required},
        )
    if is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        named = [(name, field, schema_of(hints[field.name])) for name, field in _named_fields(kind)]
        return closed(
            {name: own for name, field, own in named if not _is_optional(field)},
            {name: own for name, field, own in named if _is_optional(field)},
        )
    return _OF_GENERICS[get_origin(kind)](*get_args(kind))


def _annotated(kind: Any, *notes: Any) -> Schema:
    """Return the schema of a type with its bounds, and a text on what is meant."""
    schema = schema_of(kind)
    for note in notes:
        keywords = (("description", note),) if isinstance(note, str) else note
        schema |= {key: list(value) if isinstance(value, tuple) else value for key, value in keywords}
    return schema


def _union(*kinds: Any) -> Schema:
    """Return the schema of one type or another; null is one more type of a plain one."""
    schemas = [schema_of(kind) for kind in kinds if kind is not NoneType]
    if len(schemas) == 1 and "enum" in schemas[0]:
        return {**schemas[0], "type": [schemas[0]["type"], "null"], "enum": [*schemas[0]["enum"], None]}
    if len(schemas) == 1 or all(schema.keys() == {"type"} for schema in schemas):
        types = [*(schema["type"] for schema in schemas), *(["null"] if NoneType in kinds else [])]
        return {**schemas[0], "type": types}
    return {"anyOf": [*schemas, *([{"type": "null"}] if NoneType in kinds else [])]}


def _array(kind: Any, *_rest: Any) -> Schema:
    return _array_of(schema_of(kind))


def _array_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_OF_GENERICS: dict[Any, Callable[..., Schema]] = {
    Annotated: _annotated,
    NotRequired: schema_of,
    Literal: lambda *values: {"type": "string", "enum": list(values)},
    Union: _union,
    UnionType: _union,
    list: _array,
    tuple: _array,
    Mapping: lambda _key, value: {"type": "object", "additionalProperties": schema_of(value)},
}
