"""`simulate`: does a planned day deliver what it promises, call by call, with confidence intervals."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mfc_capacity.cli.options import CsvDialect, Dialect, Format, OutputFile, Overrides, ScenarioPath, Variant
from mfc_capacity.files.problems import InputError, Problem

if TYPE_CHECKING:
    from mfc_capacity.commands.simulate import Staff
    from mfc_capacity.scenario import LoadedScenario


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
    from mfc_capacity.cli.progress import progress
    from mfc_capacity.commands import simulate as engine
    from mfc_capacity.commands.simulate.view import view
    from mfc_capacity.plan.pool import cores
    from mfc_capacity.render.csv import streamed
    from mfc_capacity.scenario import load_scenario

    half_width = _half_width(precision, seed)
    loaded = load_scenario(scenario, variant=variant, overrides=tuple(overrides or ()))
    case = engine.find_case(loaded, date, group, _staff(loaded, group, operators, given=given))
    with progress() as advance:
        played = engine.play(case, seed=seed, precision=half_width, workers=cores(), progress=advance)
    if trace is not None:
        write_parts(trace, streamed(engine.call_log(played), csv_dialect))
    answer = engine.simulation_answer(played)
    deliver(answer, view, format_name=format_name, output=output, table=table, dialect=csv_dialect)


def _half_width(precision: str, seed: int) -> float:
    """Read the precision, and refuse a seed that is none."""
    from mfc_capacity.files.units import UnitError, read_share
    from mfc_capacity.wording.en import simulate as words

    problems, half_width = [], 0.0
    try:
        half_width = float(read_share(precision.strip()))
    except UnitError as error:
        problems.append(_problem("--precision", error.message, error.hint))
    if not problems and half_width == 0:
        problems.append(_problem("--precision", words.NO_PRECISION, words.PRECISION_HINT))
    if seed < 0:
        problems.append(_problem("--seed", words.SEED, None))
    if problems:
        raise InputError(problems)
    return half_width


def _staff(loaded: "LoadedScenario", group: str | None, operators: str | None, *, given: bool) -> "Staff":
    """Return whose operators are on duty."""
    from mfc_capacity.commands.simulate import FROM_FILE, GIVEN, Staff, read_schedule
    from mfc_capacity.files.layers import read_bytes, shown_path
    from mfc_capacity.wording.en import simulate as words

    if operators is None:
        return Staff(GIVEN) if given else Staff()
    if given:
        raise InputError([_problem("--operators", words.BOTH_STAFFS, None)])
    try:
        content = read_bytes(operators)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(
            [_problem("--operators", words.unreadable(shown_path(operators), reason), None)]
        ) from None
    groups = tuple(loaded.scenario.groups)
    return Staff(FROM_FILE, read_schedule(content, shown_path(operators), groups, group))


def _problem(option: str, message: str, hint: str | None) -> Problem:
    return Problem(None, None, None, option, message, hint)
