"""From a scenario to its plan: demand, operators, money, tables, in that order."""

from mfc_capacity.answers.records import Plan
from mfc_capacity.plan.accounts import accounts_of
from mfc_capacity.plan.cautions import cautions
from mfc_capacity.plan.planner import Planned, chosen_days, planned
from mfc_capacity.plan.promise import deliveries, delivery_cautions
from mfc_capacity.plan.provenance import about
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.staffing.operators import TIME_DEPENDENT
from mfc_capacity.wording.en import plan as sentences


def plan(
    loaded: LoadedScenario, intervals: str = "busiest", *, delivered: bool = False, workers: int = 1
) -> Plan:
    """Plan a scenario: operators, waits and money.

    Args:
        loaded: the scenario with its places and sources.
        intervals: the dates of the table `intervals`: `busiest`, `all`, `none` or a date as YYYY-MM-DD.
        delivered: whether to look at what is delivered on these dates, which takes about a second.
        workers: how many processes may share the work.

    Raises:
        InputError: if `intervals` names no day of the scenario.
        NoAnswerError: if a target of a group is kept by no number of operators.
    """
    return plan_of(planned(loaded, workers), intervals, delivered=delivered)


def plan_of(whole: Planned, intervals: str = "busiest", *, delivered: bool = False) -> Plan:
    """Write down a scenario that has been planned; the arguments are those of `plan`.

    Raises:
        InputError: if `intervals` names no day of the scenario.
    """
    accounts = accounts_of(whole)
    tables = PlanTables(whole)
    days = chosen_days(whole.days, tables.busiest_day, intervals)
    met = deliveries(whole, days) if delivered or whole.scenario.method == TIME_DEPENDENT else {}
    by_interval = tables.intervals(days, met)
    written = (tables.summary(), tables.months(), tables.by_day(), by_interval, *accounts.tables)
    return Plan(
        **about(whole.loaded),
        cautions=cautions(whole) + delivery_cautions(whole, met) + accounts.cautions,
        tables={table.name: table for table in written},
        targets={group.name: sentences.target_texts(group.group.targets) for group in whole.groups},
        peak_days=tables.peak_shapes(),
        contracts=accounts.contracts,
        budget=accounts.budget,
    )
