"""Lines that are full, call by call: beside the exact chain, the steady state and a published simulation."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.random import Generator

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.day.transient import through_day
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.played_day import Day, Outcome, trace_day
from mfc_capacity.core.simulation.replications import Estimate, simulate

NAMES = ("busy", "p_wait", "asa_s", "mean_wait_s", "abandonment", "occupancy")
LEVELS = (
    "service_level_offered",
    "service_level_answered",
    "service_level_virtual",
    "service_level_positive",
)


def agree(estimate: Estimate, exact: np.ndarray | float) -> None:
    """Assert that the exact value is within four standard errors."""
    assert (np.abs(estimate.value - exact) <= 2.05 * estimate.half_width).all(), (estimate, exact)


@pytest.mark.parametrize(("patience_s", "lines"), [(math.inf, 17), (90.0, 15), (200.0, 10)])
def test_beside_the_exact_chain(patience_s: float, lines: int) -> None:
    calls, operators = np.array([126.0, 180.0, 150.0, 60.0]), np.array([10, 11, 12, 12])
    stream = Stream(calls, 120.0, patience_s=patience_s)
    played = simulate(
        Day([stream], operators, 1800.0, lines=lines), seed=5, precision=1e-9, max_replications=400
    )
    exact = through_day(calls * 2, 120.0, operators, interval_s=1800.0, patience_s=patience_s, lines=lines)
    for name in (*NAMES, *LEVELS):
        agree(getattr(played.intervals, name), getattr(exact, name)[0])
    assert (exact.busy[0, :3] > 0.001).all()


def test_every_call_has_a_line_or_is_lost() -> None:
    day = Day([Stream(np.full(4, 150.0), 120.0, patience_s=60.0)], np.array([6, 4, 8, 5]), 1800.0, lines=9)
    trace = trace_day(day, seed=2)
    is_in = trace.outcome != Outcome.FOUND_BUSY
    leaves = (trace.arrival_s + trace.wait_s + trace.handling_s)[is_in]
    begins = trace.arrival_s[is_in]
    there = np.array([((begins < at) & (leaves > at)).sum() for at in trace.arrival_s])
    assert (there[is_in] < 9).all()
    assert (there[~is_in] == 9).all()
    assert (~is_in).any()
    assert (trace.wait_s[~is_in] == 0).all()
    assert (trace.handling_s[~is_in] == 0).all()


def test_nobody_on_duty_before_the_doors_close() -> None:
    trace = trace_day(Day([Stream([900.0], 120.0)], [0], 1800.0, lines=5), seed=1)
    assert trace.outcome.tolist() == [Outcome.ABANDONED] * 5 + [Outcome.FOUND_BUSY] * (trace.outcome.size - 5)


@dataclass(frozen=True)
class UpToTheMean:
    """Exponential, but never longer than its scale."""

    def draw(self, generator: Generator, count: int) -> Floats:
        return np.minimum(generator.standard_exponential(count), 1.0)


def test_telethon() -> None:
    """12 operators, 24 lines, 50 calls an hour of 10 minutes, from empty; patience exp(2 min), and at 2 min a message.

    Source: umontreal-simul/contactcenters, doc/examples, Telethon: per week of five days 961.372 to 964.846 served
    (95 %), 36.780 abandoned or left a message, 948.579 to 951.951 served within a minute, ASA .036 min. Theirs
    clears the queue at closing, which ends 0.28 calls a week; here they are served.
    """
    stream = Stream(np.full(8, 25.0), 600.0, patience_s=120.0, patience_law=UpToTheMean())
    played = simulate(Day([stream], np.full(8, 12), 1800.0, 60.0, lines=24), seed=4, precision=0.0015)
    day = played.day
    assert float(1 - day.abandonment.value - day.busy.value) == pytest.approx(963.389 / 1000.169, abs=0.003)
    assert float(day.service_level_offered.value) == pytest.approx(950.265 / 1000.169, abs=0.003)
    assert float(day.abandonment.value) == pytest.approx(36.780 / 1000.169, abs=0.003)
    assert float(day.asa_s.value) == pytest.approx(0.036 * 60, abs=0.15)
    assert float(day.busy.value) < 1e-4
