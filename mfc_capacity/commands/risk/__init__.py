"""What a plan may come to where figures may be off: a sample of their ranges, and what each of them does."""

from mfc_capacity.commands.risk.risk import Question, risk

__all__ = ["Question", "risk"]
