"""The cheapest classes: Winston's printed answer, and all plans of short horizons tried one by one."""

from itertools import product

import numpy as np
import pytest

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.people.flow import Career, Flow, flows, lasting_output, leaving
from mfc_capacity.core.people.hiring import Classes, Hiring, Need, Prices, cheapest

pytest.importorskip("highspy")

WEEK = 7 / 30.4375
# Winston, Operations research, ch. 3.12, CSL computer services; the month is the period
CSL = Career(attrition=np.array([0.05]), training=1, trainers=50 / 160, there=1.0)
CSL_HOURS = np.array([6000.0, 7000, 8000, 9500, 11000])
CSL_PRICES = Prices(in_training=1000, at_work=2000, short=1e6, overtime=1e6)


def csl(*, whole: bool) -> tuple[Hiring, Flow]:
    certain, months = flows(CSL, [-CSL.settled], 5).of([50]), np.arange(5)
    classes = Classes(0, 200, 1, months, months, whole=whole)
    found = cheapest(CSL, certain, Need(CSL_HOURS / 160), classes, CSL_PRICES, Effort())
    return found, certain + flows(CSL, months, 5).of(found.people)


def test_winstons_problem_of_computer_service() -> None:
    found, flow = csl(whole=False)
    assert found.cost.objective == pytest.approx(593_776.51, abs=0.005)
    assert found.people == pytest.approx([0, 8.45, 11.45, 9.52, 0], abs=0.005)
    assert flow.at_work == pytest.approx([50, 47.5, 53.58, 62.35, 68.75], abs=0.005)
    assert np.all(flow.output * 160 >= CSL_HOURS - 1e-6)


def test_winstons_problem_in_whole_trainees() -> None:
    found, flow = csl(whole=True)
    assert found.cost.objective == pytest.approx(598_583, abs=0.5)
    assert found.cost.status == "optimal"
    assert CSL_PRICES.of_people(flow).sum() == pytest.approx(found.cost.objective)


def drawn(seed: int) -> tuple[Career, Flow, Need, Classes, Prices]:
    rng = np.random.default_rng(seed)
    periods = int(rng.integers(4, 7))
    training = int(rng.integers(0, 3))
    career = Career(
        attrition=rng.uniform(0, 0.3, 3),
        training=training,
        drop_out=rng.uniform(0, 0.5) if training else 0.0,
        ramp=np.array([0.6, 1.0]),
        trainers=rng.uniform(0, 0.2),
    )
    a_month = int(rng.integers(1, 3)) if periods < 6 else 1
    begins = np.arange(int(rng.integers(0, 2)), periods)
    certain = flows(career, [-career.settled, 1], periods).of([rng.uniform(0, 6), rng.integers(0, 2)])
    classes = Classes(int(rng.integers(0, 3)), 3, a_month, begins, begins // int(rng.integers(1, 4)))
    need = Need(rng.uniform(2, 9, periods), rng.choice([0.0, 0.1]))
    wage = rng.uniform(0.5, 1.5, periods)
    prices = Prices(
        rng.uniform(0, 1), 0.8 * wage, wage, rng.uniform(0, 1), 1.5 * wage, rng.uniform(1, 6) + 1.5 * wage
    )
    return career, certain, need, classes, prices


def cost(flow: Flow, need: Need, prices: Prices) -> Floats:
    overtime, short = need.met(flow)
    total: Floats = (prices.of_people(flow) + prices.overtime * overtime + prices.short * short).sum(axis=-1)
    return total


def all_plans(classes: Classes) -> Ints:
    """All people who may begin (plans x B), each number of them divided into as few classes as possible."""
    most = int(classes.largest) * classes.a_month
    people = np.array(list(product(range(most + 1), repeat=classes.begins.size)))
    fewest = -(-people // int(classes.largest))
    in_month = classes.months == np.unique(classes.months)[:, None]
    fits = np.all(people >= fewest * classes.smallest, axis=1)
    return people[fits & np.all(fewest @ in_month.T <= classes.a_month, axis=1)]


@pytest.mark.parametrize("seed", range(30))
def test_no_plan_of_a_short_horizon_is_cheaper(seed: int) -> None:
    career, certain, need, classes, prices = drawn(seed)
    one = flows(career, classes.begins, need.required.size)
    plans = one.of(all_plans(classes))
    least = min(cost(certain + plans, need, prices))
    found = cheapest(career, certain, need, classes, prices, Effort())
    assert found.cost.status == "optimal"
    assert found.cost.objective == pytest.approx(least, rel=1e-7)
    assert cost(certain + one.of(found.people), need, prices) == pytest.approx(least, rel=1e-7)


# A centre that grows over half a year; costs in wages of a week.
CENTRE = Career(
    attrition=np.array([float(leaving(0.03, WEEK))]),
    training=6,
    drop_out=0.1,
    ramp=np.array([0.6] * 4 + [0.8] * 4 + [1.0]),
    trainers=20 / 6 / 40,
)
WEEKS = 26
GROWING = Need(np.linspace(95, 120, WEEKS), 0.08)
PRICES = Prices(hire=2, in_training=1, at_work=1, leave=0.5, overtime=1.5, short=3)
MONTHS = (np.arange(WEEKS) * WEEK).astype(int)


def centre(need: Need, first: int = 4, prices: Prices = PRICES) -> tuple[Hiring, Classes, Flow]:
    begins = np.arange(first, WEEKS)
    classes = Classes(10, 25, 2, begins, MONTHS[begins])
    certain = flows(CENTRE, [-CENTRE.settled], WEEKS).of([100])
    found = cheapest(CENTRE, certain, need, classes, prices, Effort())
    return found, classes, certain + flows(CENTRE, begins, WEEKS).of(found.people)


def test_classes_keep_their_bounds() -> None:
    found, classes, _ = centre(Need(np.linspace(95, 200, WEEKS), 0.08))
    assert found.people is not None
    assert found.classes is not None
    assert np.array_equal(found.people, np.rint(found.people))
    assert np.all(found.people >= 10 * found.classes)
    assert np.all(found.people <= 25 * found.classes)
    a_month = [found.classes[classes.months == month].sum() for month in range(6)]
    assert max(a_month) == 2


def test_weeks_before_the_first_class_can_be_there_stay_short_at_any_price() -> None:
    dear = Prices(hire=2, in_training=1, at_work=1, leave=0.5, overtime=1.5, short=1e4)
    need = Need(np.full(WEEKS, 120.0))
    _, short = need.met(centre(need, prices=dear)[2])
    assert np.all(short[: 4 + CENTRE.training] > 0)
    assert short[-1] == 0


def test_nobody_is_hired_who_would_not_pay_before_the_end() -> None:
    found, classes, _ = centre(GROWING)
    assert found.people is not None
    assert found.people.sum() > 0
    assert not found.people[classes.begins >= WEEKS - CENTRE.training].any()


def test_at_a_low_price_of_a_job_short_nobody_is_hired() -> None:
    cheap = Prices(hire=2, in_training=1, at_work=1, overtime=0.5, short=0.5)
    found, _, flow = centre(GROWING, prices=cheap)
    assert found.people is not None
    assert not found.people.any()
    assert found.cost.objective == pytest.approx(cost(flow, GROWING, cheap))


def test_where_no_class_may_begin_nobody_does() -> None:
    found, _, flow = centre(GROWING, first=WEEKS)
    assert found.people is not None
    assert found.people.size == 0
    assert found.cost.status == "optimal"
    assert found.cost.objective == pytest.approx(cost(flow, GROWING, PRICES))


def test_more_than_can_be_hired_stays_short_for_ever() -> None:
    need = Need(np.full(WEEKS, 3_000.0))
    assert lasting_output(CENTRE, 2 * 25 * WEEK) < 3_000
    dear = Prices(short=1e3, overtime=1e3)
    found, _, flow = centre(need, prices=dear)
    assert found.cost.gap == 0
    assert np.all(need.met(flow)[1] > 0)


def test_overtime_goes_up_to_its_share_and_the_rest_is_short() -> None:
    flow = flows(Career(attrition=np.zeros(1)), [-1], 3).of([100])
    overtime, short = Need(np.array([90.0, 105, 120]), 0.08).met(flow)
    assert overtime == pytest.approx([0, 5, 8])
    assert short == pytest.approx([0, 0, 12])


def test_overtime_dearer_than_a_job_short_is_refused() -> None:
    with pytest.raises(ValueError, match="overtime"):
        centre(GROWING, prices=Prices(overtime=2, short=1))


def two_years(employed: float, growth: float, season: float) -> tuple[Flow, Need]:
    weeks = np.arange(104)
    required = employed * (0.98 + growth * weeks / 104 + season * np.sin(2 * np.pi * weeks / 52))
    return flows(CENTRE, [-CENTRE.settled], 104).of([employed]), Need(required, 0.08)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("employed", "growth", "season"), [(480, 0.15, 0.05), (160, 0.0, 0.1), (90, -0.1, 0.0)]
)
def test_two_years_with_a_class_a_month_are_proven(employed: float, growth: float, season: float) -> None:
    certain, need = two_years(employed, growth, season)
    months = (np.arange(104) * WEEK).astype(int)
    begins = 1 + np.flatnonzero(np.diff(months))
    classes = Classes(10, 25, 1, begins, months[begins])
    found = cheapest(CENTRE, certain, need, classes, PRICES, Effort())
    assert found.cost.gap == 0
    flow = certain + flows(CENTRE, begins, 104).of(found.people)
    assert cost(flow, need, PRICES) == pytest.approx(found.cost.objective, rel=1e-6)


def any_monday(employed: float, need: Need, effort: Effort) -> Hiring:
    certain = flows(CENTRE, [-CENTRE.settled], 104).of([employed])
    begins = np.arange(4, 104)
    classes = Classes(10, 25, 2, begins, (begins * WEEK).astype(int))
    found = cheapest(CENTRE, certain, need, classes, PRICES, effort)
    flow = certain + flows(CENTRE, begins, 104).of(found.people)
    assert cost(flow, need, PRICES) == pytest.approx(found.cost.objective, rel=1e-6)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("employed", "growth", "season"), [(480, 0.15, 0.05), (160, 0.0, 0.1), (90, -0.1, 0.0), (60, 0.0, 0.0)]
)
def test_two_years_with_classes_on_any_monday_are_within_half_a_percent(
    employed: float, growth: float, season: float
) -> None:
    need = two_years(employed, growth, season)[1]
    found = any_monday(employed, need, Effort(time_limit_s=60, gap=0.005))
    assert 0 <= found.cost.gap <= 0.005


@pytest.mark.slow
@pytest.mark.parametrize(("employed", "level"), [(480, 300), (170, 170)])
def test_two_years_of_monthly_peaks_are_proven(employed: float, level: float) -> None:
    weeks = np.arange(104)
    peak = 1 + 0.6 * (weeks % 4 >= 2)
    required = level * peak * np.where(weeks < 10, 0.6, 1.0) * (1 + 0.05 * np.sin(weeks))
    assert any_monday(employed, Need(required, 0.08), Effort(time_limit_s=60)).cost.gap <= 1e-6
