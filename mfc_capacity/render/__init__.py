"""Answers as text or bytes: one module a format, a registry written by hand, no input or output.

A renderer is a function from an answer to text, or to the bytes of a file. It knows `results` and how figures
are written, nothing of how they came about.
"""

from mfc_capacity.render import csv, json, markdown, ndjson, terminal, xlsx
from mfc_capacity.render.options import Format, Options

__all__ = ["FORMATS", "Format", "Options", "format_of"]

FORMATS = {
    "table": Format(terminal.render, (".txt",)),
    "json": Format(json.render, (".json",)),
    "ndjson": Format(ndjson.render, (".ndjson", ".jsonl")),
    "csv": Format(csv.render, (".csv",)),
    "markdown": Format(markdown.render, (".md", ".markdown")),
    "xlsx": Format(xlsx.render, (".xlsx",)),
}


def format_of(file_name: str) -> str | None:
    """Return the format that a file's extension asks for."""
    return next(
        (name for name, known in FORMATS.items() if file_name.lower().endswith(known.extensions)), None
    )
