"""Counts of calls of the past, by day or by interval: a table as a scenario's `volumes` reads it, of any hotlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.files.problems import InputError, Problem, say
from mfc_capacity.files.sheet import Mistake, OpenSheet, Part, Sheet, plain_name
from mfc_capacity.records.calls import Moments, TakenColumn
from mfc_capacity.records.columns import Taken, Wished, named_columns, told
from mfc_capacity.records.log import ALL_CALLS, EPOCH
from mfc_capacity.records.mapping import Mapped
from mfc_capacity.records.reading import opened, refuse_twice, wished_of
from mfc_capacity.scenario.table_cells import is_sum
from mfc_capacity.scenario.table_columns import CALLS, NAMES, Wanted
from mfc_capacity.scenario.table_files import NamedFile, duplicates, in_order
from mfc_capacity.scenario.table_mistakes import Mistakes
from mfc_capacity.scenario.table_rows import TableRows, read_rows

COUNT_ROLES: tuple[str, ...] = CALLS.roles
_KNOWN = frozenset(name for role in CALLS.roles for name in NAMES[role])


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts of calls in the order of hotline, day and start, as arrays of one length (N).

    Attributes:
        hotline: index among `hotlines`.
        date: the day.
        start_s: second of the day at which a row begins; -1: it is the whole day.
        end_s: second at which it ends.
        calls: calls offered.
        aht_s: mean handling time; NaN where the table has none.
        file: index among `files`.
        row: line of a text, row of a sheet.
        hotlines: the names of the hotlines.
        files: the files as messages name them.
        columns: which column was taken for what.
    """

    hotline: Ints
    date: Moments
    start_s: Ints
    end_s: Ints
    calls: Floats
    aht_s: Floats
    file: Ints
    row: Ints
    hotlines: tuple[str, ...]
    files: tuple[str, ...]
    columns: tuple[TakenColumn, ...]

    def __len__(self) -> int:
        return self.calls.size


def read_counts(
    paths: Sequence[str], columns: Mapping[str, str | None] | None = None, *, mapped: Mapped | None = None
) -> Counts:
    """Read the counts of one or several files, of each day or of intervals of days.

    Args:
        paths: the files.
        columns: the column of each of COUNT_ROLES, as a user names it; None: it has none.
        mapped: what a map says.

    Raises:
        InputError: for a file that is no such table, with the first mistakes of its rows, or for rows that say the
            same.
    """
    said = mapped or Mapped()
    wished = wished_of(columns, said)
    refuse_twice(paths)
    tables: list[_Table] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            tables.append(_table(path, wished, said))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    hotlines = tuple(dict.fromkeys(name for table in tables for name in table.hotlines.values()))
    rows = in_order([(NamedFile(table.sheet.file, ""), table.rows(hotlines, said)) for table in tables])
    files = tuple(table.sheet.file for table in tables)
    problems = list(duplicates(rows, [NamedFile(file, "") for file in files], hotlines))
    if problems:
        raise InputError(problems)
    return Counts(
        rows["owner"],
        np.array(rows["date"] - EPOCH, "datetime64[D]"),
        rows["start_s"],
        rows["end_s"],
        rows["figure"],
        rows["aht_s"],
        rows["file"],
        rows["line"],
        hotlines,
        files,
        tuple(dict.fromkeys(column for table in tables for column in told(table.sheet.header, table.taken))),
    )


@dataclass(frozen=True)
class _Table:
    """A table with its columns, and the name of the hotline that each of its texts stands for."""

    sheet: Sheet
    taken: Taken
    hotlines: Mapping[str, str]

    def rows(self, hotlines: Sequence[str], said: Mapped) -> TableRows:
        """Return the rows, with hotlines by their index among all."""
        columns = {role: self.sheet.header[index] for role, (index, _) in self.taken.items()}
        wanted = Wanted(CALLS, columns, said.date_format, self.hotlines)
        part = Part(self.sheet.columns, self.sheet.lines, self.sheet.ragged)
        sheet = self.sheet
        whole = OpenSheet(sheet.file, sheet.text, sheet.header_line, sheet.header, iter([part]))
        if "hotline" in self.taken:
            return read_rows(whole, wanted, hotlines)
        rows = read_rows(whole, wanted, [ALL_CALLS])
        return replace(rows, owner=np.full(rows.line.size, hotlines.index(ALL_CALLS), np.int32))


def _table(path: str, wished: Wished, said: Mapped) -> _Table:
    sheet = opened(path, _KNOWN.union(filter(None, wished.columns.values())), said.sheet, COUNT_ROLES).read()
    found = Mistakes(sheet)
    taken = dict(named_columns(sheet, wished, found))
    header = [plain_name(name) for name in sheet.header]
    for role in CALLS.roles:
        known = [k for k, name in enumerate(header) if name in NAMES[role]]
        if known and role not in wished.columns:
            taken[role] = known[0], "guessed"
    for role in ("date", "calls"):
        if role not in taken:
            hint = say("records.count_columns_are", names=sheet.header)
            found.note(Mistake(sheet.header_line, 0, say("volumes.not_guessed", role=role), hint))
    found.refuse()
    texts = sheet.columns[taken["hotline"][0]] if "hotline" in taken else []
    own = {text: said.hotlines.get(text, text) for text in dict.fromkeys(map(str.strip, texts)) if text}
    hotlines = {text: name for text, name in own.items() if not is_sum(text)}
    return _Table(sheet, taken, hotlines if "hotline" in taken else {"": ALL_CALLS})
