"""A CSV file as cells that keep their places: what a spreadsheet saves, whichever country it works in.

The delimiter is the one that a first line `sep=;` says, as Excel writes it, or the one under which the first row
names more of the columns looked for. With semicolons, as a Russian spreadsheet writes, a comma is a decimal one. The
encoding is UTF-8, or windows-1251 where all that is no ASCII is Cyrillic. A byte order mark and blank rows mean
nothing, nor do titles above the header; all else is kept as it is written. Rows come part by part, so that few are
held as text.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat

from mfc_capacity.files.problems import InputError, Message, Problem, say

MAX_BYTES = 100_000_000
MAX_LINES = 1_000_001  # a million rows and their header
MAX_COLUMNS = 1_000
LEADING_ROWS = 20  # that are looked through for the header, below titles
ROWS_AT_ONCE = 1_000
CHARACTERS_AT_ONCE = 1_000_000
LINES_OF_A_ROW = 1_000  # that are looked through for a cell that a mistake is in
DELIMITERS = (",", ";", "\t")
CYRILLIC = "cp1251"
_ASCII = bytes(range(128))
_LETTERS = "".join(map(chr, range(0x410, 0x450))) + "ЁёІіЇїЄєҐґЎў"
_OF_CYRILLIC_TEXT = frozenset((_LETTERS + "№«»„“”–—‘’…\u00a0").encode(CYRILLIC))
_CYRILLIC_LETTER = b"[" + re.escape(_LETTERS.encode(CYRILLIC)) + b"]"
_MIXED_WORD = re.compile(b"[A-Za-z]" + _CYRILLIC_LETTER + b"|" + _CYRILLIC_LETTER + b"[A-Za-z]")
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_SAID = re.compile(r'"?sep=([^\w"\s]|\t)"?\s*', re.IGNORECASE)
# What the csv module says of a mistake, and what it means.
_EXPLAINED = (
    ("unexpected end of data", say("sheet.QUOTE_STAYS_OPEN")),  # no words: the csv module's own
    ("expected after", say("sheet.TEXT_AFTER_QUOTE")),
    ("larger than field limit", say("sheet.CELL_TOO_LONG")),  # no words: the csv module's own
)


class Exact(str):
    """A number that a file keeps as one, no text: its point is a decimal one, whatever it looks like."""

    __slots__ = ()


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a cell: the line its row begins on, its index in the row, what there is to say."""

    line: int
    cell: int
    message: Message
    hint: Message | None = None


@dataclass(frozen=True)
class CsvText:
    """The bytes of a CSV file, and how they are read."""

    content: bytes
    encoding: str
    delimiter: str = ","

    def lines(self) -> io.TextIOWrapper:
        """Return the lines, with what ends them."""
        return io.TextIOWrapper(io.BytesIO(self.content), self.encoding, newline="")


@dataclass(frozen=True)
class Headed:
    """A table's file and its header; `text` is what it is read from, None where that is no text."""

    file: str
    text: CsvText | None
    header_line: int
    header: tuple[str, ...]

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma in a number is a decimal one."""
        return self.text is not None and self.text.delimiter == ";"

    def problems(self, mistakes: Iterable[Mistake]) -> list[Problem]:
        """Return mistakes with their places and source lines."""
        listed = list(mistakes)
        if self.text is None:
            return [Problem(self.file, m.line, m.cell + 1, "", m.message, m.hint) for m in listed]
        lines = _lines_from(self.text, {mistake.line for mistake in listed})
        return [_problem(self.file, lines, self.text.delimiter, mistake) for mistake in listed]


@dataclass(frozen=True)
class Part:
    """Some rows of a table as columns; `lines` are the numbers of the lines on which the rows begin.

    Rows with more or fewer cells than the header stand in `ragged`, as their line and how many they have.
    """

    columns: tuple[list[str], ...]
    lines: Sequence[int]
    ragged: list[tuple[int, int]]


@dataclass(frozen=True)
class OpenSheet(Headed):
    """A table whose rows are still to be read, part by part and once."""

    parts: Iterator[Part]

    def read(self) -> "Sheet":
        """Return the table with all its rows."""
        columns: tuple[list[str], ...] = tuple([] for _ in self.header)
        lines: list[int] = []
        ragged: list[tuple[int, int]] = []
        for part in self.parts:
            for column, cells in zip(columns, part.columns, strict=True):
                column.extend(cells)
            lines.extend(part.lines)
            ragged += part.ragged
        return Sheet(self.file, self.text, self.header_line, self.header, columns, lines, ragged)


@dataclass(frozen=True)
class Sheet(Headed):
    """A table with all its rows, as columns, `lines` and `ragged` rows as of a `Part`."""

    columns: tuple[list[str], ...]
    lines: list[int]
    ragged: list[tuple[int, int]]

    def column(self, name: str) -> list[str]:
        """Return the cells of a column."""
        return self.columns[self.header.index(name)]


def open_csv(content: bytes, file: str, known: Collection[str], most_lines: int | None = None) -> OpenSheet:
    """Read the header of a CSV file; the columns in `known` tell its delimiter.

    Raises:
        InputError: if the file is empty, no text or no CSV; of its rows, when they are read.
    """
    encoding = _encoding(content, file)
    leading = list(islice(filter(str.strip, CsvText(content, encoding).lines()), LEADING_ROWS))
    said = _SAID.fullmatch(leading[0]) if leading else None
    text = CsvText(content, encoding, said[1] if said else _delimiter(leading, known))
    records = _records(text.lines(), text, file, 1, most_lines)
    if said:
        next(records)
    rows = list(islice(records, LEADING_ROWS))
    at = header_index([cells for *_, cells in rows], known)
    header_line, header_end, cells = rows[at] if rows else (1, 1, [])
    header = checked_header(file, cells, known)
    lines = text.lines()
    for _ in range(header_end):
        lines.readline()
    parts = parts_of(lines, text, file, header_end + 1, len(header), most_lines)
    return OpenSheet(file, text, header_line, header, parts)


def checked_header(file: str, cells: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """Return the names of the columns.

    Raises:
        InputError: if there are none, or too many.
    """
    header = tuple(name.strip() for name in cells)
    if not header:
        raise refusal(file, say("sheet.EMPTY"), say("sheet.first_row_names", columns=tuple(known)))
    if len(header) > MAX_COLUMNS:
        raise refusal(file, say("sheet.too_many_columns", most=MAX_COLUMNS))
    return header


def header_index(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """Return which row names two of the columns looked for, or else most of them: titles may stand above it.

    >>> header_index([["Forecast of May"], ["Date", "Calls"]], ("date", "calls"))
    1
    """
    looked_for = {plain_name(name) for name in known}
    named = [min(2, len({plain_name(cell) for cell in cells} & looked_for)) for cells in rows]
    return named.index(max(named)) if named else 0


def plain_name(name: str) -> str:
    """Return a name as names are compared: in small letters, with single spaces."""
    return " ".join(name.split()).lower()


def refusal(file: str, message: Message, hint: Message | None = None) -> InputError:
    """Return the refusal of a file as a whole."""
    return InputError([Problem(file, 1, 1, "", message, hint)])


def _delimiter(leading: Sequence[str], known: Collection[str]) -> str:
    """Return the delimiter under which a leading line names most of the columns looked for, or else has most cells."""
    looked_for = {plain_name(name) for name in known}

    def names(line: str, delimiter: str) -> tuple[int, int]:
        cells = [plain_name(cell.strip().strip('"')) for cell in line.split(delimiter)]
        return len(set(cells) & looked_for), len(cells)

    header = max(
        leading, key=lambda line: min(2, max(names(line, each)[0] for each in DELIMITERS)), default=""
    )
    return max(DELIMITERS, key=lambda delimiter: names(header, delimiter))


def _encoding(content: bytes, file: str) -> str:
    """Return the encoding of a text, after having read all of it, some at a time."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for start in range(0, len(content), CHARACTERS_AT_ONCE):
            decoder.decode(content[start : start + CHARACTERS_AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if _is_cyrillic(content):
            return CYRILLIC
        raise _not_utf8(content, file) from None
    if b"\0" in content:
        text = content.decode("utf-8-sig")
        raise _unreadable(text, text.index("\0"), say("sheet.NUL_CHARACTER"), file)
    return "utf-8-sig"


def _is_cyrillic(content: bytes) -> bool:
    """Return whether bytes are windows-1251: a Western text in that reading has words of two alphabets."""
    others = set(content.translate(None, _ASCII))
    return others <= _OF_CYRILLIC_TEXT and b"\0" not in content and not _MIXED_WORD.search(content)


def _not_utf8(content: bytes, file: str) -> InputError:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        readable = content[: error.start].decode("utf-8-sig")
        message = say("sheet.byte_not_utf8", byte=content[error.start])
        return _unreadable(content.decode("utf-8-sig", "replace"), len(readable), message, file)
    raise AssertionError(file)


def _unreadable(text: str, index: int, message: Message, file: str) -> InputError:
    """Return the refusal of a text for its character at `index`."""
    before = list(io.StringIO(text[: index + 1], newline=""))
    source = next(islice(io.StringIO(text, newline=""), len(before) - 1, None)).rstrip("\r\n")
    hint = say("sheet.SAVE_AS_UTF8")
    return InputError([Problem(file, len(before), len(before[-1]), "", message, hint, source)])


def parts_of(
    lines: io.TextIOWrapper, text: CsvText, file: str, first: int, width: int, most_lines: int | None
) -> Iterator[Part]:
    """Yield the rows of the lines left, the first of which has the number `first`."""
    while characters := lines.read(CHARACTERS_AT_ONCE):
        characters += lines.readline()
        plain = _plain_part(characters, text.delimiter, first, width, most_lines)
        if plain is None:
            left = chain(io.StringIO(characters, newline=""), lines)
            yield from _careful_parts(_records(left, text, file, first, most_lines), width)
            return
        part, count = plain
        yield part
        first += count


def _plain_part(
    characters: str, delimiter: str, first: int, width: int, most_lines: int | None
) -> tuple[Part, int] | None:
    """Return what `_careful_parts` would, all cells cut apart at once, and the lines; None for what is not so plain."""
    all_lines = characters.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    count = len(all_lines) - 1
    too_many = first + count > (most_lines or MAX_LINES)
    if '"' in characters or too_many or max(map(len, all_lines)) > csv.field_size_limit():
        return None
    nothing = delimiter + _SPACES
    rows = [number for number, line in enumerate(all_lines) if line.strip(nothing)]
    body = all_lines[: len(rows)] if rows == list(range(len(rows))) else [all_lines[k] for k in rows]
    if not set(map(str.count, body, repeat(delimiter))) <= {width - 1}:
        return None
    cells = delimiter.join(body).split(delimiter) if body else []
    return Part(tuple(cells[k::width] for k in range(width)), [first + k for k in rows], []), count


def _careful_parts(records: Iterator[tuple[int, int, list[str]]], width: int) -> Iterator[Part]:
    """Yield rows some at a time, so that few are held as rows."""
    while some := list(islice(records, ROWS_AT_ONCE)):
        whole = [(line, row) for line, _, row in some if len(row) == width]
        columns = tuple(map(list, zip(*(row for _, row in whole), strict=True))) or ([],) * width
        ragged = [(line, len(row)) for line, _, row in some if len(row) != width]
        yield Part(columns, [line for line, _ in whole], ragged)


def _records(
    lines: Iterable[str], text: CsvText, file: str, first: int, most_lines: int | None
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the rows that are not blank, each with the lines it begins and ends on."""
    most = most_lines or MAX_LINES
    reader = csv.reader(lines, delimiter=text.delimiter, strict=True)
    start = first
    try:
        for row in reader:
            if start > most:
                message = say("sheet.too_many_rows", most=most - 1)
                raise refusal(file, message, say("sheet.SPLIT_THE_FILE"))
            end = first + reader.line_num - 1
            if "".join(row).strip():
                yield start, end, row
            start = end + 1
    except csv.Error as error:
        explained = next((sentence for sign, sentence in _EXPLAINED if sign in str(error)), None)
        mistake = Mistake(start, 0, explained or say("sheet.not_csv", reason=str(error)))
        raise InputError([_problem(file, _lines_from(text, {start}), text.delimiter, mistake)]) from None


def _lines_from(text: CsvText, starts: Collection[int]) -> dict[int, str]:
    """Return the lines from some numbers on, as far as a row may go; of a large file they alone are held."""
    kept: dict[int, str] = {}
    begun = -LINES_OF_A_ROW
    for number, line in enumerate(islice(text.lines(), max(starts, default=0) + LINES_OF_A_ROW), 1):
        begun = number if number in starts else begun
        if number < begun + LINES_OF_A_ROW:
            kept[number] = line
    return kept


def _problem(file: str, lines: Mapping[int, str], delimiter: str, mistake: Mistake) -> Problem:
    line, column = _place_of(lines, mistake, delimiter)
    source = lines[line].rstrip("\r\n")
    return Problem(file, line, column, "", mistake.message, mistake.hint, source)


def _place_of(lines: Mapping[int, str], mistake: Mistake, delimiter: str) -> tuple[int, int]:
    """Return the line and column where a cell begins; a record goes on over line breaks inside quotes."""
    is_quoted, left, number = False, mistake.cell, mistake.line
    while left and number in lines:
        for k, character in enumerate(lines[number], 1):
            is_quoted ^= character == '"'
            left -= character == delimiter and not is_quoted
            if not left:
                return number, k + 1
        number += 1
    return mistake.line, 1
