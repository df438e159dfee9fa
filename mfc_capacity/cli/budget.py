"""`budget`: what a sum buys, the curve from money to waiting; `--solve`: what the money and the operators carry."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import (
    CsvDialect,
    Dialect,
    Format,
    InShifts,
    OutputFile,
    Overrides,
    ScenarioPath,
    TimeLimit,
    Variant,
    of_output,
)
from mfc_capacity.files.problems import InputError, Problem, say
from mfc_capacity.wording.en import help as help_text


class TableName(StrEnum):
    """The tables of what sums buy."""

    CURVE = "curve"
    OPERATORS = "operators"
    VOLUME = "volume"
    HEADCOUNT = "headcount"
    SOLVE = "solve"
    ASSUMPTIONS = "assumptions"
    WARNINGS = "warnings"


class Place(StrEnum):
    """How the operators that a sum pays for are placed."""

    SAME_PROMISE = "same-promise"
    MOST_ANSWERED = "most-answered"


class Solve(StrEnum):
    """What can be solved for."""

    CENTRES = "centres"
    DEFLECTION = "deflection"
    OPERATORS = "operators"


MOST_STEPS = 1000


def budget(
    scenario: ScenarioPath,
    variant: Variant = None,
    overrides: Overrides = None,
    first: Annotated[str | None, typer.Option("--from", metavar="SUM", help=help_text.BUDGET_FROM)] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="SUM", help=help_text.BUDGET_TO)] = None,
    steps: Annotated[int, typer.Option(min=2, max=MOST_STEPS, help=help_text.BUDGET_STEPS)] = 9,
    at: Annotated[str | None, typer.Option(metavar="SUM", help=help_text.BUDGET_AT)] = None,
    intervals: Annotated[
        str, typer.Option(metavar="DATE|all|busiest|none", help=help_text.BUDGET_INTERVALS)
    ] = "busiest",
    place: Annotated[Place | None, typer.Option(help=help_text.BUDGET_PLACE)] = None,
    floor: Annotated[str | None, typer.Option(metavar="SHARE", help=help_text.BUDGET_FLOOR)] = None,
    solve: Annotated[
        Solve | None,
        typer.Option(help=help_text.BUDGET_SOLVE),
    ] = None,
    driver: Annotated[str | None, typer.Option(metavar="NAME", help=help_text.BUDGET_DRIVER)] = None,
    hotline: Annotated[str | None, typer.Option(metavar="NAME", help=help_text.BUDGET_HOTLINE)] = None,
    channel: Annotated[str | None, typer.Option(metavar="NAME", help=help_text.BUDGET_CHANNEL)] = None,
    shifts: InShifts = False,
    time_limit: TimeLimit = None,
    table: Annotated[TableName | None, of_output(help=help_text.BUDGET_TABLE)] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Show what a sum of money buys: the curve from money to waiting."""
    from mfc_capacity.cli.output import deliver, searched
    from mfc_capacity.commands.budget.view import view
    from mfc_capacity.plan.pool import cores

    of_curve = {
        "--place": place,
        "--floor": floor,
        "--shifts": shifts or None,
        "--time-limit": time_limit,
    }
    _refuse_misplaced(solve, driver, hotline, channel, of_curve)
    answer: api.Budget | api.Solution
    with searched() as search:
        loaded = api.load(scenario, variant=variant, set=overrides, workers=cores())
        if solve is None:
            answer = loaded.budget(
                first=first,
                last=last,
                steps=steps,
                at=at,
                intervals=intervals,
                place=Place.SAME_PROMISE.value if place is None else place.value,
                floor=floor,
                shifts=shifts,
                time_limit=time_limit,
                on_progress=search.found,
            )
        else:
            answer = loaded.solve(solve.value, driver=driver, hotline=hotline, channel=channel, at=at)
    deliver(answer.record, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)


def _refuse_misplaced(
    solve: Solve | None,
    driver: str | None,
    hotline: str | None,
    channel: str | None,
    of_curve: Mapping[str, object],
) -> None:
    """Refuse options of another question than the one that is asked.

    Raises:
        InputError: naming each.
    """
    of_solve = {
        Solve.CENTRES: [("--driver", driver)],
        Solve.DEFLECTION: [("--hotline", hotline), ("--channel", channel)],
    }
    misplaced = [
        Problem(None, None, None, option, say("budget.not_of_solve", option=option))
        for option, value in of_curve.items()
        if solve is not None and value is not None
    ]
    misplaced += [
        Problem(
            None,
            None,
            None,
            option,
            say("budget.has_no_meaning", option=option, belongs_to=f"--solve {of.value}"),
        )
        for of, options in of_solve.items()
        for option, value in options
        if value is not None and solve is not of
    ]
    if misplaced:
        raise InputError(misplaced)
