"""The log of `scenarios/records`: eight weeks of a line whose truth is known, for documents and tests.

Monday has 120 % and Saturday 40 % of the calls of other days, Sunday is closed; days differ by 10 % beyond chance; 17
March had a campaign, with 170 %. Patience is log-normal, half of those who hang up call again within some ten minutes.
"""

import csv
import gzip
import heapq
import io
from pathlib import Path

import numpy as np

from tests.records.logs import DAY_S, Logged, plain_row

FIRST, DAYS, SEED = "2026-02-02", 56, 20260202
CALLS_PER_DAY, AHT_S, AHT_CV, PATIENCE_S, PATIENCE_CV = 300, 200, 1.2, 240, 1.5
REDIAL_SHARE, REDIAL_AFTER_S, VARIES = 0.5, 600, 0.10
WEEKDAYS = (1.2, 1.0, 1.0, 1.0, 1.0, 0.4, 0.0)
CAMPAIGN = {"2026-03-17": 1.7}
HOURS = np.array([3, 6, 7, 6, 5, 5, 6, 5, 4, 3, 2, 2], dtype=float)  # from 08:00 on
OPERATORS = 4


def log() -> list[Logged]:
    """Return the calls in the order of their arrival."""
    draw = np.random.default_rng(SEED)
    coming = [(second, caller) for caller, second in enumerate(_arrivals(draw))]
    free_at_s = [0.0] * OPERATORS
    heapq.heapify(coming)
    calls = []
    while coming:
        arrived_s, caller = heapq.heappop(coming)
        if not 8 * 3600 <= arrived_s % DAY_S < 20 * 3600:
            continue
        wait_s, patience_s = max(0.0, free_at_s[0] - arrived_s), _lognormal(draw, PATIENCE_S, PATIENCE_CV)
        if wait_s <= patience_s:
            handling_s = _lognormal(draw, AHT_S, AHT_CV)
            heapq.heapreplace(free_at_s, arrived_s + wait_s + handling_s)
            calls.append(Logged("City line", arrived_s, wait_s, "answered", handling_s, caller))
            continue
        calls.append(Logged("City line", arrived_s, patience_s, "abandoned", None, caller))
        if draw.random() < REDIAL_SHARE:
            heapq.heappush(coming, (arrived_s + patience_s + draw.exponential(REDIAL_AFTER_S), caller))
    return calls


def _arrivals(draw: np.random.Generator) -> list[float]:
    seconds: list[float] = []
    for day in range(DAYS):
        date = np.datetime64(FIRST) + day
        mean = (
            CALLS_PER_DAY
            * WEEKDAYS[day % 7]
            * CAMPAIGN.get(str(date), 1.0)
            * draw.gamma(VARIES**-2, VARIES**2)
        )
        counts = draw.poisson(mean * HOURS / HOURS.sum())
        hours = 8 + np.repeat(np.arange(HOURS.size), counts)
        midnight_s = float(date.astype("datetime64[s]").astype(np.int64))
        seconds += sorted((midnight_s + 3600 * (hours + draw.random(hours.size))).tolist())
    return seconds


def _lognormal(draw: np.random.Generator, mean: float, cv: float) -> float:
    variance = np.log1p(cv**2)
    return float(draw.lognormal(np.log(mean) - variance / 2, np.sqrt(variance)))


def written() -> bytes:
    """Return the log as CSV, packed."""
    text = io.StringIO()
    rows = [plain_row(call) for call in log()]
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode(), mtime=0)


if __name__ == "__main__":
    (Path(__file__).parents[2] / "scenarios/records/city-line.csv.gz").write_bytes(written())
