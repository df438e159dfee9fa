"""Opening hours found again from calls of hotlines whose hours are known."""

import numpy as np
import pytest

from mfc_capacity.core.learning.hours import opening_hours

QUARTERS = 96
HOUR_S = 3_600


def counted(
    rng: np.random.Generator, days: int, calls: float, spans: list[tuple[float, float]], strays: float = 0.0
) -> np.ndarray:
    """Return calls by quarter of an hour: fewest at the ends, and some at any time."""
    hour = (np.arange(QUARTERS) + 0.5) / 4
    rate = np.zeros(QUARTERS)
    for first, end in spans:
        within = (hour > first) & (hour < end)
        rate[within] = 0.3 + np.sin(np.pi * (hour[within] - first) / (end - first))
    rate = calls * rate / rate.sum() if rate.any() else rate
    return rng.poisson(rate + strays / QUARTERS, (days, QUARTERS)).astype(float)


def in_s(spans: list[tuple[float, float]]) -> tuple[tuple[int, int], ...]:
    return tuple((int(first * HOUR_S), int(end * HOUR_S)) for first, end in spans)


def runs(number: int = 100) -> list[np.random.Generator]:
    return [np.random.default_rng(seed) for seed in np.random.SeedSequence(5).spawn(number)]


@pytest.mark.parametrize("strays", [0.0, 0.5])
@pytest.mark.parametrize(
    "spans", [[(8, 20)], [(9.25, 17.75)], [(8, 12), (14, 20)], [(0, 24)], [(0, 2), (20, 24)]]
)
@pytest.mark.parametrize(("days", "calls"), [(22, 300), (4, 1_000), (22, 10_000)])
def test_hours_are_found_to_the_interval(
    days: int, calls: float, spans: list[tuple[float, float]], strays: float
) -> None:
    found = [opening_hours(counted(rng, days, calls, spans, strays), np.zeros(days))[0] for rng in runs()]
    assert sum(hours.open_s == in_s(spans) for hours in found) >= 95


def test_strays_are_counted() -> None:
    counts = counted(np.random.default_rng(1), 20, 1_000, [(8, 20)])
    counts[3, 8], counts[5, 90], counts[6, 31] = 1, 2, 1
    (found,) = opening_hours(counts, np.zeros(20))
    assert found.open_s == in_s([(8, 20)])
    assert found.outside == 4
    assert found.calls == counts.sum()


def test_a_line_left_open_for_one_night_is_none_of_its_hours() -> None:
    counts = counted(np.random.default_rng(2), 20, 1_000, [(8, 20)])
    counts[7] += counted(np.random.default_rng(3), 1, 300, [(0, 8)])[0]
    (found,) = opening_hours(counts, np.zeros(20))
    assert found.open_s == in_s([(8, 20)])


def test_kinds_that_open_at_the_same_time_are_one() -> None:
    counts = counted(np.random.default_rng(7), 12, 1_000, [(8, 20)])
    counts[:2, 31] = 5  # two of four Mondays, early by a quarter of an hour
    later = counted(np.random.default_rng(8), 4, 1_000, [(8, 19.5)])
    found = opening_hours(np.concatenate([counts, later]), np.repeat([0, 1, 2, 4], 4))
    assert [(hours.kinds, hours.open_s) for hours in found] == [
        ((0, 1, 2), in_s([(8, 20)])),
        ((4,), in_s([(8, 19.5)])),
    ]


def test_a_quiet_night_is_open() -> None:
    rate = np.where(np.arange(QUARTERS) < 28, 0.4, 6.0) * 4
    (found,) = opening_hours(
        np.random.default_rng(4).poisson(rate, (30, QUARTERS)).astype(float), np.zeros(30)
    )
    assert found.open_s == in_s([(0, 24)])
    assert found.outside == 0


def test_each_kind_of_day_has_its_hours_and_some_are_closed() -> None:
    rng = np.random.default_rng(5)
    week = [
        counted(rng, 8, 800, [(8, 20)]),
        counted(rng, 8, 150, [(10, 16)]),
        counted(rng, 8, 0, [], strays=0.5),
    ]
    found = opening_hours(np.concatenate(week), np.repeat([0, 5, 6], 8))
    assert [hours.kinds for hours in found] == [(0,), (5,), (6,)]
    assert [hours.open_s for hours in found] == [in_s([(8, 20)]), in_s([(10, 16)]), ()]
    assert found[2].outside == found[2].calls > 0
    assert np.isnan(found[2].margin_s)


@pytest.mark.slow
def test_the_margin_holds_what_few_calls_leave_open() -> None:
    """With so few calls hours are found too short; as often as is said, not by more than the margin and an interval."""
    held = 0
    for rng in runs(400):
        counts = rng.poisson(np.where(abs(np.arange(QUARTERS) - 55.5) < 24, 0.3, 0.0), (8, QUARTERS)).astype(
            float
        )
        (found,) = opening_hours(counts, np.zeros(8))
        first_s, end_s = found.open_s[0][0], found.open_s[-1][1]
        beyond_s = found.margin_s + 900
        held += first_s - 8 * HOUR_S <= beyond_s and 20 * HOUR_S - end_s <= beyond_s
    assert held >= 0.95 * 400


def test_days_with_holes_are_left_out() -> None:
    counts = counted(np.random.default_rng(6), 6, 1_000, [(8, 20)])
    counts[0, 40] = np.nan
    (found,) = opening_hours(counts, np.zeros(6))
    assert found.days == 5


def test_nothing_counted_has_no_hours() -> None:
    assert opening_hours(np.full((3, QUARTERS), np.nan), np.zeros(3)) == ()
    (found,) = opening_hours(np.zeros((3, QUARTERS)), np.zeros(3))
    assert found.open_s == ()
