"""The calls to come, and how far off this forecast and two habits would have been so far."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from mfc_capacity.answers.records import Content
from mfc_capacity.commands.fit.calls import known
from mfc_capacity.commands.fit.days import DaysLearnt
from mfc_capacity.core.forecast.daily import forecast
from mfc_capacity.core.forecast.intervals import by_interval
from mfc_capacity.core.forecast.rolling import rolling
from mfc_capacity.core.learning.counting import HOLIDAY, kinds_of_days
from mfc_capacity.files.units import clock_text

Row = Mapping[str, Content]
PLACES = 2


def forecast_rows(hotline: str, days: DaysLearnt, holidays: Mapping[date, str]) -> Iterator[Row]:
    """Yield the scores of the forecast and of two habits, had they been made after every week of the records."""
    for way, scores in rolling(days.counts.first, days.counts.by_day, holidays).scores().items():
        for score in scores:
            yield {
                "hotline": hotline, "week_ahead": score.week, "way": way, "days": score.days,
                "wape": known(score.wape), "bias": known(score.bias), "cover": known(score.cover),
            }  # fmt: skip


def ahead_rows(hotline: str, days: DaysLearnt, ahead: int, holidays: Mapping[date, str]) -> Iterator[Row]:
    """Yield the calls of each interval of so many days behind the last one, open intervals only."""
    counts = days.counts
    told = forecast(counts.first, days.ordinary, ahead, holidays)
    spread = by_interval(told, counts.calls)
    first = counts.first + timedelta(days=len(counts.calls))
    known = holidays if HOLIDAY in counts.kinds else {}  # until one is recorded, it is open as its weekday
    kinds = kinds_of_days(first, ahead, known)
    for day, kind in enumerate(kinds):
        for k in np.flatnonzero(days.is_open[kind]):
            mean, p10, p90 = (float(each[day, k]) for each in (spread.mean, spread.p10, spread.p90))
            yield {
                "date": (first + timedelta(days=day)).isoformat(),
                "start": clock_text(int(k) * counts.interval_s),
                "hotline": hotline,
                "calls": round(mean, PLACES),
                "calls_p10": p10,
                "calls_p90": p90,
            }
