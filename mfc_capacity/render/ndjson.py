"""Newline-delimited JSON: one table, one record a line."""

import json

from mfc_capacity.render.options import Options, one_table
from mfc_capacity.render.view import View


def render(view: View, options: Options) -> str:
    """Return the records of one table."""
    records = one_table(view.answer, options).records()
    return "".join(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in records)
