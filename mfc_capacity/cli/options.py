"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer

from mfc_capacity.wording.en import help as help_text

ScenarioPath = Annotated[str, typer.Argument(metavar="SCENARIO", help=help_text.SCENARIO_PATH)]
Variant = Annotated[str | None, typer.Option("--variant", metavar="NAME", help=help_text.VARIANT)]
Overrides = Annotated[list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help=help_text.OVERRIDES)]


Workers = Annotated[int | None, typer.Option("--workers", metavar="N", min=1, help=help_text.WORKERS)]


InShifts = Annotated[bool, typer.Option("--shifts", help=help_text.IN_SHIFTS)]
TimeLimit = Annotated[
    str | None, typer.Option("--time-limit", metavar="TIME", help=help_text.IN_SHIFTS_TIME_LIMIT)
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


Format = Annotated[FormatName | None, typer.Option("--format", "-f", help=help_text.FORMAT)]
OutputFile = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text.OUTPUT_FILE)]
CsvDialect = Annotated[Dialect, typer.Option("--csv-dialect", help=help_text.CSV_DIALECT)]
