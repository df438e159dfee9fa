"""A plan that falls short as it is played, beside the plan through the day, played as well."""

from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import PRECISION, Playing, report
from mfc_capacity.commands.report.view.first import answer
from mfc_capacity.commands.simulate import Staff, find_case, play, simulation_answer
from tests.conftest import Load

# A rush of an hour leaves its queue to the quiet hour behind it, which a plan interval by interval does not expect.
RUSH = """
hotlines:
  a: {calls_per_day: 1200, aht: 6m, patience: 20m, hours: 09:00-13:00,
      profile: {09:00: 10, 10:00: 2, 11:00: 10, 12:00: 2}}
groups: {one: {hotlines: [a]}}
targets: {service_level: 50% in 2m}
calendar: {interval: 15m}
"""


def test_what_a_plan_through_the_day_would_do_is_played(load: Load) -> None:
    found = report(load(RUSH), "main.yaml", Request(), Playing(seed=1, workers=1))
    (group,) = found.groups
    assert group.simulated is not None
    assert group.simulated_through_day is not None
    (day,) = group.simulated.tables["day"].records()
    case = find_case(load(RUSH, "method=time-dependent"), "busiest", "one", Staff())
    (alone,) = simulation_answer(play(case, seed=1, precision=PRECISION, workers=1)).tables["day"].records()
    (through_day,) = group.simulated_through_day.tables["day"].records()
    assert through_day == alone
    assert float(day["intervals_short"] or 0) > 0 == through_day["intervals_short"]
    assert (
        f"simulated, the plan misses a target in {day['intervals_short']} intervals, perhaps in "
        f"{day['intervals_unsure']} more. One that looks at the queues of the day (method: time-dependent) misses a "
        f"target in no interval, perhaps in {through_day['intervals_unsure']}, with "
        f"{through_day['operator_hours']:.1f} hours on duty in place of {day['operator_hours']:.1f}."
    ) in answer(found).replace("\u00a0", " ")


def test_a_plan_that_is_not_played_promises_nothing_of_another(load: Load) -> None:
    (group,) = report(load(RUSH), "main.yaml", Request()).groups
    assert (group.simulated, group.simulated_through_day) == (None, None)
