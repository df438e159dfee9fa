"""How long do big outputs take, and how much memory?

Run: python benchmarks/big_outputs.py [SCENARIO]

Every interval of two years in each format, as a user asks for it, in a process of its own: the best CPU time of some
rounds taken in turn, and the most memory held. Beside them, in the same rounds, what there is to be compared with:
the csv and json modules and XlsxWriter with constant memory, writing as many cells and doing nothing else. Then a
hundred groups over two years: planned, and written down with the table of days.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mfc_capacity.plan.answer import plan
from mfc_capacity.scenario import load_scenario

CITY = Path(__file__).parents[1] / "scenarios" / "moscow-2014.yaml"
ROUNDS, GROUPS = 3, 100
MB_OF_KB = 1024
COMMAND = "from mfc_capacity.cli.app import main; main()"
PLANNED = """
import sys
from mfc_capacity.plan.planner import planned
from mfc_capacity.scenario import load_scenario
planned(load_scenario(sys.argv[1], overrides=sys.argv[3::2]))
"""
TABLES = """
import sys, time
from mfc_capacity.plan.planner import planned
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import load_scenario
plan = planned(load_scenario(sys.argv[1], overrides=sys.argv[3::2]))
tables = PlanTables(plan)
rows = sum(len(table.rows) for table in (tables.summary(), tables.months(), tables.by_day()))
"""
CSV_PEER = """
import csv, sys
rows, columns = int(sys.argv[1]), int(sys.argv[2])
with open(sys.argv[3], "w", newline="") as file:
    write = csv.writer(file).writerow
    for row in range(rows):
        write([(row % 8000) / (column + 7) for column in range(columns)])
"""
JSON_PEER = """
import json, sys
rows, columns = int(sys.argv[1]), int(sys.argv[2])
names = [f"delivered_column_{column}" for column in range(columns)]
with open(sys.argv[3], "w") as file:
    for row in range(rows):
        cells = [(row % 8000) / (column + 7) for column in range(columns)]
        file.write(json.dumps(dict(zip(names, cells))) + "\\n")
"""
XLSX_PEER = """
import sys
from xlsxwriter import Workbook
rows, columns = int(sys.argv[1]), int(sys.argv[2])
book = Workbook(sys.argv[3], {"constant_memory": True})
sheet, shown = book.add_worksheet(), book.add_format({"num_format": "0.00%"})
for row in range(rows):
    for column in range(columns):
        sheet.write_number(row, column, (row % 8000) / (column + 7), shown)
book.close()
"""


@dataclass(frozen=True)
class Taken:
    """CPU seconds of a process and its children, and the most memory that one of them held."""

    cpu_s: float
    peak_mb: float


def main() -> None:
    """Measure and print a line a work: ours, the peer's, how many times as long, the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default=CITY, type=Path)
    scenario = str(parser.parse_args().scenario)
    with tempfile.TemporaryDirectory() as folder:
        region = Path(folder, "region.yaml")
        region.write_text(json.dumps(region_of(GROUPS)), encoding="utf-8")
        works = dict(works_of(scenario, str(region), folder))
        runs: dict[str, list[Taken]] = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, command in works.items():
                runs[name].append(taken(command))
    best = {name: min(own, key=lambda run: run.cpu_s) for name, own in runs.items()}
    print(f"{'work':43} {'ours':>8} {'peer':>8}  {'ratio':>5} {'peak':>8}  peer")
    for name, run in best.items():
        peer = PEERS.get(name)
        beside = f"{best[peer].cpu_s:6.2f} s  {run.cpu_s / best[peer].cpu_s:5.2f}" if peer else " " * 15
        print(f"{name:43} {run.cpu_s:6.2f} s {beside} {run.peak_mb:5.0f} MB  {peer or ''}")


WRITTEN = {form: f"two years, every interval as {form}" for form in ("json", "ndjson", "csv", "xlsx")}
PLAN_ONLY, REGION_ONLY = "two years, planned only", f"{GROUPS} groups, planned only"
REGION_TABLES = f"{GROUPS} groups, planned and written down"
LIBRARIES = {
    "json.dumps, as many cells": JSON_PEER,
    "csv.writer, as many cells": CSV_PEER,
    "XlsxWriter, constant_memory, as many cells": XLSX_PEER,
}
PEERS = {
    **dict(zip(WRITTEN.values(), (list(LIBRARIES)[k] for k in (0, 0, 1, 2)), strict=True)),
    REGION_TABLES: REGION_ONLY,
}


def works_of(scenario: str, region: str, folder: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each work with the arguments of Python that do it."""
    stationary = ["--set", "method=stationary"]
    yield PLAN_ONLY, ["-c", PLANNED, scenario, *stationary]
    for form, name in WRITTEN.items():
        table = ["--table", "intervals"]
        to_file = ["-f", form, "-o", str(Path(folder, f"out.{form}"))]
        every = ["--intervals", "all", *table, *to_file]
        yield name, ["-c", COMMAND, "plan", scenario, *stationary, *every]
    rows, columns = cells_of(scenario)
    for name, peer in LIBRARIES.items():
        yield name, ["-c", peer, str(rows), str(columns), str(Path(folder, "peer"))]
    yield REGION_ONLY, ["-c", PLANNED, region, *stationary]
    yield REGION_TABLES, ["-c", TABLES, region, *stationary]


def cells_of(scenario: str) -> tuple[int, int]:
    """Return the rows and columns of a plan's table of intervals."""
    table = plan(load_scenario(scenario, overrides=("method=stationary",)), "all").tables["intervals"]
    return len(table.rows), len(table.columns)


def taken(arguments: list[str]) -> Taken:
    """Run Python as a process of its own and return what it took."""
    own = dict(os.environ, OPENBLAS_NUM_THREADS="1")
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=own)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Taken(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MB_OF_KB)


def region_of(groups: int) -> dict[str, Any]:
    """Return a scenario of many groups over two years, no two alike."""
    names = [f"h{k}" for k in range(groups)]
    hotlines = {
        name: {
            "calls_per_day": 500 + 137 * k,
            "scales_with": "offices",
            "aht": f"{120 + 3 * k}s",
            "patience": f"{60 + k}s",
            "hours": {"mon-fri": "08:00-20:00", "sat-sun": "09:00-18:00"},
            "weekdays": {"mon": "120%", "sat-sun": "50%"},
            "months": {"jan": "80%", "jul-aug": "90%"},
            "profile": {"08:00": 4, "10:00": 8, "14:00": 6, "18:00": 3},
            "deflect": [{"to": "sms", "share": "5%", "from": "2014-06-01"}],
        }
        for k, name in enumerate(names)
    }
    return {
        "schema": "mfc-capacity/scenario/1",
        "currency": "RUB",
        "calendar": {"from": "2014-03-01", "to": "2016-02-29", "interval": "15m"},
        "drivers": {"offices": {"2014-03-01": 43, "2014-05-01": 79, "2015-01-01": 115}},
        "hotlines": hotlines,
        "groups": {f"g{name}": {"hotlines": [name]} for name in names},
        "targets": {"service_level": "80% in 20s", "max_abandonment": "5%"},
        "shrinkage": {"leave": "12%", "breaks": "9%"},
        "full_time_week": "40h",
        "costs": {"operator_hour": "420 RUB", "contacts": {"sms": "1.5 RUB"}},
    }


if __name__ == "__main__":
    main()
