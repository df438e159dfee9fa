"""What can be wrong with an input or impossible to answer, as data with a place, and how it is shown."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mfc_capacity.formatting import visible

WIDEST_SOURCE_LINE = 100


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is (line and column from 1), which key, what is wrong, what to do about it."""

    file: str | None
    line: int | None
    column: int | None
    key: str
    message: str
    hint: str | None = None
    source_line: str | None = None


class MfcError(Exception):
    """An expected failure; `problems` say everything, `exit_code` what a script sees."""

    exit_code: ClassVar[int]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(format_problem(problem) for problem in self.problems))


class InputError(MfcError):
    """The input or the way of calling is wrong."""

    exit_code = 2


class NoAnswerError(MfcError):
    """The input is right, and no answer exists."""

    exit_code = 3


def format_problem(problem: Problem) -> str:
    """Return a problem as text: place and message, the source line with a caret, the hint."""
    lines = [_place(problem) + visible(problem.message)]
    if problem.source_line is not None and problem.column is not None:
        lines += _excerpt(problem.source_line, problem.column)
    if problem.hint:
        lines.append(f"  hint: {visible(problem.hint)}")
    return "\n".join(lines)


def _place(problem: Problem) -> str:
    parts = [visible(problem.file or problem.key)]
    if problem.line is not None:
        parts += [str(problem.line), str(problem.column)]
    return ":".join(parts) + ": "


def _excerpt(source_line: str, column: int) -> list[str]:
    """Return the source line, cut around the column where it is long, and a caret under the column."""
    is_long = len(source_line) > WIDEST_SOURCE_LINE
    start = max(0, column - 1 - WIDEST_SOURCE_LINE // 2) if is_long else 0
    end = start + WIDEST_SOURCE_LINE if is_long else len(source_line)
    shown = source_line[:end].replace("\t", " ")
    before = ("..." if start else "") + visible(shown[start : column - 1])
    after = visible(shown[column - 1 :]) + ("..." if end < len(source_line) else "")
    return [f"    {before}{after}".rstrip(), f"    {' ' * _width(before)}^"]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)
