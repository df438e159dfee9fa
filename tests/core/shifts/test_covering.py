"""The cheapest people who cover, beside published optima and people found one by one."""

from dataclasses import replace
from fractions import Fraction
from threading import Event

import numpy as np
import pytest

from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.shifts.covering import Covered, cover
from mfc_capacity.core.shifts.problem import Break, Problem, at_desk
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


@pytest.mark.parametrize("seed", range(12))
def test_an_answer_within_a_gap_costs_no_more_than_it_says(seed: int) -> None:
    asked, least = answered([seed, 0], drawn, cheapest)
    near = cover(asked, Effort(gap=0.2)).cost
    assert near.bound <= least + 1e-6
    assert least - 1e-6 <= near.objective <= least / (1 - near.gap) + 1e-6
    assert near.gap <= 0.2


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


SEEDS = range(12)


def drawn_with(seed: int) -> tuple[np.random.Generator, Problem]:
    generator = np.random.default_rng([seed, 5])
    return generator, drawn(generator)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_required_never_costs_less(seed: int) -> None:
    generator, asked = drawn_with(seed)
    more = np.where(asked.required > 0, asked.required + generator.integers(0, 2, asked.required.shape), 0)
    assert value(replace(asked, required=more)) >= value(asked)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wider_window_never_costs_more(seed: int) -> None:
    _, asked = drawn_with(seed)
    reached = np.where(asked.within_reach(), asked.required, 0)
    asked = replace(asked, required=reached)
    wider = tuple(
        replace(
            own, breaks=tuple(replace(each, last=each.last + (each is own.breaks[-1])) for each in own.breaks)
        )
        for own in asked.families
    )
    fits = all(own.breaks[-1].last + own.breaks[-1].length <= own.length for own in wider if own.breaks)
    assert value(replace(asked, families=wider if fits else asked.families)) <= value(asked)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_family_more_never_costs_more(seed: int) -> None:
    _, asked = drawn_with(seed)
    required = np.where(asked.within_reach(), asked.required, 0)
    fewer = replace(asked, families=asked.families[:1])
    both = replace(asked, required=np.where(fewer.within_reach(), required, 0))
    assert value(both) <= value(replace(both, families=asked.families[:1]))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_longer_rest_never_costs_less(seed: int) -> None:
    _, asked = drawn_with(seed)
    values = [value(replace(asked, rest=rest)) for rest in range(asked.rest + 1)]
    assert values == sorted(values)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_required_needs_nobody(seed: int) -> None:
    _, asked = drawn_with(seed)
    covered = found(replace(asked, required=np.zeros_like(asked.required)))
    assert covered.cost.objective == 0
    assert covered.worked is not None
    assert not any(own.operators.any() or own.people.any() for own in covered.worked)


def test_an_interval_that_nobody_reaches_changes_nothing_for_the_rest() -> None:
    own = family([2, 3], 4, Break(1, 1, 1), days=2, day=8)
    required = np.array([[0, 0, 2, 3, 1, 2, 0, 0], [0, 0, 1, 1, 4, 2, 1, 0]])
    asked = problem(required.tolist(), own)
    with_night = problem((required + np.array([5, 5, 0, 0, 0, 0, 0, 9])).tolist(), own)
    assert not with_night.within_reach()[:, [0, 1, 7]].any()
    assert found(with_night).missing is None
    assert value(with_night) == value(asked)


def test_a_start_takes_more_operators_than_any_interval_requires() -> None:
    # Each begins at 0 and takes a break, one of three: two are needed so that one is there.
    assert value(problem([[1] * 5], family([0], 5, Break(1, 1, 3), day=5))) == (0, 10)


def test_all_of_a_share_may_be_missing() -> None:
    own = family([0], 2, day=4)
    alone = replace(own, most_share=Fraction(1, 2), costs=own.costs / 10)
    assert value(problem([[3, 3, 0, 0]], own, alone)) == (0, pytest.approx(2 * 2 + 0.2))
    assert value(problem([[3, 3, 0, 0]], alone)) == (2 * (1 + 4 + 8), 0)


def test_only_what_lies_within_the_horizon_is_paid() -> None:
    # The night from 6 to 10 of a day of eight intervals: half of it on each day.
    night = family([6], 4, days=2, day=8)
    asked = problem([[1, 1, 0, 0, 0, 0, 1, 1], [1, 1, 0, 0, 0, 0, 1, 1]], night)
    covered = found(asked)
    assert covered.worked is not None
    assert covered.worked[0].operators.tolist() == [[1], [1], [1]]
    assert covered.cost.objective == 2 + 4 + 2


def test_a_family_that_ends_by_midnight_has_nobody_on_the_day_before() -> None:
    day_shift = family([0, 4], 4, Break(1, 1, 2), pattern=(2, 1), days=2, day=8)
    night = family([7], 3, days=2, day=8)
    covered = found(problem([[1, 1, 0, 0, 1, 1, 1, 0]] * 2, day_shift, night))
    assert covered.worked is not None
    assert not covered.worked[0].operators[0].any()
    assert not covered.worked[0].breaks[0][0].any()


def test_of_the_day_before_only_who_reaches_into_the_horizon_is_there() -> None:
    # 1/1 on one day: those of the day before are others. What they cost is two intervals each, those of the day four.
    own = family([1, 6], 4, pattern=(1, 1), days=1, day=8)
    covered = found(problem([[3, 3, 0, 0, 0, 0, 0, 0]], own))
    assert covered.worked is not None
    assert covered.worked[0].operators.tolist() == [[0, 3], [0, 0]]
    assert covered.worked[0].people.tolist() == [0, 3]
    # A share of them is of people who are there.
    shared = replace(own, most_share=Fraction(1, 2))
    other = family([0], 2, day=8, price=10.0)
    assert value(problem([[2, 2, 0, 0, 0, 0, 0, 0]], shared, other)) == (0, 2 + 20)


def hard() -> Problem:
    generator = np.random.default_rng(1)
    days, day = 4, 24
    return problem(
        generator.integers(5, 30, (days, day)).tolist(),
        family(list(range(0, 16, 2)), 9, Break(1, 3, 6), pattern=(5, 2), days=days, day=day),
        family(list(range(1, 24, 3)), 12, Break(2, 4, 8), pattern=(2, 2), days=days, day=day, price=1.1),
        rest=8,
    )


def test_a_time_that_is_too_short_is_no_error() -> None:
    covered = cover(hard(), Effort(time_limit_s=0.01))
    assert covered.worked is None
    assert covered.cost.status == "time-limit"
    assert covered.cost.gap == np.inf


def test_who_stops_the_work_at_once_has_no_answer() -> None:
    stop = Event()
    stop.set()
    covered = cover(hard(), Effort(stop=stop))
    assert covered.worked is None
    assert covered.cost.status == "time-limit"


def test_the_solver_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    own = family([0], 2, day=4, most=1)
    cover(problem([[2, 2, 0, 0]], own), Effort())
    cover(problem([[1, 1, 0, 0]], own), Effort(time_limit_s=0.0))
    assert capfd.readouterr() == ("", "")
