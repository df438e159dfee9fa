"""What is promised of a day, and what is delivered: planned interval by interval, and with the queue carried on.

Run: python benchmarks/promise.py [--precision 0.5%] [--patience 5m]

Office days of twelve hours in half hours, with handling times from 2 to 15 minutes and from 300 to 30,000 calls,
80 % in 20 seconds, callers of five minutes' patience. Each is planned by both methods and then played call by call. The worst
interval is said by the chain, exactly, and as the simulation estimates it there. Below stands one of the days as a
picture.
"""

import argparse
import os
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from mfc_capacity.operators import TIME_DEPENDENT
from mfc_capacity.performance import Performance
from mfc_capacity.render.page import Levels
from mfc_capacity.render.picture import level_picture
from mfc_capacity.scenario import load_scenario
from mfc_capacity.simulate import Case, Staff, find_case, play
from mfc_capacity.through_day import ThroughDay
from mfc_capacity.units import read_share

TARGET = 0.8
DAY = """
calendar: {{interval: 30m}}
method: {method}
hotlines:
  office:
    calls_per_day: {calls}
    aht: {aht_m}m
    patience: {patience}
    hours: 08:00-20:00
    profile: {{08:00: 2, 08:30: 4, 09:00: 7, 09:30: 9, 10:00: 10, 11:00: 9, 11:30: 8, 12:00: 6, 13:00: 5,
              14:00: 7, 16:00: 6, 17:00: 5, 18:00: 3, 19:00: 2}}
targets: {{service_level: 80% in 20s}}
"""
METHODS = ("stationary", TIME_DEPENDENT)
HANDLING_TIMES_M, VOLUMES = (2, 5, 10, 15), (300, 3_000, 30_000)
PICTURED = 10, 3_000
OF_METHOD = "hours | worst interval | simulated there | short"
HEADER = f"AHT | calls | stationary: {OF_METHOD} | time-dependent: {OF_METHOD}"


def main() -> None:
    """Print the table, line by line as it is worked out, and the picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--precision", default="0.5%", help="of a day's service level")
    parser.add_argument("--picture-only", action="store_true")
    asked = parser.parse_args()
    if not asked.picture_only:
        print(f"| {HEADER} |")
        print(f"|{'--:|' * (HEADER.count('|') + 1)}")
        for aht_m in HANDLING_TIMES_M:
            for calls in VOLUMES:
                print(
                    f"| {aht_m}m | {calls:,} | {' | '.join(figures(aht_m, calls, asked.precision))} |",
                    flush=True,
                )
        print()
    for method in METHODS:
        print("\n".join(picture(method)))


def day(aht_m: int, calls: int, method: str) -> LoadedScenario:
    """Return one of the days."""
    text = DAY.format(aht_m=aht_m, calls=calls, method=method)
    return load_scenario("office.yaml", read_bytes=lambda _path: text.encode())


def figures(aht_m: int, calls: int, precision: str) -> Iterator[str]:
    """Yield the cells of a row: for each method hours, the worst interval, and how many fall short by a point."""
    stationary_hours = 0.0
    for method in METHODS:
        case = office.planned(method)
        hours = float(case.groups[0].operators.sum()) / 2
        stationary_hours = stationary_hours or hours
        level = by_chain(case).service_level[0]
        worst = int(np.nanargmin(level))
        played = play(case, seed=1, precision=float(read_share(precision)), workers=os.cpu_count() or 1)
        simulated = played.groups[0].simulation.intervals.service_level_offered
        short = int((level < TARGET - 0.01).sum())
        change = "" if method == METHODS[0] else f" ({100 * (hours / stationary_hours - 1):+.1f} %)"
        yield f"{hours:,.1f}{change}"
        yield f"{100 * level[worst]:.1f} %"
        yield f"{100 * simulated.value[worst]:.1f} ± {100 * simulated.half_width[worst]:.1f} %"
        yield str(short)


def by_chain(case: Case) -> Performance:
    """Return what callers meet with the operators planned, the queue being carried through the day."""
    (group,) = case.groups
    return ThroughDay(group.group, group.load, case.loaded.scenario.interval_s).met(group.operators[None])


def picture(office: Office, method: str) -> list[str]:
    """Return one day's service level as a picture, with a mark under each interval that falls short by a point."""
    case = office.planned(method)
    level = by_chain(case).service_level[0]
    is_open = np.flatnonzero(case.groups[0].load.open[0])
    starts = tuple(f"{k // 2:02}:{k % 2 * 30:02}" for k in is_open)
    marked = tuple(bool(level[k] < TARGET - 0.01) for k in is_open)
    block = Levels("", starts, tuple(level[is_open].tolist()), marked, "")
    return [
        f"{calls:,} calls of {aht_m} minutes, {method}",
        *level_picture(block, width=80, blocks=True, height=6),
    ]


if __name__ == "__main__":
    main()
