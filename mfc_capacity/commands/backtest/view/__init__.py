"""How well a scenario would have told the past, as it is read: how far off, who is to blame, the worst days."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Annotated, TypedDict

from mfc_capacity.answers.backtest import Backtest
from mfc_capacity.answers.columns import BACKTEST_TABLES
from mfc_capacity.answers.kinds import Count, Day, one_of
from mfc_capacity.answers.records import Cell
from mfc_capacity.commands.fit.view import Taken, excluded_grid, taken
from mfc_capacity.files.text import visible
from mfc_capacity.render import more, scenario
from mfc_capacity.render.chart import Axis, Plot, Series
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.figures import numbers, values_of
from mfc_capacity.render.page import Block, Grid, Page, Text
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import backtest as words
from mfc_capacity.wording.en import charts as chart_words
from mfc_capacity.wording.en.numbers import count_text, share_text

WORST_SHOWN = 5
OWN, OF_RECORDS = "own", "records"
ALL, LEVEL, DAY_CALLS = "all", "service_level", "calls_per_day"

Record = Mapping[str, Cell]


class Compared(TypedDict):
    """What is compared with what."""

    files: list[str]
    columns: list[Taken]
    rows: Count
    calls: Annotated[Count, "of the days compared"]
    first: Day
    last: Day
    days: Count
    calendar: Annotated[str, one_of((OWN, OF_RECORDS)), "whose days are compared"]
    intervals_by_operators: Annotated[
        Mapping[str, int],
        "intervals by how their operators are known: roster, given, seen-full, between, at-least",
    ]
    intervals_judged: Annotated[Count, "of which waits are compared"]


class Head(ScenarioHead):
    """What stands beside the tables of a backtest."""

    backtest: Compared


def schema() -> Schema:
    """Return the schema of the document that `backtest -f json` prints."""
    return document_schema(Backtest.schema, Head, BACKTEST_TABLES.values())


def view(answer: Backtest) -> View:
    """Return the view of a backtest."""
    return View(answer, partial(page, answer), partial(head, answer), partial(charts, answer))


def head(answer: Backtest) -> Head:
    """Return what stands beside the tables in JSON."""
    own: Compared = {
        "files": list(answer.files),
        "columns": taken(answer.columns),
        "rows": answer.rows,
        "calls": answer.calls,
        "first": answer.first,
        "last": answer.last,
        "days": answer.days,
        "calendar": OF_RECORDS if answer.is_moved else OWN,
        "intervals_by_operators": dict(answer.known_by),
        "intervals_judged": answer.judged,
    }
    return {**scenario.scenario_head(answer), "backtest": own}


def page(answer: Backtest) -> Page:
    """Return the page of a backtest; the verdict stands last."""
    return tuple(_page(answer))


def _page(answer: Backtest) -> Iterator[Block]:
    yield from scenario.title(answer)
    yield from about(answer)
    if answer.tables["excluded"].rows:
        yield excluded_grid(answer.tables["excluded"])
    yield quality_grid(answer)
    yield from blame_grid(answer)
    yield days_grid(answer, WORST_SHOWN)
    yield from (chart for chart in charts(answer) if len(chart.axis.labels) > 1)
    yield from scenario.ending(answer, more(answer.tables), *map(scenario.verdict, verdicts(answer)))


def about(answer: Backtest) -> Iterator[Text]:
    """Yield what is compared, and how the operators are known."""
    read = words.read(answer.files, answer.calls, answer.rows, answer.days, answer.first, answer.last)
    yield Text(visible(read), "heading")
    yield Text(words.operators(answer.known_by, answer.judged))


class OfGroup:
    """What the tables have of a group: quality of the whole of it by measure, blame by measure and cause, its days."""

    def __init__(self, answer: Backtest, name: str) -> None:
        self.name = name
        self.quality = {
            str(row["measure"]): row
            for row in answer.tables["quality"].records()
            if row["group"] == name and row["hotline"] == ALL
        }
        blame = [row for row in answer.tables["blame"].records() if row["group"] == name]
        self.blame = {
            str(measure): {str(row["cause"]): row for row in rows}
            for measure, rows in groupby(blame, key=itemgetter("measure"))
        }
        days = (row for row in answer.tables["days"].records() if row["group"] == name)
        self.days = sorted(days, key=lambda row: str(row["date"]))


def groups(answer: Backtest) -> list[OfGroup]:
    """Return every group that is compared."""
    names = dict.fromkeys(str(row["group"]) for row in answer.tables["quality"].records())
    return [OfGroup(answer, name) for name in names]


def verdicts(answer: Backtest) -> Iterator[str]:
    """Yield a sentence for each group."""
    for group in groups(answer):
        yield words.verdict(
            group.name, group.quality.get(DAY_CALLS), group.quality.get(LEVEL), group.blame.get(LEVEL, {})
        )


def quality_grid(answer: Backtest) -> Grid:
    """Return how far off each measure is; of a group with one hotline that has no rows of its own."""
    rows = list(answer.tables["quality"].records())
    hotlines: dict[str, set[str]] = {}
    for row in rows:
        hotlines.setdefault(str(row["group"]), set()).add(str(row["hotline"]))
    shown = [row for row in rows if row["hotline"] == ALL or len(hotlines[str(row["group"])]) > 2]
    return Grid(words.QUALITY, words.QUALITY_HEADER, tuple(map(_quality, shown)), left=2)


def _quality(row: Record) -> tuple[str, ...]:
    unit = str(row["unit"])
    held, worst = row["coverage_80"], row["worst_date"]
    return (
        visible(words.subject(str(row["group"]), str(row["hotline"]), alone=False)),
        words.MEASURES[str(row["measure"])],
        count_text(float(row["n"] or 0)),
        words.figure(row["said"], unit),
        words.figure(row["actual"], unit),
        words.share(row["wape"]),
        words.share(row["bias"], signed=True),
        "" if held is None else share_text(float(held)),
        "" if worst is None else str(worst),
    )


def blame_grid(answer: Backtest) -> Iterator[Grid]:
    """Yield what makes the difference, if that could be worked out of any group."""
    rows = [
        _blame(group.name, measure, by_cause)
        for group in groups(answer)
        for measure, by_cause in group.blame.items()
    ]
    if rows:
        yield Grid(words.BLAME, words.BLAME_HEADER, tuple(rows), left=2)


def _blame(group: str, measure: str, by_cause: Mapping[str, Record]) -> tuple[str, ...]:
    first = next(iter(by_cause.values()))
    unit, whole = str(first["unit"]), float(first["bias_whole"] or 0)
    parts = words.differences([float(row["bias"] or 0) for row in by_cause.values()], whole, unit)
    off = words.difference(first["error_whole"], unit).removeprefix("+")
    return (visible(group), words.MEASURES[measure], words.difference(whole, unit), *parts, off)


def days_grid(answer: Backtest, most: int) -> Grid:
    """Return the days on which something wrong was said of most callers."""
    rows = list(answer.tables["days"].records())[:most]
    return Grid(words.DAYS, words.DAYS_HEADER, tuple(map(_day, rows)), left=2)


def _day(row: Record) -> tuple[str, ...]:
    return (
        visible(words.day_name(row)),
        visible(str(row["group"])),
        count_text(float(row["callers_off"] or 0)),
        *(count_text(float(row[f"{side}_calls"] or 0)) for side in ("said", "actual")),
        *(words.figure(row[f"{side}_{LEVEL}"], "share") for side in ("said", "actual")),
    )


def charts(answer: Backtest) -> Iterator[Plot]:
    """Yield the calls of each day, said and actual, of each group."""
    for group in groups(answer):
        dates = [str(row["date"]) for row in group.days]
        yield Plot(
            words.calls_title(group.name),
            words.calls_said(group.quality[DAY_CALLS]),
            Axis(chart_words.DATE, dates, ticks=[(k + 0.5, day) for k, day in enumerate(dates)], kind="date"),
            "calls",
            chart_words.CALLS,
            [
                Series(words.ACTUAL, values_of(group.days, "actual_calls"), "a", "steps"),
                Series(words.SAID, values_of(group.days, "said_calls"), "b", "steps"),
            ],
            numbers(answer.tables["days"], ("date", "said_calls", "actual_calls", "callers_off"), group.days),
            "backtest --table days",
        )
