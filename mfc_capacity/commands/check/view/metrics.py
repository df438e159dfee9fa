"""The list of metrics: the table as it is."""

from functools import partial

from mfc_capacity.answers.metrics import MetricList
from mfc_capacity.render.page import Page, WholeTable
from mfc_capacity.render.view import View


def view(answer: MetricList) -> View:
    """Return the view of the list of metrics."""
    return View(answer, partial(page, answer), dict)


def page(answer: MetricList) -> Page:
    """Return the table."""
    return (WholeTable(answer.tables["metrics"]),)
