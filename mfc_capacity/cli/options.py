"""Options that several commands share."""

from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from mfc_capacity.cli import completion
from mfc_capacity.wording.en import help as help_text

ScenarioPath = Annotated[str, typer.Argument(metavar="SCENARIO", help=help_text.SCENARIO_PATH)]
of_scenario = partial(typer.Option, rich_help_panel=help_text.SCENARIO)
of_output = partial(typer.Option, rich_help_panel=help_text.OUTPUT)
of_work = partial(typer.Option, rich_help_panel=help_text.HOW)

Variant = Annotated[
    str | None,
    of_scenario("--variant", metavar="NAME", help=help_text.VARIANT, autocompletion=completion.variants),
]
Overrides = Annotated[
    list[str] | None,
    of_scenario("--set", metavar="PATH=VALUE", help=help_text.OVERRIDES, autocompletion=completion.paths),
]

Workers = Annotated[int | None, of_work("--workers", metavar="N", min=1, help=help_text.WORKERS)]

InShifts = Annotated[bool, typer.Option("--shifts", help=help_text.IN_SHIFTS)]
TimeLimit = Annotated[
    str | None, of_work("--time-limit", metavar="TIME", help=help_text.IN_SHIFTS_TIME_LIMIT)
]


class FormatName(StrEnum):
    """The formats an answer can be written in."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    MARKDOWN = "markdown"
    XLSX = "xlsx"


class Dialect(StrEnum):
    """The dialects of CSV."""

    RFC4180 = "rfc4180"
    EXCEL_RU = "excel-ru"


Format = Annotated[FormatName | None, of_output("--format", "-f", help=help_text.FORMAT)]
OutputFile = Annotated[str | None, of_output("--output", "-o", metavar="FILE", help=help_text.OUTPUT_FILE)]
CsvDialect = Annotated[Dialect, of_output("--csv-dialect", help=help_text.CSV_DIALECT)]
