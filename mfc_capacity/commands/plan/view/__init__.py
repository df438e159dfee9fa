"""A plan as it is shown: the page, its accounts, the charts."""

from functools import partial

from mfc_capacity.answers.records import Plan
from mfc_capacity.commands.plan.view import charts, page
from mfc_capacity.commands.plan.view.page import schema
from mfc_capacity.render.view import View

__all__ = ["schema", "view"]


def view(plan: Plan) -> View:
    """Return the view of a plan."""
    return View(plan, partial(page.page, plan), partial(page.head, plan), partial(charts.charts, plan))
