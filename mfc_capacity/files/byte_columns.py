"""Some columns of a table as arrays of bytes: for files of millions of rows, of which no cell becomes a Python string.

A block of a CSV file is cut apart at once where every line has the cells of the header and quotes stand only around
whole cells, as programs write it; a block in which it is not so is read with care by `files.sheet`, and so are
workbooks and Parquet.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.arrays import Bools, Ints
from mfc_capacity.files import sheet as csv_sheet
from mfc_capacity.files.problems import say
from mfc_capacity.files.sheet import CsvText, OpenSheet, Part, parts_of, refusal

BYTES_AT_ONCE = 1 << 22
LONGEST_CELL = 256  # bytes, of a column that is read; whole words
Bytes = NDArray[np.bytes_]
_Block = NDArray[np.uint8]
# A word of which the first k bytes are kept, whichever way round the machine has them.
_FIRST_BYTES = np.tril(np.full((9, 8), 255, np.uint8), -1).view(np.uint64)[:, 0]
_QUOTE, _RETURN, _BREAK = ord('"'), ord("\r"), ord("\n")


@dataclass(frozen=True)
class BytePart:
    """Some rows: the cells of each column (n), the lines they begin on (n), rows of another length as of a `Part`.

    The cells of a column are texts of whole words of eight bytes, as many as the longest of them takes.
    """

    columns: tuple[Bytes, ...]
    lines: Ints
    ragged: list[tuple[int, int]]


def byte_parts(sheet: OpenSheet, wanted: Sequence[int], most_lines: int | None = None) -> Iterator[BytePart]:
    """Yield the rows of a table, of which some columns are wanted.

    Raises:
        InputError: for rows that cannot be read, as when `sheet` is read itself, or for a cell that is too long.
    """
    encoding = sheet.text.encoding if sheet.text else "utf-8"
    start = None if sheet.text is None else _offset_of_rows(sheet.text, sheet.header_line)
    if sheet.text is None or start is None:
        yield from (_encoded(part, wanted, encoding, sheet.file) for part in sheet.parts)
        return
    content, width, first = sheet.text.content, len(sheet.header), sheet.header_line + 1
    while start < len(content):
        end = content.find(b"\n", min(start + BYTES_AT_ONCE, len(content)) - 1) + 1 or len(content)
        block = np.frombuffer(content, np.uint8, end - start, start)
        cells = _cells_of(block, ord(sheet.text.delimiter), width)
        if cells is None:
            has_quotes = content.find(b'"', start, end) >= 0
            end = len(content) if has_quotes else end  # a quoted cell may go on beyond the block
            left = _text_of(sheet.text, start, None if has_quotes else end)
            parts = parts_of(left, sheet.text, sheet.file, first, width, most_lines)
            yield from (_encoded(part, wanted, encoding, sheet.file) for part in parts)
            first += content.count(b"\n", start, end)
        else:
            starts, ends = cells
            lines = np.arange(first, first + starts.shape[0], dtype=np.int32)
            first += starts.shape[0]
            if first - 1 > (most := most_lines or csv_sheet.MAX_LINES):
                message = say("sheet.too_many_rows", most=most - 1)
                raise refusal(sheet.file, message, say("sheet.SPLIT_THE_FILE"))
            padded = np.concatenate([block, np.zeros(LONGEST_CELL, np.uint8)])
            columns = tuple(_gathered(padded, starts[:, k], ends[:, k], sheet.file) for k in wanted)
            yield BytePart(columns, lines, [])
        start = end


def _offset_of_rows(text: CsvText, header_line: int) -> int | None:
    """Return where the rows begin; None where lines end otherwise than usual, or the header goes on over several."""
    offset = 0
    for _ in range(header_line):
        before, offset = offset, text.content.find(b"\n", offset) + 1
        if not offset:
            return None
    header = text.content[before:offset]
    return None if header.count(b'"') % 2 or b"\r" in header.rstrip(b"\r\n") else offset


def _text_of(text: CsvText, start: int, end: int | None) -> io.TextIOWrapper:
    content = io.BytesIO(text.content if end is None else text.content[start:end])  # the first is no copy
    content.seek(start if end is None else 0)
    return io.TextIOWrapper(content, text.encoding, newline="")


def _cells_of(block: _Block, delimiter: int, width: int) -> tuple[Ints, Ints] | None:
    """Return where the cells of a block begin and end (rows x width); None where it is not so plain."""
    is_break = block == _BREAK
    marks = np.flatnonzero(is_break | (block == delimiter))
    if block[-1] != _BREAK:
        marks = np.append(marks, block.size)
    if marks.size % width:
        return None
    ends = marks.reshape(-1, width)
    breaks = np.flatnonzero(is_break)
    last = ends[: breaks.size, -1]
    if breaks.size < ends.shape[0] - 1 or breaks.size > ends.shape[0] or not np.array_equal(last, breaks):
        return None
    starts = np.concatenate([[0], marks[:-1] + 1]).reshape(-1, width)
    returns = block == _RETURN
    if returns.any():
        ends = ends.copy()
        ends[:, -1] -= returns[ends[:, -1] - 1] & (ends[:, -1] > starts[:, -1])
        if np.count_nonzero(returns) != np.count_nonzero(ends[:, -1] < marks.reshape(-1, width)[:, -1]):
            return None
    cells = _unquoted(block, starts, ends)
    has_blank_rows = cells is not None and (cells[0] == cells[1]).all(axis=1).any()
    return None if has_blank_rows else cells


def _unquoted(block: _Block, starts: Ints, ends: Ints) -> tuple[Ints, Ints] | None:
    quotes = np.count_nonzero(block == _QUOTE)
    if not quotes:
        return starts, ends
    opened = block[np.minimum(starts, block.size - 1)] == _QUOTE
    is_quoted: Bools = opened & (block[ends - 1] == _QUOTE) & (ends - starts >= 2)
    if 2 * np.count_nonzero(is_quoted) != quotes:
        return None
    return starts + is_quoted, ends - is_quoted


def _gathered(padded: _Block, starts: Ints, ends: Ints, file: str) -> Bytes:
    """Return cells as texts of one length, filled up with NUL to whole words of eight bytes."""
    lengths = ends - starts
    words = (int(lengths.max(initial=1)) + 7) // 8 or 1
    if words * 8 > LONGEST_CELL:
        raise refusal(file, say("tables.cell_too_long", most=LONGEST_CELL))
    from_each_byte = np.ndarray(padded.size - LONGEST_CELL + 1, f"V{8 * words}", padded, strides=(1,))
    cells = from_each_byte[starts].view(np.uint64).reshape(-1, words)
    for word in range(words):
        cells[:, word] &= _FIRST_BYTES[np.clip(lengths - 8 * word, 0, 8)]
    texts: Bytes = cells.view(f"S{8 * words}")[:, 0]
    return texts


def _encoded(part: Part, wanted: Sequence[int], encoding: str, file: str) -> BytePart:
    encoding = encoding.removesuffix("-sig")
    columns = tuple(_words([cell.encode(encoding) for cell in part.columns[k]], file) for k in wanted)
    return BytePart(columns, np.array(part.lines, np.int32), part.ragged)


def _words(cells: Sequence[bytes], file: str) -> Bytes:
    longest = max(map(len, cells), default=1)
    if longest > LONGEST_CELL:
        raise refusal(file, say("tables.cell_too_long", most=LONGEST_CELL))
    return np.array(cells, f"S{(longest + 7) // 8 * 8 or 8}")
