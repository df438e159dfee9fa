"""Checks of arguments; an error names the argument."""

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core.arrays import Bools, Floats


def finite(name: str, values: ArrayLike) -> Floats:
    """Return `values` as floats, refusing NaN, infinity and negative numbers."""
    array = np.asarray(values, dtype=np.float64)
    return _kept(name, array, np.isfinite(array) & (array >= 0), "finite and at least 0")


def positive(name: str, values: ArrayLike) -> Floats:
    """Return `values` as floats, refusing NaN, infinity and everything up to 0."""
    array = np.asarray(values, dtype=np.float64)
    return _kept(name, array, np.isfinite(array) & (array > 0), "finite and above 0")


def patience(name: str, values: ArrayLike) -> Floats:
    """Return `values` as floats, refusing NaN and everything up to 0; infinity is for ever."""
    array = np.asarray(values, dtype=np.float64)
    return _kept(name, array, array > 0, "above 0")


def whole_number(name: str, values: ArrayLike) -> Floats:
    """Return `values` as floats, refusing all but 0, 1, 2..."""
    array = finite(name, values)
    return _kept(name, array, array == np.floor(array), "whole")


def share(name: str, values: ArrayLike) -> Floats:
    """Return `values` as floats, refusing all but 0 to 1."""
    array = np.asarray(values, dtype=np.float64)
    return _kept(name, array, (array >= 0) & (array <= 1), "between 0 and 1")


def at_most(name: str, values: ArrayLike, highest: float) -> Floats:
    """Return `values` as floats, refusing all but 0 to `highest`."""
    array = np.asarray(values, dtype=np.float64)
    return _kept(name, array, (array >= 0) & (array <= highest), f"between 0 and {highest:g}")


def unset_or(name: str, values: ArrayLike, highest: float) -> Floats:
    """Return `values` as floats, refusing what is neither NaN (not set) nor between 0 and `highest`."""
    array = np.asarray(values, dtype=np.float64)
    inside = (array >= 0) & (array <= highest)
    return _kept(name, array, np.isnan(array) | inside, f"between 0 and {highest:g}")


def _kept(name: str, array: Floats, good: Bools, rule: str) -> Floats:
    if not np.all(good):
        raise ValueError(f"{name} must be {rule}, not {array[~good].flat[0]:g}")
    return array
