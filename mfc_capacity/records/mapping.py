"""What a user says of a log: on the command line which column is what, in a file also what its names mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mfc_capacity.files.layers import did_you_mean, read_bytes, shown_path
from mfc_capacity.files.nodes import Entry, Location, Map, Scalar, is_null
from mfc_capacity.files.parsing import parse
from mfc_capacity.files.problems import InputError, Problem, reason_of, say, usage_error
from mfc_capacity.files.sheet import plain_name
from mfc_capacity.records.columns import ROLES
from mfc_capacity.records.outcomes import MEANINGS

OPTION = "--columns"
_KEYS = ("columns", "outcomes", "hotlines", "date_format", "sheet")
_COMMA = re.compile(
    r',(?=(?:[^"]*"[^"]*")*[^"]*$)'
)  # with an even number of quotes behind it: outside of them
_QUOTED = re.compile(r'".*"|\'.*\'')


@dataclass(frozen=True)
class Mapped:
    """What a map says of a log.

    Attributes:
        columns: the column of each role; None: it has none, and none is guessed.
        outcomes: what each name of an outcome means, one of MEANINGS, by its plain name.
        hotlines: the name of a hotline for each that the log has; several may be one.
        date_format: as of `strptime`.
        sheet: of a workbook.
    """

    columns: Mapping[str, str | None] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    hotlines: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None
    sheet: str | None = None


def columns_written(text: str, roles: tuple[str, ...] = ROLES) -> dict[str, str | None]:
    """Read which column is what, as `arrived_at=Start,queue_s="Wait, s"`; `caller=` says that there is none.

    Raises:
        InputError: for a role that is not known, or none.
    """
    columns: dict[str, str | None] = {}
    for part in filter(str.strip, _COMMA.split(text)):
        role, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals:
            raise usage_error(
                OPTION, say("records.not_a_column", text=part[:60]), say("records.COLUMNS_EXAMPLE")
            )
        if role not in roles:
            hint = did_you_mean(role, roles) or say("records.roles_are", names=roles)
            raise usage_error(OPTION, say("records.no_role", name=role[:60]), hint)
        columns[role] = (column[1:-1] if _QUOTED.fullmatch(column) else column) or None
    return columns


def read_map(path: str, roles: tuple[str, ...] = ROLES) -> Mapped:
    """Read a map, a YAML or JSON file.

    Raises:
        InputError: if it cannot be read, or with every mistake in it.
    """
    file = shown_path(path)
    try:
        root = parse(read_bytes(path), file)
    except (OSError, ValueError) as error:
        message = say("files.cannot_be_read", reason=reason_of(error))
        raise InputError([Location(file).problem("", message)]) from None
    if not isinstance(root, Map):
        raise InputError([root.location.problem("", say("records.NOT_A_MAP"), say("records.MAP_EXAMPLE"))])
    reading = _Reading()
    entries = dict(root.own())
    reading.check_names(entries, _KEYS, "records.no_key", "records.keys_are")
    columns, outcomes, hotlines = (reading.names(entries, key) for key in ("columns", "outcomes", "hotlines"))
    reading.check_names(columns, roles, "records.no_role", "records.roles_are")
    reading.check_outcomes(outcomes)
    said = Mapped(
        {role: reading.text(role, entry) for role, entry in columns.items()},
        {plain_name(name): reading.text(name, entry) or "" for name, entry in outcomes.items()},
        {name: reading.text(name, entry) or name for name, entry in hotlines.items()},
        *(reading.text(key, entries[key]) if key in entries else None for key in ("date_format", "sheet")),
    )
    if reading.problems:
        raise InputError(reading.problems)
    return said


@dataclass
class _Reading:
    """The entries of a map as texts, with all that is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def text(self, key: str, entry: Entry) -> str | None:
        if not isinstance(entry.node, Scalar):
            self.problems.append(entry.best_location.problem(key, say("records.not_a_text", key=key)))
        elif not is_null(entry.node):
            return entry.node.text
        return None

    def names(self, entries: Mapping[str, Entry], key: str) -> Mapping[str, Entry]:
        entry = entries.get(key)
        if entry is None:
            return {}
        if isinstance(entry.node, Map):
            return entry.node.entries
        message = say("records.not_pairs", key=key)
        self.problems.append(entry.best_location.problem(key, message, say("records.MAP_EXAMPLE")))
        return {}

    def check_names(
        self, entries: Mapping[str, Entry], known: tuple[str, ...], unknown: str, listed: str
    ) -> None:
        for name, entry in entries.items():
            if name not in known:
                hint = did_you_mean(name, known) or say(listed, names=known)
                self.problems.append(entry.location.problem(name, say(unknown, name=name[:60]), hint))

    def check_outcomes(self, outcomes: Mapping[str, Entry]) -> None:
        for name, entry in outcomes.items():
            meaning = entry.node.text if isinstance(entry.node, Scalar) else None
            if meaning is not None and meaning not in MEANINGS:
                hint = did_you_mean(meaning, MEANINGS) or say("records.outcomes_are", names=MEANINGS)
                message = say("records.no_outcome", name=meaning[:60])
                self.problems.append(entry.best_location.problem(f"outcomes.{name}", message, hint))
