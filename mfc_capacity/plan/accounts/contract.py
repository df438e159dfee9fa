"""The account of a contract: what each day takes of its volume, what goes beyond, and what both cost.

The volume is used day by day in the order of the dates, and never comes back. It runs out on the first day
whose running total exceeds it; that day is split, inside first. The price of a unit depends on how many came before
it; beyond all prices each unit costs `overage`, and without one it stays unserved and costs nothing. What is not used
is not paid, but for a minimum fee: what a month, or the contract, is short of it is booked on its last planned day; of
one that is not all planned and in force the fee is the part of its days. Only planned days
count: what was used before the horizon is not known here. All figures are running totals, money rounded to
the hundredth, and a span is the difference of two of them: months add up to the total exactly.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, groupby, zip_longest
from typing import Any, NamedTuple, TypeVar

from mfc_capacity.plan.accounts.usage import Usage, usage
from mfc_capacity.plan.money import HUNDREDTHS, in_units, nearest
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import Contract, MinimumFee

Number = TypeVar("Number", int, Fraction)


class Balance(NamedTuple):
    """Units and, in hundredths, costs: by the end of a day, or over a span of days."""

    used: Fraction
    inside: Fraction
    beyond: Fraction
    unserved: Fraction
    cost_inside: int
    cost_beyond: int
    cost_minimum: int

    @property
    def cost(self) -> int:
        """Of all units and of what is short of a minimum fee, in hundredths."""
        return self.cost_inside + self.cost_beyond + self.cost_minimum


@dataclass(frozen=True)
class ContractAccount:
    """One contract: `days` are the planned days on which it is in force, `totals[k]` what the first k of them used.

    `exhausted` is the day on which it runs out, None if it lasts. `months_covered` counts each month by the
    share of its days before that day. `fees` are what is paid at least on some of its days, in hundredths.
    """

    contract: Contract
    days: range
    usage: Usage
    totals: tuple[Fraction, ...]
    exhausted: int | None
    months_covered: float
    fees: tuple[tuple[range, Fraction], ...] = ()

    def until(self, day: int) -> Balance:
        """Return the balance of all planned days before a day."""
        return self._balances[min(max(day - self.days.start, 0), len(self.days))]

    @cached_property
    def _balances(self) -> tuple[Balance, ...]:
        """The balance of the first k days (days + 1)."""
        tariff, volume = self.contract.tariff, [] if self.volume is None else [self.volume]
        ends = [end for end, _ in tariff if end is not None]
        (totals, ends_counted, volume_counted), unit = in_units([self.totals, ends, volume])
        (prices,), finest = in_units([[price * unit * HUNDREDTHS for _, price in tariff]])
        counted = list(zip_longest(ends_counted, prices))

        def balance(used: Fraction, units: int) -> Balance:
            served = units if len(ends) == len(counted) - 1 else min(units, ends_counted[-1])
            inside = min([served, *volume_counted])
            cost_inside = cost_of(inside, counted)
            return Balance(
                used=used,
                inside=used if inside == units else inside * unit,
                beyond=(served - inside) * unit,
                unserved=(units - served) * unit,
                cost_inside=nearest(cost_inside * finest),
                cost_beyond=nearest((cost_of(served, counted) - cost_inside) * finest),
                cost_minimum=0,
            )

        balances = tuple(map(balance, self.totals, totals))
        return self._with_fees(balances) if self.fees else balances

    def _with_fees(self, balances: Sequence[Balance]) -> tuple[Balance, ...]:
        """Return balances with what each period is short of its fee, from its last day on."""
        short = [0] * len(balances)
        for days, fee in self.fees:
            first, last = days.start - self.days.start, days.stop - self.days.start
            short[last] += max(nearest(fee) - (balances[last].cost - balances[first].cost), 0)
        return tuple(
            balance._replace(cost_minimum=total)
            for balance, total in zip(balances, accumulate(short), strict=True)
        )

    def over(self, span: range) -> Balance:
        """Return the balance of a span of days."""
        pairs: Iterable[tuple[Any, Any]] = zip(self.until(span.start), self.until(span.stop), strict=True)
        return Balance(*(after - before for before, after in pairs))

    @property
    def volume(self) -> Fraction | None:
        """The units inside the contract; None: without end."""
        return None if self.contract.volume is None else Fraction(self.contract.volume)

    def left(self, day: int) -> Fraction | None:
        """Return what is left of the volume before a day; None of one without end."""
        return None if self.volume is None else self.volume - self.until(day).inside


def cost_of(units: Number, tariff: Sequence[tuple[Number | None, Number]]) -> Number:
    """Return what the first units of a contract cost, each at the price of its step; all numbers are of one kind.

    >>> cost_of(Fraction(25), [(Fraction(10), Fraction(3)), (None, Fraction(2))]), cost_of(25, [(10, 3), (None, 2)])
    (Fraction(60, 1), 60)
    """
    nothing = units - units
    cost, begin = nothing, nothing
    for end, price in tariff:
        last = units if end is None else min(units, end)
        cost += max(last - begin, nothing) * price
        begin = last if end is None else end
    return cost


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
    running = zip(days, totals[1:], strict=True)
    volume = None if contract.volume is None else Fraction(contract.volume)
    exhausted = None if volume is None else next((day for day, total in running if total > volume), None)
    covered = days if exhausted is None else range(days.start, exhausted)
    months = (Fraction(1, monthrange(dates[day].year, dates[day].month)[1]) for day in covered)
    months_covered = float(sum(months, Fraction(0)))
    fees = tuple(_fees(contract.minimum_fee, contract, days, dates)) if contract.minimum_fee else ()
    return ContractAccount(contract, days, units, totals, exhausted, months_covered, fees)


def _fees(
    fee: MinimumFee, contract: Contract, days: range, dates: Sequence[date]
) -> Iterator[tuple[range, Fraction]]:
    """Yield the days of each period of a minimum fee, and the part of the fee that is theirs, in hundredths."""
    hundredths = Fraction(fee.amount) * HUNDREDTHS
    if fee.per == "contract":
        if days:
            yield days, hundredths * len(days) / ((contract.last - contract.first).days + 1)
        return
    for (year, month), own in groupby(days, key=lambda day: (dates[day].year, dates[day].month)):
        of_month = [*own]
        part = Fraction(len(of_month), monthrange(year, month)[1])
        yield range(of_month[0], of_month[-1] + 1), hundredths * part
