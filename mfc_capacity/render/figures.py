"""Figures of an answer's tables as a person reads them, below a picture and on a page."""

from collections.abc import Iterable, Mapping

from mfc_capacity.answers.records import Cell, Column, Table
from mfc_capacity.core.rounding import Bound
from mfc_capacity.render.chart import Numbers
from mfc_capacity.wording.en.columns import label
from mfc_capacity.wording.en.numbers import (
    cell_text,
    count_text,
    decimal_text,
    duration_text,
    money_text,
    share_text,
)

Record = Mapping[str, Cell]

MANY_CALLS = 100
TOTAL = "total"


def numbers(
    table: Table,
    names: Iterable[str],
    records: Iterable[Record] | None = None,
    currency: str | None = None,
    bounds: Mapping[str, Bound] | None = None,
) -> Numbers:
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
    return Numbers(header, rows, names=[column.name for column in chosen])


def figure_text(value: Cell, column: Column, currency: str | None = None, bound: Bound | None = None) -> str:
    """Return one figure in words of everyday: shares in per cent, waits in seconds and minutes."""
    if isinstance(value, int | float):
        if column.kind == "share":
            return share_text(value, bound)
        if column.kind == "seconds":
            return duration_text(value, bound)
        if column.kind == "money":
            return money_text(value, currency, bound)
        if column.kind in ("fte", "number"):
            return decimal_text(value, 1, bound)
        if column.kind in ("units", "hours") or (column.kind == "calls" and value >= MANY_CALLS):
            return count_text(value, bound)
    return cell_text(value, column)


def values_of(records: Iterable[Record], name: str) -> list[float | None]:
    """Return a column as numbers; None where a figure is unknown, or there is no such column."""
    return [None if record.get(name) is None else figure_of(record, name) for record in records]


def figure_of(record: Record, name: str) -> float:
    """Return a figure as a number, an unknown one as 0."""
    return float(record[name] or 0)


def count_of(record: Record, name: str) -> int:
    """Return a count."""
    return int(figure_of(record, name))
