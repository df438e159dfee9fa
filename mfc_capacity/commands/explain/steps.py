"""A step of an explanation: an input with its origin, or a figure with the arithmetic that leads to it.

Formulas show computed figures with nine significant digits and inputs as they are written, so that a calculator
gives each result to the six digits a reader is shown.
"""

from dataclasses import dataclass

from mfc_capacity.answers.records import Cell
from mfc_capacity.commands.explain.origins import Origin
from mfc_capacity.wording.en.numbers import digits_text

OPERAND_DIGITS = 9
HOTLINE, LOAD, OPERATORS, CALLERS, FEWER, GIVEN, PEOPLE, MONEY, DAY = (
    "hotline",
    "load",
    "operators",
    "callers",
    "one-fewer",
    "given",
    "people",
    "money",
    "day",
)

_OWN = ("part", "subject", "quantity", "value", "unit", "formula", "note", "metric")
_OF_ORIGIN = ("written", "key", "location", "source")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the chain; `metric` is the column of the plan in which the value stands."""

    part: str
    subject: str
    quantity: str
    value: float | int | None
    unit: str | None
    formula: str | None = None
    note: str | None = None
    metric: str | None = None
    origin: Origin | None = None

    @property
    def record(self) -> dict[str, Cell]:
        """The step as a record of the table `steps`, but for its number."""
        own = {name: getattr(self, name) for name in _OWN}
        return own | {name: getattr(self.origin, name, None) for name in _OF_ORIGIN}


def operand(number: float) -> str:
    """Return a number as formulas show it.

    >>> operand(51413.02325581395), operand(9000.0)
    ('51,413.0233', '9,000')
    """
    return digits_text(number, OPERAND_DIGITS)


def per_cent(share: float) -> str:
    """Return a share as formulas show it.

    >>> per_cent(0.3)
    '30%'
    """
    return f"{operand(share * 100)}%"
