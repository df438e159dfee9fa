"""Every column of every table, declared once, and which table has which.

A column has its unit and which values of it are better; the same name means the same in every
table, and what it means is said by the wording. Renderers and JSON Schemas are made from these declarations. A
column's place in its table is kept: new ones are added behind those that were there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from mfc_capacity.answers.records import Better, Cell, Column, Content, Kind, Row, Table
from mfc_capacity.answers.rows import MadeRows

_MEASURES: tuple[tuple[str, Kind, Literal["high", "low"]], ...] = (
    ("service_level", "share", "high"),
    ("asa_s", "seconds", "low"),
    ("mean_wait_s", "seconds", "low"),
    ("abandonment", "share", "low"),
    ("occupancy", "share", "low"),
)


_BESIDE_MEASURES: tuple[tuple[str, Kind, Literal["high", "low"]], ...] = (
    ("p_wait", "share", "low"),
    ("wait_level", "share", "high"),
    ("busy", "share", "low"),
    ("never_served", "share", "low"),
)
BESIDE_COLUMNS = {
    name: (f"promised_{name}", f"simulated_{name}", f"simulated_{name}_half_width")
    for name, *_ in _BESIDE_MEASURES
}
BESIDE_JUDGED = {
    name: (f"judged_promised_{name}", f"judged_{name}", f"judged_{name}_half_width")
    for name, *_ in _BESIDE_MEASURES
}


_COMPARED: tuple[tuple[str, Kind, Better], ...] = (
    ("calls", "calls", None),
    ("aht_s", "seconds", "low"),
    ("service_level", "share", "high"),
    ("asa_s", "seconds", "low"),
    ("abandonment", "share", "low"),
)


def _simulated() -> Iterator[Column]:
    for name, kind, better in (*_MEASURES, *_BESIDE_MEASURES):
        yield Column(f"simulated_{name}", kind, better)
        yield Column(f"simulated_{name}_half_width", kind, "low")


def _judged() -> Iterator[Column]:
    for name, kind, better in (*_MEASURES, *_BESIDE_MEASURES):
        yield Column(f"judged_promised_{name}", kind, better)
        yield Column(f"judged_{name}", kind, better)
        yield Column(f"judged_{name}_half_width", kind, "low")


def _delivered() -> Iterator[Column]:
    for name, kind, better in _MEASURES:
        yield Column(f"delivered_{name}", kind, better)


_DECLARED = (
    Column("date", "date"),
    Column("month", "month"),
    Column("week", "week"),
    Column("start", "time", nullable=False),
    Column("group", "text", nullable=False),
    Column("calls", "calls", nullable=False),
    Column("aht_s", "seconds", "low"),
    Column("patience_s", "seconds"),
    Column("offered_load_erlangs", "erlangs", nullable=False),
    Column("model", "text"),
    Column("operators_required", "count", nullable=False),
    Column("operators_needed", "count", nullable=False),
    Column("operators_paid", "count", nullable=False),
    Column("lines", "count", words="group.lines"),
    Column("lines_needed", "count"),
    Column("busy", "share", "low"),
    Column("given_busy", "share", "low"),
    Column("attempts", "calls", "low"),
    Column("never_served", "share", "low"),
    Column("given_never_served", "share", "low"),
    Column("bound_by", "text"),
    Column("status", "text", nullable=False),
    Column("service_level", "share", "high"),
    Column("min_service_level", "share", "high"),
    Column("service_level_p10", "share", "high"),
    Column("given_service_level_p10", "share", "high"),
    Column("days_kept", "share", "high"),
    Column("given_days_kept", "share", "high"),
    Column("asa_s", "seconds", "low"),
    Column("mean_wait_s", "seconds", "low"),
    Column("p_wait", "share", "low"),
    Column("wait_level", "share", "high"),
    Column("p90_wait_s", "seconds", "low"),
    Column("abandonment", "share", "low"),
    Column("occupancy", "share", "low"),
    Column("peaks", "text", nullable=False),
    Column("contacts", "calls", nullable=False),
    Column("days_open", "count", nullable=False),
    Column("peak_date", "date"),
    Column("peak_start", "time"),
    Column("peak_calls", "calls"),
    Column("peak_operators_required", "count", nullable=False),
    Column("peak_operators_paid", "count", nullable=False),
    Column("peak_bound_by", "text"),
    Column("operator_hours_required", "hours", nullable=False),
    Column("operator_hours_paid", "hours", "low", nullable=False),
    Column("operator_hours_after_duty", "hours", "low"),
    Column("labour_cost", "money", "low"),
    Column("contact_cost", "money", "low"),
    Column("cost", "money", "low"),
    Column("fte", "fte", "low", nullable=False),
    Column("fte_given", "fte"),
    Column("fte_peak_week", "fte", "low"),
    Column("peak_week", "week"),
    Column("cost_per_call", "money", "low"),
    Column("days_missed", "count", "low", nullable=False),
    Column("given_days_missed", "count", "low"),
    Column("operators_given", "count"),
    Column("operators_short", "count", "low"),
    Column("given_queue_growth_per_hour", "calls", "low"),
    Column("operator_hours_given", "hours"),
    Column("operator_hours_short", "hours", "low"),
    Column("given_status", "text"),
    Column("given_service_level", "share", "high"),
    Column("given_asa_s", "seconds", "low"),
    Column("given_mean_wait_s", "seconds", "low"),
    Column("given_abandonment", "share", "low"),
    Column("given_occupancy", "share", "low"),
    Column("contract", "count", nullable=False),
    Column("used", "units", nullable=False),
    Column("used_total", "units", nullable=False),
    Column("inside", "units", nullable=False),
    Column("beyond", "units", nullable=False),
    Column("unserved", "units", nullable=False),
    Column("cost_inside", "money", "low", nullable=False),
    Column("cost_beyond", "money", "low", nullable=False),
    Column("cost_minimum", "money", "low", nullable=False),
    Column("cost_total", "money", "low"),
    Column("headroom", "money", "high", signed=True),
    Column("headroom_with_extra", "money", "high", signed=True),
    Column("step", "count", nullable=False),
    Column("part", "text", nullable=False),
    Column("subject", "text", nullable=False),
    Column("quantity", "text", nullable=False),
    Column("value", "number", unit_in="unit"),
    Column("unit", "text"),
    Column("written", "text"),
    Column("formula", "text"),
    Column("note", "text"),
    Column("metric", "text"),
    Column("key", "text"),
    Column("location", "text"),
    Column("source", "text"),
    Column("value", "text", nullable=False, words="assumptions.value"),
    Column("code", "text", nullable=False),
    Column("message", "text", nullable=False),
    Column("meaning", "text", nullable=False),
    Column("reason", "text", nullable=False),
    Column("remedy", "text", nullable=False),
    Column("operators", "count", nullable=False),
    Column("operator_hours", "hours"),
    Column("promised_status", "text", nullable=False),
    *(Column(f"promised_{name}", kind, better) for name, kind, better in (*_MEASURES, *_BESIDE_MEASURES)),
    *_simulated(),
    Column("verdict", "text"),
    Column("missed", "text"),
    Column("intervals_kept", "count", nullable=False),
    Column("intervals_short", "count", nullable=False),
    Column("intervals_unsure", "count", nullable=False),
    Column("worst_start", "time"),
    Column("worst_service_level", "share", "high"),
    Column("worst_service_level_half_width", "share", "low"),
    Column("operator_hours_time_dependent", "hours"),
    Column("replications", "count", nullable=False),
    Column("calls_simulated", "count", nullable=False),
    Column("judged_on_days", "share"),
    Column("judged_calls", "calls"),
    Column("judged_replications", "count"),
    *_judged(),
    Column("call", "count", nullable=False),
    Column("replication", "count", nullable=False),
    Column("hotline", "text", nullable=False),
    Column("demand", "calls", nullable=False),
    Column("returned", "calls", nullable=False),
    Column("share_of_group", "share"),
    Column("arrived", "text", nullable=False),
    Column("wait_s", "seconds", "low", nullable=False),
    Column("outcome", "text", nullable=False),
    Column("handling_s", "seconds"),
    *_delivered(),
    Column("given_backlog", "calls", "low"),
    Column("metric_unit", "text", nullable=False),
    Column("before", "number", signed=True, unit_in="metric_unit"),
    Column("after", "number", signed=True, unit_in="metric_unit"),
    Column("change", "number", signed=True, unit_in="metric_unit"),
    Column("change_share", "ratio", signed=True),
    Column("state", "text", nullable=False),
    Column("input", "text", nullable=False),
    Column("value_before", "text"),
    Column("value_after", "text"),
    Column("location_before", "text"),
    Column("location_after", "text"),
    Column("cause", "text"),
    Column("contribution", "number", nullable=False, signed=True, unit_in="metric_unit"),
    Column("account", "text", nullable=False),
    Column("date_before", "date"),
    Column("date_after", "date"),
    Column("change_days", "number", signed=True),
    Column("money", "money"),
    Column("point", "text"),
    Column("spent", "money", "low"),
    Column("calls_in_time", "calls", "high"),
    Column("calls_in_time_per_1000", "calls", "high"),
    Column("service_level_at_most", "share", "high"),
    Column("kept_everywhere", "share", "high"),
    Column("operators_affordable", "count"),
    Column("affordable_status", "text", nullable=False),
    Column("days_paid", "count", nullable=False),
    Column("lasts_until", "date"),
    Column("calls_paid", "calls", "high", nullable=False),
    Column("minutes_paid", "number", "high", nullable=False),
    Column("calls_unpaid", "calls", "low", nullable=False),
    Column("value_in_scenario", "number"),
    Column("value_beyond", "number"),
    Column("cost_beyond", "money", "low", words="solve.cost_beyond"),
    Column("broken_beyond", "text"),
    Column("solve_status", "text", nullable=False),
    Column("sweep_status", "text", nullable=False),
    Column("problem", "text"),
    Column("value", "number", signed=True, words="risk.value", unit_in="metric_unit"),
    Column("p10", "number", signed=True, unit_in="metric_unit"),
    Column("p50", "number", signed=True, unit_in="metric_unit"),
    Column("p90", "number", signed=True, unit_in="metric_unit"),
    Column("mean", "number", signed=True, unit_in="metric_unit"),
    Column("chance_kept", "share", "high"),
    *(Column(name, "date", words=f"dates.{name}") for name in ("value", "p10", "p50", "p90")),
    Column("low", "text", nullable=False),
    Column("high", "text", nullable=False),
    Column("metric_low", "number", signed=True, unit_in="metric"),
    Column("metric_high", "number", signed=True, unit_in="metric"),
    Column("variance_share", "share"),
    Column("estimate", "number", nullable=False, unit_in="unit"),
    Column("low", "number", words="figures.low", unit_in="unit"),
    Column("high", "number", words="figures.high", unit_in="unit"),
    Column("rows", "count", nullable=False),
    Column("rule", "text", nullable=False),
    Column("share", "share", nullable=False, words="excluded.share"),
    Column("example", "text"),
    Column("law", "text", nullable=False),
    Column("figure", "number", words="laws.figure"),
    Column("worse_by", "number", "low"),
    Column("chance", "share", words="laws.chance"),
    Column("median_s", "seconds"),
    Column("way", "text", nullable=False),
    Column("week_ahead", "count", nullable=False),
    Column("days", "count", nullable=False, words="forecasts.days"),
    Column("wape", "share", "low"),
    Column("bias", "ratio", signed=True),
    Column("cover", "share"),
    Column("waited_s", "seconds", nullable=False),
    Column("still_waiting", "share"),
    Column("low", "share", words="survival.low"),
    Column("high", "share", words="survival.high"),
    Column("by_law", "share"),
    Column("start", "time", words="ahead.start"),
    Column("calls_p10", "calls"),
    Column("calls_p90", "calls"),
    Column("measure", "text", nullable=False),
    Column("n", "count", nullable=False),
    Column("said", "number", unit_in="unit"),
    Column("actual", "number", unit_in="unit"),
    Column("wape", "ratio", "low", words="quality.wape"),
    Column("bias", "ratio", signed=True, words="quality.bias"),
    Column("coverage_80", "share"),
    Column("worst_date", "date"),
    Column("holiday", "text", nullable=False),
    Column("callers_off", "calls", "low", nullable=False),
    Column("intervals_judged", "count", nullable=False),
    Column("operators_known_by", "text"),
    Column("said_status", "text", nullable=False),
    *(
        Column(f"{side}_{name}", kind, better)
        for side in ("said", "actual")
        for name, kind, better in _COMPARED
    ),
    Column("cause", "text", nullable=False, words="blame.cause"),
    Column("bias", "number", nullable=False, signed=True, words="blame.bias", unit_in="unit"),
    Column("bias_whole", "number", nullable=False, signed=True, unit_in="unit"),
    Column("error", "number", nullable=False, signed=True, unit_in="unit"),
    Column("error_whole", "number", nullable=False, unit_in="unit"),
    Column("from", "date"),
    Column("to", "date"),
    Column("labour_cost", "money", "low", words="headcount.labour_cost"),
    Column("operator_hours_scheduled", "hours", nullable=False),
    Column("shift_hours_paid", "hours", "low", nullable=False),
    Column("shift_cost", "money", "low"),
    Column("people", "count", "low", nullable=False),
    Column("headcount", "count", "low", nullable=False),
    Column("efficiency_lost", "share", "low", signed=True),
    Column("operator_hours_short", "hours", "low", nullable=False, words="headcount.operator_hours_short"),
    Column("operator_hours_over", "hours", "low", nullable=False),
    Column("status", "text", nullable=False, words="headcount.status"),
    Column("shift", "text", nullable=False),
    Column("start", "time", nullable=False, words="shifts.start"),
    Column("end", "time", nullable=False),
    Column("paid_hours", "hours", "low", nullable=False),
    Column("cost", "money", "low", words="shifts.cost"),
    Column("break", "count", nullable=False),
    Column("at", "time", nullable=False),
    Column("operators_scheduled", "count", nullable=False),
    Column("over", "count", "low", nullable=False),
    Column("under", "count", "low", nullable=False),
    Column("pattern", "text", nullable=False),
    Column("first_day", "date"),
    Column("person", "count", nullable=False),
    Column("weeks", "count", nullable=False),
    Column("weeks_short", "count", "low"),
    Column("worst_week", "week"),
    Column("worst_fte", "fte", "low"),
    Column("worst_week_service_level", "share", "high"),
    Column("last_week_short", "week"),
    Column("unhired_weeks_short", "count", "low"),
    Column("unhired_worst_week", "week"),
    Column("unhired_worst_fte", "fte", "low"),
    Column("unhired_worst_week_service_level", "share", "high"),
    Column("unhired_service_level", "share", "high"),
    Column("employed_first", "number", nullable=False),
    Column("employed_last", "number", nullable=False),
    Column("employed", "number", nullable=False),
    Column("hired", "count", nullable=False),
    Column("in_training", "number", nullable=False),
    Column("left", "number", nullable=False),
    Column("output_fte", "fte", nullable=False, signed=True),
    Column("overtime_hours", "hours", "low", nullable=False),
    Column("required_fte", "fte"),
    Column("over_fte", "fte", signed=True),
    Column("cost", "money", "low", words="people.cost"),
    Column("shortage_cost", "money", "low"),
    Column("people_p10", "count", nullable=False),
    Column("people_p90", "count", nullable=False),
    Column("output_p10", "fte", nullable=False, signed=True),
    Column("output_p90", "fte", nullable=False, signed=True),
    Column("status", "text", words="people.status"),
    Column("hire", "text", nullable=False),
    Column("size", "count", nullable=False),
    Column("classes", "count", nullable=False),
    Column("at_work_on", "date"),
    Column("at_work", "number", nullable=False),
)
COLUMNS = {column.key: column for column in _DECLARED}


@dataclass(frozen=True)
class TableSpec:
    """The columns of one table, keys first; those of `given` and `asked` only where the scenario asks for them.

    It asks for those given by stating operators on duty, or, of the table contract, by having several contracts; for
    each of the others by a key of its own.
    """

    name: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    given: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def columns(self, *, with_given: bool = False, asked: tuple[str, ...] = ()) -> tuple[Column, ...]:
        """Return the declared columns in order, and those `asked` for last."""
        names = self.keys + self.names + (self.given if with_given else ()) + asked
        return tuple(COLUMNS[name] for name in names)

    def table(self, rows: Iterable[Row], *, with_given: bool = False, asked: tuple[str, ...] = ()) -> Table:
        """Put rows under the columns of this table; those that are made when they are read stay so."""
        kept = rows if isinstance(rows, MadeRows) else tuple(rows)
        columns = self.columns(with_given=with_given, asked=asked)
        return Table(self.name, columns, len(self.keys), kept)

    def of_records(
        self,
        records: Iterable[Mapping[str, Content]],
        *,
        with_given: bool = False,
        asked: tuple[str, ...] = (),
    ) -> Table:
        """Put the columns' cells of each record into a row."""
        names = [column.name for column in self.columns(with_given=with_given, asked=asked)]
        rows = (tuple(record[name] for name in names) for record in records)
        return self.table(cast("Iterable[tuple[Cell, ...]]", rows), with_given=with_given, asked=asked)


_WAITS = ("service_level", "asa_s", "mean_wait_s", "p_wait", "abandonment", "occupancy")
_GIVEN = ("status", "service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
_GIVEN_WAITS = tuple(f"given_{name}" for name in _GIVEN)
_PEAK = ("peak_start", "peak_calls", "peak_operators_required", "peak_operators_paid")
_HOURS = ("operator_hours_required", "operator_hours_paid")
_COSTS = ("labour_cost", "contact_cost", "cost")
_MEANS = ("service_level", "min_service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
_SPAN = (*_PEAK, *_HOURS, *_COSTS, *_MEANS)
_HORIZON = (
    "days_open",
    "calls",
    "contacts",
    "peak_date",
    *_SPAN,
    "fte",
    "peak_bound_by",
    "operator_hours_after_duty",
    "cost_per_call",
    "days_missed",
)
_HORIZON_GIVEN = (*_GIVEN_WAITS, "operator_hours_given", "operator_hours_short", "given_days_missed")
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

VARIED = ("service_level_p10", "days_kept")
VARIED_GIVEN = tuple(f"given_{name}" for name in VARIED)
LINES_NEEDED, BUSY = ("lines_needed",), ("busy", "given_busy")
AGAIN, AGAIN_GIVEN = ("attempts", "never_served"), ("given_never_served",)
SUMMARY = TableSpec(
    "summary",
    ("group",),
    (*_HORIZON, "fte_peak_week", "peak_week"),
    _HORIZON_GIVEN,
    asked=(*VARIED, *VARIED_GIVEN, *LINES_NEEDED, *BUSY, *AGAIN, *AGAIN_GIVEN),
)
MONTHS = TableSpec(
    "months", ("month", "group"), _HORIZON, _HORIZON_GIVEN, asked=(*LINES_NEEDED, *BUSY, *AGAIN, *AGAIN_GIVEN)
)
WEEKS = TableSpec(
    "weeks",
    ("week", "group"),
    _HORIZON,
    (*_HORIZON_GIVEN, "fte_given"),
    asked=(*LINES_NEEDED, *BUSY, *AGAIN, *AGAIN_GIVEN),
)
DAYS = TableSpec(
    "days",
    ("date", "group"),
    (
        *("peaks", "calls", "contacts", *_SPAN, "peak_bound_by", "operator_hours_after_duty"),
        *("cost_per_call", "days_missed"),
    ),
    _HORIZON_GIVEN,
    asked=(*LINES_NEEDED, *BUSY, *AGAIN, *AGAIN_GIVEN),
)
INTERVALS = TableSpec(
    "intervals",
    ("date", "start", "group"),
    (*_LOAD, *_OPERATORS, *_WAITS, *_DELIVERED, "p90_wait_s"),
    _SHORTFALL,
    asked=("operators_needed", "wait_level", "group.lines", *LINES_NEEDED, *BUSY, *AGAIN, *AGAIN_GIVEN),
)
_VOLUME = ("unit", "used", "used_total", "inside", "beyond", "unserved", "cost_inside", "cost_beyond")
_MINIMUM = ("cost_minimum",)
CONTRACT = TableSpec("contract", ("month",), _VOLUME, ("contract",), _MINIMUM)
CONTRACTS = TableSpec("contract", ("month", "contract"), _VOLUME, asked=_MINIMUM)
BUDGET = TableSpec("budget", ("month",), ("cost", "cost_total", "headroom", "headroom_with_extra"))
HOTLINES = TableSpec(
    "hotlines",
    ("date", "hotline"),
    ("group", "peaks", "demand", "contacts", "returned", "calls", "share_of_group", "aht_s"),
)
HEADCOUNT = TableSpec(
    "headcount",
    ("group",),
    (
        *("from", "to", *_HOURS, "headcount.labour_cost", "fte"),
        *("operator_hours_scheduled", "shift_hours_paid", "shift_cost", "people", "headcount"),
        *("efficiency_lost", "headcount.operator_hours_short", "operator_hours_over"),
        *(*MEASURES, "min_service_level", "headcount.status"),
    ),
)
PLAN_TABLES = {
    spec.name: spec
    for spec in (SUMMARY, MONTHS, WEEKS, DAYS, HOTLINES, INTERVALS, CONTRACT, BUDGET, HEADCOUNT)
}


def contacts_by(channel: str) -> Column:
    """Return the column of the contacts that a channel takes; the table `hotlines` has one a channel."""
    return Column(f"contacts.{channel}", "calls", nullable=False, words="contacts.channel")


_FIGURE = ("part", "subject", "quantity", "value", "unit")
_ORIGIN = ("key", "location", "source")
_PROMISED = tuple(f"promised_{name}" for name, *_ in _MEASURES)
_BESIDE = tuple(f"simulated_{name}{end}" for name, *_ in _MEASURES for end in ("", "_half_width"))
_LIMITED = tuple(name for own in BESIDE_COLUMNS.values() for name in own)
_JUDGED_LIMITED = tuple(name for own in BESIDE_JUDGED.values() for name in own)
_JUDGED = ("intervals_kept", "intervals_short", "intervals_unsure", "worst_start", "worst_service_level")
_PLAYED = (
    *("operator_hours_time_dependent", "replications", "calls_simulated"),
    "worst_service_level_half_width",
)
JUDGED_DAY = ("judged_on_days", "judged_calls", "judged_replications")
JUDGED_INTERVALS = (
    "judged_calls",
    *(
        column
        for name, *_ in _MEASURES
        for column in (f"judged_promised_{name}", f"judged_{name}", f"judged_{name}_half_width")
    ),
)
SIMULATED_DAY = TableSpec(
    "day",
    ("date", "group"),
    ("calls", "operator_hours", *_PROMISED, *_BESIDE, *_JUDGED, *_PLAYED),
    asked=(*JUDGED_DAY, *_LIMITED),
)
SIMULATED_INTERVALS = TableSpec(
    "intervals",
    ("date", "start", "group"),
    ("calls", "operators", "promised_status", *_PROMISED, *_BESIDE, "verdict", "missed"),
    asked=(*JUDGED_INTERVALS, *_LIMITED, *_JUDGED_LIMITED),
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
    "curve",
    ("money", "group"),
    ("point", "spent", *_AFFORDED, *_BOUGHT, "service_level_at_most", "kept_everywhere"),
    asked=AGAIN,
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
        "solve.cost_beyond",
        "broken_beyond",
    ),
)

RISK = TableSpec(
    "risk",
    ("metric", "group"),
    ("metric_unit", "risk.value", "p10", "p50", "p90", "mean", "chance_kept"),
)
RISK_DATES = TableSpec(
    "dates", ("metric",), ("dates.value", "dates.p10", "dates.p50", "dates.p90", "chance_kept")
)
TORNADO = TableSpec(
    "tornado", ("metric", "input"), ("low", "high", "metric_low", "metric_high", "variance_share")
)
FANS = TableSpec("fans", ("metric", "date"), ("metric_unit", "risk.value", "p10", "p50", "p90"))
RISK_TABLES = {spec.name: spec for spec in (RISK, RISK_DATES, TORNADO, FANS)}

FIGURES = TableSpec(
    "figures", ("hotline", "key"), ("unit", "estimate", "figures.low", "figures.high", "rows")
)
EXCLUDED = TableSpec("excluded", ("rule",), ("rows", "excluded.share", "example"))
LAWS = TableSpec("laws", ("hotline", "key", "law"), ("laws.figure", "worse_by", "laws.chance", "median_s"))
SURVIVAL = TableSpec(
    "survival", ("hotline", "waited_s"), ("still_waiting", "survival.low", "survival.high", "by_law")
)
FORECASTS = TableSpec(
    "forecasts", ("hotline", "week_ahead", "way"), ("forecasts.days", "wape", "bias", "cover")
)
AHEAD = TableSpec("ahead", ("date", "ahead.start", "hotline"), ("calls", "calls_p10", "calls_p90"))
FIT_TABLES = {spec.name: spec for spec in (FIGURES, EXCLUDED, LAWS, SURVIVAL, FORECASTS, AHEAD)}

_BESIDE_ACTUAL = tuple(f"{side}_{name}" for name, *_ in _COMPARED for side in ("said", "actual"))
QUALITY = TableSpec(
    "quality",
    ("group", "hotline", "measure"),
    ("unit", "n", "said", "actual", "quality.wape", "quality.bias", "coverage_80", "worst_date"),
)
BLAME = TableSpec(
    "blame",
    ("group", "measure", "blame.cause"),
    ("unit", "blame.bias", "bias_whole", "error", "error_whole"),
)
COMPARED_DAYS = TableSpec(
    "days", ("date", "group"), ("holiday", "peaks", "callers_off", "intervals_judged", *_BESIDE_ACTUAL)
)
COMPARED_INTERVALS = TableSpec(
    "intervals",
    ("date", "start", "group"),
    ("operators", "operators_known_by", "said_status", *_BESIDE_ACTUAL),
)
BACKTEST_TABLES = {spec.name: spec for spec in (QUALITY, BLAME, COMPARED_DAYS, COMPARED_INTERVALS, EXCLUDED)}

_SHIFT = ("date", "group", "shift", "shifts.start")
SHIFTS = TableSpec("shifts", _SHIFT, ("operators", "paid_hours", "shifts.cost"))
BREAKS = TableSpec("breaks", (*_SHIFT, "break", "at"), ("operators",))
COVER = TableSpec(
    "cover",
    ("date", "start", "group"),
    ("operators_required", "operators_scheduled", "over", "under", "service_level", "abandonment"),
)
ROSTERS = TableSpec("rosters", ("group", "shift", "pattern", "first_day"), ("people",))
DUTIES = TableSpec("duties", ("group", "person", "date"), ("shift", "shifts.start", "end"))
SCHEDULE_TABLES = {spec.name: spec for spec in (HEADCOUNT, SHIFTS, BREAKS, COVER, ROSTERS, DUTIES)}

STAFFED = TableSpec(
    "summary",
    ("group",),
    (
        *("weeks", "weeks_short", "worst_week", "worst_fte", "worst_week_service_level", "last_week_short"),
        "service_level",
        *("unhired_weeks_short", "unhired_worst_week", "unhired_worst_fte"),
        *("unhired_worst_week_service_level", "unhired_service_level"),
        *("employed_first", "hired", "left", "employed_last", "overtime_hours"),
        *("people.cost", "shortage_cost", "people.status"),
    ),
)
PEOPLE = TableSpec(
    "people",
    ("week", "group"),
    (
        *(
            "employed",
            "hired",
            "in_training",
            "left",
            "output_fte",
            "overtime_hours",
            "required_fte",
            "over_fte",
        ),
        *("service_level", "abandonment", "people.cost", "shortage_cost"),
        *("people_p10", "people_p90", "output_p10", "output_p90"),
    ),
)
CLASSES = TableSpec("classes", ("date", "group", "hire"), ("size", "classes", "at_work_on", "at_work"))
PEOPLE_TABLES = {spec.name: spec for spec in (STAFFED, PEOPLE, CLASSES)}

# Lists that stand beside the tables of an answer, and may be asked for as tables.
ASSUMPTIONS = TableSpec("assumptions", ("key",), ("assumptions.value", "source", "location"))
WARNINGS = TableSpec("warnings", ("code",), ("message", "location"))
LISTS = {spec.name: spec for spec in (ASSUMPTIONS, WARNINGS)}

SWEEP_COLUMNS = ("group", "sweep_status", "problem")
