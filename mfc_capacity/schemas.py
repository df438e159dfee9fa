"""JSON Schemas (draft 2020-12) of the answers, made from the declarations of their columns."""

from collections.abc import Iterable
from typing import Any

from mfc_capacity.calculator import columns
from mfc_capacity.results import ERLANG_SCHEMA, PLAN_SCHEMA, PLAN_TABLES, Column, TableSpec

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}

_ALWAYS_KNOWN = {
    "group", "start", "calls", "contacts", "days_open", "offered_load_erlangs", "operators_required", "operators_paid",
    "peak_operators_required", "peak_operators_paid", "operator_hours_required", "operator_hours_paid", "fte",
    "status", "peaks", "calls_per_hour",
}  # fmt: skip
_TYPES = {"text": "string", "date": "string", "month": "string", "time": "string", "count": "integer"}
_PATTERNS = {"date": r"^\d{4}-\d\d-\d\d$", "month": r"^\d{4}-\d\d$", "time": r"^\d\d:\d\d(:\d\d)?$"}
_UNITS = {
    "seconds": "seconds",
    "share": "a share from 0 to 1",
    "hours": "hours",
    "money": "in the scenario's currency, to the hundredth",
    "erlangs": "Erlangs",
    "lines": "a whole number where it is found; a given one may be real",
    "fte": "full-time jobs",
}


def plan_schema() -> dict[str, Any]:
    """Return the schema of the document that `plan -f json` prints."""
    return {
        "$schema": DRAFT,
        "title": PLAN_SCHEMA,
        **_object(
            {
                "schema": {"const": PLAN_SCHEMA},
                "tool": _TOOL,
                "scenario": _SCENARIO,
                "method": {"enum": ["stationary"]},
                "currency": TEXT_OR_NULL,
                "interval_s": {"type": "integer", "exclusiveMinimum": 0},
                "assumptions": _list({**_FIGURE, "source": {"type": "null"}}),
                "sources": _list(_FIGURE),
                "warnings": _WARNINGS,
            },
            optional={
                "tables": _object({}, optional={name: _rows(spec) for name, spec in PLAN_TABLES.items()})
            },
        ),
    }


def erlang_schema() -> dict[str, Any]:
    """Return the schema of the document that `erlang -f json` prints; rows of a file carry the user's own texts too."""
    single, lines, answers = map(_cells, (columns.SINGLE, columns.LINES, columns.ANSWERS))
    inputs = {name: cell for name, cell in _cells(columns.INPUTS).items() if name not in answers}
    own = {**_object(answers, optional=inputs), "additionalProperties": TEXT}
    rows = {"type": "array", "items": {"anyOf": [_object(single), _object(lines), own]}}
    fewer = [_object(answers), _object({name: lines[name] for name in columns.AT_LINES}), {"type": "null"}]
    return {
        "$schema": DRAFT,
        "title": ERLANG_SCHEMA,
        **_object(
            {
                "schema": {"const": ERLANG_SCHEMA},
                "tool": _TOOL,
                "warnings": _WARNINGS,
                "one_fewer": {"description": "what one operator or line fewer would give", "anyOf": fewer},
                "tables": _object({"erlang": rows}),
            }
        ),
    }


def _rows(spec: TableSpec) -> dict[str, Any]:
    always = {column.name: _cell(column) for column in spec.columns(with_given=False)}
    given = {
        column.name: _cell(column) for column in spec.columns(with_given=True) if column.name not in always
    }
    return {"type": "array", "description": spec.title, "items": _object(always, optional=given)}


def _cells(declared: Iterable[Column]) -> dict[str, Any]:
    return {column.name: _cell(column) for column in declared}


def _cell(column: Column) -> dict[str, Any]:
    plain = _TYPES.get(column.kind, "number")
    cell: dict[str, Any] = {"type": plain if column.name in _ALWAYS_KNOWN else [plain, "null"]}
    if column.kind in _PATTERNS:
        cell["pattern"] = _PATTERNS[column.kind]
    if plain != "string":
        cell["minimum"] = 0
    if column.kind == "share":
        cell["maximum"] = 1
    unit = _UNITS.get(column.kind)
    cell["description"] = f"{column.meaning} ({unit})" if unit else column.meaning
    return cell


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def _list(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties)}


_TOOL = _object({"name": {"const": "mfc-capacity"}, "version": TEXT})
_WARNINGS = _list({"code": TEXT, "message": TEXT, "location": TEXT_OR_NULL})
_FIGURE = {"key": TEXT, "value": TEXT, "source": TEXT, "location": TEXT_OR_NULL}
_SCENARIO = _object(
    {
        "title": TEXT_OR_NULL,
        "path": TEXT,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "variant": TEXT_OR_NULL,
        "set": {"type": "array", "items": TEXT},
        "extends": _list({"path": TEXT, "sha256": TEXT}),
    }
)
