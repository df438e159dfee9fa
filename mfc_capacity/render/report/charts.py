"""Charts as inline SVG: steps through a day, lines, bars by month, and a heat map.

A chart is drawn in a box of fixed units and scales with the page. Colours are the page's variables, so that light,
dark and print need no second drawing. Every mark has a title that a pointer shows, every chart a sentence that a
screen reader says; the numbers themselves stand in a table below it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from math import floor, log10

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 12, 34
TICKS = 4
NICE_STEPS = (1, 2, 2.5, 5, 10)

Text = Callable[[float], str]


@dataclass(frozen=True)
class Series:
    """One quantity: its name, its colour (`a` to `f`), its values; None is a gap."""

    name: str
    colour: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Mark:
    """A place on the horizontal axis that is worth a word."""

    at: float
    name: str


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
        return round(self.start + share * (self.end - self.start), 2)


def day_steps(about: str, labels: Sequence[str], series: Sequence[Series], text: Text) -> str:
    """Draw quantities that hold through each interval of a day; `labels` are the intervals' clock times."""
    x = Axis(0, len(labels), LEFT, WIDTH - RIGHT)
    y = _upright(series)
    width = (x(1) - x(0)) * 0.999
    body = [*_grid(y, text), *_time_labels(labels, x)]
    body += [_path(f"line {one.colour}", _steps(one.values, x, y)) for one in series]
    body += [
        _tag(
            "rect",
            _title(label, series, k, text),
            cls="hit",
            x=x(k),
            y=TOP,
            width=width,
            height=HEIGHT - TOP - BOTTOM,
        )
        for k, label in enumerate(labels)
    ]
    return _svg(about, body)


def lines(
    about: str,
    xs: Sequence[float],
    series: Sequence[Series],
    *,
    x_text: Text,
    text: Text,
    marks: Sequence[Mark] = (),
    x_ticks: Sequence[float] | None = None,
    from_zero: bool = True,
) -> str:
    """Draw quantities over a number line, with marks as upright lines."""
    x = Axis(min(xs), max(xs), LEFT, WIDTH - RIGHT)
    y = _upright(series, from_zero=from_zero)
    body = [*_grid(y, text)]
    for tick in _ticks(x.low, x.high) if x_ticks is None else x_ticks:
        body.append(_label(x(tick), HEIGHT - BOTTOM + 16, x_text(tick), "middle"))
    for k, mark in enumerate(marks):
        body.append(
            _tag(
                "line",
                _tag("title", escape(mark.name)),
                cls="mark",
                x1=x(mark.at),
                x2=x(mark.at),
                y1=TOP,
                y2=HEIGHT - BOTTOM,
            )
        )
        anchor = "end" if x(mark.at) > WIDTH * 0.7 else "start"
        shift = -4 if anchor == "end" else 4
        body.append(_label(x(mark.at) + shift, TOP + 10 + 13 * (k % 4), mark.name, anchor))
    body += [_path(f"line {one.colour}", _polyline(xs, one.values, x, y)) for one in series]
    for k, value in enumerate(xs):
        title = _title(x_text(value), series, k, text)
        body += [
            _tag("circle", title, cls=f"dot {one.colour}", cx=x(value), cy=y(at), r=4 if len(xs) <= 40 else 2)
            for one in series
            if (at := one.values[k]) is not None
        ]
    return _svg(about, body)


def bars(
    about: str, labels: Sequence[str], series: Sequence[Series], text: Text, limit: Series | None = None
) -> str:
    """Draw stacked bars, one a label, and a stepped line over them where there is a limit."""
    totals = tuple(sum(one.values[k] or 0 for one in series) for k in range(len(labels)))
    heights = [Series("", "", totals), *([limit] if limit else [])]
    x, y = Axis(0, len(labels), LEFT, WIDTH - RIGHT), _upright(heights)
    width = (x(1) - x(0)) * 0.8
    body = [*_grid(y, text), *_time_labels(labels, x)]
    for k, label in enumerate(labels):
        title, below = _title(label, [*series, *([limit] if limit else [])], k, text), 0.0
        for one in series:
            value = one.values[k] or 0
            top, bottom = y(below + value), y(below)
            body.append(
                _tag(
                    "rect",
                    title,
                    cls=f"bar {one.colour}",
                    x=round(x(k + 0.1), 2),
                    y=top,
                    width=round(width, 2),
                    height=round(bottom - top, 2),
                )
            )
            below += value
    if limit:
        body.append(_path(f"line {limit.colour}", _steps(limit.values, x, y)))
    return _svg(about, body)


def heat_map(
    about: str, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float]], text: Text
) -> str:
    """Draw one cell for each row and column, the darker the more."""
    most = max((max(row, default=0) for row in values), default=0) or 1
    x = Axis(0, len(columns), LEFT, WIDTH - RIGHT)
    height = min(28, (HEIGHT - TOP - BOTTOM) / max(len(rows), 1))
    body = list(_time_labels(columns, x, TOP + height * len(rows) + 16))
    for r, row in enumerate(rows):
        body.append(_label(LEFT - 6, TOP + height * (r + 0.5) + 4, row, "end"))
        for c, column in enumerate(columns):
            title = _tag("title", escape(f"{row} {column}: {text(values[r][c])}"))
            shade = round(values[r][c] / most, 3)
            body.append(
                _tag(
                    "rect",
                    title,
                    cls="cell",
                    x=x(c),
                    y=round(TOP + height * r, 2),
                    width=round(x(1) - x(0), 2),
                    height=round(height, 2),
                    style=f"fill-opacity:{shade}",
                )
            )
    return _svg(about, body, TOP + height * len(rows) + 26)


def legend(series: Iterable[Series]) -> str:
    """Name the colours of a chart."""
    keys = (f'<span class="key {one.colour}">{escape(one.name)}</span>' for one in series)
    return f'<p class="legend">{" ".join(keys)}</p>'


def _upright(series: Sequence[Series], *, from_zero: bool = True) -> Axis:
    known = [value for one in series for value in one.values if value is not None] or [0.0]
    low = min(0.0, *known) if from_zero else min(known)
    ticks = _ticks(low, max(*known, low + 1e-9, 0.0 if from_zero else low))
    return Axis(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers from at or below `low` to at or above `high`."""
    rough = (high - low) / TICKS or 1.0
    power = 10.0 ** floor(log10(rough))
    step = next(nice * power for nice in NICE_STEPS if nice * power >= rough * (1 - 1e-9))
    first = floor(low / step + 1e-9)
    count = -(-(high - first * step) // step)
    return [round((first + k) * step, 12) for k in range(int(count) + 1)]


def _grid(y: Axis, text: Text) -> Iterator[str]:
    for tick in _ticks(y.low, y.high):
        if y.low <= tick <= y.high:
            yield _tag("line", cls="grid", x1=LEFT, x2=WIDTH - RIGHT, y1=y(tick), y2=y(tick))
            yield _label(LEFT - 6, y(tick) + 4, text(tick), "end")


def _time_labels(labels: Sequence[str], x: Axis, y: float = HEIGHT - BOTTOM + 16) -> Iterator[str]:
    """Label as many intervals or months as have room."""
    every = -(-len(labels) // 12)
    for k in range(0, len(labels), every):
        yield _label(x(k), y, labels[k], "start" if k == 0 else "middle")


def _steps(values: Sequence[float | None], x: Axis, y: Axis) -> str:
    parts = []
    for is_known, run in groupby(enumerate(values), key=lambda pair: pair[1] is not None):
        if is_known:
            known = [(k, value) for k, value in run if value is not None]
            corners = [f"{x(k)},{y(value)} {x(k + 1)},{y(value)}" for k, value in known]
            parts.append(f"M{' L'.join(' L'.join(corner.split(' ')) for corner in corners)}")
    return " ".join(parts)


def _polyline(xs: Sequence[float], values: Sequence[float | None], x: Axis, y: Axis) -> str:
    parts = []
    for is_known, run in groupby(zip(xs, values, strict=True), key=lambda pair: pair[1] is not None):
        if is_known:
            parts.append("M" + " L".join(f"{x(at)},{y(value)}" for at, value in run if value is not None))
    return " ".join(parts)


def _title(label: str, series: Sequence[Series], index: int, text: Text) -> str:
    told = ", ".join(f"{one.name} {_shown(one.values[index], text)}" for one in series)
    return _tag("title", escape(f"{label}: {told}"))


def _shown(value: float | None, text: Text) -> str:
    return "–" if value is None else text(value)


def _path(cls: str, drawn: str) -> str:
    return _tag("path", cls=cls, d=drawn) if drawn else ""


def _label(x: float, y: float, text: str, anchor: str) -> str:
    return _tag("text", escape(text), x=x, y=round(y, 2), text_anchor=anchor)


def _tag(name: str, content: str = "", *, cls: str | None = None, **attributes: object) -> str:
    given = {"class": cls, **attributes}
    written = "".join(
        f' {key.replace("_", "-")}="{escape(str(value))}"'
        for key, value in given.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>"


def _svg(about: str, body: Iterable[str], height: float = HEIGHT) -> str:
    box = f"0 0 {WIDTH} {round(height)}"
    return f'<svg viewBox="{box}" role="img" aria-label="{escape(about)}" class="chart">{"".join(body)}</svg>'
