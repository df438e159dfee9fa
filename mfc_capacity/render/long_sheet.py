"""The rows of long sheets, put into a workbook that is finished but for them.

XlsxWriter takes minutes and gigabytes for millions of cells. So it makes a long sheet with its table, its header and
one row of empty cells, and the rows come in their place as they are made, with the formats of the empty cells. A cell
is what XlsxWriter itself writes where it keeps no shared strings (ECMA-376 part 1, 18.3.1.4).
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from itertools import count
from typing import NamedTuple
from xml.sax.saxutils import escape

from mfc_capacity.answers.records import Cell, Row, Table
from mfc_capacity.answers.rows import rows_as
from mfc_capacity.render.workbook import READERS, LongSheet, column_letter, sheet_text

FIRST_ROW = 2  # below the header, as Excel counts
ROW = "\0"  # stands for the number of the row until that is known
DAY_S = 86_400
BEGINNING, FALSE_LEAP_DAY = date(1899, 12, 31), 59  # Excel's 1900 has a 29 February
MOST_BYTES = 2**31  # of a part of an archive that is not told beforehand that it is larger
BYTES_OF_CELL = 64
_STYLE = re.compile(rf'<c r="([A-Z]+){FIRST_ROW}" s="(\d+)"/>')
_LIKE_AN_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")


def with_rows(content: bytes, long_sheets: Sequence[LongSheet]) -> bytes:
    """Return a workbook with its long sheets filled in."""
    sheets = {sheet.path: sheet for sheet in long_sheets}
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(result, "w") as finished:
        for part in made.infolist():
            data = made.read(part)
            if part.filename in sheets:
                _write_sheet(finished, part, data.decode(), sheets[part.filename])
            elif part.filename.startswith("xl/tables/"):
                finished.writestr(part, _as_long(data.decode(), long_sheets))
            else:
                finished.writestr(part, data)
    return result.getvalue()


def _as_long(excel_table: str, sheets: Sequence[LongSheet]) -> str:
    """Return an Excel table that ends where its sheet does."""
    for sheet in sheets:
        if f' name="{sheet.table_name}"' in excel_table:
            return excel_table.replace(sheet.range_made, sheet.range)
    return excel_table


def _write_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo, made: str, sheet: LongSheet) -> None:
    """Write a sheet; `made` is the sheet without its rows."""
    header_ends = made.index("</row>") + len("</row>")
    own = zipfile.ZipInfo(part.filename, part.date_time)
    own.compress_type, own.external_attr = part.compress_type, part.external_attr
    table = sheet.table
    is_large = len(table.rows) * len(table.columns) * BYTES_OF_CELL > MOST_BYTES
    with archive.open(own, "w", force_zip64=is_large) as file:
        file.write(made[:header_ends].replace(sheet.range_made, sheet.range).encode())
        for text in _rows(table, dict(_STYLE.findall(made))):
            file.write(text.encode())
        file.write(made[made.index("</sheetData>") :].encode())


def _rows(table: Table, styles: Mapping[str, str]) -> Iterator[str]:
    first, *others = _writers(table, styles)

    def rest(cells: Row) -> str:
        return "".join(writer.cell(cell) for writer, cell in zip(others, cells, strict=True)) + "</row>"

    numbers = map(str, count(FIRST_ROW))
    for texts in rows_as(table.rows, lambda cell: f'<row r="{ROW}">{first.cell(cell)}', rest):
        yield "".join(text.replace(ROW, number) for text, number in zip(texts, numbers, strict=False))


class _Writer(NamedTuple):
    """Writes the cells of a column: what stands before their value, and what makes dates and times of texts."""

    attributes: str
    kind: str

    def cell(self, value: Cell) -> str:
        """Return a cell; an unknown is none at all."""
        if value is None:
            return ""
        if not isinstance(value, str):
            return f"<c {self.attributes}><v>{value:.16G}</v></c>"
        read = READERS.get(self.kind)
        if read is not None:
            return f"<c {self.attributes}><v>{serial(read(value)):.16G}</v></c>"
        text = escape(_LIKE_AN_ESCAPE.sub(r"_x005F\1", sheet_text(value)))
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        return f'<c {self.attributes} t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _writers(table: Table, styles: Mapping[str, str]) -> Sequence[_Writer]:
    letters = [column_letter(number) for number in range(len(table.columns))]
    return [
        _Writer(f'r="{at}{ROW}"' + (f' s="{styles[at]}"' if at in styles else ""), column.kind)
        for at, column in zip(letters, table.columns, strict=True)
    ]


def serial(moment: date | time) -> float:
    """Return a date as Excel counts days, a time as a share of a day."""
    if isinstance(moment, time):
        return (moment.hour * 3600 + moment.minute * 60 + moment.second) / DAY_S
    days = (moment - BEGINNING).days
    return days + (days > FALSE_LEAP_DAY)
