"""The planned days: their dates, weekdays, and the peaks that are on."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.scenario import Calendar, ClockChange, Scenario

MONDAY = 0


@dataclass(frozen=True, eq=False)
class Days:
    """The planned days; one of them, without a date, where the scenario has no calendar.

    Attributes:
        dates: in order.
        weekdays: from Monday, 0.
        kinds: what each is planned as: a weekday (0 to 6), or from HOLIDAY_KINDS a holiday on one of them.
        holidays: their names, by date.
        peaks: the names of those that are on, by day.
        clock: leads from a day to the change of the clock on it, 1 for the first of `clock_changes`; 0 on all others.
        clock_changes: those of all days.
    """

    dates: tuple[date | None, ...]
    weekdays: Ints
    kinds: Ints
    holidays: dict[date, str]
    peaks: tuple[tuple[str, ...], ...]
    clock: Ints
    clock_changes: tuple[ClockChange, ...] = ()

    def __len__(self) -> int:
        return len(self.dates)


@dataclass(frozen=True)
class PeakDays:
    """When a peak is on: days of every month, and spans of dates, both ends inclusive."""

    name: str
    days_of_month: tuple[int, ...]
    spans: tuple[tuple[date, date], ...]

    def covers(self, day: date) -> bool:
        """Return whether the peak is on."""
        return day.day in self.days_of_month or any(first <= day <= last for first, last in self.spans)


def peak_days(scenario: Scenario) -> tuple[PeakDays, ...]:
    """Return when each peak of a scenario is on."""
    return tuple(PeakDays(name, peak.days_of_month, peak.spans) for name, peak in scenario.peaks.items())


def planned_days(calendar: Calendar | None, peaks: tuple[PeakDays, ...]) -> Days:
    """Return every date of the calendar with its weekday and the peaks that are on."""
    if calendar is None:
        return Days((None,), np.array([MONDAY]), np.array([MONDAY]), {}, ((),), np.array([0]))
    dates = calendar.dates
    on = tuple(tuple(peak.name for peak in peaks if peak.covers(day)) for day in dates)
    clock = np.zeros(len(dates), dtype=np.int64)
    for number, change in enumerate(calendar.clock_changes):
        clock[(change.day - calendar.first).days] = number + 1
    weekdays = np.array([day.weekday() for day in dates])
    return Days(
        dates, weekdays, np.array(calendar.kinds), dict(calendar.holidays), on, clock, calendar.clock_changes
    )
