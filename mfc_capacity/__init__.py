"""Contact-centre capacity planning from a text file: operators, waits and money.

    import mfc_capacity as mfc
    plan = mfc.load("scenarios/moscow-2014.yaml").plan()

The names below are those of `mfc_capacity.api`, which is imported when the first of them is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mfc_capacity.api import NoAnswer, Scenario, ScenarioError, Table, check, compare, erlang, load

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
    "load",
]


if not TYPE_CHECKING:  # a type checker knows the names, and that there are no others

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(f"{__name__}.api"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
