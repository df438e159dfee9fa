"""`erlang`: one interval without a file, or many from a CSV file."""

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import Dialect, Format, FormatName, OutputFile, of_output
from mfc_capacity.wording.en import help as help_text

if TYPE_CHECKING:
    from mfc_capacity.api.commands import ErlangOptions

of_traffic = partial(typer.Option, rich_help_panel=help_text.TRAFFIC)
of_targets = partial(typer.Option, rich_help_panel=help_text.TARGETS)


class Model(StrEnum):
    """The three formulas."""

    B = "b"
    C = "c"
    A = "a"


class Of(StrEnum):
    """The calls that a service level is of."""

    OFFERED = "offered"
    ANSWERED = "answered"
    VIRTUAL = "virtual"
    SHORT = "short"
    POSITIVE = "positive"
    CALLERS = "callers"


Formula = Annotated[
    Model | None, typer.Argument(metavar="MODEL", case_sensitive=False, help=help_text.ERLANG_FORMULA)
]
Calls = Annotated[str | None, of_traffic(metavar="RATE", help=help_text.ERLANG_CALLS)]
Aht = Annotated[str | None, of_traffic(metavar="DURATION", help=help_text.ERLANG_AHT)]
Patience = Annotated[str | None, of_traffic(metavar="DURATION", help=help_text.ERLANG_PATIENCE)]
Staff = Annotated[str | None, of_targets("--operators", metavar="N", help=help_text.ERLANG_STAFF)]
Lines = Annotated[str | None, of_traffic(metavar="N", help=help_text.ERLANG_LINES)]
Redial = Annotated[str | None, of_traffic(metavar='"60% after 8m"', help=help_text.ERLANG_REDIAL)]
Within = Annotated[str | None, of_targets(metavar="DURATION", help=help_text.ERLANG_WITHIN)]
Target = Annotated[str | None, of_targets(metavar='"80% in 20s"', help=help_text.ERLANG_TARGET)]
TargetOf = Annotated[Of | None, of_targets(help=help_text.ERLANG_TARGET_OF)]
MaxAsa = Annotated[str | None, of_targets(metavar="DURATION", help=help_text.ERLANG_MAX_ASA)]
MaxAbandonment = Annotated[str | None, of_targets(metavar="SHARE", help=help_text.ERLANG_MAX_ABANDONMENT)]
MaxOccupancy = Annotated[str | None, of_targets(metavar="SHARE", help=help_text.ERLANG_MAX_OCCUPANCY)]
MaxPWait = Annotated[str | None, of_targets(metavar="SHARE", help=help_text.ERLANG_MAX_P_WAIT)]
Wait = Annotated[str | None, of_targets(metavar='"95% under 2m"', help=help_text.ERLANG_WAIT)]
Short = Annotated[str | None, of_targets(metavar="DURATION", help=help_text.ERLANG_SHORT)]
MaxBusy = Annotated[str | None, of_targets(metavar="SHARE", help=help_text.ERLANG_MAX_BUSY)]
MaxBlocking = Annotated[str | None, of_targets(metavar="SHARE", help=help_text.ERLANG_MAX_BLOCKING)]
RowsFile = Annotated[str | None, typer.Option("--from", metavar="ROWS.csv", help=help_text.ERLANG_ROWS_FILE)]
AnswerDialect = Annotated[Dialect | None, of_output("--csv-dialect", help=help_text.ERLANG_ANSWER_DIALECT)]


def erlang(
    model: Formula = None,
    calls: Calls = None,
    aht: Aht = None,
    patience: Patience = None,
    operators: Staff = None,
    lines: Lines = None,
    redial: Redial = None,
    within: Within = None,
    target: Target = None,
    of: TargetOf = None,
    short: Short = None,
    max_asa: MaxAsa = None,
    max_abandonment: MaxAbandonment = None,
    max_occupancy: MaxOccupancy = None,
    max_p_wait: MaxPWait = None,
    wait: Wait = None,
    max_busy: MaxBusy = None,
    max_blocking: MaxBlocking = None,
    rows_file: RowsFile = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: AnswerDialect = None,
) -> None:
    """One interval without a file: waits for given operators, or operators for a target."""
    from mfc_capacity.cli.output import deliver
    from mfc_capacity.commands.erlang.view import view

    options: ErlangOptions = {
        "calls": calls, "aht": aht, "patience": patience, "operators": operators, "lines": lines, "within": within,
        "target": target, "of": of, "max_asa": max_asa, "max_abandonment": max_abandonment,
        "max_occupancy": max_occupancy, "max_busy": max_busy, "max_blocking": max_blocking, "short": short,
        "max_p_wait": max_p_wait, "wait": wait, "redial": redial,
    }  # fmt: skip
    calculation = (
        api.erlang(model, **options) if rows_file is None else api.erlang_rows(rows_file, model, **options)
    )
    default = FormatName.TABLE if rows_file is None else FormatName.CSV
    deliver(
        calculation.record,
        view,
        format_name=format_name,
        output=output,
        dialect=csv_dialect,
        default=default,
    )
    if calculation.failure is not None:
        raise calculation.failure
