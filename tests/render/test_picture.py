"""Charts as a terminal draws them: within the width, from end to end, what is missing seen, rows that do not touch."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.render.chart import Axis, Bar, Bars, Look, Mark, Numbers, Plot, Series, Shape
from mfc_capacity.render.charts.day import between
from mfc_capacity.render.picture import bars_picture, plot_picture

NO_NUMBERS = Numbers((), ())


def line(name: str, values: Sequence[float | None], look: Look = "a", shape: Shape = "line") -> Series:
    return Series(name, tuple(values), look, shape)


def plot(
    *series: Series, at: Sequence[float] | None = None, marks: Sequence[Mark] = (), from_zero: bool = False
) -> Plot:
    axis = Axis("", [f"{k}" for k in range(len(series[0].values))], at=at)
    return Plot("", "", axis, "share", "", series, NO_NUMBERS, "", marks=tuple(marks), from_zero=from_zero)


def steps(needed: Sequence[float], there: Sequence[float]) -> Plot:
    own = [line("needed", needed, "a", "steps"), line("given", there, "b", "steps")]
    return plot(*own, *between(needed, there, is_excess_shown=True), from_zero=True)


@pytest.mark.parametrize("blocks", [True, False])
def test_a_line_runs_from_corner_to_corner(blocks: bool) -> None:
    drawn = plot_picture(plot(line("a", [0, 1]), at=[0, 9]), width=30, blocks=blocks)
    assert drawn[0].startswith("100.0 %")
    assert drawn[7].startswith("  0.0 %")
    assert drawn[7][8] != " "
    assert len(drawn[0]) == 30
    assert drawn[-1].split() == ["0", "1"]
    assert blocks or all(text.isascii() for text in drawn)


@given(
    st.lists(
        st.tuples(st.floats(0, 1e9), st.floats(0, 1)), min_size=2, max_size=40, unique_by=lambda one: one[0]
    ),
    st.integers(40, 200),
    st.booleans(),
    st.booleans(),
)
def test_it_keeps_its_width_and_its_letters(
    points: list[tuple[float, float]], width: int, blocks: bool, from_zero: bool
) -> None:
    points.sort()
    at, values = zip(*points, strict=True)
    marks = [Mark(at[0], "amount"), Mark(at[-1], "knee")]
    drawn = plot_picture(
        plot(line("a", values), at=at, marks=marks, from_zero=from_zero), width=width, blocks=blocks
    )
    assert max(map(len, drawn)) <= width
    assert blocks or all(text.isascii() for text in drawn)


def test_marks_stand_below_their_places() -> None:
    marks = [Mark(50, "middle"), Mark(51, "beside it"), Mark(100, "end")]
    drawn = plot_picture(plot(line("a", [0, 0.8, 1]), at=[0, 50, 100], marks=marks), width=58, blocks=True)
    below = drawn[8:-1]
    assert [text.index("▲") - 8 for text in below[:2]] == [round(0.5 * 49), round(0.51 * 49)]
    assert any(text.endswith("end ▲") for text in below)


def test_marks_of_one_name_say_it_once() -> None:
    marks = [Mark(0, "falls short"), Mark(2, "falls short")]
    drawn = plot_picture(plot(line("a", [0.6, 0.9, 0.6], shape="steps"), marks=marks), width=30, blocks=True)
    assert [text.count("▲") for text in drawn[-3:]] == [2, 0, 1]
    assert drawn[-1].strip() == "▲ falls short"


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=96),
    st.integers(40, 120),
)
def test_whoever_is_missing_is_seen_and_nobody_else(pairs: list[tuple[int, int]], width: int) -> None:
    needed, there = zip(*pairs, strict=True)
    if needed != there:
        drawn = "\n".join(plot_picture(steps(needed, there), width=width, blocks=True))
        assert ("░" in drawn) == any(one > other for one, other in pairs)


def test_several_quantities_are_on_one_scale_and_do_not_touch() -> None:
    own = [line(name, [most, most], shape="steps") for name, most in (("a", 1.0), ("b", 0.5), ("c", 0.1))]
    drawn = plot_picture(plot(*own), width=60, blocks=True)[:3]
    assert [text.split()[1][0] for text in drawn] == ["▇", "▄", "▁"]
    digits = plot_picture(plot(*own), width=60, blocks=False)[:3]
    assert [text.split()[1][0] for text in digits] == ["9", "4", "1"]


@pytest.mark.parametrize("width", [60, 120])
def test_bars_stand_on_one_scale(width: int) -> None:
    bars = [Bar("a", "10 to 20", ((10, 20, "bar"),)), Bar("b", "0 to 20", ((0, 20, "band"),))]
    chart = Bars("", "", bars, "number", "", NO_NUMBERS, "", marks=[Mark(10, "as planned")])
    drawn = bars_picture(chart, width=width, blocks=True)
    assert max(map(len, drawn)) <= width
    text = "\n".join(drawn)
    assert abs(text.count("─") - 2 * text.count("━")) <= 2
    assert {one.index("│") for one in drawn if "│" in one} == {drawn[-1].index("▲")}
