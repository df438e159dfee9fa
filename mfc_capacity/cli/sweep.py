"""`sweep`: one tidy table over a grid of changes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Annotated

import typer

from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, ScenarioPath, Variant
from mfc_capacity.wording.en import help as help_text

PATIENCE_S = 1.0


def sweep(
    scenario: ScenarioPath,
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="PATH=VALUES",
            help=help_text.SWEEP_VARY,
        ),
    ],
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="NAMES",
            help=help_text.SWEEP_METRIC,
        ),
    ] = None,
    group: Annotated[
        str,
        typer.Option(metavar="NAME|total|all", help=help_text.SWEEP_GROUP),
    ] = "total",
    variant: Variant = None,
    overrides: Overrides = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Plan a scenario over a grid of changes: one tidy table."""
    from mfc_capacity.cli.output import deliver
    from mfc_capacity.commands import sweep as engine
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.scenario import load_scenario

    axes = engine.read_axes(vary)
    names = [name.strip() for text in metrics or () for name in text.split(",")]
    loaded = load_scenario(scenario, variant=variant, overrides=tuple(overrides or ()))
    with _progress() as on_point:
        answer = engine.sweep(
            loaded,
            axes,
            names or engine.DEFAULT_METRICS,
            group,
            workers=cores(),
            on_point=on_point,
        )
    deliver(answer, format_name=format_name, output=output, dialect=csv_dialect)


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
