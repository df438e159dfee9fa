"""Curves through points that rise or fall only where the points do."""

import numpy as np

from mfc_capacity.core.arrays import Floats


def between(x: Floats, values: Floats, at: Floats) -> Floats:
    """Return what curves (K) through values (K x M) at `x` (M, rising) are at other places (N), as K x N.

    Cubics whose slopes are harmonic means of those of the neighbouring chords (Fritsch & Butland 1984); beyond the last
    point a curve stays as it is there.

    >>> x = np.array([0.0, 1.0, 2.0])
    >>> between(x, np.array([[0.0, 1.0, 1.0]]), np.array([-1.0, 0.5, 1.5])).tolist()
    [[0.0, 0.625, 1.0]]
    """
    step = np.diff(x)
    chord = np.diff(values) / step
    left, right = step[:-1] + 2 * step[1:], 2 * step[:-1] + step[1:]
    level = chord[:, :-1] * chord[:, 1:] <= 0
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        inner = (left + right) / (left / chord[:, :-1] + right / chord[:, 1:])
    slope = np.hstack([chord[:, :1], np.where(level, 0.0, inner), chord[:, -1:]])
    place = np.clip(at, x[0], x[-1])
    k = np.clip(np.searchsorted(x, place, side="right") - 1, 0, step.size - 1)
    t, h = (place - x[k]) / step[k], step[k]
    begin, end = values[:, k], values[:, k + 1]
    rise = end - begin
    curve: Floats = (
        begin + t**2 * (3 - 2 * t) * rise + t * (1 - t) * h * ((1 - t) * slope[:, k] - t * slope[:, k + 1])
    )
    return curve
