"""A grid of changes: its table, whole."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from operator import itemgetter
from typing import TypedDict

from mfc_capacity.answers.columns import COLUMNS, SUMMARY, SWEEP_COLUMNS
from mfc_capacity.answers.records import TEXT_KINDS, Sweep
from mfc_capacity.render import more, scenario
from mfc_capacity.render.document import Schema, cells_schema, document_schema
from mfc_capacity.render.page import Page, WholeTable
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import sweep as sentences
from mfc_capacity.wording.en.check import figure_text
from mfc_capacity.wording.en.columns import COLUMNS as WORDS

COST, TOTAL = "cost", "total"


class Axis(TypedDict):
    """A path of the scenario, and the values that it takes, as written."""

    path: str
    values: list[str]


class Head(ScenarioHead):
    """What stands beside the table of a sweep."""

    vary: list[Axis]


def schema() -> Schema:
    """Return the schema of the document that `sweep -f json` prints; a row has its paths and metrics too."""
    always = cells_schema(COLUMNS[name] for name in SWEEP_COLUMNS)
    metrics = cells_schema(
        replace(column, nullable=True) for column in SUMMARY.columns(with_given=True, asked=SUMMARY.asked)
    )
    row = {"type": "object", "properties": {**metrics, **always}, "required": list(always)}
    return document_schema(Sweep.schema, Head, rows={"sweep": row})


def view(sweep: Sweep) -> View:
    """Return the view of a sweep."""
    return View(sweep, partial(page, sweep), partial(head, sweep))


def head(sweep: Sweep) -> Head:
    """Return what stands beside the table in JSON."""
    vary: list[Axis] = [{"path": path, "values": list(values)} for path, values in sweep.vary.items()]
    return {**scenario.scenario_head(sweep), "vary": vary}


def _runs(sweep: Sweep) -> Iterator[str]:
    """Yield what the cost, or else the first metric that is known, is at least and at most over all groups."""
    table = sweep.tables["sweep"]
    totals = [row for row in table.records() if row["group"] == TOTAL]
    metrics = [column for column in table.columns[table.keys :] if column.kind not in TEXT_KINDS]
    for metric in sorted(metrics, key=lambda column: column.name != COST):
        points = zip(totals, product(*sweep.vary.values()), strict=False)
        known = [(row[metric.name], values) for row, values in points if row[metric.name] is not None]
        least, most = (pick(known, key=itemgetter(0), default=(None, ())) for pick in (min, max))
        if least[0] != most[0]:
            ends = (
                (figure_text(figure, metric.kind, sweep.currency), dict(zip(sweep.vary, values, strict=True)))
                for figure, values in (least, most)
            )
            yield sentences.runs(WORDS[metric.key].label, *ends)
            return


def page(sweep: Sweep) -> Page:
    """Return the page of a sweep."""
    table = sweep.tables["sweep"]
    keys = {row[: table.keys - 1] for row in table.rows}
    answered = {row[: table.keys - 1] for row in table.rows if row[-1] is None}
    return (
        *scenario.title(sweep),
        WholeTable(table),
        *scenario.ending(
            sweep,
            more((), "--metric NAME,NAME", "--group all"),
            scenario.verdict(" ".join([sentences.answered(len(keys), len(answered)), *_runs(sweep)])),
        ),
    )
