"""Codes and facts to sentences: a folder a language, a module a part of the tool, a function or text a sentence.

A problem is written as a person reads it: its place, what is wrong, the source line with a caret, what to do.
"""

import unicodedata
from importlib import import_module
from pathlib import Path
from typing import Any

from mfc_capacity.files.problems import Message, Problem
from mfc_capacity.files.text import visible

LANGUAGE = "en"
WIDEST_SOURCE_LINE = 100


def text(message: Message | str) -> str:
    """Return the sentence of a message; messages among its facts are put into words first."""
    if isinstance(message, str):
        return message
    module, _, name = message.code.partition(".")
    sentence: Any = getattr(import_module(f"{__name__}.{LANGUAGE}.{module}"), name)
    if not message.facts:
        return str(sentence() if callable(sentence) else sentence)
    return str(sentence(**{key: _fact(fact) for key, fact in message.facts}))


def _fact(fact: Any) -> Any:
    if isinstance(fact, tuple):
        return tuple(map(_fact, fact))
    return text(fact) if isinstance(fact, Message) else fact


def on_a_line(problem: Problem) -> str:
    """Return what a problem is, and what to do."""
    hint = f" ({visible(text(problem.hint))})" if problem.hint else ""
    return f"{visible(text(problem.message))}{hint}"


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


def starter() -> str:
    """Return the scenario to begin with: a file that plans as it is, with comments."""
    return Path(__file__).with_name(LANGUAGE).joinpath("starter.yaml").read_text(encoding="utf-8")
