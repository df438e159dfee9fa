"""Numbers as a person reads them: half up, beside a target or limit never on its wrong side (`core.rounding`)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from mfc_capacity.answers.records import Cell, Column
from mfc_capacity.core.rounding import Bound, Number, adding_up, exact, rounded
from mfc_capacity.files.text import visible

UNKNOWN = "–"
NOTHING = Bound(0, is_least=False)  # what is beyond it is never shown as 0
_MILLION = Decimal(1_000_000)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLURALS = {"class": "classes", "entry": "entries", "person": "people"}
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


def share_text(share: float, bound: Bound | None = None) -> str:
    """Return a share in per cent.

    >>> share_text(0.7996), share_text(0.7996, Bound(0.8, is_least=True)), share_text(0.57)
    ('80.0 %', '79.96 %', '57.0 %')
    """
    return f"{rounded(share, 3, bound).scaleb(2):,f} %"


def duration_text(seconds: float, bound: Bound | None = None) -> str:
    """Return a duration the way a scenario writes it.

    >>> duration_text(200), duration_text(9.26), duration_text(3900), duration_text(0.3)
    ('3m 20s', '9.3s', '1h 5m', '0.3s')
    >>> duration_text(90.2, Bound(90, is_least=False)), duration_text(90.0000000001, Bound(90, is_least=False))
    ('1m 30.2s', '1m 30s')
    """
    shown = rounded(seconds, 1, bound)
    if seconds < 60 and shown < 60:
        return _seconds_text(shown)
    whole_minutes, rest = divmod(rounded(seconds, 0, bound), 60)
    hours, minutes = divmod(int(whole_minutes), 60)
    parts = [
        f"{hours}h" if hours else "",
        f"{minutes}m" if minutes else "",
        _seconds_text(rest) if rest else "",
    ]
    return " ".join(part for part in parts if part)


def _seconds_text(seconds: Decimal) -> str:
    return f"{seconds:f}".removesuffix(".0") + "s"


def count_text(number: float, bound: Bound | None = None) -> str:
    """Return a whole number with separated thousands.

    >>> count_text(24069.8)
    '24,070'
    """
    return f"{rounded(number, 0, bound):,f}"


def counted(number: float | str, what: str) -> str:
    """Return a number with what it counts: a whole one, or one as it is written already.

    >>> counted(1, "operator"), counted(1200, "open interval"), counted(2, "person")
    ('1 operator', '1,200 open intervals', '2 people')
    >>> counted("-1", "job"), counted("1.5", "job")
    ('-1 job', '1.5 jobs')
    """
    text = number if isinstance(number, str) else count_text(number)
    is_one = text.lstrip("+-") == "1"
    return f"{text} {what if is_one else _PLURALS.get(what, f'{what}s')}"


def decimal_text(number: float, places: int, bound: Bound | None = None) -> str:
    """Return a number with decimal places and separated thousands.

    >>> decimal_text(1234.56, 1)
    '1,234.6'
    """
    return f"{rounded(number, places, bound):,f}"


def digits_text(number: float, digits: int) -> str:
    """Return a number with so many significant digits, whole numbers whole.

    >>> digits_text(51413.0232, 6), digits_text(0.0123, 6), digits_text(1_234_567.8, 6), digits_text(120.0, 6)
    ('51,413', '0.0123', '1,234,568', '120')
    """
    return short_text(number, max(digits - 1 - exact(number).adjusted(), 0))


def short_text(number: float, places: int) -> str:
    """Return a number with as many decimal places as it needs, up to a most.

    >>> short_text(24.0, 2), short_text(1234.567, 2)
    ('24', '1,234.57')
    """
    text = decimal_text(number, places)
    return text.rstrip("0").removesuffix(".") if "." in text else text


def money_text(amount: Number, currency: str | None, bound: Bound | None = None) -> str:
    """Return an amount with its currency; millions in the short form that scenarios use.

    >>> money_text(356_204_118.5, "RUB"), money_text(1250.4, "RUB")
    ('356.20 mln RUB', '1,250 RUB')
    """
    unit = f" {currency}" if currency else ""
    if abs(exact(amount)) < _MILLION:
        return f"{rounded(amount, 0, bound):,f}{unit}"
    in_millions = None if bound is None else Bound(exact(bound.limit) / _MILLION, bound.is_least)
    return f"{rounded(exact(amount) / _MILLION, 2, in_millions):,f} mln{unit}"


def money_parts(amounts: Sequence[float], total: float) -> list[Decimal]:
    """Return amounts so that they add up to their total as all of them are shown.

    Amounts below a million beside a total of millions are shown finer than it, and left as they are.
    """
    if abs(total) < _MILLION or any(abs(amount) < _MILLION for amount in amounts):
        return (
            adding_up(amounts, total, 0) if abs(total) < _MILLION else [exact(amount) for amount in amounts]
        )
    millions = adding_up([exact(amount) / _MILLION for amount in amounts], exact(total) / _MILLION, 2)
    return [amount * _MILLION for amount in millions]


def day_text(day: date) -> str:
    """Return a date as a sentence has it, in English whatever the locale.

    >>> day_text(date(2015, 11, 7))
    '7 Nov 2015'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def dated(day: str) -> str:
    """Return a date with its weekday.

    >>> dated("2014-05-19")
    'Mon 19 May 2014'
    """
    known = date.fromisoformat(day)
    return f"{WEEKDAYS[known.weekday()]} {day_text(known)}"


def dates_text(first: str, last: str | None = None) -> str:
    """Return the days from one to another, or the only one.

    >>> dates_text("2014-05-19", "2014-05-25"), dates_text("2014-05-19")
    ('19 May 2014 to 25 May 2014', '19 May 2014')
    """
    days = [day_text(date.fromisoformat(day)) for day in (first, last) if day is not None]
    return " to ".join(dict.fromkeys(days))


def moment_text(day: str | None, start: str | None) -> str:
    """Return what is known of a day and of a time on it.

    >>> moment_text("2014-05-19", "09:00")
    'Mon 19 May 2014 09:00'
    """
    return " ".join(filter(None, (day and dated(day), start)))


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b and c', 'a', '')
    """
    *others, last = names or ("",)
    return f"{', '.join(others)} and {last}" if others else last


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
    if column.kind in ("share", "ratio"):
        return f"{rounded(value, 4).scaleb(2):f}%"
    return decimal_text(value, _PLACES_OF_KINDS[column.kind])
