"""The rows of a forecast or a roster: which column is what, what stands in it, and every mistake with its place.

A column of dates, times or names has few different texts, and each of them is read once; the rest are numbers. So a
table of millions of rows is a few arrays.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any, Literal

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import InputError, Message, Problem, say
from mfc_capacity.files.sheet import Headed, Mistake, OpenSheet
from mfc_capacity.files.units import DAY_S, UnitError, read_clock_s, read_date, read_number

Role = Literal["date", "start", "hotline", "group", "calls", "operators", "aht"]
# What people call these columns, in English and Russian.
_CALLED: dict[Role, str] = {
    "date": "date, day, timestamp, datetime, дата, день, дата и время",  # no words: names of columns
    "start": "start, time, interval, start time, interval start, from, "  # no words: names
    "время, начало, интервал, час",
    "hotline": "hotline, queue, line, skill, очередь, линия, горячая линия, группа, скилл",  # no words: names
    "calls": "calls, offered, calls offered, offered calls, contacts, volume, forecast, "  # no words: names
    "звонки, звонков, вызовы, вызовов, обращения, поступило, прогноз",
    "group": "group, team, department, группа, команда, отдел",  # no words: names of columns
    "operators": "operators, agents, staff, on duty, операторы, операторов, сотрудники, на смене",  # no words: names
    "aht": "aht, aht_s, average handling time, average handle time, асо, сво, "  # no words: names
    "среднее время обработки, средняя длительность",
}
NAMES = {role: frozenset(names.split(", ")) for role, names in _CALLED.items()}
DATE_FORMATS = ("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y.%m.%d", "%d-%m-%Y", "%Y%m%d")
MAX_FIGURE, MAX_AHT_S = 1e9, 3.6e9
SHOWN_OF_A_KIND = 20
NO_START = -1
_CLOCK_BEHIND = re.compile(r"(?P<day>\S+)[ T]+(?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?:\.0+)?")
_LONG_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)", re.ASCII)


@dataclass(frozen=True)
class Subject:
    """What a table is of: figures of owners; `is_whole`: only whole figures."""

    owner: Role
    figure: Role
    roles: tuple[Role, ...]
    is_whole: bool = False


CALLS = Subject("hotline", "calls", ("date", "start", "hotline", "calls", "aht"))
STAFF = Subject("group", "operators", ("date", "start", "group", "operators"), is_whole=True)


@dataclass(frozen=True)
class Wanted:
    """What a scenario says of a table; `columns` None: they are guessed. Figures may have a column an owner.

    `names` are the table's own names of owners.
    """

    of: Subject
    columns: Mapping[str, str | Mapping[str, str]] | None
    date_format: str | None
    names: Mapping[str, str]

    @property
    def column_names(self) -> list[str]:
        """The names of columns that are looked for."""
        if self.columns is None:
            return [name for role in self.of.roles for name in sorted(NAMES[role])]
        each = (value.values() if isinstance(value, Mapping) else [value] for value in self.columns.values())
        return [name for names in each for name in names]


@dataclass(frozen=True, eq=False)
class TableRows:
    """Rows of calls or operators as arrays of one length (N).

    Attributes:
        owner: index of the hotline or group among those of the scenario.
        date: ordinal of the day.
        start_s: second of the day at which a row begins; NO_START: it is the whole day.
        figure: calls offered, or operators on duty.
        aht_s: mean handling time; NaN where the table has none.
        line: number of the line, or row of a sheet.
        guessed: columns whose names were guessed, by what they are.
    """

    owner: Ints
    date: Ints
    start_s: Ints
    figure: Floats
    aht_s: Floats
    line: Ints
    guessed: tuple[tuple[str, str], ...] = ()


def read_rows(sheet: OpenSheet, wanted: Wanted, owners: Sequence[str]) -> TableRows:
    """Read the rows of a table.

    Raises:
        InputError: with the first mistakes of each kind, and how many more there are.
    """
    found = Mistakes(sheet)
    columns = _columns(sheet, wanted, owners, found)
    found.refuse()
    texts = {index: Texts() for index in columns.texts}
    numbers = {index: Numbers(sheet.decimal_comma, read) for index, read in columns.numbers.items()}
    lines: list[Ints] = []
    for part in sheet.parts:
        lines.append(np.array(part.lines, dtype=np.int32))
        for line, cells in part.ragged:
            found.note(Mistake(line, 0, say("volumes.ragged", cells=cells, columns=len(sheet.header))))
        for index, column in texts.items():
            column.take(part.columns[index])
        for index, figures in numbers.items():
            figures.take(part.columns[index])
    numbered = np.concatenate([np.empty(0, np.int32), *lines])
    if not numbered.size and not found.kept:
        found.note(Mistake(sheet.header_line, 0, say("volumes.NO_ROWS")))
    found.refuse()
    return _rows(sheet, wanted, owners, columns, texts, numbers, numbered, found)


@dataclass
class Mistakes:
    """The mistakes of a table: the first of each kind, and how many there are."""

    sheet: Headed
    kept: list[Mistake] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, mistake: Mistake) -> None:
        """Note a mistake."""
        code = mistake.message.code
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= SHOWN_OF_A_KIND:
            self.kept.append(mistake)

    def note_rows(
        self, rows: Ints, lines: Ints, cell: int, say_row: Callable[[int], tuple[Message, Message | None]]
    ) -> None:
        """Note a mistake in each of some rows."""
        for row in rows[:SHOWN_OF_A_KIND].tolist():
            self.note(Mistake(int(lines[row]), cell, *say_row(row)))
        if rows.size > SHOWN_OF_A_KIND:
            code = say_row(int(rows[0]))[0].code
            self.counts[code] += rows.size - SHOWN_OF_A_KIND

    def refuse(self) -> None:
        """Refuse the table if there are any.

        Raises:
            InputError: with them all.
        """
        if not self.kept:
            return
        problems = self.sheet.problems(sorted(self.kept, key=lambda mistake: (mistake.line, mistake.cell)))
        left = sum(self.counts.values()) - len(self.kept)
        if left:
            problems.append(
                Problem(self.sheet.file, None, None, "", say("volumes.more_mistakes", count=left))
            )
        raise InputError(problems)


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
    """A column of numbers: NaN where a cell is empty, or no number, as is remembered with the reason."""

    def __init__(self, decimal_comma: bool, read: Callable[[str], float]) -> None:
        self._decimal_comma, self._read = decimal_comma, read
        self._parts: list[Floats] = []
        self._size = 0
        self.unread: list[tuple[int, UnitError]] = []

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
        self._size += len(cells)

    @property
    def values(self) -> Floats:
        """The numbers."""
        self._parts = [np.concatenate([np.empty(0), *self._parts])]
        return self._parts[0]

    def _carefully(self, cells: Sequence[str]) -> Floats:
        known: dict[str, float] = {}
        wrong: dict[str, UnitError] = {}
        for text in dict.fromkeys(cells):
            written = text.strip()
            try:
                plain = written.replace(",", ".") if self._decimal_comma else written
                known[text] = self._read(plain) if written else np.nan
            except UnitError as error:
                known[text], wrong[text] = np.nan, error
        if wrong:
            self.unread += [(self._size + k, wrong[cell]) for k, cell in enumerate(cells) if cell in wrong]
        return np.array([known[cell] for cell in cells], dtype=np.float64)


def read_aht_s(text: str) -> float:
    """Read a handling time of a table: seconds, or a time as h:mm:ss or m:ss."""
    long = _LONG_TIME.fullmatch(text)
    if long:
        return int(long[1] or 0) * 3600.0 + int(long[2]) * 60 + int(long[3])
    return float(read_number(text))


def _number(text: str) -> float:
    return float(read_number(text))


@dataclass(frozen=True)
class _Columns:
    """Which column is what, by index; `figures` and `aht` by owner, or under None for the owner of the row."""

    date: int
    start: int | None
    owner: int | None
    figures: dict[str | None, int]
    aht: dict[str | None, int]
    guessed: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[int]:
        return [index for index in (self.date, self.start, self.owner) if index is not None]

    @property
    def numbers(self) -> dict[int, Callable[[str], float]]:
        return {
            **dict.fromkeys(self.figures.values(), _number),
            **dict.fromkeys(self.aht.values(), read_aht_s),
        }


def _plain(name: str) -> str:
    return " ".join(name.split()).lower()


def _columns(sheet: Headed, wanted: Wanted, owners: Sequence[str], found: Mistakes) -> _Columns:
    header = [_plain(name) for name in sheet.header]
    for k, name in enumerate(header):
        if name and name in header[:k]:
            found.note(Mistake(sheet.header_line, k, say("volumes.column_twice", name=sheet.header[k])))
    columns = (
        _guessed(sheet, header, owners, wanted, found)
        if wanted.columns is None
        else _named(sheet, header, wanted.columns, wanted.of, found)
    )
    if columns.owner is None and None in columns.figures and len(owners) > 1:
        owner, figure = wanted.of.owner, wanted.of.figure
        message = say("volumes.whose", owner=owner, figure=figure)
        found.note(
            Mistake(sheet.header_line, 0, message, say("volumes.name_the_owner", owner=owner, figure=figure))
        )
    return columns


def _named(
    sheet: Headed,
    header: Sequence[str],
    written: Mapping[str, str | Mapping[str, str]],
    of: Subject,
    found: Mistakes,
) -> _Columns:
    """Return the columns that the scenario names."""

    def index(name: str) -> int:
        if _plain(name) in header:
            return header.index(_plain(name))
        hint = did_you_mean(name, sheet.header) or say("volumes.columns_are", names=sheet.header)
        found.note(Mistake(sheet.header_line, 0, say("volumes.no_column", name=name), hint))
        return 0

    def each(role: Role) -> dict[str | None, int]:
        names = written.get(role)
        if isinstance(names, Mapping):
            return {owner: index(name) for owner, name in names.items()}
        return {} if names is None else {None: index(names)}

    def single(role: Role) -> int | None:
        return each(role).get(None)

    return _Columns(single("date") or 0, single("start"), single(of.owner), each(of.figure), each("aht"), ())


def _guessed(
    sheet: Headed, header: Sequence[str], owners: Sequence[str], wanted: Wanted, found: Mistakes
) -> _Columns:
    """Return the columns by the names that people give them; without one of figures, those named like owners."""
    owner, figure = wanted.of.owner, wanted.of.figure
    at: dict[Role, int] = {}
    for role in wanted.of.roles:
        candidates = [k for k, name in enumerate(header) if name in NAMES[role]]
        exact = [k for k in candidates if header[k] == role]
        if len(candidates) > 1 and not exact:
            names = tuple(sheet.header[k] for k in candidates)
            message = say("volumes.two_columns", role=role, names=names)
            found.note(Mistake(sheet.header_line, candidates[1], message, say("volumes.SAY_COLUMNS")))
        if candidates:
            at[role] = (exact or candidates)[0]
    by_owner: dict[str | None, int] = {}
    if figure not in at:
        known = {_plain(name): name for name in owners}
        known |= {_plain(name): own for name, own in wanted.names.items()}
        by_owner = {known[name]: k for k, name in enumerate(header) if name in known}
    missing = [role for role in ("date", figure) if role not in at and not (role == figure and by_owner)]
    for role in missing:
        hint = say("volumes.columns_are", names=sheet.header)
        found.note(Mistake(sheet.header_line, 0, say("volumes.not_guessed", role=role), hint))
    figures = by_owner or ({None: at[figure]} if figure in at else {})
    aht: dict[str | None, int] = {None: at["aht"]} if "aht" in at else {}
    guessed = tuple((role, sheet.header[k]) for role, k in at.items() if header[k] != role)
    return _Columns(at.get("date", 0), at.get("start"), at.get(owner), figures, aht, guessed)


def _rows(
    sheet: Headed,
    wanted: Wanted,
    owners: Sequence[str],
    columns: _Columns,
    texts: Mapping[int, Texts],
    numbers: Mapping[int, Numbers],
    line: Ints,
    found: Mistakes,
) -> TableRows:
    days, clocks = _dates(texts[columns.date].codes_of, wanted.date_format, with_clock=columns.start is None)
    day_of = _meanings(texts[columns.date], days, columns.date, line, found)
    if columns.start is not None:
        starts = {text: _caught(_start, text) for text in texts[columns.start].codes_of}
        start_s = _meanings(texts[columns.start], starts, columns.start, line, found)
    else:
        behind = [clocks[text] for text in texts[columns.date].codes_of]
        start_of: Ints = np.array(behind or [NO_START], dtype=np.int32)
        start_s = start_of[texts[columns.date].codes]
    owner_of: Ints = np.zeros(line.size, dtype=np.int32)
    if columns.owner is not None:
        named = {text: _caught(_owner_reader(wanted, owners), text) for text in texts[columns.owner].codes_of}
        owner_of = _meanings(texts[columns.owner], named, columns.owner, line, found)
    pieces = []
    for name, index in columns.figures.items():
        whole = wanted.of.is_whole
        calls = _checked(
            numbers[index], sheet.header[index], index, line, found, most=MAX_FIGURE, is_whole=whole
        )
        aht_index = columns.aht.get(name, columns.aht.get(None))
        aht_s = np.full(line.size, np.nan)
        if aht_index is not None:
            aht_s = _checked(
                numbers[aht_index],
                sheet.header[aht_index],
                aht_index,
                line,
                found,
                most=MAX_AHT_S,
                calls=calls,
            )
        own = owner_of if name is None else np.full(line.size, owners.index(name), np.int32)
        pieces.append((own, day_of, start_s, calls, aht_s, line))
    found.refuse()
    own, day, start, calls, aht_s, lines = (joined(each) for each in zip(*pieces, strict=True))
    return TableRows(own, day, start, calls, aht_s, lines, columns.guessed)


def joined(arrays: Sequence[Any]) -> Any:
    """Return arrays one after the other; a single one as it is."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _checked(
    numbers: Numbers,
    name: str,
    index: int,
    line: Ints,
    found: Mistakes,
    *,
    most: float,
    calls: Floats | None = None,
    is_whole: bool = False,
) -> Floats:
    """Return a column of numbers from 0; calls are needed in every row, a handling time is above 0 where it is."""
    values = numbers.values
    unread = dict(numbers.unread)
    for row, error in numbers.unread:
        message = say("volumes.in_column", column=name, message=error.message)
        found.note(Mistake(int(line[row]), index, message, error.hint))
    is_empty = np.isnan(values)
    if calls is None:
        empty = np.array(
            [row for row in np.flatnonzero(is_empty).tolist() if row not in unread], dtype=np.int64
        )
        found.note_rows(empty, line, index, lambda _row: (say("volumes.empty", column=name), None))
        low = values < 0
    else:
        low = (values <= 0) & (calls > 0)
        values = np.where(values > 0, values, np.nan)
    if is_whole:
        parts = np.flatnonzero(values != np.floor(values))
        parts = parts[~is_empty[parts]]
        found.note_rows(parts, line, index, lambda _row: (say("volumes.not_whole", column=name), None))
    message = say("volumes.out_of_bounds", column=name, most=most, zero_too=calls is None)
    found.note_rows(np.flatnonzero(low | (values > most)), line, index, lambda _row: (message, None))
    return values


def _meanings(
    texts: Texts, meanings: Mapping[str, int | UnitError], index: int, line: Ints, found: Mistakes
) -> Ints:
    """Return what each cell means; cells that mean nothing are noted, of each text the first rows."""
    known = [meaning if isinstance(meaning, int) else NO_START for meaning in meanings.values()]
    table: Ints = np.array(known or [NO_START], dtype=np.int32)
    codes = texts.codes
    for code, meaning in enumerate(meanings.values()):
        if isinstance(meaning, UnitError):
            error = meaning
            rows = np.flatnonzero(codes == code)
            found.note_rows(rows, line, index, lambda _row, error=error: (error.message, error.hint))  # type: ignore[misc]
            if sum(found.counts.values()) > 1_000_000:
                break
    return table[codes]


def _caught(read: Callable[[str], int], text: str) -> int | UnitError:
    try:
        return read(text.strip())
    except UnitError as error:
        return error


def _start(text: str) -> int:
    start_s = read_clock_s(text)
    if start_s >= DAY_S:
        raise UnitError(say("volumes.DAY_IS_OVER"))
    return start_s


def _owner_reader(wanted: Wanted, owners: Sequence[str]) -> Callable[[str], int]:
    known = {name.casefold(): k for k, name in enumerate(owners)}
    known |= {written.casefold(): owners.index(name) for written, name in wanted.names.items()}
    owner = wanted.of.owner

    def read(text: str) -> int:
        index = known.get(text.casefold())
        if index is None:
            told = say("volumes.map_the_name", owner=owner, name=text, owners=tuple(owners))
            raise UnitError(
                say("volumes.no_owner", owner=owner, name=text), did_you_mean(text, owners) or told
            )
        return index

    return read


def _dates(
    texts: Iterable[str], date_format: str | None, *, with_clock: bool
) -> tuple[dict[str, int | UnitError], dict[str, int]]:
    """Return the day that each text means, and the clock time behind it, NO_START if there is none.

    Without a format that is declared, texts are ISO dates, or all of one format that alone fits them all.
    """
    days: dict[str, str] = {}
    clocks: dict[str, int] = {}
    for text in texts:
        match = _CLOCK_BEHIND.fullmatch(text.strip())
        start_s = _caught(_start, match["clock"]) if match else NO_START
        is_split = match is not None and isinstance(start_s, int) and (with_clock or start_s == 0)
        days[text] = match["day"] if match and is_split else text.strip()
        clocks[text] = start_s if isinstance(start_s, int) and is_split else NO_START
    if all(start_s in (0, NO_START) for start_s in clocks.values()):  # midnight is how programs write a day
        clocks = dict.fromkeys(clocks, NO_START)
    read = _date_reader(list(dict.fromkeys(days.values())), date_format)
    meanings = {day: _caught(read, day) for day in dict.fromkeys(days.values())}
    return {text: meanings[day] for text, day in days.items()}, clocks


def _date_reader(days: Sequence[str], date_format: str | None) -> Callable[[str], int]:
    if date_format is not None:
        return lambda text: _by_format(text, date_format)
    if any(_is_iso(day) for day in days) or not days:
        return lambda text: read_date(text).toordinal()
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
    return lambda text: read_date(text).toordinal()


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
        raise UnitError(
            say("volumes.not_of_format", text=text[:40], form=form), say("volumes.DATE_HINT")
        ) from None


def _refuse_two_readings(text: str, forms: Sequence[str]) -> int:
    readings: dict[date, str] = {}
    for form in forms:
        readings.setdefault(date.fromordinal(_by_format(text, form)), form)
    hint = say("volumes.declare_format", forms=tuple(forms))
    raise UnitError(say("volumes.two_readings", text=text[:40], days=tuple(readings)), hint)


def ranges_of(ordinals: Ints) -> Iterator[tuple[date, date]]:
    """Yield the runs of days that follow one another, of ordinals in order."""
    if not ordinals.size:
        return
    for run in np.split(ordinals, np.flatnonzero(np.diff(ordinals) > 1) + 1):
        yield date.fromordinal(int(run[0])), date.fromordinal(int(run[-1]))
