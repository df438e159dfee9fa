"""A scenario as the planning uses it: every default filled in, every hotline in exactly one group.

Clock times are seconds of the day, weekdays count from Monday, months from January. Shares of people
(shrinkage) and money stay exact.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from mfc_capacity.core.targets import TARGETS, ServiceLevelOf
from mfc_capacity.files.units import HOLIDAY, Law, ServiceLevel, WaitLimit
from mfc_capacity.scenario.clock_changes import ClockChange

if TYPE_CHECKING:
    from mfc_capacity.scenario.table_files import NamedFile
    from mfc_capacity.scenario.tabled import Roster, Volumes

Spans = tuple[tuple[int, int], ...]
ClockSteps = tuple[tuple[int, float], ...]
Steps = tuple[tuple[int, int], ...]  # of operators, by clock

HOLIDAY_KINDS, DAY_KINDS = 7, 14  # where the kinds of a holiday begin, and how many there are

Value = TypeVar("Value")


@dataclass(frozen=True)
class Calendar:
    """The planned days, both inclusive; which of them are holidays, by name; which are planned as another kind of day.

    `days_like` leads to a weekday or to HOLIDAY, for a holiday on the date's own weekday. On all days but those with
    `clock_changes` every clock time comes once.
    """

    first: date
    last: date
    holidays: tuple[tuple[date, str], ...] = ()
    days_like: tuple[tuple[date, int], ...] = ()
    clock_changes: tuple[ClockChange, ...] = ()

    @property
    def dates(self) -> tuple[date, ...]:
        """The planned days."""
        return tuple(self.first + timedelta(days=k) for k in range((self.last - self.first).days + 1))

    @property
    def kinds(self) -> list[int]:
        """What each day is planned as; what it is planned like wins over a holiday."""
        holidays, days_like = {day for day, _ in self.holidays}, dict(self.days_like)
        kinds = []
        for day in self.dates:
            like = days_like.get(day)
            is_holiday = like == HOLIDAY or (like is None and day in holidays)
            kinds.append(day.weekday() + HOLIDAY_KINDS * is_holiday if like in (None, HOLIDAY) else like)
        return kinds


@dataclass(frozen=True)
class Timeline(Generic[Value]):
    """What changes over time: steps in order of their dates."""

    steps: tuple[tuple[date, Value], ...]

    def at(self, day: date | None) -> Value:
        """Return the value of the last step on or before a day; of a day without a date the first.

        No planned day lies before the first step.
        """
        begun = 0 if day is None else bisect_right(self.steps, day, key=itemgetter(0))
        return self.steps[max(begun - 1, 0)][1]


@dataclass(frozen=True)
class Deflection:
    """A share of demand that a channel takes from a date on (None: always).

    `returns` is the share of those who call after all, `rest_aht` the factor of the handling time of the calls left.
    """

    to: str
    share: float
    from_: date | None
    returns: float = 0.0
    rest_aht: float = 1.0


@dataclass(frozen=True)
class Redials:
    """Callers who come again: this share of those not served, each after an exponential time of this mean."""

    share: float
    after_s: float


@dataclass(frozen=True)
class Hotline:
    """One line: `calls_per_day` of an ordinary day; `patience_s` None: endless.

    `hours`, `weekdays` (factors), `profile` (rates of calls; None: flat) and `aht_s` are by kind of day: the weekdays
    from Monday, then a holiday on each of them. `profile` and `aht_s` are steps of the clock.
    `volumes` are the rows of its tables, which stand for `calls_per_day`, `weekdays` and `months` on their days.

    `varies` is by kind of day too: the coefficient of variation of a day's calls beyond chance.

    `aht_cv` is of a log-normal handling time; it and `patience_law` are exponential where they are None. With `redials`
    calls are first attempts.
    """

    title: str | None
    calls_per_day: float
    scales_with: str | None
    aht_s: tuple[ClockSteps, ...]
    patience_s: float | None
    aht_cv: float | None
    patience_law: Law | None
    hangs_up_at_once: float
    hours: tuple[Spans, ...]
    weekdays: tuple[float, ...]
    months: tuple[float, ...]
    profile: tuple[ClockSteps | None, ...]
    deflect: tuple[Deflection, ...]
    volumes: "Volumes | None" = None
    varies: tuple[float, ...] = (0.0,) * DAY_KINDS
    redials: Redials | None = None


@dataclass(frozen=True)
class Peak:
    """Days on which the demand of some hotlines is multiplied; the name "*" is every hotline not named."""

    days_of_month: tuple[int, ...]
    spans: tuple[tuple[date, date], ...]
    multiply: dict[str, float]

    def covers(self, day: date) -> bool:
        """Return whether the peak is on."""
        return day.day in self.days_of_month or any(first <= day <= last for first, last in self.spans)


@dataclass(frozen=True)
class TargetSet:
    """The targets of one group; None: no such target.

    `on_days` is the share of days on which they are kept where days vary; None: they are kept by the mean over days.
    """

    service_level: ServiceLevel | None = None
    max_asa_s: float | None = None
    max_abandonment: float | None = None
    max_occupancy: float | None = None
    on_days: float | None = None
    max_p_wait: float | None = None
    wait: WaitLimit | None = None
    max_busy: float | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is any target."""
        return any(getattr(self, row.field) is not None for row in TARGETS)

    @property
    def within_s(self) -> float:
        """The threshold of the service level; 20 seconds for the one that is shown where none is promised."""
        return 20.0 if self.service_level is None else self.service_level.within_s

    @property
    def service_level_of(self) -> ServiceLevelOf:
        """Which calls the service level is of."""
        return "offered" if self.service_level is None else self.service_level.of

    @property
    def short_s(self) -> float | None:
        """How soon those hang up who are left out of a level "short"; None for its threshold."""
        return None if self.service_level is None else self.service_level.short_s

    @property
    def wait_within_s(self) -> float | None:
        """The threshold of the target `wait`; None without one."""
        return None if self.wait is None else self.wait.within_s


@dataclass(frozen=True)
class Terms:
    """What a group is staffed by on a day.

    Attributes:
        targets: what its callers are promised.
        shrinkage: paid time that is not on duty.
        operators: steps of the clock of those on duty today; None: not stated.
        min_operators: the fewest while it is open.
        max_operators: the most; None: as many as it takes.
        lines: the most calls in service and waiting together; None: as many as come.
    """

    targets: TargetSet
    shrinkage: Fraction
    operators: Steps | None
    min_operators: int
    max_operators: int | None
    lines: int | None = None


@dataclass(frozen=True)
class Group:
    """Hotlines that share operators; `model` None: by patience.

    `shrinkage` is by month; `operators`, those on duty today, are by kind of day, as a hotline's hours.
    `roster` are the rows of the tables that they come from, if they do. `shifts` are those that its people may work;
    `shrinkage_without_breaks` is for shifts that hold breaks, None where the breaks in it are not told apart.
    """

    title: str | None
    hotlines: tuple[str, ...]
    targets: Timeline[TargetSet]
    shrinkage: Timeline[tuple[Fraction, ...]]
    operators: Timeline[tuple[Steps, ...]] | None
    min_operators: Timeline[int]
    max_operators: Timeline[int] | None
    model: Literal["erlang-c", "erlang-a"] | None
    roster: "Roster | None" = None
    lines: Timeline[int] | None = None
    shifts: tuple[str, ...] = ()
    shrinkage_without_breaks: Timeline[tuple[Fraction, ...]] | None = None

    @property
    def starts(self) -> list[date]:
        """The dates from which on something about its terms may be different, in order."""
        timelines = (
            *(self.targets, self.shrinkage, self.operators),
            *(self.min_operators, self.max_operators, self.lines),
        )
        return sorted({start for own in timelines if own is not None for start, _ in own.steps})

    def terms_on(self, day: date | None, kind: int) -> Terms:
        """Return what the group is staffed by on a day of a kind; of months, without a date, January."""
        by_month = self.shrinkage.at(day)
        return Terms(
            targets=self.targets.at(day),
            shrinkage=by_month[0 if day is None else day.month - 1],
            operators=None if self.operators is None else self.operators.at(day)[kind],
            min_operators=self.min_operators.at(day),
            max_operators=None if self.max_operators is None else self.max_operators.at(day),
            lines=None if self.lines is None else self.lines.at(day),
        )


@dataclass(frozen=True)
class Break:
    """Time away from the desk within a shift; it begins and ends within a window, in seconds from the shift's start."""

    length_s: int
    earliest_s: int
    latest_s: int
    is_paid: bool = True


@dataclass(frozen=True)
class Shift:
    """Presence of one length, breaks included, that begins at some times of the clock, on days of a pattern.

    Attributes:
        starts_s: the times at which it may begin, in order.
        length_s: of the presence.
        breaks: in their order; no window of one begins before that of another ends.
        days_on: days in a row that one person works.
        days_off: days in a row, after these, that the person does not.
        min_operators: the fewest who work it on any day.
        max_operators: the most; None: as many as it takes.
        max_share: of all people of a group, the largest share who work it; None: all may.
        cost_factor: of the price of an hour.
    """

    starts_s: tuple[int, ...]
    length_s: int
    breaks: tuple[Break, ...]
    days_on: int
    days_off: int
    min_operators: int = 0
    max_operators: int | None = None
    max_share: Fraction | None = None
    cost_factor: Fraction = Fraction(1)

    @property
    def cycle(self) -> int:
        """The days after which the pattern begins again."""
        return self.days_on + self.days_off

    @property
    def paid_s(self) -> int:
        """The paid time of one operator."""
        return self.length_s - sum(each.length_s for each in self.breaks if not each.is_paid)


@dataclass(frozen=True)
class Training:
    """The time between a class's first day and the first one of its people at work.

    Attributes:
        weeks: of it.
        drop_out: of a class, the share who never come to work.
        trainer_hours: of those at work, for each person who is trained, over all of it.
    """

    weeks: int
    drop_out: Fraction = Fraction(0)
    trainer_hours: float = 0.0


@dataclass(frozen=True)
class Classes:
    """Who may be hired beside those who are certain: classes of `least` to `most` people, `a_month` at most.

    None begins before `notice_weeks` have gone by since the calendar's first day.
    """

    least: int
    most: int
    a_month: int
    notice_weeks: int = 0


@dataclass(frozen=True)
class People:
    """Who is employed in a group, leaves it and comes to it.

    Attributes:
        employed: the calendar's first day, and those at work or on leave on it, trained.
        attrition: from a tenure in months since the day of hire on, the share of people who leave in a month.
        hires: Mondays, and how many people begin on each; of one before the calendar, how many of those are still in
            training on its first day.
        training: None: who is hired is at work at once.
        ramp: until so many weeks after training, the output of one person as a share of that of an experienced one.
        ramp_is_of_aht: whether it was written as handling times, of which these are the inverse.
        classes: None: nobody may be hired beside `hires`.
        overtime: of the hours of those on duty, the largest share that may be worked beside them.
        hire: what hiring one person costs.
        leave: what one who leaves costs.
        overtime_factor: of the price of an hour.
        shortage_factor: a missing hour counts as so many hours at their price.
    """

    employed: tuple[date, int]
    attrition: tuple[tuple[int, Fraction], ...]
    hires: tuple[tuple[date, int], ...] = ()
    training: Training | None = None
    ramp: tuple[tuple[int, Fraction], ...] = ()
    ramp_is_of_aht: bool = False
    classes: Classes | None = None
    overtime: Fraction = Fraction(0)
    hire: Decimal = Decimal(0)
    leave: Decimal = Decimal(0)
    overtime_factor: Fraction = Fraction(3, 2)
    shortage_factor: Decimal = Decimal(3)


@dataclass(frozen=True)
class Surcharge:
    """What an hour costs more, as a share of its price: at some `hours`, on some `days`; None: at all.

    Days are weekdays, and HOLIDAY.
    """

    add: Fraction
    hours: Spans | None
    days: tuple[int, ...] | None


@dataclass(frozen=True)
class Costs:
    """Prices; None or absent: unknown. `after_duty` is the share of the hour's price that an hour after duty has."""

    operator_hour: Decimal | None
    contacts: dict[str, Decimal]
    after_duty: Fraction = Fraction(0)
    surcharges: tuple[Surcharge, ...] = ()


@dataclass(frozen=True)
class PriceStep:
    """The price of a unit, up to so many of them in all; None: without end."""

    up_to: Decimal | None
    price: Decimal


@dataclass(frozen=True)
class MinimumFee:
    """What is paid at least: each month, or for the whole contract."""

    amount: Decimal
    per: Literal["month", "contract"]


@dataclass(frozen=True)
class Contract:
    """What a provider serves between two days, both inclusive.

    Attributes:
        provider: who it is.
        first: day of it.
        last: day of it.
        unit: what is counted.
        counts: which calls count where the unit is calls.
        volume: units inside it; None: without end.
        price: of a unit inside the volume; None where there are `prices`.
        overage: price of a unit beyond all other prices; None: nothing beyond them is served.
        prices: of the units in their order; none where there is one `price`.
        minimum_fee: what is paid at least.
    """

    provider: str | None
    first: date
    last: date
    unit: Literal["calls", "minutes", "operator_hours"]
    counts: Literal["offered", "answered", "first attempts"]
    volume: Decimal | None
    price: Decimal | None
    overage: Decimal | None
    prices: tuple[PriceStep, ...] = ()
    minimum_fee: MinimumFee | None = None

    @property
    def tariff(self) -> tuple[tuple[Fraction | None, Fraction], ...]:
        """The price of a unit and, before it, up to how many in all it holds; None: without end."""
        steps = self.prices or (PriceStep(self.volume, self.price or Decimal(0)),)
        if self.overage is not None:
            steps = (*steps, PriceStep(None, self.overage))
        return tuple(
            (None if each.up_to is None else Fraction(each.up_to), Fraction(each.price)) for each in steps
        )


@dataclass(frozen=True)
class Budget:
    """The money there is, the money asked for, and what both pay for."""

    amount: Decimal
    extra: Decimal | None
    covers: Literal["contract", "labour", "all"]


@dataclass(frozen=True)
class Scenario:
    """Everything that a plan is made from."""

    title: str | None
    currency: str | None
    method: Literal["stationary", "time-dependent"]
    calendar: Calendar | None
    interval_s: int
    full_time_week_s: float
    drivers: dict[str, Timeline[float]]
    hotlines: dict[str, Hotline]
    peaks: dict[str, Peak]
    groups: dict[str, Group]
    costs: Costs
    contracts: tuple[Contract, ...]
    budget: Budget | None
    files: "tuple[NamedFile, ...]" = ()
    varies_together: float = 0.0
    shifts: dict[str, Shift] = field(default_factory=dict)
    rest_s: int = 11 * 3600
    people: dict[str, People] = field(default_factory=dict)
