"""What the money pays for, and what the plan takes of it.

A budget covers labour, the contracts, or all that costs. A contract is paid per call, per minute of handling or per
operator hour; its volume is used up day by day, and what lies beyond it has the price of overage, or is not
served at all. Only where an hour of an operator costs money does more money mean more operators: each day then has
a tariff, the price of a paid hour up to a volume and beyond it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np

from mfc_capacity import money
from mfc_capacity.demand import Bools, Days, Floats, Ints
from mfc_capacity.errors import InputError
from mfc_capacity.planning import GroupPlan, Planned
from mfc_capacity.scenario import Contract, LoadedScenario, Scenario
from mfc_capacity.wording import budget as sentences

Covers = Literal["contract", "labour", "all"]


def covers(scenario: Scenario) -> Covers:
    """Return what the budget pays for: the contracts where there are any, else labour."""
    return "contract" if scenario.contracts else "labour"


@dataclass(frozen=True)
class Tariff:
    """The price of a paid hour on some days (D); from `hours` on it is `beyond`, and None sells no more."""

    days: Bools
    price: Fraction
    hours: Fraction | None = None
    beyond: Fraction | None = None

    def cost(self, hours: Fraction) -> Fraction | None:
        """Return what paid hours cost; None if there are not so many."""
        if self.hours is None or hours <= self.hours:
            return hours * self.price
        return None if self.beyond is None else self.hours * self.price + (hours - self.hours) * self.beyond


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
    problems = [loaded.problem_at(key, *sentences.missing_price(key)) for key, yes in missing.items() if yes]
    if problems:
        raise InputError(problems)


def buys_operators(scenario: Scenario) -> bool:
    """Return whether the money pays for hours of operators, so that more of it means more of them."""
    return covers(scenario) != "contract" or all(
        contract.unit == "operator_hours" for contract in scenario.contracts
    )


def tariffs(whole: Planned) -> list[Tariff]:
    """Return what a paid hour costs on which days; days on which the money pays for none have no tariff."""
    scenario, kind = whole.scenario, covers(whole.scenario)
    hourly = [contract for contract in scenario.contracts if contract.unit == "operator_hours"]
    wage = Fraction(0) if kind == "contract" else Fraction(scenario.costs.operator_hour or 0)
    found = [_tariff(contract, whole.days, wage) for contract in hourly if kind != "labour"]
    rest = ~np.any([np.zeros(len(whole.days), dtype=bool), *(tariff.days for tariff in found)], axis=0)
    return [*found, Tariff(rest, wage)] if kind != "contract" and rest.any() else found


def fixed_cost(whole: Planned) -> int:
    """Return what the money pays beside operators, in hundredths: contacts, and contracts by other units."""
    if covers(whole.scenario) != "all":
        return 0
    others = [contract for contract in whole.scenario.contracts if contract.unit != "operator_hours"]
    spent = [_contract_spending(whole, contract).cost for contract in others]
    return int(sum(int(cost.sum()) for cost in [*spent, *_contact_costs(whole)]))


def spending(whole: Planned) -> Spending:
    """Return what the plan takes of the money; the prices are known to be there."""
    kind = covers(whole.scenario)
    days = len(whole.days)
    parts = [Spending(np.zeros(days, dtype=np.int64), np.zeros(days), np.zeros(days))]
    if kind != "labour":
        parts += [_contract_spending(whole, contract) for contract in whole.scenario.contracts]
    cost = [part.cost for part in parts]
    if kind != "contract":
        cost += [plan.labour_cost for plan in whole.groups if plan.labour_cost is not None]
    if kind == "all":
        cost += _contact_costs(whole)
    used, unserved = ([part.used for part in parts], [part.unserved for part in parts])
    return Spending(np.sum(cost, axis=0), np.sum(used, axis=0), np.sum(unserved, axis=0))


def calls_by_day(whole: Planned) -> Floats:
    """Return the calls to operators by day (D)."""
    return _by_day(whole, lambda plan: plan.load.calls)


def minutes_by_day(whole: Planned) -> Floats:
    """Return the minutes of handling by day (D)."""
    return _by_day(whole, lambda plan: plan.load.calls * np.nan_to_num(plan.load.aht_s) / 60)


def _by_day(whole: Planned, of_kind: Callable[[GroupPlan], Floats]) -> Floats:
    total = np.zeros(len(whole.days))
    for plan in whole.groups:
        total += of_kind(plan).sum(axis=1)[plan.load.kinds]
    return total


def _tariff(contract: Contract, days: Days, wage: Fraction) -> Tariff:
    return Tariff(
        days=_days_of(contract, days),
        price=wage + Fraction(contract.price),
        hours=Fraction(contract.volume),
        beyond=None if contract.overage is None else wage + Fraction(contract.overage),
    )


def _days_of(contract: Contract, days: Days) -> Bools:
    return np.array([day is not None and contract.first <= day <= contract.last for day in days.dates])


def _contract_spending(whole: Planned, contract: Contract) -> Spending:
    """Use up a contract's volume day by day, in the order of the days."""
    used = list(_units_by_day(whole, contract))
    total, inside, beyond = Fraction(0), [], []
    for units in used:
        before, total = min(total, Fraction(contract.volume)), total + units
        inside.append(min(total, Fraction(contract.volume)) - before)
        beyond.append(units - inside[-1])
    price, overage = (_hundredths(price) for price in (contract.price, contract.overage or Decimal(0)))
    cost = [a * price + b * overage for a, b in zip(inside, beyond, strict=True)]
    unserved = beyond if contract.overage is None else [Fraction(0)] * len(beyond)
    return Spending(money.booked(cost), np.array(used, dtype=float), np.array(unserved, dtype=float))


def _units_by_day(whole: Planned, contract: Contract) -> Iterator[Fraction]:
    on = _days_of(contract, whole.days)
    if contract.unit == "operator_hours":
        hours = _paid_hours_by_day(whole)
        return (hours[day] if yes else Fraction(0) for day, yes in enumerate(on))
    by_day = {"calls": calls_by_day, "minutes": minutes_by_day}[contract.unit](whole)
    return (Fraction(units) for units in (by_day * on).tolist())


def _paid_hours_by_day(whole: Planned) -> list[Fraction]:
    hours = [Fraction(0)] * len(whole.days)
    for plan in whole.groups:
        by_kind = [
            money.paid_hours(int(count), whole.scenario.interval_s, plan.group.shrinkage)
            for count in plan.operators.required.sum(axis=1)
        ]
        hours = [total + by_kind[kind] for total, kind in zip(hours, plan.load.kinds, strict=True)]
    return hours


def _contact_costs(whole: Planned) -> list[Ints]:
    return [plan.contact_cost for plan in whole.groups if plan.contact_cost is not None]


def _hundredths(price: Decimal) -> Fraction:
    return Fraction(price) * money.HUNDREDTHS
