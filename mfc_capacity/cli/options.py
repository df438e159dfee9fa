"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer

ScenarioPath = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="The scenario file; - reads standard input.")
]
Variant = Annotated[
    str | None,
    typer.Option(
        "--variant", metavar="NAME", help="Take a variant of the scenario, named under its variants."
    ),
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value, as in --set hotlines.mfc.aht=4m; may be repeated.",
    ),
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


Format = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        "-f",
        help="Format of the answer; by default that of the file's extension (.csv, .xlsx, .json, .md), else a table.",
    ),
]
OutputFile = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of standard output."),
]
CsvDialect = Annotated[
    Dialect,
    typer.Option(
        "--csv-dialect",
        help="Of csv; excel-ru: semicolons, decimal commas and a byte order mark, for a Russian Excel.",
    ),
]
