"""The terminal: a page block by block, or one table in full; nothing is cut off, whatever the width."""

import textwrap
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from mfc_capacity.answers.records import TEXT_KINDS
from mfc_capacity.render import picture
from mfc_capacity.render.page import (
    Block,
    BurnDown,
    Chain,
    DayBars,
    Differences,
    Figures,
    Grid,
    Levels,
    LinePlot,
    Listing,
    Span,
    Sparklines,
    Text,
    Tornado,
    WholeTable,
)
from mfc_capacity.render.view import Options, View
from mfc_capacity.wording.en.labels import WARNING
from mfc_capacity.wording.en.numbers import cell_text

STYLES = {
    "heading": Style(bold=True),
    "quiet": Style(dim=True),
    "warning": Style(color="yellow", bold=True),
    "+": Style(color="green"),
    "-": Style(color="red"),
}
WIDEST_TEXT, NARROWEST_TEXT, NARROWEST_REMARK = 120, 20, 40
GAP = "  "


def render(view: View, options: Options) -> str:
    """Return the answer as a person reads it in a terminal."""
    blocks = view.page() if options.table is None else (WholeTable(view.table(options.table)),)
    return "\n".join(_lines_of(blocks, options)) + "\n"


def _lines_of(blocks: tuple[Block, ...], options: Options) -> list[str]:
    """Write block after block; paragraphs of one tone stand together, all else behind an empty line."""
    lines: list[str] = []
    tones = [block.tone if isinstance(block, Text) else None for block in blocks]
    for block, tone, before in zip(blocks, tones, [None, *tones], strict=False):
        is_joined = tone is not None and before in (tone, "heading")
        lines += [""] if lines and not is_joined else []
        lines += _WRITERS[type(block)](block, options)
    return lines


def _text(block: Text, options: Options) -> list[str]:
    if block.tone != "warning":
        return [_styled(line, block.tone, options) for line in _wrapped(block.text, options)]
    first, *rest = _wrapped(f"{WARNING}: {block.text}", options, indent="  ")
    return [first.replace(WARNING, _styled(WARNING, "warning", options), 1), *rest]


def _figures(block: Figures, options: Options) -> list[str]:
    empty = ("",) * len(block.columns)
    rows = [(line.label, *(line.cells or empty)) for line in block.lines]
    left = [True] + [False] * len(block.columns)
    return _grid(("", *block.columns), rows, left, 1, options)


def _small_grid(block: Grid, options: Options) -> list[str]:
    left = [k < block.left for k in range(len(block.header))]
    return [
        _styled(block.title, "heading", options),
        *_grid(block.header, block.rows, left, block.left, options),
    ]


def _whole_table(block: WholeTable, options: Options) -> list[str]:
    table = block.table
    header = [column.name for column in table.columns]
    rows = [
        [cell_text(value, column) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    left = [column.kind in TEXT_KINDS for column in table.columns]
    return _grid(header, rows, left, table.keys, options)


def _grid(
    header: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[bool], keys: int, options: Options
) -> list[str]:
    """Write a grid in as many blocks as the width asks for; a row with only a label is a quiet heading."""
    lines: list[str] = []
    for first, *rest in _column_blocks(header, rows, left=left, keys=keys, width=options.width):
        lines += [""] if lines else []
        lines.append(_styled(first, "heading", options))
        lines += [
            text if any(row[1:]) else _styled(text, "quiet", options)
            for text, row in zip(rest, rows, strict=True)
        ]
    return lines


def _day_bars(block: DayBars, options: Options) -> list[str]:
    bars = picture.day_picture(block, width=_text_width(options), blocks=options.blocks)
    return [_styled(block.title, "heading", options), *bars]


def _sparklines(block: Sparklines, options: Options) -> list[str]:
    width = max(len(label) for label, _, _ in block.lines)
    lines = [_styled(block.title, "heading", options)]
    for label, values, caption in block.lines:
        bars = picture.bars(values, 1, top=max(1, *values), blocks=options.blocks)[0]
        lines.append(f"{label.ljust(width)}  {bars}  {caption}")
    return lines


def _burn_down(block: BurnDown, options: Options) -> list[str]:
    bars = picture.burn_down_picture(block, width=_text_width(options), blocks=options.blocks)
    legend = "; ".join(f"{picture.MARK} {day} {text}" for day, text in block.marks)
    below = _wrapped(legend, options, indent="  ") if legend else []
    return [
        _styled(block.title, "heading", options),
        *bars,
        *(_styled(line, "quiet", options) for line in below),
    ]


def _level_bars(block: Levels, options: Options) -> list[str]:
    bars = picture.level_picture(block, width=_text_width(options), blocks=options.blocks)
    legend = [_styled(f"  {picture.MARK} {block.legend}", "quiet", options)] if any(block.marked) else []
    return [_styled(block.title, "heading", options), *bars, *legend]


def _listing(block: Listing, options: Options) -> list[str]:
    return [
        _styled(line, "quiet", options) for line in _wrapped(f"{block.title}: --table {block.table}", options)
    ]


def _chain(block: Chain, options: Options) -> list[str]:
    """Write label, figure and how it came about side by side; on a narrow screen, the last below the others."""
    labels = max(cell_len(line.label) for line in block.lines)
    figures = max(cell_len(line.figure) for line in block.lines)
    indent = 2 + labels + 2 + figures + 2
    is_narrow = _text_width(options) - indent < NARROWEST_REMARK
    lines = [_styled(block.title, "heading", options)]
    for line in block.lines:
        label = line.label + " " * (labels - cell_len(line.label))
        start = f"  {label}  {' ' * (figures - cell_len(line.figure))}{line.figure}"
        how = _wrapped(line.how, options, *([" " * 6] * 2 if is_narrow else [" " * indent] * 2))
        lines += [start, *how] if is_narrow else [start + how[0][indent - 2 :], *how[1:]]
    return [line.rstrip() for line in lines]


def _differences(block: Differences, options: Options) -> list[str]:
    rows = [(f"{sign} {cells[0]}" if sign else cells[0], *cells[1:]) for sign, cells in block.rows]
    left = [k < block.left for k in range(len(block.header))]
    lines = [_styled(block.title, "heading", options)] if block.title else []
    for first, *rest in _column_blocks(block.header, rows, left=left, keys=1, width=options.width):
        lines.append(_styled(first, "quiet", options))
        for text, (sign, _) in zip(rest, block.rows, strict=True):
            lines.append(_styled(text, sign if sign in STYLES else "plain", options))
    return lines


def _line_plot(block: LinePlot, options: Options) -> list[str]:
    return [
        _styled(block.title, "heading", options),
        *picture.line_picture(block, width=_text_width(options), blocks=options.blocks),
    ]


def _tornado(block: Tornado, options: Options) -> list[str]:
    """Write input, range, bar and remark side by side; on a narrow screen, the bar below."""
    bars = picture.tornado_bars(block, blocks=options.blocks)
    names = _aligned([row[0] for row in block.rows], to_left=True)
    ranges = _aligned([row[1] for row in block.rows], to_left=True)
    texts = [GAP.join(pair) for pair in zip(names, ranges, strict=True)]
    remarks = [row[-1] for row in block.rows]
    whole = [GAP.join(parts) for parts in zip(texts, bars, remarks, strict=True)]
    if options.width is not None and max(map(cell_len, whole)) > options.width:
        below = zip(texts, bars, remarks, strict=True)
        whole = [line for text, bar, remark in below for line in (text, GAP.join(["", bar, remark]))]
    return [
        _styled(block.title, "heading", options),
        *(line.rstrip() for line in whole),
        _styled(block.legend, "quiet", options),
    ]


def _span(block: Span, options: Options) -> list[str]:
    bar = picture.span_bar(block, width=_text_width(options), blocks=options.blocks)
    return [_styled(block.title, "heading", options), *bar, *_wrapped(block.said, options)]


_WRITERS: dict[type, Callable[[Any, Options], list[str]]] = {
    Text: _text,
    Figures: _figures,
    Grid: _small_grid,
    WholeTable: _whole_table,
    DayBars: _day_bars,
    Sparklines: _sparklines,
    BurnDown: _burn_down,
    Levels: _level_bars,
    Listing: _listing,
    Chain: _chain,
    Differences: _differences,
    LinePlot: _line_plot,
    Tornado: _tornado,
    Span: _span,
}


def _text_width(options: Options) -> int:
    return min(options.width or WIDEST_TEXT, WIDEST_TEXT)


def _wrapped(text: str, options: Options, indent: str = "", first: str = "") -> list[str]:
    width = max(_text_width(options), NARROWEST_TEXT)
    lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)
    return lines or [""]


def _styled(text: str, tone: str, options: Options) -> str:
    if not options.colour or not text or tone == "plain":
        return text
    return STYLES[tone].render(text, color_system=ColorSystem.STANDARD)


def _column_blocks(
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
