"""Patience learnt from logs that were drawn from known laws, and from data whose answers are published."""

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.learning.durations import counted
from mfc_capacity.core.learning.patience import Patience, patience
from mfc_capacity.core.learning.survival import survival
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull

# Law, mean in seconds, share who hang up at once, calls: of them some 2,000 hang up.
KNOWN = {
    "exponential": (Exponential(), 180.0, 0.0, 11_000),
    "exponential, some at once": (Exponential(), 180.0, 0.05, 9_000),
    "stubborn": (Weibull(0.7), 180.0, 0.0, 8_000),
    "tiring": (Weibull(1.5), 180.0, 0.02, 16_000),
    "log-normal": (Lognormal(1.1), 180.0, 0.0, 14_000),
    "impatient": (Lognormal(1.6), 60.0, 0.05, 6_000),
}


def drawn(
    rng: np.random.Generator,
    law: Law,
    mean_s: float,
    at_once: float,
    calls: int,
    recorded: Callable[[Floats], Floats] = np.rint,
) -> Patience:
    """Three callers of ten find an operator free, the others are offered waits of a minute."""
    offered_s = rng.exponential(60.0, calls) * (rng.random(calls) < 0.7)
    ready_s = law.draw(rng, calls) * mean_s * (rng.random(calls) >= at_once)
    return patience(recorded(np.minimum(offered_s, ready_s)), ready_s < offered_s)


DRAWN_ALWAYS = ("log-normal", "tiring")


@cache
def hundred(case: str) -> list[Patience]:
    return [drawn(rng, *KNOWN[case]) for rng in np.random.default_rng(1999).spawn(100)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "case", [case if case in DRAWN_ALWAYS else pytest.param(case, marks=pytest.mark.long) for case in KNOWN]
)
def test_a_law_is_named_and_its_figures_are_known(case: str) -> None:
    """Of a hundred logs of a law: it is named, not refused, and intervals hold the truth, as often as stated."""
    law, mean_s, at_once, _ = KNOWN[case]
    found = hundred(case)
    assert sum(each.law == type(law).__name__.lower() for each in found) >= 95
    assert sum(each.p_law < 0.05 for each in found) <= 10
    assert sum(each.mean_s.low <= mean_s <= each.mean_s.high for each in found) >= 89
    assert sum(each.at_once.low <= at_once <= each.at_once.high for each in found) >= 89
    own = {"weibull": "shape", "lognormal": "cv"}.get(type(law).__name__.lower())
    if own:
        truth, figures = getattr(law, own), [each.figure for each in found if each.figure]
        assert sum(figure.low <= truth <= figure.high for figure in figures) >= 89


@pytest.mark.long
@pytest.mark.slow
def test_exponential_patience_is_refused_as_often_as_stated_and_others_are_found_out() -> None:
    chances = [found.p_exponential for case in list(KNOWN)[:2] for found in hundred(case)]
    assert 0.01 <= np.mean(np.array(chances) < 0.05) <= 0.10
    assert np.mean(np.array(chances) < 0.5) == pytest.approx(0.5, abs=0.12)
    assert all(found.p_exponential < 0.05 for case in list(KNOWN)[2:] for found in hundred(case))


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("recorded", [np.floor, np.rint, np.positive])
@pytest.mark.parametrize(
    ("law", "mean_s", "calls"),
    [(Exponential(), 120.0, 100_000), (Weibull(1.5), 180.0, 16_000), (Lognormal(1.1), 180.0, 14_000)],
)
def test_seconds_cut_off_are_no_hang_ups_at_once(
    recorded: Callable[[Floats], Floats], law: Law, mean_s: float, calls: int
) -> None:
    found = [drawn(rng, law, mean_s, 0.0, calls, recorded) for rng in np.random.default_rng(8).spawn(100)]
    assert sum(each.at_once.low == 0 for each in found) >= 95


@pytest.mark.slow
@pytest.mark.parametrize("recorded", [np.floor, np.rint, np.positive])
def test_hang_ups_at_once_are_seen_however_seconds_are_recorded(
    recorded: Callable[[Floats], Floats],
) -> None:
    spawned = np.random.default_rng(9).spawn(100)
    found = [drawn(rng, Exponential(), 180.0, 0.03, 9_000, recorded) for rng in spawned]
    assert all(each.at_once.low > 0 for each in found)
    assert sum(each.at_once.low <= 0.03 <= each.at_once.high for each in found) >= 89


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("law", [Exponential(), Weibull(0.7), Lognormal(1.1)])
def test_the_mean_is_not_surer_than_its_law(law: Law) -> None:
    """Some hundred hang-ups do not tell the laws apart."""
    found = [drawn(rng, law, 180.0, 0.0, 500) for rng in np.random.default_rng(41).spawn(100)]
    assert sum(each.mean_s.low <= 180 and not each.mean_s.high < 180 for each in found) >= 89


def test_callers_of_no_known_law_are_said_to_have_none() -> None:
    """Half of them leave at the announcement after a minute."""
    rng = np.random.default_rng(13)
    offered_s, ready_s = rng.exponential(90, 8_000), rng.exponential(300, 8_000)
    ready_s = np.where(rng.random(8_000) < 0.5, np.minimum(ready_s, rng.normal(60, 4, 8_000)), ready_s)
    found = patience(np.minimum(offered_s, ready_s), ready_s < offered_s)
    assert found.p_law < 1e-6


def test_remission_times_of_the_literature() -> None:
    """6-MP against leukaemia, 21 patients (Gehan 1965; Kaplan-Meier as in Cox & Oakes 1984, table 4.1)."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    unfinished = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    weeks, over = np.array([*ended, *unfinished]), np.arange(21) < 9
    found = survival(counted(weeks, over))
    assert found.at_s.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.left == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=6e-4)
    median = found.median_s()
    assert (median.value, median.low, median.rows) == (23, 13, 21)
    assert math.isnan(median.high)
    assert patience(weeks, over).exponential_s.value == pytest.approx(359 / 9, rel=0.005)


def test_exponential_patience_is_time_waited_over_hang_ups() -> None:
    rng = np.random.default_rng(7)
    offered_s, ready_s = rng.exponential(60, 20_000), rng.exponential(300, 20_000)
    waits_s, hung_up = np.minimum(offered_s, ready_s), ready_s < offered_s
    found = patience(waits_s, hung_up).exponential_s
    assert found.value == pytest.approx(waits_s.sum() / hung_up.sum(), rel=0.005)
    assert math.log(found.high / found.low) == pytest.approx(2 * 1.96 / math.sqrt(hung_up.sum()), rel=0.05)


def test_survival_is_that_of_the_law() -> None:
    rng = np.random.default_rng(3)
    offered_s, ready_s = rng.exponential(200, 20_000), rng.weibull(0.7, 20_000) * 100
    found = survival(counted(np.minimum(offered_s, ready_s), ready_s < offered_s))
    seen = found.at_s < 300
    truth = np.exp(-(((found.at_s[seen] + 0.5) / 100) ** 0.7))
    assert found.left[seen] == pytest.approx(truth, abs=0.02)
    assert np.mean((found.low[seen] <= truth) & (truth <= found.high[seen])) > 0.8
    assert found.median_s().value == pytest.approx(100 * math.log(2) ** (1 / 0.7), rel=0.05)


def test_where_nobody_hung_up_patience_has_a_lower_end_alone() -> None:
    found = patience(np.full(100, 36.5), np.zeros(100, dtype=bool), resolution_s=0.5)
    assert math.isnan(found.mean_s.value)
    assert math.isnan(found.mean_s.high)
    beyond_s = 100 * (36.5 - 2.25)
    assert math.exp(-beyond_s / found.mean_s.low) == pytest.approx(0.025)
    assert found.at_once.value == 0
    assert (1 - found.at_once.high) ** 100 == pytest.approx(0.025)
    assert math.isnan(found.survival.median_s().value)


def test_where_all_hang_up_at_once_nothing_is_known_of_the_others() -> None:
    found = patience([0.0, 1.0, 30.0, 50.0], np.array([True, True, False, False]))
    assert found.at_once.value == 0.5
    assert math.isnan(found.mean_s.value)
    assert found.mean_s.low > 0


@pytest.mark.parametrize("waits_s", [[], [0.0, 0.0]])
def test_nobody_queued(waits_s: list[float]) -> None:
    found = patience(waits_s, np.zeros(len(waits_s), dtype=bool))
    assert found.mean_s.rows == found.at_once.rows == 0
    assert all(math.isnan(each) for each in (found.mean_s.value, found.mean_s.low, found.at_once.value))


def test_one_hang_up_says_little() -> None:
    found = patience([30.0] * 20, np.arange(20) == 0)
    assert found.law == "exponential"
    assert found.mean_s.value == pytest.approx(600, rel=0.01)
    assert found.mean_s.high > 10 * found.mean_s.low
    assert math.isnan(found.p_exponential)


def test_coarse_records_say_the_same() -> None:
    """Waits in steps of two seconds, many of them equal."""
    rng = np.random.default_rng(11)
    offered_s, ready_s = rng.exponential(90, 12_000), rng.weibull(0.7, 12_000) * 95
    waits_s, hung_up = np.minimum(offered_s, ready_s), ready_s < offered_s
    fine, coarse = (patience(waits_s, hung_up, resolution_s) for resolution_s in (1.0, 2.0))
    assert coarse.law == fine.law == "weibull"
    assert coarse.mean_s.value == pytest.approx(fine.mean_s.value, rel=0.1)


@pytest.mark.parametrize("waits_s", [[-1.0], [math.nan], [math.inf]])
def test_waits_that_are_none(waits_s: list[float]) -> None:
    with pytest.raises(ValueError, match="durations_s must be finite and at least 0"):
        patience(waits_s, np.array([True]))


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="of one shape"):
        patience([1.0, 2.0], np.array([True]))
