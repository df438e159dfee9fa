"""A picture of a report: a chart, a sentence on what to see in it, and its numbers as a table.

Figures are written here as a person reads them, in tables and on axes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mfc_capacity.answers.records import Cell, Column, Table
from mfc_capacity.core.rounding import Bound, rounded
from mfc_capacity.render.html import charts, markup
from mfc_capacity.render.html.charts import Series
from mfc_capacity.render.html.markup import Grid, tag, text
from mfc_capacity.wording.en.columns import label
from mfc_capacity.wording.en.numbers import (
    cell_text,
    count_text,
    decimal_text,
    duration_text,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.report import NUMBERS

Record = Mapping[str, Cell]

MOST_LABELS, FEWER_LABELS = 6, 5
MANY_CALLS = 100
TOTAL = "total"


@dataclass(frozen=True)
class Picture:
    """A chart with its caption, the names of its lines, and the table that has a row for each place in it.

    `day` is the number of the day that it shows, by which the panel finds the plan's figures.
    """

    title: str
    said: str
    chart: str
    series: Sequence[Series]
    numbers: Grid
    day: int | None = None


def pictures(shown: Iterable[Picture], look: str = "pictures", *, level: int = 3) -> str:
    """Return pictures beside one another as HTML, under headings of a level; nothing of none."""
    figures = "".join(figure(picture, level) for picture in shown)
    return tag("div", figures, class_=look) if figures else ""


def figure(picture: Picture, level: int = 3) -> str:
    """Return a picture as HTML: caption, names of its lines, chart, and its numbers when they are wanted."""
    caption = tag(f"h{level}", text(picture.title)) + markup.paragraph(picture.said)
    names = charts.legend(picture.series if len(picture.series) > 1 else ())
    table = markup.details(NUMBERS, markup.grid(picture.numbers, picture.title))
    content = tag("figcaption", caption) + names + picture.chart + table
    return tag("figure", content, data_day=picture.day)


def numbers(
    table: Table,
    names: Iterable[str],
    records: Iterable[Record] | None = None,
    currency: str | None = None,
    bounds: Mapping[str, Bound] | None = None,
) -> Grid:
    """Return columns of a table as a person reads them; `bounds` are what those beside a target are held to."""
    held = bounds or {}
    columns = {column.name: column for column in table.columns}
    chosen = [columns[name] for name in names]
    found = table.records() if records is None else records
    rows = [
        [figure_text(record[column.name], column, currency, held.get(column.name)) for column in chosen]
        for record in found
    ]
    header = [label(column.name) for column in chosen]
    return Grid(header, rows, names=[column.name for column in chosen])


def figure_text(value: Cell, column: Column, currency: str | None = None, bound: Bound | None = None) -> str:
    """Return one figure in words of everyday: shares in per cent, waits in seconds and minutes."""
    if isinstance(value, int | float):
        if column.kind == "share":
            return share_text(value, bound)
        if column.kind == "seconds":
            return duration_text(value, bound)
        if column.kind == "money":
            return money_text(value, currency)
        if column.kind == "fte":
            return decimal_text(value, 1)
        if column.kind in ("units", "hours") or (column.kind == "calls" and value >= MANY_CALLS):
            return count_text(value)
    return cell_text(value, column)


def short_count(number: float) -> str:
    """Return a number short enough for an axis.

    >>> short_count(20_000_000), short_count(2_500_000), short_count(-40_000), short_count(250)
    ('20M', '2.5M', '-40k', '250')
    """
    for size, unit in ((10**6, "M"), (10**3, "k")):
        if abs(number) >= size:
            return f"{rounded(number / size, 2).normalize():,f}{unit}"
    return f"{number:g}"


def values_of(records: Iterable[Record], name: str) -> list[float | None]:
    """Return a column as numbers; None where a figure is unknown, or there is no such column."""
    return [None if record.get(name) is None else figure_of(record, name) for record in records]


def figure_of(record: Record, name: str) -> float:
    """Return a figure as a number, an unknown one as 0."""
    return float(record[name] or 0)


def count_of(record: Record, name: str) -> int:
    """Return a count."""
    return int(figure_of(record, name))


def per_cent(share: float) -> str:
    """Return a share as an axis has it."""
    return f"{share * 100:g}%"


def spread(labels: Sequence[tuple[float, str]], most: int = FEWER_LABELS) -> list[tuple[float, str]]:
    """Return at most so many of the labels, evenly."""
    every = next(step for step in (1, 2, 3, 4, 6, 12, len(labels)) if len(labels) <= step * most)
    return list(labels[::every])
