"""The cheapest people who cover, beside published optima and people found one by one."""

from dataclasses import replace

import numpy as np
import pytest

from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.shifts.covering import Covered, cover
from mfc_capacity.core.shifts.problem import Problem, at_desk
from tests.core.shifts.small import answered, cheapest, drawn, family, least_missing, problem


def found(asked: Problem) -> Covered:
    """The cheapest people, once they have been seen to keep what was asked."""
    covered = cover(asked, Effort())
    assert covered.cost.status == "optimal"
    assert covered.worked is not None
    operators = [own.operators for own in covered.worked]
    paid = sum(float((own.costs * there).sum()) for own, there in zip(asked.families, operators, strict=True))
    assert covered.cost.objective == pytest.approx(paid)
    there = at_desk(asked, covered.worked)
    if covered.missing is None:
        assert (there >= np.where(asked.within_reach(), asked.required, 0)).all()
    if asked.seats is not None:
        assert (there <= asked.seats).all()
    people = [int(own.people.sum()) for own in covered.worked]
    for own, each, count in zip(asked.families, operators, people, strict=True):
        assert (each[1:].sum(axis=1) >= own.fewest).all()
        assert own.most is None or (each.sum(axis=1) <= own.most).all()
        assert own.most_share is None or count <= own.most_share * sum(people)
    return covered


def value(asked: Problem) -> tuple[float, float]:
    """The weight of who is missing, and the cost, to digits that solvers agree on."""
    covered = found(asked)
    missing = 0.0 if covered.missing is None else covered.missing.objective
    return round(missing, 6), round(covered.cost.objective, 6)


def test_union_airways() -> None:
    # Hillier & Lieberman, Introduction to Operations Research, "Personnel Scheduling": Union Airways needs so many
    # agents from 6:00 on in ten periods, the last of them 0:00-6:00; the optimum is (48, 31, 39, 43, 15) at 30,610.
    # The day is taken from 6:00, in slots of two hours.
    agents = [48, 79, 65, 87, 64, 73, 82, 43, 52, 15, 15, 15]
    shifts = {0: 170.0, 1: 160.0, 3: 175.0, 5: 180.0, 8: 195.0}  # 6-14, 8-16, 12-20, 16-24, 22-6
    asked = problem(
        [agents],
        *(replace(family([start], 4, day=12), costs=np.full((2, 1), cost)) for start, cost in shifts.items()),
    )
    covered = found(asked)
    assert covered.cost.objective == 30_610
    assert covered.worked is not None
    assert [int(own.operators[1, 0]) for own in covered.worked] == [48, 31, 39, 43, 15]


def test_the_post_office() -> None:
    # Winston, Operations Research: Applications and Algorithms, "Work-Scheduling Problems": full-time employees
    # needed from Monday to Sunday, five days on and two off; 23 in whole numbers.
    needed = [[17], [13], [15], [19], [14], [16], [11]]
    covered = found(problem(needed, family([0], 1, pattern=(5, 2), days=7, day=1)))
    assert covered.worked is not None
    assert covered.worked[0].people.sum() == 23
    assert covered.cost.objective == 23 * 5


@pytest.mark.parametrize("seed", range(30))
def test_nobody_finds_cheaper_people_one_by_one(seed: int) -> None:
    asked, cost = answered([seed, 0], drawn, cheapest)
    assert value(asked) == (0, pytest.approx(cost))


@pytest.mark.parametrize("seed", range(40))
def test_nobody_finds_cheaper_people_within_limits(seed: int) -> None:
    def within_limits(generator: np.random.Generator) -> Problem:
        limits = ("most", "fewest", "max_share", "seats")
        return drawn(generator, **{limit: bool(generator.random() < 0.3) for limit in limits})

    def best(asked: Problem) -> tuple[float, float] | None:
        cost = cheapest(asked)
        return least_missing(asked) if cost is None else (0.0, cost)

    asked, least = answered([seed, 1], within_limits, best)
    if least is None:
        covered = cover(asked, Effort())
        assert covered.worked is None
        assert covered.cost.status == "infeasible"
    else:
        assert value(asked) == pytest.approx(least)


@pytest.mark.parametrize("seed", range(30))
def test_what_cannot_be_covered_is_the_least_that_must_be_missing(seed: int) -> None:
    def too_much(generator: np.random.Generator) -> Problem:
        asked = drawn(generator, most=True)
        required = generator.integers(0, 7, asked.required.shape)
        return replace(asked, required=required, families=asked.families[:2])

    asked, least = answered([seed, 2], too_much, least_missing)
    assert value(asked) == pytest.approx(least)
