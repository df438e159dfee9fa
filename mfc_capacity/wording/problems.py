"""A problem as a person reads it: its place, what is wrong, the source line with a caret, what to do."""

import unicodedata

from mfc_capacity.files.problems import Problem
from mfc_capacity.files.text import visible
from mfc_capacity.wording import text

WIDEST_SOURCE_LINE = 100


def problem_text(problem: Problem) -> str:
    """Return a problem as text: place and message, the source line with a caret, the hint."""
    lines = [_place(problem) + visible(text(problem.message))]
    if problem.source_line is not None and problem.column is not None:
        lines += _excerpt(problem.source_line, problem.column)
    if problem.hint:
        lines.append(f"  hint: {visible(text(problem.hint))}")
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
