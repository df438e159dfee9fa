"""`sweep`: one tidy table over a grid of changes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, ScenarioPath, Variant

PATIENCE_S = 1.0


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
    from mfc_capacity.plan.pool import cores

    names = [name.strip() for text in metrics or () for name in text.split(",")]
    loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
    with _progress() as on_point:
        answer = loaded.sweep(vary, metrics=names, group=group, on_point=on_point)
    deliver(answer.record, format_name=format_name, output=output, dialect=csv_dialect)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal's standard error once the work has taken a second; it leaves no trace."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(file=sys.stderr)
    bar = Progress(console=console, transient=True, auto_refresh=False)
    begun = perf_counter()
    task = bar.add_task("points")

    def on_point(done: int, points: int) -> None:
        if console.is_terminal and perf_counter() - begun > PATIENCE_S:
            bar.start()
            bar.update(task, completed=done, total=points, refresh=True)

    try:
        yield on_point
    finally:
        if bar.live.is_started:
            bar.stop()
