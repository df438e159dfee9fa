"""What the money and the operators carry: a sentence and a row for each sum."""

from functools import partial
from typing import Annotated

from mfc_capacity.answers.columns import SOLVE
from mfc_capacity.answers.kinds import one_of
from mfc_capacity.answers.records import Cell, Solution
from mfc_capacity.files.text import visible
from mfc_capacity.render import more, scenario
from mfc_capacity.render.charts.budget import carried
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.page import Grid, Page
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording import text
from mfc_capacity.wording.en import solve as sentences
from mfc_capacity.wording.en.numbers import UNKNOWN, money_text


class Head(ScenarioHead):
    """What stands beside the table of what the money and the operators carry."""

    solved: str
    kind: Annotated[str, one_of(("driver", "deflection", "operators"))]


def schema() -> Schema:
    """Return the schema of the document that `budget --solve ... -f json` prints."""
    return document_schema(Solution.schema, Head, [SOLVE])


def view(solution: Solution) -> View:
    """Return the view of what the money and the operators carry."""
    return View(solution, partial(page, solution), partial(head, solution), partial(carried, solution))


def head(solution: Solution) -> Head:
    """Return what stands beside the table in JSON."""
    return {**scenario.scenario_head(solution), "solved": text(solution.solved), "kind": solution.kind}


def page(solution: Solution) -> Page:
    """Return the page of a solution."""
    rows = list(solution.tables["solve"].records())
    return (
        *scenario.title(solution),
        *carried(solution),
        Grid(sentences.TITLE, sentences.HEADER, tuple(_cells(solution, row) for row in rows), left=2),
        *scenario.ending(
            solution,
            more(solution.tables),
            *(scenario.verdict(sentences.carries(solution, row)) for row in rows),
        ),
    )


def _cells(solution: Solution, row: dict[str, Cell]) -> tuple[str, ...]:
    return (
        _money(solution, row["money"]),
        str(row["point"] or ""),
        _value(solution, row["value"]),
        _money(solution, row["cost"]),
        _value(solution, row["value_beyond"]),
        _money(solution, row["cost_beyond"]),
        visible(str(row["broken_beyond"] or UNKNOWN)),
    )


def _value(solution: Solution, value: Cell) -> str:
    return UNKNOWN if value is None else sentences.value(solution, value)


def _money(solution: Solution, amount: Cell) -> str:
    return UNKNOWN if amount is None else money_text(float(amount), solution.currency)
