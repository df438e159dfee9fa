"""Ten million rows are read within two gigabytes: what a row takes is counted on fewer."""

import tracemalloc
from pathlib import Path

import pytest

from mfc_capacity.files import byte_columns
from mfc_capacity.records import log
from mfc_capacity.records.reading import read_records
from tests.records.logs import Truth, clocks_row, play, write_log

MOST_BYTES_A_ROW = 100  # beside the file itself: 10,000,000 rows of 95 bytes are 1.95 GB


@pytest.mark.slow
def test_a_row_takes_few_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "ROWS_AT_ONCE", 5_000)
    monkeypatch.setattr(byte_columns, "BYTES_AT_ONCE", 1 << 18)
    played = play(Truth(days=30, calls_per_day=2000, operators=5))
    few = write_log(tmp_path / "few.csv", played[: len(played) // 3], clocks_row)
    many = write_log(tmp_path / "many.csv", played, clocks_row)
    taken_by(few)  # and what is loaded when it is needed first
    (rows_of_few, bytes_of_few), (rows, more_bytes) = taken_by(few), taken_by(many)
    assert (more_bytes - bytes_of_few) / (rows - rows_of_few) < MOST_BYTES_A_ROW


def taken_by(path: Path) -> tuple[int, int]:
    """Return the rows of a log, and the most memory that it took to read them beyond the file's own size."""
    tracemalloc.start()
    rows = read_records([str(path)]).rows
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return rows, peak - path.stat().st_size
