"""Plans found by steps to neighbours: within what may be planned, and as good as all plans of a short horizon."""

from itertools import product

import numpy as np
import pytest

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.people.neighbours import Choice


def choice(seed: int, begins: int, a_month: int = 1) -> Choice:
    """People stay for ever; a cost rises with the distance from what is wanted."""
    wanted = np.random.default_rng(seed).uniform(0, 20, begins)

    def cost(effects: Floats) -> Floats:
        total: Floats = 1000 + np.abs(effects - wanted).sum(axis=-1)
        return total

    stay = np.triu(np.ones((begins, begins)))
    return Choice(stay, cost, np.arange(begins) // 3, smallest=3, largest=6, a_month=a_month)


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_is_within_what_may_be_planned(seed: int) -> None:
    own = choice(seed, 12, a_month=2)
    plan = own.near(np.full(12, 1.7))
    people, classes = own.people(plan), own.classes(plan)
    assert np.all((3 * classes <= people) & (people <= 6 * classes))
    assert max(classes[own.months == month].sum() for month in range(4)) <= 2


def test_most_plans_of_a_short_horizon_are_the_best_there_is() -> None:
    best = 0
    for seed in range(20):
        own = choice(seed, 6)
        sizes = np.array(list(product([0, 3, 4, 5, 6], repeat=6)), dtype=float)
        fits = np.all(np.add.reduceat(sizes > 0, [0, 3], axis=1, dtype=int) <= 1, axis=1)
        least = own.cost(sizes[fits] @ own.effects).min()
        found = float(own.cost(own.people(own.near(np.zeros(6))) @ own.effects))
        assert found >= least - 1e-9
        best += found <= least + 1e-9
    assert best >= 18
