"""Means over intervals, each over what it is a mean of; the right values are sums over callers, written out."""

import math

import numpy as np
import pytest

from mfc_capacity.core import means


def test_each_measure_is_a_mean_over_what_it_is_of() -> None:
    """Of 100 calls 90 are answered, 60 in time; of 300 calls in a second interval 60 are answered, 6 in time."""
    calls, abandonment, hours = np.array([100.0, 300.0]), np.array([0.1, 0.8]), np.array([5.0, 1.0])
    weights = means.weights(calls, abandonment, hours, "answered")
    assert means.mean(np.array([10.0, 200.0]), weights["asa_s"]) == pytest.approx((900 + 12_000) / 150)
    assert means.mean(np.array([60 / 90, 6 / 60]), weights["service_level"]) == pytest.approx(66 / 150)
    assert means.mean(np.array([12.0, 120.0]), weights["mean_wait_s"]) == pytest.approx((1200 + 36_000) / 400)
    assert means.mean(abandonment, weights["abandonment"]) == pytest.approx((10 + 240) / 400)
    assert means.mean(np.array([0.5, 0.8]), weights["occupancy"]) == pytest.approx((2.5 + 0.8) / 6)
    for of in ("offered", "virtual"):
        weights = means.weights(calls, abandonment, hours, of)
        assert means.mean(np.array([0.6, 0.02]), weights["service_level"]) == pytest.approx(66 / 400)
    last_attempts = np.array([95.0, 150.0])  # 5 give up in the first interval, 90 in the second
    weights = means.weights(calls, abandonment, hours, "callers", last_attempts=last_attempts)
    assert means.mean(np.array([60 / 95, 6 / 150]), weights["service_level"]) == pytest.approx(66 / 245)


def test_nobody_who_is_answered_weighs_nothing() -> None:
    weights = means.weights([100.0, 50.0], np.array([0.0, 1 - 1e-12]), [1.0, 0.0], "answered")
    assert means.mean(np.array([7.0, math.nan]), weights["asa_s"]) == 7
    alone = means.weights([50.0], np.array([1.0]), [0.0], "answered")
    assert math.isnan(means.mean(np.array([0.0]), alone["service_level"]))


def test_what_is_not_known_is_not_guessed() -> None:
    weights = means.weights([100.0, 50.0], np.array([0.0, math.nan]), [1.0, 1.0], "answered")
    assert math.isnan(means.mean(np.array([7.0, math.nan]), weights["asa_s"]))
    quiet = means.weights([100.0, 0.0], np.array([0.0, math.nan]), [1.0, 1.0], "answered")
    assert means.mean(np.array([7.0, math.nan]), quiet["asa_s"]) == 7


def test_a_level_without_those_who_soon_hang_up_is_over_the_others() -> None:
    weights = means.weights([100.0, 300.0], np.array([0.1, 0.3]), [1.0, 1.0], "short", counted=[0.95, 0.7])
    # 90 of 95 counted, and 84 of 210.
    assert means.mean(np.array([90 / 95, 84 / 210]), weights["service_level"]) == pytest.approx(174 / 305)
