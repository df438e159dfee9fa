"""What is wrong with a CSV file: its size, its encoding, its quotes, its header."""

from collections.abc import Sequence

EMPTY = "the file is empty"
SPLIT_IT = "split it"
SPLIT_THE_FILE = "split the file"
SAVE_AS_UTF8 = "save the file in the encoding UTF-8 (in Excel: CSV UTF-8)"
NUL_CHARACTER = "the character U+0000 does not belong in a text file"
QUOTE_STAYS_OPEN = "this is no CSV: a quote that is opened here is never closed"
TEXT_AFTER_QUOTE = (
    "this is no CSV: text follows a closing quote; inside a quoted cell a quote is written twice"
)
CELL_TOO_LONG = "this is no CSV: a cell is longer than 131,072 characters"


def too_many_bytes(most: int) -> str:
    """Refuse a file that is too large."""
    return f"the file is larger than {most:,} bytes, the most that is read"


def too_many_columns(most: int) -> str:
    """Refuse a file with too many columns."""
    return f"there are more than {most:,} columns, the most that is read"


def too_many_rows(most: int) -> str:
    """Refuse a file with too many rows."""
    return f"there are more than {most:,} rows, the most that is read"


def first_row_names(columns: Sequence[str]) -> str:
    """Say what the header of a file holds."""
    return f"its first row names the columns: {', '.join(columns)}"


def byte_not_utf8(byte: int) -> str:
    """Refuse a byte that is no UTF-8."""
    return f"the byte 0x{byte:02X} is not UTF-8"


def not_csv(reason: str) -> str:
    """Refuse what is no CSV, in the words of the CSV reader."""
    return f"this is no CSV: {reason}"
