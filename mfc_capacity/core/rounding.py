"""How figures are rounded before they are shown: half up, but for those that stand beside what they are held to.

A figure beside its target or limit is never shown as keeping it when it does not, nor as missing it when it does: it
gets as many digits as it takes to tell. Floating-point noise is no miss. Rounding works on the shortest decimal that
names the float, so 57 % stays 57 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOISE = 1e-9  # relative; so close to a limit is on it
MOST_PLACES = 12
DIGITS = 12

Number = float | Decimal


@dataclass(frozen=True)
class Bound:
    """What a figure is held to: the least or the most it may be."""

    limit: Number
    is_least: bool

    def keeps(self, value: Number) -> bool:
        """Return whether a value keeps the bound, noise aside."""
        return self.excess(value) <= Decimal(NOISE) * abs(exact(self.limit))

    def excess(self, value: Number) -> Decimal:
        """Return by how much a value is beyond the bound; below 0 it keeps it."""
        beyond = exact(value) - exact(self.limit)
        return -beyond if self.is_least else beyond


def exact(value: Number) -> Decimal:
    """Return the shortest decimal that names a number."""
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def rounded(value: Number, places: int, bound: Bound | None = None) -> Decimal:
    """Round half up to decimal places; beside a bound to as many more as it takes to be on its right side.

    >>> rounded(0.7996, 2), rounded(0.125, 2)
    (Decimal('0.80'), Decimal('0.13'))
    >>> rounded(0.7996, 2, Bound(0.8, True)), rounded(0.7999999999999, 2, Bound(0.8, True))
    (Decimal('0.7996'), Decimal('0.80'))
    """
    shown = _half_up(exact(value), places)
    if bound is None:
        return shown
    keeps, finer = bound.keeps(value), places
    while (bound.excess(shown) <= 0) != keeps and finer < MOST_PLACES:
        finer += 1
        shown = _half_up(exact(value), finer)
    return shown if (bound.excess(shown) <= 0) == keeps else _half_up(exact(bound.limit), places)


def without_noise(total: float) -> float:
    """Return a sum of floats without the noise in its last digits, so that 100 calls are 100 calls.

    >>> without_noise(99.99999999999997)
    100.0
    """
    return float(f"{total:.{DIGITS}g}")


def _half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def adding_up(parts: Sequence[Number], total: Number, places: int) -> list[Decimal]:
    """Round parts half up so that they add up to the total as it is rounded: the largest part takes the rest.

    >>> [str(part) for part in adding_up([8.42, 8.42, 8.42, 8.42, 8.42], 42.1, 1)]
    ['8.5', '8.4', '8.4', '8.4', '8.4']
    """
    shown = [_half_up(exact(part), places) for part in parts]
    if shown:
        largest = max(range(len(shown)), key=lambda k: (abs(shown[k]), -k))
        shown[largest] += _half_up(exact(total), places) - sum(shown, Decimal(0))
    return shown
