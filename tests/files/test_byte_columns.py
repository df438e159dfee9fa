"""Blocks of a table as bytes: the same cells, lines and mistakes as when it is read with care."""

import numpy as np
import pytest

from mfc_capacity.files import byte_columns
from mfc_capacity.files.byte_columns import LONGEST_CELL, byte_parts
from mfc_capacity.files.problems import InputError
from mfc_capacity.files.tables import open_table, read_table

PLAIN = "a,b,c\n1,x,\n22,yy,3\n,longer than a word,4\n"


def cells(
    content: bytes, *wanted: int, most_lines: int | None = None
) -> tuple[list[list[bytes]], list[int], int]:
    sheet = open_table(content, "t.csv", ("a", "b"))
    columns: list[list[bytes]] = [[] for _ in wanted]
    lines: list[int] = []
    ragged = 0
    for part in byte_parts(sheet, wanted, most_lines):
        for column, found in zip(columns, part.columns, strict=True):
            assert found.itemsize % 8 == 0
            column.extend(found.tolist())
        lines += part.lines.tolist()
        ragged += len(part.ragged)
    return columns, lines, ragged


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PLAIN, id="plain"),
        pytest.param(PLAIN.rstrip("\n"), id="without a last line break"),
        pytest.param(PLAIN.replace("\n", "\r\n"), id="Windows"),
        pytest.param(PLAIN.replace("\n", "\r\n").rstrip("\r\n"), id="Windows, without a last line break"),
        pytest.param(PLAIN.replace("\n", "\r"), id="old Mac"),
        pytest.param(PLAIN.replace("\n22", "\n\n\n22"), id="blank lines"),
        pytest.param(PLAIN + "\n\n", id="blank lines at the end"),
        pytest.param('"a","b","c"\n"1","x",""\n"22",yy,"3"\n', id="quotes around cells"),
        pytest.param('a,b,c\n1,"x,y",2\n3,"a ""b""",4\n5,z,6\n', id="quotes that hide commas"),
        pytest.param('a,b,c\n1,"two\nlines",2\n3,z,4\n', id="quotes that hide line breaks"),
        pytest.param('"a\nb",b,c\n1,x,2\n', id="a header of two lines"),
        pytest.param('a,b,c\n"1,x",y,2\n', id="a quote in place of a cell"),
        pytest.param("a,b,c\n1,x,2\n,,\n3,y,4\n", id="a row of empty cells"),
        pytest.param('a,b,c\n"1",x,2\n"","",""\n', id="a row of empty quotes"),
        pytest.param("Log of May\na,b,c\n1,x,2\n", id="a title above the header"),
        pytest.param("sep=,\na,b,c\n1,x,2\n", id="sep"),
        pytest.param("a,b,c\n", id="no rows"),
        pytest.param("a,b,c\n1,x,МФЦ\n", id="Cyrillic"),
    ],
)
@pytest.mark.parametrize("block", [1 << 22, 12])
def test_cells_are_those_of_the_careful_reader(
    text: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(byte_columns, "BYTES_AT_ONCE", block)
    whole = read_table(text.encode(), "t.csv", ("a", "b"))
    columns, lines, ragged = cells(text.encode(), 0, 2)
    assert columns == [[cell.encode() for cell in whole.columns[k]] for k in (0, 2)]
    assert (lines, ragged) == (whole.lines, len(whole.ragged))


@pytest.mark.parametrize("block", [1 << 22, 12])
def test_rows_of_another_length_are_told(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_columns, "BYTES_AT_ONCE", block)
    columns, lines, ragged = cells(b"a,b,c\n1,x,2\n3,y\n4,z,5,6\n7,w,8\n", 0)
    assert (columns, lines, ragged) == ([[b"1", b"7"]], [2, 5], 2)


def test_two_short_rows_are_not_one_long_one() -> None:
    assert cells(b"a,b,c,d\n1,x\n3,y\n5,6,7,8\n", 0) == ([[b"5"]], [4], 2)


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_that_is_too_long_is_refused(quote: str) -> None:
    content = f"a,b\n1,{quote}{'x' * (LONGEST_CELL + 1)}{quote}\n".encode()
    assert cells(content, 0)[0] == [[b"1"]]
    with pytest.raises(InputError, match="cell_too_long"):
        cells(content, 1)


def test_more_rows_than_may_be_read_are_refused() -> None:
    content = b"a,b\n" + b"1,2\n" * 5
    assert len(cells(content, 0, most_lines=6)[1]) == 5
    with pytest.raises(InputError, match="too_many_rows"):
        cells(content, 0, most_lines=5)


def test_a_random_table_is_read_as_with_care() -> None:
    draw = np.random.default_rng(1)
    rows = [["".join(draw.choice(list("a1 ;é"), draw.integers(0, 20))) for _ in range(4)] for _ in range(500)]
    text = "\n".join(["a,b,c,d", *(",".join(row) for row in rows)]) + "\n"
    columns, _, _ = cells(text.encode(), 0, 1, 2, 3)
    kept = [row for row in rows if "".join(row).strip()]
    assert columns == [[row[k].encode() for row in kept] for k in range(4)]
