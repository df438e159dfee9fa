"""CSV for programs (RFC 4180) and for spreadsheets with a Russian locale (excel-ru).

excel-ru has semicolons, decimal commas, CRLF and a byte order mark, without which Excel reads neither the
letters nor the numbers right. Text that a spreadsheet would take for a formula is written behind an
apostrophe, which shows it as text; a signed number is no formula, and neither is a sign by itself. The cells
of a user's file are written as they stood there, if the dialect is the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import NoneType
from typing import cast

from pydantic_core import to_json

from mfc_capacity.answers.records import TEXT_KINDS, Calculation, Cell, Column, Row, Table
from mfc_capacity.answers.rows import ColumnRows, RepeatedRows, rows_as
from mfc_capacity.render.view import Options, View

DIALECTS = ("rfc4180", "excel-ru")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LINE_END = "\r\n"
BYTE_ORDER_MARK = "\ufeff"
ROWS_AT_ONCE = 500  # few enough for their texts to stay in the processor's cache
QUOTED_NOTHING = '""'
_SIGNED_NUMBER = re.compile(r"[+-](?: *|[\d., \u00a0\u202f]+(?:[eE][+-]?\d+)?%?)", re.ASCII)


def render(view: View, options: Options) -> Iterator[str]:
    """Yield one table in parts, its column names first."""
    written = view.answer.written if isinstance(view.answer, Calculation) else None
    dialect = options.dialect or (written.dialect if written else DIALECTS[0])
    kept = written.cells if written and written.dialect == dialect else {}
    return _parts([view.table(options.table)], dialect, kept)


def streamed(parts: Iterable[Table], dialect: str) -> Iterator[str]:
    """Yield a table that is too long to be held at once and comes in parts, its column names first."""
    return _parts(parts, dialect, {})


def _parts(parts: Iterable[Table], dialect: str, kept: Mapping[str, Sequence[Cell]]) -> Iterator[str]:
    delimiter, decimal = (";", ",") if dialect == "excel-ru" else (",", ".")
    for number, table in enumerate(parts):
        if number == 0:
            names = _quoted([_safe(column.name) for column in table.columns], delimiter)
            yield BYTE_ORDER_MARK if dialect == "excel-ru" else ""
            yield _lines([[name] for name in names], delimiter)
        if isinstance(table.rows, RepeatedRows):
            yield from _repeated(table.columns, table.rows, delimiter, decimal)
            continue
        for start in range(0, len(table.rows), ROWS_AT_ONCE):
            some = slice(start, start + ROWS_AT_ONCE)
            columns = zip(table.columns, _columns(table.rows, some), strict=True)
            texts = [
                _written(
                    column, kept[column.name][some] if column.name in kept else cells, delimiter, decimal
                )
                for column, cells in columns
            ]
            yield _lines(texts, delimiter)


def _columns(rows: Sequence[Row], some: slice) -> Iterable[Sequence[Cell]]:
    if isinstance(rows, ColumnRows):
        return [column[some] for column in rows.columns]
    return zip(*rows[some], strict=True)


def _repeated(columns: Sequence[Column], rows: RepeatedRows, delimiter: str, decimal: str) -> Iterator[str]:
    """Yield rows of at least two cells part by part; what parts share is written once."""

    def cells(columns: Sequence[Column], row: Sequence[Cell]) -> str:
        texts = [
            _written(column, (cell,), delimiter, decimal)[0]
            for column, cell in zip(columns, row, strict=True)
        ]
        return delimiter.join(texts)

    lines = rows_as(
        rows,
        lambda first: cells(columns[:1], (first,)) + delimiter,
        lambda rest: cells(columns[1:], rest) + LINE_END,
    )
    return map("".join, lines)


def _lines(columns: Sequence[Sequence[str]], delimiter: str) -> str:
    """Return columns as lines; an empty cell alone in its row is quoted, or nothing would be seen of it."""
    if len(columns) == 1:
        columns = [[text or QUOTED_NOTHING for text in columns[0]]]
    return LINE_END.join([*map(delimiter.join, zip(*columns, strict=True)), ""])


def _quoted(texts: Sequence[str], delimiter: str) -> Sequence[str]:
    """Return cells with quotes around those that would not be read back as one cell without them."""
    special, joined = (delimiter, '"', "\r", "\n"), "".join(texts)
    if not any(mark in joined for mark in special):
        return texts
    return [
        '"{}"'.format(text.replace('"', '""')) if any(mark in text for mark in special) else text
        for text in texts
    ]


def _written(column: Column, values: Sequence[Cell], delimiter: str, decimal: str) -> Sequence[str]:
    """Return the cells of a column as they stand in a file; numbers need no quotes."""
    if column.kind in TEXT_KINDS:
        different = list(set(values))
        texts = dict(
            zip(
                different,
                _quoted([_safe(_text(value, decimal)) for value in different], delimiter),
                strict=True,
            )
        )
        return [texts[value] for value in values]
    kinds = set(map(type, values))
    if kinds <= {int, float, NoneType}:
        return number_texts(values, decimal)
    if kinds == {str}:
        return _quoted(cast("Sequence[str]", values), delimiter)
    return _quoted([_text(value, decimal) for value in values], delimiter)


def number_texts(values: Sequence[Cell], decimal: str = ".") -> list[str]:
    """Return numbers as `str` writes them and None as nothing, all at once: JSON's fast writer has the same digits.

    It writes very small and very large ones with other exponents.
    """
    text = to_json(values).decode()[1:-1].replace("null", "")
    texts = text.split(",")
    if "e" in text or "0.0000" in text:
        texts = [repr(float(text)) if "e" in text or "0.0000" in text else text for text in texts]
    return texts if decimal == "." else [text.replace(".", decimal) for text in texts]


def _text(value: Cell, decimal: str) -> str:
    if value is None:
        return ""
    return str(value).replace(".", decimal) if isinstance(value, float) else str(value)


def _safe(text: str) -> str:
    if text.startswith(FORMULA_STARTS) and not _SIGNED_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
