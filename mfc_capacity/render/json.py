"""JSON: one document, tables as arrays of flat records, a record a line so that two answers can be compared line by line."""

import json
from collections.abc import Iterable
from typing import Any

from mfc_capacity import __version__
from mfc_capacity.render.options import Answer, Options, tables_of
from mfc_capacity.results import (
    ERLANG_SCHEMA,
    PLAN_SCHEMA,
    Calculation,
    Caution,
    Plan,
    SourcedFigure,
    Table,
)
from mfc_capacity.wording import caution_text


def render(answer: Answer, options: Options) -> str:
    """Return the whole document; with a table asked for, only that one stands under `tables`."""
    head = plan_head(answer) if isinstance(answer, Plan) else calculation_head(answer)
    tables = tables_of(answer)
    if options.table:
        tables = {options.table: tables[options.table]}
    body = ",\n".join(f"    {_text(name)}: {_rows_text(table)}" for name, table in tables.items())
    return (
        json.dumps(head, ensure_ascii=False, indent=2, allow_nan=False)[:-2]
        + f',\n  "tables": {{\n{body}\n  }}\n}}\n'
    )


def plan_head(plan: Plan) -> dict[str, Any]:
    """Return everything of a plan but its tables."""
    scenario = plan.scenario
    return {
        "schema": PLAN_SCHEMA,
        "tool": _tool(),
        "scenario": {
            "title": scenario.title,
            "path": scenario.path,
            "sha256": scenario.sha256,
            "variant": scenario.variant,
            "set": list(scenario.overrides),
            "extends": [{"path": path, "sha256": sha256} for path, sha256 in scenario.extends],
        },
        "method": plan.method,
        "currency": plan.currency,
        "interval_s": plan.interval_s,
        "assumptions": [_figure(figure) for figure in plan.assumptions],
        "sources": [_figure(figure) for figure in plan.sources],
        "warnings": _warnings(plan.cautions),
    }


def calculation_head(calculation: Calculation) -> dict[str, Any]:
    """Return everything of a calculation but its table."""
    return {
        "schema": ERLANG_SCHEMA,
        "tool": _tool(),
        "warnings": _warnings(calculation.cautions),
        "one_fewer": calculation.one_fewer,
    }


def _warnings(cautions: Iterable[Caution]) -> list[dict[str, str | None]]:
    return [
        {"code": caution.code, "message": caution_text(caution), "location": caution.location}
        for caution in cautions
    ]


def _tool() -> dict[str, str]:
    return {"name": "mfc-capacity", "version": __version__}


def _figure(figure: SourcedFigure) -> dict[str, str | None]:
    return {"key": figure.key, "value": figure.value, "source": figure.source, "location": figure.location}


def _rows_text(table: Table) -> str:
    if not table.rows:
        return "[]"
    return "[\n" + ",\n".join(f"      {_text(record)}" for record in table.records()) + "\n    ]"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
