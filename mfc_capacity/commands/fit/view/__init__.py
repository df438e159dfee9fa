"""What was learnt as it is read: figures of each hotline, what was left out, how well the forecast would have done."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TypedDict

from mfc_capacity.answers.columns import FIT_TABLES, WARNINGS
from mfc_capacity.answers.fit import Fit, Learnt
from mfc_capacity.answers.kinds import Count, Day
from mfc_capacity.answers.records import Cell, Table
from mfc_capacity.files.text import visible
from mfc_capacity.render import more
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.page import Grid, Page, Text
from mfc_capacity.render.scenario import Warned, kinds_of_warning, verdict, warned
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import fit as words


class Taken(TypedDict):
    """A column of the records: what it was taken for, and whether it was named, mapped or guessed."""

    meaning: str
    column: str
    how: str


class Head(TypedDict):
    """What stands beside the tables."""

    files: list[str]
    columns: list[Taken]
    unused_columns: list[str]
    first: Day
    last: Day
    rows: Count
    warnings: list[Warned]


def schema() -> Schema:
    """Return the schema of the document that `fit -f json` prints."""
    return document_schema(Fit.schema, Head, FIT_TABLES.values())


def view(fit: Fit, *, is_written: bool = False) -> View:
    """Return the view of what was learnt, whose scenario is written or might be."""
    return View(fit, partial(page, fit, is_written=is_written), partial(head, fit))


def head(fit: Fit) -> Head:
    """Return what stands beside the tables in JSON."""
    return {
        "files": list(fit.files),
        "columns": taken(fit.columns),
        "unused_columns": list(fit.unused_columns),
        "first": fit.first,
        "last": fit.last,
        "rows": fit.rows,
        "warnings": warned(fit.cautions),
    }


def taken(columns: Mapping[str, tuple[str, str]]) -> list[Taken]:
    """Return which column was taken for what, as it stands in JSON."""
    return [{"meaning": meaning, "column": column, "how": how} for meaning, (column, how) in columns.items()]


def page(fit: Fit, *, is_written: bool) -> Page:
    """Return the page of what was learnt; the verdict stands last."""
    return tuple(_page(fit, is_written))


def _page(fit: Fit, is_written: bool) -> Iterator[Text | Grid]:
    yield Text(visible(words.read(fit.files, fit.rows, fit.first, fit.last)), "heading")
    yield Text(visible(words.columns_taken(fit.columns)))
    if fit.unused_columns:
        yield Text(visible(words.columns_unused(fit.unused_columns)))
    if fit.tables["excluded"].rows:
        yield excluded_grid(fit.tables["excluded"])
    yield Grid(words.FIGURES, words.FIGURES_HEADER, tuple(_figures(fit.learnt)), left=2)
    yield from (Text(visible(said)) for said in _laws(fit.tables["laws"]))
    if fit.tables["forecasts"].rows:
        yield Grid(
            words.FORECASTS, words.FORECASTS_HEADER, tuple(_forecasts(fit.tables["forecasts"])), left=2
        )
    yield more([name for name, table in fit.tables.items() if table.rows], lists=[WARNINGS.name])
    yield from kinds_of_warning(fit.cautions)
    medians_s = dict(_medians(fit.tables["laws"]))
    yield verdict(words.verdict(fit.learnt.hotlines, medians_s, fit.name, is_written=is_written))


def excluded_grid(table: Table) -> Grid:
    """Return the rules by which records were left out."""
    rows = tuple(tuple(map(visible, words.excluded(row))) for row in table.records())
    return Grid(words.EXCLUDED, words.EXCLUDED_HEADER, rows, left=2)


def _laws(table: Table) -> Iterator[str]:
    """Yield what is to say of the times of each hotline that a law was held against."""
    for (hotline, key), rows in groupby(table.records(), key=itemgetter("hotline", "key")):
        of_times = tuple(rows)
        if any(row["worse_by"] == 0 for row in of_times):
            yield words.laws_found(str(hotline), str(key), of_times)


def _medians(laws: Table) -> Iterator[tuple[str, float]]:
    """Yield how long half of the callers of a hotline wait, where so many were seen to hang up."""
    for row in laws.records():
        if row["law"] == words.SEEN and isinstance(row["median_s"], float):
            yield str(row["hotline"]), row["median_s"]


def _figures(learnt: Learnt) -> Iterator[tuple[str, ...]]:
    """Yield the figures that stand alone; those of profiles and of handling times by clock are in the table."""
    for hotline in learnt.hotlines:
        for key, figure in hotline.figures():
            if not words.is_detail(key):
                yield (visible(hotline.title), *words.figure_cells(key, figure))
        if hotline.growth is not None:
            yield (visible(hotline.title), *words.figure_cells(words.IN_A_YEAR, hotline.growth.of_year))
        for peak in learnt.peaks:
            if peak.hotline == hotline.name:
                yield (
                    visible(hotline.title),
                    *words.figure_cells(words.peak_key(peak.days), peak.multiplier),
                )


def _forecasts(table: Table) -> Iterator[tuple[str, ...]]:
    weeks: dict[tuple[str, int], dict[str, Mapping[str, Cell]]] = {}
    for row in table.records():
        weeks.setdefault((str(row["hotline"]), int(str(row["week_ahead"]))), {})[str(row["way"])] = row
    for (hotline, week), ways in weeks.items():
        yield words.forecast_cells(visible(hotline), week, ways)
