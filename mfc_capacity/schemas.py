"""JSON Schemas (draft 2020-12) of the answers, made from the declarations of their columns."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mfc_capacity.columns import (
    AFFORDABLE,
    COLUMNS,
    CURVE,
    PLAN_TABLES,
    SOLVE,
    SUMMARY,
    SWEEP_COLUMNS,
    VOLUME,
    TableSpec,
)
from mfc_capacity.results import Budget, Calculation, Column, Plan, ScenarioAnswer, Solution, Sweep
from mfc_capacity.wording.labels import METHODS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}

_TYPES = {"text": "string", "date": "string", "month": "string", "time": "string", "count": "integer"}
_PATTERNS = {"date": r"^\d{4}-\d\d-\d\d$", "month": r"^\d{4}-\d\d$", "time": r"^\d\d:\d\d(:\d\d)?$"}
_UNITS = {
    "seconds": "seconds",
    "share": "a share from 0 to 1",
    "hours": "hours",
    "money": "in the scenario's currency, to the hundredth",
    "erlangs": "Erlangs",
    "fte": "full-time jobs",
}


def plan_schema() -> dict[str, Any]:
    """Return the schema of the document that `plan -f json` prints."""
    return _of_scenario(Plan, PLAN_TABLES.values())


def budget_schema() -> dict[str, Any]:
    """Return the schema of the document that `budget -f json` prints."""
    figures = {name: _number() for name in ("amount", "extra", "fixed_cost", "least", "targets_need", "knee")}
    account = {
        "covers": {"enum": ["contract", "labour", "all"]},
        "pays_for": {"enum": ["operators", "volume"]},
        **figures,
        "as_planned": {"type": ["object", "null"], "description": "what callers meet under the plan"},
        "extra_buys": {
            "type": ["object", "null"],
            "additionalProperties": {"type": ["number", "null"]},
            "description": "how each figure changes from the amount to the amount with the extra",
        },
    }
    return _of_scenario(Budget, (CURVE, AFFORDABLE, VOLUME), {"budget": _object(account)})


def solution_schema() -> dict[str, Any]:
    """Return the schema of the document that `budget --solve ... -f json` prints."""
    return _of_scenario(
        Solution, (SOLVE,), {"solved": TEXT, "kind": {"enum": ["driver", "deflection", "operators"]}}
    )


def sweep_schema() -> dict[str, Any]:
    """Return the schema of the document that `sweep -f json` prints; a row has its paths and metrics too."""
    schema = _of_scenario(
        Sweep, (), {"vary": _list({"path": TEXT, "values": {"type": "array", "items": TEXT}})}
    )
    always = {name: _cell(COLUMNS[name]) for name in SWEEP_COLUMNS}
    metrics = {
        column.name: _cell(replace(column, nullable=True)) for column in SUMMARY.columns(with_given=True)
    }
    row = {"type": "object", "properties": {**metrics, **always}, "required": list(always)}
    schema["properties"]["tables"] = _object({"sweep": {"type": "array", "items": row}})
    return schema


def _number() -> dict[str, Any]:
    return {"type": ["number", "null"], "minimum": 0}


def _of_scenario(
    kind: type[ScenarioAnswer], tables: Iterable[TableSpec], beside: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the schema of an answer about a scenario; one table may be asked for alone."""
    head = {
        "schema": {"const": kind.schema},
        "tool": _TOOL,
        "scenario": _SCENARIO,
        "method": {"enum": list(METHODS)},
        "currency": TEXT_OR_NULL,
        "interval_s": {"type": "integer", "exclusiveMinimum": 0},
        "assumptions": _list({**_FIGURE, "source": {"type": "null"}}),
        "sources": _list(_FIGURE),
        "warnings": _list({"code": TEXT, "message": TEXT, "location": TEXT_OR_NULL}),
        **(beside or {}),
        "tables": _object({}, optional={spec.name: _rows(spec) for spec in tables}),
    }
    return {"$schema": DRAFT, "title": kind.schema, **_object(head)}


def erlang_schema(columns: Iterable[Column]) -> dict[str, Any]:
    """Return the schema of the document that `erlang -f json` prints; rows may carry the user's own columns too."""
    row = {"type": "object", "properties": {column.name: _cell(column) for column in columns}}
    tables = _object({"erlang": {"type": "array", "items": row}})
    return {
        "$schema": DRAFT,
        "title": Calculation.schema,
        **_object({"schema": {"const": Calculation.schema}, "tool": _TOOL, "tables": tables}),
    }


def _rows(spec: TableSpec) -> dict[str, Any]:
    always = {column.name: _cell(column) for column in spec.columns()}
    given = {
        column.name: _cell(column) for column in spec.columns(with_given=True) if column.name not in always
    }
    return {"type": "array", "items": _object(always, optional=given)}


def _cell(column: Column) -> dict[str, Any]:
    plain = _TYPES.get(column.kind, "number")
    cell: dict[str, Any] = {"type": [plain, "null"] if column.nullable else plain}
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
