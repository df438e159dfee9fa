"""A line in Braille dots or asterisks: within its width, from corner to corner, its marks below their points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.render.page import LinePlot
from mfc_capacity.render.picture import line_picture


def plot(points: list[tuple[float, float]], *marks: tuple[float, str]) -> LinePlot:
    return LinePlot("", tuple(points), marks, ("left", "right"), ("0 %", "100 %"))


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (False, ["          **", "      ****", "  ****", "**", "^ a      b ^", "left   right"]),
        (True, ["         ⣀⠔⠊", "      ⣀⠔⠊", "   ⡠⠔⠉", "⡠⠔⠉", "▲ a      b ▲", "left   right"]),
    ],
)
def test_a_straight_line(blocks: bool, expected: list[str]) -> None:
    line = plot([(0, 0), (1, 1)], (0, "a"), (1, "b"))
    assert [text[6:] for text in line_picture(line, width=18, blocks=blocks, height=4)] == expected


@given(
    st.lists(st.tuples(st.floats(0, 1e9), st.floats(0, 1)), min_size=2, max_size=40),
    st.integers(30, 200),
    st.booleans(),
)
def test_it_keeps_its_width_and_passes_every_point(
    points: list[tuple[float, float]], width: int, blocks: bool
) -> None:
    points.sort()
    lines = line_picture(
        plot(points, (points[0][0], "amount"), (points[-1][0], "knee")), width=width, blocks=blocks
    )
    assert max(map(len, lines)) <= width
    assert lines[0].startswith("100 %")
    assert lines[7].startswith("  0 %")
    assert blocks or all(line.isascii() for line in lines)
    highest = max(level for _, level in points)
    lowest = min(level for _, level in points)
    assert len(lines[7]) > len("  0 %")
    assert highest == lowest or len(lines[0]) > len("100 %")


@pytest.mark.parametrize("blocks", [True, False])
def test_marks_stand_below_their_points(blocks: bool) -> None:
    lines = line_picture(
        plot([(0, 0), (50, 0.8), (100, 1)], (50, "middle"), (51, "beside it"), (100, "end")),
        width=56,
        blocks=blocks,
    )
    arrow = "▲" if blocks else "^"
    columns = [line.index(arrow) - 6 for line in lines[8:-1]]
    assert columns[:2] == [round(0.5 * 49), round(0.51 * 49)]
    assert lines[8].rstrip().endswith(arrow)
    assert lines[-1] == "      left" + "right".rjust(46)
