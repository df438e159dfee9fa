"""One table, whatever kind of file it is kept in; and files that are none."""

import gzip
import io
import struct
import sys
import zipfile
from datetime import datetime, time
from typing import Any

import pytest

from mfc_capacity.files import sheet, tables, workbook
from mfc_capacity.files.problems import InputError
from mfc_capacity.wording import text

HEADER = ("date", "start", "линия", "calls")
ROWS = (
    ("2014-03-01", "08:00", "МФЦ", "12.5"),
    ("2014-03-01", "08:30", "МФЦ", "1250"),
    ("2014-03-02", "", "b", ""),
)


def csv_file(delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    lines = [delimiter.join(cells) for cells in (HEADER, *ROWS)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_file(*, above: int = 0, **more: Any) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "Q2"
    for _ in range(above):
        page.append([])
    page.append(HEADER)
    page.append([datetime(2014, 3, 1), time(8), "МФЦ", 12.5])  # noqa: DTZ001 - local, as Excel has it
    page.append([datetime(2014, 3, 1), time(8, 30), "МФЦ", 1250])  # noqa: DTZ001
    page.append(["2014-03-02", None, "b", None])
    for place, value in more.items():
        page[place] = value
    book.create_sheet("Other")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parquet_file(tmp_path: Any) -> bytes:
    import duckdb

    path = tmp_path / "table.parquet"
    rows = """
        (VALUES
            (DATE '2014-03-01', '08:00', 'МФЦ', 12.5::DOUBLE), (DATE '2014-03-01', '08:30', 'МФЦ', 1250),
            (DATE '2014-03-02', NULL, 'b', NULL)
        ) AS rows(date, start, линия, calls)
    """
    duckdb.sql(f"SELECT * FROM {rows}").write_parquet(str(path))  # noqa: S608
    content: bytes = path.read_bytes()
    return content


@pytest.mark.parametrize(
    "content",
    [
        csv_file(),
        csv_file(";"),
        csv_file("\t"),
        csv_file(";", "utf-8-sig"),
        csv_file(";", "cp1251"),
        gzip.compress(csv_file(), mtime=0),
        gzip.compress(csv_file()[:40], mtime=0) + gzip.compress(csv_file()[40:], mtime=0),
        xlsx_file(),
        xlsx_file(above=2),
    ],
)
def test_every_kind_of_file_has_the_same_cells(content: bytes) -> None:
    read = tables.read_table(content, "f", ("date", "calls"))
    assert (read.header, read.columns, read.ragged) == (HEADER, tuple(map(list, zip(*ROWS, strict=True))), [])
    assert read.lines == [read.header_line + k for k in (1, 2, 3)]


def test_parquet_has_the_same_cells(tmp_path: Any) -> None:
    read = tables.read_table(parquet_file(tmp_path), "f", ())
    assert read.header == HEADER
    assert read.columns[:3] == tuple(map(list, zip(*ROWS, strict=True)))[:3]
    assert read.columns[3] == ["12.5", "1250.0", ""]
    assert read.lines == [2, 3, 4]


def packed(*parts: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return content.getvalue()


def lying_bomb() -> bytes:
    """A part of 20 MB that declares a single byte."""
    content = bytearray(packed(("xl/worksheets/sheet1.xml", bytes(20_000_000))))
    size = struct.pack("<I", 20_000_000)
    while size in content:
        at = content.index(size)
        content[at : at + 4] = struct.pack("<I", 1)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(csv_file(), mtime=0)[:-12], "the file is cut off"),
        (gzip.compress(bytes(5_000_000), mtime=0), "unpacked, the file is larger than 1,000,000 bytes"),
        (b"\x1f\x8b\x08\x00 no gzip at all", "cannot be unpacked as gzip"),
        (packed(("xl/workbook.xml", bytes(5_000_000))), "unpacked, the file is larger than 4,000,000 bytes"),
        (lying_bomb(), "unpacked, the file is larger than 4,000,000 bytes"),
        (packed(("a.txt", b"no workbook")), "cannot be read as an Excel workbook"),
        (xlsx_file()[:-100], "cannot be read as an Excel workbook"),
        (xlsx_file(XFD1048576=1), "a sheet spans more than 30,000,000 cells"),
        (xlsx_file(E3="beyond"), ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of Excel 97-2003"),
        (b"PAR1 and nothing more PAR1", "cannot be read as Parquet"),
        (b"", "the file is empty"),
        ("Zürich;1\n".encode("cp1252"), "the byte 0xFC is not UTF-8"),
        ("Größe;1\n".encode("cp1252"), "the byte 0xF6 is not UTF-8"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_BYTES", 1_000_000)
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 4_000_000)
    if not words:
        assert tables.read_table(content, "f", ()).ragged == [(3, 5)]
        return
    with pytest.raises(InputError) as refused:
        tables.read_table(content, "f", ())
    (problem,) = refused.value.problems
    assert words in text(problem.message)
    assert problem.file == "f"


@pytest.mark.parametrize("missing", ["python_calamine", "duckdb"])
def test_without_the_extra_the_line_to_type_is_said(
    missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    content = xlsx_file() if missing == "python_calamine" else parquet_file(tmp_path)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(InputError) as refused:
        tables.read_table(content, "f", ())
    (problem,) = refused.value.problems
    assert problem.hint is not None
    assert "pip install python-calamine duckdb" in text(problem.hint)


def test_a_sheet_is_found_by_its_name() -> None:
    content = xlsx_file()
    assert tables.open_table(content, "f", (), sheet_name="Q2").header == HEADER
    with pytest.raises(InputError, match="no_sheet"):
        tables.open_table(content, "f", (), sheet_name="Q3")
    with pytest.raises(InputError, match="no_sheets"):
        tables.open_table(csv_file(), "f", (), sheet_name="Q2")
