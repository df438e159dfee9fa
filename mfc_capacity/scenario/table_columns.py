"""Which column of a table is what: as the scenario names them, or by the names that people give them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import Message, say
from mfc_capacity.files.sheet import Headed, Mistake, plain_name
from mfc_capacity.scenario.table_cells import read_aht_s, read_figure
from mfc_capacity.scenario.table_mistakes import Mistakes

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
    "operators": "operators, operators_scheduled, agents, staff, on duty, "  # no words: names
    "операторы, операторов, сотрудники, на смене, mitarbeiter, agenten, anwesend",
    "aht": "aht, aht_s, average handling time, average handle time, асо, сво, "  # no words: names
    "среднее время обработки, средняя длительность, bearbeitungszeit, mittlere bearbeitungszeit, "
    "durchschnittliche bearbeitungszeit",
}
NAMES = {role: frozenset(names.split(", ")) for role, names in _CALLED.items()}


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


@dataclass(frozen=True)
class Columns:
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
        """The columns of dates, times and names."""
        return [index for index in (self.date, self.start, self.owner) if index is not None]

    @property
    def numbers(self) -> dict[int, Callable[[str], float]]:
        """The columns of numbers, with how each is read."""
        return {
            **dict.fromkeys(self.figures.values(), read_figure),
            **dict.fromkeys(self.aht.values(), read_aht_s),
        }


def columns_of(sheet: Headed, wanted: Wanted, owners: Sequence[str], found: Mistakes) -> Columns:
    """Return which column is what; what is wrong with the header is noted."""
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
) -> Columns:
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
    return Columns(
        single("date") or 0,
        single("start"),
        single(of.owner),
        each(of.figure),
        each("aht"),
        unread_aht=sheet.header[unread[0]] if unread and not written.get("aht") else None,
    )


def _guessed(
    sheet: Headed, header: Sequence[str], owners: Sequence[str], wanted: Wanted, found: Mistakes
) -> Columns:
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
    return Columns(
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
