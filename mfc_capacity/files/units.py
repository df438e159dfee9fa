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

from mfc_capacity.core.targets import ServiceLevelOf
from mfc_capacity.files.names import HOLIDAYS, MONTH_NAMES, WEEKDAY_NAMES
from mfc_capacity.files.problems import Message, say

MOST_REDIALS = Fraction(95, 100)
LONGEST_CYCLE = 28  # days of a pattern of shifts
DAY_S = 86_400
A_MONTH = " a month"
CLOSED = "closed"  # instead of opening hours
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY = len(WEEKDAYS)  # the kind of day after the weekdays
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LARGEST_FACTOR = 10
LEAST_SHAPE, MOST_SHAPE = Decimal("0.1"), 100  # of a Weibull law; below, one time in thousands makes the mean
MOST_VARIED = 100  # coefficient of variation
LONGEST_NUMBER = 40
_OTHER_NAMES = {"weekday": WEEKDAY_NAMES, "month": MONTH_NAMES}

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
_SPAN_OF_CLOCKS = re.compile(r"(\d{1,2}:\d\d)\s*[-–—]\s*\d{1,2}:\d\d", re.ASCII)
_DASHES = re.compile("[–—−]")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d\d0", re.ASCII)  # programs that write decimals leave out a last 0
_MONEY = re.compile(
    r"(?P<number>.*?)\s*(?P<scale>k|thousand|mln|million|bln|billion)?\s+(?P<currency>[A-Z]{3})", re.DOTALL
)
_PATTERN = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})", re.ASCII)
_WEEKS = re.compile(r"(\d{1,4})\s*(?:w|weeks?)", re.ASCII)
_TENURE = re.compile(r"(?:(\d{1,3})\s*-\s*(\d{1,3})|(\d{1,3}))\s*m(?(3)\s*\+)", re.ASCII)
_SIZES = re.compile(r"(\d{1,6})(?:\s*\.\.\s*(\d{1,6}))?", re.ASCII)
_LAW = re.compile(r"(?P<name>[a-z]+)(?:\((?P<figure>[^()]*)\))?", re.ASCII)
_SCALES = {"k": 3, "thousand": 3, "mln": 6, "million": 6, "bln": 9, "billion": 9}


class UnitError(ValueError):
    """A text that does not mean what its place asks for; `hint` says what to write."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        self.message, self.hint = message, hint
        super().__init__(str(message))


class ServiceLevel(NamedTuple):
    """The share of calls answered within a threshold, and of which calls.

    `short_s` is how soon those hang up who are left out of one of "short"; None for the threshold.
    """

    share: float
    within_s: float
    of: ServiceLevelOf = "offered"
    short_s: float | None = None


class WaitLimit(NamedTuple):
    """The share of answered callers who wait no longer than a threshold."""

    share: float
    within_s: float


class Redial(NamedTuple):
    """The share of those who give up who call again, and the mean time until they do."""

    share: float
    after_s: float


class Weight(NamedTuple):
    """A weight of a profile: a rate of calls, or a share of the day's calls."""

    value: Fraction
    is_share: bool


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
        raise UnitError(say("units.not_a_number", text=_short(text)), _advice(text))
    return Decimal(_SEPARATORS.sub("", text))


def read_count(text: str) -> int:
    """Read a whole number of 0 or more."""
    number = read_number(text)
    if number < 0 or number != number.to_integral_value() or number > 10**9:
        raise UnitError(say("units.not_a_whole_number", text=_short(text)))
    return int(number)


def unambiguous(text: str) -> str:
    """Return the text of a number of calls or money, if nobody can take its decimals for thousands.

    >>> unambiguous("9000.5")
    '9000.5'
    """
    if _THOUSANDS.fullmatch(text):
        raise UnitError(
            say("units.thousands_or_decimals", text=text),
            say(
                "units.thousands_or_decimals_hint",
                thousands=text.replace(".", ""),
                decimals=f"{Decimal(text).normalize():f}",
            ),
        )
    return text


def read_large_number(text: str) -> Decimal:
    """Read a number that may be in thousands: 9000; not 9.000, which is 9 to some and 9000 to others."""
    return read_number(unambiguous(text))


def read_weight(text: str) -> Decimal:
    """Read the weight of a profile: a rate, not a share of the day."""
    return read_number(text)


def read_level(text: str) -> Decimal:
    """Read the level of a driver, of which only the ratio to its first level counts."""
    _refuse_per_cent(text, say("units.LEVELS_ARE_RATIOS"))
    return read_number(text)


def _refuse_per_cent(text: str, hint: Message) -> None:
    if text.endswith("%"):
        raise UnitError(say("units.per_cent_sign", text=_short(text)), hint)


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
            say("units.no_unit", text=_short(text)), say("units.seconds_or_minutes", number=_short(text))
        )
    match = _DURATION.fullmatch(text)
    if not match or not text.strip():
        comma = re.fullmatch(r"(\d+),(\d+)\s*([a-z]+)", text, re.ASCII)
        advice = say("units.write_with_a_point", number=_short(text.replace(",", "."))) if comma else None
        message = say("units.not_a_duration", text=_short(text))
        raise UnitError(message, advice or say("units.WRITE_A_DURATION"))
    hours, minutes, seconds = (Fraction(number or 0) for number in match.groups())
    return float(3600 * hours + 60 * minutes + seconds)


def read_length_s(text: str) -> float:
    """Read a duration of hours in seconds: 12h, 45m, 8h 30m; not 8:30, which is of minutes elsewhere.

    >>> read_length_s("8h 30m")
    30600.0
    """
    if _MINUTES_SECONDS.fullmatch(text):
        hours, minutes = (int(part) for part in text.split(":"))
        did_you_mean = say("files.did_you_mean", word=f"{hours}h {minutes}m" if minutes else f"{hours}h")
        raise UnitError(say("units.hours_or_minutes", text=_short(text)), did_you_mean)
    if _NUMBER.fullmatch(text):
        raise UnitError(
            say("units.no_unit", text=_short(text)), say("units.hours_or_minutes_hint", number=_short(text))
        )
    try:
        return read_duration_s(text)
    except UnitError as error:
        is_general = error.hint == say("units.WRITE_A_DURATION")
        raise UnitError(error.message, say("units.WRITE_A_LENGTH") if is_general else error.hint) from None


def read_window(text: str) -> tuple[float, float]:
    """Read a stretch of time from the start of a shift, in seconds: 4h-7h.

    >>> read_window("4h-6h 30m")
    (14400.0, 23400.0)
    """
    first, _, last = (part.strip() for part in _DASHES.sub("-", text).partition("-"))
    try:
        earliest_s, latest_s = read_length_s(first), read_length_s(last)
    except UnitError:
        is_bare = re.fullmatch(r"\d{1,2}-\d{1,2}", f"{first}-{last}", re.ASCII)
        meant = say("files.did_you_mean", word=f"{first}h-{last}h")
        raise UnitError(
            say("units.not_a_window", text=_short(text)), meant if is_bare else say("units.WRITE_A_WINDOW")
        ) from None
    if latest_s <= earliest_s:
        raise UnitError(say("units.window_backwards", text=_short(text)), say("units.WRITE_A_WINDOW"))
    return earliest_s, latest_s


def read_start_s(text: str) -> int:
    """Read the clock time at which a shift begins as the second of the day; the day's end begins no shift."""
    start_s = read_clock_s(text)
    if start_s == DAY_S:
        raise UnitError(
            say("units.begins_at_midnight", text=text), say("files.did_you_mean", word=clock_text(0))
        )
    return start_s


def read_starts(text: str) -> tuple[int, ...]:
    """Read the times at which a shift may begin as seconds of the day: one, or a span in steps, both ends included.

    >>> read_starts("08:00-09:00 every 30m"), read_starts("23:00-01:00 every 1h")
    ((28800, 30600, 32400), (82800, 0, 3600))
    """
    span, every, step = (part.strip() for part in _DASHES.sub("-", text).partition(" every "))
    first, dash, last = (part.strip() for part in span.partition("-"))
    if not every and not dash and "," not in text:
        return (read_start_s(text),)
    if not (every and dash):
        raise UnitError(say("units.not_starts", text=_short(text)), say("units.WRITE_STARTS"))
    first_s, last_s, step_s = read_start_s(first), read_start_s(last), read_length_s(step)
    length_s = (last_s - first_s) % DAY_S
    if step_s < 60 or step_s % 60:
        raise UnitError(say("units.steps_of_minutes", text=_short(text)), say("units.WRITE_STARTS"))
    if length_s % step_s or not length_s:
        fits = clock_text(int(first_s + length_s // step_s * step_s) % DAY_S)
        hint = say("files.did_you_mean", word=f"{first}-{fits} every {step}")
        message = say("units.steps_miss_the_end", text=_short(text), last=last)
        raise UnitError(message, hint if step_s <= length_s else say("units.WRITE_STARTS"))
    return tuple((first_s + k) % DAY_S for k in range(0, length_s + 1, int(step_s)))


def read_pattern(text: str) -> tuple[int, int]:
    """Read days on and days off in a row: 5/2.

    >>> read_pattern("2/2")
    (2, 2)
    """
    match = _PATTERN.fullmatch(text)
    if not match:
        meant = re.fullmatch(r"(\d{1,2})\s*\D{1,4}\s*(\d{1,2})\D*", text, re.ASCII)
        hint = say("files.did_you_mean", word=f"{meant[1]}/{meant[2]}") if meant else None
        raise UnitError(say("units.not_a_pattern", text=_short(text)), hint or say("units.WRITE_A_PATTERN"))
    days_on, days_off = int(match[1]), int(match[2])
    if not days_on:
        raise UnitError(say("units.no_days_on", text=text), say("units.WRITE_A_PATTERN"))
    if days_on + days_off > LONGEST_CYCLE:
        message = say("units.cycle_too_long", text=text, days=days_on + days_off, most=LONGEST_CYCLE)
        raise UnitError(message, say("units.WRITE_A_PATTERN"))
    return days_on, days_off


def read_weeks(text: str) -> int:
    """Read whole weeks: 6w.

    >>> read_weeks("6w")
    6
    """
    match = _WEEKS.fullmatch(text)
    if match:
        return int(match[1])
    if text.isdecimal():
        raise UnitError(
            say("units.no_unit", text=_short(text)), say("files.did_you_mean", word=f"{_short(text)}w")
        )
    days = re.fullmatch(r"(\d{1,4})\s*(?:d|days?)", text, re.ASCII)
    is_whole = days is not None and int(days[1]) % 7 == 0
    hint = say("files.did_you_mean", word=f"{int(days[1]) // 7}w") if days and is_whole else None
    raise UnitError(say("units.not_weeks", text=_short(text)), hint or say("units.WRITE_WEEKS"))


def read_attrition(text: str) -> Fraction:
    """Read the share of people who leave in a month, exactly.

    >>> read_attrition("3% a month")
    Fraction(3, 100)
    """
    share, a_month, rest = text.partition(A_MONTH)
    if not a_month or rest or not share.endswith("%"):
        raise UnitError(say("units.not_attrition", text=_short(text)), _attrition_advice(text))
    leaving = read_share(share.strip())
    if leaving == 1:
        raise UnitError(say("units.everybody_leaves", text=_short(text)), say("units.WRITE_ATTRITION"))
    return leaving


def _attrition_advice(text: str) -> Message:
    """Return what to write instead of a text that does not say who leaves in a month; a bare share may be meant so."""
    bare = re.fullmatch(r"(\d{1,2}(?:\.\d{1,6})?)\s*%?(?:\s*(?:per|/)\s*month)?", text, re.ASCII)
    if not bare:
        return say("units.WRITE_ATTRITION")
    percent = Fraction(bare[1]) * (1 if "%" in text or Fraction(bare[1]) >= 1 else 100)
    return say("files.did_you_mean", word=f"{plain_text(percent)}%{A_MONTH}")


def read_tenure(text: str) -> tuple[int, int | None]:
    """Read a key of tenure in whole months: from which on, and until which; None for ever.

    >>> read_tenure("0-3m"), read_tenure("3m+")
    ((0, 3), (3, None))
    """
    match = _TENURE.fullmatch(_DASHES.sub("-", text))
    if not match:
        bare = re.fullmatch(r"(\d{1,3}\s*-\s*\d{1,3}|\d{1,3})(\+?)", _DASHES.sub("-", text), re.ASCII)
        meant = f"{bare[1]}m{bare[2]}" if bare and ("-" in bare[1] or bare[2]) else None
        hint = say("files.did_you_mean", word=meant) if meant else say("units.WRITE_A_TENURE")
        raise UnitError(say("units.not_a_tenure", text=_short(text)), hint)
    if match[3]:
        return int(match[3]), None
    first, last = int(match[1]), int(match[2])
    if last <= first:
        raise UnitError(say("units.window_backwards", text=_short(text)), say("units.WRITE_A_TENURE"))
    return first, last


def read_sizes(text: str) -> tuple[int, int]:
    """Read how many people a class has, at least and at most: 10..25, or 12.

    >>> read_sizes("10..25"), read_sizes("12")
    ((10, 25), (12, 12))
    """
    match = _SIZES.fullmatch(text)
    if not match:
        dash = re.fullmatch(r"(\d{1,7})\s*-\s*(\d{1,7})", _DASHES.sub("-", text), re.ASCII)
        hint = say("files.did_you_mean", word=f"{dash[1]}..{dash[2]}") if dash else say("units.WRITE_SIZES")
        raise UnitError(say("units.not_sizes", text=_short(text)), hint)
    least, most = int(match[1]), int(match[2] or match[1])
    if not least:
        raise UnitError(say("units.class_of_nobody", text=_short(text)), say("units.WRITE_SIZES"))
    if most < least:
        swapped = say("files.did_you_mean", word=f"{most}..{least}" if most else str(least))
        raise UnitError(say("units.sizes_backwards", text=_short(text)), swapped)
    return least, most


def read_yes_or_no(text: str) -> bool:
    """Read yes or no, and no other word."""
    known = {"yes": True, "no": False}
    if text not in known:
        meant = {"true": "yes", "false": "no", "on": "yes", "off": "no"}.get(text.lower(), text.lower())
        hint = say("files.did_you_mean", word=meant) if meant in known else say("units.WRITE_YES_OR_NO")
        raise UnitError(say("units.neither_yes_nor_no", text=_short(text)), hint)
    return known[text]


def read_share(text: str) -> Fraction:
    """Read a share of 0 to 100 %, exactly: 30% or 0.3.

    >>> read_share("30%"), read_share("0.3")
    (Fraction(3, 10), Fraction(3, 10))
    """
    value = _read_ratio(text, 1, "share")
    if value > 1:
        raise UnitError(say("units.more_than_everything", text=_short(text)))
    return value


def read_small_share(text: str) -> Fraction:
    """Read a share that is hardly ever everything: 5% or 0.05; a bare 1 may be meant as 1 %."""
    if text == "1":
        raise UnitError(say("units.no_per_cent_sign", text=text), say("units.ONE_OR_ALL"))
    return read_share(text)


def read_redial_share(text: str) -> Fraction:
    """Read the share of callers who come again: 60% or 0.6, and not nearly all of them, who would never give up."""
    share = read_small_share(text)
    if share > MOST_REDIALS:
        raise UnitError(say("units.all_come_again", text=_short(text)), say("units.SOME_GIVE_UP"))
    return share


def read_factor(text: str) -> Fraction:
    """Read a factor of 0 or more, exactly: 120%, 1.78, 2.

    >>> read_factor("120%"), read_factor("1.78")
    (Fraction(6, 5), Fraction(89, 50))
    """
    value = _read_ratio(text, LARGEST_FACTOR, "factor")
    if value > 1000:
        raise UnitError(say("units.more_than_thousandfold", text=_short(text)))
    return value


def read_change(text: str) -> Fraction:
    """Read a change of a figure as the factor of it, above 0: +15%, -5%.

    >>> read_change("+15%")
    Fraction(23, 20)
    """
    sign, rest = text[:1], text[1:].strip()
    if sign not in ("+", "-", "−") or not rest.endswith("%"):
        raise UnitError(say("units.not_a_change", text=_short(text)), say("units.WRITE_A_CHANGE"))
    change = _read_ratio(rest, 1, "share")
    factor = 1 + change if sign == "+" else 1 - change
    if not 0 < factor <= LARGEST_FACTOR:
        raise UnitError(say("units.change_out_of_range", text=_short(text), most=LARGEST_FACTOR))
    return factor


def read_money(text: str, currency: str | None) -> Decimal:
    """Read an amount in the file's currency: 420 RUB, 100 mln RUB, 1 250 000 RUB.

    >>> read_money("100 mln RUB", "RUB") == 100_000_000
    True
    """
    match = _MONEY.fullmatch(text)
    if match is None:
        raise UnitError(say("units.not_money", text=_short(text)), _currency_advice(text, currency))
    number = match["number"]
    if re.fullmatch(r"[\d., \u00a0\u202f_]+[^\W\d_]+\.?", number):
        raise UnitError(say("units.not_money", text=_short(text)), say("units.WRITE_A_SCALE"))
    scale = match["scale"]
    amount = (read_number(number) if scale else read_large_number(number)).scaleb(_SCALES.get(scale, 0))
    if amount < 0:
        raise UnitError(say("units.negative_amount", text=_short(text)))
    if currency is None:
        raise UnitError(
            say("units.file_has_no_currency", text=_short(text)),
            say("units.add_the_currency", currency=match["currency"]),
        )
    if match["currency"] != currency:
        raise UnitError(
            say("units.another_currency", text=_short(text), written=match["currency"], currency=currency),
            say("units.convert_to", currency=currency),
        )
    if amount > 10**15:
        raise UnitError(say("units.larger_than_any_budget", text=_short(text)))
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
    raise UnitError(say("units.not_a_clock_time", text=_short(text)), _clock_advice(text))


def _clock_advice(text: str) -> Message:
    """Return what to write instead of a text that is no clock time."""
    span = _SPAN_OF_CLOCKS.fullmatch(text)
    if span:
        return say("units.write_the_beginning", start=span[1])
    parts = re.fullmatch(r"(\d{1,2})(?:[.h](\d\d)|h)?", text, re.ASCII)
    if parts and int(parts[1]) <= 24 and int(parts[2] or 0) < 60:
        return say("files.did_you_mean", word=f"{int(parts[1]):02}:{parts[2] or '00'}")
    if steps_by(text) in ("weekday", "month", "date"):
        return say("units.SAME_EVERY_DAY")
    return say("units.WRITE_A_CLOCK_TIME")


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
            raise UnitError(say("units.no_such_day", text=text)) from None
    raise UnitError(say("units.not_a_date", text=_short(text)), _date_advice(text))


def _date_advice(text: str) -> Message:
    """Return what to write instead of a text that is no date; 03/01/2014 could be meant either way."""
    parts = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text, re.ASCII)
    year_first = re.fullmatch(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", text, re.ASCII)
    day, month, year = parts.groups() if parts else reversed(year_first.groups()) if year_first else "000"
    try:
        return say("files.did_you_mean", word=date(int(year), int(month), int(day)).isoformat())
    except ValueError:
        return say("units.WRITE_A_DATE")


def steps_by(key: str) -> str | None:
    """Return what a key of steps is: a weekday, month, date or clock time, in whichever words; None if none.

    >>> steps_by("jan-may"), steps_by("пн"), steps_by("2014-03-01"), steps_by("leave")
    ('month', 'weekday', 'date', None)
    """
    if re.fullmatch(r"\d{4}(?:[-./]\d{1,2}){0,2}|\d{1,2}\.\d{1,2}\.\d{4}|q[1-4]", key.lower(), re.ASCII):
        return "date"
    if _SPAN_OF_CLOCKS.fullmatch(key) or _CLOCK.fullmatch(key):
        return "clock"
    pieces = [piece.strip() for piece in re.split("[,–—-]", key.lower())]
    for of, names in (("weekday", WEEKDAYS), ("month", MONTHS)):
        known = {name for name in (*names, *_OTHER_NAMES[of]) if not name.isdecimal()}
        if all(piece in known for piece in pieces) or (of == "weekday" and key.lower() in HOLIDAYS):
            return of
    return None


def read_hours(text: str) -> tuple[tuple[int, int], ...]:
    """Read opening hours as seconds of the day: 08:00-20:00, or 09:00-13:00, 14:00-18:00."""
    spans = []
    for part in _DASHES.sub("-", text).split(","):
        start, dash, end = part.partition("-")
        if not dash:
            raise UnitError(say("units.not_hours", text=_short(text)), say("units.WRITE_HOURS"))
        first, last = read_clock_s(start.strip()), read_clock_s(end.strip())
        if last <= first:
            message = say("units.hours_backwards", text=_short(part.strip()))
            raise UnitError(message, say("units.PAST_MIDNIGHT"))
        spans.append((first, last))
    spans.sort()
    if any(after < before for (_, before), (after, _) in pairwise(spans)):
        raise UnitError(say("units.hours_overlap", text=_short(text)))
    return tuple(spans)


def read_hours_through_midnight(text: str) -> tuple[tuple[int, int], ...]:
    """Read hours that may go on past midnight as seconds of the day.

    >>> read_hours_through_midnight("22:00-06:00")
    ((0, 21600), (79200, 86400))
    """
    parts = []
    for part in _DASHES.sub("-", text).split(","):
        start, dash, end = (piece.strip() for piece in part.partition("-"))
        if dash and read_clock_s(end) < read_clock_s(start):
            parts += [f"{start}-24:00", *([f"00:00-{end}"] if read_clock_s(end) else [])]
        else:
            parts.append(part)
    return read_hours(",".join(parts))


def read_service_level(text: str) -> ServiceLevel:
    """Read `80% in 20s`."""
    share, separator, within = text.partition(" in ")
    if not separator:
        raise UnitError(
            say("units.not_a_service_level", text=_short(text)), say("units.WRITE_A_SERVICE_LEVEL")
        )
    return ServiceLevel(float(read_share(share.strip())), read_duration_s(within.strip()))


def read_wait_limit(text: str) -> WaitLimit:
    """Read `95% under 2m`.

    >>> read_wait_limit("95% under 2m")
    WaitLimit(share=0.95, within_s=120.0)
    """
    share, separator, within = text.partition(" under ")
    if not separator:
        raise UnitError(say("units.not_a_wait_limit", text=_short(text)), say("units.WRITE_A_WAIT_LIMIT"))
    return WaitLimit(float(read_share(share.strip())), read_duration_s(within.strip()))


def read_redial(text: str) -> Redial:
    """Read `60% after 8m`.

    >>> read_redial("60% after 8m")
    Redial(share=0.6, after_s=480.0)
    """
    share, separator, after = text.partition(" after ")
    if not separator:
        raise UnitError(say("units.not_a_redial", text=_short(text)), say("units.WRITE_A_REDIAL"))
    return Redial(float(read_small_share(share.strip())), read_duration_s(after.strip()))


def read_law(text: str) -> Law:
    """Read a law of times: exponential, weibull(0.7) by its shape, lognormal(1.1) by its coefficient of variation.

    >>> read_law("weibull(0.7)")
    Law(name='weibull', figure=0.7)
    """
    match = _LAW.fullmatch(text)
    name, figure = (match["name"], match["figure"]) if match else ("", None)
    if name == "exponential" and figure is None:
        return Law("exponential")
    if name == "weibull" and figure is not None:
        shape = read_number(figure.strip())
        if not LEAST_SHAPE <= shape <= MOST_SHAPE:
            raise UnitError(
                say("units.shape_out_of_range", text=_short(text), least=LEAST_SHAPE, most=MOST_SHAPE)
            )
        return Law("weibull", float(shape))
    if name == "lognormal" and figure is not None:
        return Law("lognormal", read_variation(figure.strip()))
    raise UnitError(say("units.not_a_law", text=_short(text)), say("units.WRITE_A_LAW"))


def read_variation(text: str) -> float:
    """Read a coefficient of variation, standard deviation / mean: 1.3."""
    variation = read_number(text)
    if not 0 <= variation <= MOST_VARIED:
        message = say("units.variation_out_of_range", text=_short(text), most=MOST_VARIED)
        raise UnitError(message, say("units.VARIATION"))
    return float(variation)


def read_weekdays(text: str) -> tuple[int, ...]:
    """Read a weekday key as numbers from 0 (Monday): mon, mon-fri, tue,thu.

    >>> read_weekdays("tue,thu"), read_weekdays("fri-sun")
    ((1, 3), (4, 5, 6))
    """
    return _read_ranges(text, WEEKDAYS, "weekday")


def read_days(text: str) -> tuple[int, ...]:
    """Read a key of kinds of day, weekdays or HOLIDAY or both: mon, mon-fri, holiday, "sat-sun,holiday".

    >>> read_days("sat-sun,holiday")
    (5, 6, 7)
    """
    parts = [part.strip() for part in text.split(",")]
    holidays = [part for part in parts if part.lower() in HOLIDAYS]
    if any(part != HOLIDAYS[0] for part in holidays):
        message = say("units.not_in_range", text=_short(text), of="weekday")
        raise UnitError(message, say("files.did_you_mean", word=text.replace(holidays[0], HOLIDAYS[0])))
    if len(holidays) > 1:
        raise UnitError(say("units.named_twice", text=_short(text), of="weekday"))
    weekdays = ",".join(part for part in parts if part not in holidays)
    return (*(read_weekdays(weekdays) if weekdays or not holidays else ()), *((HOLIDAY,) * len(holidays)))


def read_day(text: str) -> int:
    """Read one kind of day: a weekday, or holiday."""
    days = read_days(text)
    if len(days) > 1:
        raise UnitError(say("units.one_day", text=_short(text)), say("units.WRITE_A_DAY"))
    return days[0]


def read_months(text: str) -> tuple[int, ...]:
    """Read a month key as numbers from 0 (January): jan, jun-aug, jun,aug."""
    return _read_ranges(text, MONTHS, "month")


def read_days_of_month(text: str) -> tuple[int, ...]:
    """Read days of the month: 15-26, or 1,15."""
    return tuple(day + 1 for day in _read_ranges(text, tuple(map(str, range(1, 32))), "day_of_month"))


def read_rate_per_hour(text: str) -> float:
    """Read calls per time as calls per hour: 360/h, 6/min, 90/15m.

    >>> read_rate_per_hour("6/min"), read_rate_per_hour("90/15m")
    (360.0, 360.0)
    """
    number, slash, per = text.partition("/")
    if not slash:
        raise UnitError(
            say("units.rate_without_time", text=_short(text)), say("units.write_a_rate", number=text)
        )
    count = read_number(number.strip())
    seconds = read_duration_s(per.strip() if per.strip()[:1].isdigit() else f"1{per.strip()}")
    if count < 0 or seconds <= 0:
        raise UnitError(say("units.not_a_rate", text=_short(text)))
    return float(Fraction(count) * 3600 / Fraction(seconds))


def _advice(text: str) -> Message:
    """Return what to write instead of a text that is no number; 9,000 could be meant either way."""
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+", text):
        return say("units.write_without_commas", digits=text.replace(",", ""))
    if re.fullmatch(r"-?\d{1,20},\d{1,20}", text):
        return say("units.write_with_a_point", number=text.replace(",", "."))
    return say("units.WRITE_IN_DIGITS")


def _currency_advice(text: str, currency: str | None) -> Message:
    code = currency if re.fullmatch("[A-Z]{3}", currency or "") else None
    if code and _NUMBER.fullmatch(text):
        return say("units.amount_in", number=text, currency=code)
    return say("units.write_its_currency", currency=code)


def _read_ratio(text: str, largest_bare: int, of: str) -> Fraction:
    if text.startswith("+"):
        raise UnitError(say("units.signed", text=_short(text)), say("units.WRITE_A_FACTOR"))
    percent = text.endswith("%")
    try:
        value = Fraction(read_number(text.removesuffix("%").strip()))
    except UnitError:
        message = say("units.not_a_ratio", text=_short(text), of=of)
        raise UnitError(message, _ratio_advice(text, of)) from None
    if value < 0:
        raise UnitError(
            say("units.negative", text=_short(text)), say("units.WRITE_A_FACTOR") if of == "factor" else None
        )
    if percent:
        return value / 100
    if value > largest_bare:
        message = say("units.no_per_cent_sign", text=_short(text))
        raise UnitError(message, _per_cent_advice(text, value, of))
    return value


def _ratio_advice(text: str, of: str) -> Message:
    if re.fullmatch(r"\d{1,20},\d{1,20}\s*%?", text, re.ASCII):
        return say("units.write_with_a_point", number=text.replace(",", "."))
    return say("units.WRITE_A_SHARE" if of == "share" else "units.WRITE_A_FACTOR")


def _per_cent_advice(text: str, value: Fraction, of: str) -> Message:
    """Return what a bare number may mean; as a factor, 20 may be a fifth or a fifth more."""
    if of == "factor" and value < 100:
        return say("units.per_cent_or_more", number=text, more=plain_text(100 + value))
    return say("units.in_per_cent", number=text)


def _read_ranges(text: str, names: tuple[str, ...], of: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in _DASHES.sub("-", text.lower()).split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        for name in (first, last if dash else first):
            if name not in names:
                raise UnitError(say("units.not_in_range", text=_short(text), of=of), _range_advice(text, of))
        low, high = names.index(first), names.index(last if dash else first)
        if high < low:
            again = say("units.write_two_ranges", first=first, end=names[-1], start=names[0], last=last)
            raise UnitError(say("units.runs_backwards", text=_short(part.strip())), again)
        numbers += range(low, high + 1)
    if len(set(numbers)) < len(numbers):
        raise UnitError(say("units.named_twice", text=_short(text), of=of))
    return tuple(numbers)


def _range_advice(text: str, of: str) -> Message:
    """Return what to write instead of a text that names no weekdays or months, if it does in other words."""
    known = _OTHER_NAMES.get(of, {})
    lower = _DASHES.sub("-", text.lower().strip())
    if lower in HOLIDAYS:
        return say("units.HOLIDAYS_HAVE_DATES")
    if of == "month" and re.fullmatch(r"\d{4}-\d{1,2}", lower):
        return say("units.MONTHS_OF_EVERY_YEAR")
    pieces = re.split("([,-])", lower)
    own = WEEKDAYS if of == "weekday" else MONTHS
    meant = [known.get(piece.strip(), piece.strip()) for piece in pieces]
    if all(name in own or name in known.values() for name in meant[::2]):
        return say("units.write_it_as", text="".join(meant))
    return say("units.write_a_range", of=of)


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
