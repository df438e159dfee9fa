"""Charts in block characters, or in plain ASCII where a screen has no others.

A quantity by itself stands on its axis as bars; what is needed and what is there are one picture, with what is missing
and what is beyond the need shaded; several quantities take a row of small bars each, on one scale; other lines are
drawn in Braille dots, from the least to the most of them, for there are few lines of text. There are two kinds of line:
the first quantity, and the last one or the ends of a band.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from typing import TypeVar

from rich.cells import cell_len

from mfc_capacity.render.chart import Axis, Bars, Look, Plot, Series, spread
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en.numbers import count_text, decimal_text, duration_text, money_text, share_text

EIGHTHS, PLAIN, DIGITS = " ▁▂▃▄▅▆▇█", " #", " 123456789"
FULL, MISSING, BEYOND = 0, 1, 2
SHADES = ("█░▒", "#.+")
MARKS, RULES = "▲^", "│|"
STRETCH = "━#"
STRETCHES: dict[Look, str] = {"over": "═=", "short": "═=", "band": "─-", "spared": "─-"}

BRAILLE, BRAILLE_DOTS = 0x2800, ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
DOTTED = 3  # every third column of a dotted line is drawn
LOW, TALL = 5, 8  # lines
WIDEST_PLACE, NARROWEST_PLOT, WIDEST_LINES = 4, 12, 96  # columns
NARROWEST_BAR, WIDEST_BAR = 24, 48
MOST_LINES_OF_NAMES = 4
HALF = 0.5  # of a share: where an axis begins that need not begin at zero
GAP = "  "

T = TypeVar("T")
Columns = Callable[[float], int]
Points = Sequence[tuple[float, float]]


def plot_picture(plot: Plot, *, width: int, blocks: bool) -> list[str]:
    """Return a plot as lines of text: the picture, its marks, its axis and its legend."""
    lines = [own for own in plot.series if not own.around]
    bands = [own for own in plot.series if own.around]
    is_stepped = all(own.shape != "line" for own in plot.series)
    if is_stepped and any(own.look in ("short", "more") for own in bands):
        return _against(plot, lines[0], lines[-1], width, blocks=blocks)
    if is_stepped and len(lines) > 2 and not bands:
        return _rows(plot, width, blocks=blocks)
    if is_stepped and bands:
        return _standing(plot, bands[0], width, blocks=blocks)
    is_sum = plot.from_zero or is_stepped
    if len(lines) == 1 and not bands and is_sum and min(_known(lines[0]), default=0.0) >= 0:
        return _standing(plot, lines[0], width, blocks=blocks)
    return _lines(plot, lines, bands, width, blocks=blocks)


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


class _Places:
    """The places of an axis from the first to the last that has a value, as columns: joined, or widened."""

    def __init__(self, axis: Axis, series: Sequence[Series], columns: int) -> None:
        places = axis.places
        self.begin = float(places[0])
        self.unit = (places[-1] - places[0]) / (len(places) - 1) if len(places) > 1 else 1.0
        known = [k for own in series for k, value in enumerate(own.values) if value is not None]
        self.first, self.last = min(known, default=0), max(known, default=0) + 1
        count = self.last - self.first
        self.joined = -(-count // columns)
        self.each = min(columns // count, WIDEST_PLACE) if self.joined == 1 else 1
        self.columns = -(-count // self.joined) * self.each

    def column(self, at: float) -> int:
        """Return the column of a place on the axis; outside where the place is."""
        index = (at - self.begin) / self.unit if self.unit else 0.0
        return int((index - self.first) / self.joined * self.each // 1)

    def values(self, series: Series, choose: Callable[[Sequence[float]], float]) -> list[float]:
        """Return a value for each column; where places are joined, one of theirs, and 0 where none is known."""
        known = ([value for value in some if value is not None] for some in self._joined(series.values))
        return [choose(some) if some else 0.0 for some in known for _ in range(self.each)]

    def pairs(self, needed: Series, there: Series) -> list[tuple[float, float]]:
        """Return both for each column; where places are joined, those of the place that lacks most."""
        both = [(need or 0.0, seen or 0.0) for need, seen in zip(needed.values, there.values, strict=True)]
        worst = (max(some, key=lambda pair: (pair[0] - pair[1], pair[0])) for some in self._joined(both))
        return [pair for pair in worst for _ in range(self.each)]

    def _joined(self, values: Sequence[T]) -> Iterator[Sequence[T]]:
        own = values[self.first : self.last]
        return (own[k : k + self.joined] for k in range(0, len(own), self.joined))


def _standing(plot: Plot, series: Series, width: int, *, blocks: bool) -> list[str]:
    """Return one quantity as bars on its axis; of shares that need not begin at zero only what is above the half."""
    known = list(_known(series))
    bottom = HALF if not plot.from_zero and min(known, default=0.0) >= HALF else 0.0
    top = max([plot.high or 0.0, *known]) if plot.from_zero else 1.0
    top = top if top > bottom else bottom + 1.0
    ends = [_end_text(value, plot) for value in (bottom, top)]
    margin = max(map(len, ends)) + 1
    places = _Places(plot.axis, [series], max(width - margin, NARROWEST_PLOT))
    choose = max if series.look != "band" and series.shape != "line" else min
    above = [max(value - bottom, 0.0) for value in places.values(series, choose)]
    drawn = bars(above, LOW, top=top - bottom, blocks=blocks)
    return [
        *_scaled(drawn, ends, margin),
        *_below(plot, places.column, places.columns, margin, blocks=blocks),
    ]


def _against(plot: Plot, needed: Series, there: Series, width: int, *, blocks: bool) -> list[str]:
    """Return what is needed and what is there as one picture, in which what is missing can always be seen."""
    top = max([plot.high or 0.0, 1.0, *_known(needed), *_known(there)])
    ends = ["0", _end_text(top, plot)]
    margin = max(map(len, ends)) + 1
    places = _Places(plot.axis, [needed, there], max(width - margin, NARROWEST_PLOT))
    shades = SHADES[not blocks]
    pairs = places.pairs(needed, there)
    columns = [_shaded(need / top * TALL, seen / top * TALL, shades) for need, seen in pairs]
    drawn = ["".join(column[line] for column in columns) for line in reversed(range(TALL))]
    names = (words.both(needed.name, there.name), words.TOO_FEW, words.TOO_MANY)
    used = set(chain.from_iterable(columns))
    legend = GAP.join(f"{shade} {name}" for shade, name in zip(shades, names, strict=True) if shade in used)
    below = _below(plot, places.column, places.columns, margin, blocks=blocks)
    return [*_scaled(drawn, ends, margin), *below, " " * margin + legend]


def _shaded(needed: float, there: float, shades: str) -> str:
    """Return one column from below, a sign a line; a difference between the two takes a line at least."""
    need, seen = (max(round(height), 1) if height > 0 else 0 for height in (needed, there))
    if needed != there and need == seen:
        need, seen = (need - 1, seen) if there > needed else (need, seen - 1)
    low, high = sorted((need, seen))
    return (shades[FULL] * low + shades[MISSING if need > seen else BEYOND] * (high - low)).ljust(TALL)


def _rows(plot: Plot, width: int, *, blocks: bool) -> list[str]:
    """Return a row of small bars for each quantity, all on one scale; the rows do not touch."""
    margin = max(cell_len(own.name) for own in plot.series) + len(GAP)
    ends = [
        [_end_text(choose(_known(own), default=0.0), plot) for choose in (min, max)] for own in plot.series
    ]
    said = [words.span(*own) for own in ends]
    room = width - margin - len(GAP) - max(map(len, said))
    places = _Places(plot.axis, plot.series, max(room, NARROWEST_PLOT))
    glyphs = EIGHTHS[:-1] if blocks else DIGITS
    top = max(chain.from_iterable(map(_known, plot.series)), default=0.0) or 1.0
    drawn = []
    for own, text in zip(plot.series, said, strict=True):
        heights = (value / top * (len(glyphs) - 1) for value in places.values(own, max))
        levels = (max(round(height), 1) if height > 0 else 0 for height in heights)
        label = own.name + " " * (margin - cell_len(own.name))
        drawn.append(f"{label}{''.join(glyphs[level] for level in levels)}{GAP}{text}")
    return [*drawn, *_below(plot, places.column, places.columns, margin, blocks=blocks)]


def _lines(
    plot: Plot, lines: Sequence[Series], bands: Sequence[Series], width: int, *, blocks: bool
) -> list[str]:
    """Return a line in Braille dots, or in characters, and beside it a dotted one or the ends of a band."""
    places = plot.axis.places
    solid, *others = lines or bands
    beside = others[-1:] or (bands[:1] if lines else [])
    main = _points(places, solid.values)
    dotted = [
        points
        for own in beside
        for points in (_ends(places, own) if own.around else [_points(places, own.values)])
    ]
    values = [y for points in (main, *dotted) for _, y in points] or [0.0]
    low, high = min(values), max(values)
    ends = [_end_text(value, plot) for value in (low, high)]
    margin = max(map(len, ends)) + 1
    columns = min(max(width - margin, NARROWEST_PLOT), WIDEST_LINES)
    across, down = (2, 4) if blocks else (1, 1)
    frame = (places[0], places[-1], low, high)
    full = _dots(main, frame, columns * across, TALL * down)
    of_dotted = (_dots(points, frame, columns * across, TALL * down) for points in dotted)
    light = {dot for dot in chain.from_iterable(of_dotted) if dot[0] % DOTTED == 0}
    drawn = [
        _braille(full | light, columns, line) if blocks else _characters(full, light, columns, line)
        for line in range(TALL)
    ]
    looks = ("⠒⠒⠒", "⠂⠐⠂") if blocks else ("***", ". .")
    names = [solid.name, *(own.name for own in beside)]
    legend = [f"{look} {name}" for look, name in zip(looks, names, strict=False)] if beside else []

    def column(at: float) -> int:
        return _scale(at, places[0], places[-1], columns)

    below = _below(plot, column, columns, margin, blocks=blocks)
    return [*_scaled(drawn, ends, margin), *below, *(" " * margin + text for text in legend)]


def bars_picture(chart: Bars, *, width: int, blocks: bool) -> list[str]:
    """Return bars below one another, on a common scale; on a narrow screen each stands below its name."""
    stretches = [stretch for bar in chart.bars for stretch in bar.stretches]
    values = [value for low, high, _ in stretches for value in (low, high)] + [
        mark.at for mark in chart.marks
    ]
    least, most = min(values), max(values)
    names = max(cell_len(bar.name) for bar in chart.bars)
    said = max(cell_len(bar.said) for bar in chart.bars)
    room = width - names - said - 2 * len(GAP)
    is_narrow = room < NARROWEST_BAR
    columns = max(min(width - len(GAP) if is_narrow else room, WIDEST_BAR), NARROWEST_BAR)
    through = [_scale(mark.at, least, most, columns) for mark in chart.marks] if len(chart.marks) == 1 else []
    drawn: list[str] = []
    for bar in chart.bars:
        cells = [" "] * columns
        for low, high, look in bar.stretches:
            ends = sorted(_scale(value, least, most, columns) for value in (low, high))
            cells[ends[0] : ends[1] + 1] = _stretch(look, blocks=blocks) * (ends[1] + 1 - ends[0])
        for at in through if len(chart.bars) > 1 else []:
            cells[at] = RULES[not blocks]
        name, text = bar.name + " " * (names - cell_len(bar.name)), "".join(cells)
        drawn += [GAP.join((name, bar.said)), GAP + text] if is_narrow else [GAP.join((name, text, bar.said))]
    before = " " * (len(GAP) if is_narrow else names + len(GAP))
    marks = [(_scale(mark.at, least, most, columns), mark.name) for mark in chart.marks if mark.name]
    below = (before + line for line in _names_below(marks, columns, blocks=blocks))
    legend = GAP.join(f"{_stretch(look, blocks=blocks)} {name}" for look, name in chart.legend)
    return [line.rstrip() for line in (*drawn, *below, *([legend] if legend else []))]


def _stretch(look: Look, *, blocks: bool) -> str:
    return STRETCHES.get(look, STRETCH)[not blocks]


def _known(series: Series) -> Iterator[float]:
    return (value for value in series.values if value is not None)


def _end_text(value: float, plot: Plot) -> str:
    """Return a value at an end of a vertical axis."""
    if plot.kind == "share":
        return share_text(value)
    if plot.kind == "seconds":
        return duration_text(value)
    if plot.kind == "money":
        return money_text(value, plot.unit)
    return decimal_text(value, 1) if 0 < value < 10 and value != int(value) else count_text(value)


def _scaled(lines: Sequence[str], ends: Sequence[str], margin: int) -> list[str]:
    scale = [ends[1], *[""] * (len(lines) - 2), ends[0]]
    return [f"{mark.rjust(margin - 1)} {line}".rstrip() for mark, line in zip(scale, lines, strict=True)]


def _below(plot: Plot, column: Columns, columns: int, margin: int, *, blocks: bool) -> Iterator[str]:
    """Yield what stands below a picture: its marks, and its axis; marks that share a name say it once."""
    before, arrow = " " * margin, MARKS[not blocks]
    marks = [mark for mark in plot.marks if 0 <= column(mark.at) < columns]
    names = list(dict.fromkeys(mark.name for mark in marks))
    is_repeated = len(marks) > 1 and len(names) == 1
    named = _names_below([(column(mark.at), mark.name) for mark in marks], columns, blocks=blocks)
    if is_repeated or len(named) > MOST_LINES_OF_NAMES:
        at = {column(mark.at) for mark in marks}
        named = ["".join(arrow if k in at else " " for k in range(columns)).rstrip()]
    yield from (before + line for line in named)
    yield before + _axis_line(plot.axis, column, columns)
    if is_repeated and names[0]:
        yield f"{before}{arrow} {names[0]}"


def _axis_line(axis: Axis, column: Columns, columns: int) -> str:
    """Return as many labels under the places as have room; the first and the last where none is named."""
    last = len(axis.labels) - 1
    ticks = axis.ticks or [(axis.places[k], axis.labels[k]) for k in dict.fromkeys((0, last))]
    ticks = [(at, label) for at, label in ticks if 0 <= column(at) < columns]
    widest = max((cell_len(label) for _, label in ticks), default=0)
    line = ""
    for at, label in spread(ticks, max(columns // (widest + len(GAP)), 1)):
        start = min(column(at), max(columns - cell_len(label), 0))
        if not line or start >= len(line) + len(GAP):
            line = line.ljust(start) + label
    return line


def _points(places: Sequence[float], values: Sequence[float | None]) -> Points:
    return [(float(at), value) for at, value in zip(places, values, strict=True) if value is not None]


def _ends(places: Sequence[float], band: Series) -> Iterator[Points]:
    """Yield the lower and the upper end of a band."""
    yield [(float(places[k]), low) for k, low, _ in band.band()]
    yield [(float(places[k]), high) for k, _, high in band.band()]


def _dots(points: Points, frame: tuple[float, ...], columns: int, rows: int) -> set[tuple[int, int]]:
    """Return the places that a line passes, from the upper left, with no gap between neighbours."""
    left, right, low, high = frame
    places = [(_scale(x, left, right, columns), rows - 1 - _scale(y, low, high, rows)) for x, y in points]
    dots = set(places[:1])
    for (x0, y0), (x1, y1) in pairwise(places):
        count = max(abs(x1 - x0), abs(y1 - y0), 1)
        dots |= {
            (x0 + round((x1 - x0) * k / count), y0 + round((y1 - y0) * k / count))
            for k in range(1, count + 1)
        }
    return dots


def _scale(value: float, low: float, high: float, count: int) -> int:
    return round((value - low) / (high - low) * (count - 1)) if high > low else 0


def _braille(dots: set[tuple[int, int]], columns: int, line: int) -> str:
    def glyph(column: int) -> str:
        raised = (
            BRAILLE_DOTS[y][x] for y in range(4) for x in range(2) if (2 * column + x, 4 * line + y) in dots
        )
        total = sum(raised)
        return chr(BRAILLE + total) if total else " "

    return "".join(glyph(column) for column in range(columns))


def _characters(full: set[tuple[int, int]], light: set[tuple[int, int]], columns: int, line: int) -> str:
    places = ((column, line) for column in range(columns))
    return "".join("*" if place in full else "." if place in light else " " for place in places)


def _names_below(named: Sequence[tuple[int, str]], columns: int, *, blocks: bool) -> list[str]:
    """Return names under an arrow each at their columns; a name that has no room takes a line of its own."""
    lines: list[str] = []
    for place, name in named:
        text = f"{MARKS[not blocks]} {name}".rstrip()
        start = place if place + len(text) <= columns else max(place - len(text) + 1, 0)
        text = text if start == place else f"{name} {text[0]}"
        free = next((k for k, line in enumerate(lines) if len(line) < start), None)
        if free is None:
            lines.append(" " * start + text)
        else:
            lines[free] = lines[free].ljust(start) + text
    return lines
