"""What the cells of a log mean, many at once: moments, spans of time, names.

Cells come as arrays of bytes. Digits and colons are read byte position by byte position, for all rows together; the few
cells that hold anything else are read one by one, each different text once.
"""

import re
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.files.byte_columns import Bytes
from mfc_capacity.files.problems import say
from mfc_capacity.files.units import DAY_S, UnitError, read_clock_s
from mfc_capacity.scenario.table_cells import dates_of

BLANK = -1  # the second of a cell without a time
_DIGITS_AT_MOST = 15
_CODES_OF_16_BITS = 1 << 15
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF_DAY_CLOCK = re.compile(r"(\d{1,2})(:\d\d(?::\d\d)?)(?:\.\d+)? ?([ap])\.?m\.?", re.ASCII | re.IGNORECASE)
_CLOCK_AND_REST = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d+)?(?: ?[+-]\d\d:?\d\d)?", re.ASCII)
_IN_UTC = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d+)? ?(?:Z|UTC|GMT)", re.ASCII | re.IGNORECASE)
_SPAN = re.compile(
    r"(-?)(?:(?:(\d{1,4}):(?=[0-5]\d:))?(\d{1,4}):(?=[0-5]\d(?!\d)))?(\d{1,9}(?:[.,]\d{1,9})?)", re.ASCII
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
Codes = NDArray[np.uint64]
Unread = list[tuple[Ints, UnitError]]  # the rows of cells that mean nothing, and why
_Column = TypeVar("_Column", "Names", "Keys", "Spans", "Times")


class Names:
    """A column of few different texts: the code of each cell, and the texts without blanks around them."""

    def __init__(self, encoding: str) -> None:
        self.texts: list[str] = []
        self._encoding = encoding
        self._code_of: dict[str, int] = {}
        self._code_of_hash: dict[int, int] = {}
        self._parts: list[Ints] = []

    def take(self, cells: Bytes) -> None:
        """Add cells."""
        hashes, first, at = np.unique(hashed(cells), return_index=True, return_inverse=True)
        codes: Any = np.empty(first.size, np.int32)
        for k in np.argsort(first):
            codes[k] = self._code(int(hashes[k]), cells[first[k]])
        fewest = np.int16 if len(self.texts) < _CODES_OF_16_BITS else np.int32
        self._parts.append(codes.astype(fewest)[at])

    def _code(self, key: int, cell: bytes) -> int:
        if key not in self._code_of_hash:
            text = cell.decode(self._encoding).strip()
            if text not in self._code_of:
                self._code_of[text] = len(self.texts)
                self.texts.append(text)
            self._code_of_hash[key] = self._code_of[text]
        return self._code_of_hash[key]

    @property
    def codes(self) -> Ints:
        """The code of each cell (N)."""
        self._parts = [np.concatenate([np.empty(0, np.int16), *self._parts])]
        return self._parts[0]

    def part(self, rows: slice) -> "Names":
        """Return some of the cells."""
        return _with_parts(self, [self.codes[rows]])

    def text(self, row: int) -> str:
        """Return a cell's text."""
        return self.texts[int(self.codes[row])]


class Keys:
    """A column whose texts only tell rows apart, as numbers of callers do: a number for each, 0 where it is empty.

    The texts in `nobody`, in small letters, in capitals or with a capital, are as good as none.
    """

    def __init__(self, encoding: str = "utf-8", nobody: Iterable[str] = ()) -> None:
        forms = {form for text in nobody for form in (text, text.upper(), text.capitalize(), text.title())}
        encoded = np.array([form.encode(encoding, "ignore") for form in forms] or [b""])
        self._nobody = np.unique(hashed(encoded.astype(f"S{-(-encoded.itemsize // 8) * 8}")))
        self._parts: list[Codes] = []

    def take(self, cells: Bytes) -> None:
        """Add cells."""
        keys = hashed(cells)
        at = np.searchsorted(self._nobody, keys).clip(max=self._nobody.size - 1)
        self._parts.append(np.where(self._nobody[at] == keys, np.uint64(0), keys))

    @property
    def values(self) -> Codes:
        """The number of each cell (N)."""
        self._parts = [np.concatenate([np.empty(0, np.uint64), *self._parts])]
        return self._parts[0]

    def part(self, rows: slice) -> "Keys":
        """Return some of the cells."""
        return _with_parts(self, [self.values[rows]])


class Spans:
    """A column of spans of time in seconds, NaN where a cell is empty: seconds, m:ss or h:mm:ss.

    Numbers are in units of `unit_s` seconds; times with colons say their unit themselves.

    `1.200` is 1200 to some and 1.2 to others; it is 1.2 where another cell has a point that can be nothing else.
    """

    def __init__(self, encoding: str, *, exact: bool, unit_s: float = 1.0) -> None:
        self.unread: Unread = []
        self._encoding, self._point, self._unit_s = encoding, exact, unit_s
        self._parts: list[Floats] = []
        self._size = 0
        self._thousands: tuple[int, str] | None = None

    def take(self, cells: Bytes) -> None:
        """Add cells."""
        values, colons, is_odd = _sexagesimal(cells)
        values[colons == 0] *= self._unit_s
        values[_is_blank(cells)] = np.nan
        _read_odd(cells, is_odd, values, self._read, np.nan, self._encoding, self.unread, self._size)
        if not self._point and b"." in cells.tobytes():
            self._look_at_points(cells, colons)
        self._parts.append(values)
        self._size += cells.size

    @property
    def values(self) -> Floats:
        """The spans (N)."""
        self._parts = [np.concatenate([np.empty(0), *self._parts])]
        return self._parts[0]

    def part(self, rows: slice) -> "Spans":
        """Return some of the cells."""
        return _with_parts(self, [self.values[rows]])

    @property
    def doubtful(self) -> tuple[int, str] | None:
        """The first cell whose point may stand between thousands, as its row and text, if no other cell tells."""
        return None if self._point else self._thousands

    def text(self, row: int) -> str:
        """Return a cell's text, as seconds."""
        value = self.values[row]
        return "" if np.isnan(value) else f"{value:.10g}"

    def _read(self, text: str) -> float:
        match = _SPAN.fullmatch(text)
        if not match:
            raise UnitError(say("records.not_a_span", text=text[:60]), say("records.WRITE_A_SPAN"))
        seconds = float(match[4].replace(",", "."))
        if match[3] is None:
            seconds *= self._unit_s
        value = int(match[2] or 0) * 3600 + int(match[3] or 0) * 60 + seconds
        return -value if match[1] else value

    def _look_at_points(self, cells: Bytes, colons: Ints) -> None:
        for row in np.flatnonzero((colons == 0) & (np.char.find(cells, b".") >= 0)).tolist():
            text = cells[row].decode(self._encoding).strip()
            if not _THOUSANDS.fullmatch(text):
                self._point = True
                return
            self._thousands = self._thousands or (self._size + row, text)


class Times:
    """A column of moments, or of clock times alone: the day of each as a code among `days`, the second of the day."""

    def __init__(self, encoding: str) -> None:
        self.unread: Unread = []
        self.days = Names(encoding)
        self._encoding = encoding
        self._parts: list[Ints] = []
        self._size = 0

    def take(self, cells: Bytes) -> None:
        """Add cells."""
        days, clocks = _split(cells)
        if self.has_days or not _is_blank(days).all():
            self.days.take(np.zeros(0 if self.has_days else self._size, "S8"))
            self.days.take(days)
        values, colons, is_odd = _sexagesimal(clocks)
        seconds = np.where(colons == 1, values * 60, values)
        is_odd |= (colons == 0) | (seconds >= DAY_S)
        is_blank = _is_blank(clocks)
        seconds = np.where(is_blank, np.where(_is_blank(days), BLANK, 0), seconds)
        is_odd &= ~is_blank
        _read_odd(clocks, is_odd, seconds, read_clock, BLANK, self._encoding, self.unread, self._size)
        self._parts.append(np.floor(seconds).astype(np.int32))
        self._size += cells.size

    @property
    def seconds(self) -> Ints:
        """The second of the day of each cell (N), BLANK where it is empty."""
        self._parts = [np.concatenate([np.empty(0, np.int32), *self._parts])]
        return self._parts[0]

    @property
    def has_days(self) -> bool:
        """Whether cells say the day too."""
        return bool(self.days.texts)

    def part(self, rows: slice) -> "Times":
        """Return some of the cells."""
        part = _with_parts(self, [self.seconds[rows]])
        part.days = self.days.part(rows)
        return part

    def text(self, row: int) -> str:
        """Return a cell's text, its clock time in full."""
        second = int(self.seconds[row])
        clock = "" if second == BLANK else f"{second // 3600}:{second // 60 % 60:02}:{second % 60:02}"
        return f"{self.days.text(row)} {clock}".strip() if self.has_days else clock


def read_clock(text: str) -> float:
    """Read a clock time as the second of the day, in other ways than 9:05:07 too.

    Fractions of a second are dropped, and so is the distance from UTC: times are local. Those in UTC are refused.

    >>> read_clock("9:05:07 PM"), read_clock("09:05:07.250+03:00")
    (75907.0, 32707.0)
    """
    half = _HALF_DAY_CLOCK.fullmatch(text)
    if half and 1 <= int(half[1]) <= 12:
        return float(read_clock_s(f"{int(half[1]) % 12 + 12 * (half[3] in 'pP')}{half[2]}"))
    utc = _IN_UTC.fullmatch(text)
    if utc:
        raise UnitError(say("records.in_utc", text=text[:60]), say("records.in_utc_hint", clock=utc[1]))
    rest = _CLOCK_AND_REST.fullmatch(text)
    return float(read_clock_s(rest[1] if rest else text))


def ordinals_of(days: Names, date_format: str | None) -> list[int | UnitError]:
    """Return the ordinal of the day that each text means, 0 for an empty one, or why it means none.

    The format is one that fits all texts, as in every table.
    """
    meanings = dates_of(filter(None, days.texts), date_format, with_clock=False)[0]
    return [meanings.get(text, 0) for text in days.texts]


def _with_parts(column: _Column, parts: list[Any]) -> _Column:
    other = copy(column)
    other._parts = parts
    return other


def hashed(cells: Bytes) -> Codes:
    """Return a number for each text: the text itself up to eight bytes, mixed beyond; 0 for an empty one."""
    words = _words(cells)
    mixed = words[:, 0].copy()
    for k in range(1, words.shape[1]):
        more = ((mixed ^ (mixed >> np.uint64(29))) * _MIX) ^ words[:, k]
        mixed = np.where(words[:, k] != 0, more, mixed)
    return mixed


def _words(cells: Bytes) -> Codes:
    words: Codes = np.ascontiguousarray(cells).view(np.uint64).reshape(-1, cells.itemsize // 8)
    return words


def _matrix(cells: Bytes) -> NDArray[np.uint8]:
    """Return the bytes, a row for each position (L x n)."""
    bytes_of = np.ascontiguousarray(cells).view(np.uint8).reshape(-1, cells.itemsize)
    return np.ascontiguousarray(bytes_of.T)


def _is_blank(cells: Bytes) -> Bools:
    is_blank: Bools = _words(cells)[:, 0] == 0
    return is_blank


def _sexagesimal(cells: Bytes) -> tuple[Floats, Ints, Bools]:
    """Read digits with colons between groups of two and one decimal sign: the values, the colons, which are odd.

    With one colon the value is that of m:ss, with two that of h:mm:ss. Odd cells hold anything else.
    """
    count = cells.size
    total, number = np.zeros(count, np.int64), np.zeros(count, np.int64)
    digits, in_group, decimals = (np.zeros(count, np.int16) for _ in range(3))
    colons, is_odd, after_point = np.zeros(count, np.int64), np.zeros(count, bool), np.zeros(count, bool)
    for row in _matrix(cells):
        if not row.any():
            break
        digit = row - np.uint8(ord("0"))
        is_digit = digit < 10
        number = np.where(is_digit, number * 10 + digit, number)
        digits += is_digit
        in_group += is_digit
        if after_point.any():
            decimals += is_digit & after_point
        is_mark = ~is_digit & (row != 0)
        if not is_mark.any():
            continue
        is_colon = row == ord(":")
        is_point = (row == ord(".")) | (row == ord(","))
        is_odd |= is_mark & ~is_colon & ~is_point
        is_odd |= is_mark & (
            after_point | (in_group == 0) | ((colons > 0) & ((in_group != 2) | (number > 59)))
        )
        total = np.where(is_colon, (total + number) * 60, total)
        number[is_colon] = 0
        in_group[is_mark] = 0
        colons += is_colon
        after_point |= is_point
    whole = number if not decimals.any() else number / 10.0**decimals
    is_odd |= (digits > _DIGITS_AT_MOST) | (colons > 2) | ((in_group == 0) & (digits > 0)) | (digits == 0)
    is_odd |= (colons > 0) & ((whole >= 60) | (~after_point & (in_group != 2)))
    return (total + whole).astype(np.float64), colons, is_odd & ~_is_blank(cells)


def _read_odd(
    cells: Bytes,
    is_odd: Bools,
    values: Floats,
    read: Callable[[str], float],
    nothing: float,
    encoding: str,
    unread: Unread,
    before: int,
) -> None:
    """Read cells one text after the other, into `values`; blanks alone are an empty cell."""
    rows = np.flatnonzero(is_odd)
    if not rows.size:
        return
    texts, at, counts = np.unique(cells[rows], return_inverse=True, return_counts=True)
    rows_of = np.split(rows[np.argsort(at, kind="stable")], np.cumsum(counts)[:-1])
    for cell, its_rows in zip(texts.tolist(), rows_of, strict=True):
        text = cell.decode(encoding, "replace").strip()
        try:
            values[its_rows] = read(text) if text else nothing
        except UnitError as error:
            values[its_rows] = nothing
            unread.append((before + its_rows, error))


def _split(cells: Bytes) -> tuple[Bytes, Bytes]:
    """Return the days and the clock times of moments; where there is but one of them, the other is empty."""
    matrix = _matrix(cells)
    if (matrix[0] == ord(" ")).any():
        matrix = _matrix(np.char.lstrip(cells).astype(cells.dtype))
    width = matrix.shape[0]
    gap, colon = (_first(matrix == ord(mark)) for mark in " :")
    gap = np.minimum(gap, _first(matrix == ord("T")))
    gap[gap > colon] = -1  # a clock time alone, whatever follows it
    if (gap == -1).all():
        return np.zeros(cells.size, "S8"), cells
    days = np.zeros((cells.size, width), np.uint8)
    clocks = np.zeros_like(days)
    for at in np.unique(gap).tolist():
        rows = gap == at
        if at > 0:
            days[rows, :at] = matrix[:at, rows].T
        if at < width:
            clocks[rows, : width - at - 1] = matrix[at + 1 :, rows].T
    return days.view(f"S{width}")[:, 0], clocks.view(f"S{width}")[:, 0]


def _first(marks: Bools) -> Ints:
    """Return the first row that is marked in each column (n), the number of rows where none is."""
    first: Ints = np.where(marks.any(axis=0), marks.argmax(axis=0), marks.shape[0])
    return first
