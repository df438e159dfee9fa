"""The kinds of value in a scenario file: how each is read, its bounds, and how editors know it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import gcd
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from mfc_capacity.answers.metrics import METRICS, PERIODS, Metric
from mfc_capacity.core.targets import SERVICE_LEVELS_OF, ServiceLevelOf
from mfc_capacity.files import units
from mfc_capacity.files.layers import closest, did_you_mean
from mfc_capacity.files.nodes import BESIDE_A_VALUE
from mfc_capacity.files.problems import Message, say
from mfc_capacity.files.units import Law, ServiceLevel, UnitError

# The shapes a value may have; pydantic puts them into the path of an error, and no name can look like them.
TEXT, MAP, LIST, BY_DAY, BY_DATE, COUNTRY, OF_AHT = SHAPES = (
    "\0text",
    "\0map",
    "\0list",
    "\0by day",
    "\0by date",
    "\0country",
    "\0of aht",
)
MAX_DURATION_S = 3_600_000_000  # a million hours
MAX_CALLS_PER_DAY = 10**9
MAX_NUMBER = 10**12
MAX_OPERATORS = 1_000_000
LEAST_OF_DAYS, MOST_OF_DAYS = Fraction(1, 100), Fraction(999, 1000)
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
SCHEMA = "mfc-capacity/scenario/1"
LIMITS_SCHEMA = "mfc-capacity/limits/1"
ALL_GROUPS = "total"  # no group may be named so
NO_TIMEZONE = "none"
NONE = "none"  # instead of a training, or of a ramp
MAX_PEOPLE = 1_000_000
MAX_WEEKS = 520
MAX_SHORTAGE = 1000
FIGURE = Field(json_schema_extra={"figure": True})

Reader = Callable[[str], Any]


def refuse(
    message: Message, hint: Message | None = None, *, at: str | None = None, at_key: bool = False
) -> PydanticCustomError:
    """Return the error of a value: what is wrong, what to write instead, which part of it is at fault."""
    context = {"message": message, "hint": hint, "at": at, "at_key": at_key}
    return PydanticCustomError("value", "value", context)


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
    beside = (
        [key for key in value if key not in ("value", *BESIDE_A_VALUE)] if isinstance(value, dict) else []
    )
    if isinstance(value, dict) and "value" in value and beside:
        hint = did_you_mean(beside[0], BESIDE_A_VALUE)
        message = say("scenario.beside_value", key=beside[0])
        return refuse(message, hint, at=beside[0], at_key=True)
    steps = {units.steps_by(key) for key in value} if isinstance(value, dict) else set()
    of = steps.pop() if len(steps) == 1 else None
    hint = None if of is None else say("scenario.one_value_for_all", of=of)
    return refuse(say("scenario.value_expected", is_map=isinstance(value, dict)), hint)


def within(read: Reader, quantity: str, most: float, *, zero_too: bool = True) -> Reader:
    """Return a reader that also holds a value between 0 and a bound."""

    def bounded(text: str) -> Any:
        value = read(text)
        if value > most:
            raise UnitError(say("scenario.too_large", text=text, quantity=quantity, most=most))
        if value < 0 or (value == 0 and not zero_too):
            raise UnitError(say("scenario.too_small", text=text, quantity=quantity, zero_too=zero_too))
        return value

    return bounded


def _none_or(hint: Message) -> Reader:
    """Return a reader that knows the one word for nothing, in the place of a map."""

    def read(text: str) -> None:
        if text != NONE:
            raise UnitError(say("scenario.not_none", text=text[:60]), hint)

    return read


def one_of(choice: str, *words: str) -> Reader:
    """Return a reader that knows a few words."""

    def read(text: str) -> str:
        if text not in words:
            raise UnitError(
                say("scenario.not_a_choice", text=text[:60], choice=choice),
                say("scenario.write_a_choice", words=words, close=closest(text, words)),
            )
        return text

    return read


def shape_of(value: object) -> str:
    """Return which shape a raw value has."""
    if isinstance(value, dict):
        return MAP
    return LIST if isinstance(value, list) else TEXT


def _shape_by_day(value: object) -> str:
    """Return which shape a raw value has; of a map, whether its keys are kinds of day."""
    if not isinstance(value, dict) or "value" in value:
        return shape_of(value) if isinstance(value, list) else TEXT
    is_by_day = any(
        isinstance(inner, dict) or units.steps_by(key) == "weekday" for key, inner in value.items()
    )
    return BY_DAY if is_by_day else MAP


def shape_of_holidays(value: object) -> str:
    """Return which shape raw holidays have: those of a country, a map of days, or a list of both."""
    return COUNTRY if isinstance(value, dict) and "country" in value else shape_of(value)


def no_word(value: object) -> object:
    """Refuse a word where holidays are expected."""
    if isinstance(value, str):
        raise refuse(say("scenario.HOLIDAYS_ARE_A_MAP"), say("scenario.write_holidays", text=value[:20]))
    return value


def _timezone(text: str) -> str | None:
    return None if text == NO_TIMEZONE else _name(text)


_rate = within(units.read_weight, "number", MAX_NUMBER)


def _profile_weight(text: str) -> units.Weight:
    if text.endswith("%"):
        return units.Weight(units.read_small_share(text), is_share=True)
    return units.Weight(Fraction(_rate(text)), is_share=False)


def _country(text: str) -> str:
    if len(text) != 2 or not (text.isascii() and text.isalpha() and text.isupper()):
        known = text.upper() if len(text) == 2 and text.isascii() and text.isalpha() else None
        raise UnitError(
            say("scenario.not_a_country", text=text[:60]),
            say("files.did_you_mean", word=known) if known else say("scenario.WRITE_A_COUNTRY"),
        )
    return text


def steps_of(value: object) -> str:
    """Return the shape of a raw value that may be by date or by weekday; of a map with both it is by date."""
    steps = {units.steps_by(key) for key in value} if isinstance(value, dict) else set()
    by = {"date": BY_DATE, "weekday": BY_DAY}
    return next((by[of] for of in by if of in steps), shape_of(value))


def dates_or_shape(value: object) -> str:
    """Return the shape of a raw value that may be by date."""
    shape = steps_of(value)
    return shape if shape == BY_DATE else shape_of(value)


def _shape_of_steps(value: object) -> str:
    """Return the shape of a raw value or of its steps; a map with `value` has a mistake beside it."""
    return TEXT if isinstance(value, dict) and "value" in value else shape_of(value)


def shape_of_ramp(value: object) -> str:
    """Return which shape a raw ramp has: none, steps of output, or steps of handling time."""
    return OF_AHT if isinstance(value, dict) and "aht" in value else shape_of(value)


def _drop_out(text: str) -> Fraction:
    share = units.read_small_share(text)
    if share == 1:
        raise UnitError(say("scenario.everybody_drops_out", text=text), say("scenario.DROP_OUT_BELOW_ALL"))
    return share


def _overtime(text: str) -> Fraction:
    try:
        return units.read_small_share(text)
    except UnitError as error:
        is_more = error.message.code == "units.more_than_everything"
        raise UnitError(
            error.message, say("scenario.OVERTIME_HAS_A_PRICE") if is_more else error.hint
        ) from None


def _at_least_all(quantity: str) -> Reader:
    """Return a reader of factors of 100 % and more: less is hardly meant, rather so much more."""

    def read(text: str) -> Fraction:
        factor = units.read_factor(text)
        if factor < 1:
            more = say("files.did_you_mean", word=f"{units.plain_text((1 + factor) * 100)}%")
            raise UnitError(say("scenario.less_than_all", text=text, quantity=quantity), more)
        return factor

    return read


def _name(text: str) -> str:
    if not text.strip() or len(text) > 100 or units.has_control(text):
        raise UnitError(say("scenario.NAME"))
    return text


def _title(text: str) -> str:
    line = " ".join(text.split())
    if not line or len(line) > 1000 or units.has_control(line):
        raise UnitError(say("scenario.TEXT"))
    return line


def _date_format(text: str) -> str:
    day = datetime(1999, 12, 31)  # noqa: DTZ001 - a date
    try:
        is_date = datetime.strptime(day.strftime(text), text) == day  # noqa: DTZ007
    except ValueError:
        is_date = False
    if not is_date:
        raise UnitError(say("scenario.not_a_date_format", text=text[:40]), say("scenario.DATE_FORMAT_HINT"))
    return text


def _currency(text: str) -> str:
    if len(text) != 3 or not (text.isascii() and text.isalpha() and text.isupper()):
        raise UnitError(say("scenario.not_a_currency", text=text[:20]), say("scenario.WRITE_A_CURRENCY"))
    return text


AVERAGE = "average"


def _on(text: str) -> Fraction | str:
    """Read on which days a target is kept: on average, or on a share of them."""
    share, _, rest = text.partition(" of ")
    if text != AVERAGE and rest.strip() != "days":
        raise UnitError(say("scenario.not_on_days", text=text[:40]), say("scenario.WRITE_ON_DAYS"))
    if text == AVERAGE:
        return text
    read = units.read_share(share.strip())
    if not LEAST_OF_DAYS <= read <= MOST_OF_DAYS:
        raise UnitError(say("scenario.not_on_days", text=text[:40]), say("scenario.WRITE_ON_DAYS"))
    return read


def read_interval_s(text: str) -> int:
    """Read the length of an interval in seconds: whole minutes that divide an hour."""
    try:
        seconds = units.read_duration_s(text)
    except UnitError as error:
        raise UnitError(error.message, say("scenario.WRITE_AN_INTERVAL")) from None
    if not 60 <= seconds <= 3600 or seconds != int(seconds) or 3600 % int(seconds):
        raise UnitError(say("scenario.not_an_interval", text=text), say("scenario.WRITE_AN_INTERVAL"))
    return int(seconds)


_finite_patience = within(units.read_duration_s, "patience", MAX_DURATION_S, zero_too=False)


def _patience(text: str) -> float | None:
    if text == "endless":
        return None
    try:
        return float(_finite_patience(text))
    except UnitError as error:
        is_bare = text[:1].isdigit()
        raise UnitError(error.message, error.hint if is_bare else say("scenario.WRITE_A_PATIENCE")) from None


def _week_s(text: str) -> float:
    try:
        return units.read_duration_s(text)
    except UnitError as error:
        raise UnitError(error.message, say("scenario.WRITE_A_WEEK")) from None


def _surcharge(text: str) -> Fraction:
    try:
        return units.read_factor(text)
    except UnitError as error:
        raise UnitError(error.message, say("scenario.WRITE_A_SURCHARGE")) from None


def _date(text: str) -> date:
    day = units.read_date(text)
    if not EARLIEST <= day <= LATEST:
        raise UnitError(say("scenario.date_out_of_range", text=text, first=EARLIEST.year, last=LATEST.year))
    return day


def _schema_name(schema: str, text: str) -> str:
    if text != schema:
        raise UnitError(
            say("scenario.unknown_format", text=text[:60]), say("scenario.write_the_format", schema=schema)
        )
    return text


def _money(value: object, info: ValidationInfo) -> Decimal:
    currency = (info.context or {}).get("currency")
    return Decimal(_read(lambda text: units.read_money(text, currency), value))


def _opening_hours(value: object, info: ValidationInfo) -> tuple[tuple[int, int], ...]:
    return () if value == units.CLOSED else _hours(value, info)


def _hours(value: object, info: ValidationInfo) -> tuple[tuple[int, int], ...]:
    interval_s = (info.context or {}).get("interval_s", 60)
    spans: tuple[tuple[int, int], ...] = _read(units.read_hours, value)
    if any(clock % interval_s for span in spans for clock in span):
        message = say("scenario.hours_off_the_intervals", text=value, minutes=interval_s // 60)
        is_almost_midnight = any(last // 60 == units.DAY_S // 60 - 1 for _, last in spans)
        hint = say("scenario.END_AT_MIDNIGHT") if is_almost_midnight else say("scenario.MOVE_THE_HOURS")
        raise refuse(message, hint)
    return spans


def _step_start(value: object, info: ValidationInfo) -> int:
    interval_s = (info.context or {}).get("interval_s", 60)
    start_s: int = _read(units.read_clock_s, value)
    if start_s % interval_s:
        message = say("scenario.step_off_the_intervals", text=value, minutes=interval_s // 60)
        raise refuse(message, say("scenario.MOVE_THE_STEP"))
    return start_s


def _on_intervals(read: Reader) -> PlainValidator:
    """Validate a text by a reader of seconds, one or a tuple, all of them between intervals."""

    def validate(value: object, info: ValidationInfo) -> Any:
        interval_s = (info.context or {}).get("interval_s", 60)
        found = _read(read, value)
        seconds = found if isinstance(found, tuple) else (found,)
        if any(each % interval_s for each in seconds):
            minutes, rest_s = divmod(gcd(interval_s, *map(int, seconds)), 60)
            message = say("scenario.shift_off_the_intervals", text=value, minutes=interval_s // 60)
            raise refuse(message, say("scenario.shorten_the_interval", minutes=None if rest_s else minutes))
        return tuple(map(int, found)) if isinstance(found, tuple) else int(found)

    return PlainValidator(validate)


def _each_start_once(starts: Iterable[int]) -> tuple[int, ...]:
    """Return starts in their order, however they are written."""
    return tuple(sorted({*starts}))


def _month(text: str) -> str:
    try:
        return f"{_date(f'{text}-01'):%Y-%m}"
    except UnitError:
        message = say("scenario.not_a_month", text=text[:60])
        raise UnitError(message, say("scenario.WRITE_A_MONTH")) from None


def _metric(text: str) -> Metric:
    if text not in METRICS:
        hint = did_you_mean(text, METRICS) or say("scenario.METRICS_ARE_LISTED")
        raise UnitError(say("scenario.no_metric", name=text[:60]), hint)
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
_LENGTH = r"(\d+(\.\d+)?\s*(h|hours?|min|minutes?|m)\s*)+"
_RATIO = r"^(\d[\d_]*(\.\d+)?|\.\d+)\s*%?$"
_NUMBER = r"^\d[\d_   ]*(\.\d+)?([eE][+-]?\d+)?$|^\.\d+$"
_CLOCK = r"^([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?$"
_DATE = r"^\d{4}-\d\d-\d\d$"
_LAW = r"^exponential$|^(weibull|lognormal)\(.+\)$"
_AMOUNT = WithJsonSchema({"type": ["number", "string"]})
_SPAN = r"\d{1,2}:\d\d\s*[-–—]\s*\d{1,2}:\d\d"


def _ranges(names: Iterable[str]) -> str:
    one = f"({'|'.join(names)})"
    part = rf"{one}(\s*[-–—]\s*{one})?"
    return rf"^{part}(\s*,\s*{part})*$"


_WEEKDAYS, _MONTHS = _ranges(units.WEEKDAYS), _ranges(units.MONTHS)
_DAYS = _ranges((*units.WEEKDAYS, "holiday"))

level = within(units.read_level, "number", MAX_NUMBER)

Text = Annotated[str, reads(_title), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Name = Annotated[str, reads(_name), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 100})]
Reference = Annotated[str, reads(_name), WithJsonSchema({"type": ["string", "number"]})]
DateFormat = Annotated[str, reads(_date_format), WithJsonSchema({"type": "string"})]
Currency = Annotated[str, reads(_currency), _looks("^[A-Z]{3}$")]
Date = Annotated[date, reads(_date), _looks(_DATE)]
Duration = Annotated[
    float, reads(within(units.read_duration_s, "duration", MAX_DURATION_S)), _looks(_DURATION)
]
AhtOfCalls = Annotated[
    float, reads(within(units.read_duration_s, "aht", units.DAY_S, zero_too=False)), _looks(_DURATION)
]
Week = Annotated[
    float,
    reads(within(_week_s, "week", 7 * units.DAY_S, zero_too=False)),
    _looks(_DURATION),
]
Patience = Annotated[float | None, reads(_patience), _looks(f"{_DURATION}|^endless$")]
Variation = Annotated[float, reads(units.read_variation), _looks(_NUMBER, number=True)]
PatienceLaw = Annotated[Law, reads(units.read_law), _looks(_LAW)]
Interval = Annotated[int, reads(read_interval_s), _looks(_DURATION)]
Share = Annotated[Fraction, reads(units.read_share), _looks(_RATIO, number=True)]
SmallShare = Annotated[Fraction, reads(units.read_small_share), _looks(_RATIO, number=True)]
RedialShare = Annotated[Fraction, reads(units.read_redial_share), _looks(_RATIO, number=True)]
Factor = Annotated[Fraction, reads(units.read_factor), _looks(_RATIO, number=True)]
ProfileWeight = Annotated[
    units.Weight,
    reads(_profile_weight),
    _looks(rf"{_NUMBER}|{_RATIO}", number=True),
]
DayKind = Annotated[int, reads(units.read_day), _words(*units.WEEKDAYS, "holiday")]
Timezone = Annotated[str | None, reads(_timezone), WithJsonSchema({"type": "string"})]
Country = Annotated[str, reads(_country), _looks("^[A-Z]{2}$")]
Added = Annotated[Fraction, reads(_surcharge), _looks(_RATIO, number=True)]
DriverLevel = Annotated[Decimal, reads(level), _looks(_NUMBER, number=True)]
Change = Annotated[Fraction, reads(units.read_change), _looks(r"^[+-]\s*\d[\d_]*(\.\d+)?\s*%$")]
Volume = Annotated[
    Decimal, reads(within(units.read_large_number, "volume", 10**15)), _looks(_NUMBER, number=True)
]
CallsPerDay = Annotated[
    Decimal,
    reads(within(units.read_large_number, "calls_per_day", MAX_CALLS_PER_DAY)),
    _looks(_NUMBER, number=True),
]
Count = Annotated[
    int, reads(within(units.read_count, "operators", MAX_OPERATORS)), _looks(_NUMBER, number=True)
]
Money = Annotated[Decimal, PlainValidator(_money), _looks(r"^\d.*\s[A-Z]{3}$")]
DaysOfMonth = Annotated[
    tuple[int, ...], reads(units.read_days_of_month), _looks(r"^\d[\d\s,-]*$", number=True)
]
_HOURS = rf"{_SPAN}(\s*,\s*{_SPAN})*"
OpeningHoursOfDay = Annotated[
    tuple[tuple[int, int], ...], PlainValidator(_opening_hours), _looks(rf"^{_HOURS}$|^{units.CLOSED}$")
]
Hours = Annotated[tuple[tuple[int, int], ...], PlainValidator(_hours), _looks(rf"^{_HOURS}$")]

HoursThroughMidnight = Annotated[
    tuple[tuple[int, int], ...],
    reads(units.read_hours_through_midnight),
    _looks(rf"^{_SPAN}(\s*,\s*{_SPAN})*$"),
]

ClockKey = Annotated[int, reads(units.read_clock_s), _looks(_CLOCK)]
StepKey = Annotated[int, PlainValidator(_step_start), _looks(_CLOCK)]
DateKey = Annotated[date, reads(_date), _looks(_DATE)]
DayKey = Annotated[tuple[int, ...], reads(units.read_days), _looks(_DAYS)]
WeekdayKey = Annotated[tuple[int, ...], reads(units.read_weekdays), _looks(_WEEKDAYS)]
MonthKey = Annotated[tuple[int, ...], reads(units.read_months), _looks(_MONTHS)]

Method = Annotated[
    Literal["stationary", "time-dependent"],
    reads(one_of("method", "stationary", "time-dependent")),
    _words("stationary", "time-dependent"),
]
Schema = Annotated[str, reads(partial(_schema_name, SCHEMA)), _words(SCHEMA)]
Model = Annotated[
    Literal["erlang-c", "erlang-a"],
    reads(one_of("model", "erlang-c", "erlang-a")),
    _words("erlang-c", "erlang-a"),
]
Unit = Annotated[
    Literal["calls", "minutes", "operator_hours"],
    reads(one_of("unit", "calls", "minutes", "operator_hours")),
    _words("calls", "minutes", "operator_hours"),
]
Counts = Annotated[
    Literal["offered", "answered", "first attempts"],
    reads(one_of("counts", "offered", "answered", "first attempts")),
    _words("offered", "answered", "first attempts"),
]
FeePeriod = Annotated[
    Literal["month", "contract"], reads(one_of("per", "month", "contract")), _words("month", "contract")
]
Covers = Annotated[
    Literal["contract", "labour", "all"],
    reads(one_of("covers", "contract", "labour", "all")),
    _words("contract", "labour", "all"),
]
OfCalls = Annotated[
    ServiceLevelOf,
    reads(one_of("of", *SERVICE_LEVELS_OF)),
    _words(*SERVICE_LEVELS_OF),
]
Flat = Annotated[Literal["flat"], reads(one_of("profile", "flat")), _words("flat")]
ShortServiceLevel = Annotated[ServiceLevel, reads(units.read_service_level), _looks(r"^\S+\s+in\s+\S.*$")]
WaitLimit = Annotated[units.WaitLimit, reads(units.read_wait_limit), _looks(r"^\S+\s+under\s+\S.*$")]

LimitsSchema = Annotated[str, reads(partial(_schema_name, LIMITS_SCHEMA)), _words(LIMITS_SCHEMA)]
Month = Annotated[str, reads(_month), _looks(r"^\d{4}-\d\d$")]
LimitMetric = Annotated[Metric, reads(_metric), _words(*METRICS)]
Bound = Annotated[float | str, PlainValidator(_bound), _AMOUNT]
Increase = Annotated[tuple[float, bool], PlainValidator(_increase), _AMOUNT]
Level = Annotated[
    Literal["error", "warning"], reads(one_of("level", "error", "warning")), _words("error", "warning")
]
Period = Annotated[str, reads(one_of("period", *PERIODS)), _words(*PERIODS)]

ShiftLength = Annotated[
    int,
    _on_intervals(within(units.read_length_s, "shift", units.DAY_S, zero_too=False)),
    _looks(f"^{_LENGTH}$"),
]
BreakLength = Annotated[
    int,
    _on_intervals(within(units.read_length_s, "break", units.DAY_S, zero_too=False)),
    _looks(f"^{_LENGTH}$"),
]
Window = Annotated[
    tuple[int, int], _on_intervals(units.read_window), _looks(rf"^{_LENGTH}[-–—]\s*{_LENGTH}$")
]
Rest = Annotated[float, reads(within(units.read_length_s, "rest", 7 * units.DAY_S)), _looks(f"^{_LENGTH}$")]
Pattern = Annotated[tuple[int, int], reads(units.read_pattern), _looks(r"^\d{1,2}\s*/\s*\d{1,2}$")]
YesOrNo = Annotated[bool, reads(units.read_yes_or_no), _words("yes", "no")]
CostFactor = Annotated[
    Fraction,
    reads(within(units.read_factor, "cost_factor", 1000, zero_too=False)),
    _looks(_RATIO, number=True),
]
_Start = Annotated[int, _on_intervals(units.read_start_s), _looks(_CLOCK)]
_StartsAsText = Annotated[
    tuple[int, ...],
    _on_intervals(units.read_starts),
    _looks(rf"{_CLOCK}|^{_SPAN}\s+every\s+{_LENGTH}$"),
]
Starts = Annotated[
    Annotated[_StartsAsText, Tag(TEXT)] | Annotated[list[_Start], Field(min_length=1), Tag(LIST)],
    Discriminator(lambda value: LIST if isinstance(value, list) else TEXT),
    AfterValidator(_each_start_once),
    FIGURE,
]

_looks_like_weeks = _looks(r"^\d+\s*(w|weeks?)$")
Weeks = Annotated[int, reads(within(units.read_weeks, "weeks", MAX_WEEKS)), _looks_like_weeks]
SomeWeeks = Annotated[
    int, reads(within(units.read_weeks, "weeks", MAX_WEEKS, zero_too=False)), _looks_like_weeks
]
People = Annotated[int, reads(within(units.read_count, "people", MAX_PEOPLE)), _looks(_NUMBER, number=True)]
Hired = Annotated[
    int,
    reads(within(units.read_count, "people", MAX_PEOPLE, zero_too=False)),
    _looks(_NUMBER, number=True),
]
Sizes = Annotated[
    tuple[int, int],
    reads(units.read_sizes),
    _looks(r"^\d+(\s*\.\.\s*\d+)?$", number=True),
]
ClassesAMonth = Annotated[
    int,
    reads(within(units.read_count, "a_month", 1000, zero_too=False)),
    _looks(_NUMBER, number=True),
]
Attrition = Annotated[Fraction, reads(units.read_attrition), _looks(r"^\d[\d_]*(\.\d+)?\s*% a month$")]
TenureKey = Annotated[
    tuple[int, int | None], reads(units.read_tenure), _looks(r"^(\d+\s*[-–—]\s*\d+\s*m|\d+\s*m\s*\+)$")
]
DropOut = Annotated[Fraction, reads(_drop_out), _looks(_RATIO, number=True)]
TrainerHours = Annotated[
    float, reads(within(units.read_length_s, "trainer_hours", MAX_DURATION_S)), _looks(f"^{_LENGTH}$")
]
AhtFactor = Annotated[Fraction, reads(_at_least_all("aht")), _looks(_RATIO, number=True)]
Overtime = Annotated[Fraction, reads(_overtime), _looks(_RATIO, number=True)]
OvertimePrice = Annotated[Fraction, reads(_at_least_all("overtime")), _looks(_RATIO, number=True)]
Shortage = Annotated[
    Decimal,
    reads(within(units.read_number, "shortage", MAX_SHORTAGE, zero_too=False)),
    _looks(_NUMBER, number=True),
]
NoTraining = Annotated[None, reads(_none_or(say("scenario.WRITE_A_TRAINING"))), _words(NONE)]
NoRamp = Annotated[None, reads(_none_or(say("scenario.WRITE_A_RAMP"))), _words(NONE)]

_by_shape = Discriminator(shape_of)

_value_or_steps = Discriminator(_shape_of_steps)

Employed = Annotated[
    Annotated[People, Tag(TEXT)] | Annotated[dict[DateKey, People], Field(min_length=1), Tag(MAP)],
    _value_or_steps,
    FIGURE,
]
AttritionByTenure = Annotated[
    Annotated[Attrition, Tag(TEXT)] | Annotated[dict[TenureKey, Attrition], Field(min_length=1), Tag(MAP)],
    _value_or_steps,
    FIGURE,
]
Hires = Annotated[dict[DateKey, Hired], Field(min_length=1), FIGURE]
RampOfOutput = Annotated[dict[SomeWeeks, Share], Field(min_length=1)]
RampOfAht = Annotated[dict[SomeWeeks, AhtFactor], Field(min_length=1)]

ColumnNames = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[dict[Name, Text], Field(min_length=1), Tag(MAP)], _by_shape
]
Timeline = Annotated[dict[DateKey, DriverLevel], Field(min_length=1), FIGURE]
DaysLike = Annotated[dict[DateKey, DayKind], Field(min_length=1), FIGURE]
DayVariation = Annotated[
    Annotated[SmallShare, Tag(TEXT)] | Annotated[dict[DayKey, SmallShare], Field(min_length=1), Tag(MAP)],
    _by_shape,
    FIGURE,
]
OnDays = Annotated[Fraction | str, reads(_on), _looks(rf"^{AVERAGE}$|^\d[\d_]*(\.\d+)?\s*%\s+of\s+days$")]
WeekdayFactors = Annotated[dict[DayKey, Factor], FIGURE]
MonthFactors = Annotated[dict[MonthKey, Factor], FIGURE]
OpeningHours = Annotated[
    Annotated[OpeningHoursOfDay, Tag(TEXT)]
    | Annotated[dict[DayKey, OpeningHoursOfDay], Field(min_length=1), Tag(MAP)],
    _by_shape,
    FIGURE,
]


def _one_way_to_weigh(profile: dict[int, units.Weight]) -> dict[int, units.Weight]:
    """Refuse rates beside shares of the day, and shares that are not the whole of it."""
    shares = [weight.value for weight in profile.values() if weight.is_share]
    if shares and len(shares) < len(profile):
        raise refuse(say("scenario.RATES_BESIDE_SHARES"), say("scenario.WEIGH_IN_ONE_WAY"))
    if shares and sum(shares) != 1:
        message = say("scenario.profile_does_not_add_up", percent=units.plain_text(sum(shares) * 100))
        raise refuse(message, say("scenario.WEIGHTS_OR_SHARES"))
    return profile


_Weights = Annotated[dict[ClockKey, ProfileWeight], Field(min_length=1), AfterValidator(_one_way_to_weigh)]
_ProfileOfDay = Annotated[Annotated[Flat, Tag(TEXT)] | Annotated[_Weights, Tag(MAP)], _by_shape]
Profile = Annotated[
    Annotated[Flat, Tag(TEXT)]
    | Annotated[_Weights, Tag(MAP)]
    | Annotated[dict[DayKey, _ProfileOfDay], Field(min_length=1), Tag(BY_DAY)],
    Discriminator(_shape_by_day),
    FIGURE,
]
_AhtByClock = Annotated[dict[ClockKey, AhtOfCalls], Field(min_length=1)]
_AhtOfDay = Annotated[
    Annotated[AhtOfCalls, Tag(TEXT)] | Annotated[_AhtByClock, Tag(MAP)], Discriminator(_shape_by_day)
]
Aht = Annotated[
    Annotated[AhtOfCalls, Tag(TEXT)]
    | Annotated[_AhtByClock, Tag(MAP)]
    | Annotated[dict[DayKey, _AhtOfDay], Field(min_length=1), Tag(BY_DAY)],
    Discriminator(_shape_by_day),
    FIGURE,
]

NamedDays = Annotated[dict[DateKey, Text], Field(min_length=1)]

_by_steps, _by_date = Discriminator(steps_of), Discriminator(dates_or_shape)
_ByClock = Annotated[dict[StepKey, Count], Field(min_length=1)]
_OperatorsOfDay = Annotated[Annotated[Count, Tag(TEXT)] | Annotated[_ByClock, Tag(MAP)], _by_shape]
_ByDay = Annotated[dict[DayKey, _OperatorsOfDay], Field(min_length=1)]
_OperatorsOfWeek = Annotated[
    Annotated[Count, Tag(TEXT)] | Annotated[_ByClock, Tag(MAP)] | Annotated[_ByDay, Tag(BY_DAY)],
    _by_steps,
]
Operators = Annotated[
    Annotated[Count, Tag(TEXT)]
    | Annotated[_ByClock, Tag(MAP)]
    | Annotated[_ByDay, Tag(BY_DAY)]
    | Annotated[dict[DateKey, _OperatorsOfWeek], Tag(BY_DATE)],
    _by_steps,
    FIGURE,
]
DatedCount = Annotated[
    Annotated[Count, Tag(TEXT)] | Annotated[dict[DateKey, Count], Field(min_length=1), Tag(BY_DATE)],
    Discriminator(lambda value: BY_DATE if isinstance(value, dict) else shape_of(value)),
    FIGURE,
]


def _parts_that_add_up(shrinkage: Any) -> Any:
    """Refuse parts that are months, weekdays, dates or hours: they would be added up."""
    for name in shrinkage if isinstance(shrinkage, dict) else ():
        of = units.steps_by(name)
        if of is not None:
            message, hint = (
                say("scenario.shrinkage_in_steps", name=name, of=of),
                say("scenario.SHRINKAGE_OVER_TIME"),
            )
            raise refuse(message, hint, at=name, at_key=True)
        if name.lower() in ("total", "sum", "итого", "всего") and len(shrinkage) > 1:
            message = say("scenario.total_beside_parts", name=name)
            raise refuse(message, say("scenario.DELETE_THE_TOTAL"), at=name, at_key=True)
    return shrinkage


def shrinkage_by_month(shrinkage: Any) -> tuple[Fraction, ...]:
    """Return the sum of the parts of shrinkage in each month; a part by month is 0 in those that it does not name."""
    parts = shrinkage.values() if isinstance(shrinkage, dict) else [shrinkage]
    totals = [Fraction(0)] * len(units.MONTHS)
    for part in parts:
        of_months = part if isinstance(part, dict) else {tuple(range(len(totals))): part}
        for months, share in of_months.items():
            for month in months:
                totals[month] += share
    return tuple(totals)


def _somebody_is_left(shrinkage: Any) -> Any:
    total = max(shrinkage_by_month(shrinkage))
    if total >= 1:
        message = say("scenario.nobody_left_on_duty", percent=units.plain_text(total * 100))
        raise refuse(message, say("scenario.SHRINKAGE_BELOW_ALL"))
    return shrinkage


_Part = Annotated[
    Annotated[Share, Tag(TEXT)] | Annotated[dict[MonthKey, Share], Field(min_length=1), Tag(MAP)], _by_shape
]
_Parts = Annotated[
    dict[Name, _Part],
    Field(min_length=1),
    AfterValidator(_somebody_is_left),
    AfterValidator(_parts_that_add_up),
]
_Whole = Annotated[Share, AfterValidator(_somebody_is_left)]
_ShrinkageOfDate = Annotated[Annotated[_Whole, Tag(TEXT)] | Annotated[_Parts, Tag(MAP)], _by_shape]
Shrinkage = Annotated[
    Annotated[_Whole, Tag(TEXT)]
    | Annotated[_Parts, Tag(MAP)]
    | Annotated[dict[DateKey, _ShrinkageOfDate], Tag(BY_DATE)],
    _by_date,
    FIGURE,
]
