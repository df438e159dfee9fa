"""Charts: round numbers that hold every value, strokes where values are, and drawings that a parser accepts."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.files.text import visible
from mfc_capacity.render.html import charts
from mfc_capacity.render.html.charts import Mark, Series

NAMES = st.text(alphabet="a<>&\"' é🎉\u202e", max_size=8)
VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1e9)), min_size=1, max_size=40)


def drawn(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314 - our own text


def paths(chart: str) -> list[str]:
    return [element.get("d") or "" for element in drawn(chart).iter("path")]


@given(st.floats(-1e3, 1e3), st.floats(1e-6, 1e9), st.booleans())
def test_ticks_are_even_and_hold_every_value(share: float, extent: float, whole: bool) -> None:
    low = share * extent
    found = charts.ticks(low, low + extent, whole=whole)
    step = found[1] - found[0]
    assert found[0] <= low + step * 1e-6
    assert found[-1] >= low + extent - step * 1e-6
    assert 2 <= len(found) <= charts.MOST_STEPS + 2
    assert all(abs(b - a - step) <= step * 1e-6 for a, b in pairwise(found))
    assert not whole or all(tick == int(tick) for tick in found)


def test_ticks_leave_nothing_between_two_counts() -> None:
    assert charts.ticks(0, 9) == [0, 2, 4, 6, 8, 10]
    assert charts.ticks(0, 1, whole=True) == [0, 1]
    assert charts.ticks(-96, 920) == [-250, 0, 250, 500, 750, 1000]


@given(NAMES, VALUES)
def test_a_day_is_drawn_whatever_its_names_and_gaps(name: str, values: list[float | None]) -> None:
    chart = charts.day_steps(name, [Series(name, "a", values)], str, [(0.0, name)], of_counts=True)
    root = drawn(chart)
    assert root.get("aria-label") == visible(name)
    assert len((root.get("data-at") or "").split()) == len(values)


def test_steps_run_as_one_stroke_and_break_at_a_gap() -> None:
    frame = charts.day_steps("day", [Series("n", "a", [1, 1, 2, None, 2])], str, [], of_counts=True)
    (path,) = paths(frame)
    assert path.count("M") == 2
    assert path.count("H") == 3
    assert path.count("V") == 1


def test_a_higher_value_stands_higher() -> None:
    chart = charts.bars("months", [Series("cost", "bar", [1.0, 3.0])], str, [])
    one, three = (element for element in drawn(chart).iter("rect"))
    assert float(three.get("height") or 0) == pytest.approx(3 * float(one.get("height") or 0), abs=0.2)
    assert float(three.get("y") or 0) + float(three.get("height") or 0) == pytest.approx(
        float(one.get("y") or 0) + float(one.get("height") or 0), abs=0.2
    )


def test_stacked_bars_stand_on_one_another() -> None:
    chart = charts.bars("months", [Series("in", "bar", [2.0]), Series("over", "over", [1.0])], str, [])
    lower, upper = (element for element in drawn(chart).iter("rect"))
    top = float(lower.get("y") or 0)
    assert float(upper.get("y") or 0) + float(upper.get("height") or 0) == pytest.approx(top, abs=0.2)


def test_lines_have_a_place_for_each_row_and_names_at_their_marks() -> None:
    chart = charts.lines(
        "left",
        range(11),
        [Series("left", "a", [10.0 - x for x in range(11)])],
        str,
        [(0.0, "start")],
        rows=[5, 10],
        marks=[Mark(2, "wave <1>"), Mark(9, "ends")],
    )
    root = drawn(chart)
    first, last = map(float, (root.get("data-at") or "").split())
    assert first < last == charts.WIDTH - charts.RIGHT
    named = [element.text for element in root.iter("text") if element.get("class") == "named"]
    assert named == ["wave <1>", "ends"]


def test_the_busiest_cell_is_the_strongest() -> None:
    chart = charts.heat_map("calls", ["Mon", "Tue"], [], [[0.0, 5.0], [10.0, 2.5]])
    shades = [float(element.get("fill-opacity") or 0) for element in drawn(chart).iter("rect")]
    assert shades.index(max(shades)) == 2
    assert shades.index(min(shades)) == 0
    assert max(shades) == 1


def test_parts_of_a_difference_lie_on_their_side_of_the_line() -> None:
    chart = charts.parts("cost", [("calls", 30.0, "+30"), ("app", -10.0, "-10")])
    (zero,) = (float(one.get("x1") or 0) for one in drawn(chart).iter("line"))
    more, less = (
        (float(one.get("x") or 0), float(one.get("width") or 0)) for one in drawn(chart).iter("rect")
    )
    assert more[0] == zero == pytest.approx(less[0] + less[1], abs=0.2)
    assert more[1] == pytest.approx(3 * less[1], abs=0.5)
    assert [one.text for one in drawn(chart).iter("text")] == ["calls", "+30", "app", "-10"]


def test_a_band_is_drawn_around_what_is_known_and_ends_with_the_chart() -> None:
    level = Series("level", "band", [0.9, None, 0.5], [0.2, 0.1, 0.1])
    target = Series("target", "c", [0.5, 0.5, 1.0])
    chart = charts.day_steps("day", [level, target], str, [], of_counts=False)
    band, line = paths(chart)
    assert band.count("M") == band.count("Z") == 2
    heights = [float(at) for at in re.findall(r"(?:V|M[\d.]+ )([\d.]+)", band)]
    assert len(heights) == 4
    assert min(heights) >= charts.TOP
    assert max(heights) <= charts.HEIGHT - charts.BOTTOM
    assert line.startswith("M")


def test_a_band_over_a_number_line_goes_there_and_back_and_is_held_by_the_chart() -> None:
    band = Series("b", "band", [10, 20, 15], [1, 2, 3])
    chart = charts.lines("about", [0, 1, 2], [Series("n", "a", [1, 2, 3]), band], str, [], rows=[0, 1, 2])
    around, line = paths(chart)
    assert around.count("L") == 5
    assert around.endswith("Z")
    assert line.count("L") == 2
    assert all(float(y) >= charts.TOP for y in re.findall(r" ([\d.]+)", around))
