"""What a sum buys: the answer in sentences, the curve as a picture, and the sums in a table."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Annotated, NotRequired, TypedDict

from mfc_capacity.answers.columns import AFFORDABLE, CURVE, HEADCOUNT, VOLUME
from mfc_capacity.answers.kinds import Amount, Covers, one_of
from mfc_capacity.answers.records import Budget, Cell, Proof
from mfc_capacity.render import more, scenario, shifts
from mfc_capacity.render.charts.budget import charts, volume
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.page import Block, Grid, Page, Text
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import budget as sentences
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    decimal_text,
    duration_text,
    money_text,
    share_text,
)

TOTAL = "total"
NAMED = ("amount", "amount+extra", "asked")

Record = dict[str, Cell]


class BudgetHead(TypedDict):
    """What the money is for, and what it does."""

    covers: Covers
    pays_for: Annotated[str, one_of(("operators", "volume"))]
    place: Annotated[str | None, "how operators are placed: same-promise or most-answered; null: none are"]
    floor: Annotated[float | None, "the service level below which no interval with calls is left"]
    amount: Amount | None
    extra: Amount | None
    fixed_cost: Amount
    least: Amount | None
    targets_need: Amount | None
    as_planned: Annotated[Mapping[str, Cell] | None, "what callers meet under the plan"]
    extra_buys: Annotated[
        Mapping[str, float | None] | None,
        "how each figure changes from the amount to the amount with the extra",
    ]
    knee: Amount | None


class Head(ScenarioHead):
    """What stands beside the tables of what sums buy."""

    budget: BudgetHead
    proof: NotRequired[
        Annotated[Mapping[str, Proof], "of the shifts of each group's heaviest week, if asked for"]
    ]


def schema() -> Schema:
    """Return the schema of the document that `budget -f json` prints."""
    return document_schema(Budget.schema, Head, [CURVE, AFFORDABLE, VOLUME, HEADCOUNT])


def view(budget: Budget) -> View:
    """Return the view of what sums of money buy."""
    drawn = charts if budget.pays_for == "operators" else volume
    return View(budget, partial(page, budget), partial(head, budget), partial(drawn, budget))


def head(budget: Budget) -> Head:
    """Return what stands beside the tables in JSON."""
    account: BudgetHead = {
        "covers": budget.covers,
        "pays_for": budget.pays_for,
        "place": budget.place,
        "floor": budget.floor,
        "amount": budget.amount,
        "extra": budget.extra,
        "fixed_cost": budget.fixed_cost,
        "least": budget.least,
        "targets_need": budget.targets_need,
        "as_planned": budget.as_planned,
        "extra_buys": budget.extra_buys,
        "knee": budget.knee,
    }
    return {**scenario.scenario_head(budget), "budget": account, **shifts.proof_head(budget)}  # type: ignore[typeddict-item]


def page(budget: Budget) -> Page:
    """Return the page of what sums buy."""
    shifts = [] if budget.proof is None else [HEADCOUNT.name]
    if budget.pays_for == "operators":
        blocks, others = _operators(budget), more(["curve", *shifts], "--at SUM --table operators")
    else:
        blocks, others = _volume(budget), more(["volume", *shifts])
    return (
        *scenario.title(budget),
        *blocks,
        *_in_shifts(budget),
        *scenario.ending(budget, others, scenario.verdict(" ".join(_verdict(budget)))),
    )


def _verdict(budget: Budget) -> Iterator[str]:
    """Yield what the sums that are named buy, and what the targets need."""
    if budget.pays_for == "operators":
        yield from (sentences.buys(budget, row) for row in _named(_totals(budget)))
        yield sentences.targets_need(budget)
    else:
        yield from (
            sentences.days_paid(budget, row) for row in _named(list(budget.tables["volume"].records()))
        )


def _totals(budget: Budget) -> list[Record]:
    return [row for row in budget.tables["curve"].records() if row["group"] == TOTAL]


def _in_shifts(budget: Budget) -> Iterator[Block]:
    """Yield what the heaviest weeks come to in shifts, and what their shape takes of the money."""
    yield from shifts.beside(budget)
    if budget.proof is not None:
        *_, together = budget.tables["headcount"].records()
        yield Text(sentences.shape_costs(budget, together))


def _operators(budget: Budget) -> Iterator[Block]:
    rows = _totals(budget)
    said = [
        sentences.extra_buys(budget),
        sentences.as_planned(budget, next((row for row in rows if "targets" in _text(row["point"])), None)),
        sentences.knee(budget),
    ]
    yield from (Text(sentence) for sentence in said if sentence)
    yield from islice(charts(budget), 1)
    cells = tuple(_curve_cells(budget, row) for row in rows)
    yield Grid(sentences.TITLE, sentences.CURVE_HEADER, cells, left=2)
    yield Text(sentences.per_1000_more(budget.currency), "quiet")


def _volume(budget: Budget) -> Iterator[Block]:
    rows = list(budget.tables["volume"].records())
    yield Text(sentences.NOT_FOR_OPERATORS, "heading")
    yield from volume(budget)
    cells = tuple(
        (
            money_text(float(row["money"] or 0), budget.currency),
            _text(row["point"]),
            _text(row["lasts_until"]) or UNKNOWN,
            count_text(float(row["days_paid"] or 0)),
            count_text(float(row["calls_paid"] or 0)),
            count_text(float(row["calls_unpaid"] or 0)),
        )
        for row in rows
    )
    yield Grid(sentences.TITLE, sentences.VOLUME_HEADER, cells, left=2)


def _named(rows: list[Record]) -> list[Record]:
    return [row for row in rows if set(_text(row["point"]).split("; ")) & set(NAMED)]


def _curve_cells(budget: Budget, row: Record) -> tuple[str, ...]:
    return (
        money_text(float(row["money"] or 0), budget.currency),
        _text(row["point"]),
        _or_unknown(row["kept_everywhere"], share_text),
        _or_unknown(row["service_level"], share_text),
        _or_unknown(row["mean_wait_s"], duration_text),
        _or_unknown(row["abandonment"], share_text),
        _or_unknown(row["occupancy"], share_text),
        _or_unknown(row["operator_hours_paid"], count_text),
        _or_unknown(row["calls_in_time_per_1000"], lambda value: decimal_text(value, 1)),
    )


def _or_unknown(value: Cell, text: Callable[[float], str]) -> str:
    return UNKNOWN if value is None else text(float(value))


def _text(value: Cell) -> str:
    return "" if value is None else str(value)
