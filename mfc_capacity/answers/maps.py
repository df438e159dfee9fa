"""Records of the planned days hour by hour and day by day, as maps show them; None is unknown, or not there."""

from dataclasses import dataclass
from typing import Literal

from mfc_capacity.core.targets import Target


@dataclass(frozen=True)
class Missed:
    """A target that is missed: what is met in its place, a share or seconds, and its limit."""

    target: Target
    value: float
    limit: float

    @property
    def excess(self) -> float:
        """By how much the limit is exceeded, see `Target.excess`."""
        return float(self.target.excess(self.value, self.limit))


@dataclass(frozen=True)
class ShortHour:
    """How short an hour of the day is; 0 where nothing is missing.

    Of operators given, `short` is the mean of those that are missing while anybody calls in that hour on any of the
    planned days, `worst` the mean of the worst day and `date` that day. Of a promise, both are by how much its target
    is exceeded in the interval of the hour where it is missed by most, on the day looked at: 0.2 where 6 % hang up and
    at most 5 % are promised, of a service level in those who are not answered in time; `missed` is that target and
    `start` when that interval begins.
    """

    short: float
    worst: float
    date: str | None
    missed: Missed | None = None
    start: str | None = None


@dataclass(frozen=True)
class ShortGroup:
    """When a group is short: of operators given, or else by what the plan delivers with the queue carried on.

    `of` is None where no operators are given and nothing can be looked at. `hours` has one for each hour from midnight,
    None where the group is closed, or nobody calls on the day looked at.
    """

    group: str
    title: str | None
    of: Literal["operators", "promise"] | None
    hours: tuple[ShortHour | None, ...]


@dataclass(frozen=True)
class ByDay:
    """All groups together day by day: operators needed at once at the peak, and how many groups miss a target.

    Both are None on days on which no group is open. `groups_missing` is with the operators given, None as well on days
    on which no group that states any is open; without such groups it is None as a whole.
    """

    dates: tuple[str, ...]
    operators: tuple[int | None, ...]
    groups_missing: tuple[int | None, ...] | None


@dataclass(frozen=True)
class Maps:
    """The planned days hour by hour and day by day.

    Attributes:
        shortage: when each group is short of the operators given.
        calls_by_hour: mean calls of all groups by weekday, from Monday, and hour; None in hours in which no group is
            open on such a day, and as a whole without a calendar.
        by_day: the days of the calendar; None without one.
    """

    shortage: tuple[ShortGroup, ...]
    calls_by_hour: tuple[tuple[float | None, ...], ...] | None
    by_day: ByDay | None
