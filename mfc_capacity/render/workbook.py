"""A workbook on its way: tables as Excel's own, charts that take their texts and numbers from cells.

Cells are values, never formulas; text is text even where it begins with `=`. Dates and times are real ones. Number
formats show the units; Excel rounds what it shows half up, so shares have two decimals of a per cent. XlsxWriter
stamps the parts of a file with 1980; with a fixed date of creation, equal tables give equal bytes.
"""

import importlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any, NamedTuple

from rich.cells import cell_len

from mfc_capacity.answers.records import Cell, Column, Table
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.files.text import visible
from mfc_capacity.render.view import Chart
from mfc_capacity.wording.en import workbook as words
from mfc_capacity.wording.en.numbers import cell_text

LONG_TABLE = 20_000  # rows, from which on XlsxWriter is too slow
LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
LONGEST_HEADER = 255
WIDEST_COLUMN, FILTER_BUTTON, ROWS_MEASURED = 60, 3, 300
MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zone, and this one no time
FORMATS = {
    "count": "#,##0",
    "calls": "#,##0.0",
    "erlangs": "#,##0.00",
    "seconds": "#,##0.0",
    "share": "0.00%",
    "hours": "#,##0.00",
    "fte": "#,##0.00",
    "money": "#,##0.00",
    "lines": "#,##0.00",
    "units": "#,##0.0",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "time": "hh:mm",
}
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")  # Okabe & Ito 2008
A4, HEADER = 9, "header"
CHART_SIZE, CHART_ROWS = {"width": 960, "height": 340}, 18
LABELS, DATA_WIDTH = 16, 18
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
        formats: by kind.
        currency: of its amounts.
        long_sheets: the sheets whose rows are still to come.
    """

    file: Any
    formats: Mapping[str, Any]
    currency: str | None
    long_sheets: list[LongSheet] = field(default_factory=list)

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
        unit = f'\\ "{currency}"' if currency else ""
        shown = {kind: pattern + (unit if kind == "money" else "") for kind, pattern in FORMATS.items()}
        formats = {kind: file.add_format({"num_format": pattern}) for kind, pattern in shown.items()}
        formats[HEADER] = file.add_format({"bold": True})
        return cls(file, formats, currency)

    def close(self) -> None:
        """Write the workbook out."""
        self.file.close()

    def _add_sheet(self, name: str) -> Any:
        """Add a sheet that prints on A4, as wide as the paper."""
        sheet = self.file.add_worksheet(_NOT_IN_SHEET_NAMES.sub("_", name)[:LONGEST_SHEET_NAME])
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def add_table(self, table: Table) -> None:
        """Add a sheet with a table of Excel's own: filters, frozen header and keys, formats and widths."""
        sheet = self._add_sheet(table.name)
        headers = _headers(table)
        is_long = len(table.rows) > LONG_TABLE
        last_row, last_column = 1 if is_long else max(len(table.rows), 1), len(headers) - 1
        columns = [{"header": header, "header_format": self.formats[HEADER]} for header in headers]
        name = f"{re.sub(r'[^A-Za-z0-9]', '_', table.name)}_table"
        sheet.add_table(0, 0, last_row, last_column, {"name": name, "columns": columns})
        if is_long:
            path = f"xl/worksheets/sheet{len(self.file.worksheets())}.xml"
            self.long_sheets.append(LongSheet(path, name, table))
            self._write_formats(sheet, table.columns)
        else:
            self._write_rows(sheet, table)
        measured = list(islice(table.rows, ROWS_MEASURED))
        for number, column in enumerate(table.columns):
            cells = (row[number] for row in measured)
            sheet.set_column(number, number, self._width(headers[number], column, cells))
        sheet.freeze_panes(1, table.keys)
        sheet.repeat_rows(0)

    def _write_formats(self, sheet: Any, columns: Sequence[Column]) -> None:
        """Write a row of empty cells in the columns' formats."""
        for number, column in enumerate(columns):
            sheet.write_blank(1, number, None, self.formats.get(column.kind))

    def _write_rows(self, sheet: Any, table: Table) -> None:
        for number, (column, cells) in enumerate(
            zip(table.columns, zip(*table.rows, strict=True), strict=False)
        ):
            self._write_column(sheet, number, column, cells)

    def _write_column(self, sheet: Any, number: int, column: Column, cells: Iterable[Cell]) -> None:
        """Write values as what they are; an unknown stays empty, never 0."""
        shown = self.formats.get(column.kind)
        read = READERS.get(column.kind)
        for row, value in enumerate(cells, 1):
            if value is None:
                continue
            if not isinstance(value, str):
                sheet.write(row, number, value, shown)
            elif read is None:
                sheet.write_string(row, number, sheet_text(value))
            else:
                sheet.write_datetime(row, number, read(value), shown)

    def _width(self, header: str, column: Column, cells: Iterable[Cell]) -> int:
        texts = (cell_text(cell, column) for cell in cells)
        unit = len(self.currency or "") + 1 if column.kind == "money" else 1
        widest = max(map(cell_len, texts), default=0) + unit
        return min(max(cell_len(header) + FILTER_BUTTON, widest), WIDEST_COLUMN)

    def add_charts(self, charts: Iterable[Chart]) -> None:
        """Add a sheet of charts, and one with their numbers; a chart takes every text from a cell."""
        drawn = list(charts)
        if not drawn:
            return
        sheet, data = self._add_sheet(words.CHARTS), self._add_sheet(words.CHART_DATA)
        sheet.hide_gridlines(2)
        data.set_column(0, max(len(chart.series) for chart in drawn), DATA_WIDTH)
        top = 0
        for number, chart in enumerate(drawn):
            self._write_data(data, top, chart)
            picture = self._picture(chart, top)
            picture.set_size(CHART_SIZE)
            sheet.insert_chart(number * CHART_ROWS, 0, picture, {"description": visible(chart.title)})
            top += len(chart.labels) + 3

    def _write_data(self, sheet: Any, top: int, chart: Chart) -> None:
        sheet.write_string(top, 0, sheet_text(chart.title))
        sheet.write_string(top + 1, 0, sheet_text(chart.axis))
        for row, label in enumerate(chart.labels, top + 2):
            sheet.write_string(row, 0, sheet_text(label))
        for number, series in enumerate(chart.series, 1):
            sheet.write_string(top + 1, number, sheet_text(series.name))
            for row, value in enumerate(series.values, top + 2):
                if value is not None:
                    sheet.write_number(row, number, value, self.formats.get(chart.kind))

    def _picture(self, chart: Chart, top: int) -> Any:
        columns = {"type": "column", "subtype": "stacked"} if chart.stacked else {"type": "column"}
        only_lines = all(series.as_line for series in chart.series)
        line = self.file.add_chart({"type": "line"})
        picture = line if only_lines else self.file.add_chart(columns)
        labels = [words.CHART_DATA, top + 2, 0, top + 1 + len(chart.labels), 0]
        for number, series in enumerate(chart.series, 1):
            values = [words.CHART_DATA, top + 2, number, top + 1 + len(chart.labels), number]
            name, colour = [words.CHART_DATA, top + 1, number], PALETTE[(number - 1) % len(PALETTE)]
            styled = (
                {"line": {"color": colour, "width": 2.5}}
                if series.as_line
                else {"fill": {"color": colour}, "gap": 20}
            )
            (line if series.as_line else picture).add_series(
                {"name": name, "categories": labels, "values": values, **styled}
            )
        if picture is not line and any(series.as_line for series in chart.series):
            picture.combine(line)
        has_negative = any((value or 0) < 0 for series in chart.series for value in series.values)
        picture.set_title({"name": [words.CHART_DATA, top, 0], "name_font": {"size": 12}})
        below = {"label_position": "low"} if has_negative else {}
        picture.set_x_axis({"interval_unit": max(1, len(chart.labels) // LABELS), **below})
        picture.set_y_axis(
            {
                **({} if has_negative else {"min": 0}),
                "name": chart.unit,
                "num_format": "#,##0",
                "major_gridlines": {"visible": True},
            }
        )
        picture.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
        return picture


def column_letter(number: int) -> str:
    """Return what Excel calls a column, counted from 0."""
    above, letter = divmod(number, 26)
    return (column_letter(above - 1) if above else "") + chr(ord("A") + letter)


def _headers(table: Table) -> list[str]:
    """Return the columns' names as Excel takes them: not empty, not too long, none twice whatever the case."""
    headers: list[str] = []
    for number, column in enumerate(table.columns, 1):
        name = sheet_text(column.name)[: LONGEST_HEADER - 10] or f"column {number}"
        taken = {header.lower() for header in headers}
        headers.append(name if name.lower() not in taken else f"{name} ({number})")
    return headers


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
