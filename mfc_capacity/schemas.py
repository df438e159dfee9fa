"""JSON Schemas (draft 2020-12) of the answers, made from the declarations of their columns."""

from collections.abc import Iterable
from typing import Any

from mfc_capacity.columns import PLAN_TABLES, TableSpec
from mfc_capacity.results import Calculation, Column, Plan, ScenarioAnswer
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
    return _of_scenario(Plan, PLAN_TABLES.values(), {"contract": _CONTRACT, "budget": _BUDGET})


def _of_scenario(
    kind: type[ScenarioAnswer], tables: Iterable[TableSpec], beside: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the schema of an answer about a scenario; one table may be asked for alone.

    What stands `beside` the tables depends on the scenario.
    """
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
        "tables": _object({}, optional={spec.name: _rows(spec) for spec in tables}),
    }
    return {"$schema": DRAFT, "title": kind.schema, **_object(head, optional=beside)}


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
    if plain != "string" and not column.signed:
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
_AMOUNT = {"type": "number", "minimum": 0}
_AMOUNT_OR_NULL = {"type": ["number", "null"], "minimum": 0}
_NUMBER_OR_NULL = {"type": ["number", "null"]}
_DATE = {"type": "string", "pattern": _PATTERNS["date"]}
_DATE_OR_NULL = {**_DATE, "type": ["string", "null"]}
_VOLUME = {
    "unit": {"enum": ["calls", "minutes", "operator_hours", None]},
    **dict.fromkeys(("volume", "used", "inside", "beyond", "unserved", "left"), _AMOUNT_OR_NULL),
    **dict.fromkeys(("cost_inside", "cost_beyond", "cost"), _AMOUNT),
    "exhausted_on": _DATE_OR_NULL,
    "months_covered": _AMOUNT,
}
_CAUSE = {
    "kind": {"enum": ["ordinary", "driver", "peak", "channel"]},
    "name": TEXT_OR_NULL,
    "from": _DATE_OR_NULL,
    "value": _AMOUNT_OR_NULL,
    "used": {"type": "number"},
}
_CONTRACT_PART = {
    "provider": TEXT_OR_NULL,
    **dict.fromkeys(("from", "to"), _DATE),
    **dict.fromkeys(("counted_from", "counted_to"), _DATE_OR_NULL),
    "price": _AMOUNT,
    "overage": _AMOUNT_OR_NULL,
    **_VOLUME,
    "causes": _list(_CAUSE),
}
_CONTRACT = _object({**_VOLUME, "parts": _list(_CONTRACT_PART)})
_BUDGET = _object(
    {
        "covers": {"enum": ["contract", "labour", "all"]},
        "amount": _AMOUNT,
        "extra": _AMOUNT_OR_NULL,
        "status": {"enum": ["enough", "enough-with-extra", "not-enough", "unknown"]},
        "cost": _AMOUNT_OR_NULL,
        **dict.fromkeys(("headroom", "headroom_with_extra"), _NUMBER_OR_NULL),
        **dict.fromkeys(("money_ends_on", "money_ends_on_with_extra"), _DATE_OR_NULL),
    }
)
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
