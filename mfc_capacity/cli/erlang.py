"""`erlang`: one interval without a file, or many from a CSV file."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mfc_capacity.cli.options import CsvDialect, Dialect, Format, FormatName, OutputFile

if TYPE_CHECKING:
    pass


class Model(StrEnum):
    """The three formulas."""

    B = "b"
    C = "c"
    A = "a"


def erlang(
    model: Annotated[
        Model | None,
        typer.Argument(
            help="b: callers who find nobody free are lost; c: they wait; a: they wait and may hang up."
        ),
    ] = None,
    calls: Annotated[
        str | None, typer.Option(metavar="RATE", help="Calls, as 360/h, 6/min or 90/15m.")
    ] = None,
    aht: Annotated[
        str | None, typer.Option(metavar="DURATION", help="Mean handling time, as 3m 20s or 200s.")
    ] = None,
    patience: Annotated[
        str | None, typer.Option(metavar="DURATION", help="Mean patience (Erlang A).")
    ] = None,
    operators: Annotated[float | None, typer.Option(help="Operators on duty: what do callers meet?")] = None,
    within: Annotated[
        str | None,
        typer.Option(metavar="DURATION", help="Threshold of the service level, with --operators [20s]."),
    ] = None,
    target: Annotated[
        str | None, typer.Option(metavar='"80% in 20s"', help="Service level: how many operators meet it?")
    ] = None,
    max_asa: Annotated[
        str | None, typer.Option(metavar="DURATION", help="Target: mean wait of answered callers.")
    ] = None,
    max_abandonment: Annotated[
        str | None, typer.Option(metavar="SHARE", help="Target: share who hang up.")
    ] = None,
    max_occupancy: Annotated[
        str | None, typer.Option(metavar="SHARE", help="Target: busy / on duty.")
    ] = None,
    max_blocking: Annotated[
        str | None, typer.Option(metavar="SHARE", help="Target of Erlang B: share lost.")
    ] = None,
    rows_file: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ROWS.csv",
            help="Solve many rows: columns calls_per_hour, aht_s, patience_s, within_s, and operators or targets "
            "(service_level, max_asa_s, max_abandonment, max_occupancy). - reads standard input.",
        ),
    ] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """One interval without a file: waits for given operators, or operators for a target."""
    from mfc_capacity import calculator
    from mfc_capacity.cli.output import deliver

    single = {
        "--calls": calls, "--aht": aht, "--patience": patience, "--operators": operators, "--within": within,
        "--target": target, "--max-asa": max_asa, "--max-abandonment": max_abandonment,
        "--max-occupancy": max_occupancy, "--max-blocking": max_blocking,
    }  # fmt: skip
    given = {name: value for name, value in single.items() if value is not None}
    if rows_file is not None:
        _refuse_beside_from(model, list(given))
        answer = calculator.calculate_file(_read(rows_file), rows_file)
        deliver(answer, format_name=format_name, output=output, dialect=csv_dialect, default=FormatName.CSV)
        if answer.unreachable:
            _say_unreachable(answer.unreachable)
        return
