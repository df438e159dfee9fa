"""What is wrong with the cells of a log: texts that are no times, no dates, or outcomes that nobody knows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.files.problems import Message, say
from mfc_capacity.files.sheet import Headed
from mfc_capacity.files.units import UnitError
from mfc_capacity.records.cells import Names, Spans, Times, ordinals_of
from mfc_capacity.records.columns import Taken
from mfc_capacity.records.log import EPOCH, NEVER, NO_DAY, Column, outcomes_of
from mfc_capacity.records.mapping import Mapped
from mfc_capacity.records.rules import UNREADABLE
from mfc_capacity.scenario.table_mistakes import Mistakes

NAMES_SHOWN = 5


def note_cells(
    sheet: Headed, taken: Taken, read: Mapping[str, Column], line: Ints, said: Mapped, found: Mistakes
) -> dict[str, Ints]:
    """Note the cells that mean nothing; return the ordinals of the days that each column with days has."""
    days: dict[str, Ints] = {}

    def note(role: str, rows: Ints, error: UnitError) -> None:
        index = taken[role][0]
        message = say("volumes.in_column", column=sheet.header[index], message=error.message)
        found.note_all(rows, line, index, message, error.hint)

    for role, column in read.items():
        for rows, error in _unread(column, line.size):
            note(role, rows, error)
        names = column.days if isinstance(column, Times) else column if role == "date" else None
        if isinstance(names, Names) and names.texts:
            ordinals = ordinals_of(names, said.date_format)
            days[role] = np.array([_day(each) for each in ordinals], np.int64)
            for codes, error in _days_unread(ordinals):
                note(role, np.flatnonzero(np.isin(names.codes, codes)), error)
        if (
            role == "outcome"
            and isinstance(column, Names)
            and (outcomes_of(column, said) == UNREADABLE).all()
        ):
            shown = tuple(text[:40] for text in column.texts[:NAMES_SHOWN])
            error = UnitError(say("records.no_known_outcome", names=shown), say("records.MAP_OUTCOMES"))
            note(role, np.arange(line.size), error)
    return days


def _days_unread(ordinals: Sequence[int | UnitError]) -> Iterator[tuple[list[int], UnitError]]:
    """Yield why texts are no days, with their codes: each by itself, but all that may be read two ways at once."""
    errors = {code: each for code, each in enumerate(ordinals) if isinstance(each, UnitError)}
    doubted = {code: error for code, error in errors.items() if error.message.code == "volumes.two_readings"}
    yield from (([code], error) for code, error in errors.items() if code not in doubted)
    # 3 March is written alike either way, and is no example.
    odd = {code: error for code, error in doubted.items() if len(dict(error.message.facts)["days"]) > 1}
    if odd:
        error = next(iter(odd.values()))
        forms = dict(error.hint.facts)["forms"] if error.hint else ()
        yield [*odd], UnitError(error.message, say("records.declare_format", forms=forms))


def _day(ordinal: int | UnitError) -> int:
    return NO_DAY if isinstance(ordinal, UnitError) or not ordinal else ordinal if ordinal > EPOCH else NEVER


def _unread(column: Column, size: int) -> Iterator[tuple[Ints, UnitError]]:
    """Yield why cells of a column of times could not be read, with their rows: once each, once where none could."""
    if not isinstance(column, Spans | Times):
        return
    if sum(rows.size for rows, _ in column.unread) == size > 1:
        yield np.arange(size), min(column.unread, key=lambda unread: int(unread[0][0]))[1]
    else:
        yield from _by_message(column.unread)
    if isinstance(column, Spans) and column.doubtful is not None:
        row, text = column.doubtful
        thousands, decimals = text.replace(".", ""), f"{float(text):g}"
        hint = say("records.thousands_or_decimals_hint", thousands=thousands, decimals=decimals)
        yield np.array([row]), UnitError(say("units.thousands_or_decimals", text=text), hint)


def _by_message(unread: Iterable[tuple[Ints, UnitError]]) -> Iterator[tuple[Ints, UnitError]]:
    errors: dict[Message, UnitError] = {}
    rows_of: dict[Message, list[Ints]] = {}
    for rows, error in unread:
        errors.setdefault(error.message, error)
        rows_of.setdefault(error.message, []).append(rows)
    for message, error in errors.items():
        yield np.concatenate(rows_of[message]), error
