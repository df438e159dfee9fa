"""Accounts of the money: what contracts and budgets cost, and what a sum buys."""
