"""A plain file, whose cells are cut apart all at once, is read as the csv module reads it."""

from collections.abc import Collection
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from mfc_capacity.files import sheet
from mfc_capacity.files.problems import InputError


@given(st.text("ab ,;\t\n\r\x0b\x85\xa0\u2028", max_size=40))
@example("a,b\r\n1,2\r\n \r\n,\r\n3,4")
@example("sep=;\n\na;b\r1;2\n\n")
@example("a,b\n1\n2,3,4\n")
@example("a,b\u20281,2\n")
def test_both_ways_read_the_same(text: str) -> None:
    """Rows, lines and ragged rows, whatever ends a line and whatever is blank."""
    with patch.object(sheet, "_plain_part", return_value=None):
        carefully = _read(text)
    assert _read(text) == carefully
    with patch.object(sheet, "CHARACTERS_AT_ONCE", 3):
        assert _read(text) == carefully


def test_what_is_not_plain_is_read_with_care() -> None:
    """A quoted cell, one that is too long, a row that is too short."""
    assert _sheet(b'a,b\n"1,5",2\n', "a").columns == (["1,5"], ["2"])
    assert _sheet(b"a,b\n1\n", "a").ragged == [(2, 1)]
    assert isinstance(_read("a,b\n1," + "2" * 200_000), str)


def _sheet(content: bytes, known: Collection[str]) -> sheet.Sheet:
    return sheet.open_csv(content, "f", known).read()


def _read(text: str) -> sheet.Sheet | str:
    try:
        return _sheet(text.encode(), ("a", "b"))
    except InputError as error:
        return repr(error.problems)
