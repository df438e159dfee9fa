"""CSV for programs (RFC 4180) and for spreadsheets with a Russian locale (excel-ru).

excel-ru has semicolons, decimal commas, CRLF and a byte order mark, without which Excel reads neither the
letters nor the numbers right. Text that a spreadsheet would take for a formula is written behind an
apostrophe, which shows it as text; a signed number is no formula, and neither is a sign by itself. The cells
of a user's file are written as they stood there, if the dialect is the same.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mfc_capacity.answers.records import Calculation, Cell, Column, Table
from mfc_capacity.answers.rows import RepeatedRows, rows_as
from mfc_capacity.render.view import Options, View, one_table

DIALECTS = ("rfc4180", "excel-ru")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LINE_END = "\r\n"
BYTE_ORDER_MARK = "\ufeff"
TEXT_KINDS = ("text", "date", "month", "time")
_SIGNED_NUMBER = re.compile(r"[+-](?: *|[\d., \u00a0\u202f]+(?:[eE][+-]?\d+)?%?)", re.ASCII)


def render(view: View, options: Options) -> Iterator[str]:
    """Yield one table in parts, its column names first."""
    written = view.answer.written if isinstance(view.answer, Calculation) else None
    dialect = options.dialect or (written.dialect if written else DIALECTS[0])
    kept = written.cells if written and written.dialect == dialect else {}
    return _parts([one_table(view.answer, options)], dialect, kept)


def streamed(parts: Iterable[Table], dialect: str) -> Iterator[str]:
    """Yield a table that is too long to be held at once and comes in parts, its column names first."""
    return _parts(parts, dialect, {})


def _parts(parts: Iterable[Table], dialect: str, kept: Mapping[str, Sequence[Cell]]) -> Iterator[str]:
    russian = dialect == "excel-ru"
    write = _Lines(russian=russian)
    for number, table in enumerate(parts):
        if number == 0:
            yield BYTE_ORDER_MARK if russian else ""
            yield write.row(_safe(column.name) for column in table.columns)
        if isinstance(table.rows, RepeatedRows):
            yield from _repeated(table.columns, table.rows, write)
            continue
        columns = [
            _cells(column, kept.get(column.name, values), russian=russian)
            for column, values in zip(table.columns, _transposed(table.rows, len(table.columns)), strict=True)
        ]
        yield write.rows(zip(*columns, strict=True))


class _Lines:
    """Writes rows in a dialect."""

    def __init__(self, *, russian: bool) -> None:
        self.russian = russian
        self._separator = ";" if russian else ","

    def row(self, cells: Iterable[Cell]) -> str:
        """Return one row as a line."""
        return self.rows([cells])

    def rows(self, rows: Iterable[Iterable[Cell]]) -> str:
        """Return rows, each as a line."""
        text = io.StringIO()
        csv.writer(text, delimiter=self._separator, lineterminator=LINE_END).writerows(rows)
        return text.getvalue()

    def start(self, cell: Cell) -> str:
        """Return the first cell of several, with what separates it from the next."""
        return self.row((cell, "")).removesuffix(LINE_END)


def _repeated(columns: Sequence[Column], rows: RepeatedRows, write: _Lines) -> Iterator[str]:
    """Yield rows of at least three cells part by part; what parts share is written once."""

    def cells(columns: Iterable[Column], row: Iterable[Cell]) -> Iterator[Cell]:
        return (
            next(iter(_cells(column, (cell,), russian=write.russian)))
            for column, cell in zip(columns, row, strict=True)
        )

    lines = rows_as(
        rows,
        lambda first: write.start(*cells(columns[:1], (first,))),
        lambda rest: write.row(cells(columns[1:], rest)),
    )
    return map("".join, lines)


def _transposed(rows: Sequence[tuple[Cell, ...]], width: int) -> Iterable[Sequence[Cell]]:
    return zip(*rows, strict=True) if rows else [()] * width


def _cells(column: Column, values: Sequence[Cell], *, russian: bool) -> Iterable[Cell]:
    if column.kind in TEXT_KINDS:
        return map({value: _safe(value) for value in set(values)}.__getitem__, values)
    return map(_russian, values) if russian else values


def _safe(value: Cell) -> Cell:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS) and not _SIGNED_NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _russian(value: Cell) -> Cell:
    return repr(value).replace(".", ",") if isinstance(value, float) else value
