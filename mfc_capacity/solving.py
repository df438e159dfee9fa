"""The operators of all groups; where that takes long, several processes share the work.

With the queue carried through the day, each kind of day is a day by itself: a group with many of them is solved in
parts. The parts do not depend on the number of processes, so that no digit does.
"""

from collections.abc import Mapping

import numpy as np

from mfc_capacity import processes
from mfc_capacity.demand import GroupDays, Ints
from mfc_capacity.operators import TIME_DEPENDENT, GroupOperators, group_operators, operators_joined
from mfc_capacity.scenario import Scenario

KINDS_A_PART = 40  # of day in a part; many small parts take longer than a few large ones
WORTH_PROCESSES = 1_500  # kinds of day x intervals that are solved while another process starts


def solved_groups(
    scenario: Scenario, loads: Mapping[str, GroupDays], workers: int
) -> dict[str, GroupOperators]:
    """Solve each group, in up to so many processes; targets out of reach have been refused."""
    parts = [(name, kinds) for name, load in loads.items() for kinds in _parts(load, scenario.method)]
    parts.sort(key=lambda part: part[1].size, reverse=True)
    tasks = [
        (scenario.groups[name], loads[name].of_kinds(kinds.tolist()), scenario.interval_s, scenario.method)
        for name, kinds in parts
    ]
    is_long = (
        scenario.method == TIME_DEPENDENT
        and sum(load.calls.size for _, load, *_ in tasks[1:]) > WORTH_PROCESSES
    )
    solved = processes.shared(group_operators, tasks, workers if is_long else 1)
    found = {}
    for name in loads:
        own = [k for k, (group, _) in enumerate(parts) if group == name]
        order = np.argsort(np.concatenate([parts[k][1] for k in own]))
        found[name] = operators_joined([solved[k] for k in own]).of_kinds(order)
    return found


def _parts(load: GroupDays, method: str) -> list[Ints]:
    """Return kinds of day that are solved together, those with more calls first."""
    by_size = np.argsort(-load.calls.sum(axis=1), kind="stable")
    count = -(-by_size.size // KINDS_A_PART) if method == TIME_DEPENDENT else 1
    return np.array_split(by_size, count)
