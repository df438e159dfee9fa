"""Rows of a table that are made when they are read.

Most tables have their rows in a tuple. A table that an output may leave out has rows that are made on the first look,
and a table of a row an interval over years has rows that are made part by part, so that they are never all held at
once. Whoever reads rows need not know; who writes many of them is faster with `rows_as`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from operator import itemgetter
from typing import TypeVar, overload

from mfc_capacity.answers.records import Cell, Row

MOST_HELD = 200_000  # rows of blocks that are remembered as they were written
AT_ONCE = 1_000  # rows of a tuple that are written together

Written = TypeVar("Written")


class MadeRows(Sequence[Row]):
    """Rows that are made when they are read; there are no messages among their cells."""

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        """All rows, for who looks some of them up by their numbers."""
        return tuple(self)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self._rows[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MadeRows | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class LaterRows(MadeRows):
    """Rows that are made on the first look, and kept."""

    def __init__(self, make: Callable[[], Iterable[Row]]) -> None:
        self._make = make

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return tuple(self._make())

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


class ColumnRows(MadeRows):
    """Rows of columns that are kept as such: whoever writes many of them takes the columns."""

    def __init__(self, columns: Sequence[Sequence[Cell]]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Row]:
        return zip(*self.columns, strict=True)


@dataclass(frozen=True, eq=False)
class Block:
    """Rows, without their first cell, that stand in several parts of a table.

    Attributes:
        places: where in a part each row stands, in ascending order.
        make: makes the rows.
    """

    places: Sequence[int]
    make: Callable[[], Iterable[Row]]


@dataclass(frozen=True, eq=False)
class Part:
    """Some rows of a table that share their first cell: those of its blocks by place, in one place block by block."""

    first: Cell
    blocks: tuple[Block, ...]

    def __len__(self) -> int:
        return sum(len(block.places) for block in self.blocks)


class RepeatedRows(MadeRows):
    """Rows of one part after the other; what parts share is made and written once."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[Row]:
        for first, rest in self.written(lambda cells: cells):
            for cells in rest:
                yield (first, *cells)

    def written(self, write: Callable[[Row], Written]) -> Iterator[tuple[Cell, list[Written]]]:
        """Yield the first cell of each part, and what is written of the other cells of its rows."""
        remembered: dict[Block, list[Written]] = {}
        held = 0
        for part in self.parts:
            for block in part.blocks:
                if block in remembered:
                    continue
                if held > MOST_HELD:
                    remembered, held = {own: remembered[own] for own in part.blocks if own in remembered}, 0
                remembered[block] = [write(cells) for cells in block.make()]
                held += len(block.places)
            yield part.first, _by_place(part.blocks, [remembered[block] for block in part.blocks])


def rows_as(
    rows: Sequence[Row], head: Callable[[Cell], str], rest: Callable[[Row], str]
) -> Iterator[list[str]]:
    """Yield rows as texts, many at a time.

    Args:
        rows: of at least one cell each.
        head: writes the first cell of a row.
        rest: writes the other cells.
    """
    if isinstance(rows, RepeatedRows):
        for first, texts in rows.written(rest):
            start = head(first)
            yield [start + text for text in texts]
        return
    left = iter(rows)
    while some := [head(row[0]) + rest(row[1:]) for row in islice(left, AT_ONCE)]:
        yield some


def rearranged(rows: Sequence[Row], order: Sequence[int]) -> Sequence[Row]:
    """Return rows of three cells or more with these in another order, in which the first one stays the first."""
    if not isinstance(rows, RepeatedRows):
        return list(map(itemgetter(*order), rows))
    rest = itemgetter(*(place - 1 for place in order[1:]))
    blocks = {
        block: Block(block.places, partial(_picked, rest, block))
        for part in rows.parts
        for block in part.blocks
    }
    return RepeatedRows(
        [Part(part.first, tuple(map(blocks.__getitem__, part.blocks))) for part in rows.parts]
    )


def _picked(pick: Callable[[Row], Row], block: Block) -> Iterator[Row]:
    return map(pick, block.make())


def _by_place(blocks: Sequence[Block], rows: Sequence[list[Written]]) -> list[Written]:
    if len(blocks) == 1:
        return rows[0]
    places = list(chain.from_iterable(block.places for block in blocks))
    in_order = list(chain.from_iterable(rows))
    return [in_order[k] for k in sorted(range(len(places)), key=places.__getitem__)]
