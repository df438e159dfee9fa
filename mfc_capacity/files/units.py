"""Durations, shares, money, clock times and dates: from the text a planner writes to numbers.

Numbers are read from their text and never guessed: a bare `200` has no unit and is refused as a duration,
`30` is refused as a share. Shares and money stay exact (fractions and decimals), so that 21 operators at 30
% shrinkage are 30 people. Every reader raises UnitError, which says what to write instead.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

DAY_S = 86_400
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LARGEST_FACTOR = 10
LEAST_SHAPE, MOST_SHAPE = Decimal("0.1"), 100  # of a Weibull law; below, one time in thousands makes the mean
MOST_VARIED = 100  # coefficient of variation
LONGEST_NUMBER = 40

_SEPARATORS = re.compile("[ \u00a0\u202f_]")
_NUMBER = re.compile(
    r"[+-]?(?:(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d[\d_]*)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII
)
_DURATION = re.compile(
    r"\s*(?:(\d{1,9}(?:\.\d{1,9})?)\s*(?:h|hours?))?\s*(?:(\d{1,9}(?:\.\d{1,9})?)\s*(?:m|min|minutes?))?"
    r"\s*(?:(\d{1,9}(?:\.\d{1,9})?)\s*(?:s|sec|seconds?))?\s*",
    re.ASCII,
)
_MINUTES_SECONDS = re.compile(r"(\d{1,4}):([0-5]\d)", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONEY = re.compile(
    r"(?P<number>.*?)\s*(?P<scale>k|thousand|mln|million|bln|billion)?\s+(?P<currency>[A-Z]{3})", re.DOTALL
)
_LAW = re.compile(r"(?P<name>[a-z]+)(?:\((?P<figure>[^()]*)\))?", re.ASCII)
_SCALES = {"k": 3, "thousand": 3, "mln": 6, "million": 6, "bln": 9, "billion": 9}


class UnitError(ValueError):
    """A text that does not mean what its place asks for; `hint` says what to write."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


class ServiceLevel(NamedTuple):
    """The share of calls answered within a threshold, and of which calls."""

    share: float
    within_s: float
    of: Literal["offered", "answered", "virtual"] = "offered"


class Law(NamedTuple):
    """A law of random times of a given mean; its figure is a shape (weibull) or a coefficient of variation."""

    name: Literal["exponential", "lognormal", "weibull"]
    figure: float | None = None


def read_number(text: str) -> Decimal:
    """Read a plain number: 9000, 8_500_000, 1 250 000, 1e6, 0.3.

    >>> read_number("8_500_000"), read_number("010")
    (Decimal('8500000'), Decimal('10'))
    """
    if len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        raise UnitError(f"'{_short(text)}' is not a number", _advice(text))
    return Decimal(_SEPARATORS.sub("", text))


def read_count(text: str) -> int:
    """Read a whole number of 0 or more."""
    number = read_number(text)
    if number < 0 or number != number.to_integral_value() or number > 10**9:
        raise UnitError(f"'{_short(text)}' is not a whole number of 0 or more")
    return int(number)


def read_duration_s(text: str) -> float:
    """Read a duration in seconds: 3m 20s, 200s, 1h 5m, 3:20 (minutes:seconds).

    >>> read_duration_s("3m 20s"), read_duration_s("3:20"), read_duration_s("1h 5m")
    (200.0, 200.0, 3900.0)
    """
    short = _MINUTES_SECONDS.fullmatch(text)
    if short:
        return int(short[1]) * 60.0 + int(short[2])
    if _NUMBER.fullmatch(text):
        raise UnitError(
            f"'{_short(text)}' has no unit",
            f"did you mean {_short(text)}s (seconds) or {_short(text)}m (minutes)?",
        )
    match = _DURATION.fullmatch(text)
    if not match or not text.strip():
        hint = "write it as 3m 20s, 3.5m, 200s, 1h 5m or 3:20 (minutes:seconds)"
        raise UnitError(f"'{_short(text)}' is not a duration", hint)
    hours, minutes, seconds = (Fraction(number or 0) for number in match.groups())
    return float(3600 * hours + 60 * minutes + seconds)


def read_share(text: str) -> Fraction:
    """Read a share of 0 to 100 %, exactly: 30% or 0.3.

    >>> read_share("30%"), read_share("0.3")
    (Fraction(3, 10), Fraction(3, 10))
    """
    value = _read_ratio(text, 1)
    if value > 1:
        raise UnitError(f"'{_short(text)}' is more than 100 %; a share is part of a whole")
    return value


def read_factor(text: str) -> Fraction:
    """Read a factor of 0 or more, exactly: 120%, 1.78, 2.

    >>> read_factor("120%"), read_factor("1.78")
    (Fraction(6, 5), Fraction(89, 50))
    """
    value = _read_ratio(text, LARGEST_FACTOR)
    if value > 1000:
        raise UnitError(f"'{_short(text)}' is more than a thousandfold; that is hardly meant")
    return value


def read_money(text: str, currency: str | None) -> Decimal:
    """Read an amount in the file's currency: 420 RUB, 100 mln RUB, 1 250 000 RUB.

    >>> read_money("100 mln RUB", "RUB") == 100_000_000
    True
    """
    match = _MONEY.fullmatch(text)
    if match is None:
        raise UnitError(f"'{_short(text)}' is not an amount of money", _currency_advice(text, currency))
    amount = read_number(match["number"]).scaleb(_SCALES.get(match["scale"] or "", 0))
    if amount < 0:
        raise UnitError(f"'{_short(text)}' is negative; a price or budget is 0 or more")
    if currency is None:
        raise UnitError(
            f"'{_short(text)}' is an amount, and the file has no currency",
            f"add currency: {match['currency']} at the top",
        )
    if match["currency"] != currency:
        raise UnitError(
            f"'{_short(text)}' is in {match['currency']}, and the file's currency is {currency}",
            f"convert it to {currency}",
        )
    if amount > 10**15:
        raise UnitError(f"'{_short(text)}' is larger than any budget")
    return amount


def read_sum(text: str, currency: str | None) -> Decimal:
    """Read an amount whose currency may be left out where it is known: 380mln, 380 mln RUB, 1 250 000.

    >>> read_sum("380mln", "RUB") == read_sum("380 mln RUB", "RUB") == 380_000_000
    True
    """
    if currency is not None and not re.search("[A-Z]{3}$", text.rstrip()):
        text = f"{text} {currency}"
    return read_money(text.strip(), currency)


def read_clock_s(text: str) -> int:
    """Read a clock time as the second of the day: 08:00; 24:00 is the day's end."""
    match = _CLOCK.fullmatch(text)
    if match:
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
        second = hours * 3600 + minutes * 60 + seconds
        if minutes < 60 and seconds < 60 and second <= DAY_S:
            return second
    raise UnitError(f"'{_short(text)}' is not a clock time", "write it as 08:00, from 00:00 to 24:00")


def clock_text(second_of_day: int) -> str:
    """Return the clock time of a second of the day.

    >>> clock_text(28_800), clock_text(30)
    ('08:00', '00:00:30')
    """
    minutes, seconds = divmod(second_of_day, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def read_date(text: str) -> date:
    """Read a date: 2014-05-01."""
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise UnitError(f"'{text}' is no day of the calendar") from None
    raise UnitError(f"'{_short(text)}' is not a date", "write it as 2014-05-01: year, month, day")


def read_hours(text: str) -> tuple[tuple[int, int], ...]:
    """Read opening hours as seconds of the day: 08:00-20:00, or 09:00-13:00, 14:00-18:00."""
    spans = []
    for part in text.split(","):
        start, dash, end = part.partition("-")
        if not dash:
            hint = "write it as 08:00-20:00; round the clock is 00:00-24:00, and a closed weekday is left out"
            raise UnitError(f"'{_short(text)}' is not a span of hours", hint)
        first, last = read_clock_s(start.strip()), read_clock_s(end.strip())
        if last <= first:
            hint = "hours past midnight are not allowed: end at 24:00, and begin the next day at 00:00"
            raise UnitError(f"'{_short(part.strip())}' ends before it begins", hint)
        spans.append((first, last))
    spans.sort()
    if any(after < before for (_, before), (after, _) in pairwise(spans)):
        raise UnitError(f"'{_short(text)}' has spans that overlap")
    return tuple(spans)


def read_service_level(text: str) -> ServiceLevel:
    """Read `80% in 20s`."""
    share, separator, within = text.partition(" in ")
    if not separator:
        raise UnitError(f"'{_short(text)}' is not a service level", "write it as 80% in 20s")
    return ServiceLevel(float(read_share(share.strip())), read_duration_s(within.strip()))


def read_law(text: str) -> Law:
    """Read a law of times: exponential, weibull(0.7) by its shape, lognormal(1.1) by its coefficient of variation.

    >>> read_law("weibull(0.7)")
    Law(name='weibull', figure=0.7)
    """
    hint = (
        "write exponential, weibull(0.7) with its shape, or lognormal(1.1) with its coefficient of variation"
    )
    match = _LAW.fullmatch(text)
    name, figure = (match["name"], match["figure"]) if match else ("", None)
    if name == "exponential" and figure is None:
        return Law("exponential")
    if name == "weibull" and figure is not None:
        shape = read_number(figure.strip())
        if not LEAST_SHAPE <= shape <= MOST_SHAPE:
            raise UnitError(f"'{_short(text)}': a shape is {LEAST_SHAPE} to {MOST_SHAPE}")
        return Law("weibull", float(shape))
    if name == "lognormal" and figure is not None:
        return Law("lognormal", read_variation(figure.strip()))
    raise UnitError(f"'{_short(text)}' is not a law of times", hint)


def read_variation(text: str) -> float:
    """Read a coefficient of variation, standard deviation / mean: 1.3."""
    variation = read_number(text)
    if not 0 <= variation <= MOST_VARIED:
        hint = "it is the standard deviation over the mean: 1 for exponential times, 0 for times that are all the same"
        raise UnitError(f"'{_short(text)}': a coefficient of variation is 0 to {MOST_VARIED}", hint)
    return float(variation)


def read_weekdays(text: str) -> tuple[int, ...]:
    """Read a weekday key as numbers from 0 (Monday): mon, mon-fri, tue,thu.

    >>> read_weekdays("tue,thu"), read_weekdays("fri-sun")
    ((1, 3), (4, 5, 6))
    """
    return _read_ranges(text, WEEKDAYS, "a weekday", "write mon, mon-fri or tue,thu")


def read_months(text: str) -> tuple[int, ...]:
    """Read a month key as numbers from 0 (January): jan, jun-aug, jun,aug."""
    return _read_ranges(text, MONTHS, "a month", "write jan, jun-aug or jun,aug")


def read_days_of_month(text: str) -> tuple[int, ...]:
    """Read days of the month: 15-26, or 1,15."""
    return tuple(
        day + 1
        for day in _read_ranges(
            text, tuple(map(str, range(1, 32))), "a day of the month", "days run from 1 to 31, as in 15-26"
        )
    )


def read_rate_per_hour(text: str) -> float:
    """Read calls per time as calls per hour: 360/h, 6/min, 90/15m.

    >>> read_rate_per_hour("6/min"), read_rate_per_hour("90/15m")
    (360.0, 360.0)
    """
    number, slash, per = text.partition("/")
    if not slash:
        raise UnitError(f"'{_short(text)}' has no time", f"write {text}/h for calls per hour, or {text}/15m")
    count = read_number(number.strip())
    seconds = read_duration_s(per.strip() if per.strip()[:1].isdigit() else f"1{per.strip()}")
    if count < 0 or seconds <= 0:
        raise UnitError(f"'{_short(text)}' is not a rate of 0 or more")
    return float(Fraction(count) * 3600 / Fraction(seconds))


def _advice(text: str) -> str:
    """Say what to write instead; 9,000 could be meant either way."""
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+", text):
        return f"write {text.replace(',', '')}, or a point if the comma is a decimal one"
    if re.fullmatch(r"-?\d{1,20},\d{1,20}", text):
        return f"write {text.replace(',', '.')}"
    return "write it in digits, as 9000 or 0.5"


def _currency_advice(text: str, currency: str | None) -> str:
    code = currency if re.fullmatch("[A-Z]{3}", currency or "") else None
    if code and _NUMBER.fullmatch(text):
        return f"did you mean {text} {code}?"
    return f"write it with its currency, as 420 {code or 'RUB'}"


def _read_ratio(text: str, largest_bare: int) -> Fraction:
    if text.startswith("+"):
        raise UnitError(f"'{_short(text)}' has a sign", "write 120% for a fifth more, 80% for a fifth less")
    percent = text.endswith("%")
    try:
        value = Fraction(read_number(text.removesuffix("%").strip()))
    except UnitError:
        raise UnitError(f"'{_short(text)}' is not a share", "write it as 30% or 0.3") from None
    if value < 0:
        raise UnitError(f"'{_short(text)}' is negative")
    if percent:
        return value / 100
    if value > largest_bare:
        raise UnitError(f"'{_short(text)}' has no per cent sign", f"did you mean {text}%?")
    return value


def _read_ranges(text: str, names: tuple[str, ...], what: str, hint: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in text.lower().split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        for name in (first, last if dash else first):
            if name not in names:
                raise UnitError(f"'{_short(text)}' is not {what}", hint)
        low, high = names.index(first), names.index(last if dash else first)
        if high < low:
            again = f"write {first}-{names[-1]},{names[0]}-{last}"
            raise UnitError(f"'{_short(part.strip())}' runs backwards", again)
        numbers += range(low, high + 1)
    if len(set(numbers)) < len(numbers):
        raise UnitError(f"'{_short(text)}' names {what} twice")
    return tuple(numbers)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def has_control(text: str) -> bool:
    """Return whether a text has characters that a terminal would obey: control, line break, surrogate."""
    return not text.isprintable() and any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text)


def plain_text(number: float | Fraction) -> str:
    """Return a number as people write it: 1,000,000, 104, 99.5.

    >>> plain_text(10**6), plain_text(Fraction(199, 2))
    ('1,000,000', '99.5')
    """
    return f"{float(number):,.6f}".rstrip("0").rstrip(".")
