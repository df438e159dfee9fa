"""`backtest`: how well a scenario would have told the past."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import CsvDialect, Dialect, Format, Overrides, ScenarioPath, Variant, of_output
from mfc_capacity.wording.en import help as help_text

PAGES = (".html", ".htm")


class TableName(StrEnum):
    """The tables of a backtest, and the lists beside them."""

    QUALITY = "quality"
    BLAME = "blame"
    DAYS = "days"
    INTERVALS = "intervals"
    EXCLUDED = "excluded"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


def backtest(
    scenario: ScenarioPath,
    records: Annotated[list[str], typer.Argument(metavar="RECORDS...", help=help_text.FIT_RECORDS)],
    operators: Annotated[str | None, typer.Option(metavar="FILE", help=help_text.BACKTEST_OPERATORS)] = None,
    columns: Annotated[
        str | None, typer.Option(metavar="ROLE=COLUMN,...", help=help_text.RECORDS_COLUMNS)
    ] = None,
    map_file: Annotated[str | None, typer.Option("--map", metavar="FILE", help=help_text.RECORDS_MAP)] = None,
    only_known: Annotated[bool, typer.Option("--only-known", help=help_text.BACKTEST_ONLY_KNOWN)] = False,
    variant: Variant = None,
    overrides: Overrides = None,
    table: Annotated[TableName | None, of_output(help=help_text.BACKTEST_TABLE)] = None,
    format_name: Format = None,
    output: Annotated[
        str | None, of_output("--output", "-o", metavar="FILE", help=help_text.BACKTEST_OUTPUT)
    ] = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Hold a scenario against records of the past."""
    from mfc_capacity.cli.output import deliver, watched, write_file
    from mfc_capacity.commands.backtest.view import view
    from mfc_capacity.plan.pool import cores

    with watched() as advance:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
        answer = loaded.backtest(
            records,
            operators=operators,
            columns=columns,
            map=map_file,
            only_known=only_known,
            on_rows=advance,
        )
    if output is not None and format_name is None and Path(output).suffix.lower() in PAGES:
        write_file(output, answer.page)
        return
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
