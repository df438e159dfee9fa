"""The scenario format: its keys, as they are written, and what each means.

A model is the file itself, value by value; `build` turns it into what the planning uses. What needs more
than one part of the file to be judged is in `checks`. The descriptions here are what editors show, by way
of the JSON Schema.
"""

from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from mfc_capacity.files import units
from mfc_capacity.scenario.defaults import METHOD
from mfc_capacity.scenario.types import (
    FIGURE,
    MAP,
    TEXT,
    Aht,
    Bound,
    CallsPerDay,
    Count,
    Covers,
    Currency,
    Date,
    DaysOfMonth,
    Duration,
    Factor,
    Hours,
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
    OfCalls,
    OpeningHours,
    Operators,
    Patience,
    PatienceLaw,
    Period,
    Profile,
    Reference,
    Schema,
    Share,
    ShortServiceLevel,
    Shrinkage,
    Text,
    Timeline,
    Unit,
    Variation,
    Volume,
    Week,
    WeekdayFactors,
    WeekdayKey,
    refuse,
    shape_of,
)


class _Keys(BaseModel):
    """A map with known keys."""

    # Built once, as parts of the whole file, when the first file is read.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def _check_order(what: str, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise refuse(f"{what} ends on {last}, before it begins on {first}", "swap from and to", at="to")


class Calendar(_Keys):
    """The planned days."""

    first: Date | None = Field(None, alias="from", description="First planned day.")
    last: Date | None = Field(None, alias="to", description="Last planned day, inclusive.")
    interval_s: Interval = Field(
        900, alias="interval", description="Length of an interval; divides an hour [15m]."
    )

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        if (self.first is None) != (self.last is None):
            missing = "from" if self.first is None else "to"
            raise refuse(
                f"the calendar has no {missing}", "give both from and to, or neither to plan one ordinary day"
            )
        _check_order("the calendar", self.first, self.last)
        return self


class Deflection(_Keys):
    """A share of demand that another channel takes from a date on."""

    to: Reference = Field(description="The channel, as under costs.contacts.")
    share: Share = Field(description="The share of demand it takes, as 12%.")
    from_: Date | None = Field(None, alias="from", description="First day [always].")


def _first_day(entry: Deflection) -> date:
    return entry.from_ or date.min


class Hotline(_Keys):
    """One line that callers ring."""

    title: Text | None = Field(None, description="Free text.")
    calls_per_day: CallsPerDay | None = Field(
        None, description="Calls of an ordinary open day, at the driver's first value, as 9000."
    )
    share: Share | None = Field(
        None, description="Share of the file's calls_per_day, instead of calls_per_day, as 64%."
    )
    scales_with: Reference | None = Field(None, description="The driver that multiplies the calls [none].")
    aht_s: Aht = Field(alias="aht", description="Mean handling time: talk and after-call work, as 3m 20s.")
    patience_s: Patience = Field(
        None,
        alias="patience",
        description="Mean time a caller is ready to wait, as 2m [endless: nobody hangs up].",
    )
    aht_cv: Variation | None = Field(
        None,
        description="Standard deviation / mean of handling times, log-normal, for simulate; as 1.3 [exponential].",
    )
    patience_law: PatienceLaw | None = Field(
        None,
        description="Law of the patience, for simulate: weibull(0.7), lognormal(1.1) or exponential [exponential].",
    )
    hangs_up_at_once: Share | None = Field(
        None, description="Share of callers who leave if nobody is free, for simulate; as 8% [none]."
    )
    hours: OpeningHours = Field(
        ((0, 86_400),),
        description="Opening hours: 08:00-20:00, or by weekday; a day not named is closed [00:00-24:00].",
    )
    weekdays: WeekdayFactors = Field(
        {}, description="Factors by weekday, as {mon: 120%, sat-sun: 40%} [100%]."
    )
    months: MonthFactors = Field({}, description="Factors by month, as {jan: 80%, jun-aug: 90%} [100%].")
    profile: Profile = Field(
        "flat",
        description="Weights of the day by clock time; each holds until the next, before the first 0 [flat].",
    )
    deflect: list[Deflection] = Field([], description="What other channels take [nothing].")

    @field_validator("deflect")
    @classmethod
    def _check_something_is_left(cls, entries: list[Deflection]) -> list[Deflection]:
        in_force: dict[str, Fraction] = {}
        taken = Fraction(0)
        for day, begun in groupby(sorted(entries, key=_first_day), key=_first_day):
            for entry in begun:
                taken += entry.share - in_force.get(entry.to, 0)
                in_force[entry.to] = entry.share
            if taken >= 1:
                when = "together" if day == date.min else f"from {day} on"
                share = units.plain_text(taken * 100)
                message = f"the channels take {share} % of demand {when}, and no call is left"
                raise refuse(message, "their shares have to stay below 100 %")
        return entries


class When(_Keys):
    """The days of a peak, said in one way: days of the month, a span, or single dates."""

    days_of_month: DaysOfMonth | None = Field(None, description='As 15-26, or "1,15".')
    from_: Date | None = Field(None, alias="from", description="First day of a span.")
    to: Date | None = Field(None, description="Last day of a span, inclusive.")
    dates: list[Date] | None = Field(None, min_length=1, description="As [2014-05-09, 2014-06-12].")

    @model_validator(mode="after")
    def _check_one_way(self) -> Self:
        is_span = self.from_ is not None or self.to is not None
        ways = (self.days_of_month is not None) + is_span + (self.dates is not None)
        if ways != 1:
            message = "the days of a peak are said in two ways" if ways else "the days of a peak are not said"
            raise refuse(message, "give one of days_of_month, from and to, or dates")
        if is_span and (self.from_ is None or self.to is None):
            raise refuse(f"the span has no {'from' if self.from_ is None else 'to'}", "give both from and to")
        _check_order("the peak", self.from_, self.to)
        return self


class Peak(_Keys):
    """Days on which demand is multiplied."""

    when: Annotated[When, FIGURE] = Field(description="Its days, as {days_of_month: 15-26}.")
    multiply: dict[Name, Factor] = Field(
        min_length=1, description='Factor by hotline, as {mfc: 1.78}; "*" is every hotline not named here.'
    )


class LongServiceLevel(_Keys):
    """The long form of a service level."""

    answered: Share = Field(description="The share of calls, as 80%.")
    within_s: Duration = Field(alias="within", description="The threshold, as 20s.")
    of: OfCalls = Field("offered", description="Share of which calls [offered].")


class Targets(_Keys):
    """What callers are promised, and what operators are spared."""

    service_level: (
        Annotated[
            Annotated[ShortServiceLevel, Tag(TEXT)] | Annotated[LongServiceLevel, Tag(MAP)],
            Discriminator(shape_of),
            FIGURE,
        ]
        | None
    ) = Field(None, description="Share of offered calls answered within a threshold, as 80% in 20s.")
    max_asa_s: Duration | None = Field(
        None, alias="max_asa", description="Mean wait of answered callers at most, as 40s."
    )
    max_abandonment: Share | None = Field(None, description="Share of callers who hang up at most, as 5%.")
    max_occupancy: Share | None = Field(None, description="Busy time / time on duty at most, as 90%.")


class Group(_Keys):
    """Hotlines that share operators."""

    title: Text | None = Field(None, description="Free text.")
    hotlines: list[Reference] = Field(min_length=1, description="Who shares the operators, as [mfc, portal].")
    operators: Operators | None = Field(
        None,
        description="On duty today: 140, or steps by clock time, as {08:00: 90, 10:00: 140}.",
    )
    min_operators: Count = Field(0, description="Never fewer on duty while the group is open [0].")
    shrinkage: Shrinkage | None = Field(None, description="Instead of the file's shrinkage.")
    targets: Targets = Field(default_factory=Targets, description="Replace the file's targets one by one.")
    model: Model | None = Field(None, description="Instead of the file's model.")


class Costs(_Keys):
    """Prices."""

    operator_hour: Money | None = Field(
        None, description="Price of one paid hour, as 420 RUB [labour cost unknown]."
    )
    contacts: dict[Name, Money] = Field({}, description="Price of one contact by channel, as {sms: 1.5 RUB}.")


class Contract(_Keys):
    """What a provider serves, how much of it, at what price."""

    provider: Text | None = Field(None, description="Free text.")
    first: Date = Field(alias="from", description="First day.")
    last: Date = Field(alias="to", description="Last day, inclusive.")
    unit: Unit = Field(description="What is counted: calls, minutes or operator_hours.")
    volume: Volume = Field(description="Units inside the contract, as 8_500_000.")
    price: Money = Field(description="Per unit inside the volume, as 21 RUB.")
    overage: Money | None = Field(
        None, description="Per unit beyond the volume [nothing beyond it is served]."
    )

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        _check_order("the contract", self.first, self.last)
        return self


class Budget(_Keys):
    """The money there is, the money asked for, and what both pay for."""

    amount: Money = Field(description="As 380 mln RUB.")
    extra: Money | None = Field(None, description="Asked for, not yet granted.")
    covers: Covers = Field(
        "labour",
        description="What it pays for: contract, labour, or all of contract, labour and contacts "
        "[contract where there is one, else labour].",
    )


class Where(_Keys):
    """Which rows of the plan a limit is about; nothing: the whole plan."""

    group: Reference | None = Field(None, description="One group [all together, or the worst].")
    month: Month | None = Field(None, description="One month, as 2014-05.")
    date: Date | None = Field(None, description="One day, as 2014-05-19.")
    peak: Reference | None = Field(None, description="The days on which this peak is on.")
    weekday: WeekdayKey | None = Field(None, description="These days of the week, as mon-fri.")
    hours: Hours | None = Field(None, description="Intervals that begin in these hours, as 09:00-12:00.")

    @property
    def narrowest(self) -> str:
        """The longest period of which rows can be told apart by what is given."""
        if self.hours is not None:
            return "interval"
        if any(value is not None for value in (self.date, self.peak, self.weekday)):
            return "day"
        return "horizon" if self.month is None else "month"


class Limit(_Keys):
    """A limit that `check` holds a plan against."""

    id: Name = Field(description="Its name, which stays when lines move, as horizon-cost.")
    metric: LimitMetric = Field(description="A figure of the plan: see mfc-capacity schema metrics.")
    where: Where = Field(default_factory=Where, description="Rows it is about [the whole plan].")
    per: Period | None = Field(
        None, description="Judge each horizon, month, day or interval [what where and the metric ask for]."
    )
    max: Bound | None = Field(None, description="At most this, in the metric's unit, as 2m or 90 mln RUB.")
    min: Bound | None = Field(None, description="At least this.")
    max_increase: Increase | None = Field(
        None, description="At most this more than the baseline, as 5% or 20; of a share as 2 pp."
    )
    level: Level = Field("error", description="error fails a pipeline, warning does not [error].")

    @model_validator(mode="after")
    def _check_one_bound(self) -> Self:
        bounds = [bound for bound in (self.max, self.min, self.max_increase) if bound is not None]
        if len(bounds) != 1:
            number = "two bounds" if bounds else "no bound"
            raise refuse(f"the limit {self.id} has {number}", "give one of max, min or max_increase")
        return self

    @model_validator(mode="after")
    def _check_period(self) -> Self:
        if self.metric.is_account and (self.per or self.where.model_fields_set):
            message = f"{self.metric.name} is one figure of the whole plan"
            raise refuse(message, "delete per and where", at="metric")
        try:
            period = self.period
        except units.UnitError as error:
            raise refuse(error.message, error.hint, at="metric") from None
        if self.max_increase is not None and period == "interval":
            raise refuse(
                "max_increase compares horizons, months and days, not intervals",
                "limit a metric of the table days",
                at="max_increase",
            )
        return self

    @property
    def period(self) -> str:
        """The period that is judged, or the account."""
        return self.metric.period(self.where.narrowest, self.per)


class LimitsFile(_Keys):
    """Limits for one or many scenarios, in a file of their own."""

    schema_: LimitsSchema = Field("mfc-capacity/limits/1", alias="schema", description="The format.")
    title: Text | None = Field(None, description="Free text.")
    limits: list[Limit] = Field(min_length=1, description="The limits.")


class Variant(_Keys):
    """A named patch of this file."""

    title: Text | None = Field(None, description="Free text.")
    set: dict[str, Any] = Field(
        description="Dotted path: value, as hotlines.mfc.aht: 4m; null removes what is there."
    )


class ScenarioFile(_Keys):
    """A scenario of mfc-capacity."""

    schema_: Schema = Field("mfc-capacity/scenario/1", alias="schema", description="The format of this file.")
    title: Text | None = Field(None, description="Free text.")
    currency: Currency | None = Field(None, description="Currency of every amount, as RUB.")
    extends: Text | None = Field(
        None, description="A file that this one is merged onto; null removes a key of it."
    )
    method: Method = Field(
        METHOD,
        description="stationary: every interval by itself; time-dependent: the queue carried through the day "
        f"[{METHOD}].",
    )
    calendar: Calendar = Field(default_factory=Calendar, description="The planned days [one ordinary day].")
    full_time_week_s: Week = Field(
        144_000.0, alias="full_time_week", description="Paid hours of one FTE a week [40h]."
    )
    drivers: dict[Name, Timeline] = Field(
        {}, description="What demand grows with: {date: value}, each holds until the next."
    )
    calls_per_day: CallsPerDay | None = Field(
        None, description="The whole file's calls a day, for hotlines with a share."
    )
    hotlines: dict[Name, Hotline] = Field(min_length=1, description="The lines that callers ring, by name.")
    peaks: dict[Name, Peak] = Field({}, description="Days on which demand is multiplied, by name.")
    groups: dict[Name, Group] = Field({}, description="Hotlines that share operators [each by itself].")
    targets: Targets = Field(
        default_factory=Targets, description="The targets of every group [service_level: 80% in 20s]."
    )
    shrinkage: Shrinkage | None = Field(
        None,
        description="Paid time not on duty: 30%, or parts that add up, as {leave: 12%, breaks: 9%} [0%].",
    )
    model: Model | None = Field(
        None,
        description="erlang-a: callers hang up; erlang-c: never [erlang-a where a hotline has a patience].",
    )
    costs: Costs = Field(
        default_factory=Costs, description="Prices of an operator's hour and of other channels."
    )
    contract: Contract | None = Field(None, description="What a provider serves, at what price.")
    contracts: list[Contract] | None = Field(None, description="Several contracts, instead of contract.")
    budget: Budget | None = Field(None, description="The money there is.")
    limits: list[Limit] = Field([], description="What check holds the plan against [nothing].")
    variants: dict[Name, Variant] = Field({}, description="Named patches of this file, for --variant.")

    @model_validator(mode="after")
    def _check_contracts(self) -> Self:
        if self.contract is not None and self.contracts is not None:
            raise refuse(
                "contract stands beside contracts",
                "move it into the list of contracts",
                at="contract",
                at_key=True,
            )
        return self
