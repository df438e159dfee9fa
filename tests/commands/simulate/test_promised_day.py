"""Targets promised on nine of ten days are judged on the day at which they are promised, not by the mean."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from mfc_capacity.answers.records import SHORT
from mfc_capacity.commands.simulate import Case, play, simulation_answer
from mfc_capacity.commands.simulate.verdicts import estimates_of, judged
from tests.commands.simulate.days import Record, case_of, records

TEXT = """
calendar: {{interval: 1h}}
hotlines: {{line: {{calls_per_day: 6000, aht: 3m, patience: 2m, hours: 08:00-12:00, varies: 15%}}}}
targets: {{service_level: 80% in 20s, on: {on}}}
"""
CASE = case_of(TEXT.format(on="90% of days"))
WORST = 9


def with_fewer(fewer: int) -> Case:
    (group,) = CASE.groups
    operators = group.operators - fewer * (np.arange(24) == WORST)
    return replace(CASE, groups=(replace(group, operators=operators),))


def of_day(case: Case) -> tuple[Record, list[Record]]:
    answer = simulation_answer(play(case, seed=3, precision=0.01))
    return records(answer, "day")[0], records(answer, "intervals")


@pytest.mark.slow
def test_a_plan_is_kept_on_the_day_it_is_made_for() -> None:
    day, intervals = of_day(CASE)
    assert day["intervals_short"] == 0
    factor = stats.gamma(0.15**-2, scale=0.15**2).ppf(0.9)
    assert day["judged_on_days"] == 0.9
    assert day["judged_calls"] == pytest.approx(6000 * factor)
    for one in intervals[1:]:  # the first begins with nobody waiting
        assert one["judged_calls"] == pytest.approx(1500 * factor)
        assert one["judged_service_level"] == pytest.approx(
            one["judged_promised_service_level"], abs=2.5 * one["judged_service_level_half_width"]
        )
        assert one["simulated_service_level"] > one["judged_service_level"] + 0.05


@pytest.mark.slow
def test_operators_that_only_the_mean_day_has_enough_of_fall_short() -> None:
    case = with_fewer(2)
    played = play(case, seed=3, precision=0.01)
    found = records(simulation_answer(played), "intervals")
    assert [one["start"] for one in found if one["verdict"] == SHORT] == [f"{WORST:02}:00"]
    (group,) = played.groups
    targets = group.case.terms.targets
    by_the_mean = judged(estimates_of(group.simulation.intervals, targets), targets, group.case.load.calls[0])
    assert by_the_mean.count(SHORT) == 0


def test_on_average_nothing_is_said_of_a_day() -> None:
    case = case_of(TEXT.format(on="average"))
    answer = simulation_answer(play(case, seed=3, precision=0.1))
    day, intervals = records(answer, "day")[0], records(answer, "intervals")
    assert not [name for name in (*day, *intervals[0]) if name.startswith("judged")]
