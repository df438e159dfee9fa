"""From the files of a log to calls: every row is read, and what is no call of a queue is left out and counted."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.arrays import Ints
from mfc_capacity.files.byte_columns import byte_parts
from mfc_capacity.files.layers import read_bytes, shown_path
from mfc_capacity.files.problems import InputError, Problem, reason_of, say, usage_error
from mfc_capacity.files.sheet import CHARACTERS_AT_ONCE, Mistake, OpenSheet, Part, refusal
from mfc_capacity.files.tables import open_table
from mfc_capacity.files.units import DAY_S, UnitError
from mfc_capacity.records.calls import Calls, Excluded, How, days_without_calls, left_out
from mfc_capacity.records.cells import Keys, Names, Spans, Times
from mfc_capacity.records.columns import KNOWN, MOMENTS, ROLES, SPANS, Taken, Wished, columns_of, unit_of
from mfc_capacity.records.log import Column, Columns, Log
from mfc_capacity.records.mapping import Mapped
from mfc_capacity.records.mistakes import note_cells
from mfc_capacity.records.rules import RULES, is_repeated
from mfc_capacity.scenario.clock_changes import clock_changes
from mfc_capacity.scenario.table_mistakes import Mistakes
from mfc_capacity.scenario.table_rows import note_ragged

MAX_BYTES = 2_000_000_000
MAX_LINES = 20_000_001
MOST_TEXTS = 100_000  # hotlines, outcomes, days
SAMPLE = 500
# What stands in place of a caller's number; and above this share of many calls it is a switchboard, or the like.
NOBODY = (
    *(
        "anonymous",
        "unknown",
        "withheld",
        "private",
        "restricted",
        "unavailable",
        "hidden",
        "blocked",
        "none",
    ),
    *("null", "n/a", "0", "-", "–", "скрыт", "скрытый", "скрытый номер", "номер скрыт", "неизвестен"),
    *("неизвестный", "неизвестно", "аноним", "анонимный", "не определен", "не определён", "нет"),
    *("unbekannt", "anonym", "unterdrückt"),
)
LEAST_TOLD_TWICE = (
    0.25  # of the calls of days that stand in several files; half of them, if two files say the same
)
MOST_OF_ONE_CALLER, MANY_CALLS = 0.01, 1000
Progress = Callable[[str, int, int], None]
Keyed = NDArray[np.uint64]


def read_records(
    paths: Sequence[str],
    columns: Mapping[str, str | None] | None = None,
    *,
    mapped: Mapped | None = None,
    timezone: str | None = None,
    progress: Progress | None = None,
) -> Calls:
    """Read the calls of one or several files: CSV, as it is or packed by gzip, XLSX, Parquet.

    A call arrives when it enters the queue; if it does not queue, when it leaves the menu; if the log knows neither,
    or a user names `arrived_at`, then at that moment. Clock times without a date are of the day in `date`, or after
    midnight where they run back by more than half a day.

    Args:
        paths: the files.
        columns: the column of each role, as a user names it; None: it has none. Others are mapped or guessed.
        mapped: what a map says.
        timezone: of the clock times; with it, times that do not come or come twice are left out.
        progress: called with a file, its rows that have been read so far, and about how many it has.

    Raises:
        InputError: for a file that is no log, or with the first mistakes of its rows.
    """
    said = mapped or Mapped()
    wished = wished_of(columns, said)
    refuse_twice(paths)
    logs: list[list[Log]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            logs.append(_read(path, wished, said, progress or (lambda _file, _done, _planned: None)).logs())
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    calls = _without_clock_changes(_in_order(logs), timezone)
    return replace(calls, missing_days=days_without_calls(calls.arrived))


def wished_of(columns: Mapping[str, str | None] | None, said: Mapped) -> Wished:
    """Return what a user says of columns: those that are named count before those of a map."""
    named = columns or {}
    how: dict[str, How] = {**dict.fromkeys(said.columns, "mapped"), **dict.fromkeys(named, "named")}
    return Wished({**said.columns, **named}, how)


def _read(path: str, wished: Wished, said: Mapped, progress: Progress) -> Columns:
    """Read a file; what is left of it are arrays."""
    sheet = opened(path, KNOWN.union(filter(None, wished.columns.values())), said.sheet)
    found = Mistakes(sheet)
    first = next(sheet.parts, Part(tuple([] for _ in sheet.header), (), []))
    sample = [cells[:SAMPLE] for cells in first.columns]
    taken = columns_of(sheet, sample, wished, said.outcomes, found)
    if not first.lines and not first.ragged:
        found.note(Mistake(sheet.header_line, 0, say("volumes.NO_ROWS")))
    found.refuse()
    size = len(sheet.text.content) if sheet.text else 0
    planned = len(first.lines) * max(1, size // CHARACTERS_AT_ONCE)
    whole = replace(sheet, parts=chain([first], sheet.parts))
    read, line = _columns_read(
        whole, taken, found, lambda done: progress(sheet.file, done, max(planned, done))
    )
    days = note_cells(sheet, taken, read, line, said, found)
    found.refuse()
    return Columns(sheet.file, sheet.header, taken, read, days, line, said)


def refuse_twice(paths: Sequence[str]) -> None:
    """Refuse a file that is named twice, whose calls would count twice.

    Raises:
        InputError: if there is one.
    """
    twice = [
        path
        for k, path in enumerate(paths)
        if Path(path).resolve() in {Path(other).resolve() for other in paths[:k]}
    ]
    if twice:
        raise InputError([Problem(shown_path(path), None, None, "", say("records.TWICE")) for path in twice])


def opened(
    path: str, known: Collection[str], sheet_name: str | None, roles: Sequence[str] = ROLES
) -> OpenSheet:
    """Open a file of records, in which the columns in `known` are looked for, to be read as `roles`.

    Raises:
        InputError: if it cannot be read, or is no table.
    """
    file = shown_path(path)
    try:
        content = read_bytes(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        message = say("files.cannot_be_read", reason=reason_of(error))
        raise InputError([Problem(file, None, None, "", message)]) from None
    if not content.strip():
        raise refusal(file, say("sheet.EMPTY"), say("records.first_row_names", roles=roles))
    return open_table(content, file, known, sheet_name=sheet_name, most_lines=MAX_LINES, most_bytes=MAX_BYTES)


def _columns_read(
    sheet: OpenSheet, taken: Taken, found: Mistakes, progress: Callable[[int], None]
) -> tuple[dict[str, Column], Ints]:
    """Return the columns that count, by role, and the lines of the rows."""
    encoding = sheet.text.encoding.removesuffix("-sig") if sheet.text else "utf-8"
    units = {role: unit_of(sheet.header[index])[1] for role, (index, _) in taken.items() if role in SPANS}
    kinds: dict[str, Callable[[], Column]] = {
        **dict.fromkeys(("date", "outcome", "hotline"), partial(Names, encoding)),
        "call_id": Keys,
        "caller": partial(Keys, encoding, NOBODY),
        **dict.fromkeys(MOMENTS, partial(Times, encoding)),
        **{
            role: partial(Spans, encoding, exact=sheet.text is None, unit_s=unit_s)
            for role, unit_s in units.items()
        },
    }
    read = {role: kinds[role]() for role in taken}
    lines: list[Ints] = []
    ragged: list[tuple[int, int]] = []
    done = 0
    for part in byte_parts(sheet, [index for index, _ in taken.values()], MAX_LINES):
        for column, cells in zip(read.values(), part.columns, strict=True):
            column.take(cells)
        lines.append(part.lines)
        ragged += part.ragged
        done += part.lines.size
        _refuse_many_texts(sheet, taken, read, found)
        progress(done)
    note_ragged(sheet, ragged, whole=not done, found=found)
    found.refuse()
    return read, np.concatenate([np.empty(0, np.int32), *lines])


def _refuse_many_texts(sheet: OpenSheet, taken: Taken, read: Mapping[str, Column], found: Mistakes) -> None:
    """Refuse a column of names or days in which almost every cell is another: it is not what it was taken for."""
    for role, column in read.items():
        names = column.days if isinstance(column, Times) else column
        if isinstance(names, Names) and len(names.texts) > MOST_TEXTS:
            index = taken[role][0]
            message = say("records.too_many_texts", column=sheet.header[index], role=role, most=MOST_TEXTS)
            found.note(Mistake(sheet.header_line, index, message, say("records.NAME_THE_COLUMN")))
    found.refuse()


def _in_order(logs_of_files: Sequence[Sequence[Log]]) -> Calls:
    """Return the calls of all files in the order of their arrival, each once."""
    logs = [log for logs in logs_of_files for log in logs]
    file = [index for index, logs in enumerate(logs_of_files) for _ in logs]
    index_of = {
        name: index for index, name in enumerate(dict.fromkeys(name for log in logs for name in log.hotlines))
    }
    renumbered = [np.array([index_of[name] for name in log.hotlines], np.int32)[log.hotline] for log in logs]
    counts = [log.row.size for log in logs]
    callers = _keys([log.caller for log in logs], counts)
    ids = _keys([log.call_id for log in logs], counts)
    rows = sum(log.rows for log in logs)

    def joined(name: str) -> Any:
        return np.concatenate([getattr(log, name) for log in logs])

    calls = Calls(
        hotline=np.concatenate(renumbered),
        arrived=joined("arrived"),
        queue_s=joined("queue_s"),
        outcome=joined("outcome"),
        handling_s=joined("handling_s"),
        caller=None if callers is None else _told_apart(callers),
        file=np.repeat(np.array(file, np.int16), counts),
        row=joined("row"),
        hotlines=tuple(index_of),
        files=tuple(logs[0].file for logs in logs_of_files),
        rows=rows,
        excluded=_summed([each for log in logs for each in log.excluded], rows),
        columns=tuple(dict.fromkeys(column for log in logs for column in log.columns)),
        unused_columns=tuple(dict.fromkeys(name for log in logs for name in log.unused_columns)),
    )
    identity = callers if ids is None else ids
    if np.any(np.diff(calls.arrived) < np.timedelta64(0)):
        order = np.argsort(calls.arrived, kind="stable")
        calls = calls.taken(order)
        identity = None if identity is None else identity[order]
    calls = replace(calls, told_twice=_told_twice(calls, identity))
    return calls if identity is None else left_out(calls, "repeated", is_repeated(calls, identity))


def _told_twice(calls: Calls, identity: Keyed | None) -> int:
    """Return how many calls that nothing tells apart stand in another file too; 0 where it may be by chance."""
    if len(calls.files) < 2:
        return 0
    own = calls if identity is None else calls.taken(identity == 0)
    by_file = [own.taken(own.file == k) for k in range(len(own.files))]
    twice = _alike(own) - sum(map(_alike, by_file))
    day = own.arrived.astype("datetime64[D]")
    days_of_files = [np.unique(day[own.file == k]) for k in range(len(own.files))]
    days, files = np.unique(np.concatenate(days_of_files), return_counts=True)
    on_shared_days = np.count_nonzero(np.isin(day, days[files > 1]))
    return twice if twice > LEAST_TOLD_TWICE * on_shared_days else 0


def _alike(calls: Calls) -> int:
    return int(is_repeated(calls, np.ones(len(calls), np.uint64)).sum())


def _keys(columns: Sequence[Keyed | None], counts: Sequence[int]) -> Keyed | None:
    """Return the keys of all files, 0 where one has none; None where no file has any."""
    if all(column is None for column in columns):
        return None
    filled = (
        np.zeros(n, np.uint64) if each is None else each for each, n in zip(columns, counts, strict=True)
    )
    return np.concatenate([*filled])


def _told_apart(keys: Keyed) -> Ints:
    """Return a number for each caller, -1 for none, and for one who has more calls than anybody makes."""
    numbers = _numbered(keys)
    if numbers.size > MANY_CALLS:
        counts = np.bincount(numbers + 1)  # the first of them those of nobody
        is_nobody = counts > MOST_OF_ONE_CALLER * numbers.size
        numbers[is_nobody[numbers + 1]] = -1
    return numbers


def _numbered(keys: Keyed) -> Ints:
    """Return a number for each key in the order in which they come first, -1 for 0."""
    distinct, first, at = np.unique(keys, return_index=True, return_inverse=True)
    number: Any = np.empty(distinct.size, np.int32)
    order = np.argsort(first)
    order = order[distinct[order] != 0]
    number[distinct == 0] = -1
    number[order] = np.arange(order.size)
    numbers: Ints = number[at]
    return numbers


def _summed(excluded: Sequence[Excluded], rows: int) -> tuple[Excluded, ...]:
    """Return what was left out of all files, a rule once, with the first example."""
    by_rule: dict[str, list[Excluded]] = {}
    for each in excluded:
        by_rule.setdefault(each.rule, []).append(each)
    return tuple(_sum(by_rule[rule], rows) for rule in RULES if rule in by_rule)


def _sum(of_a_rule: Sequence[Excluded], rows: int) -> Excluded:
    count = sum(each.rows for each in of_a_rule)
    texts: Counter[str] = Counter()
    for each in of_a_rule:
        texts.update(dict(each.texts))
    return replace(of_a_rule[0], rows=count, share=count / rows, texts=tuple(texts.most_common()))


def _without_clock_changes(calls: Calls, timezone: str | None) -> Calls:
    """Return the calls without those at clock times that do not come, which no log can have, or that come twice."""
    if timezone is None or not len(calls):
        return calls
    first, last = (calls.arrived[k].astype("datetime64[D]").item() for k in (0, -1))
    try:
        changes = clock_changes(timezone, first, last, 60)
    except UnitError as error:
        raise usage_error("timezone", error.message, error.hint) from None
    for rule, times in (("no-such-time", 0), ("time-comes-twice", 2)):
        is_out: Any = np.zeros(len(calls), bool)
        for change in changes:
            if change.times == times:
                midnight = np.datetime64(change.day, "s")
                since_s = (calls.arrived - midnight).astype(np.int64)
                is_out |= (since_s >= change.first_s) & (since_s < min(change.last_s, DAY_S))
        calls = left_out(calls, rule, is_out)
    return calls
