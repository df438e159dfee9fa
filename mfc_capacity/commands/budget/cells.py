"""Cells: the intervals of a horizon that are equal, each once, and how many operators stand in them how often.

Two intervals of a group are one cell when calls, handling time, patience and the price of an operator's hour are the
same. Two years of a city have a few hundred cells, and every figure of the horizon is a sum over them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mfc_capacity.commands.budget.spending import Tariff
from mfc_capacity.core.arrays import Floats, Ints, Texts
from mfc_capacity.core.steady import erlang
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.staffing.method import HOUR_S
from mfc_capacity.staffing.operators import core_targets

AMPLE = 5.0  # standard deviations above the load: fewer than one caller in a million waits
NOWHERE = -1
_KEY = 10**10  # larger than any number of operators


class Staffing(NamedTuple):
    """How many of a cell's intervals have how many operators on duty, row by row."""

    cell: Ints
    operators: Ints
    times: Ints


@dataclass(frozen=True)
class Cells:
    """Equal intervals of one group under one tariff (N): what happens in one, and how many there are.

    `at` leads, for each group, from tariff, kind of day and interval (T x K x I) to the cell, or NOWHERE.
    """

    group: Ints
    tariff: Ints
    calls: Floats
    aht_s: Floats
    patience_s: Floats
    within_s: Floats
    of: Texts
    times: Ints
    least: Ints
    at: tuple[Ints, ...]
    interval_s: int

    def meets(self, cell: Ints, operators: Ints) -> tuple[erlang.SteadyState, Floats]:
        """Return what callers meet with so many operators in these cells, and the service level of the group's kind."""
        steady = erlang.steady_state(
            self.calls[cell] * (HOUR_S / self.interval_s),
            self.aht_s[cell],
            operators,
            patience_s=self.patience_s[cell],
            within_s=self.within_s[cell],
        )
        of = self.of[cell]
        others = [steady.service_level_answered, steady.service_level_virtual]
        return steady, np.select([of == "answered", of == "virtual"], others, steady.service_level_offered)

    @property
    def ladders(self) -> Ints:
        """How many numbers of operators are worth a look, from the least to ample; 1 where nobody calls."""
        load = self.calls * self.aht_s / self.interval_s
        ample = np.ceil(load + AMPLE * np.sqrt(load) + AMPLE).astype(np.int64)
        heights: Ints = np.where(self.calls > 0, np.maximum(ample - self.least, 0) + 1, 1)
        return heights


def cells_of(whole: Planned, tariffs: Sequence[Tariff]) -> tuple[Cells, Staffing]:
    """Return the cells of a planned scenario, and the operators that its plan requires in them."""
    parts: list[dict[str, Ints | Floats | Texts]] = []
    rows, at = [], []
    for number, plan in enumerate(whole.groups):
        own = np.full((len(tariffs), *plan.load.calls.shape), NOWHERE)
        for k, tariff in enumerate(tariffs):
            part, index = _of_group(plan, number, tariff, k)
            is_used = index != NOWHERE
            own[k][is_used] = index[is_used] + sum(len(one["calls"]) for one in parts)
            days = np.bincount(plan.load.kinds[tariff.days], minlength=len(plan.load.calls))
            times = np.broadcast_to(days[:, None], index.shape)
            rows.append((own[k][is_used], plan.operators.required[is_used], times[is_used]))
            parts.append(part)
        at.append(own)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    cells = Cells(**columns, at=tuple(at), interval_s=whole.scenario.interval_s)
    return cells, added_up(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def added_up(cell: Ints, operators: Ints, times: Ints) -> Staffing:
    """Return a staffing in which each cell and number of operators stands once, and none of them no times."""
    keys, index = np.unique(cell * _KEY + operators, return_inverse=True)
    totals = np.zeros(len(keys), dtype=np.int64)
    np.add.at(totals, index, times)
    keys, totals = keys[totals > 0], totals[totals > 0]
    return Staffing(keys // _KEY, keys % _KEY, totals)


def on_days(staffing: Staffing, cells: Cells, group: int, load: GroupDays, tariff_of_day: Ints) -> Ints:
    """Return a group's operators by day and interval (D x I); among equal intervals the first ones get the most."""
    has_tariff = tariff_of_day != NOWHERE
    cell = np.full((len(load.kinds), load.open.shape[1]), NOWHERE)
    cell[has_tariff] = cells.at[group][tariff_of_day[has_tariff], load.kinds[has_tariff]]
    own = cells.group[staffing.cell] == group
    order = np.lexsort((-staffing.operators[own], staffing.cell[own]))
    in_turn = np.repeat(staffing.operators[own][order], staffing.times[own][order])
    staffed = np.flatnonzero(cell != NOWHERE)
    operators = np.zeros(cell.shape, dtype=np.int64)
    operators.flat[staffed[np.argsort(cell.flat[staffed], kind="stable")]] = in_turn
    return operators


def _of_group(
    plan: GroupPlan, number: int, tariff: Tariff, of_tariff: int
) -> tuple[dict[str, Ints | Floats | Texts], Ints]:
    """Return the cells of one group under one tariff, and the cell of each kind of day and interval (K x I)."""
    load, targets = plan.load, core_targets(plan.group.targets)
    days = np.bincount(load.kinds[tariff.days], minlength=len(load.calls))[:, None]
    is_used, busy = load.open & (days > 0), load.calls > 0
    patience_s = np.where(busy, load.planned_patience_s, np.inf)
    rows = np.stack([load.calls, np.where(busy, load.aht_s, 1.0), patience_s])
    distinct, own = np.unique(rows[:, is_used], axis=1, return_inverse=True)
    count = distinct.shape[1]
    index = np.full(load.calls.shape, NOWHERE)
    index[is_used] = own.reshape(-1)
    times = np.bincount(index[is_used], weights=np.broadcast_to(days, index.shape)[is_used], minlength=count)
    columns = {
        "group": np.full(count, number),
        "tariff": np.full(count, of_tariff),
        "calls": distinct[0],
        "aht_s": distinct[1],
        "patience_s": distinct[2],
        "within_s": np.full(count, targets.within_s),
        "of": np.full(count, targets.service_level_of),
        "times": times.astype(np.int64),
        "least": np.full(count, plan.group.min_operators),
    }
    return columns, index
