"""Calls counted by day and interval."""

from datetime import date

import numpy as np
import pytest

from mfc_capacity.core.learning.counting import (
    arrivals_by_interval,
    interval_between,
    kinds_of_days,
    sums_by_interval,
)


def times(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[s]")


def test_arrivals_are_counted_where_they_are() -> None:
    first, counts = arrivals_by_interval(
        times("2024-02-29T23:59:59", "2024-03-02T00:00", "2024-02-29T00:00", "2024-02-29T23:45"), 900
    )
    assert first == date(2024, 2, 29)
    assert counts.shape == (3, 96)
    assert [counts[0, 0], counts[0, 95], counts[2, 0]] == [1, 2, 1]
    assert counts[1].tolist() == [0] * 96


def test_days_before_1970_are_days() -> None:
    first, counts = arrivals_by_interval(times("1969-12-31T23:30"), 1800)
    assert first == date(1969, 12, 31)
    assert counts[0, 47] == 1


def test_rows_are_summed_and_days_without_any_are_missing() -> None:
    first, counts = sums_by_interval(
        times("2024-01-01T08:00", "2024-01-01T08:05", "2024-01-03T09:00"), np.array([2.0, 3.0, 4.0]), 900
    )
    assert first == date(2024, 1, 1)
    assert counts[0, 32] == 5
    assert counts[0].sum() == 5
    assert np.isnan(counts[1]).all()
    assert counts[2, 36] == 4


def test_a_count_of_none_is_no_missing_day() -> None:
    _, counts = sums_by_interval(times("2024-01-01T08:00"), np.array([0.0]), 3600)
    assert counts.sum() == 0


@pytest.mark.parametrize(
    ("starts", "seconds"),
    [
        (("08:00", "09:00"), 3600),
        (("08:00", "08:45"), 900),
        (("08:00", "09:10"), 600),
        (("00:00", "00:00:07"), 1),
    ],
)
def test_the_interval_between_counts(starts: tuple[str, ...], seconds: int) -> None:
    assert interval_between(times(*(f"2024-01-01T{start}" for start in starts))) == seconds


def test_kinds_of_days() -> None:
    kinds = kinds_of_days(date(2024, 2, 29), 5, {date(2024, 3, 1): "a feast", date(2025, 1, 1): "another"})
    assert kinds.tolist() == [3, 7, 5, 6, 0]


@pytest.mark.parametrize("interval_s", [0, 7, 7200])
def test_an_interval_that_divides_no_hour_is_refused(interval_s: int) -> None:
    with pytest.raises(ValueError, match="interval_s must divide an hour"):
        arrivals_by_interval(times("2024-01-01"), interval_s)


def test_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one time"):
        arrivals_by_interval(times(), 900)


@pytest.mark.slow
def test_ten_million_arrivals_are_counted_in_seconds() -> None:
    from time import perf_counter

    year = np.datetime64("2024-01-01", "s") + np.random.default_rng(1).integers(0, 365 * 86_400, 10_000_000)
    started = perf_counter()
    _, counts = arrivals_by_interval(year, 900)
    assert perf_counter() - started < 10
    assert counts.shape == (365, 96)
    assert counts.sum() == 10_000_000
