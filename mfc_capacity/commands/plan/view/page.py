"""A plan: what a planner asks first, one column a group; then pictures, warnings and assumptions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NotRequired, cast

from mfc_capacity.answers.accounts import BudgetUse, ContractsUse
from mfc_capacity.answers.columns import COLUMNS, PLAN_TABLES
from mfc_capacity.answers.records import Better, Cell, DayShape, Plan
from mfc_capacity.commands.plan.view import accounts
from mfc_capacity.files.text import visible
from mfc_capacity.files.units import clock_text
from mfc_capacity.render import more, scenario
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.page import DayBars, Figures, Grid, Line, Page, Sparklines
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.wording import text as words
from mfc_capacity.wording.en import labels
from mfc_capacity.wording.en import plan as sentences
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    decimal_text,
    duration_text,
    money_text,
    share_text,
)

Record = Mapping[str, Cell]

_PEAK = ("peak_operators_required", "peak_operators_paid", "peak_calls", "peak_bound_by")
_SUMS = (
    "calls",
    "contacts",
    "operator_hours_required",
    "operator_hours_paid",
    "operator_hours_after_duty",
    "fte",
)
_MONEY = ("labour_cost", "contact_cost", "cost")
_WAITS = ("service_level", "min_service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
_GIVEN = (
    "given_status",
    "operator_hours_given",
    "operator_hours_short",
    *(f"given_{name}" for name in _WAITS if name != "min_service_level"),
)
_ONLY_IF_ANY = ("contacts", "contact_cost")


class Head(ScenarioHead):
    """What stands beside the tables of a plan; the accounts that the scenario has."""

    contract: NotRequired[ContractsUse]
    budget: NotRequired[BudgetUse]


def schema() -> Schema:
    """Return the schema of the document that `plan -f json` prints."""
    return document_schema(Plan.schema, Head, PLAN_TABLES.values())


def head(plan: Plan) -> Head:
    """Return what stands beside the tables in JSON."""
    accounts = {"contract": plan.contracts, "budget": plan.budget}
    known = {name: account for name, account in accounts.items() if account is not None}
    return cast("Head", {**scenario.scenario_head(plan), **known})


def page(plan: Plan) -> Page:
    """Return the first page of a plan."""
    return (
        *scenario.title(plan),
        figures(plan),
        *accounts.verdicts(plan),
        *_shortfalls(plan.peak_days),
        *(
            DayBars(visible(sentences.day_bars_title(shape.group, shape.date)), shape)
            for shape in plan.peak_days
        ),
        *_months(plan),
        *accounts.pictures(plan),
        *scenario.warnings(plan),
        scenario.assumptions(plan),
        more(plan.tables),
    )


def figures(plan: Plan) -> Figures:
    """Return what a planner asks first, one column a group."""
    records = list(plan.tables["summary"].records())
    shown = records[:1] if len(records) == 2 else records
    lines = [Line(labels.PEAK), Line(labels.WHEN, tuple(_when(record) for record in shown))]
    lines += _lines(shown, _PEAK, plan.currency)
    lines.append(Line(labels.HORIZON if plan.calendar else labels.DAY))
    lines += _lines(shown, (*_SUMS, *_MONEY), plan.currency)
    lines.append(Line(labels.WAITS))
    for name in _WAITS:
        lines += [*_lines(shown, (name,), plan.currency), *_target(plan, shown, name)]
    if "given_status" in shown[0]:
        lines += [Line(labels.GIVEN), *_lines(shown, _GIVEN, plan.currency)]
    return Figures(tuple(visible(str(record["group"])) for record in shown), tuple(lines))


def _target(plan: Plan, records: Sequence[Record], name: str) -> list[Line]:
    """Return what the groups promise of a figure, if any of them does."""
    texts = [plan.targets.get(str(record["group"]), {}).get(name) for record in records]
    return (
        [Line(labels.TARGET, tuple(words(said) if said else UNKNOWN for said in texts))] if any(texts) else []
    )


def _lines(records: Sequence[Record], names: Sequence[str], currency: str | None) -> list[Line]:
    return [
        Line(labels.COLUMN_LABELS[name], tuple(_figure(name, record[name], currency) for record in records))
        for name in names
        if name not in _ONLY_IF_ANY or any(record["contacts"] for record in records)
    ]


def _figure(name: str, value: Cell, currency: str | None) -> str:
    column = COLUMNS[name]
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return labels.BOUND_BY.get(value, value)
    if column.kind == "money":
        return money_text(value, currency, column.better)
    return _BY_KIND[column.kind](value, column.better)


def _when(record: Record) -> str:
    day = f"{record['peak_date']} " if record["peak_date"] else ""
    return f"{day}{record['peak_start']}" if record["peak_start"] else UNKNOWN


def _fte(value: float, better: Better) -> str:
    return decimal_text(value, 1, better)


_BY_KIND: dict[str, Callable[[float, Better], str]] = {
    "count": count_text,
    "calls": count_text,
    "hours": count_text,
    "fte": _fte,
    "share": share_text,
    "seconds": duration_text,
}


def _shortfalls(shapes: Sequence[DayShape]) -> Iterator[Grid]:
    """Yield, for each group that is short on its peak day, when it is and of how many operators."""
    for shape in shapes:
        rows = tuple(_short_spans(shape))
        if rows:
            title = visible(sentences.shortfall_title(shape.group, shape.date))
            yield Grid(title, labels.SHORTFALL_HEADER, rows, left=2)


def _short_spans(shape: DayShape) -> Iterator[tuple[str, ...]]:
    """Join neighbouring intervals that need and have the same."""
    pairs = enumerate(zip(shape.required, shape.given or shape.required, strict=True))
    for (required, given), span in groupby(pairs, key=lambda pair: pair[1]):
        intervals = [interval for interval, _ in span]
        if required is not None and given is not None and given < required:
            first, last = intervals[0] * shape.interval_s, (intervals[-1] + 1) * shape.interval_s
            counts = (str(count) for count in (required, given, required - given))
            yield clock_text(first), clock_text(last), *counts


def _months(plan: Plan) -> list[Sparklines]:
    """Return each group's peak by month, over more than one month."""
    peaks: dict[str, list[float]] = {}
    for record in plan.tables["months"].records():
        peaks.setdefault(str(record["group"]), []).append(float(record["peak_operators_required"] or 0))
    if plan.calendar is None or max(map(len, peaks.values())) < 2:
        return []
    lines = tuple(
        (visible(group), tuple(counts), f"{min(counts):.0f} to {max(counts):.0f}")
        for group, counts in peaks.items()
    )
    return [Sparklines(sentences.months_title(*(day[:7] for day in plan.calendar)), lines)]
