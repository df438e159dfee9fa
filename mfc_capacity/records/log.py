"""From the columns of one log to its calls: when each came, how long it queued, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.files.units import DAY_S
from mfc_capacity.records.calls import ANSWERED, HUNG_UP, OUTCOMES, Excluded, Moments, TakenColumn
from mfc_capacity.records.cells import BLANK, Keys, Names, Spans, Times
from mfc_capacity.records.columns import MOMENTS, Taken, told, unused
from mfc_capacity.records.mapping import Mapped
from mfc_capacity.records.outcomes import PHANTOM, meaning_of
from mfc_capacity.records.rules import A_PHANTOM, UNKNOWN_OUTCOME, UNREADABLE, Rows, broken

ROWS_AT_ONCE = 500_000
NO_DAY, NEVER = 0, -1
ALL_CALLS = "calls"  # the hotline of a log that names none
NO_NAME = "–"
EPOCH = 719_163  # the ordinal of 1 January 1970
_HALF_DAY_S = DAY_S // 2
Column = Names | Keys | Spans | Times


@dataclass(frozen=True, eq=False)
class Log:
    """The calls of one file in its order, as arrays of one length (N) with the meaning of those of `Calls`.

    `caller` and `call_id` hold a number for each text, 0 where the cell is empty; None without such a column.
    """

    file: str
    rows: int
    columns: tuple[TakenColumn, ...]
    unused_columns: tuple[str, ...]
    excluded: tuple[Excluded, ...]
    hotlines: tuple[str, ...]
    hotline: Ints
    arrived: Moments
    queue_s: Floats
    outcome: Ints
    handling_s: Floats
    caller: NDArray[np.uint64] | None
    call_id: NDArray[np.uint64] | None
    row: Ints


@dataclass(frozen=True, eq=False)
class _Moments:
    """Seconds since 1970 by the local clock, and whether the cell says them (N)."""

    at_s: Ints
    is_known: Bools


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns that were read of a file, without its text.

    Attributes:
        file: its name in messages.
        header: the names of its columns.
        taken: which column is what.
        read: the columns that count, by role (N cells each).
        days: of a column with days, the ordinal of each of its texts; NO_DAY for an empty one, NEVER for 1900-01-01
            and such, which programs write where there is no moment.
        line: the lines of the rows (N).
        said: what the user says of names.
    """

    file: str
    header: tuple[str, ...]
    taken: Taken
    read: Mapping[str, Column]
    days: Mapping[str, Ints]
    line: Ints
    said: Mapped

    def logs(self) -> list[Log]:
        """Return the calls, some rows at a time, so that what is worked out on the way takes little memory."""
        starts = range(0, self.line.size, ROWS_AT_ONCE)
        return [self._part(slice(start, start + ROWS_AT_ONCE))._log() for start in starts]

    def _part(self, rows: slice) -> "Columns":
        read = {role: column.part(rows) for role, column in self.read.items()}
        return replace(self, read=read, line=self.line[rows])

    def _log(self) -> Log:
        is_queued, queue_s = self._queue
        handling_s = np.where(self._outcome == ANSWERED, self._handling_s, np.nan)
        arrived = self._arrived
        rows = Rows(self._outcome, is_queued, arrived.is_known, queue_s, handling_s)
        keep, excluded = self._kept(rows)
        hotlines, hotline = self._hotline
        caller, call_id = (self._keys(role) for role in ("caller", "call_id"))
        return Log(
            self.file,
            self.line.size,
            told(self.header, self.taken),
            unused(self.header, self.taken),
            excluded,
            hotlines,
            hotline[keep],
            arrived.at_s[keep].astype("datetime64[s]"),
            np.where(is_queued, queue_s, 0.0)[keep],
            self._outcome[keep],
            handling_s[keep],
            None if caller is None else caller[keep],
            None if call_id is None else call_id[keep],
            self.line[keep],
        )

    def _kept(self, rows: Rows) -> tuple[Bools, tuple[Excluded, ...]]:
        keep = np.ones(self.line.size, bool)
        excluded = []
        for rule, is_broken in broken(rows):
            at = np.flatnonzero(is_broken & keep)
            if at.size:
                first = int(at[0])
                place = f"{self.file}:{int(self.line[first])}"
                texts = self._outcome_texts(at) if rule == UNKNOWN_OUTCOME else ()
                excluded.append(
                    Excluded(rule, at.size, at.size / keep.size, place, self._values(first), texts)
                )
                keep[at] = False
        return keep, tuple(excluded)

    def _values(self, row: int) -> tuple[tuple[str, str], ...]:
        return tuple(
            (self._name(role), column.text(row))
            for role, column in self.read.items()
            if not isinstance(column, Keys)
        )

    def _outcome_texts(self, rows: Ints) -> tuple[tuple[str, int], ...]:
        """Return the outcomes of some rows, and how often each stands there."""
        names = self.read["outcome"]
        assert isinstance(names, Names)  # noqa: S101 - of a log without the column no outcome is unknown
        counts = np.bincount(names.codes[rows], minlength=len(names.texts)).tolist()
        return tuple((text, count) for text, count in zip(names.texts, counts, strict=True) if count)

    def _name(self, role: str) -> str:
        return self.header[self.taken[role][0]]

    def _times(self, role: str) -> Times | None:
        times = self.read.get(role)
        return times if isinstance(times, Times) else None

    def _spans(self, role: str) -> Floats | None:
        spans = self.read.get(role)
        return spans.values if isinstance(spans, Spans) else None

    def _keys(self, role: str) -> NDArray[np.uint64] | None:
        keys = self.read.get(role)
        return keys.values if isinstance(keys, Keys) else None

    def _ordinals(self, role: str) -> Ints | None:
        """Return the day of each cell (N), at most 0 where it has none; None for a column without days."""
        column = self.read.get(role)
        names = column.days if isinstance(column, Times) else column
        return self.days[role][names.codes] if role in self.days and isinstance(names, Names) else None

    @cached_property
    def _day(self) -> Ints:
        """The day of the rows (N): of the column of dates, or else of the first moment that has one."""
        own = (self._ordinals(role) for role in ("date", *MOMENTS))
        return next((day for day in own if day is not None), np.zeros(self.line.size, np.int64))

    def _moments(self, role: str, after: _Moments | None = None) -> _Moments | None:
        """Return the moments of a column; a clock time alone is after what came before, if need be past midnight."""
        times = self._times(role)
        if times is None:
            return None
        own = self._ordinals(role)
        day = self._day if own is None else np.where(own == NO_DAY, self._day, own)
        at_s = (day - EPOCH) * DAY_S + times.seconds
        if after is not None and own is None:
            at_s[after.is_known & (at_s < after.at_s - _HALF_DAY_S)] += DAY_S
        return _Moments(at_s, (times.seconds != BLANK) & (day > 0))

    @cached_property
    def _arrivals(self) -> list[_Moments]:
        """The moments at which a call may have arrived, the latest on its way first."""
        begun = self._moments("arrived_at")
        left_menu = self._moments("menu_exit", begun)
        queued = self._moments("queue_start", left_menu or begun)
        return [each for each in (queued, left_menu, begun) if each is not None]

    @cached_property
    def _arrived(self) -> _Moments:
        candidates = self._arrivals
        if self.taken.get("arrived_at", (0, "guessed"))[1] != "guessed":
            candidates = candidates[-1:]
        elif self._times("queue_start") is not None:
            is_queued, _ = self._queue
            candidates = [_Moments(candidates[0].at_s, is_queued & candidates[0].is_known), *candidates[1:]]
        at_s, is_known = np.zeros(self.line.size, np.int64), np.zeros(self.line.size, bool)
        for candidate in candidates:
            at_s = np.where(is_known, at_s, candidate.at_s)
            is_known |= candidate.is_known
        return _Moments(at_s, is_known)

    @cached_property
    def _queue(self) -> tuple[Bools, Floats]:
        """Which calls queued (N), and for how long; NaN where the log does not tell."""
        waits = self._waits_s
        entry = self._times("queue_start")
        is_nothing = np.isnan(waits) | (waits == 0)
        if entry is not None:
            return self._is_told("queue_start") | ((entry.seconds != BLANK) & ~is_nothing), waits
        if not self.taken.keys() & {"queue_s", "queue_exit"}:
            return np.ones(self.line.size, bool), waits
        return ~is_nothing if "menu_exit" in self.taken else ~np.isnan(waits), waits

    @cached_property
    def _waits_s(self) -> Floats:
        """Seconds from the queue's entry to its end: by a column, or to where the service of the answered begins."""
        waits_s = self._spans("queue_s")
        if waits_s is not None:
            return waits_s
        begin = self._arrivals[0]
        if self._times("queue_exit") is not None:
            return self._between(begin, "queue_exit")
        answered_s, ended_s = (self._between(begin, role) for role in ("service_start", "service_exit"))
        return np.where(self._outcome == ANSWERED, answered_s, ended_s)

    def _between(self, begin: _Moments | None, role: str) -> Floats:
        """Return the seconds from a moment to that of a column, NaN where one of them is not known."""
        end = self._moments(role, begin)
        if begin is None or end is None:
            return np.full(self.line.size, np.nan)
        is_known = begin.is_known & self._is_told(role)
        return np.where(is_known, (end.at_s - begin.at_s).astype(np.float64), np.nan)

    def _is_told(self, role: str) -> Bools:
        """Return which cells say a time (N): logs write 0:00:00 where there was no queue or no service."""
        times, moments = self._times(role), self._moments(role)
        if times is None or moments is None:
            return np.zeros(self.line.size, bool)
        return moments.is_known if times.has_days else moments.is_known & (times.seconds != 0)

    @cached_property
    def _handling_s(self) -> Floats:
        """Talk and work after it, of whoever was served (N)."""
        handling_s = self._spans("handling_s")
        if handling_s is None:
            begun = self._moments("service_start", self._arrivals[0])
            handling_s = self._between(begun, "service_exit")
        wrap_s = self._spans("wrap_s")
        return handling_s if wrap_s is None else handling_s + np.nan_to_num(wrap_s)

    @cached_property
    def _outcome(self) -> Ints:
        """How each call ended (N); without a column for it, who was served was answered."""
        names = self.read.get("outcome")
        if not isinstance(names, Names):
            served = self._is_told("service_start") if "service_start" in self.taken else self._handling_s > 0
            return np.where(served, ANSWERED, HUNG_UP).astype(np.int8)
        return outcomes_of(names, self.said)[names.codes]

    @cached_property
    def _hotline(self) -> tuple[tuple[str, ...], Ints]:
        column = self.read.get("hotline")
        if not isinstance(column, Names):
            return (ALL_CALLS,), np.zeros(self.line.size, np.int32)
        names = [self.said.hotlines.get(text, text) or NO_NAME for text in column.texts]
        index_of = {name: index for index, name in enumerate(dict.fromkeys(names))}
        indices: Any = np.array([index_of[name] for name in names], np.int32)
        return tuple(index_of), indices[column.codes]


def outcomes_of(names: Names, said: Mapped) -> Ints:
    """Return what each text of a column of outcomes means: an index of OUTCOMES, A_PHANTOM or UNREADABLE."""
    numbers = {name: number for number, name in enumerate(OUTCOMES)} | {PHANTOM: A_PHANTOM}
    meanings = (meaning_of(text, said.outcomes) for text in names.texts)
    return np.array([UNREADABLE if each is None else numbers[each] for each in meanings], np.int8)
