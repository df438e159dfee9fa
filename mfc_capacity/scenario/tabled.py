"""What tables beside a scenario say of one hotline or group, row by row, and where each row stands."""

import datetime
from dataclasses import dataclass, field

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints

NO_START = -1


@dataclass(frozen=True)
class Volumes:
    """The rows of one hotline in the order of their days and starts, as arrays of one length (N).

    Two are equal if they say the same calls, in whatever file.

    Attributes:
        digest: of what the rows say.
        opens: whether the rows say when the hotline is open, which has no `hours`.
        date: ordinal of the day.
        start_s: second at which a row begins; NO_START: it is the whole day.
        end_s: second at which it ends.
        calls: calls offered.
        aht_s: mean handling time; NaN: that of the hotline.
        file: index of the file.
        line: line or row in it.
        files: the paths of the files.
    """

    digest: str
    opens: bool
    date: Ints = field(compare=False)
    start_s: Ints = field(compare=False)
    end_s: Ints = field(compare=False)
    calls: Floats = field(compare=False)
    aht_s: Floats = field(compare=False)
    file: Ints = field(compare=False)
    line: Ints = field(compare=False)
    files: tuple[str, ...] = field(compare=False)

    @property
    def is_day(self) -> Bools:
        """Which rows are whole days (N)."""
        is_day: Bools = self.start_s == NO_START
        return is_day

    def rows_in(self, day: datetime.date, first_s: int, last_s: int) -> Ints:
        """Return the rows of a day that have a part in a span of it."""
        low, high = np.searchsorted(self.date, [day.toordinal(), day.toordinal() + 1])
        rows = np.arange(low, high)
        return rows[(self.start_s[rows] < last_s) & (self.end_s[rows] > first_s)]

    def place(self, rows: Ints) -> str:
        """Return where rows that follow one another in their file stand, as file:row or file:first-last."""
        first, last = int(self.line[rows].min()), int(self.line[rows].max())
        file = self.files[int(self.file[rows[0]])]
        return f"{file}:{first}" if first == last else f"{file}:{first}-{last}"


@dataclass(frozen=True)
class Roster:
    """The rows of one group in the order of their days and starts (N); two are equal if they say the same.

    Attributes:
        digest: of what the rows say.
        date: ordinal of the day.
        start_s: second at which a row begins; NO_START: it is the whole day.
        file: index of the file.
        line: line or row in it.
        files: the paths of the files.
    """

    digest: str
    date: Ints = field(compare=False)
    start_s: Ints = field(compare=False)
    file: Ints = field(compare=False)
    line: Ints = field(compare=False)
    files: tuple[str, ...] = field(compare=False)

    def place(self, day: datetime.date, second: int) -> str | None:
        """Return the row that holds at a second of a day, as file:row; None before the first."""
        rows = np.flatnonzero((self.date == day.toordinal()) & (self.start_s <= second))
        if not rows.size:
            return None
        return f"{self.files[int(self.file[rows[-1]])]}:{int(self.line[rows[-1]])}"
