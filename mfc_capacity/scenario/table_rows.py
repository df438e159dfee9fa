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

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.files.layers import closest, did_you_mean
from mfc_capacity.files.problems import InputError, Message, Problem, say
from mfc_capacity.files.sheet import Exact, Headed, Mistake, OpenSheet, plain_name
from mfc_capacity.files.units import DAY_S, UnitError, clock_text, read_clock_s, read_date, read_number
from mfc_capacity.scenario.tabled import NO_START

ColumnsGuessed = tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...]
Role = Literal["date", "start", "hotline", "group", "calls", "operators", "aht"]
# What people call these columns, in English, Russian and German.
_CALLED: dict[Role, str] = {
    "date": "date, day, timestamp, datetime, дата, день, дата и время, datum, tag",  # no words: names of columns
    "start": "start, time, interval, start time, interval start, from, "  # no words: names
    "время, начало, интервал, час, uhrzeit, zeit, beginn, startzeit, von",
    "hotline": "hotline, queue, line, skill, очередь, линия, горячая линия, группа, скилл, "  # no words: names
    "warteschlange, gruppe",
    "calls": "calls, offered, calls offered, offered calls, contacts, volume, forecast, "  # no words: names
    "звонки, звонков, вызовы, вызовов, обращения, поступило, поступило звонков, прогноз, "
    "anrufe, angebot, angeboten, angebotene anrufe, prognose",
    "group": "group, team, department, группа, команда, отдел, gruppe",  # no words: names of columns
    "operators": "operators, agents, staff, on duty, операторы, операторов, сотрудники, на смене, "  # no words: names
    "mitarbeiter, agenten, anwesend",
    "aht": "aht, aht_s, average handling time, average handle time, асо, сво, "  # no words: names
    "среднее время обработки, средняя длительность, bearbeitungszeit, mittlere bearbeitungszeit, "
    "durchschnittliche bearbeitungszeit",
}
NAMES = {role: frozenset(names.split(", ")) for role, names in _CALLED.items()}
DATE_FORMATS = ("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y.%m.%d", "%d-%m-%Y", "%Y%m%d")
MAX_FIGURE, MAX_AHT_S = 1e9, 3.6e9
SHOWN_OF_A_KIND = 20
NAMES_IN_A_HINT = 10
SUMS = frozenset(("summe", "gesamt", "total", "grand total", "sum", "итого", "всего"))
_CLOCK_BEHIND = re.compile(r"(?P<day>\S+)[ T]+(?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?:\.0+)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_THOUSANDS_AND_PART = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_STORED_DAY = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)  # 1954 to 2119
_STORED_CLOCK = re.compile(r"0(?:\.\d+)?|\d\.\d+e-\d+", re.ASCII)
_FIRST_STORED_DAY = date(1899, 12, 30).toordinal()
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

    `names` are the table's own names of owners; None: the table is of one owner alone.
    """

    of: Subject
    columns: Mapping[str, str | Mapping[str, str]] | None
    date_format: str | None
    names: Mapping[str, str] | None

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
        guessed: which column is what, if that was guessed from names that are not those of the format.
        unread_aht: a column that looks like one of handling times, and is not named where columns are.
    """

    owner: Ints
    date: Ints
    start_s: Ints
    figure: Floats
    aht_s: Floats
    line: Ints
    guessed: ColumnsGuessed = ()
    unread_aht: str | None = None


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
    ragged: list[tuple[int, int]] = []
    for part in sheet.parts:
        lines.append(np.array(part.lines, dtype=np.int32))
        ragged += part.ragged
        for index, column in texts.items():
            column.take(part.columns[index])
        for index, figures in numbers.items():
            figures.take(part.columns[index])
    numbered = np.concatenate([np.empty(0, np.int32), *lines])
    _note_ragged(sheet, ragged, whole=not numbered.size, found=found)
    if not numbered.size and not found.kept:
        found.note(Mistake(sheet.header_line, 0, say("volumes.NO_ROWS")))
    found.refuse()
    return _rows(sheet, wanted, owners, columns, texts, numbers, numbered, found)


def _kind(message: Message) -> str:
    """Return the code of what is wrong, in whatever column and however many rows."""
    inner = dict(message.facts).get("message")
    return _kind(inner) if isinstance(inner, Message) else message.code


@dataclass
class Mistakes:
    """The mistakes of a table: the first of each kind, and how many there are."""

    sheet: Headed
    kept: list[Mistake] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, mistake: Mistake) -> None:
        """Note a mistake."""
        code = _kind(mistake.message)
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
            code = _kind(say_row(int(rows[0]))[0])
            self.counts[code] += rows.size - SHOWN_OF_A_KIND

    def note_all(
        self, rows: Ints, lines: Ints, cell: int, message: Message, hint: Message | None = None
    ) -> None:
        """Note one mistake that some rows have, at the first of them."""
        shown = say("volumes.in_rows", message=message, rows=int(rows.size)) if rows.size > 1 else message
        self.note(Mistake(int(lines[rows[0]]), cell, shown, hint))

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
    guessed: ColumnsGuessed = ()
    unread_aht: str | None = None

    @property
    def texts(self) -> list[int]:
        return [index for index in (self.date, self.start, self.owner) if index is not None]

    @property
    def numbers(self) -> dict[int, Callable[[str], float]]:
        return {
            **dict.fromkeys(self.figures.values(), _number),
            **dict.fromkeys(self.aht.values(), read_aht_s),
        }


def _columns(sheet: Headed, wanted: Wanted, owners: Sequence[str], found: Mistakes) -> _Columns:
    header = [plain_name(name) for name in sheet.header]
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
        if plain_name(name) in header:
            return header.index(plain_name(name))
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

    unread = [k for k, name in enumerate(header) if name in NAMES["aht"]] if "aht" in of.roles else []
    return _Columns(
        single("date") or 0,
        single("start"),
        single(of.owner),
        each(of.figure),
        each("aht"),
        unread_aht=sheet.header[unread[0]] if unread and not written.get("aht") else None,
    )


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
        known = {plain_name(name): name for name in owners}
        known |= {plain_name(name): own for name, own in (wanted.names or {}).items()}
        by_owner = {known[name]: k for k, name in enumerate(header) if name in known}
    missing = [role for role in ("date", figure) if role not in at and not (role == figure and by_owner)]
    for role in missing:
        hint = _columns_to_write(sheet.header, wanted.of, at)
        found.note(Mistake(sheet.header_line, 0, say("volumes.not_guessed", role=role), hint))
    figures = by_owner or ({None: at[figure]} if figure in at else {})
    aht: dict[str | None, int] = {None: at["aht"]} if "aht" in at else {}
    is_guessed = any(header[k] != role for role, k in at.items())
    each = tuple((str(name), sheet.header[k]) for name, k in by_owner.items())
    guessed: ColumnsGuessed = tuple((role, sheet.header[k]) for role, k in at.items())
    guessed += ((figure, each),) if each else ()
    return _Columns(
        at.get("date", 0), at.get("start"), at.get(owner), figures, aht, guessed if is_guessed else ()
    )


def _columns_to_write(header: Sequence[str], of: Subject, at: Mapping[Role, int]) -> Message:
    """Return the line that says which column is what: those that are known, others for what is needed and missing."""
    others = (name for k, name in enumerate(header) if name and k not in at.values())
    named = {role: header[at[role]] for role in of.roles if role in at}
    for role in ("date", of.figure):
        if role not in named:
            named[role] = next(others, role)
    line = tuple((role, named[role]) for role in of.roles if role in named)
    return say("volumes.write_columns", columns=line, names=tuple(header))


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
    keep = _note_sums(texts, line, found)
    days, clocks = _dates(texts[columns.date].codes_of, wanted.date_format, with_clock=columns.start is None)
    meanings = _Meanings(sheet, line, keep, found)
    day_of = meanings.of(texts[columns.date], columns.date, days)
    if columns.start is not None:
        starts = {text: _caught(_start, text) for text in texts[columns.start].codes_of}
        start_s = meanings.of(texts[columns.start], columns.start, starts)
    else:
        behind = [clocks[text] for text in texts[columns.date].codes_of]
        start_of: Ints = np.array(behind or [NO_START], dtype=np.int32)
        start_s = start_of[texts[columns.date].codes]
    owner_of: Ints = np.zeros(line.size, dtype=np.int32)
    if columns.owner is not None:
        own_texts = texts[columns.owner]
        read = _owner_reader(wanted, owners, own_texts.codes_of)
        named = {text: _caught(read, text) for text in own_texts.codes_of}
        owner_of = meanings.of(own_texts, columns.owner, named, is_owner=True)
    pieces = []
    for name, index in columns.figures.items():
        whole = wanted.of.is_whole
        calls = _checked(
            numbers[index], sheet.header[index], index, line, keep, found, most=MAX_FIGURE, is_whole=whole
        )
        aht_index = columns.aht.get(name, columns.aht.get(None))
        aht_s = np.full(line.size, np.nan)
        if aht_index is not None:
            aht_s = _checked(
                numbers[aht_index],
                sheet.header[aht_index],
                aht_index,
                line,
                keep,
                found,
                most=MAX_AHT_S,
                calls=calls,
            )
        own = owner_of if name is None else np.full(line.size, owners.index(name), np.int32)
        pieces.append((own, day_of, start_s, calls, aht_s, line))
    found.refuse()
    own, day, start, calls, aht_s, lines = (joined(each) for each in zip(*pieces, strict=True))
    return TableRows(own, day, start, calls, aht_s, lines, columns.guessed, columns.unread_aht)


def joined(arrays: Sequence[Any]) -> Any:
    """Return arrays one after the other; a single one as it is."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _note_ragged(sheet: Headed, ragged: Sequence[tuple[int, int]], *, whole: bool, found: Mistakes) -> None:
    """Note rows of another length than the header; once where that is every row."""
    commas = sheet.text is not None and sheet.text.delimiter == ","
    width = len(sheet.header)
    for line, cells in ragged[:1] if whole else ragged:
        message = say("volumes.ragged", cells=cells, columns=width)
        hint = say("volumes.DECIMAL_COMMAS") if commas and cells > width else None
        if whole and len(ragged) > 1:
            message = say("volumes.in_rows", message=message, rows=len(ragged))
        found.note(Mistake(line, 0, message, hint))


def _note_sums(texts: Mapping[int, Texts], line: Ints, found: Mistakes) -> Bools:
    """Note rows that are sums of others, and return which rows are none."""
    keep = np.ones(line.size, dtype=bool)
    for index, column in texts.items():
        sums = {text: code for text, code in column.codes_of.items() if _is_sum(text)}
        for text, code in sums.items():
            rows = np.flatnonzero((column.codes == code) & keep)
            keep[rows] = False
            if rows.size:
                message = say("volumes.sum_row", text=text.strip())
                found.note_all(rows, line, index, message, say("volumes.DELETE_THE_ROW"))
    return keep


def _checked(
    numbers: Numbers,
    name: str,
    index: int,
    line: Ints,
    keep: Bools,
    found: Mistakes,
    *,
    most: float,
    calls: Floats | None = None,
    is_whole: bool = False,
) -> Floats:
    """Return a column of numbers from 0; calls are needed in every row, a handling time is above 0 where it is."""
    values = numbers.values
    _note_unread(numbers, name, index, line, keep, found)
    is_empty = np.isnan(values)
    if calls is None:
        is_unread = np.zeros(values.size, dtype=bool)
        is_unread[[row for row, _ in numbers.unread]] = True
        empty = np.flatnonzero(is_empty & keep & ~is_unread)
        if empty.size == values.size > 0:
            found.note_all(empty, line, index, say("volumes.empty", column=name))
        else:
            found.note_rows(empty, line, index, lambda _row: (say("volumes.empty", column=name), None))
        low = values < 0
    else:
        low = (values <= 0) & (calls > 0)
        values = np.where(values > 0, values, np.nan)
    if is_whole:
        parts = np.flatnonzero((values != np.floor(values)) & ~is_empty & keep)
        found.note_rows(parts, line, index, lambda _row: (say("volumes.not_whole", column=name), None))
    message = say("volumes.out_of_bounds", column=name, most=most, zero_too=calls is None)
    high = np.flatnonzero((low | (values > most)) & keep)
    found.note_rows(high, line, index, lambda _row: (message, None))
    return values


def _note_unread(numbers: Numbers, name: str, index: int, line: Ints, keep: Bools, found: Mistakes) -> None:
    """Note cells that are no numbers: one mistake for each text, or for the column where all are none."""
    if numbers.doubtful is not None:
        rows, first = numbers.doubtful
        message = say("units.thousands_or_decimals", text=first)
        hint = say(
            "volumes.thousands_or_decimals_hint",
            thousands=first.replace(".", ""),
            decimals=f"{float(first):g}".replace(".", "," if numbers.decimal_comma else "."),
            has_commas=numbers.has_commas,
        )
        found.note_all(rows, line, index, say("volumes.in_column", column=name, message=message), hint)
    by_error: dict[Message, list[int]] = {}
    hints: dict[Message, Message | None] = {}
    unread = [(row, error) for row, error in numbers.unread if keep[row]]
    for row, error in unread:
        by_error.setdefault(error.message, []).append(row)
        hints.setdefault(error.message, error.hint)
    if len(unread) == line.size > 1:
        by_error = {unread[0][1].message: [row for row, _ in unread]}
    for message, its_rows in by_error.items():
        told = say("volumes.in_column", column=name, message=message)
        found.note_all(np.array(its_rows), line, index, told, hints[message])


@dataclass(frozen=True)
class _Meanings:
    """Reads columns of few different texts; `keep`: rows whose mistakes count."""

    sheet: Headed
    line: Ints
    keep: Bools
    found: Mistakes

    def of(
        self, texts: Texts, index: int, meanings: Mapping[str, int | UnitError], *, is_owner: bool = False
    ) -> Ints:
        """Return what each cell means; of those that mean nothing one mistake for each text, at its first row.

        Where no cell means anything, it is one mistake of the column.
        """
        known = [meaning if isinstance(meaning, int) else NO_START for meaning in meanings.values()]
        table: Ints = np.array(known or [NO_START], dtype=np.int32)
        codes = texts.codes
        wrong = [
            (code, error) for code, error in enumerate(meanings.values()) if isinstance(error, UnitError)
        ]
        if not wrong:
            return table[codes]
        rows_of = np.bincount(codes[self.keep], minlength=len(meanings))
        wrong = [(code, error) for code, error in wrong if rows_of[code]]
        is_column = not is_owner and len(wrong) == np.count_nonzero(rows_of) > 1
        for code, error in wrong[:1] if is_column else wrong:
            kind = _kind(error.message)
            if self.found.counts.get(kind, 0) >= SHOWN_OF_A_KIND:  # only counted
                self.found.counts[kind] += 1
                continue
            rows = np.flatnonzero(self.keep & (is_column | (codes == code)))
            message = error.message
            if not is_owner:
                message = say("volumes.in_column", column=self.sheet.header[index], message=message)
            self.found.note_all(rows, self.line, index, message, error.hint)
        return table[codes]


def _caught(read: Callable[[str], int], text: str) -> int | UnitError:
    try:
        return read(text.strip())
    except UnitError as error:
        return error


def _start(text: str) -> int:
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


def _owner_reader(wanted: Wanted, owners: Sequence[str], texts: Iterable[str]) -> Callable[[str], int]:
    known = {name.casefold(): k for k, name in enumerate(owners)}
    known |= {written.casefold(): owners.index(name) for written, name in (wanted.names or {}).items()}
    owner = wanted.of.owner
    unknown = [name for name in map(str.strip, texts) if name and name.casefold() not in known]
    unknown = [name for name in dict.fromkeys(unknown) if not _is_sum(name)]
    closest_to = {name: _likely(name, owners) or owners[0] for name in unknown[:NAMES_IN_A_HINT]}
    told = say("volumes.map_the_names", owner=owner, names=tuple(closest_to.items()), owners=tuple(owners))

    def read(text: str) -> int:
        index = known.get(text.casefold())
        if index is None and wanted.names is None:
            raise UnitError(
                say("volumes.other_group", group=owners[0], name=text), say("volumes.UNDER_ROSTERS")
            )
        if index is None:
            message = say("volumes.no_owner", owner=owner, name=text) if text else say("volumes.NO_NAME")
            close = _likely(text, owners)
            meant = say("volumes.did_you_mean", owner=owner, name=text, close=close)
            raise UnitError(message, say("volumes.FILL_OR_DELETE") if not text else meant if close else told)
        return index

    return read


def _likely(name: str, owners: Sequence[str]) -> str | None:
    """Return the owner whose name is a part of another, or like it."""
    within = (owner for owner in owners if owner.casefold() in name.casefold())
    return max(within, key=len, default=None) or closest(name, owners)


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
    else:  # and a day is how a workbook writes midnight
        clocks = {text: max(start_s, 0) for text, start_s in clocks.items()}
    read = _date_reader(list(dict.fromkeys(days.values())), date_format)
    meanings = {day: _caught(read if day else _day, day) for day in dict.fromkeys(days.values())}
    return {text: meanings[day] for text, day in days.items()}, clocks


def _date_reader(days: Sequence[str], date_format: str | None) -> Callable[[str], int]:
    if date_format is not None:
        return lambda text: _by_format(text, date_format)
    days = [day for day in days if day and not _is_sum(day)]
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


def _is_sum(text: str) -> bool:
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


def ranges_of(ordinals: Ints) -> Iterator[tuple[date, date]]:
    """Yield the runs of days that follow one another, of ordinals in order."""
    if not ordinals.size:
        return
    for run in np.split(ordinals, np.flatnonzero(np.diff(ordinals) > 1) + 1):
        yield date.fromordinal(int(run[0])), date.fromordinal(int(run[-1]))
