"""A plan as it is shown: the page, its accounts, the charts."""

from functools import partial

from mfc_capacity.answers.records import Plan
from mfc_capacity.commands.plan.view.charts import charts
from mfc_capacity.commands.plan.view.page import head, page
from mfc_capacity.render.view import View


def view(plan: Plan) -> View:
    """Return the view of a plan."""
    return View(plan, partial(page, plan), partial(head, plan), partial(charts, plan))
