"""Make the forecast and the roster of the quarter.

Run: python scenarios/quarter/make.py

Four queues of a city by half hours, 91 days from 8 to 21: what a planner has in a spreadsheet. The figures are
invented, and always the same.
"""

import csv
import math
import random
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent
FIRST, DAYS = date(2026, 4, 1), 91
HALF_HOURS = range(16, 42)
HOLIDAYS = {date(2026, 5, 1), date(2026, 5, 9), date(2026, 6, 12)}
WEEKDAYS = (1.18, 1.06, 1.0, 0.98, 0.94, 0.42, 0.31)
# Calls of an ordinary half hour, growth over the quarter, handling time in seconds, hour of the peak.
QUEUES = {
    "City line": (62.0, 0.06, 205, 11),
    "Clinics": (88.0, -0.04, 165, 9),
    "Housing": (31.0, 0.0, 260, 18),
    "Social support": (19.0, 0.02, 340, 12),
}
SHIFT_STARTS = (16, 20, 26, 34)


def main() -> None:
    """Write forecast.csv and roster.csv beside this file."""
    write(FOLDER)


def write(folder: Path) -> None:
    """Write both files into a folder."""
    rows = list(forecast())
    save(folder / "forecast.csv", ("Date", "Time", "Queue", "Offered", "AHT"), rows)
    save(folder / "roster.csv", ("Date", "Start", "Group", "Operators"), roster())


def forecast() -> list[tuple[str, str, str, str, str]]:
    """Return the rows of the forecast: calls offered and handling time of a queue in half an hour."""
    noise = random.Random(2026)
    rows = []
    for day in days():
        for queue, (level, growth, aht_s, peak) in QUEUES.items():
            of_day = level * WEEKDAYS[day.weekday()] * (1 + growth * (day - FIRST).days / DAYS)
            of_day *= 0.3 if day in HOLIDAYS else noise.uniform(0.95, 1.05)
            for half_hour in HALF_HOURS:
                calls = of_day * shape(half_hour / 2, peak) * noise.uniform(0.93, 1.07)
                handled_s = aht_s * (1 + 0.004 * (half_hour - 16))
                rows.append((day.isoformat(), clock(half_hour), queue, f"{calls:.1f}", f"{handled_s:.1f}"))
    return rows


def roster() -> list[tuple[str, str, str, str]]:
    """Return the rows of the roster: who is on duty, from the start of a shift to that of the next."""
    rows = []
    for day in days():
        share = 0.45 if day.weekday() > 4 or day in HOLIDAYS else 1.0
        for queue, (level, _, aht_s, peak) in QUEUES.items():
            for half_hour in SHIFT_STARTS:
                load = level * 2 * shape(half_hour / 2 + 1, peak) * aht_s / 3600
                operators = math.ceil(share * (1.2 * load + math.sqrt(load)))
                rows.append((day.isoformat(), clock(half_hour), queue, str(operators)))
            rows.append((day.isoformat(), clock(HALF_HOURS.stop), queue, "0"))
    return rows


def days() -> list[date]:
    """Return the days of the quarter."""
    return [FIRST + timedelta(days=k) for k in range(DAYS)]


def shape(hour: float, peak: int) -> float:
    """Return the level of an hour of the day: a hill at the peak over a plain."""
    return 0.45 + 0.9 * math.exp(-(((hour - peak) / 3.5) ** 2))


def clock(half_hour: int) -> str:
    """Return the clock time at which a half hour begins."""
    return f"{half_hour // 2:02}:{half_hour % 2 * 30:02}"


def save(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write a table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
