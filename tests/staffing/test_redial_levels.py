"""What attempts meet on even days, which are steady states, and unlike callers beside simulated days."""

from dataclasses import fields, replace

import numpy as np
import pytest

from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.targets import ABANDONMENT, ASA, MEAN_WAIT, OCCUPANCY, P_WAIT, SERVICE_LEVEL, Targets
from mfc_capacity.demand.groups import Again, GroupDays
from mfc_capacity.staffing.method import GroupInputs
from mfc_capacity.staffing.stationary import Stationary
from mfc_capacity.staffing.time_dependent import TimeDependent

INTERVALS, INTERVAL_S = 12, 3600
Line = tuple[float, float, float, float, float]  # Erlangs; handling time, patience; share, delay of redials


def even_day(*lines: Line) -> TimeDependent:
    """Return a day of twelve hours, round the clock, on which as many call at any time."""
    erlangs, aht_s, patience_s, share, after_s = np.array(lines).T
    calls = erlangs * INTERVAL_S / aht_s
    rates = calls / patience_s
    again = (rates * share).sum()

    def all_day(value: float) -> np.ndarray:
        return np.full((1, INTERVALS), value)

    load = GroupDays(
        kinds=np.zeros(1, np.int64),
        terms=np.zeros(1, np.int64),
        open=all_day(1.0) > 0,
        calls=all_day(calls.sum()),
        aht_s=all_day(INTERVAL_S * erlangs.sum() / calls.sum()),
        patience_s=all_day(calls.sum() / rates.sum()),
        by_hotline=np.repeat(calls[np.newaxis, :, np.newaxis], INTERVALS, axis=2),
        hotlines=Hotlines(tuple(Callers(aht, patience=Patience(mean)) for _, aht, mean, _, _ in lines)),
        times=np.ones((1, INTERVALS), np.int64),
        again=Again(
            all_day(again / rates.sum()),
            all_day((rates * share * after_s).sum() / again),
            np.broadcast_to(share, (1, INTERVALS, share.size)),
        ),
    )
    return TimeDependent(load, INTERVAL_S, 0, 20.0, "offered")


def steady(day: TimeDependent) -> Stationary:
    """Return the same intervals, each by itself."""
    return Stationary(*(getattr(day, field.name) for field in fields(GroupInputs)))


EVEN = [
    (20, (21.0, 180.0, 300.0, 0.7, 180.0)),
    (20, (21.0, 180.0, 120.0, 0.9, 180.0)),
    (20, (19.0, 180.0, 300.0, 0.7, 180.0)),
    (8, (8.4, 180.0, 300.0, 0.3, 180.0)),
]


@pytest.mark.parametrize(("operators", "line"), EVEN)
def test_an_even_day_is_its_steady_state(operators: int, line: Line) -> None:
    """Attempts in bunches wait more often than as many at random that lose as much, and shorter."""
    day, on_duty = even_day(line), np.full((1, INTERVALS), operators)
    found, known = day.met(on_duty), steady(day).met(on_duty)
    for measure in (SERVICE_LEVEL, P_WAIT, ABANDONMENT, ASA, MEAN_WAIT, OCCUPANCY):
        assert getattr(found, measure.name) == pytest.approx(getattr(known, measure.name), rel=1e-5)
    assert day.p90_wait_s(on_duty) == pytest.approx(steady(day).p90_wait_s(on_duty), rel=0.01)
    waiting = day.load.calls * known.attempts * known.mean_wait_s / INTERVAL_S  # Little's law
    assert found.waiting_at_end == pytest.approx(waiting, rel=2e-3)


def test_intervals_beside_open_ones_without_first_attempts_are_doubted() -> None:
    """Who comes again where nobody calls for the first time is not carried."""
    day = even_day(EVEN[0][1])
    calls = day.load.calls.copy()
    calls[0, 5] = 0
    silent = day.on(replace(day.load, calls=calls, by_hotline=calls[:, np.newaxis]))
    doubted = silent.met(np.full((1, INTERVALS), 40)).is_doubtful[0]
    assert np.flatnonzero(doubted).tolist() == [4, 6]


@pytest.mark.slow
@pytest.mark.parametrize(
    "target", [{"service_level": 0.01}, {"max_abandonment": 0.4}, {"service_level": 0.8}]
)
def test_an_even_day_needs_what_its_steady_state_does(target: dict[str, float]) -> None:
    """However many more or fewer operators its attempts ask for."""
    day, targets = even_day(EVEN[1][1]), Targets(**target)
    needed = steady(day).required(targets).operators
    found = day.required(targets).operators
    assert found.max() <= needed.max()
    assert found.min() >= needed.max() - 1
    assert not (day._excess(found, targets) > 0).any()


# Of days round the clock that were played until the level was known within .4 points, 95 %: level, abandonment.
UNLIKE = [
    (40, ((16.746, 163.7, 162.2, 0.53, 681.0), (24.996, 818.3, 500.2, 0.33, 1208.0)), 0.409, 0.176),
    (80, ((42.0, 160.0, 116.0, 0.5, 600.0), (42.0, 800.0, 346.0, 0.5, 600.0)), 0.482, 0.156),
    (80, ((42.0, 160.0, 346.0, 0.5, 600.0), (42.0, 800.0, 116.0, 0.5, 600.0)), 0.496, 0.0885),
    (40, ((21.0, 160.0, 150.0, 0.0, 600.0), (21.0, 480.0, 150.0, 0.8, 600.0)), 0.531, 0.134),
    (40, ((21.0, 160.0, 150.0, 0.8, 600.0), (21.0, 480.0, 150.0, 0.0, 600.0)), 0.521, 0.137),
]


@pytest.mark.parametrize(("operators", "lines", "level", "lost"), UNLIKE)
def test_unlike_callers_who_come_again_meet_what_is_played(
    operators: int, lines: tuple[Line, ...], level: float, lost: float
) -> None:
    day, on_duty = even_day(*lines), np.full((1, INTERVALS), operators)
    for met in (day.met(on_duty), steady(day).met(on_duty)):
        assert met.service_level.mean() == pytest.approx(level, abs=0.016)
        assert met.abandonment.mean() == pytest.approx(lost, abs=0.01)
