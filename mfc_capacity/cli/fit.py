"""`fit`: a scenario learnt from records of calls, or from counts of them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import CsvDialect, Dialect, Format
from mfc_capacity.wording.en import help as help_text
from mfc_capacity.wording.en.cli import wrote


class TableName(StrEnum):
    """The tables of what was learnt, and the warnings beside them."""

    FIGURES = "figures"
    EXCLUDED = "excluded"
    LAWS = "laws"
    SURVIVAL = "survival"
    FORECASTS = "forecasts"
    AHEAD = "ahead"
    WARNINGS = "warnings"


def fit(
    records: Annotated[list[str], typer.Argument(metavar="RECORDS...", help=help_text.FIT_RECORDS)],
    scenario: Annotated[
        str | None, typer.Option("--output", "-o", metavar="SCENARIO", help=help_text.FIT_SCENARIO)
    ] = None,
    columns: Annotated[
        str | None, typer.Option(metavar="ROLE=COLUMN,...", help=help_text.RECORDS_COLUMNS)
    ] = None,
    map_file: Annotated[str | None, typer.Option("--map", metavar="FILE", help=help_text.RECORDS_MAP)] = None,
    volumes: Annotated[bool, typer.Option("--volumes", help=help_text.FIT_VOLUMES)] = False,
    aht: Annotated[str | None, typer.Option(metavar="DURATION", help=help_text.FIT_AHT)] = None,
    interval: Annotated[str, typer.Option(metavar="DURATION", help=help_text.FIT_INTERVAL)] = "30m",
    country: Annotated[str | None, typer.Option(metavar="CODE", help=help_text.FIT_COUNTRY)] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=help_text.FIT_UNTIL)] = None,
    ahead: Annotated[str | None, typer.Option(metavar="DAYS", help=help_text.FIT_AHEAD)] = None,
    table: Annotated[TableName | None, typer.Option(help=help_text.FIT_TABLE)] = None,
    format_name: Format = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Learn a scenario from records of calls."""
    from mfc_capacity.cli.output import deliver, progress, write_file
    from mfc_capacity.commands.fit.view import view

    with progress() as advance:
        learnt = api.fit(
            records,
            columns=columns,
            map=map_file,
            volumes=volumes,
            aht=aht,
            interval=interval,
            country=country,
            until=until,
            ahead=ahead,
            name=Path(scenario).name if scenario else "scenario.yaml",
            on_rows=advance,
        )
    deliver(learnt.record, view, format_name=format_name, output=None, table=table, dialect=csv_dialect)
    if scenario is None:
        return
    for name, text in learnt.files().items():
        write_file(str(Path(scenario).with_name(name)), text)
    typer.echo(wrote(scenario), err=True)
