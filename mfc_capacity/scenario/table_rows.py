"""The rows of a forecast or a roster: what stands in each column, and every mistake with its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.files.layers import closest
from mfc_capacity.files.problems import Message, say
from mfc_capacity.files.sheet import Headed, Mistake, OpenSheet
from mfc_capacity.files.units import UnitError
from mfc_capacity.scenario.table_cells import Numbers, Texts, caught, dates_of, is_sum, read_start_s
from mfc_capacity.scenario.table_columns import Columns, ColumnsGuessed, Wanted, columns_of
from mfc_capacity.scenario.table_mistakes import SHOWN_OF_A_KIND, Mistakes, kind_of
from mfc_capacity.scenario.tabled import NO_START

MAX_FIGURE, MAX_AHT_S = 1e9, 3.6e9
NAMES_IN_A_HINT = 10


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
    columns = columns_of(sheet, wanted, owners, found)
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
    note_ragged(sheet, ragged, whole=not numbered.size, found=found)
    if not numbered.size and not found.kept:
        found.note(Mistake(sheet.header_line, 0, say("volumes.NO_ROWS")))
    found.refuse()
    return _rows(sheet, wanted, owners, columns, texts, numbers, numbered, found)


def _rows(
    sheet: Headed,
    wanted: Wanted,
    owners: Sequence[str],
    columns: Columns,
    texts: Mapping[int, Texts],
    numbers: Mapping[int, Numbers],
    line: Ints,
    found: Mistakes,
) -> TableRows:
    keep = _note_sums(texts, line, found)
    days, clocks = dates_of(
        texts[columns.date].codes_of, wanted.date_format, with_clock=columns.start is None
    )
    meanings = _Meanings(sheet, line, keep, found)
    day_of = meanings.of(texts[columns.date], columns.date, days)
    if columns.start is not None:
        starts = {text: caught(read_start_s, text) for text in texts[columns.start].codes_of}
        start_s = meanings.of(texts[columns.start], columns.start, starts)
    else:
        behind = [clocks[text] for text in texts[columns.date].codes_of]
        start_of: Ints = np.array(behind or [NO_START], dtype=np.int32)
        start_s = start_of[texts[columns.date].codes]
    owner_of: Ints = np.zeros(line.size, dtype=np.int32)
    if columns.owner is not None:
        own_texts = texts[columns.owner]
        read = _owner_reader(wanted, owners, own_texts.codes_of)
        named = {text: caught(read, text) for text in own_texts.codes_of}
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


def note_ragged(sheet: Headed, ragged: Sequence[tuple[int, int]], *, whole: bool, found: Mistakes) -> None:
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
        sums = {text: code for text, code in column.codes_of.items() if is_sum(text)}
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
            kind = kind_of(error.message)
            if self.found.counts.get(kind, 0) >= SHOWN_OF_A_KIND:  # only counted
                self.found.counts[kind] += 1
                continue
            rows = np.flatnonzero(self.keep & (is_column | (codes == code)))
            message = error.message
            if not is_owner:
                message = say("volumes.in_column", column=self.sheet.header[index], message=message)
            self.found.note_all(rows, self.line, index, message, error.hint)
        return table[codes]


def _owner_reader(wanted: Wanted, owners: Sequence[str], texts: Iterable[str]) -> Callable[[str], int]:
    known = {name.casefold(): k for k, name in enumerate(owners)}
    known |= {written.casefold(): owners.index(name) for written, name in (wanted.names or {}).items()}
    owner = wanted.of.owner
    unknown = [name for name in map(str.strip, texts) if name and name.casefold() not in known]
    unknown = [name for name in dict.fromkeys(unknown) if not is_sum(name)]
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


def ranges_of(ordinals: Ints) -> Iterator[tuple[date, date]]:
    """Yield the runs of days that follow one another, of ordinals in order."""
    if not ordinals.size:
        return
    for run in np.split(ordinals, np.flatnonzero(np.diff(ordinals) > 1) + 1):
        yield date.fromordinal(int(run[0])), date.fromordinal(int(run[-1]))
