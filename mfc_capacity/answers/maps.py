"""Records of the planned days hour by hour and day by day, as maps show them; None is unknown, or not there."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Missed:
    """A measure that misses its target: a share, or seconds."""

    measure: str
    value: float
    target: float


@dataclass(frozen=True)
class ShortHour:
    """How short an hour of the day is; 0 where nothing is missing.

    Of operators given, `short` is the mean of all planned days of the operator-hours that are missing, `worst` the most
    on one day and `date` that day. Of a promise, both are by how much its target is exceeded where that is missed by
    most, on the day looked at: 0.2 where 6 % hang up and at most 5 % are promised, of a service level in those who are
    not answered in time; `missed` is that target.
    """

    short: float
    worst: float
    date: str | None
    missed: Missed | None = None


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
    """All groups together day by day: calls, operators needed at once at the peak, and how many groups miss a target.

    `groups_missing_given` is with the operators given; None where no group states any.
    """

    dates: tuple[str, ...]
    calls: tuple[float, ...]
    operators: tuple[int, ...]
    groups_missing: tuple[int, ...]
    groups_missing_given: tuple[int, ...] | None


@dataclass(frozen=True)
class Maps:
    """The planned days hour by hour and day by day.

    Attributes:
        shortage: when each group is short of the operators given.
        calls_by_hour: mean calls of all groups by weekday, from Monday, and hour; None without a calendar.
        by_day: the days of the calendar; None without one.
    """

    shortage: tuple[ShortGroup, ...]
    calls_by_hour: tuple[tuple[float, ...], ...] | None
    by_day: ByDay | None
