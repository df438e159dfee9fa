"""What a cell of a table means: a number, a handling time, a day, a time of the day.

A column of dates, times or names has few different texts, and each of them is read once; the rest are numbers. So a
table of millions of rows is a few arrays.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import count

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.files.problems import say
from mfc_capacity.files.sheet import Exact, plain_name
from mfc_capacity.files.units import DAY_S, UnitError, clock_text, read_clock_s, read_date, read_number
from mfc_capacity.scenario.tabled import NO_START

DATE_FORMATS = ("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y.%m.%d", "%d-%m-%Y", "%Y%m%d")
SUMS = frozenset(("summe", "gesamt", "total", "grand total", "sum", "итого", "всего"))
_CLOCK_BEHIND = re.compile(r"(?P<day>\S+)[ T]+(?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?:\.0+)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_THOUSANDS_AND_PART = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_STORED_DAY = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)  # 1954 to 2119
_STORED_CLOCK = re.compile(r"0(?:\.\d+)?|\d\.\d+e-\d+", re.ASCII)
_FIRST_STORED_DAY = date(1899, 12, 30).toordinal()
_LONG_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)", re.ASCII)


class Texts:
    """A column of few different texts: the code of each cell, and the texts."""

    def __init__(self) -> None:
        self.codes_of: dict[str, int] = defaultdict(count().__next__)
        self._parts: list[Ints] = []

    def take(self, cells: Sequence[str]) -> None:
        """Add cells."""
        codes = map(self.codes_of.__getitem__, cells)
        self._parts.append(np.fromiter(codes, np.int32, len(cells)))

    @property
    def codes(self) -> Ints:
        """The code of each cell."""
        self._parts = [np.concatenate([np.empty(0, np.int32), *self._parts])]
        return self._parts[0]


class Numbers:
    """A column of numbers: NaN where a cell is empty, or no number, as is remembered with the reason.

    `1.200` is 1200 to some and 1.2 to others. Another cell tells: with a comma for the decimal sign, or with a point
    that can be nothing else, as in 12.5.
    """

    def __init__(self, decimal_comma: bool, read: Callable[[str], float]) -> None:
        self.decimal_comma, self._read = decimal_comma, read
        self._parts: list[Floats] = []
        self._size = 0
        self.unread: list[tuple[int, UnitError]] = []
        self._thousands: list[int] = []
        self._first: str | None = None
        self._point = self.has_commas = False

    def take(self, cells: Sequence[str]) -> None:
        """Add cells."""
        try:
            values = np.fromiter(map(float, cells), np.float64, len(cells))
        except ValueError:
            values = self._carefully(cells)
        else:
            if not np.isfinite(values).all():
                values = self._carefully(cells)
        self._parts.append(values)
        self.has_commas = self.has_commas or (self.decimal_comma and any("," in cell for cell in cells))
        if self.decimal_comma or not self._point:
            self._look_at_points(cells)
        self._size += len(cells)

    @property
    def values(self) -> Floats:
        """The numbers."""
        self._parts = [np.concatenate([np.empty(0), *self._parts])]
        return self._parts[0]

    @property
    def doubtful(self) -> tuple[Ints, str] | None:
        """The rows whose point may stand between thousands, and the first of their texts."""
        if self._first is None or (self._point and not self.has_commas):
            return None
        return np.array(self._thousands, dtype=np.int64), self._first

    def _look_at_points(self, cells: Sequence[str]) -> None:
        for row, cell in enumerate(cells):
            if "." not in cell or isinstance(cell, Exact):
                continue
            if _THOUSANDS.fullmatch(cell.strip()):
                self._first = self._first or cell.strip()
                self._thousands.append(self._size + row)
            elif "," not in cell:
                self._point = True

    def _carefully(self, cells: Sequence[str]) -> Floats:
        known: dict[str, float] = {}
        wrong: dict[str, UnitError] = {}
        for text in dict.fromkeys(cells):
            try:
                known[text] = self._number(text.strip())
            except UnitError as error:
                known[text], wrong[text] = np.nan, error
        if wrong:
            self.unread += [(self._size + k, wrong[cell]) for k, cell in enumerate(cells) if cell in wrong]
        return np.array([known[cell] for cell in cells], dtype=np.float64)

    def _number(self, text: str) -> float:
        if not text:
            return np.nan
        if not self.decimal_comma or "," not in text:
            return self._read(text)
        digits = text.replace(".", "") if _THOUSANDS_AND_PART.fullmatch(text) else text
        try:
            return self._read(digits.replace(",", "."))
        except UnitError:
            raise UnitError(say("units.not_a_number", text=text[:60]), say("units.WRITE_IN_DIGITS")) from None


def read_aht_s(text: str) -> float:
    """Read a handling time of a table: seconds, or a time as h:mm:ss or m:ss."""
    long = _LONG_TIME.fullmatch(text)
    if long:
        return int(long[1] or 0) * 3600.0 + int(long[2]) * 60 + int(long[3])
    return float(read_number(text))


def read_figure(text: str) -> float:
    """Read a number of calls or operators."""
    return float(read_number(text))


def caught(read: Callable[[str], int], text: str) -> int | UnitError:
    """Return what a cell means, or why it means nothing."""
    try:
        return read(text.strip())
    except UnitError as error:
        return error


def read_start_s(text: str) -> int:
    """Read the second of the day at which a row begins."""
    if not text:
        raise UnitError(say("volumes.NO_TIME"), say("volumes.FILL_OR_DELETE"))
    if _STORED_CLOCK.fullmatch(text) and float(text) < 1:
        clock = clock_text(round(float(text) * DAY_S / 60) * 60)
        raise UnitError(
            say("units.not_a_clock_time", text=text[:60]), say("volumes.format_as_time", clock=clock)
        )
    start_s = read_clock_s(text)
    if start_s >= DAY_S:
        raise UnitError(say("volumes.DAY_IS_OVER"), say("volumes.NEXT_DAY"))
    return start_s


def _day(text: str) -> int:
    if not text:
        raise UnitError(say("volumes.NO_DATE"), say("volumes.FILL_OR_DELETE"))
    if _STORED_DAY.fullmatch(text):
        day = date.fromordinal(_FIRST_STORED_DAY + int(float(text)))
        raise UnitError(say("units.not_a_date", text=text[:60]), say("volumes.format_as_date", day=day))
    return read_date(text).toordinal()


def dates_of(
    texts: Iterable[str], date_format: str | None, *, with_clock: bool
) -> tuple[dict[str, int | UnitError], dict[str, int]]:
    """Return the day that each text means, and the clock time behind it, NO_START if there is none.

    Without a format that is declared, texts are ISO dates, or all of one format that alone fits them all.
    """
    days: dict[str, str] = {}
    clocks: dict[str, int] = {}
    for text in texts:
        match = _CLOCK_BEHIND.fullmatch(text.strip())
        start_s = caught(read_start_s, match["clock"]) if match else NO_START
        is_split = match is not None and isinstance(start_s, int) and (with_clock or start_s == 0)
        days[text] = match["day"] if match and is_split else text.strip()
        clocks[text] = start_s if isinstance(start_s, int) and is_split else NO_START
    if all(start_s in (0, NO_START) for start_s in clocks.values()):  # midnight is how programs write a day
        clocks = dict.fromkeys(clocks, NO_START)
    else:  # and a day is how a workbook writes midnight
        clocks = {text: max(start_s, 0) for text, start_s in clocks.items()}
    read = _date_reader(list(dict.fromkeys(days.values())), date_format)
    meanings = {day: caught(read if day else _day, day) for day in dict.fromkeys(days.values())}
    return {text: meanings[day] for text, day in days.items()}, clocks


def _date_reader(days: Sequence[str], date_format: str | None) -> Callable[[str], int]:
    if date_format is not None:
        return lambda text: _by_format(text, date_format)
    days = [day for day in days if day and not is_sum(day)]
    if any(_is_iso(day) for day in days) or not days:
        return _day
    fits = [form for form in DATE_FORMATS if all(_fits(day, form) for day in days)]
    readings = {tuple(_by_format(day, form) for day in days): form for form in fits}
    if len(readings) > 1:
        return lambda text: _refuse_two_readings(text, fits)
    if fits:
        return lambda text: _by_format(text, fits[0])
    # The format of most texts, so that the others are named and not all.
    likely = max(DATE_FORMATS, key=lambda form: sum(_fits(day, form) for day in days))
    if any(_fits(day, likely) for day in days):
        return lambda text: _by_format(text, likely)
    return _day


def is_sum(text: str) -> bool:
    """Say whether a text stands before a sum of other rows."""
    return plain_name(text).rstrip(":") in SUMS


def _is_iso(text: str) -> bool:
    try:
        read_date(text)
    except UnitError:
        return False
    return True


def _fits(text: str, form: str) -> bool:
    try:
        _by_format(text, form)
    except UnitError:
        return False
    return True


def _by_format(text: str, form: str) -> int:
    try:
        return datetime.strptime(text, form).toordinal()  # noqa: DTZ007 - a date
    except ValueError:
        if _STORED_DAY.fullmatch(text):
            return _day(text)
        raise UnitError(
            say("volumes.not_of_format", text=text[:40], form=form), say("volumes.DATE_HINT")
        ) from None


def _refuse_two_readings(text: str, forms: Sequence[str]) -> int:
    readings: dict[date, str] = {}
    for form in forms:
        readings.setdefault(date.fromordinal(_by_format(text, form)), form)
    hint = say("volumes.declare_format", forms=tuple(forms))
    raise UnitError(say("volumes.two_readings", text=text[:40], days=tuple(readings)), hint)
