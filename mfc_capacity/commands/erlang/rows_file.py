"""Intervals kept in a spreadsheet: from the cells of a CSV file to intervals, every mistake in its place.

Columns that the calculator does not know are the user's own and travel into the answer untouched. Columns are
read as a whole; only one that holds something unusual is read cell by cell.
"""

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mfc_capacity.commands.erlang.bounds import Fault, faults, gaps
from mfc_capacity.commands.erlang.columns import ANSWERS, INPUTS, QUESTIONS, REQUIRED, TARGETS
from mfc_capacity.commands.erlang.intervals import Intervals
from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.files.layers import closest, says_something_else
from mfc_capacity.files.problems import InputError, Message, Problem, say
from mfc_capacity.files.sheet import Mistake, Sheet
from mfc_capacity.files.tables import read_table
from mfc_capacity.files.units import UnitError, plain_text, read_duration_s, read_number, read_share

FIGURES = (*(column.name for column in INPUTS), "operators")
SHARES = tuple(column.name for column in INPUTS if column.kind == "share")
DURATIONS = tuple(column.name for column in INPUTS if column.kind == "seconds")
MAX_PROBLEMS = 100
MessageAndHint = tuple[Message, Message | None]


@dataclass(frozen=True)
class RowsFile:
    """A file of intervals: its cells as they are written, and what they mean; figures left out are NaN."""

    sheet: Sheet
    figures: dict[str, Floats]
    intervals: Intervals


def read_rows(content: bytes, file: str) -> RowsFile:
    """Read a CSV file of intervals.

    Raises:
        InputError: with the first hundred mistakes and the number of the others.
    """
    sheet = read_table(content, file, FIGURES)
    review = _Review(sheet)
    figures = {name: review.read(name) for name in FIGURES}
    review.check(figures)
    if review.total:
        raise InputError(review.problems())
    return RowsFile(sheet, figures, Intervals.of(figures))


def misspelt(header: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the user's own columns that are named almost like one that would be read, with that name."""
    absent = [name for name in FIGURES if name not in header]
    declared = {column.name for column in (*INPUTS, *ANSWERS)}
    for own in header:
        meant = [name for name in absent if not says_something_else(own.lower(), name)]
        close = [] if own in declared else difflib.get_close_matches(own.lower(), meant, n=1, cutoff=0.8)
        yield from ((own, name) for name in close)


class _Review:
    """Reads the columns of a sheet and notes the mistakes: the first hundred of each kind, the number of all."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        of_header = [Mistake(sheet.header_line, *found) for found in _header_mistakes(sheet.header)]
        of_lengths = [
            Mistake(line, 0, say("erlang.ragged", cells=count, columns=len(sheet.header)))
            for line, count in sheet.ragged[:MAX_PROBLEMS]
        ]
        self.found = of_header + of_lengths
        self.total = len(of_header) + len(sheet.ragged)
        self.unread = np.zeros(len(sheet.lines), dtype=bool)

    def read(self, name: str) -> Floats:
        """Return a column as numbers, NaN where it is empty, absent or, which is noted, no number."""
        if name not in self.sheet.header:
            return np.full(len(self.sheet.lines), np.nan)
        cells = self.sheet.column(name)
        if self.sheet.decimal_comma:
            cells = [cell.replace(",", ".") for cell in cells]
        values = _numbers(name, cells)
        unread = np.zeros(len(cells), dtype=bool)
        if not np.all(np.isfinite(values)) and any(map(str.strip, cells)):
            unread[[k for k in np.flatnonzero(~np.isfinite(values)).tolist() if cells[k].strip()]] = True
        self._note(unread, self._index(name), lambda row: _why(name, cells[row].strip()))
        self.unread |= unread
        values[unread] = np.nan
        return values

    def check(self, figures: dict[str, Floats]) -> None:
        """Note figures that the formulas cannot take, and those that are missing where all could be read."""
        for fault in faults(figures):
            self._note_fault(fault, fault.rows)
        present = {name: values for name, values in figures.items() if name in self.sheet.header}
        for gap in gaps(present):
            self._note_fault(gap, gap.rows & ~self.unread)

    def problems(self) -> list[Problem]:
        """Return the first mistakes in the order of the file, and a last word about the others."""
        in_order = sorted(self.found, key=lambda mistake: (mistake.line, mistake.cell))
        shown = self.sheet.problems(in_order[:MAX_PROBLEMS])
        more = self.total - len(shown)
        if not more:
            return shown
        return [*shown, Problem(self.sheet.file, None, None, "", say("erlang.more_mistakes", count=more))]

    def _note_fault(self, fault: Fault, rows: Bools) -> None:
        message = say("erlang.in_column", column=fault.name, message=fault.message)
        self._note(rows, self._index(fault.name), lambda _row: (message, fault.hint))

    def _note(self, rows: Bools, cell: int, why: Callable[[int], MessageAndHint]) -> None:
        indices = np.flatnonzero(rows).tolist()
        self.total += len(indices)
        self.found += [Mistake(self.sheet.lines[row], cell, *why(row)) for row in indices[:MAX_PROBLEMS]]

    def _index(self, name: str) -> int:
        return self.sheet.header.index(name) if name in self.sheet.header else 0


def _header_mistakes(header: Sequence[str]) -> Iterator[tuple[int, Message, Message]]:
    """Yield columns that are nameless, there twice or missing: the index to point at, the message, a hint."""
    for index, name in enumerate(header):
        if not name:
            yield index, say("erlang.column_without_name", number=index + 1), say("erlang.NAME_THE_COLUMN")
        elif name in header[:index]:
            yield index, say("erlang.column_twice", name=name), say("erlang.NAME_IT_APART")
    for name in REQUIRED:
        if name not in header:
            close = closest(name, header)
            hint = (
                say("erlang.rename_column", name=name, close=close)
                if close
                else say("erlang.columns_are", names=FIGURES)
            )
            yield 0, say("erlang.no_column", name=name), hint
    if not set(header) & set(QUESTIONS):
        yield 0, say("erlang.NO_QUESTION"), say("erlang.targets_are", targets=TARGETS)


def _numbers(name: str, cells: Sequence[str]) -> Floats:
    """Return cells as numbers; NaN for what is empty or none. A cell that is often there is read once."""
    different = set(cells)
    if len(different) == 1:
        return np.full(len(cells), _each_number(name, list(different)))
    if len(different) > len(cells) / 2:
        return _each_number(name, cells)
    numbers = dict(zip(different, _each_number(name, list(different)).tolist(), strict=True))
    return np.array([numbers[cell] for cell in cells], dtype=np.float64)


def _each_number(name: str, cells: Sequence[str]) -> Floats:
    try:
        return np.array(list(map(float, cells)), dtype=np.float64)
    except ValueError:
        return np.array([_number_or_nan(name, cell.strip()) for cell in cells], dtype=np.float64)


def _number_or_nan(name: str, text: str) -> float:
    try:
        return _number(name, text) if text else np.nan
    except UnitError:
        return np.nan


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float(read_share(text) if name in SHARES else read_number(text))


def _why(name: str, text: str) -> MessageAndHint:
    """Return why a cell is no number, and what to write."""
    try:
        _number(name, text)
    except UnitError as error:
        message = say("erlang.unread", column=name, message=error.message)
        return message, (_in_seconds(text) if name in DURATIONS else None) or error.hint
    return say("erlang.not_finite", column=name, text=text), None


def _in_seconds(text: str) -> Message | None:
    """Return the hint for a duration that has a unit; None for what is no duration."""
    try:
        return say("erlang.write_in_seconds", seconds=plain_text(read_duration_s(text)))
    except UnitError:
        return None
