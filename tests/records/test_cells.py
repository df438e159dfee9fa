"""Cells read many at once mean what they mean one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.files.byte_columns import Bytes
from mfc_capacity.files.units import UnitError
from mfc_capacity.records.cells import BLANK, Keys, Names, Spans, Times, ordinals_of, read_clock


def as_bytes(*cells: str, encoding: str = "utf-8") -> Bytes:
    return np.array([cell.encode(encoding) for cell in cells], "S40")


def spans(*cells: str, exact: bool = True) -> Spans:
    column = Spans("utf-8", exact=exact)
    column.take(as_bytes(*cells))
    return column


def times(*cells: str) -> Times:
    column = Times("utf-8")
    column.take(as_bytes(*cells))
    return column


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("0", 0),
        ("75", 75),
        ("75.5", 75.5),
        ("75,5", 75.5),
        ("1:15", 75),
        ("61:05", 3665),
        ("1:01:05", 3665),
        ("0:00:00", 0),
        ("100:00:00", 360_000),
        ("0:05.25", 5.25),
        (" 12 ", 12),
        ("-12", -12),
        ("-0:12", -12),
        ("000000000012", 12),
        ("123456789", 123_456_789),
    ],
)
def test_spans(cell: str, seconds: float) -> None:
    column = spans("1", cell, "")
    assert not column.unread
    assert column.values.tolist()[:2] == [1, seconds]
    assert np.isnan(column.values[2])


@pytest.mark.parametrize(
    "cell",
    [
        "x",
        "1:75",
        "1:2:3",
        "1:60:00",
        "1::2",
        ":30",
        "5:",
        "1.",
        ".5.",
        "1:02:03:04",
        "12s",
        "9" * 30,
        "--1",
        "nan",
        "inf",
    ],
)
def test_what_is_no_span_is_told(cell: str) -> None:
    assert [rows.tolist() for rows, _ in spans("1", cell, "2").unread] == [[1]]


@given(st.lists(st.integers(0, 400_000), min_size=1, max_size=30))
def test_spans_of_every_length_are_read_back(seconds: list[int]) -> None:
    clocks = [f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}" for s in seconds]
    assert spans(*clocks).values.tolist() == seconds
    assert spans(*map(str, seconds)).values.tolist() == seconds


@given(st.lists(st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 3)), min_size=1))
def test_spans_with_decimals_are_read_back(seconds: list[float]) -> None:
    assert spans(*(f"{value:.3f}" for value in seconds)).values == pytest.approx(seconds, abs=1e-9)


@pytest.mark.parametrize(
    ("cells", "is_doubtful"),
    [(("1.200", "5"), True), (("1.200", "0.5"), False), (("1.200", "12.5"), False), (("12", "5"), False)],
)
def test_a_point_may_stand_between_thousands(cells: tuple[str, ...], is_doubtful: bool) -> None:
    assert (spans(*cells, exact=False).doubtful is not None) == is_doubtful
    assert spans(*cells).doubtful is None


@pytest.mark.parametrize(
    ("cell", "second"),
    [
        ("0:00:00", 0),
        ("9:05", 32_700),
        ("09:05:07", 32_707),
        ("23:59:59", 86_399),
        ("24:00", 86_400),
        ("09:05:07.999", 32_707),
        ("9:05:07 PM", 75_907),
        ("12:00 am", 0),
        ("09:05:07+03:00", 32_707),
        ("", BLANK),
        ("  ", BLANK),
    ],
)
def test_clock_times(cell: str, second: int) -> None:
    column = times("1:00", cell)
    assert column.seconds.tolist() == [3600, second]
    assert not column.unread
    assert not column.has_days


@pytest.mark.parametrize("cell", ["25:00", "9:60", "9", "noon", "24:01", "9:05:07Z", "13:00 PM"])
def test_what_is_no_clock_time_is_told(cell: str) -> None:
    assert [rows.tolist() for rows, _ in times("2026-03-02 1:00", f"2026-03-02 {cell}").unread] == [[1]]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-02 09:05:07",
        "2026-03-02T09:05:07",
        "2026-03-02  9:05:07",
        " 2026-03-02 09:05:07 ",
        "02.03.2026 9:05:07",
    ],
)
def test_moments(moment: str) -> None:
    column = times(moment, "")
    assert column.seconds.tolist() == [32_707, BLANK]
    ordinals = ordinals_of(column.days, None)
    assert [ordinals[code] for code in column.days.codes] == [739_677, 0]  # date(2026, 3, 2).toordinal()


def test_a_day_alone_is_its_midnight_and_days_may_begin_late() -> None:
    column = Times("utf-8")
    column.take(as_bytes("", "10:00"))
    column.take(as_bytes("2026-03-02", "2026-03-02 10:00"))
    assert column.seconds.tolist() == [BLANK, 36_000, 0, 36_000]
    assert [column.days.text(k) for k in range(4)] == ["", "", "2026-03-02", "2026-03-02"]


def test_names_are_told_apart_by_their_texts_alone() -> None:
    column = Names("cp1251")
    column.take(np.array([name.encode("cp1251") for name in ("МФЦ", " МФЦ ", "")], "S8"))
    column.take(np.array([name.encode("cp1251") for name in ("очень длинное имя линии", "МФЦ")], "S24"))
    assert [column.text(k) for k in range(5)] == ["МФЦ", "МФЦ", "", "очень длинное имя линии", "МФЦ"]
    assert column.codes.tolist() == [0, 0, 1, 2, 0]


@given(st.lists(st.text("ab1", max_size=12), min_size=1), st.integers(0, 3))
def test_keys_are_equal_where_texts_are_however_wide_their_blocks(texts: list[str], wider: int) -> None:
    keys = Keys()
    keys.take(np.array([text.encode() for text in texts], "S16"))
    keys.take(np.array([text.encode() for text in texts], f"S{16 + 8 * wider}"))
    first, second = keys.values[: len(texts)], keys.values[len(texts) :]
    np.testing.assert_array_equal(first, second)
    assert len({*first.tolist()}) == len({*texts})
    assert [key == 0 for key in first.tolist()] == [not text for text in texts]


@pytest.mark.parametrize("text", ["24:30", "x", "0:00:00 XM"])
def test_read_clock_refuses(text: str) -> None:
    with pytest.raises(UnitError):
        read_clock(text)
