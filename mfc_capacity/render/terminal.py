"""The terminal: a page block by block, or one table in full; nothing is cut off, whatever the width."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from mfc_capacity.answers.records import TEXT_KINDS, Table
from mfc_capacity.files.text import visible, with_twins
from mfc_capacity.render import picture
from mfc_capacity.render.chart import Bars, Plot
from mfc_capacity.render.lines import HELD, together
from mfc_capacity.render.page import (
    Block,
    Chain,
    Differences,
    Figures,
    Grid,
    Judged,
    Listing,
    Text,
    Verbatim,
    WholeTable,
)
from mfc_capacity.render.view import MOST_COLOURS, Options, View
from mfc_capacity.wording.en.labels import WARNING
from mfc_capacity.wording.en.numbers import cell_text

# Of 256 colours those that are read on white as on black: their contrast to both is 4 to 1 at least (WCAG 2.1, 1.4.11
# asks for 3). A terminal of sixteen shows its own red, green and yellow.
STYLES = {
    "heading": Style(bold=True),
    "quiet": Style(dim=True),
    "verdict": Style(bold=True),
    "+": Style(color="color(28)"),
    "-": Style(color="color(196)"),
    "good": Style(color="color(28)"),
    "bad": Style(color="color(196)"),
    "warning": Style(color="color(130)"),
}
BAD = "! "  # before a figure that misses its target: colour alone tells nobody who does not see it
WIDEST_TEXT, NARROWEST_TEXT, NARROWEST_REMARK, WIDEST_PICTURE = 100, 20, 40, 120
MOST_TURNED = 12  # rows of a table too wide for the screen that stand side by side
GAP = "  "


def render(view: View, options: Options) -> str:
    """Return the answer as a person reads it in a terminal."""
    return written(
        view.page() if options.table is None else (WholeTable(view.table(options.table)),), options
    )


def written(blocks: Iterable[Block], options: Options) -> str:
    """Return blocks as text."""
    return (
        "\n".join(_lines_of(tuple(_in_letters(block, options.encoding) for block in blocks), options)) + "\n"
    )


def _in_letters(part: Any, encoding: str) -> Any:
    """Return a block, or a part of one, in signs that an encoding has, before their widths matter."""
    if isinstance(part, Judged):
        return Judged(with_twins(part, encoding), part.level)
    if isinstance(part, str):
        return with_twins(part, encoding)
    if isinstance(part, tuple):
        return tuple(_in_letters(each, encoding) for each in part)
    if is_dataclass(part) and not isinstance(part, (type, Table, Plot, Bars)):
        return replace(
            part, **{one.name: _in_letters(getattr(part, one.name), encoding) for one in fields(part)}
        )
    return part


def _lines_of(blocks: Sequence[Block], options: Options) -> list[str]:
    """Write block after block; paragraphs of one tone stand together, all else behind an empty line."""
    lines: list[str] = []
    tones = [_tone(block) for block in blocks]
    for block, tone, before in zip(blocks, tones, [None, *tones], strict=False):
        is_joined = tone is not None and before in (tone, "heading")
        lines += [""] if lines and not is_joined else []
        lines += _WRITERS[type(block)](block, options)
    return lines


def _tone(block: Block) -> str | None:
    if isinstance(block, Listing):
        return "quiet"
    return block.tone if isinstance(block, Text) else None


def _text(block: Text, options: Options) -> list[str]:
    level = getattr(block.text, "level", "plain")
    if block.tone != "warning":
        return [_styled(line, block.tone, options, level) for line in _wrapped(block.text, options)]
    first, *rest = _wrapped(f"{WARNING}: {block.text}", options, indent="  ")
    return [first.replace(WARNING, _styled(WARNING, "heading", options, "warning"), 1), *rest]


def _verbatim(block: Verbatim, options: Options) -> list[str]:
    """Write lines as they are, but on a screen that they do not fit, where each goes on below."""
    lines: list[str] = []
    for line in block.lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        fits = options.width is None or cell_len(line) <= options.width
        parts = [str(line)] if fits else _wrapped(line, options, indent=indent, width=options.width)
        lines += [_styled(part, "plain", options, getattr(line, "level", "plain")) for part in parts]
    return lines


def _figures(block: Figures, options: Options) -> list[str]:
    empty = ("",) * len(block.columns)
    rows = [(line.label, *(line.cells or empty)) for line in block.lines]
    left = [True] + [False] * len(block.columns)
    return _grid(("", *block.columns), rows, left, 1, options)


def _small_grid(block: Grid, options: Options) -> list[str]:
    left = [k < block.left for k in range(len(block.header))]
    return [
        *_title(block.title, options),
        *_grid(block.header, block.rows, left, block.left, options),
    ]


def _whole_table(block: WholeTable, options: Options) -> list[str]:
    table = block.table
    header = [column.name for column in table.columns]
    rows = [
        [
            with_twins(cell_text(value, column), options.encoding)
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    left = [column.kind in TEXT_KINDS for column in table.columns]
    return _grid(header, rows, left, table.keys, options)


def _grid(
    header: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[bool], keys: int, options: Options
) -> list[str]:
    """Write a grid; one of a few rows that takes fewer blocks if each row is a column is turned."""
    cells = _Cells(header, [[_marked(cell) for cell in row] for row in rows], left, keys, options)
    if 0 < len(rows) <= MOST_TURNED and len(cells.blocks) > 1:
        names, *turned = (list(column) for column in zip(header, *cells.rows, strict=True))
        beside = _Cells(names, turned, [k == 0 for k in range(len(names))], 1, options)
        cells = min(cells, beside, key=lambda one: len(one.blocks))
    return cells.lines()


class _Cells:
    """A grid as it is laid out: in as few blocks of columns as the width allows, the keys before each.

    A row with only a label is a quiet heading, and no column is as wide as that. Names of columns that make it too wide
    are broken between their words.
    """

    def __init__(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        left: Sequence[bool],
        keys: int,
        options: Options,
    ) -> None:
        self.rows, self.left, self.keys, self.options = rows, left, keys, options
        full = [row for row in rows if any(row[1:])]
        self.heads = [list(header)]
        self.widths = _widths([*self.heads, *full])
        if not _fits(self.widths, options.width):
            self.heads = list(_broken(header, _widths(full) or [0] * len(header)))
            self.widths = _widths([*self.heads, *full])

    @cached_property
    def blocks(self) -> list[list[int]]:
        """The columns of each block; one has at least one column beside the keys, and all have about as many."""
        own = len(self.widths) - self.keys
        fewest = self._filled(own)
        evenly = self._filled(-(-own // len(fewest)))
        return evenly if len(evenly) == len(fewest) else fewest

    def _filled(self, most: int) -> list[list[int]]:
        blocks = [list(range(self.keys))]
        for k in range(self.keys, len(self.widths)):
            fits = _fits([self.widths[j] for j in (*blocks[-1], k)], self.options.width)
            if len(blocks[-1]) > self.keys and (not fits or len(blocks[-1]) >= self.keys + most):
                blocks.append(list(range(self.keys)))
            blocks[-1].append(k)
        return blocks

    def lines(self, signs: Sequence[str] = ()) -> list[str]:
        """Return the lines; signs of the rows give them their colours."""
        lines: list[str] = []
        for columns in self.blocks:
            lines += [""] if lines else []
            heads = [line for head in self.heads if (line := self._line(head, columns))]
            lines += [_styled(line, "heading", self.options) for line in heads or [""]]
            for row, sign in zip_longest(self.rows, signs, fillvalue="plain"):
                line = self._line(row, columns) if any(row[1:]) else row[0]
                lines.append(_styled(line, sign if any(row[1:]) else "quiet", self.options))
        return lines

    def _line(self, cells: Sequence[str], columns: Sequence[int]) -> str:
        parts = []
        for k in columns:
            space = " " * (self.widths[k] - cell_len(cells[k]))
            shown = _styled(cells[k], "plain", self.options, getattr(cells[k], "level", "plain"))
            parts.append(shown + space if self.left[k] else space + shown)
        return GAP.join(parts).rstrip()


def _broken(names: Sequence[str], widths: Sequence[int]) -> Iterator[list[str]]:
    """Yield the lines of a header whose names are broken between words where they are wider than their columns."""
    parts = [
        textwrap.wrap(name, max(width, 1), break_long_words=False)[::-1]
        for name, width in zip(names, widths, strict=True)
    ]
    yield from reversed([list(line) for line in zip_longest(*parts, fillvalue="")])


def _marked(cell: str) -> str:
    return Judged(BAD + cell, cell.level) if isinstance(cell, Judged) and cell.level == "bad" else cell


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def _fits(widths: Sequence[int], width: int | None) -> bool:
    return width is None or sum(widths) + len(GAP) * (len(widths) - 1) <= width


def _plot(block: Plot, options: Options) -> list[str]:
    drawn = picture.plot_picture(block, width=_picture_width(options), blocks=options.blocks)
    return [*_title(_name(block.title, options), options), *_letters(drawn, options)]


def _bars(block: Bars, options: Options) -> list[str]:
    drawn = picture.bars_picture(block, width=_picture_width(options), blocks=options.blocks)
    said = _wrapped(_name(block.said, options), options) if block.said else []
    return [
        *_title(_name(block.title, options), options),
        *_letters(drawn, options),
        *(_styled(line, "quiet", options) for line in said),
    ]


def _letters(lines: Sequence[str], options: Options) -> list[str]:
    """Return the lines of a picture with the names in it as text."""
    return [_name(line, options) for line in lines]


def _name(text: str, options: Options) -> str:
    return with_twins(visible(text), options.encoding)


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
    lines = [*_title(block.title, options)]
    for line in block.lines:
        label = line.label + " " * (labels - cell_len(line.label))
        start = f"  {label}  {' ' * (figures - cell_len(line.figure))}{line.figure}"
        before = " " * (6 if is_narrow else indent)
        how = _wrapped(line.how, options, indent=before, first=before)
        below = how if line.how else []
        lines += [start, *below] if is_narrow else [start + how[0][indent - 2 :], *how[1:]]
    return [line.rstrip() for line in lines]


def _differences(block: Differences, options: Options) -> list[str]:
    """Write differences line by line; where all is text and a screen is too narrow for it, one below the other."""
    title = _title(block.title, options)
    signs = [sign for sign, _ in block.rows]
    rows = [
        (f"{_sign(sign, cells)} {cells[0]}" if sign else cells[0], *cells[1:]) for sign, cells in block.rows
    ]
    if block.left == len(block.header) and not _fits(_widths([block.header, *rows]), options.width):
        below = zip(rows, signs, strict=True)
        return [
            *title,
            *(line for row, sign in below for line in _record(block.header, row, sign, options)),
        ]
    left = [k < block.left for k in range(len(block.header))]
    return [*title, *_Cells(block.header, rows, left, 1, options).lines(signs)]


def _sign(sign: str, cells: Sequence[str]) -> str:
    """Return the sign of a row: that of a warning where what changed did for the worse."""
    is_bad = any(getattr(cell, "level", None) == "bad" for cell in cells)
    return BAD.strip() if is_bad else sign


def _record(header: Sequence[str], row: Sequence[str], sign: str, options: Options) -> list[str]:
    """Write a row of texts as lines: its first cell, and the others each behind its name."""
    names = max(map(cell_len, header))
    indent = "    " + " " * names + GAP
    lines = [_styled(row[0], sign, options)]
    for name, cell in zip(header[1:], row[1:], strict=True):
        start = "    " + name + " " * (names - cell_len(name)) + GAP
        lines += _wrapped(cell, options, first=start, indent=indent) if cell else []
    return lines


_WRITERS: dict[type, Callable[[Any, Options], list[str]]] = {
    Text: _text,
    Verbatim: _verbatim,
    Plot: _plot,
    Bars: _bars,
    Figures: _figures,
    Grid: _small_grid,
    WholeTable: _whole_table,
    Listing: _listing,
    Chain: _chain,
    Differences: _differences,
}


def _title(title: str, options: Options) -> list[str]:
    return [_styled(line, "heading", options) for line in _wrapped(title, options)] if title else []


def _picture_width(options: Options) -> int:
    return min(options.width or WIDEST_TEXT, WIDEST_PICTURE)


def _text_width(options: Options) -> int:
    return max(min(options.width or WIDEST_TEXT, WIDEST_TEXT), NARROWEST_TEXT)


def _wrapped(
    text: str, options: Options, indent: str = "", first: str = "", width: int | None = None
) -> list[str]:
    """Return the lines of a paragraph, broken between words alone, and none between a number and its unit."""
    lines = textwrap.wrap(
        together(text),
        width or _text_width(options),
        initial_indent=first,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [line.replace(HELD, " ") for line in lines] or [""]


def _styled(text: str, tone: str, options: Options, level: str = "plain") -> str:
    """Return text in the style of a tone, in the colour of a level."""
    style = sum((STYLES[name] for name in (tone, level) if name in STYLES), start=Style())
    if not options.colours or not text or not style:
        return text
    system = ColorSystem.EIGHT_BIT if options.colours == MOST_COLOURS else ColorSystem.STANDARD
    return style.render(text, color_system=system)
