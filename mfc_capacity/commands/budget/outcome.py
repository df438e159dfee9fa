"""What callers meet under a staffing, over the whole horizon: call-weighted, of each group and of all together."""

from collections.abc import Mapping

import numpy as np

from mfc_capacity.answers.records import NO_CALLS, OK, OVERLOADED, UNSTAFFED, Cell
from mfc_capacity.commands.budget.cells import Cells, Staffing
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.staffing.method import HOUR_S

WAITS = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")


def outcomes(cells: Cells, staffing: Staffing, groups: int) -> list[dict[str, Cell]]:
    """Return the figures of each group, then of all; a wait is unknown where any queue of it only grows."""
    figures = interval_figures(cells, staffing.cell, staffing.operators)
    status = interval_status(cells, staffing.cell, staffing.operators, figures)
    group = cells.group[staffing.cell]
    masks = [*(group == number for number in range(groups)), np.ones(len(group), dtype=bool)]
    return [_outcome(cells, staffing, figures, status, mask) for mask in masks]


def interval_figures(cells: Cells, cell: Ints, operators: Ints) -> dict[str, Floats]:
    """Return the measures of single intervals, NaN where nothing is known; no call is in time in an endless queue."""
    steady, level = cells.meets(cell, operators)
    measures = {name: getattr(steady, name) for name in WAITS[1:]}
    known = {
        name: np.where(steady.stable & np.isfinite(values), values, np.nan)
        for name, values in measures.items()
    }
    return {"service_level": level, **known}


def interval_status(cells: Cells, cell: Ints, operators: Ints, figures: Mapping[str, Floats]) -> Texts:
    """Return the status of single intervals."""
    endless = np.isnan(figures["mean_wait_s"])
    status: Texts = np.select(
        [cells.calls[cell] == 0, endless, operators == 0], [NO_CALLS, OVERLOADED, UNSTAFFED], OK
    )
    return status


def _outcome(
    cells: Cells, staffing: Staffing, figures: Mapping[str, Floats], status: Texts, mask: Bools
) -> dict[str, Cell]:
    calls = cells.calls[staffing.cell] * staffing.times * mask
    hours = staffing.operators * staffing.times * mask * (cells.interval_s / HOUR_S)
    answered = np.where(status == UNSTAFFED, 0.0, calls)
    weights = dict.fromkeys(WAITS, calls) | {"asa_s": answered, "occupancy": hours}
    means = {name: _mean(figures[name], weights[name]) for name in WAITS}
    found = set(status[mask].tolist())
    return {
        "affordable_status": next(
            s for s in (OVERLOADED, UNSTAFFED, OK, NO_CALLS) if s in found or s == NO_CALLS
        ),
        **means,
        "calls": float(calls.sum()),
        "calls_in_time": float((figures["service_level"] * calls).sum()),
        "operator_hours": float(hours.sum()),
    }


def _mean(values: Floats, weights: Floats) -> float | None:
    total = float(weights.sum())
    mean = float(np.where(weights > 0, values * weights, 0.0).sum()) / total if total else np.nan
    return mean if np.isfinite(mean) else None
