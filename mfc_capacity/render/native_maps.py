"""Maps of cells in a workbook: a sheet each, whose cells hold the numbers and are the stronger the more.

Black words stay readable on the strongest colour, on the screen and in black and white. A map of more columns than a
page is wide, as a calendar of weeks, is turned on its side.
"""

from dataclasses import replace
from math import ceil
from typing import Any

from rich.cells import cell_len

from mfc_capacity.answers.records import Column, Kind
from mfc_capacity.render.chart import HeatMap, shortened
from mfc_capacity.render.workbook import (
    READERS,
    USUAL_SIZE,
    WIDTH_OF_A4,
    Workbook,
    sheet_text,
    text_height,
)
from mfc_capacity.wording.en import workbook as words
from mfc_capacity.wording.en.numbers import cell_text
from mfc_capacity.wording.en.report import SOURCE_OF

MOST_COLUMNS = 31
NARROWEST, NARROWEST_SHEET = 7, 80
WIDEST_LABEL, LONGEST_LABEL = 40, 120
STRONGEST, STRONGEST_BAD = "#5BA3CE", "#E08A80"
STRIPES = {"pattern": 14, "fg_color": "#BFBFBF"}
TITLE, QUIET = {"bold": True, "font_size": 14}, {"font_color": "#595959", "font_size": 9}
HEADER_ROW = 4  # under the title, what is shown, how it is read, and where it is from


def add_map(book: Workbook, name: str, chart: HeatMap) -> None:
    """Add the sheet of a map, which prints one page wide under its header."""
    shown = chart if len(chart.columns) <= MOST_COLUMNS else _turned(chart)
    sheet, last_column = book.add_sheet(name), len(shown.columns)
    texts = [cell_text(value, Column("", shown.kind)) for row in shown.values for value in row]
    label_width = min(max(*map(cell_len, shown.rows), NARROWEST), WIDEST_LABEL) + 1
    width = max(*map(cell_len, (*shown.columns, *texts)), NARROWEST) + 1
    of_cells = label_width + width * last_column
    beyond = max(ceil((NARROWEST_SHEET - of_cells) / width), 0)  # columns, for the words above a small map
    sheet.set_column(0, 0, label_width)
    sheet.set_column(1, last_column + beyond, width)
    _write_above(book, sheet, shown, last_column + beyond, of_cells + width * beyond)
    _write_cells(book, sheet, shown, label_width)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    sheet.fit_to_pages(1, 0)
    if of_cells < WIDTH_OF_A4 / 2:
        sheet.set_portrait()


def _write_cells(book: Workbook, sheet: Any, chart: HeatMap, label_width: int) -> None:
    for column, label in enumerate(chart.columns, 1):
        _write_label(book, sheet, HEADER_ROW, column, label, chart.columns_kind, align="right")
    number_style = book.number_style(chart.kind, valign="top")
    for row, (label, values) in enumerate(zip(chart.rows, chart.values, strict=True), HEADER_ROW + 1):
        name = shortened(label, LONGEST_LABEL)
        _write_label(book, sheet, row, 0, name, chart.rows_kind, align="left", text_wrap=True)
        sheet.set_row(row, text_height(name, label_width))
        for column, value in enumerate(values, 1):
            if value is None:
                sheet.write_blank(row, column, None, book.style(**STRIPES))
            else:
                sheet.write_number(row, column, value, number_style)
    most = max((value for row in chart.values for value in row if value is not None), default=0.0)
    if most > 0:
        scale = _scale(most, STRONGEST_BAD if chart.is_bad else STRONGEST)
        last_row = HEADER_ROW + len(chart.rows)
        sheet.conditional_format(HEADER_ROW + 1, 1, last_row, len(chart.columns), scale)


def _turned(chart: HeatMap) -> HeatMap:
    values = list(zip(*chart.values, strict=True))
    return replace(
        chart,
        rows=chart.columns,
        columns=chart.rows,
        values=values,
        rows_kind=chart.columns_kind,
        columns_kind=chart.rows_kind,
    )


def _scale(most: float, strongest: str) -> dict[str, Any]:
    """Return the colours of the numbers from 0, which has none, to the most."""
    low = {"min_type": "num", "min_value": 0, "min_color": "#FFFFFF"}
    return {"type": "2_color_scale", **low, "max_type": "num", "max_value": most, "max_color": strongest}


def _write_above(book: Workbook, sheet: Any, chart: HeatMap, last_column: int, width: int) -> None:
    """Write what the map finds, what it shows in which unit, how its cells are read, and where its numbers are from."""
    is_whole = all(value is not None for row in chart.values for value in row)
    lines: list[tuple[str, dict[str, Any]]] = [
        (chart.title, TITLE),
        (f"{chart.unit[:1].upper()}{chart.unit[1:]}. {chart.said}", {}),
        (words.MAP_READ if is_whole else f"{words.MAP_READ} {words.MAP_STRIPED}", QUIET),
        (SOURCE_OF.format(source=chart.source), QUIET),
    ]
    for row, (text, style) in enumerate(lines):
        own = book.style(text_wrap=True, valign="top", **style)
        sheet.merge_range(row, 0, row, last_column, "", own)
        sheet.write_string(row, 0, sheet_text(text), own)
        sheet.set_row(row, text_height(text, width, style.get("font_size", USUAL_SIZE)))


def _write_label(
    book: Workbook, sheet: Any, row: int, column: int, label: str, kind: Kind, **style: Any
) -> None:
    """Write the name of a row or a column; a date or a time as a real one."""
    look = {"bold": True, "valign": "top", **style}
    if kind == "text":
        sheet.write_string(row, column, sheet_text(label), book.style(**look))
    else:
        sheet.write_datetime(row, column, READERS[kind](label), book.number_style(kind, **look))
