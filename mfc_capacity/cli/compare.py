"""`compare`: what changed between two scenarios or plans, and which input did it."""

from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile
from mfc_capacity.files.problems import InputError, Problem


class TableName(StrEnum):
    """The tables of a comparison."""

    CHANGES = "changes"
    CAUSES = "causes"
    INPUTS = "inputs"
    MONTHS = "months"
    ACCOUNTS = "accounts"
    DATES = "dates"


def compare(
    before: Annotated[
        str,
        typer.Argument(
            metavar="BEFORE",
            help="A scenario, a variant of one (scenario.yaml#digital) or a plan's JSON; - reads standard input. "
            "With --baseline-ref the one scenario that is compared with itself.",
        ),
    ],
    after: Annotated[str | None, typer.Argument(metavar="AFTER", help="The same, after the change.")] = None,
    baseline_ref: Annotated[
        str | None,
        typer.Option(
            metavar="REF", help="Compare the scenario with itself at this git revision, as in main."
        ),
    ] = None,
    overrides: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="Change one value of AFTER, as in --set hotlines.mfc.aht=4m; may be repeated.",
        ),
    ] = None,
    skip_no_diff: Annotated[
        bool, typer.Option("--skip-no-diff", help="Print nothing when nothing changed; a file is left empty.")
    ] = False,
    table: Annotated[
        TableName | None,
        typer.Option(help="One table in full; csv and ndjson carry one (changes by default)."),
    ] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Compare two plans: what changed, and which input did it."""
    from mfc_capacity.cli.output import deliver, write_file
    from mfc_capacity.plan.pool import cores

    _refuse_unclear(before, after, baseline_ref)
    answer = api.compare(before, after or before, before_ref=baseline_ref, set=overrides, workers=cores())
    if answer.record.has_changes or not skip_no_diff:
        deliver(answer.record, format_name=format_name, output=output, table=table, dialect=csv_dialect)
    elif output is not None:
        write_file(output, "")
    if answer.failure is not None:
        raise answer.failure


def _refuse_unclear(before: str, after: str | None, ref: str | None) -> None:
    """Refuse a command that does not say what to compare with what.

    Raises:
        InputError: with what to write instead.
    """
    if after is None and ref is None:
        raise _usage(
            "there is nothing to compare with",
            "name a second scenario, plan or variant (scenario.yaml#digital), or a --baseline-ref",
        )
    if after is not None and ref is not None:
        raise _usage(
            "--baseline-ref compares one scenario with itself", "leave out the second name, or the option"
        )
    if before == after == "-":
        raise _usage("standard input can be one side only", "name a file for the other")


def _usage(message: str, hint: str) -> InputError:
    return InputError([Problem(None, None, None, "compare", message, hint)])
