"""What a plan may come to: percentiles and chances, the tornado of one figure, and the verdict."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal

from mfc_capacity.answers.columns import RISK_TABLES
from mfc_capacity.answers.kinds import Count
from mfc_capacity.answers.records import Cell, Risk
from mfc_capacity.files.text import visible
from mfc_capacity.render import more, scenario
from mfc_capacity.render.charts.risk import charts, judged
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.page import Grid, Page, Text
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import risk as sentences

TOTAL = "total"
MOST_NAMED = 3
LEAST_NAMED = 0.01  # of the variance; what is less may be noise

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
        *charts(risk),
        *scenario.ending(risk, more(risk.tables, "--operators given"), scenario.verdict(verdict(risk))),
    )


def sampled(risk: Risk) -> str:
    """Say what was planned how often."""
    return sentences.sampled(risk.samples, risk.inputs, risk.operators)


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
