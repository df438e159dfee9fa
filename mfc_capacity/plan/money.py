"""What a plan costs: hours paid and after duty, the price of an hour, the prices of contacts by other channels.

Money is booked day by day in hundredths of the currency. Each day is booked as the difference of rounded
running totals, so that days add up to months and months to the horizon exactly, while no sum is ever a
hundredth or more away from its exact value.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor, lcm

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.scenario import Costs

HUNDREDTHS = 100


def paid_hours(intervals_on_duty: int, interval_s: int, shrinkage: Fraction) -> Fraction:
    """Return operator-intervals on duty as exact paid hours.

    >>> paid_hours(21 * 4, 900, Fraction(3, 10))
    Fraction(30, 1)
    """
    return Fraction(intervals_on_duty * interval_s, 3600) / (1 - shrinkage)


def by_paid_hours(
    intervals_on_duty: Ints, shrinkage: Sequence[Fraction], interval_s: int
) -> dict[Fraction, Ints]:
    """Return the operator-intervals of each kind of day (K), told apart by the exact paid hours of one.

    >>> by_paid_hours(np.array([21, 8]), [Fraction(3, 10), Fraction(1, 5)], 900)
    {Fraction(5, 14): array([21,  0]), Fraction(5, 16): array([0, 8])}
    """
    hours = [paid_hours(1, interval_s, each) for each in shrinkage]
    own = {each: np.array([hour == each for hour in hours], dtype=bool) for each in dict.fromkeys(hours)}
    return {each: np.where(is_own, intervals_on_duty, 0) for each, is_own in own.items()}


def labour_cost(
    paid: Iterable[Fraction],
    surcharged: Iterable[Fraction] | None,
    after_duty: Iterable[Fraction] | None,
    costs: Costs,
) -> Ints | None:
    """Return each day's labour cost in hundredths, from its paid hours, what surcharges are worth, those after duty.

    None without a price, or if hours that have one are not known.
    """
    if costs.operator_hour is None or after_duty is None:
        return None
    price = Fraction(costs.operator_hour) * HUNDREDTHS
    hours = [paid] if surcharged is None else [paid, surcharged]
    if costs.after_duty:
        hours.append(costs.after_duty * beside for beside in after_duty)
    return booked(*hours, price=price)


def hours_after_duty(hours: Floats, costs: Costs) -> list[Fraction] | None:
    """Return hours after duty as exact numbers; 0 where they are not paid, None if some that are paid are not known."""
    if not costs.after_duty:
        return [Fraction(0)] * len(hours)
    return None if np.isnan(hours).any() else [Fraction(each) for each in hours.tolist()]


def contact_cost(contacts: Mapping[str, Floats], prices: Mapping[str, Decimal], days: int) -> Ints | None:
    """Return each day's cost of deflected contacts in hundredths; None if a channel that is used has no price."""
    amounts = contact_amounts(contacts, prices, days)
    return None if amounts is None else booked(amounts)


def contact_amounts(
    contacts: Mapping[str, Floats], prices: Mapping[str, Decimal], days: int
) -> list[Fraction] | None:
    """Return each day's cost of deflected contacts in hundredths, not rounded yet; None if a price is missing."""
    if not contacts.keys() <= prices.keys():
        return None
    by_day = np.zeros(days)
    for channel, count in contacts.items():
        by_day += count * float(prices[channel] * HUNDREDTHS)
    return [Fraction(amount) for amount in by_day.tolist()]


def booked(*amounts: Iterable[Fraction], price: Fraction = Fraction(1)) -> Ints:
    """Round amounts to whole units, of any size, so that every running total is the rounded exact one.

    Args:
        amounts: by day, of one or more kinds that add up.
        price: of one.

    >>> booked([Fraction(1, 3)] * 3).tolist()
    [0, 1, 0]
    """
    counts, unit = in_units([list(own) for own in amounts])
    size = unit * price
    running = accumulate(map(sum, zip(*counts, strict=True)), initial=0)
    totals = [_nearest(total * size.numerator, size.denominator) for total in running]
    return np.array([after - before for before, after in pairwise(totals)], dtype=object)


def in_units(rows: Sequence[Sequence[Fraction]]) -> tuple[list[list[int]], Fraction]:
    """Return rows of amounts as whole numbers of a unit small enough for all of them, and that unit.

    Whole numbers add up many times as quickly as fractions do.
    """
    finest = lcm(*{amount.denominator for row in rows for amount in row})
    counts = [[amount.numerator * (finest // amount.denominator) for amount in row] for row in rows]
    return counts, Fraction(1, finest)


def total(amounts: Sequence[Fraction]) -> Fraction:
    """Add up amounts."""
    (counts,), unit = in_units([amounts])
    return sum(counts) * unit


def nearest(amount: Fraction) -> int:
    """Round to a whole number, halves up; what `booked` adds up to is this of the sum of its amounts."""
    return _nearest(amount.numerator, amount.denominator)


def _nearest(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def apportioned(parts: Sequence[Fraction], total: int) -> list[int]:
    """Round parts to whole numbers that add up to a total; those with the largest remainders go up.

    `total` is the sum of the parts, rounded either way; no part moves by 1 or more then.

    >>> apportioned([Fraction(1, 3), Fraction(1, 3), Fraction(7, 3)], 3)
    [1, 0, 2]
    """
    floors = [floor(part) for part in parts]
    each, rest = divmod(total - sum(floors), len(parts))
    up = sorted(range(len(parts)), key=lambda k: floors[k] - parts[k])[:rest]
    return [count + each + (k in up) for k, count in enumerate(floors)]
