"""What the accounts come to where days vary: percentiles of cost, and of the day on which volume or money ends.

Days vary independently of one another, each by its Gamma factor of mean 1. What is used by the end of a day is a sum
of scaled Gammas, and taken as the Gamma with the same mean and variance (Satterthwaite 1946, "An approximate
distribution of estimates of variance components"): exact where the days are of one kind. Cost never falls as more is
used, hence its percentiles are the costs of those of the use; and the volume has run out by the end of a day with the
chance that more than it is used by then. Contracts follow one another, and so their costs are independent. Within one,
contacts are taken to vary as its units do, and the share of calls that is answered to be that of the mean day. Labour
does not vary: the roster is made before the day.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy import special

from mfc_capacity.answers.accounts import BudgetPercentiles, ContractPercentiles, DayPercentiles, Percentiles
from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.varying import factor_at, together
from mfc_capacity.demand.calendar import Days
from mfc_capacity.plan.accounts.budget import BudgetAccount
from mfc_capacity.plan.accounts.contract import ContractAccount
from mfc_capacity.plan.accounts.usage import OPERATOR_HOURS
from mfc_capacity.plan.money import HUNDREDTHS
from mfc_capacity.plan.planner import Planned, varies_by_day

SHARES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
POINTS = 400  # of equal weight, which stand for the law of one cost where several are added up
NOISE = 1e-12


@dataclass(frozen=True)
class Running:
    """Mean and variance of what is used by the end of the first k days (days + 1)."""

    mean: Floats
    variance: Floats

    @property
    def varies(self) -> bool:
        """Whether anything does by the last day."""
        return bool(self.variance[-1] > 0)

    def at(self, count: int, scores: Floats) -> Floats:
        """Return what the first days used at normal scores."""
        mean, deviation = self.mean[count], np.sqrt(self.variance[count])
        used: Floats = mean * factor_at(scores, deviation / mean if mean else 0.0)
        return used


@dataclass(frozen=True)
class Stretch:
    """Days on which one contract is in force, or none: units of it and, in hundredths, contacts."""

    days: range
    units: Running
    contacts: Running
    account: ContractAccount | None

    @property
    def varies(self) -> bool:
        """Whether its cost may."""
        return self.contacts.varies or (self.account is not None and self.units.varies)

    def cost(self, day: int, scores: Floats) -> Floats:
        """Return what its days before a day cost at normal scores, in hundredths."""
        count = min(max(day - self.days.start, 0), len(self.days))
        cost = self.contacts.at(count, scores)
        return cost if self.account is None else cost + self._of_contract(self.account, count, scores)

    def _of_contract(self, account: ContractAccount, count: int, scores: Floats) -> Floats:
        units = self.units.at(count, scores)
        cost, begin = np.zeros_like(units), 0.0
        for end, price in account.contract.tariff:
            last = np.inf if end is None else float(end)
            cost += np.clip(units - begin, 0.0, last - begin) * float(price * HUNDREDTHS)
            begin = last
        fee = max((float(fee) for _, fee in account.fees), default=0.0) if count == len(self.days) else 0.0
        return np.maximum(cost, fee)


@dataclass(frozen=True)
class Spending:
    """What stretches of days cost together, beside what does not vary (`fixed`: by the end of the first k days)."""

    stretches: Sequence[Stretch]
    fixed: Floats

    def at(self, day: int, share: float) -> float:
        """Return the cost of all days before a day, in hundredths, which is not exceeded with this chance."""
        score = np.array([special.ndtri(share)])
        varying = [stretch for stretch in self.stretches if stretch.varies and stretch.days.start < day]
        known = [stretch for stretch in self.stretches if not stretch.varies]
        alone = known + varying if len(varying) < 2 else known
        cost = float(self.fixed[day]) + sum(float(stretch.cost(day, score)[0]) for stretch in alone)
        if len(varying) < 2:
            return cost
        shares = (np.arange(POINTS) + 0.5) / POINTS
        total = varying[0].cost(day, special.ndtri(shares))
        for stretch in varying[1:]:
            total = np.quantile(np.add.outer(total, stretch.cost(day, special.ndtri(shares))), shares)
        return cost + float(np.quantile(total, share))

    def percentiles(self) -> Percentiles:
        """Return those of the cost of all days."""
        last = len(self.fixed) - 1
        return Percentiles(
            **{name: round(self.at(last, share)) / HUNDREDTHS for name, share in SHARES.items()}
        )

    def ends(self, amount: float, days: Days) -> DayPercentiles:
        """Return those of the first day whose running cost exceeds an amount, in hundredths."""
        limit, counts = amount * (1 + NOISE), range(1, len(self.fixed))
        found = {
            name: bisect_left(counts, True, key=lambda count: self.at(count, 1 - share) > limit)
            for name, share in SHARES.items()
        }
        return _dates(found, range(len(counts)), days)


def contract_percentiles(plan: Planned, account: ContractAccount) -> ContractPercentiles | None:
    """Return the percentiles of one contract; None where nothing of it varies, or it has a minimum fee by month."""
    spending = _spending(plan, [account], "contract")
    if spending is None:
        return None
    (units,) = (stretch.units for stretch in spending.stretches if stretch.account is account)
    ends = None
    if account.volume is not None:
        limit, counts = float(account.volume) * (1 + NOISE), range(1, len(account.days) + 1)

        def is_over(count: int, share: float) -> bool:
            return bool(units.at(count, np.array([special.ndtri(1 - share)]))[0] > limit)

        found = {
            name: bisect_left(counts, True, key=partial(is_over, share=share))
            for name, share in SHARES.items()
        }
        ends = _dates(found, account.days, plan.days)
    return ContractPercentiles(spending.percentiles(), ends)


def contracts_percentiles(plan: Planned, accounts: Sequence[ContractAccount]) -> ContractPercentiles | None:
    """Return the percentiles of all contracts together; of several only those of their cost."""
    if len(accounts) == 1:
        return contract_percentiles(plan, accounts[0])
    spending = _spending(plan, accounts, "contract")
    return None if spending is None else ContractPercentiles(spending.percentiles(), None)


def budget_percentiles(
    plan: Planned, account: BudgetAccount, contracts: Sequence[ContractAccount]
) -> BudgetPercentiles | None:
    """Return the percentiles of a budget's account; None where nothing varies of what it covers, or is not known."""
    spending = None if account.totals is None else _spending(plan, contracts, account.budget.covers)
    if spending is None:
        return None
    amount, extra = account.budget.amount, account.with_extra
    return BudgetPercentiles(
        cost=spending.percentiles(),
        money_ends_on=spending.ends(float(amount * HUNDREDTHS), plan.days),
        money_ends_on_with_extra=(
            None if extra is None else spending.ends(float(extra * HUNDREDTHS), plan.days)
        ),
    )


def _spending(plan: Planned, accounts: Sequence[ContractAccount], covers: str) -> Spending | None:
    """Return the cost of what is covered; None where none of it varies, or a minimum fee is for each month."""
    varies = varies_by_day([plan.scenario.hotlines[name] for name in plan.hotlines], plan.days)
    fees = (account.contract.minimum_fee for account in accounts)
    if not varies or covers == "labour" or any(fee is not None and fee.per == "month" for fee in fees):
        return None
    of_all = covers == "all"
    shape = len(plan.days), len(plan.hotlines)
    contacts = _contact_costs(plan) if of_all else np.zeros(shape)
    stretches = []
    for days, account in _covered(accounts, len(plan.days)):

        def running(amounts: Floats, days: range = days) -> Running:
            of_days = slice(days.start, days.stop)
            return _running(amounts[of_days], np.array(varies).T[of_days], plan.scenario.varies_together)

        units = running(np.zeros(shape)) if account is None else _units(plan, account, running)
        stretches.append(Stretch(days, units, running(contacts), account))
    if not any(stretch.varies for stretch in stretches):
        return None
    fixed = np.zeros(len(plan.days) + 1)
    for group_plan in plan.groups if of_all else ():
        if group_plan.labour_cost is not None:
            fixed[1:] += group_plan.labour_cost.astype(float).cumsum()
    return Spending(stretches, fixed)


def _units(plan: Planned, account: ContractAccount, running: Callable[[Floats], Running]) -> Running:
    """Return the units of a contract; operator hours do not vary."""
    if account.contract.unit == OPERATOR_HOURS:
        totals = np.array([float(total) for total in account.totals])
        return Running(totals, np.zeros_like(totals))
    per_call = account.usage.per_call
    return running(np.stack([per_call[name] * own.calls for name, own in plan.hotlines.items()], axis=-1))


def _covered(
    accounts: Sequence[ContractAccount], count: int
) -> Iterator[tuple[range, ContractAccount | None]]:
    """Yield the planned days in their order, those of each contract and those between."""
    begin = 0
    for account in accounts:
        if account.days:
            if begin < account.days.start:
                yield range(begin, account.days.start), None
            yield account.days, account
            begin = account.days.stop
    if begin < count:
        yield range(begin, count), None


def _contact_costs(plan: Planned) -> Floats:
    """Return what the contacts of each hotline cost, by day, in hundredths (D x S)."""
    prices = plan.scenario.costs.contacts
    return np.stack(
        [
            sum(
                (
                    taken * float(prices.get(channel, 0) * HUNDREDTHS)
                    for channel, taken in own.contacts.items()
                ),
                start=np.zeros(len(plan.days)),
            )
            for own in plan.hotlines.values()
        ],
        axis=-1,
    )


def _running(amounts: Floats, variations: Floats, correlation: float) -> Running:
    """Return the running totals of amounts by day and hotline (D x S), whose coefficients of variation are given."""
    mean = amounts.sum(axis=1)
    shares = np.divide(
        amounts, mean[:, np.newaxis], out=np.zeros_like(amounts), where=mean[:, np.newaxis] > 0
    )
    variance = np.square(mean * together(shares, variations, correlation))
    return Running(*(np.concatenate([[0.0], by_day.cumsum()]) for by_day in (mean, variance)))


def _dates(found: Mapping[str, int], days: range, calendar: Days) -> DayPercentiles:
    """Return the dates of days numbered from the first of a span; None after its last: never."""
    return DayPercentiles(
        **{
            name: str(calendar.dates[days[number]]) if number < len(days) else None
            for name, number in found.items()
        }
    )
