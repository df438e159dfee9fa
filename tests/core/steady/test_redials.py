"""Callers who come again: beside the chain of calls in the system and callers who will call again, and its limits."""

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.sparse.linalg import spsolve

from mfc_capacity.core.steady.erlang import SteadyState, erlang_b, steady_state
from mfc_capacity.core.steady.lines import steady_state_with_lines
from mfc_capacity.core.steady.redials import steady_state_with_redials

# 20 operators, calls of 3 minutes, patience 2: load, share, delay in minutes; attempts, abandonment and waits of the
# chain of calls in the system x callers who will call again, solved in full.
CHAIN = [
    (18, 0.5, 1, 1.0420, 0.0806, 0.3925),
    (18, 0.5, 5, 1.0386, 0.0744, 0.3829),
    (18, 0.5, 20, 1.0368, 0.0709, 0.3758),
    (18, 0.75, 1, 1.0879, 0.1077, 0.4590),
    (18, 0.75, 5, 1.0739, 0.0918, 0.4375),
    (18, 0.75, 20, 1.0665, 0.0831, 0.4212),
    (22, 0.5, 5, 1.1222, 0.2177, 0.7826),
    (22, 0.75, 5, 1.3155, 0.3197, 0.9032),
    (26, 0.5, 5, 1.2341, 0.3794, 0.9656),
]


def chain(
    load: float, n: int, theta: float, lines: int, again: float, nu: float, most: int
) -> tuple[float, float, float]:
    """Return attempts / first attempts, and the shares of attempts that hang up and find all lines busy."""
    calls, orbit = np.meshgrid(np.arange(lines + 1), np.arange(most + 1), indexing="ij")
    at = calls * (most + 1) + orbit
    hang_ups = theta * np.maximum(calls - n, 0)
    more, full = np.minimum(orbit + 1, most) - orbit, calls == lines
    moves = [
        (~full, most + 1, load),
        (~full, most, nu * orbit),
        (full, more, load * again),
        (full & (orbit > 0), -1, nu * orbit * (1 - again)),
        (calls > 0, -(most + 1), np.minimum(calls, n) + hang_ups * (1 - again)),
        (calls > 0, -(most + 1) + more, hang_ups * again),
    ]
    rates = sp.csr_matrix((at.size, at.size))
    for where, step, rate in moves:
        begin, to = at[where], (at + step)[where]
        rates += sp.csr_matrix((np.broadcast_to(rate, at.shape)[where], (begin, to)), shape=rates.shape)
    equations = (rates - sp.diags(np.asarray(rates.sum(axis=1)).ravel())).T.tolil()
    equations[0] = 1.0
    chance = spsolve(equations.tocsc(), np.eye(1, at.size).ravel()).reshape(at.shape)
    attempts = load + nu * (chance * orbit).sum()
    busy = ((load + nu * orbit) * chance)[full].sum() / attempts
    return attempts / load, (chance * hang_ups).sum() / attempts, busy


@pytest.mark.parametrize(("load", "share", "minutes", "attempts", "abandonment", "p_wait"), CHAIN)
def test_abandonment_is_that_of_the_chain_of_both(
    load: float, share: float, minutes: float, attempts: float, abandonment: float, p_wait: float
) -> None:
    met = steady_state_with_redials(load * 20, 180.0, 20, share=share, after_s=60 * minutes, patience_s=120.0)
    assert met.attempts == pytest.approx(attempts, rel=1e-3)
    assert met.abandonment == pytest.approx(abandonment, rel=2e-3)
    assert met.p_wait == pytest.approx(p_wait, rel=2e-3)


@pytest.mark.parametrize(
    ("load", "n", "theta", "lines", "share", "after"),
    [
        (4.0, 5, 1.5, 8, 0.5, 0.3),
        (4.0, 5, 0.5, 7, 0.6, 2.0),
        (5.0, 5, 0.0, 9, 0.5, 2.0),
        (3.0, 4, 0.0, 4, 0.75, 1.0),
        (2.0, 0, 1.0, 6, 0.5, 1.0),
    ],
)
def test_callers_who_find_all_lines_busy_come_again_too(
    load: float, n: int, theta: float, lines: int, share: float, after: float
) -> None:
    attempts, abandonment, busy = chain(load, n, theta, lines, share, 1 / after, most=90)
    patience_s = 60 / theta if theta else np.inf
    met = steady_state_with_redials(
        load * 60, 60.0, n, share=share, after_s=60 * after, patience_s=patience_s, lines=lines
    )
    assert met.attempts == pytest.approx(attempts, rel=2e-3)
    assert met.abandonment == pytest.approx(abandonment, rel=5e-3, abs=1e-12)
    assert met.busy == pytest.approx(busy, rel=5e-3)
    assert met.never_served == pytest.approx((1 - share) * (met.abandonment + met.busy) * met.attempts)
    assert met.attempts * (1 - met.abandonment - met.busy) + met.never_served == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("lines", [np.inf, 22])
def test_callers_who_are_answered_in_time_are_counted_by_first_attempts(lines: float) -> None:
    """Attempts answered in time / first attempts; whoever has an endless threshold is answered or gives up."""
    n, of = np.arange(0, 40), {"share": 0.75, "after_s": 300.0, "patience_s": 120.0, "lines": lines}
    for within_s in (0.0, 20.0, 60.0):
        met = steady_state_with_redials(360.0, 180.0, n, within_s=within_s, **of)
        in_time = met.service_level_offered * met.attempts
        assert met.service_level_callers == pytest.approx(in_time, rel=1e-6, abs=1e-9)
        assert np.all((met.service_level_callers >= 0) & (met.service_level_callers <= 1))
        assert np.all(met.service_level_callers >= met.service_level_offered)
        assert np.all(np.diff(met.service_level_callers) >= -1e-12)
    endless = steady_state_with_redials(360.0, 180.0, n, within_s=1e6, **of)
    assert endless.service_level_callers == pytest.approx(1 - endless.never_served, abs=1e-6)


def test_callers_where_nobody_calls_again_are_calls() -> None:
    for lines in (np.inf, 22):
        met = steady_state_with_redials(
            360.0, 180.0, np.arange(0, 40), share=0.0, after_s=300.0, patience_s=120.0, lines=lines
        )
        assert met.service_level_callers == pytest.approx(met.service_level_offered, rel=1e-12, abs=1e-15)
    for state in (
        steady_state(360.0, 180.0, 20, patience_s=60.0),
        steady_state_with_lines(360.0, 180.0, 20, 22),
    ):
        assert state.service_level_callers == state.service_level_offered


def measures(met: SteadyState) -> list[float]:
    return [float(getattr(met, name)) for name in SteadyState.__dataclass_fields__]


def test_nobody_comes_again() -> None:
    none = {"share": 0.0, "after_s": 300.0, "patience_s": 120.0, "within_s": 30.0, "short_s": 10.0}
    own = {"patience_s": 120.0, "within_s": 30.0, "short_s": 10.0}
    with_lines = steady_state_with_redials(360.0, 180.0, 20, lines=30, **none)
    assert measures(with_lines) == pytest.approx(
        measures(steady_state_with_lines(360.0, 180.0, 20, 30, **own)), rel=1e-9
    )
    without = steady_state_with_redials(360.0, 180.0, 20, **none)
    assert measures(without) == pytest.approx(measures(steady_state(360.0, 180.0, 20, **own)), rel=1e-9)
    assert without.attempts == pytest.approx(1, abs=1e-12)


def test_who_calls_again_at_once_goes_on_waiting() -> None:
    met = steady_state_with_redials(360.0, 180.0, 20, share=0.5, after_s=0.01, patience_s=120.0)
    patient = steady_state(360.0, 180.0, 20, patience_s=240.0)
    assert met.attempts == pytest.approx(1 + float(patient.abandonment), rel=1e-5)
    assert met.never_served == pytest.approx(float(patient.abandonment), rel=1e-4)


def test_extended_erlang_b() -> None:
    """Westbay's manual: 5.5 Erlangs, 3 %, half of those blocked at once again: 11 lines."""

    def busy(lines: int, load: float, share: float) -> float:
        met = steady_state_with_redials(
            load * 60, 60.0, lines, share=share, after_s=np.inf, lines=lines, patience_s=np.inf
        )
        assert erlang_b(lines, load * float(met.attempts)) == pytest.approx(float(met.busy), rel=1e-3)
        return float(met.busy)

    assert busy(11, 5.5, 0.5) <= 0.03 < busy(10, 5.5, 0.5)
    assert busy(1000, 1500.0, 0.2) == pytest.approx(0.386, abs=5e-4)


def test_more_redials_are_worse_and_more_operators_better() -> None:
    shares = np.linspace(0, 0.9, 19)
    attempts = steady_state_with_redials(360.0, 180.0, 20, share=shares, after_s=300.0, patience_s=120.0)
    assert np.all(np.diff(attempts.attempts) > 0)
    assert np.all(np.diff(attempts.service_level_offered) < 0)
    n = np.arange(0, 60)
    met = steady_state_with_redials(360.0, 180.0, n, share=0.75, after_s=300.0, patience_s=120.0)
    assert np.all(np.diff(met.attempts) <= 1e-12)
    assert np.all(np.diff(met.never_served) <= 1e-12)
    assert np.all(np.diff(met.service_level_offered) >= -1e-12)
    after_s = 60 * np.array([0.1, 0.5, 2.0, 8.0, 30.0, 120.0, np.inf])
    late = steady_state_with_redials(360.0, 180.0, 20, share=0.6, after_s=after_s, patience_s=120.0)
    assert np.all(np.diff(late.abandonment) < 0)


def test_rows_do_not_touch_one_another() -> None:
    load, n = np.array([2.0, 80.0, 20.0, 300.0]), np.array([3, 84, 15, 310])
    of = {"share": 0.5, "after_s": 120.0, "patience_s": 100.0}
    together = steady_state_with_redials(load * 60, 60.0, n, **of)
    for k in range(4):
        alone = steady_state_with_redials(load[k] * 60, 60.0, n[k], **of)
        assert alone.attempts == pytest.approx(together.attempts[k], rel=1e-7)
        assert alone.service_level_offered == pytest.approx(together.service_level_offered[k], rel=1e-6)


@pytest.mark.parametrize(
    "wrong", [{"share": 0.96}, {"share": -0.1}, {"after_s": 0.0}, {"patience_s": np.inf}]
)
def test_what_has_no_answer_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        steady_state_with_redials(
            360.0, 180.0, 20, **({"share": 0.5, "after_s": 60.0, "patience_s": 60.0} | wrong)
        )


@pytest.mark.filterwarnings("error")
def test_any_load_has_an_answer_in_which_nobody_gets_lost() -> None:
    """Attempts answered, and first attempts given up, are all first attempts."""
    random = np.random.default_rng(4)
    load = 10 ** random.uniform(-6, 4, 120)
    n = np.round(load * random.choice([0, 0.1, 0.9, 1, 1.1, 3], 120))
    share, after_s = random.choice([1e-6, 0.5, 0.95], 120), 10 ** random.uniform(0, np.log10(36_000), 120)
    lines = np.where(random.random(120) < 0.3, n + 40, np.inf)
    met = steady_state_with_redials(
        load * 20,
        180.0,
        n,
        share=share,
        after_s=after_s,
        patience_s=10 ** random.uniform(0, 2.5, 120),
        lines=lines,
    )
    served = met.attempts * (1 - met.abandonment - met.busy)
    assert served + met.never_served == pytest.approx(1, abs=1e-5)
    assert np.all(met.attempts >= 1 - 1e-9)


def test_many_more_operators_than_calls_lose_nobody() -> None:
    met = steady_state_with_redials(1439.71 * 20, 180.0, 4319, share=0.5, after_s=11622.0, patience_s=136.0)
    assert met.attempts == pytest.approx(1, abs=1e-12)
    assert met.service_level_offered == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("calls_per_hour", "operators", "lines", "share", "after_s", "patience_s"),
    [
        (360.0, 1, 200, 0.9, 120.0, 600.0),
        (360.0, 5, 1000, 0.95, 3600.0, 3600.0),
        (3000.0, 50, 400, 0.9, 120.0, 180.0),
    ],
)
def test_many_lines_beside_few_operators(
    calls_per_hour: float, operators: int, lines: int, share: float, after_s: float, patience_s: float
) -> None:
    """All operators are always busy, so that of A attempts n are served: A = a + r (A - n)."""
    met = steady_state_with_redials(
        *(calls_per_hour, 180.0, operators),
        share=share,
        after_s=after_s,
        patience_s=patience_s,
        lines=lines,
    )
    load = calls_per_hour * 180.0 / 3600
    assert float(met.attempts) == pytest.approx((1 - share * operators / load) / (1 - share), rel=1e-5)
    assert float(met.abandonment + met.busy) == pytest.approx(1 - operators / load / met.attempts, abs=1e-6)
