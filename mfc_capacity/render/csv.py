"""CSV for programs (RFC 4180) and for spreadsheets with a Russian locale (excel-ru).

excel-ru has semicolons, decimal commas, CRLF and a byte order mark, without which Excel reads neither the
letters nor the numbers right. Text that a spreadsheet would take for a formula is written behind an
apostrophe, which shows it as text.
"""

import csv
import io

from mfc_capacity.render.options import Options, one_table
from mfc_capacity.results import Answer, Cell

DIALECTS = ("rfc4180", "excel-ru")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def render(answer: Answer, options: Options) -> str:
    """Return one table with its column names in the first row."""
    table = one_table(answer, options)
    russian = options.dialect == "excel-ru"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if russian else ",", lineterminator="\r\n")
    writer.writerow(_safe(column.name) for column in table.columns)
    cell = _russian if russian else _safe
    writer.writerows([cell(value) for value in row] for row in table.rows)
    return (BYTE_ORDER_MARK if russian else "") + text.getvalue()


def _safe(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _russian(value: Cell) -> Cell:
    return repr(value).replace(".", ",") if isinstance(value, float) else _safe(value)
