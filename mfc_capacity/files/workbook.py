"""A sheet of an XLSX workbook as cells: the values that Excel shows, dates and times as ISO writes them.

A workbook is a ZIP archive of XML, and a few bytes may claim to be gigabytes, or to hold a cell in the last row and
column that there are. Its parts are unpacked and counted, one after the other and no further than allowed, before
the reader sees them.
"""

import importlib
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import chain, islice
from typing import Any

from mfc_capacity.files import sheet
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import InputError, say
from mfc_capacity.files.sheet import (
    LEADING_ROWS,
    ROWS_AT_ONCE,
    Exact,
    OpenSheet,
    Part,
    checked_header,
    header_index,
    plain_name,
    refusal,
)

MAX_UNPACKED = 500_000_000
MAX_PARTS = 10_000
MAX_CELLS = 30_000_000
BYTES_AT_ONCE = 1 << 20
LONGEST_PLACE = 20  # characters of ' r="XFD1048576"'
_PLACE = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')


def open_workbook(
    content: bytes, file: str, known: Collection[str], sheet_name: str | None, most_lines: int | None
) -> OpenSheet:
    """Open a sheet of a workbook, by default the first, or the only one that names columns in `known`.

    Raises:
        InputError: if python-calamine is not installed, or the workbook is none, is too large or has no such sheet.
    """
    try:
        library: Any = importlib.import_module("python_calamine")
    except ImportError:
        raise refusal(file, say("tables.no_library", kind="XLSX"), say("tables.NO_LIBRARY_HINT")) from None
    _refuse_what_is_too_large(content, file)
    try:
        book = library.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        wanted = _likely_sheet(book, names, known, file) if sheet_name is None else sheet_name
        rows = book.get_sheet_by_name(wanted).to_python(skip_empty_area=False) if wanted in names else None
    except InputError:
        raise
    except (library.CalamineError, IndexError, OSError, ValueError) as error:
        raise refusal(file, say("tables.NO_WORKBOOK"), say("tables.SAVE_AS_XLSX")) from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # what the library, written in Rust, makes of its own faults
            raise
        raise refusal(file, say("tables.NO_WORKBOOK"), say("tables.SAVE_AS_XLSX")) from error
    if rows is None:
        hint = did_you_mean(wanted, names) or say("tables.sheets_are", names=tuple(names))
        raise refusal(file, say("tables.no_sheet", name=wanted), hint)
    most = most_lines or sheet.MAX_LINES
    if len(rows) > most:
        raise refusal(file, say("sheet.too_many_rows", most=most - 1), say("sheet.SPLIT_THE_FILE"))
    numbered = _filled(rows)
    leading = list(islice(numbered, LEADING_ROWS))
    at = header_index([cells for _, cells in leading], known)
    header_line, cells = leading[at] if leading else (1, [])
    while cells and not cells[-1].strip():
        cells.pop()
    header = checked_header(file, cells, known)
    return OpenSheet(file, None, header_line, header, _parts(chain(leading[at + 1 :], numbered), len(header)))


def _likely_sheet(book: Any, names: Sequence[str], known: Collection[str], file: str) -> str:
    """Return the first sheet; if it names no column that is looked for, the only one that does, or else is not empty.

    Raises:
        InputError: if there are several.
    """
    if len(names) == 1 or not known:
        return names[0]
    looked_for = {plain_name(name) for name in known}
    headers = {name: _header(book, name, known) for name in names}
    if headers[names[0]] & looked_for:
        return names[0]
    tables = [name for name in names if len(headers[name] & looked_for) > 1] or list(
        filter(headers.get, names)
    )
    if len(tables) > 1:
        message = say("tables.no_column_of_sheet", sheet=names[0])
        raise refusal(file, message, say("tables.which_sheet", names=tuple(tables)))
    return next(iter(tables), names[0])


def _header(book: Any, name: str, known: Collection[str]) -> set[str]:
    """Return the names of the columns of a sheet, as names are compared."""
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=LEADING_ROWS)
    leading = [cells for _, cells in _filled(rows)]
    return {plain_name(cell) for cell in leading[header_index(leading, known)]} if leading else set()


def cell_text(value: object) -> str:
    """Return a cell's value as a text: numbers in full, dates and times as ISO writes them.

    >>> cell_text(180.0), cell_text(0.1), cell_text(datetime(2014, 3, 1)), cell_text(time(8, 30))
    ('180', '0.1', '2014-03-01', '08:30')
    """
    match value:
        case bool():
            text = str(value).lower()
        case float():
            text = Exact(int(value) if value.is_integer() and abs(value) < 1e15 else repr(value))
        case datetime():
            clock = value.time()
            text = value.date().isoformat() + (f" {cell_text(clock)}" if clock != time.min else "")
        case time():
            text = value.isoformat("seconds" if value.second else "minutes")
        case timedelta():
            text = f"{value.total_seconds():g}"
        case _:
            text = str(value)
    return text


def _filled(rows: Iterable[list[Any]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, with their numbers."""
    for number, row in enumerate(rows, 1):
        cells = [cell_text(value) for value in row]
        if any(map(str.strip, cells)):
            yield number, cells


def _parts(rows: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Part]:
    """Yield rows some at a time; cells beyond the header are a mistake where they hold something."""
    while some := list(islice(rows, ROWS_AT_ONCE)):
        ragged = [(number, len(cells)) for number, cells in some if any(map(str.strip, cells[width:]))]
        odd = {number for number, _ in ragged}
        whole = [(number, cells) for number, cells in some if number not in odd]
        columns = tuple([cells[k] for _, cells in whole] for k in range(width))
        yield Part(columns, [number for number, _ in whole], ragged)


def _refuse_what_is_too_large(content: bytes, file: str) -> None:
    """Refuse an archive whose parts, by what they declare or in truth, are more than may be read."""
    too_large = refusal(file, say("tables.too_many_bytes_unpacked", most=MAX_UNPACKED), say("sheet.SPLIT_IT"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise too_large
            left = MAX_UNPACKED
            for part in parts:
                part.file_size = 2 * MAX_UNPACKED  # what is declared does not end the reading
                is_sheet = part.filename.startswith("xl/worksheets/")
                rows = columns = 0
                tail = b""
                with archive.open(part) as packed:
                    while block := packed.read(BYTES_AT_ONCE):
                        left -= len(block)
                        if left < 0:
                            raise too_large
                        if is_sheet:
                            found = set(_PLACE.findall(tail + block))
                            columns = max([columns, *(_number(letters) for letters in {c for c, _ in found})])
                            rows = max([rows, *(int(row) for _, row in found)])
                            tail = block[-LONGEST_PLACE:]
                if rows * columns > MAX_CELLS:
                    message = say("tables.too_many_cells", most=MAX_CELLS)
                    raise refusal(file, message, say("tables.DELETE_FAR_CELLS"))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise refusal(file, say("tables.NO_WORKBOOK"), say("tables.SAVE_AS_XLSX")) from error


def _number(letters: bytes) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
