"""Shares of variance against figures whose shares are known."""

import numpy as np
import pytest
from scipy.special import erfinv, ndtr
from scipy.stats import qmc

from mfc_capacity.commands.risk.shares import variance_shares

POINTS = 512


def sample(inputs: int, seed: int) -> np.ndarray:
    return qmc.Sobol(inputs, seed=np.random.default_rng(seed)).random_base2(9)


@pytest.mark.parametrize("seed", range(5))
def test_a_sum_of_normal_inputs(seed: int) -> None:
    ranks = sample(4, seed)
    inputs = np.sqrt(2) * erfinv(2 * ranks - 1)
    figure = inputs @ np.array([4.0, 2.0, 1.0, 0.0])
    shares = variance_shares(inputs, ndtr(inputs), figure)
    assert shares == pytest.approx(np.array([16, 4, 1, 0]) / 21, abs=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_a_product_leaves_a_rest_that_inputs_make_together(seed: int) -> None:
    """Of xyz, each uniform in [0, 1]: variance 1/27 - 1/64, of which each makes 1/12 / 16 by itself."""
    ranks = sample(3, seed)
    shares = variance_shares(ranks, ranks, ranks.prod(axis=1))
    assert shares == pytest.approx([1 / 192 / (1 / 27 - 1 / 64)] * 3, abs=0.03)


@pytest.mark.parametrize("seed", range(5))
def test_the_function_of_ishigami(seed: int) -> None:
    """T. Ishigami, T. Homma (1990), a = 7, b = 0.1: 0.3139, 0.4424, 0; the second is no function of low degree."""
    ranks = sample(3, seed)
    x = np.pi * (2 * ranks - 1)
    figure = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    shares = variance_shares(x, ranks, figure)
    assert shares is not None
    assert shares[0] == pytest.approx(0.3139, abs=0.77 / np.sqrt(POINTS))
    assert shares[1] < 0.4424
    assert shares[2] < 0.03


def test_what_does_not_vary_has_no_shares() -> None:
    ranks = sample(2, 1)
    assert variance_shares(ranks, ranks, np.full(POINTS, 7.0)) is None
    assert variance_shares(ranks[:3], ranks[:3], np.arange(3.0)) is None


def test_unknown_points_are_left_out() -> None:
    ranks = sample(2, 1)
    figure = np.where(np.arange(POINTS) % 5 == 0, np.nan, ranks[:, 0])
    assert variance_shares(ranks, ranks, figure) == pytest.approx([1, 0], abs=1e-9)
