"""What a sum buys: shorter waits where the money pays for operators, more calls where it pays for a volume."""

from mfc_capacity.answers.records import Budget
from mfc_capacity.commands.budget.amounts import BudgetQuestion
from mfc_capacity.commands.budget.curve import operators_bought
from mfc_capacity.commands.budget.spending import buys_operators, check_prices
from mfc_capacity.commands.budget.volume import volume_bought
from mfc_capacity.plan.planner import Planned, planned
from mfc_capacity.scenario import LoadedScenario

__all__ = [
    "BudgetQuestion",
    "bought",
    "budget",
    "buys_operators",
    "check_prices",
    "operators_bought",
    "volume_bought",
]


def budget(loaded: LoadedScenario, question: BudgetQuestion, workers: int = 1) -> Budget:
    """Return what sums of money buy under a scenario: shorter waits, or more calls; in up to so many processes.

    Raises:
        InputError: if a price is missing of what the money pays for, or `intervals` names no day.
        NoAnswerError: if a target is out of reach, or a contract has no hours even for `min_operators`.
    """
    check_prices(loaded)
    return bought(planned(loaded, workers), question)


def bought(plan: Planned, question: BudgetQuestion) -> Budget:
    """Return what sums of money buy under a plan whose prices are there; see `budget`."""
    buy = operators_bought if buys_operators(plan.scenario) else volume_bought
    return buy(plan, question)
