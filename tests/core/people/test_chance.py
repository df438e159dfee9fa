"""Who may be there: against SciPy's binomial, all outcomes of few people, and ten thousand futures."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.people.chance import output_there, people_there
from mfc_capacity.core.people.flow import Career, flows, leaving, tenures

LEVELS = np.array([0.1, 0.5, 0.9])
WEEK = 7 / 30.4375
CAREER = Career(
    attrition=np.array([float(leaving(0.08, WEEK))] * 13 + [float(leaving(0.02, WEEK))]),
    training=6,
    drop_out=0.1,
    ramp=np.array([0.6] * 4 + [0.8] * 4 + [1.0]),
    trainers=20 / 6 / 40,
)


@pytest.mark.parametrize("people", [1, 7, 480, 4_000])
def test_one_cohort_is_binomial(people: int) -> None:
    begins = [-CAREER.settled]
    there = people_there(CAREER, begins, [people], 30, LEVELS)
    chances = flows(CAREER, begins, 30).at_work[0]
    assert np.array_equal(there, stats.binom.ppf(LEVELS, people, chances[:, None]))


def test_of_few_people_every_outcome_is_counted() -> None:
    career = Career(
        attrition=np.array([0.3, 0.2, 0.1]),
        training=1,
        drop_out=0.2,
        ramp=np.array([0.6, 0.8, 1.0]),
        trainers=0.085,
    )
    begins, people = [-4, 0, 1, 2], [2, 2, 1, 3]
    one, tenure = flows(career, begins, 6), tenures(begins, 6)
    chances = np.repeat(one.paid_in_training + one.paid_at_work, people, axis=0)
    weights = np.repeat(career.output(tenure) - career.taken(tenure), people, axis=0)
    outcomes = np.array(list(product((0, 1), repeat=sum(people))), dtype=bool)
    found = output_there(career, begins, people, 6, LEVELS)
    for t in range(6):
        sums = outcomes @ weights[:, t]
        masses = np.where(outcomes, chances[:, t], 1 - chances[:, t]).prod(axis=1)
        order = np.argsort(sums)
        exact = sums[order][np.searchsorted(np.cumsum(masses[order]), LEVELS)]
        assert found[t] == pytest.approx(exact, abs=0.01 + 1e-9)


def futures(begins: Ints, people: Ints, periods: int, number: int) -> tuple[Floats, Floats]:
    """Who is there as each period begins, and the output in its middle, in so many futures (number x T each)."""
    rng = np.random.default_rng(1)
    there, output = np.zeros((number, periods)), np.zeros((number, periods))
    for begin, count in zip(begins.tolist(), people.tolist(), strict=True):
        left = np.full(number, count)
        for t in range(max(begin, 0), periods):
            tenure = np.array(t - begin)
            leavers = rng.binomial(left, CAREER.leaves(tenure))
            there[:, t] += left
            in_middle = left - rng.binomial(leavers, 0.5)
            output[:, t] += in_middle * (CAREER.output(tenure) - CAREER.taken(tenure))
            left = left - leavers
    return there, output


def is_percentile(found: Floats, drawn: Floats) -> bool:
    """Whether drawn values are up to each percentile, and below it, as often as it says, within 4.5 deviations."""
    number = len(drawn)
    slack = 4.5 * np.sqrt(LEVELS * (1 - LEVELS) / number)
    up_to = (drawn[:, :, None] <= found + 0.01).mean(axis=0)
    below = (drawn[:, :, None] < found - 0.01).mean(axis=0)
    return bool(np.all(up_to >= LEVELS - slack) and np.all(below <= LEVELS + slack))


@pytest.mark.parametrize("employed", [12, 480])
def test_ten_thousand_futures_have_the_stated_percentiles(employed: int) -> None:
    begins = np.array([-CAREER.settled, -8, -3, 0, 4, 9, 15, 16, 22])
    people = np.array([employed, 6, 10, 12, 25, 10, 20, 20, 15])
    there, output = futures(begins, people, 40, 10_000)
    assert is_percentile(people_there(CAREER, begins, people, 40, LEVELS), there)
    assert is_percentile(output_there(CAREER, begins, people, 40, LEVELS), output)


def test_the_middle_lies_at_what_is_expected() -> None:
    begins, people = np.array([-CAREER.settled, 0, 6, 12]), np.array([300, 40, 40, 40])
    flow = flows(CAREER, begins, 40).of(people)
    there = people_there(CAREER, begins, people, 40, LEVELS)
    assert there[:, 1] == pytest.approx(flow.in_training + flow.at_work, abs=1)
    assert output_there(CAREER, begins, people, 40, LEVELS)[:, 1] == pytest.approx(flow.output, abs=1)


def test_nobody_is_there_for_sure_where_nobody_is() -> None:
    assert not people_there(CAREER, [2], [5], 2, LEVELS).any()
    sure = Career(attrition=np.zeros(1))
    assert np.all(people_there(sure, [-1], [5], 2, LEVELS) == 5)
    assert not output_there(Career(attrition=np.ones(1)), [-1], [5], 3, LEVELS)[1:].any()


def test_parts_of_people_are_refused() -> None:
    with pytest.raises(ValueError, match="people"):
        people_there(CAREER, [0], [4.5], 2, LEVELS)
