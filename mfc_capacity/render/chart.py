"""Charts as data: one description of a picture, which the page, the workbook and the terminal each draw in their way.

A chart's title says what it finds, `said` the rest of it, `source` where its figures are from; `numbers` is the table
below it. Looks are roles, and a drawer gives each a colour and a dash:

    a      the first quantity: what is needed, what is left
    b      the second: what is given, or there
    c      the third, and targets
    d      the fourth
    limit  a bound that holds everywhere
    bar    a part; over: a part beyond what there is; spared: a part that is taken off; total: all parts together
    band   where a figure may lie; short: what is missing; more: what is beyond the need
    shade  the parts of a whole in order, from strong to weak; area: the parts of a whole in no order
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10
from typing import Literal

from mfc_capacity.answers.records import Kind
from mfc_capacity.core.rounding import rounded, without_noise
from mfc_capacity.wording.en.numbers import NOTHING, count_text, decimal_text, duration_text

Look = (
    Literal["a", "b", "c", "d", "limit", "bar", "over", "spared", "total", "band", "short", "more"]
    | Literal["shade1", "shade2", "shade3", "shade4", "shade5", "area1", "area2", "area3", "area4", "area5"]
)
Shape = Literal["line", "steps", "columns"]
Tick = tuple[float, str]
NICE_STEPS = (1, 2, 2.5, 5, 10)
MOST_STEPS = 5
EVERY = (1, 2, 3, 4, 6, 12, 24)  # hours and months are left out by
LOOKS: tuple[Look, ...] = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Numbers:
    """A table as texts; the first `left` columns are words, the first of all names its row.

    `names` are the columns' names for scripts.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    left: int = 1
    names: Sequence[str] | None = None


@dataclass(frozen=True)
class Series:
    """One quantity, a value for each place of the axis (None: a gap).

    `around` are half-widths: with them a band is drawn in place of a line.
    """

    name: str
    values: Sequence[float | None]
    look: Look = "a"
    shape: Shape = "line"
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
class Axis:
    """The horizontal axis: its name, and a label for each place, of a kind; an empty label is the beginning.

    `at` is where the places stand on a scale; without it they follow one another. `ticks` are the labels worth writing,
    each where it stands, in order; there may be more than have room.
    """

    name: str
    labels: Sequence[str]
    at: Sequence[float] | None = None
    ticks: Sequence[Tick] = ()
    kind: Kind = "number"

    @property
    def places(self) -> Sequence[float]:
        """Where the places stand."""
        return range(len(self.labels)) if self.at is None else self.at


@dataclass(frozen=True)
class Mark:
    """A place on the horizontal axis that is worth a word."""

    at: float
    name: str


@dataclass(frozen=True)
class Strip:
    """A stretch of the horizontal axis that is drawn below it, with its name on it."""

    name: str
    first: float
    last: float


@dataclass(frozen=True)
class Plot:
    """Quantities over an axis; columns stand on top of one another.

    `kind` and `unit` are those of the values. The vertical axis begins at zero unless `from_zero` is false, and reaches
    at least to `high`. `dots` are places with a value of their own. `rows` are the places that have a row in `numbers`,
    all of them where it is left out.
    """

    title: str
    said: str
    axis: Axis
    kind: Kind
    unit: str
    series: Sequence[Series]
    numbers: Numbers
    source: str
    marks: Sequence[Mark] = ()
    dots: Sequence[tuple[float, float]] = ()
    strips: Sequence[Strip] = ()
    from_zero: bool = True
    high: float | None = None
    rows: Sequence[float] | None = None


@dataclass(frozen=True)
class HeatMap:
    """A cell for each row and column, the stronger the more; None is closed, and is left open.

    `rows_kind` and `columns_kind` are those of their labels; `is_excess`: whether values are shares by which something
    is exceeded, and are written so.
    """

    title: str
    said: str
    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float | None]]
    kind: Kind
    unit: str
    numbers: Numbers
    source: str
    ticks: Sequence[Tick] = ()
    is_bad: bool = False
    is_excess: bool = False
    rows_kind: Kind = "text"
    columns_kind: Kind = "text"


@dataclass(frozen=True)
class Bar:
    """A name and a text, and stretches from one value to another, each with its look."""

    name: str
    said: str
    stretches: Sequence[tuple[float, float, Look]]


@dataclass(frozen=True)
class Bars:
    """Stretches of a common scale as bars below one another, and upright lines through all.

    `legend` names the looks that need a name.
    """

    title: str
    said: str
    bars: Sequence[Bar]
    kind: Kind
    unit: str
    numbers: Numbers
    source: str
    marks: Sequence[Mark] = ()
    legend: Sequence[tuple[Look, str]] = field(default=())


Chart = Plot | HeatMap | Bars


def tick_text(value: float, kind: Kind) -> str:
    """Return a value short enough for an axis.

    >>> tick_text(20_000_000, "money"), tick_text(2_500_000, "calls"), tick_text(-40_000, "units")
    ('20M', '2.5M', '-40k')
    >>> tick_text(0.925, "share"), tick_text(90, "seconds"), tick_text(250, "count"), tick_text(0.25, "erlangs")
    ('92.5 %', '1m 30s', '250', '0.25')
    """
    if kind == "share":
        return f"{value * 100:g} %"
    if kind == "seconds":
        return duration_text(value)
    for size, unit in ((10**9, "bn"), (10**6, "M"), (10**3, "k")):
        if abs(value) >= size:
            return f"{rounded(value / size, 2).normalize():,f}{unit}"
    return f"{value:g}"


def brief_text(value: float, kind: Kind) -> str:
    """Return a value short enough for a cell: of a share its points.

    >>> brief_text(0.0158, "share"), brief_text(12.34, "erlangs"), brief_text(51.0, "erlangs")
    ('1.6', '12.3', '51')
    >>> brief_text(0.004, "erlangs"), brief_text(0.0, "erlangs")
    ('0.004', '0')
    """
    value = value * 100 if kind == "share" else value
    return decimal_text(value, 1, NOTHING) if value < 100 and value != int(value) else count_text(value)


def excess_text(share: float) -> str:
    """Return by how much something is exceeded, in whole per cent and never as nothing.

    >>> excess_text(0.316), excess_text(0.004)
    ('+32', '+1')
    """
    return f"+{ceil(without_noise(share * 100))}"


def shortened(name: str, longest: int) -> str:
    """Return a name as it has room; what stands beside the chart has it whole.

    >>> shortened("contact centre", 8)
    'contact…'
    """
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def spread(ticks: Sequence[Tick], most: int) -> list[Tick]:
    """Return at most so many of the ticks, evenly."""
    every = next((step for step in EVERY if len(ticks) <= step * most), max(-(-len(ticks) // most), 1))
    return list(ticks[::every])


def round_values(low: float, high: float, *, whole: bool = False) -> list[float]:
    """Return round numbers from at or below `low` to at or above `high`, two at least; whole: counts alone.

    >>> round_values(0, 382), round_values(0, 3, whole=True)
    ([0, 100, 200, 300, 400], [0, 1, 2, 3])
    >>> round_values(0, 0), round_values(5, 5)
    ([0, 1], [5, 6])
    """
    rough = max((high - low) / MOST_STEPS, 1.0 if whole else 0.0) or 1.0
    power = 10.0 ** floor(log10(rough))
    nices = (nice * power for nice in NICE_STEPS)
    step = next(nice for nice in nices if nice >= rough * (1 - 1e-9) and not (whole and nice % 1))
    first = floor(low / step + 1e-9)
    last = max(-floor(-high / step + 1e-9), first + 1)
    return [_plain((first + k) * step) for k in range(last - first + 1)]


def _plain(value: float) -> float:
    value = round(value, 12)
    return int(value) if value == int(value) else value
