"""`risk`: what a plan may come to where figures may be off, and what that hangs on."""

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
    of_work,
)
from mfc_capacity.wording.en import help as help_text


class TableName(StrEnum):
    """The tables of a risk, and the lists beside them."""

    RISK = "risk"
    DATES = "dates"
    TORNADO = "tornado"
    FANS = "fans"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


class Operators(StrEnum):
    """Whose operators are on duty at each sample."""

    REQUIRED = "required"
    GIVEN = "given"


def risk(
    scenario: ScenarioPath,
    samples: Annotated[int, of_work(metavar="N", help=help_text.RISK_SAMPLES)] = 512,
    seed: Annotated[int, of_work(metavar="N", help=help_text.RISK_SEED)] = 1,
    operators: Annotated[Operators, typer.Option(help=help_text.RISK_OPERATORS)] = Operators.REQUIRED,
    workers: Workers = None,
    variant: Variant = None,
    overrides: Overrides = None,
    table: Annotated[TableName | None, of_output(help=help_text.RISK_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Plan a scenario over the ranges of its figures."""
    from mfc_capacity.cli.output import deliver, progress
    from mfc_capacity.commands.risk.view import view
    from mfc_capacity.plan.pool import cores

    with progress() as advance:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=workers or cores())
        answer = loaded.risk(
            samples=samples,
            seed=seed,
            operators=operators.value,
            on_point=partial(advance, "plans"),
        )
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)
