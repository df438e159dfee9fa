"""CSV is written as Python's own writer would, faster."""

import csv
import io
import math

from hypothesis import example, given
from hypothesis import strategies as st

from mfc_capacity.answers.records import Column, Table
from mfc_capacity.render.csv import FORMULA_STARTS, number_texts, streamed

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(max_size=4).filter(lambda text: not text.startswith(FORMULA_STARTS))


@given(st.lists(FLOATS | st.none(), min_size=1))
@example([0.0, -0.0, 1e-4, math.nextafter(1e-4, 0), -1e-5, 10.00001, 1e-7, 5e-324, None])
@example([9999999999999998.0, 1e16, 123456789012345680.0, -1e22, 1e300, 2.0**53])
def test_floats_are_written_as_python_writes_them(values: list[float | None]) -> None:
    """Digit by digit, with its exponents."""
    assert number_texts(values) == ["" if value is None else repr(value) for value in values]


@given(st.lists(st.tuples(TEXTS, FLOATS | st.integers())))
@example([("", 1.0)])
@example([('a"b', 2.0), ("c,d", 3), ("e\r", 4.5), ("\nf", 5.0), (" g", 6.0)])
def test_rows_are_written_as_by_the_csv_module(rows: list[tuple[str, float]]) -> None:
    """Quotes stand where it puts them."""
    columns = Column("a", "text"), Column("b", "number")
    for width in (1, 2):
        cut = tuple(row[:width] for row in rows)
        expected = io.StringIO(newline="")
        csv.writer(expected).writerows([[column.name for column in columns[:width]], *cut])
        assert "".join(streamed([Table("t", columns[:width], 1, cut)], "rfc4180")) == expected.getvalue()
