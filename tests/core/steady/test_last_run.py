"""The fewest operators where more may be worse: against every number of operators, one by one."""

from typing import Any

import numpy as np
import pytest

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.steady.last_run import start_of_last_run
from mfc_capacity.core.steady.lines import LINES, operators_with_lines, steady_state_with_lines
from mfc_capacity.core.steady.redials import steady_state_with_redials
from mfc_capacity.core.steady.redials_staffing import required_with_redials
from mfc_capacity.core.targets import SERVICE_LEVELS_OF, ServiceLevelOf, Targets

SLACK = 1e-9  # of a measure at its limit, relative


def last_run(kept: Bools) -> int:
    """Return the first of the last numbers, from 1 on, that are all kept, 0 where none is."""
    found = 0
    for n in range(len(kept), 0, -1):
        if kept[n - 1]:
            found = n
        elif found:
            break
    return found


@pytest.mark.parametrize("looks", [1000, 4])
def test_the_start_of_the_last_run(looks: int) -> None:
    """Numbers kept: 1..3 and 8..12; 5..7, but none above; none; all."""
    kept = [{1, 2, 3, *range(8, 13)}, {5, 6, 7}, set(), set(range(1, 13))]

    def worst(n: Ints, at: Ints) -> Floats:
        return np.array([-1.0 if count in kept[row] else 1.0 for count, row in zip(n, at, strict=True)])

    found, is_kept = start_of_last_run(worst, np.zeros(4, dtype=int), np.full(4, 12), looks)
    assert found.tolist() == [8, 5, 12, 1]
    assert is_kept.tolist() == [True, True, False, True]


class Drawn:
    """A queue with so many lines drawn at random, and targets that some number of operators nearly misses."""

    def __init__(self, rng: np.random.Generator, of: ServiceLevelOf, most_lines: int, *, again: bool) -> None:
        def between(low: float, high: float) -> float:
            return float(np.exp(rng.uniform(np.log(low), np.log(high))))

        self.lines = int(rng.integers(1, most_lines + 1))
        self.aht_s = between(30, 1200)
        self.calls = self.lines * between(0.1, 8) * 3600 / self.aht_s
        is_patient = rng.random() < 0.35
        self.patience_s = np.inf if is_patient else self.aht_s * between(0.02, 20)
        self.within_s, self.wait_within_s = self.aht_s * between(0.005, 5), self.aht_s * between(0.01, 2)
        self.redials = {"share": rng.uniform(0.05, 0.95), "after_s": self.aht_s * between(0.05, 50)}
        self.again = again
        self.of = of
        self.limits: dict[str, float] = {}
        self.kept = np.ones(self.lines, dtype=bool)
        met, waits = self.met(self.within_s), self.met(self.wait_within_s)
        near = int(rng.integers(self.lines))
        measures = {
            "service_level": (getattr(met, f"service_level_{of}"), 0.5),
            "max_p_wait": (met.p_wait, 0.4),
            "max_asa_s": (met.asa_s, 0.3),
            "max_abandonment": (met.abandonment, 0.0 if is_patient else 0.3),
            "max_occupancy": (met.occupancy, 0.2),
            "wait": (waits.service_level_answered, 0.2),
        }
        for field, (values, chance) in measures.items():
            if rng.random() < chance:
                self._limit(field, values, values[near], rng.uniform(0.0, 0.1))

    def _limit(self, field: str, values: Floats, near: float, slack: float) -> None:
        if field in {"service_level", "wait"}:
            limit = min(near * (1 - slack), 0.999)
            if limit > 1e-3:
                self.limits[field] = limit
                self.kept &= values >= limit - SLACK
        elif near > 0:
            self.limits[field] = limit = (
                near * (1 + slack) if field == "max_asa_s" else min(near * (1 + slack), 1)
            )
            self.kept &= values <= limit * (1 + SLACK)

    def met(self, within_s: float, operators: Any = None) -> Any:
        n = np.arange(1, self.lines + 1) if operators is None else operators
        rules = {"patience_s": self.patience_s, "within_s": within_s}
        if self.again:
            return steady_state_with_redials(
                self.calls, self.aht_s, n, lines=self.lines, **rules, **self.redials
            )
        return steady_state_with_lines(self.calls, self.aht_s, n, self.lines, **rules)

    @property
    def targets(self) -> Targets:
        levels: dict[str, Any] = {"within_s": self.within_s, "wait_within_s": self.wait_within_s}
        return Targets(service_level_of=self.of, **levels, **self.limits)

    def required(self) -> tuple[int, str]:
        targets = self.targets
        found = operators_with_lines(
            [self.calls], self.aht_s, self.lines, patience_s=self.patience_s, targets=targets
        )
        if self.again:
            found = required_with_redials(
                found,
                targets,
                np.array([float(self.lines)]),
                lambda n, _at, within_s: self.met(float(within_s[0]), n),
            )
        return int(found.operators[0]), str(found.bound_by[0])


def judged(seed: int, of: ServiceLevelOf, count: int, most_lines: int, *, again: bool = False) -> int:
    """Compare as many random systems with every number of operators; return how often the last run is not all."""
    rng, turning = np.random.default_rng(seed), 0
    for _ in range(count):
        drawn = Drawn(rng, of, most_lines, again=again)
        operators, bound_by = drawn.required()
        start = last_run(drawn.kept)
        assert operators == (start or drawn.lines), (drawn.__dict__, np.flatnonzero(drawn.kept) + 1)
        assert (bound_by == LINES) == (start == 0)
        turning += start > 0 and not np.array_equal(
            np.flatnonzero(drawn.kept) + 1, range(start, drawn.lines + 1)
        )
    return turning


@pytest.mark.parametrize("of", SERVICE_LEVELS_OF)
def test_against_every_number_of_operators(of: ServiceLevelOf) -> None:
    assert judged(11, of, 40, 40) > 0


@pytest.mark.slow
@pytest.mark.parametrize("of", SERVICE_LEVELS_OF)
def test_against_every_number_of_operators_where_callers_come_again(of: ServiceLevelOf) -> None:
    assert judged(12, of, 40, 30, again=True) > 0


def test_the_share_who_wait_falls_from_an_operator_for_each_erlang_on() -> None:
    """What the search leaves out, shown by many systems: see `lines._Rows._doubted`."""
    rng = np.random.default_rng(13)
    for _ in range(200):
        lines = int(rng.integers(2, 80))
        load = lines * rng.uniform(0.1, 1.0)
        n = np.arange(int(np.ceil(load)), lines + 1)
        patience_s = rng.choice([np.inf, 20.0, 200.0, 5000.0])
        p_wait = steady_state_with_lines(load * 18, 200.0, n, lines, patience_s=patience_s).p_wait
        assert (np.diff(p_wait) <= 1e-15).all()


def test_many_intervals_are_as_each_by_itself() -> None:
    calls, lines = np.array([300.0, 1000.0, 1000.0, 0.0, 1000.0]), np.array([17, 17, 40, 17, 60])
    targets = Targets(max_p_wait=0.12, max_asa_s=90.0)
    together = operators_with_lines(calls, 120.0, lines, targets=targets)
    alone = [
        operators_with_lines([c], 120.0, [k], targets=targets) for c, k in zip(calls, lines, strict=True)
    ]
    assert together.operators.tolist() == [int(each.operators[0]) for each in alone]
    assert together.bound_by.tolist() == [str(each.bound_by[0]) for each in alone]
