"""Newline-delimited JSON: one table, one record a line."""

import json

from mfc_capacity.answers.records import Answer
from mfc_capacity.render.options import Options, one_table


def render(answer: Answer, options: Options) -> str:
    """Return the records of one table."""
    records = one_table(answer, options).records()
    return "".join(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in records)
