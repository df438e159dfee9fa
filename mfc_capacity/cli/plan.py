"""`plan`: how many operators each group needs in every interval, what callers wait, what it costs."""

from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import (
    CsvDialect,
    Dialect,
    Format,
    InShifts,
    OutputFile,
    Overrides,
    ScenarioPath,
    TimeLimit,
    Variant,
    of_output,
)
from mfc_capacity.wording.en import help as help_text


class TableName(StrEnum):
    """The tables of a plan."""

    SUMMARY = "summary"
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"
    HOTLINES = "hotlines"
    INTERVALS = "intervals"
    CONTRACT = "contract"
    BUDGET = "budget"
    HEADCOUNT = "headcount"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


def plan(
    scenario: ScenarioPath,
    variant: Variant = None,
    overrides: Overrides = None,
    intervals: Annotated[
        str, typer.Option(metavar="DATE|all|busiest|none", help=help_text.PLAN_INTERVALS)
    ] = "busiest",
    shifts: InShifts = False,
    time_limit: TimeLimit = None,
    table: Annotated[TableName | None, of_output(help=help_text.PLAN_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Plan a scenario: operators, waits and money."""
    from mfc_capacity.cli.output import ONE_TABLE, deliver, format_asked, searched
    from mfc_capacity.commands.plan.view import view
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.wording.en.cli import INTERVALS_LEFT_OUT

    with searched() as search:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
        if intervals == "all" and format_asked(format_name, output) == "xlsx":
            _refuse_too_long(loaded, table)
        answer = loaded.plan(
            intervals=intervals, shifts=shifts, time_limit=time_limit, on_progress=search.found
        )
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
    if (
        intervals not in ("busiest", "none")
        and table is None
        and format_asked(format_name, output) in ONE_TABLE
    ):
        typer.echo(INTERVALS_LEFT_OUT, err=True)


def _refuse_too_long(scenario: "api.Scenario", table: TableName | None) -> None:
    """Refuse a workbook whose sheets would be too short, before anything is planned."""
    from mfc_capacity.plan.extent import longest_tables
    from mfc_capacity.render.xlsx import refuse_too_long

    rows = longest_tables(scenario.loaded)
    refuse_too_long({name: count for name, count in rows.items() if table in (None, name)})
