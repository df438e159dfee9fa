"""A calculation: one interval line by line, or a table of many."""

from typing import Any

from mfc_capacity.render.page import Page, WholeTable
from mfc_capacity.results import Calculation


def head(_calculation: Calculation) -> dict[str, Any]:
    """Return what stands above the tables in JSON: nothing of its own."""
    return {}


def page(calculation: Calculation) -> Page:
    """Return the page of a calculation."""
    return tuple(WholeTable(table) for table in calculation.tables.values())
