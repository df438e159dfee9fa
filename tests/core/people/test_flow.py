"""Who is in training, at work and gone: against plain arithmetic, and against people counted one class at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.people.flow import Career, Flow, flows, lasting_output, leaving

WEEK = 7 / 30.4375  # in months
SHARES = st.floats(0, 1)


@st.composite
def careers(draw: st.DrawFn) -> Career:
    training = draw(st.integers(0, 6))
    return Career(
        attrition=np.array(draw(st.lists(SHARES, min_size=1, max_size=9))),
        training=training,
        drop_out=draw(SHARES) if training else 0.0,
        ramp=np.array(draw(st.lists(SHARES, min_size=1, max_size=6))),
        trainers=draw(SHARES),
        there=draw(SHARES),
    )


def counted(career: Career, begins: int, people: float, periods: int) -> Flow:
    """The flow of one cohort, period by period, as a planner counts it in a spreadsheet."""
    flow = Flow(*(np.zeros(periods) for _ in range(8)))
    lost = people * career.drop_out / career.training if career.training else 0.0
    for t in range(begins, periods):
        tenure = t - begins
        trains = tenure < career.training
        share = career.attrition[min(tenure, len(career.attrition) - 1)]
        left = lost if trains else people * share
        paid = people - left + left * career.there
        flow.hired[t] = people if t == begins else 0
        flow.left[t] = left
        (flow.in_training if trains else flow.at_work)[t] = people
        (flow.paid_in_training if trains else flow.paid_at_work)[t] = paid
        if trains:
            flow.trainers[t] = paid * career.trainers
        else:
            flow.output_at_work[t] = paid * career.ramp[min(tenure - career.training, len(career.ramp) - 1)]
        people -= left
    return flow


def arrays(flow: Flow) -> Floats:
    return np.array(list(vars(flow).values()))


@given(careers(), st.integers(0, 20), st.floats(0, 1000))
@settings(deadline=None)
def test_a_class_is_as_counted_in_a_spreadsheet(career: Career, begins: int, people: float) -> None:
    flow = flows(career, [begins], 24).of([people])
    assert arrays(flow) == pytest.approx(arrays(counted(career, begins, people, 24)), abs=1e-9)


@given(careers(), st.lists(st.tuples(st.integers(-15, 30), st.floats(0, 1000)), min_size=1, max_size=9))
@settings(deadline=None)
def test_everybody_is_in_training_at_work_or_has_left(
    career: Career, cohorts: list[tuple[int, float]]
) -> None:
    begins, people = np.array([own[0] for own in cohorts]), np.array([own[1] for own in cohorts])
    flow = flows(career, begins, 25).of(people)
    come = people[begins < 0].sum() + np.cumsum(flow.hired)
    gone = np.cumsum(flow.left) - flow.left
    assert flow.in_training + flow.at_work + gone == pytest.approx(come, rel=1e-13, abs=1e-9)


def test_without_attrition_and_ramp_it_is_the_arithmetic_of_the_plan() -> None:
    career = Career(attrition=np.zeros(1), training=2, trainers=0.25)
    flow = flows(career, [-career.settled, 1, 3], 6).of([100, 20, 8])
    assert flow.in_training.tolist() == [0, 20, 20, 8, 8, 0]
    assert flow.at_work.tolist() == [100, 100, 100, 120, 120, 128]
    assert flow.output.tolist() == [100, 95, 95, 118, 118, 128]
    assert flow.hired.tolist() == [0, 20, 0, 8, 0, 0]
    assert not flow.left.any()


def test_a_class_loses_its_drop_out_by_the_end_of_its_training_evenly() -> None:
    career = Career(attrition=np.zeros(1), training=6, drop_out=0.1)
    flow = flows(career, [0], 8).of([30])
    assert flow.left[:6] == pytest.approx(np.full(6, 0.5), rel=1e-14)
    assert flow.at_work[6:] == pytest.approx([27, 27], rel=1e-14)


def test_a_monthly_share_is_the_same_by_week() -> None:
    week = float(leaving(0.03, WEEK))
    assert (1 - week) ** (1 / WEEK) == pytest.approx(0.97, rel=1e-14)
    stays = flows(Career(attrition=np.array([week])), [-1], 54).at_work[0]
    assert np.interp(12 / WEEK, np.arange(54), np.log(stays)) == pytest.approx(12 * np.log(0.97), rel=1e-12)


def test_half_of_those_who_leave_in_a_week_count_as_there() -> None:
    flow = flows(Career(attrition=np.array([0.1])), [-1], 5).of([100])
    ends = flow.at_work - flow.left
    assert flow.paid_at_work == pytest.approx((flow.at_work + ends) / 2)
    assert flow.output == pytest.approx(flow.paid_at_work)


def test_those_employed_have_all_experience_unless_their_tenure_is_told() -> None:
    career = Career(attrition=np.array([0.2, 0.2, 0.2, 0.05]), training=1, ramp=np.array([0.5, 1.0]))
    assert career.settled == 3
    old, young = flows(career, [-career.settled, -1], 3).of([100, 0]), flows(career, [-1], 3).of([100])
    assert old.at_work == pytest.approx([100, 95, 90.25])
    assert young.at_work == pytest.approx([100, 80, 64])
    assert young.output == pytest.approx([45, 72, 64 * 0.975])


def test_a_class_that_began_before_the_horizon_goes_on_as_if_seen_from_its_beginning() -> None:
    career = Career(
        attrition=np.array([0.1, 0.08, 0.02]), training=4, drop_out=0.2, ramp=np.array([0.6, 1.0])
    )
    whole, rest = flows(career, [0], 12), flows(career, [-3], 9)
    there = whole.in_training[0, 3]
    assert arrays(rest) * there == pytest.approx(arrays(whole)[:, :, 3:])


@pytest.mark.parametrize("there", [0.5, 1.0])
def test_hires_for_ever_hold_the_output_that_they_are_said_to_hold(there: float) -> None:
    career = Career(
        attrition=np.array([0.1] * 8 + [0.05]),
        training=3,
        drop_out=0.1,
        ramp=np.array([0.6, 0.8, 1.0]),
        trainers=0.1,
        there=there,
    )
    flow = flows(career, np.arange(700), 700).of(np.full(700, 1.5))
    assert flow.output[-1] == pytest.approx(lasting_output(career, 1.5), rel=1e-12)


def test_hires_below_attrition_never_hold_what_is_required_and_without_attrition_all_is_held() -> None:
    career = Career(attrition=np.array([0.02]), training=3, trainers=0.1)
    required = 200.0  # of whom 4 leave in a period
    assert lasting_output(career, 3) < required < lasting_output(career, 5)
    assert lasting_output(Career(attrition=np.zeros(1)), 0.1) == np.inf
    assert lasting_output(Career(attrition=np.zeros(1)), 0) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"attrition": [1.1]},
        {"drop_out": -0.1},
        {"drop_out": 0.1},
        {"there": 2.0},
        {"ramp": [-1.0]},
        {"trainers": -1.0},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    given = {name: np.array(value) if isinstance(value, list) else value for name, value in wrong.items()}
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Career(**({"attrition": np.zeros(1)} | given))  # type: ignore[arg-type]
