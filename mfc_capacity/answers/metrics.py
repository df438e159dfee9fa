"""What a limit may be about: the figures of a plan, each with its unit, and how a limit on it is written.

A metric is a column of the plan's tables, or a figure of the contract or of the budget. The table it is read
from is chosen by the period that a limit judges: `summary` for the whole horizon, `months`, `weeks`, `days`,
`intervals`; what shifts come to is known of each group's heaviest week, in `headcount`. Figures that add up (calls,
hours, money, people on duty at one moment) are added over groups; waits and shares never are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mfc_capacity.answers.columns import COLUMNS, DELIVERED, HEADCOUNT, PLAN_TABLES, VARIED, VARIED_GIVEN
from mfc_capacity.answers.records import Better
from mfc_capacity.files import units
from mfc_capacity.files.problems import say
from mfc_capacity.files.units import UnitError

PERIODS = ("horizon", "month", "week", "day", "interval")
HEAVIEST_WEEK = "heaviest-week"  # of each group, the only days whose shifts are looked for
TABLES = {
    **dict(zip(PERIODS, ("summary", "months", "weeks", "days", "intervals"), strict=True)),
    HEAVIEST_WEEK: HEADCOUNT.name,
}
ACCOUNT = "account"
_LARGEST = 10**15

# The queue's growth is null wherever there is none, so no limit could be kept; operators_short says as much. What is
# delivered is worked out for some days only.
_LIMITED_KINDS = {"count", "calls", "erlangs", "seconds", "share", "hours", "fte", "money"}
_NO_METRICS = {"given_queue_growth_per_hour", "operators_needed", "wait_level", "lines", *DELIVERED}
_ADD_UP = {
    *("calls", "contacts", "offered_load_erlangs", "fte", "fte_given", "labour_cost", "contact_cost", "cost"),
    *("operators_required", "operators_paid", "operators_given", "operators_short"),
    *("operator_hours_required", "operator_hours_paid", "operator_hours_given", "operator_hours_short"),
    "operator_hours_after_duty",
}
MONEY_KINDS = ("money", "price")
_KINDS = {"cost_per_call": "price"}  # money of which the hundredths matter
_OF_DAYS = {"days_missed", "given_days_missed"}
_OF_GROUPS = {*VARIED, *VARIED_GIVEN}
_OF_THE_HORIZON = {
    *("days_open", "peak_calls", "peak_operators_required", "peak_operators_paid", "cost_per_call"),
    *_OF_GROUPS,
    *_OF_DAYS,
}
_OF_SHIFTS = ("headcount", "shift_cost")
_ACCOUNTS: tuple[tuple[str, str, Better], ...] = (
    ("contract.used", "units", "low"),
    ("contract.inside", "units", None),
    ("contract.beyond", "units", "low"),
    ("contract.unserved", "units", "low"),
    ("contract.left", "units", "high"),
    ("contract.cost_inside", "money", "low"),
    ("contract.cost_beyond", "money", "low"),
    ("contract.cost", "money", "low"),
    ("contract.exhausted_on", "date", "high"),
    ("contract.months_covered", "months", "high"),
    ("budget.cost", "money", "low"),
    ("budget.headroom", "money", "high"),
    ("budget.headroom_with_extra", "money", "high"),
    ("budget.money_ends_on", "date", "high"),
    ("budget.money_ends_on_with_extra", "date", "high"),
    ("people.short_weeks", "count", "low"),
    ("people.worst_fte", "fte", "low"),
    ("people.cost", "money", "low"),
)
# A day that does not come is null, and so is one that cannot be told: then this figure is null too.
TELLS_THE_DAY = {
    "contract.exhausted_on": "contract.cost",
    "budget.money_ends_on": "budget.headroom",
    "budget.money_ends_on_with_extra": "budget.headroom_with_extra",
}


@dataclass(frozen=True)
class Metric:
    """A figure that can be limited: where it stands by period, its unit, which values are better."""

    name: str
    kind: str
    better: Better
    periods: tuple[str, ...]
    adds_up: bool = False

    @property
    def is_account(self) -> bool:
        """Whether it is a figure of the contract, the budget or the people."""
        return self.periods == (ACCOUNT,)

    @property
    def is_of_people(self) -> bool:
        """Whether it is a figure of who is employed and planned to be hired, which a plan has not."""
        return self.name.startswith("people.")

    @property
    def is_of_shifts(self) -> bool:
        """Whether it is a figure of shifts, which have to be looked for."""
        return self.periods == (HEAVIEST_WEEK,)

    @property
    def counts_days(self) -> bool:
        """Whether it is a number of days, which is added over those that a limit is about."""
        return self.name in _OF_DAYS

    @property
    def is_of_groups(self) -> bool:
        """Whether it is a figure of groups whose days vary, and not of groups together."""
        return self.name in _OF_GROUPS

    @property
    def is_per_call(self) -> bool:
        """Whether it is money over calls, which all groups together have too."""
        return self.kind == "price"

    @property
    def is_given(self) -> bool:
        """Whether only groups that state their operators have it."""
        return self.name.startswith("given_") or self.name.endswith(("_given", "_short"))

    def is_wrong_way(self, bound: str) -> bool:
        """Return whether a bound keeps the better values away: a `max` of what should be high."""
        return (self.better, bound) in (("high", "max"), ("low", "min"))

    def read(self, text: str, currency: str | None) -> float | str:
        """Read an amount in the metric's unit; dates stay text.

        Raises:
            UnitError: if the text has another unit or none.
        """
        try:
            return _READERS[self.kind](text, currency)
        except UnitError as error:
            hint = say("metrics.written_as", metric=self.name, kind=self.kind, hint=error.hint)
            raise UnitError(error.message, hint) from None

    def read_increase(self, text: str, currency: str | None) -> tuple[float, bool]:
        """Read an increase, and whether it is a share of the baseline: 5%, or an amount in the metric's unit.

        Raises:
            UnitError: as `read`; a share grows by percentage points (2 pp) or by a part of itself (5%).
        """
        if self.kind == "date":
            raise UnitError(
                say("metrics.date_has_no_increase", metric=self.name), say("metrics.LIMIT_A_DATE")
            )
        if text.endswith("%"):
            return float(units.read_factor(text)), True
        if self.kind != "share":
            return float(self.read(text, currency)), False
        points = text.removesuffix("pp").strip()
        if points == text:
            raise UnitError(
                say("metrics.ambiguous_increase", text=text[:60]), say("metrics.WRITE_AN_INCREASE")
            )
        return float(Fraction(units.read_number(points)) / 100), False

    def period(self, narrowest: str, asked: str | None = None) -> str:
        """Return the period that a limit judges: asked for, or the longest that its `where` allows, of a span each day.

        Raises:
            UnitError: if the metric does not stand in any table of such periods.
        """
        if self.is_account or self.is_of_shifts:
            return self.periods[0]
        fitting = [period for period in self.periods if PERIODS.index(period) >= PERIODS.index(narrowest)]
        if asked in fitting:
            return asked
        if asked or not fitting:
            message = say("metrics.not_per_period", metric=self.name, period=asked or narrowest)
            raise UnitError(message, say("metrics.stands_per", periods=self.periods))
        by_day = narrowest == "week" or (
            narrowest == "horizon" and not self.adds_up and self.name not in _OF_THE_HORIZON
        )
        return "day" if by_day and "day" in fitting else fitting[0]


def _number(text: str, _currency: str | None) -> float:
    number = units.read_number(text)
    if not 0 <= number <= _LARGEST:
        raise UnitError(say("metrics.out_of_range", text=text[:60], most=_LARGEST))
    return float(number)


def _hours(text: str, currency: str | None) -> float:
    number = text.removesuffix("hours").removesuffix("h").strip()
    if number == text:
        raise UnitError(say("units.no_unit", text=text[:60]), say("metrics.in_hours", number=text[:60]))
    return _number(number, currency)


def _months(text: str, currency: str | None) -> float:
    return _number(text.removesuffix("months").strip(), currency)


def _count(text: str, _currency: str | None) -> float:
    return units.read_count(text)


def _seconds(text: str, _currency: str | None) -> float:
    return units.read_duration_s(text)


def _share(text: str, _currency: str | None) -> float:
    return float(units.read_small_share(text))


def _money(text: str, currency: str | None) -> float:
    amount: Decimal = units.read_money(text, currency)
    return float(amount)


def _date(text: str, _currency: str | None) -> str:
    return units.read_date(text).isoformat()


_READERS: dict[str, Callable[[str, str | None], float | str]] = {
    "count": _count,
    "calls": _number,
    "erlangs": _number,
    "fte": _number,
    "seconds": _seconds,
    "share": _share,
    "hours": _hours,
    "money": _money,
    "price": _money,
    "units": _number,
    "months": _months,
    "date": _date,
}


def _column_metrics() -> dict[str, Metric]:
    columns = {
        column.name: column
        for spec in PLAN_TABLES.values()
        for column in spec.columns(with_given=True, asked=spec.asked)
        if column.kind in _LIMITED_KINDS and column.name not in _NO_METRICS
    }
    periods = {
        name: tuple(
            period
            for period in PERIODS
            for table in [PLAN_TABLES[TABLES[period]]]
            if name in {*table.names, *table.given, *table.asked}
        )
        for name in columns
    }
    return {
        name: Metric(name, _KINDS.get(name, column.kind), column.better, periods[name], name in _ADD_UP)
        for name, column in columns.items()
        if periods[name]
    }


METRICS = {
    **_column_metrics(),
    **{name: Metric(name, kind, better, (ACCOUNT,)) for name, kind, better in _ACCOUNTS},
    **{
        name: Metric(name, COLUMNS[name].kind, COLUMNS[name].better, (HEAVIEST_WEEK,), adds_up=True)
        for name in _OF_SHIFTS
    },
}
