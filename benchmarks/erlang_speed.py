"""How fast are 100,000 different intervals staffed for 80 % in 20 seconds?

Run: python benchmarks/erlang_speed.py

Loads are drawn evenly from 1 to 200 Erlangs, handling time 3 minutes, patience 2 minutes for Erlang A: once as
arrays in this process, once as the command `erlang --from rows.csv`, from its start to the written file.
Beside it stands pyworkforce, which takes one interval at a time and therefore only a sample of them; the last
line says on how many of those both agree.
"""

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.steady.staffing import operators_required
from mfc_capacity.core.targets import Targets

ROWS, SAMPLE, ROUNDS = 100_000, 1_000, 3
AHT_S, PATIENCE_S, WITHIN_S, LEVEL = 180.0, 120.0, 20.0, 0.8
Ints = NDArray[np.int64]
T = TypeVar("T")


def main() -> None:
    """Measure and print rows per second, and how many times faster than the peer."""
    calls_per_hour = np.random.default_rng(1).uniform(1, 200, ROWS) * 3600 / AHT_S
    target = Targets(service_level=LEVEL, within_s=WITHIN_S)

    def staffed(patience_s: float) -> Ints:
        return operators_required(calls_per_hour, AHT_S, patience_s=patience_s, targets=target).operators

    erlang_c_s, operators = best_of(lambda: staffed(np.inf))
    erlang_a_s, _ = best_of(lambda: staffed(PATIENCE_S))
    report("mfc-capacity, Erlang C", ROWS, erlang_c_s)
    report("mfc-capacity, Erlang A", ROWS, erlang_a_s)
    for model, patience in (("C", ""), ("A", f"{PATIENCE_S:g}")):
        report(f"erlang --from, Erlang {model}", ROWS, end_to_end(calls_per_hour, patience))
    try:
        peer_s, peer_operators = peer(calls_per_hour[:SAMPLE])
    except ImportError:
        print("pyworkforce is missing, so there is no comparison: pip install pyworkforce")
        return
    report("pyworkforce,  Erlang C", SAMPLE, peer_s)
    print(f"ratio, Erlang C: {peer_s / SAMPLE / (erlang_c_s / ROWS):,.0f} times faster per row")
    print(f"rows of the sample that agree: {np.sum(peer_operators == operators[:SAMPLE]):,} of {SAMPLE:,}")


def best_of(solve: Callable[[], T]) -> tuple[float, T]:
    """Return the shortest of some wall times in seconds, and the answer."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = solve()
        times.append(time.perf_counter() - start)
    return min(times), answer


def end_to_end(calls_per_hour: NDArray[np.float64], patience: str) -> float:
    """Return the shortest wall time in seconds of the command on a file of all rows."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "rows.csv"), Path(folder, "answers.csv")
        with source.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["calls_per_hour", "aht_s", "patience_s", "within_s", "service_level"])
            writer.writerows([calls, AHT_S, patience, WITHIN_S, LEVEL] for calls in calls_per_hour.tolist())
        command = [sys.executable, "-m", "mfc_capacity", "erlang", "--from", str(source), "-o", str(target)]

        seconds, _ = best_of(lambda: subprocess.run(command, check=True, stderr=subprocess.DEVNULL))
    return seconds


def peer(calls_per_hour: NDArray[np.float64]) -> tuple[float, Ints]:
    """Return the peer's wall time and answers; it counts in minutes."""
    erlang_c = import_module("pyworkforce.queuing").ErlangC

    def positions(calls: float) -> int:
        queue = erlang_c(transactions=calls, aht=AHT_S / 60, asa=WITHIN_S / 60, interval=60, shrinkage=0.0)
        return int(queue.required_positions(service_level=LEVEL, max_occupancy=1.0)["raw_positions"])

    start = time.perf_counter()
    answers = np.array([positions(calls) for calls in calls_per_hour.tolist()])
    return time.perf_counter() - start, answers


def report(name: str, rows: int, seconds: float) -> None:
    """Print one line of the result."""
    print(f"{name:<23} {rows:>7,} rows in {seconds:6.3f} s, {rows / seconds:>9,.0f} rows/s")


if __name__ == "__main__":
    main()
