"""The ISO weeks of a calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.demand.calendar import Days
from mfc_capacity.plan.ledger import week_spans

DAYS = 7


@dataclass(frozen=True)
class Weeks:
    """The ISO weeks of a calendar (T), of which the first and the last may be cut off.

    Attributes:
        names: as 2014-W10.
        spans: the planned days of each.
        first: the Monday of the first, which may lie before the calendar.
    """

    names: tuple[str, ...]
    spans: tuple[range, ...]
    first: date

    def __len__(self) -> int:
        return len(self.names)

    @property
    def parts(self) -> Floats:
        """How much of each week lies in the calendar (T)."""
        return np.array([len(span) / DAYS for span in self.spans])

    @property
    def whole(self) -> Bools:
        """Which weeks lie in the calendar with all their days (T)."""
        whole: Bools = self.parts == 1
        return whole

    @property
    def ends(self) -> tuple[float, float]:
        """How much of the first and of the last week does; of an only one as of the first."""
        first, *others = self.parts.tolist()
        return first, others[-1] if others else 1.0

    def monday(self, week: int) -> date:
        """Return the day on which a week begins."""
        return self.first + timedelta(weeks=week)

    def sunday(self, week: int) -> date:
        """Return the day with which a week ends."""
        return self.monday(week) + timedelta(days=DAYS - 1)

    def begun_on(self, monday: date) -> int:
        """Return the week that begins on a day."""
        return (monday - self.first).days // DAYS

    def from_day(self, day: date) -> Ints:
        """Return the weeks that begin on a day or after it."""
        return np.arange(-((self.first - day).days // DAYS), len(self))


def weeks_of(days: Days, first: date) -> Weeks:
    """Return the weeks of planned days, of which the first is given."""
    names, spans = zip(*week_spans(days), strict=True)
    return Weeks(names, spans, first - timedelta(days=first.weekday()))
