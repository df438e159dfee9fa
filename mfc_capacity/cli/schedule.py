"""`schedule`: the cheapest shifts that cover a plan, and who works them."""

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
    """The tables of a schedule, and the lists beside them."""

    HEADCOUNT = "headcount"
    SHIFTS = "shifts"
    BREAKS = "breaks"
    COVER = "cover"
    ROSTERS = "rosters"
    DUTIES = "duties"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


class Target(StrEnum):
    """What the shifts are to keep."""

    COVER = "cover"
    SERVICE_LEVEL = "service-level"


class Period(StrEnum):
    """Whose service level is kept on average."""

    DAY = "day"
    HOUR = "hour"


def schedule(
    scenario: ScenarioPath,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help=help_text.SCHEDULE_FROM)] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help=help_text.SCHEDULE_TO)] = None,
    group: Annotated[str | None, typer.Option(metavar="GROUP", help=help_text.SCHEDULE_GROUP)] = None,
    requirement: Annotated[
        str | None, typer.Option(metavar="FILE.csv", help=help_text.SCHEDULE_REQUIREMENT)
    ] = None,
    target: Annotated[Target, typer.Option(help=help_text.SCHEDULE_TARGET)] = Target.COVER,
    per: Annotated[Period | None, typer.Option(help=help_text.SCHEDULE_PER)] = None,
    floor: Annotated[str | None, typer.Option(metavar="SHARE", help=help_text.SCHEDULE_FLOOR)] = None,
    time_limit: Annotated[str, of_work(metavar="TIME", help=help_text.SCHEDULE_TIME_LIMIT)] = "60s",
    gap: Annotated[str, of_work(metavar="SHARE", help=help_text.SCHEDULE_GAP)] = "1%",
    variant: Variant = None,
    overrides: Overrides = None,
    table: Annotated[TableName | None, of_output(help=help_text.SCHEDULE_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Cover a plan with the cheapest shifts."""
    from mfc_capacity.cli.output import deliver, searched
    from mfc_capacity.commands.schedule.view import view
    from mfc_capacity.plan.pool import cores

    with searched() as search:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
        answer = loaded.schedule(
            first=first,
            last=last,
            group=group,
            requirement=requirement,
            target=target.value,
            per=None if per is None else per.value,
            floor=floor,
            time_limit=time_limit,
            gap=gap,
            on_progress=search.found,
        )
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
