"""Breaks of several starts, placed together and dealt out, beside those of each start placed by itself."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mfc_capacity.core.integer_program import Effort, Program
from mfc_capacity.core.shifts.breaks import dealt
from mfc_capacity.core.shifts.covering import cover
from mfc_capacity.core.shifts.problem import Break, Problem, at_desk
from tests.core.shifts.small import family, problem

STARTS = st.lists(st.integers(0, 12), min_size=1, max_size=5, unique=True).map(sorted)
WINDOWS = st.builds(lambda first, width: Break(1, first, first + width), st.integers(0, 4), st.integers(0, 5))


def begins_of(starts: list[int], own: Break) -> list[int]:
    return sorted({start + begin for start in starts for begin in range(own.first, own.last + 1)})


def may_be_served(starts: list[int], operators: list[int], own: Break, taken: dict[int, int]) -> bool:
    """The conditions of Bechtold and Jacobs (1990): as many in all, forward and backward."""
    if sum(taken.values()) != sum(operators):
        return False
    for at in range(1, len(starts)):
        by_the_end = sum(count for begin, count in taken.items() if begin <= starts[at - 1] + own.last)
        from_the_first = sum(count for begin, count in taken.items() if begin >= starts[at] + own.first)
        if by_the_end < sum(operators[:at]) or from_the_first < sum(operators[at:]):
            return False
    return True


@settings(max_examples=50)
@given(STARTS, WINDOWS, st.data())
def test_everybody_is_served_where_the_counts_allow_it_and_an_error_raised_where_they_do_not(
    starts: list[int], own: Break, data: st.DataObject
) -> None:
    operators = data.draw(st.lists(st.integers(0, 3), min_size=len(starts), max_size=len(starts)))
    begins = begins_of(starts, own)
    at = data.draw(st.lists(st.sampled_from(begins), min_size=sum(operators), max_size=sum(operators)))
    taken = {begin: at.count(begin) for begin in begins}
    given_counts = np.array(operators), starts, own, np.array(begins), np.array(list(taken.values()))
    if not may_be_served(starts, operators, own, taken):
        with pytest.raises(ValueError, match="break"):
            dealt(*given_counts)
        return
    found = dealt(*given_counts)
    assert (found >= 0).all()
    assert_array_equal(found.sum(axis=1), operators)
    sums = dict.fromkeys(begins, 0)
    for start, of_start in zip(starts, found, strict=True):
        for begin, served in zip(own.begins, of_start.tolist(), strict=True):
            sums[start + begin] += served
    assert sums == taken


@settings(max_examples=50)
@given(STARTS, WINDOWS, st.data())
def test_breaks_that_somebody_placed_are_dealt_out(
    starts: list[int], own: Break, data: st.DataObject
) -> None:
    width = own.last - own.first + 1
    rows = st.lists(st.integers(0, 3), min_size=width, max_size=width)
    placed = data.draw(st.lists(rows, min_size=len(starts), max_size=len(starts)))
    begins = begins_of(starts, own)
    taken = [
        sum(
            row[begin - start - own.first]
            for start, row in zip(starts, placed, strict=True)
            if 0 <= begin - start - own.first < width
        )
        for begin in begins
    ]
    operators = np.array([sum(row) for row in placed])
    found = dealt(operators, starts, own, np.array(begins), np.array(taken))
    assert_array_equal(found.sum(axis=1), operators)


def test_too_few_and_too_many_breaks_are_errors() -> None:
    own = Break(1, 1, 2)
    with pytest.raises(ValueError, match="somebody gets no break"):
        dealt(np.array([2]), [0], own, np.array([1, 2]), np.array([1, 0]))
    with pytest.raises(ValueError, match="nobody's window"):
        dealt(np.array([2]), [0], own, np.array([1, 2]), np.array([2, 1]))


def explicit(asked: Problem) -> float:
    """The cheapest cover by one family, each break of each start by itself (Aykin 1996), every day alike in people."""
    own, days, day = asked.families[0], asked.days, asked.day
    program = Program()
    there: list[list[tuple[int, float]]] = [[] for _ in range(days * day)]

    def be_there(begins: int, length: int, column: int, factor: float) -> None:
        for t in range(max(begins, 0), min(begins + length, days * day)):
            there[t].append((column, factor))

    by_row = []
    for row in range(days + 1):
        columns = program.columns(own.costs[row])
        by_row.append(columns)
        for column, start in zip(columns.tolist(), own.starts, strict=True):
            begins = (row - 1) * day + start
            be_there(begins, own.length, column, 1.0)
            for each in own.breaks:
                of_times = program.columns(np.zeros(len(each.begins)))
                program.row((of_times, 1.0), (column, -1.0), least=0.0, most=0.0)
                for break_column, begin in zip(of_times.tolist(), each.begins, strict=True):
                    be_there(begins + begin, each.length, break_column, -1.0)
    for today, tomorrow in pairwise(by_row):
        program.row((today, 1.0), (tomorrow, -1.0), least=0.0, most=0.0)
    for terms, required in zip(there, asked.required.ravel().tolist(), strict=True):
        if required:
            columns_there, factors = zip(*terms, strict=True)
            program.row((columns_there, factors), least=float(required))
    return program.solved(Effort()).objective


@pytest.mark.parametrize("seed", range(12))
def test_breaks_placed_together_cost_what_those_of_each_start_by_itself_do(seed: int) -> None:
    generator = np.random.default_rng(seed)
    days, day, length = 1 + seed % 2, 16, 9
    starts = (7 + np.sort(generator.choice(day - length + 1, 5, replace=False))).tolist()  # rest binds nobody
    first = int(generator.integers(1, 3))
    breaks = Break(1, first, first + int(generator.integers(0, 3))), Break(1, 6, 6 + seed % 2)
    own = family(starts, length, *breaks, days=days, day=day)
    every_way = problem(np.ones((days, day), dtype=int).tolist(), own)
    reached = every_way.within_reach()
    required = generator.integers(0, 7, (days, day)) * reached
    asked = problem(required.tolist(), own)
    found = cover(asked, Effort())
    assert found.missing is None
    assert found.worked is not None
    assert found.cost.objective == pytest.approx(explicit(asked))
    assert (at_desk(asked, found.worked) >= required).all()


def test_a_break_of_one_start_takes_a_second_operator() -> None:
    asked = problem([[1, 1, 1, 1]], family([0], 4, Break(1, 1, 2), day=4))
    found = cover(asked, Effort())
    assert found.missing is None
    assert found.cost.objective == 8.0
