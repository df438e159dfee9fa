"""Bridges: from ordinary demand to all of it, in calls, units and money; from the cost of the plan to the contract's.

The parts of demand stand in the order of the accounts (ordinary, steps of drivers, peaks, channels), and each is paid
at the prices of the units that come after the parts before it: another order would share the same cost out otherwise.
Money is counted in hundredths, so that the parts add up exactly.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import fsum

import numpy as np

from mfc_capacity.answers.accounts import Cause
from mfc_capacity.answers.report_pictures import CauseCost, CostBridge, CostByCause, CostStep, Use
from mfc_capacity.plan.accounts import ContractAccount, contract_accounts
from mfc_capacity.plan.accounts.contract import cost_of
from mfc_capacity.plan.accounts.usage import FIRST_ATTEMPTS, causes, usage
from mfc_capacity.plan.money import HUNDREDTHS, apportioned, nearest
from mfc_capacity.plan.planner import Planned

CALLS = "calls"


def demand(planned: Planned) -> Use:
    """Return the calls that reach operators on all days, by part of demand."""
    counted, days = usage(planned, CALLS, FIRST_ATTEMPTS), range(len(planned.days))
    return Use(CALLS, causes(planned, days, counted), float(sum(counted.used)))


def use(planned: Planned) -> Use | None:
    """Return what was used of all contracts; None without any, or where they count in different units."""
    accounts = contract_accounts(planned)
    units = {(account.contract.unit, account.contract.counts) for account in accounts}
    if len(units) != 1:
        return None
    used: dict[tuple[object, ...], list[Cause]] = {}
    for account in accounts:
        for cause in causes(planned, account.days, account.usage):
            used.setdefault((cause.kind, cause.name, cause.from_, cause.value), []).append(cause)
    parts = tuple(
        Cause(own[0].kind, own[0].name, own[0].from_, own[0].value, fsum(each.used for each in own))
        for own in used.values()
    )
    return Use(units.pop()[0], parts, float(sum(_used(account) for account in accounts)))


def cost_by_cause(planned: Planned) -> CostByCause | None:
    """Return the cost of all contracts by part of demand, one contract after the other; None without any."""
    accounts = contract_accounts(planned)
    if not accounts:
        return None
    parts, minimum, total = [], 0, 0
    for account in accounts:
        balance = account.until(account.days.stop)
        own = causes(planned, account.days, account.usage)
        parts += _priced(account, own, balance.cost_inside + balance.cost_beyond)
        minimum, total = minimum + balance.cost_minimum, total + balance.cost
    return CostByCause(tuple(parts), minimum / HUNDREDTHS, total / HUNDREDTHS)


def _priced(account: ContractAccount, parts: Sequence[Cause], cost: int) -> list[CauseCost]:
    """Return what each part adds to the cost of a contract, in all as many hundredths as its account has."""
    totals = list(accumulate((Fraction(part.used) for part in parts), initial=Fraction(0)))
    costs = [
        nearest(cost_of(max(used, Fraction(0)), account.contract.tariff) * HUNDREDTHS) for used in totals
    ]
    costs[-1] = cost if parts else 0
    return [
        CauseCost(part, (after - before) / HUNDREDTHS)
        for part, (before, after) in zip(parts, pairwise(costs), strict=True)
    ]


def cost_bridge(planned: Planned) -> CostBridge | None:
    """Return the steps from what the plan costs to what the contracts cost.

    None without contracts, where a price is missing, or where two contracts hold on one day.
    """
    accounts = contract_accounts(planned)
    labour = [plan.labour_cost for plan in planned.groups if plan.labour_cost is not None]
    contacts = [plan.contact_cost for plan in planned.groups if plan.contact_cost is not None]
    days = [day for account in accounts for day in account.days]
    is_priced = len(labour) == len(contacts) == len(planned.groups)
    if not accounts or not is_priced or len(set(days)) < len(days):
        return None
    by_day = np.sum(labour, axis=0).tolist()
    beside = sum(int(own.sum()) for own in contacts)
    outside = sum(by_day) - sum(by_day[day] for day in days)
    own = [_beside_labour(account, sum(by_day[day] for day in account.days)) for account in accounts]
    inside, beyond, unserved = (sum(column) for column in zip(*own, strict=True))
    balances = [account.until(account.days.stop) for account in accounts]
    steps = (
        CostStep("contacts", -beside / HUNDREDTHS),
        CostStep("outside", -outside / HUNDREDTHS),
        CostStep("inside", inside / HUNDREDTHS, float(sum(each.inside for each in balances))),
        CostStep("beyond", beyond / HUNDREDTHS, float(sum(each.beyond for each in balances))),
        CostStep("unserved", unserved / HUNDREDTHS, float(sum(each.unserved for each in balances))),
        CostStep("minimum", sum(each.cost_minimum for each in balances) / HUNDREDTHS),
    )
    return CostBridge(
        plan=(sum(by_day) + beside) / HUNDREDTHS,
        contract=sum(each.cost for each in balances) / HUNDREDTHS,
        steps=tuple(step for step in steps if step.amount),
    )


def _beside_labour(account: ContractAccount, labour: int) -> tuple[int, int, int]:
    """Return by how many hundredths units inside, beyond and unserved cost more than their share of the labour."""
    balance = account.until(account.days.stop)
    parts = balance.inside, balance.beyond, balance.unserved
    if not balance.used:
        return balance.cost_inside - labour, balance.cost_beyond, 0
    shares = [labour * part / balance.used for part in parts]
    inside, beyond, unserved = apportioned(shares, labour)
    return balance.cost_inside - inside, balance.cost_beyond - beyond, -unserved


def _used(account: ContractAccount) -> Fraction:
    return account.until(account.days.stop).used
