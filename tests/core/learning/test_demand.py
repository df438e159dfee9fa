"""Demand learnt from days whose truth is known."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from mfc_capacity.core.learning.demand import Demand, demand
from mfc_capacity.core.learning.estimates import Estimate

MONDAY = date(2021, 1, 4)
WEEK = np.array([1.3, 1.1, 1.0, 1.0, 0.9, 0.5, 0.2])
MONTHS = np.array([0.8, 0.9, 1.0, 1.0, 1.1, 1.1, 0.9, 0.9, 1.1, 1.1, 1.1, 1.1])
BASE, CALLS = WEEK[:5].mean(), 2_000
HOLIDAY = 0.4
FEASTS = {
    date(year, month, day): name
    for year in (2021, 2022)
    for month, day, name in [(5, 3, "May"), (5, 4, "May"), (8, 16, "A"), (10, 6, "B"), (12, 24, "C")]
}


def counted(
    rng: np.random.Generator,
    days: int,
    varies: float = 0.0,
    holidays: dict[date, str] | None = None,
    months: np.ndarray | None = None,
    growth: float = 1.0,
    walk: float = 0.0,
) -> np.ndarray:
    dates = [MONDAY + timedelta(days=k) for k in range(days)]
    kind = [HOLIDAY if day in (holidays or {}) else WEEK[day.weekday()] for day in dates]
    season = [1.0 if months is None else months[day.month - 1] / months.mean() for day in dates]
    trend = growth ** ((np.arange(days) - days + 1) / 365.25)
    level = np.ones(days)
    if walk:
        steps = rng.normal(0, walk * np.sqrt(1 - 0.7**2), days)
        steps[0] = rng.normal(0, walk)
        for day in range(1, days):
            steps[day] += 0.7 * steps[day - 1]
        level = np.exp(steps - walk**2 / 2)
    factors = rng.gamma(varies**-2, varies**2, days) if varies else np.ones(days)
    return rng.poisson(CALLS * np.array(kind) * season * trend * level * factors).astype(float)


def holds(found: Estimate, truth: float) -> bool:
    return found.low <= truth <= found.high


def held(draw: Callable[[np.random.Generator], dict[str, bool]], runs: int = 100) -> dict[str, int]:
    """Return in how many runs each figure's interval held."""
    found = [draw(np.random.default_rng(seed)) for seed in np.random.SeedSequence(7).spawn(runs)]
    return {name: sum(run[name] for run in found) for name in found[0]}


@pytest.mark.slow
@pytest.mark.parametrize("varies", [0.0, 0.12])
@pytest.mark.parametrize("weeks", [4, pytest.param(16, marks=pytest.mark.long)])
def test_weeks_without_a_year_cover(weeks: int, varies: float) -> None:
    def draw(rng: np.random.Generator) -> dict[str, bool]:
        found = demand(MONDAY, counted(rng, 7 * weeks, varies), {})
        assert found.months is None
        assert found.growth is None
        weekdays = {f"weekday {k}": holds(day, WEEK[k] / BASE) for k, day in enumerate(found.weekdays)}
        return {"calls": holds(found.calls_per_day, CALLS * BASE), **weekdays}

    assert min(held(draw).values()) >= 89


@pytest.mark.slow
@pytest.mark.parametrize(
    ("varies", "growth"),
    [
        pytest.param(0.0, 1.0, marks=pytest.mark.long),
        pytest.param(0.12, 1.0, marks=pytest.mark.long),
        (0.12, 1.3),
    ],
)
def test_two_years_cover(varies: float, growth: float) -> None:
    def draw(rng: np.random.Generator) -> dict[str, bool]:
        found = demand(MONDAY, counted(rng, 730, varies, FEASTS, MONTHS, growth), FEASTS)
        assert found.months is not None
        assert found.growth is not None
        months = {
            f"month {k}": holds(month, MONTHS[k] / MONTHS.mean()) for k, month in enumerate(found.months)
        }
        names = {name: holds(factor, HOLIDAY / BASE) for name, factor in found.holidays.items()}
        return {
            "calls": holds(found.calls_per_day, CALLS * BASE),
            "saturday": holds(found.weekdays[5], WEEK[5] / BASE),
            "holiday": holds(found.holiday, HOLIDAY / BASE),
            "growth": holds(found.growth, growth),
            **months,
            **names,
        }

    found = held(draw)
    each_month = [found.pop(name) for name in [*found] if name.startswith("month")]
    assert np.mean(each_month) >= 93
    assert min(each_month) >= 85  # of twelve, one is low by chance
    assert set(found) == {"calls", "saturday", "holiday", "growth", "May", "A", "B", "C"}
    assert min(found.values()) >= 89


@pytest.mark.slow
def test_days_that_go_together_cover() -> None:
    def draw(rng: np.random.Generator) -> dict[str, bool]:
        found = demand(MONDAY, counted(rng, 182, 0.05, walk=0.1), {})
        return {
            "calls": holds(found.calls_per_day, CALLS * BASE),
            "monday": holds(found.weekdays[0], WEEK[0] / BASE),
            "correlation": 0.3 < found.correlation < 0.8,
        }

    assert min(held(draw).values()) >= 89


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "varies"),
    [
        (31, 0.0),
        (31, 0.12),
        pytest.param(365, 0.0, marks=pytest.mark.long),
        (365, 0.12),
        pytest.param(365, 0.4, marks=pytest.mark.long),
    ],
)
def test_quiet_records_have_no_peaks(days: int, varies: float) -> None:
    found = held(lambda rng: {"quiet": not demand(MONDAY, counted(rng, days, varies), {}).peaks})
    assert found["quiet"] >= 95 - 2 * np.sqrt(100 * 0.05 * 0.95)  # what a promise of 95 may give by chance


@pytest.mark.slow
@pytest.mark.parametrize(("times", "first", "days"), [(1.8, 40, 3), (0.4, 60, 1), (3.0, 30, 5)])
@pytest.mark.parametrize("varies", [pytest.param(0.0, marks=pytest.mark.long), 0.12])
def test_a_planted_peak_is_found_with_its_days(times: float, first: int, days: int, varies: float) -> None:
    def draw(rng: np.random.Generator) -> dict[str, bool]:
        counts = counted(rng, 120, varies)
        counts[first : first + days] = rng.poisson(counts[first : first + days] * times)
        peaks = demand(MONDAY, counts, {}).peaks
        begin, end = MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + days - 1)
        hits = [peak for peak in peaks if peak.first <= end and peak.last >= begin]
        return {
            "found": bool(hits),
            "on its days": [(peak.first, peak.last) for peak in hits] == [(begin, end)],
            "multiply": bool(hits) and holds(hits[0].multiply, times),
        }

    found = held(draw)
    assert found["found"] >= 98  # three days of 1.8 times may each be low by themselves
    assert found["on its days"] >= 85  # a day beside it may lie high by itself
    assert found["multiply"] >= 85


def with_days_of_month(rng: np.random.Generator, counts: np.ndarray, times: float) -> np.ndarray:
    of_month = np.array([(MONDAY + timedelta(days=k)).day for k in range(counts.size)])
    peak = (of_month >= 15) & (of_month <= 26)
    return np.where(peak, rng.poisson(counts * times), counts).astype(float)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "times"), [(120, 1.78), (365, 1.78), pytest.param(365, 0.85, marks=pytest.mark.long)]
)
def test_days_of_every_month_are_found(days: int, times: float) -> None:
    def draw(rng: np.random.Generator) -> dict[str, bool]:
        counts = counted(rng, days, 0.12, months=MONTHS if days >= 365 else None)
        found = demand(MONDAY, with_days_of_month(rng, counts, times), {})
        peak = found.recurring
        return {
            "found": peak is not None,
            "on its days": peak is not None and (peak.first, peak.last) == (15, 26),
            "multiply": peak is not None and holds(peak.multiply, times),
            "calls": holds(found.calls_per_day, CALLS * BASE),
        }

    found = held(draw)
    assert found["found"] == 100
    assert found["on its days"] >= 85
    assert min(found["multiply"], found["calls"]) >= 89


@pytest.mark.slow
@pytest.mark.parametrize(("varies", "walk"), [(0.12, 0.0), pytest.param(0.05, 0.1, marks=pytest.mark.long)])
def test_months_without_such_days_have_none(varies: float, walk: float) -> None:
    found = held(
        lambda rng: {"none": demand(MONDAY, counted(rng, 365, varies, walk=walk), {}).recurring is None}
    )
    assert found["none"] >= 95 - 2 * np.sqrt(100 * 0.05 * 0.95)


def test_a_day_of_ten_times_the_calls_is_no_peak_of_every_month() -> None:
    counts = counted(np.random.default_rng(6), 200, 0.05)
    counts[70] *= 10
    found = demand(MONDAY, counts, {})
    assert found.recurring is None
    assert [peak.first for peak in found.peaks] == [MONDAY + timedelta(days=70)]


def test_the_figures_multiply_to_the_days() -> None:
    """As a scenario multiplies them: calls a day, weekday or holiday, month, growth, peak."""
    rng = np.random.default_rng(8)
    counts = with_days_of_month(rng, counted(rng, 730, 0.05, FEASTS, MONTHS, 1.3), 1.5)
    found = demand(MONDAY, counts, FEASTS)
    assert found.months is not None
    assert found.growth is not None
    assert found.recurring is not None
    for k in range(730):
        day = MONDAY + timedelta(days=k)
        kind = found.holidays[FEASTS[day]] if day in FEASTS else found.weekdays[day.weekday()]
        factors = kind.value * found.months[day.month - 1].value * found.growth.value ** ((k - 729) / 365.25)
        peak = found.recurring.multiply.value if 15 <= day.day <= 26 else 1
        assert found.expected[k] == pytest.approx(found.calls_per_day.value * factors * peak)
    assert np.mean([month.value for month in found.months]) == pytest.approx(1)
    assert np.mean([day.value for day in found.weekdays[:5]]) == pytest.approx(1)


def test_a_peak_in_a_month_of_four_such_weekdays_does_not_hide_itself() -> None:
    counts = counted(np.random.default_rng(1), 28, 0.05)
    counts[9] *= 4
    (peak,) = demand(MONDAY, counts, {}).peaks
    assert peak.first == peak.last == MONDAY + timedelta(days=9)
    assert holds(peak.multiply, 4)


def test_a_day_without_calls_is_a_peak_of_none() -> None:
    counts = counted(np.random.default_rng(2), 90, 0.1)
    counts[44:46] = 0
    (peak,) = demand(MONDAY, counts, {}).peaks
    assert (peak.first, peak.last) == (MONDAY + timedelta(days=44), MONDAY + timedelta(days=45))
    assert np.flatnonzero(~demand(MONDAY, counts, {}).usual).tolist() == [44, 45]
    assert peak.multiply.value == peak.multiply.low == 0 < peak.multiply.high < 0.01


def test_exact_days_by_hand() -> None:
    week = np.array([120.0, 100, 100, 100, 80, 50, 0])
    found = demand(MONDAY, np.tile(week, 8), {})
    assert found.calls_per_day.value == pytest.approx(100, rel=1e-4)
    assert [day.value for day in found.weekdays] == pytest.approx(week / 100, rel=1e-4)
    assert found.calls_per_day.rows == 40
    assert [day.rows for day in found.weekdays] == [8] * 7
    assert found.weekdays[6].high == pytest.approx(-np.log(0.025) / 800)
    assert found.working_week == (0, 1, 2, 3, 4)


def test_the_working_week_is_where_the_calls_are() -> None:
    week = np.array([100.0, 100, 100, 100, 40, 10, 100])
    found = demand(MONDAY, np.tile(week, 8), {})
    assert found.working_week == (0, 1, 2, 3, 6)
    assert found.calls_per_day.value == pytest.approx(100, rel=1e-4)


def test_weekdays_that_are_missing_are_unknown() -> None:
    counts = np.tile([100.0, 100, 100, 100, 100, np.nan, np.nan], 8)
    found = demand(MONDAY, counts, {})
    assert np.isnan(found.weekdays[5].value)
    assert found.weekdays[5].rows == 0
    assert np.isnan(found.expected[5])


def test_a_weekday_with_strays_is_closed_even_if_it_was_open_once() -> None:
    rng = np.random.default_rng(9)
    counts = counted(rng, 364, 0.1)
    counts[6::7] = rng.poisson(0.2, 52)
    counts[6 + 7 * 20] = 700
    found = demand(MONDAY, counts, {})
    assert found.weekdays[6].value == pytest.approx(counts[6::7].sum() / 52 / CALLS / BASE, rel=0.05)
    assert found.weekdays[6].high < 0.01
    assert not found.usual[6::7].any()
    assert found.peaks == ()


def test_a_holiday_without_calls_is_apart_from_those_with_some() -> None:
    counts = counted(np.random.default_rng(3), 120)
    holidays = {MONDAY + timedelta(days=k): name for k, name in [(8, "A"), (30, "A"), (52, "Closed")]}
    counts[[8, 30, 52]] = [800, 850, 0]
    found = demand(MONDAY, counts, holidays)
    assert found.holidays["Closed"].value == 0
    assert holds(found.holiday, 825 / CALLS / BASE)
    assert found.holiday.rows == 2


def test_holidays_that_differ_widen_what_is_said_of_all() -> None:
    rng = np.random.default_rng(4)
    counts = counted(rng, 365, 0.05, FEASTS)
    unlike = counts.copy()
    for k, day in enumerate(sorted(FEASTS)[:5]):
        unlike[(day - MONDAY).days] *= [0.5, 0.5, 1.0, 1.5, 2.0][k]
    alike_found, unlike_found = demand(MONDAY, counts, FEASTS), demand(MONDAY, unlike, FEASTS)

    def width(found: Demand) -> float:
        return found.holiday.high / found.holiday.low

    assert width(unlike_found) > 3 * width(alike_found)
    assert holds(alike_found.holiday, HOLIDAY / BASE)


def test_growth_is_left_out_where_chance_may_do_it() -> None:
    rng = np.random.default_rng(5)
    grown = demand(MONDAY, counted(rng, 730, 0.05, months=MONTHS, growth=1.2), {})
    assert grown.grows
    assert holds(grown.calls_per_day, CALLS * BASE)  # on the last day, which the record's mean is below
    assert (
        grown.expected[:90].mean()
        < 0.85 * grown.expected[-90:].mean() * MONTHS[:3].mean() / MONTHS[-3:].mean()
    )
    assert demand(MONDAY, counted(rng, 500, growth=1.2), {}).growth is None


def test_no_calls_are_not_none_for_certain() -> None:
    found = demand(MONDAY, np.zeros(28), {})
    assert found.calls_per_day.value == 0 < found.calls_per_day.high
    assert np.isnan(found.weekdays[0].value)


def test_one_day_is_hardly_known() -> None:
    found = demand(MONDAY, np.array([500.0]), {MONDAY: "New Year"})
    assert found.calls_per_day.value == pytest.approx(500, rel=1e-6)
    assert found.calls_per_day.high > 3 * found.calls_per_day.low


@pytest.mark.parametrize("counts", [[-1.0], [np.inf], [np.nan]])
def test_what_is_no_count_is_refused(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="counts must"):
        demand(MONDAY, np.array(counts), {})
