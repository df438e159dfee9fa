"""Concave pieces: on or below a concave curve everywhere, hardly below it, and few; a hull where a curve is not."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.concave import Pieces, Values, concave_pieces, upper_hull
from mfc_capacity.core.steady.erlang import steady_state


def heights(pieces: Pieces, curve: int, steps: Ints) -> Floats:
    """Return the height of a curve's pieces so many steps after its beginning."""
    own = pieces.curves == curve
    ends = np.cumsum(pieces.widths[own])
    xs, ys = np.append(0, ends), np.append(0, np.cumsum(pieces.widths[own] * pieces.gains[own]))
    return pieces.base[curve] + np.interp(steps, xs, ys)


def service_levels(loads: Ints, patience_s: float) -> Values:
    def value(curves: Ints, operators: Ints) -> Floats:
        met = steady_state(loads[curves] * 20.0, 180.0, operators, patience_s=patience_s, within_s=20.0)
        return np.nan_to_num(met.service_level_offered)

    return value


def _fewest(value: Values, curve: int, most: int) -> int:
    return int(np.flatnonzero(value(np.full(most, curve), np.arange(most)) >= 0.6)[0])


@pytest.mark.parametrize("patience_s", [np.inf, 120.0])
def test_pieces_lie_hardly_below_service_levels(patience_s: float) -> None:
    loads = np.array([1, 5, 20, 100, 400, 1_000])
    value = service_levels(loads, patience_s)
    last = np.ceil(loads + 5 * np.sqrt(loads) + 5).astype(np.int64)
    first = np.array([_fewest(value, k, end) for k, end in enumerate(last.tolist())])
    pieces = concave_pieces(value, first, last, np.full(loads.size, 1e-3))
    for k in range(loads.size):
        steps = np.arange(last[k] - first[k] + 1)
        true = value(np.full(steps.size, k), first[k] + steps)
        found = heights(pieces, k, steps)
        assert (found <= true + 1e-12).all()
        assert (found >= true - 1e-3).all()
        assert found[0] == pytest.approx(true[0])
        assert np.count_nonzero(pieces.curves == k) <= 18
        assert (np.diff(pieces.gains[pieces.curves == k]) < 0).all()


def test_from_nobody_on_pieces_are_the_hull() -> None:
    value = service_levels(np.array([50]), 120.0)
    pieces = concave_pieces(value, np.array([0]), np.array([90]), np.array([1e-3]))
    true = value(np.zeros(91, dtype=np.int64), np.arange(91))
    found = heights(pieces, 0, np.arange(91))
    assert (found >= true - 1e-3).all()
    assert (np.diff(pieces.gains) < 0).all()
    assert (found - true)[:30].max() > 0.1


def test_what_falls_again_is_left_out() -> None:
    def value(_curves: Ints, numbers: Ints) -> Floats:
        return -np.square(numbers - 6.0)

    pieces = concave_pieces(value, np.array([2, 6, 9]), np.array([10, 10, 12]), np.full(3, 1e-9))
    assert pieces.base.tolist() == [-16.0, 0.0, -9.0]
    assert (pieces.curves.tolist(), pieces.widths.sum()) == ([0] * 4, 4)


@given(st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=40))
def test_the_hull_is_concave_and_above_every_value(values: list[float]) -> None:
    corners = upper_hull(range(len(values)), values)
    heights = [values[n] for n in corners]
    slopes = [(b - a) / (n - m) for (m, n), (a, b) in zip(pairwise(corners), pairwise(heights), strict=True)]
    assert corners[0] == 0
    assert max(heights) == max(values)
    assert all(a >= b * (1 - 1e-9) for a, b in pairwise(slopes))
    assert all(slope > 0 for slope in slopes)
    above = np.interp(range(len(values)), corners, heights)
    assert (np.array(values) <= above + 1e-9 * max(1.0, *values)).all()
