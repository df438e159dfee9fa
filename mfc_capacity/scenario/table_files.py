"""The tables that a scenario names: each is read once, and the rows of all count together.

A row is a day, or the stretch from its start to the next start of that day and hotline or group; the last stretch of a
day is as long as the one before. No row may say the same as another.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.files.layers import Tree, shown_path
from mfc_capacity.files.nodes import find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import InputError, Problem, reason_of, say
from mfc_capacity.files.tables import open_table
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.scenario import format as written
from mfc_capacity.scenario.table_columns import ColumnsGuessed, Subject, Wanted
from mfc_capacity.scenario.table_mistakes import SHOWN_OF_A_KIND
from mfc_capacity.scenario.table_rows import TableRows, joined, read_rows
from mfc_capacity.scenario.tabled import NO_START

MAX_BYTES = 500_000_000
MAX_LINES = 10_000_001

Table = written.VolumesTable | written.RosterTable | written.OwnRoster
Columns = written.VolumesColumns | written.RosterColumns | written.OwnRosterColumns


@dataclass(frozen=True)
class NamedFile:
    """A file that a scenario names: its path as answers show it, its SHA-256, and what its header makes one think.

    `guessed` says which column is what where that was guessed, `unread_aht` names a column that looks like handling
    times and is not read.
    """

    path: str
    sha256: str
    guessed: ColumnsGuessed = ()
    unread_aht: str | None = None


def rows_of(
    at: tuple[str, ...], of: Subject, written_tables: Sequence[Table], owners: Sequence[str], tree: Tree
) -> tuple[tuple[NamedFile, ...], dict[str, Any]]:
    """Return the files, and the rows of them all in the order of owner, day and start.

    They are read once, however often the scenario is built anew.

    Args:
        at: the path at which the scenario names them.
        of: what they are of.
        written_tables: what the scenario says of them.
        owners: its hotlines or groups.
        tree: the scenario, which knows where its files are.

    Raises:
        InputError: with the mistakes of every table, or with rows that say the same.
    """
    key = repr((at, written_tables, owners))
    if key not in tree.beside.kept:
        tree.beside.kept[key] = _read_all(at, of, written_tables, owners, tree)
    found: tuple[tuple[NamedFile, ...], dict[str, Any]] = tree.beside.kept[key]
    return found


def _read_all(
    at: tuple[str, ...], of: Subject, written_tables: Sequence[Table], owners: Sequence[str], tree: Tree
) -> tuple[tuple[NamedFile, ...], dict[str, Any]]:
    tables: list[tuple[NamedFile, TableRows]] = []
    problems: list[Problem] = []
    for index, table in enumerate(written_tables):
        try:
            tables.append(_read(table, of, owners, tree, at if at[0] == "groups" else (*at, str(index))))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    files = tuple(named for named, _ in tables)
    rows = in_order(tables)
    problems = list(duplicates(rows, files, owners))
    if problems:
        raise InputError(problems)
    return files, rows


def _read(
    table: Table, of: Subject, owners: Sequence[str], tree: Tree, at: tuple[str, ...]
) -> tuple[NamedFile, TableRows]:
    """Return a table and the file that it is in."""
    found = find(tree.root, *at, "file")
    location = found.best_location if found else tree.root.location
    path = tree.beside.path(table.file, location)
    try:
        content = tree.beside.read(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        message = say("files.cannot_read", file=shown_path(path), reason=reason_of(error))
        raise InputError(
            [location.problem(dotted([*at, "file"]), message, say("volumes.PATHS_COUNT"))]
        ) from None
    wanted = Wanted(of, _columns(table.columns), table.date_format, table.own_names)
    sheet = open_table(
        content,
        shown_path(path),
        wanted.column_names,
        sheet_name=table.sheet,
        most_lines=MAX_LINES,
        most_bytes=MAX_BYTES,
    )
    digest = hashlib.sha256(content).hexdigest()
    rows = read_rows(sheet, wanted, owners)
    return NamedFile(shown_path(path), digest, rows.guessed, rows.unread_aht), rows


def _columns(columns: Columns | None) -> Mapping[str, Any] | None:
    return None if columns is None else {role: value for role, value in columns if value is not None}


def in_order(tables: Sequence[tuple[NamedFile, TableRows]]) -> dict[str, Any]:
    """Return the rows of all tables in the order of owner, day and start, with their files and where they end."""
    rows: dict[str, Any] = {
        name: joined([getattr(table, name) for _, table in tables])
        for name in ("owner", "date", "start_s", "figure", "aht_s", "line")
    }
    rows["file"] = np.repeat(np.arange(len(tables), dtype=np.int16), [table.line.size for _, table in tables])
    day = (rows["owner"].astype(np.int64) * 10_000_000 + rows["date"]) * (DAY_S + 1)
    place = day + rows["start_s"] + 1
    if np.any(np.diff(place) < 0):
        order = np.argsort(place, kind="stable")
        rows, day = {name: values[order] for name, values in rows.items()}, day[order]
    del place
    same_day = np.diff(day) == 0
    start_s = rows["start_s"]
    ends = np.full(start_s.shape, DAY_S, dtype=np.int32)
    ends[:-1][same_day] = start_s[1:][same_day]
    ends[start_s == NO_START] = DAY_S
    lengths = ends - start_s
    is_last = np.append(~same_day, True)[: start_s.size] & (start_s != NO_START)
    has_before = np.append(False, same_day)[: start_s.size]
    usual = _usual_length(lengths[~is_last & (start_s != NO_START)])
    before = np.append(usual, lengths[:-1])[: start_s.size]
    ends[is_last] = np.minimum(start_s + np.where(has_before, before, usual), DAY_S)[is_last]
    rows["end_s"] = ends
    return rows


def _usual_length(lengths: Ints) -> int:
    """Return the length that most stretches have, for one that is alone on its day; an hour where there are none."""
    if not lengths.size:
        return 3600
    values, counts = np.unique(lengths, return_counts=True)
    return int(values[counts.argmax()])


def duplicates(
    rows: Mapping[str, Any], files: Sequence[NamedFile], owners: Sequence[str]
) -> Iterator[Problem]:
    """Yield rows that stand beside another of the same day, hotline and start, or beside one of the whole day."""

    def problem(row: int) -> Problem:
        start = int(start_s[row])
        message = say(
            "volumes.twice",
            owner=owners[int(rows["owner"][row])],
            day=datetime.date.fromordinal(int(rows["date"][row])),
            start=None if start == NO_START else clock_text(start),
            other=f"{files[int(rows['file'][row - 1])].path}:{int(rows['line'][row - 1])}",
            is_day=int(start_s[row - 1]) == NO_START,
        )
        file = files[int(rows["file"][row])].path
        return Problem(file, int(rows["line"][row]), 1, "", message, say("volumes.KEEP_ONE_ROW"))

    same_day = (np.diff(rows["date"]) == 0) & (np.diff(rows["owner"]) == 0)
    start_s = rows["start_s"]
    twice = same_day & ((np.diff(start_s) == 0) | (start_s[:-1] == NO_START))
    yield from first_problems(np.flatnonzero(twice) + 1, problem)


def first_problems(rows: Ints, problem_of: Callable[[int], Problem]) -> Iterator[Problem]:
    """Yield what is wrong with the first of some rows, and how many more there are."""
    shown = [problem_of(row) for row in rows[:SHOWN_OF_A_KIND].tolist()]
    yield from shown
    if rows.size > len(shown):
        count = int(rows.size) - len(shown)
        yield Problem(shown[0].file, None, None, "", say("volumes.more_mistakes", count=count))


def by_owner(rows: Mapping[str, Any], owners: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the hotlines or groups that have rows, each with its own."""
    ends = np.searchsorted(rows["owner"], np.arange(len(owners) + 1))
    for owner, (first, last) in zip(owners, pairwise(ends.tolist()), strict=True):
        if last > first:
            yield owner, {column: values[first:last] for column, values in rows.items()}


def digest_of(rows: Mapping[str, Any], columns: Sequence[str]) -> str:
    """Return a digest of what some columns say."""
    said = b"".join(np.ascontiguousarray(rows[name]).tobytes() for name in columns)
    return hashlib.sha256(said).hexdigest()
