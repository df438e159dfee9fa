"""The figures of the contracts and of the budget, by the names that JSON, limits and comparisons use.

`contract.used` is the field `used` of what is used of all contracts together, `budget.headroom` the field
`headroom` of the budget.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from mfc_capacity.answers.records import BudgetUse, Cell, Plan, VolumeUse


def _names(record: type[VolumeUse | BudgetUse]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


ACCOUNTS = {"contract": _names(VolumeUse), "budget": _names(BudgetUse)}

Accounts = Mapping[str, Mapping[str, Cell]]


def account_figures(plan: Plan) -> Accounts:
    """Return the figures of a plan's accounts; none of an account that the scenario does not have."""
    records = {"contract": plan.contracts, "budget": plan.budget}
    return {
        account: {name: getattr(records[account], name) for name in names}
        for account, names in ACCOUNTS.items()
        if records[account] is not None
    }


def written_figures(document: Mapping[str, Any]) -> Accounts:
    """Return the same figures out of the JSON of a plan; what is no figure of an account is left out."""
    return {
        account: _figures(document[account], names)
        for account, names in ACCOUNTS.items()
        if isinstance(document.get(account), dict)
    }


def _figures(written: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Cell]:
    return {
        name: value
        for name, value in written.items()
        if name in names and isinstance(value, str | int | float | None)
    }
