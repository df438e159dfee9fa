"""Curves that rise or fall only where their points do."""

import numpy as np
from numpy.testing import assert_allclose
from scipy import interpolate

from mfc_capacity.core.monotone import between


def test_it_is_the_monotone_cubic_that_scipy_has_but_for_its_ends() -> None:
    generator = np.random.default_rng(1)
    x = np.cumsum(generator.random(12) + 0.1)
    values = np.cumsum(generator.random((3, 12)) ** 3, axis=1)
    at = np.linspace(x[1], x[-2], 50)
    assert_allclose(between(x, values, at), interpolate.PchipInterpolator(x, values, axis=1)(at), atol=1e-12)


def test_it_goes_through_its_points_and_stays_between_them() -> None:
    x, values = np.array([0.0, 1.0, 3.0, 4.0]), np.array([[1.0, 0.9, 0.1, 0.1]])
    assert_allclose(between(x, values, x), values)
    curve = between(x, values, np.linspace(-1, 5, 200))[0]
    assert np.all(np.diff(curve) <= 1e-15)
    assert curve[0] == 1.0
    assert curve[-1] == 0.1
