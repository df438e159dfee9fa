"""A published call centre whose days vary: planned and played, inside the intervals that its authors print.

The class CallCenter of SSJ (Apache-2.0; github.com/umontreal-simul/ssj, src/main/docs/examples/tutorial:
CallCenter.java, CallCenter.dat, and CallCenter.txt for the results), after L'Ecuyer & Buist 2006, "Variance
reduction in the simulation of call centers", WSC. Its results are means over 10,000 days with 90 %
intervals, each a sum over the day divided by the 1,660 calls that are expected: the wait of all callers,
those who waited less than 20 s, also if they then hung up, and those who hung up.
"""

from functools import cache
from math import exp

import pytest

from mfc_capacity.commands.simulate import GIVEN, Played, Staff, call_log, simulation_answer
from tests.commands.simulate.days import Record, case_of, played, records

CALLS = 1660
WITHIN_S, PATIENCE_S, AT_ONCE = 20, 1000, 0.1
MEAN_WAIT_S = 12.243, 13.229
IN_TIME = 0.852, 0.857
LOST = 0.036, 0.038
ROUNDED = 0.0005  # the shares are printed with three places
PUBLISHED = """
method: time-dependent
calendar: {interval: 1h}
hotlines:
  line:
    calls_per_day: 1660
    aht: 100s
    patience: 1000s
    hangs_up_at_once: 10%
    hours: 08:00-21:00
    varies: 31.6227766%
    profile:
      {08:00: 100, 09:00: 150, 11:00: 180, 12:00: 200, 13:00: 150, 16:00: 120, 17:00: 100, 18:00: 80, 19:00: 70,
       20:00: 60}
groups:
  all:
    hotlines: [line]
    operators: {08:00: 4, 09:00: 6, 10:00: 8, 13:00: 7, 14:00: 8, 16:00: 6, 18:00: 4}
targets: {service_level: 80% in 20s}
"""


def inside(value: float, interval: tuple[float, float], *, by: float = 0.0) -> bool:
    return interval[0] - by <= value <= interval[1] + by


@cache
def days() -> Played:
    return played(PUBLISHED, precision=0.015, staff=Staff(GIVEN))


def the_day() -> Record:
    (day,) = records(simulation_answer(days()), "day")
    return day


def test_the_calls_and_operators_are_those_of_the_file() -> None:
    (group,) = case_of(PUBLISHED, staff=Staff(GIVEN)).groups
    calls = [100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60]
    assert group.load.calls[0, 8:21] == pytest.approx(calls)
    assert group.operators[8:21].tolist() == [4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4]
    assert group.load.varies[0] ** -2 == pytest.approx(10)


def test_the_plan_says_what_is_printed() -> None:
    (group,) = case_of(PUBLISHED, staff=Staff(GIVEN)).groups
    share = group.load.calls[0] / CALLS
    mean = {
        name: float((getattr(group.promised, name)[0] * share)[share > 0].sum())
        for name in ("mean_wait_s", "abandonment", "service_level", "p_wait")
    }
    assert inside(mean["mean_wait_s"], MEAN_WAIT_S)
    assert inside(mean["abandonment"], LOST, by=ROUNDED)
    # Of those who wait and do not leave at once some hang up within the threshold: more than of those who would
    # wait beyond it, fewer than of all.
    leaves = (1 - AT_ONCE) * (1 - exp(-WITHIN_S / PATIENCE_S))
    at_once = AT_ONCE * mean["p_wait"]
    least = (
        mean["service_level"]
        + at_once
        + leaves * (1 - mean["service_level"] - at_once - leaves * mean["p_wait"])
    )
    most = mean["service_level"] + at_once + leaves * mean["p_wait"]
    assert most - least < 0.002
    assert inside(least, IN_TIME, by=ROUNDED)
    assert inside(most, IN_TIME, by=ROUNDED)


@pytest.mark.slow
def test_the_days_played_give_what_is_printed() -> None:
    day = the_day()
    for name, interval in (("mean_wait_s", MEAN_WAIT_S), ("abandonment", LOST)):
        assert inside(day[f"simulated_{name}"], interval, by=day[f"simulated_{name}_half_width"])
    replications = day["replications"]
    in_time = sum(
        dict(zip((column.name for column in part.columns), row, strict=True))["wait_s"] < WITHIN_S
        for part in call_log(days())
        for row in part.rows
    )
    by = day["simulated_service_level_half_width"]
    assert inside(in_time / day["calls_simulated"], IN_TIME, by=by)
    assert replications * CALLS == pytest.approx(day["calls_simulated"], rel=0.02)
