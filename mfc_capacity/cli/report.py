"""`report`: one self-contained page with the pictures, to decide by."""

import sys
from typing import Annotated

import typer

from mfc_capacity.cli.check import check_baseline
from mfc_capacity.cli.options import OutputFile, Overrides, ScenarioPath, Variant
from mfc_capacity.files.problems import InputError, Problem
from mfc_capacity.plan.pool import cores


def report(
    scenario: ScenarioPath,
    variant: Variant = None,
    overrides: Overrides = None,
    limits: Annotated[
        list[str] | None,
        typer.Option("--limits", metavar="FILE", help="A file of limits beside the scenario's own."),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A scenario or a plan's JSON to compare with."),
    ] = None,
    baseline_ref: Annotated[
        str | None,
        typer.Option("--baseline-ref", metavar="REF", help="A git revision of the same scenario instead."),
    ] = None,
    simulate: Annotated[
        bool,
        typer.Option("--simulate/--no-simulate", help="Play the day of each group's peak, call by call."),
    ] = True,
    seed: Annotated[int, typer.Option(min=0, help="Of the random numbers of that play.")] = 1,
    output: OutputFile = None,
) -> None:
    """Write the plan as one self-contained HTML page, with pictures and a panel to try things."""
    if output is None and sys.stdout.isatty():
        message = "a report is a page for a browser, not for this terminal"
        raise InputError([Problem(None, None, None, "--output", message, "name a file, as in -o plan.html")])
    check_baseline(baseline, baseline_ref, [scenario])
    from mfc_capacity.cli.output import write_file, write_stdout
    from mfc_capacity.commands.check.check import Request
    from mfc_capacity.commands.report import report as engine
    from mfc_capacity.commands.report.view.page import render
    from mfc_capacity.scenario import load_scenario

    changes = tuple(overrides or ())
    request = Request(tuple(limits or ()), variant, changes, baseline, baseline_ref, workers=cores())
    loaded = load_scenario(scenario, variant=variant, overrides=changes)
    playing = engine.Playing(seed, cores()) if simulate else None
    page = render(engine.report(loaded, scenario, request, playing))
    if output is None:
        write_stdout(page)
    else:
        write_file(output, page)
