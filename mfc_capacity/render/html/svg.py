"""Charts drawn as inline SVG.

A chart is drawn in a box of fixed units and scales with the page. Colours, dashes and sizes are the style
sheet's, by class, so that light, dark, print and a narrow screen need no second drawing. A chart says in one
sentence what it shows; its numbers stand in a table below it, and `data-at` has the place of each row of that
table, from which the page's script finds what a pointer points at.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from mfc_capacity.answers.records import Kind
from mfc_capacity.render.chart import (
    Bars,
    HeatMap,
    Look,
    Mark,
    Plot,
    Series,
    Strip,
    Tick,
    brief_text,
    excess_text,
    round_values,
    shortened,
    spread,
    tick_text,
)
from mfc_capacity.render.html.markup import tag
from mfc_capacity.render.html.markup import text as escaped

WIDTH, SMALL_WIDTH, HEIGHT = 520, 350, 240
TOP, RIGHT, BOTTOM = 38, 14, 36
CHARACTER = 10  # units that a character takes at most, at the largest size of the style sheet
CELL_CHARACTER = 4.2  # the same of the figures within the cells of a wide map
LINE = 22  # units from one line of text to the next
PART_HEIGHT = 2.6 * LINE
CELL_HEIGHT = 26
LONGEST_BESIDE, LONGEST_ABOVE = 12, 48  # characters of a name beside a row of cells, and above it
LINES = ("a", "b", "c", "d", "limit")  # looks that are no areas
WHOLE_KINDS = ("count", "units", "calls")

Place = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """From values to units of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a value stands."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True)
class Frame:
    """Both scales of a plot, the values at which lines go across, and their kind and unit."""

    x: Scale
    y: Scale
    ticks: Sequence[float]
    kind: Kind
    unit: str

    def grid(self) -> Iterator[str]:
        """Yield the lines across and their labels; zero is drawn stronger where values lie below it."""
        yield _label(0, TOP - 22, self.unit, "start", "unit")
        for tick in self.ticks:
            look = "grid zero" if tick == 0 > self.y.low else "grid"
            at = self.y(tick)
            yield tag("line", class_=look, x1=self.x.start, x2=self.x.end, y1=at, y2=at)
            yield _label(self.x.start - 6, at + 4, tick_text(tick, self.kind), "end")

    def below(self, ticks: Iterable[Tick]) -> Iterator[str]:
        """Yield the labels of the horizontal axis."""
        for at, text in ticks:
            x = self.x(at)
            yield tag("line", class_="tick", x1=x, x2=x, y1=HEIGHT - BOTTOM, y2=HEIGHT - BOTTOM + 4)
            yield _label(x, HEIGHT - BOTTOM + LINE, text, "middle")

    def marks(self, marks: Sequence[Mark]) -> Iterator[str]:
        """Yield upright lines, each with its name beside it on a line of its own."""
        for k, mark in enumerate(marks):
            x = self.x(mark.at)
            yield tag("line", class_="mark", x1=x, x2=x, y1=TOP, y2=HEIGHT - BOTTOM)
            is_right = x > (self.x.start + self.x.end) / 2
            shift, anchor = (-5, "end") if is_right else (5, "start")
            y = HEIGHT - BOTTOM - LINE * (k % 4 + 0.4)
            yield _label(x + shift, y, mark.name, anchor, "named")

    def places(self, at: Iterable[float]) -> str:
        """Return where the rows of the table are, for the page's script."""
        return " ".join(f"{self.x(one):g}" for one in at)


def plot(chart: Plot, *, small: bool = False) -> str:
    """Draw quantities over an axis: bands, columns on top of one another, lines, dots."""
    width = SMALL_WIDTH if small else WIDTH
    frame = _frame(chart, width)
    is_stepped = _is_stepped(chart)
    rows = chart.axis.places if chart.rows is None else chart.rows
    drawn = [*frame.grid(), *frame.below(_with_room(chart.axis.ticks, frame.x)), *_bands(chart, frame)]
    drawn += _columns([one for one in chart.series if one.shape == "columns"], frame)
    drawn += frame.marks(chart.marks)
    drawn += _lines(chart, frame)
    drawn += [tag("circle", class_="dot", cx=frame.x(x), cy=frame.y(y), r=5) for x, y in chart.dots]
    drawn += _strips(chart.strips, frame.x)
    places = frame.places(at + 0.5 * is_stepped for at in rows)
    return _svg(_about(chart), drawn, places, width=width, height=HEIGHT + LINE * len(chart.strips))


def heat_map(chart: HeatMap) -> str:
    """Draw one cell for each row and column, the stronger the more; none where it is closed."""
    most = max((value or 0.0 for row in chart.values for value in row), default=0.0) or 1.0
    is_beside = max(map(len, chart.rows)) <= LONGEST_BESIDE
    left = CHARACTER * max(map(len, chart.rows)) + 8 if is_beside else RIGHT
    height = CELL_HEIGHT + (0 if is_beside else LINE)
    x = Scale(0, len(chart.columns), left, WIDTH - RIGHT)
    drawn = []
    for k, (name, row) in enumerate(zip(chart.rows, chart.values, strict=True)):
        top = LINE / 2 + height * k
        if is_beside:
            drawn.append(_label(left - 6, top + CELL_HEIGHT / 2 + 5, name, "end"))
        else:
            drawn.append(_label(left, top + LINE * 0.8, shortened(name, LONGEST_ABOVE), "start", "named"))
            top += LINE
        cells = enumerate(row)
        drawn += [_cell(x, c, top, value, most, chart) for c, value in cells]
    bottom = LINE / 2 + height * len(chart.rows)
    drawn += [_label(x(at), bottom + LINE, name, "middle") for at, name in _with_room(chart.ticks, x)]
    return _svg(_about(chart), drawn, height=bottom + BOTTOM, columns=len(chart.columns))


def bars(chart: Bars) -> str:
    """Draw stretches of a scale as bars below one another, each under its name, and upright lines through all."""
    ends = [end for bar in chart.bars for low, high, _ in bar.stretches for end in (low, high)]
    among = [*ends, *(mark.at for mark in chart.marks)]
    x = Scale(min(among), max(among), RIGHT, WIDTH - RIGHT)
    top, drawn = LINE / 2, []
    for k, bar in enumerate(chart.bars):
        upper = top + PART_HEIGHT * k
        room = LONGEST_ABOVE - len(bar.said) - 2
        drawn.append(_label(RIGHT, upper + LINE * 0.7, shortened(bar.name, room), "start", "named"))
        drawn.append(_label(WIDTH - RIGHT, upper + LINE * 0.7, bar.said, "end"))
        stretches = "".join(_stretch(x, low, high, look, upper + LINE) for low, high, look in bar.stretches)
        drawn.append(tag("g", stretches, class_="row"))
    bottom = top + PART_HEIGHT * len(chart.bars)
    for k, mark in enumerate(chart.marks):
        at, below = x(mark.at), bottom + LINE * (k + 0.7)
        anchor = "end" if at > WIDTH / 2 else "start"
        drawn.append(tag("line", class_="mark", x1=at, x2=at, y1=top, y2=below))
        drawn.append(_label(at + (-5 if anchor == "end" else 5), below, mark.name, anchor, "named"))
    return _svg(_about(chart), drawn, height=bottom + LINE * (len(chart.marks) + 1))


def legend(named: Iterable[tuple[Look, str]]) -> str:
    """Show the line, bar or band of each look beside its name."""
    keys = (
        f'<span><svg class="swatch" viewBox="0 0 30 10" aria-hidden="true">{_swatch(look)}</svg> '
        f"{escaped(name)}</span>"
        for look, name in named
    )
    return tag("p", "".join(keys), class_="legend")


def _about(chart: Plot | HeatMap | Bars) -> str:
    return f"{chart.title}. {chart.said}" if chart.said else chart.title


def _with_room(ticks: Sequence[Tick], x: Scale) -> list[Tick]:
    """Return as many labels as stand beside one another, with a space between."""
    widest = CHARACTER * (max((len(text) for _, text in ticks), default=0) + 2)
    shown: list[Tick] = []
    for at, text in spread(ticks, max(int((x.end - x.start) / widest), 1)):
        if not shown or x(at) - x(shown[-1][0]) >= widest - CHARACTER:
            shown.append((at, text))
    return shown


def _is_stepped(chart: Plot) -> bool:
    """Say whether a value holds from its place to the next."""
    return any(one.shape != "line" for one in chart.series)


def _frame(chart: Plot, width: int) -> Frame:
    """Return scales that hold all values, with room on the left for what is written there; shares end at 100 %."""
    low, high = _extent(chart)
    is_whole = chart.kind in WHOLE_KINDS
    across = round_values(low, high if high > low else low + (abs(low) or 1.0), whole=is_whole)
    left = CHARACTER * max(len(tick_text(tick, chart.kind)) for tick in across) + 10
    places = chart.axis.places
    last = max(places) + _is_stepped(chart)
    x = Scale(min(places), last, left, width - RIGHT)
    return Frame(x, Scale(across[0], across[-1], HEIGHT - BOTTOM, TOP), across, chart.kind, chart.unit)


def _extent(chart: Plot) -> Place:
    columns = [one.values for one in chart.series if one.shape == "columns"]
    stacks = [sum(value or 0.0 for value in stack) for stack in zip(*columns, strict=True)]
    lines = [value for one in chart.series if not one.around for value in one.values if value is not None]
    bands = [end for one in chart.series for _, *both in one.band() for end in both]
    known = [*stacks, *lines, *bands, *(y for _, y in chart.dots)] or [0.0]
    low, high = min(known), max([*known, *([] if chart.high is None else [chart.high])])
    if chart.kind == "share":
        low, high = max(low, 0.0), min(high, 1.0)
    return (min(low, 0.0), max(high, 0.0)) if chart.from_zero else (low, high)


def _bands(chart: Plot, frame: Frame) -> Iterator[str]:
    for one in chart.series:
        if one.around:
            yield _path(
                one.look, _band(one, frame) if _is_stepped(chart) else _ribbon(chart.axis.places, one, frame)
            )


def _lines(chart: Plot, frame: Frame) -> Iterator[str]:
    for one in chart.series:
        if not one.around and one.shape != "columns":
            drawn = (
                _steps(one.values, frame)
                if one.shape == "steps"
                else _polyline(chart.axis.places, one.values, frame)
            )
            yield _path(f"line {one.look}", drawn)


def _columns(series: Sequence[Series], frame: Frame) -> Iterator[str]:
    for k, stack in enumerate(zip(*(one.values for one in series), strict=True)):
        edges = _stacked(value or 0.0 for value in stack)
        for one, (low, high) in zip(series, pairwise(edges), strict=True):
            yield _bar(frame, k, low, high, one.look)


def _stacked(values: Iterable[float]) -> list[float]:
    total, edges = 0.0, [0.0]
    for value in values:
        total += value
        edges.append(total)
    return edges


def _strips(strips: Sequence[Strip], x: Scale) -> Iterator[str]:
    """Yield stretches below one another; a name ends with its stretch where it would run out of the picture."""
    for k, strip in enumerate(strips):
        left, right, top = x(strip.first), x(strip.last), HEIGHT + LINE * k
        size = {"width": round(right - left, 1), "height": LINE - 3}
        yield tag("rect", class_="strip", x=left, y=top, **size)
        is_long = left + CHARACTER * len(strip.name) > x.end
        at, anchor = (right - 4, "end") if is_long else (left + 4, "start")
        yield _label(at, top + LINE * 0.7, strip.name, anchor, "named")


def _bar(frame: Frame, k: int, low: float, high: float, look: str) -> str:
    top, left = frame.y(high), frame.x(k + 0.12)
    size = {"width": round(frame.x(k + 0.88) - left, 1), "height": round(frame.y(low) - top, 1)}
    return tag("rect", class_=look, x=left, y=top, **size) if high > low else ""


def _stretch(x: Scale, low: float, high: float, look: str, top: float) -> str:
    left, right = sorted((x(low), x(high)))
    size = {"width": round(right - left, 1), "height": LINE}
    return tag("rect", class_=look, x=left, y=top, **size)


def _cell(x: Scale, column: int, top: float, value: float | None, most: float, chart: HeatMap) -> str:
    """Return a cell with its value; the words on a strong one are those on its colour."""
    left, share = x(column), (value or 0.0) / most
    size = {"width": round(x(column + 1) - left - 1, 1), "height": CELL_HEIGHT - 1}
    look = "cell closed" if value is None else "cell bad" if chart.is_bad else "cell"
    opacity = None if value is None else f"{0.04 + 0.96 * share:.3f}"
    cell = tag("rect", class_=look, x=left, y=top, **size, fill_opacity=opacity)
    if not value or not chart.is_bad:
        return cell
    written = excess_text(value) if chart.is_excess else brief_text(value, chart.kind)
    if CELL_CHARACTER * len(written) > size["width"]:
        return cell
    at, look = left + size["width"] / 2, "in strong" if share > 0.55 else "in"
    return cell + _label(at, top + CELL_HEIGHT / 2 + 3, written, "middle", look)


def _swatch(look: str) -> str:
    if look not in LINES:
        return tag("rect", class_=look, x=0, y=0, width=30, height=10)
    return tag("path", class_=f"line {look}", d="M0 5H30")


def _steps(values: Sequence[float | None], frame: Frame) -> str:
    """Return the path of values that hold from each place to the next; equal neighbours are one stroke."""
    parts = []
    for value, run in groupby(enumerate(values), key=lambda pair: pair[1]):
        places = [k for k, _ in run]
        if value is not None:
            start, end, y = frame.x(places[0]), frame.x(places[-1] + 1), frame.y(value)
            is_joined = places[0] > 0 and values[places[0] - 1] is not None
            parts.append((f"V{y:g}" if is_joined else f"M{start:g} {y:g}") + f"H{end:g}")
    return "".join(parts)


def _held(frame: Frame, low: float, high: float) -> Place:
    """Return what a band shows within the chart."""
    return frame.y(max(low, frame.y.low)), frame.y(min(high, frame.y.high))


def _band(series: Series, frame: Frame) -> str:
    """Return the path of a band that holds from each place to the next."""
    ends = ((k, *_held(frame, low, high)) for k, low, high in series.band())
    return "".join(
        f"M{frame.x(k):g} {low:g}H{frame.x(k + 1):g}V{high:g}H{frame.x(k):g}Z" for k, low, high in ends
    )


def _ribbon(xs: Sequence[float], series: Series, frame: Frame) -> str:
    """Return the path of a band that runs from place to place, without a break."""
    ends = [(frame.x(xs[k]), *_held(frame, low, high)) for k, low, high in series.band()]
    there = [f"{x:g} {low:g}" for x, low, _ in ends]
    back = [f"{x:g} {high:g}" for x, _, high in reversed(ends)]
    return f"M{'L'.join([*there, *back])}Z" if ends else ""


def _polyline(xs: Sequence[float], values: Sequence[float | None], frame: Frame) -> str:
    parts = []
    for is_known, run in groupby(zip(xs, values, strict=True), key=lambda pair: pair[1] is not None):
        if is_known:
            places = (f"{frame.x(x):g} {frame.y(y):g}" for x, y in run if y is not None)
            parts.append("M" + "L".join(places))
    return "".join(parts)


def _path(look: str, drawn: str) -> str:
    return tag("path", class_=look, d=drawn) if drawn else ""


def _label(x: float, y: float, text: str, anchor: str, look: str | None = None) -> str:
    return tag("text", escaped(text), class_=look, x=round(x, 1), y=round(y, 1), text_anchor=anchor)


def _svg(
    about: str,
    body: Iterable[str],
    places: str | None = None,
    *,
    width: int = WIDTH,
    height: float = HEIGHT,
    columns: int | None = None,
) -> str:
    """Put a drawing into its box; with places, a script can follow a pointer from row to row of the table."""
    rows = {"data_at": places, "data_top": TOP, "data_bottom": HEIGHT - BOTTOM} if places else {}
    box = f"0 0 {width} {height:g}"
    drawn = "".join(body)
    return tag(
        "svg",
        drawn,
        class_="chart",
        viewBox=box,
        role="img",
        aria_label=about,
        data_columns=columns,
        **rows,
    )
