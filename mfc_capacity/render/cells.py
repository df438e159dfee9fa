"""Cells as a person reads them: rounded half up, control characters made visible."""

from mfc_capacity.answers.records import Cell, Column
from mfc_capacity.core.rounding import rounded
from mfc_capacity.files.text import visible
from mfc_capacity.wording.en.numbers import UNKNOWN, count_text, decimal_text, digits_text

_DIGITS = 6
_PLACES = {"seconds": 1, "erlangs": 2, "hours": 2, "fte": 2, "money": 2, "calls": 1, "units": 1, "lines": 2}


def cell_text(value: Cell, column: Column) -> str:
    """Return one cell of a table; an unknown is a dash, never 0."""
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return visible(value)
    if column.kind == "count":
        return count_text(value)
    if column.kind == "number":
        return digits_text(value, _DIGITS)
    if column.kind == "share":
        return f"{rounded(value, 4).scaleb(2):f}%"
    return decimal_text(value, _PLACES[column.kind])
