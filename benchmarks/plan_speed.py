"""How long does a plan of two years take, by either method?

Run: python benchmarks/plan_speed.py [SCENARIO]

Whole commands, as a user runs them, the best of some rounds taken in turn: each interval by itself, the same with
callers of every hotline who come again, the queue carried through the day by one process, and by one process a core.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from mfc_capacity import load
from mfc_capacity.plan.pool import cores

CITY = Path(__file__).parents[1] / "scenarios" / "moscow-2014.yaml"
ROUNDS = 3
PLAN = "from mfc_capacity.cli.app import main; main()"
ON_ONE_CORE = f"from mfc_capacity.plan import pool; pool.cores = lambda: 1; {PLAN}"


def main() -> None:
    """Measure and print seconds, and how many times longer than interval by interval."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default=CITY)
    scenario = str(parser.parse_args().scenario)
    redials = [
        f"hotlines.{name}.redials.{figure}"
        for name in load(scenario).loaded.scenario.hotlines
        for figure in ("share=60%", "after=8m")
    ]
    ways = {
        "stationary": (PLAN, ["method=stationary"]),
        "stationary, with redials": (PLAN, ["method=stationary", *redials]),
        "time-dependent, one process": (ON_ONE_CORE, ["method=time-dependent"]),
        f"time-dependent, {cores()} processes": (PLAN, ["method=time-dependent"]),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (code, settings) in ways.items():
            seconds[name].append(taken_s(code, scenario, settings))
    first = min(seconds["stationary"])
    for name, taken in seconds.items():
        print(f"{name:30} {min(taken):6.2f} s  {min(taken) / first:5.1f} times")


def taken_s(code: str, scenario: str, settings: Sequence[str]) -> float:
    """Return how long one plan takes as a command of its own."""
    changes = [part for setting in settings for part in ("--set", setting)]
    command = [sys.executable, "-c", code, "plan", scenario, *changes, "-f", "json"]
    start_s = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start_s


if __name__ == "__main__":
    main()
