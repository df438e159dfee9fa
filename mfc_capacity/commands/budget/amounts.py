"""The sums of money that an answer is about: a grid, and the scenario's own; all in whole hundredths."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mfc_capacity.plan.money import HUNDREDTHS
from mfc_capacity.scenario import LoadedScenario

AMOUNT, WITH_EXTRA, TARGETS, KNEE, ASKED = "amount", "amount+extra", "targets", "knee", "asked"
FROM_SHARE, TO_SHARE = Decimal("0.7"), Decimal("1.1")
DIGITS = 2


@dataclass(frozen=True)
class BudgetQuestion:
    """Which sums are asked about: a grid (None: around the scenario's own sums), and one looked at closely.

    `intervals` names the days that are looked at: `busiest`, `all`, `none` or a date as YYYY-MM-DD. `place` is how
    operators are placed, and no interval with calls has a service level below `floor`.
    """

    first: Decimal | None = None
    last: Decimal | None = None
    steps: int = 9
    at: Decimal | None = None
    intervals: str = "busiest"
    place: Literal["same-promise", "most-answered"] = "same-promise"
    floor: float | None = None


def own_sums(loaded: LoadedScenario, at: Decimal | None) -> dict[str, int]:
    """Return the sums that have a name: what there is, that and the extra, what was asked about."""
    budget = loaded.scenario.budget
    sums = {} if budget is None else {AMOUNT: budget.amount}
    if budget is not None and budget.extra is not None:
        sums[WITH_EXTRA] = budget.amount + budget.extra
    if at is not None:
        sums[ASKED] = at
    return {name: int(amount * HUNDREDTHS) for name, amount in sums.items()}


def points(
    question: BudgetQuestion, named: Mapping[str, int | None], around: int
) -> list[tuple[int, str | None]]:
    """Return every sum with its names, in order: the grid, and the sums that have a name.

    Without bounds the grid runs from 70 % to 110 % of `around`, and low enough to take in the amount there is.
    """
    lowest = min(around, named.get(AMOUNT) or around)
    first = _rough(min(around * FROM_SHARE, Decimal(lowest)), up=False)
    last = _rough(around * TO_SHARE, up=True)
    low = first if question.first is None else int(question.first * HUNDREDTHS)
    high = last if question.last is None else int(question.last * HUNDREDTHS)
    high = max(high, low)
    names: dict[int, list[str]] = {
        low + (high - low) * k // (question.steps - 1): [] for k in range(question.steps)
    }
    for name, amount in named.items():
        if amount is not None:
            names.setdefault(amount, []).append(name)
    return [(amount, "; ".join(names[amount]) or None) for amount in sorted(names)]


def most_within(count: int, cost: Callable[[int], float], limit: int) -> int | None:
    """Return the largest number up to `count` whose cost, rising with it, is within a limit; None if none is.

    >>> most_within(9, lambda number: 10 * number, 35), most_within(9, lambda number: 10 + number, 5)
    (3, None)
    """
    found = bisect_right(range(count + 1), float(limit), key=cost) - 1
    return None if found < 0 else found


def in_currency(hundredths: int | None) -> float | None:
    """Return an amount as answers carry it."""
    return None if hundredths is None else hundredths / HUNDREDTHS


def _rough(hundredths: Decimal, *, up: bool) -> int:
    """Return a round sum of two digits, not above or not below.

    >>> _rough(Decimal(62_946), up=False), _rough(Decimal(98_917), up=True)
    (62000, 99000)
    """
    unit = Decimal(10) ** max(hundredths.adjusted() - DIGITS + 1, 0)
    units = hundredths // unit
    return int((units + (up and units * unit != hundredths)) * unit)
