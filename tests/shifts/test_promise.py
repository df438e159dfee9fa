"""The service level of periods as what shifts keep: against all operators of small days, and the plan's own figures."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.shifts.covering import cover
from mfc_capacity.core.shifts.problem import Break, Family, Problem, Promise, at_desk
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.files.problems import InputError
from mfc_capacity.plan.planner import Planned
from mfc_capacity.shifts.promise import sought
from mfc_capacity.shifts.schedule import Asked, GroupSchedule, Question, schedules
from mfc_capacity.staffing.method import Performance
from tests.conftest import PlanOf

DAY = """
calendar: {{from: 2014-05-19, to: {last}, interval: {interval}}}
hotlines:
  h: {{calls_per_day: {calls}, aht: {aht}, hours: {hours}, profile: {profile}{more}}}
groups:
  g: {{hotlines: [h], targets: {targets}{group}}}
shifts:
{shifts}
rest: 0h
{end}
"""
HOURS = "  one: {starts: 09:00-11:00 every 1h, length: 1h, pattern: 1/0}"
SHIFTS = """
  early: {starts: 08:00-12:00 every 1h, length: 8h, breaks: [{length: 30m, within: 3h-5h}], pattern: 1/0}
  short: {starts: 08:00-16:00 every 2h, length: 4h, pattern: 1/0}
"""


def scenario(**given: str) -> str:
    facts = {
        "last": "2014-05-19",
        "interval": "1h",
        "calls": "300",
        "aht": "3m",
        "hours": "09:00-12:00",
        "profile": "{09:00: 1}",
        "targets": "{service_level: 80% in 20s}",
        "more": "",
        "group": "",
        "shifts": HOURS,
        "end": "",
    }
    return DAY.format(**{**facts, **given})


DAYTIME = {
    "interval": "30m",
    "calls": "900",
    "hours": "08:00-20:00",
    "profile": "{08:00: 4, 10:00: 9, 13:00: 5, 16:00: 8, 18:00: 3}",
    "more": ", patience: 2m",
    "shifts": SHIFTS,
}


def scheduled(planned: Planned, **asked: object) -> GroupSchedule:
    question = Question(**{"target": "service-level", "gap": 0.0, "time_limit_s": 60.0, **asked})  # type: ignore[arg-type]
    plan, days = planned.groups[0], len(planned.days)
    required = (plan.operators.required * (plan.load.times > 0))[plan.load.kinds]
    return schedules(planned, [Asked(plan, tuple(range(days)), planned.days.dates[0], required)], question)[0]


def met_again(planned: Planned, schedule: GroupSchedule) -> tuple[Performance, Floats]:
    """Return what callers meet by the plan's method (D x I), and the calls."""
    plan = planned.groups[0]
    load = plan.load.of_kinds(plan.load.kinds.tolist())
    return plan.task.on(load).met_as_promised(schedule.scheduled * load.open), load.calls


@pytest.mark.parametrize("profile", [(1, 3, 2), (5, 1, 1), (2, 2, 1)])
@pytest.mark.parametrize("patience", [None, 90])
@pytest.mark.parametrize("floor", [0.6, 0.3])
def test_no_operators_of_a_small_day_are_cheaper(
    plan_of: PlanOf, profile: tuple[int, int, int], patience: int | None, floor: float
) -> None:
    """With shifts of an interval each, every number of operators is tried; pieces lose .1 % of the calls at most."""
    clock = dict(zip(("09:00", "10:00", "11:00"), profile, strict=True))
    text = scenario(
        profile=str(clock).replace("'", ""), more="" if patience is None else f", patience: {patience}s"
    )
    found = scheduled(plan_of(text), floor=floor).paid_hours
    calls = 300 * np.array(profile) / sum(profile)
    numbers = np.arange(25)
    level = np.array(
        [
            np.nan_to_num(
                steady_state(
                    each, 180.0, numbers, patience_s=patience or np.inf, within_s=20.0
                ).service_level_offered
            )
            for each in calls
        ]
    )

    def fewest(share: float) -> int:
        return min(
            sum(own)
            for own in product(*(np.flatnonzero(row >= floor).tolist() for row in level))
            if sum(calls[k] * level[k, n] for k, n in enumerate(own)) >= share * calls.sum()
        )

    assert fewest(0.8) <= found <= fewest(0.8 + 1e-3)


@pytest.mark.parametrize("per", ["day", "hour"])
def test_every_period_and_the_floor_are_kept(plan_of: PlanOf, per: str) -> None:
    planned = plan_of(scenario(**DAYTIME, last="2014-05-21"))
    schedule = scheduled(planned, per=per, floor=0.5)
    met, calls = met_again(planned, schedule)
    own = calls.reshape(3 if per == "day" else 72, -1)
    answered = (calls * np.nan_to_num(met.service_level)).reshape(own.shape)
    levels = answered.sum(axis=1)[own.sum(axis=1) > 0] / own.sum(axis=1)[own.sum(axis=1) > 0]
    assert (levels >= 0.8).all()
    assert [period.service_level for period in schedule.periods] == pytest.approx(levels.tolist())
    assert [period.day for period in schedule.periods] == [0, 1, 2] if per == "day" else True
    assert not schedule.periods_missed
    assert (met.service_level[calls > 0] >= 0.5).all()
    assert not schedule.short.any()
    everywhere = scheduled(planned, target="cover")
    assert schedule.paid_hours <= everywhere.paid_hours
    if per == "day":
        assert schedule.paid_hours < everywhere.paid_hours


def test_operators_take_the_pieces_in_their_order() -> None:
    promise = Promise(
        floor=np.array([[1, 2]]),
        pieces=np.array([0, 0, 1]),
        widths=np.array([2, 1, 3]),
        gains=np.array([5.0, 1.0, 2.0]),
        periods=np.array([[0, 0]]),
        calls_in_time=np.array([13.0]),
    )
    assert promise.taken(np.array([[2, 9]])).tolist() == [1, 0, 3]


def test_nobody_is_promised_what_nobody_can_reach() -> None:
    """Pieces of an interval in which nobody can be add nothing."""
    family = Family((0,), 1, (), 1, 0, np.ones((2, 1)))
    promise = Promise(
        floor=np.zeros((1, 2), dtype=np.int64),
        pieces=np.array([0, 1]),
        widths=np.array([3, 3]),
        gains=np.array([1.0, 2.0]),
        periods=np.zeros((1, 2), dtype=np.int64),
        calls_in_time=np.array([2.0]),
    )
    problem = Problem(
        np.full((1, 2), 3), (family,), 0, np.ones((1, 2)), np.zeros(1, dtype=bool), promise=promise
    )
    found = cover(problem, Effort())
    assert found.worked is not None
    assert at_desk(problem, found.worked).tolist() == [[2, 0]]


def test_breaks_may_need_more_than_the_most_required() -> None:
    family = Family((0,), 8, (Break(1, 3, 4),), 1, 0, np.ones((2, 1)))
    problem = Problem(np.full((1, 8), 10), (family,), 0, np.ones((1, 8)), np.zeros(1, dtype=bool))
    found = cover(problem, Effort())
    assert found.missing is None
    assert found.cost.objective == 20


def test_targets_may_change_by_date(plan_of: PlanOf) -> None:
    targets = "{2014-05-19: {service_level: 80% in 20s}, 2014-05-20: {service_level: 90% in 10s}}"
    shifts = HOURS.replace("1/0", "1/1")
    planned = plan_of(scenario(last="2014-05-20", targets=targets, shifts=shifts))
    schedule = scheduled(planned)
    assert [period.promised for period in schedule.periods] == [0.8, 0.9]
    assert not schedule.periods_missed
    first, second = schedule.scheduled.sum(axis=1)
    assert first < second


def test_days_that_vary_are_judged_as_the_plan_judges_them(plan_of: PlanOf) -> None:
    """On nine of ten days is on the day at their quantile."""
    more = ", patience: 2m, varies: 15%"
    found = []
    for targets in ("{service_level: 80% in 20s}", "{service_level: 80% in 20s, on: 90% of days}"):
        planned = plan_of(scenario(more=more, targets=targets))
        schedule = scheduled(planned)
        met, calls = met_again(planned, schedule)
        assert (calls * np.nan_to_num(met.service_level)).sum() >= 0.8 * calls.sum()
        assert not schedule.periods_missed
        found.append(schedule.paid_hours)
    assert found[0] < found[1]


@pytest.mark.slow
def test_queue_carried_through_the_day_is_made_up_for(plan_of: PlanOf) -> None:
    """Long calls of a busy hour are still in service in the next one, and a day begins empty: both is corrected."""
    text = scenario(
        interval="15m",
        aht="15m",
        calls="60",
        profile="{09:00: 6, 10:00: 1}",
        shifts="  one: {starts: 09:00-11:45 every 15m, length: 15m, pattern: 1/0}",
        end="method: time-dependent",
    )
    planned = plan_of(text)
    schedule = scheduled(planned, per="hour")
    problem, plan = schedule.problem, planned.groups[0]
    own = sought(planned, plan, (0,), "hour", 0.6, problem)
    steady = cover(replace(problem, promise=own.promise), Effort())
    assert steady.worked is not None
    by_curves = own.judge.periods(own.judge.met(at_desk(problem, steady.worked)))
    assert [period.is_kept for period in by_curves] == [True, False, True]
    assert not schedule.periods_missed
    assert schedule.paid_hours < steady.cost.objective
    assert schedule.paid_hours <= scheduled(planned, target="cover").paid_hours
    assert (schedule.met.service_level[plan.load.calls > 0] >= 0.6 - 1e-9).all()


def test_too_few_seats_are_said(plan_of: PlanOf) -> None:
    planned = plan_of(
        scenario(
            targets="{service_level: 80% in 20s, max_abandonment: 1%}",
            more=", patience: 2m",
            group=", max_operators: 5",
        )
    )
    schedule = scheduled(planned)
    assert schedule.scheduled.max() == 5
    (period,) = schedule.periods_missed
    assert (period.day, period.interval, period.promised) == (0, 9, 0.8)
    assert period.service_level < 0.8
    (missed,) = schedule.missed_beside
    assert (missed.key, missed.limits, missed.missed, missed.intervals) == (
        "max_abandonment",
        (0.01, 0.01),
        3,
        3,
    )
    assert missed.mean == pytest.approx(float(schedule.met.abandonment[0, 9]))


def test_others_make_up_for_what_nobody_reaches(plan_of: PlanOf) -> None:
    """An hour without shifts is lost; the rest of the day makes up for it as long as it can."""
    shifts = "  one: {starts: 10:00-11:00 every 1h, length: 1h, pattern: 1/0}"
    few = scheduled(plan_of(scenario(profile="{09:00: 1, 10:00: 9}", shifts=shifts)))
    assert few.unreached.sum() == 1
    assert not few.periods_missed
    many = scheduled(plan_of(scenario(profile="{09:00: 1}", shifts=shifts)))
    (missed,) = many.periods_missed
    reached = many.met.service_level[0, 10:12]
    assert missed.service_level == pytest.approx(reached.sum() / 3)
    assert (reached >= 0.8 - 1e-9).any()
    assert reached.mean() >= 0.8
    assert reached.mean() < 0.9


def test_hours_without_calls_attract_nobody(plan_of: PlanOf) -> None:
    planned = plan_of(scenario(profile="{09:00: 1, 10:00: 0, 11:00: 1}"))
    assert scheduled(planned).scheduled[0, 10] == 0
    least = plan_of(scenario(profile="{09:00: 1, 10:00: 0, 11:00: 1}", group=", min_operators: 2"))
    assert scheduled(least).scheduled[0, 10] == 2
    nobody = scheduled(plan_of(scenario(calls="0")))
    assert (nobody.paid_hours, nobody.periods) == (Fraction(0), ())


def test_no_service_level_is_refused(plan_of: PlanOf) -> None:
    planned = plan_of(scenario(targets="{max_asa: 30s}"))
    with pytest.raises(InputError) as caught:
        scheduled(planned)
    (problem,) = caught.value.problems
    assert (problem.message.code, problem.line is not None) == ("shifts.no_service_level", True)
    assert problem.hint is not None
