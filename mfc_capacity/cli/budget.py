"""`budget`: what a sum buys, the curve from money to waiting; `--solve`: what the money and the operators carry."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import typer

from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, ScenarioPath, Variant
from mfc_capacity.files.problems import InputError, Problem


class TableName(StrEnum):
    """The tables of what sums buy."""

    CURVE = "curve"
    OPERATORS = "operators"
    VOLUME = "volume"
    SOLVE = "solve"


class Solve(StrEnum):
    """What can be solved for."""

    CENTRES = "centres"
    DEFLECTION = "deflection"
    OPERATORS = "operators"


MOST_STEPS = 1000
_KINDS: dict[Solve, Literal["driver", "deflection", "operators"]] = {
    Solve.CENTRES: "driver",
    Solve.DEFLECTION: "deflection",
    Solve.OPERATORS: "operators",
}


def budget(
    scenario: ScenarioPath,
    variant: Variant = None,
    overrides: Overrides = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="SUM", help="First sum of the grid, as 300mln [around the scenario's own sums]."
        ),
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="SUM", help="Last sum of the grid.")] = None,
    steps: Annotated[int, typer.Option(min=2, max=MOST_STEPS, help="Number of sums of the grid.")] = 9,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="SUM", help="One sum to look at, as 850mln; --table operators says who is on duty for it."
        ),
    ] = None,
    intervals: Annotated[
        str, typer.Option(metavar="DATE|all|busiest|none", help="The dates of the table operators.")
    ] = "busiest",
    solve: Annotated[
        Solve | None,
        typer.Option(
            help="What the money and the operators carry: the most centres (or another driver), the least deflection, "
            "the most operators."
        ),
    ] = None,
    driver: Annotated[str | None, typer.Option(metavar="NAME", help="The driver of --solve centres.")] = None,
    hotline: Annotated[
        str | None, typer.Option(metavar="NAME", help="The hotline of --solve deflection.")
    ] = None,
    channel: Annotated[
        str | None, typer.Option(metavar="NAME", help="The channel of --solve deflection.")
    ] = None,
    table: Annotated[
        TableName | None,
        typer.Option(help="One table in full; csv and ndjson carry one (the first by default)."),
    ] = None,
    format_name: Format = None,
    output: OutputFile = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
) -> None:
    """Show what a sum of money buys: the curve from money to waiting."""
    from mfc_capacity.answers.records import Budget, Solution
    from mfc_capacity.cli.output import deliver
    from mfc_capacity.commands.budget import BudgetQuestion
    from mfc_capacity.commands.budget import budget as curve
    from mfc_capacity.commands.budget.solve import Unknown, solution
    from mfc_capacity.commands.budget.view import view
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.scenario import load_scenario
    from mfc_capacity.wording.en.budget import no_table

    _refuse_misplaced(solve, driver, hotline, channel)
    loaded = load_scenario(scenario, variant=variant, overrides=tuple(overrides or ()))
    sums = _sums({"--from": first, "--to": last, "--at": at}, loaded.scenario.currency)
    answer: Budget | Solution
    if solve is None:
        question = BudgetQuestion(sums["--from"], sums["--to"], steps, sums["--at"], intervals)
        answer = curve(loaded, question, cores())
    else:
        unknown = Unknown(_KINDS[solve], driver, hotline, channel, cores())
        answer = solution(loaded, unknown, sums["--at"])
    if table is not None and table not in answer.tables:
        raise InputError([_problem("--table", no_table(table, ", ".join(answer.tables)))])
    deliver(answer, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)


def _refuse_misplaced(
    solve: Solve | None, driver: str | None, hotline: str | None, channel: str | None
) -> None:
    """Refuse options of another question than the one that is asked.

    Raises:
        InputError: naming each.
    """
    from mfc_capacity.wording.en.budget import has_no_meaning

    of_solve = {
        Solve.CENTRES: [("--driver", driver)],
        Solve.DEFLECTION: [("--hotline", hotline), ("--channel", channel)],
    }
    misplaced = [
        _problem(option, has_no_meaning(option, f"--solve {of.value}"))
        for of, options in of_solve.items()
        for option, value in options
        if value is not None and solve is not of
    ]
    if misplaced:
        raise InputError(misplaced)


def _sums(texts: dict[str, str | None], currency: str | None) -> dict[str, Decimal | None]:
    """Read the sums, with or without the currency.

    Raises:
        InputError: for every text that is no sum, and for a grid that runs backwards.
    """
    from mfc_capacity.files.units import UnitError, read_sum

    sums: dict[str, Decimal | None] = {}
    problems = []
    for option, text in texts.items():
        try:
            sums[option] = None if text is None else read_sum(text, currency)
        except UnitError as error:
            problems.append(_problem(option, error.message, error.hint))
    low, high = sums.get("--from"), sums.get("--to")
    if low is not None and high is not None and high <= low:
        problems.append(_problem("--to", f"{texts['--to']} is not more than --from {texts['--from']}"))
    if problems:
        raise InputError(problems)
    return sums


def _problem(option: str, message: str, hint: str | None = None) -> Problem:
    return Problem(None, None, None, option, message, hint)
