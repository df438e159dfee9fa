"""Numbers as a person reads them; rounding never flatters.

A figure that is better when higher (service level) is rounded down, one that is better when lower (waits,
abandonment, cost) is rounded up, so that 79.96 % is never shown as 80 %. Rounding works on the shortest
decimal that names the float, so 57 % stays 57 %.
"""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from mfc_capacity.answers.records import Better, Cell, Column
from mfc_capacity.files.text import visible

UNKNOWN = "–"
_ROUNDING = {"high": ROUND_FLOOR, "low": ROUND_CEILING, None: ROUND_HALF_UP}
_MILLION = Decimal(1_000_000)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIGITS_OF_NUMBERS = 6
_PLACES_OF_KINDS = {
    "seconds": 1,
    "erlangs": 2,
    "hours": 2,
    "fte": 2,
    "money": 2,
    "calls": 1,
    "units": 1,
    "lines": 2,
}


def rounded(value: float, places: int, better: Better = None) -> Decimal:
    """Round to decimal places in the direction that does not flatter.

    >>> rounded(0.7996, 2, "high"), rounded(0.0501, 2, "low")
    (Decimal('0.79'), Decimal('0.06'))
    """
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=_ROUNDING[better])


def share_text(share: float, better: Better = None) -> str:
    """Return a share in per cent.

    >>> share_text(0.7996, "high"), share_text(0.57, "high")
    ('79.9 %', '57.0 %')
    """
    return f"{rounded(share, 3, better) * 100:.1f} %"


def duration_text(seconds: float, better: Better = None) -> str:
    """Return a duration the way a scenario writes it.

    >>> duration_text(200), duration_text(9.26, "low"), duration_text(3900), duration_text(0.3)
    ('3m 20s', '9.3s', '1h 5m', '0.3s')
    """
    if seconds < 60 and rounded(seconds, 1, better) < 60:
        text = f"{rounded(seconds, 1, better):f}"
        return f"{text.removesuffix('.0')}s"
    minutes, rest = divmod(int(rounded(seconds, 0, better)), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{rest}s" if rest else ""]
    return " ".join(part for part in parts if part)


def count_text(number: float, better: Better = None) -> str:
    """Return a whole number with separated thousands.

    >>> count_text(24069.8)
    '24,070'
    """
    return f"{rounded(number, 0, better):,f}"


def decimal_text(number: float, places: int, better: Better = None) -> str:
    """Return a number with decimal places and separated thousands.

    >>> decimal_text(1234.56, 1)
    '1,234.6'
    """
    return f"{rounded(number, places, better):,f}"


def digits_text(number: float, digits: int, better: Better = None) -> str:
    """Return a number with so many significant digits, whole numbers whole.

    >>> digits_text(51413.0232, 6), digits_text(0.0123, 6), digits_text(1_234_567.8, 6), digits_text(120.0, 6)
    ('51,413', '0.0123', '1,234,568', '120')
    """
    places = max(digits - 1 - Decimal(repr(number)).adjusted(), 0)
    return short_text(number, places, better)


def short_text(number: float, places: int, better: Better = None) -> str:
    """Return a number with as many decimal places as it needs, up to a most.

    >>> short_text(24.0, 2), short_text(1234.567, 2)
    ('24', '1,234.57')
    """
    text = decimal_text(number, places, better)
    return text.rstrip("0").removesuffix(".") if "." in text else text


def money_text(amount: float, currency: str | None, better: Better = None) -> str:
    """Return an amount with its currency; millions in the short form that scenarios use.

    >>> money_text(356_204_118.5, "RUB", "low"), money_text(1250.4, "RUB")
    ('356.21 mln RUB', '1,250 RUB')
    """
    unit = f" {currency}" if currency else ""
    if abs(amount) < _MILLION:
        return count_text(amount, better) + unit
    millions = (Decimal(repr(amount)) / _MILLION).quantize(Decimal("0.01"), rounding=_ROUNDING[better])
    return f"{millions:,f} mln{unit}"


def day_text(day: date) -> str:
    """Return a date as a sentence has it, in English whatever the locale.

    >>> day_text(date(2015, 11, 7))
    '7 Nov 2015'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def cell_text(value: Cell, column: Column) -> str:
    """Return one cell of a table; an unknown is a dash, never 0."""
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return visible(value)
    if column.kind == "count":
        return count_text(value)
    if column.kind == "number":
        return digits_text(value, _DIGITS_OF_NUMBERS)
    if column.kind == "share":
        return f"{rounded(value, 4, column.better) * 100:.2f}%"
    return decimal_text(value, _PLACES_OF_KINDS[column.kind], column.better)
