from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.core.shapley import shapley
from mfc_capacity.plan.money import apportioned

FRACTIONS = st.builds(Fraction, st.integers(-9999, 9999), st.integers(1, 97))


def games(players: int) -> st.SearchStrategy[list[Fraction]]:
    return st.lists(FRACTIONS, min_size=1 << players, max_size=1 << players)


ANY_GAME = st.integers(0, 4).flatmap(games)


def players_of(values: list[Fraction]) -> int:
    return (len(values) - 1).bit_length()


def by_permutations(values: list[Fraction]) -> list[Fraction]:
    """The definition itself: what each player adds when it joins, averaged over all orders."""
    players = players_of(values)
    sums, orders = [Fraction(0)] * players, list(permutations(range(players)))
    for order in orders:
        subset = 0
        for player in order:
            sums[player] += values[subset | 1 << player] - values[subset]
            subset |= 1 << player
    return [total / len(orders) for total in sums]


def relabelled(values: list[Fraction], order: tuple[int, ...]) -> list[Fraction]:
    """The same game with player k listed at place order[k]."""
    answer = [Fraction(0)] * len(values)
    for subset, value in enumerate(values):
        answer[sum(1 << place for k, place in enumerate(order) if subset >> k & 1)] = value
    return answer


@given(ANY_GAME)
def test_is_the_mean_over_all_orders(values: list[Fraction]) -> None:
    assert shapley(values) == by_permutations(values)


@given(ANY_GAME)
def test_parts_sum_to_the_whole_difference_exactly(values: list[Fraction]) -> None:
    assert sum(shapley(values), Fraction(0)) == values[-1] - values[0]


@given(games(4), st.permutations(range(4)))
def test_the_order_of_players_has_no_say(values: list[Fraction], order: list[int]) -> None:
    parts, again = shapley(values), shapley(relabelled(values, tuple(order)))
    assert [again[place] for place in order] == parts


@given(games(3))
def test_equal_players_get_equal_parts(values: list[Fraction]) -> None:
    swapped = relabelled(values, (1, 0, 2))
    symmetric = [(one + other) / 2 for one, other in zip(values, swapped, strict=True)]
    parts = shapley(symmetric)
    assert parts[0] == parts[1]


@given(games(3))
def test_who_adds_nothing_gets_nothing(values: list[Fraction]) -> None:
    with_null = values + values  # the fourth player changes no set
    parts = shapley(with_null)
    assert parts[3] == 0
    assert parts[:3] == shapley(values)


@given(games(3), games(3))
def test_values_added_give_parts_added(one: list[Fraction], other: list[Fraction]) -> None:
    both = [a + b for a, b in zip(one, other, strict=True)]
    assert shapley(both) == [a + b for a, b in zip(shapley(one), shapley(other), strict=True)]


def test_refuses_what_is_no_game() -> None:
    with pytest.raises(ValueError, match="3 values"):
        shapley([Fraction(0)] * 3)


@given(st.lists(FRACTIONS, min_size=1, max_size=8), st.booleans())
def test_rounded_parts_add_up_and_move_by_less_than_one(parts: list[Fraction], up: bool) -> None:
    exact = sum(parts, Fraction(0))
    total = -int(-exact // 1) if up else int(exact // 1)
    rounded = apportioned(parts, total)
    assert sum(rounded) == total
    assert all(abs(whole - part) <= 1 for whole, part in zip(rounded, parts, strict=True))


@given(st.lists(FRACTIONS, min_size=1, max_size=8), st.integers(-50, 50))
def test_rounded_parts_add_up_to_any_total(parts: list[Fraction], total: int) -> None:
    assert sum(apportioned(parts, total)) == total
