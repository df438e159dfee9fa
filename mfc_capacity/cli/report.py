"""`report`: one self-contained page with the pictures, to decide by."""

import sys


from mfc_capacity.cli.options import OutputFile, Overrides, ScenarioPath, Variant
from mfc_capacity.errors import InputError, Problem


def report(
    scenario: ScenarioPath,
    variant: Variant = None,
    overrides: Overrides = None,
    output: OutputFile = None,
) -> None:
    """Write the plan as one self-contained HTML page, with pictures and a panel to try things."""
    if output is None and sys.stdout.isatty():
        message = "a report is a page for a browser, not for this terminal"
        raise InputError([Problem(None, None, None, "--output", message, "name a file, as in -o plan.html")])
    from mfc_capacity import report as engine
    from mfc_capacity.cli.output import write_file, write_stdout
    from mfc_capacity.render.report.page import render
    from mfc_capacity.scenario import load_scenario

    loaded = load_scenario(scenario, variant=variant, overrides=tuple(overrides or ()))
    page = render(engine.report(loaded))
    if output is None:
        write_stdout(page)
    else:
        write_file(output, page)
