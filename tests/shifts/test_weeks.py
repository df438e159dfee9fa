"""The weeks of a calendar in shifts: each by itself, equal ones once, and what is said of those unknown."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mfc_capacity.commands.people import people
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.people.staffed import Question as Hiring
from mfc_capacity.people.staffed import figures_of_people, staffed
from mfc_capacity.people.weeks import weeks_of
from mfc_capacity.plan.planner import Planned
from mfc_capacity.shifts import weeks as engine
from mfc_capacity.shifts.schedule import Asked, Question, schedules
from mfc_capacity.shifts.weeks import WeeksInShifts, weeks_in_shifts
from tests.conftest import refused

pytest.importorskip("highspy")

PlanOf = Callable[..., Planned]
TEXT = """\
calendar: {from: 2014-05-05, to: 2014-06-12, interval: 1h}
currency: RUB
hotlines:
  a: {calls_per_day: 500, aht: 4m, patience: 2m, hours: {mon-sat: 08:00-20:00}, months: {jun: 150%},
      profile: {08:00: 5, 11:00: 9, 13:00: 6}}
targets: {service_level: 80% in 20s}
shrinkage: 20%
costs: {operator_hour: 400 RUB}
shifts:
  day: {starts: 08:00-11:00 every 1h, length: 9h, breaks: [{length: 1h, within: 3h-6h, paid: no}], pattern: 5/2}
  short: {starts: 08:00-16:00 every 4h, length: 4h, pattern: 6/1}
people: {a: {employed: 30, attrition: 3% a month}}
"""


def in_shifts(planned: Planned, **question: Any) -> WeeksInShifts:
    (own,) = weeks_in_shifts(planned, planned.groups, spans(planned), Question(**question))
    return own


def spans(planned: Planned) -> tuple[range, ...]:
    return weeks_of(planned.days, planned.days.dates[0]).spans  # type: ignore[arg-type]


def test_each_week_is_what_it_comes_to_by_itself_and_equal_ones_are_scheduled_once(plan_of: PlanOf) -> None:
    planned = plan_of(TEXT)
    own = in_shifts(planned, gap=0.0)
    (plan,) = planned.groups
    required = plan.operators.required[plan.load.kinds]
    for week, span in enumerate(spans(planned)):
        asked = Asked(plan, tuple(span), planned.days.dates[span[0]], required[list(span)])  # type: ignore[arg-type]
        (alone,) = schedules(planned, [asked], Question(gap=0.0))
        assert own.paid_hours[week] == pytest.approx(float(alone.paid_hours))
    assert own.distinct == 3  # those of May, one of June, and a part of one
    assert own.gap.max() == 0
    assert np.all(own.at_desk >= required)
    assert np.all(own.at_desk[:, :8] == 0)


def test_the_jobs_required_are_the_paid_hours_of_shifts(plan_of: PlanOf) -> None:
    planned = plan_of(TEXT)
    (own,) = staffed(planned, Hiring("none", in_shifts=True)).groups
    shifts = in_shifts(planned, gap=0.02)
    assert own.group.required == pytest.approx(shifts.paid_hours / own.group.hours)
    (bare,) = staffed(planned, Hiring("none")).groups
    whole = own.group.weeks.whole
    assert np.all(own.group.required[whole] > bare.group.required[whole])
    enough = own.is_known & ~own.is_short
    assert enough.any()
    assert np.all(own.mean("service_level")[enough] > bare.mean("service_level")[enough])


def test_a_week_without_shifts_is_not_judged_and_nothing_is_guessed(
    plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve = engine.scheduled

    def late(planned: Planned, asked: Asked, *others: Any) -> Any:
        if asked.first.day == 2:
            raise NoAnswerError([planned.loaded.problem_at("shifts", None)])  # type: ignore[arg-type]
        return solve(planned, asked, *others)

    monkeypatch.setattr(engine, "scheduled", late)
    planned = plan_of(TEXT.replace("employed: 30", "employed: 3"))
    found = staffed(planned, Hiring("none", in_shifts=True))
    (own,) = found.groups
    assert own.is_short.tolist() == [True, True, True, True, False, False]
    assert figures_of_people(found)["short_weeks"] == 4
    answer = people(planned, Hiring("none", in_shifts=True))
    row = list(answer.tables["people"].records())[4]
    assert [row[name] for name in ("required_fte", "over_fte", "service_level")] == [None] * 3
    assert row["employed"] is not None
    total = list(answer.tables["summary"].records())[-1]
    assert (total["weeks"], total["weeks_short"]) == (4, 4)
    assert answer.in_shifts["a"].unknown_weeks == ("2014-W23",)
    assert "people-shifts-unknown" in {caution.code for caution in answer.cautions}


def test_without_any_answer_there_is_none_and_without_shifts_they_are_asked_for(plan_of: PlanOf) -> None:
    with refused(NoAnswerError, "no schedule was found"):
        in_shifts(plan_of(TEXT), time_limit_s=0.0)
    without = TEXT[: TEXT.index("shifts:")] + TEXT[TEXT.index("people:") :]
    with refused(InputError, "says nothing of shifts"):
        staffed(plan_of(without), Hiring("none", in_shifts=True))


def test_what_shifts_leave_uncovered_and_patterns_that_do_not_come_round_are_said(plan_of: PlanOf) -> None:
    text = TEXT.replace(
        "starts: 08:00-16:00 every 4h, length: 4h, pattern: 6/1", "starts: [08:00], length: 4h, pattern: 2/2"
    )
    planned = plan_of(text.replace("length: 9h,", "length: 9h, max_operators: 2,"))
    codes = {caution.code for caution in people(planned, Hiring("none", in_shifts=True)).cautions}
    assert {"people-shifts-short", "people-weeks-apart"} <= codes
    assert "people-without-shifts" not in codes
    assert "people-without-shifts" in {caution.code for caution in people(planned, Hiring("none")).cautions}
