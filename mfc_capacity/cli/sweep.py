"""`sweep`: one tidy table over a grid of changes."""

from functools import partial
from typing import Annotated

import typer

from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, ScenarioPath, Variant


def sweep(
    scenario: ScenarioPath,
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="PATH=VALUES",
            help="Values of one path, as hotlines.mfc.aht=3m,3m20s or drivers.centres.2014-05-01=90..120/10; may be "
            "repeated: every combination is planned.",
        ),
    ],
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="NAMES",
            help="Columns of the table summary of plan, as fte,cost; may be repeated.",
        ),
    ] = None,
    group: Annotated[
        str,
        typer.Option(
            metavar="NAME|total|all", help="A group, all groups together, or each of them and the total."
        ),
    ] = "total",
    variant: Variant = None,
    overrides: Overrides = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Plan a scenario over a grid of changes: one tidy table."""
    from mfc_capacity.cli.output import deliver
    from mfc_capacity.cli.progress import progress
    from mfc_capacity.commands import sweep as engine
    from mfc_capacity.commands.sweep.view import view
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.scenario import load_scenario

    axes = engine.read_axes(vary)
    names = [name.strip() for text in metrics or () for name in text.split(",")]
    loaded = load_scenario(scenario, variant=variant, overrides=tuple(overrides or ()))
    with progress() as advance:
        answer = engine.sweep(
            loaded,
            axes,
            names or engine.DEFAULT_METRICS,
            group,
            workers=cores(),
            on_point=partial(advance, "points"),
        )
    deliver(answer, view, format_name=format_name, output=output, dialect=csv_dialect)
