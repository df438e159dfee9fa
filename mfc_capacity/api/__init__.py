"""The commands as functions, for notebooks and scripts: a scenario is loaded once and asked many things.

Every function is a command of the command line, which calls these functions itself; their arguments are its options,
read the same way (`"4m"`, `"850mln"`, `"0.5%"`). Answers are immutable. Their tables are attributes and have the
columns that `mfc-capacity schema` describes, with the unit in the name or the kind of each column: `_s` seconds,
shares from 0 to 1, money in the scenario's currency, None for what is unknown.

A module is imported when the first of its names is asked for, so that `--help` waits for none.
"""

from typing import TYPE_CHECKING

from mfc_capacity.api.names import imported_when_asked

if TYPE_CHECKING:
    from mfc_capacity.api.answers import (
        Answer,
        Backtest,
        Budget,
        Calculation,
        Comparison,
        Explanation,
        Fit,
        Meaning,
        People,
        Plan,
        Risk,
        Schedule,
        Simulation,
        Solution,
        Sweep,
        Table,
    )
    from mfc_capacity.api.commands import check, compare, erlang, erlang_rows, fit, meaning
    from mfc_capacity.api.errors import Error, NoAnswer, Problem, ScenarioError
    from mfc_capacity.api.scenario import Scenario, load

_NAMES = {
    "answers": (
        *(
            "Answer",
            "Backtest",
            "Budget",
            "Calculation",
            "Comparison",
            "Explanation",
            "Fit",
            "Meaning",
            "People",
            "Plan",
        ),
        *("Risk", "Schedule", "Simulation", "Solution", "Sweep", "Table"),
    ),
    "commands": ("check", "compare", "erlang", "erlang_rows", "fit", "meaning"),
    "errors": ("Error", "NoAnswer", "Problem", "ScenarioError"),
    "scenario": ("Scenario", "load"),
}
_MODULE_OF = {name: f"{__name__}.{module}" for module, names in _NAMES.items() for name in names}

__all__ = [
    "Answer",
    "Backtest",
    "Budget",
    "Calculation",
    "Comparison",
    "Error",
    "Explanation",
    "Fit",
    "Meaning",
    "NoAnswer",
    "People",
    "Plan",
    "Problem",
    "Risk",
    "Scenario",
    "ScenarioError",
    "Schedule",
    "Simulation",
    "Solution",
    "Sweep",
    "Table",
    "check",
    "compare",
    "erlang",
    "erlang_rows",
    "fit",
    "load",
    "meaning",
]


if not TYPE_CHECKING:  # a type checker knows the names, and that there are no others
    __getattr__ = imported_when_asked(__name__, _MODULE_OF)
