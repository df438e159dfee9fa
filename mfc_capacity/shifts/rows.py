"""A group's schedule as plain rows: days of the horizon, clock times, operators and people.

Days count from the first of the horizon, 0. Day -1 is the one before: its shifts are rows too where some of them run
into the horizon.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mfc_capacity.core.shifts.people import OFF
from mfc_capacity.files.units import DAY_S

if TYPE_CHECKING:
    from mfc_capacity.shifts.schedule import GroupSchedule


class Begun(NamedTuple):
    """Operators who begin a shift; its hours are those of all of them, within the horizon."""

    day: int
    shift: str
    start_s: int
    operators: int
    paid_hours: Fraction
    priced_hours: Fraction


class Away(NamedTuple):
    """Operators of a shift who take a break, which is one of the shift's by number, at some seconds of the clock.

    `at_s` counts from midnight of the day on which the shift began, and may lie beyond the next.
    """

    day: int
    shift: str
    start_s: int
    number: int
    at_s: int
    operators: int


class Cover(NamedTuple):
    """An interval: operators required, those it is to have in any case, and those at their desks."""

    day: int
    start_s: int
    required: int
    wanted: int
    scheduled: int


class People(NamedTuple):
    """People of a shift whose runs of days at work begin on one day of it, and every cycle of its pattern after."""

    shift: str
    first_day: int
    people: int


class Person(NamedTuple):
    """A person, by number from 1, and where the runs of days at work begin."""

    person: int
    shift: str
    first_day: int


class Duty(NamedTuple):
    """A person who begins a shift on a day."""

    person: int
    day: int
    shift: str
    start_s: int


@dataclass(frozen=True)
class Rows:
    """A group's schedule, each table in the order of its key; rows of nobody are left out."""

    begun: tuple[Begun, ...]
    away: tuple[Away, ...]
    cover: tuple[Cover, ...]
    people: tuple[People, ...]
    persons: tuple[Person, ...]
    duties: tuple[Duty, ...]


def rows_of(schedule: "GroupSchedule") -> Rows:
    """Return a group's schedule as rows."""
    interval_s = DAY_S // schedule.problem.day
    persons = tuple(_persons(schedule))
    counts = Counter((own.shift, own.first_day) for own in persons)
    return Rows(
        begun=tuple(sorted(_begun(schedule))),
        away=tuple(sorted(_away(schedule, interval_s))),
        cover=tuple(_cover(schedule, interval_s)),
        people=tuple(sorted(People(*key, count) for key, count in counts.items())),
        persons=persons,
        duties=tuple(sorted(_duties(schedule, persons))),
    )


def _begun(schedule: "GroupSchedule") -> list[Begun]:
    return [
        Begun(int(row) - 1, name, shift.starts_s[at], count, count * paid, count * priced)
        for (name, shift), hours, own in zip(
            schedule.shifts.items(), schedule.hours, schedule.worked, strict=True
        )
        for row, at in np.argwhere(own.operators)
        for count in [int(own.operators[row, at])]
        for paid, priced in [(hours.paid[row][at], hours.priced[row][at])]
    ]


def _away(schedule: "GroupSchedule", interval_s: int) -> list[Away]:
    return [
        Away(
            int(row) - 1,
            name,
            shift.starts_s[at],
            number,
            shift.starts_s[at] + own.earliest_s + int(later) * interval_s,
            int(taken[row, at, later]),
        )
        for (name, shift), worked in zip(schedule.shifts.items(), schedule.worked, strict=True)
        for number, (own, taken) in enumerate(zip(shift.breaks, worked.breaks, strict=True))
        for row, at, later in np.argwhere(taken)
    ]


def _cover(schedule: "GroupSchedule", interval_s: int) -> list[Cover]:
    by_interval = zip(
        schedule.required.ravel().tolist(),
        schedule.problem.wanted.ravel().tolist(),
        schedule.scheduled.ravel().tolist(),
        strict=True,
    )
    per_day = schedule.problem.day
    return [Cover(k // per_day, k % per_day * interval_s, *own) for k, own in enumerate(by_interval)]


def _persons(schedule: "GroupSchedule") -> Iterator[Person]:
    phases = (
        (name, phase)
        for name, own in zip(schedule.shifts, schedule.rostered, strict=True)
        for phase in own.phases.tolist()
    )
    return (Person(number, name, phase) for number, (name, phase) in enumerate(phases, 1))


def _duties(schedule: "GroupSchedule", persons: Sequence[Person]) -> Iterator[Duty]:
    of_all = (starts for own in schedule.rostered for starts in own.starts)
    for own, starts in zip(persons, of_all, strict=True):
        for row in np.flatnonzero(starts != OFF).tolist():
            start_s = schedule.shifts[own.shift].starts_s[starts[row]]
            yield Duty(own.person, row - 1, own.shift, start_s)
