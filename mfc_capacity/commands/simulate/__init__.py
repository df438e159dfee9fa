"""The planned day played call by call: what callers meet beside what was promised to them.

The plan is a promise made by formulas; the day is played with the same calls and the same operators, each hotline
with its own handling times and patience, until what callers meet is known narrowly enough to judge the promise.
"""

from mfc_capacity.commands.simulate.answer import simulation_answer
from mfc_capacity.commands.simulate.call_log import call_log
from mfc_capacity.commands.simulate.case import FROM_FILE, GIVEN, Case, Staff, find_case
from mfc_capacity.commands.simulate.play import Played, play

__all__ = [
    "FROM_FILE",
    "GIVEN",
    "Case",
    "Played",
    "Staff",
    "call_log",
    "find_case",
    "play",
    "simulation_answer",
]
