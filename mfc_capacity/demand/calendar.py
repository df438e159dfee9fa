"""The planned days: their dates, weekdays, and the peaks that are on."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.scenario import Scenario

MONDAY = 0


@dataclass(frozen=True)
class Days:
    """The planned days; one of them, without a date, where the scenario has no calendar."""

    dates: tuple[date | None, ...]
    weekdays: Ints
    peaks: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.dates)


def planned_days(scenario: Scenario) -> Days:
    """Return every date of the calendar with its weekday and the peaks that are on."""
    calendar = scenario.calendar
    if calendar is None:
        return Days((None,), np.array([MONDAY]), ((),))
    count = (calendar.last - calendar.first).days + 1
    dates = tuple(calendar.first + timedelta(days=k) for k in range(count))
    peaks = tuple(tuple(name for name, peak in scenario.peaks.items() if peak.covers(day)) for day in dates)
    return Days(dates, np.array([day.weekday() for day in dates]), peaks)
