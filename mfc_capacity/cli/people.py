"""`people`: who is there against who is needed, by week, and the cheapest classes that close the gap."""

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
    """The tables of people, and the lists beside them."""

    SUMMARY = "summary"
    PEOPLE = "people"
    CLASSES = "classes"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


class Hire(StrEnum):
    """Who is hired."""

    NONE = "none"
    PLANNED = "planned"
    CHEAPEST = "cheapest"


def people(
    scenario: ScenarioPath,
    hire: Annotated[Hire, typer.Option(help=help_text.PEOPLE_HIRE)] = Hire.CHEAPEST,
    group: Annotated[str | None, typer.Option(metavar="GROUP", help=help_text.PEOPLE_GROUP)] = None,
    shifts: Annotated[bool, typer.Option("--shifts", help=help_text.PEOPLE_SHIFTS)] = False,
    time_limit: Annotated[str, of_work(metavar="TIME", help=help_text.PEOPLE_TIME_LIMIT)] = "60s",
    gap: Annotated[str, of_work(metavar="SHARE", help=help_text.PEOPLE_GAP)] = "0.5%",
    variant: Variant = None,
    overrides: Overrides = None,
    table: Annotated[TableName | None, of_output(help=help_text.PEOPLE_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Show by week who is there against who is needed."""
    from mfc_capacity.cli.output import deliver, searched
    from mfc_capacity.commands.people.view import view
    from mfc_capacity.plan.pool import cores

    with searched("people") as search:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
        answer = loaded.people(
            hire=hire.value,
            group=group,
            shifts=shifts,
            time_limit=time_limit,
            gap=gap,
            on_progress=search.found,
            on_week=search.weeks,
        )
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
