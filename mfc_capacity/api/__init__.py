"""The commands as functions, for notebooks and scripts: a scenario is loaded once and asked many things.

Every function is a command of the command line, which calls these functions itself; their arguments are its options,
read the same way (`"4m"`, `"850mln"`, `"0.5%"`). Answers are immutable. Their tables are attributes and have the
columns that `mfc-capacity schema` describes, with the unit in the name or the kind of each column: `_s` seconds,
shares from 0 to 1, money in the scenario's currency, None for what is unknown.
"""

from mfc_capacity.api.answers import (
    Answer,
    Budget,
    Calculation,
    Comparison,
    Explanation,
    Meaning,
    Plan,
    Simulation,
    Solution,
    Sweep,
    Table,
)
from mfc_capacity.api.commands import check, compare, erlang, erlang_rows, meaning
from mfc_capacity.api.errors import Error, NoAnswer, Problem, ScenarioError
from mfc_capacity.api.scenario import Scenario, load

__all__ = [
    "Answer",
    "Budget",
    "Calculation",
    "Comparison",
    "Error",
    "Explanation",
    "Meaning",
    "NoAnswer",
    "Plan",
    "Problem",
    "Scenario",
    "ScenarioError",
    "Simulation",
    "Solution",
    "Sweep",
    "Table",
    "check",
    "compare",
    "erlang",
    "erlang_rows",
    "load",
    "meaning",
]
