"""Columns of text that lose nothing: too wide for the screen, they continue in a further block under the same keys."""

from collections.abc import Sequence
from itertools import pairwise

from rich.cells import cell_len

GAP = "  "


def blocks(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    left: Sequence[bool],
    keys: int,
    width: int | None,
) -> list[list[str]]:
    """Return aligned lines, a block for each set of columns that fits the width, its header first.

    Args:
        header: the column names.
        rows: the cells, row by row.
        left: for each column, whether it is aligned to the left.
        keys: how many leading columns are repeated in every block.
        width: the columns of the screen; None is as wide as the content.
    """
    columns = [
        _aligned(column, to_left)
        for column, to_left in zip(zip(header, *rows, strict=True), left, strict=True)
    ]
    widths = [cell_len(column[0]) for column in columns]
    bounds = [0, *_breaks(widths[keys:], sum(widths[:keys]) + keys * len(GAP), width)]
    if len(columns) == keys:
        return [_joined(columns)]
    return [_joined(columns[:keys] + columns[keys + a : keys + b]) for a, b in pairwise(bounds)]


def _aligned(cells: Sequence[str], to_left: bool) -> list[str]:
    lengths = [cell_len(cell) for cell in cells]
    widest = max(lengths)
    if to_left:
        return [cell + " " * (widest - length) for cell, length in zip(cells, lengths, strict=True)]
    return [" " * (widest - length) + cell for cell, length in zip(cells, lengths, strict=True)]


def _breaks(widths: Sequence[int], used_by_keys: int, width: int | None) -> list[int]:
    """Return where each block ends; a block holds at least one column, however wide."""
    ends: list[int] = []
    used = used_by_keys
    for k, column in enumerate(widths):
        needed = column + (len(GAP) if used else 0)
        if k > (ends[-1] if ends else 0) and width is not None and used + column > width:
            ends.append(k)
            used = used_by_keys
        used += needed
    return [*ends, len(widths)]


def _joined(columns: Sequence[Sequence[str]]) -> list[str]:
    return [GAP.join(cells).rstrip() for cells in zip(*columns, strict=True)]
