"""What the money pays for, and what the plan takes of it.

A budget covers labour, the contracts, or all that costs. A contract is paid per call, per minute of handling or per
operator hour; its volume is used up day by day, and what lies beyond it has the price of overage, or is not
served at all. Only where an hour of an operator costs money does more money mean more operators: each day then has
a tariff, the prices of a paid hour up to a volume and beyond it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.files.problems import InputError, say
from mfc_capacity.plan.accounts.contract import ContractAccount, contract_accounts, cost_of
from mfc_capacity.plan.accounts.usage import OPERATOR_HOURS, usage
from mfc_capacity.plan.money import HUNDREDTHS, nearest
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import LoadedScenario, Scenario

NO_CONTRACT = ((None, Fraction(0)),)


def covers(scenario: Scenario) -> str:
    """Return what the money pays for: what the budget says, else the contracts where there are any, else labour."""
    if scenario.budget is not None:
        return scenario.budget.covers
    return "contract" if scenario.contracts else "labour"


@dataclass(frozen=True)
class Tariff:
    """The price of a paid hour on some days (D), `wage` of it labour, the rest a contract's.

    `steps` are a contract's prices, each up to so many hours in all, None: without end; beyond the last no more hours
    are sold. `NO_CONTRACT`: an hour costs its wage. `inside` is the volume of the contract.
    """

    days: Bools
    wage: Fraction
    steps: tuple[tuple[Fraction | None, Fraction], ...] = NO_CONTRACT
    inside: Fraction | None = None

    @property
    def hours(self) -> Fraction | None:
        """How many hours are sold at most."""
        return self.steps[-1][0]

    @property
    def price(self) -> Fraction:
        """The price of the first hour."""
        return self.wage + self.steps[0][1]

    def price_at(self, hours: Fraction) -> Fraction | None:
        """Return the price of one more hour beyond so many; None if there is none."""
        return next((self.wage + price for end, price in self.steps if end is None or hours < end), None)

    def cost(self, hours: Fraction) -> Fraction | None:
        """Return what paid hours cost; None if there are not so many."""
        if self.hours is not None and hours > self.hours:
            return None
        return hours * self.wage + cost_of(hours, self.steps)

    def contract_cost(self, hours: Fraction) -> int | None:
        """Return what a contract asks for paid hours in hundredths, rounded as its account is; None if beyond it."""
        if self.steps == NO_CONTRACT:
            return 0
        if self.hours is not None and hours > self.hours:
            return None
        inside = cost_of(hours if self.inside is None else min(hours, self.inside), self.steps)
        return nearest(inside * HUNDREDTHS) + nearest((cost_of(hours, self.steps) - inside) * HUNDREDTHS)


@dataclass(frozen=True)
class Spending:
    """What the plan takes of the money by day (D): hundredths, units of contracts, and those that none serves."""

    cost: Ints
    used: Floats
    unserved: Floats


def check_prices(loaded: LoadedScenario) -> None:
    """Refuse a scenario in which the price is missing of what the money pays for.

    Raises:
        InputError: naming the price.
    """
    scenario, kind = loaded.scenario, covers(loaded.scenario)
    used = {entry.to for hotline in scenario.hotlines.values() for entry in hotline.deflect}
    missing = {
        "costs.operator_hour": kind != "contract" and scenario.costs.operator_hour is None,
        **{
            f"costs.contacts.{channel}": kind == "all"
            for channel in sorted(used - scenario.costs.contacts.keys())
        },
        "contract": kind == "contract" and not scenario.contracts,
        "calendar": kind != "labour" and bool(scenario.contracts) and scenario.calendar is None,
    }
    problems = [
        loaded.problem_at(key, say("budget.missing_price", key=key), say("budget.add_price", key=key))
        for key, is_missing in missing.items()
        if is_missing
    ]
    if problems:
        raise InputError(problems)


def buys_operators(scenario: Scenario) -> bool:
    """Return whether the money pays for hours of operators, so that more of it means more of them."""
    return covers(scenario) != "contract" or all(
        contract.unit == OPERATOR_HOURS for contract in scenario.contracts
    )


def tariffs(plan: Planned) -> list[Tariff]:
    """Return what a paid hour costs on which days; days on which the money pays for none have no tariff.

    Raises:
        InputError: if a contract of operator hours has a minimum fee, with which no hour has a price of its own.
    """
    kind = covers(plan.scenario)
    wage = Fraction(0) if kind == "contract" else Fraction(plan.scenario.costs.operator_hour or 0)
    hourly = [account for account in _contracts(plan) if account.contract.unit == OPERATOR_HOURS]
    if any(account.fees for account in hourly):
        message, hint = say("budget.MINIMUM_FEE_OF_HOURS"), say("budget.WITHOUT_MINIMUM_FEE")
        raise InputError([plan.loaded.problem_at("contract.minimum_fee", message, hint)])
    found = [_tariff(account, len(plan.days), wage) for account in hourly]
    rest = ~np.any([np.zeros(len(plan.days), dtype=bool), *(tariff.days for tariff in found)], axis=0)
    return [*found, Tariff(rest, wage)] if kind != "contract" and rest.any() else found


def fixed_cost(plan: Planned) -> int:
    """Return what the money pays beside operators, in hundredths: contacts, and contracts by other units."""
    if covers(plan.scenario) != "all":
        return 0
    others = [account for account in _contracts(plan) if account.contract.unit != OPERATOR_HOURS]
    costs = [*_contract_costs(others, len(plan.days)), *_contact_costs(plan)]
    return int(np.sum(costs)) if costs else 0


def spending(plan: Planned) -> Spending:
    """Return what the plan takes of the money; the prices are known to be there."""
    kind, days = covers(plan.scenario), len(plan.days)
    accounts = _contracts(plan)
    costs = _contract_costs(accounts, days)
    if kind != "contract":
        costs += [group_plan.labour_cost for group_plan in plan.groups if group_plan.labour_cost is not None]
    if kind == "all":
        costs += _contact_costs(plan)
    used, unserved = np.zeros(days), np.zeros(days)
    for account in accounts:
        for day in account.days:
            balance = account.over(range(day, day + 1))
            used[day] += float(balance.used)
            unserved[day] += float(balance.unserved)
    return Spending(np.sum([np.zeros(days, dtype=np.int64), *costs], axis=0), used, unserved)


def calls_by_day(plan: Planned) -> Floats:
    """Return the calls to operators by day (D)."""
    return np.array(usage(plan, "calls").used, dtype=float)


def minutes_by_day(plan: Planned) -> Floats:
    """Return the minutes of handling by day (D)."""
    return np.array(usage(plan, "minutes").used, dtype=float)


def _contracts(plan: Planned) -> tuple[ContractAccount, ...]:
    """Return the accounts of the contracts that the money pays for."""
    return () if covers(plan.scenario) == "labour" else contract_accounts(plan)


def _tariff(account: ContractAccount, days: int, wage: Fraction) -> Tariff:
    contract, on = account.contract, np.zeros(days, dtype=bool)
    on[account.days.start : account.days.stop] = True
    return Tariff(
        days=on,
        wage=wage,
        steps=contract.tariff,
        inside=account.volume,
    )


def _contract_costs(accounts: Sequence[ContractAccount], days: int) -> list[Ints]:
    """Return what each contract costs by day (D)."""
    by_day = [np.zeros(days, dtype=np.int64) for _ in accounts]
    for costs, account in zip(by_day, accounts, strict=True):
        for day in account.days:
            balance = account.over(range(day, day + 1))
            costs[day] = balance.cost
    return by_day


def _contact_costs(plan: Planned) -> list[Ints]:
    return [group_plan.contact_cost for group_plan in plan.groups if group_plan.contact_cost is not None]
