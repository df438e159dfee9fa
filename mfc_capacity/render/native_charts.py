"""Charts of a workbook: Excel's own, which take their texts and numbers from the cells of a sheet of their own."""

from collections.abc import Sequence
from typing import Any

from mfc_capacity.files.text import visible
from mfc_capacity.render.view import Chart
from mfc_capacity.render.workbook import Workbook, sheet_text
from mfc_capacity.wording.en import workbook as words

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")  # Okabe & Ito 2008
CHART_SIZE, CHART_ROWS = {"width": 960, "height": 340}, 18
LABELS, DATA_WIDTH = 16, 18


def add_charts(book: Workbook, charts: Sequence[Chart]) -> None:
    """Add the sheet of the charts; their numbers stand on another, which `add_chart_data` adds."""
    sheet = book.add_sheet(words.CHARTS)
    sheet.hide_gridlines(2)
    top = 0
    for number, chart in enumerate(charts):
        picture = _picture(book, chart, top)
        picture.set_size(CHART_SIZE)
        sheet.insert_chart(number * CHART_ROWS, 0, picture, {"description": visible(chart.title)})
        top += _height(chart)


def add_chart_data(book: Workbook, charts: Sequence[Chart]) -> None:
    """Add the sheet of the charts' numbers: under a title the labels, and a column a series."""
    data = book.add_sheet(words.CHART_DATA)
    data.set_column(0, max(len(chart.series) for chart in charts), DATA_WIDTH)
    top = 0
    for chart in charts:
        _write_data(book, data, top, chart)
        top += _height(chart)


def _height(chart: Chart) -> int:
    return len(chart.labels) + 3


def _write_data(book: Workbook, sheet: Any, top: int, chart: Chart) -> None:
    sheet.write_string(top, 0, sheet_text(chart.title))
    sheet.write_string(top + 1, 0, sheet_text(chart.axis))
    for row, label in enumerate(chart.labels, top + 2):
        sheet.write_string(row, 0, sheet_text(label))
    for number, series in enumerate(chart.series, 1):
        sheet.write_string(top + 1, number, sheet_text(series.name))
        for row, value in enumerate(series.values, top + 2):
            if value is not None:
                sheet.write_number(row, number, value, book.number_style(chart.kind))


def _picture(book: Workbook, chart: Chart, top: int) -> Any:
    columns = {"type": "column", "subtype": "stacked"} if chart.stacked else {"type": "column"}
    only_lines = all(series.as_line for series in chart.series)
    line = book.file.add_chart({"type": "line"})
    picture = line if only_lines else book.file.add_chart(columns)
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
