"""An explanation: the moment in a line, then the chain part by part; and the page of a code."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import TypedDict

from mfc_capacity.answers.columns import CODES, STEPS
from mfc_capacity.answers.kinds import Clock, Day
from mfc_capacity.answers.records import Cell, CodePage, Explanation
from mfc_capacity.files.text import visible
from mfc_capacity.render import more, scenario
from mfc_capacity.render.document import DRAFT, Schema, document_schema, row_schema
from mfc_capacity.render.page import Chain, ChainLine, Page, Text
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import explain as words
from mfc_capacity.wording.en.numbers import UNKNOWN, counted, decimal_text, digits_text

Record = Mapping[str, Cell]

DIGITS = 6
AS_WRITTEN = ("share", "factor")
UNITS = {"seconds": "s", "hours": "h", "calls per hour": "calls/h", "minutes": "min", "number": ""}
COUNTED = {
    "calls": "call",
    "contacts": "contact",
    "erlangs": "Erlang",
    "intervals": "interval",
    "jobs": "job",
    "lines": "line",
    "operators": "operator",
    "people": "person",
}


class Explained(TypedDict):
    """The interval or the week that is explained; `metric` is the figure at which the chain ends, None: all of them."""

    group: str
    date: Day | None
    start: Clock | None
    end: Clock | None
    metric: str | None
    week: str | None


class Head(ScenarioHead):
    """What stands beside the steps of an explanation."""

    explained: Explained


class CodeHead(TypedDict):
    """What stands beside the page of a code: nothing."""


def schema() -> Schema:
    """Return the schema of the documents that `explain -f json` prints: of a scenario's figure, or of a code."""
    figure = document_schema(Explanation.schema, Head, [STEPS])
    code = document_schema(CodePage.schema, CodeHead, rows={CODES.name: row_schema(CODES)})
    return {"$schema": DRAFT, "oneOf": [figure, code]}


def view(answer: Explanation | CodePage) -> View:
    """Return the view of an explanation, or of a code."""
    if isinstance(answer, CodePage):
        return View(answer, partial(code_page, answer), dict)
    return View(answer, partial(page, answer), partial(head, answer))


def head(explanation: Explanation) -> Head:
    """Return what stands beside the steps in JSON."""
    explained: Explained = {
        "group": explanation.group,
        "date": explanation.date,
        "start": explanation.start,
        "end": explanation.end,
        "metric": explanation.metric,
        "week": explanation.week,
    }
    return {**scenario.scenario_head(explanation), "explained": explained}


def page(explanation: Explanation) -> Page:
    """Return the page of an explanation."""
    return (
        *scenario.title(explanation),
        *chains(explanation),
        *scenario.ending(explanation, more(explanation.tables), scenario.verdict(headline(explanation))),
    )


def chains(explanation: Explanation) -> Iterator[Chain]:
    """Yield the steps, part by part."""
    records = explanation.tables["steps"].records()
    for (part, subject), own in groupby(records, key=lambda record: (record["part"], record["subject"])):
        lines = (
            ChainLine(
                visible(str(record["quantity"])), _figure(record, explanation.currency), visible(_how(record))
            )
            for record in own
        )
        yield Chain(visible(words.part(str(part), str(subject))), tuple(lines))


def headline(explanation: Explanation) -> str:
    """Say of an interval whom it takes and what that costs, of a week who is there, or the one figure asked for."""
    records = list(explanation.tables["steps"].records())
    last, currency = records[-1], explanation.currency
    moment = words.moment(
        explanation.group, explanation.date, explanation.start, explanation.end, explanation.week
    )
    if explanation.metric:
        return words.figure_said(moment, str(last["quantity"]), _figure(last, currency))
    figures = {str(one["metric"]): _figure(one, currency) for one in records if one["metric"]}
    if explanation.week:
        week = (figures[name] for name in ("employed", "output_fte", "required_fte", "over_fte"))
        return words.week_said(moment, *week, is_judged=last["note"] is None)
    cost = None if last["value"] is None else _figure(last, currency)
    return words.interval_said(moment, figures["operators_required"], cost)


def _figure(record: Record, currency: str | None) -> str:
    """Return a share as it is written, and any other value with the digits that its formula reproduces."""
    value, unit, written = record["value"], record["unit"], record["written"]
    if written is not None and unit in AS_WRITTEN:
        return visible(str(written))
    if value is None or isinstance(value, str):
        return UNKNOWN if unit else ""
    if unit == "money":
        return f"{decimal_text(value, 2)} {currency}"
    if unit in AS_WRITTEN:
        return f"{digits_text(value * 100, DIGITS)} %"
    digits = digits_text(value, DIGITS)
    if unit in COUNTED:
        return counted(digits, COUNTED[str(unit)])
    return f"{digits} {UNITS.get(str(unit), unit or '')}".rstrip()


def _how(record: Record) -> str:
    """Return the formula or the origin of a figure, and what is to know about it."""
    formula = f"= {record['formula']}" if record["formula"] else None
    place = record["location"]
    if place and record["key"] and record["written"] is None:
        place = words.left_out(str(place))
    origin = [place, record["source"]] if record["key"] else []
    return "; ".join(str(text) for text in (formula, record["note"], *origin) if text)


def code_page(code: CodePage) -> Page:
    """Return the page of a code."""
    (record,) = code.tables["codes"].records()
    return (
        Text(str(record["code"]), "heading"),
        *(Text(f"{label} {record[name]}") for name, label in words.CODE_LABELS.items()),
    )
