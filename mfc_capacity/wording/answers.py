"""An answer before anybody reads it: the messages among its cells become sentences; and the page of a code."""

import re
from dataclasses import replace
from typing import TypeVar

from mfc_capacity.answers.columns import CODES as TABLE
from mfc_capacity.answers.records import Answer, Cell, CodePage, Content, Table
from mfc_capacity.answers.rows import MadeRows
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import Message, say, usage_error
from mfc_capacity.wording import text
from mfc_capacity.wording.en.check_codes import CHECK_CODES
from mfc_capacity.wording.en.codes import CODES

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


PAGES = CODES | CHECK_CODES
_LIKE_A_CODE = re.compile(r"[a-z]+(-[a-z]+)+", re.ASCII)


def is_code(text: str) -> bool:
    """Return whether a text is, or looks like, the code of a warning and not like a file."""
    return _LIKE_A_CODE.fullmatch(text) is not None


def code_page(code: str) -> CodePage:
    """Return the page of a code.

    Raises:
        InputError: if there is no such code.
    """
    if code not in PAGES:
        hint = did_you_mean(code, PAGES) or say("explain.codes_hint", codes=tuple(PAGES))
        raise usage_error("CODE", say("explain.no_code", code=code), hint)
    record = {"code": code, **PAGES[code]._asdict()}
    return CodePage(tables={TABLE.name: TABLE.of_records([record])})
