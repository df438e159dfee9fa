"""A page: what a person reads of an answer, as blocks that the terminal and Markdown each write in their way."""

from dataclasses import dataclass
from typing import Literal, Self

from mfc_capacity.answers.records import Table
from mfc_capacity.core.rounding import Bound
from mfc_capacity.render.chart import Bars, Plot

Tone = Literal["plain", "heading", "quiet", "warning", "verdict"]
Level = Literal["good", "bad", "warning"]


class Judged(str):
    """A text that is known to be good or bad news, for those who show that: any cell, and any paragraph."""

    __slots__ = ("level",)
    level: Level

    def __new__(cls, text: str, level: Level) -> Self:
        """Return the text with its level."""
        judged = super().__new__(cls, text)
        judged.level = level
        return judged


def beside_target(text: str, value: float | None, bound: Bound | None) -> str:
    """Return a figure as it is written, which is bad news where it misses what it is held to."""
    return text if value is None or bound is None or bound.keeps(value) else Judged(text, "bad")


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Verbatim:
    """Lines that are one thing, as a problem with its place in a source; what is in a line stays in it."""

    lines: tuple[str, ...]


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


Block = Text | Verbatim | Figures | Grid | WholeTable | Listing | Chain | Plot | Bars | Differences
Page = tuple[Block, ...]
