"""How each kind of answer is laid out: the page a person reads, what JSON has above the tables, the charts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mfc_capacity.answers.metrics import MetricList
from mfc_capacity.answers.records import (
    Answer,
    Budget,
    Calculation,
    CodePage,
    Comparison,
    Explanation,
    Plan,
    SimulationAnswer,
    Solution,
    Sweep,
)
from mfc_capacity.render.chart import Chart
from mfc_capacity.render.page import Page
from mfc_capacity.render.views import (
    budget,
    calculation,
    compare,
    explanation,
    metrics,
    plan,
    plan_charts,
    simulation,
    solution,
    sweep,
)


@dataclass(frozen=True)
class View:
    """The layout of one kind of answer."""

    page: Callable[[Any], Page]
    head: Callable[[Any], dict[str, Any]]
    charts: Callable[[Any], Sequence[Chart]] = lambda _answer: ()


VIEWS: dict[type[Answer], View] = {
    Plan: View(plan.page, plan.head, plan_charts.charts),
    Calculation: View(calculation.page, calculation.head),
    Explanation: View(explanation.page, explanation.head),
    CodePage: View(explanation.code_page, explanation.code_head),
    SimulationAnswer: View(simulation.page, simulation.head, simulation.charts),
    MetricList: View(metrics.page, metrics.head),
    Comparison: View(compare.page, compare.head),
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


def charts_of(answer: Answer) -> Sequence[Chart]:
    """Return the main pictures of an answer as charts."""
    return VIEWS[type(answer)].charts(answer)
