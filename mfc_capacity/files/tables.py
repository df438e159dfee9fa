"""One reader of tabular files: CSV, as it is or packed by gzip, XLSX and Parquet; all as texts under a header.

What a file is, its first bytes say, whatever its name. Nothing is unpacked beyond what may be read.
"""

import io
import zlib
from collections.abc import Collection

from mfc_capacity.files import sheet
from mfc_capacity.files.problems import say
from mfc_capacity.files.sheet import OpenSheet, Sheet, open_csv, refusal

GZIP, ZIP, PARQUET, OLD_EXCEL = b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"
BYTES_AT_ONCE = 1 << 20


def open_table(
    content: bytes,
    file: str,
    known: Collection[str],
    *,
    sheet_name: str | None = None,
    most_lines: int | None = None,
    most_bytes: int | None = None,
) -> OpenSheet:
    """Open a table of any kind, to be read part by part.

    Args:
        content: the file.
        file: its name in messages.
        known: names of columns that are looked for.
        sheet_name: of a workbook; None: its first sheet.
        most_lines: the most that are read, the header among them; None: a million rows.
        most_bytes: the most that are read; None: 100 million.

    Raises:
        InputError: if the file is no table, or is larger; some of it only when its rows are read.
    """
    most = most_bytes or sheet.MAX_BYTES
    if len(content) > most:
        raise refusal(file, say("sheet.too_many_bytes", most=most), say("sheet.SPLIT_IT"))
    if content.startswith(GZIP):
        content = _unzipped(content, file, most)
    if content.startswith(ZIP):
        from mfc_capacity.files.workbook import open_workbook  # noqa: PLC0415 - an extra

        return open_workbook(content, file, known, sheet_name, most_lines)
    if sheet_name is not None:
        raise refusal(file, say("tables.no_sheets", name=sheet_name), say("tables.LEAVE_SHEET_OUT"))
    if content.startswith(PARQUET):
        from mfc_capacity.files.parquet import open_parquet  # noqa: PLC0415 - an extra

        return open_parquet(content, file, known, most_lines)
    if content.startswith(OLD_EXCEL):
        raise refusal(file, say("tables.OLD_EXCEL"), say("tables.SAVE_AS_XLSX"))
    return open_csv(content, file, known, most_lines)


def read_table(content: bytes, file: str, known: Collection[str]) -> Sheet:
    """Read a table of any kind as a whole; arguments and errors are those of `open_table`."""
    return open_table(content, file, known).read()


def _unzipped(content: bytes, file: str, most: int) -> bytes:
    """Return what gzip has packed, at most `most` bytes of it.

    Raises:
        InputError: if there is more, or the packing is broken or cut off.
    """
    unpacked, left = io.BytesIO(), content
    try:
        while left:
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                part = member.decompress(left, BYTES_AT_ONCE)
                left = member.unconsumed_tail
                if not part and not left and not member.eof:
                    raise refusal(file, say("tables.CUT_OFF"), say("tables.COPY_AGAIN"))
                unpacked.write(part)
                if unpacked.tell() > most:
                    raise refusal(
                        file, say("tables.too_many_bytes_unpacked", most=most), say("sheet.SPLIT_IT")
                    )
            left = member.unused_data.lstrip(b"\0")
    except zlib.error:
        raise refusal(file, say("tables.NO_GZIP"), say("tables.COPY_AGAIN")) from None
    return unpacked.getvalue()  # no copy
