"""Learning from records: calls as they were logged, or counted, to a scenario and the calls to come."""

from mfc_capacity.commands.fit.fit import fit_calls, fit_counts
from mfc_capacity.commands.fit.question import Question, Source, question_of

__all__ = ["Question", "Source", "fit_calls", "fit_counts", "question_of"]
