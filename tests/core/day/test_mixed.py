"""Days of hotlines that differ: what must agree with the chain, and what was simulated."""

import numpy as np
import pytest

from mfc_capacity.core.day import transient
from mfc_capacity.core.day.in_service import in_service
from mfc_capacity.core.day.mixed import mixed_through_day
from mfc_capacity.core.day.mixed_staffing import operators_for_mixed_day
from mfc_capacity.core.day.staffing import operators_through_day
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.laws import Weibull
from mfc_capacity.core.simulation.played_day import Day
from mfc_capacity.core.simulation.replications import simulate
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.targets import Targets

ALIKE = Hotlines((Callers(180.0, patience=Patience(120.0)),) * 2)
CALLS = np.array([[[100.0, 200.0, 150.0, 60.0], [50.0, 80.0, 90.0, 30.0]]])


def _hotlines(aht_s: list[float], patience_s: list[float]) -> Hotlines:
    rows = zip(aht_s, patience_s, strict=True)
    return Hotlines(tuple(Callers(aht, patience=Patience(mean)) for aht, mean in rows))


@pytest.mark.parametrize("of", ["offered", "answered", "virtual"])
def test_alike_hotlines_are_the_chain(of: str) -> None:
    operators = np.array([[10, 16, 14, 6]])
    found = mixed_through_day(CALLS, ALIKE, operators, interval_s=1800.0, service_level_of=of)
    known = transient.through_day(
        CALLS.sum(axis=1), 180.0, operators, interval_s=1800.0, patience_s=120.0, service_level_of=of
    )
    for name in ("p_wait", "abandonment", f"service_level_{of}", "mean_wait_s", "asa_s", "occupancy"):
        np.testing.assert_allclose(getattr(found, name), getattr(known, name), rtol=2e-6)
    assert not found.is_doubtful.any()


def test_alike_hotlines_need_what_one_does() -> None:
    targets = Targets(service_level=0.8, max_abandonment=0.05, max_occupancy=0.9)
    found, met = operators_for_mixed_day(
        CALLS, ALIKE, interval_s=1800.0, targets=targets, is_open=np.ones((1, 4), dtype=bool)
    )
    known = operators_through_day(
        CALLS.sum(axis=1), 180.0, interval_s=1800.0, targets=targets, patience_s=120.0
    )
    assert found.operators.tolist() == known.operators.tolist()
    assert found.bound_by.tolist() == known.bound_by.tolist()
    assert met.service_level_offered.min() >= 0.8


def test_only_the_service_level_asked_for_is_worked_out() -> None:
    operators = np.array([[10, 16, 14, 6]])
    every, offered, virtual = (
        transient.through_day(
            CALLS.sum(axis=1), 180.0, operators, interval_s=1800.0, patience_s=120.0, service_level_of=of
        )
        for of in (None, "offered", "virtual")
    )
    assert np.array_equal(every.service_level_offered, offered.service_level_offered)
    assert np.array_equal(every.service_level_virtual, virtual.service_level_virtual)
    assert np.isnan(offered.service_level_virtual).all()


def test_calls_in_service_go_on_when_a_desk_closes() -> None:
    entering = np.zeros((1, 2, 40))
    entering[0, 0], entering[0, 1, :20] = 0.1, 0.02
    course = in_service(entering, np.array([60.0, 1200.0]), np.ones(2), np.full((1, 40), 1000), 900.0)
    assert course.numbers[0, :, 19] == pytest.approx([6.0, 24.0], rel=1e-3)
    rates = course.service[0]
    assert rates[19] == pytest.approx((6 / 60 + 24 / 1200) / 30, rel=1e-3)
    assert rates[19] < rates[20] < rates[21] < rates[39] == pytest.approx(1 / 60, rel=1e-4)


def test_leavers_take_their_calls_along() -> None:
    entering = np.full((1, 1, 2), 0.1)
    course = in_service(entering, np.array([1000.0]), np.ones(1), np.array([[1000, 10]]), 1e6)
    assert course.numbers[0, 0, 1] == pytest.approx(100 - 90 * 1e-3, rel=1e-3)
    assert course.finishing[0, 1] == pytest.approx(90 * 1e-3, rel=1e-3)


def test_a_desk_that_closes_at_noon_as_simulated() -> None:
    calls = np.stack([np.full(12, 60.0), np.where(np.arange(12) < 6, 30.0, 0.0)])
    hotlines = _hotlines([100.0, 300.0], [60.0, 300.0])
    arguments = {"interval_s": 1800.0, "targets": Targets(service_level=0.8, max_abandonment=0.06)}
    found, met = operators_for_mixed_day(
        calls[None] * 2, hotlines, is_open=np.ones((1, 12), dtype=bool), **arguments
    )
    streams = [
        Stream(row, own.aht_s, patience_s=own.patience.mean_s)
        for row, own in zip(calls, hotlines.callers, strict=True)
    ]
    played = simulate(
        Day(streams, found.operators[0], 1800.0), seed=1, precision=1e-9, max_replications=1500
    ).intervals
    level, lost = played.service_level_offered, played.abandonment
    assert np.all(np.abs(met.service_level_offered[0] - level.value) < 0.015 + level.half_width)
    assert np.all(np.abs(met.abandonment[0] - lost.value) < 0.0075 + lost.half_width)
    sure = ~met.is_doubtful[0]
    assert 4 <= sure.sum() < 12
    assert met.is_doubtful[0, 6]
    assert np.all((np.abs(met.service_level_offered[0] - level.value) < 0.01 + level.half_width)[sure])
    assert np.all((np.abs(met.abandonment[0] - lost.value) < 0.005 + lost.half_width)[sure])


def test_laws_that_are_not_exponential_are_named_everywhere() -> None:
    patience = (Patience(120.0, Weibull(0.7)), Patience(60.0))
    hotlines = Hotlines(tuple(Callers(180.0, patience=own) for own in patience))
    found = mixed_through_day(CALLS, hotlines, np.array([[10, 16, 14, 6]]), interval_s=1800.0)
    assert found.is_doubtful.all()


@pytest.mark.parametrize("operators", [9, 11])
def test_those_who_never_hang_up_make_a_queue_grow_round_the_clock(operators: int) -> None:
    hotlines = Hotlines((Callers(180.0, patience=Patience(10.0)), Callers(180.0)))
    calls = np.full((1, 2, 24), 200.0)
    day = mixed_through_day(calls, hotlines, np.full((1, 24), operators), interval_s=3600.0, periodic=True)
    assert day.stable[0] == (operators > 200 * 180 / 3600)


def test_long_calls_are_finished_off_duty() -> None:
    """Six thousand calls of 1 min to 14:00, 1,200 of 10 min to 12:00: simulated independently, 5.61 +- .06 hours."""
    hours = 6
    calls = np.zeros((1, 2, hours))
    calls[0, 0], calls[0, 1, :4] = 6000 / hours, 1200 / 4
    hotlines = _hotlines([60.0, 600.0], [120.0, 120.0])
    _, met = operators_for_mixed_day(
        calls,
        hotlines,
        interval_s=3600.0,
        targets=Targets(service_level=0.8),
        is_open=np.ones((1, hours), dtype=bool),
    )
    assert met.after_duty_s.sum() / 3600 == pytest.approx(5.61, abs=0.35)


def test_endless_callers_beside_impatient_ones_need_what_their_steady_state_needs() -> None:
    """1,000 an hour of 10 s and of endless patience, ASA 30 s: 58 operators, simulated independently; 49 give 979 s."""
    hotlines = _hotlines([180.0, 180.0], [10.0, np.inf])
    found, met = operators_for_mixed_day(
        np.full((1, 2, 8), 1000.0),
        hotlines,
        interval_s=1800.0,
        targets=Targets(max_asa_s=30.0),
        is_open=np.ones((1, 8), dtype=bool),
    )
    assert found.operators[0, 1:].tolist() == [58] * 7
    assert met.is_doubtful[0, 1:].all()
    few = mixed_through_day(np.full((1, 2, 8), 1000.0), hotlines, np.full((1, 8), 49), interval_s=1800.0)
    assert np.isnan(few.asa_s[0, 1:]).all()


def test_endless_calls_of_a_desk_that_has_closed_go_with_those_who_leave() -> None:
    """600 calls of 3 min and 30 s to 20:00, 300 of 20 min and no end from 9:00 to 12:00: nothing is overloaded then."""
    calls = np.full((1, 2, 12), 50.0)
    calls[0, 1] = np.where((np.arange(12) >= 1) & (np.arange(12) < 4), 100.0, 0.0)
    arguments = {"interval_s": 3600.0, "targets": Targets(service_level=0.8)}
    hotlines = _hotlines([180.0, 1200.0], [30.0, np.inf])
    found, met = operators_for_mixed_day(calls, hotlines, is_open=np.ones((1, 12), dtype=bool), **arguments)
    assert found.operators[0, 4] < 20
    assert np.isfinite(met.after_duty_s).all()
    assert met.service_level_offered.min() >= 0.8


def test_no_promise_is_made_of_what_is_not_known() -> None:
    """300 calls of 40 min without end in three hours: within an hour they become more than its mean."""
    calls = np.full((1, 2, 6), 5.0)
    calls[0, 1] = [0, 100, 100, 100, 0, 0]
    found, met = operators_for_mixed_day(
        calls,
        _hotlines([180.0, 2400.0], [30.0, np.inf]),
        interval_s=3600.0,
        targets=Targets(max_asa_s=3000.0),
        is_open=np.ones((1, 6), dtype=bool),
    )
    assert np.isfinite(met.asa_s).all()
    assert found.bound_by[0, 1] == "stability"


def test_operators_are_as_busy_as_those_who_stay_make_them() -> None:
    """1,000 calls of 3 min in nine hours, 40 % gone at once where nobody is free: simulated 69.7 +- .6 % busy."""
    hotlines = Hotlines((Callers(180.0, patience=Patience(300.0, at_once=0.4)),))
    _, met = operators_for_mixed_day(
        np.full((1, 1, 18), 1000 / 9),
        hotlines,
        interval_s=1800.0,
        targets=Targets(max_occupancy=0.75),
        is_open=np.ones((1, 18), dtype=bool),
    )
    assert met.occupancy[0, 4:].mean() == pytest.approx(0.70, abs=0.02)
