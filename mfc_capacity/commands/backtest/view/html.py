"""A backtest as one self-contained page with the pictures: calls by day, service level through the day, blame."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from mfc_capacity.answers.backtest import Backtest
from mfc_capacity.commands.backtest.view import (
    LEVEL,
    OfGroup,
    Record,
    about,
    blame_grid,
    charts,
    days_grid,
    groups,
    quality_grid,
    verdicts,
)
from mfc_capacity.commands.fit.view import excluded_grid
from mfc_capacity.render import scenario
from mfc_capacity.render.chart import Axis, Bars, Numbers, Plot, Series
from mfc_capacity.render.charts.compare import parts
from mfc_capacity.render.figures import figure_of
from mfc_capacity.render.html import blocks, markup
from mfc_capacity.render.html.document import Section, document
from mfc_capacity.render.html.picture import pictures
from mfc_capacity.wording.en import backtest as words
from mfc_capacity.wording.en import charts as chart_words
from mfc_capacity.wording.en.numbers import share_text

DAYS_SHOWN = 15
SOURCE = "backtest --table "


def render(answer: Backtest) -> str:
    """Return the page."""
    return document(answer, list(_sections(answer)))


def _sections(answer: Backtest) -> Iterator[Section]:
    of_groups = groups(answer)
    first, *others = verdicts(answer)
    said = markup.paragraph(first, "lead") + "".join(map(markup.paragraph, others))
    yield Section("answer", words.ANSWER, said + blocks.written(about(answer)))
    yield Section("calls", words.CALLS.capitalize(), pictures(charts(answer)))
    levels = pictures(picture for group in of_groups for picture in _levels(answer, group))
    yield Section("levels", words.LEVELS.capitalize(), levels)
    yield Section("blame", words.BLAMED, pictures(_blames(of_groups)) + blocks.written(blame_grid(answer)))
    yield Section("days", words.WORST, blocks.written([days_grid(answer, DAYS_SHOWN)]))
    yield Section("quality", words.OFF, blocks.written([quality_grid(answer)]))
    excluded = answer.tables["excluded"]
    yield Section(
        "excluded", words.LEFT_OUT, blocks.written([excluded_grid(excluded)] if excluded.rows else [])
    )
    yield Section("warnings", words.WARNINGS, blocks.written(scenario.warnings(answer)))


def _levels(answer: Backtest, group: OfGroup) -> Iterator[Plot]:
    """Yield the service level by clock time over all days, if it is known of any."""
    rows = [row for row in answer.tables["intervals"].records() if row["group"] == group.name]
    by_start = [
        (start, *_level(list(own)))
        for start, own in groupby(
            sorted(rows, key=lambda row: str(row["start"])), lambda row: str(row["start"])
        )
    ]
    if all(said is None for _, said, _ in by_start):
        return
    starts = [start for start, *_ in by_start]
    cells = [[start, *(words.figure(value, "share") for value in values)] for start, *values in by_start]
    yield Plot(
        words.levels_title(group.name),
        words.levels_said(group.quality.get(LEVEL)),
        Axis(
            chart_words.FROM,
            starts,
            ticks=[(float(k), start) for k, start in enumerate(starts) if start.endswith(":00")],
            kind="time",
        ),
        "share",
        chart_words.LEVEL,
        [
            Series(words.ACTUAL, [actual for *_, actual in by_start], "a", "steps"),
            Series(words.SAID, [said for _, said, _ in by_start], "b", "steps"),
        ],
        Numbers(("", words.SAID, words.ACTUAL), cells),
        f"{SOURCE}intervals",
        from_zero=False,
    )


def _level(rows: Sequence[Record]) -> tuple[float | None, float | None]:
    """Return the mean service level said and actual, over the calls of some intervals of which both are known."""
    both = [row for row in rows if row[f"said_{LEVEL}"] is not None and row[f"actual_{LEVEL}"] is not None]
    calls = sum(figure_of(row, "actual_calls") for row in both)
    if not calls:
        return None, None
    said, actual = (
        sum(figure_of(row, f"{side}_{LEVEL}") * figure_of(row, "actual_calls") for row in both) / calls
        for side in ("said", "actual")
    )
    return said, actual


def _blames(of_groups: Sequence[OfGroup]) -> Iterator[Bars]:
    """Yield what makes a day's service level differ from what was said, a picture for each group."""
    for group in of_groups:
        by_cause = group.blame.get(LEVEL, {})
        if not by_cause:
            continue
        title = f"{group.name}: {words.MEASURES[LEVEL]}"
        said = words.verdict(group.name, None, group.quality.get(LEVEL), by_cause)
        named = [
            (cause, figure_of(row, "bias"), words.difference(row["bias"], "share"))
            for cause, row in by_cause.items()
        ]
        cells = [
            [cause, shown, share_text(max(figure_of(by_cause[cause], "error"), 0.0))]
            for cause, _, shown in named
        ]
        header = ("", *words.BLAME_HEADER[2:3], words.BLAME_HEADER[-1])
        yield parts(title, said, named, "share", Numbers(header, cells), f"{SOURCE}blame")
