"""`report`: one self-contained page with the pictures, to decide by."""

import sys
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.check import check_baseline
from mfc_capacity.cli.options import OutputFile, Overrides, ScenarioPath, Variant, of_work
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.wording.en import help as help_text


def report(
    scenario: ScenarioPath,
    variant: Variant = None,
    overrides: Overrides = None,
    limits: Annotated[
        list[str] | None, typer.Option("--limits", metavar="FILE", help=help_text.REPORT_LIMITS)
    ] = None,
    baseline: Annotated[str | None, typer.Option(metavar="FILE", help=help_text.REPORT_BASELINE)] = None,
    baseline_ref: Annotated[
        str | None, typer.Option("--baseline-ref", metavar="REF", help=help_text.REPORT_BASELINE_REF)
    ] = None,
    simulate: Annotated[
        bool, typer.Option("--simulate/--no-simulate", help=help_text.REPORT_SIMULATE)
    ] = True,
    seed: Annotated[int, of_work(min=0, help=help_text.REPORT_SEED)] = 1,
    risk: Annotated[bool, typer.Option("--risk/--no-risk", help=help_text.REPORT_RISK)] = False,
    samples: Annotated[int, of_work(metavar="N", help=help_text.RISK_SAMPLES)] = 512,
    shifts: Annotated[bool, typer.Option("--shifts/--no-shifts", help=help_text.REPORT_SHIFTS)] = False,
    people: Annotated[bool, typer.Option("--people/--no-people", help=help_text.REPORT_PEOPLE)] = True,
    variants: Annotated[
        bool, typer.Option("--variants/--no-variants", help=help_text.REPORT_VARIANTS)
    ] = True,
    one_page: Annotated[bool, typer.Option("--one-page", help=help_text.REPORT_ONE_PAGE)] = False,
    output: OutputFile = None,
) -> None:
    """Write the plan as one self-contained HTML page, with pictures and a panel to try things."""
    if output is None and sys.stdout.isatty():
        raise usage_error("--output", say("cli.PAGE_ON_TERMINAL"), say("cli.WRITE_A_PAGE"))
    check_baseline(baseline, baseline_ref, [scenario])
    from mfc_capacity.cli.output import watched
    from mfc_capacity.cli.pages import check_page, write_page
    from mfc_capacity.plan.pool import cores

    check_page(output)
    with watched() as advance:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
        page = loaded.report(
            limits=limits or (),
            baseline=baseline,
            baseline_ref=baseline_ref,
            simulate=simulate,
            seed=seed,
            risk=risk,
            samples=samples,
            shifts=shifts,
            people=people,
            variants=variants,
            one_page=one_page,
            progress=advance,
        )
    write_page(output, page)
