"""The commands together, and the one place where errors become text and exit codes."""

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from mfc_capacity import __version__
from mfc_capacity.api.errors import Error
from mfc_capacity.cli import (
    backtest,
    budget,
    check,
    compare,
    erlang,
    explain,
    fit,
    people,
    plan,
    report,
    risk,
    scenario_files,
    schedule,
    simulate,
    sweep,
)
from mfc_capacity.cli.command import Command, Commands
from mfc_capacity.files.problems import MfcError, Problem
from mfc_capacity.files.text import with_twins
from mfc_capacity.wording import problem_text
from mfc_capacity.wording.en import help as help_text
from mfc_capacity.wording.en.cli import fault, found

EXIT_FAULT = 70
OBJECTS_BETWEEN_COLLECTIONS = (
    50_000  # there are few cycles: looking for them at Python's own 700 costs a tenth of the time
)
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="mfc-capacity",
    cls=Commands,
    help=help_text.TOOL,
    epilog=help_text.EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
command = partial(app.command, cls=Command)
command("plan", help=help_text.PLAN)(plan.plan)
command("erlang", help=help_text.ERLANG)(erlang.erlang)
command("explain", help=help_text.EXPLAIN)(explain.explain)
command("simulate", help=help_text.SIMULATE)(simulate.simulate)
command("compare", help=help_text.COMPARE)(compare.compare)
command("budget", help=help_text.BUDGET)(budget.budget)
command("sweep", help=help_text.SWEEP)(sweep.sweep)
command("risk", help=help_text.RISK)(risk.risk)
command("schedule", help=help_text.SCHEDULE)(schedule.schedule)
command("people", help=help_text.PEOPLE)(people.people)
command("fit", help=help_text.FIT)(fit.fit)
command("backtest", help=help_text.BACKTEST)(backtest.backtest)
command("init", help=help_text.INIT)(scenario_files.init)
command("validate", help=help_text.VALIDATE)(scenario_files.validate)
command("resolve", help=help_text.RESOLVE)(scenario_files.resolve)
command("schema", help=help_text.SCHEMA)(scenario_files.schema)
command("check", help=help_text.CHECK)(check.check)
command("report", help=help_text.REPORT)(report.report)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mfc-capacity {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=help_text.VERSION)
    ] = False,
) -> None:
    """How many operators a contact centre needs, how long callers wait, and what it costs."""


def main() -> NoReturn:
    """Run the command line; no traceback ever reaches a user."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # matrices here are small: more threads cost time
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    _take_nothing_where_streams_are_closed()
    try:
        app()
    except MfcError as error:
        _say(_problems(error.problems))
        code = error.exit_code
    except Error as error:
        _say(str(error))
        code = error.exit_code
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
    except Exception as error:  # noqa: BLE001 - whatever is left is a fault of the tool, and is named one
        _say(_fault(error))
        code = EXIT_FAULT
    if code == EXIT_INTERRUPTED:
        _end_at_once()
    sys.exit(code)


def _end_at_once() -> NoReturn:
    """End the process, whatever compiled code in its threads is at: that looks up late, and would be waited for."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(EXIT_INTERRUPTED)


def _take_nothing_where_streams_are_closed() -> None:
    """Let a caller who has closed standard output (>&-) ask for the exit code alone."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end


def _fault(error: Exception) -> str:
    """Name a bug a bug: what happened, where in the tool, and what to do with it."""
    if os.environ.get("MFC_CAPACITY_TRACEBACK"):
        return "".join(traceback.format_exception(error))
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return fault(__version__, type(error).__name__, str(error), place)


def _problems(problems: Sequence[Problem]) -> str:
    """Return each problem as the screen has room for it, and how many there are."""
    from mfc_capacity.cli.output import screen
    from mfc_capacity.render.page import Judged, Text, Verbatim
    from mfc_capacity.render.terminal import written

    blocks = []
    for problem in problems:
        first, *rest = problem_text(problem).splitlines()
        blocks.append(Verbatim((Judged(first, "bad"), *rest)))
    count = [Text(found(len(problems)), "verdict")] if len(problems) > 1 else []
    options = screen(sys.stderr)
    options = (
        options if sys.stderr.isatty() else replace(options, width=None)
    )  # a line a problem, to look for
    return written([*blocks, *count], options).rstrip("\n")


def _say(text: str) -> None:
    encoding = sys.stderr.encoding or "utf-8"
    said = with_twins(text, encoding)
    sys.stderr.write(said.encode(encoding, "backslashreplace").decode(encoding) + "\n")
