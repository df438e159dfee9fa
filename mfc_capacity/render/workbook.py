"""A workbook on its way: tables as Excel's own, under words with the key of each column in a note.

Cells are values, never formulas; text is text even where it begins with `=`. Dates and times are real ones. Number
formats show the units, and headers those that cells do not show; Excel rounds what it shows half up, so shares have
two decimals of a per cent. XlsxWriter stamps the parts of a file with 1980; with a fixed date of creation, equal
tables give equal bytes.
"""

import importlib
import io
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import islice
from math import ceil
from typing import Any, NamedTuple

from rich.cells import cell_len

from mfc_capacity.answers.metrics import METRICS
from mfc_capacity.answers.records import Cell, Column, Kind, Row, Table
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.files.text import visible
from mfc_capacity.wording.en import workbook as words
from mfc_capacity.wording.en.columns import header, meaning
from mfc_capacity.wording.en.numbers import cell_text

LONG_TABLE = 20_000  # rows, from which on XlsxWriter is too slow
LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
LONGEST_HEADER = 255
NARROWEST_COLUMN, WIDEST_COLUMN, FILTER_BUTTON, ROWS_MEASURED = 8, 60, 3, 300
LINE_HEIGHT = 15  # in points, of letters of the usual size
USUAL_SIZE = 11
HIGHEST_ROW = 409  # in points
LETTER = 0.85  # of the width of a digit, in the mean over a text
NOTE = {"x_scale": 2, "y_scale": 1, "font_size": 9}
MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zone, and this one no time
FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "calls": "#,##0.0",
    "erlangs": "#,##0.00",
    "seconds": "#,##0.0",
    "share": "0.00%",
    "ratio": "0.00%",
    "hours": "#,##0.00",
    "fte": "#,##0.00",
    "money": "#,##0.00",
    "lines": "#,##0.00",
    "units": "#,##0.0",
    "number": "#,##0.00",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "time": "hh:mm",
}
# Of units of rows that are no kinds of columns; any other is a number.
KINDS_OF_UNITS: dict[str, Kind] = {
    **{kind: kind for kind in FORMATS},
    "share": "ratio",
    "factor": "ratio",
    "price": "money",
    "operators": "count",
    "intervals": "count",
}
A4, WIDTH_OF_A4 = 9, 180  # in letters, lying down and small enough for most
_NOT_XML = re.compile("[\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


class LongSheet(NamedTuple):
    """A sheet that is made with its header and a row of formats, and filled later: where it is, its Excel table."""

    path: str
    table_name: str
    table: Table

    @property
    def range_made(self) -> str:
        """The end of the sheet's range as it is made."""
        return f':{column_letter(len(self.table.columns) - 1)}2"'

    @property
    def range(self) -> str:
        """The end of the sheet's range with all its rows."""
        return f':{column_letter(len(self.table.columns) - 1)}{len(self.table.rows) + 1}"'


@dataclass(frozen=True)
class Workbook:
    """The workbook on its way.

    Attributes:
        file: XlsxWriter's.
        currency: of its amounts.
        long_sheets: the sheets whose rows are still to come.
    """

    file: Any
    currency: str | None
    long_sheets: list[LongSheet] = field(default_factory=list)
    _styles: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    @classmethod
    def on(cls, content: io.BytesIO, currency: str | None) -> "Workbook":
        """Begin a workbook.

        Raises:
            InputError: if XlsxWriter is not installed.
        """
        try:
            library = importlib.import_module("xlsxwriter")
        except ImportError:
            message, hint = say("workbook.NO_LIBRARY"), say("workbook.NO_LIBRARY_HINT")
            raise usage_error("-f xlsx", message, hint) from None
        file = library.Workbook(content, {"in_memory": True})
        file.set_properties({"created": MADE_ON})
        return cls(file, currency)

    def close(self) -> None:
        """Write the workbook out."""
        self.file.close()

    def style(self, **properties: Any) -> Any:
        """Return a format with these properties, each one made once."""
        key = tuple(properties.items())
        if key not in self._styles:
            self._styles[key] = self.file.add_format(properties)
        return self._styles[key]

    def number_style(self, kind: Kind, **properties: Any) -> Any:
        """Return the format of a kind of values; money shows its currency."""
        unit = f'\\ "{self.currency}"' if kind == "money" and self.currency else ""
        return self.style(num_format=FORMATS[kind] + unit, **properties) if kind in FORMATS else None

    def add_sheet(self, name: str) -> Any:
        """Add a sheet that prints on A4, lying down."""
        sheet = self.file.add_worksheet(sheet_name(name))
        sheet.set_landscape()
        sheet.set_paper(A4)
        return sheet

    def add_table(self, table: Table) -> None:
        """Add a sheet with a table of Excel's own: filters, frozen header and keys, formats and widths."""
        sheet = self.add_sheet(table.name)
        above_columns = headers(table)
        has_mixed_columns = any(column.unit_in for column in table.columns)
        is_long = len(table.rows) > LONG_TABLE and not has_mixed_columns
        last_row, last_column = 1 if is_long else max(len(table.rows), 1), len(above_columns) - 1
        top = self.style(bold=True, text_wrap=True, valign="top")
        columns = [{"header": above, "header_format": top} for above in above_columns]
        name = f"{re.sub(r'[^A-Za-z0-9]', '_', table.name)}_table"
        sheet.add_table(0, 0, last_row, last_column, {"name": name, "columns": columns})
        self._write_notes(sheet, table)
        widths = self._set_widths(sheet, table, above_columns)
        if is_long:
            path = f"xl/worksheets/sheet{len(self.file.worksheets())}.xml"
            self.long_sheets.append(LongSheet(path, name, table))
            for number, column in enumerate(table.columns):
                sheet.write_blank(1, number, None, self._column_style(column, widths[number]))
        else:
            for number, cells in enumerate(zip(*table.rows, strict=True)):
                self._write_column(sheet, table, number, cells, widths[number])
        sheet.freeze_panes(1, table.keys)
        sheet.repeat_rows(0)
        if table.keys:
            sheet.repeat_columns(0, table.keys - 1)
        sheet.fit_to_pages(-(-sum(widths) // WIDTH_OF_A4), 0)

    def _write_notes(self, sheet: Any, table: Table) -> None:
        """Note at each header the key of its column, on a line of its own, and what it means."""
        for number, column in enumerate(table.columns):
            if what := meaning(column):
                lines = 2 + len(what) // 36
                note = f"{sheet_text(column.name)}\n{what}"
                sheet.write_comment(0, number, note, NOTE | {"y_scale": max(lines * 0.24, 0.6)})

    def _set_widths(self, sheet: Any, table: Table, above_columns: Sequence[str]) -> list[int]:
        """Set the widths of columns, and the height of the header, which is broken where its column is narrow."""
        measured = list(islice(table.rows, ROWS_MEASURED))
        widths = [
            _width(above, self._longest(table, number, measured))
            for number, above in enumerate(above_columns)
        ]
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        lines = (
            len(textwrap.wrap(above, width - FILTER_BUTTON, break_on_hyphens=False))
            for above, width in zip(above_columns, widths, strict=True)
        )
        sheet.set_row(0, LINE_HEIGHT * max(lines))
        return widths

    def _longest(self, table: Table, number: int, rows: Iterable[Row]) -> int:
        """Return the width of the widest cell of a column."""
        column, kind_of = table.columns[number], row_kinds(table, number)
        return max((self._cell_width(row[number], column, kind_of(row)) for row in rows), default=0)

    def _cell_width(self, value: Cell, column: Column, kind: Kind) -> int:
        unit = len(self.currency or "") + 1 if kind == "money" else 1
        return cell_len(cell_text(value, replace(column, kind=kind))) + unit

    def _column_style(self, column: Column, width: int) -> Any:
        """Return the format of a column: long texts are broken into lines."""
        if column.kind == "text" and width == WIDEST_COLUMN:
            return self.style(text_wrap=True, valign="top")
        return self.number_style(column.kind)

    def _write_column(self, sheet: Any, table: Table, number: int, cells: Iterable[Cell], width: int) -> None:
        """Write values as what they are; an unknown stays empty, never 0."""
        column, kind_of = table.columns[number], row_kinds(table, number)
        style, read = self._column_style(column, width), READERS.get(column.kind)
        rows = iter(table.rows) if column.unit_in else None
        for place, value in enumerate(cells, 1):
            own = self.number_style(kind_of(next(rows))) if rows else style
            if value is None:
                continue
            if not isinstance(value, str):
                sheet.write_number(place, number, value, own)
            elif read is None:
                sheet.write_string(place, number, sheet_text(value), own)
            else:
                sheet.write_datetime(place, number, read(value), own)


def row_kinds(table: Table, number: int) -> Callable[[Row], Kind]:
    """Return what tells the kind of a column's value in a row: where rows differ, by the unit that they say."""
    column = table.columns[number]
    names = [other.name for other in table.columns]
    if column.unit_in not in names:
        return lambda _row: column.kind
    place = names.index(column.unit_in)
    return lambda row: _kind_of_unit(str(row[place]))


def _kind_of_unit(unit: str) -> Kind:
    """Return the kind of a unit, or of a metric's."""
    return KINDS_OF_UNITS.get(METRICS[unit].kind if unit in METRICS else unit, "number")


def _width(above: str, longest_cell: int) -> int:
    """Return the width of a column: of its cells, and of a header of two lines at most, unless a word is longer."""
    words_above = max(map(cell_len, above.split()), default=0)
    own = max(words_above, -(-cell_len(above) // 2) + 1) + FILTER_BUTTON
    return min(max(own, longest_cell, NARROWEST_COLUMN), WIDEST_COLUMN)


def text_height(text: str, width: float, size: float = USUAL_SIZE) -> float:
    """Return the height of a row that a text over so wide columns takes, which Excel does not find out by itself."""
    lines = ceil(cell_len(text) * size / USUAL_SIZE * LETTER / width)
    return min(LINE_HEIGHT * size / USUAL_SIZE * max(lines, 1), HIGHEST_ROW)


def column_letter(number: int) -> str:
    """Return what Excel calls a column, counted from 0."""
    above, letter = divmod(number, 26)
    return (column_letter(above - 1) if above else "") + chr(ord("A") + letter)


def sheet_name(name: str) -> str:
    """Return a name as a sheet can have it."""
    return _NOT_IN_SHEET_NAMES.sub("_", name)[:LONGEST_SHEET_NAME]


def headers(table: Table) -> list[str]:
    """Return what stands above columns, as Excel takes it: not empty, not too long, none twice whatever the case."""
    found: list[str] = []
    for number, column in enumerate(table.columns, 1):
        above = words.with_unit(header(column), column.kind)
        name = sheet_text(above)[: LONGEST_HEADER - 10] or f"column {number}"
        taken = {one.lower() for one in found}
        found.append(name if name.lower() not in taken else f"{name} ({number})")
    return found


def sheet_text(text: str) -> str:
    """Return a text as a cell can hold it: control characters seen, and cut where a cell ends."""
    seen = _NOT_XML.sub(lambda match: ascii(match[0])[1:-1], visible(text))
    return seen if len(seen) <= LONGEST_TEXT else f"{seen[: LONGEST_TEXT - 1]}…"


def _first_of_month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


READERS: Mapping[str, Any] = {
    "date": date.fromisoformat,
    "month": _first_of_month,
    "time": time.fromisoformat,
}
