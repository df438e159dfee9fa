"""Which figures the formulas take: refused by name, for an option of the command line and a cell of a file alike.

A figure that is not given is NaN and passes. The bounds lie far beyond any contact centre, and keep products
and quotients of what they let through within a float.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mfc_capacity.commands.erlang.columns import QUESTIONS, REQUIRED, TARGETS
from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.core.steady.erlang import HOUR_S
from mfc_capacity.core.steady.staffing import MOST_OPERATORS

LARGEST = 1e9
RANGES = {
    "calls_per_hour": (1e-6, LARGEST),
    "aht_s": (0.001, LARGEST),
    "patience_s": (0.001, LARGEST),
    "within_s": (0.0, LARGEST),
    "operators": (0.0, MOST_OPERATORS),
    "lines": (0.0, MOST_OPERATORS),
    "service_level": (0.0, 1.0),
    "max_asa_s": (1e-6, LARGEST),
    "max_abandonment": (1e-9, 1.0),
    "max_occupancy": (1e-9, 1.0),
    "max_blocking": (1e-9, 1.0),
}
ZERO_TOO = ("calls_per_hour", "max_asa_s", "max_abandonment", "max_occupancy", "max_blocking")
_SHARE = "write 80 % as 0.8 or 80%"
HINTS = {
    "patience_s": "callers who never hang up are Erlang C, without a patience",
    **dict.fromkeys(("service_level", "max_abandonment", "max_occupancy", "max_blocking"), _SHARE),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with the figure `name` in the `rows` where this mask is true (N)."""

    name: str
    rows: Bools
    message: str
    hint: str | None = None


def faults(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    """Yield what is given and cannot be taken, of arrays of one length (N); a fault may hold for no row."""
    for name, values in figures.items():
        low, high = RANGES[name]
        outside = (values < low) | (values > high)
        span = f"from {low:g} to {high:,.10g}"
        if name in ZERO_TOO:
            outside, span = outside & (values != 0), f"0, or {span}"
        yield Fault(name, outside, f"must be {span}", HINTS.get(name))
    yield from _too_large(figures)
    if "operators" in figures:
        yield from _operators(figures)


def gaps(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    """Yield what is not given and has to be, of the columns that are there."""
    for name in REQUIRED:
        if name in figures:
            yield Fault(name, np.isnan(figures[name]), "is empty")
    asked = [name for name in QUESTIONS if name in figures]
    if asked:
        hint = f"give operators, or one of the targets {', '.join(TARGETS)}"
        yield Fault(
            asked[0], _none_given(figures, asked), "is empty, and nothing else is asked in this row", hint
        )


def _operators(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    operators = figures["operators"]
    is_given = ~np.isnan(operators)
    yield Fault("operators", is_given & (operators != np.floor(operators)), "must be a whole number")
    both = "stands beside a target; give one or the other"
    yield Fault(
        "operators", is_given & ~_none_given(figures, TARGETS), both, "leave empty what is to be found"
    )


def _none_given(figures: Mapping[str, Floats], names: Sequence[str]) -> Bools:
    none: Bools = np.all(np.isnan([figures[name] for name in names]), axis=0)
    return none


def _too_large(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    """Refuse what would need more operators than can be counted; an occupancy of 0 is out of reach, not too large."""
    calls, aht_s = figures["calls_per_hour"], figures["aht_s"]
    share = np.fmin(figures.get("max_occupancy", np.nan), 1.0)
    load = np.minimum(calls, LARGEST) * np.minimum(aht_s, LARGEST) / HOUR_S
    is_large = (load > MOST_OPERATORS * share) & (share > 0) & (calls <= LARGEST) & (aht_s <= LARGEST)
    message = f"asks, with its handling time, for more than {MOST_OPERATORS:,.10g} operators"
    yield Fault("calls_per_hour", is_large, message)
