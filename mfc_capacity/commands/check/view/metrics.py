"""The list of metrics: the table as it is."""

from functools import partial
from typing import Any

from mfc_capacity.answers.metrics import MetricList
from mfc_capacity.render.page import Page, WholeTable
from mfc_capacity.render.view import View


def view(answer: MetricList) -> View:
    """Return the view of the list of metrics."""
    return View(answer, partial(page, answer), partial(head, answer))


def head(_answer: MetricList) -> dict[str, Any]:
    """Return what stands above the table in JSON: nothing."""
    return {}


def page(answer: MetricList) -> Page:
    """Return the table."""
    return (WholeTable(answer.tables["metrics"]),)
