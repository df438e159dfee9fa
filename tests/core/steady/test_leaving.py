"""Busy operators who leave, against the steady state of the chain written out."""

import math

import numpy as np
import pytest

from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.steady.leaving import busy_beyond


@pytest.mark.parametrize("patience_s", [60.0, 900.0, math.inf])
@pytest.mark.parametrize(
    ("calls_per_hour", "aht_s", "operators"), [(60, 300, 7), (200, 240, 15), (12, 60, 1)]
)
@pytest.mark.parametrize("fewer", [1, 3, 100])
def test_the_mean_of_the_chain(
    patience_s: float, calls_per_hour: float, aht_s: float, operators: int, fewer: int
) -> None:
    staying = max(operators - fewer, 0)
    weights = [1.0]
    for k in range(1, 2000):
        down = min(k, operators) / aht_s + max(k - operators, 0) / patience_s
        weights.append(weights[-1] * calls_per_hour / 3600 / down)
    law = np.array(weights) / sum(weights)
    busy = np.minimum(np.arange(law.size), operators)
    exact = float(law @ np.maximum(busy - staying, 0))
    p_wait = steady_state(calls_per_hour, aht_s, operators, patience_s=patience_s).p_wait
    args = (np.array([calls_per_hour * aht_s / 3600]), np.array([operators]), np.array([staying]))
    assert float(busy_beyond(*args, np.atleast_1d(p_wait))[0]) == pytest.approx(exact, rel=1e-9)
