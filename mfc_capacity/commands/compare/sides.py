"""A side of a comparison: a scenario, one of its variants, a plan's JSON, or a scenario at a git revision.

A side is named as on the command line: `scenario.yaml`, `scenario.yaml#digital` for a variant (a file whose
own name has a # is meant first), `plan.json` for an answer that was kept; at a revision, as git names it,
`main:scenario.yaml`. Whatever it is, it is read as the same tables. Only of a scenario the inputs are known.

A file that is no plan is refused with the reason; nothing is guessed. Columns that a newer tool added are left out,
and those that an older tool did not have yet are unknown.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from mfc_capacity.answers.accounts import Accounts, account_figures, written_figures
from mfc_capacity.answers.columns import COLUMNS, CONTRACT, CONTRACTS, HOTLINES, PLAN_TABLES, TableSpec
from mfc_capacity.answers.records import TEXT_KINDS, Cell, Column, Plan
from mfc_capacity.files.layers import STDIN, Known, Reader, read_bytes, shown_path
from mfc_capacity.files.parsing import MAX_BYTES
from mfc_capacity.files.problems import InputError, Message, MfcError, Problem, reason_of, say
from mfc_capacity.files.revisions import git_reader
from mfc_capacity.files.text import is_text
from mfc_capacity.people.staffed import people_account
from mfc_capacity.plan import answer as plans
from mfc_capacity.plan import planner
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import LoadedScenario, load_scenario

MAX_PLAN_BYTES = 512 * 1024 * 1024
LARGEST_FIGURE = 1e15
WRITE_IT_AGAIN = say("compare.WRITE_IT_AGAIN")
_FAMILY, _VERSION = Plan.schema.rsplit("/", 1)

Record = dict[str, Cell]
PlanOf = Callable[[Planned], Plan]
READ = [name for name in PLAN_TABLES if name != HOTLINES.name]  # what is compared, or limited, is in these


@dataclass(frozen=True)
class Side:
    """One plan: its tables as records, the accounts that stand beside them, and the scenario if it is known."""

    name: str
    title: str | None
    currency: str | None
    tables: dict[str, list[Record]]
    accounts: Accounts
    ref: str | None = None
    loaded: LoadedScenario | None = None


def _figures_of(planned: Planned) -> Plan:
    """Write down what is compared of a plan, which has no warning in it."""
    return plans.plan_of(planned, cautioned=False)


def load_side(
    text: str,
    *,
    ref: str | None = None,
    overrides: Sequence[str] = (),
    workers: int = 1,
    plan_of: PlanOf = _figures_of,
) -> Side:
    """Read and plan one side.

    Args:
        text: a scenario, `scenario.yaml#variant`, or the JSON of a plan.
        ref: the git revision to read it at; None is the file as it is now.
        overrides: values to set in the scenario, as `path=value`.
        workers: how many processes may share the work.
        plan_of: writes down the plan of a scenario, as `plan` does or with more.

    Raises:
        InputError: if it cannot be read.
        NoAnswerError: if the scenario has no plan.
    """
    path, variant = _split(text)
    read = _read_file if ref is None else git_reader(ref, path)
    try:
        return _side(
            path,
            variant,
            tuple(overrides),
            side_name(text, ref, overrides),
            ref,
            read,
            plan_of,
            workers,
        )
    except MfcError as error:
        if ref is None:
            raise
        raise type(error)(_at(ref, problem) for problem in error.problems) from None


def side_name(text: str, ref: str | None = None, overrides: Sequence[str] = ()) -> str:
    """Return how answers name a side."""
    path, variant = _split(text)
    shown = shown_path(path) if ref is None else f"{ref}:{shown_path(path)}"
    whole = shown if variant is None else f"{shown}#{variant}"
    return " ".join([whole, *(f"--set {change}" for change in overrides)])


def _split(text: str) -> tuple[str, str | None]:
    path, mark, variant = text.rpartition("#")
    return (path, variant) if mark and not Path(text).is_file() else (text, None)


def _side(
    path: str,
    variant: str | None,
    changes: tuple[str, ...],
    name: str,
    ref: str | None,
    read: Reader,
    plan_of: PlanOf,
    workers: int,
) -> Side:
    content = _content(path, read)
    if content is None or not looks_like_an_answer(content, path):
        loaded = load_scenario(
            path,
            variant=variant,
            overrides=changes,
            read_bytes=read if content is None else Known(path, content, read),
        )
        planned = planner.planned(loaded, workers)
        return planned_side(planned, plan_of(planned), name, ref)
    if variant is not None or changes:
        message, hint = say("compare.PLAN_HAS_NO_VARIANTS"), say("compare.NAME_THE_SCENARIO")
        raise InputError([Problem(shown_path(path), None, None, "", message, hint)])
    document = read_plan(content, shown_path(path))
    info = document.get("scenario")
    return Side(
        name=name,
        title=_text(info.get("title")) if isinstance(info, dict) else None,
        currency=_text(document.get("currency")),
        tables=document["tables"],
        accounts=written_figures(document),
        ref=ref,
    )


def planned_side(planned: Planned, plan: Plan, name: str, ref: str | None = None) -> Side:
    """Return the side that a scenario and its plan make."""
    return Side(
        name=name,
        title=planned.scenario.title,
        currency=plan.currency,
        tables={name: list(table.records()) for name, table in plan.tables.items() if name in READ},
        accounts={**account_figures(plan.contracts, plan.budget), **people_account(planned)},
        ref=ref,
        loaded=planned.loaded,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _read_file(path: str, most: int = MAX_BYTES, /) -> bytes:
    """Read a file; a plan's JSON may be far longer than a scenario."""
    return read_bytes(path, MAX_PLAN_BYTES if path.endswith(".json") and path != STDIN else most)


def _content(path: str, read: Reader) -> bytes | None:
    """Return the bytes of a file; None where reading them again as a scenario will say what is wrong.

    Raises:
        InputError: if there is no such file.
    """
    try:
        return read(path)
    except FileNotFoundError as error:
        message = say("files.cannot_be_read", reason=reason_of(error))
        raise InputError([Problem(shown_path(path), None, None, "", message)]) from None
    except (OSError, ValueError):
        return None


def _at(ref: str, problem: Problem) -> Problem:
    """Return a problem that says at which revision it is one."""
    if problem.file is None:
        return replace(problem, message=say("compare.at_revision", ref=ref, message=problem.message))
    return replace(problem, file=f"{ref}:{problem.file}")


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
    if b"\\ud" in content.lower() and not is_text(json.dumps(document, ensure_ascii=False)):
        raise _problem(path, "", say("files.NO_CHARACTERS"))
    schema = document.get("schema") if isinstance(document, dict) else None
    family, _, version = str(schema).rpartition("/")
    if family != _FAMILY:
        raise _problem(path, "schema", say("compare.no_plan", schema=str(schema), expected=Plan.schema))
    if version.partition(".")[0] != _VERSION.partition(".")[0]:
        raise _problem(path, "schema", say("compare.other_version", version=version, read=_VERSION))
    tables = document.get("tables")
    if not isinstance(tables, dict) or "summary" not in tables:
        raise _problem(path, "tables", say("compare.NO_SUMMARY"))
    known = {name: tables[name] for name in READ if name in tables}
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
    if column.kind in TEXT_KINDS:
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_FIGURE


def _known(spec: TableSpec, rows: list[Record]) -> list[Record]:
    names = [column.name for column in spec.columns(with_given=True)]
    return [{name: row[name] for name in names if name in row} for row in rows]


def _problem(path: str, key: str, message: Message) -> InputError:
    return InputError([Problem(path, None, None, key, message, WRITE_IT_AGAIN)])
