"""`compare`: what changed between two scenarios or plans, and which input did it."""

from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli import completion
from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, of_output, of_scenario
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.wording.en import help as help_text


class TableName(StrEnum):
    """The tables of a comparison."""

    CHANGES = "changes"
    CAUSES = "causes"
    INPUTS = "inputs"
    MONTHS = "months"
    ACCOUNTS = "accounts"
    DATES = "dates"


def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help=help_text.COMPARE_BEFORE)],
    after: Annotated[str | None, typer.Argument(metavar="AFTER", help=help_text.COMPARE_AFTER)] = None,
    baseline_ref: Annotated[
        str | None, typer.Option(metavar="REF", help=help_text.COMPARE_BASELINE_REF)
    ] = None,
    overrides: Annotated[
        list[str] | None,
        of_scenario(
            "--set", metavar="PATH=VALUE", help=help_text.COMPARE_SET, autocompletion=completion.paths
        ),
    ] = None,
    skip_no_diff: Annotated[
        bool, typer.Option("--skip-no-diff", help=help_text.COMPARE_SKIP_NO_DIFF)
    ] = False,
    table: Annotated[TableName | None, of_output(help=help_text.COMPARE_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Compare two plans: what changed, and which input did it."""
    from mfc_capacity.cli.output import deliver, watched, write_file
    from mfc_capacity.commands.compare.view import view
    from mfc_capacity.plan.pool import cores

    _refuse_unclear(before, after, baseline_ref)
    with watched():
        answer = api.compare(before, after or before, before_ref=baseline_ref, set=overrides, workers=cores())
    if answer.record.has_changes or not skip_no_diff:
        deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
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
        raise usage_error("compare", say("cli.NOTHING_TO_COMPARE"), say("cli.NAME_A_SECOND"))
    if after is not None and ref is not None:
        raise usage_error("compare", say("cli.REVISION_OF_ONE"), say("cli.LEAVE_ONE_OUT"))
    if before == after == "-":
        raise usage_error("compare", say("cli.STDIN_ONCE"), say("cli.NAME_A_FILE"))
