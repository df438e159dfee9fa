"""`fit`: a scenario learnt from records of calls, or from counts of them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mfc_capacity import api
from mfc_capacity.cli.options import CsvDialect, Dialect, FormatName, of_output
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.wording.en import help as help_text

PRINTED = "-"  # in place of a file


class TableName(StrEnum):
    """The tables of what was learnt, and the warnings beside them."""

    FIGURES = "figures"
    EXCLUDED = "excluded"
    LAWS = "laws"
    SURVIVAL = "survival"
    FORECASTS = "forecasts"
    AHEAD = "ahead"
    WARNINGS = "warnings"


def fit(
    records: Annotated[list[str], typer.Argument(metavar="RECORDS...", help=help_text.FIT_RECORDS)],
    scenario: Annotated[
        str | None, of_output("--output", "-o", metavar="SCENARIO", help=help_text.FIT_SCENARIO)
    ] = None,
    columns: Annotated[
        str | None, typer.Option(metavar="ROLE=COLUMN,...", help=help_text.RECORDS_COLUMNS)
    ] = None,
    map_file: Annotated[str | None, typer.Option("--map", metavar="FILE", help=help_text.RECORDS_MAP)] = None,
    volumes: Annotated[bool, typer.Option("--volumes", help=help_text.FIT_VOLUMES)] = False,
    aht: Annotated[str | None, typer.Option(metavar="DURATION", help=help_text.FIT_AHT)] = None,
    interval: Annotated[str | None, typer.Option(metavar="DURATION", help=help_text.FIT_INTERVAL)] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help=help_text.FIT_COUNTRY)] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=help_text.FIT_UNTIL)] = None,
    ahead: Annotated[str | None, typer.Option(metavar="DAYS", help=help_text.FIT_AHEAD)] = None,
    table: Annotated[TableName | None, of_output(help=help_text.FIT_TABLE)] = None,
    format_name: Annotated[FormatName | None, of_output("--format", "-f", help=help_text.FIT_FORMAT)] = None,
    csv_dialect: CsvDialect = Dialect.RFC4180,
    force: Annotated[bool, of_output("--force", help=help_text.INIT_FORCE)] = False,
) -> None:
    """Learn a scenario from records of calls."""
    from mfc_capacity.cli.output import deliver, progress, say_cautions, write_stdout
    from mfc_capacity.commands.fit.view import view
    from mfc_capacity.wording.answers import in_words

    read = [*records, *filter(None, [map_file])]
    is_printed = scenario == PRINTED
    path = None if scenario is None or is_printed else Path(scenario)
    if is_printed:
        _refuse_a_mixture(format_name, table, ahead)
    elif path is not None:
        _refuse_another_format(path)
        _refuse_to_replace([path], read, force=force)
    with progress() as advance:
        learnt = api.fit(
            records,
            columns=columns,
            map=map_file,
            volumes=volumes,
            aht=aht,
            interval=interval,
            country=country,
            until=until,
            ahead=ahead,
            name="scenario.yaml" if path is None else path.name,
            on_rows=advance,
        )
    if is_printed:
        write_stdout(learnt.scenario)
        say_cautions(in_words(learnt.record))
        return
    if path is not None:
        _write(path, learnt.files(), read, force=force)
    shown = partial(view, is_written=path is not None)
    deliver(learnt.record, shown, format_name=format_name, output=None, table=table, dialect=csv_dialect)
    if path is not None:
        from mfc_capacity.wording.en.fit import wrote

        typer.echo(wrote(str(path)), err=True)


def _write(path: Path, texts: Mapping[str, str], read: Iterable[str], *, force: bool) -> None:
    """Write the scenario, and the files that it reads beside it."""
    from mfc_capacity.cli.output import write_file

    files = {path.with_name(name): text for name, text in texts.items()}
    _refuse_to_replace(files, read, force=force)
    for file, text in files.items():
        write_file(str(file), text)


def _refuse_a_mixture(format_name: FormatName | None, table: TableName | None, ahead: str | None) -> None:
    """Refuse to print beside the scenario what would be mixed with it, or to leave out the forecast that it reads."""
    if format_name is not None or table is not None:
        raise usage_error("-o -", say("fit.PRINTED_ALONE"), say("fit.NAME_A_FILE"))
    if ahead is not None:
        raise usage_error("--ahead", say("fit.FORECAST_IS_A_FILE"), say("fit.NAME_A_FILE"))


def _refuse_another_format(scenario: Path) -> None:
    from mfc_capacity.render import format_of

    known = format_of(scenario.name)
    if known is not None:
        raise usage_error(
            "--output",
            say("fit.SCENARIO_IS_YAML"),
            say("fit.tables_are_printed", form=known, file=str(scenario)),
        )


def _refuse_to_replace(files: Iterable[Path], records: Iterable[str], *, force: bool) -> None:
    """Refuse to write over the records, whatever is forced, and over what is there."""
    read = {Path(record).resolve() for record in records}
    for file in files:
        if file.resolve() in read:
            raise usage_error("--output", say("fit.is_read", file=str(file)), say("fit.NAME_ANOTHER"))
        if file.exists() and not force:
            raise usage_error("--output", say("cli.is_there_already", file=str(file)))
