"""What callers meet through a day, by brute force: every caller's place in the queue as a state of its own.

Matrix exponentials of the whole chain give the law at the moment of arrival, those of the tagged caller's
chain what follows, interval by interval; Gauss-Legendre nodes integrate over the moment.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from scipy.linalg import expm

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.day.transient import through_day

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class SmallDay:
    """A day (I) of a system small enough for dense matrices; rates per second."""

    arrivals: Floats
    service: Floats
    hang_up: Floats
    operators: Floats
    interval_s: float
    within_s: float
    states: int = 64
    places: int = 44
    nodes: int = 10

    @property
    def wait_within_s(self) -> float:
        """A second threshold, of answered callers."""
        return 1.7 * self.within_s + 5

    @property
    def last(self) -> int:
        return self.arrivals.size - 1

    def generator(self, i: int) -> Floats:
        k = np.arange(self.states)
        up = np.where(k < self.states - 1, self.arrivals[i], 0.0)
        busy = np.minimum(k, self.operators[i])
        down = busy * self.service[i] + (k - busy) * self.hang_up[i]
        return np.diag(-(up + down)) + np.diag(up[:-1], -1) + np.diag(down[1:], 1)

    def falling(self, i: int, *, stays: bool) -> tuple[Floats, Floats]:
        """Return the generator of a tagged caller's place (backward) and the rate of being served at each."""
        pace = self.operators[i] * self.service[i] + np.arange(self.places) * self.hang_up[i]
        own = 0.0 if stays else self.hang_up[i]
        served = np.zeros(self.places)
        served[0] = self.operators[i] * self.service[i]
        return np.diag(-(pace + own)) + np.diag(pace[1:], -1), served

    def with_operators(self, i: int, law: Floats) -> Floats:
        """Return the law after the change of operators before interval i."""
        before, now, k = self.operators[i - 1], self.operators[i], np.arange(self.states)
        after = np.where(k > before, k - before + min(before, now), np.minimum(k, now))
        if now >= before:
            after = k
        with_operators = np.zeros(self.states)
        np.add.at(with_operators, after, law)
        return with_operators

    def moved_up(self, i: int, values: Floats, at_once: float) -> Floats:
        """Return values by place after interval i begins, for places before it."""
        come = max(self.operators[i] - self.operators[i - 1], 0)
        return np.concatenate([np.full(come, at_once), values])[: self.places]


def served_in_time(day: SmallDay, i: int, to_end_s: float, within_s: float, *, stays: bool) -> Floats:
    """Return the chance by place, so many seconds before interval i ends."""
    matrix, served = day.falling(i, stays=stays)
    block = np.block([[matrix, served[:, None]], [np.zeros((1, day.places + 1))]])
    if within_s <= to_end_s or i == day.last:
        return (expm(within_s * block) @ np.r_[np.zeros(day.places), 1.0])[:-1]
    later = served_in_time(day, i + 1, day.interval_s, within_s - to_end_s, stays=stays)
    return (expm(to_end_s * block) @ np.r_[day.moved_up(i + 1, later, 1.0), 1.0])[:-1]


def still_waiting(day: SmallDay, i: int, to_end_s: float, within_s: float) -> Floats:
    """Return the chance by place, so many seconds before interval i ends, of neither being served nor having gone."""
    matrix, _ = day.falling(i, stays=False)
    if within_s <= to_end_s or (i == day.last and day.operators[i] > 0):
        return expm(within_s * matrix) @ np.ones(day.places)
    if i == day.last:
        return np.zeros(day.places)
    later = still_waiting(day, i + 1, day.interval_s, within_s - to_end_s)
    return expm(to_end_s * matrix) @ day.moved_up(i + 1, later, 0.0)


def waits_block(day: SmallDay, i: int) -> Floats:
    """Return the backward generator of (served, wait x served, wait, 1) by place."""
    matrix, served = day.falling(i, stays=False)
    none, one, column = np.zeros_like(matrix), np.eye(day.places), np.zeros((day.places, 1))
    rows = [
        [matrix, none, none, served[:, None]],
        [one, matrix, none, column],
        [none, none, matrix, column + 1],
        [np.zeros((1, 3 * day.places + 1))],
    ]
    return np.block(rows)


def waits_at_ends(day: SmallDay) -> list[Floats]:
    """Return (served, wait x served, wait, 1) by place when each interval ends."""
    places, last = day.places, day.last
    matrix, served = day.falling(last, stays=False)
    end = np.r_[np.zeros(3 * places), 1.0]
    if day.operators[last] > 0:
        chance = np.linalg.solve(-matrix, served)
        end = np.r_[chance, np.linalg.solve(-matrix, chance), np.linalg.solve(-matrix, np.ones(places)), 1.0]
    ends = [end]
    for i in range(last, 0, -1):
        start = expm(day.interval_s * waits_block(day, i)) @ ends[0]
        parts = np.split(start[:-1], 3)
        moved = [day.moved_up(i, part, once) for part, once in zip(parts, (1.0, 0.0, 0.0), strict=True)]
        ends.insert(0, np.r_[*moved, 1.0])
    return ends


def met(day: SmallDay) -> dict[str, Floats]:
    """Return the figures of `Day` that concern callers (I)."""
    sums: dict[str, list[float]] = {}
    law = np.eye(day.states)[0]
    for i, end in enumerate(waits_at_ends(day)):
        law = day.with_operators(i, law) if i else law
        totals = np.zeros(8)
        for moment, weight in moments(day):
            totals += weight * arriving(
                day, i, expm(moment * day.generator(i)) @ law, day.interval_s - moment, end
            )
        law = expm(day.interval_s * day.generator(i)) @ law
        waiting = float(law @ np.maximum(np.arange(day.states) - day.operators[i], 0))
        for name, value in figures(totals / day.interval_s, waiting).items():
            sums.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in sums.items()}


def moments(day: SmallDay) -> list[tuple[float, float]]:
    """Return moments of arrival in an interval and their weights, apart where a threshold ends with an interval."""
    nodes, weights = np.polynomial.legendre.leggauss(day.nodes)
    ends = (day.interval_s - within_s % day.interval_s for within_s in (day.within_s, day.wait_within_s))
    cuts = sorted({0.0, *ends, day.interval_s})
    return [
        (start + (end - start) * (1 + node) / 2, (end - start) / 2 * weight)
        for start, end in pairwise(cuts)
        for node, weight in zip(nodes, weights, strict=True)
    ]


def arriving(day: SmallDay, i: int, law: Floats, to_end_s: float, end: Floats) -> Floats:
    """Return the chances of waiting, being served, in time, in time if staying, and the waits, on arrival."""
    n = day.operators[i]
    free, found = law[:n].sum(), law[n : n + day.places]
    served, served_wait, wait = np.split((expm(to_end_s * waits_block(day, i)) @ end)[:-1], 3)
    in_time, virtual = (
        served_in_time(day, i, to_end_s, day.within_s, stays=stays) for stays in (False, True)
    )
    in_wait = served_in_time(day, i, to_end_s, day.wait_within_s, stays=False)
    still = still_waiting(day, i, to_end_s, day.within_s)
    columns = (np.ones(day.places), served, in_time, virtual, served_wait, wait, in_wait, still)
    by_place = np.stack([column[: found.size] for column in columns])
    return by_place @ found + free * np.array([0, 1, 1, 1, 0, 0, 1, 0])


def figures(means: Floats, waiting_at_end: float) -> dict[str, float]:
    waited, served, in_time, virtual, served_wait, wait, in_wait, still = (float(mean) for mean in means)
    return {
        "p_wait": waited,
        "abandonment": 1 - served,
        "service_level_offered": in_time,
        "service_level_answered": in_time / served if served > 1e-9 else 0.0,
        "service_level_virtual": virtual,
        "service_level_positive": 1 - still,
        "service_level_short": in_time / (in_time + still) if in_time + still > 1e-9 else 0.0,
        "wait_level": in_wait / served if served > 1e-9 else 0.0,
        "asa_s": served_wait / served if served > 1e-9 else np.inf,
        "mean_wait_s": wait,
        "waiting_at_end": waiting_at_end,
    }


def day_of(
    load: list[float],
    operators: list[int],
    patience_s: list[float],
    *,
    aht_s: list[float] | None = None,
    interval_s: float = 300.0,
    within_s: float = 20.0,
) -> SmallDay:
    service = 1 / np.array(aht_s or [180.0] * len(load))
    return SmallDay(
        arrivals=np.array(load) * service,
        service=service,
        hang_up=1 / np.array(patience_s),
        operators=np.array(operators),
        interval_s=interval_s,
        within_s=within_s,
    )


FOREVER = float("inf")
DAYS = {
    "up and down": day_of([3, 7, 9, 4], [4, 8, 9, 4], [120] * 4),
    "never hanging up": day_of([3, 7, 9, 4], [4, 9, 10, 6], [FOREVER] * 4),
    "other calls and callers in each": day_of(
        [3, 7, 9, 4], [4, 9, 9, 6], [FOREVER, 100, 60, FOREVER], aht_s=[180, 120, 200, 150]
    ),
    "overload": day_of([3, 12, 9, 4], [5, 8, 12, 6], [600] * 4, within_s=60),
    "overload, never hanging up": day_of([3, 10, 9, 4], [5, 8, 12, 6], [FOREVER] * 4, within_s=60),
    "a threshold of most of an interval": day_of([3, 7, 9, 4], [4, 7, 11, 6], [300] * 4, within_s=200),
    "a threshold of some intervals": day_of(
        [3, 7, 9, 4], [4, 7, 11, 6], [300] * 4, interval_s=100, within_s=250
    ),
    "a threshold beyond the next interval": day_of(
        [4, 4, 4], [1, 1, 4], [FOREVER] * 3, aht_s=[1800] * 3, interval_s=900, within_s=1200
    ),
    "many come to a long queue": day_of([16, 16], [1, 8], [200] * 2, aht_s=[1800] * 2, interval_s=900),
    "a threshold of nothing": day_of([3, 7, 9, 4], [4, 8, 9, 4], [120] * 4, within_s=0),
    "nobody for a while": day_of([3, 3, 3, 3], [4, 0, 6, 4], [600] * 4, within_s=60),
    "nobody for a while, never hanging up": day_of([3, 3, 3, 3], [4, 0, 6, 4], [FOREVER] * 4, within_s=60),
    "nobody at the end": day_of([3, 3, 3, 3], [4, 3, 4, 0], [600] * 4, within_s=60),
    "one operator": day_of([0.5, 0.9, 0.2, 0.7], [1, 1, 1, 1], [400] * 4),
}


@pytest.mark.parametrize("name", DAYS)
def test_every_figure_against_every_place_as_a_state(name: str) -> None:
    day, expected = DAYS[name], met(DAYS[name])
    result = through_day(
        day.arrivals * 3600,
        1 / day.service,
        day.operators,
        interval_s=day.interval_s,
        patience_s=np.array([1 / rate if rate else np.inf for rate in day.hang_up]),
        within_s=day.within_s,
        wait_within_s=day.wait_within_s,
    )
    for measure, values in expected.items():
        tolerance = {"asa_s": 2e-5}.get(measure, 1e-6)  # the asa's change of chances is a series cut off
        np.testing.assert_allclose(
            getattr(result, measure)[0], values, rtol=tolerance, atol=1e-7, err_msg=measure
        )
