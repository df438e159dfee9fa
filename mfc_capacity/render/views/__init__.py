"""How each kind of answer is laid out: the page that a person reads, and what stands above the tables in JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mfc_capacity.render.page import Page
from mfc_capacity.render.views import budget, calculation, plan, solution, sweep
from mfc_capacity.results import Answer, Budget, Calculation, Plan, Solution, Sweep


@dataclass(frozen=True)
class View:
    """The layout of one kind of answer."""

    page: Callable[[Any], Page]
    head: Callable[[Any], dict[str, Any]]


VIEWS: dict[type[Answer], View] = {
    Plan: View(plan.page, plan.head),
    Calculation: View(calculation.page, calculation.head),
    Budget: View(budget.page, budget.head),
    Solution: View(solution.page, solution.head),
    Sweep: View(sweep.page, sweep.head),
}


def page_of(answer: Answer) -> Page:
    """Return the page of an answer."""
    return VIEWS[type(answer)].page(answer)


def head_of(answer: Answer) -> dict[str, Any]:
    """Return what JSON says of an answer beside its schema, the tool and the tables."""
    return VIEWS[type(answer)].head(answer)
