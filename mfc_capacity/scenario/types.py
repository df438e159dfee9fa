"""The kinds of value in a scenario file: how each is read, its bounds, and how editors know it."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, PlainValidator, Tag, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from mfc_capacity.answers.metrics import METRICS, PERIODS, Metric
from mfc_capacity.files import units
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.units import Law, ServiceLevel, UnitError

# The shapes a value may have; pydantic puts them into the path of an error, and no name can look like them.
TEXT, MAP, LIST = "\0text", "\0map", "\0list"
MAX_DURATION_H = 1_000_000
MAX_CALLS_PER_DAY = 10**9
MAX_NUMBER = 10**12
MAX_OPERATORS = 1_000_000
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
SCHEMA = "mfc-capacity/scenario/1"
LIMITS_SCHEMA = "mfc-capacity/limits/1"
FIGURE = Field(json_schema_extra={"figure": True})

Reader = Callable[[str], Any]


def refuse(
    message: str, hint: str | None = None, *, at: str | None = None, at_key: bool = False
) -> PydanticCustomError:
    """Return the error of a value: what is wrong, what to write instead, which part of it is at fault."""
    context = {"message": message, "hint": hint, "at": at, "at_key": at_key}
    return PydanticCustomError("value", "{message}", context)


def reads(read: Reader) -> PlainValidator:
    """Validate a text by a reader of `units`."""
    return PlainValidator(lambda value: _read(read, value))


def _read(read: Reader, value: object) -> Any:
    if not isinstance(value, str):
        raise _not_a_text(value)
    try:
        return read(value)
    except UnitError as error:
        raise refuse(error.message, error.hint) from None


def _not_a_text(value: object) -> PydanticCustomError:
    beside = [key for key in value if key not in ("value", "source")] if isinstance(value, dict) else []
    if isinstance(value, dict) and "value" in value and beside:
        hint = did_you_mean(beside[0], ["source"])
        return refuse(f"beside value only source may stand, not {beside[0]}", hint, at=beside[0], at_key=True)
    shape = "a map" if isinstance(value, dict) else "a list"
    return refuse(f"one value is expected here, not {shape}")


def within(
    read: Reader,
    what: str,
    most: float,
    *,
    above: bool = False,
    show: Callable[[float], str] = units.plain_text,
) -> Reader:
    """Return a reader that also holds a value between 0 (`above`: without 0 itself) and a bound."""

    def bounded(text: str) -> Any:
        value = read(text)
        if value > most:
            raise UnitError(f"'{text}' is too large: {what} is at most {show(most)}")
        if value < 0 or (above and value == 0):
            raise UnitError(f"'{text}' is too small: {what} is {'more than' if above else 'at least'} 0")
        return value

    return bounded


def _duration(what: str, most_h: int, *, above: bool = True) -> Reader:
    return within(units.read_duration_s, what, most_h * 3600, above=above, show=lambda _: f"{most_h:,}h")


def one_of(what: str, *words: str) -> Reader:
    """Return a reader that knows a few words."""

    def read(text: str) -> str:
        if text not in words:
            raise UnitError(
                f"'{text[:60]}' is not {what}",
                " ".join(filter(None, [did_you_mean(text, words), f"write {' or '.join(words)}"])),
            )
        return text

    return read


def shape_of(value: object) -> str:
    """Return which shape a raw value has."""
    if isinstance(value, dict):
        return MAP
    return LIST if isinstance(value, list) else TEXT


def _name(text: str) -> str:
    if not text.strip() or len(text) > 100 or units.has_control(text):
        raise UnitError("a name has 1 to 100 characters, and no control characters")
    return text


def _title(text: str) -> str:
    line = " ".join(text.split())
    if not line or len(line) > 1000 or units.has_control(line):
        raise UnitError("a text has 1 to 1,000 characters, and no control characters")
    return line


def _currency(text: str) -> str:
    if len(text) != 3 or not (text.isascii() and text.isalpha() and text.isupper()):
        raise UnitError(f"'{text[:20]}' is not a currency", "write its three capital letters, as RUB or EUR")
    return text


def read_interval_s(text: str) -> int:
    """Read the length of an interval in seconds: whole minutes that divide an hour."""
    seconds = units.read_duration_s(text)
    if not 60 <= seconds <= 3600 or seconds != int(seconds) or 3600 % int(seconds):
        raise UnitError(
            f"'{text}' does not divide an hour into whole intervals of a minute or more", "as 5m, 15m or 1h"
        )
    return int(seconds)


def _patience(text: str) -> float | None:
    if text == "endless":
        return None
    return float(_duration("patience", MAX_DURATION_H)(text))


def _date(text: str) -> date:
    day = units.read_date(text)
    if not EARLIEST <= day <= LATEST:
        raise UnitError(f"'{text}' is outside the years {EARLIEST.year} to {LATEST.year}")
    return day


def _schema_name(text: str, schema: str = SCHEMA) -> str:
    if text != schema:
        raise UnitError(f"'{text[:60]}' is not a format that this version reads", f"write {schema}")
    return text


def _limits_schema_name(text: str) -> str:
    return _schema_name(text, LIMITS_SCHEMA)


def _money(value: object, info: ValidationInfo) -> Decimal:
    currency = (info.context or {}).get("currency")
    return Decimal(_read(lambda text: units.read_money(text, currency), value))


def _hours(value: object, info: ValidationInfo) -> tuple[tuple[int, int], ...]:
    interval_s = (info.context or {}).get("interval_s", 60)
    spans: tuple[tuple[int, int], ...] = _read(units.read_hours, value)
    if any(clock % interval_s for span in spans for clock in span):
        message = f"'{value}' does not fall on the boundaries of intervals of {interval_s // 60} minutes"
        raise refuse(message, "move the hours, or shorten calendar.interval")
    return spans


def _month(text: str) -> str:
    try:
        return f"{_date(f'{text}-01'):%Y-%m}"
    except UnitError:
        raise UnitError(f"'{text[:60]}' is not a month", "write it as 2014-05: year, month") from None


def _metric(text: str) -> Metric:
    if text not in METRICS:
        hint = did_you_mean(text, METRICS) or "mfc-capacity schema metrics lists them"
        raise UnitError(f"there is no metric '{text[:60]}'", hint)
    return METRICS[text]


def _bound(value: object, info: ValidationInfo) -> float | str | None:
    """Read the bound of a limit in the unit of its metric; None where the metric itself is wrong."""
    metric, currency = info.data.get("metric"), (info.context or {}).get("currency")
    return None if metric is None else _read(lambda text: metric.read(text, currency), value)


def _increase(value: object, info: ValidationInfo) -> tuple[float, bool] | None:
    metric, currency = info.data.get("metric"), (info.context or {}).get("currency")
    return None if metric is None else _read(lambda text: metric.read_increase(text, currency), value)


def _looks(pattern: str, *, number: bool = False) -> WithJsonSchema:
    kind = ["number", "string"] if number else "string"
    return WithJsonSchema({"type": kind, "pattern": pattern, **({"minimum": 0} if number else {})})


def _words(*words: str) -> WithJsonSchema:
    return WithJsonSchema({"enum": list(words)})


_DURATION = r"^\s*(\d+(\.\d+)?\s*(h|hours?|min|minutes?|m|seconds?|sec|s)\s*)+$|^\d{1,4}:[0-5]\d$"
_RATIO = r"^(\d[\d_]*(\.\d+)?|\.\d+)\s*%?$"
_NUMBER = r"^\d[\d_   ]*(\.\d+)?([eE][+-]?\d+)?$|^\.\d+$"
_CLOCK = r"^([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?$"
_DATE = r"^\d{4}-\d\d-\d\d$"
_LAW = r"^exponential$|^(weibull|lognormal)\(.+\)$"
_AMOUNT = WithJsonSchema({"type": ["number", "string"]})
_SPAN = r"\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d"


def _ranges(names: Iterable[str]) -> str:
    one = f"({'|'.join(names)})"
    part = rf"{one}(\s*-\s*{one})?"
    return rf"^{part}(\s*,\s*{part})*$"


_WEEKDAYS, _MONTHS = _ranges(units.WEEKDAYS), _ranges(units.MONTHS)

number = within(units.read_number, "a number", MAX_NUMBER)

Text = Annotated[str, reads(_title), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Name = Annotated[str, reads(_name), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 100})]
Reference = Annotated[str, reads(_name), WithJsonSchema({"type": ["string", "number"]})]
Currency = Annotated[str, reads(_currency), _looks("^[A-Z]{3}$")]
Date = Annotated[date, reads(_date), _looks(_DATE)]
Duration = Annotated[float, reads(_duration("a duration", MAX_DURATION_H, above=False)), _looks(_DURATION)]
Aht = Annotated[float, reads(_duration("aht", 24)), _looks(_DURATION)]
Week = Annotated[
    float,
    reads(_duration("a working week", 168)),
    _looks(_DURATION),
]
Patience = Annotated[float | None, reads(_patience), _looks(f"{_DURATION}|^endless$")]
Variation = Annotated[float, reads(units.read_variation), _looks(_NUMBER, number=True)]
PatienceLaw = Annotated[Law, reads(units.read_law), _looks(_LAW)]
Interval = Annotated[int, reads(read_interval_s), _looks(_DURATION)]
Share = Annotated[Fraction, reads(units.read_share), _looks(_RATIO, number=True)]
Factor = Annotated[Fraction, reads(units.read_factor), _looks(_RATIO, number=True)]
Number = Annotated[Decimal, reads(number), _looks(_NUMBER, number=True)]
Volume = Annotated[
    Decimal, reads(within(units.read_number, "a volume", 10**15)), _looks(_NUMBER, number=True)
]
CallsPerDay = Annotated[
    Decimal,
    reads(within(units.read_number, "calls_per_day", MAX_CALLS_PER_DAY)),
    _looks(_NUMBER, number=True),
]
Count = Annotated[
    int, reads(within(units.read_count, "a number of operators", MAX_OPERATORS)), _looks(_NUMBER, number=True)
]
Money = Annotated[Decimal, PlainValidator(_money), _looks(r"^\d.*\s[A-Z]{3}$")]
DaysOfMonth = Annotated[
    tuple[int, ...], reads(units.read_days_of_month), _looks(r"^\d[\d\s,-]*$", number=True)
]
Hours = Annotated[tuple[tuple[int, int], ...], PlainValidator(_hours), _looks(rf"^{_SPAN}(\s*,\s*{_SPAN})*$")]

ClockKey = Annotated[int, reads(units.read_clock_s), _looks(_CLOCK)]
DateKey = Annotated[date, reads(_date), _looks(_DATE)]
WeekdayKey = Annotated[tuple[int, ...], reads(units.read_weekdays), _looks(_WEEKDAYS)]
MonthKey = Annotated[tuple[int, ...], reads(units.read_months), _looks(_MONTHS)]

Method = Annotated[
    Literal["stationary", "time-dependent"],
    reads(one_of("a method", "stationary", "time-dependent")),
    _words("stationary", "time-dependent"),
]
Schema = Annotated[str, reads(_schema_name), _words(SCHEMA)]
Model = Annotated[
    Literal["erlang-c", "erlang-a"],
    reads(one_of("a model", "erlang-c", "erlang-a")),
    _words("erlang-c", "erlang-a"),
]
Unit = Annotated[
    Literal["calls", "minutes", "operator_hours"],
    reads(one_of("a unit", "calls", "minutes", "operator_hours")),
    _words("calls", "minutes", "operator_hours"),
]
Covers = Annotated[
    Literal["contract", "labour", "all"],
    reads(one_of("what a budget covers", "contract", "labour", "all")),
    _words("contract", "labour", "all"),
]
OfCalls = Annotated[
    Literal["offered", "answered", "virtual"],
    reads(one_of("a definition of service level", "offered", "answered", "virtual")),
    _words("offered", "answered", "virtual"),
]
Flat = Annotated[Literal["flat"], reads(one_of("a profile", "flat")), _words("flat")]
ShortServiceLevel = Annotated[ServiceLevel, reads(units.read_service_level), _looks(r"^\S+\s+in\s+\S.*$")]

LimitsSchema = Annotated[str, reads(_limits_schema_name), _words(LIMITS_SCHEMA)]
Month = Annotated[str, reads(_month), _looks(r"^\d{4}-\d\d$")]
LimitMetric = Annotated[Metric, reads(_metric), _words(*METRICS)]
Bound = Annotated[float | str, PlainValidator(_bound), _AMOUNT]
Increase = Annotated[tuple[float, bool], PlainValidator(_increase), _AMOUNT]
Level = Annotated[
    Literal["error", "warning"], reads(one_of("a level", "error", "warning")), _words("error", "warning")
]
Period = Annotated[str, reads(one_of("a period", *PERIODS)), _words(*PERIODS)]

_by_shape = Discriminator(shape_of)

Timeline = Annotated[dict[DateKey, Number], Field(min_length=1), FIGURE]
WeekdayFactors = Annotated[dict[WeekdayKey, Factor], FIGURE]
MonthFactors = Annotated[dict[MonthKey, Factor], FIGURE]
OpeningHours = Annotated[
    Annotated[Hours, Tag(TEXT)] | Annotated[dict[WeekdayKey, Hours], Field(min_length=1), Tag(MAP)],
    _by_shape,
    FIGURE,
]
Profile = Annotated[
    Annotated[Flat, Tag(TEXT)] | Annotated[dict[ClockKey, Number], Field(min_length=1), Tag(MAP)],
    _by_shape,
    FIGURE,
]
Operators = Annotated[
    Annotated[Count, Tag(TEXT)] | Annotated[dict[ClockKey, Count], Field(min_length=1), Tag(MAP)],
    _by_shape,
    FIGURE,
]


def _somebody_is_left(shrinkage: Any) -> Any:
    total = sum(shrinkage.values()) if isinstance(shrinkage, dict) else shrinkage
    if total >= 1:
        message = f"shrinkage adds up to {units.plain_text(total * 100)} %, and nobody is left on duty"
        raise refuse(message, "it has to stay below 100 %")
    return shrinkage


Shrinkage = Annotated[
    Annotated[Share, Tag(TEXT)] | Annotated[dict[Name, Share], Field(min_length=1), Tag(MAP)],
    _by_shape,
    AfterValidator(_somebody_is_left),
    FIGURE,
]
