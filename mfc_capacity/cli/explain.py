"""`explain`: how one figure of a plan came about, or what the code of a warning means."""

from pathlib import Path
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, Variant


def explain(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|CODE",
            help="The scenario file (- reads standard input), or the code of a warning.",
        ),
    ],
    group: Annotated[
        str | None, typer.Option(metavar="GROUP", help="The group of hotlines, where there are several.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            metavar='"2014-05-20 11:00"',
            help="The interval: a date, a clock time, or both; by default the one that needs most operators.",
        ),
    ] = None,
    metric: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="End at one figure, as calls, operators_paid or cost (of the day)."
        ),
    ] = None,
    variant: Variant = None,
    overrides: Overrides = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Show how a figure came about, step by step, with sources; or what a warning means."""
    from mfc_capacity.cli.output import deliver
    from mfc_capacity.plan.pool import cores

    answer: api.Meaning | api.Explanation | None = None if Path(subject).exists() else api.meaning(subject)
    if answer is None:
        loaded = api.load(subject, variant=variant, set=overrides, workers=cores())
        answer = loaded.explain(group=group, at=at, metric=metric)
    deliver(answer.record, format_name=format_name, output=output, dialect=csv_dialect)
