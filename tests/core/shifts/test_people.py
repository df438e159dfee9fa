"""Who works when: patterns and rest kept, weekends shared out as evenly as can be."""

from collections.abc import Iterator
from itertools import combinations_with_replacement, pairwise, product

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.shifts.covering import cover
from mfc_capacity.core.shifts.people import OFF, Rostered, rostered
from mfc_capacity.core.shifts.problem import Family, Problem, Worked
from tests.core.shifts.small import Counts, Person, drawn, family, kinds, problem


def keeps_its_rules(asked: Problem, own: Family, worked: Worked, roster: Rostered) -> None:
    rows, cycle = asked.days + 1, own.days_on + own.days_off
    assert len(roster.phases) == worked.people.sum()
    for at in range(len(own.starts)):
        assert_array_equal((roster.starts == at).sum(axis=0), worked.operators[:, at])
    first = 0 if own.starts[-1] + own.length > asked.day else 1
    for phase, starts in zip(roster.phases.tolist(), roster.starts.tolist(), strict=True):
        at_work = [row for row in range(first, rows) if (row - 1 - phase) % cycle < own.days_on]
        assert [row for row in range(rows) if starts[row] != OFF] == at_work
        begins = [(row - 1) * asked.day + own.starts[starts[row]] for row in at_work]
        assert all(later - begin >= own.length + asked.rest for begin, later in pairwise(begins))
        assert begins[-1] + own.length > 0


@pytest.mark.parametrize("seed", range(40))
def test_everybody_works_by_pattern_and_rests(seed: int) -> None:
    asked = drawn(np.random.default_rng([seed, 3]))
    covered = cover(asked, Effort())
    assert covered.worked is not None
    for own, worked in zip(asked.families, covered.worked, strict=True):
        keeps_its_rules(asked, own, worked, rostered(asked, own, worked))


def unevenness(asked: Problem, phases: Counts, days_on: int, cycle: int) -> int:
    weekend = np.flatnonzero(asked.weekend).tolist()
    return sum(sum((day - phase) % cycle < days_on for day in weekend) ** 2 for phase in phases)


@pytest.mark.parametrize(("days_on", "days_off"), [(2, 2), (1, 1), (2, 1), (3, 3), (2, 4)])
@pytest.mark.parametrize("seed", range(3))
def test_no_set_of_phases_shares_out_weekends_more_evenly(days_on: int, days_off: int, seed: int) -> None:
    generator = np.random.default_rng([seed, days_on, days_off])
    days, cycle, people = 9, days_on + days_off, 4
    weekend = generator.random(days) < 0.4
    asked = problem(
        [[0]] * days, family([0], 1, pattern=(days_on, days_off), days=days, day=1), weekend=weekend
    )

    def operators(phases: Counts) -> Counts:
        return tuple(sum((day - phase) % cycle < days_on for phase in phases) for day in range(days))

    some = tuple(generator.integers(0, cycle, people).tolist())
    counts = np.array([[0], *([count] for count in operators(some))])
    found = rostered(asked, asked.families[0], Worked(counts, (), np.bincount(some, minlength=cycle)))
    of_horizon = [phase for phase in range(cycle) if any(operators((phase,)))]
    least = min(
        unevenness(asked, phases, days_on, cycle)
        for phases in combinations_with_replacement(of_horizon, people)
        if operators(phases) == operators(some)
    )
    phases = tuple(found.phases.tolist())
    assert operators(phases) == operators(some)
    assert unevenness(asked, phases, days_on, cycle) == least


def groups(people: list[Person], left: list[list[int]], count: int) -> Iterator[tuple[Person, ...]]:
    """Groups of people who together begin exactly as often as is left, by start and row."""
    if count == 0:
        if not any(map(any, left)):
            yield ()
        return
    for at, person in enumerate(people):
        less = [
            [of_row[row] - (start == person.starts[row]) for row in range(len(of_row))]
            for start, of_row in enumerate(left)
        ]
        if min(map(min, less)) >= 0:
            yield from ((person, *others) for others in groups(people[at:], less, count - 1))


@pytest.mark.parametrize("seed", range(8))
def test_nor_where_rest_binds(seed: int) -> None:
    generator = np.random.default_rng([seed, 4])
    days, day = 4, 6
    pattern, rest = (((2, 1), 3), ((1, 1), 8), ((2, 2), 3), ((1, 2), 13))[seed % 4]
    own = family([1, 3, 5], 3, pattern=pattern, days=days, day=day)
    weekend = generator.random(days) < 0.5
    asked = problem([[0] * day] * days, own, rest=rest, weekend=weekend)
    assert own.rest_binds(asked.rest, day)
    everybody = kinds(asked)
    some = [everybody[at] for at in generator.integers(0, len(everybody), 3)]
    operators = np.array(
        [[sum(person.starts[row] == at for person in some) for at in range(3)] for row in range(days + 1)]
    )
    worked = Worked(operators, (), np.bincount([person.phase for person in some], minlength=sum(pattern)))
    found = rostered(asked, own, worked)
    keeps_its_rules(asked, own, worked, found)
    least = min(
        unevenness(asked, tuple(person.phase for person in group), pattern[0], sum(pattern))
        for group in groups(everybody, operators.T.tolist(), len(some))
    )
    assert unevenness(asked, tuple(found.phases.tolist()), pattern[0], sum(pattern)) == least


def test_shifts_that_no_pattern_yields_are_an_error() -> None:
    asked = problem([[0]] * 3, family([0], 1, pattern=(2, 1), days=3, day=1))
    with pytest.raises(ValueError, match="nobody can work"):
        rostered(asked, asked.families[0], Worked(np.array([[0], [1], [0], [0]]), (), np.array([1, 0, 0])))


def test_who_only_works_before_the_horizon_works_the_shift_that_reaches_into_it() -> None:
    # 2/2 on one day: phase 2 works the day before and not the day itself. The night of the day before needs three,
    # the day nobody, so that these three and no others are there; a fourth who began at noon would be nobody's.
    own = family([2, 6], 4, pattern=(2, 2), days=1, day=8)
    asked = problem([[3, 3, 0, 0, 0, 0, 0, 0]], own)
    covered = cover(asked, Effort())
    assert covered.worked is not None
    assert covered.cost.objective == 6
    assert covered.worked[0].people.tolist() == [0, 0, 3, 0]
    assert rostered(asked, own, covered.worked[0]).starts.tolist() == [[1, OFF]] * 3


def test_a_shift_that_would_overlap_the_next_of_its_person_is_nobodys() -> None:
    # The second begins before the first has ended: one person cannot begin late and next day early.
    own = family([0, 5], 5, days=2, day=6)
    asked = problem([[0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1]], own)
    starts = {tuple(person.starts) for person in kinds(asked)}
    assert starts == {each for each in product((0, 1), repeat=3) if list(each) == sorted(each)}
    assert cover(asked, Effort()).cost.objective == sum(
        max(0, min(begin + 5, 12) - max(begin, 0)) for begin in (-6, 5, 11, -6, 0, 6)
    )


def test_people_on_duty_for_a_day_and_off_for_three_never_bind() -> None:
    # 24-hour shifts 1/3: between two of one person lie three days, whatever the starts.
    own = family([0, 7, 10], 24, pattern=(1, 3), days=8)
    asked = problem([[2] * 24] * 8, own, rest=48)
    assert not own.rest_binds(asked.rest, asked.day)
    covered = cover(asked, Effort())
    assert covered.worked is not None
    assert covered.cost.objective == 2 * 24 * 8
    assert covered.worked[0].people.sum() == 8
    keeps_its_rules(asked, own, covered.worked[0], rostered(asked, own, covered.worked[0]))


def test_rest_binds_across_days_off_too() -> None:
    # A day on, a day off: from 20:00 for 24 hours, then 24 hours of rest: not before 20:00 again.
    own = family([8, 20], 24, pattern=(1, 1), days=4)
    asked = problem([[0] * 24] * 4, own, rest=24)
    assert own.rest_binds(asked.rest, asked.day)
    assert not own.rest_binds(12, asked.day)
    late_then_early = np.array([[0, 0], [0, 1], [0, 0], [1, 0], [0, 0]])
    with pytest.raises(ValueError, match="nobody can work"):
        rostered(asked, own, Worked(late_then_early, (), np.array([1, 0])))
    early_then_late = late_then_early[:, ::-1]
    assert rostered(asked, own, Worked(early_then_late, (), np.array([1, 0]))).phases.tolist() == [0]
