"""Single intervals without a scenario: the one-line calculator, for one row or a hundred thousand.

A row has calls, handling time, perhaps patience, and either operators or targets. Rows with operators are evaluated; rows with
targets get the smallest number that meets them. A row without an answer says so in `status` and leaves its figures unknown.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core import erlang, staffing
from mfc_capacity.demand import Bools, Floats
from mfc_capacity.operators import NO_CALLS, OK, OVERLOADED, UNSTAFFED, Texts
from mfc_capacity.results import Cell, Column

UNREACHABLE = "unreachable"
SERVICE_LEVELS = ("service_level_offered", "service_level_answered", "service_level_virtual")
MEASURES = ("p_wait", "asa_s", "mean_wait_s", "abandonment", "occupancy", *SERVICE_LEVELS)

INPUT_COLUMNS = (
    Column("calls_per_hour", "calls", "calls offered per hour"),
    Column("aht_s", "seconds", "mean handling time"),
    Column(
        "patience_s",
        "seconds",
        "mean time a caller is ready to wait; empty: callers never hang up (Erlang C)",
    ),
    Column("within_s", "seconds", "the threshold of the service level"),
    Column("service_level", "share", "target: share of offered calls answered within within_s", "high"),
    Column("max_asa_s", "seconds", "target: mean wait of answered callers at most"),
    Column("max_abandonment", "share", "target: share of callers who hang up at most"),
    Column("max_occupancy", "share", "target: busy time / time on duty at most"),
)
OUTPUT_COLUMNS = (
    Column(
        "operators", "count", "operators on duty: as given, or the smallest number that meets the targets"
    ),
    Column("offered_load_erlangs", "erlangs", "calls per hour times handling time in hours"),
    Column("erlang_b", "share", "share of calls lost if nobody could wait (Erlang B)", "low"),
    Column("p_wait", "share", "share of callers who wait at all", "low"),
    Column("asa_s", "seconds", "mean wait of answered callers (ASA)", "low"),
    Column("mean_wait_s", "seconds", "mean wait of all callers", "low"),
    Column("abandonment", "share", "share of callers who hang up before an answer", "low"),
    Column("occupancy", "share", "busy time / time on duty", "low"),
    Column("service_level_offered", "share", "answered in time / offered", "high"),
    Column("service_level_answered", "share", "answered in time / answered", "high"),
    Column(
        "service_level_virtual",
        "share",
        "chance that a caller of endless patience is answered in time",
        "high",
    ),
    Column("bound_by", "text", "the target that decided the number of operators"),
    Column(
        "status", "text", "ok, no-calls, overloaded, unstaffed, or unreachable: no number meets the targets"
    ),
)


def _unset() -> Floats:
    return np.array(np.nan)


@dataclass(frozen=True)
class Rows:
    """Intervals as arrays of one length (N); NaN where a row leaves a figure out, patience infinite for Erlang C."""

    calls_per_hour: Floats
    aht_s: Floats
    patience_s: Floats
    within_s: Floats
    operators: Floats = field(default_factory=_unset)
    service_level: Floats = field(default_factory=_unset)
    max_asa_s: Floats = field(default_factory=_unset)
    max_abandonment: Floats = field(default_factory=_unset)
    max_occupancy: Floats = field(default_factory=_unset)

    def where(self, chosen: Bools) -> "Rows":
        """Return the chosen rows."""
        return replace(
            self, **{name: np.broadcast_to(v, chosen.shape)[chosen] for name, v in vars(self).items()}
        )

    def targets(self) -> staffing.Targets:
        """Return the rows' targets as the queueing core takes them."""
        return staffing.Targets(
            service_level=self.service_level,
            within_s=self.within_s,
            max_asa_s=self.max_asa_s,
            max_abandonment=self.max_abandonment,
            max_occupancy=self.max_occupancy,
        )


def solve(rows: Rows) -> dict[str, list[Cell]]:
    """Return the output columns: operators as given or required, and what callers meet."""
    to_staff = np.broadcast_to(np.isnan(rows.operators), rows.calls_per_hour.shape)
    operators = np.where(to_staff, 0.0, rows.operators)
    bound_by = np.full(to_staff.shape, "", dtype="<U16")
    unreachable = np.zeros(to_staff.shape, dtype=bool)
    if to_staff.any():
        missed = staffing.unreachable(*_targets_of(rows, to_staff)) != ""
        unreachable[to_staff] = missed
        solvable = to_staff & ~unreachable
        chosen = rows.where(solvable)
        solved = staffing.operators_required(
            chosen.calls_per_hour, chosen.aht_s, patience_s=chosen.patience_s, targets=chosen.targets()
        )
        operators[solvable], bound_by[solvable] = solved.operators, solved.bound_by
    return _columns(rows, operators, bound_by, unreachable)


def one_fewer(rows: Rows, operators: int) -> dict[str, Cell]:
    """Return what one operator fewer than `operators` would give in a single interval."""
    fewer = solve(replace(rows, operators=np.array([operators - 1.0])))
    return {
        name: fewer[name][0]
        for name in ("service_level_offered", "asa_s", "abandonment", "occupancy", "status")
    }


def _targets_of(rows: Rows, chosen: Bools) -> tuple[staffing.Targets, Floats, Floats]:
    part = rows.where(chosen)
    return part.targets(), part.calls_per_hour, part.patience_s


def _columns(rows: Rows, operators: Floats, bound_by: Texts, unreachable: Bools) -> dict[str, list[Cell]]:
    steady = erlang.steady_state(
        rows.calls_per_hour, rows.aht_s, operators, patience_s=rows.patience_s, within_s=rows.within_s
    )
    load = rows.calls_per_hour * rows.aht_s / 3600
    quiet = rows.calls_per_hour == 0
    known = steady.stable & ~unreachable & ~quiet
    status = np.select(
        [unreachable, quiet, ~steady.stable, operators == 0],
        [UNREACHABLE, NO_CALLS, OVERLOADED, UNSTAFFED],
        OK,
    )
    columns: dict[str, list[Cell]] = {
        "operators": [
            None if gone else int(n) for n, gone in zip(operators.tolist(), unreachable, strict=True)
        ],
        "offered_load_erlangs": load.tolist(),
        "erlang_b": _known(erlang.erlang_b(operators, load), ~unreachable),
        **{name: _known(getattr(steady, name), known) for name in MEASURES},
    }
    columns["bound_by"] = [text or None for text in bound_by.tolist()]
    columns["status"] = status.tolist()
    return columns


def _known(values: NDArray[np.float64], known: Bools) -> list[Cell]:
    shown = known & np.isfinite(values)
    return [value if yes else None for value, yes in zip(values.tolist(), shown.tolist(), strict=True)]
