"""Rows that forbid parts of classes: every plan keeps them, and they raise the bound of what needs no whole people."""

import numpy as np
import pytest

from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.people.flow import Career, flows
from mfc_capacity.core.people.hiring import Classes, Need, Prices, Problem

pytest.importorskip("highspy")

WEEKS = 30
CAREER = Career(
    attrition=np.array([0.02, 0.01]), training=3, drop_out=0.1, ramp=np.array([0.6, 0.8, 1.0]), trainers=0.1
)
PRICES = Prices(hire=2, in_training=1, at_work=1, leave=0.5, overtime=1.5, short=3)


def problem(seed: int) -> Problem:
    begins = np.arange(1, WEEKS)
    required = 40 + np.random.default_rng(seed).uniform(-4, 4, WEEKS) + np.linspace(0, 6, WEEKS)
    certain = flows(CAREER, [-CAREER.settled], WEEKS).of([40])
    return Problem(CAREER, certain, Need(required, 0.08), Classes(5, 12, 1, begins, begins // 4), PRICES)


def plan(rng: np.random.Generator, months: int) -> np.ndarray:
    people = np.zeros(WEEKS - 1)
    for month in range(months):
        first, size = rng.integers(4), rng.integers(5, 13)
        if rng.random() < 0.3 and 4 * month + first < people.size:
            people[4 * month + first] = size
    return people


@pytest.mark.parametrize("seed", range(5))
def test_every_plan_keeps_them(seed: int) -> None:
    given, rng = problem(seed), np.random.default_rng(seed)
    program, lots = given.program()
    rows = []
    for _ in range(4):
        rows += (new := list(lots.broken(program.relaxed(Effort()).values)))
        for columns, coefficients, least in new:
            program.row((columns, coefficients), least=least)
    assert len(rows) > 20
    for _ in range(200):
        people = plan(rng, 8)
        values = given.columns(people, (people > 0).astype(int))
        assert min(coefficients @ values[columns] - least for columns, coefficients, least in rows) > -1e-9


@pytest.mark.parametrize("seed", range(5))
def test_a_relaxation_breaks_them_and_they_raise_its_bound(seed: int) -> None:
    program, lots = problem(seed).program()
    before = program.relaxed(Effort())
    for columns, coefficients, least in lots.broken(before.values):
        assert coefficients @ before.values[columns] < least
        program.row((columns, coefficients), least=least)
    assert program.relaxed(Effort()).objective > before.objective
