"""Pieces of HTML: every text that enters is escaped here, and control characters are made visible."""

from collections.abc import Iterable, Sequence
from html import escape

from mfc_capacity.files.text import visible
from mfc_capacity.render.chart import Numbers
from mfc_capacity.render.lines import together

MOST_SHOWN_WHOLE = 12  # rows of a table that is not scrolled up and down


def text(words: str) -> str:
    """Return words as they are to be seen, whatever they contain."""
    return escape(visible(words))


def prose(words: str) -> str:
    """Return words of a paragraph or an entry, whose lines do not break between a number and its unit."""
    return text(together(words))


def tag(element: str, content: str = "", /, **attributes: object) -> str:
    """Return an element around content that is HTML already; `class_` is class, a None attribute is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{element}{written}>{content}</{element}>"


def paragraph(words: str, look: str | None = None) -> str:
    """Return a paragraph; none of no words."""
    return tag("p", prose(words), class_=look) if words else ""


def details(title: str, content: str, look: str | None = None) -> str:
    """Return what is read when it is wanted."""
    return tag("details", tag("summary", text(title)) + content, class_=look)


def scroller(table: str, label: str, look: str = "scroll") -> str:
    """Put a table into a box that scrolls where the screen is narrow, also by the keyboard."""
    return tag("div", table, class_=look, tabindex="0", role="region", aria_label=label)


def grid(table: Numbers, label: str, *, is_titled: bool = False) -> str:
    """Return a table in a box of its own; its label stands above it, or is said to a screen reader only.

    Closing tags that HTML lets out are left out: most of a report is cells.
    """
    names: Sequence[str | None] = table.names or [None] * len(table.header)
    head = "".join(
        tag("th", text(name), scope="col", class_="word" if k < table.left else None, data_name=key)
        for k, (name, key) in enumerate(zip(table.header, names, strict=True))
    )
    body = "".join(
        "<tr>" + "".join(_cell(cell, k, table.left) for k, cell in enumerate(row)) for row in table.rows
    )
    title = tag("caption", text(label)) if is_titled else ""
    look = "scroll" if len(table.rows) > MOST_SHOWN_WHOLE else "scroll whole"
    return scroller(f"<table>{title}<thead><tr>{head}</thead><tbody>{body}</tbody></table>", label, look)


def _cell(cell: str, column: int, left: int) -> str:
    if column == 0:
        return f'<th scope="row">{text(cell)}'
    return f'<td class="word">{text(cell)}' if column < left else f"<td>{text(cell)}"


def items(entries: Iterable[str]) -> str:
    """Return a list of entries that are HTML already."""
    return tag("ul", "".join(f"<li>{entry}" for entry in entries))
