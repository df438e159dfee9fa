"""The scenario format: its keys, as they are written, and what each means.

A model is the file itself, value by value; `build` turns it into what the planning uses. What needs more
than one part of the file to be judged is in `checks`. What each key is for, as editors show it, is in the
wording.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)

from mfc_capacity.files import units
from mfc_capacity.files.problems import say
from mfc_capacity.scenario.defaults import METHOD
from mfc_capacity.scenario.types import (
    ALL_GROUPS,
    BY_DATE,
    COUNTRY,
    FIGURE,
    LIST,
    MAP,
    OF_AHT,
    TEXT,
    Added,
    Aht,
    AttritionByTenure,
    Bound,
    BreakLength,
    CallsPerDay,
    Change,
    ClassesAMonth,
    ColumnNames,
    CostFactor,
    Count,
    Country,
    Counts,
    Covers,
    Currency,
    Date,
    DatedCount,
    DateFormat,
    DateKey,
    DayKey,
    DaysLike,
    DaysOfMonth,
    DayVariation,
    DropOut,
    Duration,
    Employed,
    Factor,
    FeePeriod,
    Hires,
    Hours,
    HoursThroughMidnight,
    Increase,
    Interval,
    Level,
    LimitMetric,
    LimitsSchema,
    Method,
    Model,
    Money,
    Month,
    MonthFactors,
    Name,
    NamedDays,
    NoRamp,
    NoTraining,
    OfCalls,
    OnDays,
    OpeningHours,
    Operators,
    Overtime,
    OvertimePrice,
    Patience,
    PatienceLaw,
    Pattern,
    Period,
    Profile,
    RampOfAht,
    RampOfOutput,
    RedialShare,
    Reference,
    Rest,
    Schema,
    Share,
    ShiftLength,
    Shortage,
    ShortServiceLevel,
    Shrinkage,
    Sizes,
    SmallShare,
    SomeWeeks,
    Starts,
    Text,
    Timeline,
    Timezone,
    TrainerHours,
    Unit,
    Variation,
    Volume,
    WaitLimit,
    Week,
    WeekdayFactors,
    WeekdayKey,
    Weeks,
    Window,
    YesOrNo,
    dates_or_shape,
    no_word,
    refuse,
    shape_of,
    shape_of_holidays,
    shape_of_ramp,
)


class _Keys(BaseModel):
    """A map with known keys."""

    # Built once, as parts of the whole file, when the first file is read.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def _check_order(part: str, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        message = say("scenario.ends_before_it_begins", part=part, first=first, last=last)
        raise refuse(message, say("scenario.SWAP_FROM_AND_TO"), at="to")


class HolidaysOf(_Keys):
    """The public holidays of a country."""

    country: Country


_SomeHolidays = Annotated[
    Annotated[HolidaysOf, Tag(COUNTRY)] | Annotated[NamedDays, Tag(MAP)],
    Discriminator(shape_of_holidays),
    BeforeValidator(no_word),
]
Holidays = Annotated[
    Annotated[HolidaysOf, Tag(COUNTRY)]
    | Annotated[NamedDays, Tag(MAP)]
    | Annotated[list[_SomeHolidays], Field(min_length=1), Tag(LIST)],
    Discriminator(shape_of_holidays),
    BeforeValidator(no_word),
    FIGURE,
]


class Calendar(_Keys):
    """The planned days."""

    first: Date | None = Field(None, alias="from")
    last: Date | None = Field(None, alias="to")
    interval_s: Interval = Field(900, alias="interval")
    holidays: Holidays | None = None
    days_like: DaysLike = Field({})
    timezone: Timezone = None

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        if (self.first is None) != (self.last is None):
            missing = "from" if self.first is None else "to"
            message = say("scenario.calendar_lacks", key=missing)
            raise refuse(message, say("scenario.GIVE_BOTH_OR_NEITHER"))
        _check_order("calendar", self.first, self.last)
        return self


class Deflection(_Keys):
    """A share of demand that another channel takes from a date on."""

    to: Reference
    share: Share
    returns: SmallShare | None = None
    rest_aht: Change | None = None
    from_: Date | None = Field(None, alias="from")


def _first_day(entry: Deflection) -> date:
    return entry.from_ or date.min


def _check_once(entries: list[Deflection]) -> None:
    """Refuse a channel that begins twice on one day: only one of its shares could hold."""
    seen: set[tuple[str, date | None]] = set()
    for index, entry in enumerate(entries):
        if (entry.to, entry.from_) in seen:
            message = say("scenario.channel_twice", channel=entry.to, first=entry.from_)
            raise refuse(message, say("scenario.ONE_SHARE_A_DAY"), at=str(index))
        seen.add((entry.to, entry.from_))


class Redials(_Keys):
    """Callers who hang up, or find all lines busy, and call again."""

    share: RedialShare
    after_s: Duration = Field(alias="after")


class Hotline(_Keys):
    """One line that callers ring."""

    title: Text | None = None
    calls_per_day: CallsPerDay | None = None
    share: Share | None = None
    scales_with: Reference | None = None
    aht_s: Aht = Field(alias="aht")
    patience_s: Patience = Field(None, alias="patience")
    aht_cv: Variation | None = None
    patience_law: PatienceLaw | None = None
    hangs_up_at_once: SmallShare | None = None
    redials: Redials | None = None
    hours: OpeningHours = ((0, 86_400),)
    weekdays: WeekdayFactors = Field({})
    months: MonthFactors = Field({})
    profile: Profile = "flat"
    deflect: list[Deflection] = Field([])
    varies: DayVariation | None = None

    @field_validator("deflect")
    @classmethod
    def _check_something_is_left(cls, entries: list[Deflection]) -> list[Deflection]:
        _check_once(entries)
        in_force: dict[str, Fraction] = {}
        taken = Fraction(0)
        for day, begun in groupby(sorted(entries, key=_first_day), key=_first_day):
            for entry in begun:
                taken += entry.share - in_force.get(entry.to, 0)
                in_force[entry.to] = entry.share
            if taken >= 1:
                message = say(
                    "scenario.channels_take_everything",
                    percent=units.plain_text(taken * 100),
                    first=None if day == date.min else day,
                )
                raise refuse(message, say("scenario.DEFLECT_BELOW_ALL"))
        return entries


class VolumesColumns(_Keys):
    """Which column of a table is what; calls and AHT may be a column a hotline."""

    date: Text
    start: Text | None = None
    hotline: Text | None = None
    calls: ColumnNames
    aht: ColumnNames | None = None


class VolumesTable(_Keys):
    """A table of calls by day or by interval."""

    file: Text
    sheet: Text | None = None
    columns: VolumesColumns | None = None
    date_format: DateFormat | None = None
    hotlines: dict[Name, Reference] = Field({})

    @property
    def own_names(self) -> dict[str, str]:
        """The hotlines by the table's names."""
        return self.hotlines


class OwnRosterColumns(_Keys):
    """Which column of a table of one group is what."""

    date: Text
    start: Text | None = None
    operators: Text


class OwnRoster(_Keys):
    """A table of the operators of one group."""

    file: Text
    sheet: Text | None = None
    columns: OwnRosterColumns | None = None
    date_format: DateFormat | None = None
    own_names: ClassVar[None] = None


class RosterColumns(_Keys):
    """Which column of a table is what; operators may be a column a group."""

    date: Text
    start: Text | None = None
    group: Text | None = None
    operators: ColumnNames


class RosterTable(_Keys):
    """A table of operators on duty by day and time."""

    file: Text
    sheet: Text | None = None
    columns: RosterColumns | None = None
    date_format: DateFormat | None = None
    groups: dict[Name, Reference] = Field({})

    @property
    def own_names(self) -> dict[str, str]:
        """The groups by the table's names."""
        return self.groups


class When(_Keys):
    """The days of a peak, said in one way: days of the month, a span, or single dates."""

    days_of_month: DaysOfMonth | None = None
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None
    dates: list[Date] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _check_one_way(self) -> Self:
        is_span = self.from_ is not None or self.to is not None
        ways = (self.days_of_month is not None) + is_span + (self.dates is not None)
        if ways != 1:
            message = say("scenario.PEAK_IN_TWO_WAYS") if ways else say("scenario.PEAK_WITHOUT_DAYS")
            raise refuse(message, say("scenario.GIVE_DAYS_IN_ONE_WAY"))
        if is_span and (self.from_ is None or self.to is None):
            missing = "from" if self.from_ is None else "to"
            raise refuse(say("scenario.span_lacks", key=missing), say("scenario.GIVE_BOTH"))
        _check_order("peak", self.from_, self.to)
        return self


class Peak(_Keys):
    """Days on which demand is multiplied."""

    when: Annotated[When, FIGURE]
    multiply: dict[Name, Factor] = Field(min_length=1)


class LongServiceLevel(_Keys):
    """The long form of a service level."""

    answered: Share
    within_s: Duration = Field(alias="within")
    of: OfCalls = "offered"
    short_s: Duration | None = Field(None, alias="short")

    @model_validator(mode="after")
    def _check_short(self) -> Self:
        """Refuse who is left out of a level that leaves out nobody."""
        if self.short_s is not None and self.of != "short":
            raise refuse(say("scenario.short_of_others", of=self.of), say("scenario.WRITE_OF_SHORT"))
        return self


class Targets(_Keys):
    """What callers are promised, and what operators are spared."""

    service_level: (
        Annotated[
            Annotated[ShortServiceLevel, Tag(TEXT)] | Annotated[LongServiceLevel, Tag(MAP)],
            Discriminator(shape_of),
            FIGURE,
        ]
        | None
    ) = None
    max_asa_s: Duration | None = Field(None, alias="max_asa")
    max_abandonment: SmallShare | None = None
    max_occupancy: Share | None = None
    max_p_wait: Share | None = None
    wait: Annotated[WaitLimit, FIGURE] | None = None
    max_busy: SmallShare | None = None
    on: OnDays | None = None


TargetsInForce = Annotated[
    Annotated[Targets, Tag(MAP)] | Annotated[dict[DateKey, Targets], Tag(BY_DATE)],
    Discriminator(dates_or_shape),
]


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and "file" in value


class Break(_Keys):
    """Time away from the desk within a shift."""

    length_s: BreakLength = Field(alias="length")
    within_s: Window = Field(alias="within")
    is_paid: YesOrNo = Field(True, alias="paid")


class Shift(_Keys):
    """Presence of one length that begins at some times of the clock, on days of a pattern."""

    starts_s: Starts = Field(alias="starts")
    length_s: ShiftLength = Field(alias="length")
    breaks: list[Break] = Field([])
    pattern: Pattern = (5, 2)
    min_operators: Count = 0
    max_operators: Count | None = None
    max_share: Share | None = None
    cost_factor: CostFactor = Fraction(1)


class Group(_Keys):
    """Hotlines that share operators."""

    title: Text | None = None
    hotlines: list[Reference] = Field(min_length=1)
    operators: (
        Annotated[
            Annotated[Operators, Tag(LIST)] | Annotated[OwnRoster, Tag(MAP)],
            Discriminator(lambda value: MAP if isinstance(value, OwnRoster) or _is_table(value) else LIST),
            FIGURE,
        ]
        | None
    ) = None
    min_operators: DatedCount = 0
    max_operators: DatedCount | None = None
    lines: DatedCount | None = None
    shrinkage: Shrinkage | None = None
    targets: TargetsInForce = Field(default_factory=Targets)
    model: Model | None = None
    shifts: list[Reference] | None = Field(None, min_length=1)


class Training(_Keys):
    """The time from a class's first day until its people are at work."""

    weeks: SomeWeeks = Field(alias="length")
    drop_out: DropOut = Fraction(0)
    trainer_s: TrainerHours = Field(0.0, alias="trainer_hours")


class RampInAht(_Keys):
    """Steps of the handling time of those who are new at work."""

    aht: RampOfAht


class Classes(_Keys):
    """Who may be hired beside those who are certain."""

    sizes: Sizes = Field(alias="size")
    a_month: ClassesAMonth
    notice_weeks: Weeks = Field(0, alias="notice")


class PeopleCosts(_Keys):
    """What hiring, leaving, overtime and missing hours cost."""

    hire: Money = Decimal(0)
    leave: Money = Decimal(0)
    overtime: OvertimePrice = Fraction(3, 2)
    shortage: Shortage = Decimal(3)


class People(_Keys):
    """Who is employed in a group, leaves it and comes to it."""

    employed: Employed
    attrition: AttritionByTenure
    hires: Hires = Field({})
    training: (
        Annotated[
            Annotated[NoTraining, Tag(TEXT)] | Annotated[Training, Tag(MAP)], Discriminator(shape_of), FIGURE
        ]
        | None
    ) = None
    ramp: (
        Annotated[
            Annotated[NoRamp, Tag(TEXT)]
            | Annotated[RampOfOutput, Tag(MAP)]
            | Annotated[RampInAht, Tag(OF_AHT)],
            Discriminator(shape_of_ramp),
            FIGURE,
        ]
        | None
    ) = None
    classes: Annotated[Classes, FIGURE] | None = None
    overtime: Overtime = Fraction(0)
    costs: PeopleCosts = Field(default_factory=PeopleCosts)


class Surcharge(_Keys):
    """What an hour costs more at some hours or on some days."""

    hours: HoursThroughMidnight | None = None
    days: DayKey | None = None
    add: Added

    @model_validator(mode="after")
    def _check_when(self) -> Self:
        if self.hours is None and self.days is None:
            raise refuse(say("scenario.SURCHARGE_AT_ALL_TIMES"), say("scenario.GIVE_HOURS_OR_DAYS"))
        return self


class OperatorHour(_Keys):
    """The price of an hour, and what is added at night, at weekends and on holidays."""

    price: Money
    surcharges: list[Surcharge] = Field([])


class Costs(_Keys):
    """Prices."""

    operator_hour: (
        Annotated[
            Annotated[Money, Tag(TEXT)] | Annotated[OperatorHour, Tag(MAP)], Discriminator(shape_of), FIGURE
        ]
        | None
    ) = None
    contacts: dict[Name, Money] = Field({})
    after_duty: Factor = Fraction(0)


class PriceStep(_Keys):
    """The price of a unit, up to so many of them in all."""

    up_to: Volume | None = None
    price: Money


class MinimumFee(_Keys):
    """The long form of a minimum fee."""

    amount: Money
    per: FeePeriod = "contract"


class Contract(_Keys):
    """What a provider serves, how much of it, at what price."""

    provider: Text | None = None
    first: Date = Field(alias="from")
    last: Date = Field(alias="to")
    unit: Unit
    counts: Counts = "offered"
    volume: Volume | None = None
    price: Money | None = None
    overage: Money | None = None
    prices: list[PriceStep] | None = Field(None, min_length=1)
    minimum_fee: (
        Annotated[
            Annotated[Money, Tag(TEXT)] | Annotated[MinimumFee, Tag(MAP)], Discriminator(shape_of), FIGURE
        ]
        | None
    ) = None

    @field_validator("prices")
    @classmethod
    def _check_steps(cls, steps: list[PriceStep] | None) -> list[PriceStep] | None:
        end = Decimal(0)
        for index, step in enumerate(steps or ()):
            if step.up_to is None and index < len(steps or ()) - 1:
                raise refuse(
                    say("scenario.PRICE_WITHOUT_END"), say("scenario.END_ALL_BUT_THE_LAST"), at=str(index)
                )
            if step.up_to is not None and step.up_to <= end:
                message = say("scenario.price_ends_too_soon", up_to=step.up_to, end=end)
                raise refuse(message, say("scenario.STEPS_INCREASE"), at=str(index))
            end = end if step.up_to is None else step.up_to
        return steps

    @model_validator(mode="after")
    def _check_prices(self) -> Self:
        if self.prices is None:
            return self
        end = self.prices[-1].up_to
        if self.price is not None:
            raise refuse(say("scenario.PRICE_BESIDE_PRICES"), say("scenario.KEEP_ONE_OF_THE_TWO"), at="price")
        if end is None and self.overage is not None:
            raise refuse(
                say("scenario.OVERAGE_NEVER_REACHED"), say("scenario.END_THE_LAST_PRICE"), at="overage"
            )
        if end is not None and self.volume is not None and self.volume > end:
            message = say("scenario.volume_without_price", volume=self.volume, end=end)
            raise refuse(message, say("scenario.VOLUME_IS_THE_LAST_PRICE"), at="volume")
        return self

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        _check_order("contract", self.first, self.last)
        if self.unit != "calls" and "counts" in self.model_fields_set:
            raise refuse(
                say("scenario.counts_of_no_calls", unit=self.unit), say("scenario.DELETE_COUNTS"), at="counts"
            )
        return self


class Budget(_Keys):
    """The money there is, the money asked for, and what both pay for."""

    amount: Money
    extra: Money | None = None
    covers: Covers = "labour"


class Where(_Keys):
    """Which rows of the plan a limit is about; nothing: the whole plan."""

    group: Reference | None = None
    month: Month | None = None
    date: Date | None = None
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None
    peak: Reference | None = None
    weekday: WeekdayKey | None = None
    hours: Hours | None = None

    @model_validator(mode="after")
    def _check_span(self) -> Self:
        if (self.from_ is None) != (self.to is None):
            missing = "from" if self.from_ is None else "to"
            raise refuse(say("scenario.span_lacks", key=missing), say("scenario.GIVE_BOTH"))
        _check_order("span", self.from_, self.to)
        return self

    @property
    def narrowest(self) -> str:
        """The longest period of which rows can be told apart by what is given."""
        if self.hours is not None:
            return "interval"
        if any(value is not None for value in (self.date, self.peak, self.weekday)):
            return "day"
        if self.from_ is not None:
            return "week"
        return "horizon" if self.month is None else "month"


class Limit(_Keys):
    """A limit that `check` holds a plan against."""

    id: Name
    metric: LimitMetric
    where: Where = Field(default_factory=Where)
    per: Period | None = None
    max: Bound | None = None
    min: Bound | None = None
    max_increase: Increase | None = None
    probability: Share | None = None
    level: Level = "error"

    @model_validator(mode="after")
    def _check_one_bound(self) -> Self:
        bounds = [bound for bound in (self.max, self.min, self.max_increase) if bound is not None]
        if len(bounds) != 1:
            message = say("scenario.bounds", limit=self.id, count=len(bounds))
            raise refuse(message, say("scenario.GIVE_ONE_BOUND"))
        return self

    @model_validator(mode="after")
    def _check_probability(self) -> Self:
        if self.probability is not None and self.max_increase is not None:
            raise refuse(
                say("scenario.NO_PROBABILITY_OF_INCREASE"), say("scenario.LIMIT_THE_FIGURE"), at="probability"
            )
        if self.probability is not None and self.metric.is_of_shifts:
            message = say("scenario.no_probability_of_shifts", metric=self.metric.name)
            raise refuse(message, say("scenario.LIMIT_THE_FIGURE"), at="probability")
        if self.probability == 0:
            raise refuse(
                say("scenario.NO_PROBABILITY"), say("scenario.WRITE_A_PROBABILITY"), at="probability"
            )
        return self

    @model_validator(mode="after")
    def _check_period(self) -> Self:
        if self.metric.is_account and (self.per or self.where.model_fields_set):
            message = say("scenario.account_is_one_figure", metric=self.metric.name)
            raise refuse(message, say("scenario.DELETE_PER_AND_WHERE"), at="metric")
        if self.metric.is_of_shifts and (self.per or self.where.model_fields_set - {"group"}):
            message = say("scenario.of_heaviest_weeks", metric=self.metric.name)
            raise refuse(message, say("scenario.NAME_NOTHING_BUT_A_GROUP"), at="metric")
        try:
            period = self.period
        except units.UnitError as error:
            raise refuse(error.message, error.hint, at="metric") from None
        is_total = self.where.group == ALL_GROUPS and period != "horizon"
        if is_total and not (self.metric.adds_up or self.metric.is_per_call):
            message = say("scenario.no_total_of", metric=self.metric.name, period=period)
            raise refuse(message, say("scenario.NAME_A_GROUP"), at="metric")
        if self.max_increase is not None and period == "interval":
            raise refuse(
                say("scenario.NO_INCREASE_OF_INTERVALS"),
                say("scenario.LIMIT_DAYS"),
                at="max_increase",
            )
        return self

    @property
    def period(self) -> str:
        """The period that is judged, or the account."""
        return self.metric.period(self.where.narrowest, self.per)


class LimitsFile(_Keys):
    """Limits for one or many scenarios, in a file of their own."""

    schema_: LimitsSchema = Field("mfc-capacity/limits/1", alias="schema")
    title: Text | None = None
    limits: list[Limit] = Field(min_length=1)


class Variant(_Keys):
    """A named patch of this file."""

    title: Text | None = None
    set: dict[str, Any]


class ScenarioFile(_Keys):
    """A scenario of mfc-capacity."""

    schema_: Schema = Field("mfc-capacity/scenario/1", alias="schema")
    title: Text | None = None
    currency: Currency | None = None
    extends: Text | None = None
    method: Method = METHOD
    calendar: Calendar = Field(default_factory=Calendar)
    full_time_week_s: Week = Field(144_000.0, alias="full_time_week")
    drivers: dict[Name, Timeline] = Field({})
    calls_per_day: CallsPerDay | None = None
    volumes: list[VolumesTable] = Field([])
    varies: DayVariation | None = None
    varies_together: SmallShare | None = None
    hotlines: dict[Name, Hotline] = Field(min_length=1)
    peaks: dict[Name, Peak] = Field({})
    groups: dict[Name, Group] = Field({})
    shifts: dict[Name, Shift] = Field({})
    rest_s: Rest = Field(39_600.0, alias="rest")
    people: dict[Name, People] = Field({})
    rosters: list[RosterTable] = Field([])
    targets: TargetsInForce = Field(default_factory=Targets)
    shrinkage: Shrinkage | None = None
    model: Model | None = None
    costs: Costs = Field(default_factory=Costs)
    contract: Contract | None = None
    contracts: list[Contract] | None = None
    budget: Budget | None = None
    limits: list[Limit] = Field([])
    together: list[list[Reference]] = Field([])
    variants: dict[Name, Variant] = Field({})

    @model_validator(mode="after")
    def _check_contracts(self) -> Self:
        if self.contract is not None and self.contracts is not None:
            raise refuse(
                say("scenario.CONTRACT_BESIDE_CONTRACTS"),
                say("scenario.MOVE_INTO_CONTRACTS"),
                at="contract",
                at_key=True,
            )
        return self
