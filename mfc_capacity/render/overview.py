"""What a planner asks first, as data: one column a group, one line a figure, for the terminal and for Markdown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mfc_capacity.formatting import (
    UNKNOWN,
    Better,
    count_text,
    decimal_text,
    duration_text,
    money_text,
    share_text,
)
from mfc_capacity.render.cells import plain
from mfc_capacity.results import COLUMNS, Cell, Plan
from mfc_capacity.wording import BOUND_BY, METHODS, caution_text

Record = Mapping[str, Cell]


@dataclass(frozen=True)
class Line:
    """A label and a cell for every group; a heading has no cells."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """The first page of a plan."""

    title: str
    subtitle: str
    groups: tuple[str, ...]
    lines: tuple[Line, ...]
    cautions: tuple[str, ...]
    assumptions: tuple[str, ...]
    sources: int


_PEAK = (
    ("Needed on duty", "peak_operators_required"),
    ("  on the payroll", "peak_operators_paid"),
    ("  calls in it", "peak_calls"),
    ("  decided by", "peak_bound_by"),
)
_VOLUME = (
    ("Calls", "calls"),
    ("Contacts elsewhere", "contacts"),
    ("Hours on duty", "operator_hours_required"),
    ("Paid hours", "operator_hours_paid"),
    ("FTE", "fte"),
)
_MONEY = (("Labour cost", "labour_cost"), ("Contact cost", "contact_cost"), ("Cost", "cost"))
_WAITS = (
    ("Service level", "service_level"),
    ("  worst interval", "min_service_level"),
    ("ASA (answered)", "asa_s"),
    ("Mean wait (all)", "mean_wait_s"),
    ("Abandonment", "abandonment"),
    ("Occupancy", "occupancy"),
)
_GIVEN = (
    ("State", "given_status"),
    ("Hours on duty", "operator_hours_given"),
    ("  hours short", "operator_hours_short"),
    ("Service level", "given_service_level"),
    ("ASA (answered)", "given_asa_s"),
    ("Mean wait (all)", "given_mean_wait_s"),
    ("Abandonment", "given_abandonment"),
    ("Occupancy", "given_occupancy"),
)


def overview(plan: Plan) -> Overview:
    """Return the first page of a plan."""
    records = list(plan.tables["summary"].records())
    if len(records) == 2:
        records = records[:1]
    sections = [
        ("THE PEAK", _PEAK),
        ("THE WHOLE HORIZON" if plan.calendar else "THE DAY", _VOLUME),
        (None, _MONEY),
        ("WHAT CALLERS MEET", _WAITS),
    ]
    if "given_status" in records[0]:
        sections.append(("WITH THE OPERATORS GIVEN", _GIVEN))
    lines = [Line("When", tuple(_when(record) for record in records))]
    for heading, entries in sections:
        if heading:
            lines.append(Line(heading, ()))
        lines += [_line(label, name, records, plan.currency) for label, name in entries]
    lines[0], lines[1] = lines[1], lines[0]
    return Overview(
        title=plain(plan.scenario.title or plan.scenario.path),
        subtitle=_subtitle(plan),
        groups=tuple(plain(str(record["group"])) for record in records),
        lines=tuple(lines),
        cautions=tuple(_caution(caution_text(caution), caution.location) for caution in plan.cautions),
        assumptions=tuple(plain(f"{figure.key} {figure.value}") for figure in plan.assumptions),
        sources=len(plan.sources),
    )


def _line(label: str, name: str, records: list[dict[str, Cell]], currency: str | None) -> Line:
    return Line(label, tuple(_figure(name, record[name], currency) for record in records))


def _figure(name: str, value: Cell, currency: str | None) -> str:
    column = COLUMNS[name]
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return BOUND_BY.get(value, value)
    if column.kind == "money":
        return money_text(value, currency, column.better)
    return _BY_KIND[column.kind](value, column.better)


def _when(record: Record) -> str:
    day = f"{record['peak_date']} " if record["peak_date"] else ""
    return f"{day}{record['peak_start']}" if record["peak_start"] else UNKNOWN


def _fte(value: Any, better: Better) -> str:
    return decimal_text(value, 1, better)


_BY_KIND: dict[str, Callable[[Any, Better], str]] = {
    "count": count_text,
    "calls": count_text,
    "hours": count_text,
    "fte": _fte,
    "share": share_text,
    "seconds": duration_text,
}


def _subtitle(plan: Plan) -> str:
    scenario = plan.scenario
    parts = [plain(scenario.path)]
    if scenario.variant:
        parts.append(f"variant {plain(scenario.variant)}")
    parts += [plain(f"--set {override}") for override in scenario.overrides]
    parts.append(f"{plan.calendar[0]} to {plan.calendar[1]}" if plan.calendar else "one ordinary day")
    parts.append(f"intervals of {duration_text(plan.interval_s)}")
    parts.append(METHODS[plan.method])
    return ", ".join(parts)


def _caution(sentence: str, location: str | None) -> str:
    return plain(f"{sentence} ({location})" if location else sentence)
