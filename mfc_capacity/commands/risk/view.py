"""What a plan may come to: percentiles and chances, the tornado of one figure, and the verdict."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Literal

from mfc_capacity.answers.columns import RISK_TABLES
from mfc_capacity.answers.kinds import Count
from mfc_capacity.answers.records import Cell, Risk
from mfc_capacity.files.text import visible
from mfc_capacity.render import more, scenario
from mfc_capacity.render.charts.risk import charts
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.page import Grid, LinePlot, Page, Span, Text, Tornado
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import risk as sentences

TOTAL = "total"
MOST_BARS, MOST_NAMED = 12, 3
LEAST_NAMED = 0.01  # of the variance; what is less may be noise
# What a verdict is about: the first of these that may be off, or else that the answer has.
_JUDGED = ("budget.headroom_with_extra", "budget.headroom", "cost", "operator_hours_paid", "people.cost")

PERCENTILES = ("p10", "p50", "p90")
# What is left, and the day on which nothing is; what a sum is more than the cost, and its name.
ENDS = {"contract.left": "contract.exhausted_on", "budget.left": "budget.money_ends_on"}
SUMS = {"budget.headroom": sentences.AMOUNT, "budget.headroom_with_extra": sentences.WITH_EXTRA}

Record = Mapping[str, Cell]


class Head(ScenarioHead):
    """What stands beside the tables of a risk."""

    samples: Count
    seed: Count
    operators: Literal["required", "given"]
    inputs: Annotated[int, "figures, or sets of figures that move as one, with a range"]
    without_plan: Annotated[int, "samples that have no plan"]


def schema() -> Schema:
    """Return the schema of the document that `risk -f json` prints."""
    return document_schema(Risk.schema, Head, RISK_TABLES.values())


def view(risk: Risk) -> View:
    """Return the view of a risk."""
    return View(risk, partial(page, risk), partial(head, risk), partial(charts, risk))


def head(risk: Risk) -> Head:
    """Return what stands beside the tables in JSON."""
    return {
        **scenario.scenario_head(risk),
        "samples": risk.samples,
        "seed": risk.seed,
        "operators": risk.operators,
        "inputs": risk.inputs,
        "without_plan": risk.without_plan,
    }


def page(risk: Risk) -> Page:
    """Return the page of a risk; the verdict stands last."""
    return (
        *scenario.title(risk),
        Text(sampled(risk), "heading"),
        _figures(risk),
        *([_dates(risk)] if risk.tables["dates"].rows else []),
        *pictures(risk),
        *scenario.ending(risk, more(risk.tables, "--operators given"), scenario.verdict(verdict(risk))),
    )


def sampled(risk: Risk) -> str:
    """Say what was planned how often."""
    return sentences.sampled(risk.samples, risk.inputs, risk.operators)


def pictures(risk: Risk) -> Iterator[Span | LinePlot | Tornado]:
    """Yield what it may cost, what is left over the days, and what that hangs on."""
    yield from _cost(risk)
    yield from _fans(risk)
    yield from _tornado(risk)


def judged(risk: Risk) -> str:
    """Return the metric that the verdict is about."""
    known = {
        row["metric"]: row["p10"] != row["p90"]
        for row in risk.tables["risk"].records()
        if row["mean"] is not None and row["group"] == TOTAL
    }
    ordered = [metric for metric in _JUDGED if metric in known]
    return next((metric for metric in ordered if known[metric]), ordered[0])


def _figures(risk: Risk) -> Grid:
    records = [row for row in risk.tables["risk"].records() if _is_shown(row)]
    rows = tuple(
        (
            sentences.metric_name(str(row["metric"])),
            *(sentences.figure(row[name], str(row["metric_unit"]), risk.currency) for name in _COLUMNS),
            sentences.chance_cell(row["chance_kept"]),
        )
        for row in records
    )
    return Grid(sentences.FIGURES, sentences.HEADER, rows, left=1)


_COLUMNS = ("value", "p10", "p50", "p90", "mean")


def _is_shown(row: Record) -> bool:
    """Return whether a row stands on the page: those of all groups, and every limit."""
    return row["value"] is not None and (row["group"] == TOTAL or str(row["metric"]).startswith("limits."))


def _dates(risk: Risk) -> Grid:
    rows = tuple(
        (
            sentences.metric_name(str(row["metric"])),
            *(sentences.day(row[name]) for name in _COLUMNS[:-1]),
            sentences.chance_cell(row["chance_kept"]),
        )
        for row in risk.tables["dates"].records()
    )
    return Grid(sentences.DATES, sentences.DATES_HEADER, rows, left=1)


def _cost(risk: Risk) -> Iterator[Span]:
    """Yield what it may cost as a bar, beside the money there is."""
    rows = {row["metric"]: row for row in risk.tables["risk"].records() if row["group"] == TOTAL}
    row = rows.get("budget.cost") or rows["cost"]
    if row["p10"] is None or row["p10"] == row["p90"]:
        return
    low, middle, high, planned = (float(row[name] or 0) for name in ("p10", "p50", "p90", "value"))
    metric = str(row["metric"])
    marks = [(planned, sentences.PLANNED)]
    for headroom, name in SUMS.items() if metric == "budget.cost" else ():
        if headroom in rows:
            marks.append((planned + float(rows[headroom]["value"] or 0), name))
    said = sentences.span(row, risk.currency)
    yield Span(sentences.span_title(metric), low, middle, high, said, tuple(marks))


def _fans(risk: Risk) -> Iterator[LinePlot]:
    """Yield what is left of contract and budget over the days, with the days on which they may end."""
    dates = {row["metric"]: row for row in risk.tables["dates"].records()}
    for metric, ends in ENDS.items():
        rows = [row for row in risk.tables["fans"].records() if row["metric"] == metric]
        if len(rows) > 1:
            yield _fan(risk, metric, rows, dates[ends])


def _fan(risk: Risk, metric: str, rows: Sequence[Record], ends: Record) -> LinePlot:
    low, middle, high = (
        tuple((_place(row["date"]), float(row[name] or 0)) for row in rows) for name in PERCENTILES
    )
    values = [value for line in (low, middle, high) for _, value in line]
    least, most = (sentences.left(value, metric, risk.currency) for value in (min(values), max(values)))
    marks = [(_place(ends[name]), sentences.ends_at(name, ends[name])) for name in PERCENTILES if ends[name]]
    return LinePlot(
        about=metric,
        title=sentences.fan_title(metric, ends),
        points=middle,
        marks=tuple(marks),
        x_ends=(str(rows[0]["date"]), str(rows[-1]["date"])),
        y_ends=(least, most),
        dotted=(low, high),
        legend=sentences.FAN_LEGEND,
    )


def _place(day: Cell) -> float:
    """Return the place of a day on an axis of days."""
    return float(date.fromisoformat(str(day)).toordinal())


def _tornado(risk: Risk) -> Iterator[Tornado]:
    metric, bars = judged(risk), _judged_bars(risk)
    row = _row(risk, metric)
    unit = str(row["metric_unit"])
    planned = row["value"]
    known = [bar for bar in bars if {bar["metric_low"], bar["metric_high"]} - {planned, None}]
    rows = tuple(
        (
            visible(str(bar["input"])),
            visible(f"{bar['low']}..{bar['high']}"),
            _end(bar["metric_low"], planned),
            _end(bar["metric_high"], planned),
            sentences.bar(bar, unit, risk.currency),
        )
        for bar in known[:MOST_BARS]
    )
    left_out = len(bars) - len(rows)
    if rows:
        yield Tornado(
            sentences.tornado_title(metric), float(planned or 0), rows, sentences.tornado_legend(left_out)
        )


def _end(value: Cell, planned: Cell) -> float:
    """Return where a bar ends; where the figure is not known there, it does not begin."""
    return float((planned if value is None else value) or 0)


def _judged_bars(risk: Risk) -> list[Record]:
    """Return what each input does to the figure that the verdict is about."""
    metric = judged(risk)
    return [row for row in risk.tables["tornado"].records() if row["metric"] == metric]


def verdict(risk: Risk) -> str:
    """Say in one breath what to expect, with which chance, and what that hangs on."""
    metric, bars = judged(risk), _judged_bars(risk)
    named = [
        (visible(str(bar["input"])), share)
        for bar in bars[:MOST_NAMED]
        if (share := float(bar["variance_share"] or 0)) >= LEAST_NAMED
    ]
    money = _row(risk, "budget.headroom") if metric.startswith("budget.") else None
    said = sentences.verdict(_row(risk, metric), money, named, risk.currency)
    level = _row(risk, "service_level")["p10"]
    if risk.operators == "required" or level is None:
        return said
    return f"{sentences.lived_through(float(level))} {said}"


def _row(risk: Risk, metric: str) -> Record:
    return next(
        row for row in risk.tables["risk"].records() if (row["metric"], row["group"]) == (metric, TOTAL)
    )
