"""Laws of random times: mean 1, the spread they promise, and their shape."""

import math

import numpy as np
import pytest

from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull

SIZE = 400_000
WEIBULL_CV = math.sqrt(math.gamma(1 + 2 / 0.7) / math.gamma(1 + 1 / 0.7) ** 2 - 1)


def drawn(law: Law) -> np.ndarray:
    return law.draw(np.random.default_rng(20140228), SIZE)


@pytest.mark.parametrize(
    ("law", "cv"),
    [
        (Exponential(), 1.0),
        (Lognormal(0.3), 0.3),
        (Lognormal(1.0), 1.0),
        (Lognormal(1.6), 1.6),
        (Weibull(0.7), WEIBULL_CV),
        (Weibull(1.0), 1.0),
        (Weibull(3.0), math.sqrt(math.gamma(5 / 3) / math.gamma(4 / 3) ** 2 - 1)),
    ],
)
def test_mean_and_spread(law: Law, cv: float) -> None:
    times = drawn(law)
    assert times.mean() == pytest.approx(1, abs=4 * cv / math.sqrt(SIZE))
    assert times.std() == pytest.approx(cv, rel=0.05)
    assert (times >= 0).all()


@pytest.mark.parametrize(
    ("law", "median"),
    [
        (Exponential(), math.log(2)),
        (Lognormal(1.6), 1 / math.sqrt(1 + 1.6**2)),
        (Weibull(0.7), math.log(2) ** (1 / 0.7) / math.gamma(1 + 1 / 0.7)),
    ],
)
def test_median(law: Law, median: float) -> None:
    assert np.median(drawn(law)) == pytest.approx(median, rel=0.01)


def test_no_spread_is_a_constant() -> None:
    assert (drawn(Lognormal(0)) == 1).all()


@pytest.mark.parametrize("cv", [-0.1, 101, math.nan, math.inf])
def test_spread_out_of_range(cv: float) -> None:
    with pytest.raises(ValueError, match="cv must be between 0 and 100"):
        Lognormal(cv)


@pytest.mark.parametrize("shape", [0, 0.05, -1, math.nan, math.inf])
def test_shape_out_of_range(shape: float) -> None:
    with pytest.raises(ValueError, match="shape must be finite and at least"):
        Weibull(shape)
