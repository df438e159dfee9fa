"""What sums of money buy, and what they carry, as it is shown."""

from mfc_capacity.answers.records import Budget, Solution
from mfc_capacity.commands.budget.view import curve, solution
from mfc_capacity.render.view import View


def view(answer: Budget | Solution) -> View:
    """Return the view of what sums buy, or of what they carry."""
    return curve.view(answer) if isinstance(answer, Budget) else solution.view(answer)
