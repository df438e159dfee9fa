"""`explain`: how one figure of a plan came about, or what the code of a warning means."""

from pathlib import Path
from typing import Annotated

import typer

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
    from mfc_capacity.commands.explain import explain as explained
    from mfc_capacity.commands.explain.view import view
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.scenario import load_scenario
    from mfc_capacity.wording.code_pages import code_page, is_code

    if is_code(subject) and not Path(subject).exists():
        deliver(code_page(subject), view, format_name=format_name, output=output, dialect=csv_dialect)
        return
    loaded = load_scenario(subject, variant=variant, overrides=tuple(overrides or ()))
    answer = explained(loaded, group, at, metric, workers=cores())
    deliver(answer, view, format_name=format_name, output=output, dialect=csv_dialect)
