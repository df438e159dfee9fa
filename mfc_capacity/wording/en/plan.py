"""Sentences of a plan and of the errors on the way to it."""

from datetime import date

from mfc_capacity.wording.en.numbers import count_text
from mfc_capacity.wording.en.targets import OUT_OF_REACH

_NO_DATES = "the scenario has no calendar, so its one day has no date"


def span(first: str, last: str) -> str:
    """Return a span of days or months."""
    return f"{first} to {last}"


def assumed(without: int, with_source: int) -> str:
    """Count the figures that are owned as assumptions."""
    figures = "figure" if without == 1 else "figures"
    return f"{count_text(without)} {figures} without a source, {count_text(with_source)} with one"


def day_bars_title(group: str, day: str | None) -> str:
    """Say what the picture of a day shows."""
    return f"{group}: operators needed through the day{f' of its peak, {day}' if day else ''}"


def months_title(first: str, last: str) -> str:
    """Say what the picture of the months shows."""
    return f"Most operators needed, by month, {span(first, last)}"


def days_of(days: float, all_days: float) -> str:
    """Return a number of days out of all.

    >>> days_of(3, 92)
    '3 of 92'
    """
    return f"{count_text(days)} of {count_text(all_days)}"


def shortfall_title(group: str, day: str | None) -> str:
    """Say what the table of a day's shortfall shows."""
    return f"{group}: operators missing{f' on {day}' if day else ''}"


def unreachable(group: str, target: str, start: str) -> str:
    """Say which target of which group cannot be kept, and why."""
    if target == "work":
        return f"group {group}: {OUT_OF_REACH[target]}"
    if target in ("deferred", "uncounted", "endless"):
        return f"group {group}: {OUT_OF_REACH[target]} (first met in the interval at {start})"
    return f"group {group}: {target}: {OUT_OF_REACH[target]} (first met in the interval at {start})"


def no_such_day(text: str, first: date | None, last: date | None) -> str:
    """Say which days there are, when one was asked for that is not."""
    there = f"the calendar runs from {span(str(first), str(last))}" if first else _NO_DATES
    return f"'{text}' is no day of this scenario: {there}; write busiest, all, none or a date as 2014-05-20"
