"""A picture on a page: a chart under its title, a sentence on what to see in it, and its numbers as a table."""

from collections.abc import Iterable

from mfc_capacity.render.chart import Bars, Chart, HeatMap, Plot
from mfc_capacity.render.html import markup, svg
from mfc_capacity.render.html.markup import prose, tag
from mfc_capacity.wording.en.report import NUMBERS, SOURCE_OF


def pictures(shown: Iterable[Chart], look: str = "pictures", *, level: int = 3) -> str:
    """Return pictures beside one another as HTML, under headings of a level; nothing of none."""
    figures = "".join(figure(chart, level) for chart in shown)
    return tag("div", figures, class_=look) if figures else ""


def figure(
    chart: Chart,
    level: int = 3,
    *,
    small: bool = False,
    look: str | None = None,
    day: int | None = None,
    of: str | None = None,
) -> str:
    """Return a picture as HTML: caption, names of its lines, chart, and its numbers when they are wanted.

    `day` is the number of the day that it shows, by which the panel finds the plan's figures; `of` whose picture it is,
    where others may have one of the same title.
    """
    caption = tag(f"h{level}", prose(chart.title)) + markup.paragraph(chart.said)
    source = markup.paragraph(SOURCE_OF.format(source=chart.source), "quiet")
    table = markup.details(
        NUMBERS, source + markup.grid(chart.numbers, f"{of}: {chart.title}" if of else chart.title)
    )
    content = tag("figcaption", caption) + _legend(chart) + _drawn(chart, small) + table
    return tag("figure", content, data_day=day, class_=look)


def _drawn(chart: Chart, small: bool) -> str:
    if isinstance(chart, Plot):
        return svg.plot(chart, small=small)
    return svg.heat_map(chart) if isinstance(chart, HeatMap) else svg.bars(chart)


def _legend(chart: Chart) -> str:
    """Return the names of lines and bars; of a single one there is none, and the place is kept."""
    if isinstance(chart, Plot) and len(chart.series) > 1:
        return svg.legend((one.look, one.name) for one in chart.series)
    return svg.legend(chart.legend if isinstance(chart, Bars) else ())
