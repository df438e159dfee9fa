"""The blocks of a page as HTML, so that what the terminal shows of an answer is shown here too.

Pictures in characters are left out: the report draws its own.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mfc_capacity.render.chart import Numbers
from mfc_capacity.render.html import markup
from mfc_capacity.render.html.markup import tag, text
from mfc_capacity.render.page import Block, Chain, Differences, Figures, Grid, Line, Text
from mfc_capacity.wording.en import report as words

WHOLE = "scroll whole"
LOOKS = {"+": "plus", "-": "minus"}


def written(blocks: Iterable[Block], label: str = words.FIGURES_TABLE) -> str:
    """Return blocks as HTML; `label` is what a screen reader calls the figures among them."""
    return "".join(
        _figures(block, label) if isinstance(block, Figures) else _WRITERS[type(block)](block)
        for block in blocks
        if type(block) in (Figures, *_WRITERS)
    )


def _text(block: Text) -> str:
    return markup.paragraph(block.text, None if block.tone == "plain" else block.tone)


def _figures(block: Figures, label: str) -> str:
    head = tag("tr", tag("td") + "".join(tag("th", text(name), scope="col") for name in block.columns))
    body = "".join(_line(line, len(block.columns)) for line in block.lines)
    return markup.scroller(tag("table", tag("thead", head) + tag("tbody", body)), label, WHOLE)


def _line(line: Line, columns: int) -> str:
    if not line.cells:
        heading = tag("th", text(line.label.capitalize()), scope="rowgroup", colspan=columns + 1)
        return tag("tr", heading, class_="part")
    cells = "".join(tag("td", text(cell)) for cell in line.cells)
    return tag("tr", tag("th", text(line.label.strip()), scope="row") + cells)


def _grid(block: Grid) -> str:
    return markup.grid(Numbers(block.header, block.rows, block.left), block.title, is_titled=True)


def _chain(block: Chain) -> str:
    steps = "".join(
        tag(
            "tr",
            tag("th", text(line.label), scope="row")
            + tag("td", text(line.figure))
            + tag("td", text(line.how), class_="word"),
        )
        for line in block.lines
    )
    whole = tag("table", tag("caption", text(block.title)) + tag("tbody", steps), class_="chain")
    return markup.scroller(whole, block.title, WHOLE)


def _differences(block: Differences) -> str:
    head = tag("td") + "".join(
        tag("th", text(name), scope="col", class_="word" if k < block.left else None)
        for k, name in enumerate(block.header)
    )
    rows = "".join(tag("tr", _difference(sign, cells, block.left)) for sign, cells in block.rows)
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
    whole = markup.scroller(table, block.title or words.CHANGES, WHOLE)
    return markup.details(block.title, whole) if block.folded else whole


def _difference(sign: str, cells: Sequence[str], left: int) -> str:
    """Return a row behind its sign; without one it is a heading."""
    first, *others = cells
    if not sign:
        return tag("th", text(first), scope="rowgroup", colspan=len(cells) + 1, class_="part")
    sides = ("word" if k < left else None for k in range(1, len(cells)))
    rest = "".join(tag("td", text(cell), class_=side) for cell, side in zip(others, sides, strict=True))
    return (
        tag("td", text(words.SIGNS.get(sign, sign)), class_=LOOKS.get(sign))
        + tag("th", text(first), scope="row")
        + rest
    )


_WRITERS: dict[type, Callable[[Any], str]] = {
    Text: _text,
    Grid: _grid,
    Chain: _chain,
    Differences: _differences,
}
