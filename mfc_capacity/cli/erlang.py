"""`erlang`: one interval without a file, or many from a CSV file."""

from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity.answers.records import Calculation
from mfc_capacity.cli.options import Dialect, Format, FormatName, OutputFile
from mfc_capacity.files.problems import NoAnswerError
from mfc_capacity.files.text import visible


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


Formula = Annotated[
    Model | None,
    typer.Argument(
        metavar="MODEL",
        case_sensitive=False,
        help="b: callers who find nobody free are lost; c: they wait; a: they wait and may hang up.",
    ),
]
Calls = Annotated[str | None, typer.Option(metavar="RATE", help="Calls, as 360/h, 6/min or 90/15m.")]
Aht = Annotated[str | None, typer.Option(metavar="DURATION", help="Mean handling time, as 3m 20s or 200s.")]
Patience = Annotated[
    str | None, typer.Option(metavar="DURATION", help="a: mean time a caller is ready to wait.")
]
Staff = Annotated[
    str | None,
    typer.Option(
        "--operators", "--lines", metavar="N", help="On duty: what do callers meet? Whole; for b any number."
    ),
]
Within = Annotated[
    str | None,
    typer.Option(metavar="DURATION", help="Threshold of the service level beside --operators [20s]."),
]
Target = Annotated[
    str | None, typer.Option(metavar='"80% in 20s"', help="Service level: how many operators meet it?")
]
TargetOf = Annotated[
    Of | None, typer.Option(help="The calls --target is of; virtual: callers of endless patience [offered].")
]
MaxAsa = Annotated[
    str | None, typer.Option(metavar="DURATION", help="Target: mean wait of answered callers at most.")
]
MaxAbandonment = Annotated[
    str | None, typer.Option(metavar="SHARE", help="Target: share of callers who hang up at most.")
]
MaxOccupancy = Annotated[
    str | None, typer.Option(metavar="SHARE", help="Target: busy time / time on duty at most.")
]
MaxBlocking = Annotated[
    str | None, typer.Option(metavar="SHARE", help="b: target, share of calls lost at most.")
]
RowsFile = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="ROWS.csv",
        help="Answer every row of a CSV file: columns calls_per_hour, aht_s, patience_s, within_s, and operators "
        "or targets (service_level, max_asa_s, max_abandonment, max_occupancy). - reads standard input.",
    ),
]
AnswerDialect = Annotated[
    Dialect | None,
    typer.Option(
        "--csv-dialect",
        help="excel-ru: semicolons, decimal commas and a byte order mark. By default that of the file read.",
    ),
]


def erlang(
    model: Formula = None,
    calls: Calls = None,
    aht: Aht = None,
    patience: Patience = None,
    operators: Staff = None,
    within: Within = None,
    target: Target = None,
    of: TargetOf = None,
    max_asa: MaxAsa = None,
    max_abandonment: MaxAbandonment = None,
    max_occupancy: MaxOccupancy = None,
    max_blocking: MaxBlocking = None,
    rows_file: RowsFile = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: AnswerDialect = None,
) -> None:
    """One interval without a file: waits for given operators, or operators for a target."""
    from mfc_capacity.cli.output import deliver
    from mfc_capacity.commands.erlang import question
    from mfc_capacity.commands.erlang.view import view

    given = {
        "--calls": calls, "--aht": aht, "--patience": patience, "--operators": operators, "--within": within,
        "--target": target, "--of": of, "--max-asa": max_asa, "--max-abandonment": max_abandonment,
        "--max-occupancy": max_occupancy, "--max-blocking": max_blocking,
    }  # fmt: skip
    texts = {option: str(text) for option, text in given.items() if text is not None}
    if rows_file is None:
        answer, unanswered = question.one_interval(model, texts), None
    else:
        answer, unanswered = question.rows_of_file(rows_file, model, texts)
    default = FormatName.TABLE if rows_file is None else FormatName.CSV
    written_as = deliver(
        answer, view, format_name=format_name, output=output, dialect=csv_dialect, default=default
    )
    _say_cautions(answer, written_as)
    if unanswered is not None:
        raise NoAnswerError([unanswered])


def _say_cautions(answer: Calculation, written_as: str) -> None:
    """Say on standard error what a format of bare rows has no room for."""
    from mfc_capacity.wording.en.cautions import caution_text

    if written_as in (FormatName.CSV, FormatName.NDJSON):
        for caution in answer.cautions:
            typer.echo(f"warning: {visible(caution_text(caution))}", err=True)
