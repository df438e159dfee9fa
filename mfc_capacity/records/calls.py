"""Calls of the past as arrays, and what was left out on the way to them."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.arrays import Bools, Floats, Ints

OUTCOMES = ("answered", "hung-up", "busy")
ANSWERED, HUNG_UP, BUSY = range(len(OUTCOMES))
Moments = NDArray[np.datetime64]
How = Literal["named", "mapped", "guessed"]


@dataclass(frozen=True)
class Excluded:
    """Rows that a rule left out: how many, as a share of all that were read, and one of them as an example.

    `values` are the example's cells by column, as they stand in the file; `texts`, of a rule that does not know what
    cells mean, are those it met and how often, the most frequent first.
    """

    rule: str
    rows: int
    share: float
    place: str
    values: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class TakenColumn:
    """A column of the file, what it was taken for, and whether a user named it, a map did, or it was guessed."""

    role: str
    column: str
    how: How


@dataclass(frozen=True, eq=False)
class Calls:
    """The calls of a log in the order of their arrival, as arrays of one length (N).

    Attributes:
        hotline: index among `hotlines`.
        arrived: local time at which the call came to the queue, to the second.
        queue_s: seconds in the queue; 0 for a call that did not queue, NaN where the log does not tell.
        outcome: index among OUTCOMES.
        handling_s: seconds of handling; NaN unless answered, and where the log does not tell.
        caller: a number for each caller, -1 where the log does not tell who it was; None: it tells of no call.
        file: index among `files`.
        row: line of a text, row of a sheet.
        hotlines: the names of the hotlines.
        files: the files as messages name them.
        rows: how many rows were read, those left out among them.
        excluded: what was left out, by rule.
        columns: which column was taken for what.
        told_twice: calls of another file too, as far as is known of them, on days of which most stand in both: nothing
            tells them apart, and they count twice.
        unused_columns: the names of those that were taken for nothing, or say nothing beyond the others.
        missing_days: days between the first call and the last without any.
    """

    hotline: Ints
    arrived: Moments
    queue_s: Floats
    outcome: Ints
    handling_s: Floats
    caller: Ints | None
    file: Ints
    row: Ints
    hotlines: tuple[str, ...]
    files: tuple[str, ...]
    rows: int
    excluded: tuple[Excluded, ...]
    columns: tuple[TakenColumn, ...]
    unused_columns: tuple[str, ...] = ()
    told_twice: int = 0
    missing_days: tuple[date, ...] = ()

    def __len__(self) -> int:
        return self.arrived.size

    def place(self, call: int) -> str:
        """Return where a call stands, as file:row."""
        return f"{self.files[int(self.file[call])]}:{int(self.row[call])}"

    def values(self, call: int) -> tuple[tuple[str, str], ...]:
        """Return what is known of a call, by name."""
        return (
            ("arrived", str(self.arrived[call]).replace("T", " ")),
            ("hotline", self.hotlines[int(self.hotline[call])]),
            ("outcome", OUTCOMES[int(self.outcome[call])]),
        )

    def taken(self, calls: Bools | Ints) -> "Calls":
        """Return some of the calls."""
        arrays = {
            field.name: getattr(self, field.name)[calls]
            for field in fields(self)
            if isinstance(getattr(self, field.name), np.ndarray)
        }
        return replace(self, **arrays)


def left_out(calls: Calls, rule: str, is_out: Bools) -> Calls:
    """Return the calls without those that a rule leaves out, which it counts: outside opening hours, for instance.

    Args:
        calls: N calls.
        rule: the name under which the rows are counted.
        is_out: which are left out (N).
    """
    rows = np.flatnonzero(is_out)
    if not rows.size:
        return calls
    first = int(rows[0])
    told = Excluded(rule, rows.size, rows.size / calls.rows, calls.place(first), calls.values(first))
    return replace(calls.taken(~is_out), excluded=(*calls.excluded, told))


def days_without_calls(arrived: Moments) -> tuple[date, ...]:
    """Return the days between the first and the last of some moments that have none."""
    days: Any = np.unique(arrived.astype("datetime64[D]"))
    if not days.size:
        return ()
    all_days = np.arange(days[0], days[-1] + 1)
    return tuple(np.setdiff1d(all_days, days, assume_unique=True).tolist())
