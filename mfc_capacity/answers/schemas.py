"""JSON Schemas (draft 2020-12) of the answers, made from the declarations of their columns."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from mfc_capacity.answers.columns import (
    AFFORDABLE,
    CODES,
    COLUMNS,
    COMPARE_TABLES,
    CURVE,
    PLAN_TABLES,
    SIMULATE_TABLES,
    SOLVE,
    STEPS,
    SUMMARY,
    SWEEP_COLUMNS,
    VOLUME,
    TableSpec,
)
from mfc_capacity.answers.records import (
    Budget,
    Calculation,
    CheckReport,
    CodePage,
    Column,
    Comparison,
    Explanation,
    Plan,
    ScenarioAnswer,
    SimulationAnswer,
    Solution,
    Sweep,
)
from mfc_capacity.commands.erlang import columns
from mfc_capacity.wording.en.compare import SPLITS
from mfc_capacity.wording.en.labels import METHODS

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
    "lines": "whole, unless a real number was given",
}


def plan_schema() -> dict[str, Any]:
    """Return the schema of the document that `plan -f json` prints."""
    return _of_scenario(Plan, PLAN_TABLES.values(), beside={"contract": _CONTRACT, "budget": _BUDGET})


def explain_schema() -> dict[str, Any]:
    """Return the schema of the documents that `explain -f json` prints: of a scenario's figure, or of a code."""
    figure = _of_scenario(Explanation, [STEPS], own={"explained": _EXPLAINED})
    code = {
        "title": CodePage.schema,
        **_object(
            {
                "schema": {"const": CodePage.schema},
                "tool": _TOOL,
                "tables": _object({CODES.name: _rows(CODES)}),
            }
        ),
    }
    return {"$schema": DRAFT, "oneOf": [figure, code]}


def simulate_schema() -> dict[str, Any]:
    """Return the schema of the document that `simulate -f json` prints."""
    return _of_scenario(SimulationAnswer, SIMULATE_TABLES.values(), own={"simulation": _SIMULATION})


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
    return _of_scenario(Budget, [CURVE, AFFORDABLE, VOLUME], own={"budget": _object(account)})


def solution_schema() -> dict[str, Any]:
    """Return the schema of the document that `budget --solve ... -f json` prints."""
    return _of_scenario(
        Solution, [SOLVE], own={"solved": TEXT, "kind": {"enum": ["driver", "deflection", "operators"]}}
    )


def sweep_schema() -> dict[str, Any]:
    """Return the schema of the document that `sweep -f json` prints; a row has its paths and metrics too."""
    schema = _of_scenario(
        Sweep, [], own={"vary": _list({"path": TEXT, "values": {"type": "array", "items": TEXT}})}
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
    kind: type[ScenarioAnswer],
    tables: Iterable[TableSpec],
    *,
    own: dict[str, Any] | None = None,
    beside: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the schema of an answer about a scenario; one table may be asked for alone.

    `own` always stands above the tables; what stands `beside` them depends on the scenario.
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
        "warnings": _WARNINGS,
        **(own or {}),
        "tables": _object({}, optional={spec.name: _rows(spec) for spec in tables}),
    }
    return {"$schema": DRAFT, "title": kind.schema, **_object(head, optional=beside)}


def erlang_schema() -> dict[str, Any]:
    """Return the schema of what `erlang -f json` prints: one interval, lines without a queue, or rows of a file."""
    inputs, answers, lines = map(_cells, (columns.INPUTS, columns.ANSWERS, columns.AT_LINES))
    from_file = {**_object(answers, optional=inputs), "additionalProperties": TEXT}
    kinds = [_object(_cells(columns.SINGLE)), _object(_cells(columns.WITHOUT_QUEUE)), from_file]
    fewer = [_object(answers), _object(lines), {"type": "null"}]
    head = {
        "schema": {"const": Calculation.schema},
        "tool": _TOOL,
        "warnings": _WARNINGS,
        "one_fewer": {"description": "what one operator or line fewer would give", "anyOf": fewer},
        "tables": _object({"erlang": {"type": "array", "items": {"anyOf": kinds}}}),
    }
    return {"$schema": DRAFT, "title": Calculation.schema, **_object(head)}


def _cells(declared: Iterable[Column]) -> dict[str, Any]:
    return {column.name: _cell(column) for column in declared}


def compare_schema() -> dict[str, Any]:
    """Return the schema of the document that `compare -f json` prints; one table may be asked for alone."""
    head = {
        "schema": {"const": Comparison.schema},
        "tool": _TOOL,
        "before": _SIDE,
        "after": _SIDE,
        "currency": TEXT_OR_NULL,
        "headline": TEXT,
        "split": {
            "enum": list(SPLITS),
            "description": "split, or why the difference is not split over the inputs",
        },
        "tables": _object({}, optional={spec.name: _rows(spec) for spec in COMPARE_TABLES.values()}),
    }
    return {"$schema": DRAFT, "title": Comparison.schema, **_object(head)}


def _rows(spec: TableSpec) -> dict[str, Any]:
    always = _cells(spec.columns())
    given = {name: cell for name, cell in _cells(spec.columns(with_given=True)).items() if name not in always}
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


def check_schema() -> dict[str, Any]:
    """Return the schema of the document that `check -f json` prints."""
    scenario = {
        "path": TEXT,
        "variant": TEXT_OR_NULL,
        "title": TEXT_OR_NULL,
        "sha256": TEXT_OR_NULL,
        "status": {"enum": ["judged", "refused", "no-plan"]},
        "limits": _list({**_JUDGED, "level": _LEVEL, "kept": {"type": "boolean"}}),
        "problems": _list({"code": TEXT, "message": TEXT, "hint": TEXT_OR_NULL, "location": TEXT}),
    }
    head = {
        "schema": {"const": CheckReport.schema},
        "tool": _TOOL,
        "verdict": {"enum": ["kept", "broken", "no-plan", "refused"]},
        "fails_on": _LEVEL,
        "scenarios": _list(scenario),
        "violations": _list(_VIOLATION),
    }
    return {"$schema": DRAFT, "title": CheckReport.schema, **_object(head)}


_TOOL = _object({"name": {"const": "mfc-capacity"}, "version": TEXT})
_WARNINGS = _list({"code": TEXT, "message": TEXT, "location": TEXT_OR_NULL})
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
_EXPLAINED = _object(
    {
        "group": TEXT,
        "date": {"type": ["string", "null"], "pattern": _PATTERNS["date"]},
        "start": {"type": "string", "pattern": _PATTERNS["time"]},
        "end": {"type": "string", "pattern": _PATTERNS["time"]},
        "metric": TEXT_OR_NULL,
    }
)
_SIMULATION = _object(
    {
        "date": _DATE_OR_NULL,
        "operators": {"enum": ["planned", "given", "file"]},
        "seed": {"type": "integer", "minimum": 0},
        "precision": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "calls": {"type": "integer", "minimum": 0},
    }
)
_NUMBER_OR_NULL = {"type": ["number", "null"]}
_AMOUNT = {"type": ["number", "string", "null"], "description": "in the metric's unit; a date is text"}
_LEVEL = {"enum": ["error", "warning"]}
_JUDGED = {
    "id": TEXT,
    "metric": TEXT,
    "unit": {**TEXT_OR_NULL, "description": "the metric's kind, of money the currency"},
    "bound": {"enum": ["max", "min", "max_increase"]},
    "written": {**TEXT, "description": "the limit as it is written"},
    "actual": _AMOUNT,
    "status": {
        "enum": ["known", "never", "unknown", "no-row", "no-account", "no-baseline", "new"],
        "description": "why a figure is null",
    },
    "limit": {**_AMOUNT, "description": "what the figure is held against, an increase added to the baseline"},
    "baseline": _AMOUNT,
    "row": {
        "type": ["object", "null"],
        "properties": dict.fromkeys(("table", "group", "month", "date", "start"), TEXT),
        "required": ["table"],
        "additionalProperties": False,
    },
}
_VIOLATION = {
    "code": TEXT,
    "level": _LEVEL,
    "message": TEXT,
    "scenario": TEXT,
    "variant": TEXT_OR_NULL,
    **_JUDGED,
    "excess": {**_NUMBER_OR_NULL, "description": "in the metric's unit, of dates in days"},
    "excess_share": {**_NUMBER_OR_NULL, "description": "the excess as a share of the limit"},
    "location": TEXT,
    "source_line": TEXT_OR_NULL,
    "parts": _list({"group": TEXT, "value": _AMOUNT}),
    "drivers": _list({"key": TEXT, "value": TEXT, "source": TEXT_OR_NULL, "location": TEXT_OR_NULL}),
    "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
_SIDE = _object(
    {
        "name": TEXT,
        "kind": {"enum": ["scenario", "plan", None]},
        "title": TEXT_OR_NULL,
        "ref": TEXT_OR_NULL,
        "variant": TEXT_OR_NULL,
        "set": {"type": "array", "items": TEXT},
        "sha256": TEXT_OR_NULL,
        "problems": {"type": "array", "items": TEXT},
    }
)
