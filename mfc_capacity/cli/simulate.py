"""`simulate`: does a planned day deliver what it promises, call by call, with confidence intervals."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, ScenarioPath, Variant

PATIENCE_S = 1.0  # before a progress bar is worth its lines


class TableName(StrEnum):
    """The tables of a simulated day."""

    DAY = "day"
    INTERVALS = "intervals"


def simulate(
    scenario: ScenarioPath,
    date: Annotated[
        str, typer.Option(metavar="DATE|busiest", help="The day to play; by default the one with most calls.")
    ] = "busiest",
    group: Annotated[
        str | None, typer.Option(metavar="GROUP", help="Play one group of hotlines only.")
    ] = None,
    operators: Annotated[
        str | None,
        typer.Option(metavar="FILE.csv", help="Operators on duty: columns start, operators, group."),
    ] = None,
    given: Annotated[
        bool, typer.Option("--given", help="The operators given in the scenario, instead of those planned.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of the random numbers; the same gives the same answer.")] = 1,
    precision: Annotated[
        str,
        typer.Option(
            metavar="SHARE", help="How narrowly the day's service level is to be known, 19 times of 20."
        ),
    ] = "0.5%",
    trace: Annotated[
        str | None, typer.Option(metavar="FILE.csv", help="Write every simulated call, as an ACD logs calls.")
    ] = None,
    variant: Variant = None,
    overrides: Overrides = None,
    table: Annotated[
        TableName | None, typer.Option(help="One table in full; csv and ndjson carry one (day by default).")
    ] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Play a planned day call by call: promised, delivered, and where it falls short."""
    from mfc_capacity.cli.output import deliver, write_parts
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.render.csv import streamed

    loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
    with _progress() as progress:
        answer = loaded.simulate(
            date=date,
            group=group,
            operators=operators,
            given=given,
            seed=seed,
            precision=precision,
            progress=progress,
        )
    if trace is not None:
        write_parts(trace, streamed(answer.call_log(), csv_dialect))
    deliver(answer.record, format_name=format_name, output=output, table=table, dialect=csv_dialect)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that draws a bar on a terminal, if the work takes long enough to wonder."""
    if not sys.stderr.isatty():
        yield lambda _name, _done, _planned: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, TaskID

    from mfc_capacity.files.text import visible

    bar = Progress(console=Console(stderr=True), transient=True)
    begun_s = time.monotonic()
    tasks: dict[str, TaskID] = {}

    def told(name: str, done: int, planned: int) -> None:
        if not tasks and time.monotonic() - begun_s < PATIENCE_S:
            return
        if name not in tasks:
            tasks[name] = bar.add_task(escape(visible(name)))
            bar.start()
        bar.update(tasks[name], completed=done, total=planned)

    try:
        yield told
    finally:
        bar.stop()
