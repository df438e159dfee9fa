"""`check`: does the plan keep its limits; the gate for CI.

What a person reads goes to standard output, reports to files, and inside GitHub Actions annotations and the
step summary come by themselves. Mistakes of files stand in the reports and on standard error.
"""

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import Overrides, Variant, of_output
from mfc_capacity.files.problems import InputError, NoAnswerError, Problem, say, usage_error
from mfc_capacity.wording.en import help as help_text

if TYPE_CHECKING:
    from mfc_capacity.answers.check import CheckReport

BROKEN = 1
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")


class Level(StrEnum):
    """The levels of a limit."""

    ERROR = "error"
    WARNING = "warning"


def check(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help=help_text.VALIDATE_SCENARIOS)],
    limits: Annotated[
        list[str] | None, typer.Option("--limits", metavar="FILE", help=help_text.CHECK_LIMITS)
    ] = None,
    baseline: Annotated[str | None, typer.Option(metavar="FILE", help=help_text.CHECK_BASELINE)] = None,
    baseline_ref: Annotated[
        str | None, typer.Option("--baseline-ref", metavar="REF", help=help_text.CHECK_BASELINE_REF)
    ] = None,
    fail_on: Annotated[Level, typer.Option("--fail-on", help=help_text.CHECK_FAIL_ON)] = Level.ERROR,
    formats: Annotated[
        list[str] | None,
        of_output(
            "--format",
            "-f",
            metavar="FORMAT[=FILE]",
            help=help_text.formats_of_check(FORMATS),
            autocompletion=lambda: list(FORMATS),
        ),
    ] = None,
    variant: Variant = None,
    overrides: Overrides = None,
) -> None:
    """Hold plans against their limits; exit code 1: a limit is broken."""
    targets = _targets(formats or ())
    check_baseline(baseline, baseline_ref, scenarios)
    from mfc_capacity.cli.output import watched
    from mfc_capacity.plan.pool import cores

    with watched():
        report = api.check(
            scenarios,
            limits=limits or (),
            variant=variant,
            set=overrides,
            baseline=baseline,
            baseline_ref=baseline_ref,
            fail_on=fail_on.value,
            workers=cores(),
        )
    _write(report, targets)
    _end(report)


def _targets(formats: list[str] | tuple[str, ...]) -> list[tuple[str, str | None]]:
    """Return each format with its file (None: standard output); without one for it, what a person reads."""
    targets = [(name, file or None) for name, _, file in (text.partition("=") for text in formats)]
    for name, _ in targets:
        if name not in FORMATS:
            hint = say("cli.write_a_format", formats=FORMATS)
            raise usage_error("--format", say("cli.not_a_format", name=name), hint)
    files = [file for _, file in targets if file is not None]
    for file in files:
        if files.count(file) > 1:
            hint = say("cli.OWN_FILE_FOR_EACH")
            raise usage_error("--format", say("cli.two_formats_in", file=file), hint)
    to_stdout = [name for name, file in targets if file is None]
    if not to_stdout:
        return [("text", None), *([("github", None)] if _is_github() else []), *targets]
    if len(to_stdout) > 1 and not set(to_stdout) <= {"text", "github"}:
        message = say("cli.mixed", formats=tuple(to_stdout))
        raise usage_error("--format", message, say("cli.FILE_FOR_ALL_BUT_ONE"))
    return targets


def check_baseline(baseline: str | None, ref: str | None, scenarios: Sequence[str]) -> None:
    """Refuse two baselines, and one baseline of several scenarios.

    Raises:
        InputError: with what to do instead.
    """
    if baseline is not None and ref is not None:
        raise usage_error("--baseline", say("cli.TWO_BASELINES"), say("cli.KEEP_ONE_OF_THE_TWO"))
    if baseline is not None and len(scenarios) > 1:
        message = say("cli.baseline_of_several", scenarios=len(scenarios))
        raise usage_error("--baseline", message, say("cli.CHECK_ONE_AT_A_TIME"))


def _is_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _write(report: "CheckReport", targets: list[tuple[str, str | None]]) -> None:
    from mfc_capacity.cli.output import cannot_write, screen, write_file, write_stdout
    from mfc_capacity.commands.check.view import CHECK_FORMATS, text

    for name, file in targets:
        if file is not None:
            write_file(file, CHECK_FORMATS[name](report))
        elif name == "text":
            write_stdout(text.render(report, screen(sys.stdout)), for_people=True)
        else:
            write_stdout(CHECK_FORMATS[name](report))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and _is_github():
        try:
            with Path(summary).open("a", encoding="utf-8") as file_of_summary:
                file_of_summary.write(CHECK_FORMATS["markdown"](report))
        except OSError as error:
            raise cannot_write(summary, error) from None


def _end(report: "CheckReport") -> None:
    """End with the exit code of the worst that happened; what could not be judged says why on standard error."""
    faults = ((fault.place, fault) for scenario in report.scenarios for fault in scenario.faults)
    problems = dict.fromkeys(
        Problem(at.file, at.line, at.column, "", fault.message, fault.hint, at.source_line)
        for at, fault in faults
    )
    if report.verdict == "refused":
        raise InputError(problems)
    if report.verdict == "no-plan":
        raise NoAnswerError(problems)
    if report.verdict == "broken":
        raise typer.Exit(BROKEN)
