"""`compare`: what changed between two scenarios or plans, and which input did it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile
from mfc_capacity.files.problems import InputError, MfcError, NoAnswerError, Problem

if TYPE_CHECKING:
    from mfc_capacity.commands.compare.compare import Failure
    from mfc_capacity.commands.compare.sides import Side


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
    from mfc_capacity.commands.compare import compare as gate
    from mfc_capacity.commands.compare.view import view
    from mfc_capacity.plan.pool import cores

    sides = _both(before, after, baseline_ref, overrides or [])
    failures = [side.error for side in sides if isinstance(side, gate.Failure)]
    if len(failures) == len(sides):
        raise _together(failures)
    answer = gate.compare(*sides, workers=cores())
    if answer.has_changes or not skip_no_diff:
        deliver(answer, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
    elif output is not None:
        write_file(output, "")
    if failures:
        raise failures[0]


def _both(
    before: str, after: str | None, ref: str | None, overrides: Sequence[str]
) -> tuple["Side | Failure", "Side | Failure"]:
    """Read both sides, each by itself, so that one stands where the other fails.

    Raises:
        InputError: if it is not said what to compare with what.
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
    return _side(before, ref, ()), _side(after or before, None, overrides)


def _side(text: str, ref: str | None, overrides: Sequence[str]) -> "Side | Failure":
    from mfc_capacity.commands.compare.compare import Failure
    from mfc_capacity.commands.compare.sides import load_side, side_name
    from mfc_capacity.plan.pool import cores

    try:
        return load_side(text, ref=ref, overrides=overrides, workers=cores())
    except MfcError as error:
        return Failure(side_name(text, ref, overrides), error, ref)


def _together(failures: Sequence[MfcError]) -> MfcError:
    """Return both failures as one; bad input is told before a plan that does not exist."""
    problems = [problem for failure in failures for problem in failure.problems]
    is_input = any(isinstance(failure, InputError) for failure in failures)
    return (InputError if is_input else NoAnswerError)(problems)


def _usage(message: str, hint: str) -> InputError:
    return InputError([Problem(None, None, None, "compare", message, hint)])
