"""Lines that are full, through a day: published values, limits that must hold, and conservation."""

import numpy as np
import pytest

from mfc_capacity.core.day.staffing import operators_through_day
from mfc_capacity.core.day.transient import through_day
from mfc_capacity.core.steady.lines import steady_state_with_lines
from mfc_capacity.core.targets import Targets

MMC_BLOCKED = {"calls_per_hour": 252.0, "aht_s": 120.0, "interval_s": 1800.0, "within_s": 20.0}


def test_the_day_of_contactcenters_mmcblocked() -> None:
    """16 half-hours from empty, 12 operators, 17 lines; 1,000 days of ContactCenters, and exact forward equations.

    Source: umontreal-simul/contactcenters, doc/examples, MMCBlocked.res: blocked 18.045 to 19.265 a day (95 %), served
    within 20 s 1851.667 to 1856.901.
    """
    day = through_day(operators=np.full((1, 16), 12), lines=17, **MMC_BLOCKED)
    calls = 252.0 / 2
    assert (day.busy * calls).sum() == pytest.approx(18.863314, abs=2e-6)
    assert (day.service_level_offered * calls).sum() == pytest.approx(1854.068802, abs=2e-6)


@pytest.mark.parametrize("patience_s", [np.inf, 90.0])
def test_so_many_lines_that_none_is_missed_change_nothing(patience_s: float) -> None:
    rules = {**MMC_BLOCKED, "patience_s": patience_s, "operators": np.array([[12, 10, 14, 9]])}
    endless, many = through_day(**rules), through_day(lines=400, **rules)
    for name in (
        "busy",
        "p_wait",
        "asa_s",
        "mean_wait_s",
        "abandonment",
        "occupancy",
        "service_level_offered",
    ):
        np.testing.assert_allclose(getattr(many, name), getattr(endless, name), rtol=1e-9, atol=1e-9)


def test_a_long_day_settles_at_the_steady_state() -> None:
    """40 calls a unit, 30 finished by each of 3, 7 in the system at most: Octave's queueing package, qsmmmk.m."""
    day = through_day(40.0, 120.0, np.full((1, 60), 3), interval_s=1800.0, lines=5, within_s=20.0)
    a, weights = 40.0 / 30.0, [1.0]
    for k in range(1, 6):
        weights.append(weights[-1] * a / min(k, 3))
    assert day.busy[0, -1] == pytest.approx(weights[-1] / sum(weights), rel=1e-8)


def test_no_more_lines_than_operators_is_erlang_b() -> None:
    day = through_day(40.0, 120.0, np.full((1, 40), 6), interval_s=1800.0, lines=3, patience_s=60.0)
    a = 40.0 / 30.0
    blocked = (a**3 / 6) / (1 + a + a**2 / 2 + a**3 / 6)
    assert day.busy[0, -1] == pytest.approx(blocked, rel=1e-8)
    assert day.service_level_offered[0, -1] == pytest.approx(1 - blocked, rel=1e-8)
    assert day.p_wait[0, -1] == pytest.approx(0.0, abs=1e-12)
    assert day.abandonment[0, -1] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("patience_s", [np.inf, 120.0])
def test_more_lines_are_busy_less_often_and_more_wait(patience_s: float) -> None:
    operators = np.array([[8, 12, 6, 10]] * 4)
    lines = np.array([12, 14, 18, 25])
    day = through_day(operators=operators, lines=lines, patience_s=patience_s, **MMC_BLOCKED)
    assert (np.diff(day.busy, axis=0) < 0).all()
    assert (np.diff(day.mean_wait_s, axis=0) > 0).all()
    assert (day.busy > 0).all()


def test_the_wait_that_nine_of_ten_do_not_exceed() -> None:
    """It settles at that of the steady state, whose chain is another code."""
    rules = {"calls_per_hour": 120.0, "aht_s": 240.0, "patience_s": 120.0}
    day = through_day(operators=np.full((1, 40), 7), interval_s=3600.0, lines=11, with_p90=True, **rules)
    wait_s = day.p90_wait_s[0, -2]
    settled = steady_state_with_lines(operators=7, lines=11, within_s=wait_s, **rules)
    assert float(settled.service_level_answered) == pytest.approx(0.9, abs=1e-6)


def test_nobody_on_duty_fills_the_lines() -> None:
    day = through_day(3600.0, 120.0, np.array([[0, 2]]), interval_s=1800.0, lines=20)
    assert day.busy[0, 0] == pytest.approx((1800 - 20) / 1800, rel=1e-3)


def test_round_the_clock_no_queue_grows_from_day_to_day() -> None:
    day = through_day(
        300.0, 120.0, np.full((1, 24), 5), interval_s=3600.0, lines=12, periodic=True, within_s=20.0
    )
    assert day.stable.all()
    assert np.ptp(day.busy) < 1e-8


@pytest.mark.parametrize(
    ("patience_s", "of", "limits"),
    [
        (np.inf, "offered", {"max_p_wait": 0.12, "max_asa_s": 90.0}),
        (480.0, "offered", {"max_p_wait": 0.3}),
        (30.0, "short", {"service_level": 0.62}),
        (30.0, "virtual", {"service_level": 0.6}),
        (30.0, "positive", {"service_level": 0.68}),
        (30.0, "short", {"service_level": 0.9}),
    ],
)
def test_the_last_run_of_numbers_against_every_number(
    patience_s: float, of: str, limits: dict[str, float]
) -> None:
    """Half an hour with 17 lines for 33 Erlangs: every number of operators, one by one."""
    rules = {"interval_s": 1800.0, "patience_s": patience_s, "lines": 17, "within_s": 40.0}
    n = np.arange(1, 18)
    day = through_day(np.full((17, 1), 1000.0), 120.0, n[:, None], **rules)
    kept = np.ones(17, dtype=bool)
    for field, limit in limits.items():
        name = {"service_level": f"service_level_{of}", "max_p_wait": "p_wait", "max_asa_s": "asa_s"}[field]
        values = getattr(day, name)[:, 0]
        kept &= values >= limit if field == "service_level" else values <= limit
    start = 17
    if kept.any():
        start = int(n[kept].max())
        while start > 1 and kept[start - 2]:
            start -= 1
    targets = Targets(within_s=rules.pop("within_s"), service_level_of=of, **limits)
    found = operators_through_day([[1000.0]], 120.0, targets=targets, **rules)
    assert found.operators.tolist() == [[start]]
