"""A grid of changes: its table, whole."""

from functools import partial
from typing import Any

from mfc_capacity.answers.records import Sweep
from mfc_capacity.render import scenario
from mfc_capacity.render.page import Page, Text, WholeTable
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import sweep as sentences


def view(sweep: Sweep) -> View:
    """Return the view of a sweep."""
    return View(sweep, partial(page, sweep), partial(head, sweep))


def head(sweep: Sweep) -> dict[str, Any]:
    """Return what stands above the tables in JSON."""
    vary = [{"path": path, "values": list(values)} for path, values in sweep.vary.items()]
    return {**scenario.scenario_head(sweep), "vary": vary}


def page(sweep: Sweep) -> Page:
    """Return the page of a sweep."""
    table = sweep.tables["sweep"]
    keys = {row[: table.keys - 1] for row in table.rows}
    answered = {row[: table.keys - 1] for row in table.rows if row[-1] is None}
    return (
        *scenario.title(sweep),
        Text(sentences.answered(len(keys), len(answered)), "heading"),
        WholeTable(table),
        scenario.assumptions(sweep),
        Text(sentences.MORE, "quiet"),
    )
