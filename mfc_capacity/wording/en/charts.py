"""Words in charts: axes with their units, names of lines, and titles that say what a picture finds."""

from collections.abc import Sequence
from datetime import date

from mfc_capacity.wording.en.numbers import WEEKDAYS, count_text, day_text, share_text

FROM, MONTH, WEEK, DATE = "from", "month", "week", "date"
OPERATORS, CALLS, CALLS_AN_HOUR, JOBS = "operators on duty", "calls", "calls an hour", "full-time jobs"
LEVEL, WAIT = "answered in time", "mean wait"
NEEDED, GIVEN, SCHEDULED = "needed", "given", "scheduled"
TOO_MANY, TOO_FEW = "more than needed", "missing"


def month_text(month: str) -> str:
    """Return a month as a person writes it.

    >>> month_text("2014-05")
    'May 2014'
    """
    return day_text(date.fromisoformat(f"{month}-01")).split(" ", 1)[1]


def dated(day: str) -> str:
    """Return a date with its weekday.

    >>> dated("2014-05-19")
    'Mon 19 May 2014'
    """
    known = date.fromisoformat(day)
    return f"{WEEKDAYS[known.weekday()]} {day_text(known)}"


def operators_title(day: str, most: int, start: str, missing: int | None) -> str:
    """Say of a day how many operators it needs, and how many of them are missing (None: nothing is known of that)."""
    needed = f"{day}: at most {count_text(most)} needed, from {start}"
    if missing is None:
        return needed
    return f"{needed}; up to {count_text(missing)} of them missing" if missing else f"{needed}; none missing"


def kept_title(day: str, below: int, intervals: int, target: float | None, *, with_given: bool) -> str:
    """Say of a day's service level in how many intervals it is below its target, as planned or with those given."""
    whose = ", with the operators given" if with_given else ""
    if target is None:
        return f"Answered in time, {day}{whose}"
    if not below:
        return f"Answered in time, {day}{whose}: {share_text(target)} or more in every interval"
    return f"Answered in time, {day}{whose}: below {share_text(target)} in {below} of {intervals} intervals"


def money_title(ends: str | None, ends_with_extra: str | None, *, has_extra: bool) -> str:
    """Say how long the money lasts, and with the extra where it does not."""
    if ends is None:
        return "The money lasts to the end"
    if not has_extra:
        return f"The money ends on {_day(ends)}"
    later = (
        f"with the extra on {_day(ends_with_extra)}"
        if ends_with_extra
        else "with the extra it lasts to the end"
    )
    return f"The money ends on {_day(ends)}, {later}"


def _day(written: str) -> str:
    return day_text(date.fromisoformat(written))


def heat_title(weekday: int, hour: int) -> str:
    """Say when most people call."""
    return f"Most people call on {WEEKDAYS[weekday]} from {hour:02}:00"


def season_title(group: str, most: float, month: str) -> str:
    """Say when the largest group needs most."""
    return f"{group} needs most in {month_text(month)}: {count_text(most)} operators"


def cost_title(month: str, cost: str) -> str:
    """Say which month costs most."""
    return f"{month_text(month)} costs most: {cost}"


def over_title(over: int, months: int) -> str:
    """Say in how many months more is spent than an even share of the budget."""
    return f"{over} of {months} months cost more than an even share of the budget"


def weekdays_text(weekdays: Sequence[int]) -> str:
    """Name weekdays, neighbours as a span.

    >>> weekdays_text((1, 2, 3, 4)), weekdays_text((0, 2, 3))
    ('Tue–Fri', 'Mon, Wed, Thu')
    """
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{WEEKDAYS[weekdays[0]]}–{WEEKDAYS[weekdays[-1]]}"
    return ", ".join(WEEKDAYS[weekday] for weekday in weekdays)
