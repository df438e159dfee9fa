"""What is wrong with a table as a file: its packing, its kind, what is needed to read it."""

from collections.abc import Sequence

LEAVE_SHEET_OUT = "leave sheet out"
OLD_EXCEL = "this is a workbook of Excel 97-2003 (.xls), or one with a password"
SAVE_AS_XLSX = "save it as an Excel workbook (.xlsx) without a password, or as CSV"
CUT_OFF = "the file is cut off: gzip has more to come"
COPY_AGAIN = "copy or pack it again"
NO_GZIP = "this cannot be unpacked as gzip"
NO_WORKBOOK = "this cannot be read as an Excel workbook"
NO_LIBRARY_HINT = (
    "pip install python-calamine duckdb (the extra tables), into the environment that mfc-capacity runs in, "
    "or save the table as CSV"
)
NO_PARQUET = "this cannot be read as Parquet"
WRITE_AGAIN = "write it again, or save the table as CSV"
DELETE_FAR_CELLS = "delete the rows and columns beyond the table, or save the sheet as CSV"


def no_sheets(name: str) -> str:
    """Say that only workbooks have sheets."""
    return f"this is no workbook, and has no sheet '{name}'"


def no_column_of_sheet(sheet: str) -> str:
    """Say that the first sheet of a workbook is not the one to be read."""
    return f"the first sheet, {sheet}, has none of the columns that are looked for"


def which_sheet(names: Sequence[str]) -> str:
    """Say how one of several sheets is named."""
    return f"its sheets are {', '.join(names)}: say which, as sheet: {names[-1]} (of records in a file for --map)"


def no_sheet(name: str) -> str:
    """Say that a workbook has no such sheet."""
    return f"the workbook has no sheet '{name}'"


def sheets_are(names: Sequence[str]) -> str:
    """List the sheets of a workbook."""
    return f"its sheets are {', '.join(names)}"


def no_library(kind: str) -> str:
    """Say that a kind of file is read with a library that is not there."""
    return f"reading {kind} needs a library that is not installed"


def too_many_bytes_unpacked(most: int) -> str:
    """Refuse a file that is too large when it is unpacked."""
    return f"unpacked, the file is larger than {most:,} bytes, the most that is read"


def too_many_cells(most: int) -> str:
    """Refuse a sheet whose last row and column span too many cells."""
    return f"a sheet spans more than {most:,} cells, the most that is read"


def cell_too_long(most: int) -> str:
    """Refuse a cell that is no name, date or number."""
    return f"a cell is longer than {most:,} characters, the most that is read"
