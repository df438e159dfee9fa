"""How much longer does a command take than what it cannot do without?

Run: python benchmarks/swift.py [--rounds 5]

A line a kind of work: ours, a peer or the imports that it needs at least, and the ratio, all in processor time of
processes of their own, the best of some rounds taken in turn. Rows of a file are 100,000 intervals of 1 to 200
Erlangs staffed for 80 % in 20 seconds, read from CSV and written to CSV; pyworkforce, which takes one interval at a
time, is timed in its process on a sample, without files and start. Plans through the day stand beside stationary ones,
and a year of five minutes beside one of quarter hours. `big_outputs.py` has what is written of a plan.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
ROWS, SAMPLE = 100_000, 1_000
AHT_S, PATIENCE_S, WITHIN_S, LEVEL = 180.0, 120.0, 20.0, 0.8
OURS = (sys.executable, "-m", "mfc_capacity")
CITY = str(ROOT / "scenarios" / "moscow-2014.yaml")
YEAR = """
calendar: {from: 2014-01-01, to: 2014-12-31}
method: time-dependent
hotlines:
  desk:
    calls_per_day: 6000
    aht: 4m
    patience: 2m
    hours: 08:00-20:00
    profile: {08:00: 2, 09:00: 4, 11:00: 5, 13:00: 3, 16:00: 4, 18:00: 2}
    weekdays: {mon: 110%, wed: 98%, thu: 97%, fri: 95%, sat: 60%, sun: 40%}
    months: {jan: 90%, feb: 95%, apr: 105%, jun: 90%, jul: 85%, aug: 88%, sep: 105%, oct: 110%, nov: 107%, dec: 103%}
targets: {service_level: 80% in 20s}
"""
PARSER = "import typer, yaml, pydantic"
ALL = "import numpy, scipy.special, pydantic, yaml, typer"
PEER = f"""
import time
from numpy.random import default_rng
from pyworkforce.queuing import ErlangC
calls = default_rng(1).uniform(1, 200, {ROWS})[:{SAMPLE}] * 3600 / {AHT_S}
begun_s = time.process_time()
for rate in calls.tolist():
    queue = ErlangC(transactions=rate, aht={AHT_S} / 60, asa={WITHIN_S} / 60, interval=60, shrinkage=0.0)
    queue.required_positions(service_level={LEVEL}, max_occupancy=1.0)
print((time.process_time() - begun_s) * {ROWS} / {SAMPLE})
"""
IN_PROCESS = """
import sys, time
from pathlib import Path
from mfc_capacity import api
from mfc_capacity.cli.output import deliver
from mfc_capacity.commands.erlang.view import view
api.erlang("c", calls="9/h", aht="1m", operators=1)
begun_s = time.process_time()
deliver(api.erlang_rows(sys.argv[1]).record, view, format_name=None, output=sys.argv[2])
print(time.process_time() - begun_s)
"""


def main() -> None:
    """Measure, and print a line a kind of work."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        works = works_in(Path(folder))
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        taken_s: dict[tuple[str, ...], list[float]] = {}
        for turn in range(rounds + 1):  # the first one compiles
            for command in {command for _, ours, limit, _ in works for command in (ours, limit)}:
                seconds = taken(command, environment)
                if turn:
                    taken_s.setdefault(command, []).append(seconds)
    print(f"{'work':<40} {'ours':>8}  {'peer or limit':<44} {'':>8}  ratio")
    for name, ours, limit, of in works:
        ours_s, limit_s = min(taken_s[ours]), min(taken_s[limit])
        ratio = f"{limit_s / ours_s:.1f} times faster" if limit[-1] == PEER else f"{ours_s / limit_s:.2f}"
        print(f"{name:<40} {ours_s:6.2f} s  {of:<44} {limit_s:6.2f} s  {ratio}")


def works_in(folder: Path) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    """Return each kind of work: its name, our command, that of the peer or limit, and what the latter is."""
    rows_c, rows_a = rows_file(folder / "c.csv", ""), rows_file(folder / "a.csv", f"{PATIENCE_S:g}")
    in_process = {
        rows: (sys.executable, "-c", IN_PROCESS, rows, f"{rows}.answers.csv") for rows in (rows_c, rows_a)
    }
    peer, parser, imports = ((sys.executable, "-c", code) for code in (PEER, PARSER, ALL))
    interval = (*OURS, "erlang", "c", "--calls", "360/h", "--aht", "4m", "--target", "80% in 20s")
    year = str(folder / "year.yaml")
    Path(year).write_text(YEAR, encoding="utf-8")
    rows = [
        ("erlang --from, A", in_process[rows_a], in_process[rows_c], "erlang --from, C"),
        ("--help", (*OURS, "--help"), parser, PARSER),
        (
            "plan of the smallest scenario",
            (*OURS, "plan", str(ROOT / "scenarios" / "minimal.yaml")),
            imports,
            ALL,
        ),
        ("erlang c, one interval", interval, imports, ALL),
        (
            "two years, through the day",
            plan(CITY, "method=time-dependent"),
            plan(CITY, "method=stationary"),
            "stationary",
        ),
        (
            "a year through the day, five minutes",
            plan(year, "calendar.interval=5m"),
            plan(year, "calendar.interval=15m"),
            "quarter hours",
        ),
    ]
    if find_spec("pyworkforce") is None:
        print("pyworkforce is missing, so there is no comparison with it: pip install pyworkforce")
        return rows
    command = (*OURS, "erlang", "--from", rows_c, "-o", f"{rows_c}.answers.csv")
    return [
        ("erlang --from, C, in process", in_process[rows_c], peer, "pyworkforce in process"),
        ("erlang --from, C, the command", command, peer, "pyworkforce in process"),
        *rows,
    ]


def plan(scenario: str, *changes: str) -> tuple[str, ...]:
    """Return the command that plans a scenario with changes, without a look at intervals."""
    changed = [argument for change in changes for argument in ("--set", change)]
    return (*OURS, "plan", scenario, *changed, "--intervals", "none")


def rows_file(path: Path, patience: str) -> str:
    """Write the intervals to be staffed, and return the path."""
    calls_per_hour = np.random.default_rng(1).uniform(1, 200, ROWS) * 3600 / AHT_S
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["calls_per_hour", "aht_s", "patience_s", "within_s", "service_level"])
        writer.writerows([calls, AHT_S, patience, WITHIN_S, LEVEL] for calls in calls_per_hour.tolist())
    return str(path)


def taken(command: tuple[str, ...], environment: dict[str, str]) -> float:
    """Return the processor time of a process in seconds, or of that part of it which it measures itself."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if command[2] in (PEER, IN_PROCESS):
        return float(ran.stdout)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
