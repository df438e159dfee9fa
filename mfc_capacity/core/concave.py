"""Curves that are made concave: where their upper hulls have corners, and few pieces that lie hardly below them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints

HALVED_ANYHOW = 3  # times, in which a bend the other way would show

Values = Callable[[Ints, Ints], Floats]  # of some curves, each at a whole number


@dataclass(frozen=True, eq=False)
class Pieces:
    """Rising straight pieces of curves (P), those of each curve in order and ever less steep.

    Attributes:
        base: where each curve begins (N).
        curves: which curve each piece is of.
        widths: how far it goes.
        gains: by which it rises with each step.
    """

    base: Floats
    curves: Ints
    widths: Ints
    gains: Floats


def concave_pieces(values: Values, first: Ints, last: Ints, most_below: Floats) -> Pieces:
    """Return the upper concave hulls of curves (N), each between two whole numbers, in few pieces.

    Where a curve is concave, pieces lie on or below it, by `most_below` (N) at most; elsewhere its hull lies above it.
    Whatever follows its highest value is left out.
    """
    curves, numbers, found = _points(values, first, last, most_below / 20)
    ends = np.searchsorted(curves, np.arange(len(first) + 1))
    pieces: list[tuple[int, int, float]] = []
    base = np.zeros(len(first))
    for curve, (begin, end) in enumerate(pairwise(ends.tolist())):
        own, heights = numbers[begin:end].tolist(), found[begin:end].tolist()
        base[curve] = heights[0]
        corners = upper_hull(own, heights)
        xs, ys = [own[k] for k in corners], [heights[k] for k in corners]
        pieces += [
            (curve, xs[b] - xs[a], (ys[b] - ys[a]) / (xs[b] - xs[a]))
            for a, b in pairwise(_few(xs, ys, float(most_below[curve]) * 0.9))
        ]
    columns = np.array(pieces, dtype=[("curve", "i8"), ("width", "i8"), ("gain", "f8")])
    return Pieces(base, columns["curve"], columns["width"], columns["gain"])


def upper_hull(numbers: Sequence[int], values: Sequence[float]) -> list[int]:
    """Return where the upper concave hull of values at rising numbers has its corners, up to the highest value.

    >>> upper_hull(range(5), [0, 0, 3, 4, 4])
    [0, 2, 3]
    """
    corners: list[int] = []
    for k, (number, value) in enumerate(zip(numbers, values, strict=True)):
        while len(corners) > 1:
            before, last = corners[-2], corners[-1]
            rises = (values[last] - values[before]) * (number - numbers[last])
            if rises > (value - values[last]) * (numbers[last] - numbers[before]):
                break
            corners.pop()
        corners.append(k)
    return [n for k, n in enumerate(corners) if k == 0 or values[n] > values[corners[k - 1]]]


def _few(numbers: Sequence[int], values: Sequence[float], most_below: float) -> list[int]:
    """Return some corners of a concave curve, the first and the last among them, whose chords lie hardly below it."""
    kept = [0]
    for end in range(2, len(numbers)):
        begin = kept[-1]
        slope = (values[end] - values[begin]) / (numbers[end] - numbers[begin])
        below = (
            values[k] - values[begin] - slope * (numbers[k] - numbers[begin]) for k in range(begin + 1, end)
        )
        if max(below) > most_below:
            kept.append(end - 1)
    return [*kept, len(numbers) - 1] if len(numbers) > 1 else kept


def _points(values: Values, first: Ints, last: Ints, near: Floats) -> tuple[Ints, Ints, Floats]:
    """Return enough points of curves: curve, number and value, in order.

    Halves what lies between two of them until the middle is on the chord; a concave curve is then nowhere further than
    twice as far above it.
    """
    wide = np.flatnonzero(last > first)
    of, numbers = np.append(np.arange(len(first)), wide), np.append(first, last[wide])
    found = values(of, numbers)
    low, high = wide, len(first) + np.arange(wide.size)  # ends of what may be halved, as places of points
    halved = 0
    while (is_wide := numbers[high] - numbers[low] > 1).any():
        low, high = low[is_wide], high[is_wide]
        middle = (numbers[low] + numbers[high]) // 2
        at_middle = values(of[low], middle)
        slope = (found[high] - found[low]) / (numbers[high] - numbers[low])
        above = at_middle - found[low] - slope * (middle - numbers[low])
        bends = (np.abs(above) > near[of[low]]) | (halved < HALVED_ANYHOW)
        between = of.size + np.arange(low.size)
        of, numbers, found = np.append(of, of[low]), np.append(numbers, middle), np.append(found, at_middle)
        low, high = (
            np.append(low[bends], between[bends]),
            np.append(between[bends], high[bends]),
        )
        halved += 1
    order = np.lexsort((numbers, of))
    return of[order], numbers[order], found[order]
