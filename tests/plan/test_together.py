"""Scenarios planned together are planned as each is by itself, and operators that are known are lived through."""

import numpy as np
import pytest

from mfc_capacity.files.layers import Known
from mfc_capacity.files.problems import NoAnswerError
from mfc_capacity.plan.planner import Planned, Planner, planned
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import LoadedScenario, load_scenario

TEXT = """
currency: RUB
calendar: {from: 2014-03-03, to: 2014-03-09, interval: 30m}
hotlines:
  a: {calls_per_day: 900, aht: 3m, patience: 2m, hours: 08:00-20:00, weekdays: {sat-sun: 50%}}
  b: {calls_per_day: 300, aht: 5m, patience: 1m, hours: 09:00-18:00}
  c: {calls_per_day: 200, aht: 2m, hours: 09:00-18:00}
groups:
  mixed: {hotlines: [a, b], operators: 12}
  other: {hotlines: [c]}
targets: {service_level: 80% in 20s, max_occupancy: 85%}
shrinkage: 20%
costs: {operator_hour: 100 RUB, after_duty: 50%}
"""
CHANGES = (
    (),
    ("hotlines.a.calls_per_day=1300",),
    ("hotlines.b.patience=3m", "shrinkage=30%"),
    ("targets.service_level=95% in 5s",),
    ("costs.operator_hour=200 RUB",),
)
NOT_TOLD = {"peak_bound_by"}


def load(*overrides: str) -> LoadedScenario:
    return load_scenario("main.yaml", overrides=overrides, read_bytes=Known("main.yaml", TEXT.encode()))


def summary(plan: Planned | NoAnswerError) -> list[dict[str, object]]:
    assert isinstance(plan, Planned)
    rows = PlanTables(plan).summary().records()
    return [{name: cell for name, cell in row.items() if name not in NOT_TOLD} for row in rows]


@pytest.mark.parametrize(
    "more",
    [
        (),
        pytest.param(("method=time-dependent",), marks=pytest.mark.slow),
        ("groups.mixed.max_operators=14",),
    ],
)
def test_plans_together_are_those_of_each_by_itself(more: tuple[str, ...]) -> None:
    scenarios = [load(*change, *more) for change in CHANGES]
    planner, alone = Planner(), [summary(planned(one)) for one in scenarios]
    for _ in range(2):  # the second time from memory
        found = planner.planned_together(scenarios)
        assert [summary(plan) for plan in found] == alone


def test_one_out_of_reach_leaves_the_others_their_plans() -> None:
    scenarios = [load(), load("targets.service_level=100% in 20s"), load("hotlines.a.aht=4m")]
    first, none, last = Planner().planned_together(scenarios)
    assert isinstance(none, NoAnswerError)
    assert [summary(first), summary(last)] == [summary(planned(scenarios[0])), summary(planned(scenarios[2]))]


def test_operators_stated_stand_in_the_place_of_those_required() -> None:
    loaded = load("groups.other.operators=2", "hotlines.a.calls_per_day=1300")
    lived, plan = Planner().lived_through(loaded), planned(loaded)
    for row, own in zip(summary(lived), summary(plan), strict=True):
        for name in ("service_level", "abandonment", "mean_wait_s", "occupancy"):
            assert row[name] == row[f"given_{name}"] == own[f"given_{name}"]
        assert row["operator_hours_required"] == own["operator_hours_given"]


def test_what_is_known_of_operators_is_that_of_these_operators() -> None:
    planner, loaded = Planner(), load()
    planner.memory.begin_round()
    task = next(iter(planner.demand(loaded.scenario).tasks.values()))
    few = np.where(task.load.open, 3, 0)
    assert np.array_equal(planner._known(task, few).required, few)
    assert np.array_equal(planner._known(task, few + 1).required, few + 1)
