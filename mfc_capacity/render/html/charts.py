"""Charts as inline SVG: steps through a day, lines, bars, and a heat map.

A chart is drawn in a box of fixed units and scales with the page. Colours, dashes and sizes are the style
sheet's, by class, so that light, dark, print and a narrow screen need no second drawing. A chart says in one
sentence what it shows; its numbers stand in a table below it, and `data-at` has the place of each row of that
table, from which the page's script finds what a pointer points at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import floor, log10

from mfc_capacity.render.html.markup import tag
from mfc_capacity.render.html.markup import text as escaped

WIDTH, SMALL_WIDTH, HEIGHT = 520, 350, 240
TOP, RIGHT, BOTTOM = 14, 14, 36
CHARACTER = 10  # units that a character takes at most, at the largest size of the style sheet
LINE = 22  # units from one line of text to the next
PART_HEIGHT = 2.6 * LINE
AREAS = ("bar", "band")  # looks that are no lines
NICE_STEPS = (1, 2, 2.5, 5, 10)
MOST_STEPS = 5

Text = Callable[[float], str]
Tick = tuple[float, str]
Place = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """One quantity: its name, its look (a class of the style sheet), its values; None is a gap.

    `around` are half-widths: with them a band is drawn in place of a line.
    """

    name: str
    look: str
    values: Sequence[float | None]
    around: Sequence[float | None] = ()

    def band(self) -> list[tuple[int, float, float]]:
        """Return place, low and high end of the band where it is known."""
        pairs = enumerate(zip(self.values, self.around, strict=False))
        return [
            (k, value - around, value + around)
            for k, (value, around) in pairs
            if value is not None and around is not None
        ]


@dataclass(frozen=True)
class Mark:
    """A place on the horizontal axis that is worth a word."""

    at: float
    name: str


@dataclass(frozen=True)
class Bar:
    """A name and a text, and stretches from one value to another, each with its look (a class of the style sheet)."""

    name: str
    said: str
    stretches: Sequence[tuple[float, float, str]]


@dataclass(frozen=True)
class Strip:
    """A stretch of the horizontal axis that is drawn below it, with its name on it."""

    name: str
    first: float
    last: float


@dataclass(frozen=True)
class Axis:
    """A scale from values to units of the drawing."""

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
    """Both axes of a chart, and the values at which lines go across, with how they are written."""

    x: Axis
    y: Axis
    ticks: Sequence[float]
    text: Text

    def grid(self) -> Iterator[str]:
        """Yield the lines across and their labels; zero is drawn stronger where values lie below it."""
        for tick in self.ticks:
            look = "grid zero" if tick == 0 > self.y.low else "grid"
            at = self.y(tick)
            yield tag("line", class_=look, x1=self.x.start, x2=self.x.end, y1=at, y2=at)
            yield _label(self.x.start - 6, at + 4, self.text(tick), "end")

    def below(self, labels: Iterable[Tick]) -> Iterator[str]:
        """Yield the labels of the horizontal axis."""
        for at, text in labels:
            x = self.x(at)
            yield tag("line", class_="tick", x1=x, x2=x, y1=HEIGHT - BOTTOM, y2=HEIGHT - BOTTOM + 4)
            yield _label(x, HEIGHT - BOTTOM + LINE, text, "middle")

    def marks(self, marks: Sequence[Mark], *, high: bool) -> Iterator[str]:
        """Yield upright lines, each with its name beside it on a line of its own, high or low in the chart."""
        for k, mark in enumerate(marks):
            x = self.x(mark.at)
            yield tag("line", class_="mark", x1=x, x2=x, y1=TOP, y2=HEIGHT - BOTTOM)
            is_right = x > (self.x.start + self.x.end) / 2
            shift, anchor = (-5, "end") if is_right else (5, "start")
            y = TOP + LINE * (k % 4 + 0.6) if high else HEIGHT - BOTTOM - LINE * (k % 4 + 0.4)
            yield _label(x + shift, y, mark.name, anchor, "named")

    def places(self, at: Iterable[float]) -> str:
        """Return where the rows of the table are, for the page's script."""
        return " ".join(f"{self.x(one):g}" for one in at)


def day_steps(
    about: str,
    series: Sequence[Series],
    text: Text,
    labels: Iterable[Tick],
    *,
    of_counts: bool,
    width: int = WIDTH,
    strips: Sequence[Strip] = (),
) -> str:
    """Draw quantities that hold through each interval; `labels` are intervals and their clock times.

    Counts begin at zero and have no values between whole ones; shares fill the height. `strips` are drawn below one
    another under the labels.
    """
    count = len(series[0].values)
    heights = [one.values for one in series]
    frame = _frame((0, count), heights, text, from_zero=of_counts, whole=of_counts, width=width)
    bands = (_path(one.look, _band(one, frame)) for one in series if one.around)
    lines = (_path(f"line {one.look}", _steps(one.values, frame)) for one in series if not one.around)
    places = frame.places(k + 0.5 for k in range(count))
    drawn = [*frame.grid(), *frame.below(labels), *bands, *lines, *_strips(strips, frame.x)]
    return _svg(about, drawn, places, width=width, height=HEIGHT + LINE * len(strips))


def lines(
    about: str,
    xs: Sequence[float],
    series: Sequence[Series],
    text: Text,
    labels: Iterable[Tick],
    *,
    rows: Sequence[float],
    marks: Sequence[Mark] = (),
    dots: Sequence[Place] = (),
    from_zero: bool = True,
    names_high: bool = False,
) -> str:
    """Draw quantities over a number line, bands under lines, and `dots` on top.

    `rows` are the places of the table's rows.
    """
    ends = [[end for _, *both in one.band() for end in both] for one in series]
    heights = [*(one.values for one in series), *ends, [y for _, y in dots]]
    frame = _frame((min(xs), max(xs)), heights, text, from_zero=from_zero)
    drawn = [*frame.grid(), *frame.below(labels)]
    drawn += [_path(one.look, _ribbon(xs, one, frame)) for one in series if one.around]
    drawn += frame.marks(marks, high=names_high)
    drawn += [_path(f"line {one.look}", _polyline(xs, one.values, frame)) for one in series if not one.around]
    drawn += [tag("circle", class_="dot", cx=frame.x(x), cy=frame.y(y), r=5) for x, y in dots]
    return _svg(about, drawn, frame.places(rows))


def bars(
    about: str, series: Sequence[Series], text: Text, labels: Iterable[Tick], limit: Series | None = None
) -> str:
    """Draw stacked bars, and a stepped line over them where there is a limit."""
    count = len(series[0].values)
    stacks = [_stack([one.values[k] or 0 for one in series]) for k in range(count)]
    heights = [[stack[-1] for stack in stacks], limit.values if limit else []]
    frame = _frame((0, count), heights, text)
    drawn = [*frame.grid(), *frame.below((at + 0.5, name) for at, name in labels)]
    for k, stack in enumerate(stacks):
        for one, (low, high) in zip(series, pairwise(stack), strict=True):
            drawn.append(_bar(frame, k, low, high, one.look))
    drawn += [_path(f"line {limit.look}", _steps(limit.values, frame))] if limit else []
    return _svg(about, drawn, frame.places(k + 0.5 for k in range(count)))


def parts(about: str, named: Sequence[tuple[str, float, str]]) -> str:
    """Draw parts of a difference as bars from a common line: each with its name above it and its text beside it."""
    values = [value for _, value, _ in named]
    beside = CHARACTER * max(len(shown) for *_, shown in named)
    left, right = (beside if any(value * side > 0 for value in values) else RIGHT for side in (-1, 1))
    x = Axis(min(0.0, *values), max(0.0, *values), left, WIDTH - right)
    zero, drawn = x(0), []
    for k, (name, value, shown) in enumerate(named):
        top, end = TOP + PART_HEIGHT * k, x(value)
        size = {"width": round(abs(end - zero), 1), "height": LINE}
        drawn.append(_label(x.start, top + LINE * 0.7, name, "start", "named"))
        drawn.append(
            tag("rect", class_="over" if value > 0 else "bar", x=min(zero, end), y=top + LINE, **size)
        )
        shift, anchor = (6, "start") if value > 0 else (-6, "end")
        drawn.append(_label(end + shift, top + LINE * 1.7, shown, anchor))
    bottom = TOP + PART_HEIGHT * len(named)
    drawn.append(tag("line", class_="zero", x1=zero, x2=zero, y1=TOP, y2=bottom))
    return _svg(about, drawn, height=bottom + TOP)


def ranges(about: str, bars: Sequence[Bar], marks: Sequence[Mark]) -> str:
    """Draw stretches of a scale as bars below one another, each under its name, and upright lines through all."""
    ends = [end for bar in bars for low, high, _ in bar.stretches for end in (low, high)]
    among = [*ends, *(mark.at for mark in marks)]
    x = Axis(min(among), max(among), RIGHT, WIDTH - RIGHT)
    drawn, bottom = [], TOP + PART_HEIGHT * len(bars)
    for k, bar in enumerate(bars):
        top = TOP + PART_HEIGHT * k
        drawn.append(_label(RIGHT, top + LINE * 0.7, bar.name, "start", "named"))
        drawn.append(_label(WIDTH - RIGHT, top + LINE * 0.7, bar.said, "end"))
        for low, high, look in bar.stretches:
            left, right = sorted((x(low), x(high)))
            size = {"width": round(right - left, 1), "height": LINE}
            drawn.append(tag("rect", class_=look, x=left, y=top + LINE, **size))
    for k, mark in enumerate(marks):
        at, below = x(mark.at), bottom + LINE * (k + 0.7)
        anchor = "end" if at > WIDTH / 2 else "start"
        drawn.append(tag("line", class_="mark", x1=at, x2=at, y1=TOP, y2=below))
        drawn.append(_label(at + (-5 if anchor == "end" else 5), below, mark.name, anchor, "named"))
    return _svg(about, drawn, height=bottom + LINE * (len(marks) + 1))


def heat_map(
    about: str, rows: Sequence[str], labels: Iterable[Tick], values: Sequence[Sequence[float]]
) -> str:
    """Draw one cell for each row and column, the stronger the more."""
    most = max(max(row) for row in values) or 1
    left = CHARACTER * max(map(len, rows)) + 8
    height = 26
    x = Axis(0, len(values[0]), left, WIDTH - RIGHT)
    bottom = TOP + height * len(rows)
    drawn = [_label(x(at), bottom + LINE, name, "middle") for at, name in labels]
    for r, row in enumerate(rows):
        top = TOP + height * r
        drawn.append(_label(left - 6, top + height / 2 + 5, row, "end"))
        drawn += [_cell(x, c, top, height, value / most) for c, value in enumerate(values[r])]
    return _svg(about, drawn, height=bottom + BOTTOM)


def legend(series: Iterable[Series]) -> str:
    """Show the line, bar or band of each series beside its name."""
    keys = (
        f'<span><svg class="swatch" viewBox="0 0 30 10" aria-hidden="true">{_swatch(one.look)}</svg> '
        f"{escaped(one.name)}</span>"
        for one in series
    )
    return f'<p class="legend">{"".join(keys)}</p>'


def _swatch(look: str) -> str:
    if look.split(maxsplit=1)[0] in AREAS:
        return tag("rect", class_=look, x=0, y=0, width=30, height=10)
    return tag("path", class_=f"line {look}", d="M0 5H30")


def ticks(low: float, high: float, *, whole: bool = False) -> list[float]:
    """Return round numbers from at or below `low` to at or above `high`; whole: nothing between two counts.

    >>> ticks(0, 382), ticks(0, 3, whole=True)
    ([0, 100, 200, 300, 400], [0, 1, 2, 3])
    """
    rough = max((high - low) / MOST_STEPS, 1.0 if whole else 0.0) or 1.0
    power = 10.0 ** floor(log10(rough))
    nices = (nice * power for nice in NICE_STEPS)
    step = next(nice for nice in nices if nice >= rough * (1 - 1e-9) and not (whole and nice % 1))
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return [_plain((first + k) * step) for k in range(last - first + 1)]


def _plain(value: float) -> float:
    value = round(value, 12)
    return int(value) if value == int(value) else value


def _frame(
    across: Place,
    heights: Sequence[Sequence[float | None]],
    text: Text,
    *,
    from_zero: bool = True,
    whole: bool = False,
    width: int = WIDTH,
) -> Frame:
    """Return axes that hold all values, with room on the left for what is written there."""
    known = [value for values in heights for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    across_at = ticks(low, high if high > low else low + (abs(low) or 1.0), whole=whole)
    left = CHARACTER * max(len(text(tick)) for tick in across_at) + 10
    y = Axis(across_at[0], across_at[-1], HEIGHT - BOTTOM, TOP)
    return Frame(Axis(*across, left, width - RIGHT), y, across_at, text)


def _strips(strips: Sequence[Strip], x: Axis) -> Iterator[str]:
    """Yield stretches below one another; a name ends with its stretch where it would run out of the picture."""
    for k, strip in enumerate(strips):
        left, right, top = x(strip.first), x(strip.last), HEIGHT + LINE * k
        size = {"width": round(right - left, 1), "height": LINE - 3}
        yield tag("rect", class_="strip", x=left, y=top, **size)
        is_long = left + CHARACTER * len(strip.name) > x.end
        at, anchor = (right - 4, "end") if is_long else (left + 4, "start")
        yield _label(at, top + LINE * 0.7, strip.name, anchor, "named")


def _stack(values: Iterable[float]) -> list[float]:
    total, edges = 0.0, [0.0]
    for value in values:
        total += value
        edges.append(total)
    return edges


def _bar(frame: Frame, k: int, low: float, high: float, look: str) -> str:
    top, left = frame.y(high), frame.x(k + 0.12)
    size = {"width": round(frame.x(k + 0.88) - left, 1), "height": round(frame.y(low) - top, 1)}
    return tag("rect", class_=look, x=left, y=top, **size) if high > low else ""


def _cell(x: Axis, column: int, top: float, height: float, share: float) -> str:
    left = x(column)
    size = {"width": round(x(column + 1) - left - 1, 1), "height": height - 1}
    return tag("rect", class_="cell", x=left, y=top, **size, fill_opacity=f"{0.04 + 0.96 * share:.3f}")


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


def _band(series: Series, frame: Frame) -> str:
    """Return the path of a band, cut off where the chart ends."""
    low, high = frame.y.low, frame.y.high
    return "".join(
        f"M{frame.x(k):g} {frame.y(max(bottom, low)):g}H{frame.x(k + 1):g}V{frame.y(min(top, high)):g}H{frame.x(k):g}Z"
        for k, bottom, top in series.band()
    )


def _polyline(xs: Sequence[float], values: Sequence[float | None], frame: Frame) -> str:
    parts = []
    for is_known, run in groupby(zip(xs, values, strict=True), key=lambda pair: pair[1] is not None):
        if is_known:
            places = (f"{frame.x(x):g} {frame.y(y):g}" for x, y in run if y is not None)
            parts.append("M" + "L".join(places))
    return "".join(parts)


def _ribbon(xs: Sequence[float], series: Series, frame: Frame) -> str:
    """Return the path of a band that runs from place to place, without a break."""
    low = [f"{frame.x(xs[k]):g} {frame.y(bottom):g}" for k, bottom, _ in series.band()]
    high = [f"{frame.x(xs[k]):g} {frame.y(top):g}" for k, _, top in series.band()]
    return f"M{'L'.join([*low, *reversed(high)])}Z" if low else ""


def _path(look: str, drawn: str) -> str:
    return tag("path", class_=look, d=drawn) if drawn else ""


def _label(x: float, y: float, text: str, anchor: str, look: str | None = None) -> str:
    return tag("text", escaped(text), class_=look, x=round(x, 1), y=round(y, 1), text_anchor=anchor)


def _svg(
    about: str, body: Iterable[str], places: str | None = None, *, width: int = WIDTH, height: float = HEIGHT
) -> str:
    """Put a drawing into its box; with places, a script can follow a pointer from row to row of the table."""
    rows = {"data_at": places, "data_top": TOP, "data_bottom": HEIGHT - BOTTOM} if places else {}
    box = f"0 0 {width} {height:g}"
    return tag("svg", "".join(body), class_="chart", viewBox=box, role="img", aria_label=about, **rows)
