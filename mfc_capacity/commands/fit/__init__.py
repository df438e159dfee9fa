"""Learning from records: calls as they were logged, or counted, to a scenario and the calls to come."""

from mfc_capacity.commands.fit.fit import fit_calls
from mfc_capacity.commands.fit.question import Question, Source, question_of

__all__ = ["Question", "Source", "fit_calls", "question_of"]
