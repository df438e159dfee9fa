"""Shapley's division: what each of several players did of what they did together."""

from collections.abc import Sequence
from fractions import Fraction
from math import factorial


def shapley(values: Sequence[Fraction]) -> list[Fraction]:
    """Return each player's part of `values[all] - values[none]`, from the values of all 2^n sets (Shapley, 1953).

    A player's part is what it adds when it joins, averaged over all orders in which the players may come. It is the
    only division in which the parts sum to the whole difference, equal players get equal parts, a player that never
    adds anything gets nothing, and two value functions added give parts added. Sets of players are bit masks: player
    k is in the set if bit k is 1.

    >>> shapley([Fraction(0), Fraction(3), Fraction(5), Fraction(10)])
    [Fraction(4, 1), Fraction(6, 1)]
    """
    players = (len(values) - 1).bit_length()
    if len(values) != 1 << players:
        raise ValueError(f"{len(values)} values are not one for every set of players")
    orders = factorial(players)
    # A set of k others has k! orders before the player and (n - k - 1)! after it.
    weights = [Fraction(factorial(k) * factorial(players - k - 1), orders) for k in range(players)]
    return [
        sum(
            (
                weights[others.bit_count()] * (values[others | 1 << player] - values[others])
                for others in range(len(values))
                if not others >> player & 1
            ),
            Fraction(0),
        )
        for player in range(players)
    ]
