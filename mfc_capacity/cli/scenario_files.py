"""`init`, `validate`, `resolve`, `schema`: the scenario file itself."""

import json
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from mfc_capacity.cli.options import FormatName, OutputFile, Overrides, ScenarioPath, Variant, of_output
from mfc_capacity.files.problems import InputError, Problem, say, usage_error
from mfc_capacity.wording.en import help as help_text
from mfc_capacity.wording.en.cli import wrote


class SchemaName(StrEnum):
    """What there are schemas of."""

    SCENARIO = "scenario"
    PLAN = "plan"
    ERLANG = "erlang"
    EXPLAIN = "explain"
    LIMITS = "limits"
    METRICS = "metrics"
    CHECK = "check"
    COMPARE = "compare"
    BUDGET = "budget"
    SOLUTION = "solution"
    SWEEP = "sweep"
    RISK = "risk"
    FIT = "fit"
    BACKTEST = "backtest"
    SIMULATE = "simulate"
    SCHEDULE = "schedule"
    PEOPLE = "people"


def init(
    file: Annotated[str, typer.Argument(metavar="FILE", help=help_text.INIT_FILE)] = "scenario.yaml",
    force: Annotated[bool, of_output("--force", help=help_text.INIT_FORCE)] = False,
) -> None:
    """Write a commented starter scenario."""
    from mfc_capacity.cli.output import write_file, write_stdout
    from mfc_capacity.wording import starter

    text = starter()
    if file == "-":
        write_stdout(text)
        return
    if Path(file).exists() and not force:
        raise usage_error("FILE", say("cli.is_there_already", file=file))
    write_file(file, text)
    typer.echo(wrote(file), err=True)


def validate(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help=help_text.VALIDATE_SCENARIOS)],
    variant: Variant = None,
    overrides: Overrides = None,
) -> None:
    """Report every mistake of scenario files, and nothing when there is none."""
    from mfc_capacity.scenario import load_scenario

    problems: list[Problem] = []
    for path in scenarios:
        try:
            load_scenario(path, variant=variant, overrides=tuple(overrides or ()))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def resolve(
    scenario: ScenarioPath, variant: Variant = None, overrides: Overrides = None, output: OutputFile = None
) -> None:
    """Print the file after extends, variant and --set, each value with its origin."""
    from mfc_capacity.cli.output import write_file, write_stdout
    from mfc_capacity.scenario import load_scenario, resolve_text

    text = resolve_text(load_scenario(scenario, variant=variant, overrides=tuple(overrides or ())))
    if output is None:
        write_stdout(text)
    else:
        write_file(output, text)


def schema(
    name: Annotated[SchemaName, typer.Argument(metavar="NAME", help=help_text.SCHEMA_NAME)],
    output: OutputFile = None,
    format_name: Annotated[
        FormatName | None, of_output("--format", "-f", help=help_text.SCHEMA_FORMAT)
    ] = None,
) -> None:
    """Print a JSON Schema (draft 2020-12), or the metrics that limits may be about."""
    from mfc_capacity.cli.output import deliver, write_file, write_stdout

    if name is SchemaName.METRICS:
        from mfc_capacity.commands.check.view.metrics import metric_list, view

        deliver(metric_list(), view, format_name=format_name, output=output, default=FormatName.JSON)
        return
    if format_name not in (None, FormatName.JSON):
        raise usage_error("--format", say("cli.schema_is_json", name=name.value))
    text = json.dumps(_schema_of(name), indent=2, ensure_ascii=False) + "\n"
    if output is None:
        write_stdout(text)
    else:
        write_file(output, text)


_VIEWS = {
    SchemaName.BUDGET: "budget.view.curve",
    SchemaName.SOLUTION: "budget.view.solution",
    SchemaName.CHECK: "check.view.json",
}


def _schema_of(name: SchemaName) -> object:
    if name in (SchemaName.SCENARIO, SchemaName.LIMITS):
        from mfc_capacity.scenario import limits_schema, scenario_schema
        from mfc_capacity.wording.en.keys import DESCRIPTIONS

        of_file = scenario_schema if name is SchemaName.SCENARIO else limits_schema
        return of_file(DESCRIPTIONS)
    schema = import_module(f"mfc_capacity.commands.{_VIEWS.get(name, f'{name}.view')}").schema
    return schema()
