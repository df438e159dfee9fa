"""The figures that limits may be about: what each says, its unit, and what is wrong with a limit on it."""

from collections.abc import Sequence

UNITS = {
    "count": "a whole number, as 250",
    "calls": "a number, as 25_000",
    "erlangs": "a number of Erlangs, as 120",
    "fte": "a number of full-time jobs, as 480",
    "seconds": "a duration, as 2m",
    "share": "a share, as 5%",
    "hours": "hours, as 12 000 h",
    "money": "an amount of money, as 90 mln RUB",
    "price": "a price, as 33.50 RUB",
    "units": "a number in the contract's unit, as 8_500_000",
    "months": "a number of months, as 24",
    "date": "a date, as 2016-02-29",
}

LIMIT_A_DATE = "limit it by min or max"
WRITE_AN_INCREASE = "write 5% of the baseline, or 2 pp (points)"


def written_as(metric: str, kind: str, hint: str | None) -> str:
    """Say how an amount of a metric is written, and what may have been meant."""
    unit = f"{metric} is {UNITS[kind]}"
    return f"{unit}; {hint}" if hint else unit


def date_has_no_increase(metric: str) -> str:
    """Refuse an increase of a date."""
    return f"{metric} is a date, and has no increase"


def ambiguous_increase(text: str) -> str:
    """Refuse an increase of a share that may be one of points or of a part."""
    return f"'{text}' may mean two things"


def not_per_period(metric: str, period: str) -> str:
    """Refuse a period of which a metric does not stand in the plan."""
    return f"{metric} does not stand per {period} with this where"


def stands_per(periods: Sequence[str]) -> str:
    """List the periods of which a metric stands in the plan."""
    return f"it stands {' and '.join(f'per {period}' for period in periods)}"


def out_of_range(text: str, most: int) -> str:
    """Refuse an amount beyond sense."""
    return f"'{text}' is not between 0 and {most:,}"


def in_hours(number: str) -> str:
    """Ask whether a bare number is meant in hours."""
    return f"did you mean {number} h (hours)?"
