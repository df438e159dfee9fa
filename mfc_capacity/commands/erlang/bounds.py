"""Which figures the formulas take: refused by name, for an option of the command line and a cell of a file alike.

A figure that is not given is NaN and passes. The bounds lie far beyond any contact centre, and keep products
and quotients of what they let through within a float.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mfc_capacity.commands.erlang.columns import QUESTIONS, REQUIRED, TARGETS
from mfc_capacity.core import targets
from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.core.steady.erlang import HOUR_S
from mfc_capacity.core.steady.lines import MOST_PLACES
from mfc_capacity.core.steady.redials import MOST_SHARE
from mfc_capacity.core.steady.staffing import MOST_OPERATORS
from mfc_capacity.files.problems import Message, say

LARGEST = 1e9


def _range_of(target: targets.Target) -> tuple[float, float]:
    if target.is_least:
        return 0.0, target.highest
    return (1e-6, LARGEST) if target.measure.kind == "seconds" else (1e-9, target.highest)


RANGES = {
    "calls_per_hour": (1e-6, LARGEST),
    "aht_s": (0.001, LARGEST),
    "patience_s": (0.001, LARGEST),
    "within_s": (0.0, LARGEST),
    "wait_within_s": (0.0, LARGEST),
    "short_s": (0.0, LARGEST),
    "operators": (0.0, MOST_OPERATORS),
    "lines": (0.0, MOST_OPERATORS),
    "redial_share": (0.0, MOST_SHARE),
    "redial_after_s": (0.001, LARGEST),
    **{target.field: _range_of(target) for target in targets.TARGETS},
    "max_blocking": (1e-9, 1.0),
}
ZERO_TOO = (
    "calls_per_hour",
    *(target.field for target in targets.TARGETS if not target.is_least),
    "max_blocking",
)
_SHARES = (*(target.field for target in targets.TARGETS if target.measure.kind == "share"), "max_blocking")
HINTS = {
    "patience_s": say("erlang.PATIENCE_IS_FINITE"),
    **dict.fromkeys(_SHARES, say("erlang.WRITE_A_SHARE")),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with the figure `name` in the `rows` where this mask is true (N)."""

    name: str
    rows: Bools
    message: Message
    hint: Message | None = None


def faults(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    """Yield what is given and cannot be taken, of arrays of one length (N); a fault may hold for no row."""
    for name, values in figures.items():
        low, high = RANGES[name]
        outside = (values < low) | (values > high)
        if name in ZERO_TOO:
            outside &= values != 0
        message = say("erlang.out_of_bounds", low=low, high=high, zero_too=name in ZERO_TOO)
        yield Fault(name, outside, message, HINTS.get(name))
    yield from _too_large(figures)
    if "operators" in figures:
        yield from _operators(figures)
        yield from _queue_lines(figures)
        yield from _redials(figures)


def gaps(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    """Yield what is not given and has to be, of the columns that are there."""
    for name in REQUIRED:
        if name in figures:
            yield Fault(name, np.isnan(figures[name]), say("erlang.EMPTY"))
    if "wait" in figures:
        without = np.isnan(figures.get("wait_within_s", np.full_like(figures["wait"], np.nan)))
        yield Fault("wait", without & ~np.isnan(figures["wait"]), say("erlang.WAIT_WITHOUT_THRESHOLD"))
    asked = [name for name in QUESTIONS if name in figures]
    if asked:
        hint = say("erlang.give_operators_or", targets=TARGETS)
        yield Fault(asked[0], _none_given(figures, asked), say("erlang.NOTHING_ASKED_IN_ROW"), hint)


def _operators(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    operators = figures["operators"]
    is_given = ~np.isnan(operators)
    is_part = is_given & (operators != np.floor(operators))
    yield Fault("operators", is_part, say("erlang.WHOLE_OPERATORS"))
    is_beside = is_given & ~_none_given(figures, TARGETS)
    yield Fault("operators", is_beside, say("erlang.OPERATORS_BESIDE_TARGET"), say("erlang.LEAVE_EMPTY"))


def _queue_lines(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    """Refuse lines that are none for a queue; a chain of more is too long to be worked out."""
    lines = figures["lines"]
    is_given = ~np.isnan(lines)
    is_part = is_given & ((lines != np.floor(lines)) | (lines < 1) | (lines > MOST_PLACES))
    yield Fault("lines", is_part, say("erlang.whole_lines", most=MOST_PLACES))
    is_beside = is_given & ~_none_given(figures, ["max_busy"])
    yield Fault("lines", is_beside, say("erlang.LINES_BESIDE_MAX_BUSY"), say("erlang.LEAVE_EMPTY"))


def _redials(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    """Refuse half of what says how callers come again."""
    share, after_s = figures["redial_share"], figures["redial_after_s"]
    is_half = np.isnan(share) != np.isnan(after_s)
    name = "redial_share" if np.isnan(after_s).any() else "redial_after_s"
    yield Fault(name, is_half, say("erlang.HALF_A_REDIAL"), say("erlang.WRITE_A_REDIAL"))


def _none_given(figures: Mapping[str, Floats], names: Sequence[str]) -> Bools:
    none: Bools = np.all(np.isnan([figures[name] for name in names]), axis=0)
    return none


def _too_large(figures: Mapping[str, Floats]) -> Iterator[Fault]:
    """Refuse what would need more operators than can be counted; an occupancy of 0 is out of reach, not too large."""
    calls, aht_s = figures["calls_per_hour"], figures["aht_s"]
    share = np.fmin(figures.get("max_occupancy", np.nan), 1.0)
    load = np.minimum(calls, LARGEST) * np.minimum(aht_s, LARGEST) / HOUR_S
    is_large = (load > MOST_OPERATORS * share) & (share > 0) & (calls <= LARGEST) & (aht_s <= LARGEST)
    yield Fault("calls_per_hour", is_large, say("erlang.too_many_operators", most=MOST_OPERATORS))
