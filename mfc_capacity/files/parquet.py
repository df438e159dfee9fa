"""A Parquet file as cells: DuckDB writes its values as text, dates and times as ISO does."""

import importlib
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from mfc_capacity.files import sheet
from mfc_capacity.files.problems import say
from mfc_capacity.files.sheet import Exact, OpenSheet, Part, checked_header, refusal

ROWS_AT_ONCE = 50_000
LONGEST_CELL = 10_000
MEMORY = "400MB"
TEXT = "VARCHAR"


def open_parquet(content: bytes, file: str, known: Collection[str], most_lines: int | None) -> OpenSheet:
    """Open a Parquet file.

    Raises:
        InputError: if DuckDB is not installed, or the file is no Parquet or too large.
    """
    try:
        library: Any = importlib.import_module("duckdb")
    except ImportError:
        raise refusal(file, say("tables.no_library", kind="Parquet"), say("tables.NO_LIBRARY_HINT")) from None
    cells = _cells(library, content, file, most_lines or sheet.MAX_LINES)
    names, types = next(cells)
    header = checked_header(file, [name or "" for name in names], known)
    is_number = [kind != TEXT for kind in types]
    return OpenSheet(file, None, 1, header, _parts(cells, file, is_number))


def _cells(
    library: Any, content: bytes, file: str, most_lines: int
) -> Iterator[list[tuple[str | None, ...]]]:
    """Yield the names and types of the columns as two rows, then the rows, many at a time.

    Raises:
        InputError: if it is no Parquet, or has too many rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(content)
        at = [str(path)]
        try:
            base = library.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": folder})
            (count,) = base.execute("SELECT num_rows FROM parquet_file_metadata(?)", at).fetchone()
            columns = base.execute("DESCRIBE SELECT * FROM read_parquet(?)", at).fetchall()
            yield [tuple(name for name, *_ in columns), tuple(kind for _, kind, *_ in columns)]
            if count >= most_lines:
                message = say("sheet.too_many_rows", most=most_lines - 1)
                raise refusal(file, message, say("sheet.SPLIT_THE_FILE"))
            texts = (f"left(CAST(#{k} AS VARCHAR), {LONGEST_CELL + 1})" for k in range(1, len(columns) + 1))
            rows = base.execute(f"SELECT {', '.join(texts)} FROM read_parquet(?)", at)  # noqa: S608 - numbers only
            while some := rows.fetchmany(ROWS_AT_ONCE):
                yield some
        except library.Error as error:
            raise refusal(file, say("tables.NO_PARQUET"), say("tables.WRITE_AGAIN")) from error


def _parts(
    rows: Iterator[list[tuple[str | None, ...]]], file: str, is_number: Sequence[bool]
) -> Iterator[Part]:
    first = 2  # as if its header stood on the first line
    for some in rows:
        columns = tuple(
            [(Exact(cell) if exact else cell) if cell else "" for cell in cells]
            for exact, cells in zip(is_number, zip(*some, strict=True), strict=True)
        )
        if any(len(cell) > LONGEST_CELL for cells in columns for cell in set(cells)):
            raise refusal(file, say("tables.cell_too_long", most=LONGEST_CELL))
        yield Part(columns or ([],) * len(is_number), range(first, first + len(some)), [])
        first += len(some)
