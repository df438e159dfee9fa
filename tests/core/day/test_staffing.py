"""The smallest numbers through a day, checked from both sides by working out the whole day."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from mfc_capacity.core.day import staffing as day_staffing
from mfc_capacity.core.day.staffing import operators_through_day
from mfc_capacity.core.day.transient import through_day
from mfc_capacity.core.steady.staffing import (
    Requirement,
    UnreachableTargetError,
    operators_required,
)
from mfc_capacity.core.targets import Targets

SLACK = 2e-9


@dataclass(frozen=True)
class Case:
    """A day and what is asked of it."""

    calls_per_hour: np.ndarray
    aht_s: float
    interval_s: float
    targets: Targets
    patience_s: float = math.inf
    periodic: bool = False
    min_operators: int = 0

    def solved(self) -> Requirement:
        return operators_through_day(
            self.calls_per_hour,
            self.aht_s,
            interval_s=self.interval_s,
            targets=self.targets,
            patience_s=self.patience_s,
            periodic=self.periodic,
            min_operators=self.min_operators,
        )

    def missed(self, operators: np.ndarray) -> np.ndarray:
        """Return which targets each plan (P x I) misses in some interval (T x P)."""
        calls = np.broadcast_to(self.calls_per_hour, operators.shape)
        goal = self.targets
        day = through_day(
            calls,
            self.aht_s,
            operators,
            interval_s=self.interval_s,
            patience_s=self.patience_s,
            within_s=float(np.asarray(goal.within_s)),
            periodic=self.periodic,
        )
        level = getattr(day, f"service_level_{goal.service_level_of}")
        pairs = [
            (1 - level, 1 - goal.limit(row))
            if row.is_least
            else (getattr(day, row.measure.name), goal.limit(row))
            for row in goal.rows
        ]
        return np.array(
            [((value > limit * (1 + SLACK) + SLACK) & (calls > 0)).any(axis=1) for value, limit in pairs]
        )


def hump(intervals: int, peak_calls: float) -> np.ndarray:
    """Return the calls per hour of an office day: two humps and a lunch between them."""
    t = (np.arange(intervals) + 0.5) / intervals
    shape = 0.3 + 0.7 * np.exp(-(((t - 0.3) / 0.13) ** 2)) + 0.5 * np.exp(-(((t - 0.7) / 0.12) ** 2))
    return peak_calls * shape / shape.max()


def random_case(rng: np.random.Generator) -> Case:
    intervals, aht_s = int(rng.integers(3, 10)), float(rng.choice([60, 200, 600]))
    load = np.exp(rng.uniform(np.log(0.3), np.log(25))) * np.exp(rng.normal(0, 0.4, intervals))
    load[rng.random(intervals) < 0.1] = 0
    level: dict[str, Any] = {
        "within_s": float(rng.choice([0, 20, 60])),
        "service_level_of": str(rng.choice(["offered", "answered", "virtual"])),
    }
    goals = (
        Targets(service_level=0.8, **level),
        Targets(service_level=0.9, max_occupancy=0.8, **level),
        Targets(service_level=0.3, max_abandonment=0.05, **level),
        Targets(max_asa_s=float(rng.choice([5, 60]))),
    )
    return Case(
        calls_per_hour=load * 3600 / aht_s,
        aht_s=aht_s,
        interval_s=float(rng.choice([900, 1800])),
        targets=goals[rng.integers(4)],
        patience_s=float(rng.choice([30, 120, 600, math.inf])),
        min_operators=int(rng.choice([0, 2])),
    )


def check_from_both_sides(case: Case) -> None:
    """Assert that all targets are kept, and that one operator fewer anywhere misses the one named."""
    solved = case.solved()
    operators, bound_by = solved.operators[0], solved.bound_by[0]
    assert not case.missed(operators[None]).any()
    calling = case.calls_per_hour > 0
    least = np.maximum(calling.astype(int), case.min_operators)
    assert (operators >= least).all()
    assert (operators[~calling] == case.min_operators).all()
    assert (bound_by[~calling] == "").all()
    above = np.flatnonzero(operators > least)
    fewer = np.repeat(operators[None], above.size, axis=0)
    fewer[np.arange(above.size), above] -= 1
    for i, missed in zip(above, case.missed(fewer).T if above.size else [], strict=True):
        assert missed[case.targets.keys.index(bound_by[i])], (i, operators, bound_by)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_smallest_from_both_sides(seed: int) -> None:
    check_from_both_sides(random_case(np.random.default_rng(seed)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [
        Case(hump(24, 160.0), 600, 1800, Targets(service_level=0.8), 120),
        Case(hump(24, 600.0), 200, 1800, Targets(service_level=0.8)),
        Case(
            hump(12, 60.0),
            900,
            1800,
            Targets(service_level=0.8, max_abandonment=0.05, max_occupancy=0.9),
            180,
        ),
        Case(hump(6, 150.0), 180, 900, Targets(service_level=0.5, within_s=1000.0), 900),
        Case(hump(6, 120.0), 300, 900, Targets(max_asa_s=600.0)),
        Case(np.roll(hump(24, 200.0), 5), 240, 3600, Targets(service_level=0.8), 300, periodic=True),
        Case(  # intervals that push each other up and down until they may only rise
            np.array([2.4, 85, 2.7, 21.3, 87.3, 10.2, 86.3, 102.3, 19.4, 0.1, 3.4]),
            540,
            3600,
            Targets(service_level=0.99, within_s=5000.0, service_level_of="virtual"),
        ),
        Case(hump(24, 90.0), 240, 3600, Targets(max_asa_s=20), periodic=True, min_operators=2),
    ],
    ids=[
        "office",
        "patient",
        "long calls",
        "long threshold",
        "long waits",
        "round the clock",
        "back and forth",
        "patient nights",
    ],
)
def test_days_from_both_sides(case: Case) -> None:
    check_from_both_sides(case)


def test_interval_by_interval_falls_short_and_this_does_not() -> None:
    """3,000 calls of ten minutes in twelve hours: a plan of steady states promises 80 % and misses it."""
    calls = hump(24, 1.0) * 3000 / (hump(24, 1.0).sum() / 2)
    case = Case(calls, 600, 1800, Targets(service_level=0.8), 120)
    steady = operators_required(calls, 600, patience_s=120, targets=case.targets).operators
    ours = case.solved().operators
    levels = through_day(
        calls, 600, np.vstack([steady, ours]), interval_s=1800, patience_s=120
    ).service_level_offered
    assert levels[0].min() < 0.78
    assert levels[1].min() >= 0.8 - SLACK
    assert ours.sum() < steady.sum()


def test_many_days_at_once_equal_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_staffing, "DAYS_AT_ONCE", 2)
    calls = np.vstack([hump(6, peak) for peak in (20.0, 300.0, 90.0, 0.0, 10.0)])
    calls[1, 2:4] = 0
    goal = Targets(service_level=0.8)
    solved = operators_through_day(calls, 180, interval_s=1800, targets=goal, patience_s=200)
    for day in range(5):
        alone = operators_through_day(calls[day], 180, interval_s=1800, targets=goal, patience_s=200)
        assert alone.operators[0].tolist() == solved.operators[day].tolist()
        assert alone.bound_by[0].tolist() == solved.bound_by[day].tolist()


@pytest.mark.parametrize(("free", "most"), [(0, 20), (1, 3), (1, 1)])
def test_targets_are_kept_however_few_sweeps(monkeypatch: pytest.MonkeyPatch, free: int, most: int) -> None:
    monkeypatch.setattr(day_staffing, "FREE_SWEEPS", free)
    monkeypatch.setattr(day_staffing, "MOST_SWEEPS", most)
    for seed in (3, 11):
        check_from_both_sides(random_case(np.random.default_rng(seed)))


def test_slow_days_are_the_steady_state() -> None:
    """Where an interval is long beside a call, each needs what a steady state needs."""
    calls = np.full(4, 200.0)
    goal = Targets(service_level=0.8, max_abandonment=0.05)
    solved = operators_through_day(calls, 120, interval_s=14_400, targets=goal, patience_s=120)
    steady = operators_required(200, 120, patience_s=120, targets=goal)
    assert (solved.operators == int(steady.operators)).all()
    assert (solved.bound_by == str(steady.bound_by)).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("goal", "bound_by"),
    [
        (Targets(max_occupancy=1.0), "stability"),
        (Targets(service_level=0.3, within_s=1000.0), "service_level"),
    ],
)
def test_a_queue_round_the_clock_never_grows_from_day_to_day(goal: Targets, bound_by: str) -> None:
    calls = [24.0] * 24
    solved = operators_through_day(calls, 420, interval_s=3600, targets=goal, periodic=True)
    assert (solved.operators >= 3).all()  # for 2.8 Erlangs
    within_s = float(np.asarray(goal.within_s))
    day = through_day(calls, 420, solved.operators, interval_s=3600, within_s=within_s, periodic=True)
    assert day.stable.all()
    assert (solved.bound_by == bound_by).all()


def test_minimum_and_doors() -> None:
    calls = np.array([0, 0, 6, 60, 6, 0, 0.0])
    is_open = np.array([0, 1, 1, 1, 1, 1, 0], dtype=bool)
    solved = operators_through_day(
        calls, 180, interval_s=1800, targets=Targets(service_level=0.8), is_open=is_open, min_operators=3
    )
    assert solved.operators[0].tolist() == [0, 3, 3, 5, 3, 3, 0]
    assert solved.bound_by[0].tolist() == ["", "", "min_operators", "service_level", "min_operators", "", ""]
    with pytest.raises(ValueError, match="is_open"):
        operators_through_day(calls, 180, interval_s=1800, targets=Targets(), is_open=~is_open)


def test_no_target_needs_a_steady_state_or_somebody() -> None:
    patient = operators_through_day([100.0, 0], 180, interval_s=1800, targets=Targets())
    assert (patient.operators[0].tolist(), patient.bound_by[0].tolist()) == ([6, 0], ["stability", ""])
    impatient = operators_through_day([100.0, 0], 180, interval_s=1800, targets=Targets(), patience_s=60)
    assert (impatient.operators[0].tolist(), impatient.bound_by[0].tolist()) == ([1, 0], ["stability", ""])


def test_no_calls_all_day() -> None:
    solved = operators_through_day(
        np.zeros((2, 5)), math.nan, interval_s=900, targets=Targets(service_level=0.8)
    )
    assert not solved.operators.any()
    assert (solved.bound_by == "").all()


@pytest.mark.parametrize(
    ("goal", "patience_s", "name"),
    [
        (Targets(service_level=1), 120.0, "service_level"),
        (Targets(max_asa_s=0), math.inf, "max_asa"),
        (Targets(max_abandonment=0), 120.0, "max_abandonment"),
        (Targets(max_occupancy=0), 120.0, "max_occupancy"),
    ],
)
def test_out_of_reach_is_refused_by_name(goal: Targets, patience_s: float, name: str) -> None:
    with pytest.raises(UnreachableTargetError, match=name) as caught:
        operators_through_day(
            [[0, 90, 0.0], [9, 0, 0.0]], 180, interval_s=900, targets=goal, patience_s=patience_s
        )
    assert caught.value.indices.tolist() == [1, 3]


@pytest.mark.parametrize("level", [0.999, 0.99999, 1 - 1e-9, math.nextafter(1, 0)])
@pytest.mark.parametrize("patience_s", [1.0, 600.0, math.inf])
def test_levels_close_to_one_have_an_answer(level: float, patience_s: float) -> None:
    goal = Targets(service_level=level)
    calls = np.array([5.0, 400.0, 100.0])
    solved = operators_through_day(calls, 120, interval_s=900, targets=goal, patience_s=patience_s)
    assert solved.operators.max() < 60
    day = through_day(calls, 120, solved.operators, interval_s=900, patience_s=patience_s)
    assert (day.service_level_offered >= level - SLACK).all()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service_level", 80),
        ("max_asa_s", -1),
        ("within_s", -20),
        ("within_s", math.nan),
        ("max_occupancy", 1.2),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        operators_through_day(90.0, 180, interval_s=900, targets=Targets(**{name: value}))
