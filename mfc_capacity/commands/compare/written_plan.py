"""A plan read back from its JSON: the tables and accounts of an answer that was kept.

A file that is not such a plan is refused with the reason; nothing is guessed. Columns that a newer tool added
are left out, and those that an older tool did not have yet are unknown.
"""

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from mfc_capacity.answers.columns import COLUMNS, CONTRACT, CONTRACTS, PLAN_TABLES, TableSpec
from mfc_capacity.answers.records import Cell, Column, Plan
from mfc_capacity.files.problems import InputError, Message, Problem, say

MAX_PLAN_BYTES = 512 * 1024 * 1024
WRITE_IT_AGAIN = say("compare.WRITE_IT_AGAIN")
_FAMILY, _VERSION = Plan.schema.rsplit("/", 1)
_TEXT_KINDS = ("text", "date", "month", "time")

Record = dict[str, Cell]


def looks_like_an_answer(content: bytes, path: str) -> bool:
    """Return whether a file is meant as the JSON of an answer; a scenario may be written in braces too."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:4000]
    is_scenario = b"mfc-capacity/scenario/" in start
    return start.startswith(b"{") and not is_scenario and (path.endswith(".json") or b'"tables"' in content)


def read_plan(content: bytes, path: str) -> dict[str, Any]:
    """Return the document of a plan, its `tables` checked.

    Raises:
        InputError: if the file is no JSON, no plan, or a plan of another version.
    """
    document = _parsed(content, path)
    schema = document.get("schema") if isinstance(document, dict) else None
    family, _, version = str(schema).rpartition("/")
    if family != _FAMILY:
        raise _problem(path, "schema", say("compare.no_plan", schema=str(schema), expected=Plan.schema))
    if version.partition(".")[0] != _VERSION.partition(".")[0]:
        raise _problem(path, "schema", say("compare.other_version", version=version, read=_VERSION))
    tables = document.get("tables")
    if not isinstance(tables, dict) or "summary" not in tables:
        raise _problem(path, "tables", say("compare.NO_SUMMARY"))
    known = {name: tables[name] for name in PLAN_TABLES if name in tables}
    problems = [problem for name, rows in known.items() for problem in _first_mistake(path, name, rows)]
    if problems:
        raise InputError(problems)
    return {**document, "tables": {name: _known(_spec(name, rows), rows) for name, rows in known.items()}}


def _parsed(content: bytes, path: str) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        message = say("compare.no_json", reason=error.msg.lower())
        raise InputError([Problem(path, error.lineno, error.colno, "", message, WRITE_IT_AGAIN)]) from None
    except RecursionError:
        raise _problem(path, "", say("compare.no_json_of_a_plan", reason=say("compare.TOO_DEEP"))) from None
    except _NoNumberError as error:
        raise _problem(path, "", say("compare.no_json_of_a_plan", reason=error.message)) from None
    except ValueError as error:
        raise _problem(path, "", say("compare.no_json_of_a_plan", reason=str(error)[:200])) from None


class _NoNumberError(Exception):
    """A constant that JSON does not have."""

    def __init__(self, constant: str) -> None:
        super().__init__(constant)
        self.message = say("compare.no_number", constant=constant)


def _refuse_constant(constant: str) -> NoReturn:
    raise _NoNumberError(constant)


def _first_mistake(path: str, name: str, rows: Any) -> Iterator[Problem]:
    """Yield what is wrong with a table, if anything is; one mistake tells enough of a file that a tool wrote."""
    records = rows if isinstance(rows, list) else [rows]
    spec, seen = _spec(name, records), set()
    for index, row in enumerate(records):
        wrong = _mistake(spec, row)
        key = None if wrong else tuple(row[column] for column in spec.keys)
        if key in seen:
            wrong = say("compare.TWICE")
        if wrong:
            message = say("compare.wrong_row", table=name, row=index, wrong=wrong)
            yield Problem(path, None, None, f"tables.{name}.{index}", message, WRITE_IT_AGAIN)
            return
        seen.add(key)


def _spec(name: str, rows: list[Any]) -> TableSpec:
    """Return the declaration of a table; that of several contracts has their number among its keys."""
    is_numbered = name == CONTRACT.name and any(isinstance(row, dict) and "contract" in row for row in rows)
    return CONTRACTS if is_numbered else PLAN_TABLES[name]


def _mistake(spec: TableSpec, row: Any) -> Message | None:
    if not isinstance(row, dict):
        return say("compare.NO_RECORD")
    missing = [key for key in spec.keys if key not in row]
    if missing:
        return say("compare.no_key", key=missing[0])
    wrong = (name for name, value in row.items() if name in COLUMNS and not _fits(COLUMNS[name], value))
    return next((say("compare.no_cell", column=name) for name in wrong), None)


def _fits(column: Column, value: Any) -> bool:
    if value is None:
        return column.nullable
    if column.kind in _TEXT_KINDS:
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _known(spec: TableSpec, rows: list[Record]) -> list[Record]:
    names = [column.name for column in spec.columns(with_given=True)]
    return [{name: row[name] for name in names if name in row} for row in rows]


def _problem(path: str, key: str, message: Message) -> InputError:
    return InputError([Problem(path, None, None, key, message, WRITE_IT_AGAIN)])
