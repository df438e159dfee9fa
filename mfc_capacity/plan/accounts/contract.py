"""The account of a contract: what each day takes of its volume, what goes beyond, and what both cost.

The volume is used day by day in the order of the dates, and never comes back. It runs out on the first day
whose running total exceeds it; that day is split, inside first. Beyond the volume each unit costs `overage`;
without an overage price it stays unserved and costs nothing. What is not used is not paid. Only planned days
count: what was used before the horizon is not known here. All figures are running totals, money rounded to
the hundredth, and a span is the difference of two of them: months add up to the total exactly.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from mfc_capacity.plan.accounts.usage import Usage, usage
from mfc_capacity.plan.money import HUNDREDTHS, in_units, nearest
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import Contract


class Balance(NamedTuple):
    """Units and, in hundredths, costs: by the end of a day, or over a span of days."""

    used: Fraction
    inside: Fraction
    beyond: Fraction
    unserved: Fraction
    cost_inside: int
    cost_beyond: int

    @property
    def cost(self) -> int:
        """Of all units, in hundredths."""
        return self.cost_inside + self.cost_beyond


@dataclass(frozen=True)
class ContractAccount:
    """One contract: `days` are the planned days on which it is in force, `totals[k]` what the first k of them used.

    `exhausted` is the day on which it runs out, None if it lasts. `months_covered` counts each month by the
    share of its days before that day.
    """

    contract: Contract
    days: range
    usage: Usage
    totals: tuple[Fraction, ...]
    exhausted: int | None
    months_covered: float

    def until(self, day: int) -> Balance:
        """Return the balance of all planned days before a day."""
        return self._balances[min(max(day - self.days.start, 0), len(self.days))]

    @cached_property
    def _balances(self) -> tuple[Balance, ...]:
        """The balance of the first k days (days + 1)."""
        volume, overage = Fraction(self.contract.volume), self.contract.overage
        price, price_beyond = Fraction(self.contract.price) * HUNDREDTHS, Fraction(overage or 0) * HUNDREDTHS
        nothing = Fraction(0)

        def balance(used: Fraction) -> Balance:
            inside = min(used, volume)
            excess = used - inside
            return Balance(
                used=used,
                inside=inside,
                beyond=nothing if overage is None else excess,
                unserved=excess if overage is None else nothing,
                cost_inside=nearest(inside * price),
                cost_beyond=nearest(excess * price_beyond),
            )

        return tuple(map(balance, self.totals))

    def over(self, span: range) -> Balance:
        """Return the balance of a span of days."""
        pairs: Iterable[tuple[Any, Any]] = zip(self.until(span.start), self.until(span.stop), strict=True)
        return Balance(*(after - before for before, after in pairs))

    def left(self, day: int) -> Fraction:
        """Return what is left of the volume before a day."""
        return Fraction(self.contract.volume) - self.until(day).inside


def contract_accounts(plan: Planned) -> tuple[ContractAccount, ...]:
    """Return the account of each contract in the order of their dates; none without a calendar."""
    dates = [day for day in plan.days.dates if day is not None]
    if not dates:
        return ()
    counted = {(contract.unit, contract.counts) for contract in plan.scenario.contracts}
    units = {(unit, counts): usage(plan, unit, counts) for unit, counts in counted}
    in_order = sorted(plan.scenario.contracts, key=lambda contract: contract.first)
    return tuple(_account(contract, units[contract.unit, contract.counts], dates) for contract in in_order)


def _account(contract: Contract, units: Usage, dates: Sequence[date]) -> ContractAccount:
    first = max((contract.first - dates[0]).days, 0)
    days = range(first, max(min((contract.last - dates[0]).days + 1, len(dates)), first))
    (used,), unit = in_units([units.used[days.start : days.stop]])
    totals = tuple(count * unit for count in accumulate(used, initial=0))
    volume = Fraction(contract.volume)
    exhausted = next((day for day, total in zip(days, totals[1:], strict=True) if total > volume), None)
    covered = days if exhausted is None else range(days.start, exhausted)
    months = (Fraction(1, monthrange(dates[day].year, dates[day].month)[1]) for day in covered)
    months_covered = float(sum(months, Fraction(0)))
    return ContractAccount(contract, days, units, totals, exhausted, months_covered)
