"""Rows that are made when they are read, and what parts of a table share."""

from collections.abc import Iterator
from itertools import count

import pytest

from mfc_capacity.answers import rows as module
from mfc_capacity.answers.records import Row
from mfc_capacity.answers.rows import Block, LaterRows, Part, RepeatedRows, rows_as


def blocks(made: list[str]) -> dict[str, Block]:
    def block(name: str, places: list[int]) -> Block:
        def make() -> Iterator[Row]:
            made.append(name)
            return ((place, name) for place in places)

        return Block(places, make)

    return {"a": block("a", [0, 1, 2]), "b": block("b", [1, 3]), "c": block("c", [1])}


def table_of(made: list[str]) -> RepeatedRows:
    known = blocks(made)
    return RepeatedRows(
        [
            Part("mon", (known["a"], known["b"])),
            Part("tue", (known["c"],)),
            Part("wed", (known["a"], known["b"])),
        ]
    )


MONDAY = [(0, "a"), (1, "a"), (1, "b"), (2, "a"), (3, "b")]
ALL = tuple(
    (day, *cells) for day, own in (("mon", MONDAY), ("tue", [(1, "c")]), ("wed", MONDAY)) for cells in own
)


def test_rows_of_a_part_stand_by_place_then_by_block() -> None:
    rows = table_of([])
    assert len(rows) == 11
    assert tuple(rows) == ALL
    assert (rows[0], rows[-1], rows[4:6]) == (ALL[0], ALL[-1], ALL[4:6])
    assert rows == ALL


@pytest.mark.parametrize(("most_held", "times_made"), [(100, 3), (0, 5)])
def test_what_parts_share_is_made_once_while_it_is_remembered(
    monkeypatch: pytest.MonkeyPatch, most_held: int, times_made: int
) -> None:
    monkeypatch.setattr(module, "MOST_HELD", most_held)
    made: list[str] = []
    assert tuple(table_of(made)) == ALL
    assert len(made) == times_made


def test_texts_are_the_same_however_rows_are_held() -> None:
    expected = [f"<{day}>{place}{name}" for day, place, name in ALL]
    for rows in (table_of([]), ALL, LaterRows(lambda: ALL)):
        texts = rows_as(rows, lambda first: f"<{first}>", lambda rest: f"{rest[0]}{rest[1]}")
        assert [text for some in texts for text in some] == expected


def test_later_rows_are_made_once() -> None:
    made = count()
    rows = LaterRows(lambda: [(next(made),)])
    assert (len(rows), rows[0], tuple(rows), next(made)) == (1, (0,), ((0,),), 1)
