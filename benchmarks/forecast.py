"""How well calls are forecast, beside two habits: made every week of the past with what was known then.

Run: python benchmarks/forecast.py bank_calls_5min_2003.csv [--holiday 2003-05-26=Memorial] [--weeks 4]

The file has two columns, `t` (2003-03-03 07:00:00) and `calls`: here those of a large North American bank (Weinberg,
Brown & Stroud 2007, "Bayesian forecasting of an inhomogeneous Poisson process with applications to call center data").
Days that are not in it are missing. It is not part of this repository. Ends with 1 when a promise is broken: better by
25 % than the same weekday of last week and by 8 % than the mean of six, P10 to P90 on 75 to 90 % of the days, and
20 ms for a hotline.
"""

import argparse
import csv
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.forecast.daily import forecast
from mfc_capacity.core.forecast.intervals import by_interval
from mfc_capacity.core.forecast.rolling import FIRST_WEEKS, by_habit, rolling

HOLIDAYS = ("2003-05-26=Memorial Day", "2003-07-04=Independence Day", "2003-09-01=Labor Day")
OVER_NAIVE, OVER_MEAN_OF_SIX, COVER, MOST_MS = 0.25, 0.08, (0.75, 0.90), 20.0
TIMES = 25
HEADER = "| weeks ahead | days | WAPE | naive | mean of six | bias | in P10 to P90 |"


class Records(NamedTuple):
    """Calls by interval of consecutive days (N x K), the day's first date, and holidays."""

    first: date
    counts: Floats
    holidays: Mapping[date, str]


def main() -> int:
    """Print the tables, and say which promise is broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--holiday", action="append", help="DATE=NAME; those of the bank unless given")
    parser.add_argument("--weeks", type=int, default=4, help="forecast by each")
    asked = parser.parse_args()
    named = (text.partition("=") for text in asked.holiday or HOLIDAYS)
    records = read(asked.file, {date.fromisoformat(day): name for day, _, name in named})
    took_ms = milliseconds(records, 7 * asked.weeks)
    kept = [*by_day(records, asked.weeks), took_ms < MOST_MS]
    print(f"\nfit and forecast: {took_ms:.1f} ms\n")
    by_interval_of_day(records)
    return 0 if all(kept) else 1


def read(path: Path, holidays: Mapping[date, str]) -> Records:
    """Return the file's calls; a day without a row is missing, an interval without one has no call."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [(row["t"][:10], row["t"][11:], float(row["calls"])) for row in csv.DictReader(lines)]
    clocks = {clock: k for k, clock in enumerate(sorted({row[1] for row in rows}))}
    first, last = (date.fromisoformat(pick(row[0] for row in rows)) for pick in (min, max))
    counts = np.full(((last - first).days + 1, len(clocks)), np.nan)
    for day, clock, calls in rows:
        of_day = counts[(date.fromisoformat(day) - first).days]
        of_day[np.isnan(of_day)] = 0.0
        of_day[clocks[clock]] += calls
    return Records(first, counts, holidays)


def by_day(records: Records, weeks: int) -> list[bool]:
    """Print the scores of the days, and return whether each promise is kept in the first week."""
    rolled = rolling(records.first, records.counts.sum(axis=1), records.holidays, weeks)
    scores = rolled.scores()
    print(f"{HEADER}\n|{'--:|' * (HEADER.count('|') - 1)}")
    for told, naive, six in zip(*scores.values(), strict=True):
        cells = [100 * x for x in (told.wape, naive.wape, six.wape, told.bias, told.cover)]
        print(f"| {told.week} | {told.days} | {' | '.join(f'{cell:.1f} %' for cell in cells)} |")
    told, naive, six = (of_way[0] for of_way in scores.values())
    gains = 1 - told.wape / naive.wape, 1 - told.wape / six.wape
    print(f"\nweek 1: {100 * gains[0]:.1f} % better than naive, {100 * gains[1]:.1f} % than the mean of six")
    return [
        gains[0] >= OVER_NAIVE,
        gains[1] >= OVER_MEAN_OF_SIX,
        *(COVER[0] <= week.cover <= COVER[1] for week in scores["forecast"]),
    ]


def milliseconds(records: Records, ahead: int) -> float:
    """Return the median time to learn from all days and forecast."""
    daily = records.counts.sum(axis=1)
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        forecast(records.first, daily, ahead, records.holidays)
        taken.append(time.perf_counter() - start)
    return float(1e3 * np.median(taken))


def by_interval_of_day(records: Records) -> None:
    """Print how a week ahead went by interval: forecast, that interval a week ago, and its mean of six weeks."""
    misses, held, calls = np.zeros(3), [], 0.0
    for origin in range(7 * FIRST_WEEKS, len(records.counts), 7):
        known, actual = records.counts[:origin], records.counts[origin : origin + 7]
        daily = forecast(records.first, known.sum(axis=1), len(actual), records.holidays)
        told = by_interval(daily, known)
        habits = np.stack([by_habit(of_clock, len(actual)) for of_clock in known.T], axis=-1)
        ways = np.stack([told.p50, *habits])
        alike = np.isfinite(actual + ways.sum(axis=0))
        misses += np.abs(ways - actual)[:, alike].sum(axis=1)
        calls += actual[alike].sum()
        held.append(((actual >= told.p10) & (actual <= told.p90))[alike])
    wape = [f"{100 * share:.1f} %" for share in misses / calls]
    cover = 100 * np.concatenate(held).mean()
    print(
        f"by interval, week 1: WAPE {wape[0]}, naive {wape[1]}, mean of six {wape[2]}; in P10 to P90 {cover:.1f} %"
    )


if __name__ == "__main__":
    sys.exit(main())
