"""A calculation: one interval as it is read in ten seconds, beside it one operator fewer; or a table of many."""

from collections.abc import Iterator
from functools import partial
from typing import Any, TypedDict

from mfc_capacity.answers.records import Calculation, Cell, Column
from mfc_capacity.commands.erlang.columns import ANSWERS, AT_LINES, INPUTS, SINGLE, WITHOUT_QUEUE
from mfc_capacity.core.rounding import Bound
from mfc_capacity.render.document import TEXT, Schema, cells_schema, closed, document_schema
from mfc_capacity.render.page import Figures, Line, Page, Text, WholeTable, beside_target
from mfc_capacity.render.scenario import Warned, kinds_of_warning, verdict, warned
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import erlang as words
from mfc_capacity.wording.en.numbers import UNKNOWN, duration_text, share_text, short_text


class Head(TypedDict):
    """What stands beside the table of a calculation."""

    warnings: list[Warned]


def schema() -> Schema:
    """Return the schema of what `erlang -f json` prints: one interval, lines without a queue, or rows of a file."""
    inputs, answers, lines = map(cells_schema, (INPUTS, ANSWERS, AT_LINES))
    from_file = {**closed(answers, inputs), "additionalProperties": TEXT}
    kinds = [closed(cells_schema(SINGLE)), closed(cells_schema(WITHOUT_QUEUE)), from_file]
    fewer = {
        "description": "what one operator or line fewer would give",
        "anyOf": [closed(answers), closed(lines), {"type": "null"}],
    }
    rows = {"erlang": {"anyOf": kinds}}
    return document_schema(Calculation.schema, Head, beside={"one_fewer": fewer}, rows=rows)


def view(calculation: Calculation) -> View:
    """Return the view of a calculation."""
    return View(calculation, partial(page, calculation), partial(head, calculation))


def head(calculation: Calculation) -> dict[str, Any]:
    """Return what stands beside the table in JSON."""
    return {"warnings": warned(calculation.cautions), "one_fewer": calculation.one_fewer}


def page(calculation: Calculation) -> Page:
    """Return the page of a calculation."""
    warnings = kinds_of_warning(calculation.cautions)
    if calculation.written is not None:
        return (*(WholeTable(table) for table in calculation.tables.values()), *warnings)
    return (*_interval(calculation), *warnings, verdict(_verdict(calculation)))


def _interval(calculation: Calculation) -> Iterator[Text | Figures]:
    (table,) = calculation.tables.values()
    (record,) = table.records()
    columns = {column.name: column for column in table.columns}
    fewer = calculation.one_fewer
    shown = [record] if fewer is None else [record, fewer]
    yield Text(words.question(record), "heading")
    bounds = words.bounds(record)
    yield Figures(
        tuple(words.staff(some) for some in shown),
        tuple(
            Line(label, tuple(_beside(some[name], columns[name], bounds.get(name)) for some in shown))
            for name, label in words.labels(record).items()
        ),
    )


def _verdict(calculation: Calculation) -> str:
    """Say the answer, and what decided it."""
    (table,) = calculation.tables.values()
    (record,) = table.records()
    fewer = calculation.one_fewer
    return words.answer(record) if fewer is None else f"{words.answer(record)} {words.decided(record, fewer)}"


def _beside(value: Cell, column: Column, bound: Bound | None) -> str:
    number = None if isinstance(value, str) else value
    return beside_target(_figure(value, column, bound), number, bound)


def _figure(value: Cell, column: Column, bound: Bound | None) -> str:
    if value is None or isinstance(value, str):
        return UNKNOWN
    if column.kind == "share":
        return share_text(value, bound)
    if column.kind == "seconds":
        return duration_text(value, bound)
    return short_text(value, 2)
