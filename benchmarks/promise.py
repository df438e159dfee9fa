"""What is promised of a day, and what is delivered: planned interval by interval, and with the queue carried on.

Run: python benchmarks/promise.py [--precision 0.5%] [--patience 5m]

Office days of twelve hours in half hours, with handling times from 2 to 15 minutes and from 300 to 30,000 calls, of
which 80 % are to be answered in 20 seconds. Each is planned by both methods and then played call by call. The worst
interval is said by the chain, exactly, and as the simulation estimates it there. Below stands one of the days as a
picture.
"""

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from mfc_capacity.commands.simulate import Case, Staff, find_case, play
from mfc_capacity.core.arrays import Floats
from mfc_capacity.files.units import read_share
from mfc_capacity.plan.pool import cores
from mfc_capacity.render.chart import Mark, Numbers, Plot, Series
from mfc_capacity.render.charts.day import day_axis
from mfc_capacity.render.picture import plot_picture
from mfc_capacity.scenario import load_scenario
from mfc_capacity.staffing.operators import METHODS, through_day

TARGET, A_POINT = 0.8, 0.01
INTERVAL_S = 1800
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
HANDLING_TIMES_M, VOLUMES = (2, 5, 10, 15), (300, 3_000, 30_000)
PICTURED = 10, 3_000
OF_METHOD = "hours | worst interval | simulated there | short"
HEADER = f"AHT | calls | stationary: {OF_METHOD} | time-dependent: {OF_METHOD}"


class Office(NamedTuple):
    """One of the days."""

    aht_m: int
    calls: int
    patience: str

    def planned(self, method: str) -> Case:
        """Return the day with the operators that a method plans."""
        text = DAY.format(**self._asdict(), method=method)
        loaded = load_scenario("office.yaml", read_bytes=lambda _path, _most=0: text.encode())
        return find_case(loaded, "busiest", None, Staff())


def main() -> None:
    """Print the table, line by line as it is worked out, and the picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--precision", default="0.5%", help="of a day's service level")
    parser.add_argument("--patience", default="5m", help="of the callers; endless: they never hang up")
    asked = parser.parse_args()
    print(f"| {HEADER} |")
    print(f"|{'--:|' * (HEADER.count('|') + 1)}")
    for aht_m in HANDLING_TIMES_M:
        for calls in VOLUMES:
            cells = figures(Office(aht_m, calls, asked.patience), float(read_share(asked.precision)))
            print(f"| {aht_m}m | {calls:,} | {' | '.join(cells)} |", flush=True)
    for method in METHODS:
        print()
        print("\n".join(picture(Office(*PICTURED, asked.patience), method)))


def figures(office: Office, precision: float) -> Iterator[str]:
    """Yield the cells of a row: for each method hours, the worst interval, and how many fall short by a point."""
    stationary_hours = 0.0
    for method in METHODS:
        case = office.planned(method)
        hours = float(case.groups[0].operators.sum()) * INTERVAL_S / 3600
        stationary_hours = stationary_hours or hours
        levels = by_chain(case)
        worst = int(np.nanargmin(levels))
        played = play(case, seed=1, precision=precision, workers=cores())
        simulated = played.groups[0].simulation.intervals.service_level_offered
        change = "" if method == "stationary" else f" ({100 * (hours / stationary_hours - 1):+.1f} %)"
        yield f"{hours:,.1f}{change}"
        yield f"{100 * levels[worst]:.1f} %"
        yield f"{100 * simulated.value[worst]:.1f} ± {100 * simulated.half_width[worst]:.1f} %"
        yield str(int((levels < TARGET - A_POINT).sum()))


def by_chain(case: Case) -> Floats:
    """Return the service level of each interval with the operators planned, NaN where nobody calls."""
    (group,) = case.groups
    met = through_day(group.terms, group.load, INTERVAL_S).met(group.operators[None])
    levels: Floats = met.service_level[0]
    return levels


def picture(office: Office, method: str) -> list[str]:
    """Return one day's service level as a picture, with a mark under each interval that falls short by a point."""
    levels = by_chain(office.planned(method))
    known = [float(level) if np.isfinite(level) else None for level in levels]
    short = [k for k, level in enumerate(known) if level is not None and level < TARGET - A_POINT]
    plot = Plot(
        f"{office.calls:,} calls of {office.aht_m} minutes, {method}",
        "",
        day_axis(INTERVAL_S),
        "share",
        "",
        [Series("", known, shape="steps")],
        Numbers((), ()),
        "",
        marks=[Mark(k, "") for k in short],
        from_zero=False,
    )
    return [plot.title, *plot_picture(plot, width=80, blocks=True)]


if __name__ == "__main__":
    main()
