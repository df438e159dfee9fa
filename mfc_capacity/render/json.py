"""JSON: one document, tables as arrays of flat records, a record a line so that two answers compare line by line."""

import json
from collections.abc import Iterator

from mfc_capacity import __version__
from mfc_capacity.answers.records import Cell, Row, Table
from mfc_capacity.answers.rows import rows_as
from mfc_capacity.render.document import TOOL, json_fields
from mfc_capacity.render.view import Options, View

_text = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def render(view: View, options: Options) -> Iterator[str]:
    """Yield the document in parts; with a table asked for, only that one stands under `tables`."""
    tool = {"name": TOOL, "version": __version__}
    answer = view.answer
    head = {"schema": answer.schema, "tool": tool, **view.head()}
    names = [options.table] if options.table else list(answer.tables)
    above = json.dumps(head, ensure_ascii=False, indent=2, allow_nan=False, default=json_fields)[:-2]
    yield f'{above},\n  "tables": {{'
    for number, name in enumerate(names):
        yield f"{',' if number else ''}\n    {_text(name)}: "
        yield from _array(view.table(name))
    yield "\n  }\n}\n"


def render_lines(view: View, options: Options) -> Iterator[str]:
    """Yield the records of one table, one a line (newline-delimited JSON), many at a time."""
    return ("".join(f"{line}\n" for line in lines) for lines in _records(view.table(options.table)))


def _array(table: Table) -> Iterator[str]:
    opening = "[\n      "
    for lines in filter(None, _records(table)):
        yield opening
        yield ",\n      ".join(lines)
        opening = ",\n      "
    yield "[]" if opening.startswith("[") else "\n    ]"


def _records(table: Table) -> Iterator[list[str]]:
    """Yield the records as objects, many at a time."""
    first, *others = (column.name for column in table.columns)

    def head(cell: Cell) -> str:
        return _text({first: cell})[:-1]

    def rest(cells: Row) -> str:
        members = _text(dict(zip(others, cells, strict=True)))
        return f", {members[1:]}" if others else "}"

    return rows_as(table.rows, head, rest)
