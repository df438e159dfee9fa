"""The account of a budget: what it covers, day by day, against the sum there is and the sum asked for.

A budget is for the planned days, and pays what the scenario says it covers: the contracts (inside and beyond
their volume), labour, or all of labour, contacts and contracts. The money ends on the first day whose running
cost exceeds it. A price that is missing makes the whole account unknown, never cheap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from mfc_capacity.core.arrays import Ints
from mfc_capacity.plan.accounts.contract import ContractAccount
from mfc_capacity.plan.money import HUNDREDTHS
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario import Budget


@dataclass(frozen=True)
class BudgetAccount:
    """A budget; `totals[k]` is the cost of the first k planned days in hundredths (D + 1), None if unknown."""

    budget: Budget
    totals: tuple[int, ...] | None

    @property
    def with_extra(self) -> Fraction | None:
        """The sum with what is asked for; None if nothing is."""
        extra = self.budget.extra
        return None if extra is None else Fraction(self.budget.amount + extra)

    def cost(self, span: range) -> float | None:
        """Return the cost of a span of days."""
        return (
            None if self.totals is None else (self.totals[span.stop] - self.totals[span.start]) / HUNDREDTHS
        )

    def headroom(self, money: Fraction | None, day: int) -> float | None:
        """Return what is left of a sum before a day; below 0 it is missing."""
        if self.totals is None or money is None:
            return None
        return float(money - Fraction(self.totals[day], HUNDREDTHS))

    def ends(self, money: Fraction | None) -> int | None:
        """Return the day on which a sum ends; None if it lasts, or nobody can know."""
        if self.totals is None or money is None:
            return None
        return next((day - 1 for day, total in enumerate(self.totals) if total > money * HUNDREDTHS), None)


def budget_account(plan: Planned, contracts: Sequence[ContractAccount]) -> BudgetAccount | None:
    """Return the account of the scenario's budget; None without a budget or without a calendar."""
    budget = plan.scenario.budget
    if budget is None or plan.scenario.calendar is None:
        return None
    by_day = _covered_by_day(plan, budget, contracts)
    return BudgetAccount(budget, None if by_day is None else tuple(accumulate(by_day, initial=0)))


def _covered_by_day(plan: Planned, budget: Budget, contracts: Sequence[ContractAccount]) -> list[int] | None:
    """Return the cost of what the budget covers, by day; None if a price is missing, or there is no contract."""
    labour = [group_plan.labour_cost for group_plan in plan.groups]
    contacts = [group_plan.contact_cost for group_plan in plan.groups]
    beside: list[Ints | None] = {"contract": [], "labour": labour, "all": labour + contacts}[budget.covers]
    known = [part.tolist() for part in beside if part is not None]
    if len(known) < len(beside) or (budget.covers == "contract" and not contracts):
        return None
    by_day = [sum(costs) for costs in zip(*known, strict=True)] or [0] * len(plan.days)
    for account in contracts if budget.covers != "labour" else ():
        for day in account.days:
            by_day[day] += account.until(day + 1).cost - account.until(day).cost
    return by_day
