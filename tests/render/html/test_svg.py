"""Charts as SVG: strokes where values are, drawings that a parser accepts, round numbers that hold every value."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.files.text import visible
from mfc_capacity.render.chart import (
    MOST_STEPS,
    Axis,
    Bar,
    Bars,
    HeatMap,
    Mark,
    Numbers,
    Plot,
    Series,
    round_values,
    spread,
)
from mfc_capacity.render.html import svg

NAMES = st.text(alphabet="a<>&\"' é🎉\u202e", min_size=1, max_size=8)
VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1e9)), min_size=1, max_size=40)
NONE = Numbers((), ())


def plot(*series: Series, title: str = "day", at: Sequence[float] | None = None, **more: Any) -> str:
    count = len(series[0].values)
    axis = Axis("from", [str(k) for k in range(count)], at, [(0.0, title)])
    settings = {"kind": "number", "unit": "operators"} | more
    return svg.plot(Plot(title, "", axis, series=series, numbers=NONE, source="plan", **settings))


def steps(values: Sequence[float | None], **more: Any) -> str:
    return plot(Series("n", values, "a", "steps"), **more)


def drawn(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314 - our own text


def paths(chart: str) -> list[str]:
    return [element.get("d") or "" for element in drawn(chart).iter("path")]


@given(st.floats(-1e3, 1e3), st.floats(1e-6, 1e9), st.booleans())
def test_round_values_are_even_and_hold_every_value(share: float, extent: float, whole: bool) -> None:
    low = share * extent
    found = round_values(low, low + extent, whole=whole)
    step = found[1] - found[0]
    assert found[0] <= low + step * 1e-6
    assert found[-1] >= low + extent - step * 1e-6
    assert 2 <= len(found) <= MOST_STEPS + 2
    assert all(abs(b - a - step) <= step * 1e-6 for a, b in pairwise(found))
    assert not whole or all(tick == int(tick) for tick in found)


def test_round_values_leave_nothing_between_two_counts() -> None:
    assert round_values(0, 9) == [0, 2, 4, 6, 8, 10]
    assert round_values(0, 1, whole=True) == [0, 1]
    assert round_values(-96, 920) == [-250, 0, 250, 500, 750, 1000]


@given(st.integers(0, 800), st.integers(1, 12))
def test_no_more_ticks_are_written_than_have_room(count: int, most: int) -> None:
    ticks = [(float(k), str(k)) for k in range(count)]
    found = spread(ticks, most)
    assert len(found) <= most
    assert found[:1] == ticks[:1]
    assert len({b[0] - a[0] for a, b in pairwise(found)}) <= 1


@given(NAMES, VALUES)
def test_a_day_is_drawn_whatever_its_names_and_gaps(name: str, values: list[float | None]) -> None:
    root = drawn(steps(values, title=name, unit=name))
    assert root.get("aria-label") == visible(name)
    assert len((root.get("data-at") or "").split()) == len(values)


def test_steps_run_as_one_stroke_and_break_at_a_gap() -> None:
    (path,) = paths(steps([1, 1, 2, None, 2]))
    assert path.count("M") == 2
    assert path.count("H") == 3
    assert path.count("V") == 1


def test_a_higher_value_stands_higher() -> None:
    chart = plot(Series("cost", [1.0, 3.0], "bar", "columns"))
    one, three = (element for element in drawn(chart).iter("rect"))
    assert float(three.get("height") or 0) == pytest.approx(3 * float(one.get("height") or 0), abs=0.2)
    assert float(three.get("y") or 0) + float(three.get("height") or 0) == pytest.approx(
        float(one.get("y") or 0) + float(one.get("height") or 0), abs=0.2
    )


def test_columns_stand_on_one_another() -> None:
    chart = plot(Series("in", [2.0], "bar", "columns"), Series("over", [1.0], "over", "columns"))
    lower, upper = (element for element in drawn(chart).iter("rect"))
    top = float(lower.get("y") or 0)
    assert float(upper.get("y") or 0) + float(upper.get("height") or 0) == pytest.approx(top, abs=0.2)


def test_lines_have_a_place_for_each_row_and_names_at_their_marks() -> None:
    marks = [Mark(2, "wave <1>"), Mark(9, "ends")]
    line = Series("left", [10.0 - x for x in range(11)])
    root = drawn(plot(line, at=range(11), rows=[5, 10], marks=marks))
    first, last = map(float, (root.get("data-at") or "").split())
    assert first < last == svg.WIDTH - svg.RIGHT
    named = [element.text for element in root.iter("text") if element.get("class") == "named"]
    assert named == ["wave <1>", "ends"]


def test_a_scale_reaches_as_high_as_is_asked_and_no_share_beyond_one() -> None:
    def top(chart: str) -> str:
        labels = [one.text or "" for one in drawn(chart).iter("text") if one.get("text-anchor") == "end"]
        return labels[-1]

    assert top(steps([3.0], kind="count", high=40.0)) == "40"
    band = Series("b", [0.98], "band", "steps", [0.3])
    assert top(plot(band, kind="share")) == "100 %"


def heat(values: Sequence[Sequence[float | None]], names: Sequence[str] = ("Mon", "Tue"), **more: Any) -> str:
    columns = [str(k) for k in range(len(values[0]))]
    return svg.heat_map(HeatMap("calls", "", names, columns, values, "calls", "calls", NONE, "plan", **more))


def test_the_busiest_cell_is_the_strongest() -> None:
    shades = [
        float(one.get("fill-opacity") or 0) for one in drawn(heat([[0.0, 5.0], [10.0, 2.5]])).iter("rect")
    ]
    assert shades.index(max(shades)) == 2
    assert shades.index(min(shades)) == 0
    assert max(shades) == 1


def test_a_closed_cell_is_left_open_and_a_bad_one_says_how_bad() -> None:
    root = drawn(heat([[None, 0.0, 12.5]], ["Mon"], is_bad=True))
    assert [one.get("class") for one in root.iter("rect")] == ["cell closed", "cell bad", "cell bad"]
    assert [one.text for one in root.iter("text") if "in" in (one.get("class") or "").split()] == ["12.5"]


def test_long_names_of_rows_stand_above_them_and_are_cut() -> None:
    names = ["Ц" * 90, "short"]
    root = drawn(heat([[1.0], [2.0]], names))
    named = [one for one in root.iter("text") if one.get("class") == "named"]
    assert [one.get("x") for one in named] == [str(svg.RIGHT)] * 2
    assert [len(one.text or "") for one in named] == [svg.LONGEST_ABOVE, 5]


def test_parts_of_a_difference_lie_on_their_side_of_the_line() -> None:
    parts = [Bar("calls", "+30", ((0, 30.0, "over"),)), Bar("app", "-10", ((0, -10.0, "bar"),))]
    chart = svg.bars(Bars("cost", "", parts, "money", "RUB", NONE, "compare", marks=[Mark(0, "")]))
    (zero,) = (float(one.get("x1") or 0) for one in drawn(chart).iter("line"))
    more, less = (
        (float(one.get("x") or 0), float(one.get("width") or 0)) for one in drawn(chart).iter("rect")
    )
    assert more[0] == zero == pytest.approx(less[0] + less[1], abs=0.2)
    assert more[1] == pytest.approx(3 * less[1], abs=0.5)
    assert [one.text for one in drawn(chart).iter("text") if one.text] == ["calls", "+30", "app", "-10"]


def test_a_band_is_drawn_around_what_is_known_and_ends_with_the_chart() -> None:
    level = Series("level", [0.9, None, 0.5], "band", "steps", [0.2, 0.1, 0.1])
    target = Series("target", [0.5, 0.5, 1.0], "c", "steps")
    band, line = paths(plot(level, target, kind="share", from_zero=False))
    assert band.count("M") == band.count("Z") == 2
    heights = [float(at) for at in re.findall(r"(?:V|M[\d.]+ )([\d.]+)", band)]
    assert len(heights) == 4
    assert min(heights) >= svg.TOP
    assert max(heights) <= svg.HEIGHT - svg.BOTTOM
    assert line.startswith("M")


def test_a_band_over_a_number_line_goes_there_and_back_and_is_held_by_the_chart() -> None:
    band = Series("b", [10, 20, 15], "band", around=[1, 2, 3])
    around, line = paths(plot(Series("n", [1, 2, 3]), band, at=[0, 1, 2]))
    assert around.count("L") == 5
    assert around.endswith("Z")
    assert line.count("L") == 2
    assert all(float(y) >= svg.TOP for y in re.findall(r" ([\d.]+)", around))
