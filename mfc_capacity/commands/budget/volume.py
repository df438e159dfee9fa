"""What a sum buys where the money pays for calls or minutes: as many days of them as it lasts.

A contract by the call costs the same however long callers wait, so there is no curve from money to waiting. A sum is
followed through the days in their order, at the prices inside the volume and beyond it, until it does not pay a
day in full.
"""

import numpy as np

from mfc_capacity.answers.columns import VOLUME
from mfc_capacity.answers.records import Budget, Cell
from mfc_capacity.commands.budget import spending
from mfc_capacity.commands.budget.amounts import (
    AMOUNT,
    TARGETS,
    WITH_EXTRA,
    BudgetQuestion,
    in_currency,
    own_sums,
    points,
)
from mfc_capacity.core.arrays import Floats
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.money import HUNDREDTHS
from mfc_capacity.plan.planner import Planned

Record = dict[str, Cell]


def volume_bought(plan: Planned, question: BudgetQuestion) -> Budget:
    """Return how far sums last where the money pays for a contract's calls or minutes."""
    spent = spending.spending(plan)
    own, need = own_sums(plan.loaded, question.at), int(spent.cost.sum())
    around = max(need, own.get(WITH_EXTRA, own.get(AMOUNT, 0)))
    rows = [
        {"money": amount / HUNDREDTHS, "point": names, **_bought(plan, spent, amount)}
        for amount, names in points(question, {**own, TARGETS: need}, around)
    ]
    budget = plan.scenario.budget
    return Budget(
        **about(plan.loaded),
        cautions=(),
        tables={"volume": VOLUME.of_records(rows)},
        covers=spending.covers(plan.scenario),
        pays_for="volume",
        place=None,
        floor=None,
        amount=in_currency(own.get(AMOUNT)),
        extra=None if budget is None or budget.extra is None else float(budget.extra),
        fixed_cost=0.0,
        least=None,
        targets_need=need / HUNDREDTHS,
        as_planned=None,
        extra_buys=_difference(rows, own),
        knee=None,
        lines={},
    )


def _bought(plan: Planned, spent: spending.Spending, amount: int) -> Record:
    """Return the days that a sum pays in full, and the calls it pays for, those of the day it ends on included."""
    totals = np.cumsum(spent.cost)
    paid = int(np.searchsorted(totals, amount, side="right"))
    share = np.where(np.arange(len(totals)) < paid, 1.0, 0.0)
    if paid < len(totals):
        share[paid] = (amount - (totals[paid - 1] if paid else 0)) / spent.cost[paid]
    served = share * _served(spent)
    calls = spending.calls_by_day(plan)
    last = plan.days.dates[paid - 1] if paid else None
    return {
        "spent": min(amount, int(totals[-1])) / HUNDREDTHS,
        "days_paid": paid,
        "lasts_until": None if last is None else last.isoformat(),
        "calls_paid": float(served @ calls),
        "minutes_paid": float(served @ spending.minutes_by_day(plan)),
        "calls_unpaid": float((1 - served) @ calls),
    }


def _served(spent: spending.Spending) -> Floats:
    """Return the share of each day's calls that contracts serve at all."""
    served = spent.used - spent.unserved
    return np.divide(served, spent.used, out=np.zeros_like(served), where=spent.used > 0)


def _difference(rows: list[Record], own: dict[str, int]) -> dict[str, float | None] | None:
    if WITH_EXTRA not in own:
        return None
    calls = {row["money"]: float(row["calls_paid"] or 0) for row in rows}
    return {"calls_paid": calls[own[WITH_EXTRA] / HUNDREDTHS] - calls[own[AMOUNT] / HUNDREDTHS]}
