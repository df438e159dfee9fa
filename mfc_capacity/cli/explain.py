"""`explain`: how one figure of a plan came about, or what the code of a warning means."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, Variant, of_output
from mfc_capacity.wording.en import help as help_text


class TableName(StrEnum):
    """The steps of an explanation, the words of a code, and the lists beside them."""

    STEPS = "steps"
    CODES = "codes"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


def explain(
    subject: Annotated[str, typer.Argument(metavar="SCENARIO|CODE", help=help_text.EXPLAIN_SUBJECT)],
    group: Annotated[str | None, typer.Option(metavar="GROUP", help=help_text.EXPLAIN_GROUP)] = None,
    at: Annotated[str | None, typer.Option(metavar='"2014-05-20 11:00"', help=help_text.EXPLAIN_AT)] = None,
    metric: Annotated[str | None, typer.Option(metavar="COLUMN", help=help_text.EXPLAIN_METRIC)] = None,
    variant: Variant = None,
    overrides: Overrides = None,
    table: Annotated[TableName | None, of_output(help=help_text.EXPLAIN_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Show how a figure came about, step by step, with sources; or what a warning means."""
    from mfc_capacity.cli.output import deliver, watched
    from mfc_capacity.commands.explain.view import view
    from mfc_capacity.plan.pool import cores

    answer: api.Meaning | api.Explanation | None = None if Path(subject).exists() else api.meaning(subject)
    if answer is None:
        with watched():
            loaded = api.load(subject, variant=variant, set=overrides, workers=cores())
            answer = loaded.explain(group=group, at=at, metric=metric)
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
