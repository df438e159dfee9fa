"""From the columns of one log to its calls: when each came, how long it queued, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.files.problems import say
from mfc_capacity.files.sheet import Headed
from mfc_capacity.files.units import DAY_S, UnitError
from mfc_capacity.records.calls import ANSWERED, HUNG_UP, OUTCOMES, Excluded, Moments, TakenColumn
from mfc_capacity.records.cells import BLANK, Keys, Names, Spans, Times, ordinals_of
from mfc_capacity.records.columns import MOMENTS, Taken, told
from mfc_capacity.records.mapping import Mapped
from mfc_capacity.records.outcomes import PHANTOM, meaning_of
from mfc_capacity.records.rules import A_PHANTOM, UNREADABLE, Rows, broken
from mfc_capacity.scenario.table_mistakes import Mistakes

ALL_CALLS = "calls"  # the hotline of a log that names none
NO_NAME = "–"
_EPOCH = 719_163  # the ordinal of 1 January 1970
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
    """The columns that were read of a file, by role, and the lines of its rows (N)."""

    sheet: Headed
    taken: Taken
    read: Mapping[str, Column]
    line: Ints
    found: Mistakes
    said: Mapped = field(default_factory=Mapped)

    def log(self) -> Log:
        """Return the calls.

        Raises:
            InputError: with the first mistakes of the cells.
        """
        self._note_cells()
        arrived = self._arrived
        outcome = self._outcome
        self.found.refuse()
        is_queued, queue_s = self._queue
        handling_s = np.where(outcome == ANSWERED, self._handling_s, np.nan)
        rows = Rows(outcome, is_queued, arrived.is_known, queue_s, handling_s)
        keep, excluded = self._kept(rows)
        hotlines, hotline = self._hotline
        caller, call_id = (self._keys(role) for role in ("caller", "call_id"))
        return Log(
            self.sheet.file,
            self.line.size,
            told(self.sheet, self.taken),
            excluded,
            hotlines,
            hotline[keep],
            arrived.at_s[keep].astype("datetime64[s]"),
            np.where(is_queued, queue_s, 0.0)[keep],
            outcome[keep].astype(np.int8),
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
                place = f"{self.sheet.file}:{int(self.line[first])}"
                excluded.append(Excluded(rule, at.size, at.size / keep.size, place, self._values(first)))
                keep[at] = False
        return keep, tuple(excluded)

    def _values(self, row: int) -> tuple[tuple[str, str], ...]:
        return tuple(
            (self._name(role), column.text(row)) for role, column in self.read.items() if not isinstance(column, Keys)
        )

    def _name(self, role: str) -> str:
        return self.sheet.header[self.taken[role][0]]

    def _times(self, role: str) -> Times | None:
        times = self.read.get(role)
        return times if isinstance(times, Times) else None

    def _spans(self, role: str) -> Floats | None:
        spans = self.read.get(role)
        return spans.values if isinstance(spans, Spans) else None

    def _keys(self, role: str) -> NDArray[np.uint64] | None:
        keys = self.read.get(role)
        return keys.values if isinstance(keys, Keys) else None

    def _ordinals(self, days: Names, role: str) -> Ints:
        """Return the day of each cell (N), 0 where it has none; what is no date is noted."""
        ordinals, wrong = ordinals_of(days, self.said.date_format)
        for code, error in wrong:
            self._note(role, np.flatnonzero(days.codes == code), error)
        return ordinals

    @cached_property
    def _day(self) -> Ints:
        """The day of the rows (N): of the column of dates, or else of the first moment that has one; 0: unknown."""
        date = self.read.get("date")
        if isinstance(date, Names):
            return self._ordinals(date, "date")
        for role in MOMENTS:
            times = self._times(role)
            if times is not None and times.has_days:
                return self._ordinals(times.days, role)
        return np.zeros(self.line.size, np.int64)

    def _moments(self, role: str, after: _Moments | None = None) -> _Moments | None:
        """Return the moments of a column; a clock time alone is after what came before, if need be past midnight."""
        times = self._times(role)
        if times is None:
            return None
        day = self._day
        if times.has_days:
            own = self._ordinals(times.days, role)
            day = np.where(own > 0, own, day)
        at_s = (day - _EPOCH) * DAY_S + times.seconds
        if after is not None and not times.has_days:
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
        begin = self._arrivals[0]
        ended = self._moments("queue_exit", begin) or self._moments("service_start", begin)
        waits = self._spans("queue_s")
        if waits is None and ended is not None:
            waits = np.where(begin.is_known & ended.is_known, (ended.at_s - begin.at_s).astype(float), np.nan)
        if waits is None:
            return np.ones(self.line.size, bool), np.full(self.line.size, np.nan)
        is_nothing = np.isnan(waits) | (waits == 0)
        entry = self._times("queue_start")
        if entry is not None:  # logs write 0:00:00 where there was no queue
            return (entry.seconds != BLANK) & ~((entry.seconds == 0) & is_nothing), waits
        is_queued = ~is_nothing if "menu_exit" in self.taken else ~np.isnan(waits)
        return is_queued, waits

    @cached_property
    def _handling_s(self) -> Floats:
        """Talk and work after it, of whoever was served (N)."""
        handling_s = self._spans("handling_s")
        if handling_s is None:
            begun = self._moments("service_start", self._arrivals[0])
            ended = self._moments("service_exit", begun)
            if begun is None or ended is None:
                return np.full(self.line.size, np.nan)
            handling_s = np.where(begun.is_known & ended.is_known, (ended.at_s - begun.at_s).astype(float), np.nan)
        wrap_s = self._spans("wrap_s")
        return handling_s if wrap_s is None else handling_s + np.nan_to_num(wrap_s)

    @cached_property
    def _outcome(self) -> Ints:
        """How each call ended (N); without a column for it, who was served was answered."""
        names = self.read.get("outcome")
        if not isinstance(names, Names):
            start = self._times("service_start")
            served = self._handling_s > 0 if "handling_s" in self.taken or start is None else start.seconds > 0
            return np.where(served, ANSWERED, HUNG_UP)
        numbers = {name: number for number, name in enumerate(OUTCOMES)} | {PHANTOM: A_PHANTOM}
        meanings = [numbers.get(meaning_of(text, self.said.outcomes) or "", UNREADABLE) for text in names.texts]
        if all(meaning == UNREADABLE for meaning in meanings):
            shown = tuple(text[:40] for text in names.texts[:5])
            error = UnitError(say("records.no_known_outcome", names=shown), say("records.MAP_OUTCOMES"))
            self._note("outcome", np.arange(self.line.size), error)
        return np.array(meanings, np.int8)[names.codes]

    @cached_property
    def _hotline(self) -> tuple[tuple[str, ...], Ints]:
        column = self.read.get("hotline")
        if not isinstance(column, Names):
            return (ALL_CALLS,), np.zeros(self.line.size, np.int16)
        names = [self.said.hotlines.get(text, text) or NO_NAME for text in column.texts]
        known = tuple(dict.fromkeys(names))
        return known, np.array([known.index(name) for name in names], np.int16)[column.codes]

    def _note_cells(self) -> None:
        """Note the cells that are no times."""
        for role, column in self.read.items():
            if isinstance(column, Spans | Times):
                by_error: dict[object, tuple[UnitError, list[int]]] = {}
                for row, error in column.unread.cells:
                    by_error.setdefault(error.message, (error, []))[1].append(row)
                for error, rows in by_error.values():
                    self._note(role, np.array(rows), error)
            if isinstance(column, Spans) and column.doubtful is not None:
                row, text = column.doubtful
                hint = say("records.thousands_or_decimals_hint", thousands=text.replace(".", ""), decimals=text + "0")
                self._note(role, np.array([row]), UnitError(say("units.thousands_or_decimals", text=text), hint))

    def _note(self, role: str, rows: Ints, error: UnitError) -> None:
        message = say("volumes.in_column", column=self._name(role), message=error.message)
        self.found.note_all(rows, self.line, self.taken[role][0], message, error.hint)
