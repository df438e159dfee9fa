"""Fixed points of several rows at once: x = g(x), where g is known at the price of a round."""

import numpy as np

from mfc_capacity.core.arrays import Floats

FARTHEST, NEAREST = -50.0, 0.9  # steps beyond the last round's, in its own


def accelerated(mapped: Floats, gap: Floats, last_mapped: Floats, last_gap: Floats) -> Floats:
    """Return the next x of each row (N x M), where `mapped` is g(x) and `gap` g(x) - x, of this round and of the last.

    The line through both rounds is followed to where its gap is smallest: Anderson's acceleration of depth 1 (1965).
    """
    change = gap - last_gap
    square = np.square(change).sum(axis=1)
    step = np.divide((change * gap).sum(axis=1), square, out=np.zeros_like(square), where=square > 0)
    following: Floats = mapped - np.clip(step, FARTHEST, NEAREST)[:, np.newaxis] * (mapped - last_mapped)
    return following
