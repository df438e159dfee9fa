"""The first sheet of a workbook, for who has a minute: what a terminal says of the answer, and what stands where.

Its figures are those of the page, digit by digit: numbers as they are shown there, in formats that show them so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from math import ceil
from typing import Any

from rich.cells import cell_len

from mfc_capacity.render.page import Differences, Figures, Grid, Judged, Listing, Page, Text
from mfc_capacity.render.workbook import (
    LINE_HEIGHT,
    USUAL_SIZE,
    Workbook,
    sheet_name,
    sheet_text,
    text_height,
)
from mfc_capacity.wording.en import workbook as words

MOST_WARNINGS = 8
WIDEST_LABEL, NARROWEST_FIGURE, WIDEST_FIGURE, NARROWEST_SHEET = 40, 13, 20, 95
WIDEST_UPRIGHT = 130  # in letters, on a sheet of A4
BAD = {"font_color": "#B3261E", "bold": True}
TITLE, ABOUT = {"bold": True, "font_size": 16}, {"font_color": "#595959", "font_size": 9}
TONES: dict[str, dict[str, Any]] = {
    "verdict": {"bold": True, "font_size": 12},
    "heading": {"bold": True},
    "plain": {},
}
RULED = {"bottom": 1, "bottom_color": "#BFBFBF"}
_FIGURE = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d[\d,]*)(?P<places>\.\d+)?(?P<unit>\D*)")
_DIVISORS = {" %": Decimal("0.01"), "%": Decimal("0.01"), " mln": Decimal(1_000_000)}

Row = tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """Another sheet of the workbook: its name, what it holds, and how many rows (None: it has no table)."""

    name: str
    holds: str
    rows: int | None


@dataclass(frozen=True)
class Said:
    """What the sheet says, from top to bottom; the first `left` columns of its figures are aligned to the left."""

    title: str
    about: str | None
    texts: Sequence[Text]
    figures: Sequence[Row]
    left: int
    warnings: Sequence[str]
    without_source: str | None


def said(page: Page, name: str, *, has_about: bool) -> Said:
    """Return what a page says that stands on the sheet, the verdict first.

    Args:
        page: of the answer.
        name: of the answer, for a page without a title.
        has_about: whether the second paragraph says what the answer is about.
    """
    paragraphs = [block for block in page if isinstance(block, Text)]
    texts = [text for text in paragraphs if text.tone == "verdict"]
    texts += [text for text in paragraphs if text.tone in ("heading", "plain")]
    titles = [text for text in texts if text.tone == "heading"] or texts
    title = titles[0] if titles else Text(name)
    about = paragraphs[1] if has_about else None
    main = next((block for block in page if isinstance(block, Figures | Grid | Differences)), None)
    return Said(
        title.text,
        None if about is None else about.text,
        [text for text in texts if text is not title and text is not about],
        [] if main is None else _rows(main),
        main.left if isinstance(main, Grid | Differences) else 1,
        [text.text for text in paragraphs if text.tone == "warning"],
        next((block.title for block in page if isinstance(block, Listing)), None),
    )


def _rows(block: Figures | Grid | Differences) -> list[Row]:
    """Return the rows of figures behind their header; of a heading, the label alone."""
    if isinstance(block, Figures):
        return [("", *block.columns), *((line.label, *line.cells) for line in block.lines)]
    rows = block.rows if isinstance(block, Grid) else (cells for _, cells in block.rows)
    return [block.header, *((row if any(row[1:]) else row[:1]) for row in rows)]


def add_overview(book: Workbook, what: Said, sheets: Iterable[Listed], made: Iterable[str]) -> None:
    """Add the sheet, which prints on one page; `made` says from what the workbook was made, and by what."""
    sheet = _Sheet(book, what.figures, what.left)
    sheet.write_text(what.title, **TITLE)
    if what.about is not None:
        sheet.write_text(what.about, **ABOUT)
    sheet.skip()
    for text in what.texts:
        sheet.write_text(text.text, **TONES[text.tone] | _judged(text.text))
    if what.figures:
        sheet.skip()
        sheet.write_figures(what.figures)
    if what.warnings or what.without_source:
        sheet.skip()
    for warning in what.warnings[:MOST_WARNINGS]:
        sheet.write_text(words.warning(warning))
    if len(what.warnings) > MOST_WARNINGS:
        sheet.write_text(words.more_warnings(len(what.warnings) - MOST_WARNINGS))
    if what.without_source is not None:
        sheet.write_text(what.without_source)
    sheet.skip()
    sheet.write_text(words.WHAT_IS_WHERE, **TONES["heading"])
    for listed in sheets:
        sheet.write_link(listed)
    sheet.skip()
    for line in made:
        sheet.write_text(line, **ABOUT)


class _Sheet:
    """The sheet on its way, row by row: a column of labels and the columns of the figures, texts over all of them."""

    def __init__(self, book: Workbook, figures: Sequence[Row], left: int) -> None:
        self._book, self._left, self._row = book, left, 0
        self._sheet = book.add_sheet(words.OVERVIEW)
        self._sheet.fit_to_pages(1, 1)
        self._sheet.hide_gridlines(2)
        labels, *columns = zip_longest(*figures, fillvalue="") if figures else [("",)]
        widths = [min(max(*map(cell_len, labels), NARROWEST_FIGURE) + 2, WIDEST_LABEL)]
        widths += [min(max(*map(cell_len, cells), NARROWEST_FIGURE) + 2, WIDEST_FIGURE) for cells in columns]
        widths += [NARROWEST_FIGURE] * ceil((NARROWEST_SHEET - sum(widths)) / NARROWEST_FIGURE)
        for number, width in enumerate(widths):
            self._sheet.set_column(number, number, width)
        if sum(widths) <= WIDEST_UPRIGHT:
            self._sheet.set_portrait()
        self._widths = widths

    def skip(self) -> None:
        """Leave a row empty."""
        self._row += 1

    def write_text(self, text: str, **style: Any) -> None:
        """Write a paragraph over the whole width, in as many lines as it takes."""
        self._write_over(0, text, style)
        self._row += 1

    def _write_over(self, first: int, text: str, style: dict[str, Any]) -> None:
        """Write a text from a column on to the last, as high as it takes."""
        shown, size = sheet_text(text), style.get("font_size", USUAL_SIZE)
        own = self._book.style(text_wrap=True, valign="top", **style)
        if first < len(self._widths) - 1:
            self._sheet.merge_range(self._row, first, self._row, len(self._widths) - 1, "", own)
        self._sheet.write_string(self._row, first, shown, own)
        self._sheet.set_row(self._row, text_height(shown, sum(self._widths[first:]), size))

    def write_figures(self, rows: Sequence[Row]) -> None:
        """Write figures under their header; of a row with a label alone, that is a heading."""
        above, *below = rows
        self._write_header(above)
        for label, *cells in below:
            bold = {} if cells else {"bold": True}
            self._sheet.write_string(
                self._row, 0, sheet_text(label.strip()), self._book.style(**bold, **_indented(label))
            )
            for column, text in enumerate(cells, 1):
                self._write_figure(column, text)
            self._row += 1

    def _write_header(self, header: Row) -> None:
        for column, text in enumerate(header):
            own = self._book.style(
                bold=True, text_wrap=True, valign="bottom", align=self._align(column), **RULED
            )
            self._sheet.write_string(self._row, column, sheet_text(text), own)
        lines = max(
            ceil(cell_len(text) * 1.2 / width) for text, width in zip(header, self._widths, strict=False)
        )
        self._sheet.set_row(self._row, LINE_HEIGHT * max(lines, 1))
        self._row += 1

    def _write_figure(self, column: int, text: str) -> None:
        """Write a figure as the number that it shows; a text that is none as it is."""
        figure = as_number(text, self._book.currency)
        if figure is None:
            own = self._book.style(align=self._align(column), text_wrap=True, **_judged(text))
            self._sheet.write_string(self._row, column, sheet_text(text), own)
        else:
            value, pattern = figure
            own = self._book.style(num_format=pattern, **_judged(text))
            self._sheet.write_number(self._row, column, value, own)

    def _align(self, column: int) -> str:
        return "left" if column < self._left else "right"

    def write_link(self, listed: Listed) -> None:
        """Write the name of a sheet, which leads there, and what it holds."""
        self._sheet.write_url(
            self._row,
            0,
            f"internal:'{sheet_name(listed.name)}'!A1",
            self._book.style(font_color="#0563C1", underline=1, valign="top"),
            sheet_name(listed.name),
        )
        rows = "" if listed.rows is None else f" ({words.rows(listed.rows)})"
        self._write_over(1, listed.holds + rows, {})
        self._row += 1


def _judged(text: str) -> dict[str, Any]:
    """Return the look of a text that is known to be bad news."""
    return BAD if isinstance(text, Judged) and text.level == "bad" else {}


def _indented(label: str) -> dict[str, int]:
    return {"indent": 1} if label.startswith(" ") else {}


def as_number(text: str, currency: str | None) -> tuple[float, str] | None:
    r"""Return the number that a text shows, and the number format that shows it as the text does; None: it is none.

    >>> as_number("356.20 mln RUB", "RUB")
    (356200000.0, '#,##0.00,,\\ "mln RUB"')
    >>> as_number("79.96 %", None), as_number("09:00", None)
    ((0.7996, '#,##0.00\\ %'), None)
    """
    match = _FIGURE.fullmatch(text)
    if match is None:
        return None
    unit, places = match["unit"], match["places"] or ""
    money = f" {currency}" if currency else ""
    scale = unit.removesuffix(money) if money else unit
    if scale not in ("", "s", " pp", *_DIVISORS):
        return None
    value = Decimal(match["sign"] + match["whole"].replace(",", "") + places) * _DIVISORS.get(scale, 1)
    digits = "#,##0" + places[:1] + "0" * len(places[1:])
    if "%" in scale:
        pattern = digits + unit.replace(" ", "\\ ")
    else:
        shown = unit.lstrip()
        pattern = (
            digits + ",," * (scale == " mln") + "\\ " * (shown != unit) + (f'"{shown}"' if shown else "")
        )
    return float(value), f"+{pattern};-{pattern}" if match["sign"] == "+" else pattern
