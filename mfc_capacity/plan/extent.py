"""How many rows the tables of a plan will have, which is known before it is planned."""

from mfc_capacity.answers.columns import DAYS, INTERVALS
from mfc_capacity.plan.planner import Planner
from mfc_capacity.scenario import LoadedScenario


def longest_tables(loaded: LoadedScenario) -> dict[str, int]:
    """Return the rows, by table, of a row a day and of a row an interval, on all days and in every group."""
    loads = [task.load for task in Planner().demand(loaded.scenario).tasks.values()]
    return {
        DAYS.name: sum(int(load.comes.max(axis=1)[load.kinds].sum()) for load in loads),
        INTERVALS.name: sum(int(load.comes.sum(axis=1)[load.kinds].sum()) for load in loads),
    }
