"""The calls to come, and how far off this forecast and two habits would have been so far."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from mfc_capacity.answers.records import Content
from mfc_capacity.commands.fit.calls import known
from mfc_capacity.commands.fit.days import DaysLearnt
from mfc_capacity.core.forecast.daily import forecast
from mfc_capacity.core.forecast.intervals import by_interval
from mfc_capacity.core.forecast.rolling import FIRST_WEEKS, rolling
from mfc_capacity.core.learning.counting import DAY_S, HOLIDAY, kinds_of_days
from mfc_capacity.files.units import clock_text

Row = Mapping[str, Content]
PLACES = 2
WEEKS_SCORED = 26
FORECAST, CLEARLY = "forecast", 1.1  # times as far off


def forecast_rows(hotline: str, days: DaysLearnt, holidays: Mapping[date, str]) -> Iterator[Row]:
    """Yield the scores of the forecast and of two habits, had they been made every week of the last half year."""
    by_day = days.counts.by_day
    since = max(FIRST_WEEKS, len(by_day) // 7 - WEEKS_SCORED)
    for way, scores in rolling(days.counts.first, by_day, holidays, since=since).scores().items():
        for score in scores:
            yield {
                "hotline": hotline, "week_ahead": score.week, "way": way, "days": score.days,
                "wape": known(score.wape), "bias": known(score.bias), "cover": known(score.cover),
            }  # fmt: skip


def better_habit(rows: Sequence[Row]) -> dict[str, str | float] | None:
    """Return the habit that was clearly nearer a week ahead than the forecast; None where none was."""
    missed = {str(row["way"]): row["wape"] for row in rows if row["week_ahead"] == 1}
    known = {way: float(wape) for way, wape in missed.items() if isinstance(wape, float)}
    if FORECAST not in known:
        return None
    best = min(known, key=lambda way: known[way])
    if known[best] * CLEARLY >= known[FORECAST]:
        return None
    return {"habit": best, "wape": known[best], "wape_of_forecast": known[FORECAST]}


def ahead_rows(hotline: str, days: DaysLearnt, ahead: int, holidays: Mapping[date, str]) -> Iterator[Row]:
    """Yield the calls of each interval of so many days behind the last one, open intervals only."""
    counts = days.counts
    spread = by_interval(forecast(counts.first, days.ordinary, ahead, holidays), counts.calls)
    calling = 1.0 if days.ended is None else 0.0
    first = counts.first + timedelta(days=len(counts.calls))
    known = holidays if HOLIDAY in counts.kinds else {}  # until one is recorded, it is open as its weekday
    kinds = kinds_of_days(first, ahead, known)
    for day, kind in enumerate(kinds):
        for k in np.flatnonzero(days.is_open[kind]):
            mean, p10, p90 = (calling * float(each[day, k]) for each in (spread.mean, spread.p10, spread.p90))
            yield {
                "date": (first + timedelta(days=day)).isoformat(),
                "start": None if counts.interval_s == DAY_S else clock_text(int(k) * counts.interval_s),
                "hotline": hotline,
                "calls": round(mean, PLACES),
                "calls_p10": p10,
                "calls_p90": p90,
            }
