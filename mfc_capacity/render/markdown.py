"""Markdown for a merge request or a wiki: a page block by block, or one table in full."""

import html
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mfc_capacity.files.text import visible
from mfc_capacity.render.chart import Bars
from mfc_capacity.render.page import (
    Chain,
    Differences,
    Figures,
    Grid,
    Listing,
    Page,
    Text,
    WholeTable,
)
from mfc_capacity.render.view import Options, View
from mfc_capacity.wording.en.labels import WARNING
from mfc_capacity.wording.en.numbers import cell_text

SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()#+!|~"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render(view: View, options: Options) -> str:
    """Return the answer as Markdown; names are shown as text, whatever they contain. Pictures are left out."""
    blocks = (
        _verdict_first(view.page()) if options.table is None else (WholeTable(view.table(options.table)),)
    )
    written = [_WRITERS[type(block)](block) for block in blocks if type(block) in _WRITERS]
    return "\n\n".join("\n".join(lines) for lines in written) + "\n"


def _verdict_first(page: Page) -> Page:
    """Return a page as it is read from the top: below its title, if it has one, the verdict."""
    verdict = tuple(block for block in page if isinstance(block, Text) and block.tone == "verdict")
    rest = tuple(block for block in page if block not in verdict)
    has_title = bool(rest) and isinstance(rest[0], Text) and rest[0].tone == "heading"
    return (*rest[:has_title], *verdict, *rest[has_title:])


def escaped(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> escaped("a|b<script>")
    'a\\|b&lt;script&gt;'
    """
    return text.translate(SPECIAL)


def _text(block: Text) -> list[str]:
    text = escaped(block.text)
    written = {
        "heading": f"## {text}",
        "verdict": f"**{text}**",
        "warning": f"**{WARNING.capitalize()}**: {text}",
    }
    return [written.get(block.tone, text)]


def _figures(block: Figures) -> list[str]:
    empty = ("",) * len(block.columns)
    rows = [
        [escaped(line.label.strip()), *map(escaped, line.cells)]
        if line.cells
        else [f"**{escaped(line.label.capitalize())}**", *empty]
        for line in block.lines
    ]
    return _pipe_table(["", *map(escaped, block.columns)], rows, left=1)


def _grid(block: Grid) -> list[str]:
    rows = [list(map(escaped, row)) for row in block.rows]
    return [
        f"**{escaped(block.title)}**",
        "",
        *_pipe_table(list(map(escaped, block.header)), rows, block.left),
    ]


def _whole_table(block: WholeTable) -> list[str]:
    table = block.table
    rows = [
        [escaped(cell_text(value, column)) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    return _pipe_table([escaped(column.name) for column in table.columns], rows, left=table.keys)


def _listing(block: Listing) -> list[str]:
    items = [
        f"- {escaped(f'{part}: {entry}'.removeprefix(': '))}" for part, own in block.parts for entry in own
    ]
    return [f"<details><summary>{escaped(block.title)}</summary>", "", *items, "", "</details>"]


def _chain(block: Chain) -> list[str]:
    rows = [[escaped(line.label), escaped(line.figure), escaped(line.how)] for line in block.lines]
    rule = ["| | | |", "|---|--:|---|"]
    return [f"**{escaped(block.title)}**", "", *rule, *(f"| {' | '.join(row)} |" for row in rows)]


def _differences(block: Differences) -> list[str]:
    rows = [
        [escaped(sign), *map(escaped, cells)] if sign else ["", f"**{escaped(cells[0])}**", *cells[1:]]
        for sign, cells in block.rows
    ]
    header = ["", *map(escaped, block.header)]
    table = _pipe_table(header, rows, block.left + 1)
    if not block.folded:
        return table
    summary = html.escape(block.title, quote=False)
    return [f"<details><summary>{summary}</summary>", "", *table, "", "</details>"]


def _bars(block: Bars) -> list[str]:
    """Write what bars show as the table of their numbers."""
    numbers = block.numbers
    rows = [[escaped(visible(cell)) for cell in row] for row in numbers.rows]
    said = ["", escaped(visible(block.said))] if block.said else []
    header = list(map(escaped, numbers.header))
    return [f"**{escaped(visible(block.title))}**", "", *_pipe_table(header, rows, numbers.left), *said]


_WRITERS: dict[type, Callable[[Any], list[str]]] = {
    Text: _text,
    Figures: _figures,
    Grid: _grid,
    WholeTable: _whole_table,
    Listing: _listing,
    Chain: _chain,
    Differences: _differences,
    Bars: _bars,
}


def _pipe_table(header: Sequence[str], rows: Iterable[Sequence[str]], left: int) -> list[str]:
    rule = ["---"] * left + ["--:"] * (len(header) - left)
    return [f"| {' | '.join(cells)} |" for cells in (header, rule, *rows)]
