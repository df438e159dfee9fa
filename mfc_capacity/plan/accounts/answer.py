"""The accounts as a plan carries them: records, a row a month, and which of their figures may mislead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from mfc_capacity.answers.accounts import Accounts as AccountFigures
from mfc_capacity.answers.accounts import (
    BudgetUse,
    ContractsUse,
    ContractUse,
    MinimumFee,
    PriceStep,
    VolumeUse,
    account_figures,
)
from mfc_capacity.answers.columns import BUDGET, CONTRACT, CONTRACTS
from mfc_capacity.answers.records import Caution, Cell, Table
from mfc_capacity.demand.calendar import Days
from mfc_capacity.plan.accounts.budget import BudgetAccount, budget_account
from mfc_capacity.plan.accounts.contract import Balance, ContractAccount, contract_accounts
from mfc_capacity.plan.accounts.usage import causes
from mfc_capacity.plan.accounts.varied_days import (
    budget_percentiles,
    contract_percentiles,
    contracts_percentiles,
)
from mfc_capacity.plan.ledger import month_spans
from mfc_capacity.plan.money import HUNDREDTHS
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import LoadedScenario

CONTRACT_LEFT, BUDGET_LEFT = "contract.left", "budget.left"
UNITS = ("used", "inside", "beyond", "unserved")


@dataclass(frozen=True)
class Accounts:
    """What the accounts add to a plan; nothing where the scenario has neither contract nor budget."""

    contracts: ContractsUse | None
    budget: BudgetUse | None
    tables: tuple[Table, ...]
    cautions: tuple[Caution, ...]


def accounts_of(plan: Planned) -> Accounts:
    """Return the accounts of a planned scenario."""
    contracts = contract_accounts(plan)
    budget = budget_account(plan, contracts)
    tables = [_contract_table(contracts, plan.days)] if contracts else []
    tables += [_budget_table(budget, plan.days)] if budget else []
    parts = tuple(_contract_use(plan, account) for account in contracts)
    return Accounts(
        contracts=_contracts_use(plan, contracts, parts) if contracts else None,
        budget=(
            replace(_budget_use(budget, plan.days), percentiles=budget_percentiles(plan, budget, contracts))
            if budget
            else None
        ),
        tables=tuple(tables),
        cautions=tuple(_cautions(plan, contracts, budget)),
    )


def figures_of(plan: Planned) -> AccountFigures:
    """Return the figures of a planned scenario's accounts, without what they are made of."""
    return figures_and_courses(plan, ())[0]


def figures_and_courses(
    plan: Planned, days: Sequence[int]
) -> tuple[AccountFigures, dict[str, tuple[float, ...]]]:
    """Return the figures of the accounts, and what is left before some days of the contract and of the budget.

    What is beyond is negative. Of several contracts, or one without a volume, nothing is told.
    """
    contracts = contract_accounts(plan)
    budget = budget_account(plan, contracts)
    figures = account_figures(
        _total(plan, contracts) if contracts else None, _budget_use(budget, plan.days) if budget else None
    )
    courses = {}
    if len(contracts) == 1 and contracts[0].volume is not None:
        volume = contracts[0].volume
        courses[CONTRACT_LEFT] = tuple(float(volume - contracts[0].until(day).used) for day in days)
    if budget is not None and budget.totals is not None:
        amount = float(budget.budget.amount)
        courses[BUDGET_LEFT] = tuple(amount - budget.totals[day] / HUNDREDTHS for day in days)
    return figures, courses


def _contract_table(accounts: Sequence[ContractAccount], days: Days) -> Table:
    """Return one row a month and contract, in the months in which the contract is in force."""
    asked = CONTRACT.asked if any(account.fees for account in accounts) else ()
    records: list[dict[str, Cell]] = [
        {
            "month": month,
            "contract": number,
            "unit": account.contract.unit,
            "used_total": float(account.until(span.stop).used),
            **_figures(account.over(span)),
            "cost_minimum": account.over(span).cost_minimum / HUNDREDTHS,
        }
        for month, span in month_spans(days)
        for number, account in enumerate(accounts, start=1)
        if span.start < account.days.stop and account.days.start < span.stop
    ]
    return (CONTRACT if len(accounts) == 1 else CONTRACTS).of_records(records, asked=asked)


def _budget_table(account: BudgetAccount, days: Days) -> Table:
    amount = Fraction(account.budget.amount)
    records: list[dict[str, Cell]] = [
        {
            "month": month,
            "cost": account.cost(span),
            "cost_total": account.cost(range(span.stop)),
            "headroom": account.headroom(amount, span.stop),
            "headroom_with_extra": account.headroom(account.with_extra, span.stop),
        }
        for month, span in month_spans(days)
    ]
    return BUDGET.of_records(records)


def _figures(balance: Balance) -> dict[str, float]:
    units = {name: float(getattr(balance, name)) for name in UNITS}
    costs = {name: getattr(balance, name) / HUNDREDTHS for name in ("cost_inside", "cost_beyond")}
    return units | costs


def _total(plan: Planned, accounts: Sequence[ContractAccount]) -> VolumeUse:
    """Add up contracts; units only where all count in the same."""
    balances = [account.until(len(plan.days)) for account in accounts]
    total = Balance(*(sum(figures) for figures in zip(*balances, strict=True)))
    units = {(account.contract.unit, account.contract.counts) for account in accounts}
    ends = [account.exhausted for account in accounts if account.exhausted is not None]
    volumes = [account.volume for account in accounts]
    known = [volume for volume in volumes if volume is not None]
    figures: dict[str, Any] = {
        **_figures(total),
        "volume": float(sum(known)),
        "left": float(sum(known) - total.inside),
    }
    if len(known) < len(volumes):
        figures |= dict.fromkeys(("volume", "left"))
    if len(units) > 1:
        figures |= dict.fromkeys((*UNITS, "volume", "left"))
    return VolumeUse(
        unit=units.pop()[0] if len(units) == 1 else None,
        cost=total.cost / HUNDREDTHS,
        exhausted_on=_date(plan.days, min(ends, default=None)),
        months_covered=sum(account.months_covered for account in accounts),
        **figures,
    )


def _contracts_use(
    plan: Planned, accounts: Sequence[ContractAccount], parts: tuple[ContractUse, ...]
) -> ContractsUse:
    total = replace(_total(plan, accounts), percentiles=contracts_percentiles(plan, accounts))
    return ContractsUse(**vars(total), parts=parts)


def _contract_use(plan: Planned, account: ContractAccount) -> ContractUse:
    contract, days = account.contract, account.days
    fee = contract.minimum_fee
    dates = [day.isoformat() for day in plan.days.dates[days.start : days.stop] if day is not None]
    return ContractUse(
        **vars(replace(_total(plan, [account]), percentiles=contract_percentiles(plan, account))),
        provider=contract.provider,
        first=contract.first.isoformat(),
        last=contract.last.isoformat(),
        counted_from=dates[0] if dates else None,
        counted_to=dates[-1] if dates else None,
        counts=contract.counts if contract.unit == "calls" else None,
        price=None if contract.price is None else float(contract.price),
        overage=None if contract.overage is None else float(contract.overage),
        prices=tuple(
            PriceStep(None if step.up_to is None else float(step.up_to), float(step.price))
            for step in contract.prices
        )
        or None,
        minimum_fee=None if fee is None else MinimumFee(float(fee.amount), fee.per),
        cost_minimum=None if fee is None else account.until(len(plan.days)).cost_minimum / HUNDREDTHS,
        causes=causes(plan, days, account.usage),
        left_by_day=tuple(
            float(left) for left in (account.left(day + 1) for day in days) if left is not None
        ),
    )


def _budget_use(account: BudgetAccount, days: Days) -> BudgetUse:
    budget, amount = account.budget, Fraction(account.budget.amount)
    headroom = account.headroom(amount, len(days))
    with_extra = account.headroom(account.with_extra, len(days))
    return BudgetUse(
        covers=budget.covers,
        amount=float(budget.amount),
        extra=None if budget.extra is None else float(budget.extra),
        status=_status(headroom, with_extra),
        cost=account.cost(range(len(days))),
        headroom=headroom,
        headroom_with_extra=with_extra,
        money_ends_on=_date(days, account.ends(amount)),
        money_ends_on_with_extra=_date(days, account.ends(account.with_extra)),
    )


def _status(headroom: float | None, with_extra: float | None) -> str:
    if headroom is None:
        return "unknown"
    if headroom >= 0:
        return "enough"
    return "enough-with-extra" if with_extra is not None and with_extra >= 0 else "not-enough"


def _date(days: Days, day: int | None) -> str | None:
    return None if day is None else str(days.dates[day])


def _cautions(
    plan: Planned, contracts: Sequence[ContractAccount], budget: BudgetAccount | None
) -> Iterator[Caution]:
    yield from _without_dates(plan.loaded)
    for account in contracts:
        yield from _contract_cautions(plan, account)
    yield from _days_without_contract(plan, contracts)
    yield from _unknown_cost(plan, budget)


def _without_dates(loaded: LoadedScenario) -> Iterator[Caution]:
    scenario = loaded.scenario
    if scenario.calendar is None and (scenario.contracts or scenario.budget):
        place = _place(loaded) if scenario.contracts else loaded.location_of("budget")
        yield Caution("accounts-without-dates", {}, place)


def _contract_cautions(plan: Planned, account: ContractAccount) -> Iterator[Caution]:
    """Name a contract that no planned day meets, or that was in use before the first planned day."""
    contract, first_day = account.contract, plan.days.dates[0]
    index = plan.scenario.contracts.index(contract)
    place = plan.loaded.location_of(f"contracts.{index}.from") or plan.loaded.location_of("contract.from")
    facts = {"first": contract.first.isoformat(), "last": contract.last.isoformat(), "from": str(first_day)}
    if not account.days:
        yield Caution("contract-never-on", facts, place)
    elif first_day is not None and contract.first < first_day:
        yield Caution("contract-in-use-before", facts, place)


def _days_without_contract(plan: Planned, contracts: Sequence[ContractAccount]) -> Iterator[Caution]:
    covered = {day for account in contracts for day in account.days}
    bare = [day for day in range(len(plan.days)) if day not in covered]
    if covered and bare:
        calls = sum(float(hotline.calls[bare].sum()) for hotline in plan.hotlines.values())
        facts = {"days": len(bare), "first": str(plan.days.dates[bare[0]]), "calls": calls}
        yield Caution("days-without-contract", facts, _place(plan.loaded))


def _unknown_cost(plan: Planned, account: BudgetAccount | None) -> Iterator[Caution]:
    if account is not None and account.totals is None:
        place = plan.loaded.location_of("budget.covers") or plan.loaded.location_of("budget")
        yield Caution("budget-cost-unknown", {"covers": account.budget.covers}, place)


def _place(loaded: LoadedScenario) -> str | None:
    return loaded.location_of("contracts") or loaded.location_of("contract")
