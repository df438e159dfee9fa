"""`init`, `validate`, `resolve`, `schema`: the scenario file itself."""

import json
from enum import StrEnum
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from mfc_capacity.cli.options import FormatName, OutputFile, Overrides, ScenarioPath, Variant
from mfc_capacity.files.problems import InputError, Problem


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
    SIMULATE = "simulate"


def init(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Where to write; - prints it.")
    ] = "scenario.yaml",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a commented starter scenario."""
    from mfc_capacity.cli.output import write_file, write_stdout

    text = files("mfc_capacity").joinpath("starter.yaml").read_text(encoding="utf-8")
    if file == "-":
        write_stdout(text)
        return
    if Path(file).exists() and not force:
        message = (
            f"{file} is there already and stays as it is; choose another name, or replace it with --force"
        )
        raise InputError([Problem(None, None, None, "FILE", message)])
    write_file(file, text)
    typer.echo(f"wrote {file}; next: mfc-capacity plan {file}", err=True)


def validate(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="Scenario files; - reads standard input.")
    ],
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
    name: Annotated[
        SchemaName,
        typer.Argument(
            metavar="NAME",
            help="scenario and limits are for editors; metrics lists what limits may be about; "
            "the others describe JSON answers.",
        ),
    ],
    output: OutputFile = None,
    format_name: Annotated[
        FormatName | None, typer.Option("--format", "-f", help="Format of the list of metrics [json].")
    ] = None,
) -> None:
    """Print a JSON Schema (draft 2020-12), or the metrics that limits may be about."""
    from mfc_capacity.cli.output import deliver, write_file, write_stdout

    if name is SchemaName.METRICS:
        from mfc_capacity.commands.check.view.metrics import metric_list, view

        deliver(metric_list(), view, format_name=format_name, output=output, default=FormatName.JSON)
        return
    if format_name not in (None, FormatName.JSON):
        message = f"the schema of {name} is JSON; only the list of metrics has other formats"
        raise InputError([Problem(None, None, None, "--format", message)])
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

        return scenario_schema() if name is SchemaName.SCENARIO else limits_schema()
    schema = import_module(f"mfc_capacity.commands.{_VIEWS.get(name, f'{name}.view')}").schema
    return schema()
