"""Small pictures in block characters, or in plain ASCII where a screen has no others."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import chain, pairwise
from typing import TypeVar

from mfc_capacity.answers.records import DayShape
from mfc_capacity.files.units import clock_text
from mfc_capacity.render.page import BurnDown, DayBars, Levels, LinePlot, Span, Tornado
from mfc_capacity.wording.en.numbers import count_text

EIGHTHS = " ▁▂▃▄▅▆▇█"
PLAIN = " #"
MARK = "^"

BRAILLE, BRAILLE_DOTS = 0x2800, ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
WIDEST_PLOT = 72
DOTTED = 3  # every third column of a dotted line is drawn

T = TypeVar("T")


def bars(values: Sequence[float], height: int, *, top: float, blocks: bool) -> list[str]:
    """Return the values as vertical bars, the highest line first; a value above zero always leaves a mark.

    >>> bars([0, 1, 2], 1, top=2, blocks=True)
    [' ▄█']
    """
    glyphs = EIGHTHS if blocks else PLAIN
    steps = len(glyphs) - 1
    filled = [max(round(value / top * height * steps), 1) if value > 0 else 0 for value in values]
    return [
        "".join(glyphs[min(max(level - line * steps, 0), steps)] for level in filled)
        for line in reversed(range(height))
    ]


def day_picture(block: DayBars, *, width: int, blocks: bool, height: int = 4) -> list[str]:
    """Return the operators through a day over a clock axis, required above the operators given (where stated)."""
    shape = block.shape
    first, last = opening(shape)
    required = [n or 0 for n in shape.required[first:last]]
    given = None if shape.given is None else [n or 0 for n in shape.given[first:last]]
    top = max([1, *required, *(given or [])])
    margin = len(str(top)) + 1
    bucket = -(-len(required) // max(width - margin, 12))
    lines = _framed(_bucketed(required, bucket, max), height, top, str(top), blocks)
    if given is not None:
        lines += [
            block.second.rjust(margin),
            *_framed(_bucketed(given, bucket, min), height, top, str(top), blocks),
        ]
    return [*lines, " " * margin + _axis(first, last, bucket, shape.interval_s)]


def burn_down_picture(block: BurnDown, *, width: int, blocks: bool, height: int = 4) -> list[str]:
    """Return what is left of a volume over an axis of months, with a mark under each day that has one."""
    label = count_text(block.volume)
    margin = " " * (len(label) + 1)
    bucket = -(-len(block.left) // max(width - len(margin), 12))
    left = _bucketed(block.left, bucket, min)
    lines = _framed(left, height, block.volume or 1, label, blocks)
    columns = {(day - block.first).days // bucket for day, _ in block.marks}
    marks = "".join(MARK if column in columns else " " for column in range(len(left))).rstrip()
    return [*lines, *([margin + marks] if marks else []), margin + _month_axis(block, bucket)]


def tornado_bars(block: Tornado, *, blocks: bool, width: int = 40) -> list[str]:
    """Return a bar for each input: light towards its low, full towards its high, and a line where nothing is changed.

    >>> from mfc_capacity.render.page import Tornado
    >>> rows = (("a", "", 0.0, 10.0, ""), ("b", "", 6.0, 4.0, ""))
    >>> tornado_bars(Tornado("", 5.0, rows, ""), blocks=True, width=11)
    ['░░░░░│█████', '    █│░    ']
    """
    light, full, line = "░█│" if blocks else "-#|"
    ends = [end for _, _, low, high, _ in block.rows for end in (low, high)]
    least, most = min([block.middle, *ends]), max([block.middle, *ends])
    unit = (most - least) / (width - 1) or 1.0

    def column(value: float) -> int:
        return round((value - least) / unit)

    at = column(block.middle)
    bars = []
    for _, _, low, high, _ in block.rows:
        cells = [" "] * width
        for end, glyph in ((low, light), (high, full)):
            for k in range(min(column(end), at), max(column(end), at) + 1):
                cells[k] = glyph
        cells[at] = line
        bars.append("".join(cells))
    return bars


def span_bar(block: Span, *, blocks: bool, width: int) -> list[str]:
    """Return a bar from P10 to P90 with a notch at the median, and below it the marks with their names.

    >>> from mfc_capacity.render.page import Span
    >>> span_bar(Span("", 0.0, 5.0, 10.0, "", ((10.0, "all there is"),)), blocks=False, width=21)
    ['|---------+---------|', '       all there is ^']
    """
    left, notch, right, rule = "├┼┤─" if blocks else "|+|-"
    columns = min(width, WIDEST_PLOT)
    among = [block.low, block.high, *(value for value, _ in block.marks)]
    low, middle, high = (_scaled(value, among, columns) for value in (block.low, block.middle, block.high))
    cells = [" "] * columns
    cells[low : high + 1] = rule * (high + 1 - low)
    cells[low], cells[high], cells[middle] = left, right, notch
    named = [(_scaled(value, among, columns), name) for value, name in block.marks]
    return ["".join(cells).rstrip(), *_names_below(named, columns, blocks=blocks)]


def level_picture(block: Levels, *, width: int, blocks: bool, height: int = 4) -> list[str]:
    """Return shares over a clock axis, from 50 % up if none is below it, and a mark under each that has one.

    Where columns are joined, the lowest share of them is shown, and a mark if one has it.
    """
    margin = " " * len("100 % ")
    bucket = -(-len(block.levels) // max(width - len(margin), 12))
    known = [level for level in block.levels if level is not None]
    bottom = 0.5 if min(known, default=0.0) >= 0.5 else 0.0
    above = [0.0 if level is None else level - bottom for level in block.levels]
    lines = bars(_bucketed(above, bucket, min), height, top=1 - bottom, blocks=blocks)
    scale = ["100 %", *[""] * (height - 2), f"{bottom * 100:.0f} %"]
    marks = "".join(MARK if marked else " " for marked in _bucketed(block.marked, bucket, any))
    return [
        *(f"{mark:>5} {line}".rstrip() for mark, line in zip(scale, lines, strict=True)),
        *([f"{margin}{marks}".rstrip()] if any(block.marked) else []),
        margin + _clocks(block.starts[::bucket]),
    ]


def _clocks(starts: Sequence[str]) -> str:
    """Return clock times under the bars, on the hour where there is room."""
    axis = ""
    for column, start in enumerate(starts):
        if not axis or (start.endswith(":00") and column >= len(axis) + 2):
            axis = axis.ljust(column) + start
    return axis


def _month_axis(block: BurnDown, bucket: int) -> str:
    """Return months under the bars, each where it begins, as many as have room."""
    axis = ""
    for day in range(len(block.left)):
        date, column = block.first + timedelta(days=day), day // bucket
        if not axis or (date.day == 1 and column >= len(axis) + 2):
            axis = axis.ljust(column) + f"{date:%Y-%m}"
    return axis


def opening(shape: DayShape) -> tuple[int, int]:
    """Return the first open interval of a day and the one behind the last."""
    is_open = [k for k, count in enumerate(shape.required) if count is not None]
    return (is_open[0], is_open[-1] + 1) if is_open else (0, 1)


def _bucketed(values: Sequence[T], bucket: int, choose: Callable[[Sequence[T]], T]) -> list[T]:
    return [choose(values[k : k + bucket]) for k in range(0, len(values), bucket)]


def _framed(values: Sequence[float], height: int, top: float, label: str, blocks: bool) -> list[str]:
    lines = bars(values, height, top=top, blocks=blocks)
    scale = [label, *[""] * (height - 2), "0"]
    return [mark.rjust(len(label)) + " " + line.rstrip() for mark, line in zip(scale, lines, strict=True)]


def _axis(first: int, last: int, bucket: int, interval_s: int) -> str:
    """Return clock times under the bars, as many as have room."""
    columns = -(-(last - first) // bucket)
    axis = ""
    for column in range(columns):
        start = (first + column * bucket) * interval_s
        on_the_hour = start % 3600 == 0
        if column >= len(axis) + (2 if axis else 0) and (on_the_hour or not axis):
            axis = axis.ljust(column) + clock_text(start)
    return axis


def line_picture(plot: LinePlot, *, width: int, blocks: bool, height: int = 8) -> list[str]:
    """Return lines over their scale in Braille dots, or in characters; the marks stand below their points."""
    margin = max(map(len, plot.y_ends)) + 1
    columns = min(max(width - margin, 12), WIDEST_PLOT)
    across, down = (2, 4) if blocks else (1, 1)
    dots = _dots(plot, plot.points, columns * across, height * down)
    dotted = {
        (x, y)
        for line in plot.dotted
        for x, y in _dots(plot, line, columns * across, height * down)
        if x % DOTTED == 0
    }
    lines = [
        _braille(dots | dotted, columns, line) if blocks else _characters(dots, dotted, columns, line)
        for line in range(height)
    ]
    scale = [plot.y_ends[1], *[""] * (height - 2), plot.y_ends[0]]
    body = [label.rjust(margin - 1) + " " + line.rstrip() for label, line in zip(scale, lines, strict=True)]
    ends = plot.x_ends[0] + plot.x_ends[1].rjust(max(columns - len(plot.x_ends[0]), len(plot.x_ends[1]) + 1))
    below = (*_mark_lines(plot, columns, blocks), ends, *_legend(plot, blocks))
    return [*body, *(" " * margin + line for line in below)]


def _legend(plot: LinePlot, blocks: bool) -> list[str]:
    looks = ("⠒⠒⠒", "⠂⠐⠂") if blocks else ("***", ". .")
    return [f"{look} {name}" for look, name in zip(looks, plot.legend or (), strict=False)]


def _dots(
    plot: LinePlot, points: Sequence[tuple[float, float]], columns: int, rows: int
) -> set[tuple[int, int]]:
    """Return the places that a line passes, from the upper left, with no gap between neighbours."""
    xs, ys = zip(*plot.points, *chain.from_iterable(plot.dotted), strict=True)
    places = [(_scaled(x, xs, columns), rows - 1 - _scaled(y, ys, rows)) for x, y in points]
    dots = set(places[:1])
    for (x0, y0), (x1, y1) in pairwise(places):
        count = max(abs(x1 - x0), abs(y1 - y0), 1)
        dots |= {
            (x0 + round((x1 - x0) * k / count), y0 + round((y1 - y0) * k / count))
            for k in range(1, count + 1)
        }
    return dots


def _scaled(value: float, among: Sequence[float], count: int) -> int:
    low, high = min(among), max(among)
    return round((value - low) / (high - low) * (count - 1)) if high > low else 0


def _braille(dots: set[tuple[int, int]], columns: int, line: int) -> str:
    def glyph(column: int) -> str:
        raised = (
            BRAILLE_DOTS[y][x] for y in range(4) for x in range(2) if (2 * column + x, 4 * line + y) in dots
        )
        total = sum(raised)
        return chr(BRAILLE + total) if total else " "

    return "".join(glyph(column) for column in range(columns))


def _characters(dots: set[tuple[int, int]], dotted: set[tuple[int, int]], columns: int, line: int) -> str:
    places = ((column, line) for column in range(columns))
    return "".join("*" if place in dots else "." if place in dotted else " " for place in places)


def _mark_lines(plot: LinePlot, columns: int, blocks: bool) -> list[str]:
    xs = [x for x, _ in plot.points]
    return _names_below([(_scaled(x, xs, columns), name) for x, name in plot.marks], columns, blocks=blocks)


def _names_below(named: Sequence[tuple[int, str]], columns: int, *, blocks: bool) -> list[str]:
    """Return names under an arrow each at their columns; a name that has no room takes a line of its own."""
    lines: list[str] = []
    for place, name in named:
        text = f"{'▲' if blocks else '^'} {name}"
        start = place if place + len(text) <= columns else max(place - len(text) + 1, 0)
        text = text if start == place else f"{name} {text[0]}"
        free = next((k for k, line in enumerate(lines) if len(line) < start), None)
        if free is None:
            lines.append(" " * start + text)
        else:
            lines[free] = lines[free].ljust(start) + text
    return lines
