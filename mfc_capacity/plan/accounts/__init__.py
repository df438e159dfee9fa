"""The accounts beside a plan: what its contracts are used for, and what its budget pays.

A plan says what is needed; the accounts say what that does to a volume somebody has signed for and to a sum
somebody has granted. They follow the plan's days in the order of their dates and never change the plan.
"""

from mfc_capacity.plan.accounts.answer import (
    BUDGET_LEFT,
    CONTRACT_LEFT,
    Accounts,
    accounts_of,
    figures_and_courses,
    figures_of,
)
from mfc_capacity.plan.accounts.budget import BudgetAccount, budget_account
from mfc_capacity.plan.accounts.contract import ContractAccount, contract_accounts

__all__ = [
    "BUDGET_LEFT",
    "CONTRACT_LEFT",
    "Accounts",
    "BudgetAccount",
    "ContractAccount",
    "accounts_of",
    "budget_account",
    "contract_accounts",
    "figures_and_courses",
    "figures_of",
]
