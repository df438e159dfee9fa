"""A CSV file as cells that keep their places: what a spreadsheet saves, whichever country it works in.

The delimiter is the one that a first line `sep=;` says, as Excel writes it, or the one under which the first row
names more of the columns looked for. With semicolons, as a Russian spreadsheet writes, a comma is a decimal one. A
byte order mark and blank rows mean nothing; all else is kept as it is written.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat

from mfc_capacity.files.problems import InputError, Message, Problem, say

MAX_BYTES = 100_000_000
MAX_LINES = 1_000_001  # a million rows and their header
MAX_COLUMNS = 1_000
ROWS_AT_ONCE = 1_000
DELIMITERS = (",", ";", "\t")
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_SAID = re.compile(r'"?sep=([^\w"\s]|\t)"?\s*', re.IGNORECASE)
# What the csv module says of a mistake, and what it means.
_EXPLAINED = (
    ("unexpected end of data", say("sheet.QUOTE_STAYS_OPEN")),  # no words: the csv module's own
    ("expected after", say("sheet.TEXT_AFTER_QUOTE")),
    ("larger than field limit", say("sheet.CELL_TOO_LONG")),  # no words: the csv module's own
)


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a cell: the line its row begins on, its index in the row, what there is to say."""

    line: int
    cell: int
    message: Message
    hint: Message | None = None


@dataclass(frozen=True)
class Sheet:
    """The columns of a file under its header; `lines` are the numbers of the lines on which the rows begin.

    Rows with more or fewer cells than the header stand in `ragged`, as their line and how many they have.
    """

    file: str
    text: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]
    columns: tuple[list[str], ...]
    lines: list[int]
    ragged: list[tuple[int, int]]

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma in a number is a decimal one."""
        return self.delimiter == ";"

    def column(self, name: str) -> list[str]:
        """Return the cells of a column."""
        return self.columns[self.header.index(name)]

    def problems(self, mistakes: Iterable[Mistake]) -> list[Problem]:
        """Return mistakes with their places and source lines."""
        lines = list(_lines(self.text))
        return [_problem(self.file, lines, self.delimiter, mistake) for mistake in mistakes]


def read_sheet(content: bytes, file: str, known: Collection[str]) -> Sheet:
    """Read a CSV file; the columns in `known` tell its delimiter.

    Raises:
        InputError: if the file is too large, empty, no text in UTF-8 or no CSV.
    """
    if len(content) > MAX_BYTES:
        raise _refusal(file, say("sheet.too_many_bytes", most=MAX_BYTES), say("sheet.SPLIT_IT"))
    text = _decoded(content, file)
    first = next((line for line in _lines(text) if line.strip()), "")
    said = _SAID.fullmatch(first)
    delimiter = (
        said[1] if said else max(DELIMITERS, key=lambda character: len(_names(first, character) & set(known)))
    )
    records = _records(text, delimiter, file)
    if said:
        next(records)
    header_line, cells = next(records, (1, []))
    header = tuple(name.strip() for name in cells)
    if not header:
        raise _refusal(file, say("sheet.EMPTY"), say("sheet.first_row_names", columns=tuple(known)))
    if len(header) > MAX_COLUMNS:
        raise _refusal(file, say("sheet.too_many_columns", most=MAX_COLUMNS))
    plain = _plain_columns(text, delimiter, header_line, len(header))
    columns, lines, ragged = plain or _columns(records, len(header))
    return Sheet(file, text, delimiter, header_line, header, columns, lines, ragged)


Columns = tuple[tuple[list[str], ...], list[int], list[tuple[int, int]]]


def _plain_columns(text: str, delimiter: str, header_line: int, width: int) -> Columns | None:
    """Return what `_columns` would, all cells cut apart at once; None for a file that is not as plain as that."""
    all_lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    body = all_lines[header_line:]
    if '"' in text or len(all_lines) > MAX_LINES or max(map(len, body), default=0) > csv.field_size_limit():
        return None
    nothing = delimiter + _SPACES
    lines = [number for number, line in enumerate(body, header_line + 1) if line.strip(nothing)]
    if len(lines) < len(body):
        body = [all_lines[number - 1] for number in lines]
    if not set(map(str.count, body, repeat(delimiter))) <= {width - 1}:
        return None
    cells = delimiter.join(body).split(delimiter) if body else []
    return tuple(cells[k::width] for k in range(width)), lines, []


def _columns(records: Iterator[tuple[int, list[str]]], width: int) -> Columns:
    """Return columns, lines and ragged rows; some rows at a time, so that few are held as rows."""
    columns: tuple[list[str], ...] = tuple([] for _ in range(width))
    lines: list[int] = []
    ragged: list[tuple[int, int]] = []
    while some := list(islice(records, ROWS_AT_ONCE)):
        whole = [(line, row) for line, row in some if len(row) == width]
        ragged += [(line, len(row)) for line, row in some if len(row) != width]
        lines += [line for line, _ in whole]
        for column, cells in zip(columns, zip(*(row for _, row in whole), strict=True), strict=False):
            column.extend(cells)
    return columns, lines, ragged


def _lines(text: str) -> Iterator[str]:
    return iter(io.StringIO(text, newline=""))


def _refusal(file: str, message: Message, hint: Message | None = None) -> InputError:
    return InputError([Problem(file, 1, 1, "", message, hint)])


def _decoded(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        readable = content[: error.start].decode("utf-8-sig")
        message = say("sheet.byte_not_utf8", byte=content[error.start])
        raise _unreadable(content.decode("utf-8-sig", "replace"), len(readable), message, file) from None
    if "\0" in text:
        raise _unreadable(text, text.index("\0"), say("sheet.NUL_CHARACTER"), file)
    return text


def _unreadable(text: str, index: int, message: Message, file: str) -> InputError:
    """Return the refusal of a text for its character at `index`."""
    before = list(_lines(text[: index + 1]))
    source = next(islice(_lines(text), len(before) - 1, None)).rstrip("\r\n")
    hint = say("sheet.SAVE_AS_UTF8")
    return InputError([Problem(file, len(before), len(before[-1]), "", message, hint, source)])


def _names(line: str, delimiter: str) -> set[str]:
    return {name.strip().strip('"') for name in line.split(delimiter)}


def _records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with the line it begins on."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            if start > MAX_LINES:
                message = say("sheet.too_many_rows", most=MAX_LINES - 1)
                raise _refusal(file, message, say("sheet.SPLIT_THE_FILE"))
            if "".join(row).strip():
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        explained = next((sentence for sign, sentence in _EXPLAINED if sign in str(error)), None)
        mistake = Mistake(start, 0, explained or say("sheet.not_csv", reason=str(error)))
        raise InputError([_problem(file, list(_lines(text)), delimiter, mistake)]) from None


def _problem(file: str, lines: Sequence[str], delimiter: str, mistake: Mistake) -> Problem:
    line, column = _place_of(lines, mistake, delimiter)
    source = lines[line - 1].rstrip("\r\n")
    return Problem(file, line, column, "", mistake.message, mistake.hint, source)


def _place_of(lines: Sequence[str], mistake: Mistake, delimiter: str) -> tuple[int, int]:
    """Return the line and column where a cell begins; a record goes on over line breaks inside quotes."""
    is_quoted, left = False, mistake.cell
    for number in range(mistake.line, len(lines) + 1) if left else ():
        for k, character in enumerate(lines[number - 1], 1):
            is_quoted ^= character == '"'
            left -= character == delimiter and not is_quoted
            if not left:
                return number, k + 1
    return mistake.line, 1
