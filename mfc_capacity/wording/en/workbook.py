"""Names of the sheets of a workbook, and why there is none."""

from mfc_capacity.wording.en.numbers import count_text

ASSUMPTIONS, WARNINGS, ABOUT, COLUMNS = "Assumptions", "Warnings", "About", "Columns"
CHARTS, CHART_DATA = "Charts", "Chart data"
ASSUMPTION = "assumption"
REQUIRED, GIVEN, OPERATORS = "required", "given", "operators on duty"
COST, START, MONTH = "Cost by month", "start", "month"
NO_LIBRARY = "a workbook needs XlsxWriter, which is not installed"
NO_LIBRARY_HINT = "pip install XlsxWriter, into the environment that mfc-capacity runs in"
TOO_LONG_HINT = "write fewer intervals (--intervals DATE), or -f csv, which has no end"


def too_long(table: str, rows: int) -> str:
    """Say that a table does not fit a sheet."""
    return f"the table {table} has {count_text(rows)} rows, and a sheet of a workbook ends at 1,048,576"
