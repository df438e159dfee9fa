"""The list of what limits may be about, with the unit and the meaning of each."""

from mfc_capacity.answers.columns import PLAN_TABLES
from mfc_capacity.answers.metrics import METRICS, TABLES, Metric, MetricList
from mfc_capacity.answers.records import Column, Table
from mfc_capacity.wording.en import metrics as words


def metric_list() -> MetricList:
    """Return every metric as a table."""
    of_columns = {
        column.name: column.meaning
        for spec in PLAN_TABLES.values()
        for column in spec.columns(with_given=True)
    }
    meanings = {**of_columns, **words.MEANINGS}
    columns = tuple(
        Column(name, "text", meaning, nullable=name == "better") for name, meaning in words.HEADER.items()
    )
    rows = tuple(
        (metric.name, _stands_in(metric), words.UNITS[metric.kind], metric.better, meanings[metric.name])
        for metric in METRICS.values()
    )
    return MetricList(tables={"metrics": Table("metrics", columns, 1, rows)})


def _stands_in(metric: Metric) -> str:
    if metric.is_account:
        return metric.name.partition(".")[0]
    return ", ".join(TABLES[period] for period in metric.periods)
