"""An answer before anybody reads it: the messages among its cells become sentences."""

from dataclasses import replace
from typing import TypeVar

from mfc_capacity.answers.records import Answer, Cell, Content, Table
from mfc_capacity.answers.rows import MadeRows
from mfc_capacity.files.problems import Message
from mfc_capacity.wording import text

A = TypeVar("A", bound=Answer)


def in_words(answer: A) -> A:
    """Return an answer whose tables have no messages left."""
    return replace(answer, tables={name: _in_words(table) for name, table in answer.tables.items()})


def _in_words(table: Table) -> Table:
    if isinstance(table.rows, MadeRows):
        return table
    worded = [k for k, column in enumerate(table.columns) if column.kind == "text"]
    if not any(isinstance(row[k], Message) for row in table.rows for k in worded):
        return table
    return replace(table, rows=tuple(tuple(map(_cell, row)) for row in table.rows))


def _cell(content: Content) -> Cell:
    return text(content) if isinstance(content, Message) else content
