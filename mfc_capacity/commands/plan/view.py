"""A plan: what a planner asks first, one column a group; then accounts, pictures, warnings and assumptions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Annotated, NotRequired, cast

from mfc_capacity.answers.accounts import BudgetUse, ContractsUse, ContractUse
from mfc_capacity.answers.columns import (
    COLUMNS,
    HOTLINES,
    LINES_NEEDED,
    PLAN_TABLES,
    VARIED,
    VARIED_GIVEN,
    contacts_by,
)
from mfc_capacity.answers.records import Cell, DayShape, Plan, Proof
from mfc_capacity.core.rounding import Bound, adding_up
from mfc_capacity.files.text import visible
from mfc_capacity.files.units import clock_text
from mfc_capacity.render import more, scenario, shifts
from mfc_capacity.render.charts.plan import burn_down, charts, has_volume, peak_day, season
from mfc_capacity.render.document import Schema, cell_schema, document_schema, row_schema
from mfc_capacity.render.page import (
    Block,
    Figures,
    Grid,
    Line,
    Page,
    Text,
    beside_target,
)
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.summary import MONEY, SUMS, adding_up_as_shown
from mfc_capacity.render.view import View
from mfc_capacity.wording import text as words
from mfc_capacity.wording.en import accounts, labels, targets
from mfc_capacity.wording.en import plan as sentences
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    decimal_text,
    duration_text,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.targets import bound_of

Record = Mapping[str, Cell]

_PEAK = ("peak_operators_required", "peak_calls", "peak_bound_by")
_WEEK = ("fte_peak_week", "peak_week")
_WAITS = ("service_level", "min_service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
_GIVEN = (
    "given_status",
    "operator_hours_given",
    "operator_hours_short",
    *(f"given_{name}" for name in _WAITS if name != "min_service_level"),
)
_GIVEN_ASKED = ("given_busy", "given_never_served")
CONTACTS_BY = r"^contacts\."  # the columns of the channels
SHARE_PLACES = 3  # of a share: tenths of per cent
_ONLY_IF_ANY = ("contacts", "contact_cost")


class Head(ScenarioHead):
    """What stands beside the tables of a plan; the accounts that the scenario has."""

    contract: NotRequired[ContractsUse]
    budget: NotRequired[BudgetUse]
    proof: NotRequired[
        Annotated[Mapping[str, Proof], "of the shifts of each group's heaviest week, if asked for"]
    ]


def view(plan: Plan) -> View:
    """Return the view of a plan."""
    return View(plan, partial(_page, plan), partial(_head, plan), partial(charts, plan))


def schema() -> Schema:
    """Return the schema of the document that `plan -f json` prints."""
    hotlines = row_schema(HOTLINES)
    hotlines["patternProperties"] = {CONTACTS_BY: cell_schema(contacts_by(""))}
    return document_schema(Plan.schema, Head, PLAN_TABLES.values(), rows={HOTLINES.name: hotlines})


def _head(plan: Plan) -> Head:
    """Return what stands beside the tables in JSON."""
    of_plan = {"contract": plan.contracts, "budget": plan.budget}
    known = {name: account for name, account in of_plan.items() if account is not None}
    return cast("Head", {**scenario.scenario_head(plan), **known, **shifts.proof_head(plan)})


def _page(plan: Plan) -> Page:
    """Return the first page of a plan."""
    return (
        *scenario.title(plan),
        figures(plan),
        *_verdicts(plan),
        *shifts.beside(plan),
        *_shortfalls(plan.peak_days),
        *map(peak_day, plan.peak_days),
        *season(plan),
        *_contract_pictures(plan),
        *scenario.ending(plan, more(plan.tables), scenario.verdict(verdict(plan))),
    )


def verdict(plan: Plan) -> str:
    """Say in one breath who is needed, whether targets are kept or who is missing, and whether the money lasts."""
    *groups, total = plan.tables["summary"].records()
    kept = given = ""
    alone = len(groups) == 1
    capped = sentences.capped(plan.cautions, alone=alone)
    if plan.targets and total["peak_operators_required"]:
        missed, opened = (float(total[name] or 0) for name in ("days_missed", "days_open"))
        is_carried = plan.method == "time-dependent"
        kept = sentences.kept(plan.cautions, missed, opened, is_carried=is_carried)
    if total.get("given_status") is not None:
        short = float(total["operator_hours_short"] or 0)
        given = sentences.given(plan.cautions, short, alone=alone, is_capped=bool(capped))
    money = accounts.in_a_breath(_parts(plan), plan.budget, plan.currency)
    needed = sentences.needed(total, is_capped=bool(capped))
    said = ((needed, capped, given), (shifts.in_a_breath(plan),), (kept,), money)
    return " ".join(filter(None, (sentences.sentence(*parts) for parts in said)))


def figures(plan: Plan) -> Figures:
    """Return what a planner asks first, one column a group."""
    records = list(plan.tables["summary"].records())
    shown = records[:1] if len(records) == 2 else records
    lines = [Line(labels.PEAK), *_when(shown)]
    lines += _lines(shown, _PEAK, plan.currency)
    lines.append(Line(labels.HORIZON if plan.calendar else labels.DAY))
    weeks = _WEEK if any(record["peak_week"] for record in shown) else ()
    calls, *sums = SUMS
    again = ("attempts",) if "attempts" in shown[0] else ()
    lines += _lines(shown, (calls, *again, *sums, *weeks, *MONEY), plan.currency)
    lines.append(Line(labels.WAITS))
    for name in _WAITS:
        lines += [_waits(plan, shown, name), *_target(plan, shown, name)]
        if name == "min_service_level":
            lines += _varied(plan, shown, VARIED)
        if name == "abandonment":
            lines += _busy(plan, shown)
            if "never_served" in shown[0]:
                lines.append(_waits(plan, shown, "never_served"))
    has_given = "given_status" in shown[0]
    if has_given or any(record["days_missed"] for record in shown):
        lines += _days_missed(plan, shown, "days_missed")
    if has_given:
        given = [*_GIVEN, *(name for name in _GIVEN_ASKED if name in shown[0])]
        lines += [Line(labels.GIVEN), *(_waits(plan, shown, name) for name in given)]
        lines += _varied(plan, shown, VARIED_GIVEN)
        lines += _days_missed(plan, shown, "given_days_missed")
    return Figures(tuple(visible(str(record["group"])) for record in shown), tuple(lines))


def _busy(plan: Plan, records: Sequence[Record]) -> Iterator[Line]:
    """Yield how many calls find it busy, beside the target, and the lines that this takes."""
    if "busy" in records[0]:
        yield _waits(plan, records, "busy")
        yield from _target(plan, records, "busy")
    endless = {
        caution.facts["group"]
        for caution in plan.cautions
        if caution.code == "lines-short" and caution.facts["count"] is None
    }
    for name in LINES_NEEDED:
        if name in records[0]:
            texts = (
                labels.NONE_IS_ENOUGH
                if record["group"] in endless
                else _figure(name, record[name], plan.currency)
                for record in records
            )
            yield Line(labels.COLUMN_LABELS[name], tuple(texts))


def _days_missed(plan: Plan, records: Sequence[Record], name: str) -> Iterator[Line]:
    """Yield on how many of the open days a target is missed, over more than one day."""
    if plan.calendar is not None and plan.targets:
        texts = (
            UNKNOWN
            if record[name] is None
            else sentences.days_of(float(record[name] or 0), float(record["days_open"] or 0))
            for record in records
        )
        yield Line(labels.COLUMN_LABELS[name], tuple(texts))


def _varied(plan: Plan, records: Sequence[Record], names: Sequence[str]) -> list[Line]:
    """Return how days differ, where they do by more than chance."""
    return _lines(records, [name for name in names if name in records[0]], plan.currency)


def _target(plan: Plan, records: Sequence[Record], name: str) -> list[Line]:
    """Return what the groups promise of a figure, if any of them does."""
    texts = [plan.targets.get(str(record["group"]), {}).get(name) for record in records]
    return (
        [Line(labels.TARGET, tuple(words(said) if said else UNKNOWN for said in texts))] if any(texts) else []
    )


def _lines(records: Sequence[Record], names: Sequence[str], currency: str | None) -> list[Line]:
    shown = adding_up_as_shown(records)
    return [
        Line(labels.COLUMN_LABELS[name], tuple(_figure(name, record[name], currency) for record in shown))
        for name in names
        if name not in _ONLY_IF_ANY or any(record["contacts"] for record in records)
    ]


def _waits(plan: Plan, records: Sequence[Record], name: str) -> Line:
    """Return a figure of what callers meet, beside the target of its measure."""
    measure = name.removeprefix("min_").removeprefix("given_")
    bounds = (bound_of(plan.targets.get(str(record["group"]), {}).get(measure)) for record in records)
    cells = (
        beside_target(_figure(name, value, plan.currency, bound), _number(value), bound)
        for value, bound in zip((record[name] for record in records), bounds, strict=True)
    )
    return Line(labels.COLUMN_LABELS[name], tuple(cells))


def _number(value: Cell) -> float | None:
    return None if value is None or isinstance(value, str) else value


def _figure(name: str, value: Cell, currency: str | None, bound: Bound | None = None) -> str:
    column = COLUMNS[name]
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return labels.STATES.get(value) or targets.BOUND_BY.get(value, value)
    if column.kind == "money":
        return money_text(value, currency, bound)
    return _BY_KIND[column.kind](value, bound)


def _when(records: Sequence[Record]) -> Iterator[Line]:
    """Yield the day of each group's peak, where days have dates, and its time."""
    for label, name in ((labels.WHEN_DAY, "peak_date"), (labels.WHEN, "peak_start")):
        if any(record[name] for record in records):
            yield Line(label, tuple(str(record[name] or UNKNOWN) for record in records))


_BY_KIND: dict[str, Callable[[float, Bound | None], str]] = {
    "count": count_text,
    "calls": count_text,
    "hours": count_text,
    "fte": lambda value, better: decimal_text(value, 1, better),
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


def _verdicts(plan: Plan) -> Iterator[Text]:
    """Yield what a page says of the accounts, a sentence each."""
    parts = _parts(plan)
    if parts or plan.budget is not None:
        yield Text(accounts.heading(len(parts), has_budget=plan.budget is not None), "heading")
    for part in parts:
        said = [accounts.contract_sentence(part, plan.currency, alone=len(parts) == 1)]
        said += [accounts.contract_cost(part, plan.currency)] if part.counted else []
        yield Text(visible(" ".join(said)))
        if part.percentiles is not None:
            yield Text(accounts.contract_as_days_vary(part.percentiles, plan.currency))
    if plan.budget is not None:
        yield Text(accounts.budget_sentence(plan.budget, plan.currency, contracts=len(parts)))
        if plan.budget.percentiles is not None:
            yield Text(accounts.budget_as_days_vary(plan.budget.percentiles, plan.currency))


def _contract_pictures(plan: Plan) -> Iterator[Block]:
    """Yield, for each contract, what is left of it day by day, and who used it."""
    parts = _parts(plan)
    for number, part in enumerate(parts, start=1):
        if has_volume(part):
            yield burn_down(plan, part, number)
        yield from causes(part, alone=len(parts) == 1)


def _parts(plan: Plan) -> tuple[ContractUse, ...]:
    return () if plan.contracts is None else plan.contracts.parts


def causes(part: ContractUse, *, alone: bool) -> Iterator[Grid]:
    """Yield which part of demand used how much of a contract; nothing where tables say the calls alone."""
    if not part.used or not part.causes:
        return
    named = [(accounts.cause_text(cause), cause.used) for cause in part.causes]
    counts = adding_up([used for _, used in named], part.used, 0)
    shares = adding_up([used / part.used for _, used in named], 1.0, SHARE_PLACES)
    rows = tuple(
        (visible(text), count_text(float(count)), share_text(float(share)))
        for (text, _), count, share in zip(named, counts, shares, strict=True)
    )
    total = (visible(accounts.ALL_CAUSES), count_text(part.used), share_text(1.0))
    title = visible(accounts.causes_title(part, alone=alone))
    yield Grid(title, accounts.causes_header(part), (*rows, total), left=1)
