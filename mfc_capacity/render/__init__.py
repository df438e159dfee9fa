"""Views as text or bytes: one module a format, a registry written by hand, no input or output.

A renderer is a function from a view to text, or to the bytes of a file. It knows pages, tables and how figures are
written, nothing of the commands that answer.
"""

from collections.abc import Collection

from mfc_capacity.answers.columns import LISTS
from mfc_capacity.render.page import Text
from mfc_capacity.render.view import Format, Options, View
from mfc_capacity.wording.en import labels

__all__ = ["FORMATS", "Format", "Options", "View", "format_of", "more"]

FORMATS = {
    "table": Format("terminal", (".txt",)),
    "json": Format("json", (".json",)),
    "ndjson": Format("json", (".ndjson", ".jsonl"), "render_lines"),
    "csv": Format("csv", (".csv",)),
    "markdown": Format("markdown", (".md", ".markdown")),
    "xlsx": Format("xlsx", (".xlsx",)),
}


def format_of(file_name: str) -> str | None:
    """Return the format that a file's extension asks for."""
    return next(
        (name for name, known in FORMATS.items() if file_name.lower().endswith(known.extensions)), None
    )


def more(tables: Collection[str], *others: str, lists: Collection[str] = tuple(LISTS)) -> Text:
    """Return what else there is of an answer: by other options, its tables in full, the formats."""
    of_table = [f"--table {', '.join((*tables, *lists))}"] if tables else []
    formats = ", ".join(name for name in FORMATS if name != "table")
    return Text(labels.MORE.format(options="; ".join([*others, *of_table, f"-f {formats}"])), "quiet")
