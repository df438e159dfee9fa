"""Contact-centre capacity planning from a text file: operators, waits and money.

    import mfc_capacity as mfc
    plan = mfc.load("scenarios/moscow-2014.yaml").plan()

The names below are those of `mfc_capacity.api`, which is imported when the first of them is asked for.
"""

from typing import TYPE_CHECKING

from mfc_capacity.api.names import imported_when_asked

if TYPE_CHECKING:
    from mfc_capacity.api import NoAnswer, Scenario, ScenarioError, Table, check, compare, erlang, fit, load

__version__ = "0.1.0"

__all__ = [
    "NoAnswer",
    "Scenario",
    "ScenarioError",
    "Table",
    "__version__",
    "check",
    "compare",
    "erlang",
    "fit",
    "load",
]


if not TYPE_CHECKING:  # a type checker knows the names, and that there are no others
    __getattr__ = imported_when_asked(
        __name__, {name: f"{__name__}.api" for name in __all__ if name != "__version__"}
    )


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
