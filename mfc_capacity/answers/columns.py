"""Every column of every table, declared once, and which table has which.

A column has its unit, its meaning and the direction in which rounding would flatter; the same name means the same
in every table. Renderers, JSON Schemas and the documentation are made from these declarations. A column's place
in its table is kept: new ones are added behind those that were there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from mfc_capacity.answers.records import Cell, Column, Content, Kind, Table

_MEASURES: tuple[tuple[str, Kind, str, Literal["high", "low"]], ...] = (
    ("service_level", "share", "service level", "high"),
    ("asa_s", "seconds", "mean wait of answered callers", "low"),
    ("mean_wait_s", "seconds", "mean wait of all callers", "low"),
    ("abandonment", "share", "share of callers who hang up", "low"),
    ("occupancy", "share", "busy time / time on duty", "low"),
)


def _promised() -> Iterator[Column]:
    for name, kind, what, better in _MEASURES:
        yield Column(f"promised_{name}", kind, f"{what}, as the plan's method has it", better)


def _simulated() -> Iterator[Column]:
    for name, kind, what, better in _MEASURES:
        yield Column(f"simulated_{name}", kind, f"{what}, as the calls met it", better)
        beside = f"half of the 95 % confidence interval of simulated_{name}"
        yield Column(f"simulated_{name}_half_width", kind, beside, "low")


def _delivered() -> Iterator[Column]:
    for name, kind, what, better in _MEASURES:
        yield Column(
            f"delivered_{name}",
            kind,
            f"{what}, the queue being carried through the day; null: not looked at",
            better,
        )


_DECLARED = (
    Column("date", "date", "the day; null where the scenario has no calendar"),
    Column("month", "month", "the month, as YYYY-MM; null where the scenario has no calendar"),
    Column("start", "time", "the clock time at which the interval begins", nullable=False),
    Column(
        "group",
        "text",
        "the group of hotlines that shares operators; `total` is all groups together",
        nullable=False,
    ),
    Column("calls", "calls", "calls offered to operators, after deflection", nullable=False),
    Column("aht_s", "seconds", "mean handling time: talk and after-call work", "low"),
    Column("patience_s", "seconds", "mean time a caller is ready to wait; null: callers never hang up"),
    Column("offered_load_erlangs", "erlangs", "calls per hour times handling time in hours", nullable=False),
    Column("model", "text", "the formula used: erlang-a (callers hang up) or erlang-c (they never do)"),
    Column(
        "operators_required", "count", "the smallest number on duty that meets every target", nullable=False
    ),
    Column("operators_paid", "count", "on duty / (1 - shrinkage), in whole people", nullable=False),
    Column("bound_by", "text", "the target that decided the number of operators"),
    Column(
        "status", "text", "ok, or no-calls: nobody calls, so waits and shares do not exist", nullable=False
    ),
    Column(
        "service_level", "share", "share of calls answered in time, as the group's target defines it", "high"
    ),
    Column("min_service_level", "share", "the service level of the worst interval", "high"),
    Column("asa_s", "seconds", "mean wait of answered callers (ASA)", "low"),
    Column("mean_wait_s", "seconds", "mean wait of all callers, those who hang up included", "low"),
    Column("p_wait", "share", "share of callers who wait at all", "low"),
    Column("abandonment", "share", "share of callers who hang up before an answer", "low"),
    Column("occupancy", "share", "busy time / time on duty", "low"),
    Column("peaks", "text", "the scenario's peaks that are on that day", nullable=False),
    Column("contacts", "calls", "contacts that other channels take instead of a call", nullable=False),
    Column("days_open", "count", "days on which the group is open", nullable=False),
    Column("peak_date", "date", "the day of the interval that needs the most operators"),
    Column("peak_start", "time", "the start of the interval that needs the most operators"),
    Column("peak_calls", "calls", "calls in that interval"),
    Column("peak_operators_required", "count", "operators on duty that it needs", nullable=False),
    Column("peak_operators_paid", "count", "operators on the payroll behind them", nullable=False),
    Column("peak_bound_by", "text", "the target that decided that number"),
    Column("operator_hours_required", "hours", "hours on duty", nullable=False),
    Column("operator_hours_paid", "hours", "paid hours: on duty / (1 - shrinkage)", nullable=False),
    Column(
        "labour_cost",
        "money",
        "paid hours times the price of an operator hour; null: no price is given",
        "low",
    ),
    Column("contact_cost", "money", "deflected contacts times their prices; null: a price is missing", "low"),
    Column(
        "cost",
        "money",
        "labour and contacts together, or what the budget covers; null: a part of it is unknown",
        "low",
    ),
    Column("fte", "fte", "paid hours in full-time jobs", "low", nullable=False),
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
    Column("contract", "count", "the contract's number in the order of the dates, from 1", nullable=False),
    Column("used", "units", "units that demand takes: inside, beyond and unserved together", nullable=False),
    Column("used_total", "units", "units taken by the end of the month", nullable=False),
    Column("inside", "units", "units inside the contract's volume", nullable=False),
    Column("beyond", "units", "units beyond the volume, at the overage price", nullable=False),
    Column("unserved", "units", "units beyond a volume without an overage price", nullable=False),
    Column("cost_inside", "money", "units inside the volume times their price", "low", nullable=False),
    Column("cost_beyond", "money", "units beyond the volume times theirs", "low", nullable=False),
    Column("cost_total", "money", "cost by the end of the month; null: a part of it is unknown", "low"),
    Column("headroom", "money", "the budget less cost_total; below 0: money missing", "high", signed=True),
    Column(
        "headroom_with_extra",
        "money",
        "the same with the extra money; null: none asked for",
        "high",
        signed=True,
    ),
    Column("step", "count", "the place in the chain, from 1", nullable=False),
    Column(
        "part",
        "text",
        "hotline, load, operators, callers, one-fewer, given, people, money or day",
        nullable=False,
    ),
    Column("subject", "text", "the hotline or the group that the step is about", nullable=False),
    Column("quantity", "text", "what the value is, in words", nullable=False),
    Column("value", "number", "the value, in its unit; null: unknown, or no number"),
    Column(
        "unit",
        "text",
        "the unit of the row's figures, as calls or operator_hours; share, factor: 1 is 100 %; money: the currency",
    ),
    Column("written", "text", "an input as the scenario has it; null: computed, or left out"),
    Column(
        "formula", "text", "the arithmetic that leads to the value; null: an input, or a queueing formula"
    ),
    Column("note", "text", "what to know about it"),
    Column(
        "metric",
        "text",
        "the column of the plan's tables in which the value stands, or the figure of an account",
    ),
    Column("key", "text", "the key of an input in the scenario"),
    Column("location", "text", "where an input stands, as file:line:column"),
    Column(
        "source",
        "text",
        "where an input was taken from; assumption: it has no source; default: nobody wrote it",
    ),
    Column("code", "text", "the stable name of a warning", nullable=False),
    Column("meaning", "text", "what the warning says", nullable=False),
    Column("reason", "text", "why it matters", nullable=False),
    Column("remedy", "text", "what to do about it", nullable=False),
    Column("operators", "count", "operators on duty", nullable=False),
    Column("operator_hours", "hours", "hours on duty"),
    Column("promised_status", "text", "what the plan's method knows: as given_status", nullable=False),
    *_promised(),
    *_simulated(),
    Column("verdict", "text", "kept, short or unsure, by the confidence intervals; null: nobody calls"),
    Column("missed", "text", "the targets that are surely missed"),
    Column("intervals_kept", "count", "intervals that surely keep every target", nullable=False),
    Column("intervals_short", "count", "intervals that surely miss a target", nullable=False),
    Column("intervals_unsure", "count", "intervals too close to call", nullable=False),
    Column(
        "worst_start",
        "time",
        "the interval with the lowest service level, of those that fall short if any does",
    ),
    Column("worst_service_level", "share", "the service level of that interval", "high"),
    Column("worst_service_level_half_width", "share", "half of the 95 % confidence interval of that", "low"),
    Column(
        "operator_hours_time_dependent",
        "hours",
        "where intervals fall short: hours on duty that method: time-dependent plans to keep the promise",
    ),
    Column("replications", "count", "how many times the day was played", nullable=False),
    Column("calls_simulated", "count", "calls made in all of them", nullable=False),
    Column("call", "count", "the number of the call in the log, from 1", nullable=False),
    Column("replication", "count", "the number of the day played, from 1", nullable=False),
    Column("hotline", "text", "the hotline that was rung", nullable=False),
    Column(
        "arrived", "text", "when the call arrived: a date and a clock time, or a clock time", nullable=False
    ),
    Column("wait_s", "seconds", "time until an operator answered or the caller left", "low", nullable=False),
    Column("outcome", "text", "answered, abandoned, or hung-up-at-once", nullable=False),
    Column("handling_s", "seconds", "time the operator spent on the call; null: nobody answered"),
    *_delivered(),
    Column(
        "given_backlog",
        "calls",
        "callers who wait at the interval's end with the operators given, on average",
        "low",
    ),
    Column(
        "metric_unit",
        "text",
        "what the figure counts: count, calls, hours, fte, money, seconds, share ...",
        nullable=False,
    ),
    Column("before", "number", "the figure before; null: unknown, or not there", signed=True),
    Column("after", "number", "the figure after; null: unknown, or not there", signed=True),
    Column("change", "number", "after - before; null where one is unknown or not there", signed=True),
    Column(
        "change_share", "number", "change / before; null where before is unknown or not above 0", signed=True
    ),
    Column(
        "state",
        "text",
        "changed; added, removed: only one side has the row; only-before, only-after: the other side has no plan",
        nullable=False,
    ),
    Column("input", "text", "the dotted key of an input that changed", nullable=False),
    Column("value_before", "text", "its value before, as written; null: there was none"),
    Column("value_after", "text", "its value after, as written; null: there is none"),
    Column("location_before", "text", "where it stood, as file:line:column; null: nowhere, a default"),
    Column("location_after", "text", "where it stands, as file:line:column; null: nowhere, a default"),
    Column("cause", "text", "the changed input, or the inputs that are one cause, by key"),
    Column(
        "contribution",
        "number",
        "what the cause did of the change; together the causes make the change",
        nullable=False,
        signed=True,
    ),
    Column("account", "text", "contract or budget", nullable=False),
    Column("date_before", "date", "the day before the change; null: it does not come"),
    Column("date_after", "date", "the day after the change; null: it does not come"),
    Column(
        "change_days", "number", "days by which it moved; null where it comes on one side only", signed=True
    ),
    Column("money", "money", "the sum over the whole horizon; null: no budget limits the answer"),
    Column(
        "point",
        "text",
        "what the sum is: amount, amount+extra, targets (what they need), knee, asked; null: a step of the grid",
    ),
    Column("spent", "money", "what of the sum is spent; never more than it", "low"),
    Column("calls_in_time", "calls", "calls answered in time, as the group's target defines it", "high"),
    Column(
        "calls_in_time_per_1000",
        "calls",
        "calls answered in time by 1,000 more of the currency, at this sum",
        "high",
    ),
    Column(
        "service_level_at_most",
        "share",
        "of the total: no way to spend the sum reaches more; above service_level where the rest of the sum is too "
        "little for the next step",
        "high",
    ),
    Column(
        "operators_affordable",
        "count",
        "operators on duty that the sum pays for, placed where they help most",
    ),
    Column(
        "affordable_status",
        "text",
        "ok; unstaffed: calls meet nobody on duty somewhere; overloaded: a queue only grows somewhere, so that its "
        "wait is unknown and its calls count as late; no-calls; unaffordable: the sum does not pay min_operators",
        nullable=False,
    ),
    Column("days_paid", "count", "days from the first on that the sum pays in full", nullable=False),
    Column("lasts_until", "date", "the last of those days; null: not even the first"),
    Column(
        "calls_paid",
        "calls",
        "calls that the sum pays for, day by day from the first on",
        "high",
        nullable=False,
    ),
    Column("minutes_paid", "number", "minutes of handling that the sum pays for", "high", nullable=False),
    Column("calls_unpaid", "calls", "calls of the horizon that it does not pay for", "low", nullable=False),
    Column(
        "value_in_scenario", "number", "the scenario's own value; of full-time jobs: what the targets need"
    ),
    Column("value_beyond", "number", "the next value, which they do not carry"),
    Column("cost_beyond", "money", "what the money would have to pay at the next value", "low"),
    Column("broken_beyond", "text", "what the next value breaks: money, volume, operators of a group, limit"),
    Column("solve_status", "text", "ok, or no-answer: no value fits", nullable=False),
    Column(
        "sweep_status",
        "text",
        "ok; no-answer: a target is out of reach; invalid: the values do not fit together",
        nullable=False,
    ),
    Column("problem", "text", "why a point of the grid has no answer"),
)
COLUMNS = {column.name: column for column in _DECLARED}


@dataclass(frozen=True)
class TableSpec:
    """The columns of one table, keys first; those of `given` only where the scenario asks for them.

    It does by stating operators on duty, or, of the table contract, by having several contracts.
    """

    name: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    given: tuple[str, ...] = ()

    def columns(self, *, with_given: bool = False) -> tuple[Column, ...]:
        """Return the declared columns in order."""
        names = self.keys + self.names + (self.given if with_given else ())
        return tuple(COLUMNS[name] for name in names)

    def table(self, rows: Iterable[tuple[Cell, ...]], *, with_given: bool = False) -> Table:
        """Put rows under the columns of this table."""
        return Table(self.name, self.columns(with_given=with_given), len(self.keys), tuple(rows))

    def of_records(self, records: Iterable[Mapping[str, Content]], *, with_given: bool = False) -> Table:
        """Put the columns' cells of each record into a row."""
        names = [column.name for column in self.columns(with_given=with_given)]
        rows = (tuple(record[name] for name in names) for record in records)
        return self.table(cast("Iterable[tuple[Cell, ...]]", rows), with_given=with_given)


_WAITS = ("service_level", "asa_s", "mean_wait_s", "p_wait", "abandonment", "occupancy")
_GIVEN = ("status", "service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
_GIVEN_WAITS = tuple(f"given_{name}" for name in _GIVEN)
_PEAK = ("peak_start", "peak_calls", "peak_operators_required", "peak_operators_paid")
_HOURS = ("operator_hours_required", "operator_hours_paid")
_COSTS = ("labour_cost", "contact_cost", "cost")
_MEANS = ("service_level", "min_service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
_SPAN = (*_PEAK, *_HOURS, *_COSTS, *_MEANS)
_HORIZON = ("days_open", "calls", "contacts", "peak_date", *_SPAN, "fte", "peak_bound_by")
_HORIZON_GIVEN = (*_GIVEN_WAITS, "operator_hours_given", "operator_hours_short")
_LOAD = ("calls", "aht_s", "patience_s", "offered_load_erlangs", "model")
_OPERATORS = ("operators_required", "operators_paid", "bound_by", "status")
_SHORTFALL = (
    "operators_given",
    *_GIVEN_WAITS,
    "operators_short",
    "given_queue_growth_per_hour",
    "given_backlog",
)
_DELIVERED = tuple(column.name for column in _delivered())
MEASURES = tuple(name for name, *_ in _MEASURES)
DELIVERED = (*_DELIVERED, "given_backlog")  # only where the queue is carried through the day

SUMMARY = TableSpec("summary", ("group",), _HORIZON, _HORIZON_GIVEN)
MONTHS = TableSpec("months", ("month", "group"), _HORIZON, _HORIZON_GIVEN)
DAYS = TableSpec(
    "days", ("date", "group"), ("peaks", "calls", "contacts", *_SPAN, "peak_bound_by"), _HORIZON_GIVEN
)
INTERVALS = TableSpec(
    "intervals", ("date", "start", "group"), (*_LOAD, *_OPERATORS, *_WAITS, *_DELIVERED), _SHORTFALL
)
_VOLUME = ("unit", "used", "used_total", "inside", "beyond", "unserved", "cost_inside", "cost_beyond")
CONTRACT = TableSpec("contract", ("month",), _VOLUME, ("contract",))
CONTRACTS = TableSpec("contract", ("month", "contract"), _VOLUME)
BUDGET = TableSpec("budget", ("month",), ("cost", "cost_total", "headroom", "headroom_with_extra"))
PLAN_TABLES = {spec.name: spec for spec in (SUMMARY, MONTHS, DAYS, INTERVALS, CONTRACT, BUDGET)}

_FIGURE = ("part", "subject", "quantity", "value", "unit")
_ORIGIN = ("key", "location", "source")
_PROMISED = tuple(f"promised_{name}" for name, *_ in _MEASURES)
_BESIDE = tuple(column.name for column in _simulated())
_JUDGED = ("intervals_kept", "intervals_short", "intervals_unsure", "worst_start", "worst_service_level")
_PLAYED = (
    *("operator_hours_time_dependent", "replications", "calls_simulated"),
    "worst_service_level_half_width",
)
SIMULATED_DAY = TableSpec(
    "day", ("date", "group"), ("calls", "operator_hours", *_PROMISED, *_BESIDE, *_JUDGED, *_PLAYED)
)
SIMULATED_INTERVALS = TableSpec(
    "intervals",
    ("date", "start", "group"),
    ("calls", "operators", "promised_status", *_PROMISED, *_BESIDE, "verdict", "missed"),
)
SIMULATE_TABLES = {spec.name: spec for spec in (SIMULATED_DAY, SIMULATED_INTERVALS)}
_LOGGED = ("replication", "group", "hotline", "arrived", "wait_s", "outcome", "handling_s")
CALLS = TableSpec("calls", ("call",), _LOGGED)

STEPS = TableSpec("steps", ("step",), (*_FIGURE, "written", "formula", "note", "metric", *_ORIGIN))
CODES = TableSpec("codes", ("code",), ("meaning", "reason", "remedy"))

_CHANGE = ("metric_unit", "before", "after", "change", "change_share", "state")
CHANGES = TableSpec("changes", ("group", "metric"), _CHANGE)
MONTH_CHANGES = TableSpec("months", ("month", "group", "metric"), _CHANGE)
ACCOUNT_CHANGES = TableSpec("accounts", ("account", "metric"), _CHANGE)
DATE_CHANGES = TableSpec(
    "dates", ("account", "metric"), ("date_before", "date_after", "change_days", "state")
)
INPUTS = TableSpec(
    "inputs", ("input",), ("value_before", "value_after", "location_before", "location_after", "cause")
)
CAUSES = TableSpec("causes", ("group", "metric", "cause"), ("metric_unit", "contribution", "change"))
COMPARE_TABLES = {
    spec.name: spec for spec in (CHANGES, CAUSES, INPUTS, MONTH_CHANGES, ACCOUNT_CHANGES, DATE_CHANGES)
}
_AFFORDED = ("affordable_status", "service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
_BOUGHT = ("calls", "calls_in_time", "operator_hours", "operator_hours_paid", "fte", "calls_in_time_per_1000")

CURVE = TableSpec(
    "curve", ("money", "group"), ("point", "spent", *_AFFORDED, *_BOUGHT, "service_level_at_most")
)
AFFORDABLE = TableSpec(
    "operators",
    ("date", "start", "group"),
    ("calls", "operators_required", "operators_affordable", *_AFFORDED),
)
VOLUME = TableSpec(
    "volume",
    ("money",),
    ("point", "spent", "days_paid", "lasts_until", "calls_paid", "minutes_paid", "calls_unpaid"),
)
SOLVE = TableSpec(
    "solve",
    ("money",),
    (
        "point",
        "solve_status",
        "value",
        "value_in_scenario",
        "cost",
        "value_beyond",
        "cost_beyond",
        "broken_beyond",
    ),
)

SWEEP_COLUMNS = ("group", "sweep_status", "problem")
