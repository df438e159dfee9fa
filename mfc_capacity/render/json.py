"""JSON: one document, tables as arrays of flat records, a record a line so that two answers compare line by line."""

import json

from mfc_capacity import __version__
from mfc_capacity.answers.records import Table
from mfc_capacity.render.document import TOOL, json_fields
from mfc_capacity.render.view import Options, View, one_table


def render(view: View, options: Options) -> str:
    """Return the whole document; with a table asked for, only that one stands under `tables`."""
    tool = {"name": TOOL, "version": __version__}
    answer = view.answer
    head = {"schema": answer.schema, "tool": tool, **view.head()}
    names = [options.table] if options.table else list(answer.tables)
    body = ",\n".join(f"    {_text(name)}: {_rows_text(answer.tables[name])}" for name in names)
    above = json.dumps(head, ensure_ascii=False, indent=2, allow_nan=False, default=json_fields)[:-2]
    return f'{above},\n  "tables": {{\n{body}\n  }}\n}}\n'


def render_lines(view: View, options: Options) -> str:
    """Return the records of one table, one a line (newline-delimited JSON)."""
    records = one_table(view.answer, options).records()
    return "".join(f"{_text(record)}\n" for record in records)


def _rows_text(table: Table) -> str:
    if not table.rows:
        return "[]"
    return "[\n" + ",\n".join(f"      {_text(record)}" for record in table.records()) + "\n    ]"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
