"""Sentences of a plan and of the errors on the way to it."""

from datetime import date
from typing import TYPE_CHECKING

from mfc_capacity.files.units import plain_text
from mfc_capacity.wording.en.numbers import duration_text
from mfc_capacity.wording.en.targets import OUT_OF_REACH

if TYPE_CHECKING:  # answers that are not about a scenario are written without loading its format
    from mfc_capacity.scenario import TargetSet

_NO_DATES = "the scenario has no calendar, so its one day has no date"


def span(first: str, last: str) -> str:
    """Return a span of days or months."""
    return f"{first} to {last}"


def assumed(without: int, with_source: int) -> str:
    """Count the figures that are owned as assumptions."""
    return f"Assumed: {without} figures without a source, {with_source} with one"


def day_bars_title(group: str, day: str | None) -> str:
    """Say what the picture of a day shows."""
    return f"{group}: operators needed through the day{f' of its peak, {day}' if day else ''}"


def months_title(first: str, last: str) -> str:
    """Say what the picture of the months shows."""
    return f"Most operators needed, by month, {span(first, last)}"


def shortfall_title(group: str, day: str | None) -> str:
    """Say what the table of a day's shortfall shows."""
    return f"{group}: operators missing{f' on {day}' if day else ''}"


def unreachable(group: str, target: str, start: str) -> str:
    """Say which target of which group cannot be kept, and why."""
    return f"group {group}: {target}: {OUT_OF_REACH[target]} (first met in the interval at {start})"


def no_such_day(text: str, first: date | None, last: date | None) -> str:
    """Say which days there are, when one was asked for that is not."""
    there = f"the calendar runs from {span(str(first), str(last))}" if first else _NO_DATES
    return f"'{text}' is no day of this scenario: {there}; write busiest, all, none or a date as 2014-05-20"


def answered_within(share: float, within_s: float) -> str:
    """Say how many calls are to be answered in which time."""
    return f"{_per_cent(share)} in {duration_text(within_s)}"


def most_seconds(limit: float) -> str:
    """Say how long a wait may be."""
    return f"≤ {duration_text(limit)}"


def most_share(limit: float) -> str:
    """Say how large a share may be."""
    return f"≤ {_per_cent(limit)}"


def target_texts(targets: "TargetSet") -> dict[str, str]:
    """Return the targets of a group as a scenario writes them, by the column that each limits."""
    level = targets.service_level
    limits = {
        "service_level": level and answered_within(level.share, level.within_s),
        "asa_s": None if targets.max_asa_s is None else most_seconds(targets.max_asa_s),
        "abandonment": None if targets.max_abandonment is None else most_share(targets.max_abandonment),
        "occupancy": None if targets.max_occupancy is None else most_share(targets.max_occupancy),
    }
    return {column: text for column, text in limits.items() if text}


def _per_cent(share: float) -> str:
    """Return a share as it is written, without rounding.

    >>> _per_cent(0.805)
    '80.5%'
    """
    return f"{plain_text(share * 100)}%"
