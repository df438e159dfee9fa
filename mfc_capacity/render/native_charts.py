"""Charts of a workbook: Excel's own, which take their texts and numbers from the cells of a sheet of their own.

Lines and steps are drawn over a scale of times, dates or numbers, so that a step is one: its value stands at both
ends. A band is drawn as thick error bars, since no chart over a scale fills what lies between two lines. A bar that
does not begin at zero stands on a bar that is not seen.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import chain, pairwise
from typing import Any

from mfc_capacity.answers.records import Kind
from mfc_capacity.files.text import visible
from mfc_capacity.render.chart import Bar, Bars, Look, Plot, Series, round_values
from mfc_capacity.render.long_sheet import BEGINNING, serial
from mfc_capacity.render.workbook import READERS, Workbook, column_letter, sheet_text
from mfc_capacity.wording.en import workbook as words
from mfc_capacity.wording.en.numbers import money_text

NativeChart = Plot | Bars

BLUE, ORANGE, GREEN, PURPLE, RED, GREY, BLACK = (
    "#0072B2", "#C04A00", "#007A5A", "#A3487A", "#B3261E", "#8A94A0", "#1B2430",
)  # fmt: skip
COLOURS: dict[Look, str] = {
    "a": BLUE,
    "b": ORANGE,
    "c": GREEN,
    "d": PURPLE,
    "limit": BLACK,
    "bar": BLUE,
    "over": ORANGE,
    "spared": GREEN,
    "total": BLACK,
    "band": GREY,
    "short": RED,
    "more": GREY,
    **dict.fromkeys(("shade1", "shade2", "shade3", "shade4", "shade5"), BLUE),
    "area1": BLUE,
    "area2": ORANGE,
    "area3": GREEN,
    "area4": PURPLE,
    "area5": GREY,
}
DASHES: dict[Look, str] = {"b": "dash", "c": "round_dot", "d": "long_dash_dot", "limit": "dash"}
PALE: dict[Look, int] = {
    "shade2": 28,
    "shade3": 50,
    "shade4": 68,
    "shade5": 84,
    "band": 60,
    "short": 40,
    "more": 70,
}
COLUMNS, ROWS, WIDTH, ROW_HEIGHT = 15, 18, 956, 20  # of the sheet's own cells; the last two in pixels
ROWS_OF_BAR, ROWS_ROUND_BARS, ROWS_BETWEEN, ROWS_OF_PAGE = 2, 3, 3, 64
PLOT_WIDTH = 640  # of the lines, in points
MOST_TICKS, HOURS, DAYS_OF_A_MONTH = 12, 24, 31
DAYS_OF_TICKS = (
    1,
    2,
    7,
    14,
    31,
    62,
    92,
    184,
    366,
)  # no less than the months they stand for, so that each is named
MARK_STEP, MARK_LEVELS = (
    0.08,
    4,
)  # names of marks stand on some levels, so that those of neighbours do not meet
A_FEW_PER_CENT, TEN_MILLIONS = 0.05, 10_000_000
DATA_WIDTH = 18
UNDER_ONE_ANOTHER = {"x": 0.2, "width": 0.76}  # of a chart: where its plot and the strips below it lie
ROWS_ROUND_STRIPS = 2
GRID = {"visible": True, "line": {"color": "#D5DBE3"}}
HEADER_ROWS, ROWS_BELOW = 2, 1


@dataclass(frozen=True)
class _Column:
    """A column of a chart's numbers: where it stands on their sheet."""

    top: int
    number: int
    header: str
    values: Sequence[Any]
    style: Any

    @property
    def name(self) -> list[Any]:
        """The cell of the header."""
        return [words.CHART_DATA, self.top, self.number]

    @property
    def cells(self) -> list[Any]:
        """The cells below it."""
        return [words.CHART_DATA, self.top + 1, self.number, self.top + len(self.values), self.number]

    def cell(self, place: int) -> str:
        """Return the reference to a cell below the header."""
        return f"='{words.CHART_DATA}'!{_cell(self.top + 1 + place, self.number)}"

    @property
    def formula(self) -> str:
        """The reference to the cells below it."""
        return f"{self.cell(0)}:{_cell(self.top + len(self.values), self.number)}"


def _cell(row: int, column: int) -> str:
    return f"${column_letter(column)}${row + 1}"


@dataclass
class _Numbers:
    """The numbers of a chart on their way: columns beside one another, under its title."""

    top: int
    title: str
    columns: list[_Column] = field(default_factory=list)

    def add(self, header: str, values: Sequence[Any], style: Any = None) -> _Column:
        """Add a column."""
        column = _Column(self.top + 1, len(self.columns), header, values, style)
        self.columns.append(column)
        return column

    @property
    def height(self) -> int:
        """How many rows they take."""
        return HEADER_ROWS + max(len(column.values) for column in self.columns) + ROWS_BELOW


def add_charts(book: Workbook, charts: Iterable[NativeChart]) -> list[_Numbers]:
    """Add the sheet of the charts, each with what it says below; return what `add_chart_data` writes on another."""
    sheet = book.add_sheet(words.CHARTS)
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    found: list[_Numbers] = []
    row, page, breaks = 0, 0, []
    for chart in charts:
        numbers = _Numbers(sum(own.height for own in found), chart.title)
        pictures = list(_pictures(book, chart, numbers))
        rows = sum(own for _, own in pictures)
        if row - page + rows > ROWS_OF_PAGE and row > page:
            breaks.append(row)
            page = row
        for picture, height in pictures:
            picture.set_size({"width": WIDTH, "height": height * ROW_HEIGHT})
            sheet.insert_chart(row, 0, picture, {"description": visible(chart.title)})
            row += height
        own = book.style(font_color="#595959", text_wrap=True, valign="top")
        sheet.merge_range(row, 0, row + 1, COLUMNS - 1, "", own)
        sheet.write_string(row, 0, sheet_text(_below(chart)), own)
        found.append(numbers)
        row += ROWS_BETWEEN
    sheet.print_area(0, 0, row - 1, COLUMNS - 1)
    sheet.set_h_pagebreaks(breaks)
    return found


def _pictures(book: Workbook, chart: NativeChart, numbers: _Numbers) -> Iterator[tuple[Any, int]]:
    """Yield the picture of a chart with the rows that it takes, and the strips that lie below it."""
    picture = _plot(book, chart, numbers) if isinstance(chart, Plot) else _bars(book, chart, numbers)
    picture.set_title({"name": [words.CHART_DATA, numbers.top, 0], "name_font": {"size": 12}})
    if isinstance(chart, Bars):
        yield picture, ROWS_OF_BAR * (len(chart.bars) + ROWS_ROUND_BARS)
        return
    yield picture, ROWS
    if chart.strips:
        picture.set_plotarea({"layout": {**UNDER_ONE_ANOTHER, "y": 0.12, "height": 0.68}})
        yield _strips(book, chart, numbers), len(chart.strips) + ROWS_ROUND_STRIPS


def _below(chart: NativeChart) -> str:
    """Return what a chart says below it; of bars, also the values that a page marks by lines through them."""
    marks = chart.marks if isinstance(chart, Bars) and chart.kind == "money" else ()
    named = [f"{mark.name}: {money_text(mark.at, chart.unit)}" for mark in marks if mark.name]
    return "; ".join([*([chart.said] if chart.said else []), *named])


def add_chart_data(book: Workbook, found: Iterable[_Numbers]) -> None:
    """Add the sheet of the charts' numbers."""
    sheet = book.add_sheet(words.CHART_DATA)
    sheet.set_column(0, max(len(numbers.columns) for numbers in found), DATA_WIDTH)
    for numbers in found:
        sheet.write_string(numbers.top, 0, sheet_text(numbers.title), book.style(bold=True))
        for column in numbers.columns:
            sheet.write_string(column.top, column.number, sheet_text(column.header))
            for row, value in enumerate(column.values, column.top + 1):
                if isinstance(value, str):
                    sheet.write_string(row, column.number, sheet_text(value))
                elif value is not None:
                    sheet.write_number(row, column.number, value, column.style)


def _plot(book: Workbook, chart: Plot, numbers: _Numbers) -> Any:
    """Draw quantities over an axis: columns over its labels, anything else over a scale."""
    is_of_columns = any(series.shape == "columns" for series in chart.series)
    labels = numbers.add(chart.axis.name, chart.axis.labels)
    return _columns(book, chart, labels, numbers) if is_of_columns else _lines(book, chart, numbers)


def _columns(book: Workbook, chart: Plot, labels: _Column, numbers: _Numbers) -> Any:
    """Draw columns on top of one another, and what is none as lines over them."""
    picture = book.file.add_chart({"type": "column", "subtype": "stacked"})
    lines = book.file.add_chart({"type": "line"})
    for series in chart.series:
        values = numbers.add(series.name, series.values, book.number_style(chart.kind))
        is_column = series.shape == "columns"
        look = {"fill": _fill(series.look), "gap": 30} if is_column else {"line": _line(series.look)}
        drawn_on = picture if is_column else lines
        drawn_on.add_series({"name": values.name, "categories": labels.cells, "values": values.cells, **look})
    if any(series.shape != "columns" for series in chart.series):
        picture.combine(lines)
    picture.set_x_axis({"interval_unit": max(1, len(chart.axis.labels) // MOST_TICKS)})
    picture.set_y_axis(_values_axis(chart, stacked=True))
    picture.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    return picture


def _lines(book: Workbook, chart: Plot, numbers: _Numbers) -> Any:
    """Draw bands, lines and steps over a scale, with marks and dots."""
    scale = _scale(chart)
    style, own_style = book.style(num_format=scale.num_format), book.number_style(chart.kind)
    x = numbers.add(words.PLACE, scale.places, style)
    picture = book.file.add_chart({"type": "scatter", "subtype": "straight"})
    shown = [series for series in chart.series if any(value is not None for value in series.values)]
    values = [numbers.add(series.name, series.values, own_style) for series in shown]
    named: list[tuple[Series, dict[str, Any]]] = []
    steps = [series for series in shown if series.shape == "steps" and not series.around]
    if steps:
        at = numbers.add(words.STEPS, list(chain(*pairwise([*scale.places, scale.end]))), style)
    for series, own_values in zip(shown, values, strict=True):
        look: dict[str, Any] = {"line": _line(series.look)}
        drawn_at, drawn = x, own_values
        if series in steps:
            twice = [value for value in series.values for _ in range(2)]
            drawn_at, drawn = at, numbers.add(series.name, twice, own_style)
        if series.around:
            around = numbers.add(words.AROUND, series.around, own_style).formula
            if series.shape == "steps":
                middles = [(low + high) / 2 for low, high in pairwise([*scale.places, scale.end])]
                drawn_at = numbers.add(words.MIDDLE, middles, style)
            look = {"line": {"none": True}, "y_error_bars": _thick(series, around)}
        drawn_as = {"name": drawn.name, "categories": drawn_at.cells, "values": drawn.cells, **look}
        named.append((series, drawn_as))
    for _, drawn_as in sorted(named, key=lambda pair: not pair[0].around):  # bands lie behind lines
        picture.add_series({**drawn_as, "marker": {"type": "none"}})
    unnamed = range(len(named), len(named) + _add_marks(book, picture, chart, scale, numbers))
    picture.set_x_axis({**scale.axis, "label_position": "low"})  # below the values that are less than zero
    picture.set_y_axis(_values_axis(chart))
    legend = {"position": "bottom", "delete_series": list(unnamed)}
    picture.set_legend(legend if len(named) > 1 else {"none": True})
    return picture


def _strips(book: Workbook, chart: Plot, numbers: _Numbers) -> Any:
    """Draw stretches of the axis as bars under it, each beside its name."""
    scale = _scale(chart)
    picture = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    style = book.style(num_format=scale.num_format)
    names = numbers.add(words.STRIP, [strip.name for strip in chart.strips])
    begins = [scale.at(strip.first) for strip in chart.strips]
    first = numbers.add(words.STRIP_FROM, begins, style)
    lengths = [scale.at(strip.last) - begun for strip, begun in zip(chart.strips, begins, strict=True)]
    length = numbers.add(words.STRIP_LENGTH, lengths, style)
    for column, look in ((first, {"none": True}), (length, _fill("shade3"))):
        drawn = {"name": column.name, "categories": names.cells, "values": column.cells, "fill": look}
        picture.add_series({**drawn, "gap": 30})
    picture.set_y_axis({"reverse": True, "num_font": {"size": 8}, "major_tick_mark": "none"})
    picture.set_x_axis({**scale.axis, "label_position": "high", "major_gridlines": GRID})
    room = 1 - ROWS_ROUND_STRIPS / (len(chart.strips) + ROWS_ROUND_STRIPS)
    picture.set_plotarea({"layout": {**UNDER_ONE_ANOTHER, "y": 0.02, "height": room}})
    picture.set_legend({"none": True})
    return picture


def _add_marks(book: Workbook, picture: Any, chart: Plot, scale: "_Scale", numbers: _Numbers) -> int:
    """Add an upright line with a name for each mark, and a point for each dot; return how many series they are."""
    low, *_, high = _heights(chart)
    style, own_style = book.style(num_format=scale.num_format), book.number_style(chart.kind)
    middle = (scale.places[0] + scale.end) / 2
    marks = [(scale.at(mark.at), mark.name, k) for k, mark in enumerate(chart.marks)]
    halves = ([m for m in marks if m[0] <= middle], [m for m in marks if m[0] > middle])
    sides = [(side, own) for side, own in zip(("right", "left"), halves, strict=True) if own]
    for side, own in sides:
        x = numbers.add(words.MARK_AT, [at for at, *_ in own], style)
        names = numbers.add(words.MARK, [name for _, name, _ in own])
        tops = [high - (high - low) * MARK_STEP * (k % MARK_LEVELS + 1) for *_, k in own]
        y = numbers.add(words.MARK_TOP, tops, own_style)
        down = numbers.add(words.MARK_DOWN, [top - low for top in tops], own_style).formula
        line = {"color": "#566170", "width": 1, "dash_type": "round_dot"}
        labels = [{"value": _label(name)} if name else {"delete": True} for _, name, _ in own]
        picture.add_series(
            {
                "name": names.name,
                "categories": x.cells,
                "values": y.cells,
                "line": {"none": True},
                "marker": {"type": "none"},
                "data_labels": {"value": True, "position": side, "custom": labels, "font": {"size": 9}},
                "y_error_bars": {
                    "type": "custom", "direction": "minus", "plus_values": down, "minus_values": down,
                    "end_style": 0, "line": line,
                },
            }
        )  # fmt: skip
    if chart.dots:
        x = numbers.add(words.PLACE, [scale.at(at) for at, _ in chart.dots], style)
        y = numbers.add(words.DOTS, [value for _, value in chart.dots], own_style)
        dot = {
            "type": "circle",
            "size": 8,
            "fill": {"color": ORANGE},
            "border": {"color": "#FFFFFF"},
        }
        picture.add_series(
            {"name": y.name, "categories": x.cells, "values": y.cells, "line": {"none": True}, "marker": dot}
        )
    return len(sides) + bool(chart.dots)


def _label(text: str) -> str:
    """Return a text as a label of its own, which is no reference to a cell."""
    return f" {sheet_text(text)}" if text.startswith("=") else sheet_text(text)


@dataclass(frozen=True)
class _Scale:
    """The scale of a horizontal axis: where its places stand, where the last one ends, and how values are written."""

    own_places: Sequence[float]
    places: Sequence[float]
    end: float
    num_format: str
    axis: dict[str, Any]

    def at(self, place: float) -> float:
        """Return where a place of the chart's own axis stands."""
        own = [*self.own_places, self.own_places[-1] + 1]
        k = min(max(bisect_right(own, place) - 1, 0), len(own) - 2)
        first, second = (self.places[k], [*self.places, self.end][k + 1])
        return first + (second - first) * (place - own[k]) / (own[k + 1] - own[k])


def _scale(chart: Plot) -> _Scale:
    """Return a scale of times or dates where the labels are such, else of numbers."""
    own, kind = list(chart.axis.places), chart.axis.kind
    if kind in _FORMATS:
        labels = [label for label in chart.axis.labels if label]
        places = [serial(_READERS[kind](label)) for label in labels]
        end = _month_after(labels[-1]) if kind == "month" else places[-1] + _step(places)
        places = (
            places if len(places) == len(own) else [*places, end]
        )  # months that follow a beginning end there
        axis = _time_axis(places[0], end) if kind == "time" else _date_axis(places[0], max(places[-1], end))
        return _Scale(own, places, end, _FORMATS[kind], axis)
    pattern = _short_pattern(own[-1])
    ticks = round_values(own[0], own[-1])
    axis = {
        "min": ticks[0],
        "max": ticks[-1],
        "major_unit": ticks[1] - ticks[0],
        "name": chart.axis.name,
        "num_format": pattern,
    }
    return _Scale(own, own, own[-1] + _step(own), pattern, axis)


def _step(places: Sequence[float]) -> float:
    return places[-1] - places[-2] if len(places) > 1 else 1.0


def _month_after(text: str) -> float:
    year, month = map(int, text.split("-"))
    return serial(date(year + month // 12, month % 12 + 1, 1))


_READERS: Mapping[str, Callable[[str], date | time]] = {**READERS, "week": date.fromisoformat}
_FORMATS: Mapping[Kind, str] = {
    "time": "[hh]:mm",
    "date": "yyyy-mm-dd",
    "week": "yyyy-mm-dd",
    "month": "yyyy-mm",
}


def _time_axis(first: float, end: float) -> dict[str, Any]:
    hours = next(hours for hours in (1, 2, 3, 24) if (end - first) * HOURS <= MOST_TICKS * hours)
    return {"min": first, "max": end, "major_unit": hours / HOURS, "num_format": "[hh]:mm"}


def _date_axis(first: float, end: float) -> dict[str, Any]:
    """Return an axis of dates; over months it begins with one, and names months by ticks that never fall behind."""
    unit = next((days for days in DAYS_OF_TICKS if end - first <= days * MOST_TICKS), DAYS_OF_TICKS[-1])
    if unit < DAYS_OF_A_MONTH:
        return {"min": first, "max": end, "major_unit": unit, "num_format": "yyyy-mm-dd"}
    begun = first - (BEGINNING + timedelta(days=first - 1)).day + 1
    return {"min": begun, "max": end, "major_unit": unit, "num_format": "yyyy-mm"}


def _heights(chart: Plot, *, stacked: bool = False) -> list[float]:
    """Return round values that the vertical axis goes through, one more where marks have names at the top."""
    found = [value for series in chart.series for value in series.values if value is not None]
    found += [end for series in chart.series for _, *ends in series.band() for end in ends]
    found += [value for _, value in chart.dots]
    if stacked:
        found += [
            sum(filter(None, values)) for values in zip(*(own.values for own in chart.series), strict=True)
        ]
    low = min([*found, 0.0] if chart.from_zero else found)
    high = max([*found, low] if chart.high is None else [*found, chart.high])
    if chart.kind == "share":
        return round_values(low, min(high, 1.0))
    values = round_values(low, high)
    return [*values, 2 * values[-1] - values[-2]] if any(mark.name for mark in chart.marks) else values


def _values_axis(chart: Plot, *, stacked: bool = False) -> dict[str, Any]:
    heights = _heights(chart, stacked=stacked)
    return {
        "min": heights[0],
        "max": heights[-1],
        "major_unit": heights[1] - heights[0],
        "name": chart.unit,
        "num_format": _pattern(chart.kind, heights[-1] - heights[0]),
        "major_gridlines": GRID,
    }


def _pattern(kind: Kind, span: float) -> str:
    """Return the number format of an axis of values over a span."""
    if kind == "share":
        return "0%" if span > A_FEW_PER_CENT else "0.0%"
    if kind == "seconds":
        return '#,##0"s"' if span > MOST_TICKS / 2 else '0.0"s"'
    return _short_pattern(span)


def _short_pattern(most: float) -> str:
    """Return a number format that shows millions as such, and decimals of small numbers."""
    if most >= TEN_MILLIONS:
        return '#,##0,,"M"'
    if most >= TEN_MILLIONS / 10:
        return '#,##0.0,,"M"'
    return "#,##0" if most >= MOST_TICKS / 2 else "0.0"


def _line(look: Look) -> dict[str, Any]:
    return {"color": COLOURS[look], "width": 2.25, "dash_type": DASHES.get(look, "solid")}


def _fill(look: Look) -> dict[str, Any]:
    return {"color": COLOURS[look], "transparency": PALE.get(look, 0)}


def _thick(series: Series, around: str) -> dict[str, Any]:
    """Return error bars as broad as the places of a series, so that they fill a band."""
    width = min(max(PLOT_WIDTH / len(series.values), 0.75), 1_000)
    line = {"color": COLOURS[series.look], "width": width, "transparency": PALE.get(series.look, 0)}
    return {"type": "custom", "plus_values": around, "minus_values": around, "end_style": 0, "line": line}


def _bars(book: Workbook, chart: Bars, numbers: _Numbers) -> Any:
    """Draw stretches as parts of bars on one another, on each side of zero, the unseen ones up to where they begin."""
    picture = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    texts = [f"{bar.name}: {bar.said}" if bar.said else bar.name for bar in chart.bars]
    labels = numbers.add(words.BAR, texts)
    names, drawn = dict(chart.legend), list[str]()
    parts = stacked_bars(chart.bars)
    for look, values in parts:
        name = "" if look is None else names.get(look, "")
        column = numbers.add(name or words.STRETCH, values, book.number_style(chart.kind))
        fill: dict[str, Any] = {"fill": {"none": True}} if look is None else {"fill": _fill(look)}
        picture.add_series(
            {"name": column.name, "categories": labels.cells, "values": column.cells, "gap": 40, **fill}
        )
        drawn.append(name)
    ends = [end for bar in chart.bars for low, high, _ in bar.stretches for end in (low, high)]
    scale = round_values(min(ends), max(ends))
    # Names stand on the left of all bars and the scale below them, whatever the signs and the order.
    picture.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
    picture.set_x_axis(
        {
            "min": scale[0],
            "max": scale[-1],
            "major_unit": scale[1] - scale[0],
            "name": chart.unit,
            "num_format": _pattern(chart.kind, scale[-1] - scale[0]),
            "label_position": "high",
            "major_gridlines": GRID,
        }
    )
    unnamed = [k for k, name in enumerate(drawn) if not name or name in drawn[:k]]
    picture.set_legend({"position": "bottom", "delete_series": unnamed} if any(drawn) else {"none": True})
    return picture


def stacked_bars(bars: Sequence[Bar]) -> list[tuple[Look | None, list[float | None]]]:
    """Return what is stacked on each side of zero, from zero outwards: a look (None: unseen), and its part of each bar.

    >>> stacked_bars([Bar("", "", [(2, 5, "bar")]), Bar("", "", [(-1, 3, "over")])])
    [(None, [2.0, None]), ('bar', [3, None]), ('over', [None, 3.0]), ('over', [None, -1.0])]
    """
    stacks: dict[tuple[int, int, Look | None], list[float | None]] = {}
    for number, bar in enumerate(bars):
        for sign in (1, -1):
            for place, look, length in _outwards(bar, sign):
                stack = stacks.setdefault((-sign, place, look), [None] * len(bars))
                stack[number] = length * sign
    return [(key[2], stacks[key]) for key in sorted(stacks, key=lambda key: (*key[:2], str(key[2])))]


def _outwards(bar: Bar, sign: int) -> Iterator[tuple[int, Look | None, float]]:
    """Yield what of a bar lies on one side of zero, outwards: its place, its look (None: a gap), its length."""
    reached, place = 0.0, 0
    for low, high, look in sorted(
        bar.stretches, key=lambda stretch: sorted(sign * end for end in stretch[:2])
    ):
        start, end = sorted((max(low * sign, 0.0), max(high * sign, 0.0)))
        if start > reached:
            yield place, None, start - reached
        if end > start:
            yield place + 1, look, end - start
        reached, place = max(reached, end), place + 2
