"""`simulate`: does a planned day deliver what it promises, call by call, with confidence intervals."""

from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import (
    CsvDialect,
    Dialect,
    Format,
    OutputFile,
    Overrides,
    ScenarioPath,
    Variant,
    of_output,
    of_work,
)
from mfc_capacity.wording.en import help as help_text


class TableName(StrEnum):
    """The tables of a simulated day."""

    DAY = "day"
    INTERVALS = "intervals"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


def simulate(
    scenario: ScenarioPath,
    date: Annotated[str, typer.Option(metavar="DATE|busiest", help=help_text.SIMULATE_DATE)] = "busiest",
    group: Annotated[str | None, typer.Option(metavar="GROUP", help=help_text.SIMULATE_GROUP)] = None,
    operators: Annotated[
        str | None, typer.Option(metavar="FILE.csv", help=help_text.SIMULATE_OPERATORS)
    ] = None,
    given: Annotated[bool, typer.Option("--given", help=help_text.SIMULATE_GIVEN)] = False,
    seed: Annotated[int, of_work(help=help_text.SIMULATE_SEED)] = 1,
    precision: Annotated[str, of_work(metavar="SHARE", help=help_text.SIMULATE_PRECISION)] = "0.5%",
    trace: Annotated[str | None, of_output(metavar="FILE.csv", help=help_text.SIMULATE_TRACE)] = None,
    variant: Variant = None,
    overrides: Overrides = None,
    table: Annotated[TableName | None, of_output(help=help_text.SIMULATE_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Play a planned day call by call: promised, delivered, and where it falls short."""
    from mfc_capacity.cli.output import deliver, progress, write_parts
    from mfc_capacity.commands.simulate.view import view
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.render.csv import streamed

    with progress() as advance:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
        answer = loaded.simulate(
            date=date,
            group=group,
            operators=operators,
            given=given,
            seed=seed,
            precision=precision,
            progress=advance,
        )
    if trace is not None:
        write_parts(trace, streamed(answer.call_log(), csv_dialect))
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
