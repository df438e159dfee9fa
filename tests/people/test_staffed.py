"""The people of a group through the weeks: conservation, the arithmetic of the plan, and what callers then meet."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from mfc_capacity.commands.people.rows import GroupRows
from mfc_capacity.core.people.chance import output_there, people_there
from mfc_capacity.core.people.flow import Career, flows, lasting_output, leaving
from mfc_capacity.files.problems import InputError
from mfc_capacity.people.callers import fewer
from mfc_capacity.people.group import WEEKS_A_MONTH
from mfc_capacity.people.staffed import People, Question, Staffed, figures_of_people, staffed
from mfc_capacity.plan.planner import Planned, Planner
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import LoadedScenario
from tests.conftest import refused

PlanOf = Callable[..., Planned]
Load = Callable[..., LoadedScenario]

BASE = """\
currency: RUB
calendar: {from: 2014-03-01, to: 2014-08-30, interval: 30m}
hotlines:
  a: {calls_per_day: 900, aht: 4m, patience: 2m, hours: {mon-sat: 08:00-20:00}, months: {jun-aug: 150%}}
targets: {service_level: 80% in 20s}
shrinkage: 30%
costs: {operator_hour: 400 RUB}
"""
STILL = BASE + "people: {a: {employed: 20, attrition: 0% a month}}\n"
ALIVE = """\
people:
  a:
    employed: 22
    attrition: {0-3m: 9% a month, 3m+: 3% a month}
    hires: {2014-03-10: 4, 2014-06-02: 3}
    training: {length: 4w, drop_out: 25%, trainer_hours: 20h}
    ramp: {2w: 50%, 6w: 80%}
    classes: {size: 2..5, a_month: 1, notice: 3w}
    overtime: 5%
    costs: {hire: 35 000 RUB, leave: 10 000 RUB, overtime: 150%, shortage: 4}
"""
MOVING = BASE + ALIVE


def people_of(planned: Planned, hires: str = "planned", **question: object) -> People:
    return staffed(planned, Question(hires, **question))  # type: ignore[arg-type]


def one_of(planned: Planned, hires: str = "planned") -> Staffed:
    (own,) = people_of(planned, hires).groups
    return own


@pytest.mark.parametrize("hires", ["none", "planned", "cheapest"])
def test_everybody_is_in_training_at_work_or_has_left(plan_of: PlanOf, hires: str) -> None:
    if hires == "cheapest":
        pytest.importorskip("highspy")
    flow = one_of(plan_of(MOVING), hires).flow
    there = flow.in_training + flow.at_work
    assert np.allclose(there[1:], there[:-1] - flow.left[:-1] + flow.hired[1:], atol=1e-9)
    assert flow.hired.sum() + 22 == pytest.approx(there[-1] + flow.left[:-1].sum())


def test_people_who_stay_and_are_quick_at_once_are_the_arithmetic_of_the_plan(plan_of: PlanOf) -> None:
    planned = plan_of(STILL)
    own = one_of(planned)
    weeks = [row for row in PlanTables(planned).weeks().records() if row["group"] == "a"]
    assert own.group.weeks.names == tuple(row["week"] for row in weeks)
    assert own.group.required == pytest.approx([row["fte"] for row in weeks])
    assert own.over == pytest.approx([20 - row["fte"] for row in weeks])
    assert own.flow.output == pytest.approx(np.full(27, 20.0))
    days = np.array([2, *[7] * 25, 6])
    assert own.cost == pytest.approx(20 * 40 * 400 * days / 7)


def test_a_week_that_is_cut_off_has_its_days_and_is_not_judged(plan_of: PlanOf) -> None:
    own = one_of(plan_of(BASE + "people: {a: {employed: 20, attrition: 3% a month}}\n"))
    assert own.group.weeks.names[:2] == ("2014-W09", "2014-W10")
    assert own.group.weeks.monday(1) == date(2014, 3, 3)
    left = 20 * (1 - (1 - 0.03) ** (2 / 7 / WEEKS_A_MONTH))
    assert own.flow.left[0] == pytest.approx(left)
    assert own.flow.at_work[1] == pytest.approx(20 - left)
    cut = own.group.weeks.whole.tolist()
    assert (cut[0], all(cut[1:-1]), cut[-1]) == (False, True, False)
    assert own.over[-1] < 0
    assert not own.is_short[-1]
    assert np.isnan(own.mean("service_level")[-1])


def test_careers_are_read_by_the_week(plan_of: PlanOf) -> None:
    career = one_of(plan_of(MOVING)).group.career
    by_week = [float(leaving(share, 1 / WEEKS_A_MONTH)) for share in (0.09, 0.03)]
    assert career.attrition == pytest.approx([by_week[0]] * 14 + [by_week[1]])
    assert (career.training, career.drop_out, career.trainers) == (4, 0.25, 20 / 4 / 40)
    assert career.ramp.tolist() == [0.5] * 2 + [0.8] * 4 + [1.0]


def test_people_may_hire_from_the_first_monday_after_their_notice(plan_of: PlanOf) -> None:
    group = one_of(plan_of(MOVING)).group
    assert group.classes is not None
    assert group.weeks.monday(int(group.classes.begins[0])) == date(2014, 3, 24)
    assert group.weeks.monday(int(group.classes.begins[-1])) == date(2014, 8, 25)
    assert np.unique(group.classes.months).size == 6


def test_percentiles_are_those_of_the_mathematics(plan_of: PlanOf) -> None:
    own = one_of(plan_of(MOVING))
    career, periods = own.group.career, len(own.group.weeks)
    cohorts, people = [-career.settled, 2, 14], [22, 4, 3]
    levels = np.array([0.1, 0.9])
    assert np.array_equal(own.people_percentiles, people_there(career, cohorts, people, periods, levels))
    assert np.array_equal(own.output_percentiles, output_there(career, cohorts, people, periods, levels))
    assert own.flow.output == pytest.approx(flows(career, cohorts, periods).of(people).output)


def test_ten_thousand_futures_have_the_percentiles(plan_of: PlanOf) -> None:
    own = one_of(plan_of(MOVING))
    career, rng = own.group.career, np.random.default_rng(1)
    there = np.full(10_000, 22)
    for week in range(1, 10):
        part = 2 / 7 if week == 1 else 1.0
        share = 1 - (1 - career.attrition[-1]) ** part
        there = rng.binomial(there, 1 - share)
    hired = np.full(10_000, 4)
    for week in range(7):
        hired = rng.binomial(hired, 1 - float(career.leaves(np.array(week))))
    simulated = np.percentile(there + hired, [10, 90])
    assert own.people_percentiles[9] == pytest.approx(simulated, abs=0.5)


def test_the_cheapest_classes_cost_what_is_proved(plan_of: PlanOf) -> None:
    pytest.importorskip("highspy")
    planned = plan_of(MOVING)
    none, certain, best = (one_of(planned, hires) for hires in ("none", "planned", "cheapest"))
    totals = [float((own.cost + own.shortage_cost).sum()) for own in (certain, best)]
    assert best.proof is not None
    assert best.proof.objective == pytest.approx(totals[1])
    assert totals[1] <= totals[0]
    assert none.missing.sum() > certain.missing.sum() > best.missing.sum()
    assert [own.people for own in best.begun if own.is_planned] == [4, 3]
    assert all(2 * own.classes <= own.people <= 5 * own.classes for own in best.begun if not own.is_planned)


def test_without_a_price_hours_are_weighed(plan_of: PlanOf) -> None:
    pytest.importorskip("highspy")
    own = one_of(plan_of(MOVING.replace("costs: {operator_hour: 400 RUB}\n", "")), "cheapest")
    assert not own.group.is_priced
    assert own.proof is not None
    assert own.proof.objective == pytest.approx(float((own.cost + own.shortage_cost).sum()))
    assert own.cost[1] == pytest.approx(40 * (own.flow.paid_at_work + own.flow.paid_in_training)[1])
    assert figures_of_people(people_of(plan_of(STILL)))["cost"] is not None


def test_fewer_operators_are_as_many_as_there_are() -> None:
    rng = np.random.default_rng(4)
    for share in (0.0, 0.31, 0.5, 0.97, 1.0):
        required = rng.integers(0, 30, (7, 48))
        there = fewer(required, share)
        assert there.sum() == np.floor(required.sum() * share + 1e-6)
        assert np.all(np.abs(there - required * share) < 1)
        assert np.all(there <= required)


def test_callers_meet_what_the_plans_own_method_says(plan_of: PlanOf, load: Load) -> None:
    """The same operators, stated by the scenario and lived through, leave callers the same."""
    own = one_of(plan_of(STILL.replace("employed: 20", "employed: 11")))
    week = own.group.weeks.names.index("2014-W21")
    assert own.is_short[week]
    share = 1 - own.missing[week] / own.group.required[week]
    plan, span = own.group.plan, list(own.group.weeks.spans[week])
    there = fewer(plan.operators.required[plan.load.kinds[span]], share)
    days = ", ".join(
        f"{day}: {{{', '.join(f'{k // 2:02}:{k % 2 * 30:02}: {count}' for k, count in enumerate(counts) if k >= 16)}}}"
        for day, counts in zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), there.tolist(), strict=True)
    )
    stated = BASE.replace("from: 2014-03-01, to: 2014-08-30", "from: 2014-05-19, to: 2014-05-25")
    stated += f"groups: {{g: {{hotlines: [a], operators: {{{days}}}}}}}\n"
    lived = Planner().lived_through(load(stated))
    (row,) = [row for row in PlanTables(lived).weeks().records() if row["group"] == "g"]
    assert own.mean("service_level")[week] == pytest.approx(row["service_level"], abs=1e-12)
    assert own.mean("abandonment")[week] == pytest.approx(row["abandonment"], abs=1e-12)
    assert row["service_level"] < 0.7


def test_in_a_week_without_shortage_callers_meet_what_the_plan_promises(plan_of: PlanOf) -> None:
    planned = plan_of(STILL)
    own = one_of(planned)
    weeks = [row for row in PlanTables(planned).weeks().records() if row["group"] == "a"]
    enough = ~own.is_short & own.is_known
    assert enough.sum() > 5
    promised = np.array([row["service_level"] for row in weeks], dtype=float)
    assert own.mean("service_level")[enough] == pytest.approx(promised[enough])


def test_a_class_in_training_on_the_first_day_comes_to_work_when_its_training_ends(plan_of: PlanOf) -> None:
    """A class of four weeks, of which the calendar begins on the Saturday of the third."""
    text = MOVING.replace("{2014-03-10: 4, 2014-06-02: 3}", "{2014-02-10: 6, 2014-06-02: 3}")
    planned = plan_of(text)
    own, none = one_of(planned), one_of(planned, "none")
    assert own.group.weeks.monday(0) == date(2014, 2, 24)
    assert [(begun.week, begun.people) for begun in none.begun] == [(-2, 6)]
    assert own.flow.in_training[0] == 6
    assert own.flow.hired[:14].sum() == 0
    assert own.flow.at_work[0] == 22
    joined = own.flow.at_work - one_of(plan_of(MOVING.replace("2014-03-10: 4, ", ""))).flow.at_work
    assert np.all(joined[:2] == 0)
    half_week = 1 - 0.25 / (4 - 0.25 * 2)  # of its third week two days lie in the calendar
    last = 1 - 0.25 / (4 - 0.25 * 3)
    assert joined[2] == pytest.approx(6 * half_week ** (2 / 7) * last)
    assert own.group.career.finishes(2) == pytest.approx(half_week * last)
    row = next(GroupRows(own, none).classes())
    assert (row["date"], row["size"], row["at_work_on"]) == ("2014-02-10", 6, "2014-03-10")
    assert row["at_work"] == pytest.approx(6 * half_week * last)


def test_output_is_never_below_nothing_and_nobody_misses_more_than_is_required(plan_of: PlanOf) -> None:
    own = one_of(plan_of(MOVING.replace("2014-03-10: 4", "2014-03-10: 900")))
    lost = own.untrained > 0
    assert lost.any()
    assert np.all(own.output[lost] == 0)
    assert own.missing[lost] == pytest.approx((own.group.need.required - own.overtime)[lost])
    assert np.all(own.output_percentiles >= 0)
    assert own.over[lost] == pytest.approx(-own.missing[lost])
    weighs = own.shortage_cost / own.group.prices.short
    assert weighs[lost] == pytest.approx((own.missing + own.untrained)[lost])


def test_only_the_groups_with_people_are_told(plan_of: PlanOf) -> None:
    more = STILL.replace("hotlines:\n", "hotlines:\n  b: {calls_per_day: 90, aht: 3m}\n")
    found = people_of(plan_of(more))
    assert ([own.name for own in found.groups], found.left_out) == (["a"], ("b",))
    with refused(InputError, "says nothing of the people of b"):
        people_of(plan_of(more), group="b")
    with refused(InputError, "does not say who is employed"):
        people_of(plan_of(BASE))


def test_overtime_is_not_to_cost_more_than_what_is_missing(plan_of: PlanOf) -> None:
    with refused(InputError, "overtime costs more than an hour that is missing") as caught:
        people_of(plan_of(MOVING.replace("shortage: 4", "shortage: 1")), "cheapest")
    assert caught.value.problems[0].key == "people.a.costs.shortage"


def test_the_ends_of_a_horizon_do_not_change_what_a_pace_holds() -> None:
    whole, cut = (Career(np.array([0.01]), ends=ends) for ends in ((1.0, 1.0), (0.3, 0.1)))
    assert lasting_output(whole, 1.0) == lasting_output(cut, 1.0)
