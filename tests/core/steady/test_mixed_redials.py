"""Callers who come again and are not alike: beside simulated systems, and where they are alike after all."""

import numpy as np
import pytest

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.simulation.laws import Weibull
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.mixed_redials import Bunching, steady_state_with_mixed_redials
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.steady.redials import RedialState, steady_state_with_redials

SHORT, LONG = Callers(120.0, 1.0, Patience(60.0)), Callers(300.0, 1.0, Patience(240.0))
STUBBORN, PLAIN = Callers(180.0, 1.0, Patience(120.0, Weibull(3.0))), Callers(180.0, 1.0, Patience(120.0))
HASTY, SLOW = Callers(180.0, 1.0, Patience(60.0, at_once=0.2)), Callers(180.0, 1.0, Patience(180.0))
# Callers, calls an hour, share and delay in seconds of who calls again, operators; attempts, the share lost, never
# served and the service level within 20 s of 80 days each of 24 hours, played (of the last, 400), 95 % within .8 %.
PLAYED = [
    ((SHORT, LONG), (300, 240), 0.6, 300, 28, 1.1815, 0.2566, 0.1217, 0.3987),
    ((SHORT, LONG), (300, 240), 0.75, 60, 28, 1.3628, 0.3553, 0.1214, 0.2717),
    ((STUBBORN, PLAIN), (240, 180), 0.75, 300, 20, 1.2091, 0.2301, 0.0692, 0.2428),
    ((SHORT, LONG), (300, 240), 0.75, 300, 23, 1.9416, 0.6462, 0.3130, 0.0088),
    ((HASTY, SLOW), (240, 180), 0.6, 120, 20, 1.1583, 0.2286, 0.1066, 0.5597),
    ((SHORT, LONG), (30, 30), 0.75, 120, 5, 1.1466, 0.1702, 0.0485, 0.6881),
]


def met(
    callers: tuple[Callers, ...], calls: tuple[float, ...], shares: Floats, after_s: float, operators: int
) -> RedialState:
    each, total = np.array(calls, dtype=np.float64), float(sum(calls))
    hotlines = Hotlines(callers)
    aht_s = float(each @ hotlines.aht_s) / total
    rates = each / [own.patience.mean_s for own in callers]
    patience_s, share = total / rates.sum(), float(rates @ shares / rates.sum())
    delayed = steady_state_with_redials(
        [total], aht_s, operators, share=share, after_s=after_s, patience_s=patience_s
    )
    at_random = steady_state(total * delayed.attempts, aht_s, operators, patience_s=patience_s)
    return steady_state_with_mixed_redials(
        *(hotlines, each[np.newaxis], np.array([float(operators)]), Bunching(delayed, at_random)),
        shares=shares[np.newaxis],
        within_s=np.array([20.0]),
    )


@pytest.mark.parametrize(
    ("callers", "calls", "share", "after_s", "operators", "attempts", "lost", "never", "level"), PLAYED
)
def test_attempts_are_those_of_simulated_systems(
    callers: tuple[Callers, ...],
    calls: tuple[float, ...],
    share: float,
    after_s: float,
    operators: int,
    attempts: float,
    lost: float,
    never: float,
    level: float,
) -> None:
    found = met(callers, calls, np.full(2, share), after_s, operators)
    assert found.attempts == pytest.approx(attempts, rel=0.016)
    assert found.abandonment == pytest.approx(lost, abs=0.019)
    assert found.never_served == pytest.approx(never, abs=0.006)
    assert found.service_level_offered == pytest.approx(level, abs=0.034)
    assert found.attempts * (1 - found.abandonment) + found.never_served == pytest.approx(1, abs=1e-6)


def test_callers_who_are_alike_meet_what_the_chain_says() -> None:
    chain = steady_state_with_redials([420.0], 180.0, 20, share=0.6, after_s=300.0, patience_s=120.0)
    found = met((PLAIN, PLAIN), (240, 180), np.full(2, 0.6), 300.0, 20)
    for name in (
        "attempts",
        "abandonment",
        "never_served",
        "p_wait",
        "service_level_offered",
        "asa_s",
        "occupancy",
    ):
        assert getattr(found, name) == pytest.approx(getattr(chain, name), rel=2e-3)


def test_only_the_callers_of_one_hotline_come_again() -> None:
    both = met((SHORT, LONG), (300, 240), np.array([0.6, 0.6]), 300.0, 28)
    one = met((SHORT, LONG), (300, 240), np.array([0.6, 0.0]), 300.0, 28)
    none = met((SHORT, LONG), (300, 240), np.zeros(2), 300.0, 28)
    assert none.attempts == pytest.approx(1, abs=1e-12)
    assert none.attempts < one.attempts < both.attempts
    assert none.service_level_offered > one.service_level_offered > both.service_level_offered


def test_with_nobody_on_duty_everybody_tries_in_vain() -> None:
    found = met((SHORT, LONG), (300, 240), np.array([0.6, 0.5]), 300.0, 0)
    assert found.attempts == pytest.approx((300 / 0.4 + 240 / 0.5) / 540)
    assert found.abandonment == pytest.approx(1)
    assert found.never_served == pytest.approx(1)


def test_callers_who_are_answered_in_time_are_counted_by_first_attempts() -> None:
    for operators in (0, 5, 20, 28, 40):
        found = met((SHORT, LONG), (300, 240), np.array([0.6, 0.3]), 300.0, operators)
        in_time = found.service_level_offered * found.attempts
        assert found.service_level_callers == pytest.approx(in_time, rel=1e-9)
        assert found.service_level_offered <= found.service_level_callers <= 1 - found.never_served + 1e-6
