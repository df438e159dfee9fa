"""How many calls a second does one core simulate?

Run: python benchmarks/simulation_speed.py

The plain case: 50 operators, 12 hours at 47.5 Erlangs, handling time 200 s and patience 2 minutes, both
exponential: 10,260 calls a day. Beside it stands Ciw, a general simulator of queueing networks, with the
same system for one such day; its share of callers lost is printed next to ours and to Erlang A.
"""

import time
from importlib import import_module
from typing import Any

import numpy as np

from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.played_day import Day
from mfc_capacity.core.simulation.replications import simulate
from mfc_capacity.core.steady.erlang import HOUR_S, steady_state

OPERATORS, LOAD_ERLANGS, AHT_S, PATIENCE_S = 50, 47.5, 200.0, 120.0
INTERVALS, INTERVAL_S, REPLICATIONS, ROUNDS = 48, 900.0, 100, 3
DAY_S = INTERVALS * INTERVAL_S


def main() -> None:
    """Measure and print calls per second, and how many times faster than the peer."""
    calls_per_hour = LOAD_ERLANGS / AHT_S * HOUR_S
    theory = steady_state(calls_per_hour, AHT_S, OPERATORS, patience_s=PATIENCE_S)
    print(f"Erlang A, steady state: {float(theory.abandonment):.4f} lost")
    calls_per_second = ours()
    try:
        peer_calls_per_second = peer()
    except ImportError:
        print("Ciw is missing, so there is no comparison: pip install ciw")
        return
    print(f"ratio: {calls_per_second / peer_calls_per_second:,.0f} times faster")


def ours() -> float:
    """Return calls per second, the best of some rounds in one process."""
    calls = np.full(INTERVALS, LOAD_ERLANGS / AHT_S * INTERVAL_S)
    streams = [Stream(calls, AHT_S, patience_s=PATIENCE_S)]
    day = Day(streams, np.full(INTERVALS, OPERATORS), INTERVAL_S)
    times_s = []
    for _ in range(ROUNDS):
        start_s = time.perf_counter()
        run = simulate(day, seed=1, precision=1e-9, max_replications=REPLICATIONS)
        times_s.append(time.perf_counter() - start_s)
    return report("mfc-capacity", run.calls, min(times_s), float(run.day.abandonment.value))


def peer() -> float:
    """Return the peer's calls per second, from one day."""
    ciw: Any = import_module("ciw")
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(LOAD_ERLANGS / AHT_S)],
        service_distributions=[ciw.dists.Exponential(1 / AHT_S)],
        number_of_servers=[OPERATORS],
        reneging_time_distributions=[ciw.dists.Exponential(1 / PATIENCE_S)],
    )
    ciw.seed(1)
    run = ciw.Simulation(network)
    start_s = time.perf_counter()
    run.simulate_until_max_time(DAY_S)
    seconds = time.perf_counter() - start_s
    kinds = [record.record_type for record in run.get_all_records()]
    return report("Ciw", len(kinds), seconds, kinds.count("renege") / len(kinds))


def report(name: str, calls: int, seconds: float, lost: float) -> float:
    """Print one line of the result and return calls per second."""
    rate = calls / seconds
    print(f"{name:>12}: {calls:>9,} calls in {seconds:6.3f} s, {rate:>9,.0f} calls/s, {lost:.4f} lost")
    return rate


if __name__ == "__main__":
    main()
