"""Frozen records of every answer, and the version of the schema that each one keeps.

An answer is data before it is text: tables of flat records, warnings, assumptions. Every column is declared once, with its
unit, its meaning and the direction in which rounding would flatter; the same name means the same in every table. Renderers
read these declarations, and so does the JSON Schema that a script can check an answer against.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

PLAN_SCHEMA = "mfc-capacity/plan/1.0"
ERLANG_SCHEMA = "mfc-capacity/erlang/1.0"

Kind = Literal[
    "text",
    "date",
    "month",
    "time",
    "count",
    "calls",
    "erlangs",
    "seconds",
    "share",
    "hours",
    "fte",
    "money",
    "lines",
]
Cell = str | int | float | None


@dataclass(frozen=True)
class Column:
    """One column of a table: its unit, what it means, and which way of rounding would flatter the plan."""

    name: str
    kind: Kind
    meaning: str
    better: Literal["high", "low"] | None = None


@dataclass(frozen=True)
class Table:
    """Flat records under declared columns; `keys` is how many leading columns identify a row."""

    name: str
    columns: tuple[Column, ...]
    keys: int
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> Iterator[dict[str, Cell]]:
        """Yield the rows as mappings from column name to cell."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class ScenarioInfo:
    """Which scenario an answer belongs to; paths are never absolute, so that two machines agree."""

    title: str | None
    path: str
    sha256: str
    variant: str | None
    overrides: tuple[str, ...]
    extends: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SourcedFigure:
    """A figure of the scenario as it is written: with its source, or owned as an assumption (source None)."""

    key: str
    value: str
    source: str | None
    location: str | None


@dataclass(frozen=True)
class Caution:
    """A figure that may mislead: a stable code, the facts for its sentence, the place it stems from."""

    code: str
    facts: Mapping[str, Cell]
    location: str | None


@dataclass(frozen=True)
class DayShape:
    """The operators of one group through one day, by interval, for the pictures; None where the group is closed."""

    group: str
    date: str | None
    interval_s: int
    required: tuple[int | None, ...]
    given: tuple[int | None, ...] | None


@dataclass(frozen=True)
class Plan:
    """How many operators each group needs, what callers wait, and what it costs."""

    scenario: ScenarioInfo
    method: str
    currency: str | None
    calendar: tuple[str, str] | None
    interval_s: int
    assumptions: tuple[SourcedFigure, ...]
    sources: tuple[SourcedFigure, ...]
    cautions: tuple[Caution, ...]
    tables: Mapping[str, Table]
    peak_days: tuple[DayShape, ...]


@dataclass(frozen=True)
class Written:
    """The user's own cells as they stand in a file, by column, and the dialect of CSV that they are written in."""

    dialect: str
    cells: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Calculation:
    """Intervals without a scenario, each solved by itself.

    `one_fewer` is what one operator fewer would give, for a single interval with targets; `written` is there for a file of rows.
    """

    table: Table
    cautions: tuple[Caution, ...] = ()
    one_fewer: Mapping[str, Cell] | None = None
    written: Written | None = None


def _column_index(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


COLUMNS = _column_index(
    Column("date", "date", "the day; null where the scenario has no calendar"),
    Column("month", "month", "the month, as YYYY-MM; null where the scenario has no calendar"),
    Column("start", "time", "the clock time at which the interval begins"),
    Column("group", "text", "the group of hotlines that shares operators; `total` is all groups together"),
    Column("calls", "calls", "calls offered to operators, after deflection"),
    Column("aht_s", "seconds", "mean handling time: talk and after-call work", "low"),
    Column("patience_s", "seconds", "mean time a caller is ready to wait; null: callers never hang up"),
    Column("offered_load_erlangs", "erlangs", "calls per hour times handling time in hours"),
    Column("model", "text", "the formula used: erlang-a (callers hang up) or erlang-c (they never do)"),
    Column("operators_required", "count", "the smallest number on duty that meets every target"),
    Column("operators_paid", "count", "on duty / (1 - shrinkage), in whole people"),
    Column("bound_by", "text", "the target that decided the number of operators"),
    Column("status", "text", "ok, or no-calls: nobody calls, so waits and shares do not exist"),
    Column(
        "service_level", "share", "share of calls answered in time, as the group's target defines it", "high"
    ),
    Column("min_service_level", "share", "the service level of the worst interval", "high"),
    Column("asa_s", "seconds", "mean wait of answered callers (ASA)", "low"),
    Column("mean_wait_s", "seconds", "mean wait of all callers, those who hang up included", "low"),
    Column("p_wait", "share", "share of callers who wait at all", "low"),
    Column("abandonment", "share", "share of callers who hang up before an answer", "low"),
    Column("occupancy", "share", "busy time / time on duty", "low"),
    Column("peaks", "text", "the scenario's peaks that are on that day"),
    Column("contacts", "calls", "contacts that other channels take instead of a call"),
    Column("days_open", "count", "days on which the group is open"),
    Column("peak_date", "date", "the day of the interval that needs the most operators"),
    Column("peak_start", "time", "the start of the interval that needs the most operators"),
    Column("peak_calls", "calls", "calls in that interval"),
    Column("peak_operators_required", "count", "operators on duty that it needs"),
    Column("peak_operators_paid", "count", "operators on the payroll behind them"),
    Column("peak_bound_by", "text", "the target that decided that number"),
    Column("operator_hours_required", "hours", "hours on duty"),
    Column("operator_hours_paid", "hours", "paid hours: on duty / (1 - shrinkage)"),
    Column(
        "labour_cost",
        "money",
        "paid hours times the price of an operator hour; null: no price is given",
        "low",
    ),
    Column("contact_cost", "money", "deflected contacts times their prices; null: a price is missing", "low"),
    Column("cost", "money", "labour and contacts together; null: one of them is unknown", "low"),
    Column("fte", "fte", "paid hours in full-time jobs", "low"),
    Column("operators_given", "count", "operators on duty that the scenario states"),
    Column("operators_short", "count", "how many of them are missing against the requirement", "low"),
    Column(
        "given_queue_growth_per_hour",
        "calls",
        "where overloaded: calls by which the queue grows each hour",
        "low",
    ),
    Column("operator_hours_given", "hours", "hours on duty with the operators given"),
    Column("operator_hours_short", "hours", "hours on duty missing against the requirement", "low"),
    Column("given_status", "text", "with the operators given: ok, overloaded, unstaffed or no-calls"),
    Column("given_service_level", "share", "service level with the operators given", "high"),
    Column("given_asa_s", "seconds", "mean wait of answered callers with the operators given", "low"),
    Column("given_mean_wait_s", "seconds", "mean wait of all callers with the operators given", "low"),
    Column("given_abandonment", "share", "share of callers who hang up with the operators given", "low"),
    Column("given_occupancy", "share", "busy time / time on duty with the operators given", "low"),
)


@dataclass(frozen=True)
class TableSpec:
    """The columns of one table, in order; `given` columns stand only where the scenario states operators on duty."""

    name: str
    title: str
    key_names: tuple[str, ...]
    names: tuple[str, ...]
    given: tuple[str, ...]

    def columns(self, *, with_given: bool) -> tuple[Column, ...]:
        """Return the declared columns, keys first."""
        names = self.key_names + self.names + (self.given if with_given else ())
        return tuple(COLUMNS[name] for name in names)

    def table(self, rows: tuple[tuple[Cell, ...], ...], *, with_given: bool) -> Table:
        """Put rows under the columns of this table."""
        return Table(self.name, self.columns(with_given=with_given), len(self.key_names), rows)


_WAITS = ("service_level", "asa_s", "mean_wait_s", "p_wait", "abandonment", "occupancy")
_GIVEN_WAITS = (
    "given_status", "given_service_level", "given_asa_s", "given_mean_wait_s", "given_abandonment", "given_occupancy",
)  # fmt: skip
_PEAK = ("peak_start", "peak_calls", "peak_operators_required", "peak_operators_paid", "peak_bound_by")
_SPAN = (
    "operator_hours_required", "operator_hours_paid", "labour_cost", "contact_cost", "cost",
    "service_level", "min_service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy",
)  # fmt: skip
_SPAN_GIVEN = ("operator_hours_given", "operator_hours_short", *_GIVEN_WAITS)

SUMMARY = TableSpec(
    "summary", "The whole horizon by group", ("group",),
    ("days_open", "calls", "contacts", "peak_date", *_PEAK, *_SPAN, "fte"), _SPAN_GIVEN,
)  # fmt: skip
MONTHS = TableSpec(
    "months", "Month by month", ("month", "group"),
    ("days_open", "calls", "contacts", "peak_date", *_PEAK, *_SPAN, "fte"), _SPAN_GIVEN,
)  # fmt: skip
DAYS = TableSpec(
    "days", "Day by day", ("date", "group"), ("peaks", "calls", "contacts", *_PEAK, *_SPAN), _SPAN_GIVEN
)
INTERVALS = TableSpec(
    "intervals", "Interval by interval", ("date", "start", "group"),
    ("calls", "aht_s", "patience_s", "offered_load_erlangs", "model", "operators_required", "operators_paid",
     "bound_by", "status", *_WAITS),
    ("operators_given", "operators_short", *_GIVEN_WAITS, "given_queue_growth_per_hour"),
)  # fmt: skip
PLAN_TABLES = {spec.name: spec for spec in (SUMMARY, MONTHS, DAYS, INTERVALS)}
