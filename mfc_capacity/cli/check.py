"""`check`: does the plan keep its limits; the gate for CI.

What a person reads goes to standard output, reports to files, and inside GitHub Actions annotations and the
step summary come by themselves. Mistakes of files stand in the reports and on standard error.
"""

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mfc_capacity.answers.check import CheckReport, Fault
from mfc_capacity.cli.options import Overrides, Variant
from mfc_capacity.files.problems import InputError, NoAnswerError, Problem

BROKEN = 1
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")


class Level(StrEnum):
    """The levels of a limit."""

    ERROR = "error"
    WARNING = "warning"


def check(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="Scenario files; - reads standard input.")
    ],
    limits: Annotated[
        list[str] | None,
        typer.Option(
            "--limits", metavar="FILE", help="A file of limits beside the scenario's own; may be repeated."
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A scenario or a plan's JSON that max_increase compares with."),
    ] = None,
    baseline_ref: Annotated[
        str | None,
        typer.Option(
            "--baseline-ref",
            metavar="REF",
            help="A git revision of the same scenario to compare with, as main.",
        ),
    ] = None,
    fail_on: Annotated[
        Level, typer.Option("--fail-on", help="The lowest level that ends with exit code 1.")
    ] = Level.ERROR,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT[=FILE]",
            help=f"{', '.join(FORMATS)}; may be repeated, as in -f text -f sarif=out.sarif.",
        ),
    ] = None,
    variant: Variant = None,
    overrides: Overrides = None,
) -> None:
    """Hold plans against their limits; exit code 1: a limit is broken."""
    targets = _targets(formats or ())
    check_baseline(baseline, baseline_ref, scenarios)
    from mfc_capacity.commands.check.check import Request, check
    from mfc_capacity.plan.pool import cores

    changes = tuple(overrides or ())
    request = Request(tuple(limits or ()), variant, changes, baseline, baseline_ref, fail_on, cores())
    report = check(scenarios, request)
    _write(report, targets)
    _end(report)


def _targets(formats: list[str] | tuple[str, ...]) -> list[tuple[str, str | None]]:
    """Return each format with its file (None: standard output); without one for it, what a person reads."""
    targets = [(name, file or None) for name, _, file in (text.partition("=") for text in formats)]
    for name, _ in targets:
        if name not in FORMATS:
            raise _usage(
                "--format", f"'{name}' is not a format", f"write {', '.join(FORMATS)}, as in sarif=out.sarif"
            )
    files = [file for _, file in targets if file is not None]
    for file in files:
        if files.count(file) > 1:
            raise _usage("--format", f"two formats would be written to {file}", "give each its own file")
    to_stdout = [name for name, file in targets if file is None]
    if not to_stdout:
        return [("text", None), *([("github", None)] if _is_github() else []), *targets]
    if len(to_stdout) > 1 and not set(to_stdout) <= {"text", "github"}:
        message = f"{' and '.join(to_stdout)} would be mixed on standard output"
        raise _usage("--format", message, "give all but one a file, as in sarif=out.sarif")
    return targets


def check_baseline(baseline: str | None, ref: str | None, scenarios: Sequence[str]) -> None:
    """Refuse two baselines, and one baseline of several scenarios.

    Raises:
        InputError: with what to do instead.
    """
    if baseline is not None and ref is not None:
        raise _usage("--baseline", "--baseline and --baseline-ref name two baselines", "keep one of the two")
    if baseline is not None and len(scenarios) > 1:
        message = f"one baseline cannot be that of {len(scenarios)} scenarios"
        raise _usage("--baseline", message, "use --baseline-ref, or check one scenario at a time")


def _usage(option: str, message: str, hint: str) -> InputError:
    return InputError([Problem(None, None, None, option, message, hint)])


def _is_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _write(report: CheckReport, targets: list[tuple[str, str | None]]) -> None:
    from mfc_capacity.cli.output import cannot_write, write_file, write_stdout
    from mfc_capacity.commands.check.view import CHECK_FORMATS

    for name, file in targets:
        text = CHECK_FORMATS[name](report)
        if file is None:
            write_stdout(text, for_people=name == "text")
        else:
            write_file(file, text)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and _is_github():
        try:
            with Path(summary).open("a", encoding="utf-8") as file_of_summary:
                file_of_summary.write(CHECK_FORMATS["markdown"](report))
        except OSError as error:
            raise cannot_write(summary, error) from None


def _end(report: CheckReport) -> None:
    """End with the exit code of the worst that happened; what could not be judged says why on standard error."""
    faults = (fault for scenario in report.scenarios for fault in scenario.faults)
    problems = dict.fromkeys(map(_problem, faults))
    if report.verdict == "refused":
        raise InputError(problems)
    if report.verdict == "no-plan":
        raise NoAnswerError(problems)
    if report.verdict == "broken":
        raise typer.Exit(BROKEN)


def _problem(fault: Fault) -> Problem:
    place = fault.place
    return Problem(place.file, place.line, place.column, "", fault.message, fault.hint, place.source_line)
