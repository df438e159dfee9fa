"""A page: what a person reads of an answer, as blocks that the terminal and Markdown each write in their way."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mfc_capacity.answers.records import DayShape, Table

Tone = Literal["plain", "heading", "quiet", "warning", "verdict"]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Line:
    """A label with a figure in every column; a heading has none."""

    label: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Figures side by side: one column a group, one line a figure."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Grid:
    """A small table of texts under a title; the first `left` columns are aligned to the left."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int


@dataclass(frozen=True)
class WholeTable:
    """Every column and row of a table."""

    table: Table


@dataclass(frozen=True)
class DayBars:
    """The operators of one group through a day, as bars; `second` names those below the ones required."""

    title: str
    shape: DayShape
    second: str = "given"


@dataclass(frozen=True)
class Sparklines:
    """One line of small bars for each label, and what to read off it."""

    title: str
    lines: tuple[tuple[str, tuple[float, ...], str], ...]


@dataclass(frozen=True)
class BurnDown:
    """What is left of a volume at the end of each day from `first` on, and the days on which something changed."""

    title: str
    first: date
    volume: float
    left: tuple[float, ...]
    marks: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Levels:
    """A share (None: unknown) through a day, also where it is closed; `legend` says what it means to be marked."""

    title: str
    starts: tuple[str, ...]
    levels: tuple[float | None, ...]
    marked: tuple[bool, ...]
    legend: str


@dataclass(frozen=True)
class Listing:
    """A list that is read when it is wanted: entries under the part they belong to; `table` has it too."""

    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    table: str


@dataclass(frozen=True)
class Differences:
    """Differences in the manner of a diff: each row of cells behind its sign, +, - or ~; a row without is a heading.

    The first `left` columns are aligned to the left; `folded`: read when it is wanted.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    left: int
    folded: bool = False


@dataclass(frozen=True)
class ChainLine:
    """One figure of a chain: its name, the figure, and where it comes from."""

    label: str
    figure: str
    how: str


@dataclass(frozen=True)
class Chain:
    """Figures that lead to one another, line by line under a title."""

    title: str
    lines: tuple[ChainLine, ...]


@dataclass(frozen=True)
class LinePlot:
    """A line over a scale, with marks at some of its points, and dotted ones beside it; `legend` names both kinds.

    Labels are texts, values numbers; `about` names the metric, where there is a table of it.
    """

    title: str
    points: tuple[tuple[float, float], ...]
    marks: tuple[tuple[float, str], ...]
    x_ends: tuple[str, str]
    y_ends: tuple[str, str]
    dotted: tuple[tuple[tuple[float, float], ...], ...] = ()
    legend: tuple[str, str] | None = None
    about: str = ""


@dataclass(frozen=True)
class Tornado:
    """What each input does to a figure by itself, from its low to its high, around what the figure is without.

    Rows are the input, its range, the figure at its low and at its high, and what more there is to say.
    """

    title: str
    middle: float
    rows: tuple[tuple[str, str, float, float, str], ...]
    legend: str


@dataclass(frozen=True)
class Span:
    """Where a figure is eight times in ten: its P10, median and P90.

    `said` tells the figures, `marks` are values beside it and their names.
    """

    title: str
    low: float
    middle: float
    high: float
    said: str
    marks: tuple[tuple[float, str], ...]


Block = (
    Text
    | Figures
    | Grid
    | WholeTable
    | DayBars
    | Sparklines
    | BurnDown
    | Levels
    | Listing
    | Chain
    | Differences
    | LinePlot
    | Tornado
    | Span
)
Page = tuple[Block, ...]
