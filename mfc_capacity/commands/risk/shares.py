"""How much of a figure's variance each input makes by itself: first-order shares, from the sample that there is.

The figure is fitted by a sum of functions of one input each, together by least squares (a random-sampling HDMR: G. Li,
S.-W. Wang, H. Rabitz, J. Phys. Chem. A 106 (2002), 8721-8733): of each input its own value and Legendre polynomials of
its rank, as many as the sample carries. The share of an input is the variance of its function over that of the figure,
less what noise of the rest adds to it on average. What is missing to 1 is done by inputs together. A sample needs no
plans of its own for this, as Saltelli's design with M + 2 of them would.

A share s has a standard error of at most about 2 sqrt(s) (1 - s) / sqrt(N), that of a squared correlation of N random
points (A. Stuart, J. K. Ord, Kendall's Advanced Theory of Statistics I, 16.33), hence of less than 0.77 / sqrt(N).
"""

import numpy as np

from mfc_capacity.core.arrays import Floats

POINTS_A_FUNCTION, MOST_FUNCTIONS = 4, 4
_DEPENDENT = 1e-6  # what is left of a function beside the others that is only noise
_CONSTANT = 1e-12


def variance_shares(numbers: Floats, ranks: Floats, outcome: Floats) -> Floats | None:
    """Return the first-order share of each input (M) in the variance of an outcome (N).

    Args:
        numbers: the inputs (N x M).
        ranks: the same as uniform variables between 0 and 1.
        outcome: the figure; NaN where it is not known.

    Returns:
        None where the outcome hardly varies, or too few points are known.

    >>> x = np.random.default_rng(1).random((64, 2))
    >>> variance_shares(x, x, 3 * x[:, 0]).round(6).tolist()
    [1.0, 0.0]
    """
    known = np.isfinite(outcome)
    numbers, ranks, figure = numbers[known], ranks[known], outcome[known]
    points, inputs = numbers.shape
    if points <= inputs + 1 or np.ptp(figure) <= _CONSTANT * np.abs(figure).max():
        return None
    count = min(max(points // (POINTS_A_FUNCTION * inputs), 1), MOST_FUNCTIONS)
    functions = [_functions(numbers[:, k], ranks[:, k], count) for k in range(inputs)]
    design = np.hstack(functions)
    centred = figure - figure.mean()
    coefficients, *_ = np.linalg.lstsq(design, centred, rcond=None)
    freedom = points - design.shape[1] - 1
    rest = float(((centred - design @ coefficients) ** 2).sum())
    noise = rest / freedom if freedom > 0 else 0.0
    variance, shares, first = float((centred**2).sum()), [], 0
    for own in functions:
        last = first + own.shape[1]
        explained = float(((own @ coefficients[first:last]) ** 2).sum()) - own.shape[1] * noise
        shares.append(min(max(explained / variance, 0.0), 1.0))
        first = last
    return np.array(shares)


def _functions(numbers: Floats, ranks: Floats, count: int) -> Floats:
    """Return functions of one input (N x count at most), centred, orthonormal over the sample."""
    at = 2 * ranks - 1
    raw = [numbers, at, (3 * at**2 - 1) / 2, (5 * at**3 - 3 * at) / 2][:count]
    found: list[Floats] = []
    for each in raw:
        rest = each - each.mean()
        size = float(np.linalg.norm(rest))
        for other in found:
            rest = rest - other * float(other @ rest)
        left = float(np.linalg.norm(rest))
        if left > _DEPENDENT * size:
            found.append(rest / left)
    return np.stack(found, axis=1) if found else np.zeros((len(numbers), 0))
