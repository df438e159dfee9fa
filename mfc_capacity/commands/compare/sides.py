"""A side of a comparison: a scenario, one of its variants, a plan's JSON, or a scenario at a git revision.

A side is named as on the command line: `scenario.yaml`, `scenario.yaml#digital` for a variant (a file whose
own name has a # is meant first), `plan.json` for an answer that was kept; at a revision, as git names it,
`main:scenario.yaml`. Whatever it is, it is read as the same tables. Only of a scenario the inputs are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mfc_capacity.answers.accounts import Accounts, account_figures, written_figures
from mfc_capacity.answers.records import Plan
from mfc_capacity.commands.compare.written_plan import MAX_PLAN_BYTES, Record, looks_like_an_answer, read_plan
from mfc_capacity.files.layers import STDIN, Reader, read_bytes, shown_path
from mfc_capacity.files.parsing import MAX_BYTES
from mfc_capacity.files.problems import InputError, MfcError, Problem, say
from mfc_capacity.files.revisions import git_reader
from mfc_capacity.plan import answer as plans
from mfc_capacity.scenario import LoadedScenario, load_scenario


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


def load_side(text: str, *, ref: str | None = None, overrides: Sequence[str] = (), workers: int = 1) -> Side:
    """Read and plan one side.

    Args:
        text: a scenario, `scenario.yaml#variant`, or the JSON of a plan.
        ref: the git revision to read it at; None is the file as it is now.
        overrides: values to set in the scenario, as `path=value`.
        workers: how many processes may share the work.

    Raises:
        InputError: if it cannot be read.
        NoAnswerError: if the scenario has no plan.
    """
    path, variant = _split(text)
    read = _read_file if ref is None else git_reader(ref, path)
    try:
        return _side(path, variant, tuple(overrides), side_name(text, ref, overrides), ref, read, workers)
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
    workers: int,
) -> Side:
    content = _content(path, read)
    if content is None or not looks_like_an_answer(content, path):
        loaded = load_scenario(
            path, variant=variant, overrides=changes, read_bytes=_once(path, content, read)
        )
        return planned_side(loaded, plans.plan(loaded, workers=workers), name, ref)
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


def planned_side(loaded: LoadedScenario, plan: Plan, name: str, ref: str | None = None) -> Side:
    """Return the side that a scenario and its plan make."""
    return Side(
        name=name,
        title=loaded.scenario.title,
        currency=plan.currency,
        tables={table.name: list(table.records()) for table in plan.tables.values()},
        accounts=account_figures(plan.contracts, plan.budget),
        ref=ref,
        loaded=loaded,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _read_file(path: str) -> bytes:
    """Read a file; a plan's JSON may be far longer than a scenario."""
    if path == STDIN:
        return read_bytes(path)
    with Path(path).open("rb") as file:
        return file.read(MAX_PLAN_BYTES if path.endswith(".json") else MAX_BYTES + 1)


def _content(path: str, read: Reader) -> bytes | None:
    """Return the bytes of a file; None where reading them again as a scenario will say what is wrong."""
    try:
        return read(path)
    except (OSError, ValueError):
        return None


def _once(path: str, content: bytes | None, read: Reader) -> Reader:
    """Return a reader that does not read the first file again: standard input can be read once."""
    return lambda asked: content if asked == path and content is not None else read(asked)


def _at(ref: str, problem: Problem) -> Problem:
    """Return a problem that says at which revision it is one."""
    if problem.file is None:
        return replace(problem, message=say("compare.at_revision", ref=ref, message=problem.message))
    return replace(problem, file=f"{ref}:{problem.file}")
