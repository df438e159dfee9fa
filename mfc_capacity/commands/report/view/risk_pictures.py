"""The pictures of what the plan may come to: its cost, what is left over the days, and what that hangs on."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.records import Risk
from mfc_capacity.commands.risk import view as risks
from mfc_capacity.render.html import charts
from mfc_capacity.render.html.charts import Bar, Mark, Series
from mfc_capacity.render.html.markup import Grid
from mfc_capacity.render.html.picture import (
    Picture,
    Record,
    numbers,
    short_count,
    spread,
    values_of,
)
from mfc_capacity.render.page import LinePlot, Span, Tornado
from mfc_capacity.wording.en import report as words

FAN = {"p50": "a", "p10": "b", "p90": "c"}


def risk_pictures(risk: Risk) -> Iterator[Picture]:
    """Yield the cost as a bar, the fans of what is left, and the tornado."""
    for block in risks.pictures(risk):
        if isinstance(block, Span):
            yield _span(risk, block)
        elif isinstance(block, LinePlot):
            yield _fan(risk, block)
        else:
            yield _tornado(block)


def _span(risk: Risk, block: Span) -> Picture:
    bars = [Bar("P10", "P90", ((block.low, block.middle, "bar"), (block.middle, block.high, "over")))]
    marks = [Mark(value, name) for value, name in block.marks]
    chart = charts.ranges(f"{block.title}. {block.said}", bars, marks)
    records = [row for row in risk.tables["risk"].records() if row["metric_unit"] == "money"]
    table = numbers(risk.tables["risk"], ("metric", "group", "value", "p10", "p50", "p90"), records)
    return Picture(block.title, block.said, chart, (), table)


def _fan(risk: Risk, block: LinePlot) -> Picture:
    records = [row for row in risk.tables["fans"].records() if row["metric"] == block.about]
    xs = [x for x, _ in block.points]
    series = [Series(name.upper(), look, values_of(records, name)) for name, look in FAN.items()]
    marks = [Mark(at, name) for at, name in block.marks]
    months = _month_labels(records, xs)
    chart = charts.lines(block.title, xs, series, short_count, months, rows=xs, marks=marks)
    table = numbers(risk.tables["fans"], ("date", "value", "p10", "p50", "p90"), records)
    return Picture(block.title, words.FAN_SAID, chart, series, table)


def _tornado(block: Tornado) -> Picture:
    bars = [
        Bar(f"{name} {span}", "", ((block.middle, low, "band"), (block.middle, high, "bar")))
        for name, span, low, high, _ in block.rows
    ]
    chart = charts.ranges(block.title, bars, [Mark(block.middle, words.AS_PLANNED)])
    rows = [[name, span, said] for name, span, _, _, said in block.rows]
    return Picture(block.title, block.legend, chart, (), Grid(words.TORNADO_HEADER, rows, left=2))


def _month_labels(records: Sequence[Record], xs: Sequence[float]) -> list[tuple[float, str]]:
    """Return the first place of each month."""
    labels: dict[str, float] = {}
    for record, x in zip(records, xs, strict=True):
        labels.setdefault(str(record["date"])[:7], x)
    return spread([(x, month) for month, x in labels.items()])
