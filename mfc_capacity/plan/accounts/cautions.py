"""Which figures of the accounts may mislead: what they cannot see, and what a scenario leaves out."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.records import Caution
from mfc_capacity.plan.accounts.budget import BudgetAccount
from mfc_capacity.plan.accounts.contract import ContractAccount
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import LoadedScenario


def account_cautions(
    plan: Planned, contracts: Sequence[ContractAccount], budget: BudgetAccount | None
) -> Iterator[Caution]:
    """Yield every caution about the accounts."""
    yield from _without_dates(plan.loaded)
    for account in contracts:
        yield from _of_contract(plan, account)
    yield from _days_without_contract(plan, contracts)
    yield from _unknown_cost(plan, budget)


def _without_dates(loaded: LoadedScenario) -> Iterator[Caution]:
    scenario = loaded.scenario
    if scenario.calendar is None and (scenario.contracts or scenario.budget):
        place = _place(loaded) if scenario.contracts else loaded.location_of("budget")
        yield Caution("accounts-without-dates", {}, place)


def _of_contract(plan: Planned, account: ContractAccount) -> Iterator[Caution]:
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
        calls = sum(float(one.calls[bare].sum()) for one in plan.hotlines.values())
        facts = {"days": len(bare), "first": str(plan.days.dates[bare[0]]), "calls": calls}
        yield Caution("days-without-contract", facts, _place(plan.loaded))


def _unknown_cost(plan: Planned, account: BudgetAccount | None) -> Iterator[Caution]:
    if account is not None and account.totals is None:
        place = plan.loaded.location_of("budget.covers") or plan.loaded.location_of("budget")
        yield Caution("budget-cost-unknown", {"covers": account.budget.covers}, place)


def _place(loaded: LoadedScenario) -> str | None:
    return loaded.location_of("contracts") or loaded.location_of("contract")
