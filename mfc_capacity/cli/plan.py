"""`plan`: how many operators each group needs in every interval, what callers wait, what it costs."""

from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, ScenarioPath, Variant


class TableName(StrEnum):
    """The tables of a plan."""

    SUMMARY = "summary"
    MONTHS = "months"
    DAYS = "days"
    INTERVALS = "intervals"
    CONTRACT = "contract"
    BUDGET = "budget"


def plan(
    scenario: ScenarioPath,
    variant: Variant = None,
    overrides: Overrides = None,
    intervals: Annotated[
        str,
        typer.Option(
            metavar="DATE|all|busiest|none",
            help="The dates of the table intervals; the summary on the screen has none of it.",
        ),
    ] = "busiest",
    table: Annotated[
        TableName | None,
        typer.Option(help="One table in full; csv and ndjson carry one (summary by default)."),
    ] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Plan a scenario: operators, waits and money."""
    from mfc_capacity.cli.output import deliver
    from mfc_capacity.plan import answer as plans
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.scenario import load_scenario

    loaded = load_scenario(scenario, variant=variant, overrides=tuple(overrides or ()))
    answer = plans.plan(loaded, intervals, delivered=True, workers=cores())
    deliver(answer, format_name=format_name, output=output, table=table, dialect=csv_dialect)
