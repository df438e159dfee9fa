"""`sweep`: one tidy table over a grid of changes."""

from enum import StrEnum
from functools import partial
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
    Workers,
    of_output,
)
from mfc_capacity.wording.en import help as help_text


class TableName(StrEnum):
    """The table of a sweep, and the lists beside it."""

    SWEEP = "sweep"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


def sweep(
    scenario: ScenarioPath,
    vary: Annotated[list[str], typer.Option(metavar="PATH=VALUES", help=help_text.SWEEP_VARY)],
    metrics: Annotated[
        list[str] | None, typer.Option("--metric", metavar="NAMES", help=help_text.SWEEP_METRIC)
    ] = None,
    group: Annotated[str, typer.Option(metavar="NAME|total|all", help=help_text.SWEEP_GROUP)] = "total",
    workers: Workers = None,
    variant: Variant = None,
    overrides: Overrides = None,
    table: Annotated[TableName | None, of_output(help=help_text.SWEEP_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Plan a scenario over a grid of changes: one tidy table."""
    from mfc_capacity.cli.output import deliver, progress
    from mfc_capacity.commands.sweep.view import view
    from mfc_capacity.plan.pool import cores

    names = [name.strip() for text in metrics or () for name in text.split(",")]
    with progress() as advance:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=workers or cores())
        answer = loaded.sweep(vary, metrics=names, group=group, on_point=partial(advance, "points"))
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
