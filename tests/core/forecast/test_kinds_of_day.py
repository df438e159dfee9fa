"""What a day is: by hand, from a calendar."""

from datetime import date, timedelta

import numpy as np
import pytest

from mfc_capacity.core.forecast.kinds_of_day import HOLIDAY, MONTH, NAME, kinds_of, weekdays_of

MONDAY = date(2024, 1, 1)


def weeks_of_five(weeks: int) -> np.ndarray:
    return np.tile([100.0, 100, 100, 100, 100, np.nan, np.nan], weeks)


@pytest.mark.parametrize("day", [date(1969, 12, 28), date(2024, 2, 29), date(2026, 1, 4)])
def test_weekdays_are_those_of_the_calendar(day: date) -> None:
    assert weekdays_of(np.array([(day - date(1970, 1, 1)).days])) == [day.weekday()]


def test_the_days_beside_a_holiday_are_the_working_days_beside_it() -> None:
    kinds = kinds_of(MONDAY, 28, weeks_of_five(3), {MONDAY + timedelta(14): "Any"})
    holiday, eve, after = (np.flatnonzero(kinds.columns[:, k]).tolist() for k in (8, 9, 10))
    assert (holiday, eve, after) == ([14], [11], [15])
    assert np.flatnonzero(kinds.special).tolist() == [11, 14, 15]


def test_a_holiday_on_a_day_without_work_is_none() -> None:
    kinds = kinds_of(MONDAY, 28, weeks_of_five(3), {MONDAY + timedelta(12): "Saturday"})
    assert not kinds.special.any()
    assert NAME not in kinds.spreads


def test_holidays_next_to_each_other_have_no_eve_between() -> None:
    kinds = kinds_of(MONDAY, 21, np.full(14, 10.0), {MONDAY + timedelta(k): "Two days" for k in (7, 8)})
    holiday, eve, after = (np.flatnonzero(kinds.columns[:, k]).tolist() for k in (8, 9, 10))
    assert (holiday, eve, after) == ([7, 8], [6], [9])


def test_every_column_has_a_spread_and_names_have_their_own() -> None:
    holidays = {MONDAY + timedelta(3): "A", MONDAY + timedelta(10): "B", MONDAY + timedelta(17): "B"}
    kinds = kinds_of(MONDAY, 28, np.full(21, 10.0), holidays)
    assert kinds.columns.shape == (28, kinds.spreads.size)
    assert kinds.spreads.tolist().count(NAME) == 2
    assert kinds.spreads[8] == HOLIDAY
    named = kinds.columns[:, kinds.spreads == NAME]
    assert [np.flatnonzero(column).tolist() for column in named.T] == [[3], [10, 17]]


def test_the_place_in_the_month_begins_anew_with_each_month() -> None:
    kinds = kinds_of(MONDAY, 366, np.full(30, 10.0), {})
    waves = kinds.columns[:, kinds.spreads == MONTH]
    months = np.array([(MONDAY + timedelta(k)).month for k in range(366)])
    assert waves[months == 1] == pytest.approx(waves[months == 3])
    for month in range(1, 13):
        assert waves[months == month].sum(axis=0) == pytest.approx(np.zeros(waves.shape[1]), abs=1e-9)


def test_the_share_of_days_is_none_unknown_or_all() -> None:
    counts = np.tile([100.0, 100, 100, 100, 100, 0, np.nan], 3)
    assert kinds_of(MONDAY, 28, counts, {}).share[21:].tolist() == pytest.approx(
        [1, 1, 1, 1, 1, 0, np.nan], nan_ok=True
    )


def test_a_holiday_that_has_not_passed_is_like_those_that_have() -> None:
    counts = np.full(21, 100.0)
    counts[[3, 10]] = np.nan, 0.0
    holidays = {
        MONDAY + timedelta(k): name for k, name in ((3, "A"), (10, "B"), (22, "A"), (23, "B"), (24, "C"))
    }
    assert kinds_of(MONDAY, 28, counts, holidays).share[21:26].tolist() == pytest.approx(
        [1, np.nan, 0, 0, 1], nan_ok=True
    )
