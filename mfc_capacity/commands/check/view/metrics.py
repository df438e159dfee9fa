"""What limits may be about, as a table."""

from dataclasses import dataclass
from functools import partial

from mfc_capacity.answers.metrics import METRICS, TABLES, Metric
from mfc_capacity.answers.records import Answer, Column, Table
from mfc_capacity.render.page import Page, WholeTable
from mfc_capacity.render.view import View
from mfc_capacity.wording.en.columns import metric_meaning

COLUMNS = ("metric", "tables", "unit", "better", "meaning")


@dataclass(frozen=True, kw_only=True)
class MetricList(Answer):
    """The metrics that limits may be about."""

    schema = "mfc-capacity/metrics/1.0"


def metric_list() -> MetricList:
    """Return every metric as a table."""
    columns = tuple(
        Column(name, "text", nullable=name == "better", words=f"metrics.{name}") for name in COLUMNS
    )
    rows = tuple(
        (metric.name, _stands_in(metric), metric.unit, metric.better, metric_meaning(metric.name))
        for metric in METRICS.values()
    )
    return MetricList(tables={"metrics": Table("metrics", columns, 1, rows)})


def _stands_in(metric: Metric) -> str:
    if metric.is_account:
        return metric.name.partition(".")[0]
    return ", ".join(TABLES[period] for period in metric.periods)


def view(answer: MetricList) -> View:
    """Return the view of the list of metrics."""
    return View(answer, partial(page, answer), dict)


def page(answer: MetricList) -> Page:
    """Return the table."""
    return (WholeTable(answer.tables["metrics"]),)
