"""Texts mean what a person means, and what could mean two things is refused."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.files import units
from mfc_capacity.files.units import UnitError
from mfc_capacity.wording import text as in_words


@given(st.integers(0, 999), st.integers(0, 59), st.integers(0, 59))
def test_durations_round_trip(hours: int, minutes: int, seconds: int) -> None:
    total = 3600 * hours + 60 * minutes + seconds
    assert units.read_duration_s(f"{hours}h {minutes}m {seconds}s") == total
    assert units.read_duration_s(f"{hours}h{minutes}min{seconds} sec") == total
    assert units.read_duration_s(f"{60 * hours + minutes}m {seconds}s") == total
    assert units.read_duration_s(f"{minutes}:{seconds:02}") == 60 * minutes + seconds


@given(st.decimals(0, 100, places=4))
def test_shares_are_exact(percent: Decimal) -> None:
    assert units.read_share(f"{percent}%") == Fraction(percent) / 100
    assert units.read_share(f"{percent:f} %") == Fraction(percent) / 100


@given(st.integers(0, 10**9))
def test_numbers_with_separators(number: int) -> None:
    for text in (
        f"{number}",
        f"{number:_}",
        f"{number:,}".replace(",", " "),
        f"{number:,}".replace(",", "\u00a0"),
    ):
        assert units.read_number(text) == number


@given(st.integers(0, 86_400))
def test_clock_times_round_trip(second: int) -> None:
    minutes, seconds = divmod(second, 60)
    assert units.read_clock_s(f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}") == second


@given(st.dates())
def test_dates_round_trip(day: date) -> None:
    assert units.read_date(day.isoformat()) == day


@given(st.integers(0, 10**9), st.sampled_from(["", "k", "mln", "bln"]))
def test_money_round_trips(amount: int, scale: str) -> None:
    factor = {"": 1, "k": 10**3, "mln": 10**6, "bln": 10**9}[scale]
    if amount * factor <= 10**15:
        assert units.read_money(f"{amount:_} {scale} RUB".replace("  ", " "), "RUB") == amount * factor


@given(st.integers(0, 6), st.integers(0, 6))
def test_weekday_ranges(first: int, last: int) -> None:
    text = f"{units.WEEKDAYS[first]}-{units.WEEKDAYS[last]}"
    if last < first:
        with pytest.raises(UnitError) as caught:
            units.read_weekdays(text)
        mended = in_words(caught.value.hint or "").removeprefix("write ")
        assert set(units.read_weekdays(mended)) == {(first + k) % 7 for k in range(last - first + 8)}
    else:
        assert units.read_weekdays(text) == tuple(range(first, last + 1))


@pytest.mark.parametrize(
    ("read", "text", "hint"),
    [
        (units.read_duration_s, "200", "did you mean 200s (seconds) or 200m (minutes)?"),
        (units.read_share, "30", "did you mean 30%?"),
        (units.read_factor, "120", "did you mean 120%?"),
        (units.read_factor, "+20%", "write 120% for a fifth more, 80% for a fifth less"),
        (units.read_number, "1,5", "write 1.5"),
        (units.read_number, "9,000", "write 9000, or a point if the comma is a decimal one"),
        (units.read_service_level, "80% in 20", "did you mean 20s (seconds) or 20m (minutes)?"),
        (units.read_attrition, "3%", "did you mean 3% a month?"),
        (units.read_attrition, "0.025 per month", "did you mean 2.5% a month?"),
        (units.read_weeks, "42 days", "did you mean 6w?"),
        (units.read_tenure, "3+", "did you mean 3m+?"),
        (units.read_sizes, "10-25", "did you mean 10..25?"),
        (units.read_rate_per_hour, "360", "write 360/h for calls per hour, or 360/15m"),
        (
            units.read_hours,
            "22:00-02:00",
            "hours past midnight are not allowed: end at 24:00, and begin the next day at 00:00",
        ),
    ],
)
def test_what_is_ambiguous_is_refused_with_advice(read: object, text: str, hint: str) -> None:
    assert callable(read)
    with pytest.raises(UnitError) as caught:
        read(text)
    assert in_words(caught.value.hint or "") == hint


READERS = [
    units.read_number,
    units.read_count,
    units.read_duration_s,
    units.read_share,
    units.read_factor,
    units.read_clock_s,
    units.read_date,
    units.read_hours,
    units.read_service_level,
    units.read_weekdays,
    units.read_months,
    units.read_days_of_month,
    units.read_rate_per_hour,
    lambda text: units.read_money(text, "RUB"),
]


@given(st.text(max_size=30) | st.from_regex(r"[0-9eE+\-.%: hmsRUB,_]{0,20}", fullmatch=True))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in READERS:
        try:
            read(text)
        except UnitError as error:
            assert in_words(error.message)  # noqa: PT017 - most texts are refused, none may fail otherwise


def test_hostile_numbers_are_refused() -> None:
    for text in ("9" * 10_000, "1e999", "0." + "0" * 9_000, "nan", "inf", "-inf", "१२", "0x10", "1__e5_"):
        with pytest.raises(UnitError):
            units.read_number(text)
    for text in ("9" * 10_000 + "s", "-3m", "3m 3m", "20s 3m", "1e3s", "3:99", ""):
        with pytest.raises(UnitError):
            units.read_duration_s(text)


def test_any_amount_of_days_is_a_duration_in_hours() -> None:
    assert timedelta(seconds=units.read_duration_s("40h")) == timedelta(hours=40)
