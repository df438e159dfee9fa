"""A scenario held against the past: what it says of days that have been beside what happened on them."""

from mfc_capacity.commands.backtest.backtest import Question, backtest

__all__ = ["Question", "backtest"]
